"""The desk's JSON API, version 1: the same views as the pages, as typed JSON. docs/api.md lists it."""

"""The JSON API and the desk's pages: a ledger in, responses out."""

"""The desk's pages: each room takes a Desk and gives the routes of its pages."""

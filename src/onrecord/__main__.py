"""`python -m onrecord`: the same as the command onrecord."""

from __future__ import annotations

from onrecord.cli import main

main()

"""The ledger: readings and judgements in, claims and history out, append-only."""

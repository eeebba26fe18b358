"""The ledger: readings and judgements in, claims and history out, append-only.

`onrecord.store.ledger.open_ledger` opens one; `onrecord.store.terms` has the values asked and answered.
"""

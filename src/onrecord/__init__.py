"""onrecord: news reporting in, a ledger of attributed claims out."""

from __future__ import annotations

__version__ = "0.1.0"

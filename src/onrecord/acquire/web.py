"""Addresses come in, fetched politely; bytes with where and when they were taken go out."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class WebOptions:
    """Placeholder until fetching lands."""

"""onrecord: news reporting in, a ledger of attributed claims out.

    import onrecord
    reading = onrecord.read(text, published="2024-11-13")

Everything public is listed in `__all__`; the errors' tree stands at `onrecord.OnRecordError`. Names load when they are
first used, so that importing onrecord costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from onrecord.version import VERSION

if TYPE_CHECKING:
    from onrecord.api import read, read_pages
    from onrecord.record import (
        Article,
        Attribution,
        Claim,
        Failure,
        OnRecordError,
        Page,
        Proposition,
        Reading,
        Span,
        Standing,
    )

__version__ = VERSION

_ROOMS = {
    "Article": "record",
    "Attribution": "record",
    "Claim": "record",
    "Failure": "record",
    "OnRecordError": "record",
    "Page": "record",
    "Proposition": "record",
    "Reading": "record",
    "Span": "record",
    "Standing": "record",
    "read": "api",
    "read_pages": "api",
}

__all__ = [
    "Article",
    "Attribution",
    "Claim",
    "Failure",
    "OnRecordError",
    "Page",
    "Proposition",
    "Reading",
    "Span",
    "Standing",
    "__version__",
    "read",
    "read_pages",
]


def __getattr__(name: str) -> object:
    if name not in _ROOMS:
        raise AttributeError(f"module 'onrecord' has no attribute {name!r}")
    return getattr(import_module(f"onrecord.{_ROOMS[name]}"), name)


def __dir__() -> list[str]:
    return __all__

"""ISO 8601 text in, seconds since 1970 (UTC) and sort keys out: how the ledger compares dates of unlike precision.

A moment is an integer: seconds since 1970-01-01T00:00Z. "2024-11-13" covers a whole day, "2024-11" a month, so a text
has a first and a last second. A date-time without an offset is taken as UTC.

A *row number* packs an hour and 42 bits of a hash into one positive 64-bit integer. Rows numbered so are stored newest
first by their primary key alone, whatever order they arrived in, and the number itself is the paging cursor: this is
what keeps a page of the board under 50 ms at a million assertions, on both stores, without a sort.
"""

from __future__ import annotations

import calendar
import hashlib
from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache

from onrecord.record import InputError

_HOUR = 3600
_HASH_BITS = 42
_LAST_HOUR = (1 << 21) - 1  # the year 2209
FOREVER = (1 << 62) - 1


@lru_cache(maxsize=65536)
def span_of(text: str) -> tuple[int, int]:
    """First and last second of the date or date-time; raises InputError when it is none."""
    try:
        return _span(text.strip())
    except ValueError as err:
        raise InputError(f"{text!r} is not a date. Write it as 2024-11-13 or 2024-11-13T18:00:00+02:00.") from err


def first_second(text: str | None) -> int | None:
    """The first second of what the text covers; None for unknown or unreadable dates (articles carry all kinds)."""
    try:
        return span_of(text)[0] if text else None
    except InputError:
        return None


def last_second(text: str | None) -> int | None:
    """The last second of what the text covers; None for unknown or unreadable dates."""
    try:
        return span_of(text)[1] if text else None
    except InputError:
        return None


def row_number(moment: int | None, key: str, taken: Callable[[int], bool] = lambda _row: False) -> int:
    """Place of an item in newest-first order: its hour, then a hash of its key; unknown moments come last.

    Two keys of one hour meet once in 4·10^12 pairs; then `taken` says so and the later comer is hashed again.
    """
    hour = 0 if moment is None else min(max(moment // _HOUR, 1), _LAST_HOUR)
    for salt in range(100):
        digest = hashlib.sha256(f"{key}\x1f{salt}".encode("utf-8", "surrogatepass") if salt else _bytes(key)).digest()
        row = hour << _HASH_BITS | int.from_bytes(digest[:8], "big") >> (64 - _HASH_BITS)
        if not taken(row):
            return row
    raise AssertionError(f"no free row number for {key!r}")  # a chance of 10^-1200


def rows_from(moment: int) -> int:
    """The least row number of the hour that holds the moment."""
    return min(max(moment // _HOUR, 0), _LAST_HOUR) << _HASH_BITS


def hash63(*parts: str) -> int:
    """Positive 63-bit number of a text, the same on every machine."""
    return int.from_bytes(hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).digest()[:8], "big") >> 1


def months_of(start: str | None, end: str | None, *, most: int = 36) -> tuple[str, ...]:
    """The months ("2024-11") that an interval touches; empty when unknown, open or longer than `most` months."""
    first, last = first_second(start), last_second(end)
    if first is None or last is None or last < first:
        return ()
    begin, finish = _month_index(first), _month_index(last)
    if finish - begin >= most:
        return ()
    return tuple(f"{index // 12:04d}-{index % 12 + 1:02d}" for index in range(begin, finish + 1))


def _bytes(key: str) -> bytes:
    return key.encode("utf-8", "surrogatepass")


def _month_index(moment: int) -> int:
    date = datetime.fromtimestamp(moment, UTC)
    return date.year * 12 + date.month - 1


def _span(text: str) -> tuple[int, int]:
    if len(text) <= 10 and "T" not in text:
        return _span_of_date(text)
    moment = datetime.fromisoformat(text)
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    start = int(aware.timestamp())
    return start, start


def _span_of_date(text: str) -> tuple[int, int]:
    parts = [int(part) for part in text.split("-")]
    year, month, day = (*parts, None, None)[:3] if len(parts) <= 3 else (0, None, None)
    if year is None or text.find("-", 4) not in (4, -1) or not text[:4].isdecimal():
        raise ValueError(text)
    start = _day(year, month or 1, day or 1)
    end = _day(year, month or 12, day or calendar.monthrange(year, month or 12)[1])
    return start, end + 86_399


def _day(year: int, month: int, day: int) -> int:
    return int(datetime(year, month, day, tzinfo=UTC).timestamp())

"""ISO dates in, comparable instants out; and which assertions a question about a date may see.

Three questions, named apart: *public* by D (published), *known* to us on D (recorded; never changed by later records),
and *event*: what was so on D as now believed (everything that happened no later than D, by all that is known today).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from onrecord.reconcile.assertion import Assertion
from onrecord.record import Clock, InputError

_INSTANT = timedelta(microseconds=1)


@lru_cache(maxsize=65536)
def first_instant(when: str) -> datetime:
    """The first instant of a year, month, day or time; without an offset it is UTC."""
    try:
        if len(when) == 4:
            return datetime(int(when), 1, 1, tzinfo=UTC)
        if len(when) == 7:
            return datetime(int(when[:4]), int(when[5:]), 1, tzinfo=UTC)
        found = datetime.fromisoformat(when)
    except ValueError as err:
        raise InputError(f'"{when}" is no ISO 8601 date: write it like 2024-11-12 or 2024-11-12T18:00+02:00.') from err
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


@lru_cache(maxsize=65536)
def last_instant(when: str) -> datetime:
    """The last instant of a year, month or day; a time stands for itself."""
    first = first_instant(when)
    if len(when) == 4:
        return first.replace(year=first.year + 1) - _INSTANT
    if len(when) == 7:
        return (first + timedelta(days=31)).replace(day=1) - _INSTANT
    return first + timedelta(days=1) - _INSTANT if len(when) <= 10 else first


def said_by(assertion: Assertion) -> datetime | None:
    """The latest instant at which it can have been said, where the report tells when."""
    if assertion.said is None:
        return None
    bound = assertion.said.end or assertion.said.start
    return last_instant(bound) if bound else None


def public_by(assertion: Assertion) -> datetime | None:
    """When it was surely public: its publication, else our own record of it."""
    shown = assertion.published or assertion.recorded
    return last_instant(shown) if shown else None


def dated(assertion: Assertion, clock: Clock) -> str | None:
    """The date on this clock as it is written, or None where it is not known."""
    if clock == "public":
        return assertion.published or assertion.recorded
    if clock == "known":
        return assertion.recorded
    return assertion.happened.start if assertion.happened else None


def visible(assertions: Iterable[Assertion], as_of: str | None, clock: Clock) -> frozenset[Assertion]:
    """The assertions that the question may see. What has no date is not known to have been public, or recorded, by then.

    On the event clock only what surely happened later is left out.
    """
    if as_of is None:
        return frozenset(assertions)
    limit = last_instant(as_of)
    if clock == "event":
        return frozenset(one for one in assertions if not _starts_after(one, limit))
    return frozenset(one for one in assertions if (when := dated(one, clock)) and last_instant(when) <= limit)


def _starts_after(assertion: Assertion, limit: datetime) -> bool:
    start = dated(assertion, "event")
    return start is not None and first_instant(start) > limit

"""A request in, what it asks for out: the date the page stands at, the clock, the filters; and addresses that keep them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from urllib.parse import urlencode

from onrecord.record import Clock, InputError

CLOCK_WORDS: Mapping[Clock, str] = {
    "public": "was public",
    "known": "was known to us",
    "event": "was true, as now believed,",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What every page takes from its address. `rest` holds the page's own filters, empty ones left out."""

    as_of: str | None = None
    clock: Clock = "public"
    cursor: str | None = None
    rest: Mapping[str, str] = field(default_factory=dict)

    def keep(self) -> str:
        """The query that carries the date to another page: "?as_of=…&clock=…", or nothing."""
        return _query({"as_of": self.as_of, "clock": self.clock if self.as_of else None})

    def address(self, path: str, **changed: str | None) -> str:
        """This page's own address with some parameters changed (None takes one away)."""
        given: dict[str, str | None] = {**self.rest, "as_of": self.as_of, "clock": self.clock if self.as_of else None}
        return path + _query({**given, **changed})


def ask(given: Mapping[str, str]) -> Asked:
    """Raises InputError where the date or the clock is none."""
    as_of = given.get("as_of") or None
    if as_of is not None:
        _check_date(as_of)
    clock = given.get("clock") or "public"
    chosen = next((known for known in CLOCK_WORDS if known == clock), None)
    if chosen is None:
        raise InputError(f"clock={clock}: unknown. Choose one of: {', '.join(CLOCK_WORDS)}.")
    known = ("as_of", "clock", "cursor", "csrf")
    rest = {name: value.strip() for name, value in given.items() if name not in known and value.strip()}
    return Asked(as_of=as_of, clock=chosen, cursor=given.get("cursor") or None, rest=rest)


def _check_date(text: str) -> None:
    try:
        date.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text)
    except ValueError as err:
        raise InputError(f"as_of={text}: not a date. Write it as 2024-11-12 or 2024-11-12T18:00+02:00.") from err


def _query(given: Mapping[str, str | None]) -> str:
    kept = {name: value for name, value in given.items() if value}
    return f"?{urlencode(kept)}" if kept else ""

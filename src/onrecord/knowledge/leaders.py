"""A person's name and a day come in; the office as head of a state or government held on that day goes out.

From data/leaders.tsv (World Factbook, mid-2026: present holders and since when) and data/past_leaders.tsv (holders
since 2000 of states often in the news, with the day they left); others must come from the text.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from onrecord.knowledge.tables import rows

GIVEN = 4  # letters of a name that somebody may go by and that is not his first ("Muhammad Shehbaz Sharif")
_ENDING = re.compile(r"(?:yy|iy|ii|yi)\b")


@dataclass(frozen=True, slots=True)
class Leader:
    """One term of office: ISO country code, office, full name, the part called by, ISO dates of its start and end."""

    country: str
    office: str
    name: str
    called: str
    since: str
    until: str = "9999"

    def holds_on(self, day: str) -> bool:
        """Whether the term covers the day."""
        return len(self.since) >= 4 and self.since <= day[:10] < self.until


@functools.cache
def leaders() -> tuple[Leader, ...]:
    """All of both tables, in their order."""
    return tuple(
        Leader(*row[:6]) for table in ("leaders.tsv", "past_leaders.tsv") for row in rows(table) if len(row) >= 5
    )


@functools.cache
def _by_name() -> Mapping[tuple[str, str], tuple[Leader, ...]]:
    table: dict[tuple[str, str], tuple[Leader, ...]] = {}
    for leader in leaders():
        if leader.called:
            called, (first, *others) = _last(leader.called), map(_plain, leader.name.replace("-", " ").split())
            for given in {first, *(one for one in others if len(one) >= GIVEN)}:
                table[given, called] = (*table.get((given, called), ()), leader)
    return table


def _last(called: str) -> str:
    return _plain(called.replace("-", " ").split()[-1])


@functools.cache
def _by_called() -> Mapping[str, tuple[Leader, ...]]:
    table: dict[str, tuple[Leader, ...]] = {}
    for leader in leaders():
        if leader.called:
            key = _plain(leader.called.split()[-1])
            table[key] = (*table.get(key, ()), leader)
    return table


def find_leader(name: str, day: str | None) -> Leader | None:
    """The leader of this full name (first and called name, or called name first), in office on the day; None without a day."""
    return next((leader for leader in _terms(name) if day and leader.holds_on(day)), None)


def find_head(name: str) -> Leader | None:
    """The leader of this name in whatever term: for one whom the text itself calls president or prime minister."""
    terms = _terms(name) if " " in name else _by_called().get(_plain(name), ())
    if len({leader.name for leader in terms}) > 1:
        return None
    return terms[0] if terms and len({leader.country for leader in terms}) == 1 else None


def _terms(name: str) -> tuple[Leader, ...]:
    parts = [_plain(part) for part in name.replace("-", " ").split()]
    if len(parts) < 2:
        return ()
    found = _by_name().get((parts[0], parts[-1])) or _by_name().get((parts[0], parts[0])) or ()
    return tuple(
        leader
        for leader in found
        if parts[-1] == _last(leader.called) or parts[1] in _plain(leader.name.replace("-", " ")).split()
    )  # or else another person of that first name


def find_leader_called(name: str, day: str | None) -> Leader | None:
    """The only leader called by this single name who is in office on the day."""
    found = [leader for leader in _by_called().get(_plain(name), ()) if day and leader.holds_on(day)]
    return found[0] if len(found) == 1 else None


def called_leader(name: str) -> bool:
    """Whether a single word of five letters and more is what one leader, of whatever time, is called by."""
    found = _by_called().get(_plain(name), ())
    return len(name) > 4 and len({(leader.name.split()[0], leader.country) for leader in found}) == 1


def _plain(word: str) -> str:
    """Without accents and case; the endings that news writes in four ways ("Zelenskyy", "Zelenskiy") in one."""
    plain = (
        unicodedata.normalize("NFKD", word.replace("ı", "i"))
        .encode("ascii", "ignore")
        .decode("ascii")
        .lower()
        .strip(".'")
    )
    return _ENDING.sub("y", plain)

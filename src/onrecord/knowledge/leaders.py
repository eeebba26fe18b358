"""A person's name and a day come in; the office as head of a state or government held on that day goes out.

From data/leaders.tsv (World Factbook, mid-2026): it knows present holders and since when; earlier ones must come from
the text.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from onrecord.knowledge.tables import rows

_ENDING = re.compile(r"(?:yy|iy|ii|yi)\b")


@dataclass(frozen=True, slots=True)
class Leader:
    """One head of a state or government: ISO country code, office, full name, the part called by, ISO date."""

    country: str
    office: str
    name: str
    called: str
    since: str


@functools.cache
def leaders() -> tuple[Leader, ...]:
    """All of the table, in its order."""
    return tuple(Leader(*row[:5]) for row in rows("leaders.tsv") if len(row) >= 5)


@functools.cache
def _by_name() -> Mapping[tuple[str, str], Leader]:
    return {
        (_plain(leader.name.split()[0]), _plain(leader.called.split()[-1])): leader
        for leader in leaders()
        if leader.called
    }


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
    parts = [_plain(part) for part in name.replace("-", " ").split()]
    if len(parts) < 2 or not day:
        return None
    found = _by_name().get((parts[0], parts[-1])) or _by_name().get((parts[0], parts[0]))
    if (
        found is not None
        and parts[-1] != _plain(found.called.split()[-1])
        and parts[1] not in _plain(found.name).split()
    ):
        found = None  # another person of that first name
    return found if found is not None and found.since <= day[:10] and len(found.since) >= 4 else None


def find_leader_called(name: str, day: str | None) -> Leader | None:
    """The only leader called by this single name who is in office on the day."""
    found = _by_called().get(_plain(name), ())
    return found[0] if day and len(found) == 1 and "" < found[0].since <= day[:10] else None


def _plain(word: str) -> str:
    """Without accents and case; the endings that news writes in four ways ("Zelenskyy", "Zelenskiy") in one."""
    plain = unicodedata.normalize("NFKD", word).encode("ascii", "ignore").decode("ascii").lower().strip(".'")
    return _ENDING.sub("y", plain)

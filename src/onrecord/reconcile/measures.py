"""A quantity of a reading and its article's body come in; the quantity with the measure that claims compare goes out.

Tolls are told of the killed, of the wounded, or of both together ("killed or wounded", "casualties"). The last is a
measure of its own: neither of the others contradicts it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from onrecord.record import Quantity

CASUALTIES = "casualties"
NOUNS = frozenset({"casualty", "casualties"})
TOLLS = frozenset({"killed", "wounded"})
REACH = 80  # characters behind a number within which what is counted is said ("soldiers have been killed or wounded")
TOGETHER = re.compile(
    r"^[^.;:]*?\b(?:(?:killed|dead)\s+(?:or|and)\s+(?:wounded|injured)|(?:wounded|injured)\s+(?:or|and)\s+(?:killed|dead))\b"
    r"(?!\s+(?:\d|about|some|around|another|at|nearly|more|over|dozens|scores|hundreds|many|several))",
    re.IGNORECASE,
)


def compared(quantity: Quantity, body: str) -> Quantity:
    """The quantity, measuring casualties where killed and wounded are counted together."""
    measure = quantity.measure
    if measure.what == "other" and (quantity.noun or "").lower() in NOUNS:
        return replace(quantity, measure=replace(measure, what=CASUALTIES))
    behind = body[quantity.span.end : quantity.span.end + REACH] if quantity.where is None else ""
    if measure.what in TOLLS | {"other"} and TOGETHER.search(behind):
        return replace(quantity, measure=replace(measure, what=CASUALTIES))
    return quantity


COUNTED = frozenset({"killed", "wounded", "missing", "captured"})
FEW = 3.0  # the least that "several" and "a number of" may be
WHOLE_WAR = 1000  # tolls from here on are of wars and disasters, which are told for years
ALIKE = 1.3  # factor within which tolls are those of one raid, told on one day
APART = 8.0  # tolls of one event told on neighbouring days differ by less than this factor
PART = re.compile(
    r"(?:child|children|kids?|boys?|girls?|infants?|babies|wom[ae]n|m[ae]n|soldiers?|troops|fighters?|rebels?|militants?|"
    r"police\w*|officers?|attackers?|gunm[ae]n|terrorists?|medics?|journalists?|members?)",
    re.IGNORECASE,
)
"""Nouns of a part of all who were counted: their number answers another question than the toll."""


def toll_of(quantities: Sequence[Quantity]) -> Quantity | None:
    """The number of a clause that tells the toll of an event, of all and not of a part of them; else None."""
    for item in quantities:
        if item.measure.what in COUNTED and (item.low is not None or item.high is not None):
            part = item.measure.part_of is not None or PART.fullmatch((item.noun or "").split(" ")[-1])
            return None if part else item
    return None


def least_of(toll: Quantity) -> float:
    """The number that a toll is compared by."""
    return toll.low if toll.low is not None else toll.high or 0.0


def within(number: float, toll: Quantity) -> bool:
    """Whether the words of a toll allow the number: "dozens" and "more than 50" allow 58."""
    return (toll.low is None or toll.low <= number) and (toll.high is None or number <= toll.high)


def is_vague(number: Quantity) -> bool:
    """Whether it is told by a word that is said of any few ("a number of shells")."""
    return number.low != number.high and least_of(number) <= FEW


def alike_figures(one: Quantity, other: Quantity) -> bool:
    """Whether the figures are those of one toll, or the words of either allow the other."""
    low, high = sorted(max(least_of(item), 1.0) for item in (one, other))
    return high <= ALIKE * low or within(least_of(one), other) or within(least_of(other), one)


def alike_tolls(one: float, other: float) -> bool:
    """Whether two figures can be tolls of one event, told by different people on different days."""
    low, high = sorted((max(one, 1.0), max(other, 1.0)))
    return high < APART * low

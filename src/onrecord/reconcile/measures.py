"""A quantity of a reading and its article's body come in; the quantity with the measure that claims compare goes out.

Tolls are told of the killed, of the wounded, or of both together ("killed or wounded", "casualties"). The last is a
measure of its own: neither of the others contradicts it.
"""

from __future__ import annotations

import re
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

"""Sketches of two claims that were found alike come in; how the first bears on the second goes out.

refines: the same at a narrower place, and no other day; answers: states what another leaves open; presupposes: who did it,
where another says that it happened; supersedes: as many as there are at a later date ("11,000 troops are in Kursk"). Tolls
of different days are of different events: neither supersedes the other. part-of (a number that is a part of another's)
is known from the numbers themselves.
"""

from __future__ import annotations

from typing import Literal

from onrecord.reconcile.frames import LEVELS
from onrecord.reconcile.sketches import Sketch, Spot

How = Literal["refines", "part-of", "presupposes", "supersedes", "answers"]


def bears_on(one: Sketch, other: Sketch) -> How | None:
    """How the first bears on the second, None where it does not."""
    if other.kind == "open-question" and one.kind not in {"open-question", "opinion"}:
        return "answers"
    if one.kind == "responsibility" and other.kind == "event":
        return "presupposes"
    if one.kind == "number" and other.kind == "number" and _later(one, other):
        return "supersedes"
    if _narrower(one, other):
        return "refines"
    return None


def _narrower(one: Sketch, other: Sketch) -> bool:
    """Whether every known place of the first lies within one of the second's, and they tell of one kind of event."""
    if not one.places or not other.places or one.kind != other.kind:
        return False
    if (one.events and other.events and not one.events & other.events) or one.acts != other.acts:
        return False
    if not _of_one_time(one, other):
        return False
    return all(any(_within(inner, outer) for outer in other.places) for inner in one.places)


def _of_one_time(one: Sketch, other: Sketch) -> bool:
    """Whether their days overlap; what is counted must say its days, since a toll without one may be of any event."""
    if not (one.days and other.days):
        return one.kind != "number"
    return one.days[0] <= other.days[-1] and other.days[0] <= one.days[-1]


def _within(inner: Spot, outer: Spot) -> bool:
    """See frames.lies_within."""
    return outer[1] == "country" and inner[1] in LEVELS - {"country"} and inner[2] == outer[2]


def _later(one: Sketch, other: Sketch) -> bool:
    """Whether both count what there is at a time, the first as of a later day."""
    return bool(one.stocks & other.stocks and one.days and other.days and one.days[0] > other.days[-1])

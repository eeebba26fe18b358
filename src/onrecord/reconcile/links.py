"""Sketches of two claims that were found alike come in; how the first bears on the second goes out.

refines: the same at a narrower place; answers: states what another leaves open; presupposes: who did it, where another
says that it happened; supersedes: the same measure at a later date. part-of (a number that is a part of another's) is
known from the numbers themselves.
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
    return all(any(_within(inner, outer) for outer in other.places) for inner in one.places)


def _within(inner: Spot, outer: Spot) -> bool:
    """See frames.lies_within."""
    return outer[1] == "country" and inner[1] in LEVELS - {"country"} and inner[2] == outer[2]


def _later(one: Sketch, other: Sketch) -> bool:
    """Whether both count the same thing, the first as of a later day."""
    return bool(one.measures & other.measures and one.days and other.days and one.days[0] > other.days[-1])

"""What a time may hang on, and what comes of it: the values that the rooms of `resolve` for times hand on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from onrecord.knowledge.calendar import Days, Precision, days_of
from onrecord.resolve.tense import Tense

AnchorKind = Literal["document", "speech", "previous", "none"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What a time may hang on: the anchor's day, a day the anchor is not before, the date before, tense, quarter.

    `previous_day` is the last date before that is a single day; `lead` the word right before the expression, in lower
    case; `day_first` whether the page's dates in figures say the day first, None where they do not tell;
    `told` the date last told in a story of another time, where missing years are those of the story.
    """

    day: date | None
    kind: AnchorKind = "document"
    floor: date | None = None
    previous: Days | None = None
    previous_day: Days | None = None
    quarter: str | None = None
    tense: Tense | None = None
    lead: str = ""
    full_years: tuple[int, ...] = ()
    day_first: bool | None = None
    told: Days | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A value with its days; `problem` says why something stayed open."""

    value: str | None
    days: Days | None = None
    start: str | None = None
    end: str | None = None
    precision: Precision | None = None
    anchor: AnchorKind = "none"
    problem: str | None = None


def on_calendar(value: str, anchor: AnchorKind, days: Days | None = None) -> Placed:
    """A finished value with its days."""
    days = days or days_of(value)
    if days is None:
        return Placed(value=value, anchor=anchor)
    return Placed(
        value=value,
        days=days,
        start=days.first.isoformat(),
        end=days.last.isoformat(),
        precision=days.precision,
        anchor=anchor,
    )


def left_open(value: str | None, problem: str | None, anchor: AnchorKind = "none") -> Placed:
    """A value without days, and why."""
    return Placed(value=value, anchor=anchor, problem=problem)

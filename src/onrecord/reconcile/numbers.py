"""Figures for one measure come in; what they say together goes out: series, least, best and greatest, conflict, tension.

Bounds are inclusive and None is open (docs/standing.md, "Numbers"). A holder's later figure supersedes its earlier one;
figures as of different days differ without conflict where growth explains it; every lineage has one vote on the best.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import inf
from statistics import median_low

from onrecord.knowledge.bounds import is_exact, is_round, number_words, only_tension
from onrecord.reconcile.assertion import Assertion
from onrecord.reconcile.clocks import last_instant
from onrecord.reconcile.standing import stand
from onrecord.reconcile.world import World
from onrecord.record import Clock, Figure, Measure, Numbers, Standing

NEAR = 0.05
"""How far a round number reaches when it is compared: [0.95 n, 1.05 n]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """An inclusive range of numbers; infinite ends are open. Empty when `low` is above `high`."""

    low: float = -inf
    high: float = inf

    @property
    def empty(self) -> bool:
        """Whether no number is in it."""
        return self.low > self.high

    def holds(self, number: float) -> bool:
        """Whether the number lies in it."""
        return self.low <= number <= self.high


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberReport:
    """A report of a figure: the assertion that carries it, and the figure."""

    assertion: Assertion
    figure: Figure


def weigh_figures(
    figures: Iterable[Figure], measure: Measure, *, unit: str | None = None, lineages: Mapping[str, str] | None = None
) -> Numbers:
    """What the figures of one measure say together; their order and repetition do not matter.

    `lineages` maps a holder or principal to the lineage it has its figure from, where that is not its own.
    """
    series = supersede(figures)
    current = [figure for figure in series if figure.superseded_by is None]
    conflict = not _compatible(current, hard=True, grows=not measure.stock)
    stated = [bound for figure in current for bound in (figure.low, figure.high) if bound is not None]
    return Numbers(
        measure=measure,
        unit=unit,
        low=min(stated, default=None),
        best=None if conflict else _best(current, lineages or {}, grows=not measure.stock),
        high=max(stated, default=None),
        conflict=conflict,
        tension=not conflict and not _compatible(current, hard=False, grows=not measure.stock),
        series=series,
    )


def same_measure(one: Measure, other: Measure) -> bool:
    """Whether two figures measure the same thing; what one of them leaves open does not part them, except what it is."""
    if one.what != other.what or one.what == "other":
        return False
    pairs = (
        (one.whose, other.whose),
        (one.status, other.status),
        (one.stock, other.stock),
        (one.place, other.place),
        (one.part_of, other.part_of),
    )
    return all(first is None or second is None or first == second for first, second in pairs)


def supersede(figures: Iterable[Figure]) -> tuple[Figure, ...]:
    """The figures by date, each with the later one of the same principal that took its place."""
    holders: dict[str, list[Figure]] = {}
    for figure in sorted(set(figures), key=_order):
        holders.setdefault(figure.principal or figure.holder, []).append(figure)
    found = [replace(one, superseded_by=_successor(one, said)) for said in holders.values() for one in said]
    return tuple(sorted(found, key=_order))


def hard_range(figure: Figure) -> Range:
    """What the words exclude, as it is compared: "up to" excludes nothing, a plain round number reaches a little."""
    if only_tension(figure.modifier):
        return Range()
    return _compared(figure, figure.low, figure.high)


def soft_range(figure: Figure) -> Range:
    """What the words suggest, as it is compared; where nothing softer is known, what they exclude."""
    if figure.soft_low is None and figure.soft_high is None:
        return _compared(figure, figure.low, figure.high)
    return _compared(figure, figure.soft_low, figure.soft_high)


def meet(ranges: Iterable[Range]) -> Range:
    """What all ranges have in common; everything, for none."""
    given = tuple(ranges)
    return Range(low=max((one.low for one in given), default=-inf), high=min((one.high for one in given), default=inf))


def hull(ranges: Iterable[Range]) -> Range:
    """The least range that holds them all; empty, for none."""
    given = tuple(ranges)
    return Range(low=min((one.low for one in given), default=inf), high=max((one.high for one in given), default=-inf))


def stand_at_least(
    reports: Iterable[NumberReport], world: World, least: float, *, as_of: str | None = None, clock: Clock = "public"
) -> Standing:
    """How "at least so many" stands: a figure that reaches it supports it, one that ends below it denies it."""
    found = (_towards(report, least) for report in reports)
    return stand([one for one in found if one is not None], world, as_of=as_of, clock=clock)


def stand_by_threshold(reports: Iterable[NumberReport], world: World) -> tuple[tuple[float, Standing], ...]:
    """The standing of "at least k" for every number that somebody reached, least first."""
    given = tuple(reports)
    reached = {reach_of(report.figure) for report in given if report.assertion.sign == "+"}
    return tuple((least, stand_at_least(given, world, least)) for least in sorted(one for one in reached if one))


def reach_of(figure: Figure) -> float | None:
    """The number that a figure claims to be reached: the number said, for "about 400"; the lower one of a range."""
    if only_tension(figure.modifier):
        return None
    if figure.low is None or figure.high is None:
        return figure.low if figure.low is not None else figure.soft_low
    row = number_words().get((figure.modifier or "").lower())
    around = row is not None and row.hard == ("n-h", "n+h")
    return (figure.low + figure.high) / 2 if around else figure.low


def _towards(report: NumberReport, least: float) -> Assertion | None:
    """The assertion as one about "at least so many", or None where the figure leaves that open."""
    if report.assertion.sign != "+":
        return report.assertion if report.assertion.stance == "retracts" else None
    reached = reach_of(report.figure)
    if reached is not None and reached >= least:
        return report.assertion
    if hard_range(report.figure).high < least:
        return replace(report.assertion, stance="denies")
    return None


def _order(figure: Figure) -> tuple[str, ...]:
    bounds = (figure.low, figure.high, figure.soft_low, figure.soft_high)
    words = (figure.said, figure.as_of, figure.holder, figure.principal, figure.proposition, figure.modifier)
    return (*(word or "" for word in words), *(f"{bound!r:>24}" for bound in bounds))


def _successor(figure: Figure, said: Sequence[Figure]) -> str | None:
    """The proposition of the next later figure of the same principal."""
    later = [one for one in said if _is_later(one, figure)]
    return min(later, key=_order).proposition if later else None


def _is_later(one: Figure, other: Figure) -> bool:
    """Whether a figure was given later; on the same day, whether it is as of a later one."""
    if one.said and other.said and last_instant(one.said) != last_instant(other.said):
        return last_instant(one.said) > last_instant(other.said)
    return bool(one.as_of and other.as_of) and last_instant(one.as_of or "") > last_instant(other.as_of or "")


def _compared(figure: Figure, low: float | None, high: float | None) -> Range:
    found = Range(low=-inf if low is None else low, high=inf if high is None else high)
    plain = figure.low is not None and figure.low == figure.high and not is_exact(figure.modifier)
    if plain and figure.low is not None and is_round(figure.low):
        return Range(low=found.low - NEAR * figure.low, high=found.high + NEAR * figure.low)
    return found


def _compatible(figures: Sequence[Figure], *, hard: bool, grows: bool) -> bool:
    """Whether one course of the number over time can satisfy all figures.

    As of one day, all ranges must share a number. Between days a total may grow but not shrink; a number at a time may
    do either, so that nothing follows.
    """
    ranges = [(_as_of(figure), hard_range(figure) if hard else soft_range(figure)) for figure in figures]
    return not any(
        earlier.low > later.high
        for day, earlier in ranges
        for other, later in ranges
        if day == other or day is None or other is None or (grows and day < other)
    )


def _as_of(figure: Figure) -> str | None:
    """The day that the figure is true of: as it says, else the day on which it was said."""
    when = figure.as_of or figure.said
    return last_instant(when).isoformat() if when else None


def _best(figures: Sequence[Figure], lineages: Mapping[str, str], *, grows: bool) -> float | None:
    """The median of the lineages whose figures lie inside the meet; those with open ends only where no other is."""
    days = [day for figure in figures if (day := _as_of(figure))]
    last = max(days, default=None)
    shared = meet(_at_the_end(figure, last, grows=grows) for figure in figures)
    votes: dict[str, list[Figure]] = {}
    for figure in figures:
        if grows or last is None or _as_of(figure) in (None, last):
            votes.setdefault(_lineage(figure, lineages), []).append(figure)
    for closed in (True, False):
        points = [one for said in votes.values() for one in [_vote(said, shared, closed=closed)] if one is not None]
        if points:
            return median_low(points)
    return None


def _lineage(figure: Figure, lineages: Mapping[str, str]) -> str:
    principal = figure.principal or figure.holder
    return lineages.get(figure.holder) or lineages.get(principal) or principal


def _at_the_end(figure: Figure, last: str | None, *, grows: bool) -> Range:
    """What a figure says of the last day: an earlier total is a floor, an earlier number at a time says nothing."""
    day = _as_of(figure)
    found = hard_range(figure)
    if day is None or day == last:
        return found
    return Range(low=found.low) if grows else Range()


def _vote(said: Sequence[Figure], shared: Range, *, closed: bool) -> float | None:
    points = [point for figure in said if (point := _point(figure, closed=closed)) is not None and shared.holds(point)]
    return median_low(points) if points else None


def _point(figure: Figure, *, closed: bool) -> float | None:
    """The number that stands for a figure: the middle of its bounds, or the one that it has."""
    low, high = figure.low, figure.high
    if low is not None and high is not None:
        return (low + high) / 2 if closed else None
    return None if closed else (low if low is not None else high)

"""The reports and positions of one claim come in; what their figures for its measure say together goes out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import repeat

from onrecord.reconcile.assertion import SIGNS
from onrecord.reconcile.frames import commonest, frame_of
from onrecord.reconcile.holdings import People, folded
from onrecord.reconcile.numbers import same_measure, weigh_figures
from onrecord.reconcile.reports import Report
from onrecord.record import Figure, Measure, Numbers, Polarity, Position


def numbers_of(
    reports: Sequence[Report], polarity: Polarity, people: People, positions: Sequence[Position]
) -> Numbers | None:
    """The numbers of a claim, or None where nobody gives one for what it measures.

    A holder whose position surely rests on another's votes with that one.
    """
    measure = frame_of(reports).measure
    if measure is None:
        return None
    figures = [figure for report in reports for figure in _figures(report, measure, polarity, people)]
    if not figures:
        return None
    units = (item.unit for report in reports for item in report.quantities if same_measure(item.measure, measure))
    unit = commonest(unit for unit in units if unit)
    return weigh_figures(figures, measure, unit=unit, lineages=_lineages(positions))


def _figures(report: Report, measure: Measure, polarity: Polarity, people: People) -> Iterator[Figure]:
    """The figures that a report gives, one a holder; derived ones and those of who denies give none."""
    if report.derived or report.hearsay or SIGNS.get(folded(report, polarity)) != "+":
        return
    said = report.said
    for quantity, words in zip(report.quantities, report.amounts or repeat(None), strict=False):
        bounded = quantity.low is not None or quantity.high is not None
        if bounded and quantity.measure.part_of is None and same_measure(quantity.measure, measure):
            for holder in report.holders:
                yield Figure(
                    holder=holder,
                    principal=people.principal(holder),
                    low=quantity.low,
                    high=quantity.high,
                    soft_low=quantity.soft_low,
                    soft_high=quantity.soft_high,
                    modifier=quantity.modifier,
                    as_of=quantity.measure.as_of,
                    said=(said.end or said.start if said is not None else None) or report.source.published,
                    proposition=report.id,
                    words=words,
                )


def _lineages(positions: Sequence[Position]) -> Mapping[str, str]:
    """Holder -> the principal of the position it surely rests on; positions are in order, each tied to an earlier."""
    found: dict[str, str] = {}
    for position in positions:
        own = position.principal or position.holders[0]
        ties = [tie.position for tie in position.depends_on if tie.certain and tie.why != "same principal"]
        if ties:
            origin = positions[ties[0]]
            found[position.holders[0]] = found.get(origin.holders[0], origin.principal or origin.holders[0])
        else:
            found.setdefault(position.holders[0], own)
    return found

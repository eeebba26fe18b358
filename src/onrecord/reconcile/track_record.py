"""Series of figures come in; a holder's record goes out: how often its first figures were revised, and which way."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median

from onrecord.reconcile.numbers import supersede
from onrecord.record import Figure

LEAST = 5
"""Resolved claims under which a record says nothing yet (STANDING: the letter is F under five)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackRecord:
    """Of `first` figures given for a measure, how many its holder revised later, up or down, and by what median factor.

    `factor` is the last figure over the first, as a median of the revised series; None where nothing was revised.
    """

    principal: str
    first: int
    revised_up: int
    revised_down: int
    factor: float | None

    @property
    def revised(self) -> int:
        """How many of its first figures did not stand."""
        return self.revised_up + self.revised_down

    @property
    def tells(self) -> bool:
        """Whether there are enough series to say anything."""
        return self.first >= LEAST


def keep_record(series: Iterable[Iterable[Figure]], principal: str) -> TrackRecord:
    """The record of one principal over many measures, each given as its figures from anybody, in any order."""
    ratios = [ratio for figures in series for ratio in _change(figures, principal)]
    changed = [ratio for ratio in ratios if ratio != 1]
    return TrackRecord(
        principal=principal,
        first=len(ratios),
        revised_up=sum(ratio > 1 for ratio in changed),
        revised_down=sum(ratio < 1 for ratio in changed),
        factor=median(changed) if changed else None,
    )


def _change(figures: Iterable[Figure], principal: str) -> list[float]:
    """Last figure over first of one series, as a list of one; none where the principal gave no number."""
    own = [one for one in supersede(figures) if (one.principal or one.holder) == principal]
    said = [number for one in own if (number := _number(one)) is not None]
    if not said:
        return []
    return [1.0 if said[-1] == said[0] else (said[-1] / said[0] if said[0] else float("inf"))]


def _number(figure: Figure) -> float | None:
    """The number that stands for a figure: the middle of its bounds, or the one bound that it has."""
    ends = [bound for bound in (figure.low, figure.high) if bound is not None]
    return sum(ends) / len(ends) if ends else None

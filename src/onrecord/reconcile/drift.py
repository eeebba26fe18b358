"""A chain of copies comes in; the places where a hedge was lost or a figure hardened on the way go out.

"Up to 500" that becomes "500", "unconfirmed" that becomes nothing: each wording is compared with the one it was taken
from, so that the outlet where it changed is named, and not everybody after it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import inf
from typing import Literal

from onrecord.record import Certainty

Change = Literal["hedge lost", "hedge gained", "surer", "figure hardened", "figure changed", "speaker lost"]
SURENESS: tuple[Certainty, ...] = ("unknown", "possible", "probable", "certain")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """How one article worded what it passes on. `after` is the article it was taken from; None: the first.

    `hedges` are kinds of hedge ("unconfirmed", "reportedly"), `low` and `high` the hard bounds of its figure with the
    words around it, `speaker` the entity id that it names.
    """

    article: str
    outlet: str
    published: str | None = None
    after: str | None = None
    hedges: frozenset[str] = frozenset()
    certainty: Certainty = "certain"
    low: float | None = None
    high: float | None = None
    modifier: str | None = None
    figure: str | None = None  # in the words that printed it
    speaker: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift:
    """What changed between a wording and the one it was taken from, in a plain sentence."""

    article: str
    after: str
    change: Change
    sentence: str


def find_drift(wordings: Iterable[Wording]) -> tuple[Drift, ...]:
    """Every change along the chains, by date; a wording without `after` is taken from the earliest one before it."""
    chain = sorted(set(wordings), key=_order)
    known = {wording.article: wording for wording in reversed(chain)}
    found: list[Drift] = []
    for number, wording in enumerate(chain):
        source = known.get(wording.after) if wording.after is not None else _earliest(chain[:number], wording)
        if source is not None and source.article != wording.article:
            found += _compare(source, wording)
    return tuple(found)


def _order(wording: Wording) -> tuple[str, str, str]:
    return (wording.published or "", wording.article, repr(sorted(wording.hedges)))


def _earliest(before: Sequence[Wording], wording: Wording) -> Wording | None:
    return next((one for one in before if one.article != wording.article), None)


def _compare(source: Wording, wording: Wording) -> list[Drift]:
    lost, gained = source.hedges - wording.hedges, wording.hedges - source.hedges
    found = [_drift(source, wording, "hedge lost", f'drops "{hedge}"') for hedge in sorted(lost)]
    found += [_drift(source, wording, "hedge gained", f'adds "{hedge}"') for hedge in sorted(gained)]
    if SURENESS.index(wording.certainty) > SURENESS.index(source.certainty):
        found.append(_drift(source, wording, "surer", f"turns {source.certainty} into {wording.certainty}"))
    if source.speaker is not None and wording.speaker is None:
        found.append(_drift(source, wording, "speaker lost", "names nobody any more who says so"))
    figure = _compare_figures(source, wording)
    return found if figure is None else [*found, figure]


def _compare_figures(source: Wording, wording: Wording) -> Drift | None:
    """A figure hardens when its bounds lie inside those it was taken from and exclude more."""
    (low, high), (new_low, new_high) = _bounds(source), _bounds(wording)
    unknown = (-inf, inf)
    if (low, high) == (new_low, new_high) or unknown in ((low, high), (new_low, new_high)):
        return None
    told = f'turns "{_figure(source)}" into "{_figure(wording)}"'
    inside = low <= new_low and new_high <= high
    return _drift(source, wording, "figure hardened" if inside else "figure changed", told)


def _bounds(wording: Wording) -> tuple[float, float]:
    return (
        -inf if wording.low is None else wording.low,
        inf if wording.high is None else wording.high,
    )


def _figure(wording: Wording) -> str:
    """The figure in the words that printed it; where these are not known, with the bound that it has."""
    if wording.figure:
        return wording.figure
    low, high = wording.low, wording.high
    ends = sorted({bound for bound in (low, high) if bound is not None})
    return " ".join((*((wording.modifier,) if wording.modifier else ()), "–".join(f"{end:g}" for end in ends)))


def _drift(source: Wording, wording: Wording, change: Change, told: str) -> Drift:
    sentence = f"{wording.outlet} {told}, taken from {source.outlet}."
    return Drift(article=wording.article, after=source.article, change=change, sentence=sentence)

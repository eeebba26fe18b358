"""Layers of spans over a text in, runs of text in order out, each with the names of the layers that cover it.

Whatever shows words in their place (terminal, notebook, desk) cuts the text here, so that all show the same.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from onrecord.record import Span


class Layer(NamedTuple):
    """These spans carry this name ("source", "cue:3", …)."""

    name: str
    spans: tuple[Span, ...]


class Run(NamedTuple):
    """A stretch of text under the same names throughout; names in the order in which the layers were given."""

    start: int
    end: int
    names: tuple[str, ...]


def cut_runs(length: int, layers: Sequence[Layer], *, within: Span | None = None) -> tuple[Run, ...]:
    """Cut [0, length), or the part `within`, wherever a span of any layer begins or ends.

    Guarantees: runs are not empty, touch each other, and cover the whole stretch. Spans may overlap and nest. Costs
    O(n log n) in the number of spans, plus the names that are open at each cut.
    """
    first, last = within if within is not None else Span(0, length)
    opens, closes = _edges(layers, first, last)
    cuts = sorted({first, last, *opens, *closes})
    open_now: dict[int, int] = {}
    runs: list[Run] = []
    for start, end in itertools.pairwise(cuts):
        for index in closes.get(start, ()):
            open_now[index] -= 1
        for index in opens.get(start, ()):
            open_now[index] = open_now.get(index, 0) + 1
        names = tuple(layers[index].name for index in sorted(open_now) if open_now[index] > 0)
        runs.append(Run(start, end, names))
    return tuple(runs)


def _edges(layers: Iterable[Layer], first: int, last: int) -> tuple[dict[int, list[int]], dict[int, list[int]]]:
    opens: dict[int, list[int]] = {}
    closes: dict[int, list[int]] = {}
    for index, layer in enumerate(layers):
        for start, end in layer.spans:
            start, end = max(start, first), min(end, last)
            if start < end:
                opens.setdefault(start, []).append(index)
                closes.setdefault(end, []).append(index)
    return opens, closes

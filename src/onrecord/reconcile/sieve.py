"""Reports come in, one after the other; of pairs of them, those that may be near go out, without looking at the reports again.

The more reports a ledger has, the more of them share two rare words by chance. Of each a few numbers are kept here (its words
with their weights, its vector, and hashes of what else two reports may share), from which follows the most that the first look
(likeness.py) can come to; where that is too little for a tie, the pair need not be compared.
"""

from __future__ import annotations

import zlib
from array import array
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from onrecord.knowledge.wordspace import Vector, rarity
from onrecord.reconcile.likeness import HEAVY, LOOK_AGAIN, OTHER_WORDS, START, WEIGHTS
from onrecord.reconcile.reports import Report

Numbers = npt.NDArray[np.int64]
Table = npt.NDArray[np.float64]
SLACK = 0.05  # far above what half the digits of a weight or of a vector lose
MOST_SHARED = 3.0  # to which likeness.py cuts what two clauses share
NEEDS = {
    "same measure": ("measure",),
    "same class of event": ("event",),
    "same time": ("time",),
    "heads alike, of one party": ("party",),
    "same class of event, place and time": ("event", "time"),
    "same act of one party": ("act",),
    "same act of one party, at one place": ("act",),
    "leading tolls of articles on one event": ("toll",),
}
"""What two reports must share for a feature to count."""
ANCHORS = ("measure", "time", "act", "toll", "figure")  # without any of these, other words speak against a pair
GROUPS = ("measure", "event", "time", "party", "act", "toll", "figure")
EXACT = ("wording alike", "same wording", "shared weight")


class Sieve:
    """What is kept of reports, each known by its place in the order in which they came."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._words, self._weights, self._rare = array("i"), array("f"), array("f")
        self._starts = array("q", [0])
        self._shared = array("Q")
        self._vectors = array("H")  # half precision, as on the shelf
        self._width = 0

    def take(self, report: Report) -> None:
        """Keep what is needed of the next report."""
        weights = report.passage.weights
        row = sorted((self._numbers.setdefault(word, len(self._numbers)), word) for word in weights)
        self._words.extend(number for number, _ in row)
        self._weights.extend(weights[word] for _, word in row)
        self._rare.extend(rarity(word) for _, word in row)
        self._starts.append(len(self._words))
        self._shared.extend(_hashes(report))
        self._add_vector(report.passage.vector)

    def keep(self, pairs: Numbers) -> npt.NDArray[np.bool_]:
        """Which of these pairs of places may be near."""
        wording, shared = self._in_common(pairs)
        marks = np.frombuffer(self._shared, dtype=np.uint64).reshape(-1, len(GROUPS))
        both = (marks[pairs[:, 0]] & marks[pairs[:, 1]]) != 0
        may = {name: both[:, place] for place, name in enumerate(GROUPS)}
        return most_odds((self._alike(pairs), wording, shared), may) >= LOOK_AGAIN - SLACK

    def _add_vector(self, vector: Vector | None) -> None:
        """One without a vector is like nothing; until the first has come, there is nothing to be like."""
        if vector is not None and not self._width:
            self._width = len(vector)
            self._vectors.extend([0] * (self._width * (len(self._starts) - 2)))
        kept = np.zeros(self._width, dtype=np.float16) if vector is None else vector.astype(np.float16)
        self._vectors.frombytes(kept.tobytes())

    def _alike(self, pairs: Numbers) -> Table:
        """How alike the vectors of each pair are."""
        if not self._width:
            return np.zeros(len(pairs))
        vectors = np.frombuffer(self._vectors, dtype=np.float16).reshape(-1, self._width)
        one, other = (vectors[pairs[:, place]].astype(np.float32) for place in (0, 1))
        return np.asarray(np.maximum(np.einsum("ij,ij->i", one, other), 0.0), dtype=np.float64)

    def _in_common(self, pairs: Numbers) -> tuple[Table, Table]:
        """Of each pair, how alike the wordings are, and how weighty the words in common."""
        words = np.frombuffer(self._words, dtype=np.int32)
        one_pair, one = self._laid_out(pairs[:, 0])
        other_pair, other = self._laid_out(pairs[:, 1])
        width = len(self._numbers) + 1
        first, second = one_pair * width + words[one], other_pair * width + words[other]
        place = np.minimum(np.searchsorted(second, first), len(second) - 1)
        met = second[place] == first
        weights, rare = (
            np.frombuffer(kept, dtype=np.float32).astype(np.float64) for kept in (self._weights, self._rare)
        )
        pair, one, other = one_pair[met], one[met], other[place[met]]
        many = len(pairs)
        sums = (np.bincount(pair, values, many) for values in (weights[one] * weights[other], rare[one]))
        alike, heavy = (np.asarray(values, dtype=np.float64) for values in sums)
        return alike, heavy

    def _laid_out(self, reports: Numbers) -> tuple[Numbers, Numbers]:
        """The words of these reports one after the other: whose each is, by place among them, and where it is kept."""
        starts = np.frombuffer(self._starts, dtype=np.int64)
        sizes = starts[reports + 1] - starts[reports]
        whose = np.repeat(np.arange(len(reports)), sizes)
        before = np.repeat(np.cumsum(sizes) - sizes, sizes)
        return whose, np.arange(len(whose)) - before + np.repeat(starts[reports], sizes)


def most_odds(exact: tuple[Table, Table, Table], may: dict[str, npt.NDArray[np.bool_]]) -> Table:
    """The most that the log odds of the first look can be; infinite where another look could be asked for without them."""
    always = [weight for name, weight in WEIGHTS.items() if weight > 0 and name not in NEEDS and name not in EXACT]
    alike, wording, shared = exact
    odds = START + sum(always) + WEIGHTS["wording alike"] * alike + WEIGHTS["same wording"] * wording
    odds = odds + WEIGHTS["shared weight"] * np.minimum(shared / HEAVY, MOST_SHARED)
    for name, needs in NEEDS.items():
        odds = odds + WEIGHTS[name] * np.logical_and.reduce([may[need] for need in needs])
    anchored = np.logical_or.reduce([may[name] for name in ANCHORS])
    odds = odds + np.where(anchored, 0.0, WEIGHTS["other words"] * np.maximum(0.0, 1 - wording / OTHER_WORDS))
    return np.where(may["act"], np.inf, odds)


def _hashes(report: Report) -> Iterable[int]:
    """For each group, a number that has a bit in common with that of any report which shares something of it."""
    figures = {f"{item.measure.what} {item.low}" for item in report.quantities if item.low is not None}
    time, toll = report.time.start if report.time is not None else None, report.toll
    groups: dict[str, Iterable[str]] = {
        "measure": report.measures,
        "event": [report.event] if report.event is not None else [],
        "time": [time] if time is not None else [],
        "party": report.parties,
        "act": report.acts,
        "toll": [toll[0]] if toll is not None else [],
        "figure": figures,
    }
    for name in GROUPS:
        bits = 0
        for value in groups[name]:
            bits |= 1 << zlib.crc32(value.encode("utf-8", "surrogatepass")) % 64
        yield bits

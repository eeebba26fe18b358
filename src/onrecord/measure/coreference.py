"""Gold and system clusters of the same mentions come in; MUC, B3, CEAFe and their mean (CoNLL F1) go out.

MUC (Vilain et al. 1995), B3 (Bagga & Baldwin 1998), CEAFe (Luo 2005), their mean as in CoNLL-2012; singletons count.
Checked against PyPI `scorch` in the tests.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

Clusters = Sequence[frozenset[Hashable]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """Precision and recall of one measure."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """Harmonic mean; 0 where both are 0."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Coreference:
    """The three measures of one answer."""

    muc: Score
    b3: Score
    ceafe: Score

    @property
    def conll(self) -> float:
        """Mean F1 of the three."""
        return (self.muc.f1 + self.b3.f1 + self.ceafe.f1) / 3


def score_clusters(gold: Collection[Collection[Hashable]], system: Collection[Collection[Hashable]]) -> Coreference:
    """Compare two clusterings; both must hold every mention exactly once."""
    truth = [frozenset(cluster) for cluster in gold if cluster]
    answer = [frozenset(cluster) for cluster in system if cluster]
    return Coreference(muc=_muc(truth, answer), b3=_b3(truth, answer), ceafe=_ceafe(truth, answer))


def _owners(clusters: Clusters) -> Mapping[Hashable, int]:
    return {member: place for place, cluster in enumerate(clusters) for member in cluster}


def _ratio(top: Fraction | int, bottom: Fraction | int) -> float:
    return float(Fraction(top) / Fraction(bottom)) if bottom else 0.0


def _links(keys: Clusters, answer: Clusters) -> float:
    """Share of the links of `keys` that `answer` keeps."""
    owners = _owners(answer)
    kept = sum(len(key) - len({owners[member] for member in key}) for key in keys)
    return _ratio(kept, sum(len(key) - 1 for key in keys))


def _muc(gold: Clusters, system: Clusters) -> Score:
    return Score(precision=_links(system, gold), recall=_links(gold, system))


def _shares(keys: Clusters, answer: Clusters) -> float:
    """Mean share of each member's cluster in `keys` that stands with it in `answer`."""
    owners = _owners(answer)
    total = Fraction(0)
    for key in keys:
        counts: dict[int, int] = {}
        for member in key:
            counts[owners[member]] = counts.get(owners[member], 0) + 1
        total += Fraction(sum(count * count for count in counts.values()), len(key))
    return _ratio(total, sum(len(key) for key in keys))


def _b3(gold: Clusters, system: Clusters) -> Score:
    return Score(precision=_shares(system, gold), recall=_shares(gold, system))


def _ceafe(gold: Clusters, system: Clusters) -> Score:
    """Best one-to-one alignment by phi4; clusters that share nothing cannot gain, so only sharing ones are aligned."""
    owners = _owners(system)
    gains: dict[tuple[int, int], float] = {}
    for row, key in enumerate(gold):
        for column in {owners[member] for member in key}:
            other = system[column]
            gains[row, column] = 2 * len(key & other) / (len(key) + len(other))
    total = best_alignment(gains)
    return Score(precision=total / len(system) if system else 0.0, recall=total / len(gold) if gold else 0.0)


def best_alignment(gains: Mapping[tuple[int, int], float]) -> float:
    """The greatest sum of gains with each row and each column used at most once, exactly, part by part."""
    rows: dict[int, dict[int, float]] = {}
    columns: dict[int, set[int]] = {}
    for (row, column), gain in gains.items():
        rows.setdefault(row, {})[column] = gain
        columns.setdefault(column, set()).add(row)
    total, seen = 0.0, set()
    for start in sorted(rows):
        if start in seen:
            continue
        part, frontier = {start}, [start]
        while frontier:
            for column in rows[frontier.pop()]:
                fresh = columns[column] - part
                part |= fresh
                frontier += fresh
        seen |= part
        total += _assign(sorted(part), rows)
    return total


def _assign(part: Sequence[int], rows: Mapping[int, Mapping[int, float]]) -> float:
    """Hungarian method (Jonker & Volgenant's shortest augmenting paths) on one connected part."""
    names = sorted({column for row in part for column in rows[row]})
    width = max(len(part), len(names))
    matrix = [[0.0] * width for _ in range(width)]
    place = {column: number for number, column in enumerate(names)}
    for number, row in enumerate(part):
        for column, gain in rows[row].items():
            matrix[number][place[column]] = -gain
    return -_least_cost(matrix)


def _least_cost(cost: Sequence[Sequence[float]]) -> float:
    """The least cost of a perfect matching of a square matrix."""
    size = len(cost)
    above, left = [0.0] * (size + 1), [0.0] * (size + 1)
    match = [0] * (size + 1)
    for row in range(1, size + 1):
        match[0], column = row, 0
        least, way, used = [float("inf")] * (size + 1), [0] * (size + 1), [False] * (size + 1)
        while match[column]:
            column = _step(cost, (above, left), (match, least, way, used), column)
        while column:
            match[column] = match[way[column]]
            column = way[column]
    return sum(cost[match[column] - 1][column - 1] for column in range(1, size + 1))


def _step(
    cost: Sequence[Sequence[float]],
    potentials: tuple[list[float], list[float]],
    state: tuple[list[int], list[float], list[int], list[bool]],
    column: int,
) -> int:
    """Grow the alternating tree by one column; potentials and state change in place."""
    (above, left), (match, least, way, used) = potentials, state
    used[column] = True
    row, delta, following = match[column], float("inf"), 0
    for other in range(1, len(above)):
        if used[other]:
            continue
        reduced = cost[row - 1][other - 1] - above[row] - left[other]
        if reduced < least[other]:
            least[other], way[other] = reduced, column
        if least[other] < delta:
            delta, following = least[other], other
    for other in range(len(above)):
        if used[other]:
            above[match[other]] += delta
            left[other] -= delta
        else:
            least[other] -= delta
    return following

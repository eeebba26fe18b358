"""Reports come in, a few or all at once; the clusters they form go out, the same in whatever order they came.

Insertion looks only at reports that share a key with a new one and re-clusters only the components these stand in.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

import numpy as np
import numpy.typing as npt

from onrecord.reconcile.blocks import Blocks, keys_of
from onrecord.reconcile.clusters import Pair, cluster_component, connected, ordered, split_large
from onrecord.reconcile.frames import veto
from onrecord.reconcile.likeness import score_reports
from onrecord.reconcile.reports import Report

Scorer = Callable[[Sequence[tuple[Report, Report]]], npt.NDArray[np.float64]]
CONNECT = 0.3  # pairs below this chance do not make two reports members of one component
MERGE = 0.5  # clusters whose mean pair is below this chance stay apart


def report_keys(report: Report) -> dict[str, float]:
    """Keys under which a report meets others: those of its words, its event with place or actor, its numbers."""
    extra = []
    if report.event and report.place is not None:
        extra.append(f"ep:{report.event}:{report.place.geonames or report.place.name.lower()}")
    for group in (*report.actors, *report.targets):
        extra += [f"ea:{report.event}:{key}" for key in group if not key.startswith("country:")]
    for quantity in report.quantities:
        if quantity.measure.what != "other":
            place = report.place.name.lower() if report.place is not None else ""
            extra.append(f"mp:{quantity.measure.what}:{place}")
            extra.append(f"mn:{quantity.measure.what}:{quantity.low}:{quantity.high}:{quantity.unit}")
    return keys_of(report.passage, extra=extra)


class ClaimSpace:
    """Reports and the clusters they form: `add` some, ask `clusters`.

    Guarantee: after any sequence of additions the clusters equal those of one addition of everything.
    """

    def __init__(self, scorer: Scorer = score_reports, *, threshold: float = MERGE) -> None:
        self.reports: dict[str, Report] = {}
        self._scorer = scorer
        self.threshold = threshold
        self._blocks = Blocks()
        self._near: dict[str, tuple[str, ...]] = {}
        self._edges: dict[str, dict[str, float]] = defaultdict(dict)
        self._scores: dict[Pair, tuple[float, bool]] = {}
        self._component: dict[str, tuple[str, ...]] = {}
        self._clusters: dict[tuple[str, ...], list[tuple[str, ...]]] = {}

    def add(self, reports: Iterable[Report]) -> None:
        """Add reports and bring the clusters up to date; one that is there already changes nothing."""
        fresh = {item.id: item for item in reports if item.id not in self.reports}
        touched: set[str] = set()
        for item in fresh.values():
            self.reports[item.id] = item
            touched |= self._blocks.add(item.passage, report_keys(item))
        changed = self._update_neighbours(sorted(touched))
        self._recluster(changed | set(fresh))

    def clusters(self) -> tuple[tuple[str, ...], ...]:
        """Every cluster, each sorted, in order of their first member."""
        return tuple(
            sorted(cluster for component in set(self._component.values()) for cluster in self._clusters[component])
        )

    def near(self) -> set[Pair]:
        """Pairs that are as like as members of one claim, whether a veto keeps them apart or not."""
        pairs = sorted({ordered(one, other) for one, near in self._near.items() for other in near})
        return {pair for pair, (value, _) in zip(pairs, self.score(pairs), strict=True) if value >= CONNECT}

    def score(self, pairs: Sequence[Pair]) -> list[tuple[float, bool]]:
        """(chance of being one claim, vetoed) of each pair; scores are kept."""
        missing = sorted({pair for pair in pairs if pair not in self._scores})
        if missing:
            values = self._scorer([(self.reports[one], self.reports[other]) for one, other in missing]).tolist()
            for (one, other), value in zip(missing, values, strict=True):
                forbidden = veto(self.reports[one], self.reports[other]) is not None
                self._scores[one, other] = (round(value, 6), forbidden)
        return [self._scores[pair] for pair in pairs]

    def _update_neighbours(self, touched: Sequence[str]) -> set[str]:
        """Renew the candidates of the touched; returns the ends of every edge that came or went."""
        changed: set[str] = set()
        renewed: dict[str, tuple[str, ...]] = {}
        for identity in touched:
            near = self._blocks.neighbours(identity)
            if near != self._near.get(identity):
                renewed[identity] = near
        before = {identity: self._near.get(identity, ()) for identity in renewed}
        self._near.update(renewed)
        pairs = {ordered(one, other) for one, near in renewed.items() for other in near}
        gone = {ordered(one, other) for one, near in before.items() for other in near} - pairs
        wanted = sorted(pairs)
        for (one, other), (value, forbidden) in zip(wanted, self.score(wanted), strict=True):
            if value >= CONNECT and not forbidden and other not in self._edges[one]:
                self._edges[one][other] = self._edges[other][one] = value
                changed |= {one, other}
        for one, other in gone:
            named = other in self._near.get(one, ()) or one in self._near.get(other, ())
            if not named and other in self._edges[one]:
                del self._edges[one][other], self._edges[other][one]
                changed |= {one, other}
        return changed

    def _recluster(self, changed: set[str]) -> None:
        """Find the components again that hold a changed report, and cluster them."""
        reached: set[str] = set()
        for identity in changed:
            reached.update(self._component.get(identity, (identity,)))
        for old in {self._component[item] for item in reached if item in self._component}:
            self._clusters.pop(old, None)
        frontier = list(reached)
        while frontier:
            identity = frontier.pop()
            for other in self._edges[identity]:
                if other not in reached:
                    reached.add(other)
                    frontier.append(other)
                    self._clusters.pop(self._component.get(other, ()), None)
        edges = {ordered(one, other): value for one in sorted(reached) for other, value in self._edges[one].items()}
        for component in connected(reached, edges):
            for member in component:
                self._component[member] = component
            self._clusters[component] = [
                cluster
                for part in split_large(component, edges, CONNECT)
                for cluster in cluster_component(part, self.score, self.threshold)
            ]

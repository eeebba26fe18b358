"""Reports come in and go; the clusters they form go out, the same in whatever order they came.

Reports that are near each other are tied on the shelf. A *part* is a set of reports clustered together: what ties of at
least the merging score connect, and where that is too much, what stronger ties connect. Average linkage never merges
across such a part, so a coming or going touches its own part and those of its neighbours alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

import numpy as np
import numpy.typing as npt

from onrecord.reconcile.clusters import Pair, cluster_component, ordered
from onrecord.reconcile.copies import prints_of
from onrecord.reconcile.library import Library, day_number
from onrecord.reconcile.likeness import score_reports
from onrecord.reconcile.meetings import Keyed, Neighbours, Told, key_of, unheard
from onrecord.reconcile.reports import Report
from onrecord.reconcile.shelf import Tie, reached
from onrecord.reconcile.sieve import Sieve
from onrecord.reconcile.signs import report_keys
from onrecord.reconcile.vetoes import veto
from onrecord.reconcile.worth import is_worth

Scorer = Callable[[Sequence[tuple[Report, Report]]], npt.NDArray[np.float64]]
NEAR = 0.3  # pairs below this score are not tied: nothing links their claims
MERGE = 0.5  # clusters whose mean pair is below this score stay apart
LARGEST = 120  # members of a part; larger ones are cut along their weaker ties
STRONGER = (MERGE, 0.67, 0.78, 0.85, 0.9, 0.95, 0.98)  # what ties must reach in parts that are cut


class ClaimSpace:
    """The reports of a library and the clusters they form."""

    def __init__(self, library: Library, scorer: Scorer = score_reports, *, threshold: float = MERGE) -> None:
        self._library, self._shelf = library, library.shelf
        self._scorer = scorer
        self.threshold = threshold
        self._near = Neighbours(self._shelf, "near", library.reports, keyed, self._values)

    def gather(self, names: Sequence[str], told: Told = unheard) -> None:
        """Tie all reports (in order) with those near them, of which none was tied yet."""
        sieve = Sieve() if self._scorer is score_reports else None
        for _ in self._near.build(names, told, sieve):
            pass

    def add(self, names: Iterable[str]) -> tuple[set[str], set[str]]:
        """Tie new reports to those near them; returns the reports whose parts may be others, and all whose ties changed."""
        fresh = set(names)
        moved, near = self._ends(self._near.add(fresh))
        return moved | fresh, near

    def remove(self, names: Iterable[str]) -> tuple[set[str], set[str]]:
        """Untie reports that are about to leave the library; returns what `add` does, without them."""
        gone = set(names)
        others = {other for name in gone for other in self._members(name)}
        self._forget(others)
        moved, near = self._ends(self._near.remove(gone))
        return (moved | others) - gone, near - gone

    def _ends(self, ties: Iterable[Tie]) -> tuple[set[str], set[str]]:
        """The ends of ties that came or went: of those that bind parts together, and of all."""
        listed = list(ties)
        binding = {name for one, other, value in listed if value >= self.threshold for name in (one, other)}
        return binding, {name for one, other, _ in listed for name in (one, other)}

    def regroup(self, changed: Iterable[str]) -> set[str]:
        """Find the parts again of everything that may have changed; returns all their members, old and new."""
        touched, waiting = set[str](), set(changed)
        while waiting:
            part = self._around(waiting.pop())
            known = touched | waiting
            touched.update(part)
            waiting.difference_update(part)
            waiting.update({other for name in part for other in self._members(name)} - known - touched)
        self._forget(touched)
        return touched

    def cluster(self, names: Iterable[str]) -> Iterator[tuple[str, ...]]:
        """The clusters of whole parts, which are noted on the way; `names` are all of their members."""
        done: set[str] = set()
        for name in sorted(names):
            if name in done:
                continue
            part = self._part(name)
            done.update(part)
            if len(part) > 1:
                self._shelf.put("part", dict.fromkeys(part, part[0].encode()))
                self._shelf.tie("members", ((part[0], member, 1.0) for member in part))
            yield from cluster_component(part, self.score, self.threshold)

    def clusters(self) -> tuple[tuple[str, ...], ...]:
        """Every cluster, each sorted, in order of their first member."""
        names = self._shelf.names("report")
        placed = [name for name in names if comparable(self._library.reports([name])[name])]
        return tuple(sorted(self.cluster(self.regroup(placed))))

    def near(self, names: Iterable[str]) -> list[Pair]:
        """Pairs (one of these, any other) that are as like as members of one claim, be they kept apart or not."""
        return [(one, other) for one, other, _ in self._shelf.ties("near", names)]

    def score(self, pairs: Sequence[Pair]) -> list[tuple[float, bool]]:
        """(score, vetoed) of each pair; what ties of theirs say is not asked again."""
        listed = [ordered(one, other) for one, other in pairs]
        names = {name for pair in pairs for name in pair}
        known = {(one, other): value for one, other, value in self._shelf.ties("near", names)}
        missing = [pair for pair in listed if pair not in known]
        reports = self._library.reports({name for pair in missing for name in pair})
        values = self._values([(reports[one], reports[other]) for one, other in missing], least=0)
        known.update(zip(missing, values, strict=True))
        return [(abs(known[pair]), known[pair] < 0) for pair in listed]

    def _values(self, pairs: Sequence[tuple[Report, Report]], least: float = NEAR) -> list[float]:
        """The score of each pair, negative where a veto keeps it apart, 0 below `least`."""
        scores = (round(float(value), 6) for value in self._scorer(pairs))
        return [
            0.0 if value < least else -max(value, 1e-6) if veto(one, other) is not None else value
            for (one, other), value in zip(pairs, scores, strict=True)
        ]

    def _members(self, name: str) -> list[str]:
        """The noted members of a report's part, itself where none is noted."""
        part = self._shelf.items("part", [name]).get(name)
        return [other for _, other, _ in self._shelf.ties("members", [part.decode()])] if part else [name]

    def _forget(self, names: set[str]) -> None:
        """Note no part for these any more."""
        parts = {name: part.decode() for name, part in self._shelf.items("part", sorted(names)).items()}
        self._shelf.untie("members", [(part, name) for name, part in parts.items()])
        self._shelf.drop("part", parts)

    def _part(self, name: str) -> tuple[str, ...]:
        """The part that a report belongs to by the ties as they are now."""
        around = self._around(name)
        start = around.index(name) // LARGEST * LARGEST
        return around[start : start + LARGEST]

    def _around(self, name: str) -> tuple[str, ...]:
        """Its part; where the strongest ties still connect too many, all of them: they are cut by count, so that a coming
        or going moves every cut."""
        for least in STRONGER:
            found = reached(self._shelf, "near", [name], least=least, most=LARGEST)
            if found is not None:
                return tuple(sorted(found))
        return tuple(sorted(reached(self._shelf, "near", [name], least=STRONGER[-1]) or ()))


def comparable(report: Report) -> bool:
    """Whether a report says something of its own that is worth a claim."""
    return not report.antecedents and bool(report.passage.weights) and is_worth(report)


def keyed(report: Report) -> Keyed:
    """Under what a report is found, and its place in large blocks: by day of publication, then by wording."""
    keys = tuple(sorted({key_of(key) for key in report_keys(report)}))
    least = prints_of(tuple(sorted(report.passage.weights)))[:1]
    wording = int(least[0]) if len(least) else 0
    return Keyed(name=report.id, keys=keys, place=(day_number(report.source.published) << 32) + wording)

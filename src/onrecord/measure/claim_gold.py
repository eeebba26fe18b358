"""Readings of hand-labelled articles come in; how well our claims match the labels (B3, MUC, vetoes) goes out.

The labels are spans of propositions (data/claim_gold.tsv). A label is found again in a newer reading by the proposition
whose span overlaps it most; labels whose words no proposition covers any more are counted as missing, not scored.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from itertools import combinations

from onrecord.measure.coreference import Coreference, score_clusters
from onrecord.reconcile.board import Board
from onrecord.reconcile.reports import Report, read_reports
from onrecord.reconcile.shelf import MemoryShelf
from onrecord.reconcile.vetoes import veto
from onrecord.reconcile.world import World
from onrecord.record import Reading, Span

LEAST = 0.5  # share of a label's span that a proposition must cover to be the same


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """One proposition as a person grouped it; `cluster` is None where it stands alone."""

    group: str
    article: str
    span: Span
    cluster: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldScore:
    """`found`: labels that have a proposition, of `labels`; `alone`: B3 F1 of merging nothing, to compare with.

    `vetoes`: pairs that a veto keeps apart; `veto_precision`: share of them that are different claims in the gold;
    `close_vetoes` and their precision count only pairs that would be merged but for the veto.
    """

    labels: int
    found: int
    score: Coreference
    alone: float
    vetoes: int
    veto_precision: float
    close_vetoes: int
    close_veto_precision: float


def read_labels(group: str | None = None) -> tuple[Label, ...]:
    """The labels shipped, of one group or of all."""
    text = resources.files("onrecord.measure").joinpath("data/claim_gold.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    labels = (
        Label(group=name, article=article, span=Span(int(start), int(end)), cluster=cluster or None)
        for name, article, start, end, cluster in rows
    )
    return tuple(label for label in labels if group is None or label.group == group)


def match_labels(labels: Iterable[Label], reports: Iterable[Report]) -> dict[str, Label]:
    """Proposition -> the label it is; each of both at most once, in order of their places."""
    by_article: dict[str, list[Report]] = {}
    for report in reports:
        if report.proposition.where is None and report.proposition.spans:
            by_article.setdefault(report.source.id, []).append(report)
    found: dict[str, Label] = {}
    for label in labels:
        fits = [
            (_cover(label.span, report), report.id)
            for report in by_article.get(label.article, ())
            if report.id not in found
        ]
        best = min(fits, key=lambda item: (-item[0], item[1]), default=(0.0, ""))
        if best[0] >= LEAST:
            found[best[1]] = label
    return found


def _cover(span: Span, report: Report) -> float:
    """Overlap over union of a label and a proposition from its first to its last word."""
    start, end = report.proposition.spans[0].start, report.proposition.spans[-1].end
    shared = min(end, span.end) - max(start, span.start)
    return max(0, shared) / max(1, max(end, span.end) - min(start, span.start))


def measure_claim_gold(readings: Iterable[Reading], group: str) -> GoldScore:
    """Cluster the readings' propositions and compare those that are labelled."""
    seen = list(readings)
    reports = {item.id: item for reading in seen for item in read_reports(reading)}
    labels = read_labels(group)
    known = match_labels(labels, reports.values())
    board = Board(MemoryShelf(), World(), shown=0.0)
    board.put(seen)
    space = board.space
    system = [[one for one in cluster if one in known] for cluster in space.clusters()]
    loose = known.keys() - {one for cluster in system for one in cluster}
    gold = _gold(known)
    pairs = [(one, other) for one, other in combinations(sorted(known), 2) if veto(reports[one], reports[other])]
    placed = [pair for pair in pairs if loose.isdisjoint(pair)]
    scores = space.score(placed)
    close = [pair for pair, (value, _) in zip(placed, scores, strict=True) if value >= space.threshold]
    return GoldScore(
        labels=len(labels),
        found=len(known),
        score=score_clusters(gold, [*system, *([one] for one in sorted(loose))]),
        alone=score_clusters(gold, [[one] for one in known]).b3.f1,
        vetoes=len(pairs),
        veto_precision=_apart(pairs, known),
        close_vetoes=len(close),
        close_veto_precision=_apart(close, known),
    )


def _gold(known: Mapping[str, Label]) -> list[list[str]]:
    groups: dict[str, list[str]] = {}
    for identity, label in known.items():
        groups.setdefault(label.cluster or identity, []).append(identity)
    return list(groups.values())


def _apart(pairs: Sequence[tuple[str, str]], known: Mapping[str, Label]) -> float:
    """Share of pairs that are different claims in the gold."""
    same = [known[one].cluster is not None and known[one].cluster == known[other].cluster for one, other in pairs]
    return 1 - sum(same) / len(same) if same else 1.0

"""A file of expected claims (samples/expected.toml), readings and claims in; how well the claims agree with it out.

A gold position names an article and the words of its proposition. It is *found* when some proposition of that article
shares at least half of the words' characters; two positions of one gold claim should lie in one claim (B-cubed, Bagga &
Baldwin 1998, over the found positions, missing ones each in a cluster of their own).
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from onrecord.record import Claim, Reading, Span, StandingChange

LEAST_OVERLAP = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """One gold claim with the claim of the ledger that holds most of its positions (None: no position was found)."""

    gist: str
    found: int
    positions: int
    claim: Claim | None
    together: int  # positions that lie in `claim`
    course: tuple[tuple[str, str, int, str | None, int | None], ...]  # day, support and digit expected, then found


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """B-cubed over all gold positions, and each gold claim."""

    precision: float
    recall: float
    claims: tuple[Expected, ...]

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def measure_expected(path: Path, readings: Iterable[Reading], claims: Sequence[Claim]) -> Agreement:
    """Compare claims made of `readings` with the gold file."""
    gold = tomllib.loads(path.read_text(encoding="utf-8"))["claim"]
    by_article = {reading.article.id.rsplit("/", 1)[-1]: reading for reading in readings}
    owner = {name: claim.id for claim in claims for position in claim.positions for name in position.propositions}
    by_id = {claim.id: claim for claim in claims}
    system: dict[tuple[int, int], str] = {}
    truth: dict[tuple[int, int], int] = {}
    for g, claim in enumerate(gold):
        for p, position in enumerate(claim["positions"]):
            truth[g, p] = g
            system[g, p] = _claim_of(position, by_article, owner) or f"missing {g} {p}"
    precision, recall = b_cubed(truth, system)
    found = tuple(_expected(g, claim, system, by_id) for g, claim in enumerate(gold))
    return Agreement(precision=precision, recall=recall, claims=found)


def _claim_of(position: Mapping[str, Any], readings: Mapping[str, Reading], owner: Mapping[str, str]) -> str | None:
    reading = readings.get(position["article"])
    if reading is None:
        return None
    start = reading.article.text.find(position["words"])
    if start < 0:
        raise ValueError(f"{position['article']}: the words {position['words']!r} do not stand in it")
    wanted = Span(start, start + len(position["words"]))
    best = max(
        ((_shared(wanted, p.spans), owner[p.id]) for p in reading.propositions if p.id in owner), default=(0.0, "")
    )
    return best[1] if best[0] >= LEAST_OVERLAP else None


def _shared(wanted: Span, spans: Iterable[Span]) -> float:
    """Dice overlap of the wanted stretch and the spans, in characters."""
    spans = tuple(spans)
    common = sum(max(0, min(wanted.end, end) - max(wanted.start, start)) for start, end in spans)
    return 2 * common / (wanted.end - wanted.start + sum(end - start for start, end in spans))


def b_cubed(truth: Mapping[tuple[int, int], int], system: Mapping[tuple[int, int], str]) -> tuple[float, float]:
    """B-cubed precision and recall of one clustering against another over the same items."""
    gold: dict[int, set[tuple[int, int]]] = defaultdict(set)
    made: dict[str, set[tuple[int, int]]] = defaultdict(set)
    for item, cluster in truth.items():
        gold[cluster].add(item)
        made[system[item]].add(item)
    shared = {item: len(gold[truth[item]] & made[system[item]]) for item in truth}
    precision = sum(shared[item] / len(made[system[item]]) for item in truth) / len(truth)
    recall = sum(shared[item] / len(gold[truth[item]]) for item in truth) / len(truth)
    return precision, recall


def _expected(
    g: int, claim: Mapping[str, Any], system: Mapping[tuple[int, int], str], by_id: Mapping[str, Claim]
) -> Expected:
    owners = [system[g, p] for p in range(len(claim["positions"]))]
    real = [name for name in owners if name in by_id]
    best = by_id[max(set(real), key=lambda name: (real.count(name), name))] if real else None
    course = tuple(
        (step["on"], step["support"], step["credibility"], *_standing_on(best, step["on"]))
        for step in claim.get("course", ())
    )
    return Expected(
        gist=claim["gist"],
        found=len(real),
        positions=len(owners),
        claim=best,
        together=real.count(best.id) if best else 0,
        course=course,
    )


def _standing_on(claim: Claim | None, day: str) -> tuple[str | None, int | None]:
    """Support and digit at the end of the day, on the public clock."""
    seen: StandingChange | None = None
    for change in claim.history if claim else ():
        if (change.since or "")[:10] <= day:
            seen = change
    return (seen.standing.support, seen.standing.credibility) if seen else (None, None)

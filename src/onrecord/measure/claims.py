"""ClaimDiff pairs come in; macro F1 of how we say the second bears on the first goes out."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from onrecord.reconcile.relations import LABELS, Relation, judge_relations
from onrecord.record import InputError


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationScore:
    """`f1` by relation, and their mean; `majority` is the macro F1 of always saying the commonest."""

    pairs: int
    f1: Mapping[Relation, float]
    macro_f1: float
    accuracy: float
    majority: float


def read_pairs(path: Path) -> tuple[list[tuple[str, str]], list[Relation]]:
    """Pairs of sentences and their gold relation, from a file in the form of shared data `claims/claimdiff-*`."""
    pairs: list[tuple[str, str]] = []
    labels: list[Relation] = []
    with path.open(encoding="utf-8") as handle:
        for number, line in enumerate(handle, start=1):
            try:
                row = json.loads(line)
                pairs.append((str(row["claim_a"]), str(row["claim_b"])))
                labels.append(LABELS[LABELS.index(row["relation"])])
            except (ValueError, KeyError, TypeError) as err:
                raise InputError(f"{path}, line {number}: not a pair of claims with a relation ({err!r})") from err
    return pairs, labels


def macro_f1(gold: Sequence[Relation], found: Sequence[Relation]) -> dict[Relation, float]:
    """F1 of each relation."""
    scores: dict[Relation, float] = {}
    for label in LABELS:
        hits = sum(one == other == label for one, other in zip(gold, found, strict=True))
        total = gold.count(label) + found.count(label)
        scores[label] = 2 * hits / total if total else 0.0
    return scores


def measure_claims(path: Path) -> RelationScore:
    """Judge every pair of the file and compare."""
    pairs, gold = read_pairs(path)
    found = [label for label, _ in judge_relations(pairs)]
    scores = macro_f1(gold, found)
    commonest = max(LABELS, key=gold.count)
    always = macro_f1(gold, [commonest] * len(gold))
    return RelationScore(
        pairs=len(pairs),
        f1=scores,
        macro_f1=sum(scores.values()) / len(LABELS),
        accuracy=sum(one == other for one, other in zip(gold, found, strict=True)) / max(1, len(gold)),
        majority=sum(always.values()) / len(LABELS),
    )

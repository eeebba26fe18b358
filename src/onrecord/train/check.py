"""Exported weights and the sets kept from training come in; the figures of the model card go out."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from onrecord.measure.attribution import measure_attribution
from onrecord.models.encoder import Encoder, WindowScores
from onrecord.models.syntax import entity_labels, named_deps
from onrecord.models.trees import best_heads
from onrecord.train.calibrate import as_raw, decoded, reliability
from onrecord.train.prepare import Sets
from onrecord.train.settle import held_out_articles
from onrecord.train.windows import Labelled

Run = tuple[int, int, str]


def check_all(folder: Path, shared: Path, sets: Sets) -> dict[str, Any]:
    """Every figure, by head."""
    encoder = Encoder(folder)
    return {
        "attribution": attribution_figures(encoder, shared, sets),
        "syntax": syntax_figures(encoder, sets.checks["syntax"]),
        "factuality": {name: factuality_figures(encoder, sets.checks[name]) for name in ("uw-dev", "uds-ih2-dev")},
        "trigger": trigger_figures(encoder, sets.checks["ecb-dev"]),
    }


def attribution_figures(encoder: Encoder, shared: Path, sets: Sets) -> dict[str, Any]:
    """The measure's report on the development articles, and how far scores can be trusted there."""
    weights = encoder.weights
    articles = held_out_articles(encoder.folder, sets.dev, shared)
    readings = [
        {
            "id": passage.id,
            "attributions": [
                as_raw(relation, window.words)
                for window in article.windows
                for relation, _ in decoded(window, weights.rules, weights.calibration)
            ],
        }
        for passage, article in zip(sets.dev, articles, strict=True)
    ]
    scores = measure_attribution(shared / "attribution/polnear-dev.jsonl", readings, bootstrap=1000)
    return {"report": scores.report, "reliability": reliability(articles, weights.rules, weights.calibration)}


def read_all(encoder: Encoder, passages: Iterable[Labelled]) -> Iterable[tuple[Labelled, WindowScores]]:
    """Every window of every passage with its labels."""
    for labelled in passages:
        for window in encoder.scores(labelled.encoded):
            yield labelled, window


def syntax_figures(encoder: Encoder, passages: Iterable[Labelled]) -> dict[str, float]:
    """Agreement with the teacher: tags, heads, heads with labels (share of words), entities (F1 of spans)."""
    weights = encoder.weights
    right = np.zeros(3)
    words, both, ours, theirs = 0, 0, 0, 0
    for labelled, window in read_all(encoder, passages):
        part = slice(window.start, window.end)
        number = labelled.encoded.sentence[part]
        heads = best_heads(
            window.arc, list(pairwise([0, *(np.flatnonzero(np.diff(number)) + 1).tolist(), len(number)]))
        )
        labels = encoder.label_scores(window, heads)
        deps = np.array([weights.deps.index(name) for name in named_deps(labels, heads, weights.deps)])
        attached = heads == labelled.head[part] - window.start
        right += (
            (window.tag == labelled.tag[part]).sum(),
            attached.sum(),
            (attached & (deps == labelled.dep[part])).sum(),
        )
        words += len(number)
        found = entity_runs(entity_labels(window.entity, weights.entities, number))
        gold = entity_runs([weights.entities[label] for label in labelled.entity[part]])
        both, ours, theirs = both + len(found & gold), ours + len(found), theirs + len(gold)
    tag, head, labelled_head = (right / words).round(4).tolist()
    return {"tag": tag, "head": head, "labelled head": labelled_head, "entity f1": round(2 * both / (ours + theirs), 4)}


def entity_runs(labels: Iterable[str]) -> set[Run]:
    """Spans (first word, end, type) of BIO labels."""
    found: set[Run] = set()
    start, kind = 0, ""
    for number, label in enumerate([*labels, "O"]):
        if kind and label != f"I-{kind}":
            found.add((start, number, kind))
            kind = ""
        if label[0] == "B":
            start, kind = number, label[2:]
    return found


def factuality_figures(encoder: Encoder, passages: Iterable[Labelled]) -> dict[str, float]:
    """Mean absolute error and Pearson's r over the annotated events."""
    pairs: list[npt.NDArray[np.float32]] = []
    for labelled, window in read_all(encoder, passages):
        gold = labelled.factuality[window.start : window.end]
        pairs.append(np.stack([np.clip(window.event[:, 0], -3, 3), gold])[:, ~np.isnan(gold)])
    found, gold = np.concatenate(pairs, 1)
    return {"mae": round(float(np.abs(found - gold).mean()), 3), "r": round(float(np.corrcoef(found, gold)[0, 1]), 3)}


def trigger_figures(encoder: Encoder, passages: Iterable[Labelled]) -> dict[str, float]:
    """F1 of words that name an event."""
    both, ours, theirs = 0, 0, 0
    for labelled, window in read_all(encoder, passages):
        found, gold = window.event[:, 1] > 0, labelled.trigger[window.start : window.end] > 0
        both, ours, theirs = both + (found & gold).sum(), ours + found.sum(), theirs + gold.sum()
    return {"f1": round(float(2 * both / (ours + theirs)), 4)}

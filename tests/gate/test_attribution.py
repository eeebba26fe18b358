"""The quality gate of attribution: floors on the pinned development articles.

A floor may rise whenever the weights get better. It falls only together with a line in docs/experiments.md that says
why, and the new figure in the weights' card.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from onrecord.extract.attributions import find_attributions
from onrecord.measure.attribution import measure_attribution
from onrecord.models.encoder import load_encoder
from onrecord.prepare.article import read_article
from onrecord.record import Page

PINNED = "ea5abb87d92c4f67"
"""First digits of the sha256 of the gold file."""


@pytest.fixture(scope="module")
def report(shared: Path) -> dict[str, Any]:
    path = shared / "data/attribution/polnear-dev.jsonl"
    assert hashlib.sha256(path.read_bytes()).hexdigest().startswith(PINNED), "the gold file is another one"
    encoder, readings = load_encoder(), []
    for row in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
        _, found = find_attributions(read_article(Page(id=row["id"], text=row["text"])), encoder)
        spans = [
            {"source": a.source, "cue": a.cue, "content": a.content, "parent": a.parent, "in": a.where} for a in found
        ]
        readings.append({"id": row["id"], "attributions": spans})
    return measure_attribution(path, readings).report


@pytest.mark.shared
@pytest.mark.parametrize(
    ("block", "metric", "part", "floor"),
    [
        ("all", "full", "f1", 0.745),
        ("all", "detect", "f1", 0.795),
        ("quoted", "full", "f1", 0.872),
        ("all", "source_acc", "iou50", 0.938),
    ],
)
def test_scores_stay_above_their_floors(
    report: dict[str, Any], block: str, metric: str, part: str, floor: float
) -> None:
    assert report[block][metric][part] >= floor


@pytest.mark.shared
def test_indirect_speech_is_found(report: dict[str, Any]) -> None:
    assert report["all"]["recall_by_type"]["indirect"]["r"] >= 0.705

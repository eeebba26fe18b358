"""Floors of quality for quantities: lowering one needs a reason in docs/numbers.md."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.measure.quantity import measure_quantity

LABELS = Path(__file__).parents[1] / "fixtures" / "quantity_labels.jsonl"


@pytest.mark.parametrize(("group", "floor"), [("phrases", 0.97), ("blind", 0.97), ("fresh", 0.97), ("last", 0.97)])
def test_phrases_are_exact(shared: Path, group: str, floor: float) -> None:
    scores = measure_quantity(LABELS, shared / "data" / "streams", group=group)
    assert scores.report["exact"] >= floor


def test_tolls(shared: Path) -> None:
    report = measure_quantity(LABELS, shared / "data" / "streams", group="tolls").report
    assert report["f1"] >= 0.95
    assert report["bounds_right"] >= 0.95
    assert report["measure_right"] >= 0.9

"""Floors of quality for the factuality of events: lowering one needs a reason in docs/stance.md."""

from __future__ import annotations

from pathlib import Path

from onrecord.measure.certainty import measure_certainty, split_scorer
from onrecord.models.encoder import load_encoder


def test_factuality_on_uw_test(shared: Path) -> None:
    scores = measure_certainty(shared / "data" / "certainty" / "uw-test.jsonl", split_scorer(load_encoder()))
    assert scores.count == 864
    assert scores.error <= 0.48
    assert scores.correlation >= 0.775

"""Floors of quality for times: lowering one needs a reason in docs/times.md."""

from __future__ import annotations

from pathlib import Path

from onrecord.measure.time import measure_time


def test_timebank_and_aquaint(shared: Path) -> None:
    scores = [measure_time(shared / "data" / "time" / f"{name}.jsonl") for name in ("timebank", "aquaint")]
    total = sum(score.gold + score.found for score in scores)
    assert 2 * sum(score.relaxed for score in scores) / total >= 0.94
    assert 2 * sum(score.value for score in scores) / total >= 0.795


def test_wikiwars_spans(shared: Path) -> None:
    scores = measure_time(shared / "data" / "time" / "wikiwars-train.jsonl", spans_only=True)
    assert scores.f1(scores.relaxed) >= 0.89

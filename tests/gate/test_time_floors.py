"""Floors of quality for times: lowering one needs a reason in docs/times.md."""

from __future__ import annotations

import json
import re
from pathlib import Path

from onrecord.measure.time import measure_time, read_times


def test_timebank_and_aquaint(shared: Path) -> None:
    scores = [measure_time(shared / "data" / "time" / f"{name}.jsonl") for name in ("timebank", "aquaint")]
    total = sum(score.gold + score.found for score in scores)
    assert 2 * sum(score.relaxed for score in scores) / total >= 0.94
    assert 2 * sum(score.value for score in scores) / total >= 0.81


def test_wikiwars_spans(shared: Path) -> None:
    scores = measure_time(shared / "data" / "time" / "wikiwars-train.jsonl", spans_only=True)
    assert scores.f1(scores.relaxed) >= 0.9


def test_stories_keep_their_own_years(shared: Path) -> None:
    """Days, months and years of WikiWars: its values are TIMEX2, which writes these alike."""
    right = found = 0
    lines = (shared / "data" / "time" / "wikiwars-train.jsonl").read_text(encoding="utf-8").splitlines()
    for row in map(json.loads, lines):
        ours = {time.span.start: time.value or "" for time in read_times(row, None)}
        for gold in row["timex"]:
            if re.fullmatch(r"\d{4}(-\d\d){1,2}", gold.get("value") or "") and gold["start"] in ours:
                found += 1
                right += ours[gold["start"]][:10] == gold["value"]
    assert right / found >= 0.91

from __future__ import annotations

import json
from pathlib import Path

import pytest

from onrecord.measure.time import measure_time, peers
from onrecord.record import InputError

ROW = {
    "id": "a",
    "dct": "2024-11-13",
    "text": "They left on Friday. Officials met the next day in Geneva.",
    "timex": [
        {"start": 13, "end": 19, "type": "DATE", "value": "2024-11-08"},
        {"start": 35, "end": 43, "type": "DATE", "value": "2024-11-10"},
        {"start": 50, "end": 56, "type": "DATE", "value": "XXXX"},
    ],
}


def test_counts_as_in_tempeval(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps(ROW) + "\n", encoding="utf-8")
    scores = measure_time(path)
    assert (scores.documents, scores.gold, scores.found, scores.relaxed) == (1, 3, 2, 2)
    assert (scores.strict, scores.type, scores.value) == (1, 2, 1)
    assert scores.f1(scores.relaxed) == pytest.approx(0.8)
    assert "relaxed" in scores.table()
    assert scores.report["value"]["p"] == 0.5


def test_peers_are_published_figures() -> None:
    assert {"system", "relaxed", "value", "source"} <= set(peers()[0])


def test_a_file_that_is_no_gold_is_named(tmp_path: Path) -> None:
    path = tmp_path / "broken.jsonl"
    path.write_text("{", encoding="utf-8")
    with pytest.raises(InputError, match=r"broken\.jsonl"):
        measure_time(path)

from __future__ import annotations

import json
from pathlib import Path

import pytest

from onrecord.measure.quantity import measure_quantity
from onrecord.record import InputError

TEXT = "The raid killed at least 20 civilians and wounded some."


def write(folder: Path, low: float, *, what: str = "killed") -> Path:
    (folder / "s.jsonl").write_text(json.dumps({"id": "a", "text": TEXT}) + "\n", encoding="utf-8")
    row = {"id": "a", "file": "s", "group": "tolls", "start": 16, "end": 27, "what": what}
    row |= {"low": low, "high": None, "soft_low": low, "soft_high": None}
    window = {"id": "a", "file": "s", "group": "toll window", "start": 0, "end": len(TEXT)}
    path = folder / "labels.jsonl"
    path.write_text(json.dumps(row) + "\n" + json.dumps(window) + "\n", encoding="utf-8")
    return path


def test_right_bounds_and_measure_count(tmp_path: Path) -> None:
    report = measure_quantity(write(tmp_path, 20), tmp_path, group="tolls").report
    assert (report["f1"], report["exact"], report["measure_right"]) == (1.0, 1.0, 1.0)


def test_wrong_ones_are_told(tmp_path: Path) -> None:
    scores = measure_quantity(write(tmp_path, 21, what="wounded"), tmp_path, group="tolls")
    assert (scores.exact, scores.measured) == (0, 0)
    assert len(scores.wrong) == 2
    assert "exact" in scores.table()


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="nowhere"):
        measure_quantity(tmp_path / "nowhere.jsonl", tmp_path)

"""Floors of the shares of specification cases (Recognizers-Text): its cases are those of assistants, ours of news."""

from __future__ import annotations

from pathlib import Path

from onrecord.measure.specs import measure_number_specs, measure_time_specs


def test_time_specs(shared: Path) -> None:
    share = measure_time_specs(shared / "data" / "specs" / "DateTime" / "DateTimeModel.json")
    assert share.met / share.cases >= 0.46


def test_number_specs(shared: Path) -> None:
    share = measure_number_specs(shared / "data" / "specs" / "Number" / "NumberModel.json")
    assert share.met / share.cases >= 0.33

"""Specification cases (Recognizers-Text): shares may not fall, and a case once met stays met.

The cases are those of assistants, ours are of news, so that many that "apply" by rule are none that an article holds.
`fixtures/time_cases_met.txt` has the numbers of the met cases, in the order of their file.
"""

from __future__ import annotations

from pathlib import Path

from onrecord.measure.specs import measure_number_specs, measure_time_specs

MET = Path(__file__).parents[1] / "fixtures" / "time_cases_met.txt"


def test_time_specs(shared: Path) -> None:
    share = measure_time_specs(shared / "data" / "specs" / "DateTime" / "DateTimeModel.json")
    assert share.met / share.cases >= 0.53
    assert set(map(int, MET.read_text(encoding="utf-8").split())) - set(share.right) == set()


def test_number_specs(shared: Path) -> None:
    share = measure_number_specs(shared / "data" / "specs" / "Number" / "NumberModel.json")
    assert share.met / share.cases >= 0.33

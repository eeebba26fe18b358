"""Specification cases (Recognizers-Text): shares may not fall, and a case once met stays met.

The cases are those of assistants, ours are of news, so that many that "apply" by rule are none that an article holds.
`fixtures/time_cases_met.txt` and `number_cases_met.txt` have the numbers of the met cases, in the order of their file.
docs/numbers.md names the kinds of number cases that are not met.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.measure.specs import Share, measure_number_specs, measure_time_specs

FIXTURES = Path(__file__).parents[1] / "fixtures"
MET = FIXTURES / "time_cases_met.txt"
NUMBERS_MET = (FIXTURES / "number_cases_met.txt").read_text(encoding="utf-8").split()


def test_time_specs(shared: Path) -> None:
    share = measure_time_specs(shared / "data" / "specs" / "DateTime" / "DateTimeModel.json")
    assert share.met / share.cases >= 0.64
    assert set(map(int, MET.read_text(encoding="utf-8").split())) - set(share.right) == set()


@pytest.fixture(scope="module")
def numbers(shared: Path) -> Share:
    return measure_number_specs(shared / "data" / "specs" / "Number" / "NumberModel.json")


def test_number_specs(numbers: Share) -> None:
    assert numbers.met / numbers.cases >= 0.39


@pytest.mark.parametrize("case", [int(number) for number in NUMBERS_MET])
def test_a_number_case_once_met_stays_met(numbers: Share, case: int) -> None:
    assert case in numbers.right

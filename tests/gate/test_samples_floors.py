"""Floors of the sample arc: its claims against what a careful reader made of the articles, and the course of a standing."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.acquire.inputs import open_inputs
from onrecord.acquire.options import InputOptions
from onrecord.measure.expected import Agreement, measure_expected
from onrecord.pipeline import read_or_fail
from onrecord.reconcile.claims import make_claims
from onrecord.reconcile.worlds import load_world
from onrecord.record import Failure


@pytest.fixture(scope="module")
def arc() -> Agreement:
    root = Path(__file__).parents[2] / "samples"
    pages = open_inputs([str(root / "articles")], InputOptions())
    read = [read_or_fail(page) for page in pages if not isinstance(page, Failure)]
    readings = [item for item in read if not isinstance(item, Failure)]
    return measure_expected(root / "expected.toml", readings, make_claims(readings, load_world()))


def test_claims_agree_with_the_reader(arc: Agreement) -> None:
    assert arc.f1 >= 0.8
    assert arc.precision >= 0.98


def test_the_standing_takes_its_course(arc: Agreement) -> None:
    steps = [step for claim in arc.claims for step in claim.course]
    assert len(steps) == 6
    assert [step[1:3] for step in steps] == [step[3:] for step in steps]

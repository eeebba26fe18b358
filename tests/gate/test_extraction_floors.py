"""Floors under the extraction of pages: a change that falls through one must say why and lower it here."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from onrecord.measure.extraction import measure_bodies, measure_fields

pytestmark = pytest.mark.shared
LABELS = Path(__file__).parents[1] / "fixtures" / "extraction_labels.json"


@pytest.fixture
def pages(shared: Path) -> Path:
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    return shared / "data" / "html"


def test_bodies_of_the_public_benchmark(pages: Path) -> None:
    score = measure_bodies(pages)
    assert score.documents == 181
    assert score.f1 >= 0.965
    assert score.precision >= 0.950
    assert score.recall >= 0.974


def test_titles_dates_and_bylines_of_the_labelled_pages(pages: Path) -> None:
    right = {score.field: score.right for score in measure_fields(pages, LABELS)}
    assert right["title"] >= 59
    assert right["published"] >= 58
    assert right["byline"] >= 57

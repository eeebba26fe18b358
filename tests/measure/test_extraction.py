"""True and found bodies come in; the benchmark's scores go out."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.measure.extraction import (
    match_shingles,
    measure_archive,
    measure_bodies,
    measure_fields,
    measure_pages,
    peers,
    score_bodies,
    score_file,
    write_archive,
)
from onrecord.measure.intake import measure_intake

words = st.lists(st.sampled_from("abcdef"), max_size=30).map(" ".join)


def test_the_same_text_is_perfect_and_white_space_does_not_count() -> None:
    score = score_bodies([("The water fell on Monday.", "The water\n\nfell on  Monday")])
    assert (score.precision, score.recall, score.f1) == (1.0, 1.0, 1.0)


def test_a_sentence_too_many_costs_precision_and_one_too_few_recall() -> None:
    whole, half = "a b c d e f g h", "a b c d e"
    assert score_bodies([(half, whole)]).recall == 1.0
    assert score_bodies([(half, whole)]).precision == pytest.approx(2 / 5)
    assert score_bodies([(whole, half)]).precision == 1.0
    assert score_bodies([(whole, half)]).recall == pytest.approx(2 / 5)


def test_documents_weigh_alike_and_f1_is_that_of_the_means() -> None:
    score = score_bodies([("a b c d", "a b c d"), ("a b c d e", "x y z w")])
    assert (score.precision, score.recall, score.f1) == (0.5, 0.5, 0.5)


def test_a_page_without_body_counts_as_the_benchmark_has_it() -> None:
    assert score_bodies([("", "")]).documents == 1
    assert score_bodies([("a b c d", "")]).recall == 0.0


@given(truth=words, found=words)
def test_shares_sum_to_one_and_swap(truth: str, found: str) -> None:
    both, extra, missed = match_shingles(truth, found)
    assert both + extra + missed == pytest.approx(1.0 if truth or found else 0.0)
    assert match_shingles(found, truth) == (both, missed, extra)


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A folder in the benchmark's form with one page of our own."""
    prose = "".join(
        f"<p>Paragraph {n}: the river authority said that the bridges would stay closed for now.</p>" for n in range(6)
    )
    page = f"<html><head><title>Bridges closed</title><meta name='author' content='Ada Bell'></head><body><article><h1>Bridges closed</h1>{prose}</article></body></html>"
    (tmp_path / "html").mkdir()
    (tmp_path / "html" / "k1.html.gz").write_bytes(gzip.compress(page.encode()))
    body = "\n".join(
        f"Paragraph {n}: the river authority said that the bridges would stay closed for now." for n in range(6)
    )
    truth = {"k1": {"articleBody": body, "url": "https://sample.example/2024/11/12/a"}}
    (tmp_path / "ground-truth.json").write_text(json.dumps(truth), "utf-8")
    return tmp_path


def test_a_folder_is_measured(small: Path) -> None:
    assert measure_bodies(small).f1 == 1.0
    assert measure_pages(small, rounds=1).things == 1


def test_fields_are_measured_against_labels(small: Path) -> None:
    labels = {"labels": [{"page": "k1", "title": "Bridges closed", "dates": ["2024-11-12"], "bylines": ["C. Dow"]}]}
    (small / "labels.json").write_text(json.dumps(labels), "utf-8")
    scores = {score.field: score for score in measure_fields(small, small / "labels.json")}
    assert (scores["title"].right, scores["published"].right, scores["byline"].right) == (1, 1, 0)
    assert scores["byline"].wrong == ("k1",)


def test_an_archive_for_the_benchmark_holds_one_page_in_ten(small: Path) -> None:
    write_archive(small / "a.warc.gz", small, 30)
    assert measure_archive(small / "a.warc.gz").things == 3


def test_each_peers_f1_is_that_of_its_precision_and_recall() -> None:
    for row in peers():
        precision, recall = float(row["precision"]), float(row["recall"])
        assert float(row["f1"]) == pytest.approx(2 * precision * recall / (precision + recall), abs=0.0011)
        assert row["source"] in ("measured", "published")


def test_what_a_peer_found_is_scored(small: Path) -> None:
    found = {"system": "half 1.0", "pages_per_second": 5.0, "bodies": {"k1": "Paragraph 0: the river authority said."}}
    (small / "bodies.json").write_text(json.dumps(found), "utf-8")
    name, score, rate = score_file(small, small / "bodies.json")
    assert (name, rate) == ("half 1.0", 5.0)
    assert 0 < score.recall < 0.2


def test_taking_in_is_measured_by_size(small: Path) -> None:
    sheet = measure_intake(small, sizes=(20, 40))
    assert [(row[0], row[1], row[2]) for row in sheet.rows] == [
        ("WARC", 20, 2),
        ("WARC", 40, 4),
        ("JSON lines", 20, 20),
        ("JSON lines", 40, 40),
    ]
    assert all(float(row[3] or 0) > 0 and float(row[4] or 0) > 20 for row in sheet.rows)

"""Whole positions judged by hand: counted by score, half by half."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.measure.labelled_tasks import labels, read_referred
from onrecord.measure.position import Judged, PositionScores, measure_positions, wilson
from onrecord.reconcile.claims import SHOWN
from onrecord.record import Page
from onrecord.resolve.sureness import PARTS, chance, load_weights, weigh_positions, weighed


def judged(score: float, wrong: str = "") -> Judged:
    return Judged(article="a", half="check", score=score, signs={}, wrong=wrong)


def test_reading_scores_as_the_signs_by_name_do() -> None:
    text = "Ann Hill, the mayor, said the bridge was closed. Things suggested a threat of some sort to the port."
    reading, analysis = read_referred(Page(id="a", text=text))
    named = {one.proposition.id: chance(one.signs, load_weights()) for one in weighed(reading, analysis)}
    scored = {one.id: one.score for one in weigh_positions(reading, analysis).propositions if one.id in named}
    assert scored
    assert scored == pytest.approx(named, abs=1e-3)


def test_precision_counts_what_is_wholly_right() -> None:
    scores = PositionScores(judged=(judged(0.9), judged(0.8, "sp"), judged(0.3, "t")), gone=0)
    assert scores.above("check", 0.5) == (1, 2)
    assert scores.parts("check")["speaker"] == 1 - 1 / 3
    assert scores.above("fit", 0.0) == (0, 0)


@given(st.integers(0, 300), st.integers(0, 300))
def test_an_interval_holds_its_share(right: int, more: int) -> None:
    low, high = wilson(right, right + more)
    assert 0.0 <= low <= high <= 1.0
    if right + more:
        assert low - 1e-9 <= right / (right + more) <= high + 1e-9


@pytest.mark.parametrize(
    ("wrong", "stated", "right", "whole"),
    [
        ("", True, True, True),
        ("b", True, False, False),
        ("b", False, True, False),
        ("m", False, True, False),
        ("s", False, False, False),
    ],
)
def test_a_wrong_body_counts_where_it_is_stated(wrong: str, stated: bool, right: bool, whole: bool) -> None:
    one = Judged(
        article="a", half="check", score=0.9, signs={}, wrong=wrong, bodies=({"constant": 1.0},), stated=stated
    )
    assert (one.right, one.whole) == (right, whole)


def test_bodies_are_counted_where_the_speaker_is_right() -> None:
    body = {"constant": 1.0}
    rows = [("b", True), ("", True), ("m", False), ("s", True)]
    found = tuple(
        Judged(article="a", half="check", score=0.9, signs={}, wrong=wrong, bodies=(body,), stated=stated)
        for wrong, stated in rows
    )
    assert PositionScores(judged=found, gone=0).bodies("check") == (1, 2, 3)


def test_a_broken_clause_makes_a_position_less_sure() -> None:
    weights = load_weights()
    whole = {part: {"constant": 1.0, "score": 2.5} for part in PARTS}
    broken = whole | {"clause": whole["clause"] | {"no subject": 1.0}}
    assert chance(whole, weights) > chance(broken, weights)


def test_a_plain_statement_is_surer_than_a_vague_one() -> None:
    text = "Ann Hill, the mayor, said the bridge was closed. Things suggested a threat of some sort to the."
    reading, analysis = read_referred(Page(id="a", text=text))
    scores = [chance(one.signs, load_weights()) for one in weighed(reading, analysis)]
    assert scores
    assert all(0.0 < score < 1.0 for score in scores)
    assert scores[0] > 0.6


def test_shown_positions_of_unseen_articles_are_mostly_right(shared: Path) -> None:
    scores = measure_positions(labels("position_labels.jsonl"), shared / "data", read_referred, half="check")
    right, count = scores.above("check", 0.5)
    assert scores.gone < 0.2 * len(scores.judged)
    assert count > 90
    assert right / count >= 0.8


def test_what_counts_is_right_on_unseen_articles(shared: Path) -> None:
    scores = measure_positions(labels("position_labels.jsonl"), shared / "data", read_referred, half="blind")
    right, count = scores.above("blind", SHOWN)
    assert scores.gone < 0.1 * len(scores.judged)
    assert count > 130
    assert right / count >= 0.95  # .973 of 149 in the eleventh draw; its 95% interval begins at .933

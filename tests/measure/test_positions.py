"""Whole positions judged by hand: counted by score, half by half."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.measure.labelled_tasks import labels, read_resolved
from onrecord.measure.position import Judged, PositionScores, measure_positions, wilson
from onrecord.record import Page
from onrecord.resolve.sureness import PARTS, chance, load_weights, weigh_positions, weighed


def judged(score: float, wrong: str = "") -> Judged:
    return Judged(article="a", half="check", score=score, signs={}, wrong=wrong)


def test_reading_scores_as_the_signs_by_name_do() -> None:
    text = "Ann Hill, the mayor, said the bridge was closed. Things suggested a threat of some sort to the port."
    reading, analysis = read_resolved(Page(id="a", text=text))
    named = {one.id: chance(signs, load_weights()) for one, _, signs in weighed(reading, analysis)}
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


def test_a_broken_clause_makes_a_position_less_sure() -> None:
    weights = load_weights()
    whole = {part: {"constant": 1.0, "score": 2.5} for part in PARTS}
    broken = whole | {"clause": whole["clause"] | {"no subject": 1.0}}
    assert chance(whole, weights) > chance(broken, weights)


def test_a_plain_statement_is_surer_than_a_vague_one() -> None:
    text = "Ann Hill, the mayor, said the bridge was closed. Things suggested a threat of some sort to the."
    reading, analysis = read_resolved(Page(id="a", text=text))
    scores = [one.score for one, _, _ in weighed(reading, analysis)]
    assert scores
    assert all(0.0 < score < 1.0 for score in scores)
    assert scores[0] > 0.6


def test_shown_positions_of_unseen_articles_are_mostly_right(shared: Path) -> None:
    scores = measure_positions(labels("position_labels.jsonl"), shared / "data", read_resolved, half="check")
    right, count = scores.above("check", 0.5)
    assert scores.gone < 0.2 * len(scores.judged)
    assert count > 90
    assert right / count >= 0.74


def test_what_scores_high_on_unseen_articles_is_right(shared: Path) -> None:
    scores = measure_positions(labels("position_labels.jsonl"), shared / "data", read_resolved, half="blind")
    right, count = scores.above("blind", 0.85)
    assert scores.gone < 0.2 * len(scores.judged)
    assert count > 50
    assert right / count >= 0.76  # .826 of 121 in the fourth draw; its 95% interval begins at .749

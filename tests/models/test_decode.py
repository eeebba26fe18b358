"""Scores in, relations out."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from onrecord.models.decode import (
    Calibration,
    Rules,
    best_runs,
    best_source,
    competing,
    find_cues,
    log_softmax,
    score_relations,
)
from onrecord.models.links import BUCKETS, distance_bucket

WORDS = ["“", "We", "go", ",", "”", "she", "said", "."]


def scores() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    role = np.full((8, 7), -4.0, dtype=np.float32)
    for word, tag in enumerate([5, 6, 6, 6, 6, 1, 3, 0]):
        role[word, tag] = 4
    links = np.full((1, 8, 5), -4.0, dtype=np.float32)
    links[0, :5, 0] = 4
    links[0, 0, 1] = links[0, 4, 2] = links[0, 5, 3] = links[0, 5, 4] = 4
    return log_softmax(role), links, np.full((1, 2), -4.0, dtype=np.float32)


def test_a_quotation_its_cue_and_its_speaker_become_one_relation() -> None:
    role, links, null = scores()
    assert find_cues(role, Rules()) == [(6, 7)]
    sure = Calibration(constant=(3.0,))
    [(relation, score)] = score_relations(role, [(6, 7)], links, null, rules=Rules(), calibration=sure)
    assert (relation.source, relation.cue, relation.content) == ((5, 6), (6, 7), ((0, 5),))
    assert score == pytest.approx(0.9526)


def test_an_unlikely_relation_is_left_out() -> None:
    role, links, null = scores()
    doubtful = Calibration(constant=(-3.0,))
    assert score_relations(role, [(6, 7)], links, null, rules=Rules(), calibration=doubtful) == []


def test_no_source_wins_where_it_scores_best() -> None:
    flat = np.zeros(5, dtype=np.float32)
    found, _, _ = best_source(flat, flat, np.array([5.0, 5.0], dtype=np.float32), (2, 3))
    assert found is None


def test_a_source_never_reaches_over_its_cue() -> None:
    first = np.array([5, 0, 0, 0], dtype=np.float32)
    last = np.array([0, 1, 0, 5], dtype=np.float32)
    found, _, _ = best_source(first, last, np.full(2, -9, dtype=np.float32), (2, 3))
    assert found == (0, 2)


def test_cues_compete_for_words_and_a_lone_one_does_not() -> None:
    inside = np.array([[2.0], [2.0]], dtype=np.float32)
    assert (competing(inside, np.ones(2, dtype=np.float32)) < 0.01).all()
    assert competing(inside[:1], np.ones(1, dtype=np.float32))[0, 0] == pytest.approx(2.0)


floats = hnp.arrays(np.float32, (3, 1, 6), elements=st.floats(-3, 3, width=16))


@given(floats)
def test_best_runs_are_as_good_as_trying_them_all(parts: np.ndarray) -> None:
    score, begin, end = parts
    begin = begin - 0.5

    def worth(runs: tuple[tuple[int, int], ...]) -> float:
        return float(sum(score[0, a:b].sum() + begin[0, a] + end[0, b - 1] for a, b in runs))

    best = 0.0
    for marks in itertools.product((0, 1, 2), repeat=6):  # outside, going on, beginning
        if all(mark != 1 or (n and marks[n - 1]) for n, mark in enumerate(marks)):
            starts = [n for n, mark in enumerate(marks) if mark == 2]
            stops = [next((m for m in range(n + 1, 6) if marks[m] != 1), 6) for n in starts]
            best = max(best, worth(tuple(zip(starts, stops, strict=True))))
    assert worth(best_runs(score, begin, end)[0]) == pytest.approx(best, abs=1e-4)


@given(st.integers(-2000, 2000))
def test_distances_fall_into_buckets_that_grow(distance: int) -> None:
    bucket = int(distance_bucket(np.array([distance]))[0])
    assert 0 <= bucket < BUCKETS
    assert (bucket > BUCKETS // 2) == (distance > 0)

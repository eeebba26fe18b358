"""The sieve leaves out pairs of reports, and never one that is near."""

from __future__ import annotations

import math
from itertools import combinations

import numpy as np
import pytest

from onrecord.measure.synthetic import World
from onrecord.reconcile.likeness import LOOK_AGAIN, WEIGHTS, first_look, score_reports
from onrecord.reconcile.reports import Report, read_reports
from onrecord.reconcile.sieve import NEEDS, SLACK, Sieve
from onrecord.reconcile.space import NEAR, comparable
from onrecord.record import Reading


def sifted(reports: list[Report]) -> tuple[list[tuple[Report, Report]], list[bool]]:
    """Every pair of the reports, and whether the sieve keeps it."""
    sieve = Sieve()
    for report in reports:
        sieve.take(report)
    places = list(combinations(range(len(reports)), 2))
    return [(reports[one], reports[other]) for one, other in places], sieve.keep(np.array(places)).tolist()


def check(reports: list[Report]) -> float:
    """No pair that was left out is near; returns the share of those left out."""
    pairs, kept = sifted(reports)
    for pair in (pair for pair, keeps in zip(pairs, kept, strict=True) if not keeps):
        odds, act, _ = first_look(*pair)
        assert odds < LOOK_AGAIN
        assert not act
    assert all(score < NEAR for score in score_reports([p for p, keeps in zip(pairs, kept, strict=True) if not keeps]))
    return 1 - sum(kept) / len(kept)


@pytest.fixture(scope="module")
def sample_reports(sample_readings: list[Reading]) -> list[Report]:
    return [one for reading in sample_readings for one in read_reports(reading) if comparable(one)]


def test_no_near_pair_of_the_samples_is_left_out(sample_reports: list[Report]) -> None:
    assert check(sample_reports) > 0.1


def test_most_pairs_of_random_words_are_left_out() -> None:
    world = World(assertions=2000)
    reports = [one for number in range(8) for one in read_reports(world.reading(number)) if comparable(one)]
    assert check(reports) > 0.8


def test_a_report_and_itself_are_kept(sample_reports: list[Report]) -> None:
    for one in sample_reports[:20]:
        assert sifted([one, one])[1] == [True]


def test_what_is_too_little_for_a_second_look_is_too_little_for_a_tie() -> None:
    assert 1 / (1 + math.exp(-(LOOK_AGAIN + SLACK))) < NEAR
    assert set(NEEDS) <= set(WEIGHTS)

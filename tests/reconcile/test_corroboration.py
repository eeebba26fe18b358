"""Laws of corroboration: other articles in other words make a holder surer; copies, guesses and narrators do not."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.kit import load_kit
from onrecord.pipeline import read_page
from onrecord.reconcile.corroboration import LIKELY, corroborate
from onrecord.reconcile.reports import Report, read_reports
from onrecord.record import Page, Stance


@cache
def said() -> Report:
    """Ann Hill says something, as one article carries it."""
    text = "Ann Hill, a spokeswoman for the Kordian army, said on Tuesday that the bridge was closed."
    return next(one for one in read_reports(read_page(Page(id="a", text=text), load_kit())) if one.attribution)


def report(
    name: str, score: float, *, article: str = "", words: str = "", voice: str = "ann", stance: Stance = "asserts"
) -> Report:
    proposition = replace(said().proposition, gist=words or name, stance=stance)
    source = replace(said().source, id=article or name)
    voices = frozenset((voice,))
    return replace(said(), id=name, source=source, proposition=proposition, voices=voices, score=score)


def scores(*reports: Report) -> dict[str, float]:
    return {one.id: one.score for one in corroborate(reports)}


def test_two_articles_in_their_own_words_are_surer_than_one() -> None:
    assert scores(report("x", 0.9), report("y", 0.8)) == {"x": 0.98, "y": 0.98}


def test_a_speaker_stands_for_the_body_behind_him() -> None:
    one, other = report("x", 0.9), report("y", 0.8)
    both = replace(one, voices=frozenset(("ann", "army"))), replace(other, voices=frozenset(("bob", "army")))
    assert scores(*both) == {"x": 0.98, "y": 0.98}


@pytest.mark.parametrize(
    "other",
    [
        report("y", 0.8, words="x"),  # the same words
        report("y", 0.8, article="x"),  # the same article
        report("y", 0.8, voice="bob"),
        report("y", 0.8, stance="denies"),
        report("y", LIKELY - 0.1),
        replace(report("y", 0.8), attribution=None),  # the narrator's own
    ],
)
def test_what_is_no_other_evidence_leaves_a_score_as_it_is(other: Report) -> None:
    assert scores(report("x", 0.9), other)["x"] == 0.9


def test_who_confirms_asserts() -> None:
    assert scores(report("x", 0.9), report("y", 0.8, stance="confirms"))["x"] == 0.98


REPORTS = st.lists(
    st.builds(
        lambda n, score, article, words, voice: report(f"r{n}", score, article=article, words=words, voice=voice),
        st.integers(0, 10_000),
        st.floats(0.0, 1.0).map(lambda score: round(score, 4)),
        st.sampled_from("abcd"),
        st.sampled_from("pqrs"),
        st.sampled_from(("ann", "bob")),
    ),
    max_size=8,
    unique_by=lambda one: one.id,
)


@given(REPORTS)
def test_no_score_falls_and_none_is_more_than_certain(reports: list[Report]) -> None:
    found = scores(*reports)
    assert all(one.score <= found[one.id] <= 1.0 for one in reports)
    assert all(found[one.id] == one.score for one in reports if one.score < LIKELY)


@given(REPORTS, st.randoms(use_true_random=False))
def test_no_order_matters(reports: list[Report], random: object) -> None:
    shuffled = list(reports)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert scores(*shuffled) == scores(*reports)


@given(REPORTS)
def test_copies_make_nobody_surer(reports: list[Report]) -> None:
    copies = [replace(one, id=f"{one.id}, again") for one in reports]
    found = scores(*reports, *copies)
    assert {one.id: found[one.id] for one in reports} == scores(*reports)

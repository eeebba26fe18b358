"""Articles of one story are told from those of another story of the same kind."""

from __future__ import annotations

import numpy as np
import pytest

from onrecord.reconcile.passages import DocumentTerms, document_terms
from onrecord.reconcile.stories import SUREST, TOLD_OFTEN, load_weights, story_signs, tell_stories

ARREST = "police arrested the player on suspicion of drunken driving after a crash"
WEATHER = "the storm flooded streets and closed schools along the coast"


def article(name: str, common: str, own: str) -> DocumentTerms:
    return document_terms(name, f"{common} {own}".split())


ARTICLES = [
    *(article(f"a{n}", ARREST, f"Walcott of the Otters in Halden quay {n}") for n in range(4)),
    *(article(f"b{n}", ARREST, f"Brendel of the Magpies in Tromso motel {n}") for n in range(4)),
    *(article(f"c{n}", WEATHER, f"Lisbon harbour {n}") for n in range(4)),
]


def test_one_story_is_likelier_than_another_of_its_kind_and_that_than_a_far_one() -> None:
    told = tell_stories(ARTICLES)
    assert told.odds_of("a0", "a1") > told.odds_of("a0", "b1") > told.odds_of("a0", "c1")


def test_two_players_arrested_in_one_way_are_two_stories() -> None:
    told = tell_stories(ARTICLES)
    assert told.apart("a0", "a3") == 0
    assert told.apart("a0", "b0") == told.apart("b0", "a0") == TOLD_OFTEN
    assert told.apart("b2", "c1") == TOLD_OFTEN


def test_a_story_that_few_articles_tell_is_hardly_apart() -> None:
    told = tell_stories([*ARTICLES[:4], ARTICLES[8]])
    assert told.apart("a0", "c0") == 1


def test_an_article_tells_its_own_story_and_odds_are_bounded_and_the_same_both_ways() -> None:
    told = tell_stories(ARTICLES)
    assert told.odds_of("a0", "a0") == SUREST
    assert told.odds_of("a0", "b2") == pytest.approx(told.odds_of("b2", "a0"))
    assert all(-SUREST <= told.odds_of("a0", other.id) <= SUREST for other in ARTICLES)


def test_the_order_of_articles_changes_nothing() -> None:
    told, turned = tell_stories(ARTICLES), tell_stories(reversed(ARTICLES))
    assert (told.odds == turned.odds).all()
    assert (told.numbers == turned.numbers).all()


def test_every_sign_has_a_weight_and_is_the_same_both_ways() -> None:
    signs = story_signs(ARTICLES)
    assert {*signs, "constant"} == {*load_weights()}
    assert all(np.allclose(table, table.T) for table in signs.values())


def test_no_article_one_article_and_articles_without_names_tell_no_other_story() -> None:
    assert tell_stories([]).places == {}
    assert tell_stories([document_terms(name, ["rain", "fell"]) for name in "ab"]).apart("a", "b") < TOLD_OFTEN
    assert tell_stories(ARTICLES[:1]).apart("a0", "a0") == 0

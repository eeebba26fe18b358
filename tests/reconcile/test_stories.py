"""Articles of one story are told from those of another story of the same kind."""

from __future__ import annotations

import pytest

from onrecord.reconcile.passages import DocumentTerms, document_terms
from onrecord.reconcile.stories import SUREST, tell_stories

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


def test_an_article_tells_its_own_story_and_odds_are_bounded_and_the_same_both_ways() -> None:
    told = tell_stories(ARTICLES)
    assert told.odds_of("a0", "a0") == SUREST
    assert told.odds_of("a0", "b2") == pytest.approx(told.odds_of("b2", "a0"))
    assert all(-SUREST <= told.odds_of("a0", other.id) <= SUREST for other in ARTICLES)


def test_the_order_of_articles_changes_nothing() -> None:
    told, turned = tell_stories(ARTICLES), tell_stories(reversed(ARTICLES))
    assert (told.odds == turned.odds).all()

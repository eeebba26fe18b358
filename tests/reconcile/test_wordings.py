"""What makes two wordings alike, and by which keys they meet."""

from __future__ import annotations

import pytest

from onrecord.knowledge.stems import stem
from onrecord.models.boosting import load_trees
from onrecord.reconcile.blocks import Blocks, keys_of
from onrecord.reconcile.pairs import FEATURES, JUDGED, SCORER, pair_features, reasons
from onrecord.reconcile.passages import Passage, closeness, document_terms, make_passage
from onrecord.record import ModelError


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("struck", "strikes"),
        ("killed", "killing"),
        ("announcement", "announced"),
        ("cities", "city"),
        ("died", "death"),
    ],
)
def test_forms_of_one_word_have_one_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@pytest.mark.parametrize(("one", "other"), [("news", "new"), ("sing", "sang a"), ("house", "hose")])
def test_different_words_keep_different_stems(one: str, other: str) -> None:
    assert stem(one) != stem(other)


def passage(name: str, text: str, head: str) -> Passage:
    words = text.split()
    return make_passage(name, document_terms(name, words), words, [words.index(head)])


def test_near_words_have_near_vectors() -> None:
    killed = passage("a", "Two men were killed", "killed")
    slain = passage("b", "Two men lay dead", "dead")
    sang = passage("c", "The choir sang an opera on Tuesday", "opera")
    assert closeness(killed.head_vector, slain.head_vector) > 0.5 > closeness(killed.head_vector, sang.head_vector)


def test_features_are_the_same_both_ways_and_all_named() -> None:
    one = passage("a", "Missiles hit the village of Przewodow on Tuesday", "hit")
    other = passage("b", "Two people died when a rocket struck Przewodow", "struck")
    assert pair_features(one, other) == pair_features(other, one)
    assert len(pair_features(one, other)) == len(FEATURES)
    assert any("przewodow" in reason for reason in reasons(one, other))


def test_passages_meet_by_a_shared_key_only() -> None:
    blocks = Blocks()
    texts = {
        "a": ("Missiles hit the village of Przewodow", "hit"),
        "b": ("A rocket hit Przewodow near the border", "hit"),
        "c": ("The chancellor praised the orchestra", "praised"),
    }
    for name, (text, head) in texts.items():
        found = passage(name, text, head)
        blocks.add(found, keys_of(found))
    assert blocks.neighbours("a") == ("b",)
    assert blocks.neighbours("c") == ()


def test_trees_made_for_other_features_are_refused() -> None:
    assert load_trees(SCORER, (*FEATURES, *JUDGED)).depth > 1
    with pytest.raises(ModelError, match="other features"):
        load_trees(SCORER, FEATURES)

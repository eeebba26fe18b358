"""Scores of heads in, trees out."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from onrecord.models.syntax import entity_labels, joined_halves, named_deps
from onrecord.models.trees import best_heads, is_tree
from onrecord.record import Token

sizes = st.shared(st.integers(1, 9), key="size")
tables = sizes.flatmap(lambda n: hnp.arrays(np.float32, (n, n), elements=st.floats(-5, 5, width=16)))


@given(tables)
def test_any_scores_give_one_tree(scores: np.ndarray) -> None:
    assert is_tree(best_heads(scores, [(0, len(scores))]))


def test_the_best_heads_stay_where_they_are_a_tree() -> None:
    scores = np.array([[0, 5, 0], [0, 5, 0], [0, 5, 0]], dtype=np.float32)
    assert best_heads(scores, [(0, 3)]).tolist() == [1, 1, 1]


def test_only_a_root_is_called_root() -> None:
    scores = np.array([[0.0, 1.0], [5.0, 1.0]], dtype=np.float32)
    assert named_deps(scores, np.array([0, 0]), ("ROOT", "nsubj")) == ["ROOT", "nsubj"]


def test_an_entity_never_begins_inside() -> None:
    names = ("O", "B-GPE", "I-GPE", "I-ORG")
    scores = np.eye(4, dtype=np.float32)[[2, 2, 3, 0, 2]]
    labels = entity_labels(scores, names, np.array([0, 0, 0, 0, 1]))
    assert labels == ["B-GPE", "I-GPE", "B-ORG", "O", "B-GPE"]


def test_a_sentence_cut_in_two_has_one_root() -> None:
    tokens = [Token(n, n + 1, "NN", head, "ROOT" if head == n else "dobj") for n, head in enumerate([0, 0, 2, 2])]
    joined = joined_halves(tokens, np.array([0, 0, 0, 0]), [0, 2])
    assert [token.head for token in joined] == [0, 0, 0, 2]
    assert joined[2].dep == "dep"

"""Event mentions as the network reads them: near where they are one event, and the same whenever they are read."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from onrecord.models.mentions import WINDOW, MentionState, bucket_numbers, load_mention_encoder, load_weights
from onrecord.record import ModelError

ONE = ["A", "court", "in", "Halden", "jailed", "the", "former", "mayor", "for", "fraud", "on", "Monday", "."]
OTHER = ["Halden", "'s", "ex-mayor", "was", "sentenced", "to", "four", "years", "in", "prison", "for", "fraud", "."]
THIRD = ["The", "orchestra", "of", "Bergen", "will", "open", "its", "season", "with", "Grieg", "."]


def read(words: list[str], event: str) -> MentionState:
    return load_mention_encoder().read(words, [[words.index(event)]])[0]


def test_one_event_in_other_words_is_nearer_than_another_event() -> None:
    encoder = load_mention_encoder()
    jailed, sentenced, opened = read(ONE, "jailed"), read(OTHER, "sentenced"), read(THIRD, "open")
    same, different = encoder.margins([(jailed, sentenced), (jailed, opened)])
    assert same > different


def test_what_is_said_of_a_pair_is_the_same_both_ways() -> None:
    one, other = read(ONE, "jailed"), read(OTHER, "sentenced")
    encoder = load_mention_encoder()
    assert np.allclose(encoder.features([(one, other)]), encoder.features([(other, one)]), atol=1e-5)


def test_states_are_unit_vectors_and_reading_twice_gives_the_same_bytes() -> None:
    state, again = read(ONE, "jailed"), read(ONE, "jailed")
    for vector in (state.event, state.word, state.article):
        assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-4)
    assert state.event.tobytes() == again.event.tobytes()


def test_articles_longer_than_a_window_are_read_to_the_end() -> None:
    words = [*(ONE * (WINDOW // len(ONE) + 2)), "He", "appealed", "."]
    assert len(load_mention_encoder().read(words, [[0], [len(words) - 2]])) == 2


def test_no_pairs_give_no_rows() -> None:
    assert load_mention_encoder().features([]).shape == (0, 4)


def test_distances_have_a_bucket_each_when_near_and_one_for_all_far_ones() -> None:
    buckets = bucket_numbers(300)
    assert buckets[20].tolist()[13:28] == [7, 6, 5, 4, 3, 2, 1, 0, 17, 18, 19, 20, 21, 22, 23]
    assert set(buckets[0, 200:].tolist()) == {31}
    assert set(buckets[299, :100].tolist()) == {15}


def test_missing_weights_are_an_error_that_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="reinstall"):
        load_weights(tmp_path / "none.npz")

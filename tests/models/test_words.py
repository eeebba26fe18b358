"""A stretch of news text in, its words out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.models.words import split_words


def words(text: str) -> list[str]:
    return [text[start:end] for start, end in split_words(text)]


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("They don't know.", "They do n't know ."),
        ("They can’t say it’s Kyiv’s.", "They ca n’t say it ’s Kyiv ’s ."),
        ("We cannot confirm.", "We can not confirm ."),
        ("“We saw it,” she said.", "“ We saw it , ” she said ."),
        ("``Go,'' he said", "`` Go , '' he said"),
        ("the Miami-based firm", "the Miami - based firm"),
        ("the U.S. said at 5 p.m. on Jan. 5", "the U.S. said at 5 p.m. on Jan. 5"),
        ("John F. Kennedy met Gen. Lee.", "John F. Kennedy met Gen. Lee ."),
        ("It cost $1,200.5 in No. 5.", "It cost $ 1,200.5 in No. 5 ."),
        ("No. That is all.", "No . That is all ."),
        ("about 50km away", "about 50 km away"),
        ("Mr. O'Brien wrote to @desk", "Mr. O'Brien wrote to @desk"),
        ("see https://example.org/a?b=c.", "see https://example.org/a?b=c ."),
        ("“Well... no,” – he said", "“ Well ... no , ” – he said"),
        ("«Так», сказав він", "« Так » , сказав він"),
        ("", ""),
    ],
)
def test_words_are_split_as_a_treebank_does(text: str, want: str) -> None:
    assert words(text) == want.split()


@given(st.text(max_size=200), st.integers(0, 20), st.integers(0, 220))
def test_spans_are_ordered_disjoint_and_hold_no_white_space(text: str, start: int, end: int) -> None:
    last = start
    for first, stop in split_words(text, start, min(end, len(text))):
        assert last <= first < stop <= len(text)
        assert not any(char.isspace() for char in text[first:stop])
        last = stop


@given(st.text(alphabet=st.characters(categories=["Lu", "Ll", "Nd", "Po", "Zs"]), max_size=120))
def test_every_visible_character_is_in_a_word(text: str) -> None:
    inside = {place for start, end in split_words(text) for place in range(start, end)}
    assert inside >= {place for place, char in enumerate(text) if not char.isspace()}

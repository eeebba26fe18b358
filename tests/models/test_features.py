"""Words in, the encoder's numbers out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.models.features import (
    FEATURES,
    cut_windows,
    encode_words,
    places,
    plain_form,
    quote_states,
    word_shapes,
)
from onrecord.models.words import split_words


def states(text: str) -> str:
    spans = split_words(text)
    glued = [bool(n) and spans[n - 1].end == span.start for n, span in enumerate(spans)]
    found = quote_states([text[a:b] for a, b in spans], glued, [0] * len(spans))
    return "".join(map(str, found))


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("“We go,” he said", "2111300"),
        ('"We go," he said', "2111300"),
        ("``We go,'' he said", "2111300"),
        ("‘We go,’ he said", "2111300"),
        ("'We go,' he said", "2111300"),
        ("«We go», he said", "2113000"),
        ("»We go«, he said", "2113000"),
        ("„We go“, he said", "2113000"),
        ("the Democrats' plan", "0000"),
        ("he said “we go", "00211"),
        ("we go,” he said", "000300"),
        ("He said: \"A 'good' deal.\"", "00021111113"),
    ],
)
def test_quotation_marks_of_any_style_open_and_close(text: str, want: str) -> None:
    assert states(text) == want


def test_all_capitals_look_like_small_print() -> None:
    words = ["MINISTER", "SAYS", "TROOPS", "LEFT", "KURSK"]
    assert set(word_shapes(words, [0] * 5)) == {1}
    assert word_shapes(["The", "US", "left"], [0, 0, 0]) == [2, 3, 1]


def test_marks_of_one_kind_look_alike() -> None:
    assert {plain_form(mark) for mark in "“”„«»"} == {'"'}
    assert plain_form("O’Brien") == "O'Brien"


def test_a_feature_is_one_number_a_word() -> None:
    words = ["“", "Go", ",", "”", "he", "said"]
    encoded = encode_words(words, [False] * 6, [0] * 6, [0] * 6, pieces=lambda word: (len(word),))
    assert ((encoded.feature >= 0) & (encoded.feature < FEATURES)).all()
    assert encoded.pieces[1] == (2,)


@given(
    st.lists(st.tuples(st.integers(1, 8), st.booleans(), st.booleans()), min_size=1, max_size=80), st.integers(8, 60)
)
def test_windows_cover_every_word_once_and_keep_to_their_size(words: list[tuple[int, bool, bool]], budget: int) -> None:
    sizes = [size for size, _, _ in words]
    sentence, paragraph = [], []
    s = p = 0
    for _, new_sentence, new_paragraph in words:
        p += new_paragraph
        s += new_sentence or new_paragraph
        sentence.append(s)
        paragraph.append(p)
    windows = list(cut_windows(sizes, places(sentence, paragraph), budget))
    assert [n for start, end in windows for n in range(start, end)] == list(range(len(sizes)))
    assert all(0 < sum(sizes[start:end]) <= budget for start, end in windows)

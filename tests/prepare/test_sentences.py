"""A paragraph in, its sentences out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.prepare.sentences import LONGEST, split_lines, split_sentences


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text, split_lines(text))]


@pytest.mark.parametrize(
    "want",
    [
        ["The army denied it.", "Nobody was hurt."],
        ["Gen. Lee met Mr. Kim in the U.S. Senate.", "He left at 5 p.m. on Friday."],
        ["It happened in the U.S.", "The ministry confirmed it."],
        ["John F. Kennedy spoke.", "“We will go,” he said."],
        ['"Is it true?" Smith asked.', "Nobody answered!"],
        ["“We saw them.”", "“They ran.”"],
        ["It cost $3.5 million.", "12 people died."],
        ["See No. 5 of the list.", "No.", "Never."],
    ],
)
def test_a_paragraph_is_split_into_its_sentences(want: list[str]) -> None:
    assert sentences(" ".join(want)) == want


def test_a_lower_case_word_goes_on_with_the_sentence() -> None:
    assert sentences('"Why?" asked the clerk. etc.') == ['"Why?" asked the clerk. etc.']


def test_a_sentence_never_crosses_a_line() -> None:
    assert sentences("LONDON\n\n- one\n- two.") == ["LONDON", "- one", "- two."]


def test_two_megabytes_on_one_line_are_cut_into_bounded_pieces() -> None:
    found = split_sentences("word " * 400_000, split_lines("word " * 400_000))
    assert max(end - start for start, end in found) <= LONGEST
    assert sum(end - start for start, end in found) > 1_900_000


@given(st.text(alphabet=st.sampled_from(list("aB .?!\"”'\n1")), max_size=200))
def test_sentences_are_ordered_trimmed_and_cover_all_that_is_visible(text: str) -> None:
    found = split_sentences(text, split_lines(text))
    last = 0
    for start, end in found:
        assert last <= start < end
        assert text[start:end] == text[start:end].strip()
        assert not text[last:start].strip()
        last = end
    assert not text[last:].strip()

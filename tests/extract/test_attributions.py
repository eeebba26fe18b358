"""News sentences in, attributions out: with the shipped weights, on made-up text of many styles."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.extract.attributions import find_attributions, manner_of
from onrecord.models.encoder import Encoder, load_encoder
from onrecord.models.words import split_words
from onrecord.record import Article, Attribution, Embed, Span


@pytest.fixture(scope="session")
def encoder() -> Encoder:
    return load_encoder()


def article(text: str, **fields: object) -> Article:
    """An article whose lines are paragraphs of one sentence each."""
    paragraphs, start = [], 0
    for line in text.split("\n"):
        left = len(line) - len(line.lstrip())
        if line.strip():
            paragraphs.append(Span(start + left, start + len(line.rstrip())))
        start += len(line) + 1
    made = Article(
        id="a",
        text=text,
        text_sha256=hashlib.sha256(text.encode()).hexdigest(),
        paragraphs=tuple(paragraphs),
        sentences=tuple(paragraphs),
    )
    return type(made)(**{**{name: getattr(made, name) for name in made.__slots__}, **fields})


def read(encoder: Encoder, text: str, **fields: object) -> list[tuple[str, str, str]]:
    """(source, cue, content) of what was found in the body, without nested ones."""
    _, found = find_attributions(article(text, **fields), encoder)
    return [words(text, one) for one in found if one.where is None and one.parent is None]


def words(text: str, one: Attribution) -> tuple[str, str, str]:
    source, cue, content = (
        " … ".join(text[start:end] for start, end in spans) for spans in (one.source, one.cue, one.content)
    )
    return source, cue, content.strip(" ,.\n")


def test_a_quotation_around_its_cue_is_one_attribution(encoder: Encoder) -> None:
    text = "“We have seen the drones,” Ann Lee told reporters, “and they came from the east.”"
    [(source, cue, content)] = read(encoder, text)
    assert (source, cue.split()[0]) == ("Ann Lee", "told")
    assert content == "“We have seen the drones,” … “and they came from the east.”"


@pytest.mark.parametrize(
    "text",
    [
        '"We will not leave the city," the mayor said.',
        "“We will not leave the city,” the mayor said.",
        "«We will not leave the city», the mayor said.",
        "„We will not leave the city“, the mayor said.",
        "``We will not leave the city,'' the mayor said.",
        "- “We will not leave the city,” the mayor said.",
        "KYIV, Ukraine (AP) — “We will not leave the city,” the mayor said.",
        "“We will not leave the city, the mayor said.",
    ],
)
def test_every_style_of_quotation_is_read(encoder: Encoder, text: str) -> None:
    found = read(encoder, text)
    assert [(source, cue) for source, cue, _ in found] == [("the mayor", "said")]
    assert "We will not leave the city" in found[0][2]


def test_indirect_speech_and_according_to(encoder: Encoder) -> None:
    found = read(
        encoder, "Ukraine said that the troops had crossed the border.\nAccording to the ministry, ten people died."
    )
    assert found[0] == ("Ukraine", "said", "that the troops had crossed the border")
    assert found[1][:2] == ("the ministry", "According to")
    assert found[1][2] == "ten people died"


def test_passive_confirmation(encoder: Encoder) -> None:
    found = read(
        encoder, "Kyiv said ten soldiers had been captured.\nThis was confirmed by South Korean officials on Monday."
    )
    assert ("South Korean officials", "This") in [(source, content) for source, _, content in found]


def test_all_capitals_are_read(encoder: Encoder) -> None:
    found = read(encoder, "THE MINISTER SAID THAT THE TROOPS HAD LEFT THE CITY.")
    assert [(source, cue) for source, cue, _ in found] == [("THE MINISTER", "SAID")]


def test_one_layer_below_has_its_parent(encoder: Encoder) -> None:
    text = "Ukraine said it believed that the soldiers had crossed the border."
    _, found = find_attributions(article(text), encoder)
    outer = next(one for one in found if one.parent is None)
    inner = next(one for one in found if one.parent == outer.id)
    assert words(text, inner) == ("it", "believed", "the soldiers had crossed the border")


def test_a_quotation_goes_on_in_the_next_paragraph(encoder: Encoder) -> None:
    text = "“We will not leave the city,” the mayor said. “They know that.\n“They will never take it.”\nIt rained."
    found = read(encoder, text)
    assert any("They will never take it" in content for _, _, content in found)


def test_turns_of_a_transcript_are_said_by_their_label(encoder: Encoder) -> None:
    text = (
        "MR PATEL: Thank you. They sent troops.\nQUESTION: How many?\nLEE (by phone): Ten.\nMR PATEL: I have no number."
    )
    assert read(encoder, text) == [
        ("MR PATEL", ":", "Thank you. They sent troops"),
        ("LEE", ":", "Ten"),
        ("MR PATEL", ":", "I have no number"),
    ]


def test_words_of_an_embedded_post_stay_in_it(encoder: Encoder) -> None:
    text = "The minister said the talks had failed.\nWe are ready for talks, the president said."
    start = text.index("We are")
    post = Embed(id="post-1", kind="post", span=Span(start, len(text)))
    _, found = find_attributions(article(text, embeds=(post,)), encoder)
    for one in found:
        inside = {span.start >= start for span in (*one.source, *one.cue, *one.content)}
        assert inside == {one.container == "post-1"}


def test_the_title_has_its_own_offsets(encoder: Encoder) -> None:
    _, found = find_attributions(article("It rained all day.", title="Minister says the troops left Kursk"), encoder)
    [one] = [item for item in found if item.where == "title"]
    assert one.source == (Span(0, 8),)


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("“We go,”", "direct"),
        ('"We go"', "direct"),
        ("that we “go”", "mixed"),
        ("that we go", "indirect"),
        ("“We go” and “stay”", "mixed"),
        ("'We go,'", "direct"),
        ("the Democrats' plan", "indirect"),
    ],
)
def test_manner_is_read_off_the_marks(text: str, want: str) -> None:
    assert manner_of(text, [Span(0, len(text))]) == want


PARTS = [
    "“We go,” he said.",
    '"No", said Kim',
    "Ukraine said it was over. ",
    "PATEL: Thank you.",
    "•",
    "“",
    "”",
    "''",
    "According to Moscow, 1,200 left.",
    "\n",
    "\n\n",
    "\u200b",
    "🙂",
    "ALL DENIED IT",
    "e\u0301",
]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(PARTS), max_size=10).map(" ".join))
def test_offsets_are_valid_and_the_same_again(text: str) -> None:
    encoder = load_encoder()
    page = article(text)
    analysis, found = find_attributions(page, encoder)
    assert (analysis, found) == find_attributions(page, encoder)
    for one in found:
        for start, end in (*one.source, *one.cue, *one.content):
            assert 0 <= start < end <= len(text)
            assert not text[start].isspace()
            assert not text[end - 1].isspace()
        assert 0 <= one.score <= 1
    for sentence in analysis.sentences:
        assert all(0 <= token.head < len(sentence.tokens) for token in sentence.tokens)
        assert [Span(t.start, t.end) for t in sentence.tokens] == split_words(text, *sentence.span)
    assert [len(s.tokens) for s in analysis.sentences] == [len(row) for row in analysis.factuality]


def test_white_space_between_paragraphs_changes_nothing(encoder: Encoder) -> None:
    text = "Ukraine said ten people died.\n“No,” the general said.\nMoscow denied it."
    assert read(encoder, text) == read(encoder, text.replace("\n", "\n \n\n\t"))


def test_neighbours_change_nothing(encoder: Encoder) -> None:
    first, second = "Ukraine said ten people died.", "“No,” the general said."
    alone = read(encoder, first)
    read(encoder, second)
    assert read(encoder, first) == alone


def test_one_line_of_a_megabyte_is_read_in_bounded_windows(encoder: Encoder) -> None:
    line = "Ukraine said ten people died and " * 600
    analysis, _ = find_attributions(article(line), encoder)
    [sentence] = analysis.sentences
    assert sum(token.head == n for n, token in enumerate(sentence.tokens)) == 1

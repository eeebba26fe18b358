"""Statements that one holder hands on and another makes: two layers, the inner one with the words."""

import pytest

import onrecord
from onrecord.kit import load_kit
from onrecord.pipeline import read_page
from onrecord.record import Page, Proposition, Reading


def who_says(reading: Reading, words: str) -> tuple[Proposition, set[str]]:
    """The proposition that holds the words, and the names of who says it."""
    names = {entity.id: entity.name for entity in reading.entities}
    acts = {act.id: act for act in reading.attributions}
    found = next(one for one in reading.propositions if words in one.gist and one.attribution)
    return found, {names[speaker] for speaker in acts[found.attribution or ""].speakers}


@pytest.mark.parametrize(
    ("text", "words", "speaker"),
    [
        (
            "The bridge was closed on Monday, the state news agency said, citing the transport ministry.",
            "The bridge was closed",
            "transport ministry",
        ),
        (
            "Reuters quoted a senior official in Ankara as saying that the border would stay open.",
            "the border would stay open",
            "senior official in Ankara",
        ),
        (
            "The pumps were working again, the operator said, according to the news agency.",
            "The pumps were working again",
            "operator",
        ),
    ],
)
def test_the_innermost_holder_owns_the_words(text: str, words: str, speaker: str) -> None:
    _, speakers = who_says(onrecord.read(text, published="2024-11-13"), words)
    assert len(speakers) == 1
    assert speaker in speakers.pop()


def test_a_reason_that_is_cited_is_no_holder() -> None:
    reading = onrecord.read("The minister said that she would resign, citing the loss of two votes.")
    assert all(act.by != "rule:relay" for act in reading.attributions)


def test_reports_called_false_are_denied() -> None:
    reading = onrecord.read("“Reports that the ministry was informed are false,” a spokesman said.")
    found, _ = who_says(reading, "the ministry was informed")
    assert found.stance == "denies"


def test_an_estimate_in_a_relative_clause_is_a_statement() -> None:
    reading = onrecord.read("Kyiv, which puts the number of prisoners at around 600, called the offer an insult.")
    found, speakers = who_says(reading, "around 600")
    assert speakers == {"Ukraine"}
    assert found.stance == "asserts"


def test_a_correction_takes_back() -> None:
    text = "Correction: An article on Monday misstated the length of the bridge. Ann Hill said that the old bridge was 40 metres long."
    reading = read_page(Page(id="a", text=text, published="2024-11-14", kind="correction"), load_kit())
    assert "retracts" in {act.stance for act in reading.attributions}
    assert ("person:ann-hill",) in {act.speakers for act in reading.attributions}


def test_neither_confirmed_nor_denied_is_a_silence() -> None:
    reading = onrecord.read("The mayor’s office has neither confirmed nor denied the report.")
    assert [act.stance for act in reading.attributions] == ["declines"]

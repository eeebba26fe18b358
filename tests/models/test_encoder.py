"""The shipped weights: checked at load, and the same words always read the same."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from onrecord.models.encoder import load_encoder
from onrecord.models.weights import SHIPPED, check_digests, shipped_folder
from onrecord.record import ModelError, Span

TEXT = "Ukraine said ten soldiers may have left Kursk."


def test_shipped_weights_have_the_digests_of_their_manifest() -> None:
    assert set(check_digests(shipped_folder())) == set(SHIPPED)


def test_the_card_names_every_digest() -> None:
    card = (shipped_folder() / "CARD.md").read_text(encoding="utf-8")
    assert all(digest in card for digest in check_digests(shipped_folder()).values())


@pytest.mark.parametrize("name", ["settings.json", "manifest.json"])
def test_tampered_or_missing_weights_are_refused(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "data"
    shutil.copytree(shipped_folder(), folder)
    (folder / name).write_text("{", encoding="utf-8")
    with pytest.raises(ModelError, match=name):
        load_encoder(folder)
    (folder / name).unlink()
    with pytest.raises(ModelError, match=name):
        load_encoder(folder)


def test_syntax_events_and_relations_come_from_one_reading() -> None:
    whole = [Span(0, len(TEXT))]
    read = load_encoder().read(TEXT, whole, whole)
    [sentence] = read.sentences
    words = [TEXT[token.start : token.end] for token in sentence.tokens]
    said, left = words.index("said"), words.index("left")
    assert sentence.tokens[said].dep == "ROOT"
    assert sentence.tokens[0].dep == "nsubj"
    assert sentence.tokens[0].entity == "B-GPE"
    assert sentence.tokens[left].tag == "VBN"
    assert read.factuality[0][said] > 2
    assert read.triggers[0][left] > 0.5
    [found] = read.relations
    assert (found.source, found.cue) == (Span(0, 7), Span(8, 12))


@pytest.mark.parametrize(("text", "low", "high"), [("did not leave", -3, -1), ("could leave", -1, 1), ("left", 2, 3)])
def test_factuality_follows_negation_and_possibility(text: str, low: float, high: float) -> None:
    sentence = f"The soldiers {text} the city."
    [whole] = [Span(0, len(sentence))]
    read = load_encoder().read(sentence, [whole], [whole])
    verb = next(n for n, t in enumerate(read.sentences[0].tokens) if sentence[t.start : t.end] in ("leave", "left"))
    assert low <= read.factuality[0][verb] <= high


def test_a_text_without_words_gives_empty_sentences() -> None:
    read = load_encoder().read("\u200b \u200b", [Span(0, 3)], [Span(0, 3)])
    assert read.sentences[0].tokens == ()
    assert read.factuality == ((),)


def test_what_stands_before_a_window_does_not_change_it() -> None:
    encoder = load_encoder()
    long = " ".join(["The talks went on in the capital for days."] * 60)
    text = f"{long}\n{TEXT}"
    paragraphs = [Span(0, len(long)), Span(len(long) + 1, len(text))]
    first = encoder.read(text, paragraphs, paragraphs)
    again = encoder.read(text, paragraphs, paragraphs)
    assert first == again
    assert (first.states == again.states).all()
    assert encoder.read(TEXT, [Span(0, len(TEXT))], [Span(0, len(TEXT))]).relations[0].score > 0.5

"""Made-up corpora in, labels on our own words out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from onrecord.models.words import split_words
from onrecord.train.corpora import (
    article_passage,
    attribution_passages,
    factuality_passages,
    token_passage,
    trigger_passages,
)

TEXT = "Kyiv said ten died.\n\n“No,” Kim said. Ignore this."


def write(path: Path, *rows: object) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def test_gold_spans_become_runs_of_words(tmp_path: Path) -> None:
    gold = {"source": [[0, 4]], "cue": [[5, 9]], "content": [[10, 18]]}
    start = TEXT.index("Ignore")
    row = {"id": "a", "text": TEXT, "attributions": [gold], "discard": [[start, len(TEXT)]]}
    [passage] = attribution_passages(write(tmp_path / "gold.jsonl", row))
    assert passage.attributions is not None
    [found] = passage.attributions
    assert [passage.words[n] for run in (found.source, found.cue, *found.content) if run for n in range(*run)] == [
        "Kyiv",
        "said",
        "ten",
        "died",
    ]
    assert [passage.words[n] for n in range(*passage.masked[0])] == ["Ignore", "this", "."]


def test_words_know_their_sentence_and_paragraph() -> None:
    passage = article_passage("a", "x", TEXT)
    assert list(passage.spans) == split_words(TEXT)
    assert passage.sentence[-1] == 2
    assert passage.paragraph[-1] == 1


def test_bracket_codes_become_brackets() -> None:
    assert token_passage("a", "x", [["-LRB-", "AP", "-RRB-"]]).text == "( AP )"


def test_factuality_stands_on_its_word(tmp_path: Path) -> None:
    row = {"text": "They may leave .", "targets": [{"span1": [2, 3], "label": -0.5}]}
    [passage] = factuality_passages(write(tmp_path / "f.jsonl", row), "uw-train")
    assert passage.factuality == {2: -0.5}


def test_events_are_runs_in_their_own_sentence(tmp_path: Path) -> None:
    row = {
        "id": "d",
        "sentences": [["One", "."], ["Two", "blew", "up", "."]],
        "sentence_ids": [3, 8],
        "mentions": [{"sentence": 8, "tokens": [1, 2], "type": "ACT"}],
    }
    [passage] = trigger_passages(write(tmp_path / "e.jsonl", row))
    assert passage.triggers is not None
    assert [passage.words[slice(*run)] for run in passage.triggers] == [["blew", "up"]]


def test_the_shared_training_set_is_read_whole(shared: Path) -> None:
    path = shared / "data/attribution/polnear-train.jsonl"
    if not path.is_file():
        pytest.skip("needs the training articles")
    passages = attribution_passages(path)
    assert len(passages) == 826
    assert sum(len(p.attributions or ()) for p in passages) > 19_400

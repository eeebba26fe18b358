"""Event mentions of many articles: a document in, its mentions as passages out; and the floor reached on ECB+ dev."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from onrecord.measure.event_coreference import measure_event_coreference, read_corpus
from onrecord.record import InputError

DOCUMENT = {
    "id": "1_1made",
    "topic": "1",
    "sentences": [["A", "storm", "struck", "Halden", "."], ["The", "strike", "of", "hail", "broke", "roofs", "."]],
    "sentence_ids": [0, 3],
    "mentions": [
        {"sentence": 0, "tokens": [2], "text": "struck", "chain": "A"},
        {"sentence": 3, "tokens": [1], "text": "strike", "chain": "A"},
        {"sentence": 3, "tokens": [4], "text": "broke", "chain": "B"},
    ],
}


def test_mentions_stand_in_the_sentence_that_their_number_names(tmp_path: Path) -> None:
    path = tmp_path / "made.jsonl"
    path.write_text(json.dumps(DOCUMENT) + "\n", encoding="utf-8")
    corpus = read_corpus(path)
    assert [passage.head_words for passage in corpus.passages.values()] == [("struck",), ("strike",), ("broke",)]
    assert list(corpus.chains.values()) == ["A", "A", "B"]
    (article,) = corpus.articles
    assert [[article.words[place] for place in places] for places in article.events.values()] == [
        ["struck"],
        ["strike"],
        ["broke"],
    ]


def test_a_line_of_another_form_is_named(tmp_path: Path) -> None:
    path = tmp_path / "other.jsonl"
    path.write_text('{"id": "x"}\n', encoding="utf-8")
    with pytest.raises(InputError, match="line 1"):
        read_corpus(path)


@pytest.mark.timeout(1200)
def test_floor_on_the_dev_split(shared: Path) -> None:
    found = measure_event_coreference(shared / "data/events/ecbplus-dev.jsonl")
    assert found.ours.conll >= 0.82
    assert found.ours.conll >= found.same_lemma.conll + 0.17
    assert found.pairs_a_mention <= 15
    assert found.ceiling.conll >= 0.98

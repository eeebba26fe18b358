"""Public corpora of ../shared/data come in; passages (words with gold labels, in our own tokens) go out.

A passage is an article, or a lone sentence of a corpus that has no articles. Labels that a corpus lacks are None and
cost nothing in training. Nothing of these texts is ever written into the project.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from onrecord.models.words import split_words
from onrecord.prepare.sentences import split_lines, split_sentences
from onrecord.record import Span

PTB_BRACKETS = {"-LRB-": "(", "-RRB-": ")", "-LSB-": "[", "-RSB-": "]", "-LCB-": "{", "-RCB-": "}"}


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldAttribution:
    """One relation as word numbers of the passage: half-open runs; no source is None."""

    source: tuple[int, int] | None
    cue: tuple[int, int]
    content: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Words of one text with everything that its corpus says about them."""

    id: str
    corpus: str
    text: str
    spans: tuple[Span, ...]  # of the words
    sentence: tuple[int, ...]  # number of the sentence of each word
    paragraph: tuple[int, ...]  # number of the paragraph of each word
    attributions: tuple[GoldAttribution, ...] | None = None
    masked: tuple[tuple[int, int], ...] = ()  # runs of words whose attribution labels say nothing
    factuality: Mapping[int, float] | None = None  # word number -> -3 … 3
    triggers: tuple[tuple[int, int], ...] | None = None  # runs of words that name an event

    @property
    def words(self) -> list[str]:
        """The words themselves."""
        return [self.text[start:end] for start, end in self.spans]


def read_rows(path: Path) -> list[dict[str, Any]]:
    """JSON lines as dictionaries."""
    with path.open(encoding="utf-8") as handle:
        return [json.loads(line) for line in handle if line.strip()]


def article_passage(identity: str, corpus: str, text: str) -> Passage:
    """A passage without labels from running text."""
    spans: list[Span] = []
    sentence: list[int] = []
    paragraph: list[int] = []
    number = 0
    for place, line in enumerate(split_lines(text)):
        for start, end in split_sentences(text, [line]):
            found = split_words(text, start, end)
            spans += found
            sentence += [number] * len(found)
            paragraph += [place] * len(found)
            number += bool(found)
    return Passage(
        id=identity,
        corpus=corpus,
        text=text,
        spans=tuple(spans),
        sentence=tuple(sentence),
        paragraph=tuple(paragraph),
    )


def token_passage(identity: str, corpus: str, sentences: Sequence[Sequence[str]]) -> Passage:
    """A passage from sentences that are already lists of words."""
    spans: list[Span] = []
    sentence: list[int] = []
    pieces: list[str] = []
    place = 0
    for number, words in enumerate(sentences):
        for raw in words:
            word = PTB_BRACKETS.get(raw, raw)
            spans.append(Span(place, place + len(word)))
            sentence.append(number)
            pieces.append(word)
            place += len(word) + 1
    return Passage(
        id=identity,
        corpus=corpus,
        text=" ".join(pieces),
        spans=tuple(spans),
        sentence=tuple(sentence),
        paragraph=(0,) * len(spans),
    )


def word_run(spans: Sequence[Span], start: int, end: int) -> tuple[int, int] | None:
    """Numbers of the words that share a character with [start, end), or None."""
    inside = [n for n, (first, last) in enumerate(spans) if first < end and last > start]
    return (inside[0], inside[-1] + 1) if inside else None


def attribution_passages(path: Path) -> list[Passage]:
    """PolNeAR articles with gold attributions; relations without cue or content are left out, `discard` is masked."""
    return [_attribution_passage(row) for row in read_rows(path)]


def _attribution_passage(row: Mapping[str, Any]) -> Passage:

    passage = article_passage(row["id"], "polnear", row["text"])
    at: dict[int, int] = {}
    for number, (start, end) in enumerate(passage.spans):
        for place in range(start, end):
            at[place] = number

    def run(start: int, end: int) -> tuple[int, int] | None:
        inside = [at[place] for place in range(start, end) if place in at]
        return (inside[0], inside[-1] + 1) if inside else None

    gold = []
    for raw in row["attributions"]:
        cue = [found for span in raw["cue"] if (found := run(*span))]
        content = [found for span in raw["content"] if (found := run(*span))]
        source = [found for span in raw["source"] if (found := run(*span))]
        if cue and content:
            gold.append(
                GoldAttribution(source=source[0] if source else None, cue=cue[0], content=tuple(sorted(set(content))))
            )
    masked = tuple(found for span in row["discard"] if (found := run(*span)))
    return replace(passage, attributions=tuple(gold), masked=masked)


def plain_passages(shared: Path) -> Iterator[Passage]:
    """Articles without labels for us, read for their syntax: war news, wire copy, local news, defence reports."""
    files = {
        "guardian": "streams/guardian-sdf.jsonl",
        "fakes": "streams/fakes-half.jsonl",
        "wikiref": "streams/wikiref220.jsonl",
        "aquaint": "time/aquaint.jsonl",
        "timebank": "time/timebank.jsonl",
        "wikiwars": "time/wikiwars-train.jsonl",
        "geovirus": "place/geovirus.jsonl",
        "lgl": "place/lgl.jsonl",
        "re3d": "defence/re3d-documents.jsonl",
        "plover": "events/plover-train.jsonl",
    }
    for corpus, name in files.items():
        for number, row in enumerate(read_rows(shared / name)):
            text = row.get("text") or row.get("sentence")
            if text:
                yield article_passage(f"{corpus}-{number}", corpus, text)


def factuality_passages(path: Path, corpus: str) -> list[Passage]:
    """Sentences whose event words carry a factuality from -3 (certainly not) to 3 (certainly so)."""

    return [
        replace(
            token_passage(f"{corpus}-{number}", corpus, [row["text"].split()]),
            factuality={target["span1"][0]: float(target["label"]) for target in row["targets"]},
        )
        for number, row in enumerate(read_rows(path))
    ]


def trigger_passages(path: Path) -> list[Passage]:
    """ECB+ documents (validated sentences) with the words that name an event."""

    passages = []
    for row in read_rows(path):
        passage = token_passage(row["id"], "ecbplus", row["sentences"])
        first = {
            identity: passage.sentence.index(n) for n, identity in enumerate(row["sentence_ids"]) if row["sentences"][n]
        }
        runs = {
            (
                first[mention["sentence"]] + min(mention["tokens"]),
                first[mention["sentence"]] + max(mention["tokens"]) + 1,
            )
            for mention in row["mentions"]
            if mention["type"].startswith("ACT") and mention["tokens"] and mention["sentence"] in first
        }
        passages.append(replace(passage, triggers=tuple(sorted(runs))))
    return passages

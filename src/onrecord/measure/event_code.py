"""Sentences with gold doer, target and root code (Zero-Shot-PLOVER) come in; how well events are coded goes out.

Two settings. Given doer and target: the share of root codes right and their macro F1; on the data that the weights were
learnt from believe the cross-validated figures that `onrecord.train.events` prints instead. From raw text: among the events found in a sentence the one that fits best counts; its doer
and target are right when they share characters with the gold phrase, an empty gold target wants none.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from onrecord.extract.event_code import code_chances, marked_stems
from onrecord.extract.events import find_events, mention_span
from onrecord.prepare.article import read_article
from onrecord.record import Analysis, Article, Event, Page, Span

_MARK = re.compile(r"<(/?)([st])>")


@dataclass(frozen=True, slots=True, kw_only=True)
class CodedSentence:
    """One gold sentence without its marks; `marked` keeps them."""

    text: str
    marked: str
    code: str
    actors: tuple[Span, ...]
    targets: tuple[Span, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EventCodeScore:
    """Shares over all sentences; `given_*` with gold doer and target, the others from raw text."""

    sentences: int
    given_accuracy: float
    given_macro_f1: float
    found: float
    root: float
    actor: float
    target: float
    both: float


def read_coded(path: Path) -> Iterator[CodedSentence]:
    """Sentences of a Zero-Shot-PLOVER file (JSON lines)."""
    with path.open(encoding="utf-8") as handle:
        for line in handle:
            row = json.loads(line)
            text, spans = unmark(row["marked_sentence"])
            yield CodedSentence(
                text=text, marked=row["marked_sentence"], code=row["gold_root"], actors=spans["s"], targets=spans["t"]
            )


def unmark(marked: str) -> tuple[str, dict[str, tuple[Span, ...]]]:
    """The sentence without <s>, <t> and their ends, and the spans they marked."""
    spans: dict[str, list[Span]] = {"s": [], "t": []}
    opened = {"s": 0, "t": 0}
    text, last = "", 0
    for mark in _MARK.finditer(marked):
        text += marked[last : mark.start()]
        last = mark.end()
        if mark[1]:
            spans[mark[2]].append(Span(opened[mark[2]], len(text)))
        else:
            opened[mark[2]] = len(text)
    return text + marked[last:], {kind: tuple(found) for kind, found in spans.items()}


def score_event_code(
    rows: Sequence[CodedSentence],
    code_given: Callable[[str], str],
    find: Callable[[str], Sequence[tuple[Event, Sequence[Span], Sequence[Span]]]],
) -> EventCodeScore:
    """Score a coder (marked sentence in, code out) and a finder (text in; events with spans of doers and targets out)."""
    guesses = [code_given(row.marked) for row in rows]
    counts = dict.fromkeys(("found", "root", "actor", "target", "both"), 0)
    for row in rows:
        best = max(
            ((touches(a, row.actors), touches(t, row.targets), e.score, e.code) for e, a, t in find(row.text)),
            default=None,
        )
        if best is None:
            continue
        counts["found"] += 1
        counts["actor"] += best[0]
        counts["target"] += best[1]
        counts["both"] += best[0] and best[1]
        counts["root"] += best[3] == row.code
    size = max(1, len(rows))
    return EventCodeScore(
        sentences=len(rows),
        given_accuracy=sum(guess == row.code for guess, row in zip(guesses, rows, strict=True)) / size,
        given_macro_f1=macro_f1(guesses, [row.code for row in rows]),
        **{name: count / size for name, count in counts.items()},
    )


def measure_event_code(path: Path, analyse: Callable[[Article], Analysis]) -> EventCodeScore:
    """Score the shipped weights and the event finder on a file; `analyse` gives an article's syntax."""

    def code_given(marked: str) -> str:
        chances = code_chances(marked_stems(marked))
        return max(sorted(chances), key=lambda code: chances[code])

    def find(text: str) -> list[tuple[Event, Sequence[Span], Sequence[Span]]]:
        article = read_article(Page(id=path.name, text=text, language="en"))
        events = find_events(article, analyse(article), ())
        return [
            (event, [mention_span(key) for key in event.actors], [mention_span(key) for key in event.targets])
            for event in events
        ]

    return score_event_code(list(read_coded(path)), code_given, find)


def macro_f1(guesses: Sequence[str], gold: Sequence[str]) -> float:
    """Mean F1 over the gold's codes."""
    scores = []
    for code in sorted(set(gold)):
        right = sum(guess == own == code for guess, own in zip(guesses, gold, strict=True))
        named = sum(guess == code for guess in guesses) + sum(own == code for own in gold)
        scores.append(2 * right / named)
    return sum(scores) / len(scores) if scores else 0.0


def touches(spans: Iterable[Span], gold: Sequence[Span]) -> bool:
    """Whether any span shares characters with any gold span; nothing is right where nothing is gold."""
    spans = tuple(spans)
    if not gold:
        return not spans
    return any(one.start < other.end and one.end > other.start for one in spans for other in gold)

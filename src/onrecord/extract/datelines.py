"""An article and the syntax of its sentences come in; the syntax without datelines as subjects goes out.

A parser takes the town that a report opens with for a second subject ("KYIV, Nov. 12 (Reuters) - The army said").
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from onrecord.record import Article, Sentence, Span

APART = "dep"
"""The label for what stands beside a sentence without a part in it (ClearNLP, Stanford: unclassified dependent)."""


def datelines_of(article: Article) -> tuple[Span, ...]:
    """What paragraphs open with that is no prose, prose following on the same line."""
    opens = {span.start: span.end for span in article.paragraphs}
    return tuple(part for part in article.furniture if part.end < opens.get(part.start, 0))


def set_apart(sentences: Sequence[Sentence], datelines: Sequence[Span]) -> tuple[Sentence, ...]:
    """The sentences, every word of a dateline that hangs on a word behind it without a part in the clause."""
    by_start = {part.start: part.end for part in datelines}
    return tuple(_apart(one, by_start[one.span.start]) if one.span.start in by_start else one for one in sentences)


def _apart(sentence: Sentence, end: int) -> Sentence:
    tokens = sentence.tokens
    return replace(
        sentence,
        tokens=tuple(
            token._replace(dep=APART) if token.end <= end <= tokens[token.head].start else token for token in tokens
        ),
    )

"""Attributions come in, some inside of others; the same go out with the inner ones mended.

An inner attribution whose source is "I" or "we" only frames what the outer speaker says ("Today I can confirm that …"):
the outer one takes its force (docs/stance.md, "Nested"), so it is no attribution of its own. An inner content that leaves
out the words right after its cue gets them back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from onrecord.knowledge.grammar import Words
from onrecord.record import Attribution, Span

_FIRST_PERSONS = frozenset(("i", "we"))
_LONGEST_GAP = 15
"""Words. A subject noun phrase of news text is rarely longer (99 of 100 of those in 84 articles are shorter)."""


def mend_nested(words: Words, items: Sequence[Attribution]) -> list[Attribution]:
    """The attributions without those frames, inner contents whole, in the order they came."""
    known = {item.id: item for item in items}
    return [
        item if item.parent is None else _mended(words, item, known.get(item.parent))
        for item in items
        if item.parent is None or not _frames_own(words, item)
    ]


def _frames_own(words: Words, item: Attribution) -> bool:
    spoken = [words.lower[n] for span in item.source for n in words.between(span)]
    return len(spoken) == 1 and spoken[0] in _FIRST_PERSONS


def _mended(words: Words, item: Attribution, parent: Attribution | None) -> Attribution:
    """The content begins right after the cue where only a noun phrase stands between, inside of the outer content."""
    if parent is None or not item.cue or not item.content:
        return item
    after = words.between(item.cue[-1]).stop
    if after < len(words.lower) and words.lower[after] in ("that", "whether", "if"):
        return _to_the_end(words, item, parent, after)
    start = words.between(item.content[0]).start
    if not 0 < start - after <= _LONGEST_GAP or not any(
        low <= words.start[after] < high for low, high in parent.content
    ):
        return item
    if any(
        words.tokens[n].tag[:2] in ("VB", "MD") or words.lower[n] in (",", "”", '"', ";") for n in range(after, start)
    ):
        return item
    if after >= start:
        return item
    whole = Span(words.tokens[after].start, item.content[0].end)
    return replace(item, content=(whole, *item.content[1:]))


def _to_the_end(words: Words, item: Attribution, parent: Attribution, after: int) -> Attribution:
    """A content that a "that" or "whether" opens runs to the end of its sentence within the outer content."""
    holder = next((span for span in parent.content if span.start <= words.start[after] < span.end), None)
    if holder is None:
        return item
    end = min(holder.end, words.sentences[words.sentence[after]].span.end)
    first = after if words.lower[after] != "that" else after + 1
    if first >= len(words.start) or words.start[first] >= end or item.content[0].end >= end:
        return item
    if any(words.lower[n] in (",", "”", '"', ";") for n in words.between(Span(item.content[0].end, end))):
        return item
    last = words.between(Span(words.start[first], end))[-1]
    while last > first and not words.lower[last][-1:].isalnum():
        last -= 1
    return replace(item, content=(words.span(first, last),))

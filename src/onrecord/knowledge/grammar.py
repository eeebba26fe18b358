"""An analysis comes in; its words on one line, with look-up by offset and by tree, go out."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import lru_cache

from onrecord.record import Analysis, Sentence, Span, Token

_CLIMB = 60
"""Steps. Deeper trees than this are parser noise (the deepest of 84 articles has 24); bounds the work a word."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """All words of an article in order; every list has one entry a word unless said otherwise.

    `head` is the number of the head word (a root is its own head); `left` and `right` are the first and last word of
    everything that hangs on a word, itself included (`kids` are those right under it, where there are any); `sentence` numbers `sentences`, whose first words are `first`.
    """

    text: str
    sentences: tuple[Sentence, ...]
    tokens: list[Token]
    lower: list[str]
    start: list[int]
    head: list[int]
    sentence: list[int]
    first: list[int]
    left: list[int]
    right: list[int]
    kids: dict[int, list[int]]

    def between(self, span: Span) -> range:
        """Numbers of the words that lie in the span or straddle its border."""
        low = bisect_right(self.start, span[0]) - 1
        if low < 0 or self.tokens[low].end <= span[0]:
            low += 1
        return range(low, max(low, bisect_left(self.start, span[1])))

    def span(self, low: int, high: int) -> Span:
        """Offsets from word `low` to word `high`, both included."""
        return Span(self.tokens[low].start, self.tokens[high].end)

    def bounds(self, number: int) -> range:
        """Numbers of the words of the sentence that this word stands in."""
        sentence = self.sentence[number]
        end = self.first[sentence + 1] if sentence + 1 < len(self.first) else len(self.tokens)
        return range(self.first[sentence], end)

    def children(self, number: int) -> list[int]:
        """Numbers of the words that hang directly on this one."""
        return self.kids.get(number, [])

    def top(self, words: range) -> int | None:
        """The word of a stretch that governs most of it: its head lies outside; verbs before others, left before right."""
        best: tuple[int, int] | None = None
        for n in words:
            head = self.head[n]
            if (head == n or head < words.start or head >= words.stop) and self.tokens[n].tag[:1].isalpha():
                size = self.right[n] - self.left[n] + (4 if self.tokens[n].tag[:2] in ("VB", "MD") else 0)
                if best is None or size > best[0]:
                    best = (size, n)
        return None if best is None else best[1]


class _Same:
    """An article's text and analysis as a key by identity: comparing them word by word would cost more than the work."""

    __slots__ = ("analysis", "text")

    def __init__(self, text: str, analysis: Analysis) -> None:
        self.text, self.analysis = text, analysis

    def __hash__(self) -> int:
        return id(self.analysis)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.analysis is self.analysis and other.text is self.text


def lay_out(text: str, analysis: Analysis) -> Words:
    """All words of the analysis on one line. Trees with rings or loose ends (from a statistical parser) do no harm.

    The stages ask for the same article one after the other: the last two layouts are kept.
    """
    return _lay_out(_Same(text, analysis))


@lru_cache(maxsize=2)
def _lay_out(same: _Same) -> Words:
    text, analysis = same.text, same.analysis
    tokens: list[Token] = []
    head: list[int] = []
    sentence: list[int] = []
    first: list[int] = []
    for number, item in enumerate(analysis.sentences):
        base = len(tokens)
        size = len(item.tokens)
        first.append(base)
        tokens.extend(item.tokens)
        head.extend(
            base + token[3] if 0 <= token[3] < size else base + place for place, token in enumerate(item.tokens)
        )
        sentence.extend([number] * size)
    left, right = _reach(head)
    kids: dict[int, list[int]] = {}
    for number, above in enumerate(head):
        if above != number:
            kids.setdefault(above, []).append(number)
    return Words(
        text=text,
        sentences=analysis.sentences,
        tokens=tokens,
        lower=[text[token[0] : token[1]].lower().replace("’", "'") for token in tokens],
        start=[token[0] for token in tokens],
        head=head,
        sentence=sentence,
        first=first,
        left=left,
        right=right,
        kids=kids,
    )


def _reach(head: list[int]) -> tuple[list[int], list[int]]:
    left = list(range(len(head)))
    right = list(range(len(head)))
    for number, above in enumerate(head):
        steps = 0
        current = number
        while above != current and steps < _CLIMB:
            if left[above] <= number <= right[above]:
                break  # whatever stretched it that far has told the words above it
            if number < left[above]:
                left[above] = number
            else:
                right[above] = number
            current, above = above, head[above]
            steps += 1
    return left, right

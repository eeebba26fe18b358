"""Two versions of one article come in; which paragraphs were added, dropped or reworded goes out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from onrecord.record import Article, Span

ALIKE = 0.5
"""Share of words in common from which two paragraphs are one that was reworded, not one dropped and one added."""
LARGEST = 2_000
"""Paragraphs compared one by one within a stretch of changes; beyond that a stretch is dropped and added as a whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One paragraph that differs: where it stood before, where it stands now (one of them None if added or dropped)."""

    kind: Literal["added", "dropped", "reworded"]
    before: Span | None
    after: Span | None


def compare_versions(before: Article, after: Article) -> tuple[Change, ...]:
    """The changes in the order of the text; white space does not count."""
    old, new = _words(before), _words(after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    changes: list[Change] = []
    for tag, first, last, start, end in matcher.get_opcodes():
        if tag != "equal":
            changes += _stretch(before, after, range(first, last), range(start, end))
    return tuple(changes)


def _words(article: Article) -> list[tuple[str, ...]]:
    return [tuple(span.of(article.text).split()) for span in article.paragraphs]


def _stretch(before: Article, after: Article, old: range, new: range) -> list[Change]:
    """Pairs paragraphs that are alike, in order; the rest is dropped or added."""
    pairs = _pair(_words(before), _words(after), old, new) if len(old) * len(new) <= LARGEST else {}
    taken = set(pairs.values())
    dropped = [_change(before, after, number, pairs.get(number)) for number in old]
    added = [Change(kind="added", before=None, after=after.paragraphs[number]) for number in new if number not in taken]
    return dropped + added


def _pair(
    old_words: Sequence[Sequence[str]], new_words: Sequence[Sequence[str]], old: range, new: range
) -> dict[int, int]:
    pairs: dict[int, int] = {}
    free = new.start
    for number in old:
        for other in range(free, new.stop):
            if SequenceMatcher(None, old_words[number], new_words[other], autojunk=False).ratio() >= ALIKE:
                pairs[number], free = other, other + 1
                break
    return pairs


def _change(before: Article, after: Article, number: int, other: int | None) -> Change:
    if other is None:
        return Change(kind="dropped", before=before.paragraphs[number], after=None)
    return Change(kind="reworded", before=before.paragraphs[number], after=after.paragraphs[other])

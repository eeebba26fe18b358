"""Words come in; the numbers that the encoder reads go out. Training and run-time both use exactly this code.

Each word becomes word pieces (all quotation marks look alike, and so do all dashes: what differs between publishers
and tells nothing is taken away) and one feature number that says its shape (the vocabulary has no capitals), whether
it stands inside quotation marks, and whether it opens its sentence or paragraph.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby, pairwise

import numpy as np
import numpy.typing as npt

SHAPES = 8  # other, lower, Title, UPPER, one capital, mixed, digits, a mark
QUOTES = 4  # outside, inside, opening mark, closing mark
PLACES = 3  # anywhere, first of its sentence, first of its paragraph
FEATURES = SHAPES * QUOTES * PLACES

DOUBLE_OPEN, DOUBLE_CLOSE, DOUBLE_EITHER = frozenset("“„‟"), frozenset("”"), frozenset(['"', "«", "»", "``", "''"])
SINGLE_OPEN, SINGLE_CLOSE = frozenset(["‘", "'", "‚", "‹", "`"]), frozenset(["’", "'", "›"])
DOUBLE = DOUBLE_OPEN | DOUBLE_CLOSE | DOUBLE_EITHER
_SAME = dict.fromkeys(DOUBLE, '"') | dict.fromkeys("‘’‚‹›`", "'") | {"--": "—", "–": "—", "―": "—", "---": "—"}

PIECES_A_WORD = 8
"""Longer words (addresses, chemical names) are cut: what follows says nothing about who speaks."""

Pieces = Callable[[str], tuple[int, ...]]


def plain_form(word: str) -> str:
    """The word as its pieces are looked up: one kind of quotation mark, apostrophe and dash."""
    return _SAME.get(word) or word.replace("’", "'").replace("‘", "'")


@cache
def _shape(word: str) -> int:
    if word.islower():
        return 1
    first = word[0]
    if first.isdigit():
        return 6
    if not first.isalpha():
        return 7 if not any(map(str.isalnum, word)) else 0
    if len(word) == 1:
        return 4 if first.isupper() else 0
    if word.isupper():
        return 3
    return 2 if first.isupper() and (word[1:].islower() or "'" in word or "’" in word) else 5


def word_shapes(words: Sequence[str], sentence: Sequence[int]) -> list[int]:
    """Shape of every word; in a sentence that is mostly capitals they say nothing, and shapes are those of small print."""
    shapes = [_shape(word) if len(word) < 40 else 0 for word in words]
    at = 0
    for _, group in groupby(sentence):
        size = sum(1 for _ in group)
        part = shapes[at : at + size]
        if part.count(3) * 2 > sum(shape in (1, 2, 3, 5) for shape in part) > 2:
            shapes[at : at + size] = [1 if shape in (2, 3, 4, 5) else shape for shape in part]
        at += size
    return shapes


def quote_states(words: Sequence[str], glued: Sequence[bool], paragraph: Sequence[int]) -> list[int]:
    """0 outside, 1 inside, 2 an opening mark, 3 a closing mark, word by word; a paragraph begins outside.

    `glued[n]` says that no white space stands before word n. Marks that look the same on both sides (straight ones,
    guillemets, which languages use either way round) open after white space or an opening bracket and close otherwise.
    Single marks count only where the paragraph also closes them, so that an apostrophe opens nothing. A quotation
    that its paragraph never closes runs to the paragraph's end, as newspapers print long ones.
    """
    states = [0] * len(words)
    at = 0
    for _, group in groupby(paragraph):
        size = sum(1 for _ in group)
        _paragraph_quotes(words[at : at + size], glued[at : at + size], states, at)
        at += size
    return states


def _paragraph_quotes(words: Sequence[str], glued: Sequence[bool], states: list[int], offset: int) -> None:
    """Writes the states of one paragraph into `states` from `offset` on."""
    inside, single_until = False, -1
    for number, word in enumerate(words):
        state = int(inside or number < single_until)
        if word in DOUBLE:
            opens = _opens(word, number, glued, words, inside)
            inside, state = opens, 2 if opens else 3
        elif number == single_until:
            state = 3
        elif word in SINGLE_OPEN and not inside and number > single_until:
            end = _closing_single(words, glued, number)
            if end:
                single_until, state = end, 2
        states[offset + number] = state


def _opens(word: str, number: int, glued: Sequence[bool], words: Sequence[str], inside: bool) -> bool:
    if word in DOUBLE_OPEN:
        return not (inside and word == "“" and _low_opened(words, number))
    if word in DOUBLE_CLOSE:
        return False
    spaced = not number or not glued[number] or words[number - 1] in "([{—–-“‘"
    follows = number + 1 < len(words) and glued[number + 1]
    if spaced != follows:
        return spaced and not follows and not inside
    return spaced if spaced and not inside else not inside


def _low_opened(words: Sequence[str], number: int) -> bool:
    """Whether the last double mark before word `number` was a low one, which “ closes („so“)."""
    return next((word == "„" for word in reversed(words[:number]) if word in DOUBLE), False)


def _closing_single(words: Sequence[str], glued: Sequence[bool], number: int) -> int:
    """Number of the mark that closes the single mark `number`, or 0: it must hug the words on its inner side only."""
    if (number and glued[number]) or number + 1 >= len(words) or not glued[number + 1]:
        return 0
    for later in range(number + 2, len(words)):
        free = later + 1 == len(words) or not glued[later + 1] or words[later + 1] in ",.;:!?)—-"
        if words[later] in SINGLE_CLOSE and glued[later] and free:
            return later
    return 0


def places(sentence: Sequence[int], paragraph: Sequence[int]) -> list[int]:
    """2 for the first word of a paragraph, 1 for the first of another sentence, else 0."""
    found, last_sentence, last_paragraph = [], -1, -1
    for here, there in zip(sentence, paragraph, strict=True):
        found.append(2 if there != last_paragraph else int(here != last_sentence))
        last_sentence, last_paragraph = here, there
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoded:
    """A text as numbers: `pieces` of every word, one `feature` a word, and the sentence each word stands in."""

    pieces: tuple[tuple[int, ...], ...]
    feature: npt.NDArray[np.int64]
    sentence: npt.NDArray[np.int64]
    quote: npt.NDArray[np.int64]


def encode_words(
    words: Sequence[str], glued: Sequence[bool], sentence: Sequence[int], paragraph: Sequence[int], *, pieces: Pieces
) -> Encoded:
    """The numbers of one article's words; `pieces` gives the vocabulary numbers of a word."""
    shape = np.array(word_shapes(words, sentence), dtype=np.int64)
    quote = np.array(quote_states(words, glued, paragraph), dtype=np.int64)
    place = np.array(places(sentence, paragraph), dtype=np.int64)
    return Encoded(
        pieces=tuple(map(pieces, words)),
        feature=(shape * QUOTES + quote) * PLACES + place,
        sentence=np.array(sentence, dtype=np.int64),
        quote=quote,
    )


def cut_windows(sizes: Sequence[int], place: Sequence[int], budget: int) -> Iterator[tuple[int, int]]:
    """Word ranges of at most `budget` pieces: whole paragraphs where they fit, else whole sentences, else what fits.

    `sizes` are pieces a word, `place` is as `places` gives it. Every word is in exactly one range, so nothing is read
    twice. Of the relations in the training set 99% stay within a paragraph.
    """
    paragraphs = _runs(place, 0, len(place), 2)
    start = used = 0
    for first, last in paragraphs:
        cost = sum(sizes[first:last])
        if used + cost <= budget:
            used += cost
            continue
        if first > start:
            yield start, first
        start, used = first, cost
        if cost > budget:
            *whole, (start, _) = _cut_paragraph(sizes, place, (first, last), budget)
            yield from whole
            used = sum(sizes[start:last])
    if len(place) > start:
        yield start, len(place)


def _runs(place: Sequence[int], start: int, end: int, level: int) -> list[tuple[int, int]]:
    """Ranges of [start, end) that begin at a place of at least `level`."""
    begins = [start, *(number for number in range(start + 1, end) if place[number] >= level), end]
    return [(first, last) for first, last in pairwise(begins) if first < last]


def _cut_paragraph(
    sizes: Sequence[int], place: Sequence[int], paragraph: tuple[int, int], budget: int
) -> Iterator[tuple[int, int]]:
    """Ranges of one paragraph that is longer than a window."""
    start, used = paragraph[0], 0
    for first, last in _runs(place, *paragraph, 1):
        cost = sum(sizes[first:last])
        if used and used + cost > budget:
            yield start, first
            start, used = first, 0
        for number in range(first, last) if cost > budget else ():
            if used + sizes[number] > budget:
                yield start, number
                start, used = number, 0
            used += sizes[number]
        used += cost if cost <= budget else 0
    yield start, paragraph[1]

"""Plain text comes in; the spans of its paragraphs go out, also where lines were broken to a fixed width."""

from __future__ import annotations

import re
from itertools import pairwise

from onrecord.record import Span

_LINE = re.compile(r"\S(?:[^\n\r\u2028\u2029]*\S)?")
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n|\r\n[^\S\n]*\r\n|\u2029")
NARROW, WIDE = 40, 100
"""Characters: text broken to a width stands in lines of 60-80; a paragraph in one line is longer, a headline shorter."""


def split_paragraphs(text: str) -> tuple[Span, ...]:
    """Paragraphs in order, trimmed, none empty: lines, or blocks of lines where the text was wrapped to a width."""
    lines = [Span(*match.span()) for match in _LINE.finditer(text)]
    if not _is_wrapped(text, lines):
        return tuple(lines)
    blocks: list[Span] = lines[:1]
    for before, line in pairwise(lines):
        if _BLANK_LINE.search(text, before.end, line.start):
            blocks.append(line)
        else:
            blocks[-1] = Span(blocks[-1].start, line.end)
    return tuple(blocks)


def _is_wrapped(text: str, lines: list[Span]) -> bool:
    """Whether single line ends break sentences: there are blank lines too, and most lines stop in mid-sentence."""
    if len(lines) < 4 or not _BLANK_LINE.search(text):
        return False
    inner = [before for before, line in pairwise(lines) if not _BLANK_LINE.search(text, before.end, line.start)]
    if len(inner) < 3 or len(inner) * 2 < len(lines):
        return False
    narrow = sum(NARROW < line.end - line.start < WIDE for line in inner)
    open_ended = sum(text[line.end - 1] not in '.!?:"”’)' for line in inner)
    return narrow * 10 > len(inner) * 9 and open_ended * 10 > len(inner) * 7

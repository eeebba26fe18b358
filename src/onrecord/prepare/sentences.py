"""A paragraph of text comes in; the spans of its sentences go out.

Rules over end marks, what follows them, and a list of abbreviations. A sentence never crosses a paragraph, never
holds leading or trailing white space, and is cut when it grows beyond `LONGEST` characters (tables, pasted lists,
two megabytes on one line), at the last mark or space before that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from onrecord.models.words import ABBREVIATIONS
from onrecord.record import Span

LONGEST = 1500
"""Characters. The longest sentence of 826 news articles has 1,190; longer ones are no prose."""

_END = re.compile(r"(?:[.!?…]+|。)[\"”’'»)\]]*(?=\s)")
_NEXT = re.compile(r"\s+([\"“„«‘'(\[—–-]*\s?)(\S+)")
_INITIALS = re.compile(r"(?:^|[\s(\"“.-])[^\W\d_]\.$|(?:[^\W\d_]\.){2,}$")
_WORD_BEFORE = re.compile(r"([^\W_]+)\.$")
_TITLE_WORDS = """mr mrs ms dr prof rev hon pres gov sen rep gen lt col maj capt sgt cpl pvt adm cmdr brig st mt ft messrs supt
    det insp spc pfc vs no nos op"""
_TITLES = frozenset(_TITLE_WORDS.split())
"""Abbreviations that a name or number follows: never the end of a sentence."""
_STARTER_WORDS = """the a an in on at he she it they we i you but and or so if when while as after before since for from with
    this that these those there his her its their our my what who how why where meanwhile however also according
    by to not no yes still then now some many most all one two last earlier later both more asked"""
_STARTERS = frozenset(_STARTER_WORDS.split())
"""Words that, capitalised after "U.S." or "p.m.", begin a sentence."""
_ASKED = re.compile(
    r"\s+(?:[^\W\d_][\w.'’-]*\s+){0,5}?(?:said|says|asked|asks|added|adds|wrote|writes|told|replied|shouted|tweeted|"
    r"declared|exclaimed|wondered|continued|yelled|cried|joked|quipped)\b"
)
_OPENING_QUOTE = re.compile(r"[\"”’'»]")


def split_sentences(text: str, paragraphs: Sequence[Span]) -> list[Span]:
    """Sentences of every paragraph, in order; paragraphs without a visible character give none."""
    return [sentence for start, end in paragraphs for sentence in _split_paragraph(text, start, end)]


def split_lines(text: str) -> list[Span]:
    """Spans of the lines of `text` that hold something visible, trimmed: the paragraphs of plain text."""
    return [Span(*match.span()) for match in re.finditer(r"\S(?:[^\n\r\u2028\u2029]*\S)?", text)]


def _split_paragraph(text: str, start: int, end: int) -> Iterator[Span]:
    first = start
    for match in _END.finditer(text, start, end):
        if match.end() - first >= 2 and _ends(text, first, match, end):
            yield from _bounded(text, first, match.end())
            first = match.end()
    yield from _bounded(text, first, end)


def _bounded(text: str, start: int, end: int) -> Iterator[Span]:
    """The trimmed span, or several where it is longer than `LONGEST`."""
    start, end = _trim(text, start, end)
    while end - start > LONGEST:
        cut = max(text.rfind(mark, start + 1, start + LONGEST) for mark in (". ", "; ", "\n"))
        if cut <= start:
            cut = text.rfind(" ", start + 1, start + LONGEST)
        cut = start + LONGEST if cut <= start else cut + 1
        piece = _trim(text, start, cut)
        if piece[0] < piece[1]:
            yield Span(*piece)
        start, end = _trim(text, cut, end)
    if start < end:
        yield Span(start, end)


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _ends(text: str, first: int, mark: re.Match[str], end: int) -> bool:
    """Whether the end mark found at `mark` closes the sentence that began at `first`."""
    follow = _NEXT.match(text, mark.end(), end)
    if follow is None:
        return True
    opener, word = follow.groups()
    if not (opener.strip() or word[0].isupper() or word[0].isdigit() or not word[0].isalnum()):
        return False
    marks = mark.group()
    if marks == ".":
        return _stop_ends(text[max(first, mark.end() - 24) : mark.end()], word, opener)
    if marks[0] in "!?" and _OPENING_QUOTE.search(marks):
        return _ASKED.match(text, mark.end(), min(end, mark.end() + 80)) is None
    return not (marks.startswith("..") and word[0].islower())


def _stop_ends(before: str, word: str, opener: str) -> bool:
    """Whether a lone full stop at the end of `before` ends a sentence, given the word after it."""
    bare = word.rstrip(".,;:!?\"”’'").lower()
    if _INITIALS.search(before):
        if before.rstrip(".").endswith((" I", "“I", '"I')):
            return True
        return bool(opener.strip()) or bare in _STARTERS
    known = _WORD_BEFORE.search(before)
    if known is None or known[1].lower() not in ABBREVIATIONS:
        return True
    if not known[1][0].isupper() and known[1].lower() not in {"vs", "etc", "no", "nos"}:
        return True
    if known[1].lower() in {"no", "nos", "op"}:
        return not word[0].isdigit()
    return known[1].lower() not in _TITLES and (bool(opener.strip()) or bare in _STARTERS)

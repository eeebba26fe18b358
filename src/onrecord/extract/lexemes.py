"""An article comes in; its words, numerals and marks go out as parallel lists with one letter of kind for each.

Grammars over such letters (`time_grammar`, `quantity_grammar`) are regular expressions on a string that holds one
character a word: they are short, run in linear time and leave the offsets to the lists. A line break that ends a
paragraph is a lexeme of its own (kind "¶"), so that nothing found crosses it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from onrecord.record import Span

LEXEME = re.compile(
    r"""
    (?P<iso>\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:?\d\d)?)?(?![\w-])) # 2024-11-05T10:00Z
  | (?P<slash>\d{1,2}/\d{1,2}/(?:\d{4}|\d\d)(?![\w/])|\d{1,2}\.\d{1,2}\.\d{4}(?!\w)) # 11/05/2024
  | (?P<clock>\d{1,2}[:.]\d\d(?=\s?[ap]\.?m\b)|\d{1,2}:\d\d(?::\d\d)?(?![\w:]))    # 10:35, 7.30pm
  | (?P<decade>['’]?(?:\d\d)?\d0['’]?s(?!\w))                                   # 1990s, '80s
  | (?P<ordinal>\d{1,4}(?:st|nd|rd|th)(?!\w))                                 # 30th
  | (?P<fraction>\d/\d(?![\w/])|[½¼¾⅓⅔])                                      # 1/2
  | (?P<number>\d{1,3}(?:[\u00a0\u2009\u202f]\d{3})++(?!\d)|\d{1,3}(?:\ \d{3})*?\ 000(?!\d)|\d{1,3}(?:,\d{3})++(?:\.\d+)?(?!\d)|\d++(?:\.\d+)?)           # 2,000  1.5  2024
  | (?P<halfday>[AaPp]\.[Mm]\.?(?!\w))                                        # a.m.
  | (?P<possessive>['’]s(?!\w))
  | (?P<word>(?:[A-Z]\.){2,}(?=\s[a-z])|[^\W\d_]+(?:['’](?!s\b)[^\W\d_]+)*)   # U.S. soldiers
  | (?P<blank>\n[ \t\r]*\n)
  | (?P<mark>[^\s\w])
    """,
    re.VERBOSE,
)
"""Each part is read once, from left to right; `\\d++` does not give back, so a megabyte of digits stays linear."""

PARAGRAPH = "¶"


@dataclass(frozen=True, slots=True)
class Lexemes:
    """Words of a text: where each starts and ends, its lower-case form, and its kind (one character each)."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]
    words: Sequence[str]
    kinds: str

    def span(self, first: int, last: int) -> Span:
        """From the start of lexeme `first` to the end of the one before `last`."""
        return Span(self.starts[first], self.ends[last - 1])


def lex(text: str, paragraphs: Sequence[Span], kind_of: Callable[[str, str], str]) -> Lexemes:
    """The words of a text; `kind_of(group, word)` gives each its one-character kind."""
    starts: list[int] = []
    ends: list[int] = []
    words: list[str] = []
    kinds: list[str] = []
    known: dict[str, str] = {}
    breaks = iter([span.start for span in paragraphs[1:]])
    next_break = next(breaks, len(text) + 1)
    for match in LEXEME.finditer(text):
        start, end = match.span()
        word = match.group().lower()
        if start >= next_break:
            while start >= next_break:
                next_break = next(breaks, len(text) + 1)
            starts.append(start)
            ends.append(start)
            words.append("")
            kinds.append(PARAGRAPH)
        kind = known.get(word)
        if kind is None:
            group = match.lastgroup or ""
            kind = PARAGRAPH if group == "blank" else kind_of(group, word)
            known[word] = kind
        starts.append(start)
        ends.append(end)
        words.append(word)
        kinds.append(kind)
    return Lexemes(text, starts, ends, words, "".join(kinds))

"""Lexemes of a text come in; phrases of number go out as (lexeme range, value or range, words before and after).

A phrase is a core ("2,000", "1.5 million", "tens of thousands", "between 40 and 50", "most of") with the words that
bend it ("at least", "or so"). What it counts and what it measures is said in `quantities`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple

from onrecord.extract.lexemes import Lexemes
from onrecord.knowledge.bounds import number_words as bound_words
from onrecord.knowledge.bounds import share
from onrecord.knowledge.numerals import number_of, number_words
from onrecord.knowledge.tables import rows

SCALES = {"m": 1e6, "mn": 1e6, "mln": 1e6, "bn": 1e9, "tn": 1e12, "k": 1e3, "b": 1e9}
LARGEST = 1e15
"""Beyond a quadrillion nothing that news counts: such a figure is kept without bounds."""


class Phrase(NamedTuple):
    """Lexemes [first, last) of the whole phrase, [core, core_end) of the number; `upper` only in a range."""

    first: int
    last: int
    core: int
    core_end: int
    low: float | None
    upper: float | None
    words: str | None  # words that bend it, as the table of bounds has them
    alone: bool  # whether the words are a number by themselves ("dozens")
    currency: str | None


@cache
def quantity_words() -> Mapping[str, str]:
    """Word -> kind."""
    return {row[0]: row[1] for row in rows("quantity_words.tsv")}


@cache
def currencies() -> Mapping[str, str]:
    """Currency sign -> ISO 4217 code."""
    return {row[0]: row[1] for row in rows("units.tsv") if row[2] == "money" and not row[0].isalpha()}


@cache
def kind_of_word(word: str) -> str:
    """The kind of one lexeme in a phrase of number."""
    if not word:
        return "¶"
    if word[0].isdigit():
        if re.fullmatch(r"[\d.,]+", word):
            return "N"
        return "~" if "/" in word and len(word) == 3 else "x"
    if word in number_words():
        return "n"
    if word in "½¼¾⅓⅔":
        return "~"
    return quantity_words().get(word) or {"-": "-", "–": "-", "—": "-", "$": "$", "£": "$", "€": "$", "+": "+"}.get(
        word, "_"
    )


def kinds_of(lexemes: Lexemes) -> str:
    """One letter a lexeme."""
    return "".join(map(kind_of_word, lexemes.words))


NUM = r"(?:a?n(?:-?n|&n){0,8}|N(?:s|n{1,3})?|a[~H](?=o?an)|N~|ad(?![o_]*h))"
CORE = re.compile(
    rf"""
    (?P<range>B\$?(?:{NUM})_?&\$?(?:{NUM})|\$?(?:{NUM})(?:t|\||-t-)\$?(?:{NUM})|\$?N-\$?N[sn]?)
  | (?P<mags>(?:v?ho){{1,3}}h|v?h(?!o?z))
  | (?P<few>av?[nd](?![-])|v[nd])
  | (?P<dozen>Ha?-?d|nd|ad|nd)
  | (?P<number>\$?{NUM})
  | (?P<vague>a?vo?|apo|ap(?=[A_]))
  | (?P<share>(?:[an]-?H|D?H|n-H)o)
  | (?P<none>z)
    """,
    re.VERBOSE,
)


def find_phrases(lexemes: Lexemes, kinds: str) -> list[Phrase]:
    """Phrases of number in order, not overlapping."""
    found: list[Phrase] = []
    for match in CORE.finditer(kinds):
        phrase = _phrase(lexemes, kinds, match)
        if phrase is not None:
            found.append(phrase)
    return found


def _phrase(lexemes: Lexemes, kinds: str, match: re.Match[str]) -> Phrase | None:
    first, last = match.span()
    rule = match.lastgroup or ""
    words = lexemes.words[first:last]
    currency = next((currencies()[word] for word in words if word in currencies()), None)
    if rule == "number":
        value = _number(words)
        if value is None and not words[0][:1].isdigit() and currency is None:
            return None
        start, before = _before(lexemes, kinds, first)
        end, after = _after(lexemes, last)
        return Phrase(start, end, first, last, value, None, before or after, False, currency)
    if rule == "range":
        return _range(lexemes, kinds, match, currency)
    if rule in {"mags", "few", "dozen", "vague", "none"}:
        text = " ".join(words).replace(" - ", "-")
        text = re.sub(r"^(?:many|a few|several|some) (?=\w+s of|\w+s$)", "", text) if rule == "mags" else text
        return _alone(lexemes, kinds, match, text)
    return _share(lexemes, first, last)


def _share(lexemes: Lexemes, first: int, last: int) -> Phrase | None:
    """ "most of", "two-thirds of", "half of": the words as the table has them."""
    name = " ".join(lexemes.words[first:last]).replace(" - ", "-")
    return Phrase(first, last, first, last, None, None, name, True, None) if share(name) is not None else None


def _alone(lexemes: Lexemes, kinds: str, match: re.Match[str], text: str) -> Phrase | None:
    """Words that are a number by themselves."""
    first, last = match.span()
    for name in (text, text.removesuffix(" of"), text.removeprefix("the "), f"a {text}"):
        if name in bound_words():
            return Phrase(first, last, first, last, None, None, name, True, None)
    number = number_of([{"dozen": "twelve"}.get(word, word) for word in text.split()])
    if text.endswith("dozen"):
        count = number_of(text.split()[:-1])
        number = None if count is None else 12 * count
    if number is None:
        return None
    start, before = _before(lexemes, kinds, first)
    return Phrase(start, last, first, last, number, None, before, False, None)


def _range(lexemes: Lexemes, kinds: str, match: re.Match[str], currency: str | None) -> Phrase | None:
    first, last = match.span()
    at = next((i for i in range(first + 1, last) if kinds[i] in "&t|-" and _splits(kinds, first, i)), None)
    if at is None:
        return None
    low, upper = _number(lexemes.words[first:at]), _number(lexemes.words[at + 1 : last])
    if low is None or upper is None:
        return None
    scale = number_words().get(lexemes.words[last - 1]) or SCALES.get(lexemes.words[last - 1], 1)
    if scale >= 1000 and low < 1000 <= upper:
        low *= scale
    name = "between" if kinds[first] == "B" else lexemes.words[at] if lexemes.words[at] in {"to", "or"} else "-"
    start, _ = _before(lexemes, kinds, first)
    return Phrase(start, last, first, last, low, upper, name, False, currency)


def _splits(kinds: str, first: int, at: int) -> bool:
    """Whether the range is cut at `at`: "and" and hyphens stand inside numbers too ("twenty-one")."""
    if kinds[at] in "t|":
        return True
    if kinds[first] == "B":
        return kinds[at] == "&" and re.fullmatch(rf"B\$?(?:{NUM})_?", kinds[first:at]) is not None
    return kinds[at] == "-" and kinds[at - 1] in "Ns" and kinds[at + 1] in "N$"


def _number(words: Sequence[str]) -> float | None:
    """Value of the words of a number; None where they are none or too great to be meant."""
    plain = [word for word in words if word not in currencies() and word not in {"between", "a", "an", "the"}]
    scale = 1.0
    if plain and plain[-1] in SCALES:
        scale = SCALES[plain[-1]]
        plain = plain[:-1]
    if not plain:
        return None
    if len(plain) > 1 and plain[0][0].isdigit():
        figure = number_of(plain[:1])
        for word in plain[1:]:
            scale *= number_words().get(word, 1) if number_words().get(word, 0) >= 100 else 1
        value = figure
    else:
        value = number_of(plain)
    if value is None or value * scale > LARGEST:
        return None
    return float(f"{value * scale:.12g}")


@cache
def _bending() -> tuple[dict[tuple[str, ...], str], dict[tuple[str, ...], str]]:
    """Words before and after a number, split, -> the name in the table."""
    before: dict[tuple[str, ...], str] = {}
    after: dict[tuple[str, ...], str] = {}
    for name, row in bound_words().items():
        if row.place == "before":
            before[tuple(name.split())] = name
        elif row.place == "after":
            after[tuple(name.replace("-", "- ").split())] = name
    return before, after


def _before(lexemes: Lexemes, kinds: str, first: int) -> tuple[int, str | None]:
    """Where the phrase starts and the words before the number that bend it; the longest known ones win."""
    before, _ = _bending()
    at = first
    if at and kinds[at - 1] in "aD" and lexemes.words[at - 1] in {"a", "the"}:
        at -= 1
    for start in (first, at):
        for length in (5, 4, 3, 2, 1):
            if start - length >= 0:
                name = before.get(tuple(lexemes.words[start - length : start]))
                if name is not None:
                    return start - length, name
    return first, None


def _after(lexemes: Lexemes, last: int) -> tuple[int, str | None]:
    _, after = _bending()
    for length in (3, 2, 1):
        name = after.get(tuple(lexemes.words[last : last + length]))
        if name is not None:
            return last + length, name
    return last, None

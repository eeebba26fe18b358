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
from onrecord.knowledge.bounds import Bounds, bounds, share
from onrecord.knowledge.bounds import number_words as bound_words
from onrecord.knowledge.numerals import number_of, number_words
from onrecord.knowledge.tables import rows

SCALES = {"m": 1e6, "mn": 1e6, "mln": 1e6, "bln": 1e9, "trn": 1e12, "bn": 1e9, "tn": 1e12, "k": 1e3, "b": 1e9}
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
    ratio: Bounds | None = None  # of a share ("most of", "nearly half of", "two in five")


@cache
def quantity_words() -> Mapping[str, str]:
    """Word -> kind."""
    return {row[0]: row[1] for row in rows("quantity_words.tsv")}


@cache
def currencies() -> Mapping[str, str]:
    """Currency sign -> ISO 4217 code."""
    return {row[0]: row[1] for row in rows("units.tsv") if row[2] == "money" and not row[0].isalpha()}


CODES = frozenset({"usd", "eur", "gbp"})
"""Currency codes that stand before their number."""


@cache
def kind_of_word(word: str) -> str:
    """The kind of one lexeme in a phrase of number."""
    if not word:
        return "¶"
    if word[0].isdigit():
        if re.fullmatch(r"[\d.,\s]+", word):
            return "N"
        return "~" if "/" in word and len(word) == 3 else "x"
    if word in number_words():
        return "n" if number_words()[word] < 100 else "m"
    if word in "½¼¾⅓⅔":
        return "~"
    return quantity_words().get(word) or {
        "-": "-",
        "–": "-",
        "—": "-",
        "$": "$",
        "£": "$",
        "€": "$",
        "+": "+",
        "^": "^",
    }.get(word, "_")


def kinds_of(lexemes: Lexemes) -> str:
    """One letter a lexeme."""
    return "".join(map(kind_of_word, lexemes.words))


NUM = r"(?:[na]-?Hoam|[nN](?:&|-&-)a-?H(?![od])m?|a?m&aH(?![od])|[nN]m&aH(?![od])|a?[nm](?:-?[nm]|&[nm]){0,8}|N(?:s|m{1,3})?|N~|a?-?H-?a?m|a-?am)"
SHARE = re.compile(r"(?P<share>(?:[an]-?H|D?H)o(?!am)|[nN](?:Oo|i)a?[nNm](?![-N]))")
CORE = re.compile(
    rf"""
    (?P<range>B\$?(?:{NUM})_?&\$?(?:{NUM})|\$?(?:{NUM})(?:t|\||-t-)\$?(?:{NUM})|\$?N[sm]?-\$?N[sm]?)
  | (?P<mags>(?:v?ho){{1,3}}h|v?h(?!o?z))
  | (?P<few>av[md](?!-)|v[md])
  | (?P<dozen>a?H-?a?-?d|a-?d|[nN]d|d)
  | (?P<number>\$_N(?:s|m{{1,3}})?|N\^N|\$?{NUM})
  | (?P<vague>a?vo?|apo)
  | (?P<none>zn|!a1|z)
    """,
    re.VERBOSE,
)


def find_phrases(lexemes: Lexemes, kinds: str) -> list[Phrase]:
    """Phrases of number in order, not overlapping."""
    found: list[Phrase] = []
    shares = [phrase for match in SHARE.finditer(kinds) for phrase in [_share(lexemes, *match.span())] if phrase]
    taken = bytearray(len(kinds))
    for ratio in shares:
        taken[ratio.core : ratio.core_end] = b"\1" * (ratio.core_end - ratio.core)
    for match in CORE.finditer("".join("¶" if busy else kind for kind, busy in zip(kinds, taken, strict=True))):
        if match.lastgroup == "range" and _is_change(lexemes, match.start()):
            found.extend(_both_ends(lexemes, kinds, match))
            continue
        phrase = _phrase(lexemes, kinds, match)
        if phrase is not None:
            found.append(phrase)
    return sorted([*found, *shares], key=lambda phrase: phrase.core)


def _is_change(lexemes: Lexemes, first: int) -> bool:
    """Whether "16 to 26" are two figures ("rose from 16 to 26") rather than a range ("from 16 to 26 men")."""
    before = lexemes.words[max(0, first - 9) : first]
    return before[-1:] == ["from"] and any(quantity_words().get(word) == "u" for word in before)


def _both_ends(lexemes: Lexemes, kinds: str, match: re.Match[str]) -> list[Phrase]:
    at = kinds.find("t", *match.span())
    ends = [(match.start(), at), (at + 1, match.end())] if at > 0 else []
    values = [(first, last, _number(lexemes.words[first:last])) for first, last in ends]
    return [Phrase(first, last, first, last, value, None, None, False, None) for first, last, value in values if value]


def _phrase(lexemes: Lexemes, kinds: str, match: re.Match[str]) -> Phrase | None:
    first, last = match.span()
    rule = match.lastgroup or ""
    if rule == "vague" and (
        lexemes.words[first] == "few"
        or (lexemes.words[first] == "many" and lexemes.words[first - 1 : first] in (["as"], ["how"], ["too"]))
    ):
        return None
    words = lexemes.words[first:last]
    currency = next((currencies()[word] for word in words if word in currencies()), None)
    if currency is not None and first:
        currency = currencies().get(f"{lexemes.words[first - 1]}$", currency) if _touches(lexemes, first) else currency
    if rule == "number":
        value = _number(words)
        if words[0][:1] == "0" and len(words[0]) > 1 and words[0].isdigit():
            return None
        if value is None and not words[0][:1].isdigit() and currency is None:
            return None
        if value is not None and _is_negative(lexemes, first):
            return Phrase(first - 1, last, first, last, -value, None, None, False, currency)
        if kinds[first + 1 : first + 2] == "^":
            value = None
        if currency is None and first and (code := lexemes.words[first - 1]) in CODES:
            first, currency = first - 1, code.upper()  # "USD 300 million"
        start, before = _before(lexemes, first)
        end, after = _after(lexemes, last)
        return Phrase(start, end, first, last, value, None, before or after, False, currency)
    if rule == "range":
        return _range(lexemes, kinds, match, currency)
    if kinds[first:last] == "zn" and words != ["no", "one"]:
        return None
    text = " ".join(words).replace(" - ", "-")
    text = re.sub(r"^(?:many|a few|several|some) (?=\w+s of|\w+s$)", "", text) if rule == "mags" else text
    return _alone(lexemes, match, text)


def _is_negative(lexemes: Lexemes, first: int) -> bool:
    """ "minus five", "-5" after a space."""
    before = lexemes.words[first - 1 : first]
    if before == ["minus"]:
        return True
    return before in (["-"], ["−"]) and _touches(lexemes, first) and (first < 2 or not _touches(lexemes, first - 1))


def _touches(lexemes: Lexemes, at: int) -> bool:
    """Whether no space stands before lexeme `at` ("A$60m")."""
    return lexemes.ends[at - 1] == lexemes.starts[at]


def _share(lexemes: Lexemes, first: int, last: int) -> Phrase | None:
    """ "most of", "nearly two-thirds of", "nine out of ten": a ratio, bent by the words before it."""
    words = lexemes.words[first:last]
    name = " ".join(words).replace(" - ", "-")
    exact = share(name) or share(name.replace("-", " "))
    if exact is None and words[-1] != "of":
        exact = _out_of(words)
    if exact is None:
        return None
    start, before = _before(lexemes, first)
    if exact[0] < exact[1]:  # "most of" is bent already
        start, before = first, None
    return Phrase(start, last, first, last, None, None, before or name, True, None, _bent(before, exact))


def _out_of(words: Sequence[str]) -> tuple[float, float] | None:
    """ "nine out of ten", "one in five": the ratio, where the whole is a number that people count in."""
    part, whole = _number(words[:1]), _number(words[-1:])
    if part is None or whole is None or not 0 < part < whole or whole not in WHOLES:
        return None
    return (part / whole, part / whole) if "out" in words or part <= 3 or whole == 10 else None


WHOLES = frozenset({3, 4, 5, 6, 7, 8, 10, 12, 20, 50, 100, 1000})
"""Numbers that shares are told of ("one in five"); "killed two in 2014" and "seven in 13" are none."""
HALVES = 0.1
"""How far "about half" and "nearly half" reach: a tenth of the whole, the step in which shares are told."""


def _bent(words: str | None, exact: tuple[float, float]) -> Bounds:
    """Bounds of a share with the words before it, by the terms that the table has for numbers."""
    low, high = exact
    row = bound_words().get(words or "")
    if row is None:
        return Bounds(low, high, low, high)
    near, far = max(0.0, round(low - HALVES, 9)), min(1.0, round(high + HALVES, 9))
    limits = {"n-h": near, "n+h": far, "n-s": (near + low) / 2, "n+s": (far + high) / 2, "": None}
    hard, soft = row.hard, row.soft
    ends = [limits.get(str(term), exact[0]) for term in (*hard, *soft)]
    return Bounds(
        ends[0] or 0.0, 1.0 if ends[1] is None else ends[1], ends[2] or 0.0, 1.0 if ends[3] is None else ends[3]
    )


def _alone(lexemes: Lexemes, match: re.Match[str], text: str) -> Phrase | None:
    """Words that are a number by themselves; a definite one ("a dozen") may be bent like any other."""
    first, last = match.span()
    text = text.removesuffix(" of")
    names = (
        text,
        text.removeprefix("the "),
        f"a {text}",
        f"{text} of",
        f"a {text} of",
        "a " + text.removeprefix("the ") + " of",
    )
    name = next((name for name in names if name in bound_words()), None)
    limits = bounds(name) if name is not None and bound_words()[name].place == "alone" else None
    value = limits.low if limits is not None and limits.low == limits.high else None
    if limits is None:
        count = number_of(text.split()[:-1]) if text.endswith("dozen") else None
        value = None if count is None else 12 * count
    if value is not None:
        start, before = _before(lexemes, first)
        end, after = _after(lexemes, last)
        return Phrase(start, end, first, last, value, None, before or after, False, None)
    return Phrase(first, last, first, last, None, None, name, True, None) if limits is not None else None


def _range(lexemes: Lexemes, kinds: str, match: re.Match[str], currency: str | None) -> Phrase | None:
    first, last = match.span()
    at = next((i for i in range(first + 1, last) if kinds[i] in "&t|-" and _splits(kinds, first, i)), None)
    if at is None:
        return None
    low, upper = _number(lexemes.words[first:at]), _number(lexemes.words[at + 1 : last])
    if low is None or upper is None or lexemes.words[last - 1][:1] == "0":
        return None
    scale = number_words().get(lexemes.words[last - 1]) or SCALES.get(lexemes.words[last - 1], 1)
    if scale >= 1000 and low < 1000 <= upper:
        low *= scale
    if low >= upper and lexemes.words[at] in {"-", "–"}:
        return None  # a telephone number, a result
    name = "between" if kinds[first] == "B" else lexemes.words[at] if lexemes.words[at] in {"to", "or"} else "-"
    start, _ = _before(lexemes, first)
    return Phrase(start, last, first, last, low, upper, name, False, currency)


def _splits(kinds: str, first: int, at: int) -> bool:
    """Whether the range is cut at `at`: "and" and hyphens stand inside numbers too ("twenty-one")."""
    if kinds[at] in "t|":
        return True
    if kinds[first] == "B":
        return kinds[at] == "&" and re.fullmatch(rf"B\$?(?:{NUM})_?", kinds[first:at]) is not None
    return kinds[at] == "-" and kinds[at - 1] in "Nsm" and kinds[at + 1] in "N$"


SILENT = frozenset({"between", "a", "an", "the", "-", "us", "c", "nz", "hk"})
"""Words and letters within a number that carry no value: articles, the country before a currency sign."""


PARTS = {"half": 0.5, "quarter": 0.25}


def _and_a_half(plain: Sequence[str]) -> float | None:
    """ "five and a half million", "a million and a half"."""
    at = plain.index("and")
    part, great = PARTS[plain[at + 1]], [number_words().get(word, 1) for word in plain if word.isalpha()]
    scale = max((value for value in great if value >= 1000), default=1)
    value = _number(plain[:at]) if plain[:at] not in ([], ["million"]) else scale
    if value is None:
        return None
    return value * scale + part * scale if scale > 1 and plain[-1] != plain[at + 1] else value + part * scale


def _number(words: Sequence[str]) -> float | None:
    """Value of the words of a number; None where they are none or too great to be meant."""
    plain = [word for word in words if word not in currencies() and word not in SILENT]
    scale = 1.0
    if "of" in plain:
        part = " ".join(words[: words.index("of") + 1]).replace(" - ", " ")
        scale, plain = (share(part) or (0.0, 0.0))[0], plain[plain.index("of") + 1 :]
    elif plain and plain[0] in PARTS:
        scale, plain = PARTS[plain[0]], plain[1:]
    elif "and" in plain and plain[plain.index("and") + 1 :][:1] and plain[plain.index("and") + 1] in PARTS:
        return _and_a_half(plain)
    if plain and plain[-1] in SCALES:
        scale = SCALES[plain[-1]]
        plain = plain[:-1]
    if not plain:
        return None
    if len(plain) > 1 and plain[0][0].isdigit():
        value = number_of(plain[:1])
        for word in plain[1:]:
            scale *= number_words().get(word, 1)
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
    before.update({(row[0],): row[1] for row in rows("number_verbs.tsv")})
    return before, after


def _before(lexemes: Lexemes, first: int) -> tuple[int, str | None]:
    """Where the phrase starts and the words before the number that bend it; the longest known ones win."""
    before, _ = _bending()
    at = first - 1 if first and lexemes.words[first - 1] in {"a", "the", "an", "another"} else first
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

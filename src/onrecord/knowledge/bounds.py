"""A number and the words around it come in; inclusive hard and soft bounds go out (table: data/bounds.toml).

*Hard* bounds are what the words exclude, *soft* ones what they suggest; None is open. The table and its terms are those
of docs/standing.md, "Numbers". No bound is ever rounded: what the reader is shown is the figure as it was said.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal, NamedTuple

import msgspec

from onrecord.record import InputError

Where = Literal["before", "after", "between", "alone"]


class Bounds(NamedTuple):
    """Inclusive bounds of a quantity; None is open on that side."""

    low: float | None
    high: float | None
    soft_low: float | None
    soft_high: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberWords:
    """One row of the table; `hard` and `soft` hold terms ("n-h", "") beside a number, else numbers."""

    words: tuple[str, ...]
    hard: tuple[str | float, str | float]
    soft: tuple[str | float, str | float]
    place: Where = "alone"
    tension: bool = False
    exact: bool = False


_TERMS: Mapping[str, Callable[[float, float], float]] = {
    "n": lambda n, _: n,
    "m": lambda _, upper: upper,
    "n-h": lambda n, _: _tidy(n - widths(n)[0]),
    "n+h": lambda n, _: _tidy(n + widths(n)[0]),
    "n-s": lambda n, _: _tidy(n - widths(n)[1]),
    "n+s": lambda n, _: _tidy(n + widths(n)[1]),
    "n-1": lambda n, _: _tidy(n - _step(n)),
    "n+1": lambda n, _: _tidy(n + _step(n)),
}


def bounds(modifier: str | None, n: float | None = None, upper: float | None = None) -> Bounds:
    """Bounds of a number said with these words; no words at all mean the number itself.

    `bounds("around", 4000)`, `bounds("between", 100, 300)`, `bounds("dozens")`. Letter case is ignored. Raises
    InputError for words that the table does not hold, and where the words need a number and none is given.
    """
    name = (modifier or "").strip().lower()
    if not name:
        number = _need(n, "a number")
        return Bounds(number, number, number, number)
    row = number_words().get(name)
    if row is None:
        raise InputError(f'No bounds are known for the words "{modifier}": add them to knowledge/data/bounds.toml.')
    if row.place == "alone":
        return Bounds(*(_fixed(value) for value in (*row.hard, *row.soft)))
    number = _need(n, name)
    last = _need(upper, name) if row.place == "between" else number
    first, last = min(number, last), max(number, last)
    return Bounds(*(_term(term, first, last) for term in (*row.hard, *row.soft)))


def share(words: str) -> tuple[float, float] | None:
    """Least and greatest ratio that these words name ("most of": more than half up to all), or None."""
    return _shares().get(words.strip().lower())


def share_of(words: str, whole: Bounds) -> Bounds | None:
    """Bounds of a share of a named quantity: nothing hard but the whole itself, softly the ratio of it."""
    ratio = share(words)
    if ratio is None:
        return None
    low = whole.low if whole.low is None else _tidy(ratio[0] * whole.low)
    high = whole.high if whole.high is None else _tidy(ratio[1] * whole.high)
    return Bounds(0, whole.high, low, high)


def unit_of(n: float) -> float:
    """The unit of a number: its last non-zero decimal place (11,000 -> 1,000; 1,200 -> 100; 2.5 -> 0.1); 0 for 0."""
    digits, exponent = f"{abs(n):.11e}".split("e")
    digits = digits.rstrip("0")
    places = len(digits.split(".")[1])
    return 0 if digits == "0." else _tidy(float(f"1e{int(exponent) - places}"))


def widths(n: float) -> tuple[float, float]:
    """How far "around n" reaches: h = min(u, n/5) hard and s = min(u/2, n/10) soft, u the unit of n."""
    unit = unit_of(n)
    return min(unit, abs(n) / 5), min(unit / 2, abs(n) / 10)


def is_round(n: float) -> bool:
    """Whether n is a round number: 1,000 or more with two or more trailing zeros."""
    return n >= 1000 and n % 100 == 0


def only_tension(modifier: str | None) -> bool:
    """Whether these words ("up to 500") set a bound that others may pass without contradicting them."""
    row = number_words().get((modifier or "").strip().lower())
    return row is not None and row.tension


def is_exact(modifier: str | None) -> bool:
    """Whether these words ("exactly") forbid reading a round number as rounded."""
    row = number_words().get((modifier or "").strip().lower())
    return row is not None and row.exact


@cache
def number_words() -> Mapping[str, NumberWords]:
    """Every word or phrase of the table in lower case -> its row; for those who look for them in text."""
    table = _table()
    return {words: row for row in (*table.number, *table.word) for words in row.words}


@cache
def _shares() -> Mapping[str, tuple[float, float]]:
    return {words: row.ratio for row in _table().share for words in row.words}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Share:
    words: tuple[str, ...]
    ratio: tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Table:
    number: tuple[NumberWords, ...]
    word: tuple[NumberWords, ...]
    share: tuple[_Share, ...]


@cache
def _table() -> _Table:  # read once: the file is part of the package
    return msgspec.toml.decode(files("onrecord.knowledge").joinpath("data/bounds.toml").read_bytes(), type=_Table)


def _term(term: str | float, n: float, upper: float) -> float | None:
    return _TERMS[str(term)](n, upper) if term else None


def _fixed(value: str | float) -> float | None:
    return None if isinstance(value, str) else value


def _step(n: float) -> float:
    return 1 if n == int(n) else min(1, unit_of(n))


def _need(number: float | None, words: str) -> float:
    if number is None:
        raise InputError(f'The words "{words}" need a number to have bounds: give it.')
    return number


def _tidy(value: float) -> float:
    """Whole values as they are, others without the last bits that binary fractions add (2.5 + 0.1 = 2.6)."""
    return value if value == int(value) else float(f"{value:.12g}")

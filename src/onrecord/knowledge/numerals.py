"""Number words come in ("two hundred and six", "1.5 million"); the value they stand for goes out."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from functools import cache

from onrecord.knowledge.tables import rows

LONGEST = 40
"""Digits: what is longer is no number that news gives (10^40), and int() of millions of digits never ends."""


@cache
def number_words() -> dict[str, float]:
    """Value of each number word; those of 100 and above multiply what stands before them."""
    return {word: float(value) for word, value in rows("number_words.tsv")}


def number_of(words: Sequence[str]) -> float | None:
    """Value of a run of numerals and number words in lower case, or None if they do not make one number.

    "and", "a" and hyphens may stand among them. Digits may carry commas, points or thin spaces.
    """
    total, group, seen = 0.0, 0.0, False
    table = number_words()
    for word in words:
        if word in {"and", "a", "an", "-", "–", "&", "of"}:
            continue
        if word[0].isdigit():
            figure = figure_of(word)
            if figure is None:
                return None
            group, seen = group + figure, True
            continue
        value = table.get(word)
        if value is None:
            return None
        if value == 100:
            group = (group or 1) * 100
        elif value > 100:
            total, group = total + (group or 1) * value, 0.0
        elif value >= 10 and 10 <= group < 100 and not total:  # "nineteen ninety-seven", "twenty twenty"
            group = group * 100 + value
        else:
            group += value
        seen = True
    return total + group if seen else None


def figure_of(digits: str) -> float | None:
    """Value of a numeral in digits ("2,000", "7.6", "2 000"), or None if it is not finite or too long to mean one."""
    if len(digits) > LONGEST:
        return None
    plain = re.sub(r"[,\s]", "", digits)
    try:
        value = float(plain)
    except ValueError:
        return None
    return value if math.isfinite(value) else None

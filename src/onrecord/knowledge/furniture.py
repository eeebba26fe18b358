"""A paragraph comes in; whether it is boilerplate or a credit line, and what kind of article it opens, goes out."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from importlib import resources
from typing import cast


@cache
def _tables() -> dict[str, object]:
    return tomllib.loads(resources.files("onrecord.knowledge").joinpath("data", "furniture.toml").read_text("utf-8"))


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return _any(cast("list[str]", _tables()[name]))


def _any(patterns: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE | re.DOTALL)


LONGEST = 700
"""Characters: the longest line of boilerplate or credit in 181 news pages has 612."""


def is_boilerplate(paragraph: str) -> bool:
    """Whether the whole paragraph is a line that is no part of any article ("Advertisement")."""
    return len(paragraph) <= LONGEST and _pattern("boilerplate").fullmatch(paragraph.strip()) is not None


def is_aside(sentence: str) -> bool:
    """Whether a sentence begins like one that speaks of the page (its pictures, its letters to readers), not of the news."""
    return _pattern("asides").match(sentence.strip()) is not None


def is_credit(paragraph: str) -> bool:
    """Whether the whole paragraph says who made the article or changed it."""
    return len(paragraph) <= LONGEST and _pattern("credits").fullmatch(paragraph.strip()) is not None


SHORTEST = 300
"""Characters of other lines from which a page is taken for an article, whatever one line says of cookies."""


def find_wall(lines: Sequence[str]) -> str | None:
    """The words by which a page that is no article shuts its reader out (consent, robots, payment), or None."""
    first, rest = None, 0
    for number, line in enumerate(lines):
        if match := _pattern("walls").search(line[:2000]):
            first = first or (match.group() if number < 40 else None)
        else:
            rest += len(line)
            if rest >= SHORTEST:
                return None
    return first


@cache
def labels() -> frozenset[str]:
    """Words in capitals that open a line but name no place."""
    return frozenset(cast("list[str]", _tables()["labels"]))


@cache
def kind_patterns() -> dict[str, dict[str, re.Pattern[str]]]:
    """Kind of article -> what shows it (title, path, section, type, text) -> pattern, in order of precedence."""
    kinds = cast("dict[str, dict[str, list[str]]]", _tables()["kinds"])
    return {kind: {sign: _any(patterns) for sign, patterns in signs.items()} for kind, signs in kinds.items()}

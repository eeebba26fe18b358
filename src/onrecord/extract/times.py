"""An article comes in; its time expressions go out, with partial values that `resolve.dates` puts on the calendar.

What only looks like a time is left out here: "May" the name and the verb, "Jordan said", "2000 people", ages. See
docs/times.md for the partial values.
"""

from __future__ import annotations

import re
from functools import lru_cache

from onrecord.extract.lexemes import Lexemes, lex
from onrecord.extract.time_grammar import find_expressions
from onrecord.extract.time_rules import Found, kind_of
from onrecord.record import Analysis, Article, Span, TimeExpression, item_id

BY = "rule:times"
NAMELIKE = frozenset(
    {"may", "march", "april", "june", "august", "sun", "sat", "mon", "wed", "mar", "jan", "dec", "sep"}
)
"""Words that are months or weekdays only when written with a capital, and names or verbs besides."""


COMMON_WORDS = frozenset({"may", "march", "august"})
BEFORE_MONTH = frozenset({"in", "since", "until", "last", "next", "early", "late", "mid", "between", "from"})
"""Where a common word in lower case is a month all the same: "between august and october"."""


def find_times(article: Article, analysis: Analysis) -> tuple[TimeExpression, ...]:
    """Time expressions of the body in order, not overlapping; values are partial where they need context."""
    lexemes, expressions = expressions_of(article)
    tags = _tags(analysis)
    return tuple(
        TimeExpression(
            id=item_id("t", article.id, lexemes.span(found.first, found.last)),
            span=lexemes.span(found.first, found.last),
            type=found.type,
            value=found.value,
            mod=found.mod,
            by=BY,
            score=0.9,
        )
        for found in expressions
        if not _is_other(lexemes, found, tags)
    )


def expressions_of(article: Article) -> tuple[Lexemes, tuple[Found, ...]]:
    """The article's words and what may be a time among them; times and quantities both ask, one after the other."""
    return _expressions(article.text, article.paragraphs)


@lru_cache(maxsize=2)
def _expressions(text: str, paragraphs: tuple[Span, ...]) -> tuple[Lexemes, tuple[Found, ...]]:
    lexemes = lex(text, paragraphs, kind_of)
    return lexemes, tuple(found for found in find_expressions(lexemes) if not _is_other(lexemes, found, {}))


def _tags(analysis: Analysis) -> dict[int, str]:
    """Tag by start of token, as far as there are tags."""
    return {token.start: token.tag for sentence in analysis.sentences for token in sentence.tokens if token.tag}


def _is_other(lexemes: Lexemes, found: Found, tags: dict[int, str]) -> bool:
    """Whether the words found are a name, a verb or a count rather than a time."""
    kinds, words = lexemes.kinds[found.first : found.last], lexemes.words[found.first : found.last]
    start = lexemes.starts[found.first]
    if (len(kinds) == 1 and kinds in "Mm") or kinds in {"m.", "b."}:
        return _is_name(lexemes, found.first, tags)
    if kinds == "HM" and _is_name(lexemes, found.first + 1, tags):
        return True
    if kinds[-1] == "Y" and len(kinds) == 1:
        return _is_count(lexemes, found)
    if kinds == "r" or kinds == "C":
        return False
    if words == ["second"] or kinds == "b":
        return True
    return kinds == "V" and lexemes.text[start].isupper() and tags.get(start, "NN") == "NNP"


def _is_name(lexemes: Lexemes, at: int, tags: dict[int, str]) -> bool:
    """A lone month word: lower case, or a name beside another name, or a verb."""
    start, end = lexemes.starts[at], lexemes.ends[at]
    text = lexemes.text
    before = lexemes.words[at - 1] if at else ""
    if not text[start].isupper():
        return lexemes.kinds[at] == "m" or (lexemes.words[at] in COMMON_WORDS and before not in BEFORE_MONTH)
    if lexemes.words[at] not in NAMELIKE:
        return False
    if lexemes.kinds[at] == "m" and re.match(r"\s[A-Z][a-z]", text[end : end + 3]):
        return True
    if before in {
        "in",
        "since",
        "by",
        "until",
        "till",
        "last",
        "next",
        "of",
        "from",
        "to",
        "and",
        "through",
        "during",
        "this",
        "late",
        "early",
        "mid",
        "before",
        "after",
    }:
        return bool(re.match(r"['’]s\s", text[end : end + 3])) and before in {"and", "of", "to", "from"}
    tag = tags.get(start, "")
    if tag.startswith(("MD", "VB")):
        return True
    return lexemes.words[at] in {"may", "march"} or bool(re.match(r"\s(?:[A-Z]|said|says|told)", text[end : end + 6]))


def _is_count(lexemes: Lexemes, found: Found) -> bool:
    """A lone four-digit number that counts something, or is a number of something ("2000 people", "Route 1964")."""
    at = found.first
    year = int(lexemes.words[at])
    before = lexemes.words[at - 1] if at else ""
    after = lexemes.words[at + 1] if at + 1 < len(lexemes.words) else ""
    if before in {
        "$",
        "£",
        "€",
        "#",
        "-",
        "at",
        "around",
        "about",
        "over",
        "than",
        "least",
        "some",
        "to",
        "up",
    } and before not in {"to", "-", "around", "about"}:
        return True
    if after in {
        "people",
        "men",
        "women",
        "children",
        "%",
        "percent",
        "km",
        "miles",
        "feet",
        "metres",
        "meters",
        "troops",
        "soldiers",
    }:
        return True
    if lexemes.text[lexemes.starts[at] - 1 : lexemes.starts[at]].isalpha():
        return True
    if before in {
        "in",
        "since",
        "by",
        "until",
        "till",
        "from",
        "of",
        "during",
        "after",
        "before",
        "early",
        "late",
        "for",
        "(",
    }:
        return not 1000 <= year <= 2150 or (
            before in {"of", "for"} and after.endswith("s") and len(after) > 3 and after not in {"was", "has", "is"}
        )
    return not 1900 <= year <= 2050 or (after.endswith("s") and len(after) > 4 and lexemes.kinds[at + 1] == "_")

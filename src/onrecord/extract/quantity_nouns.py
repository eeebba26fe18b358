"""A phrase of number comes in; its unit and the noun it counts go out, or None where it counts nothing.

A number counts a plural noun that follows it, with adjectives and names between ("12 North Korean soldiers"); a unit of
measure or money takes the place of the noun. Without either it stands for people or things named nearby ("killed 12").
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Literal, NamedTuple

from onrecord.extract.lexemes import PARAGRAPH, Lexemes
from onrecord.extract.quantity_grammar import Phrase
from onrecord.knowledge.tables import rows

Status = Literal["civilian", "combatant"]

REACH = 6
"""Words from a number to its noun at most: "26 more heavily armed Islamic State fighters"."""


class Counted(NamedTuple):
    """Where the counted words end, the noun (lower case), the unit, and the names before the noun."""

    last: int
    noun: str | None
    unit: str | None
    owner: str | None


@cache
def units() -> Mapping[str, tuple[str, str]]:
    """Word -> (unit, kind)."""
    return {row[0]: (row[1], row[2]) for row in rows("units.tsv")}


@cache
def statuses() -> Mapping[str, Status | None]:
    """Noun that counts persons -> civilian, combatant or None."""
    known: Mapping[str, Status] = {"civilian": "civilian", "combatant": "combatant"}
    return {row[0]: known.get(row[1]) if len(row) > 1 else None for row in rows("status_words.tsv")}


@cache
def measures() -> Mapping[str, tuple[str, str, str]]:
    """Word -> (measure, side, stock)."""
    return {row[0]: (row[1], row[2], row[3] if len(row) > 3 else "") for row in rows("measure_words.tsv")}


STOPS = frozenset(
    [
        "the",
        "a",
        "an",
        "this",
        "that",
        "these",
        "those",
        "his",
        "her",
        "its",
        "their",
        "our",
        "my",
        "your",
        "who",
        "which",
        "what",
        "when",
        "where",
        "while",
        "as",
        "if",
        "because",
        "since",
        "were",
        "was",
        "is",
        "are",
        "be",
        "been",
        "being",
        "had",
        "has",
        "have",
        "did",
        "do",
        "does",
        "will",
        "would",
        "could",
        "can",
        "may",
        "might",
        "must",
        "shall",
        "should",
        "said",
        "says",
        "and",
        "or",
        "but",
        "nor",
        "so",
        "yet",
        "in",
        "on",
        "at",
        "by",
        "for",
        "from",
        "to",
        "with",
        "without",
        "of",
        "off",
        "into",
        "onto",
        "over",
        "under",
        "after",
        "before",
        "during",
        "until",
        "against",
        "between",
        "among",
        "about",
        "above",
        "below",
        "near",
        "through",
        "across",
        "per",
        "than",
        "then",
        "there",
        "here",
        "not",
        "no",
        "it",
        "he",
        "she",
        "they",
        "we",
        "you",
        "i",
        "him",
        "them",
        "us",
        "me",
        "also",
        "still",
        "only",
        "just",
        "even",
        "now",
        "later",
        "earlier",
        "ago",
        "including",
        "on",
    ]
)
NUMBERED = frozenset(
    [
        "no",
        "number",
        "nos",
        "flight",
        "route",
        "highway",
        "room",
        "article",
        "resolution",
        "unit",
        "phase",
        "channel",
        "chapter",
        "section",
        "page",
        "boeing",
        "airbus",
        "group",
        "apollo",
        "formula",
        "level",
        "category",
        "grade",
        "type",
        "version",
        "part",
        "act",
        "rule",
        "point",
        "day",
        "week",
        "year",
        "season",
        "episode",
        "game",
        "round",
        "area",
        "zone",
        "district",
        "ward",
        "block",
        "gate",
        "platform",
        "line",
        "paragraph",
        "title",
        "class",
        "camp",
        "interstate",
        "area",
        "nato",
        "g",
        "windows",
        "mark",
        "mk",
    ]
)
STREETS = frozenset(
    [
        "street",
        "road",
        "avenue",
        "lane",
        "square",
        "boulevard",
        "drive",
        "place",
        "terrace",
        "way",
        "st",
        "rd",
        "ave",
        "blvd",
    ]
)
RESULTS = frozenset(
    [
        "win",
        "won",
        "beat",
        "beating",
        "defeat",
        "defeated",
        "draw",
        "drew",
        "lost",
        "lose",
        "loss",
        "victory",
        "score",
        "scored",
        "scoreline",
        "lead",
        "led",
        "leading",
        "aggregate",
    ]
)


def counted(lexemes: Lexemes, phrase: Phrase) -> Counted | None:
    """What the number counts; None if it is a name, an age, a result or nothing at all."""
    if _is_label(lexemes, phrase):
        return None
    if phrase.currency is not None:
        return Counted(phrase.core_end, None, phrase.currency, None)
    at = phrase.last
    words = lexemes.words
    word = words[at] if at < len(words) else ""
    if word == "%" or word in {"percent", "pc"} or (word == "per" and words[at + 1 : at + 2] == ["cent"]):
        return Counted(at + (2 if word == "per" else 1), None, "%", None)
    if word == "percentage" or words[at : at + 3] == ["-", "strong", "-"]:
        return Counted(at + 1, None, "%", None)
    unit = units().get(word)
    if unit is not None and (unit[1] != "business"):
        return Counted(at + 1, word if unit[1] == "formation" else None, unit[0], None)
    if words[at : at + 1] == ["-"] and at + 1 < len(words):
        return _hyphened(lexemes, phrase, at)
    return _noun_after(lexemes, phrase, at)


def _hyphened(lexemes: Lexemes, phrase: Phrase, at: int) -> Counted | None:
    """ "10,000-strong contingent", "60-km route"; "25-year-old" and "four-storey" count nothing."""
    word = lexemes.words[at + 1]
    if word == "strong":
        found = _noun_after(lexemes, phrase, at + 2)
        return Counted(at + 2, found.noun if found else None, None, found.owner if found else None)
    unit = units().get(word)
    if unit is not None and unit[1] != "formation":
        return Counted(at + 2, None, unit[0], None)
    return None


def _noun_after(lexemes: Lexemes, phrase: Phrase, at: int) -> Counted | None:
    """The plural noun within reach; a number alone is counted only where a measure stands beside it."""
    words, text = lexemes.words, lexemes.text
    end = min(at + REACH, len(words))
    names: list[str] = []
    if words[at : at + 1] == ["of"]:
        at += 1
    if (
        words[at : at + 1]
        and words[at] in {"the", "its", "their", "his", "them", "those", "these"}
        and words[at - 1] == "of"
    ):
        if words[at] == "them":
            return Counted(at + 1, "them", None, None)
        at += 1
    best = None
    for i in range(at, end):
        word = words[i]
        if not word or word == PARAGRAPH or (not word[0].isalpha() and word not in {"-", "'", "’s", "'s", "’"}):
            break
        if word in STOPS:
            break
        measure = measures().get(word)
        if measure is not None and measure[1] in {"v", "s"} and word not in statuses():
            if best is None and not names:
                return Counted(phrase.last, None, None, None)
            if word not in {"wounded", "injured", "displaced", "missing", "detained", "captured"} or best is not None:
                break
        if _is_plural(word):
            best = i
            if i + 1 < end and not _goes_on(words[i + 1]):
                break
        elif text[lexemes.starts[i]].isupper() and word not in {"’s", "'s"}:
            names.append(text[lexemes.starts[i] : lexemes.ends[i]])
    if best is not None:
        noun = words[best]
        owner = " ".join(names) or None
        return Counted(best + 1, noun, None, owner)
    return _bare(lexemes, phrase)


def _goes_on(word: str) -> bool:
    return bool(word) and word[0].isalpha() and word not in STOPS and (word in statuses()) and _is_plural(word)


def _is_plural(word: str) -> bool:
    if word in {
        "people",
        "men",
        "women",
        "children",
        "police",
        "personnel",
        "dead",
        "policemen",
        "troops",
        "militiamen",
        "servicemen",
        "gunmen",
        "aircraft",
        "others",
        "cattle",
        "feet",
        "firemen",
    }:
        return True
    return len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is", "’s", "'s", "ous"))


def _bare(lexemes: Lexemes, phrase: Phrase) -> Counted | None:
    """A number without a noun: a toll or a count of things already named, if a measure stands just beside it."""
    words = lexemes.words
    before = words[max(0, phrase.first - 6) : phrase.first]
    after = words[phrase.last : phrase.last + 4]
    near = [word for word in (*before, *after) if word in measures()]
    if near:
        return Counted(phrase.last, None, None, None)
    if re.search(r"\b(?:toll|total|number)\b", " ".join(before)):
        return Counted(phrase.last, None, None, None)
    return None


def _is_label(lexemes: Lexemes, phrase: Phrase) -> bool:
    """Whether the digits are part of a name ("F-16", "MH370", "Route 66"), an address, an age, or a result."""
    words, text, at, end = lexemes.words, lexemes.text, phrase.core, phrase.core_end
    start = lexemes.starts[at]
    digits = words[at][:1].isdigit()
    before = words[at - 1] if at else ""
    if (
        digits
        and start
        and (text[start - 1].isalnum() or (text[start - 1] in "-–/.#@_'’" and text[start - 2 : start - 1].isalnum()))
    ):
        return True
    stop = lexemes.ends[end - 1]
    if digits and text[stop : stop + 1].isalpha():
        return True
    if digits and before in NUMBERED and phrase.first == at:
        return True
    if (digits and before == "/") or (words[end : end + 1] == ["/"] and text[stop : stop + 1] == "/"):
        return True
    if before in {"aged", "age", "ages"} or words[end : end + 2] in (["years", "old"], ["-", "year"]):
        return True
    if (
        digits
        and before == ","
        and words[end : end + 1] in ([","], ["."])
        and at > 1
        and text[lexemes.starts[at - 2]].isupper()
        and len(words[at]) < 3
    ):
        return True
    after = words[end : end + 3]
    if digits and any(word in STREETS for word in after[1:3]) and after and text[lexemes.starts[end]].isupper():
        return True
    if phrase.upper is not None and phrase.upper < 20 and any(word in RESULTS for word in words[max(0, at - 6) : at]):
        return True
    return words[at:end] == ["one"] and not _one_counts(lexemes, phrase)


def _one_counts(lexemes: Lexemes, phrase: Phrase) -> bool:
    """ "one" is a count only where a toll is told: "killing one", "at least one person was wounded"."""
    if phrase.first < phrase.core:
        return True
    words = lexemes.words
    near = (*words[max(0, phrase.first - 3) : phrase.first], *words[phrase.last : phrase.last + 4])
    if words[phrase.last : phrase.last + 1] == ["of"]:
        return False
    return any(measures().get(word, ("", "", ""))[0] in {"killed", "wounded", "missing", "captured"} for word in near)

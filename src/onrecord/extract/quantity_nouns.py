"""A phrase of number comes in; its unit and the noun it counts go out, or None where it counts nothing.

A number counts a plural noun that follows it, with adjectives and names between ("12 North Korean soldiers"); a unit of
measure or money takes the place of the noun. Without either it stands for people or things named nearby ("killed 12").
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Literal, NamedTuple

from onrecord.extract.lexemes import Lexemes
from onrecord.extract.quantity_grammar import Phrase, quantity_words
from onrecord.knowledge.countries import by_demonym
from onrecord.knowledge.tables import rows

Status = Literal["civilian", "combatant"]

REACH = 11
"""Words from a number to its noun at most: "26 more heavily armed Free Syrian Army (FSA) fighters"."""


class Counted(NamedTuple):
    """Where the counted words end, the noun (lower case), the unit, and the names before the noun."""

    last: int
    noun: str | None
    unit: str | None
    owner: str | None


@cache
def word_set(name: str) -> frozenset[str]:
    """One of the sets of words in data/noun_words.tsv."""
    return frozenset(next(row[1] for row in rows("noun_words.tsv") if row[0] == name).split())


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


def counted(lexemes: Lexemes, phrase: Phrase) -> Counted | None:
    """What the number counts; None if it is a name, an age, a result or nothing at all."""
    at = phrase.last
    words = lexemes.words
    word = words[at] if at < len(words) else ""
    unit = units().get(word)
    if _is_label(lexemes, phrase, unit is not None) or _is_time(lexemes, at):
        return None
    if phrase.currency is not None:
        return Counted(phrase.last, None, phrase.currency, None)
    if word == "%" or word in {"percent", "pc"} or words[at : at + 2] == ["per", "cent"]:
        return Counted(at + (2 if word == "per" else 1), None, "%", None)
    if word == "percentage":
        return Counted(at + 1, None, "%", None)
    if unit is not None and unit[1] != "business":
        end = at + 2 if unit[0] in {"sq", "cubic"} and words[at + 1 : at + 2] and words[at + 1] in units() else at + 1
        name = f"{unit[0]} {units()[words[end - 1]][0]}" if end == at + 2 else unit[0]
        return Counted(end, word if unit[1] == "formation" else None, name, None)
    if word == "-" and at + 1 < len(words) and lexemes.ends[at] == lexemes.starts[at + 1]:
        return _hyphened(lexemes, phrase, at)
    if word == "of" and phrase.alone and words[at + 1 : at + 2] and words[at + 1] in units():
        unit = units()[words[at + 1]]
        return Counted(at + 2, None if unit[1] != "formation" else words[at + 1], unit[0], None)
    if words[phrase.core : phrase.core_end] in (["no", "one"], ["nobody"]):
        told = any(measures().get(after, ("", "", ""))[1] in {"v", "s", "i"} for after in words[at : at + 4])
        return Counted(at, None, None, None) if told else None
    found = _noun_after(lexemes, phrase, at)
    if words[phrase.core] in {"no", "none", "nil", "not"} and not _is_toll(found):
        return None
    return found


def _is_toll(found: Counted | None) -> bool:
    """Whether "no" denies something that is told in numbers ("no casualties"), not a thing ("no answer")."""
    return found is not None and found.noun is not None and (found.noun in statuses() or found.noun in measures())


def _is_time(lexemes: Lexemes, at: int) -> bool:
    """Whether a length of time follows: those are times, and "two months old" is an age."""
    first = at + 1 if lexemes.words[at : at + 1] == ["-"] else at
    return lexemes.kinds[first : first + 1] in set("uUQ") and lexemes.words[first] != "quarter"


def _hyphened(lexemes: Lexemes, phrase: Phrase, at: int) -> Counted | None:
    """ "10,000-strong contingent", "60-km route"; "25-year-old" and "four-storey" count nothing."""
    word = lexemes.words[at + 1]
    if word == "strong":
        found = _noun_after(lexemes, phrase, at + 2)
        return Counted(at + 2, found.noun if found else _word(lexemes, at + 2), None, found.owner if found else None)
    unit = units().get(word)
    if unit is not None and unit[1] != "formation":
        return Counted(at + 2, None, unit[0], None)
    return None


def _word(lexemes: Lexemes, at: int) -> str | None:
    word = lexemes.words[at] if at < len(lexemes.words) else ""
    return word if word.isalpha() and word not in word_set("stops") else None


def _noun_after(lexemes: Lexemes, phrase: Phrase, at: int) -> Counted | None:
    """The plural noun within reach; a number alone is counted only where it clearly stands for something named."""
    words, text = lexemes.words, lexemes.text
    if words[at : at + 1] == ["of"]:
        at += 1
    whole = at > phrase.core_end or words[at - 1] == "of"
    if whole and words[at : at + 1] and words[at] in word_set("wholes"):
        if words[at] in {"them", "whom", "which", "those"}:
            return Counted(at + 1, words[at], None, None)
        at += 1
    of_number = phrase.ratio is not None and words[at : at + 1] and words[at][:1].isdigit()
    if of_number:
        at += 1  # "two-thirds of the 900 soldiers": the number is a quantity of its own
    names: list[str] = []
    best = None
    for i in range(at, min(at + REACH, len(words))):
        word = words[i]
        if _stops(lexemes, i, best):
            break
        if _is_plural(lexemes, i):
            best = i
            if i + 1 < len(words) and not (words[i + 1] in statuses() and _is_plural(lexemes, i + 1)):
                break
        elif word[0].isalpha() and text[lexemes.starts[i]].isupper():
            names.append(text[lexemes.starts[i] : lexemes.ends[i]])
    if best is not None:
        return Counted(phrase.last if of_number else best + 1, words[best], None, " ".join(names) or None)
    if (
        words[phrase.core : phrase.core_end] in (["one"], ["not", "a", "single"])
        and at < len(words)
        and words[at] in statuses()
    ):
        return Counted(at + 1, words[at], None, None)
    return _bare(lexemes, phrase)


INSIDE = frozenset(["-", "–", "'", "’", "“", "”", '"', "‘", "(", ")"])


def _stops(lexemes: Lexemes, at: int, best: int | None) -> bool:
    """Whether the counted noun phrase cannot reach over this word."""
    word, start = lexemes.words[at], lexemes.starts[at]
    if not word or not (word[0].isalnum() or word in INSIDE or word in {"’s", "'s"}):
        return True
    shouted = lexemes.text[start : lexemes.ends[at]].isupper() and len(word) > 1
    if word in word_set("stops") and not shouted:
        return True
    if word[0].isdigit():
        return lexemes.words[at - 1] != "-" and not lexemes.text[lexemes.starts[at - 1]].isupper()
    measure = measures().get(word)
    if measure is None or measure[1] not in {"v", "s", "k"} or word in statuses():
        return False
    return best is not None or not _is_adjective(lexemes, at)


def _is_adjective(lexemes: Lexemes, at: int) -> bool:
    """Whether a participle describes the noun after it ("12 wounded soldiers") rather than telling what became of them."""
    after = lexemes.words[at + 1 : at + 2]
    return bool(after) and _is_plural(lexemes, at + 1) and lexemes.words[at].endswith(("ed", "ing", "dead"))


def _is_plural(lexemes: Lexemes, at: int) -> bool:
    word = lexemes.words[at]
    if word in word_set("plural"):
        return True
    if (
        len(word) < 4
        or not word.endswith("s")
        or word.endswith(("ss", "’s", "'s", "ous"))
        or word in word_set("singular_s")
    ):
        return False
    return quantity_words().get(word) != "h"


def _bare(lexemes: Lexemes, phrase: Phrase) -> Counted | None:
    """A number without a noun: a count of things already named, if the words beside it say so."""
    words = lexemes.words
    after = words[phrase.last] if phrase.last < len(words) else ""
    before = words[phrase.first - 1] if phrase.first else ""
    found = _number_of(lexemes, phrase) or Counted(phrase.last, None, None, None)
    if after in {"other", "others", "more"} and phrase.last + 1 < len(words):
        after = words[phrase.last + 1]  # "nine other injured"
    cue = measures().get(after)
    if phrase.alone:
        return (
            found
            if quantity_words().get(words[phrase.core_end - 1]) == "h" or (phrase.last < len(words) and cue)
            else None
        )
    if before in {"another", "further", "additional", "all"}:
        return found
    if phrase.words == "-" and cue is None:
        return None  # a telephone number
    if _is_people(lexemes, phrase.last):  # "five Indians and four French"
        return Counted(phrase.last + 1, after, None, None)
    if after in word_set("verbs_of_saying") and _is_capital(lexemes, phrase.first - 1):
        return None  # "France 2 said"
    if (
        before == ","
        and after in {"when", "as", "by"}
        and measures().get(words[phrase.first - 2], ("", ""))[1] in set("vsi")
    ):
        return found  # "eight were killed, seven when their vests exploded"
    large = phrase.low is None or phrase.low >= 2200
    if phrase.first < phrase.core or phrase.upper is not None or large or cue is not None:
        return found
    if after in word_set("linked") and (after != "in" or before in {"and", ","}) and not _is_after_is(before):
        return found
    lead = measures().get(before)
    if lead is not None and lead[1] in {"v", "k"}:
        return found
    if (
        words[phrase.first - 2 : phrase.first - 1]
        and words[phrase.first - 2] in word_set("rising")
        and before in {"at", "to", "from"}
    ):
        return found
    toll = any(
        word in {"toll", "number", "total", "dead", "deaths", "figure"}
        for word in words[max(0, phrase.first - 12) : phrase.first]
    )
    return found if before in word_set("leading") and toll else None


def _is_capital(lexemes: Lexemes, at: int) -> bool:
    return at >= 0 and lexemes.text[lexemes.starts[at]].isupper()


def _is_people(lexemes: Lexemes, at: int) -> bool:
    """Whether a people's word stands there that counts persons without -s ("four French"), and nothing it describes."""
    words = lexemes.words
    if at >= len(words) or not _is_capital(lexemes, at) or by_demonym(words[at].capitalize()) is None:
        return False
    after = words[at + 1 : at + 2]
    return not after or not after[0][:1].isalpha() or after[0] in word_set("stops")


def _number_of(lexemes: Lexemes, phrase: Phrase) -> Counted | None:
    """What stands in "the number of North Korean troops in the region was around 11,000"."""
    words = lexemes.words
    for at in range(phrase.first - 2, max(0, phrase.first - BACK), -1):
        if words[at] in {".", ";", "?", "!"} or not words[at]:
            return None
        if words[at] == "number" and words[at + 1] == "of":
            noun = next((i for i in range(at + 2, min(at + 2 + REACH, phrase.first)) if _is_plural(lexemes, i)), None)
            if noun is None:
                return None
            named = [i for i in range(at + 2, noun) if lexemes.text[lexemes.starts[i]].isupper()]
            names = " ".join(lexemes.text[lexemes.starts[i] : lexemes.ends[i]] for i in named)
            return Counted(phrase.last, words[noun], None, names or None)
    return None


BACK = 20
"""Words between "number of" and its figure at most: "the number of … in the region since early October was"."""


def _is_after_is(before: str) -> bool:
    return before in {"is", "was", "aged", "turned", "at", "in"}


def _is_label(lexemes: Lexemes, phrase: Phrase, has_unit: bool) -> bool:
    """Whether the digits are part of a name ("F-16", "MH370", "Route 66"), an address, an age, or a result."""
    words, text, at, end = lexemes.words, lexemes.text, phrase.core, phrase.core_end
    start, stop = lexemes.starts[at], lexemes.ends[end - 1]
    before = words[at - 1] if at else ""
    if words[at:end] == ["one"]:
        return not _one_counts(lexemes, phrase)
    if (
        phrase.upper is not None
        and phrase.upper < 20
        and any(word in word_set("results") for word in words[max(0, at - 6) : at])
    ):
        return True
    if {"aged", "age", "ages"}.intersection(words[max(0, at - 2) : at]) or words[end : end + 2] in (
        ["years", "old"],
        ["-", "year"],
    ):
        return True
    if not words[at][:1].isdigit():
        return before in word_set("numbered") and before not in {
            "no",
            "day",
            "week",
            "class",
            "group",
            "point",
            "part",
            "act",
        }
    if start and (
        text[start - 1].isalnum() or (text[start - 1] in "-–/.#@_'’" and text[start - 2 : start - 1].isalnum())
    ):
        return True
    if (text[stop : stop + 1].isalpha() and not has_unit) or text[stop : stop + 1] in {"/", "\\", "_"} or before == "/":
        return True
    if before == "(" and words[end : end + 1] == [")"] and phrase.currency is None:
        return True
    return (before in word_set("numbered") and phrase.first == at) or _is_aside(lexemes, phrase)


def _is_aside(lexemes: Lexemes, phrase: Phrase) -> bool:
    """An age between commas ("Smith, 25,") or a house number ("10 Downing Street")."""
    words, text, at, end = lexemes.words, lexemes.text, phrase.core, phrase.core_end
    after = words[end : end + 3]
    small = phrase.low is not None and phrase.low < 120
    if small and words[at - 1 : at] in ([","], ["is"], ["was"]) and after[:1] in ([","], ["."], [")"]) and at > 1:
        return words[at - 1] != "," or text[lexemes.starts[at - 2]].isupper()
    return any(word in word_set("streets") for word in after[1:3]) and text[lexemes.starts[end]].isupper()


def _one_counts(lexemes: Lexemes, phrase: Phrase) -> bool:
    """ "one" is a count only where a toll is told: "killing one", "at least one person was wounded"."""
    words = lexemes.words
    if words[phrase.last : phrase.last + 1] == ["of"]:
        return False
    if phrase.first < phrase.core:
        return True
    if words[phrase.first - 1 : phrase.first] == ["no"]:
        return False
    near = (*words[max(0, phrase.first - 2) : phrase.first], *words[phrase.last : phrase.last + 4])
    return any(measures().get(word, ("", "", ""))[0] in {"killed", "wounded", "missing", "captured"} for word in near)

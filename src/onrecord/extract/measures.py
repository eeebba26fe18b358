"""A phrase of number with its noun comes in; what it measures goes out: what, whose, status, stock, part of which.

The word that tells it (data/measure_words.tsv) stands beside the number: its noun itself ("12 deaths"), a state or a
passive after it ("12 people were wounded"), a verb or a toll before it ("killed 12", "the death toll rose to 130").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from onrecord.extract.lexemes import PARAGRAPH, Lexemes
from onrecord.extract.quantity_grammar import Phrase, quantity_words
from onrecord.extract.quantity_nouns import Counted, measures, statuses, units, word_set
from onrecord.knowledge.numerals import number_words
from onrecord.record import Measure, Quantity

NEAR = 120
"""Characters from a whole to its part at most: "26 people were killed in the raid on the market, including 12"."""
AFTER, ASIDE, BEFORE, CLOSE = 12, 6, 18, 2
"""Words looked at after the counted noun (more where an aside stands between) and before the number: a clause of news."""
ENDS = frozenset({".", ";", "?", "!", ":", PARAGRAPH, ""})


@cache
def currencies() -> frozenset[str]:
    """Units that are money."""
    return frozenset(unit for unit, kind in units().values() if kind == "money")


class Cue(NamedTuple):
    """The word that tells the measure, and how far off it stands."""

    what: str
    stock: str
    distance: int


def measure_of(lexemes: Lexemes, phrase: Phrase, noun: Counted, found: Sequence[Quantity]) -> Measure:
    """The measure of one phrase; `found` are the quantities before it."""
    if noun.unit in currencies():
        return Measure(what="money")
    status = statuses().get(noun.noun or "")
    part_of = _part_of(lexemes, phrase, found)
    cue = _cue(lexemes, phrase, noun)
    parent = next((item for item in found[-8:] if item.id == part_of), None) if part_of else None
    if parent is not None and (noun.noun == "others" or (cue and {cue.what, parent.measure.what} == APART)):
        parent = part_of = None  # "five were killed, including a child, and 27 others were wounded"
    if status is None and noun.noun in PRONOUNS:
        word = lexemes.words[noun.last] if noun.last < len(lexemes.words) else ""
        status = statuses().get(word) or (parent.measure.status if parent is not None else None)
    owner = noun.owner or _owner(lexemes, phrase, noun) or (parent.measure.whose if parent is not None else None)
    if cue is None and parent is not None:
        inherited = parent.measure
        return Measure(what=inherited.what, whose=owner, status=status, stock=inherited.stock, part_of=part_of)
    if cue is None:
        return Measure(whose=owner, status=status, part_of=part_of)
    stock = {"at": True, "total": False}.get(cue.stock)
    return Measure(what=cue.what, whose=owner, status=status, stock=stock, part_of=part_of)


APART = {"killed", "wounded"}
"""What nobody is both of in one count: the wounded are no part of the killed."""
PRONOUNS = frozenset({"them", "whom", "which", "those"})
OWNING = frozenset({"members", "officers", "units", "vehicles", "tanks", "aircraft", "jets", "drones", "missiles"})
"""What belongs to a body or an army, besides combatants: "members of", "tanks of"."""
_NAME = re.compile(r"(?:the )?((?:[A-Z][\w’'.-]*)(?: (?:of )?[A-Z][\w’'.-]*){0,5})")


def _owner(lexemes: Lexemes, phrase: Phrase, noun: Counted) -> str | None:
    """ "Russia's 3,000 troops", "soldiers of the Syrian army", "troops from North Korea"."""
    before = lexemes.words[max(0, phrase.first - 2) : phrase.first]
    text = lexemes.text
    if before[-1:] in (["'s"], ["’s"]) and text[lexemes.starts[phrase.first - 2]].isupper():
        return text[lexemes.starts[phrase.first - 2] : lexemes.ends[phrase.first - 2]]
    if not (statuses().get(noun.noun or "") == "combatant" or noun.noun in OWNING or noun.unit is not None):
        return None
    if lexemes.words[noun.last : noun.last + 1] in (["of"], ["from"]) and noun.last + 1 < len(lexemes.words):
        named = _NAME.match(text, lexemes.starts[noun.last + 1])
        return named[1].rstrip(".,") if named else None
    return None


def _cue(lexemes: Lexemes, phrase: Phrase, noun: Counted) -> Cue | None:
    """The word that tells what is measured: the noun, a verb just before, what follows the noun, else farther before."""
    own = measures().get(noun.noun or "")
    if own is not None and own[1] in {"n", "t", "s"}:
        return Cue("other" if _together(lexemes.words, noun.last - 1) else own[0], own[2], 0)
    if noun.unit is not None and noun.noun is None:
        return None
    before, after = _before(lexemes, phrase, noun), _after(lexemes, noun)
    if before is not None and before.distance == 0 and (after is None or after.distance > CLOSE):
        return before
    return after or _standing(lexemes, phrase, noun) or before or _number_present(lexemes, phrase, noun)


def _standing(lexemes: Lexemes, phrase: Phrase, noun: Counted) -> Cue | None:
    """ "8,000 soldiers are now in Kursk", "there are 8,000 people in the camp", "has 8,000 men in": there at a time."""
    bare = noun.noun is None and noun.unit is None
    if not (bare or noun.noun in statuses() or noun.noun in word_set("standing") or noun.unit in formations()):
        return None
    words, at = lexemes.words, noun.last
    before = [word for word in words[max(0, phrase.first - 5) : phrase.first] if word not in word_set("still")][-2:]
    told = before[-1:] in (["has"], ["have"], ["had"]) or (
        before[:1] == ["there"] and before[-1:] in ([["are"], ["were"]])
    )
    if words[at : at + 1] and words[at] in {"are", "were", "remain", "remained"}:
        told = True
        at += 1
    while at < len(words) and words[at] in word_set("still"):
        at += 1
    if not told or at + 1 >= len(words) or words[at] not in SCENES:
        return None
    if words[at + 1] in word_set("held"):
        return Cue("captured", "at", 0)
    named = words[at + 2] if words[at + 1] in {"a", "an", "the", "their"} and at + 2 < len(words) else words[at + 1]
    return None if bare or named in word_set("states") else Cue("present", "at", 0)


SCENES = frozenset({"in", "inside", "at", "near", "on", "along", "across", "around"})


@cache
def formations() -> frozenset[str]:
    """Units that are bodies of soldiers."""
    return frozenset(unit for unit, kind in units().values() if kind == "formation")


def _number_present(lexemes: Lexemes, phrase: Phrase, noun: Counted) -> Cue | None:
    """ "the number of troops in the region was around 11,000": how many are there at a time."""
    words = lexemes.words[max(0, phrase.first - BEFORE) : phrase.first]
    if noun.noun is None or noun.noun not in words or "number" not in words:
        return None
    after = words[words.index(noun.noun) + 1 :]
    return Cue("present", "at", len(after)) if after and after[0] in {"in", "at", "inside", "along", "near"} else None


def _after(lexemes: Lexemes, noun: Counted) -> Cue | None:
    """ "were killed", "dead", "among them 11 children were killed": what is told of those counted."""
    words = lexemes.words
    aside = False
    start = _behind_its_fellow(lexemes, noun)
    for i in range(start, min(start + AFTER + ASIDE, len(words))):
        word = words[i]
        if word in {"including", "among"} or (word == "," and words[i + 1 : i + 2] == ["including"]):
            aside = True
        if i >= start + AFTER and not aside:
            return None
        if word == "homes" and words[i - 1] == "their" and words[i - 2] in LEAVING:
            return Cue("displaced", "", i - noun.last)
        if word in ENDS or (word in JOINTS and i > noun.last - 1 and not aside):
            return None
        if (word[:1].isdigit() or word in number_words()) and not aside:
            return None
        measure = None if words[i - 1] == "-" or _downed(words, i) else measures().get(word)  # "the UK-based monitor"
        killing = measure is not None and measure[1] == "k" and noun.noun in statuses()
        if measure is not None and (
            measure[1] in {"s", "i"} or ((measure[1] == "v" or killing) and word.endswith(PARTICIPLES))
        ):
            return Cue("other" if _together(words, i) else measure[0], measure[2], i - noun.last)
    return None


def _downed(words: Sequence[str], at: int) -> bool:
    """ "Shot down" is said of aircraft and drones."""
    return words[at] in {"shot", "shoot", "shoots", "shooting"} and words[at + 1 : at + 2] == ["down"]


def _together(words: Sequence[str], at: int) -> bool:
    """Whether "killed or wounded" stands at `at`: a count of both is none of either."""
    after = words[at + 3] if at + 3 < len(words) else ""
    if (
        tuple(words[at + 1 : at + 2]) not in (("or",), ("and",))
        or after[:1].isdigit()
        or quantity_words().get(after) in KINDS
    ):
        return False
    return {measures().get(word, ("",))[0] for word in (words[at], *words[at + 2 : at + 3])} == APART and (
        after not in number_words() and after not in NUMBERING
    )


KINDS = frozenset({"h", "v", "d", "A"})
NUMBERING = frozenset({"about", "some", "around", "at", "nearly", "over", "almost", "more", "as", "up"})
"""Words after "killed and wounded" with which another count begins: "wounded at least 30"."""


LEAVING = frozenset({"of", "from", "left", "leave", "leaving", "lost"})
"""Words before "their homes" that tell of the displaced."""


def _behind_its_fellow(lexemes: Lexemes, noun: Counted) -> int:
    """Where to look on: "four policemen and 11 soldiers were killed" tells of both, so the second one is skipped."""
    words, at = lexemes.words, noun.last
    if noun.noun not in statuses() or words[at : at + 1] != ["and"] or at + 1 >= len(words):
        return at
    if not (words[at + 1][:1].isdigit() or words[at + 1] in number_words()):
        return at
    return next((i + 1 for i in range(at + 2, min(at + 6, len(words))) if words[i] in statuses()), at)


PARTICIPLES = ("ed", "en", "hurt", "slain", "shot", "sent")
"""Ends of words that may tell what was done to those counted."""
JOINTS = frozenset({"and", "but", "when", "after", "as", "while", "said", "says", "that", ","})
"""Words at which another clause begins: what stands after them tells of something else."""


def _before(lexemes: Lexemes, phrase: Phrase, noun: Counted) -> Cue | None:
    """A verb or a toll before the number in its sentence; killing verbs of the second kind need persons."""
    words = lexemes.words
    for i in range(phrase.first - 1, max(-1, phrase.first - 1 - BEFORE), -1):
        word = words[i]
        if word in ENDS:
            return None
        measure = measures().get(word)
        if measure is None or measure[1] not in {"v", "t", "k"} or _downed(words, i):
            continue
        if measure[1] == "k" and noun.noun not in statuses():
            continue
        both = i >= 2 and i == phrase.first - 1 and _together((*words[i - 2 : i + 1], ""), 0)
        return Cue("other" if both else measure[0], measure[2], phrase.first - 1 - i)
    return None


INCLUDING = re.compile(r"\b(?:including|among (?:them|which|whom)|of (?:them|whom|which))\b[^.;]*$", re.IGNORECASE)
OF_THEM = re.compile(r"\s+(?:of (?:them|whom|which)\b|\w+ (?:were|are|was) among (?:the|those) \w+)", re.IGNORECASE)
JOINED = re.compile(r"\s*(?:,|and|, and)\s*(?:at least|about|some|more than)?\s*", re.IGNORECASE)


def _part_of(lexemes: Lexemes, phrase: Phrase, found: Sequence[Quantity]) -> str | None:
    """ "26, including 12 children", "12 of them": the quantity before it that it is a part of."""
    if not found:
        return None
    start, last = lexemes.starts[phrase.first], found[-1]
    gap = lexemes.text[last.span.end : start] if start - last.span.end < NEAR else "."
    if last.measure.part_of is not None and JOINED.fullmatch(gap):
        return last.measure.part_of  # "including 12 women and 3 children"
    whole = next((item for item in reversed(found[-3:]) if item.measure.part_of is None), None)
    if last.measure.part_of is None and INCLUDING.search(gap) and "." not in gap:
        return last.id
    if whole is not None and start - whole.span.end < 2 * NEAR:
        end = lexemes.ends[phrase.core]
        return whole.id if OF_THEM.match(lexemes.text[end : end + 60]) else None
    return None

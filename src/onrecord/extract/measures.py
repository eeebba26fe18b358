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
from onrecord.extract.quantity_grammar import Phrase
from onrecord.extract.quantity_nouns import Counted, measures, statuses, units
from onrecord.knowledge.numerals import number_words
from onrecord.record import Measure, Quantity

NEAR = 120
"""Characters from a whole to its part at most: "26 people were killed in the raid on the market, including 12"."""
AFTER, BEFORE, CLOSE = 12, 18, 2
"""Words looked at after the counted noun and before the number: a clause of news prose."""
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
    status = statuses().get(noun.noun or "")
    if noun.unit in currencies():
        return Measure(what="money")
    part_of = _part_of(lexemes, phrase, found)
    cue = _cue(lexemes, phrase, noun)
    parent = next((item for item in found[-8:] if item.id == part_of), None) if part_of else None
    if cue is None and parent is not None:
        inherited = parent.measure
        return Measure(what=inherited.what, whose=noun.owner, status=status, stock=inherited.stock, part_of=part_of)
    if cue is None:
        return Measure(whose=noun.owner, status=status, part_of=part_of)
    stock = {"at": True, "total": False}.get(cue.stock)
    return Measure(what=cue.what, whose=noun.owner, status=status, stock=stock, part_of=part_of)


def _cue(lexemes: Lexemes, phrase: Phrase, noun: Counted) -> Cue | None:
    """The word that tells what is measured: the noun, a verb just before, what follows the noun, else farther before."""
    own = measures().get(noun.noun or "")
    if own is not None and own[1] in {"n", "t", "s"}:
        return Cue(own[0], own[2], 0)
    if noun.unit is not None and noun.noun is None:
        return None
    before, after = _before(lexemes, phrase, noun), _after(lexemes, noun)
    if before is not None and before.distance == 0 and (after is None or after.distance > CLOSE):
        return before
    return after or before or _number_present(lexemes, phrase, noun)


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
    for i in range(noun.last, min(noun.last + AFTER, len(words))):
        word = words[i]
        if word in {"including", "among"}:
            aside = True
        if word in ENDS or (word in JOINTS and i > noun.last - 1 and not aside):
            return None
        if (word[:1].isdigit() or word in number_words()) and not aside:
            return None
        measure = measures().get(word)
        if measure is not None and (measure[1] in {"s", "i"} or (measure[1] == "v" and word.endswith(PARTICIPLES))):
            return Cue(measure[0], measure[2], i - noun.last)
    return None


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
        if measure is None or measure[1] not in {"v", "t", "k"}:
            continue
        if measure[1] == "k" and noun.noun not in statuses():
            continue
        return Cue(measure[0], measure[2], phrase.first - 1 - i)
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

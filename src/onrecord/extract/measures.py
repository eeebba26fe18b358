"""A phrase of number with its noun comes in; what it measures goes out: what, whose, status, stock, part of which.

The word that tells it (data/measure_words.tsv) stands beside the number: its noun itself ("12 deaths"), a state or a
passive after it ("12 people were wounded"), a verb or a toll before it ("killed 12", "the death toll rose to 130").
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from onrecord.extract.lexemes import PARAGRAPH, Lexemes
from onrecord.extract.quantity_grammar import Phrase
from onrecord.extract.quantity_nouns import Counted, measures, statuses, units
from onrecord.record import Measure, Quantity

AFTER, BEFORE = 7, 14
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
    """The nearest word that tells what is measured; after the noun it must follow at once, before it may stand off."""
    own = measures().get(noun.noun or "")
    if own is not None and own[1] != "x":
        return Cue(own[0], own[2], 0)
    after = _after(lexemes, noun)
    before = _before(lexemes, phrase)
    if after is not None and (before is None or after.distance <= before.distance):
        return after
    return before


def _after(lexemes: Lexemes, noun: Counted) -> Cue | None:
    """ "were killed", "dead", "have been displaced": verbs only in the passive or as participles."""
    words = lexemes.words
    for i in range(noun.last, min(noun.last + AFTER, len(words))):
        word = words[i]
        if word in ENDS or word[:1].isdigit() or (word in {",", "and", "but", "when", "after", "in"} and i > noun.last):
            return None
        measure = measures().get(word)
        if measure is not None and measure[1] in {"v", "s"}:
            return Cue(measure[0], measure[2], i - noun.last)
        if word in {"and", ",", "in"}:
            return None
    return None


def _before(lexemes: Lexemes, phrase: Phrase) -> Cue | None:
    words = lexemes.words
    for i in range(phrase.first - 1, max(-1, phrase.first - 1 - BEFORE), -1):
        word = words[i]
        if word in ENDS:
            return None
        measure = measures().get(word)
        if measure is not None and measure[1] in {"v", "n", "s"}:
            return Cue(measure[0], measure[2], phrase.first - 1 - i)
    return None


def _part_of(lexemes: Lexemes, phrase: Phrase, found: Sequence[Quantity]) -> str | None:
    """ "26, including 12 children", "12 of them": the quantity before it that it is a part of."""
    if not found:
        return None
    start = lexemes.starts[phrase.first]
    last = found[-1]
    between = lexemes.text[last.span.end : start]
    if len(between) < 80 and "including" in between.lower() and "." not in between:
        return last.id
    if len(between) < 40 and "among them" in between.lower():
        return last.id
    after = lexemes.text[lexemes.ends[phrase.last - 1] : lexemes.ends[phrase.last - 1] + 9].lower()
    if after.startswith((" of them", " of whom")):
        return last.id
    return None

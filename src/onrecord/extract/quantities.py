"""An article comes in; its quantities go out, with bounds, unit, what is counted and what that measures.

Ordinals, ages, dates, hours, lengths of time, names of models and roads, sports results and "one official" are no
quantities. Bounds are those of knowledge/data/bounds.toml; what cannot be a number of things has none.
"""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.extract.lexemes import Lexemes
from onrecord.extract.measures import measure_of
from onrecord.extract.quantity_grammar import Phrase, find_phrases, kinds_of
from onrecord.extract.quantity_nouns import Counted, counted
from onrecord.extract.times import expressions_of
from onrecord.knowledge.bounds import Bounds, bounds
from onrecord.knowledge.numerals import number_words
from onrecord.record import Analysis, Article, Quantity, item_id

BY = "rule:quantities"


def find_quantities(article: Article, analysis: Analysis) -> tuple[Quantity, ...]:  # noqa: ARG001
    """Quantities of the body in order, not overlapping."""
    lexemes, times = expressions_of(article)
    kinds = kinds_of(lexemes)
    busy = bytearray(len(kinds))
    for time in times:
        busy[time.first : time.last] = b"\1" * (time.last - time.first)
    found: list[Quantity] = []
    for phrase in find_phrases(lexemes, kinds):
        if any(busy[phrase.core : phrase.core_end]):
            continue
        noun = counted(lexemes, phrase)
        if noun is None:
            continue
        phrase = _with_words_behind(lexemes, phrase, noun)
        found.append(_quantity(article, lexemes, phrase, noun, found))
    return tuple(found)


BEHIND: dict[tuple[str, ...], str] = {
    ("at", "least"): "at least",
    ("at", "most"): "at most",
    ("or", "more"): "or more",
    ("or", "so"): "or so",
}


def _with_words_behind(lexemes: Lexemes, phrase: Phrase, noun: Counted) -> Phrase:
    """ "20 civilians at least", "50 people or more": the words that bend a number may stand behind its noun."""
    name = BEHIND.get(tuple(lexemes.words[noun.last : noun.last + 2]))
    after = lexemes.words[noun.last + 2 : noun.last + 3]
    if (
        name is None
        or phrase.words is not None
        or (after and after[0] and (after[0][0].isdigit() or after[0] in number_words()))
    ):
        return phrase
    return phrase._replace(words=name, last=noun.last + 2)


def _quantity(article: Article, lexemes: Lexemes, phrase: Phrase, noun: Counted, found: Sequence[Quantity]) -> Quantity:
    span = lexemes.span(phrase.first, max(phrase.last, noun.last))
    measure = measure_of(lexemes, phrase, noun, found)
    whole = next((item for item in found[-8:] if item.id == measure.part_of), None)
    limits = phrase.ratio or _bounds(phrase)
    if phrase.ratio is not None and whole is not None:
        limits = _share_of(phrase.ratio, whole)
    return Quantity(
        id=item_id("q", article.id, span),
        span=span,
        low=limits.low,
        high=limits.high,
        soft_low=limits.soft_low,
        soft_high=limits.soft_high,
        modifier=phrase.words,
        unit="ratio" if phrase.ratio is not None and whole is None else noun.unit,
        noun=noun.noun,
        measure=measure,
        score=0.9 if limits.low is not None or limits.high is not None else 0.3,
        by=BY,
    )


def _share_of(ratio: Bounds, whole: Quantity) -> Bounds:
    """A share of a named quantity: nothing hard but the whole itself, softly the ratio of it."""
    low = None if whole.low is None or ratio.soft_low is None else ratio.soft_low * whole.low
    high = None if whole.high is None or ratio.soft_high is None else ratio.soft_high * whole.high
    return Bounds(0, whole.high, low, high)


NOTHING = Bounds(None, None, None, None)


def _bounds(phrase: Phrase) -> Bounds:
    """Hard and soft bounds by the table; none where the number is too great or below nought."""
    if phrase.alone and phrase.words is not None:
        return bounds(phrase.words)
    if phrase.low is None or phrase.low < 0:
        return NOTHING
    return bounds(phrase.words, phrase.low, phrase.upper)

"""Words of a clause in its article come in; a Passage, the form in which two wordings are compared, goes out.

A passage knows nothing of claims: the coreference of event mentions and the clustering of propositions both compare
passages, so one trained scorer serves both.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from onrecord.knowledge.stems import stem
from onrecord.knowledge.wordspace import Vector, mean_vector, rarity, word_vector

WORD = re.compile(r"[^\W_]+(?:[.,]\d+)*")
DOCUMENT_TERMS = 80  # the terms of an article kept for comparing it with another
LEADING = 6  # the names that an article is about
REACH = 5  # words on either side of the head that count as next to it
COMMON = 1.1  # a stem below this rarity (in a third of all texts or more) says nothing of what a clause is about


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DocumentTerms:
    """What an article is about: its weightiest stems and its weightiest names, as vectors of length one.

    Names count as often as they stand in the article, because the one that it is about stands in it again and again;
    `leading` are the first of them, `persons` the last words of names of two words and more ("Ann Smith", "New York").
    """

    id: str
    weights: Mapping[str, float]
    names: Mapping[str, float]
    leading: frozenset[str]
    persons: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()
    vector: Vector | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Passage:
    """One wording: its head words (of the event), the weights of its stems, its names and numbers, its vectors.

    `weights` has length one; `around` are those of the stems next to the head, without it; `beside` the vector of the
    words next to it.
    """

    id: str
    document: DocumentTerms
    heads: tuple[str, ...]  # stems
    head_words: tuple[str, ...]  # lower case, as written
    weights: Mapping[str, float]
    names: frozenset[str]
    numbers: frozenset[str]
    around: Mapping[str, float]
    head_vector: Vector | None
    beside: Vector | None
    vector: Vector | None
    position: float = 0.0  # of the clause in its article, 0 first to 1 last


def unit_weights(stems: Iterable[str]) -> dict[str, float]:
    """Rarity times dampened count of each stem, scaled to length one; common stems fall away."""
    counts = Counter(stems)
    weights = {word: rarity(word) * (1 + math.log(count)) for word, count in counts.items() if rarity(word) > COMMON}
    norm = math.sqrt(sum(value * value for value in weights.values()))
    return {word: value / norm for word, value in weights.items()} if norm else {}


def document_terms(identity: str, words: Iterable[str]) -> DocumentTerms:
    """The weightiest stems and names of an article, from its words as written."""
    written = list(words)
    listed = [word for word in written if word[:1].isalnum()]
    weights = unit_weights(stem(word) for word in listed)
    lower = {word for word in listed if word[0].islower()}
    counts = Counter(stem(word) for word in listed if word[0].isupper() and word.lower() not in lower)
    names = _weightiest({word: count * rarity(word) for word, count in counts.items() if rarity(word) > COMMON})
    return DocumentTerms(
        id=identity,
        weights=_weightiest(weights),
        names=names,
        leading=frozenset(list(names)[:LEADING]),
        persons=frozenset(_last_names(written)),
        numbers=frozenset(word for word in listed if word[0].isdigit()),
        vector=mean_vector((word, weights.get(stem(word), 0.0)) for word in dict.fromkeys(map(str.lower, listed))),
    )


def _last_names(words: Sequence[str]) -> Iterator[str]:
    """The stem of the last word of each run of two and more capitalised words."""
    for capitals, run in groupby(words, key=lambda word: word[:1].isupper() and word[1:2].islower()):
        named = list(run)
        if capitals and len(named) > 1:
            yield stem(named[-1])


def _weightiest(weights: Mapping[str, float]) -> dict[str, float]:
    kept = dict(sorted(weights.items(), key=lambda item: (-item[1], item[0]))[:DOCUMENT_TERMS])
    norm = math.sqrt(sum(value * value for value in kept.values())) or 1.0
    return {word: value / norm for word, value in kept.items()}


def make_passage(
    identity: str,
    document: DocumentTerms,
    words: Sequence[str],
    head: Sequence[int] = (),
    *,
    position: float = 0.0,
    opens: bool = True,
) -> Passage:
    """A passage from the words of a clause; `head` are the places of the event's words among them.

    `opens`: the first word starts a sentence, so that its capital letter says nothing.
    """
    stems = [stem(word) for word in words]
    inside = set(head)
    heads = [place for place in head if words[place][:1].isalnum()]
    content = [place for place in heads if rarity(stems[place]) > COMMON] or heads
    near = sorted(
        {
            place
            for centre in content
            for place in range(max(0, centre - REACH), min(len(words), centre + REACH + 1))
            if place not in inside and words[place][:1].isalnum()
        }
    )
    return Passage(
        id=identity,
        document=document,
        heads=tuple(dict.fromkeys(stems[place] for place in content)),
        head_words=tuple(words[place].lower() for place in content),
        weights=unit_weights(word for word, text in zip(stems, words, strict=True) if text[:1].isalnum()),
        names=frozenset(
            stems[place]
            for place, word in enumerate(words)
            if word[:1].isupper() and (place or not opens or (len(word) > 1 and word[1:2].isupper()))
        ),
        numbers=frozenset(word.replace(",", "") for word in words if word[:1].isdigit()),
        around=unit_weights(stems[place] for place in near),
        head_vector=mean_vector((words[place], rarity(stems[place])) for place in content),
        beside=mean_vector((words[place], rarity(stems[place])) for place in near),
        vector=mean_vector((word, rarity(base)) for word, base in zip(words, stems, strict=True)),
        position=position,
    )


def dot(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    """Inner product of two sparse vectors."""
    if len(one) > len(other):
        one, other = other, one
    return sum([value * other[word] for word, value in one.items() if word in other])


@lru_cache(maxsize=200_000)
def same_topic(one: DocumentTerms, other: DocumentTerms) -> float:
    """How alike what two articles are about is; kept, because every pair of their clauses asks for it."""
    return 1.0 if one is other else dot(one.weights, other.weights)


def closeness(one: Vector | None, other: Vector | None) -> float:
    """Cosine of two unit vectors, 0 where either is unknown."""
    return 0.0 if one is None or other is None else float(one @ other)


def soft_overlap(one: Sequence[str], other: Sequence[str]) -> float:
    """How near the nearest words of two short lists are: 1 for the same stem, else the greatest cosine."""
    if {stem(word) for word in one} & {stem(word) for word in other}:
        return 1.0
    return max((closeness(word_vector(a), word_vector(b)) for a in one for b in other), default=0.0)

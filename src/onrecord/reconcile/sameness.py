"""Pairs of reports that are alike come in; how surely a person would call them one question goes out, with the reasons.

`likeness.py` finds what may belong together; it is a second look that only those pairs get. What is shared must be what
both clauses are about, not only the subject of a war, so it asks how much of each is met in the other. Weights are
rounded from a regression on pairs of stream articles that were judged by hand (tests/fixtures/claim_pair_labels.jsonl;
docs/claims.md says how they were judged, and how good it is on topics that it did not see).
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from onrecord.knowledge.stems import stem
from onrecord.knowledge.wordspace import rarity, word_vector
from onrecord.reconcile.frames import parse_day
from onrecord.reconcile.measures import COUNTED, alike_figures
from onrecord.reconcile.passages import COMMON, WORD
from onrecord.reconcile.reports import Report
from onrecord.record import Quantity

ACT = 2.6  # set by hand: such acts are too rare among the pairs that were judged, and told in the most various words
TOLL = (
    0.5  # set by our own gold, where such tolls are told in other figures; the pairs that were judged say nothing of it
)
SAME: Mapping[str, float] = MappingProxyType(
    {
        "likeness": 0.24,
        "all of each met in the other": 0.75,
        "what each begins with met in the other": 0.75,
        "same pairs of words": 0.9,
        "begin with the same word": 0.6,
        "each says something else": -0.85,
        "a figure in common": 0.55,
        "other figures": -0.75,
        "articles about the same names": 1.2,
        "published apart": -1.0,
        "one who does it": 0.8,
        "same act of one doer": ACT,
        "leading tolls of articles on one event": TOLL,
        "only one dated": 0.5,
        "nobody is named by a pronoun": -0.5,
    }
)
BASE = -0.85
CAUTION = 0.6  # log odds that a pair must be the surer by: a wrong merge is a wrong standing, a missing one a gap
BEGINNING = 7  # words
UNMET = 0.35  # closeness of word vectors from which on a word is somewhat met
FIGURE = 3.0  # weight of a figure that is no rare word
ELSE = 20.0  # weight of words left over that counts in full
LONG_AGO = 1000.0  # days
UNKNOWN_DAYS = 15.0  # taken for the days between two publications of which one has no date
MANY_NAMES = 6.0
DIGITS = 2  # digits from which on a figure is telling
PRONOUNS = frozenset(
    {
        "i",
        "we",
        "you",
        "he",
        "she",
        "it",
        "they",
        "this",
        "that",
        "these",
        "those",
        "who",
        "which",
        "where",
        "whom",
        "whose",
        "when",
    }
)
Table = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class _Words:
    """The weighty words of a clause, each once: stems, weights, vectors (zero where unknown)."""

    stems: tuple[str, ...]
    weights: Table
    vectors: Table


def sameness(one: Report, other: Report, likeness: float, act: float, toll: float) -> float:
    """The log odds, less caution, that both answer one question.

    `likeness` are the log odds of the first look, `act` and `toll` how sure it found that somebody in both does the same, and
    that both tell the toll which their articles lead with.
    """
    return BASE - CAUTION + sum(part for _, part in same_reasons(one, other, likeness, act, toll))


def same_reasons(one: Report, other: Report, likeness: float, act: float, toll: float) -> tuple[tuple[str, float], ...]:
    """What each feature adds, in the order of SAME."""
    values = same_features(one, other, likeness, act, toll)
    return tuple((name, weight * value) for (name, weight), value in zip(SAME.items(), values, strict=True))


def same_features(one: Report, other: Report, likeness: float, act: float, toll: float) -> list[float]:
    """The features of a pair in the order of SAME."""
    first, second = _words(one.proposition.gist), _words(other.proposition.gist)
    (met, left), (met_back, left_back) = _met(first, second), _met(second, first)
    begins, begins_back = _beginning(one), _beginning(other)
    return [
        likeness,
        min(met, met_back),
        min(_met(_words(begins), second)[0], _met(_words(begins_back), first)[0]),
        _pairs_alike(one.proposition.gist, other.proposition.gist),
        float(_opening(one) == _opening(other) != ""),
        min(left, left_back, 1.5 * ELSE) / ELSE,
        float(not _figures(first).isdisjoint(_figures(second))),
        float(_other_figures(one, other)),
        len(one.passage.document.leading & other.passage.document.leading) / MANY_NAMES,
        _apart(one, other),
        float(not _doers(one).isdisjoint(_doers(other))),
        act if _one_doer(one, other) else 0.0,
        toll,
        float(_is_dated(one) != _is_dated(other)),
        float(_is_nobody(one) or _is_nobody(other)),
    ]


def _one_doer(one: Report, other: Report) -> bool:
    """Whether whoever does it in either takes part in the other: not two who fight the same enemy."""
    return not (_doers(one).isdisjoint(other.involved) and _doers(other).isdisjoint(one.involved))


def _doers(report: Report) -> frozenset[str]:
    return report.subject.union(*report.doing)


@lru_cache(maxsize=50_000)
def _words(gist: str) -> _Words:
    found: dict[str, tuple[float, npt.NDArray[np.float32] | None]] = {}
    for word in WORD.findall(gist):
        base = stem(word)
        weight = max(rarity(base), FIGURE) if word[0].isdigit() else rarity(base)
        if weight > COMMON:
            found.setdefault(base, (weight, word_vector(word)))
    width = next((vector.shape[0] for _, vector in found.values() if vector is not None), 1)
    vectors = [vector if vector is not None else np.zeros(width) for _, vector in found.values()]
    return _Words(
        tuple(found), np.array([weight for weight, _ in found.values()]), np.array(vectors).reshape(len(found), width)
    )


def _met(one: _Words, other: _Words) -> tuple[float, float]:
    """The share of the weight of one clause's words that is met in the other, by the word or a near one; and what is left."""
    if not one.stems or not other.stems:
        return 0.0, float(one.weights.sum())
    near = np.zeros(len(one.stems))
    if one.vectors.shape[1] == other.vectors.shape[1]:
        near = np.clip(((one.vectors @ other.vectors.T).max(axis=1) - UNMET) / (1 - UNMET), 0, 1)
    theirs = set(other.stems)
    for place, word in enumerate(one.stems):
        if word in theirs or word[0].isdigit():
            near[place] = float(word in theirs)
    met, total = float(near @ one.weights), float(one.weights.sum())
    return met / total, total - met


@lru_cache(maxsize=50_000)
def _stems(gist: str) -> tuple[str, ...]:
    return tuple(stem(word) for word in WORD.findall(gist))


def _pairs_alike(one: str, other: str) -> float:
    """The share of the shorter clause's neighbouring words that the other has too."""
    first, second = set(pairwise(_stems(one))), set(pairwise(_stems(other)))
    return len(first & second) / max(1, min(len(first), len(second)))


def _beginning(report: Report) -> str:
    return " ".join(WORD.findall(report.proposition.gist)[:BEGINNING])


def _opening(report: Report) -> str:
    found = WORD.search(report.proposition.gist)
    return found.group().lower() if found else ""


def _figures(words: _Words) -> set[str]:
    return {word for word in words.stems if word[0].isdigit() and len(word) >= DIGITS}


def _other_figures(one: Report, other: Report) -> bool:
    """Whether both count the same of people, differently, and it is not the toll that both articles lead with."""
    first, second = _count(one), _count(other)
    if first is None or second is None or first.measure.what != second.measure.what:
        return False
    return not alike_figures(first, second) and (one.toll is None or other.toll is None)


def _count(report: Report) -> Quantity | None:
    return next((item for item in report.quantities if item.measure.what in COUNTED), None)


def _apart(one: Report, other: Report) -> float:
    """How far apart both were published, by the logarithm of days: 1 for three years."""
    first, second = parse_day(one.source.published), parse_day(other.source.published)
    days = abs((first - second).days) if first and second else UNKNOWN_DAYS
    return math.log1p(days) / math.log(LONG_AGO)


def _is_dated(report: Report) -> bool:
    return report.time is not None and report.time.precision in {"day", "hour"} and report.time.start is not None


def _is_nobody(report: Report) -> bool:
    """Whether it begins with a pronoun of which nobody knows whom it means."""
    return not report.subject and re.match(r"\w+", _opening(report)) is not None and _opening(report) in PRONOUNS

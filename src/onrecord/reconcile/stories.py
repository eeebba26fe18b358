"""What articles are about comes in; how likely two of them tell one story, and which stories there are, goes out.

Two football players are arrested in one town: the articles share most of their words and yet are two stories. What tells
them apart are the words that only some of their neighbours have, names above all, and the company they keep: two articles
of one story are like the same others.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from onrecord.knowledge.tables import rows as table_rows
from onrecord.knowledge.wordspace import rarity
from onrecord.reconcile.clusters import average_link
from onrecord.reconcile.passages import DocumentTerms

NEAR = 20  # the likest articles, among which the words are sought that tell stories apart
FAINT = 0.03  # likeness below which an article is no company
SUREST = 6.0  # log odds are cut here
ONE_STORY = 0.5  # mean log odds from which groups of articles are one story
TOLD_OFTEN = 3  # articles that make a story of its own; fewer may be stragglers of another
TELLING = 0.3  # telling power of an article's names below which it is not known what it lost

Table = npt.NDArray[np.float64]
_NONE = np.zeros(0, dtype=np.int64)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Stories:
    """Log odds of being one story, the number of each article's story, and how many articles tell that one.

    All by the places of articles.
    """

    places: Mapping[str, int]
    odds: Table
    numbers: npt.NDArray[np.int64]
    sizes: npt.NDArray[np.int64]

    def odds_of(self, one: str, other: str) -> float:
        """The log odds of two articles, between -SUREST and SUREST; an article tells its own story."""
        return SUREST if one == other else float(self.odds[self.places[one], self.places[other]])

    def apart(self, one: str, other: str) -> float:
        """By how many articles two stories are told at least, up to TOLD_OFTEN; 0 for one story."""
        first, second = self.places[one], self.places[other]
        if self.numbers[first] == self.numbers[second]:
            return 0.0
        return float(min(self.sizes[first], self.sizes[second], TOLD_OFTEN))


def tell_stories(articles: Iterable[DocumentTerms], weights: Mapping[str, float] | None = None) -> Stories:
    """Compare each article with each: a second for two hundred, and time grows with the cube."""
    listed = sorted({article.id: article for article in articles}.items())
    if not listed:
        return Stories(places={}, odds=np.zeros((0, 0)), numbers=_NONE, sizes=_NONE)
    known = load_weights() if weights is None else weights
    odds = np.full((len(listed), len(listed)), known["constant"])
    for name, values in story_signs([article for _, article in listed]).items():
        odds += known[name] * values
    groups = average_link(odds, np.zeros(odds.shape, dtype=bool), ONE_STORY)
    numbers = np.zeros(len(listed), dtype=np.int64)
    for number, group in enumerate(groups):
        numbers[group] = number
    return Stories(
        places={identity: place for place, (identity, _) in enumerate(listed)},
        odds=np.clip(odds, -SUREST, SUREST),
        numbers=numbers,
        sizes=np.bincount(numbers)[numbers],
    )


def story_signs(articles: Sequence[DocumentTerms]) -> dict[str, Table]:
    """What speaks for two articles telling one story: sign -> a table of articles by articles, symmetric."""
    words, weights = _counted([article.weights for article in articles])
    news = np.array([rarity(word) for word in words])
    here = np.maximum(np.log((len(articles) + 1) / ((weights > 0).sum(axis=0) + 0.5)), 0.0)
    alike = _cosines(weights * np.sqrt(here / np.maximum(news, 1e-6)))
    near = np.argsort(-alike, axis=1, kind="stable")[:, :NEAR]
    names, named = _counted([article.names for article in articles])
    name_news = np.sqrt([rarity(name) for name in names])
    names_alike = _nearby(named > 0, name_news, near)
    persons = np.array([[_lost(one, other) for other in articles] for one in articles])
    numbers = np.array([[_shared_numbers(one, other) for other in articles] for one in articles])
    return {
        "company": _company(alike),
        "near company": _company(_nearby(weights > 0, np.sqrt(news), near)),
        "alike": alike,
        "names alike": names_alike,
        "company by names": _company(names_alike),
        "persons lost": persons * persons.T,
        "numbers shared": numbers,
        **_telling(articles, near),
    }


def _telling(articles: Sequence[DocumentTerms], near: npt.NDArray[np.int64]) -> dict[str, Table]:
    """Signs by the names that some of an article's neighbours have and others lack: they part the neighbours.

    The power of a name among the near articles is 4 s (1 - s) for the share s of them that have it.
    """
    names = sorted({name for article in articles for name in article.names}) or [""]
    there = np.array([[name in article.weights or name in article.names for name in names] for article in articles])
    own = np.array([[name in article.names for name in names] for article in articles])
    share = there[near].mean(axis=1)
    power = np.where(share * NEAR < 2, 0.0, 4 * share * (1 - share))
    told = own * power
    sums = told.sum(axis=1, keepdims=True)
    kept = np.where(sums > TELLING, told @ there.T / np.maximum(sums, 1e-9), 0.5)
    foremost = told.argmax(axis=1)
    first = np.where(told.max(axis=1, keepdims=True) > TELLING, 1.0 - there[:, foremost].T, 0.5)
    return {
        "telling names lost": (1 - kept) * (1 - kept.T),
        "fewest telling names lost": np.minimum(1 - kept, 1 - kept.T),
        "foremost name lost": first * first.T,
        "telling names alike": _cosines(there * power),
    }


def _lost(one: DocumentTerms, other: DocumentTerms) -> float:
    """The share of one article's persons that the other has not."""
    gone = [name for name in one.persons if name not in other.weights and name not in other.names]
    return len(gone) / len(one.persons) if one.persons else 0.0


def _shared_numbers(one: DocumentTerms, other: DocumentTerms) -> float:
    return len(one.numbers & other.numbers) / (1 + min(len(one.numbers), len(other.numbers)))


def _counted(articles: Sequence[Mapping[str, float]]) -> tuple[list[str], Table]:
    words = sorted({word for article in articles for word in article})
    column = {word: number for number, word in enumerate(words)}
    table = np.zeros((len(articles), len(words)))
    for row, article in enumerate(articles):
        for word, weight in article.items():
            table[row, column[word]] = weight
    return words, table


def _nearby(there: npt.NDArray[np.bool_], news: Table, near: npt.NDArray[np.int64]) -> Table:
    """How alike articles are, each word weighing the more the fewer of the nearest articles have it."""
    found = np.zeros((len(there), len(there)))
    for row, order in enumerate(near):
        share = there[order].mean(axis=0)
        rows = _unit(there * (-np.log(np.maximum(share, 0.5 / NEAR)) * news))
        found[row] = rows @ rows[row]
    return (found + found.T) / 2


def _company(alike: Table) -> Table:
    return _cosines(np.where(alike > FAINT, alike, 0.0))


def _cosines(rows: Table) -> Table:
    unit = _unit(rows)
    return np.asarray(unit @ unit.T)


def _unit(rows: Table) -> Table:
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9))


@cache
def load_weights() -> Mapping[str, float]:
    """Sign -> weight in log odds, with the constant; fitted on the article pairs of ECB+ train (train/pairs.py)."""
    return {name: float(weight) for name, weight in table_rows("story_weights.tsv")}

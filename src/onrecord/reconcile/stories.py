"""What articles are about comes in; how likely two of them tell one story goes out.

Two football players are arrested in one town: the articles share most of their words and yet are two stories. What tells
them apart are the words that few of their neighbours have, and the company they keep: two articles of one story are
like the same others.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from onrecord.knowledge.wordspace import rarity
from onrecord.reconcile.passages import DocumentTerms

COMPANY, NEAR_COMPANY, START = 10.3, 7.9, -7.1  # logistic regression on the article pairs of ecbplus-train
NEAR = 20  # the likest articles, among which the words are sought that tell stories apart
FAINT = 0.03  # likeness below which an article is no company
SUREST = 3.0  # log odds are cut here, so that a story outweighs no clear wording

Table = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Stories:
    """Log odds of being one story, by the places of two articles."""

    places: Mapping[str, int]
    odds: Table

    def odds_of(self, one: str, other: str) -> float:
        """The log odds of two articles, between -SUREST and SUREST; an article tells its own story."""
        return SUREST if one == other else float(self.odds[self.places[one], self.places[other]])


def tell_stories(articles: Iterable[DocumentTerms]) -> Stories:
    """Compare each article with each: under a second for two hundred, and time grows with the cube."""
    listed = sorted({article.id: article for article in articles}.items())
    words = sorted({word for _, article in listed for word in article.weights})
    column = {word: number for number, word in enumerate(words)}
    weights = np.zeros((len(listed), len(words)))
    for row, (_, article) in enumerate(listed):
        for word, weight in article.weights.items():
            weights[row, column[word]] = weight
    news = np.array([rarity(word) for word in words])
    there = weights > 0
    here = np.maximum(np.log((len(listed) + 1) / (there.sum(axis=0) + 0.5)), 0.0)
    rows = _unit(weights * np.sqrt(here / np.maximum(news, 1e-6)))
    alike = rows @ rows.T
    odds = START + COMPANY * _company(alike) + NEAR_COMPANY * _company(_nearby(there, np.sqrt(news), alike))
    return Stories(
        places={identity: place for place, (identity, _) in enumerate(listed)}, odds=np.clip(odds, -SUREST, SUREST)
    )


def _nearby(there: npt.NDArray[np.bool_], news: Table, alike: Table) -> Table:
    """How alike articles are, each word weighing the more the fewer of the nearest articles have it."""
    found = np.zeros_like(alike)
    for row, order in enumerate(np.argsort(-alike, axis=1, kind="stable")):
        share = there[order[:NEAR]].mean(axis=0)
        rows = _unit(there * (-np.log(np.maximum(share, 0.5 / NEAR)) * news))
        found[row] = rows @ rows[row]
    return (found + found.T) / 2


def _company(alike: Table) -> Table:
    rows = _unit(np.where(alike > FAINT, alike, 0.0))
    return rows @ rows.T


def _unit(rows: Table) -> Table:
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9))

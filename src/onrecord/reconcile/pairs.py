"""Two passages come in; how sure it is that they tell of the same event, and the reasons, go out.

The scorer is boosted trees learned on ECB+ (train/pairs.py), evaluated here by numpy alone. They weigh what can be
counted in two passages, what stories.py makes of the articles, and what a network that read them makes of the mentions
(models/mentions.py).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path

import numpy as np
import numpy.typing as npt

from onrecord.knowledge.wordspace import rarity
from onrecord.models.boosting import Trees, load_trees
from onrecord.reconcile.passages import Passage, closeness, dot, same_topic, soft_overlap
from onrecord.reconcile.stories import TOLD_OFTEN, Stories

Features = npt.NDArray[np.float32]
Odds = npt.NDArray[np.float64]

FEATURES = (
    "same head word",
    "heads alike",
    "heads alike, words",
    "rarity of the shared head",
    "rarity of the commoner head",
    "same form of the head",
    "same wording",
    "wording alike",
    "same topic of article",
    "articles share names",
    "leading names shared",
    "leading names of one in the other",
    "articles alike",
    "same article",
    "shared names",
    "share of names",
    "shared numbers",
    "numbers differ",
    "words around the head shared",
    "words around the head alike",
    "names around the head shared",
    "head of one in the other",
    "rarest shared word",
    "shared weight",
    "shared weight without the head",
    "length ratio",
    "distance in article",
    "first in article",
)
JUDGED = ("articles tell one story", "articles of two stories", "read as one event", "read like the same others")


def pair_features(one: Passage, other: Passage) -> list[float]:
    """The features of a pair, in the order of FEATURES; the same for (other, one)."""
    heads = set(one.heads) & set(other.heads)
    names = one.names & other.names
    numbers = one.numbers & other.numbers
    shared = {word: rarity(word) for word in one.weights.keys() & other.weights.keys()}
    lengths = sorted((len(one.weights), len(other.weights)))
    inside = len(set(one.heads) & other.weights.keys()) + len(set(other.heads) & one.weights.keys())
    return [
        float(bool(heads)),
        closeness(one.head_vector, other.head_vector),
        soft_overlap(one.head_words, other.head_words),
        max((rarity(word) for word in heads), default=0.0),
        min((rarity(word) for word in (*one.heads, *other.heads)), default=0.0),
        float(bool(set(one.head_words) & set(other.head_words))),
        dot(one.weights, other.weights),
        closeness(one.vector, other.vector),
        same_topic(one.document, other.document),
        dot(one.document.names, other.document.names),
        float(len(one.document.leading & other.document.leading)),
        float(
            len(one.document.leading & other.document.names.keys())
            + len(other.document.leading & one.document.names.keys())
        ),
        closeness(one.document.vector, other.document.vector),
        float(one.document.id == other.document.id),
        float(len(names)),
        len(names) / max(1, min(len(one.names), len(other.names))),
        float(len(numbers)),
        float(bool(one.numbers and other.numbers and not numbers)),
        dot(one.around, other.around),
        closeness(one.beside, other.beside),
        float(len(names & one.around.keys() & other.around.keys())),
        float(inside),
        max(shared.values(), default=0.0),
        sum(shared.values()),
        sum(value for word, value in shared.items() if word not in heads),
        lengths[0] / max(1, lengths[1]),
        abs(one.position - other.position),
        float((one.position == 0) + (other.position == 0)),
    ]


def feature_table(pairs: Sequence[tuple[Passage, Passage]]) -> Features:
    """One row a pair."""
    rows = [pair_features(one, other) for one, other in pairs]
    return np.asarray(rows, dtype=np.float32).reshape(len(rows), len(FEATURES))


def reasons(one: Passage, other: Passage) -> tuple[str, ...]:
    """What speaks for and against the two being one, as plain phrases a person can check."""
    found = []
    heads = sorted(set(one.heads) & set(other.heads))
    if heads:
        found.append(f"both have “{heads[0]}”")
    names = sorted(one.names & other.names)
    if names:
        found.append("shared names: " + ", ".join(names))
    numbers = sorted(one.numbers & other.numbers)
    if numbers:
        found.append("same number: " + ", ".join(numbers))
    elif one.numbers and other.numbers:
        found.append(
            "different numbers: " + ", ".join(sorted(one.numbers)) + " and " + ", ".join(sorted(other.numbers))
        )
    wording = dot(one.weights, other.weights)
    found.append(f"wording {round(100 * wording)}% alike")
    found.append(f"articles {round(100 * dot(one.document.weights, other.document.weights))}% alike")
    return tuple(found)


SCORER = Path(str(resources.files("onrecord.knowledge") / "data/pair_scorer.npz"))
APART = 1.0  # what two stories take from the log odds, each told by TOLD_OFTEN articles or more
CLEAR = 4.0  # log odds beyond this count as this much, so that no single pair decides for a cluster
CONNECT = 0.5  # a chance below this does not make two passages members of one component
MERGE = -1.0  # clusters whose mean log odds are below this stay apart
# APART was chosen on topics of ECB+ train that neither trees nor network had seen, the other three on ECB+ dev.


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Evidence:
    """What judges beside the counts say of many mentions: squares over the places of mentions, or of their articles."""

    places: Mapping[str, int]  # of mentions
    reading: Odds  # log odds by the network
    company: Odds  # cosine of two rows of chances by the network: whether they are like the same others
    stories: Stories


def weigh_evidence(places: Mapping[str, int], reading: Odds, stories: Stories) -> Evidence:
    """The evidence with the company that mentions keep, which takes the square of all mentions."""
    chances = 1 / (1 + np.exp(-reading))
    np.fill_diagonal(chances, 1.0)
    rows = chances / np.linalg.norm(chances, axis=1, keepdims=True)
    return Evidence(places=places, reading=reading, company=rows @ rows.T, stories=stories)


def judged_table(pairs: Sequence[tuple[Passage, Passage]], evidence: Evidence) -> Features:
    """One row a pair: FEATURES, then JUDGED."""
    told, places = evidence.stories, evidence.places
    rows = [
        (
            told.odds_of(one.document.id, other.document.id),
            told.apart(one.document.id, other.document.id),
            evidence.reading[places[one.id], places[other.id]],
            evidence.company[places[one.id], places[other.id]],
        )
        for one, other in pairs
    ]
    judged = np.asarray(rows, dtype=np.float32).reshape(len(rows), len(JUDGED))
    return np.hstack([feature_table(pairs), judged])


def event_odds(rows: Features, trees: Trees) -> Odds:
    """Log odds of being one event, of the rows of `judged_table`."""
    apart = rows[:, len(FEATURES) + JUDGED.index("articles of two stories")] >= TOLD_OFTEN
    return np.clip(trees.margins(rows) - APART * apart, -CLEAR, CLEAR)


@cache
def load_scorer() -> Trees:
    """The trained trees, loaded once per process."""
    return load_trees(SCORER, (*FEATURES, *JUDGED))

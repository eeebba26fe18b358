"""Sentences with judged event words come in; the weights of extract/factuality.py go out (ridge regression, closed form).

python -m onrecord.train.factuality ../shared/data/certainty/uw-train.jsonl src/onrecord/knowledge/data/factuality.tsv
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np

from onrecord.extract.factuality import features, score_event
from onrecord.knowledge.grammar import Words, lay_out
from onrecord.models.encoder import Encoder, load_encoder
from onrecord.record import Analysis, Span

RIDGE = 10.0
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


def read_split(split: Sequence[str], encoder: Encoder) -> tuple[Words, list[float], list[int]]:
    """Words split by a corpus, as we split them: our words, the network's values, and our word of each of theirs."""
    text = " ".join(split)
    whole = (Span(0, len(text)),)
    reading = encoder.read(text, whole, whole)
    words = lay_out(text, Analysis(sentences=reading.sentences))
    values = [value for sentence in reading.factuality for value in sentence]
    numbers, start = [], 0
    for word in split:
        inside = words.between(Span(start, start + len(word)))
        numbers.append(inside[-1] if inside else max(0, min(inside.start, len(values) - 1)))
        start += len(word) + 1
    return words, values, numbers


def split_scorer(encoder: Encoder) -> Callable[[Sequence[str]], list[float]]:
    """For measure.certainty: from the words of a corpus to our value for each."""

    def score(split: Sequence[str]) -> list[float]:
        words, values, numbers = read_split(split, encoder)
        return [score_event(words, n, values[n]) for n in numbers]

    return score


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
    weights = np.linalg.solve(table.T @ table + RIDGE * np.eye(len(names)), table.T @ gold)
    yield from zip(names, (float(weight) for weight in weights), strict=True)


if __name__ == "__main__":
    main()

"""Sentences with doer, target and root code (Zero-Shot-PLOVER) come in; the weights that code events go out.

    python -m onrecord.train.events --data ../shared/data/events/plover-train.jsonl
        --out src/onrecord/knowledge/data/plover_weights.npz

A linear support vector machine over the features of `extract.event_code`. Prints 5-fold cross-validated accuracy and
macro F1 before it trains on everything. Needs the extra `train`. The same versions and seed give the same bytes.
"""

from __future__ import annotations

import argparse
import io
import json
import math
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from onrecord.extract.event_code import code_chances, event_features, marked_stems
from onrecord.knowledge.plover import CodeWeights, split_blocks
from onrecord.measure.event_code import macro_f1

SEED = 0
FOLDS = 5
STRENGTH = 0.5
LEXICON_WEIGHT = 0.5
"""Weight of the lexicon's features against words: of 0.5, 1 and 1.5 the first did best in cross-validation."""
RAREST = 2
"""Sentences a feature must occur in."""
HEATS = (1.0, 2.0, 3.0, 4.0, 6.0)


def fit(sentences: Sequence[Sequence[str]], codes: Sequence[str]) -> CodeWeights:
    """Train on everything given."""
    from sklearn.svm import LinearSVC

    blocks = [
        {
            f"{block}{name}": value
            for block, part in zip(("a:", "b:"), event_features(stems), strict=True)
            for name, value in part.items()
        }
        for stems in sentences
    ]
    counts = Counter(name for features in blocks for name in features)
    names = sorted(name for name, count in counts.items() if count >= RAREST)
    rows = {name: row for row, name in enumerate(names)}
    rarity = np.array([_rarity(name, counts[name], len(blocks)) for name in names], dtype=np.float32)
    matrix = np.stack([_vector(features, rows, rarity) for features in blocks])
    model = LinearSVC(C=STRENGTH, random_state=SEED).fit(matrix, list(codes))
    return CodeWeights(
        codes=tuple(model.classes_),
        blocks=split_blocks(names),
        rarity=rarity,
        weights=model.coef_.T.astype(np.float32),
        bias=model.intercept_.astype(np.float32),
        heat=1.0,
    )


def _rarity(name: str, count: int, total: int) -> float:
    value = math.log((1 + total) / (1 + count)) + 1
    return value * (LEXICON_WEIGHT if name[2:].startswith(("lex:", "first:")) else 1.0)


def _vector(
    features: Mapping[str, float], rows: Mapping[str, int], rarity: npt.NDArray[np.float32]
) -> npt.NDArray[np.float32]:
    """Both blocks, each of length one."""
    vector = np.zeros(len(rows), dtype=np.float32)
    squares = {"a": 0.0, "b": 0.0}
    for name, value in features.items():
        if name in rows:
            vector[rows[name]] = value * rarity[rows[name]]
            squares[name[0]] += float(vector[rows[name]]) ** 2
    for name in features:
        if name in rows:
            vector[rows[name]] /= math.sqrt(squares[name[0]])
    return vector


def cross_validate(
    sentences: Sequence[Sequence[str]], codes: Sequence[str]
) -> tuple[list[str], list[dict[str, float]]]:
    """Predictions and chances (heat 1) for every sentence, each by a model that has not seen it."""
    from sklearn.model_selection import StratifiedKFold

    chances: list[dict[str, float]] = [{} for _ in codes]
    for known, unknown in StratifiedKFold(FOLDS, shuffle=True, random_state=SEED).split(list(codes), list(codes)):
        model = fit([sentences[n] for n in known], [codes[n] for n in known])
        for number in unknown:
            chances[number] = code_chances(sentences[number], model)
    return [max(sorted(chance), key=lambda code: chance[code]) for chance in chances], chances


def best_heat(chances: Sequence[Mapping[str, float]], codes: Sequence[str]) -> float:
    """The sharpening under which held-out chances fit best (log likelihood)."""

    def fits(heat: float) -> float:
        total = 0.0
        for chance, code in zip(chances, codes, strict=True):
            total += math.log(max(1e-9, chance.get(code, 0.0) ** heat / sum(value**heat for value in chance.values())))
        return total

    return max(HEATS, key=fits)


def write(model: CodeWeights, heat: float, out: Path) -> None:
    """Write the table that `onrecord.knowledge.plover` reads."""
    with io.BytesIO() as buffer:
        np.savez_compressed(
            buffer,
            features=np.frombuffer("\n".join(_names(model)).encode(), dtype=np.uint8),
            codes=np.frombuffer("\n".join(model.codes).encode(), dtype=np.uint8),
            rarity=model.rarity.astype(np.float16),
            weights=model.weights.astype(np.float16),
            bias=model.bias,
            heat=np.float32(heat),
        )
        out.write_bytes(buffer.getvalue())


def _names(model: CodeWeights) -> list[str]:
    """The features in the order of their rows."""
    rows = {
        f"{mark}:{name}": row for mark, block in zip("ab", model.blocks, strict=True) for name, row in block.items()
    }
    return sorted(rows, key=rows.__getitem__)


def main(arguments: Sequence[str] | None = None) -> int:
    """Cross-validate, train, write; figures on standard error."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args(arguments)
    rows = [json.loads(line) for line in options.data.read_text(encoding="utf-8").splitlines()]
    sentences = [marked_stems(row["marked_sentence"]) for row in rows]
    codes = [row["gold_root"] for row in rows]
    predicted, chances = cross_validate(sentences, codes)
    right = sum(p == g for p, g in zip(predicted, codes, strict=True)) / len(codes)
    heat = best_heat(chances, codes)
    sys.stderr.write(f"{FOLDS}-fold: accuracy {right:.3f}, macro F1 {macro_f1(predicted, codes):.3f}, heat {heat}\n")
    write(fit(sentences, codes), heat, options.out)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

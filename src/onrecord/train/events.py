"""Sentences with doer, target and root code (Zero-Shot-PLOVER) come in; the weights that code events go out.

    python -m onrecord.train.events --data ../shared/data/events/plover-train.jsonl
        --out src/onrecord/knowledge/data/plover_weights.npz

A linear support vector machine over the features of `extract.event_code`. Prints 5-fold cross-validated accuracy and
macro F1, and how well the scores of events read from raw text hold (each sentence read with the weights of the folds
that lack it), before it trains on everything. Needs the extra `train`. The same versions and seed give the same bytes.
"""

from __future__ import annotations

import argparse
import io
import math
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from onrecord.extract.event_code import code_chances, event_features, marked_stems
from onrecord.extract.events import find_events, mention_span, scaled
from onrecord.knowledge.plover import CodeWeights, split_blocks
from onrecord.measure.event_code import CodedSentence, macro_f1, read_coded, touches
from onrecord.prepare.article import read_article
from onrecord.record import Page

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
) -> tuple[list[str], list[dict[str, float]], list[CodeWeights]]:
    """Predictions, chances (heat 1) and weights for every sentence, each by a model that has not seen it."""
    from sklearn.model_selection import StratifiedKFold

    chances: list[dict[str, float]] = [{} for _ in codes]
    models: dict[int, CodeWeights] = {}
    for known, unknown in StratifiedKFold(FOLDS, shuffle=True, random_state=SEED).split(list(codes), list(codes)):
        model = fit([sentences[n] for n in known], [codes[n] for n in known])
        for number in unknown:
            chances[number] = code_chances(sentences[number], model)
            models[int(number)] = model
    guesses = [max(sorted(chance), key=lambda code: chance[code]) for chance in chances]
    return guesses, chances, [models[number] for number in range(len(codes))]


class Scored(NamedTuple):
    """One event read from raw text whose doer or target is the gold one: its plain score, and whether its code is."""

    chance: float
    full: bool
    right: bool


def read_raw(rows: Sequence[CodedSentence], models: Sequence[CodeWeights], heat: float) -> list[Scored]:
    """Events of every sentence that touch its gold doer or target, read with weights that have not seen it."""
    from onrecord.extract.attributions import find_attributions
    from onrecord.kit import load_kit

    encoder, found = load_kit().encoder, []
    for row, model in zip(rows, models, strict=True):
        article = read_article(Page(id="sentence", text=row.text, language="en"))
        analysis, _ = find_attributions(article, encoder)
        for event in find_events(article, analysis, (), replace(model, heat=heat, scale=(1.0, 0.0, 0.0))):
            doers, targets = ([mention_span(key) for key in keys] for keys in (event.actors, event.targets))
            if touches(doers, row.actors) and touches(targets, row.targets):
                found.append(Scored(event.score, bool(doers and targets), event.code == row.code))
    return found


def fit_scale(scored: Sequence[Scored]) -> tuple[float, float, float]:
    """The logistic curve from plain scores to shares that are right."""
    from sklearn.linear_model import LogisticRegression

    odds = [[math.log(max(1e-3, one.chance) / max(1e-3, 1 - one.chance)), float(one.full)] for one in scored]
    model = LogisticRegression(C=10.0).fit(odds, [one.right for one in scored])
    return float(model.coef_[0][0]), float(model.coef_[0][1]), float(model.intercept_[0])


def reliability(scored: Sequence[Scored]) -> list[tuple[str, int, float, float]]:
    """Bins of the scores: their range, how many, mean score, share right; every second event scaled by the others."""
    halves = (scored[0::2], scored[1::2])
    points = []
    for half, other in (halves, halves[::-1]):
        scale = fit_scale(other)
        points += [(scaled(one.chance, one.full, scale), one.right) for one in half]
    rows = []
    for low, high in ((0.0, 0.5), (0.5, 0.7), (0.7, 0.85), (0.85, 0.95), (0.95, 1.01)):
        inside = [(score, right) for score, right in points if low <= score < high]
        if inside:
            mean = sum(score for score, _ in inside) / len(inside)
            rows.append(
                (f"{low:.2f}-{min(high, 1):.2f}", len(inside), mean, sum(right for _, right in inside) / len(inside))
            )
    return rows


def best_heat(chances: Sequence[Mapping[str, float]], codes: Sequence[str]) -> float:
    """The sharpening under which held-out chances fit best (log likelihood)."""

    def fits(heat: float) -> float:
        total = 0.0
        for chance, code in zip(chances, codes, strict=True):
            total += math.log(max(1e-9, chance.get(code, 0.0) ** heat / sum(value**heat for value in chance.values())))
        return total

    return max(HEATS, key=fits)


def write(model: CodeWeights, out: Path) -> None:
    """Write the table that `onrecord.knowledge.plover` reads."""
    with io.BytesIO() as buffer:
        np.savez_compressed(
            buffer,
            features=np.frombuffer("\n".join(_names(model)).encode(), dtype=np.uint8),
            codes=np.frombuffer("\n".join(model.codes).encode(), dtype=np.uint8),
            rarity=model.rarity.astype(np.float16),
            weights=model.weights.astype(np.float16),
            bias=model.bias,
            heat=np.float32(model.heat),
            scale=np.array(model.scale, dtype=np.float32),
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
    rows = list(read_coded(options.data))
    sentences = [marked_stems(row.marked) for row in rows]
    codes = [row.code for row in rows]
    predicted, chances, models = cross_validate(sentences, codes)
    right = sum(p == g for p, g in zip(predicted, codes, strict=True)) / len(codes)
    heat = best_heat(chances, codes)
    sys.stderr.write(f"{FOLDS}-fold: accuracy {right:.3f}, macro F1 {macro_f1(predicted, codes):.3f}, heat {heat}\n")
    scored = read_raw(rows, models, heat)
    for name, count, mean, share in reliability(scored):
        sys.stderr.write(f"scored {name}: {count} events, mean score {mean:.2f}, right {share:.2f}\n")
    write(replace(fit(sentences, codes), heat=heat, scale=fit_scale(scored)), options.out)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

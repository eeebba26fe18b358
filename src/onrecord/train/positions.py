"""Positions judged by hand come in; the weights of resolve/sureness.py and the reliability plot go out.

python -m onrecord.train.positions ../shared/data src/onrecord/knowledge/data/positions.tsv docs/img/positions.svg
python -m onrecord.train.positions ../shared/data    # only what eight folds over the articles of "fit" say of the model

A logistic model with an l2 penalty for each part, fitted by Newton's method on the half "fit"; the plot shows
the positions of "check" and "blind".
"""

from __future__ import annotations

import math
import sys
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from onrecord.measure.labelled_tasks import labels, read_referred
from onrecord.measure.position import Judged, PositionScores, measure_positions, wilson
from onrecord.resolve.state_signs import STATE
from onrecord.resolve.sureness import BODY, BODY_STATED, body_chance, chance
from onrecord.train.calibrate import newton

RIDGE = 3.0
RIDGE_OF_STATES = 300.0
"""Chosen by cross-validation over articles of "fit"; a state has a variance of about 1 along each axis."""
RAREST = 6
"""Signs seen less often say more of single articles than of positions."""
LETTERS = {"act": "a", "speaker": "s", "stance": "tn", "clause": "p", BODY: "b"}
"""Part -> the letters of a judgement that call it wrong (polarity goes with the stance)."""
HEAD = (
    "# Weights of resolve/sureness.py: part, sign, weight in log odds. Fitted by train/positions.py on the positions of the\n"
    '# half "fit" in tests/fixtures/position_labels.jsonl, judged by hand (docs/calibration.md). Licence: that of the project.\n'
)


def main() -> None:
    """Fits from the first argument, writes the second and third; without those it prints what folds say."""
    path = labels("position_labels.jsonl")
    if len(sys.argv) == 2:
        print(say_folds(measure_positions(path, Path(sys.argv[1]), read_referred, half="fit").judged))
        return
    corpora, table, plot = map(Path, sys.argv[1:4])
    scores = measure_positions(path, corpora, read_referred)
    rows = (f"{part}\t{name}\t{weight:.3f}\n" for part in LETTERS for name, weight in fit(scores.of("fit"), part))
    table.write_text(HEAD + "".join(rows), encoding="utf-8")
    from onrecord.resolve.sureness import load_weights

    load_weights.cache_clear()
    plot.write_text(draw(measure_positions(path, corpora, read_referred)), encoding="utf-8")


def fit(judged: Sequence[Judged], part: str) -> Iterator[tuple[str, float]]:
    """The weight of every sign of a part that was seen at least `RAREST` times, in alphabetical order.

    What was judged before anybody mended by it is less often right than its signs say; the weights are those of such
    fresh articles.
    """
    judged = list(_bodies(judged)) if part == BODY else judged
    found = [one.bodies[0] if part == BODY else one.signs[part] for one in judged]
    counts = Counter(name for signs in found for name in signs)
    names = sorted(name for name, count in counts.items() if count >= RAREST and name != "constant")
    place = {name: number for number, name in enumerate([*names, "constant"])}
    design = np.zeros((len(judged), len(place)))
    for row, signs in enumerate(found):
        for name, value in signs.items():
            if name in place:
                design[row, place[name]] = value
    seen = np.array([[not one.fresh] for one in judged], dtype=float)  # a reading mended by these very judgements
    penalty = np.array([RIDGE, *(RIDGE_OF_STATES if name.startswith(STATE) else RIDGE for name in place)])
    right = np.array([not set(LETTERS[part]) & set(one.wrong) for one in judged], dtype=float)
    weights = newton(np.hstack((seen, design)), right, penalty)[1:]
    yield from sorted((name, float(weights[number])) for name, number in place.items())


def _bodies(judged: Sequence[Judged]) -> Iterator[Judged]:
    """One position for each body that an article gives a right speaker; of several bodies nobody said which is wrong."""
    seen = set[tuple[str, frozenset[str]]]()
    for one in judged:
        if len(one.bodies) == 1 and "s" not in one.wrong:
            body = one.article, frozenset(one.bodies[0])
            if body not in seen:
                yield one
            seen.add(body)


FOLDS = 8
LEVELS = (0.5, 0.75, 0.85, 0.9, 0.92, 0.93, 0.94)


def say_folds(judged: Sequence[Judged]) -> str:
    """Log loss, mean score and precision by score on the fresh positions, each scored by a model that did not see its article."""
    scored = list(out_of_fold(judged))
    loss = -sum(math.log(one.score if one.right else 1 - one.score) for one in scored) / len(scored)
    mean = sum(one.score for one in scored) / len(scored)
    share = sum(one.right for one in scored) / len(scored)
    lines = [f"{len(scored)} fresh positions: log loss {loss:.3f}, mean score {mean:.3f}, right {share:.3f}"]
    for level in LEVELS:
        above = [one for one in scored if one.score >= level]
        right, whole = sum(one.right for one in above), sum(one.whole for one in above)
        count = max(1, len(above))
        lines.append(
            f"at {level} and more: {right} of {len(above)} right, {right / count:.3f}; no body lost either {whole / count:.3f}"
        )
    right, stated, read = PositionScores(judged=tuple(scored), gone=0).bodies("fit")
    lines.append(
        f"bodies beside names: {read} read, {stated} stated, {right} of these right, {right / max(1, stated):.3f}"
    )
    return "\n".join(lines)


def out_of_fold(judged: Sequence[Judged]) -> Iterator[Judged]:
    """Every fresh position as a model scores it that did not see its article; folds are by a digest of the article's id."""
    fold_of = {one.article: zlib.crc32(one.article.encode("utf-8")) % FOLDS for one in judged}
    for fold in range(FOLDS):
        seen = [one for one in judged if fold_of[one.article] != fold]
        weights = {part: dict(fit(seen, part)) for part in LETTERS}
        for one in judged:
            if fold_of[one.article] == fold and one.fresh:
                stated = bool(one.bodies) and all(body_chance(signs, weights) >= BODY_STATED for signs in one.bodies)
                yield replace(one, score=chance(one.signs, weights), stated=stated)


SIDE, EDGE = 220, 30


def draw(scores: PositionScores) -> str:
    """A reliability plot as SVG: score against share right, with 95% intervals; the size of a point is its number."""
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIDE + 2 * EDGE} {SIDE + 2 * EDGE}" font-family="sans-serif" font-size="9">',
        "<title>Reliability of position scores, unseen articles</title>",
        f'<rect x="{EDGE}" y="{EDGE}" width="{SIDE}" height="{SIDE}" fill="none" stroke="#999"/>',
        f'<line x1="{EDGE}" y1="{EDGE + SIDE}" x2="{EDGE + SIDE}" y2="{EDGE}" stroke="#bbb" stroke-dasharray="3 3"/>',
    ]
    for mark in (0.0, 0.5, 1.0):
        along, up = EDGE + mark * SIDE, EDGE + (1 - mark) * SIDE
        parts.append(f'<text x="{along:.0f}" y="{EDGE + SIDE + 12}" text-anchor="middle">{mark:.1f}</text>')
        parts.append(f'<text x="{EDGE - 4}" y="{up + 3:.0f}" text-anchor="end">{mark:.1f}</text>')
    for _, count, mean, share in scores.bands("check", "blind"):
        low, high = wilson(round(share * count), count)
        x = EDGE + mean * SIDE
        top, bottom, y = (EDGE + (1 - value) * SIDE for value in (high, low, share))
        parts.append(f'<line x1="{x:.1f}" y1="{top:.1f}" x2="{x:.1f}" y2="{bottom:.1f}" stroke="#356"/>')
        parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{2 + count**0.5 / 2:.1f}" fill="#356"/>')
    parts.append(f'<text x="{EDGE + SIDE / 2}" y="{EDGE + SIDE + 24}" text-anchor="middle">score</text>')
    parts.append(
        f'<text x="{EDGE}" y="{EDGE - 6}">share right, {len(scores.of("check")) + len(scores.of("blind"))} positions</text></svg>\n'
    )
    return "\n".join(parts)


if __name__ == "__main__":
    main()

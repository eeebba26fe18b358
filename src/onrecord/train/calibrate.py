"""Scores of held-out training articles come in; the rules of decoding and the calibration of scores go out.

Each rule is tried in turn over a few values and the best full-relation F1 is kept; the calibration is a logistic
model, fitted by Newton's method, of whether a found relation is right. Never looks at development articles.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from onrecord.measure.attribution import summarise
from onrecord.measure.attribution_counts import (
    LEAST_OVERLAP,
    Counts,
    Raw,
    WordMap,
    count_article,
    judged,
    overlap,
    pair_up,
)
from onrecord.models.decode import EVIDENCE, Calibration, Relation, Rules, find_relations, score_relations
from onrecord.record import Span

Floats = npt.NDArray[np.float32]

GRID: Mapping[str, tuple[float, ...]] = {
    "cue": (0.1, 0.15, 0.2, 0.25, 0.3, 0.4),
    "tag": (0.0, 0.2, 0.4, 0.6, 0.8, 1.0),
    "bias": (-1.0, -0.5, 0.0, 0.5, 1.0),
    "edge": (0.0, 0.25, 0.5, 0.75, 1.0),
    "run": (-3.0, -2.0, -1.0, 0.0, 1.0, 2.0),
    "null": (-3.0, -2.0, -1.0, 0.0, 1.0),
    "keep": (0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """Scores of one window: everything decoding needs, whatever the rules."""

    words: Sequence[Span]
    role: Floats
    cues: Sequence[tuple[int, int]]
    links: Callable[[Sequence[tuple[int, int]]], tuple[Floats, Floats]]


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldOut:
    """One held-out article: its text, its gold, its windows."""

    text: str
    gold: Sequence[Raw]
    windows: Sequence[Scored]


def as_raw(relation: Relation, words: Sequence[Span]) -> dict[str, list[list[int]]]:
    """A relation as the scorer reads it."""

    def spans(runs: Iterable[tuple[int, int]]) -> list[list[int]]:
        return [[words[start].start, words[end - 1].end] for start, end in runs]

    return {
        "source": spans([relation.source] if relation.source else []),
        "cue": spans([relation.cue]),
        "content": spans(relation.content),
    }


def decoded(window: Scored, rules: Rules, calibration: Calibration) -> list[tuple[Relation, float]]:
    """Relations of one window that are kept."""
    cues = cues_under(window, rules)
    if not cues:
        return []
    links, null = window.links(cues)
    return score_relations(window.role, cues, links, null, rules=rules, calibration=calibration)


def cues_under(window: Scored, rules: Rules) -> list[tuple[int, int]]:
    """The window's cues that are likely enough."""
    either = np.exp(np.logaddexp(window.role[:, 3], window.role[:, 4]))
    return [(start, end) for start, end in window.cues if either[start:end].max() >= rules.cue]


def score_f1(articles: Sequence[HeldOut], rules: Rules, calibration: Calibration) -> dict[str, Any]:
    """The report of the measure over the articles."""
    total: Counts = Counter()
    for article in articles:
        found = [as_raw(r, w.words) for w in article.windows for r, _ in decoded(w, rules, calibration)]
        total.update(count_article(article.text, article.gold, found))
    return summarise(total)


def fit_calibration(articles: Sequence[HeldOut], rules: Rules, ridge: float = 3.0) -> Calibration:
    """Logistic model of a relation being right (full relation), over all candidates of the rules."""
    rows, right = [], []
    for article in articles:
        relations = []
        for window in article.windows:
            if cues := cues_under(window, rules):
                links, null = window.links(cues)
                relations += [(r, window.words) for r in find_relations(window.role, cues, links, null, rules)]
        for (relation, _), is_right in zip(relations, judge(article, relations), strict=True):
            rows.append(relation.evidence)
            right.append(is_right)
    if not rows:  # a network that finds nothing: there is nothing to calibrate
        return Calibration()
    table, target = np.array(rows, dtype=np.float64), np.array(right, dtype=np.float64)
    mean, scale = table.mean(0), table.std(0) + 1e-6
    design = np.hstack([(table - mean) / scale, np.ones((len(table), 1))])
    weight = newton(design, target, ridge)
    return Calibration(
        mean=rounded(mean), scale=rounded(scale), weight=rounded(weight[:-1]), constant=rounded(weight[-1:])
    )


def judge(article: HeldOut, relations: Sequence[tuple[Relation, Sequence[Span]]]) -> list[bool]:
    """Whether each relation is a full match of a gold one."""
    text = WordMap(article.text)
    gold = [one for raw in article.gold if (one := judged(raw, text)).words["content"]]
    found = [judged(as_raw(relation, words), text) for relation, words in relations]
    right = [False] * len(found)
    for g, f in pair_up(gold, found):
        wanted, given = gold[g].words, found[f].words
        source = not wanted["source"] or overlap(wanted["source"], given["source"]) >= LEAST_OVERLAP
        right[f] = bool(source and wanted["cue"] & given["cue"])
    return right


def newton(
    design: npt.NDArray[np.float64], target: npt.NDArray[np.float64], ridge: float | npt.NDArray[np.float64]
) -> npt.NDArray[np.float64]:
    """Weights of a logistic regression with an l2 penalty on all but the constant, which comes last; `ridge` may differ by column."""
    penalty = np.full(design.shape[1], 1.0) * ridge
    penalty[-1] = 0
    weight = np.zeros(design.shape[1])
    for _ in range(30):
        chance = 1 / (1 + np.exp(-design @ weight))
        slope = design.T @ (chance - target) + penalty * weight
        curve = (design * (chance * (1 - chance))[:, None]).T @ design + np.diag(penalty + 1e-9)
        weight -= np.linalg.solve(curve, slope)
    return weight


def rounded(values: npt.NDArray[np.float64]) -> tuple[float, ...]:
    """Five significant digits, for the settings file."""
    return tuple(float(f"{value:.5g}") for value in values)


def choose_rules(articles: Sequence[HeldOut], start: Rules, rounds: int = 2) -> tuple[Rules, Calibration, float]:
    """Coordinate search for the best full-relation F1; the calibration is fitted anew for each set of rules."""
    rules, calibration = start, fit_calibration(articles, start)
    best = score_f1(articles, rules, calibration)["all"]["full"]["f1"]
    for _ in range(rounds):
        for name, values in GRID.items():
            for value in values:
                if value == getattr(rules, name):
                    continue
                tried = replace(rules, **{name: value})
                fitted = calibration if name == "keep" else fit_calibration(articles, tried)
                f1 = score_f1(articles, tried, fitted)["all"]["full"]["f1"]
                if f1 > best + 1e-4:
                    rules, calibration, best = tried, fitted, f1
    return rules, calibration, best


def reliability(articles: Sequence[HeldOut], rules: Rules, calibration: Calibration) -> list[dict[str, float]]:
    """Of relations with a score in each band: how many, their mean score, and the share that is right."""
    pairs: list[tuple[float, bool]] = []
    for article in articles:
        kept = [(r, w.words, s) for w in article.windows for r, s in decoded(w, rules, calibration)]
        right = judge(article, [(relation, words) for relation, words, _ in kept])
        pairs += zip((score for _, _, score in kept), right, strict=True)
    bands = []
    for low in np.arange(0, 1, 0.1):
        band = [pair for pair in pairs if low <= pair[0] < low + 0.1]
        if band:
            score, right_share = (float(np.mean([pair[n] for pair in band])) for n in (0, 1))
            bands.append({"from": round(float(low), 1), "count": len(band), "score": score, "right": right_share})
    return bands


__all__ = ["EVIDENCE", "GRID", "HeldOut", "Scored", "choose_rules", "fit_calibration", "reliability", "score_f1"]

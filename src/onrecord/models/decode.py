"""Scores of the attribution heads for one window come in; relations as word numbers go out. Nothing but numpy.

Cue by cue: the cue is a run of words that the tagger calls a cue; its source is the best pair of first and last word
(or none); its content is the best set of runs under each word's odds of being said by this cue, where cues compete
for a word. How sure the whole is comes from a logistic model over what was seen on the way.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

LONGEST_SOURCE = 40
"""Words. Of 17,980 sources of the training set 99.8% are shorter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """How scores become relations; every number was chosen on training articles that were held out."""

    cue: float = 0.25  # lowest probability of a cue's strongest word
    cue_word: float = 0.2  # and of each of its words
    tag: float = 0.5  # weight of the tagger's own odds of content
    bias: float = 0.0  # added to every word's odds of content
    edge: float = 0.5  # weight of the begin and end scores of a run
    run: float = 0.0  # added for each run
    null: float = 0.0  # added to the score of "no source"
    keep: float = 0.3  # lowest score of a relation that is given out


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """One attribution as half-open runs of words, with what it was judged by."""

    source: tuple[int, int] | None
    cue: tuple[int, int]
    content: tuple[tuple[int, int], ...]
    evidence: tuple[float, ...]


EVIDENCE = (
    "cue", "cue best", "content mean", "content lowest", "content total", "tagged", "begin", "end", "source", "null",
    "source tagged", "runs", "words", "rival",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """A logistic model over `EVIDENCE`: mean and scale of each figure, its weight, and the constant."""

    mean: tuple[float, ...] = (0.0,) * len(EVIDENCE)
    scale: tuple[float, ...] = (1.0,) * len(EVIDENCE)
    weight: tuple[float, ...] = (0.0,) * len(EVIDENCE)
    constant: tuple[float, ...] = (0.0,)

    def chance(self, evidence: tuple[float, ...]) -> float:
        """How likely the relation is right, by the measure of the full relation."""
        total = self.constant[0]
        for value, mean, scale, weight in zip(evidence, self.mean, self.scale, self.weight, strict=True):
            total += (value - mean) / scale * weight
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


def score_relations(
    role: Floats,
    cues: Sequence[tuple[int, int]],
    links: Floats,
    null: Floats,
    *,
    rules: Rules,
    calibration: Calibration,
) -> list[tuple[Relation, float]]:
    """Relations that are likely enough, with their chance of being right; rejected cues no longer compete for words."""
    first = find_relations(role, cues, links, null, rules)
    kept = {r.cue for r in first if calibration.chance(r.evidence) >= rules.keep}
    rows = [n for n, cue in enumerate(cues) if cue in kept]
    if len(rows) == len(cues):
        again = first
    else:
        again = find_relations(role, [cues[n] for n in rows], links[rows], null[rows], rules)
    scored = [(relation, calibration.chance(relation.evidence)) for relation in again]
    return [(relation, round(chance, 4)) for relation, chance in scored if chance >= rules.keep]


def log_softmax(scores: Floats) -> Floats:
    """Over the last axis."""
    top = scores - scores.max(-1, keepdims=True)
    return np.asarray(top - np.log(np.exp(top).sum(-1, keepdims=True)), dtype=np.float32)


def find_cues(role: Floats, rules: Rules) -> list[tuple[int, int]]:
    """Runs of words that are likely cues, given log-probabilities of the seven tags."""
    begin, inside = np.exp(role[:, 3]), np.exp(role[:, 4])
    either = begin + inside
    found: list[tuple[int, int]] = []
    for number in np.flatnonzero(either >= rules.cue_word).tolist():
        if found and found[-1][1] == number and begin[number] <= inside[number]:
            found[-1] = (found[-1][0], number + 1)
        else:
            found.append((number, number + 1))
    return [(start, end) for start, end in found if either[start:end].max() >= rules.cue]


def find_relations(
    role: Floats, cues: Sequence[tuple[int, int]], links: Floats, null: Floats, rules: Rules
) -> list[Relation]:
    """Relations of the `cues`, given `role` [words, 7], `links` [cues, words, 5] and `null` [cues, 2]."""
    if not cues:
        return []
    sure = np.array([np.exp(np.logaddexp(role[s:e, 3], role[s:e, 4])).max() for s, e in cues], dtype=np.float32)
    odds = competing(links[..., 0], sure)
    said = np.logaddexp(role[:, 5], role[:, 6])
    tagged = said - np.log1p(-np.exp(np.minimum(said, -1e-4)))
    sources = [best_source(links[n, :, 3], links[n, :, 4], null[n] + rules.null, cue) for n, cue in enumerate(cues)]
    score = odds + rules.tag * np.clip(tagged, -6, 6) + rules.bias
    for number, (start, end) in enumerate(cues):
        score[number, start:end] -= 20
        if (source := sources[number][0]) is not None:
            score[number, source[0] : source[1]] -= 20
    begins = rules.edge * np.clip(links[..., 1], -8, 8) + rules.run
    ends = rules.edge * np.clip(links[..., 2], -8, 8)
    contents = best_runs(score, begins, ends)
    if settle_rivals(score, contents):
        contents = best_runs(score, begins, ends)
    relations = []
    for number, runs in enumerate(contents):
        if runs:
            source, source_score, null_score = sources[number]
            words = np.concatenate([np.arange(*run) for run in runs])
            evidence = _evidence(role, cues[number], runs, words, links[number], odds[number], tagged)
            told = role[source[0] : source[1], 1:3].max() if source else -9.0
            rival = float((links[number, words, 0] - odds[number, words]).mean())
            evidence += (source_score, null_score, float(told), float(len(runs)), float(np.log(len(words))), rival)
            relations.append(Relation(source=source, cue=cues[number], content=runs, evidence=evidence))
    return relations


def competing(inside: Floats, sure: Floats) -> Floats:
    """Each word's odds of being said by each cue, when the other cues (weighted by how sure they are) want it too."""
    wanted = inside + np.log(np.maximum(sure, 1e-6))[:, None]
    top = np.maximum(wanted.max(0), 0)
    mass = np.exp(-top) + np.exp(wanted - top).sum(0)
    rest = np.maximum(mass - np.exp(wanted - top), np.exp(-top))
    return np.asarray(inside - (np.log(rest) + top), dtype=np.float32)


def settle_rivals(score: Floats, contents: Sequence[tuple[tuple[int, int], ...]]) -> bool:
    """Bars words that two cues took from the one that wants its run less; says whether there were any."""
    wanted = np.full(score.shape, -np.inf, dtype=np.float32)
    for row, runs in enumerate(contents):
        for start, end in runs:
            wanted[row, start:end] = score[row, start:end].mean()
    lost = np.isfinite(wanted) & (wanted < wanted.max(0))
    score[lost] -= 20
    return bool(lost.any())


def best_source(
    first: Floats, last: Floats, null: Floats, cue: tuple[int, int]
) -> tuple[tuple[int, int] | None, float, float]:
    """The best run of words as source (or None), its log-probability, and that of there being none."""
    begins, ends = log_softmax(np.append(first, null[0])), log_softmax(np.append(last, null[1]))
    none = float(begins[-1] + ends[-1])
    starts = np.argsort(-begins[:-1], kind="stable")[:6]
    best, found = -np.inf, None
    for start in starts.tolist():
        stop = min(start + LONGEST_SOURCE, len(first), cue[0] if start < cue[0] else len(first))
        if start >= cue[1] or start < cue[0]:
            end = start + int(ends[start:stop].argmax())
            if begins[start] + ends[end] > best:
                best, found = float(begins[start] + ends[end]), (start, end + 1)
    if found is None or none > best:
        return None, max(best, -30.0), none
    return found, best, none


def best_runs(score: Floats, begin: Floats, end: Floats) -> list[tuple[tuple[int, int], ...]]:
    """For each row of `score` [rows, words] the runs whose scores, begins and ends together are highest, and above zero.

    Exact: two states a word, so Viterbi. Plain lists, because rows are few: half the time of arrays.
    """
    rows = zip(score.tolist(), begin.tolist(), end.tolist(), strict=True)
    return [_best_row(*row) for row in rows]


def _best_row(score: list[float], begin: list[float], end: list[float]) -> tuple[tuple[int, int], ...]:
    out, into = 0.0, -math.inf  # best totals with the last word outside, and inside a run still open
    began: list[bool] = []  # this word's run began here
    ended: list[bool] = []  # a run was closed after the word before this
    close = 0.0
    for value, first, last in zip(score, begin, end, strict=True):
        closed = into + close
        ended.append(closed > out)
        if closed > out:
            out = closed
        opened = out + first
        began.append(opened > into)
        into = (opened if opened > into else into) + value
        close = last
    return _trace(began, ended, into + close > out)


def _trace(began: Sequence[bool], ended: Sequence[bool], inside: bool) -> tuple[tuple[int, int], ...]:
    """Runs read off from back to front."""
    runs: list[tuple[int, int]] = []
    stop = len(began)
    for word in range(len(began) - 1, -1, -1):
        if inside:
            if began[word]:
                runs.append((word, stop))
                inside, stop = ended[word], word
        elif ended[word + 1] if word + 1 < len(ended) else False:
            inside, stop = True, word + 1
            if began[word]:
                runs.append((word, stop))
                inside, stop = ended[word], word
    return tuple(reversed(runs))


def _evidence(
    role: Floats,
    cue: tuple[int, int],
    runs: Sequence[tuple[int, int]],
    words: npt.NDArray[np.int64],
    links: Floats,
    odds: Floats,
    tagged: Floats,
) -> tuple[float, ...]:
    """What speaks for a relation: its cue, its content's odds, tags and rims."""
    cue_words = np.logaddexp(role[cue[0] : cue[1], 3], role[cue[0] : cue[1], 4])
    mine = np.clip(odds[words], -8, 8)
    return (
        float(cue_words.mean()),
        float(cue_words.max()),
        float(mine.mean()),
        float(mine.min()),
        float(np.log1p(np.maximum(mine, 0).sum())),
        float(np.clip(tagged[words], -8, 8).mean()),
        float(np.clip(links[runs[0][0], 1], -8, 8)),
        float(np.clip(links[runs[-1][1] - 1, 2], -8, 8)),
    )

"""Sentences with judged event words come in; how near a scorer of factuality comes to the judges goes out.

Data: UW (Lee et al. 2015) and UDS-IH2 (Rudinger et al. 2018) as prepared by Jiang & de Marneffe (2021): each event word
has a mean judgement from −3 (certainly not) to 3 (certainly so). Published on UW test, with a large model: mean absolute
error .451, correlation .828.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from onrecord.extract.factuality import score_event
from onrecord.knowledge.grammar import Words, lay_out
from onrecord.models.encoder import Encoder
from onrecord.record import Analysis, InputError, Span

Score = Callable[[Sequence[str]], Sequence[float]]
"""From the words of a sentence to one value a word, as if each were an event."""


@dataclass(frozen=True, slots=True)
class CertaintyScores:
    """Mean absolute error and Pearson's correlation over `count` event words."""

    error: float
    correlation: float
    count: int

    def table(self) -> str:
        """One line for people."""
        return f"mean absolute error {self.error:.3f}, correlation {self.correlation:.3f}, {self.count} event words"


def measure_certainty(path: Path, score: Score) -> CertaintyScores:
    """Compares with every judged word of the file (JSON lines with `text`, split at spaces, and `targets`)."""
    if not path.is_file():
        raise InputError(f"{path}: no such file; give certainty/uw-test.jsonl")
    judged: list[float] = []
    given: list[float] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        words = row["text"].split()
        values = score(words)
        for target in row["targets"]:
            judged.append(float(target["label"]))
            given.append(values[min(target["span1"][0], len(values) - 1)])
    return CertaintyScores(
        sum(abs(a - b) for a, b in zip(judged, given, strict=True)) / max(1, len(judged)),
        _correlation(judged, given),
        len(judged),
    )


def _correlation(one: Sequence[float], other: Sequence[float]) -> float:
    if not one:
        return 0.0
    mean_one, mean_other = sum(one) / len(one), sum(other) / len(other)
    top = sum((a - mean_one) * (b - mean_other) for a, b in zip(one, other, strict=True))
    below = math.sqrt(sum((a - mean_one) ** 2 for a in one) * sum((b - mean_other) ** 2 for b in other))
    return top / below if below else 0.0


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

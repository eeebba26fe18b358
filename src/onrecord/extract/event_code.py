"""A sentence's stems with its doer and its target marked come in; the chance of each PLOVER root code goes out.

A linear model over words and word pairs of the sentence, runs of up to three words between doer and target, and the
codes that the lexicon gives these words. Learnt on Zero-Shot-PLOVER's sentences by `onrecord.train.events`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from onrecord.knowledge.plover import CodeWeights, code_weights, event_words
from onrecord.knowledge.stems import stem

SOURCE, TARGET = "SRC", "TGT"
LONGEST = 40
"""Stems looked at, around the doer and the target: longer sentences are lists."""

Features = Mapping[str, float]
_WORD = re.compile(r"SRC|TGT|[^\W\d_][\w'-]*|\d+")


def marked_stems(sentence: str) -> list[str]:
    """Stems of a sentence whose doer stands in <s>…</s> and whose target in <t>…</t>."""
    masked = re.sub(r"<t>.*?</t>", f" {TARGET} ", re.sub(r"<s>.*?</s>", f" {SOURCE} ", sentence))
    return [word if word in (SOURCE, TARGET) else stem(word) for word in _WORD.findall(masked)]


def code_chances(stems: Sequence[str], model: CodeWeights | None = None) -> dict[str, float]:
    """Chance of each code; they sum to one. `stems` holds the marks `SRC` and `TGT` where doer and target stood."""
    model = model or code_weights()
    scores = model.bias.copy()
    for block, features in zip(model.blocks, event_features(stems), strict=True):
        known = [name for name in features if name in block]
        if not known:
            continue
        rows = np.array([block[name] for name in known])
        values = np.array([features[name] for name in known], dtype=np.float32) * model.rarity[rows]
        scores += (values @ model.weights[rows]) / float(np.sqrt(values @ values))
    parts = np.exp((scores - scores.max()) * model.heat)
    return dict(zip(model.codes, (parts / parts.sum()).tolist(), strict=True))


def event_features(stems: Sequence[str]) -> tuple[Features, Features]:
    """Two blocks: of the whole sentence, and of what lies between doer and target."""
    stems = _near(stems)
    whole: dict[str, float] = {"_".join(run): 1.0 for size in (1, 2) for run in _runs(stems, size)}
    middle = _between(stems)
    inner: dict[str, float] = {"_".join(run): 1.0 for size in (1, 2, 3) for run in _runs(middle, size)}
    for _, codes in _lexicon(stems):
        for code in codes:
            whole["lex:" + code] = 1.0 / len(codes)
    for number, (_, codes) in enumerate(sorted(_lexicon(middle), key=lambda hit: (hit[0], sorted(hit[1])))):
        for code in codes:
            inner["lex:" + code] = max(inner.get("lex:" + code, 0.0), 1.0 / len(codes))
            if number == 0:
                inner["first:" + code] = 1.0 / len(codes)
    return whole, inner


def _near(stems: Sequence[str]) -> Sequence[str]:
    if len(stems) <= LONGEST:
        return stems
    start = max(0, (stems.index(SOURCE) if SOURCE in stems else 0) - LONGEST // 4)
    return stems[start : start + LONGEST]


def _between(stems: Sequence[str]) -> Sequence[str]:
    """From doer to target, or the other way round; to the end where one is missing."""
    source = stems.index(SOURCE) if SOURCE in stems else 0
    targets = [number for number, word in enumerate(stems) if word == TARGET]
    after = [number for number in targets if number > source]
    target = after[0] if after else targets[0] if targets else len(stems) - 1
    return stems[min(source, target) : max(source, target) + 1]


def _runs(stems: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    return (stems[at : at + size] for at in range(len(stems) - size + 1))


def _lexicon(stems: Sequence[str]) -> Iterator[tuple[int, frozenset[str]]]:
    """Where the lexicon knows a word or a run of words, and the codes it gives."""
    table = event_words()
    for at, word in enumerate(stems):
        codes = table.verbs.get(word, frozenset()) | table.nouns.get(word, frozenset())
        if codes:
            yield at, codes
    for size in (2, 3):
        for at, run in enumerate(_runs(stems, size)):
            if tuple(run) in table.phrases:
                yield at, table.phrases[tuple(run)]

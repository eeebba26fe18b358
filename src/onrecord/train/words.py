"""A sentence encoder and plain texts come in; the table of word vectors and document frequencies goes out as one npz.

Each whole word of the encoder's vocabulary is read alone, its mean state reduced by principal components to 64
dimensions and stored as signed bytes (after model2vec, Tulkens & van Dongen 2024). Frequencies are how many of the
given texts hold a stem: statistics only, no text is kept.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt

from onrecord.knowledge.stems import stem

WORD = re.compile(r"[^\W\d_]+")
DIMENSIONS = 64
TEXTS = ("attribution/polnear-train.jsonl", "streams/fakes-half.jsonl", "streams/guardian-sdf.jsonl")


def reduce_vectors(states: npt.NDArray[np.float32], dimensions: int = DIMENSIONS) -> npt.NDArray[np.int8]:
    """Unit states reduced by principal components, each row scaled to signed bytes."""
    centred = states - states.mean(axis=0)
    _, _, axes = np.linalg.svd(centred, full_matrices=False)
    reduced = centred @ axes[:dimensions].T
    reduced /= np.abs(reduced).max(axis=1, keepdims=True)
    return np.asarray(np.round(reduced * 127), dtype=np.int8)


def read_texts(shared: Path) -> Iterator[str]:
    """The texts whose words are counted: news only, nothing of a test set."""
    for name in TEXTS:
        with (shared / "data" / name).open(encoding="utf-8") as handle:
            yield from (json.loads(line)["text"] for line in handle)
    with (shared / "data/events/ecbplus-train.jsonl").open(encoding="utf-8") as handle:
        for line in handle:
            yield " ".join(word for sentence in json.loads(line)["sentences"] for word in sentence)


def count_stems(texts: Iterable[str]) -> tuple[Counter[str], int]:
    """In how many texts each stem stands, and how many texts there are."""
    counts: Counter[str] = Counter()
    total = 0
    for text in texts:
        counts.update({stem(word) for word in WORD.findall(text)})
        total += 1
    return counts, total


def write_table(path: Path, words: list[str], states: npt.NDArray[np.float32], shared: Path) -> None:
    """Write the table; only stems in at least three texts are kept, the rest counts as rare."""
    counts, total = count_stems(read_texts(shared))
    kept = sorted(word for word, count in counts.items() if count >= 3)
    rarity = [math.log((total + 1) / (counts[word] + 1)) for word in kept]
    np.savez_compressed(
        path,
        words=np.frombuffer("\n".join(words).encode(), dtype=np.uint8),
        vectors=reduce_vectors(states),
        stems=np.frombuffer("\n".join(kept).encode(), dtype=np.uint8),
        rarity=np.asarray(rarity, dtype=np.float32),
        rarest=np.float32(math.log((total + 1) / 2)),
    )

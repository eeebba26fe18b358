"""What the encoder says of words and of cues comes in; each word's scores for each cue go out. Nothing but numpy.

The same sum as `train.network.Links`: a hidden layer over word, cue, distance and sentences between, plus a product
of word and cue, plus a table of distances.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]

CHANNELS = 5  # content, content begins, content ends, source begins, source ends
NEAR, BUCKETS = 8, 29


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkTables:
    """Weights of the links that stand outside the graph."""

    distance: Floats  # [BUCKETS, hidden]
    sentence: Floats  # [7, hidden]
    out: Floats  # [hidden, CHANNELS]
    out_bias: Floats
    direct: Floats  # [BUCKETS, CHANNELS]


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkStates:
    """The graph's output that links are made of, one row a word."""

    word: Floats  # [words, hidden]
    cue: Floats
    word_side: Floats  # [words, CHANNELS * rank]
    cue_side: Floats
    null: Floats  # [words, 2]


def distance_bucket(distance: Ints) -> Ints:
    """Bucket of a signed distance in words: exact up to `NEAR`, then one for every factor of 2^0.75."""
    size = np.abs(distance)
    far = NEAR + np.minimum(np.floor(np.log2(np.maximum(size / NEAR, 1)) / 0.75) + 1, 6)
    return np.asarray(np.sign(distance) * np.where(size <= NEAR, size, far) + BUCKETS // 2, dtype=np.int64)


def link_scores(
    states: LinkStates, tables: LinkTables, cues: Sequence[tuple[int, int]], sentence: Ints
) -> tuple[Floats, Floats]:
    """[cues, words, CHANNELS], and [cues, 2] for "no source"."""
    words = len(states.word)
    ends = np.array(cues, dtype=np.int64)
    places = np.arange(words)
    before, after = places < ends[:, :1], places >= ends[:, 1:]
    distance = np.where(before, places - ends[:, :1], np.where(after, places - ends[:, 1:] + 1, 0))
    bucket = distance_bucket(distance)
    apart = np.clip(sentence - sentence[ends[:, :1]], -3, 3) + 3

    def mean(rows: Floats) -> Floats:
        return np.stack([rows[start:end].mean(0) for start, end in cues])

    hidden = states.word + mean(states.cue)[:, None]
    hidden += tables.distance[bucket]
    hidden += tables.sentence[apart]
    np.maximum(hidden, 0, out=hidden)
    rank = states.word_side.shape[1] // CHANNELS
    left = states.word_side.reshape(words, CHANNELS, rank).transpose(1, 0, 2)
    right = mean(states.cue_side).reshape(len(cues), CHANNELS, rank).transpose(1, 2, 0)
    product = (left @ right).transpose(2, 1, 0) / np.sqrt(np.float32(rank))
    scores = hidden @ tables.out + tables.out_bias + product + tables.direct[bucket]
    return np.asarray(scores, dtype=np.float32), mean(states.null)

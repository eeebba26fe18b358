"""An article's words and the places of event words among them come in; a state for each event goes out, and how sure
the network is that two of them are one event.

    encoder = load_mention_encoder()
    one, other = encoder.read(["Missiles", "hit", "Halden", ".", "The", "strike", "killed", "two"], [[1], [5]])
    encoder.margins([(one, other)])[0]          # log odds

all-mpnet-base-v2 (Apache-2.0), tuned on the training part of ECB+ (train/mentions.py) and evaluated by numpy alone: about
4 ms a word.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path

import numpy as np
import numpy.typing as npt

from onrecord.models.pieces import CLS, SEP, load_pieces
from onrecord.models.weights import shipped_folder
from onrecord.record import ModelError

Floats = npt.NDArray[np.float32]

MENTION_WEIGHTS = Path(str(resources.files("onrecord.knowledge") / "data/mention_encoder.npz"))
HEADS = 12
BUCKETS, NEAR_BUCKETS = 32, 8  # of distances between two pieces; those that stand for one distance, each way
FIRST_PLACE = 2  # row of the first piece among the places' vectors
WINDOW = 254  # word pieces read at once: the longest training article had as many
STEP = 4096  # pairs compared at once
SPREAD = 8.0  # what unit vectors are multiplied by before they are compared, so that their parts are near 1


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MentionState:
    """An event mention as the network sees it: three unit vectors.

    `event` is trained to be near that of other mentions of the event, `word` is the state it was made of, `article`
    stands for the whole article.
    """

    event: Floats
    word: Floats
    article: Floats


class MentionEncoder:
    """The network; reading is pure."""

    def __init__(
        self,
        weights: Mapping[str, Floats],
        words: Callable[[Sequence[int]], Floats],
        pieces: Callable[[str], Sequence[int]],
    ) -> None:
        self.weights = weights
        self.words = words
        self.pieces = pieces
        self.layers = sum(name.endswith(".qkv.weight") for name in weights)

    def read(self, words: Sequence[str], events: Sequence[Sequence[int]]) -> list[MentionState]:
        """The state of each event; `events` are the places of its words. All words count, so pass whole articles."""
        cut = [self.pieces(word) for word in words]
        ends = np.cumsum([len(found) for found in cut])
        flat = [piece for found in cut for piece in found]
        states = np.concatenate([self.states(flat[at : at + WINDOW]) for at in range(0, len(flat), WINDOW)])
        article = _unit(self._project("article", states.mean(axis=0)))
        found = []
        for event in events:
            rows = [row for word in event for row in range(ends[word] - len(cut[word]), ends[word])]
            word_state = states[rows].mean(axis=0)
            found.append(
                MentionState(event=_unit(self._project("event", word_state)), word=_unit(word_state), article=article)
            )
        return found

    def states(self, pieces: Sequence[int]) -> Floats:
        """The mixture of all layers at each piece."""
        weights = self.weights
        length = len(pieces) + 2
        framed = self.words([CLS, *pieces, SEP]) + weights["position"][FIRST_PLACE : FIRST_PLACE + length]
        near = weights["near"][bucket_numbers(length)].transpose(2, 0, 1)
        rows = _normal(framed, weights["norm.weight"], weights["norm.bias"])
        mixture = weights["mixture"]
        total = mixture[0] * rows
        for layer in range(self.layers):
            rows = self._layer(f"{layer}.", rows, near)
            total = total + mixture[layer + 1] * rows
        return np.asarray(total[1:-1], dtype=np.float32)

    def _layer(self, name: str, rows: Floats, near: Floats) -> Floats:
        """One post-norm transformer layer as in BERT, with `near` added to the scores of each head."""
        length, width = rows.shape
        parts = self._project(name + "qkv", rows).reshape(length, 3, HEADS, width // HEADS).transpose(1, 2, 0, 3)
        scores = parts[0] @ parts[1].transpose(0, 2, 1) / np.sqrt(np.float32(width // HEADS)) + near
        chances = np.exp(scores - scores.max(axis=-1, keepdims=True))
        chances /= chances.sum(axis=-1, keepdims=True)
        mixed = (chances @ parts[2]).transpose(1, 0, 2).reshape(length, width)
        rows = self._norm(name + "norm1", rows + self._project(name + "out", mixed))
        inner = _gelu(self._project(name + "up", rows))
        return self._norm(name + "norm2", rows + self._project(name + "down", inner))

    def _project(self, name: str, rows: Floats) -> Floats:
        return np.asarray(rows @ self.weights[name + ".weight"] + self.weights[name + ".bias"], dtype=np.float32)

    def _norm(self, name: str, rows: Floats) -> Floats:
        return _normal(rows, self.weights[name + ".weight"], self.weights[name + ".bias"])

    def features(self, pairs: Sequence[tuple[MentionState, MentionState]]) -> Floats:
        """Of each pair: log odds of being one event, closeness as events, as words, of the articles."""
        parts = [self._compared(pairs[at : at + STEP]) for at in range(0, len(pairs), STEP)]
        return np.concatenate(parts) if parts else np.zeros((0, 4), dtype=np.float32)

    def margins(self, pairs: Sequence[tuple[MentionState, MentionState]]) -> Floats:
        """The log odds alone."""
        return self.features(pairs)[:, 0]

    def _compared(self, pairs: Sequence[tuple[MentionState, MentionState]]) -> Floats:
        one, other = (np.stack([pair[side].event for pair in pairs]) for side in (0, 1))
        close = np.stack(
            [
                (one * other).sum(axis=1),
                np.array([float(a.article @ b.article) for a, b in pairs]),
                np.array([float(a.word @ b.word) for a, b in pairs]),
            ],
            axis=1,
        )
        margin = self._margins(one, other, close)
        return np.column_stack([margin, close[:, 0], close[:, 2], close[:, 1]]).astype(np.float32)

    def table(self, states: Sequence[MentionState]) -> Floats:
        """The log odds of each mention with each, as one square table; time grows with its size."""
        events, articles, words = (
            np.stack([getattr(state, name) for state in states]) for name in ("event", "article", "word")
        )
        close = np.stack([events @ events.T, articles @ articles.T, words @ words.T], axis=-1)
        return np.stack([self._margins(event, events, near) for event, near in zip(events, close, strict=True)])

    def _margins(self, one: Floats, other: Floats, close: Floats) -> Floats:
        """Log odds of pairs by their events and how close these, their articles and their words are."""
        rows = np.concatenate([one * other * SPREAD, np.abs(one - other) * SPREAD, close * SPREAD / 2], axis=1)
        hidden = _gelu(self._project("hidden", rows.astype(np.float32)))
        scale, bias = self.weights["scale"]
        return np.asarray(self._project("score", hidden)[:, 0] + scale * (close[:, 0] - 0.5) + bias, dtype=np.float32)


@cache
def bucket_numbers(length: int) -> npt.NDArray[np.int64]:
    """The bucket of each pair of places: one a distance when near, then by powers, each way its own."""
    distance = np.arange(length)[:, None] - np.arange(length)[None]
    size = np.abs(distance)
    powers = np.log(np.maximum(size, 1) / NEAR_BUCKETS) / np.log(128 / NEAR_BUCKETS)
    far = np.minimum(NEAR_BUCKETS + (powers * NEAR_BUCKETS).astype(np.int64), 2 * NEAR_BUCKETS - 1)
    return np.asarray(np.where(size < NEAR_BUCKETS, size, far) + (distance < 0) * (BUCKETS // 2), dtype=np.int64)


def _unit(vector: Floats) -> Floats:
    return np.asarray(vector / max(float(np.linalg.norm(vector)), 1e-12), dtype=np.float32)


def _normal(rows: Floats, weight: Floats, bias: Floats) -> Floats:
    centred = rows - rows.mean(axis=-1, keepdims=True)
    spread = np.sqrt((centred * centred).mean(axis=-1, keepdims=True) + 1e-5)
    return np.asarray(centred / spread * weight + bias, dtype=np.float32)


def _gelu(rows: Floats) -> Floats:
    """x · P(X < x); erf after Abramowitz & Stegun 7.1.26, wrong by less than 2e-7."""
    size = np.abs(rows) * np.float32(0.7071067811865476)
    step = 1 / (1 + np.float32(0.3275911) * size)
    series = step * (
        0.254829592 + step * (-0.284496736 + step * (1.421413741 + step * (-1.453152027 + step * 1.061405429)))
    )
    return np.asarray(rows * 0.5 * (1 + np.sign(rows) * (1 - series * np.exp(-size * size))), dtype=np.float32)


def load_weights(path: Path) -> tuple[dict[str, Floats], Callable[[Sequence[int]], Floats]]:
    """Weights, and the look-up of word pieces, of a file that `train.mentions.write_weights` made.

    Large matrices lie there as whole numbers of steps, one step a column; those of words stay so until they are read.
    """
    try:
        with np.load(path) as table:
            stored = {name: table[name] for name in table.files}
    except (OSError, ValueError) as err:
        raise ModelError(f"{path} cannot be read: reinstall onrecord, its weights are missing") from err
    steps = {name.removesuffix(".step"): stored.pop(name) for name in list(stored) if name.endswith(".step")}
    whole = {
        name: np.frombuffer(zlib.decompress(stored.pop(name).tobytes()), dtype=np.int8).reshape(-1, len(step))
        for name, step in steps.items()
    }
    words, step = whole.pop("word"), steps.pop("word")
    weights = {name: values.astype(np.float32) for name, values in stored.items()}
    weights |= {name: values * steps[name] for name, values in whole.items()}
    return weights, lambda pieces: np.asarray(words[list(pieces)] * step, dtype=np.float32)


@cache
def load_mention_encoder() -> MentionEncoder:
    """The shipped network, loaded once per process."""
    return MentionEncoder(*load_weights(MENTION_WEIGHTS), load_pieces(shipped_folder() / "tokenizer.json"))

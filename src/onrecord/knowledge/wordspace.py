"""A word comes in; its rarity in news and its vector go out, from one table made in training (train/words.py)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

import numpy as np
import numpy.typing as npt

Vector = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class WordSpace:
    """`rarity` is ln(texts / texts with the stem), `rarest` that of stems not listed; vectors have length one."""

    places: Mapping[str, int]
    vectors: Vector
    rarity: Mapping[str, float]
    rarest: float


@cache
def load_wordspace() -> WordSpace:
    """The table shipped with the package, loaded once per process."""
    path = resources.files("onrecord.knowledge").joinpath("data/wordspace.npz")
    with path.open("rb") as handle, np.load(handle) as table:
        words = table["words"].tobytes().decode().split("\n")
        vectors = table["vectors"].astype(np.float32)
        stems = table["stems"].tobytes().decode().split("\n")
        rarity = dict(zip(stems, table["rarity"].tolist(), strict=True))
        rarest = float(table["rarest"])
    vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-6)
    return WordSpace(
        places={word: place for place, word in enumerate(words)}, vectors=vectors, rarity=rarity, rarest=rarest
    )


@lru_cache(maxsize=200_000)
def rarity(stem: str) -> float:
    """How rare a stem is in news: 0 where every text holds it."""
    space = load_wordspace()
    return space.rarity.get(stem, space.rarest)


@lru_cache(maxsize=100_000)
def word_vector(word: str) -> Vector | None:
    """The unit vector of a word, or None where it is not in the table."""
    space = load_wordspace()
    place = space.places.get(word.lower())
    return None if place is None else space.vectors[place]


def mean_vector(weighted: Iterable[tuple[str, float]]) -> Vector | None:
    """The unit vector of several (word, weight), or None where no word is known."""
    found = [(vector, weight) for word, weight in weighted if (vector := word_vector(word)) is not None]
    if not found:
        return None
    total = np.sum([vector * weight for vector, weight in found], axis=0)
    norm = float(np.linalg.norm(total))
    return None if norm < 1e-6 else np.asarray(total / norm, dtype=np.float32)

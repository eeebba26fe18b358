"""A word's stem comes in; the PLOVER root codes it may report go out, with the learnt weights that decide among them.

Codes are those of PLOVER's root level (Open Event Data Alliance 2018) as annotated by Hu et al. 2022, where YIELD
stands for CONCEDE and RETREAT. Words: `data/plover.toml`; weights: `data/plover_weights.npz` (`train/events.py`).
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Literal

import numpy as np
import numpy.typing as npt

from onrecord.knowledge.stems import stem

WordKind = Literal["verb", "noun"]


@dataclass(frozen=True, slots=True, kw_only=True)
class EventWords:
    """Stems to codes: of single words by kind, of runs of two and more words; and the stems of light verbs."""

    codes: tuple[str, ...]
    verbs: Mapping[str, frozenset[str]]
    nouns: Mapping[str, frozenset[str]]
    phrases: Mapping[tuple[str, ...], frozenset[str]]
    light: frozenset[str]
    retreat: frozenset[str]  # words of YIELD that are PLOVER's RETREAT; the others are CONCEDE
    arms: frozenset[str]  # who or what moves where a verb of movement is an event
    moving: frozenset[str]  # stems of verbs whose object is the doer's means ("sent troops to")
    receiving: frozenset[str]  # stems of verbs whose subject is the target and whose "from" names the doer
    weapons: frozenset[str]  # stems of things that kill by somebody's hand
    harm: frozenset[str]  # stems of verbs that, without an object, tell what became of their subject
    mutual: frozenset[str]  # words, not stems, whose "with" names the other side
    somebody: frozenset[str]  # nouns, not stems, that name whom an act may be aimed at


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeWeights:
    """One row of weights a feature, one column a code; `blocks` give the rows of features of the whole sentence and of
    those between doer and target; `heat` sharpens the scores into chances.
    """

    codes: tuple[str, ...]
    blocks: tuple[Mapping[str, int], Mapping[str, int]]
    rarity: npt.NDArray[np.float32]
    weights: npt.NDArray[np.float32]
    bias: npt.NDArray[np.float32]
    heat: float
    scale: tuple[float, float, float] = (1.0, 0.0, 0.0)
    """By which a chance becomes a score: factor of its log odds, what a doer and a target add, and a constant."""


@cache
def event_words() -> EventWords:
    """The lexicon, read once a process."""
    table = tomllib.loads(files("onrecord.knowledge").joinpath("data/plover.toml").read_text(encoding="utf-8"))
    light, arms, retreat, moving, receiving, weapons, harm = (
        frozenset(stem(word) for word in table.pop(kind))
        for kind in ("light", "arms", "retreat", "moving", "receiving", "weapons", "harm")
    )
    mutual, somebody = (frozenset(table.pop(kind)) for kind in ("mutual", "somebody"))
    found: dict[str, dict[str, set[str]]] = {"verbs": {}, "nouns": {}}
    phrases: dict[tuple[str, ...], set[str]] = {}
    for code, lists in table.items():
        for kind, words in lists.items():
            for word in words:
                stems = tuple(stem(part) for part in word.split())
                if kind == "phrases" or len(stems) > 1:
                    phrases.setdefault(stems, set()).add(code)
                else:
                    found[kind].setdefault(stems[0], set()).add(code)
    return EventWords(
        codes=tuple(sorted(table)),
        verbs=MappingProxyType({word: frozenset(codes) for word, codes in found["verbs"].items()}),
        nouns=MappingProxyType({word: frozenset(codes) for word, codes in found["nouns"].items()}),
        phrases=MappingProxyType({words: frozenset(codes) for words, codes in phrases.items()}),
        light=light,
        arms=arms,
        moving=moving,
        receiving=receiving,
        weapons=weapons,
        harm=harm,
        mutual=mutual,
        somebody=somebody,
        retreat=retreat,
    )


def retreats(trigger: str) -> bool:
    """Whether the words of a YIELD event report a withdrawal, a release or a truce."""
    return any(stem(word) in event_words().retreat for word in trigger.split())


@cache
def code_weights() -> CodeWeights:
    """The learnt weights, read once a process."""
    path = files("onrecord.knowledge").joinpath("data/plover_weights.npz")
    with path.open("rb") as handle, np.load(handle) as table:
        features = table["features"].tobytes().decode("utf-8").split("\n")
        return CodeWeights(
            codes=tuple(table["codes"].tobytes().decode("ascii").split("\n")),
            blocks=split_blocks(features),
            rarity=table["rarity"].astype(np.float32),
            weights=table["weights"].astype(np.float32),
            bias=table["bias"].astype(np.float32),
            heat=float(table["heat"]),
            scale=(float(table["scale"][0]), float(table["scale"][1]), float(table["scale"][2])),
        )


def split_blocks(features: Sequence[str]) -> tuple[dict[str, int], dict[str, int]]:
    """Rows of the features "a:…" (whole sentence) and "b:…" (between), without their mark."""
    whole, between = ({feature[2:]: row for row, feature in enumerate(features) if feature[0] == mark} for mark in "ab")
    return whole, between

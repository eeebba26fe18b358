"""A position comes in; what the shared encoder makes of its cue, source and clause goes out, axis by axis.

The encoder's states (train/axes.py) hold more of a word than the answers that are read off it: means over the words
that a part of the position rests on tell trouble that no rule names.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from onrecord.resolve.held import Held

STATE = "state of "
POOLS: Mapping[str, Sequence[str]] = {
    "act": ("cue", "source"),
    "speaker": ("source", "cue"),
    "stance": ("cue", "first word"),
    "clause": ("clause", "first word", "last word"),
}
"""Part of a position -> the words over which states are averaged for it."""


def state_signs(held: Held, part: str) -> Iterator[tuple[str, float]]:
    """Name and value along each axis; nothing where no encoder read the text."""
    for pool, mean in _pooled(held, part):
        yield from ((f"{STATE}{pool}, {axis}", value) for axis, value in enumerate(mean.tolist()))


def state_odds(held: Held, part: str, weights: Mapping[str, npt.NDArray[np.float64]]) -> float:
    """What the axes of a part add to its log odds: the sum over `state_signs`, by weights of whole pools."""
    return sum(
        float(mean[: len(weights[pool])] @ weights[pool]) for pool, mean in _pooled(held, part) if pool in weights
    )


def along_axes(weights: Mapping[str, float]) -> dict[str, npt.NDArray[np.float64]]:
    """Pool -> weight along each axis, from weights by name; an axis without a weight has none."""
    found: dict[str, dict[int, float]] = {}
    for name, weight in weights.items():
        if name.startswith(STATE):
            pool, _, axis = name.removeprefix(STATE).rpartition(", ")
            found.setdefault(pool, {})[int(axis)] = weight
    return {pool: np.array([axes.get(n, 0.0) for n in range(max(axes) + 1)]) for pool, axes in found.items()}


def _pooled(held: Held, part: str) -> Iterator[tuple[str, npt.NDArray[np.float32]]]:
    states = held.scene.states
    if states is None:
        return
    words: Mapping[str, Sequence[int]] = {
        "cue": held.cue,
        "source": held.source,
        "clause": held.clause,
        "first word": held.clause[:1],
        "last word": held.clause[-1:],
    }
    for pool in POOLS[part]:
        if words[pool]:
            yield pool, states[list(words[pool])].mean(axis=0)

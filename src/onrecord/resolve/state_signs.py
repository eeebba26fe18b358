"""A position comes in; what the shared encoder makes of its cue, source and clause goes out, axis by axis.

The encoder's states (train/axes.py) hold more of a word than the answers that are read off it: means over the words
that a part of the position rests on tell trouble that no rule names.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

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
            for axis, value in enumerate(states[list(words[pool])].mean(axis=0).tolist()):
                yield f"{STATE}{pool}, {axis}", value

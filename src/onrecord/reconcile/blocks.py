"""Passages come in; for each the few others that may say the same go out, without comparing all with all.

Two passages meet where they share a key: a head word with a name, two rare stems, a number with its noun, a rare head
word, a run of words (copies, quotations). Whom a passage meets depends only on those that share a key with it, so an
insertion touches nobody else.
"""

from __future__ import annotations

import bisect
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from onrecord.knowledge.wordspace import rarity
from onrecord.reconcile.passages import Passage, closeness, dot, same_topic

NEIGHBOURS = 22  # candidates a passage may name: 14.4 pairs a mention on ECB+ dev, where 98.2 is then reachable
BLOCK = 60  # members of a block compared outright; in larger ones only the nearest in the order of their words
WINDOW = 6  # how many on either side in a larger block
FIRST = 60  # candidates by shared keys that are looked at closely
RARE = 5  # rarest stems of a clause that are paired into keys


@dataclass(frozen=True, slots=True, kw_only=True)
class Keyed:
    """A passage, the keys it can be found under (key -> weight) and its place in the order of large blocks."""

    passage: Passage
    keys: Mapping[str, float]
    order: tuple[str, str]


def keys_of(passage: Passage, *, extra: Iterable[str] = ()) -> dict[str, float]:
    """Keys of a passage; `extra` are keys from outside (event class with place, measure with number)."""
    keys: dict[str, float] = dict.fromkeys(extra, 2.0)
    rare = sorted(passage.weights, key=lambda word: (-rarity(word), word))[:RARE]
    about = sorted(passage.document.weights, key=lambda word: (-passage.document.weights[word], word))[:3]
    for head in passage.heads:
        for name in sorted(passage.names - {head}):
            keys[f"hn:{head}:{name}"] = 1.5
        for word in about:
            keys[f"hd:{head}:{word}"] = 1.5
        keys[f"h:{head}"] = 1.0
    for one, other in combinations(sorted(rare), 2):
        keys[f"rr:{one}:{other}"] = 1.0
    for name, word in ((name, word) for name in sorted(passage.names) for word in about[:2] if name != word):
        keys[f"nd:{name}:{word}"] = 0.5
    for number in sorted(passage.numbers):
        for word in rare[:3]:
            keys[f"nr:{number}:{word}"] = 1.0
    return keys


class Blocks:
    """An index of passages by key; passages are added, never taken out."""

    def __init__(self) -> None:
        self.entries: dict[str, Keyed] = {}
        self._blocks: dict[str, list[tuple[tuple[str, str], str]]] = defaultdict(list)

    def add(self, passage: Passage, keys: Mapping[str, float]) -> set[str]:
        """Add a passage under its keys; gives every passage whose neighbours may have changed by it.

        The same id a second time changes nothing.
        """
        if passage.id in self.entries:
            return set()
        entry = Keyed(passage=passage, keys=keys, order=(" ".join(sorted(passage.weights)), passage.id))
        self.entries[passage.id] = entry
        touched = {passage.id}
        for key in keys:
            block = self._blocks[key]
            touched.update((member for _, member in block) if len(block) <= BLOCK else self._around(block, entry))
            bisect.insort(block, (entry.order, passage.id))
        return touched

    def neighbours(self, identity: str, limit: int = NEIGHBOURS) -> tuple[str, ...]:
        """The ids of the passages most like this one, best first."""
        entry = self.entries[identity]
        shared: dict[str, float] = defaultdict(float)
        for key in sorted(entry.keys):
            block = self._blocks[key]
            members = (member for _, member in block) if len(block) <= BLOCK else self._around(block, entry)
            weight = entry.keys[key] / (1 + min(len(block), BLOCK + 1) / BLOCK)
            for member in members:
                shared[member] += weight
        shared.pop(identity, None)
        first = sorted(shared, key=lambda member: (-shared[member], member))[:FIRST]
        near = [(likeness(entry.passage, self.entries[member].passage), member) for member in first]
        return tuple(member for _, member in sorted(near, key=lambda item: (-item[0], item[1]))[:limit])

    @staticmethod
    def _around(block: Sequence[tuple[tuple[str, str], str]], entry: Keyed) -> list[str]:
        """The members next to this one in the order of their words."""
        place = bisect.bisect_left(block, (entry.order, entry.passage.id))
        return [member for _, member in block[max(0, place - WINDOW) : place + WINDOW + 1]]


def likeness(one: Passage, other: Passage) -> float:
    """A cheap measure by which candidates are ranked."""
    heads = 1.0 if set(one.heads) & set(other.heads) else closeness(one.head_vector, other.head_vector)
    return (
        1.5 * heads
        + dot(one.weights, other.weights)
        + 0.5 * closeness(one.vector, other.vector)
        + same_topic(one.document, other.document)
        + 0.3 * bool(one.numbers & other.numbers)
    )

"""What settling keeps from one run to the next comes in and goes out: items by name, ties between names, full blocks.

`Shelf` has a form in memory (here) and one in the ledger (store/shelf.py); the same tests run on both. Whatever lies on a
shelf is a view: thrown away and made anew from the readings, it is the same again.
"""

from __future__ import annotations

import bisect
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Protocol

Entry = tuple[int, str]  # (place in the order of the block, name)
Row = tuple[int, int, str]  # (key of the block, place, name)
Tie = tuple[str, str, float]  # (from, to, value)


class Shelf(Protocol):
    """Three small tables. Kinds and names are any words; the meaning is that of who puts them there."""

    def items(self, kind: str, names: Iterable[str]) -> dict[str, bytes]:
        """The items of these names, as far as they are there."""
        ...

    def put(self, kind: str, items: Mapping[str, bytes]) -> None:
        """Put items in place of those of the same names."""
        ...

    def drop(self, kind: str, names: Iterable[str]) -> None:
        """Take items away, if they are there."""
        ...

    def names(self, kind: str) -> list[str]:
        """The names of all items of a kind, in order."""
        ...

    def ties(self, kind: str, names: Iterable[str]) -> list[Tie]:
        """The ties that lead from these names, in order."""
        ...

    def tie(self, kind: str, ties: Iterable[Tie]) -> None:
        """Put ties in place of those between the same names."""
        ...

    def untie(self, kind: str, ties: Iterable[tuple[str, str]]) -> None:
        """Take ties away, if they are there."""
        ...

    def first(self, key: int, most: int) -> list[Entry]:
        """The first entries of a block, in order."""
        ...

    def beside(self, key: int, entry: Entry, most: int) -> tuple[list[Entry], list[Entry]]:
        """The entries before and behind this one (itself left out), the nearest first, `most` of each."""
        ...

    def fill(self, entries: Iterable[tuple[int, int, str]]) -> None:
        """Put entries (key, place, name) into their blocks."""
        ...

    def clear(self, entries: Iterable[tuple[int, int, str]]) -> None:
        """Take entries out of their blocks, if they are there."""
        ...


class MemoryShelf:
    """A shelf that lasts as long as the process (see `Shelf`)."""

    def __init__(self) -> None:
        self._items: dict[str, dict[str, bytes]] = defaultdict(dict)
        self._ties: dict[str, dict[str, dict[str, float]]] = defaultdict(lambda: defaultdict(dict))
        self._blocks: dict[int, list[Entry]] = defaultdict(list)

    def items(self, kind: str, names: Iterable[str]) -> dict[str, bytes]:
        """See Shelf."""
        held = self._items[kind]
        return {name: held[name] for name in names if name in held}

    def put(self, kind: str, items: Mapping[str, bytes]) -> None:
        """See Shelf."""
        self._items[kind].update(items)

    def drop(self, kind: str, names: Iterable[str]) -> None:
        """See Shelf."""
        for name in names:
            self._items[kind].pop(name, None)

    def names(self, kind: str) -> list[str]:
        """See Shelf."""
        return sorted(self._items[kind])

    def ties(self, kind: str, names: Iterable[str]) -> list[Tie]:
        """See Shelf."""
        held = self._ties[kind]
        chosen = sorted(set(names) & held.keys())
        return [(name, other, value) for name in chosen for other, value in sorted(held[name].items())]

    def tie(self, kind: str, ties: Iterable[Tie]) -> None:
        """See Shelf."""
        for one, other, value in ties:
            self._ties[kind][one][other] = value

    def untie(self, kind: str, ties: Iterable[tuple[str, str]]) -> None:
        """See Shelf."""
        for one, other in ties:
            self._ties[kind][one].pop(other, None)

    def first(self, key: int, most: int) -> list[Entry]:
        """See Shelf."""
        return self._blocks[key][:most]

    def beside(self, key: int, entry: Entry, most: int) -> tuple[list[Entry], list[Entry]]:
        """See Shelf."""
        block = self._blocks[key]
        low, high = bisect.bisect_left(block, entry), bisect.bisect_right(block, entry)
        return block[max(0, low - most) : low][::-1], block[high : high + most]

    def fill(self, entries: Iterable[tuple[int, int, str]]) -> None:
        """See Shelf."""
        for key, place, name in entries:
            bisect.insort(self._blocks[key], (place, name))

    def clear(self, entries: Iterable[tuple[int, int, str]]) -> None:
        """See Shelf."""
        for key, place, name in entries:
            block = self._blocks[key]
            at = bisect.bisect_left(block, (place, name))
            if block[at : at + 1] == [(place, name)]:
                del block[at]

    def everything(
        self,
    ) -> tuple[Iterator[tuple[str, str, bytes]], Iterator[tuple[str, str, str, float]], Iterator[Row]]:
        """All items (kind, name, content), ties (kind, from, to, value) and entries (key, place, name), in order."""
        items = ((kind, name, held[name]) for kind, held in sorted(self._items.items()) for name in sorted(held))
        ties = (
            (kind, one, other, value)
            for kind, held in sorted(self._ties.items())
            for one in sorted(held)
            for other, value in sorted(held[one].items())
        )
        return items, ties, ((key, *entry) for key in sorted(self._blocks) for entry in self._blocks[key])


def both_ways(pairs: Iterable[tuple[str, str, float]]) -> Iterable[Tie]:
    """Each tie in both directions."""
    return (tie for one, other, value in pairs for tie in ((one, other, value), (other, one, value)))


def reached(shelf: Shelf, kind: str, start: Sequence[str], *, least: float, most: int | None = None) -> set[str] | None:
    """Everything that ties of at least this value lead to; None where that is more than `most`."""
    found, frontier = set(start), list(start)
    while frontier:
        step = {other for _, other, value in shelf.ties(kind, frontier) if value >= least} - found
        found |= step
        if most is not None and len(found) > most:
            return None
        frontier = sorted(step)
    return found

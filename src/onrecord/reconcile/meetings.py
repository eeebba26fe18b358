"""Names with keys come in, one after the other; the pairs that meet, and those that meet no more, go out.

Two names meet where they share a key: all with all in a small block, and in a larger one those that stand near each other
in its order. Whoever meets whom depends on the names that are there, never on the order in which they came.
"""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar

import numpy as np
import numpy.typing as npt

from onrecord.reconcile.clusters import Pair, ordered
from onrecord.reconcile.shelf import Entry, Shelf, Tie, both_ways

T = TypeVar("T")
S_contra = TypeVar("S_contra", contravariant=True)

SMALL = 24  # members of a block that all meet
WINDOW = 5  # neighbours on either side that a name meets in a larger block
Told = Callable[[int, int], None]  # how many are done, of how many
AT_ONCE = 2000  # names, or pairs, that are looked at together
Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Keyed:
    """A name, its keys, and its place in the order of every block it stands in."""

    name: str
    keys: tuple[int, ...]
    place: int


@dataclass(frozen=True, slots=True)
class Met:
    """Pairs that came together or fell apart on the way; `Meetings.meet` says which of the latter still meet elsewhere."""

    gained: set[Pair] = field(default_factory=set)
    lost: set[Pair] = field(default_factory=set)


def key_of(words: str) -> int:
    """A key as a number of 63 bits."""
    return int.from_bytes(hashlib.blake2b(words.encode("utf-8", "surrogatepass"), digest_size=8).digest()) >> 1


def unheard(_done: int, _all: int) -> None:
    """Nobody is told."""


class Meetings:
    """The blocks of a shelf."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def add(self, keyed: Keyed, met: Met) -> None:
        """Put a name that is not there under its keys; `met` takes what follows from it."""
        entry = (keyed.place, keyed.name)
        for key in keyed.keys:
            self._change(key, entry, met.gained, met.lost)
        self._shelf.fill((key, *entry) for key in keyed.keys)

    def remove(self, keyed: Keyed, met: Met) -> None:
        """Take a name away; its own pairs are the caller's to forget."""
        entry = (keyed.place, keyed.name)
        self._shelf.clear((key, *entry) for key in keyed.keys)
        for key in keyed.keys:
            own: set[Pair] = set()
            self._change(key, entry, own, met.gained)

    def _change(self, key: int, entry: Entry, own: set[Pair], between: set[Pair]) -> None:
        """Of a name that stands in a block or not: whom it meets there, and which others meet only without it."""
        block = self._shelf.first(key, SMALL + 1)
        if len(block) < SMALL:
            own.update(ordered(entry[1], name) for _, name in block)
            return
        before, behind = self._shelf.beside(key, entry, WINDOW)
        own.update(ordered(entry[1], name) for _, name in (*before, *behind))
        if len(block) == SMALL:
            near = set(_within(sorted([*block, entry])))
            between.update(pair for pair in _all(block) if pair not in near)
            return
        for far, (_, one) in enumerate(before, 1):
            wanted = WINDOW - far
            if 0 <= wanted < len(behind):
                between.add(ordered(one, behind[wanted][1]))

    def meet(self, one: Keyed, other: Keyed) -> bool:
        """Whether the two meet under any key."""
        first, second = sorted([(one.place, one.name), (other.place, other.name)])
        for key in set(one.keys) & set(other.keys):
            if len(self._shelf.first(key, SMALL + 1)) <= SMALL:
                return True
            _, behind = self._shelf.beside(key, first, WINDOW)
            if second in behind:
                return True
        return False


def meet_all(keyed: Iterable[Keyed], shelf: Shelf) -> tuple[list[str], Numbers]:
    """Put names (in order) into the blocks of an empty shelf; returns them, and their pairs that meet, by place.

    Pairs come block by block, so that few names must be at hand at once. It is what `Meetings.add` comes to after the last name, without asking on the way who met before.
    """
    names: list[str] = []
    flat = array("q")
    for item in keyed:
        for key in item.keys:
            flat.extend((key, item.place, len(names)))
        names.append(item.name)
    entries = np.frombuffer(flat, dtype=np.int64).reshape(-1, 3)
    entries = entries[np.lexsort((entries[:, 2], entries[:, 1], entries[:, 0]))]
    for start in range(0, len(entries), AT_ONCE):
        shelf.fill((key, place, names[at]) for key, place, at in entries[start : start + AT_ONCE].tolist())
    return names, _pairs_of(entries[:, 0], entries[:, 2], len(names))


def _pairs_of(keys: Numbers, members: Numbers, many: int) -> Numbers:
    """The pairs that meet in blocks which stand one after the other, each in its order; a pair stands in the first of its."""
    _, sizes = np.unique(keys, return_counts=True)
    small = np.repeat(sizes, sizes) <= SMALL
    found, places = [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=np.int64)]
    for far in range(1, max(SMALL, WINDOW + 1)):
        together = keys[far:] == keys[:-far]
        if far > WINDOW:
            together &= small[far:]
        one, other = members[far:][together], members[:-far][together]
        found.append(np.minimum(one, other) * many + np.maximum(one, other))
        places.append(np.flatnonzero(together))
    met, place = np.concatenate(found), np.concatenate(places)
    order = np.lexsort((place, met))
    met, place = met[order], place[order]
    first = np.diff(met, prepend=-1) != 0
    met, place = met[first], place[first]
    return np.column_stack(np.divmod(met[np.argsort(place, kind="stable")], max(many, 1)))


def _all(entries: Sequence[Entry]) -> Iterable[Pair]:
    names = [name for _, name in entries]
    return (ordered(one, other) for at, one in enumerate(names) for other in names[at + 1 :])


def _within(entries: Sequence[Entry]) -> Iterable[Pair]:
    names = [name for _, name in entries]
    return (ordered(one, other) for at, one in enumerate(names) for other in names[at + 1 : at + 1 + WINDOW])


class Sifting(Protocol[S_contra]):
    """What leaves out pairs that cannot be near, from what it took of each thing."""

    def take(self, thing: S_contra, /) -> None:
        """Keep what is needed of the next thing."""
        ...

    def keep(self, pairs: Numbers, /) -> npt.NDArray[np.bool_]:
        """Which of these pairs, by the places in which things were taken, may be near."""
        ...


class Neighbours(Generic[T]):
    """Names that stand near each other, tied on the shelf with how near: whoever meets is scored, once.

    `load` gives the things behind names, `keyed` a thing's keys, `score` a value for each pair: positive for near,
    negative for near but kept apart, 0 for not near (no tie).
    """

    def __init__(
        self,
        shelf: Shelf,
        kind: str,
        load: Callable[[Iterable[str]], Mapping[str, T]],
        keyed: Callable[[T], Keyed],
        score: Callable[[Sequence[tuple[T, T]]], Sequence[float]],
    ) -> None:
        self._shelf, self._kind = shelf, kind
        self._load, self._keyed, self._score = load, keyed, score
        self._meetings = Meetings(shelf)

    def add(self, names: Iterable[str]) -> list[Tie]:
        """Take names in that were not there; returns every tie that came or went."""
        met = Met()
        for thing in self._load(sorted(names)).values():
            self._meetings.add(self._keyed(thing), met)
        return self._renew(met)

    def build(self, names: Sequence[str], told: Told = unheard, sieve: Sifting[T] | None = None) -> Iterator[Tie]:
        """Take all names (in order) into a shelf that has none of this kind; every tie as it is made. Ends as `add` does.

        Pairs that the `sieve` leaves out are not even loaded: it must be sure that they are not near.
        """
        some = (names[start : start + AT_ONCE] for start in range(0, len(names), AT_ONCE))
        listed, places = meet_all(
            (self._keyed(thing) for part in some for thing in self._taken(part, sieve)), self._shelf
        )
        for start in range(0, len(places), AT_ONCE):
            met = places[start : start + AT_ONCE]
            met = met if sieve is None else met[sieve.keep(met)]
            pairs = [(listed[one], listed[other]) for one, other in met.tolist()]
            yield from self._tie(pairs, self._load(sorted({name for pair in pairs for name in pair})))
            told(min(start + AT_ONCE, len(places)), len(places))

    def _taken(self, names: Sequence[str], sieve: Sifting[T] | None) -> Iterator[T]:
        """The things of these names, in order, after the sieve took what it needs."""
        for _, thing in sorted(self._load(names).items(), key=lambda item: item[0]):
            if sieve is not None:
                sieve.take(thing)
            yield thing

    def remove(self, names: Iterable[str]) -> list[Tie]:
        """Take names away (their things must still load); returns every tie that came or went."""
        gone = sorted(names)
        met = Met()
        for thing in self._load(gone).values():
            self._meetings.remove(self._keyed(thing), met)
        ties = self._shelf.ties(self._kind, gone)
        self._untie((one, other) for one, other, _ in ties)
        inside = set(gone)
        met.gained.difference_update({pair for pair in met.gained if not inside.isdisjoint(pair)})
        return [*self._renew(met), *ties]

    def _renew(self, met: Met) -> list[Tie]:
        asked = self._shelf.ties(self._kind, {one for one, _ in met.lost})
        tied = {ordered(one, other): value for one, other, value in asked}
        doubtful = sorted(met.lost & (met.gained | tied.keys()))
        things = self._load(sorted({name for pair in (*met.gained, *doubtful) for name in pair}))
        keyed = {name: self._keyed(things[name]) for name in {name for pair in doubtful for name in pair}}
        apart = {pair for pair in doubtful if not self._meetings.meet(keyed[pair[0]], keyed[pair[1]])}
        former = [(*pair, tied[pair]) for pair in sorted(apart) if pair in tied]
        self._untie((one, other) for one, other, _ in former)
        return [*self._tie(sorted(met.gained - apart), things), *former]

    def _tie(self, pairs: Sequence[Pair], things: Mapping[str, T]) -> list[Tie]:
        """Score pairs and tie those that are near."""
        values = self._score([(things[one], things[other]) for one, other in pairs])
        found = [(one, other, value) for (one, other), value in zip(pairs, values, strict=True) if value]
        self._shelf.tie(self._kind, both_ways(found))
        return found

    def _untie(self, pairs: Iterable[Pair]) -> None:
        listed = list(pairs)
        self._shelf.untie(self._kind, [*listed, *((other, one) for one, other in listed)])

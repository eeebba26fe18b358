"""Articles come in; which pairs of them carry the same text goes out, trimmed, reordered and lightly reworded copies too.

An article's *prints* are hashes of its neighbouring content words. Articles that share one of a sample of them are
compared exactly: how much of the shorter article's wording stands in the longer one.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from onrecord.knowledge.stems import stem
from onrecord.knowledge.wordspace import rarity
from onrecord.reconcile.meetings import Keyed, Neighbours
from onrecord.reconcile.passages import COMMON
from onrecord.reconcile.reports import Source
from onrecord.reconcile.shelf import MemoryShelf

COPIED = 0.4  # copies have .73 and more, blended ones .45, hard independent pairs at most .31; see docs/claims.md
SHORTEST = 20  # content stems; below that two texts are too short to say who copied whom
SAMPLE = 16  # one print in so many is a key, so that a part copied from a long text is met as surely as a whole one
LEAST = 8  # least prints of each article that are keys, the smallest
Prints = npt.NDArray[np.uint32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """Two articles that carry the same text; `share` of the shorter one's wording stands in the longer."""

    one: str
    other: str
    share: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Printed:
    """An article as far as copies matter: `digest` tells very short texts apart, `day` orders a block."""

    id: str
    prints: Prints
    digest: str
    day: int


def prints_of(words: Sequence[str]) -> Prints:
    """Hashes of pairs of content stems at most two apart: they survive a dropped or an exchanged word. In order."""
    stems = [base for word in words if rarity(base := stem(word)) > COMMON]
    pairs = {f"{stems[at]} {stems[at + gap]}" for gap in (1, 2) for at in range(len(stems) - gap)}
    return np.array(sorted({zlib.crc32(pair.encode("utf-8", "surrogatepass")) for pair in pairs}), dtype=np.uint32)


def printed(source: Source) -> Printed:
    """A source, as far as copies matter."""
    words = " ".join(source.words).encode("utf-8", "surrogatepass")
    return Printed(id=source.id, prints=prints_of(source.words), digest=hashlib.sha256(words).hexdigest(), day=0)


def copied_share(one: Printed, other: Printed) -> float:
    """Share of the shorter text's prints that the longer one has too; of very short texts, whether they are the same."""
    smaller = min(len(one.prints), len(other.prints))
    if smaller < 2 * SHORTEST:
        return float(one.digest == other.digest)
    few, many = sorted((one.prints, other.prints), key=len)
    places = np.searchsorted(many, few)
    return int(np.count_nonzero(many[np.minimum(places, len(many) - 1)] == few)) / smaller


def copy_keys(item: Printed) -> Keyed:
    """Under what an article is found by its copies."""
    sample = {int(one) for one in item.prints[item.prints % SAMPLE == 0]} | {int(one) for one in item.prints[:LEAST]}
    keys = sample or {zlib.crc32(item.digest.encode())}
    return Keyed(name=item.id, keys=tuple(sorted((1 << 62) + one for one in keys)), place=item.day)


def score_copies(pairs: Sequence[tuple[Printed, Printed]]) -> list[float]:
    """The share of each pair that is a copy, 0 for the rest."""
    shares = (copied_share(one, other) for one, other in pairs)
    return [round(share, 4) if share >= COPIED else 0.0 for share in shares]


def find_copies(sources: Iterable[Source]) -> tuple[Copy, ...]:
    """Every pair of articles found of which one is a copy of the other, or both of a third, in order of ids."""
    known = {source.id: printed(source) for source in sources}
    shelf = MemoryShelf()
    found = Neighbours(shelf, "copy", lambda names: {name: known[name] for name in names}, copy_keys, score_copies)
    found.add(known)
    ties = shelf.ties("copy", known)
    return tuple(Copy(one=one, other=other, share=share) for one, other, share in ties if one < other)

"""Articles come in; which pairs of them carry the same text goes out, trimmed, reordered and lightly reworded copies too.

Runs of each article are put into a MinHash index (rensa); pairs that meet there are verified exactly: how much of the
shorter article's wording stands in the longer one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from onrecord.knowledge.stems import stem
from onrecord.knowledge.wordspace import rarity
from onrecord.reconcile.passages import COMMON
from onrecord.reconcile.reports import Source

RUN, STEP = 24, 12  # content stems of a run, and how far the next one starts
PERMUTATIONS, BANDS, SEED = 48, 16, 42  # runs with 45% of their stems in common meet with a chance of .78
COPIED = 0.4  # copies have .73 and more, blended ones .45, hard independent pairs at most .31; see docs/claims.md
SHORTEST = 20  # content stems; below that two texts are too short to say who copied whom


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """Two articles that carry the same text; `share` of the shorter one's wording stands in the longer."""

    one: str
    other: str
    share: float


@lru_cache(maxsize=50_000)
def content_stems(words: tuple[str, ...]) -> tuple[str, ...]:
    """The stems that say something, in order."""
    return tuple(base for word in words if rarity(base := stem(word)) > COMMON)


@lru_cache(maxsize=50_000)
def shingles(words: tuple[str, ...]) -> frozenset[tuple[str, str]]:
    """Pairs of content stems at most two apart: they survive a dropped or an exchanged word."""
    stems = content_stems(words)
    return frozenset((stems[place], stems[place + gap]) for gap in (1, 2) for place in range(len(stems) - gap))


def copied_share(one: Source, other: Source) -> float:
    """Share of the shorter text's pairs of neighbouring words that the longer one has too; 0 for very short texts."""
    first, second = shingles(one.words), shingles(other.words)
    smaller = min(len(first), len(second))
    return len(first & second) / smaller if smaller >= 2 * SHORTEST else float(one.words == other.words)


def runs(source: Source) -> list[list[str]]:
    """Overlapping runs of an article's content stems."""
    stems = content_stems(source.words)
    return [list(stems[place : place + RUN]) for place in range(0, max(1, len(stems) - RUN + STEP), STEP)]


def candidate_copies(sources: Sequence[Source]) -> set[tuple[int, int]]:
    """Places of sources that share a run, first one smaller."""
    from rensa import RMinHash, RMinHashLSH

    owners: list[int] = []
    sets: list[list[str]] = []
    for place, source in enumerate(sources):
        found = runs(source)
        owners += [place] * len(found)
        sets += found
    index = RMinHashLSH(threshold=0.5, num_perm=PERMUTATIONS, num_bands=BANDS)
    met: set[tuple[int, int]] = set()
    for number, sketch in enumerate(RMinHash.from_token_sets(sets, PERMUTATIONS, SEED)):
        for earlier in index.query(sketch):
            if owners[earlier] != owners[number]:
                met.add((owners[earlier], owners[number]))
        index.insert(number, sketch)
    return met


def find_copies(sources: Iterable[Source], *, least: float = COPIED) -> tuple[Copy, ...]:
    """Every pair of articles of which one is a copy of the other, or both of a third, in order of ids."""
    ranked = sorted({source.id: source for source in sources}.values(), key=lambda source: source.id)
    found = []
    for first, second in sorted(candidate_copies(ranked)):
        share = copied_share(ranked[first], ranked[second])
        if share >= least:
            found.append(Copy(one=ranked[first].id, other=ranked[second].id, share=round(share, 4)))
    return tuple(found)


def copies_by_article(copies: Iterable[Copy]) -> Mapping[str, frozenset[str]]:
    """For each article the ids of those that carry its text."""
    found: dict[str, set[str]] = defaultdict(set)
    for copy in copies:
        found[copy.one].add(copy.other)
        found[copy.other].add(copy.one)
    return {identity: frozenset(others) for identity, others in found.items()}

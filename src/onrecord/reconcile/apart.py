"""Sets of keys come in; how many of them there are at most of which no two share a key goes out (maximum independent set)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache


def most_apart(keys: Sequence[frozenset[str]]) -> int:
    """The greatest number of these key sets of which no two share a key (exact, by branching)."""
    sets = _undominated(keys)
    if len(sets) < 2:
        return len(sets)
    holders: dict[str, int] = {}
    for number, one in enumerate(sets):
        for key in one:
            holders[key] = holders.get(key, 0) | 1 << number
    beside = [_union(holders[key] for key in one) & ~(1 << number) for number, one in enumerate(sets)]

    @cache
    def count(left: int) -> int:
        if not left:
            return 0
        members = _members(left)
        least = min(members, key=lambda one: (beside[one] & left).bit_count())
        if _is_clique(beside[least] & left, beside):
            return 1 + count(left & ~beside[least] & ~(1 << least))
        most = max(members, key=lambda one: (beside[one] & left).bit_count())
        without = left & ~(1 << most)
        return max(1 + count(without & ~beside[most]), count(without))

    return sum(count(group) for group in _components(len(sets), beside))


def _undominated(keys: Sequence[frozenset[str]]) -> list[frozenset[str]]:
    """Drop every set that holds another: whatever it could stand for, the smaller one can."""
    kept: list[frozenset[str]] = []
    by_key: dict[str, list[frozenset[str]]] = {}
    for one in sorted(set(keys), key=lambda one: (len(one), sorted(one))):
        if not any(smaller <= one for key in one for smaller in by_key.get(key, ())):
            kept.append(one)
            for key in one:
                by_key.setdefault(key, []).append(one)
    return kept


def _components(size: int, beside: Sequence[int]) -> list[int]:
    groups: list[int] = []
    left = (1 << size) - 1
    while left:
        group, edge = 0, left & -left
        while edge:
            group |= edge
            edge = _union(beside[one] for one in _members(edge)) & ~group
        groups.append(group)
        left &= ~group
    return groups


def _is_clique(group: int, beside: Sequence[int]) -> bool:
    return all(group & ~beside[one] == 1 << one for one in _members(group))


def _members(group: int) -> list[int]:
    found = []
    while group:
        lowest = group & -group
        found.append(lowest.bit_length() - 1)
        group ^= lowest
    return found


def _union(groups: Iterable[int]) -> int:
    found = 0
    for group in groups:
        found |= group
    return found

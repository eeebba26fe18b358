"""Scores of pairs come in; clusters by average linkage inside connected components go out, vetoes kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np
import numpy.typing as npt

Pair = tuple[str, str]
Matrix = npt.NDArray[np.float64]
UNLIKE = 0.05  # a chance below which two are never in one cluster, whatever they share with a third
LARGEST = 400  # members of a component that are clustered at once: 400 cost 0.3 s, and time grows with the cube


def ordered(one: str, other: str) -> Pair:
    """A pair of ids in one order."""
    return (one, other) if one <= other else (other, one)


def connected(members: Iterable[str], edges: Iterable[Pair]) -> list[tuple[str, ...]]:
    """Connected components, each sorted, in order of their first member."""
    parent = {member: member for member in members}

    def root(member: str) -> str:
        while parent[member] != member:
            parent[member] = parent[parent[member]]
            member = parent[member]
        return member

    for one, other in edges:
        first, second = sorted((root(one), root(other)))
        parent[second] = first
    groups: dict[str, list[str]] = {}
    for member in sorted(parent):
        groups.setdefault(root(member), []).append(member)
    return sorted(tuple(group) for group in groups.values())


def split_large(component: Sequence[str], edges: Mapping[Pair, float], floor: float) -> list[tuple[str, ...]]:
    """A component cut along its weakest edges until no part has more than LARGEST members.

    The cut depends on the component alone, so that a rebuild and an insertion cut alike.
    """
    if len(component) <= LARGEST or floor >= 1:
        return [tuple(component[place : place + LARGEST]) for place in range(0, len(component), LARGEST)]
    inside = set(component)
    kept = {pair: score for pair, score in edges.items() if score >= floor and pair[0] in inside and pair[1] in inside}
    return [
        small for part in connected(component, kept) for small in split_large(part, kept, floor + (1.001 - floor) / 3)
    ]


def average_link(scores: Matrix, vetoes: npt.NDArray[np.bool_], threshold: float) -> list[list[int]]:
    """Merge the two clusters of greatest mean score while it is at least `threshold` and no veto stands between them.

    `scores` is symmetric, ids are places in it; ties go to the first pair, so the result depends on the order of the
    members alone (callers sort them).
    """
    size = len(scores)
    sums = np.array(scores, dtype=np.float64)
    blocked = np.array(vetoes, dtype=bool)
    counts = np.ones(size)
    groups: list[list[int]] = [[place] for place in range(size)]
    means = np.where(blocked, -np.inf, sums)
    np.fill_diagonal(means, -np.inf)
    while size > 1:
        flat = int(np.argmax(np.round(means, 9)))
        one, other = sorted(divmod(flat, size))
        if not means[one, other] >= threshold:
            break
        groups[one] += groups[other]
        groups[other] = []
        counts[one] += counts[other]
        sums[one] += sums[other]
        sums[:, one] += sums[:, other]
        blocked[one] |= blocked[other]
        blocked[:, one] |= blocked[:, other]
        means[other] = means[:, other] = -np.inf
        alive = np.array([bool(group) for group in groups])
        fresh = np.where(blocked[one] | ~alive, -np.inf, sums[one] / (counts[one] * counts))
        fresh[one] = -np.inf
        means[one] = means[:, one] = fresh
    return [sorted(group) for group in groups if group]


def cluster_component(
    component: Sequence[str],
    score: Callable[[list[Pair]], list[tuple[float, bool]]],
    threshold: float,
    unlike: float = UNLIKE,
) -> list[tuple[str, ...]]:
    """The clusters of one component: `score` gives (score, veto) of each pair; all pairs are asked for at once.

    A score below `unlike` is a veto.
    """
    members = sorted(component)
    if len(members) == 1:
        return [(members[0],)]
    places = [(one, other) for one in range(len(members)) for other in range(one + 1, len(members))]
    found = score([(members[one], members[other]) for one, other in places])
    scores = np.zeros((len(members), len(members)))
    vetoes = np.zeros((len(members), len(members)), dtype=bool)
    for (one, other), (value, veto) in zip(places, found, strict=True):
        scores[one, other] = scores[other, one] = value
        vetoes[one, other] = vetoes[other, one] = veto or value < unlike
    groups = average_link(scores, vetoes, threshold)
    return sorted(tuple(members[place] for place in group) for group in groups)

"""Average linkage with vetoes, and what it must never do."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from onrecord.reconcile.clusters import average_link, cluster_component, connected, split_large


def test_a_veto_holds_though_both_are_like_a_third() -> None:
    scores = np.array([[0, 0.9, 0.6], [0.9, 0, 0.9], [0.6, 0.9, 0]])
    vetoes = np.zeros((3, 3), dtype=bool)
    vetoes[0, 2] = vetoes[2, 0] = True
    assert average_link(scores, vetoes, 0.5) in ([[0, 1], [2]], [[0], [1, 2]])


def test_the_mean_decides_not_the_best_pair() -> None:
    scores = np.array([[0, 0.9, 0.1], [0.9, 0, 0.6], [0.1, 0.6, 0]])
    assert average_link(scores, np.zeros((3, 3), dtype=bool), 0.5) == [[0, 1], [2]]


def test_components() -> None:
    assert connected("abcd", [("a", "b"), ("d", "b")]) == [("a", "b", "d"), ("c",)]


def test_a_huge_component_is_cut_along_its_weak_edges() -> None:
    names = [f"n{number:04d}" for number in range(900)]
    edges = dict.fromkeys(pairwise(names), 0.9)
    for place in (300, 600):
        edges[names[place - 1], names[place]] = 0.31
    assert [len(part) for part in split_large(names, edges, 0.3)] == [300, 300, 300]


@given(st.integers(2, 7), st.randoms(use_true_random=False))
def test_no_cluster_holds_a_vetoed_pair(size: int, random) -> None:  # type: ignore[no-untyped-def]
    names = [f"m{number}" for number in range(size)]
    table = {}
    for one in range(size):
        for other in range(one + 1, size):
            table[names[one], names[other]] = (random.random(), random.random() < 0.3)
    clusters = cluster_component(names, lambda pairs: [table[pair] for pair in pairs], 0.4)
    assert sorted(name for cluster in clusters for name in cluster) == names
    assert not any(veto and {one, other} <= set(c) for c in clusters for (one, other), (_, veto) in table.items())


def test_two_with_nothing_in_common_are_never_in_one_cluster() -> None:
    values = {("a", "b"): 0.9, ("a", "c"): 0.02, ("b", "c"): 0.99}
    found = cluster_component("abc", lambda pairs: [(values[pair], False) for pair in pairs], 0.4)
    assert found == [("a",), ("b", "c")]

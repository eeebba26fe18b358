"""MUC, B3 and CEAFe against examples worked by hand and against scorch, an implementation by others."""

from __future__ import annotations

import random

import pytest
from scorch import scores

from onrecord.measure.coreference import best_alignment, score_clusters


def test_a_perfect_answer_scores_one() -> None:
    gold = [["a", "b"], ["c"]]
    assert score_clusters(gold, gold).conll == pytest.approx(1)


def test_worked_example() -> None:
    found = score_clusters([["a", "b", "c"], ["d", "e"]], [["a", "b"], ["c", "d", "e"]])
    assert found.muc.recall == pytest.approx(2 / 3)
    assert found.muc.precision == pytest.approx(2 / 3)
    assert found.b3.recall == pytest.approx((4 / 3 + 1 / 3 + 2) / 5)
    assert found.b3.precision == pytest.approx((2 + 1 / 3 + 4 / 3) / 5)
    assert found.ceafe.recall == pytest.approx((4 / 5 + 4 / 5) / 2)


def test_alignment_is_the_best_one_not_the_greedy_one() -> None:
    assert best_alignment({(0, 0): 0.9, (0, 1): 0.8, (1, 0): 0.8}) == pytest.approx(1.6)


@pytest.mark.parametrize("seed", range(5))
def test_agrees_with_scorch(seed: int) -> None:
    rng = random.Random(seed)
    names = [f"m{number}" for number in range(60)]

    def clusters() -> list[set[str]]:
        groups: dict[int, set[str]] = {}
        for name in names:
            groups.setdefault(rng.randrange(25), set()).add(name)
        return list(groups.values())

    gold, system = clusters(), clusters()
    ours = score_clusters(gold, system)
    for name, theirs in (("muc", scores.muc), ("b3", scores.b_cubed), ("ceafe", scores.ceaf_e)):
        recall, precision, f1 = theirs(gold, system)
        own = getattr(ours, name)
        assert (own.recall, own.precision, own.f1) == pytest.approx((recall, precision, f1))

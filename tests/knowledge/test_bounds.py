"""The words around a number, and the bounds they set."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.knowledge.bounds import Bounds, bounds, is_round, number_words, only_tension, share_of, unit_of
from onrecord.record import InputError


@pytest.mark.parametrize(
    ("modifier", "n", "expected"),
    [
        (None, 34735, (34735, 34735, 34735, 34735)),
        (None, 10000, (10000, 10000, 10000, 10000)),
        ("around", 11000, (10000, 12000, 10500, 11500)),
        ("about", 4000, (3200, 4800, 3600, 4400)),
        ("Some", 1200, (1100, 1300, 1150, 1250)),
        ("an estimated", 500, (400, 600, 450, 550)),
        ("roughly", 3, (2.4, 3.6, 2.7, 3.3)),
        ("over", 10000, (10001, None, 10001, None)),
        ("more than", 2.5, (2.6, None, 2.6, None)),
        ("at least", 89, (89, None, 89, None)),
        ("or more", 20, (20, None, 20, None)),
        ("+", 20, (20, None, 20, None)),
        ("nearly", 500, (None, 499, 400, 499)),
        ("fewer than", 40, (None, 39, None, 39)),
        ("no more than", 40, (None, 40, None, 40)),
        ("up to", 500, (None, 500, None, 500)),
        ("dozens", None, (24, None, 24, 99)),
        ("scores", None, (40, None, 40, 99)),
        ("hundreds", None, (200, None, 200, 999)),
        ("thousands", None, (2000, None, 2000, 9999)),
        ("tens of thousands", None, (20000, None, 20000, 99999)),
        ("millions", None, (2_000_000, None, 2_000_000, None)),
        ("a dozen", None, (12, 12, 12, 12)),
        ("a couple", None, (2, 2, 2, 2)),
        ("several", None, (3, None, 3, None)),
        ("several hundred", None, (300, 999, 300, 999)),
        ("none", None, (0, 0, 0, 0)),
    ],
)
def test_words_set_bounds(modifier: str | None, n: float | None, expected: tuple[float | None, ...]) -> None:
    assert bounds(modifier, n) == expected


def test_a_range_holds_its_ends_in_either_order() -> None:
    assert bounds("between", 100, 300) == bounds("to", 300, 100) == (100, 300, 100, 300)


@pytest.mark.parametrize(
    ("n", "unit"), [(11000, 1000), (4000, 1000), (1200, 100), (34735, 1), (2.5, 0.1), (0, 0), (1e9, 1e9)]
)
def test_the_unit_is_the_last_non_zero_place(n: float, unit: float) -> None:
    assert unit_of(n) == unit


def test_round_numbers() -> None:
    assert [n for n in (900, 1000, 1200, 1210, 34735, 10000) if is_round(n)] == [1000, 1200, 10000]


def test_only_up_to_makes_mere_tension() -> None:
    assert only_tension("up to")
    assert not only_tension("no more than")
    assert not only_tension(None)


def test_a_share_is_soft_and_never_more_than_the_whole() -> None:
    assert share_of("most of", Bounds(100, 200, 100, 200)) == (0, 200, 50, 200)
    assert share_of("seven of", Bounds(100, 200, 100, 200)) is None


def test_unknown_words_and_missing_numbers_are_said() -> None:
    with pytest.raises(InputError, match="No bounds are known"):
        bounds("plethora", 3)
    with pytest.raises(InputError, match="need a number"):
        bounds("over")
    with pytest.raises(InputError, match="need a number"):
        bounds(None)


@given(
    st.sampled_from(sorted(words for words, row in number_words().items() if row.place != "alone")),
    st.integers(1, 10**9),
    st.integers(0, 10**6),
)
def test_soft_lies_inside_hard(words: str, n: int, more: int) -> None:
    low, high, soft_low, soft_high = bounds(words, n, n + more)
    assert low is None or (soft_low is not None and low <= soft_low)
    assert high is None or (soft_high is not None and soft_high <= high)
    assert low is None or high is None or low <= high


@given(st.integers(1, 10**9))
def test_more_than_and_no_more_than_never_meet(n: int) -> None:
    low, high = bounds("more than", n).low, bounds("no more than", n).high
    assert low is not None
    assert high is not None
    assert low > high

"""Figures of one measure together: conflict, tension, series, best; and the Q-laws for any figures."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from making import law, says
from onrecord.knowledge.bounds import bounds, number_words
from onrecord.reconcile.numbers import (
    NumberReport,
    hard_range,
    hull,
    meet,
    reach_of,
    same_measure,
    soft_range,
    stand_at_least,
    stand_by_threshold,
    supersede,
    weigh_figures,
)
from onrecord.reconcile.world import Conflict, World
from onrecord.record import Figure, Measure, Numbers

KILLED = Measure(what="killed")
DAY = "2024-11-12"


def figure(
    holder: str, words: str | None, n: float | None = None, upper: float | None = None, on: str | None = DAY
) -> Figure:
    """`figure("kyiv", "around", 11000)`: a figure as its words bound it, said that day."""
    low, high, soft_low, soft_high = bounds(words, n, upper)
    return Figure(
        holder=holder,
        principal=None,
        low=low,
        high=high,
        soft_low=soft_low,
        soft_high=soft_high,
        modifier=words,
        as_of=None,
        said=on,
        proposition=f"{holder} {words} {n} {on}",
    )


def together(*figures: Figure, measure: Measure = KILLED) -> Numbers:
    return weigh_figures(figures, measure)


def test_a_count_and_a_floor_meet() -> None:
    numbers = together(figure("washington", "over", 10000), figure("kyiv", "around", 11000))
    assert (numbers.low, numbers.best, numbers.high) == (10000, 11000, 12000)
    assert not numbers.conflict
    assert not numbers.tension


def test_figures_without_a_common_point_conflict_and_have_no_best() -> None:
    numbers = together(figure("kyiv", "about", 4000), figure("washington", "about", 1200))
    assert numbers.conflict
    assert not numbers.tension
    assert numbers.best is None
    assert (numbers.low, numbers.high) == (1100, 4800)


def test_words_that_only_suggest_make_tension() -> None:
    numbers = together(figure("a", "dozens"), figure("b", None, 150))
    assert numbers.tension
    assert not numbers.conflict
    assert numbers.best == 150


def test_up_to_never_conflicts() -> None:
    numbers = together(figure("a", "up to", 500), figure("b", None, 471), figure("c", None, 650, on=DAY))
    assert together(figure("a", "up to", 500), figure("c", None, 650)).tension
    assert numbers.conflict  # 471 against 650, not against "up to 500"


def test_a_round_number_is_compared_with_some_room() -> None:
    assert not together(figure("a", None, 10000), figure("b", None, 10400)).conflict
    assert together(figure("a", None, 10000), figure("b", None, 11200)).conflict
    assert together(figure("a", "exactly", 10000), figure("b", None, 10010)).conflict
    assert together(figure("a", None, 34735), figure("b", None, 34736)).conflict
    assert hard_range(figure("a", None, 1000)).low == 950
    assert hard_range(figure("a", None, 900)).low == 900


def test_a_later_figure_of_a_holder_supersedes() -> None:
    old, new = figure("moscow", None, 63, on="2023-01-02"), figure("moscow", None, 89, on="2023-01-04")
    numbers = together(new, old)
    assert numbers.series == (replace(old, superseded_by=new.proposition), new)
    assert (numbers.low, numbers.best, numbers.high, numbers.conflict) == (89, 89, 89, False)


def test_spokesmen_of_one_principal_revise_one_another() -> None:
    old = replace(figure("spokesman", None, 1400, on="2023-10-10"), principal="israel")
    new = replace(figure("ministry", "about", 1200, on="2023-11-10"), principal="israel")
    assert supersede([old, new])[0].superseded_by == new.proposition


def test_each_is_superseded_by_the_next() -> None:
    tolls = [figure("ankara", None, n, on=f"2023-02-{day:02d}") for day, n in ((7, 3500), (8, 8500), (9, 17000))]
    assert [one.superseded_by for one in supersede(tolls)] == [tolls[1].proposition, tolls[2].proposition, None]


def test_undated_figures_supersede_nothing() -> None:
    assert [one.superseded_by for one in supersede([figure("a", None, 5, on=None), figure("a", None, 7)])] == [
        None,
        None,
    ]


def test_on_one_day_the_later_as_of_supersedes() -> None:
    old, new = (replace(figure("a", None, n), as_of=day) for n, day in ((5, "2024-11-10"), (7, "2024-11-11")))
    assert [one.superseded_by for one in supersede([new, old])] == [new.proposition, None]


def test_growth_explains_a_later_greater_toll_and_not_a_smaller_one() -> None:
    early, late = figure("a", None, 3500, on="2023-02-07"), figure("b", None, 20783, on="2023-02-10")
    numbers = together(early, late)
    assert not numbers.conflict
    assert numbers.best == 20783
    assert together(replace(early, said="2023-02-11"), late).conflict
    assert together(replace(early, said=None), late).conflict


def test_a_number_at_a_time_may_shrink() -> None:
    present = Measure(what="present", stock=True)
    numbers = together(
        figure("a", None, 3500, on="2023-02-07"), figure("b", None, 900, on="2023-02-10"), measure=present
    )
    assert not numbers.conflict
    assert numbers.best == 900


def test_every_lineage_has_one_vote() -> None:
    figures = [figure(f"outlet {number}", None, 100) for number in range(5)]
    others = [figure("un", "between", 90, 110), figure("ministry", "between", 96, 112)]
    alone = weigh_figures([*figures, *others], KILLED, lineages={f"outlet {number}": "agency" for number in range(5)})
    assert alone.best == 100
    ranges = [figure(f"copy {number}", "between", 80, 110) for number in range(5)]
    assert weigh_figures([*ranges, *others], KILLED).best == 100  # outside the meet they have no vote
    many = [figure(f"copy {number}", "between", 92, 100) for number in range(5)]
    assert weigh_figures([*many, *others], KILLED).best == 96
    one_voice = {f"copy {number}": "agency" for number in range(5)}
    low = [figure("x", "between", 97, 103), figure("y", "between", 97, 103)]
    assert weigh_figures([*many, *low], KILLED, lineages=one_voice).best == 100


def test_only_floors_give_the_floor() -> None:
    assert together(figure("a", "at least", 89)).best == 89
    assert together(figure("a", "no more than", 89)).best == 89
    assert together().best is None
    assert together().low is None


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (Measure(what="sent", stock=False), Measure(what="present", stock=True), False),
        (Measure(what="killed"), Measure(what="killed", whose="KP"), True),
        (Measure(what="killed", whose="RU"), Measure(what="killed", whose="KP"), False),
        (Measure(what="killed", status="civilian"), Measure(what="killed", status="combatant"), False),
        (Measure(what="present", stock=True), Measure(what="present", stock=False), False),
        (Measure(what="killed", place="a"), Measure(what="killed", place="b"), False),
        (Measure(what="other"), Measure(what="other"), False),
    ],
)
def test_only_the_same_measure_is_compared(one: Measure, other: Measure, same: bool) -> None:
    assert same_measure(one, other) is same_measure(other, one) is same


# ---------------------------------------------------------------------------------------------------------- thresholds

WORLD = World(conflicts=(Conflict(id="war", sides=(("russia",), ("ukraine",))),), accused=("russia",))


def report(holder: str, words: str | None, n: float, on: str) -> NumberReport:
    return NumberReport(assertion=says(holder, on=on), figure=figure(holder, words, n, on=on))


def test_at_least_so_many_stands_by_threshold() -> None:
    reports = [
        report("russia", None, 63, "2023-01-02"),
        report("russia", None, 89, "2023-01-04"),
        report("ukraine", "about", 400, "2023-01-02"),
    ]
    found = dict(stand_by_threshold(reports, WORLD))
    assert {least: standing.support for least, standing in found.items()} == {
        63: "admitted",
        89: "admitted",
        400: "side",
    }
    assert found[400].label == "claimed by one side, denied by the accused"
    assert stand_at_least(reports, WORLD, 90).support == "side"
    assert stand_at_least(reports, WORLD, 401).support == "none"
    assert stand_at_least(reports, WORLD, 89, as_of="2023-01-03").opposition == "side"


@pytest.mark.parametrize(
    ("words", "n", "reached"),
    [
        ("about", 400, 400),
        (None, 89, 89),
        ("over", 100, 101),
        ("nearly", 500, 400),
        ("up to", 500, None),
        ("fewer than", 5, None),
    ],
)
def test_the_number_that_is_claimed_to_be_reached(words: str | None, n: float, reached: float | None) -> None:
    assert reach_of(figure("a", words, n)) == reached


def test_the_lower_end_of_a_range_is_reached() -> None:
    assert reach_of(figure("a", "between", 100, 300)) == 100


def test_an_open_figure_neither_supports_nor_denies_a_threshold() -> None:
    assert stand_at_least([report("ukraine", "up to", 50, DAY)], WORLD, 60).opposition == "none"
    assert stand_at_least([report("ukraine", "at least", 50, DAY)], WORLD, 60).opposition == "none"
    assert stand_at_least([report("ukraine", "fewer than", 50, DAY)], WORLD, 60).opposition == "side"


def test_a_figure_taken_back_supports_nothing() -> None:
    said = report("ukraine", None, 400, DAY)
    back = NumberReport(assertion=says("ukraine", "retracts", "2024-11-13"), figure=said.figure)
    assert stand_at_least([said, back], WORLD, 400).withdrawn


# -------------------------------------------------------------------------------------------------------------- Q-laws

WORDS = st.sampled_from([None, *sorted(words for words, row in number_words().items() if row.place != "alone")])
FIGURES = st.builds(
    lambda holder, words, n, more, day: figure(holder, words, n, n + more, on=f"2024-11-{day:02d}"),
    st.sampled_from("abcdef"),
    WORDS,
    st.integers(1, 60) | st.integers(1, 600).map(lambda n: n * 100),
    st.integers(0, 30),
    st.integers(1, 3),
)
SAME_DAY = FIGURES.map(lambda one: replace(one, said=DAY))


@law
@given(st.lists(FIGURES, max_size=7), st.randoms(use_true_random=False))
def test_no_order_and_no_duplicates_matter(figures: list[Figure], random: object) -> None:
    shuffled = [*figures, *figures]
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert together(*shuffled) == together(*figures)


@law
@given(st.lists(SAME_DAY, max_size=7))
def test_pairwise_compatible_means_jointly(figures: list[Figure]) -> None:
    apart = [replace(one, holder=f"{number}") for number, one in enumerate(figures)]
    pairs = [together(*pair).conflict for pair in combinations(apart, 2)]
    assert together(*apart).conflict == any(pairs)
    assert together(*apart).conflict == (meet(map(hard_range, apart)).empty if apart else False)


@law
@given(st.lists(SAME_DAY, min_size=1, max_size=7))
def test_the_meet_lies_in_each_and_each_in_the_hull(figures: list[Figure]) -> None:
    for ranges in ([hard_range(one) for one in figures], [soft_range(one) for one in figures]):
        common, whole = meet(ranges), hull(ranges)
        for one in ranges:
            assert common.empty or (one.low <= common.low and common.high <= one.high)
            assert whole.low <= one.low
            assert one.high <= whole.high


@law
@given(st.lists(FIGURES, max_size=7))
def test_best_lies_between_low_and_high(figures: list[Figure]) -> None:
    numbers = together(*figures)
    if numbers.best is not None:
        assert numbers.low is not None
        assert numbers.high is not None
        assert numbers.low <= numbers.best <= numbers.high
    assert not (numbers.conflict and (numbers.tension or numbers.best is not None))


@law
@given(st.integers(1, 10**6))
def test_more_than_conflicts_with_no_more_than(n: int) -> None:
    assert together(figure("a", "more than", n), figure("b", "no more than", n)).conflict
    assert not together(figure("a", "at least", n), figure("b", "at most", n)).conflict


@law
@given(st.integers(1, 10**6).filter(lambda n: n % 100))
def test_unround_numbers_touch_their_bounds(n: int) -> None:
    exact = figure("a", None, n)
    assert hard_range(exact).low == hard_range(exact).high == n
    assert not together(exact, figure("b", "at least", n)).conflict
    assert together(exact, figure("b", "more than", n)).conflict

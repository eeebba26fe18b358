"""What people read: bounds, intervals, names."""

from __future__ import annotations

import pytest

from onrecord.phrases import say_best, say_bounds, say_entity, say_figures, say_interval, shorten
from onrecord.record import Entity, Figure, Interval, Measure, Numbers, Role


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (10001, None, "10,001 or more"),
        (None, 5, "at most 5"),
        (10000, 12000, "10,000–12,000"),
        (12, 12, "12"),
        (0.5, 1, "0.5–1"),
        (None, None, "–"),
        (0, None, "–"),
        (0, 0, "0"),
    ],
)
def test_bounds_are_said_as_people_write_them(low: float | None, high: float | None, said: str) -> None:
    assert say_bounds(low, high) == said


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        ("2024-11-12", "2024-11-12", "2024-11-12"),
        (None, "2024-11-12", "until 2024-11-12"),
        ("2024-11-12", None, "from 2024-11-12"),
        ("2024-10-30", "2024-11-13", "2024-10-30 – 2024-11-13"),
        (None, None, "–"),
    ],
)
def test_intervals_are_said_shortly(start: str | None, end: str | None, said: str) -> None:
    assert say_interval(Interval(start=start, end=end)) == said


def test_an_office_is_said_once() -> None:
    officials = Entity(id="x", kind="unnamed", name="South Korean officials", roles=(Role(title="officials"),))
    mayor = Entity(id="y", kind="person", name="Ada Okoro", roles=(Role(title="Mayor", organisation="Lagos"),))
    assert say_entity(officials) == "South Korean officials"
    assert say_entity(mayor) == "Ada Okoro, Mayor, Lagos"


def test_long_words_are_cut_at_a_word() -> None:
    assert shorten("one two  three", 9) == "one two…"


def figure(words: str, low: float | None, high: float | None, superseded_by: str | None = None) -> Figure:
    return Figure(
        holder="h", principal=None, low=low, high=high, modifier=None, as_of=None, said=None, proposition="p", words=words,
        superseded_by=superseded_by,
    )  # fmt: skip


def numbers(*series: Figure, best: float | None = None) -> Numbers:
    return Numbers(
        measure=Measure(what="sent"), unit=None, low=None, best=best, high=None, conflict=False, tension=False,
        series=series,
    )  # fmt: skip


OVER, AROUND = figure("over 10,000", 10_001, None), figure("around 11,000", 10_000, 12_000)


def test_figures_are_those_that_somebody_said() -> None:
    assert say_figures(numbers(OVER, best=10_001)) == "over 10,000"
    assert say_best(numbers(OVER, best=10_001)) is None
    assert say_figures(numbers(AROUND, OVER, best=10_900)) == "over 10,000 – around 11,000"
    assert say_best(numbers(AROUND, OVER, best=10_900)) == "around 11,000"


def test_a_superseded_figure_is_not_among_those_that_stand() -> None:
    old = figure("8,000", 8_000, 8_000, superseded_by="p")
    assert say_figures(numbers(old, OVER)) == "over 10,000"
    assert say_figures(numbers(old)) == "8,000"

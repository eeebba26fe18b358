"""What people read: bounds, intervals, names."""

from __future__ import annotations

import pytest

from onrecord.phrases import say_bounds, say_entity, say_interval, shorten
from onrecord.record import Entity, Interval, Role


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

"""How one claim bears on another that is like it: sketches in, the word for the link out."""

from __future__ import annotations

from typing import Any

from onrecord.reconcile.links import bears_on
from onrecord.reconcile.sketches import Sketch

KURSK, RUSSIA = (538555, "city", "RU"), (2017370, "country", "RU")


def sketch(**more: Any) -> Sketch:
    values: dict[str, Any] = {
        "id": "claim",
        "kind": "event",
        "polarity": "positive",
        "acts": frozenset(),
        "events": frozenset({"FIGHT"}),
        "places": (),
        "stocks": frozenset(),
        "days": (),
    }
    return Sketch(**(values | more))


def test_a_narrower_place_refines_a_wider_one() -> None:
    town, country = sketch(places=(KURSK,)), sketch(places=(RUSSIA,))
    assert bears_on(town, country) == "refines"
    assert bears_on(country, town) is None
    assert bears_on(town, sketch(places=(RUSSIA,), events=frozenset({"COERCE"}))) is None


def test_nothing_refines_what_happened_on_other_days() -> None:
    town = sketch(places=(KURSK,), days=("2024-11-03", "2024-11-05"))
    assert bears_on(town, sketch(places=(RUSSIA,), days=("2024-11-05",))) == "refines"
    assert bears_on(town, sketch(places=(RUSSIA,), days=("2024-11-06",))) is None
    assert bears_on(town, sketch(places=(RUSSIA,), days=("2024-11-01", "2024-11-02"))) is None


def test_a_toll_refines_only_one_of_the_same_days() -> None:
    town = sketch(kind="number", places=(KURSK,), days=("2024-11-03",))
    assert bears_on(town, sketch(kind="number", places=(RUSSIA,))) is None
    assert bears_on(town, sketch(kind="number", places=(RUSSIA,), days=("2024-11-03",))) == "refines"


def test_only_what_there_is_at_a_time_is_superseded() -> None:
    troops = frozenset({("present", "KP")})
    early, late = (sketch(kind="number", stocks=troops, days=(day,)) for day in ("2024-10-28", "2024-11-13"))
    assert bears_on(late, early) == "supersedes"
    assert bears_on(early, late) is None
    assert bears_on(sketch(kind="number", days=("2024-11-13",)), sketch(kind="number", days=("2024-10-28",))) is None
    span = sketch(kind="number", stocks=troops, days=("2024-10-20", "2024-11-13"))
    assert bears_on(span, early) is None


def test_open_questions_are_answered_and_events_presupposed() -> None:
    assert bears_on(sketch(), sketch(kind="open-question")) == "answers"
    assert bears_on(sketch(kind="opinion"), sketch(kind="open-question")) is None
    assert bears_on(sketch(kind="responsibility"), sketch()) == "presupposes"

"""Gold toponyms and found places in, shares out; marks in sentences out of the way."""

from __future__ import annotations

import pytest

from onrecord.measure.event_code import macro_f1, unmark
from onrecord.measure.place import Toponym, kilometres, score_places
from onrecord.record import Place, Span


def toponym(start: int, end: int, geonames: int | None, point: tuple[float, float] | None) -> Toponym:
    latitude, longitude = point or (None, None)
    return Toponym(start=start, end=end, geonames=geonames, latitude=latitude, longitude=longitude)


def test_right_is_the_same_id_or_within_161_kilometres() -> None:
    gold = (toponym(0, 4, 1, (10.0, 10.0)), toponym(5, 9, 2, (10.0, 10.0)), toponym(10, 14, 3, (10.0, 10.0)))
    places = (
        Place(id="a", span=Span(0, 4), name="a", geonames=1),
        Place(id="b", span=Span(5, 9), name="b", geonames=9, latitude=11.0, longitude=10.0),
        Place(id="c", span=Span(10, 14), name="c", geonames=9, latitude=12.0, longitude=10.0),
    )
    score = score_places([("x", "aaaa bbbb cccc", gold)], lambda identity, text: places)
    assert (score.gold, score.found, score.right, score.same_id, score.spurious) == (3, 3, 2, 1, 0)


def test_unlabelled_toponyms_are_neither_gold_nor_spurious() -> None:
    places = (Place(id="a", span=Span(0, 4), name="a"),)
    score = score_places([("x", "aaaa", (toponym(0, 4, None, None),))], lambda identity, text: places)
    assert (score.gold, score.spurious, score.found_right, score.precision) == (0, 0, 0.0, 1.0)


def test_a_degree_of_latitude_is_111_kilometres() -> None:
    assert kilometres((0.0, 0.0), (1.0, 0.0)) == pytest.approx(111.2, abs=0.1)
    assert kilometres((0.0, 179.5), (0.0, -179.5)) == pytest.approx(111.2, abs=0.1)


def test_marks_become_spans() -> None:
    text, spans = unmark("<s>Iran</s> warned <t>the US</t>.")
    assert text == "Iran warned the US."
    assert [span.of(text) for span in spans["s"]] == ["Iran"]
    assert [span.of(text) for span in spans["t"]] == ["the US"]


def test_macro_f1_counts_every_code_alike() -> None:
    assert macro_f1(["A", "A", "A"], ["A", "A", "B"]) == pytest.approx(0.4)

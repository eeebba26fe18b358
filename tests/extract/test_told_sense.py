"""Kinds of faults of sense and clause found in fresh articles: orders told of, promises of the own side, loose ends."""

import pytest

from onrecord.measure.labelled_tasks import read_resolved
from onrecord.record import Page, Proposition, Reading


def read(text: str) -> Reading:
    return read_resolved(Page(id="a", text=text))[0]


def last(text: str) -> tuple[Proposition, str]:
    reading = read(text)
    found = [one for one in reading.propositions if one.attribution]
    return found[-1], " … ".join(span.of(text) for span in found[-1].spans)


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ('Hill said: "We have asked our partners to take more responsibility."', "asserts"),
        ("Turkey's president said his country would not allow a corridor on its border.", "commits"),
        ("Turkey's president said Turkey would not allow a corridor on its border.", "commits"),
        ("Syrian activists said Syria would not keep the truce.", "predicts"),
        ("Hill said he would support the project.", "commits"),
        ("The Edgar Foundation agreed to be the custodians of the funds.", "commits"),
        ("Researchers said it is imperative that the dam be repaired.", "directs"),
        ("Hill said on Monday that it was clear that the dam had been repaired.", "asserts"),
        ("Hill encouraged students that the trade is growing.", "asserts"),
        ("Hill urged that the dam be repaired.", "directs"),
        ("The band, Hill said, will be on tour, and the club is considering buying more seats.", "asserts"),
        ("Hill said she would reject a third of the money.", "commits"),
        ("Hill said the hall would have three rooms.", "predicts"),
        ("The UN warned that people should be told more.", "directs"),
        ("Kosi ordered the man away, and when he would not, Hill said Kosi held him.", "asserts"),
        ('Reed said: "They may wait a week. The area is complex and the situation is fluid."', "asserts"),
        ("Hill said the work should start in April.", "predicts"),
        ("Hill said the work should be done by April.", "directs"),
        ("Hill said in a letter published Wednesday that the boy was well.", "asserts"),
    ],
)
def test_stance(text: str, stance: str) -> None:
    assert last(text)[0].stance == stance


@pytest.mark.parametrize(
    ("text", "clause"),
    [
        ("The agency says two women are infected without giving any details.", "two women are infected"),
        ("The army said the town fell without a shot.", "the town fell without a shot"),
        ('"He had been there a while," Hill said.', "He had been there a while"),
        ('"We have done that," Hill said.', "We have done that"),
    ],
)
def test_a_clause_ends_where_the_speakers_words_do(text: str, clause: str) -> None:
    assert last(text)[1] == clause


def test_a_present_is_no_order_whatever_its_tag() -> None:
    reading = read("The House has declared that the group no longer holds any land, but the claim was disputed.")
    assert reading.attributions[0].stance == "asserts"

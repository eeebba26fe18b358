"""The body beside a name: stated where it is sure, left open with its reason where it is not."""

import pytest

from onrecord.measure.labelled_tasks import read_referred, read_resolved
from onrecord.record import Entity, Page, Reading
from onrecord.resolve.body_signs import states_body
from onrecord.resolve.sureness import BODY_STATED, body_chance, load_weights, weighed


def read(text: str) -> Reading:
    return read_resolved(Page(id="a", text=text, published="2024-11-05"))[0]


def speaker(reading: Reading, name: str) -> Entity:
    return next(one for one in reading.entities if one.name == name)


def chances(text: str) -> list[float]:
    """The chance of every body beside a name, in order."""
    found = weighed(*read_referred(Page(id="a", text=text, published="2024-11-05")))
    return [body_chance(signs, load_weights()) for one in found for signs in one.bodies]


def test_a_body_that_the_text_names_is_stated() -> None:
    reading = read("Pavel Orlov, a spokesman for the State Department, said the talks were over.")
    orlov = speaker(reading, "Pavel Orlov")
    assert [one.organisation for one in orlov.roles] == ["State Department"]
    assert orlov.principal is not None
    assert reading.problems == ()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("“The plan is good,” said Ann Hill, chairwoman of the board.", "Ann Hill"),
        ("“The plan is good,” council chairman Bob Day said.", "Bob Day"),
        (
            "“The plan is good,” said Ann Hill, Secretary of the United States. Chief of staff Bob Day said it failed.",
            "Bob Day",
        ),
    ],
)
def test_what_has_no_name_is_left_open(text: str, name: str) -> None:
    one = speaker(read(text), name)
    assert [role.organisation for role in one.roles] == [None]
    assert one.principal is None
    assert one.country is None


def test_a_country_that_the_articles_own_places_contradict_is_left_open() -> None:
    text = (
        "London head coach Dale Hunter said the series was over. The Knights of London, Ontario, lost to Windsor, Ontario, "
        "and will meet Toronto next. London is a city in Ontario, Canada."
    )
    reading = read(text)
    assert speaker(reading, "Dale Hunter").country in (None, "CA")


def test_what_is_left_open_is_said_with_what_was_likely() -> None:
    reading = read("“The plan is good,” said Ann Hill, chairwoman of the board.")
    (problem,) = reading.problems
    assert problem.stage == "resolve"
    assert problem.what.startswith("for whom Ann Hill speaks is left open: it may be board (chance 0.00 of ")
    assert problem.span is not None
    assert problem.span.of(reading.article.text) == "Ann Hill"


def test_a_likely_body_stays_among_the_candidates() -> None:
    text = "Rick Seaney, chief executive of FareCompare, said prices fell."
    (chance,) = chances(text)
    assert 0.5 < chance < BODY_STATED
    one = speaker(read(text), "Rick Seaney")
    assert (one.principal, one.candidates) == (None, ("organisation:farecompare",))


def test_unnamed_people_and_governments_have_no_body_beside_a_name() -> None:
    reading, _ = read_referred(
        Page(id="a", text="Turkish officials said that Ankara had agreed. Ann Hill said so too.")
    )
    assert not any(states_body(one) for one in reading.entities if one.kind in ("unnamed", "government"))
    assert not states_body(speaker(reading, "Ann Hill"))

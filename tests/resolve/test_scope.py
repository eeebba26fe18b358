"""Propositions, events and quantities tied to what they speak of."""

from __future__ import annotations

from dataclasses import replace

from annotated import annotated, reading_of
from onrecord.record import (
    Article,
    Entity,
    Event,
    Measure,
    Mention,
    Place,
    Proposition,
    Quantity,
    Reading,
    Span,
    TimeExpression,
)
from onrecord.resolve.doers import owner_name
from onrecord.resolve.scope import tie


def span(article: Article, words: str, nth: int = 0) -> Span:
    start = -1
    for _ in range(nth + 1):
        start = article.text.index(words, start + 1)
    return Span(start, start + len(words))


def place(article: Article, name: str, **more: object) -> Place:
    made = Place(id=name, span=span(article, name), name=name, kind="city", role="happened")
    return replace(made, **more)  # type: ignore[arg-type]


def test_a_clause_gets_the_time_place_and_number_that_stand_in_it() -> None:
    article, analysis = annotated("On Monday 12 people died in Homs , and Hama was calm .")
    reading = Reading(
        article=article,
        made_by=reading_of(article).made_by,
        places=(place(article, "Homs"), place(article, "Hama")),
        times=(TimeExpression(id="t", span=span(article, "Monday"), type="DATE", end="2017-04-03"),),
        quantities=(
            Quantity(id="q", span=span(article, "12 people"), low=12, high=12, measure=Measure(what="killed")),
        ),
        propositions=(
            Proposition(id="p", attribution=None, spans=(span(article, "On Monday 12 people died in Homs"),), gist=""),
            Proposition(id="r", attribution=None, spans=(span(article, "Hama was calm"),), gist=""),
        ),
    )
    tied = tie(reading, analysis)
    first, second = tied.propositions
    assert (first.time, first.place, first.quantities) == ("t", "Homs", ("q",))
    assert (second.time, second.place, second.quantities) == (None, "Hama", ())
    assert tied.quantities[0].measure == Measure(what="killed", place="Homs", as_of="2017-04-03")


def test_the_region_is_the_nearest_one_named_before_or_nothing() -> None:
    article, analysis = annotated(
        "Troops went to Kursk .",
        "There are 11 in the region .",
        "One .",
        "Two .",
        "Three .",
        "Peace in the region is far .",
    )
    reading = Reading(
        article=article,
        made_by=reading_of(article).made_by,
        places=(place(article, "Kursk", kind="admin1"),),
        propositions=(
            Proposition(id="near", attribution=None, spans=(span(article, "There are 11 in the region"),), gist=""),
            Proposition(id="far", attribution=None, spans=(span(article, "Peace in the region is far"),), gist=""),
        ),
    )
    near, far = tie(reading, analysis).propositions
    assert near.place == "Kursk"
    assert far.place is None


def test_doers_become_entities() -> None:
    article, analysis = annotated("The Syrian army shelled Islamic State fighters and Ten civilians near Ankara .")

    def key(words: str) -> str:
        found = span(article, words)
        return f"{found.start}:{found.end}"

    known = Entity(id="military:SY-military", kind="military", name="Syrian army", country="SY")
    reading = Reading(
        article=article,
        made_by=reading_of(article).made_by,
        entities=(known,),
        mentions=(Mention(id="m", span=span(article, "The Syrian army"), form="name", entity=known.id),),
        events=(
            Event(
                id="e",
                span=span(article, "shelled"),
                code="ASSAULT",
                actors=(key("The Syrian army"),),
                targets=(key("Islamic State fighters"), key("Ten civilians")),
            ),
        ),
    )
    tied = tie(reading, analysis)
    (event,) = tied.events
    assert event.actors == ("military:SY-military",)
    assert event.targets[0] == "group:islamic-state"
    kinds = {entity.id: entity.kind for entity in tied.entities}
    assert kinds[event.targets[1]] == "unnamed"
    assert tie(reading, analysis) == tied


def test_nothing_to_tie() -> None:
    article, analysis = annotated("Nothing .")
    assert tie(reading_of(article), analysis) == reading_of(article)


def test_an_earlier_figure_held_earlier_and_owners_have_one_name() -> None:
    article, analysis = annotated("The toll of DPRK soldiers rose to 26 , up from 16 , on 4 May .")
    killed = Measure(what="killed", whose="DPRK")
    reading = Reading(
        article=article,
        made_by=reading_of(article).made_by,
        times=(TimeExpression(id="t", span=span(article, "4 May"), type="DATE", end="2024-05-04"),),
        quantities=(
            Quantity(id="new", span=span(article, "26"), low=26, high=26, measure=killed),
            Quantity(id="old", span=span(article, "16"), low=16, high=16, measure=killed),
        ),
        propositions=(Proposition(id="p", attribution=None, spans=(Span(0, len(article.text)),), gist=""),),
    )
    new, old = tie(reading, analysis).quantities
    assert (new.measure.as_of, old.measure.as_of) == ("2024-05-04", "2024-05-03")
    assert new.measure.whose == owner_name("North Korean") == "North Korea"

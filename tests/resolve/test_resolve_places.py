"""Which of the world's places a name stands for."""

from __future__ import annotations

from annotated import annotated, reading_of
from onrecord.extract.places import find_places
from onrecord.knowledge.gazetteer import open_gazetteer
from onrecord.record import Attribution, Place, Reading, Span
from onrecord.resolve.places import resolve_places


def resolved(*lines: str, url: str | None = None) -> list[Place]:
    article, analysis = annotated(*lines, url=url)
    gazetteer = open_gazetteer()
    places = find_places(article, analysis, gazetteer)
    return list(resolve_places(reading_of(article, places), analysis, gazetteer).places)


def by_name(places: list[Place]) -> dict[str, Place]:
    return {place.name: place for place in places}


def test_the_area_behind_the_comma_decides() -> None:
    places = by_name(resolved("He moved to Paris|NNP|pobj|2|GPE , Texas|NNP|appos|3|GPE , in May ."))
    assert (places["Paris"].country, places["Paris"].kind) == ("US", "city")
    assert places["Paris"].geonames == 4717560
    assert by_name(resolved("He moved to Paris|NNP|pobj|2|GPE in May ."))["Paris"].country == "FR"


def test_a_postal_code_decides_too() -> None:
    places = by_name(resolved("He moved to Gainesville|NNP|pobj|2|GPE , TX|NNP|appos|3 , in May ."))
    assert places["Gainesville"].geonames == 4692746


def test_the_word_beside_the_name_gives_its_level() -> None:
    oblast = by_name(resolved("Troops moved to the Kursk|NNP|compound|5|GPE region of Russia|NNP|pobj|6|GPE ."))
    assert (oblast["Kursk"].kind, oblast["Kursk"].precision) == ("admin1", "admin1")
    city = by_name(resolved("Troops moved to the city of Kursk|NNP|pobj|5|GPE in Russia|NNP|pobj|7|GPE ."))
    assert (city["Kursk"].kind, city["Kursk"].precision) == ("city", "city")


def test_company_decides_which_georgia() -> None:
    country = by_name(
        resolved("Georgia|NNP|nsubj|1|GPE and Russia|NNP|conj|0|GPE fought near Tbilisi|NNP|pobj|4|GPE .")
    )
    assert country["Georgia"].kind == "country"
    state = by_name(
        resolved("Police in Atlanta|NNP|pobj|1|GPE and Savannah|NNP|conj|2|GPE , Georgia|NNP|appos|4|GPE , said so .")
    )
    assert state["Georgia"].geonames == 4197000


def test_a_part_of_a_country_is_said_to_be_one() -> None:
    (place,) = resolved("They were sent to eastern|JJ|amod|5 Russia|NNP|pobj|3|GPE .")
    assert (place.name, place.precision, place.geonames) == ("eastern Russia", "region", 2017370)


def test_disputed_places_say_so() -> None:
    (place,) = resolved("Drones hit Sevastopol|NNP|dobj|1|GPE .")
    assert (place.country, place.disputed) == ("UA", ("UA", "RU"))


def test_springfield_keeps_its_candidates() -> None:
    (place,) = resolved("It rained in Springfield|NNP|pobj|2|GPE .")
    assert len(place.candidates) > 1
    assert sum(chance for _, chance in place.candidates) <= 1.01


def test_a_capital_as_source_speaks_as_a_government() -> None:
    article, analysis = annotated("The move was confirmed by Seoul|NNP|pobj|4|GPE .")
    gazetteer = open_gazetteer()
    places = find_places(article, analysis, gazetteer)
    span = places[0].span
    attribution = Attribution(id="a", source=(span,), cue=(Span(13, 22),), content=(Span(0, 8),))
    reading = Reading(article=article, made_by=reading_of(article).made_by, places=places, attributions=(attribution,))
    assert resolve_places(reading, analysis, gazetteer).places[0].as_ == "government"


def test_the_outlets_country_tips_the_scale() -> None:
    line = "Police were called to Richmond|NNP|pobj|3|GPE on Monday ."
    assert by_name(resolved(line, url="https://news.example.co.uk/1"))["Richmond"].country == "GB"


def test_the_same_text_gives_the_same_places() -> None:
    line = "Fighting in Homs|NNP|pobj|1|GPE and Hama|NNP|conj|2|GPE went on ."
    assert resolved(line) == resolved(line)


def test_listed_states_do_not_lie_in_one_another() -> None:
    places = by_name(
        resolved(
            "It came to Oregon|NNP|pobj|2|GPE , Washington|NNP|conj|3|GPE , Idaho|NNP|conj|5|GPE and Utah|NNP|conj|7|GPE ."
        )
    )
    assert {places[name].kind for name in ("Oregon", "Washington", "Idaho", "Utah")} == {"admin1"}


def test_a_country_beside_its_capital_is_the_country() -> None:
    places = by_name(
        resolved(
            "Mexico|NNP|nsubj|1|GPE closed|VBD schools|NNS in Mexico|NNP|compound|5|GPE City|NNP|pobj|3|GPE .",
            "The|DT flu|NN began|VBD in Mexico|NNP|pobj|3|GPE .",
        )
    )
    assert places["Mexico"].kind == "country"
    assert places["Mexico City"].kind == "city"


def test_an_unknown_name_gives_no_place() -> None:
    assert resolved("They met in Xyzzyville|NNP|pobj|2|GPE .") == []


def test_a_dateline_in_capitals_is_a_town() -> None:
    (place, *_) = resolved("WASHINGTON|NNP|nsubj|1|GPE , Nov. 12 — Officials said so .")
    assert (place.kind, place.geonames) == ("city", 4140963)

"""The map: each place as the area that is known of it, disputed ones with their parties; the timeline in order."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from onrecord.knowledge.gazetteer import open_gazetteer
from onrecord.record import Place, Span
from onrecord.serve.areas import area_of, contested_areas
from onrecord.serve.maps import Drawn, draw_map, outlines


def place(name: str, kind: str = "") -> Place:
    """The gazetteer's first place of that name, as a reading has it."""
    row = next(row for row in open_gazetteer().look_up(name) if row.kind == kind or not kind)
    return Place(
        id="place-1",
        span=Span(0, len(name)),
        name=name,
        geonames=row.geonames,
        country=row.country,
        kind=row.kind,
        latitude=row.latitude,
        longitude=row.longitude,
        precision="city" if row.kind == "city" else "country",
        disputed=open_gazetteer().disputed(row),
    )


def test_a_country_is_its_outline_and_a_province_as_wide_as_its_towns() -> None:
    russia, crimea, kyiv = area_of(place("Russia")), area_of(place("Crimea")), area_of(place("Kyiv", "city"))
    assert russia is not None
    assert russia.outline == "RU"
    assert crimea is not None
    assert crimea.outline is None
    assert 100 < crimea.km < 200
    assert set(crimea.disputed) == {"Ukraine", "Russia"}
    assert kyiv is not None
    assert 5 < kyiv.km < 40


def test_a_place_that_is_not_on_the_map_or_stands_for_people_is_no_area() -> None:
    nowhere = Place(id="place-1", span=Span(0, 4), name="Nowhere")
    assert area_of(nowhere) is None
    kremlin = place("Moscow")
    assert (
        area_of(Place(id="p", span=Span(0, 6), name="Moscow", as_="government", latitude=55.7, longitude=37.6)) is None
    )
    assert area_of(kremlin) is not None


def test_every_disputed_area_names_its_parties() -> None:
    areas = contested_areas()
    assert {"Crimea", "Kashmir", "Western Sahara", "Golan Heights"} <= {area.name for area in areas}
    assert all(area.parties for area in areas)


def test_outlines_have_codes_and_close() -> None:
    assert {"UA", "RU", "US", "KR", "KP", "XK", "PS", "TW"} <= set(outlines())
    assert all(ring[0] == pytest.approx(ring[-1], abs=1e-6) for rings in outlines().values() for ring in rings)


def test_no_country_owns_a_disputed_place_by_being_drawn() -> None:
    crimea = area_of(place("Crimea"))
    assert crimea is not None
    drawing = draw_map(
        [Drawn(area=crimea, role="happened", link="#place-1", words="Crimea", claims=1)], contested_areas()
    )
    assert "Crimea: disputed between Ukraine, Russia" in drawing
    assert 'class="border' not in drawing


def test_the_page_shows_places_and_gives_them_as_data(browser: TestClient) -> None:
    page = browser.get("/map")
    assert page.status_code == 200
    assert "Kursk" in page.text
    data = browser.get("/map.json").json()
    kursk = next(spot for spot in data["spots"] if spot["area"]["name"] == "Kursk" and spot["role"] == "happened")
    assert kursk["area"]["km"] > 100
    assert "drawing" not in data
    lines = browser.get("/map.csv").text.splitlines()
    assert lines[0].startswith("place,role,kind")
    assert len(lines) == len(data["spots"]) + 1


def test_the_map_follows_the_date_and_the_filters(browser: TestClient) -> None:
    def places(query: str) -> int:
        return len(browser.get(f"/map.json?{query}").json()["spots"])

    assert places("as_of=2020-01-01") == 0
    assert 0 < places("show=said") < places("")
    assert 0 < places("text=Kursk") <= places("")
    assert "No place is known" in browser.get("/map?as_of=2020-01-01").text


def test_the_timeline_is_in_order(browser: TestClient) -> None:
    months = browser.get("/timeline.json").json()["months"]
    assert months == sorted(months)
    assert all(many > 0 for _, many in months)

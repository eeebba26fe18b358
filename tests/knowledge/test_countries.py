"""What a country, its people and its government are called."""

from __future__ import annotations

import pytest

from onrecord.knowledge.countries import by_capital, by_demonym, by_metonym, countries, countries_of, country_of


@pytest.mark.parametrize(
    ("name", "iso2"),
    [
        ("the U.S.", "US"),
        ("North Korea", "KP"),
        ("DPRK", "KP"),
        ("Democratic People’s Republic of Korea", "KP"),
        ("Republic of Korea", "KR"),
        ("UKRAINE", "UA"),
        ("Ukraine’s", "UA"),
        ("Côte d’Ivoire", "CI"),
        ("us", None),
        ("Narnia", None),
        ("", None),
    ],
)
def test_a_country_goes_by_several_names(name: str, iso2: str | None) -> None:
    assert country_of(name) == iso2


def test_peoples_and_capitals_stand_for_countries() -> None:
    assert by_demonym("Syrian") == "SY"
    assert by_demonym("South Korean") == "KR"
    assert by_demonym("Swedes") == "SE"
    assert by_capital("Pyongyang") == "KP"
    assert by_capital("Kremlin") is None
    assert by_metonym("the Kremlin") == "RU"
    assert by_metonym("Washington") == "US"


def test_a_shared_word_keeps_every_country() -> None:
    assert [iso2 for iso2, _ in countries_of("Congolese")] == ["CD", "CG"]
    assert by_demonym("Nigerien") != by_demonym("Nigerian")


def test_every_country_has_a_name_and_a_geonames_id() -> None:
    assert len(countries()) > 245
    assert all(country.name and country.geonames > 0 for country in countries().values())
    assert all((country.latitude, country.longitude) != (0.0, 0.0) for country in countries().values())


def test_a_city_state_is_its_own_capital() -> None:
    assert country_of("Singapore") == by_capital("Singapore") == "SG"


def test_countries_have_their_iso_number() -> None:
    table = countries()
    assert (table["UA"].numeric, table["SY"].numeric, table["XK"].numeric) == (804, 760, None)

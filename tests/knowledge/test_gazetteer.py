"""The places of the world behind a name."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.knowledge.gazetteer import Gazetteer, fold, open_gazetteer
from onrecord.measure.place import mapped_megabytes
from onrecord.record import ModelError


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return open_gazetteer()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Deir ez-Zor", "deir ez zor"),
        ("al-Raqqah", "Ar Raqqah"),
        ("St. Louis", "Saint Louis"),
        ("Côte d’Ivoire", "Cote d'Ivoire"),
        ("Pokrovs'k", "Pokrovsk"),
        ("Łódź", "Lodz"),
    ],
)
def test_spellings_meet(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing(name: str) -> None:
    folded = fold(name)
    again = fold(folded)
    assert fold(again) == again


def test_one_name_several_levels(gazetteer: Gazetteer) -> None:
    found = {(row.kind, row.geonames) for row in gazetteer.look_up("Kursk")}
    assert ("admin1", 538555) in found
    assert ("city", 538560) in found


def test_springfield_is_many(gazetteer: Gazetteer) -> None:
    assert len(gazetteer.look_up("Springfield")) > 20


def test_a_disputed_area_keeps_geonames_country_and_names_the_parties(gazetteer: Gazetteer) -> None:
    crimea = gazetteer.look_up("Crimea")[0]
    assert (crimea.country, gazetteer.disputed(crimea)) == ("UA", ("UA", "RU"))
    yalta = next(row for row in gazetteer.look_up("Yalta") if row.country == "UA" and row.people > 50_000)
    assert gazetteer.disputed(yalta) == ("UA", "RU")
    lviv = next(row for row in gazetteer.look_up("Lviv") if row.kind == "city")
    assert gazetteer.disputed(lviv) == ()


def test_regions_and_seas_have_points(gazetteer: Gazetteer) -> None:
    for name in ("Donbas", "Sahel", "Black Sea", "West Bank", "Gaza Strip", "Golan Heights"):
        rows = gazetteer.look_up(name)
        assert rows, name
        assert (rows[0].latitude, rows[0].longitude) != (0.0, 0.0)


def test_an_unknown_name_has_no_place(gazetteer: Gazetteer) -> None:
    assert gazetteer.look_up("Xyzzyville-upon-Nothing") == ()
    assert gazetteer.look_up("") == ()


def test_no_place_lies_at_zero_zero_and_all_on_the_globe(gazetteer: Gazetteer) -> None:
    for number in range(0, gazetteer.count, 997):
        row = gazetteer.row(number)
        assert -90 <= row.latitude <= 90
        assert -180 <= row.longitude <= 180
        assert (row.latitude, row.longitude) != (0.0, 0.0)


def test_little_of_it_lies_in_memory(gazetteer: Gazetteer) -> None:
    for number in range(0, gazetteer.count, 13):
        gazetteer.find(fold(gazetteer.row(number).name))
    resident = mapped_megabytes("gazetteer.bin")
    assert resident is None or resident < 100


def test_a_foreign_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "gazetteer.bin"
    with pytest.raises(ModelError, match="cannot be opened"):
        Gazetteer(path)
    path.write_bytes(b"something else entirely")
    with pytest.raises(ModelError, match="rebuild"):
        Gazetteer(path)

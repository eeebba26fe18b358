"""A place of a reading in, the area on the map out: as large as what is known of it, never a point that nobody named.

A country is its outline; a first- or second-level area a circle that holds 95 of 100 of its towns; a town a circle that
grows with its people; a region without bounds a wide circle, said to be vague. Disputed places name their parties.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from onrecord.knowledge.gazetteer import GazetteerRow, fold, open_gazetteer
from onrecord.record import Attribution, Place, Reading

CONTINENTS = range(6255146, 6255153)  # GeoNames ids of Africa … Antarctica
CONTINENT_KM, REGION_KM, AREA_KM, SPOT_KM = 2500.0, 150.0, 60.0, 5.0
KIND_WORDS = {"admin1": "province or state", "admin2": "district", "other": "place"}
A_LINE = "Line"  # Durand Line, Line of Control, Blue Line: borders, not areas


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """`outline`: ISO code of the country whose outline is the area, or None for a circle of `km` around the point.

    `vague` says that the bounds are a guess; `disputed` names the parties, in no order of right.
    """

    name: str
    kind: str
    country: str | None
    latitude: float
    longitude: float
    km: float
    outline: str | None = None
    vague: bool = False
    disputed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Whereabouts:
    """Where one statement says that something happened, and where it was said; `how` says where the latter is from."""

    happened: Area | None = None
    said: Area | None = None
    how: str = ""


def area_of(place: Place) -> Area | None:
    """The area of a place that was found on the map; None for one that was not."""
    if place.as_ != "place" or place.latitude is None or place.longitude is None:
        return None
    name = place.name.title() if place.name.isupper() else place.name
    kind, partial = place.kind or "other", place.precision in ("region", "vague")
    whole = kind == "country"
    return Area(
        name=name,
        kind="part of a country" if whole and partial else KIND_WORDS.get(kind, kind),
        country=place.country,
        latitude=place.latitude,
        longitude=place.longitude,
        km=_radius(place.geonames, kind, name),
        outline=place.country if whole else None,
        vague=partial or kind == "region",
        disputed=party_names(place.disputed),
    )


@lru_cache(maxsize=10_000)
def _radius(geonames: int | None, kind: str, name: str) -> float:
    if geonames in CONTINENTS:
        return CONTINENT_KM
    gazetteer = open_gazetteer()
    names = (name, name.partition(" ")[2])  # "western Kursk" has the id of Kursk
    rows = (gazetteer.row(number) for called in names if called for number, _ in gazetteer.find(fold(called)))
    row = next((row for row in rows if row.geonames == geonames and row.kind == kind), None)
    if kind == "city":
        # towns hold some 3,000 people a square kilometre; names are used for somewhat more than the town
        return min(max(math.sqrt((row.people if row else 0) / 3000 / math.pi) * 1.3, 3.0), 30.0)
    if kind in ("admin1", "admin2"):
        return (gazetteer.reach(row) if row else None) or AREA_KM
    return REGION_KM if kind in ("region", "country") else SPOT_KM


def party_names(codes: tuple[str, ...]) -> tuple[str, ...]:
    """Names of countries by their ISO codes."""
    rows = [(code, open_gazetteer().country(code)) for code in codes]
    return tuple(row.name if row else code for code, row in rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contested:
    """An area whose belonging is disputed, or with `line` a border; `codes` are the ISO codes of its parties."""

    name: str
    parties: tuple[str, ...]
    codes: tuple[str, ...]
    latitude: float
    longitude: float
    km: float
    line: bool
    outline: str | None


@lru_cache(maxsize=1)
def contested_areas() -> tuple[Contested, ...]:
    """Every area that the gazetteer marks as disputed and a map of the world can show."""
    found = open_gazetteer().contested()
    return tuple(_contested(row, codes) for row, codes in found if row.kind in ("country", "admin1", "region"))


def _contested(row: GazetteerRow, codes: tuple[str, ...]) -> Contested:
    return Contested(
        name=row.name,
        parties=party_names(codes),
        codes=codes,
        latitude=row.latitude,
        longitude=row.longitude,
        km=(open_gazetteer().reach(row) if row.kind == "admin1" else None) or REGION_KM / 2,
        line=A_LINE in row.name.split(),
        outline=row.country if row.kind == "country" else None,
    )


def whereabouts(reading: Reading) -> Mapping[str, Whereabouts]:
    """For each proposition of an article: where it happened and where it was said, as far as the article tells."""
    places = {place.id: place for place in reading.places}
    attributions = {row.id: row for row in reading.attributions}
    said = [place for place in reading.places if place.role == "said" and place.where is None]
    found = {}
    for proposition in reading.propositions:
        place = places.get(proposition.place or "")
        where, how = _said_at(reading, attributions.get(proposition.attribution or ""), said)
        found[proposition.id] = Whereabouts(
            happened=area_of(place) if place and place.role != "said" else None, said=where, how=how
        )
    return found


def _said_at(reading: Reading, row: Attribution | None, said: list[Place]) -> tuple[Area | None, str]:
    """The place of speech in the attribution's own paragraph, else that of the dateline."""
    paragraphs = reading.article.paragraphs
    own = next((par for par in paragraphs if row and row.cue and par.start <= row.cue[0].start < par.end), None)
    for place in said:
        if own and own.start <= place.span.start < own.end and (area := area_of(place)):
            return area, "in the text"
    first = paragraphs[0] if paragraphs else None
    for place in said:
        if first and first.start <= place.span.start < first.end and (area := area_of(place)):
            return area, "dateline"
    return None, ""


__all__ = ["Area", "Contested", "Whereabouts", "area_of", "contested_areas", "party_names", "whereabouts"]

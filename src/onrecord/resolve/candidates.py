"""A place's name and the words beside it come in; the places it may stand for, with their features, go out.

Features are plain numbers by name; `data/place_weights.toml` says what each is worth. Those of one candidate alone are
made here once; those that depend on the article's other places are added by `resolve.places` in rounds.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from onrecord.knowledge.countries import countries
from onrecord.knowledge.gazetteer import Gazetteer, GazetteerRow, NameKind, fold
from onrecord.knowledge.place_words import Level, place_words
from onrecord.record import Place

MOST = 30
"""Candidates kept a name after the first, cheap scoring: "San Antonio" has 500, and the right one is hardly ever lower."""
_SEAT = 30_000
"""People of a town from which on it is likelier meant than the area called after it."""
_LIKE_CITY = 1_000_000
"""People a region or sea counts as having: it is named as often as a large city."""


class Hints(NamedTuple):
    """What the words beside one mention say: the level of place meant, and the row of the area it lies in."""

    level: Level | None = None
    within: int | None = None


@dataclass(slots=True)
class Candidate:
    """One place a name may stand for. `fixed` is its score from features that other places do not change."""

    row: GazetteerRow
    name_kind: NameKind
    fixed: float = 0.0


def gather(key: str, hints: Hints, gazetteer: Gazetteer, weights: Mapping[str, float]) -> list[Candidate]:
    """The likeliest candidates of a folded name by themselves, best first."""
    found = []
    for number, name_kind in gazetteer.find(key):
        row = gazetteer.row(number)
        features = own_features(row, name_kind, hints, gazetteer)
        found.append(Candidate(row, name_kind, sum(weights.get(name, 0.0) * value for name, value in features)))
    found.sort(key=lambda candidate: (-candidate.fixed, candidate.row.row))
    return found


def own_features(
    row: GazetteerRow, name_kind: NameKind, hints: Hints, gazetteer: Gazetteer
) -> Iterator[tuple[str, float]]:
    """Features of a candidate by itself and by the words beside the name."""
    people = max(row.people, _LIKE_CITY) if row.kind in ("region", "other") else row.people
    yield "people", math.log10(people + 100)
    yield row.kind, 1.0
    yield f"by {name_kind}", 1.0
    if row.geonames is None:
        yield "no id", 1.0
    country = countries().get(row.country or "")
    if row.kind == "city" and country is not None and country.capital and fold(country.capital) == fold(row.name):
        yield "capital", 1.0
    if row.kind == "city" and row.people >= _SEAT and row.admin1 is not None and _same_name(row, row.admin1, gazetteer):
        yield "seat", 1.0
    if hints.level is not None:
        yield ("level fits" if row.kind == hints.level else "level clashes"), 1.0
    if hints.within is not None:
        yield ("within" if lies_in(row, gazetteer.row(hints.within)) else "without"), 1.0


def _same_name(row: GazetteerRow, area: int, gazetteer: Gazetteer) -> bool:
    """Whether the area is called after the town ("Homs", "Homs Governorate")."""
    return fold(gazetteer.row(area).name).split(" ")[0] == fold(row.name).split(" ")[0]


def lies_in(row: GazetteerRow, area: GazetteerRow) -> bool:
    """Whether the place lies in the area, by the areas it is filed under."""
    if area.kind == "country":
        return row.country == area.country and row.row != area.row
    if area.kind == "admin1":
        return row.admin1 == area.row
    return area.kind == "admin2" and row.admin2 == area.row


def hints_of(text: str, places: Sequence[Place], number: int, rows_of: Mapping[str, Sequence[GazetteerRow]]) -> Hints:
    """What the words around mention `number` say; `rows_of` gives the areas that a folded name may stand for."""
    place = places[number]
    table = place_words()
    after = text[place.span.end : place.span.end + 40]
    before = text[max(0, place.span.start - 40) : place.span.start].lower().split()
    level: Level | None = None
    words = after.split(None, 1)
    if after[:1] == " " and words:
        level = table.level.get(words[0].rstrip(".,;:'’)").lower())
    if level is None and _opens_in_capitals(text, place):
        level = "city"  # datelines name towns: "WASHINGTON, Nov. 12"
    if level is None and before[-1:] == ["of"]:
        level = table.level.get(before[-2]) if len(before) > 1 else None
    if level is None and _in_list(text, places, number, rows_of):
        return Hints("admin1", None)
    return Hints(level, _within(after, places, number, rows_of))


def _opens_in_capitals(text: str, place: Place) -> bool:
    name, start = place.span.of(text), place.span.start
    return len(name) > 3 and name.isupper() and text[max(0, start - 1) : start] in ("", "\n")


def _in_list(text: str, places: Sequence[Place], number: int, rows_of: Mapping[str, Sequence[GazetteerRow]]) -> bool:
    """Whether areas are listed ("Oregon, Washington and Idaho"): then none of them lies in the next."""
    row = [number + step for step in (-2, -1, 0, 1, 2) if 0 <= number + step < len(places)]
    run: list[int] = []
    best: list[int] = []
    for at in row:
        joined = run and _JOINT.fullmatch(text[places[run[-1]].span.end : places[at].span.start])
        run = [*run, at] if joined else [at]
        if number in run and len(run) > len(best):
            best = run
    return len(best) >= _LISTED and all(
        any(area.kind == "admin1" for area in rows_of.get(fold(places[at].name), ())) for at in best
    )


_JOINT = re.compile(r",? and |, ")
_LISTED = 3
"""Names of areas in a row that make a list; two may be a town and its state."""


def _within(
    after: str, places: Sequence[Place], number: int, rows_of: Mapping[str, Sequence[GazetteerRow]]
) -> int | None:
    """The area named right behind the place: "Paris, Texas", "Gainesville, TX", "Douma (Syria)"."""
    if after[:2] not in (", ", " ("):
        return None
    code = after[2:4]
    if code.isupper() and not after[4:5].isalnum() and code in place_words().postal:
        name, country = place_words().postal[code]
        rows = [row for row in rows_of.get(fold(name), ()) if row.country == country]
        return rows[0].row if rows else None
    following = places[number + 1] if number + 1 < len(places) else None
    if following is None or following.as_ == "people" or following.span.start != places[number].span.end + 2:
        return None
    areas = rows_of.get(fold(following.name), ())
    return areas[0].row if areas else None


def areas_named(places: Sequence[Place], gazetteer: Gazetteer) -> dict[str, tuple[GazetteerRow, ...]]:
    """Countries and areas that each name of the article, or a postal code, may stand for, the largest first."""
    names = {fold(place.name) for place in places} | {fold(name) for name, _ in place_words().postal.values()}
    return {name: _areas(name, gazetteer) for name in names}


def _areas(key: str, gazetteer: Gazetteer) -> tuple[GazetteerRow, ...]:
    rows = [gazetteer.row(number) for number, kind in gazetteer.find(key) if kind != "other"]
    areas = [row for row in rows if row.kind in ("country", "admin1")]
    return tuple(sorted(areas, key=lambda row: (row.kind != "country", -row.people, row.row)))

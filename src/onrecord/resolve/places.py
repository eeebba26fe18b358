"""A reading whose places are names comes in; the same reading with each name tied to a place in GeoNames goes out.

Every distinct name is resolved once an article (one sense a discourse), unless the words beside a mention say otherwise
("Paris, Texas", "Kursk region"). Candidates are scored by how many people live there, how the name fits, the area named
beside it, the countries and areas the article is about, and how near they lie to its other places. The weights are few
(`data/place_weights.toml`, learnt by `onrecord.train.places`). Where several remain, `candidates` keeps them.
"""

from __future__ import annotations

import math
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Literal

from onrecord.knowledge.countries import countries_of
from onrecord.knowledge.gazetteer import Gazetteer, GazetteerRow, PlaceKind, fold
from onrecord.knowledge.place_words import place_words
from onrecord.record import Analysis, Article, Place, Reading, Span
from onrecord.resolve.candidates import MOST, Candidate, Hints, areas_named, gather, hints_of

ROUNDS = 2
"""Times every name is scored against the others' best guess; a third round changed under 0.1% of LGL's toponyms."""
ANCHORS = 25
"""Places near which a candidate may lie, the most often named: keeps the work linear in an article's names."""
_TOWN = 100_000
"""People under which a town of a country that the article does not otherwise name is a stranger in it."""
_ALIEN = 0.5
"""Names of a country, by chance, under which the article does not name it."""
_CLEAR = 0.8
"""Chance of the best candidate under which the others are kept beside it."""
Precision = Literal["point", "city", "admin2", "admin1", "country", "region", "vague"]
_PRECISION: Mapping[PlaceKind, Precision] = MappingProxyType(
    {
        "country": "country",
        "admin1": "admin1",
        "admin2": "admin2",
        "city": "city",
        "region": "region",
        "other": "region",
    }
)


@dataclass(slots=True)
class Sense:
    """One name with one set of hints: its mentions, its candidates, and the chance of each."""

    key: str
    hints: Hints
    mentions: list[int]
    candidates: list[Candidate]
    chances: list[float] = field(default_factory=list)

    @property
    def best(self) -> Candidate:
        """The likeliest candidate so far."""
        return self.candidates[max(range(len(self.chances)), key=self.chances.__getitem__)]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the other names of the article say: shares of countries and areas, and points with their weight."""

    countries: Mapping[str, float]
    areas: Mapping[int, float]
    homes: Mapping[int, str]  # area -> its country
    points: Sequence[tuple[str, float, float, float, float]]  # key, latitude, longitude, cosine of latitude, weight


def resolve_places(
    reading: Reading,
    analysis: Analysis,  # noqa: ARG001
    gazetteer: Gazetteer,
    weights: Mapping[str, float] | None = None,
) -> Reading:
    """The reading with GeoNames id, country, kind, point and precision of each place, as far as they can be told.

    `analysis` is not looked at yet: every resolver is called alike.
    """
    article = reading.article
    if not reading.places:
        return reading
    weights = weights or rank_weights()
    sources = {span for attribution in reading.attributions for span in attribution.source}
    named = [_as_source(place, sources) for place in reading.places]
    senses = list(find_senses(article, named, gazetteer, weights))
    settle(senses, _outlet_country(article), weights)
    resolved = dict(_resolved(article, named, senses, gazetteer, weights))
    return replace(reading, places=tuple(resolved.get(number, place) for number, place in enumerate(named)))


@cache
def rank_weights() -> Mapping[str, float]:
    """Weight of each feature of a candidate."""
    text = files("onrecord.knowledge").joinpath("data/place_weights.toml").read_text(encoding="utf-8")
    return MappingProxyType(tomllib.loads(text)["ranking"])


def find_senses(
    article: Article, places: Sequence[Place], gazetteer: Gazetteer, weights: Mapping[str, float]
) -> Iterator[Sense]:
    """Mentions grouped by name and hints, those without any candidate left out."""
    groups: dict[tuple[str, Hints, str | None], list[int]] = defaultdict(list)
    rows_of = areas_named(places, gazetteer)
    for number, place in enumerate(places):
        text = article.text if place.where is None else article.title or ""
        hints = Hints() if place.geonames else hints_of(text, places, number, rows_of)
        groups[fold(place.name), hints, _seat_of(place)].append(number)
    for (key, hints, seat), mentions in groups.items():
        known = places[mentions[0]].geonames
        candidates = gather(key, hints, gazetteer, weights)
        if known:
            candidates = [candidate for candidate in candidates if candidate.row.geonames == known]
        elif seat is not None:
            candidates = [c for c in candidates if c.row.kind == "city" and c.row.country == seat][:1] or candidates
        if candidates:
            yield Sense(key, hints, mentions, candidates)


def _seat_of(place: Place) -> str | None:
    """The country whose government a capital's name stands for: then no other place of that name is meant."""
    kinds = countries_of(place.name) if place.as_ == "government" else ()
    if any(kind == "name" for _, kind in kinds):
        return None
    return next((iso2 for iso2, kind in kinds if kind == "capital"), None)


def settle(senses: Sequence[Sense], outlet: str | None, weights: Mapping[str, float]) -> None:
    """Fill in each sense's chances, in rounds; the first looks only at what needs no other guess."""
    for sense in senses:
        sense.chances = chances([candidate.fixed for candidate in sense.candidates])
    for number in range(ROUNDS + 1):
        around = surroundings(senses)
        told = told_elsewhere(senses)
        fresh = []
        for sense in senses:
            scores = _scores(sense, around, told, outlet, weights)
            if number == 0 and len(scores) > MOST:
                keep = sorted(sorted(range(len(scores)), key=lambda at: -scores[at])[:MOST])
                sense.candidates, scores = [sense.candidates[at] for at in keep], [scores[at] for at in keep]
            fresh.append(chances(scores))
        for sense, values in zip(senses, fresh, strict=True):
            sense.chances = values


def chances(scores: Sequence[float]) -> list[float]:
    """Scores as probabilities that sum to one."""
    top = max(scores)
    parts = [math.exp(score - top) for score in scores]
    total = sum(parts)
    return [part / total for part in parts]


def _scores(
    sense: Sense,
    around: Surroundings,
    told: Mapping[str, Counter[int]],
    outlet: str | None,
    weights: Mapping[str, float],
) -> list[float]:
    return [
        candidate.fixed
        + sum(
            weights.get(name, 0.0) * value for name, value in context_features(sense, candidate, around, told, outlet)
        )
        for candidate in sense.candidates
    ]


def context_features(
    sense: Sense, candidate: Candidate, around: Surroundings, told: Mapping[str, Counter[int]], outlet: str | None
) -> Iterator[tuple[str, float]]:
    """Features of a candidate by the rest of the article."""
    row = candidate.row
    own_country, own_areas = _own_weight(sense)
    if row.country:
        yield "country share", max(0.0, around.countries.get(row.country, 0.0) - own_country.get(row.country, 0.0))
        if (
            row.kind == "city"
            and row.people < _TOWN
            and around.countries.get(row.country, 0.0) < _ALIEN + own_country.get(row.country, 0.0)
        ):
            yield "stranger", min(1.0, max(around.countries.values(), default=0.0) / 3)
        if row.country == outlet:
            yield "outlet's country", 1.0
    area = row.row if row.kind == "admin1" else row.admin1
    within = [area] if area is not None else []
    if row.kind == "country":  # a country is as likely as its likeliest area: "Mexico" beside "Mexico City"
        within = [each for each, home in around.homes.items() if home == row.country]
    if within:
        yield (
            "area share",
            min(1.0, max(max(0.0, around.areas.get(each, 0.0) - own_areas.get(each, 0.0)) for each in within)),
        )
    near, nearest = _nearness(sense.key, row, around)
    yield "near", near
    yield "nearest", nearest
    if sense.hints.within is None and told.get(sense.key):
        yield "told elsewhere", told[sense.key][row.row] / sum(told[sense.key].values())


def _own_weight(sense: Sense) -> tuple[dict[str, float], dict[int, float]]:
    """What this very sense adds to the shares: taken out, lest a guess confirm itself."""
    nations: dict[str, float] = defaultdict(float)
    areas: dict[int, float] = defaultdict(float)
    for candidate, chance in zip(sense.candidates, sense.chances, strict=True):
        row = candidate.row
        if chance > 0.05 and row.country:
            nations[row.country] += chance
        area = row.row if row.kind == "admin1" else row.admin1
        if chance > 0.05 and area is not None:
            areas[area] += chance
    return nations, areas


def surroundings(senses: Sequence[Sense]) -> Surroundings:
    """Shares and points from the guesses so far."""
    nations: dict[str, float] = defaultdict(float)
    areas: dict[int, float] = defaultdict(float)
    homes: dict[int, str] = {}
    points = []
    for sense in senses:
        own_nations, own_areas = _own_weight(sense)
        for country, chance in own_nations.items():
            nations[country] += chance
        for area, chance in own_areas.items():
            areas[area] += chance
        homes.update(
            (area, candidate.row.country)
            for candidate in sense.candidates
            for area in [candidate.row.row if candidate.row.kind == "admin1" else candidate.row.admin1]
            if area in own_areas and candidate.row.country
        )
        best, chance = sense.best.row, max(sense.chances)
        if best.kind in ("city", "admin2", "admin1") and chance > 0.3:
            cosine = math.cos(math.radians(best.latitude))
            points.append((len(sense.mentions), (sense.key, best.latitude, best.longitude, cosine, chance)))
    points.sort(key=lambda point: (-point[0], point[1]))
    return Surroundings(nations, areas, homes, [point for _, point in points[:ANCHORS]])


def told_elsewhere(senses: Sequence[Sense]) -> dict[str, Counter[int]]:
    """Rows that mentions with a named area resolve to, by name."""
    told: dict[str, Counter[int]] = defaultdict(Counter)
    for sense in senses:
        if sense.hints.within is not None:
            told[sense.key][sense.best.row.row] += len(sense.mentions)
    return told


def _nearness(key: str, row: GazetteerRow, around: Surroundings) -> tuple[float, float]:
    """How many of the other places lie near (their sum, damped), and how near the nearest one is (1 at 0 km)."""
    total = nearest = 0.0
    for other, latitude, longitude, cosine, weight in around.points:
        if other == key:
            continue
        north = (row.latitude - latitude) * 111.0
        if north > 600 or north < -600:
            continue
        east = abs(row.longitude - longitude)
        east = (360 - east if east > 180 else east) * 111.0 * cosine
        value = weight * math.exp(-math.sqrt(north * north + east * east) / 120.0)
        total += value
        nearest = max(nearest, value)
    return math.log1p(total), nearest


def _outlet_country(article: Article) -> str | None:
    """Country of the address the article was taken from, by its ending (".co.uk", ".ca"); None for .com and the like."""
    address = article.canonical_url or article.url or ""
    host = address.partition("://")[2].partition("/")[0].partition(":")[0]
    ending = host.rpartition(".")[2].upper()
    ending = {"UK": "GB"}.get(ending, ending)
    return ending if len(ending) == 2 and ending not in {"TV", "IO", "AI", "ME", "CO", "FM", "EU", "CC"} else None


def _resolved(
    article: Article,
    places: Sequence[Place],
    senses: Sequence[Sense],
    gazetteer: Gazetteer,
    weights: Mapping[str, float],
) -> Iterator[tuple[int, Place]]:
    for sense in senses:
        best, chance = sense.best.row, max(sense.chances)
        ranked = sorted(zip(sense.chances, sense.candidates, strict=True), key=lambda pair: -pair[0])
        others = tuple((c.row.geonames, round(p, 3)) for p, c in ranked[:5] if c.row.geonames and p >= 0.01)
        for number in sense.mentions:
            place = places[number]
            name, vague = _directed(article, place, best)
            yield (
                number,
                replace(
                    place,
                    name=name,
                    geonames=best.geonames,
                    country=best.country,
                    kind=best.kind,
                    latitude=best.latitude,
                    longitude=best.longitude,
                    precision="region" if vague else _PRECISION[best.kind],
                    disputed=gazetteer.disputed(best),
                    candidates=others if chance < _CLEAR else (),
                    score=round(scale_score(place.score * chance, weights), 3),
                ),
            )


def log_odds(score: float) -> float:
    """A chance as log odds, kept off the ends."""
    score = min(0.9995, max(0.0005, score))
    return math.log(score / (1 - score))


def scale_score(score: float, weights: Mapping[str, float]) -> float:
    """A plain score as one that holds: of places scored .9 nine in ten are right (fitted on held-out folds)."""
    odds = weights.get("score slope", 1.0) * log_odds(score) + weights.get("score offset", 0.0)
    return min(0.99, 1 / (1 + math.exp(-odds)))


def _directed(article: Article, place: Place, row: GazetteerRow) -> tuple[str, bool]:
    """The name with the part of the country before it ("eastern Russia"), and whether there is one."""
    if row.kind not in ("country", "admin1") or place.where is not None or place.as_ != "place":
        return place.name, False
    before = article.text[max(0, place.span.start - 16) : place.span.start]
    words = before.split()
    if not before.endswith(" ") or not words or words[-1].lower() not in place_words().directions:
        return place.name, False
    return f"{words[-1].lower()} {place.name}", True


def _as_source(place: Place, sources: set[Span]) -> Place:
    """A country or capital that is by itself the source of a statement speaks as a government."""
    if place.as_ != "place" or place.where is not None or place.span not in sources:
        return place
    stands = any(kind != "demonym" for _, kind in countries_of(place.name))
    return replace(place, as_="government", role="mentioned") if stands else place

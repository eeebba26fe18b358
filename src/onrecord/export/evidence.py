"""A claim and the readings it rests on come in; what an event row needs to know of it goes out, each part with its origin.

A claim holds keys; places with coordinates, dates and numbers stand in the readings. This gathers them once, for every
form of row: the event reported most often, the most precise place most often named, the hull of the dates, the deaths.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from onrecord.record import Article, Claim, Entity, Event, Place, Proposition, Quantity, Reading, TimeExpression

_FINENESS = {"point": 0, "city": 1, "admin2": 2, "admin1": 3, "region": 4, "vague": 5, "country": 6}


@dataclass(frozen=True, slots=True, kw_only=True)
class Library:
    """Everything of the readings by id."""

    articles: Mapping[str, Article]
    propositions: Mapping[str, tuple[Proposition, str]]  # with the id of its article
    events: Mapping[str, tuple[Event, str]]
    places: Mapping[str, Place]
    times: Mapping[str, TimeExpression]
    quantities: Mapping[str, Quantity]
    countries: Mapping[str, str]  # article -> the country in which most of what it tells happened
    entities: Mapping[str, Entity]


@dataclass(frozen=True, slots=True, kw_only=True)
class Deaths:
    """Least, middle and greatest number of dead that the sources gave; None where nobody gave any."""

    low: float | None = None
    best: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What the reports of one event claim say together."""

    claim: Claim
    event: Event
    trigger: str
    place: Place | None
    start: str | None
    end: str | None
    precision: str | None
    reported: str | None  # the first day it was in print: it happened no later
    country: str | None  # ISO code: of the place, else the one its articles tell most events of
    deaths: Deaths
    civilians: bool  # whether some of the dead are said to have been civilians
    actors: tuple[Entity, ...]
    targets: tuple[Entity, ...]
    allies: tuple[Entity, ...]
    articles: tuple[Article, ...]


def shelve(readings: Iterable[Reading]) -> Library:
    """The readings' items by id."""
    kept = tuple(readings)
    return Library(
        articles={reading.article.id: reading.article for reading in kept},
        propositions={item.id: (item, reading.article.id) for reading in kept for item in reading.propositions},
        events={item.id: (item, reading.article.id) for reading in kept for item in reading.events},
        places={item.id: item for reading in kept for item in reading.places},
        times={item.id: item for reading in kept for item in reading.times},
        quantities={item.id: item for reading in kept for item in reading.quantities},
        countries={reading.article.id: country for reading in kept for country in _country_told(reading)},
        entities={item.id: item for reading in kept for item in reading.entities},
    )


def _country_told(reading: Reading) -> tuple[str, ...]:
    """The country of most places at which things happened in the article, where there is any."""
    counts = Counter(place.country for place in reading.places if place.country and place.role == "happened")
    return tuple(country for country, _ in sorted(counts.items(), key=lambda one: (-one[1], one[0]))[:1])


def gather(claim: Claim, library: Library) -> Evidence | None:
    """The evidence of a claim, or None where none of its propositions reports an event."""
    ids = dict.fromkeys(each for position in claim.positions for each in position.propositions)
    held = [library.propositions[each] for each in ids if each in library.propositions]
    told = [library.events[item.event] for item, _ in held if item.event is not None and item.event in library.events]
    if not told:
        return None
    event, home = _commonest(told)
    article = library.articles[home]
    times = [library.times[item.time] for item, _ in held if item.time is not None and item.time in library.times]
    named = [*(item.place for item, _ in held), *(own.place for own, _ in told)]
    counted = [library.quantities[each] for item, _ in held for each in item.quantities if each in library.quantities]
    start, end, precision = _dates(claim, times)
    articles = tuple(dict.fromkeys(library.articles[home] for _, home in held))
    place = _place([each for each in named if each is not None], library)
    told_of = Counter(library.countries[home] for _, home in held if home in library.countries)
    return Evidence(
        claim=claim,
        event=event,
        trigger=event.span.of(article.text),
        place=place,
        start=start,
        end=end,
        precision=precision,
        reported=min((day[:10] for article in articles if (day := article.published)), default=None),
        country=(place.country if place else None) or min(told_of, key=lambda iso: (-told_of[iso], iso), default=None),
        deaths=_deaths(claim, counted),
        civilians=any(each.measure.what == "killed" and each.measure.status == "civilian" for each in counted),
        actors=_entities(event.actors or claim.frame.actors, library),
        targets=_entities(event.targets or claim.frame.targets, library),
        allies=_entities(event.allies, library),
        articles=articles,
    )


def _commonest(told: Sequence[tuple[Event, str]]) -> tuple[Event, str]:
    """The event of the code told most often; of these the one with most doers and targets, then the surest."""
    codes = Counter(event.code for event, _ in told)
    return max(
        told, key=lambda one: (codes[one[0].code], bool(one[0].actors) + bool(one[0].targets), one[0].score, one[0].id)
    )


def _place(ids: Sequence[str], library: Library) -> Place | None:
    """The finest place with coordinates, of equally fine ones the one named most often; no country named in passing."""
    places = [library.places[each] for each in ids if each in library.places]
    placed = [
        place
        for place in places
        if place.latitude is not None and (place.role == "happened" or place.kind not in ("country", None))
    ]
    if not placed:
        return None
    counts = Counter((place.geonames, place.name) for place in placed)
    return min(placed, key=lambda p: (_FINENESS.get(p.precision or "", 9), -counts[p.geonames, p.name], p.name, p.id))


def _dates(claim: Claim, times: Sequence[TimeExpression]) -> tuple[str | None, str | None, str | None]:
    """First and last day, and the finest precision among the times that give both; else the claim's own interval."""
    known = [time for time in times if time.start and time.end and time.type == "DATE"]
    if known:
        order = ("hour", "day", "week", "month", "season", "year", "decade", "vague")
        best = min(known, key=lambda time: order.index(time.precision or "vague"))
        return (best.start or "")[:10], (best.end or "")[:10], best.precision
    time = claim.frame.time
    if time is not None and time.start and time.end:
        return time.start[:10], time.end[:10], "day" if time.start[:10] == time.end[:10] else None
    return None, None, None


def _deaths(claim: Claim, quantities: Sequence[Quantity]) -> Deaths:
    """The claim's own figures where it counts the dead, else those of its propositions."""
    numbers = claim.numbers
    if numbers is not None and numbers.measure.what == "killed":
        return Deaths(low=numbers.low, best=numbers.best, high=numbers.high)
    dead = [
        quantity for quantity in quantities if quantity.measure.what == "killed" and quantity.measure.part_of is None
    ]
    low = [quantity.low for quantity in dead if quantity.low is not None]
    high = [quantity.high for quantity in dead if quantity.high is not None]
    exact = [q.low for q in dead if q.low is not None and q.low == q.high]
    return Deaths(
        low=min(low) if low else None, best=median(exact) if exact else None, high=max(high) if high else None
    )


def _entities(ids: Sequence[str], library: Library) -> tuple[Entity, ...]:
    return tuple(library.entities[each] for each in ids if each in library.entities)

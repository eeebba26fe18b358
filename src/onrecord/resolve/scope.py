"""A reading comes in; the same reading with its propositions tied to what they speak of goes out.

Propositions get their event, quantities, time and place by inclusion of spans and nearness to the event's word;
quantities get the place and the date they hold for; events get entity ids for doers and targets, and their
proposition's time and place. "The region", "the city" mean the nearest suitable place named before, or nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from onrecord.record import Analysis, Event, Measure, Place, Proposition, Quantity, Reading, Span, TimeExpression
from onrecord.resolve.doers import name_doers, owner_name

BACK = 3
"""Sentences within which "the region" may find its place; further back it means something else too often."""
_ANAPHOR = re.compile(
    r"\b(?:in|of|across|from|to|into|within|throughout|inside|near) the (region|area|province|oblast|city|town|village"
    r"|district|country|county|state)\b(?! of\b)",
    re.IGNORECASE,
)
_SUITS: Mapping[str, frozenset[str]] = {
    "region": frozenset(("admin1", "region", "admin2")),
    "area": frozenset(("admin1", "region", "admin2", "city")),
    "province": frozenset(("admin1",)),
    "oblast": frozenset(("admin1",)),
    "state": frozenset(("admin1",)),
    "city": frozenset(("city",)),
    "town": frozenset(("city",)),
    "village": frozenset(("city",)),
    "district": frozenset(("admin2",)),
    "county": frozenset(("admin2",)),
    "country": frozenset(("country",)),
}


@dataclass(frozen=True, slots=True)
class _Layout:
    """Sentence starts and the body's items by where they start."""

    sentences: tuple[int, ...]
    places: tuple[Place, ...]
    place_starts: tuple[int, ...]
    times: tuple[TimeExpression, ...]
    time_starts: tuple[int, ...]
    quantities: tuple[Quantity, ...]
    quantity_starts: tuple[int, ...]

    def sentence(self, offset: int) -> int:
        """Number of the sentence at an offset."""
        return bisect_right(self.sentences, offset) - 1


def tie(reading: Reading, analysis: Analysis) -> Reading:
    """The reading with propositions, events and quantities tied together; items outside of the body stay as they are."""
    reading = name_doers(reading)
    layout = _lay_out(reading, analysis)
    told: dict[str, list[Event]] = defaultdict(list)
    for event in reading.events:
        if event.proposition is not None:
            told[event.proposition].append(event)
    propositions = tuple(
        item if item.where is not None else _tied(reading, item, told.get(item.id, []), layout)
        for item in reading.propositions
    )
    by_id = {item.id: item for item in propositions}
    events = tuple(_placed(reading, event, by_id, layout) for event in reading.events)
    return replace(
        reading, propositions=propositions, events=events, quantities=_measured(reading, propositions, layout)
    )


def _lay_out(reading: Reading, analysis: Analysis) -> _Layout:
    places = tuple(sorted((p for p in reading.places if p.where is None), key=lambda p: p.span))
    times = tuple(sorted((t for t in reading.times if t.where is None), key=lambda t: t.span))
    quantities = tuple(sorted((q for q in reading.quantities if q.where is None), key=lambda q: q.span))
    return _Layout(
        tuple(sentence.span.start for sentence in analysis.sentences),
        places,
        tuple(place.span.start for place in places),
        times,
        tuple(time.span.start for time in times),
        quantities,
        tuple(quantity.span.start for quantity in quantities),
    )


def _tied(reading: Reading, item: Proposition, events: Sequence[Event], layout: _Layout) -> Proposition:
    event = min(events, key=lambda each: (-_fullness(each), each.span)) if events else None
    middle = event.span.start if event is not None else item.spans[0].start
    times = [layout.times[n] for n in _within(layout.time_starts, item.spans)]
    places = [layout.places[n] for n in _within(layout.place_starts, item.spans) if _stands(layout.places[n])]
    place = _nearest_place(places, middle)
    return replace(
        item,
        event=event.id if event else None,
        quantities=tuple(layout.quantities[n].id for n in _within(layout.quantity_starts, item.spans)),
        time=min(times, key=lambda time: (time.type != "DATE", abs(time.span.start - middle))).id if times else None,
        place=place.id if place else _anaphor(reading, item.spans, layout),
    )


def _fullness(event: Event) -> int:
    return bool(event.actors) + bool(event.targets)


def _within(starts: Sequence[int], spans: Sequence[Span]) -> list[int]:
    """Numbers of the items that begin in one of the spans."""
    return [n for start, end in spans for n in range(bisect_left(starts, start), bisect_left(starts, end))]


def _stands(place: Place) -> bool:
    """Whether something can have happened there: a place, not a government or a people."""
    return place.as_ == "place" and place.role != "said"


def _nearest_place(places: Sequence[Place], middle: int) -> Place | None:
    """The place nearest to the event's word; one behind "in", "at", "near" before one merely named."""
    if not places:
        return None
    return min(places, key=lambda place: (place.role != "happened", abs(place.span.start - middle), place.span))


def _anaphor(reading: Reading, spans: Sequence[Span], layout: _Layout) -> str | None:
    """Id of the place that "the region", "the city" means: the nearest suitable one of the sentences before."""
    text = reading.article.text
    for start, end in spans:
        found = _ANAPHOR.search(text, start, end)
        if found is None:
            continue
        suits = _SUITS[found[1].lower()]
        here = layout.sentence(found.start())
        for number in range(bisect_left(layout.place_starts, found.start()) - 1, -1, -1):
            place = layout.places[number]
            if here - layout.sentence(place.span.start) > BACK:
                break
            if place.kind in suits and place.as_ == "place" and place.precision != "vague":
                return place.id
    return None


# ------------------------------------------------------------------------------------------------- events, quantities


def _placed(reading: Reading, event: Event, propositions: Mapping[str, Proposition], layout: _Layout) -> Event:
    """The event with its own sentence's nearest time and place, its proposition's before others."""
    if event.where is not None:
        return event
    holder = propositions.get(event.proposition or "")
    time = holder.time if holder is not None else None
    spans = holder.spans if holder is not None else (_sentence_span(reading, event.span.start, layout),)
    places = [layout.places[n] for n in _within(layout.place_starts, spans) if _stands(layout.places[n])]
    place = _nearest_place(places, event.span.start)
    if time is None and holder is None:
        times = [layout.times[n] for n in _within(layout.time_starts, spans)]
        time = min(times, key=lambda each: abs(each.span.start - event.span.start)).id if times else None
    return replace(event, time=time, place=place.id if place else holder.place if holder else None)


def _sentence_span(reading: Reading, offset: int, layout: _Layout) -> Span:
    number = layout.sentence(offset)
    if number < 0:
        return Span(offset, offset)
    start = layout.sentences[number]
    end = layout.sentences[number + 1] if number + 1 < len(layout.sentences) else len(reading.article.text)
    return Span(start, end)


def _measured(reading: Reading, propositions: Sequence[Proposition], layout: _Layout) -> tuple[Quantity, ...]:
    """Quantities with the place and the date they hold for, where their proposition tells and they have none yet."""
    holder = {identity: item for item in propositions for identity in item.quantities}
    said = {item.id: item.said.end or item.said.start for item in reading.attributions if item.said is not None}
    times = {time.id: time.end for time in reading.times}
    published = (reading.article.published or "")[:10] or None
    made = []
    for quantity in map(_with_owner, reading.quantities):
        item = holder.get(quantity.id)
        if item is None or (quantity.measure.what == "other" and quantity.measure == Measure()):
            made.append(quantity)
            continue
        as_of = (times.get(item.time or "") or said.get(item.attribution or "") or published or "")[:10] or None
        if as_of and _is_earlier(reading.article.text, quantity):
            as_of = day_before(as_of)
        measure = replace(
            quantity.measure,
            place=quantity.measure.place or _quantity_place(quantity, item, layout),
            as_of=quantity.measure.as_of or as_of,
        )
        made.append(replace(quantity, measure=measure))
    return tuple(made)


def _with_owner(quantity: Quantity) -> Quantity:
    """The quantity with the usual name of whose it counts: "DPRK" and "North Korean" are one."""
    whose = quantity.measure.whose
    return quantity if whose is None else replace(quantity, measure=replace(quantity.measure, whose=owner_name(whose)))


_EARLIER = re.compile(r"\b(?:up|down|rose|rise|risen|fell|fallen|climbed|jumped|grew|grown|increased|revised) from\s+$")


def _is_earlier(text: str, quantity: Quantity) -> bool:
    """ "up from 16", "rose from 16 to 26": the figure that another one took the place of."""
    return quantity.where is None and bool(
        _EARLIER.search(text[max(0, quantity.span.start - 20) : quantity.span.start])
    )


def day_before(day: str) -> str:
    """The latest day an earlier figure can have held on; a day that cannot be read stays."""
    try:
        return (date.fromisoformat(day) - timedelta(days=1)).isoformat()
    except (ValueError, OverflowError):
        return day


def _quantity_place(quantity: Quantity, item: Proposition, layout: _Layout) -> str | None:
    """The place named nearest to the number within its proposition, behind it before in front of it."""
    places = [layout.places[n] for n in _within(layout.place_starts, item.spans) if _stands(layout.places[n])]
    if not places:
        return item.place
    at = quantity.span.start

    def far(place: Place) -> tuple[bool, int]:
        distance = place.span.start - at if place.span.start >= at else 2 * (at - place.span.start)
        return place.role != "happened", distance

    return min(places, key=far).id

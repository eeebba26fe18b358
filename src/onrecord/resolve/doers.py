"""A reading whose events name doers by spans comes in; the reading with entity ids in their place goes out.

A mention that `resolve.speakers` has tied to an entity wins; else the table of actors, else a country's word with a
word of power or arms beside it ("Russian forces" are its military, "Moscow" its government); else the phrase stays an
unnamed entity of this article, never a guess.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from onrecord.knowledge.actors import actor_in
from onrecord.knowledge.countries import countries, countries_of
from onrecord.knowledge.place_words import place_words
from onrecord.record import Entity, Event, Mention, Place, Reading, Span, content_id, item_id

_WORD = re.compile(r"[^\W_]+(?:[.'’-][^\W_]+)*\.?")
_FROM = re.compile(r"\s+(?:from|of|loyal to)\s+(?:the\s+)?[A-Z][\w’'.-]*(?:\s+(?:of(?: the)?|[A-Z][\w’'.-]*))*")
_PRONOUNS = frozenset(
    [
        "it",
        "he",
        "she",
        "they",
        "we",
        "i",
        "you",
        "this",
        "that",
        "these",
        "those",
        "who",
        "which",
        "them",
        "him",
        "her",
        "us",
        "me",
        "one",
    ]
)
_ARMS = frozenset(
    [
        "army",
        "military",
        "forces",
        "troops",
        "soldiers",
        "navy",
        "marines",
        "warplanes",
        "jets",
        "air",
        "force",
        "artillery",
        "fighters",
        "brigade",
        "battalion",
        "units",
        "unit",
        "personnel",
        "commandos",
        "paratroopers",
        "drones",
        "missiles",
        "warships",
        "aircraft",
        "planes",
        "helicopters",
        "tanks",
    ]
)
_CIVIL = frozenset(
    [
        "civilians",
        "civilian",
        "people",
        "residents",
        "refugees",
        "children",
        "women",
        "men",
        "protesters",
        "citizens",
        "workers",
        "students",
        "migrants",
        "journalists",
        "journalist",
        "worker",
        "citizen",
        "man",
        "woman",
        "villagers",
        "families",
    ]
)


@dataclass(slots=True)
class _Found:
    """Entities and mentions added while the events are gone through."""

    entities: dict[str, Entity]
    mentions: list[Mention] = field(default_factory=list)
    known: dict[Span, str] = field(default_factory=dict)


def name_doers(reading: Reading) -> Reading:
    """The reading with every event's actors, targets and allies as entity ids, and the entities they needed."""
    if not reading.events:
        return reading
    tied = sorted((m for m in reading.mentions if m.entity is not None), key=lambda m: (m.span, m.id))
    starts = [mention.span.start for mention in tied]
    found = _Found({entity.id: entity for entity in reading.entities})
    events = tuple(_named(reading, event, tied, starts, found) for event in reading.events)
    fresh = [found.entities[key] for key in sorted(found.entities.keys() - {e.id for e in reading.entities})]
    return replace(
        reading, events=events, entities=(*reading.entities, *fresh), mentions=(*reading.mentions, *found.mentions)
    )


def _named(reading: Reading, event: Event, tied: Sequence[Mention], starts: Sequence[int], found: _Found) -> Event:
    if event.where is not None:
        return event

    def ids(keys: tuple[str, ...]) -> tuple[str, ...]:
        spans = [span for key in keys if (span := _span(key)) is not None]
        named = (_entity(reading, span, tied, starts, found) for span in spans)
        return tuple(dict.fromkeys(identity for identity in named if identity is not None))

    actors, allies = ids(event.actors), ids(event.allies)
    targets = tuple(key for key in ids(event.targets) if key not in allies)
    return replace(event, actors=actors, targets=targets, allies=allies)


def _span(key: str) -> Span | None:
    start, mark, end = key.partition(":")
    return Span(int(start), int(end)) if mark and start.isdigit() and end.isdigit() else None


def _entity(reading: Reading, span: Span, tied: Sequence[Mention], starts: Sequence[int], found: _Found) -> str | None:
    """The id of who the phrase names; None for a pronoun that nobody has resolved."""
    if span in found.known:
        return found.known[span]
    mention = _mention_on(span, tied, starts)
    if mention is not None and mention.entity is not None:
        found.known[span] = mention.entity
        return mention.entity
    if span.of(reading.article.text).lower() in _PRONOUNS:
        return None
    entity = _from_words(reading, span)
    found.entities.setdefault(entity.id, entity)
    found.mentions.append(
        Mention(
            id=item_id("mention-doer", reading.article.id, span),
            span=span,
            form="description",
            entity=entity.id,
            score=entity.score,
            by=entity.by,
        )
    )
    found.known[span] = entity.id
    return entity.id


def _mention_on(span: Span, tied: Sequence[Mention], starts: Sequence[int]) -> Mention | None:
    """The mention that covers the phrase's last word and half of the phrase or more, the longest such."""
    best: tuple[int, Mention] | None = None
    at = bisect_right(starts, span.end) - 1
    for number in range(at, max(-1, at - 12), -1):
        mention = tied[number]
        shared = min(mention.span.end, span.end) - max(mention.span.start, span.start)
        size = span.end - span.start
        covers = shared * 2 >= size and mention.span.end >= span.end - 1
        if covers and mention.span.end - mention.span.start <= size + 40 and (best is None or shared > best[0]):
            best = (shared, mention)
    return None if best is None else best[1]


def _from_words(reading: Reading, span: Span) -> Entity:
    """The entity that the phrase's own words name."""
    own = span.of(reading.article.text)
    belongs = _FROM.match(reading.article.text, span.end, span.end + 80)
    phrase = own if belongs is None else own + belongs.group()
    words = [match.group() for match in _WORD.finditer(phrase)]
    lower = {word.lower() for word in words}
    town = _town_in(reading, span)
    actor = actor_in(phrase)
    if actor is not None and not lower & _CIVIL:
        return Entity(
            id=actor.id,
            kind=actor.kind,
            name=actor.name,
            country=actor.country,
            principal=f"government:{actor.side}" if actor.side in countries() else None,
            score=0.9,
            by="table:actors",
        )
    country = _country(words) if town is None else town.country
    if country is None or town is not None or lower & _CIVIL:
        return _unnamed(reading, span, phrase, country)
    if lower & _ARMS:
        name = f"{countries()[country].demonyms[0] if countries()[country].demonyms else country} military"
        return Entity(
            id=f"military:{country}-military",
            kind="military",
            name=name,
            country=country,
            principal=f"government:{country}",
            score=0.85,
            by="table:countries",
        )
    if len(_WORD.findall(own)) <= 2 or lower & place_words().government_nouns:
        return Entity(
            id=f"government:{country}",
            kind="government",
            name=countries()[country].name,
            country=country,
            score=0.8,
            by="table:countries",
        )
    return _unnamed(reading, span, phrase, country)


def _town_in(reading: Reading, span: Span) -> Place | None:
    """The place of several words in the phrase that is no country, though one of its words may be ("Port Sudan")."""
    inside = (
        one for one in reading.places if one.where is None and span.start <= one.span.start and one.span.end <= span.end
    )
    return next((one for one in inside if " " in one.name and one.as_ == "place" and one.kind != "country"), None)


def _country(words: Sequence[str]) -> str | None:
    """The first country that a word, or two or three in a row, name by name, people, capital or metonym."""
    for at in range(len(words)):
        for size in range(min(7, len(words) - at), 0, -1):
            name = " ".join(words[at : at + size])
            known = countries_of(name) if name[:1].isupper() else ()
            if known:
                return known[0][0]
    return None


def owner_name(words: str) -> str:
    """The name by which the owner of what is counted is known: the actor's, the country's, else the words themselves."""
    actor = actor_in(words)
    if actor is not None:
        return actor.name
    country = _country([match.group() for match in _WORD.finditer(words)])
    return words if country is None else countries()[country].name


def _unnamed(reading: Reading, span: Span, phrase: str, country: str | None) -> Entity:
    return Entity(
        id=content_id("unnamed", reading.article.id, span.start, span.end),
        kind="unnamed",
        name=" ".join(phrase.split()),
        country=country,
        score=0.6,
        by="rule:phrase",
    )

"""Readings come in; which outlet's articles rest on which other outlet, in what way, and in which articles, goes out.

Three ways are seen: the same text, the credit of an agency, and statements that an article lays into another outlet's
mouth. They say whose articles are not a second source; what that does to a claim is for `origins` to say.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from onrecord.reconcile.copies import find_copies
from onrecord.reconcile.lineages import credited
from onrecord.reconcile.reports import outlet_id, source_of
from onrecord.reconcile.world import World
from onrecord.record import Reading

Way = Literal["same text", "agency", "quotes"]


@dataclass(frozen=True, slots=True, kw_only=True)
class OutletTie:
    """`outlet` rests on the outlet `on`, both as ids of the world; `articles` show it, with the article copied if one was."""

    outlet: str
    on: str
    way: Way
    articles: tuple[tuple[str, str | None], ...]


def identity_of(world: World, name: str) -> str:
    """The id of an outlet by its printed name, known to the world or not."""
    known = world.identify(name)
    own = f"outlet:{name.lower()}"
    return known if known != name else world.identify(own)


def outlet_ties(readings: Iterable[Reading], world: World) -> tuple[OutletTie, ...]:
    """Every tie between two outlets, in order of their ids."""
    kept = {reading.article.id: reading for reading in readings}
    outlets = {
        name: identity_of(world, reading.article.publisher) if reading.article.publisher else outlet_id(reading.article)
        for name, reading in kept.items()
    }
    found: dict[tuple[str, str, Way], list[tuple[str, str | None]]] = {}
    for article, on, way, other in (*_copied(kept, outlets), *_named(kept, outlets, world)):
        if outlets[article] != on:
            found.setdefault((outlets[article], on, way), []).append((article, other))
    return tuple(
        OutletTie(outlet=outlet, on=on, way=way, articles=tuple(sorted(set(shown), key=str)))
        for (outlet, on, way), shown in sorted(found.items())
    )


_Found = Iterator[tuple[str, str, Way, str | None]]


def _copied(kept: Mapping[str, Reading], outlets: Mapping[str, str]) -> _Found:
    """The later of two articles of one text rests on the earlier; one without a date counts as later."""
    for copy in find_copies(source_of(reading.article) for reading in kept.values()):
        pair = sorted((copy.one, copy.other), key=lambda name: (kept[name].article.published or "9", name))
        yield pair[1], outlets[pair[0]], "same text", pair[0]


def _named(kept: Mapping[str, Reading], outlets: Mapping[str, str], world: World) -> _Found:
    known = frozenset(outlets.values()) | frozenset(row.id for row in world.outlets)
    for name, reading in kept.items():
        agency = credited(source_of(reading.article), reading.article.text, world)
        if agency is not None:
            yield name, agency, "agency", None
        names = {entity.id: entity.name for entity in reading.entities}
        for speaker in dict.fromkeys(speaker for row in reading.attributions for speaker in row.speakers):
            other = identity_of(world, names.get(speaker, speaker))
            if other in known and other != agency:
                yield name, other, "quotes", None

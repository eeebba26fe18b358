"""A phrase comes in; the armed group, force, body or alliance it names goes out, with its country and side.

Names join: Daesh, ISIS, IS and ISIL are one row. The table (`data/actors.tsv`) has a source for each row. Ids are those
of the reading format, kind and key: "group:islamic-state".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import cast

from onrecord.knowledge.tables import rows
from onrecord.record import EntityKind

_WORD = re.compile(r"[\w'’.&-]+")
_LONGEST = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """One row; `side` is an ISO code or another actor's name, whom it fights or speaks for."""

    id: str
    name: str
    kind: EntityKind
    country: str | None
    side: str | None
    source: str
    variants: tuple[str, ...]


@cache
def actors() -> Mapping[str, Actor]:
    """Every actor by its id."""
    found = {}
    for name, kind, country, side, source, variants, *key in rows("actors.tsv"):
        actor = Actor(
            id=f"{kind}:{key[0] if key else _slug(name)}",
            name=name,
            kind=cast("EntityKind", kind),
            country=country or None,
            side=side or None,
            source=source,
            variants=tuple(part for part in variants.split(";") if part),
        )
        found[actor.id] = actor
    return MappingProxyType(found)


def actor_of(name: str) -> Actor | None:
    """The actor that goes by exactly this name, a leading "the" and a possessive ending aside."""
    return _names().get(_plain(name))


def actor_in(phrase: str) -> Actor | None:
    """The actor whose name is the longest one inside the phrase ("fighters of the Islamic State group"), or None."""
    words = [match.span() for match in _WORD.finditer(phrase)]
    for size in range(min(_LONGEST, len(words)), 0, -1):
        for at in range(len(words) - size + 1):
            name = phrase[words[at][0] : words[at + size - 1][1]]
            found = actor_of(name)
            if found is not None:
                return found
    return None


@cache
def _names() -> Mapping[str, Actor]:
    table: dict[str, Actor] = {}
    for actor in actors().values():
        for name in (actor.name, *actor.variants):
            table.setdefault(_plain(name), actor)
    return MappingProxyType(table)


def _plain(name: str) -> str:
    """Case is kept for short names: "IS" is no "is"."""
    name = name.replace("’", "'").strip(" .,;:")
    if name[:4].lower() == "the ":
        name = name[4:]
    name = name.removesuffix("'s").removesuffix("'")
    return name if len(name) <= 5 else name.lower()


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii").lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")

"""Words of a noun phrase come in; the office, body or kind of document they name goes out, from data/offices.toml and, for
armed groups, forces and alliances, data/actors.tsv."""

from __future__ import annotations

import functools
import importlib.resources
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, cast

from onrecord.knowledge.actors import Actor, actors
from onrecord.record import EntityKind, Rank

Gender = Literal["m", "f"]
TELLING = 5  # capitals that few others are called by ("AMISOM")


@dataclass(frozen=True, slots=True)
class Office:
    """What somebody is: `speaks` tells whether he speaks for the body beside him; a bare person noun has no rank."""

    words: str
    rank: Rank | None
    speaks: bool


@dataclass(frozen=True, slots=True)
class Body:
    """A body, by its noun ("ministry") or its name ("Pentagon"); `state` bodies speak for a government.

    `key` is that of its id where the table of actors gives one.
    """

    name: str
    kind: EntityKind
    state: bool
    country: str | None = None
    named: bool = False
    key: str | None = None


@dataclass(frozen=True, slots=True)
class OfficeTable:
    """All tables; phrases are keyed by lower-case words, known names by their printed words.

    `shorts` are names of one word ("RSF", "Fano") that mean the body only in an article about its country, or that
    names it in full. `first_words` are the first words of known names.
    """

    offices: Mapping[tuple[str, ...], Office]
    bodies: Mapping[tuple[str, ...], Body]
    documents: frozenset[tuple[str, ...]]
    known: Mapping[tuple[str, ...], Body]
    first_words: frozenset[str]
    shorts: Mapping[str, Body]
    titles: Mapping[str, Gender | None]
    short_titles: Mapping[str, str]
    gendered: Mapping[str, Gender]
    every_state: frozenset[tuple[str, ...]]
    offices_of: Mapping[tuple[str, ...], str]
    marks: Mapping[str, frozenset[str]]


@functools.cache
def load_offices() -> OfficeTable:
    """The table, read once a process."""
    file = importlib.resources.files("onrecord.knowledge") / "data" / "offices.toml"
    data = tomllib.loads(file.read_text(encoding="utf-8"))
    offices: dict[tuple[str, ...], Office] = {}
    for row in data["offices"]:
        for phrase in _phrases(row["words"]):
            offices.setdefault(phrase, Office(" ".join(phrase), row.get("rank"), bool(row.get("speaks", False))))
    bodies: dict[tuple[str, ...], Body] = {}
    for row in data["bodies"]:
        for phrase in _phrases(row["words"]):
            bodies.setdefault(phrase, Body(" ".join(phrase), row["kind"], bool(row.get("state", False))))
    known = _known(data["known"])
    shorts = _add_actors(known)
    return OfficeTable(
        offices=offices,
        bodies=bodies,
        documents=frozenset(phrase for row in data["documents"] for phrase in _phrases(row["words"])),
        known=known,
        first_words=frozenset(words[0] for words in known),
        shorts=shorts,
        titles={
            word: None if key == "n" else cast("Gender", key)
            for key, row in data["titles"].items()
            for word in row.split()
        },
        short_titles=data["short_titles"],
        offices_of={phrase: iso for iso, words in data["offices_of"].items() for phrase in _phrases(words)},
        marks={mark: frozenset(cell.split("|")) for mark, cell in data["marks"].items()},
        every_state=frozenset(_phrases(data["every_state"]["words"])),
        gendered={word: cast("Gender", key) for key, row in data["gendered"].items() for word in row.split()},
    )


def spell_out(title: str) -> str:
    """A title in small letters with its short words in full ("Lt. Gov." is "lieutenant governor")."""
    short = load_offices().short_titles
    return " ".join(short.get(word.rstrip("."), word) for word in title.lower().split())


def _phrases(cell: str) -> list[tuple[str, ...]]:
    return [_split(part.strip().lower()) for part in cell.replace("\n", "").split("|") if part.strip()]


def _split(phrase: str) -> tuple[str, ...]:
    """As the word splitter does: hyphens and possessive endings stand alone."""
    return tuple(phrase.replace("'s", " 's").replace("-", " - ").split())


def _known(rows: Sequence[Mapping[str, Any]]) -> dict[tuple[str, ...], Body]:
    table: dict[tuple[str, ...], Body] = {}
    for row in rows:
        for line in row["rows"].strip().splitlines():
            name, country, *others = (part.strip() for part in line.split("|"))
            body = Body(
                name,
                row["kind"],
                bool(country) and row["kind"] != "group" and bool(row.get("state", True)),
                country or None,
                named=True,
            )
            for form in (name, *others):
                if form:
                    table.setdefault(_printed(form), body)
    return table


def _add_actors(known: dict[tuple[str, ...], Body]) -> dict[str, Body]:
    """Adds the names of several words of the table of actors; returns those of one word.

    Names that end in small letters are phrases for its people ("Hamas militants").
    """
    shorts: dict[str, Body] = {}
    for actor in actors().values():
        body = _body_of(actor)
        for form in (actor.name, *actor.variants):
            words = _printed(form)
            if words in known or (form != actor.name and words[-1].islower()):
                continue
            if len(words) == 1 and not (len(form) >= TELLING and form.isupper()):
                shorts.setdefault(form, body)
                continue
            known[words] = body
            known.setdefault((words[0][0].upper() + words[0][1:], *words[1:]), body)  # as a sentence begins
    return shorts


def _body_of(actor: Actor) -> Body:
    state = actor.country is not None and actor.side == actor.country and actor.kind != "group"
    key = actor.id.partition(":")[2]
    return Body(actor.name, actor.kind, state, actor.country, named=True, key=key)


def _printed(form: str) -> tuple[str, ...]:
    """The words of a name as they are printed; hyphens and possessive endings stand alone."""
    return tuple(form.removeprefix("the ").replace("-", " - ").replace("'s", " 's").replace("s' ", "s ' ").split())


def longest_match(
    table: Mapping[tuple[str, ...], object] | frozenset[tuple[str, ...]], words: Sequence[str], at: int
) -> int:
    """How many words from `at` on are the longest phrase of the table; 0 where none begins there."""
    for size in range(min(7, len(words) - at), 0, -1):
        if tuple(words[at : at + size]) in table:
            return size
    return 0

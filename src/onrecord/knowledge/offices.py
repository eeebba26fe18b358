"""Words of a noun phrase come in; the office, body or kind of document they name goes out, from data/offices.toml."""

from __future__ import annotations

import functools
import importlib.resources
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, cast

from onrecord.record import EntityKind, Rank

Gender = Literal["m", "f"]


@dataclass(frozen=True, slots=True)
class Office:
    """What somebody is: `speaks` tells whether he speaks for the body beside him; a bare person noun has no rank."""

    words: str
    rank: Rank | None
    speaks: bool


@dataclass(frozen=True, slots=True)
class Body:
    """A body, by its noun ("ministry") or its name ("Pentagon"); `state` bodies speak for a government."""

    name: str
    kind: EntityKind
    state: bool
    country: str | None = None
    named: bool = False


@dataclass(frozen=True, slots=True)
class OfficeTable:
    """All tables; phrases are keyed by lower-case words, known names by their printed words."""

    offices: Mapping[tuple[str, ...], Office]
    bodies: Mapping[tuple[str, ...], Body]
    documents: frozenset[tuple[str, ...]]
    known: Mapping[tuple[str, ...], Body]
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
    return OfficeTable(
        offices=offices,
        bodies=bodies,
        documents=frozenset(phrase for row in data["documents"] for phrase in _phrases(row["words"])),
        known=_known(data["known"]),
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
                    table.setdefault(
                        tuple(form.removeprefix("the ").replace("-", " - ").replace("'s", " 's").split()), body
                    )
    return table


def longest_match(
    table: Mapping[tuple[str, ...], object] | frozenset[tuple[str, ...]], words: Sequence[str], at: int
) -> int:
    """How many words from `at` on are the longest phrase of the table; 0 where none begins there."""
    for size in range(min(7, len(words) - at), 0, -1):
        if tuple(words[at : at + size]) in table:
            return size
    return 0

"""Filter values of rows in, numbered terms with counts out: what the ledger's filters run on.

A term is a facet with a value ("holder", "person:vedant patel"). Its number is a hash, so that a question needs no
look-up and a rebuild gives the same numbers. Tables of (term, row) ordered by both are read from the end: all rows of
one value, newest first, without a sort.
"""

from __future__ import annotations

import struct
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Literal

from onrecord.store.door import Door
from onrecord.store.moments import hash63
from onrecord.store.terms import FacetValue

Terms = tuple[tuple[str, str, str], ...]  # (facet, value as compared, name as shown)
TermTable = Literal["statement_term", "claim_term"]
STATEMENT_FACETS = (
    "articles-of",
    "printed-by",
    "role",
    "said-in",
    "said-of",
    "speaker",
    "speaker-name",
    "speaks-for",
    "stance",
)


def term(facet: str, value: str, name: str | None = None) -> tuple[str, str, str]:
    """A filter value: compared without regard to case, shown as written."""
    return facet, value.casefold(), name or value


@lru_cache(maxsize=1 << 16)
def term_id(facet: str, value: str) -> int:
    """The number under which rows refer to a filter value."""
    return hash63(facet, value.casefold())


def put_terms(door: Door, table: TermTable, found: Iterable[tuple[int, Terms]]) -> None:
    """Give rows their terms; rows must be new to the table."""
    kept = list(found)
    door.insert(
        table, "term, row", sorted((term_id(facet, value), row) for row, terms in kept for facet, value, _ in terms)
    )
    count_terms(door, (terms for _, terms in kept))


def count_terms(door: Door, found: Iterable[Terms]) -> None:
    """Add to the counts of the terms that rows have."""
    names: dict[int, tuple[str, str, str]] = {}
    many: Counter[int] = Counter()
    for terms in found:
        for item in terms:
            number = term_id(item[0], item[1])
            names[number] = min(names.get(number, item), item)
            many[number] += 1
    door.run_many(
        "INSERT INTO term (id, facet, value, name, many) VALUES (:id, :facet, :value, :name, :many) "
        "ON CONFLICT (id) DO UPDATE SET many = term.many + excluded.many",
        (_term_values(number, names[number], many[number]) for number in sorted(many)),
    )


def pack_terms(terms: Terms) -> bytes:
    """The numbers of a row's terms, kept with the row so that they can be taken back exactly."""
    numbers = sorted(term_id(facet, value) for facet, value, _ in terms)
    return struct.pack(f">{len(numbers)}q", *numbers)


def drop_terms(door: Door, table: TermTable, rows: Iterable[tuple[int, bytes]]) -> None:
    """Take their terms (as packed) from rows that go away."""
    pairs = [(number, row) for row, packed in rows for (number,) in struct.iter_unpack(">q", bytes(packed))]
    many = Counter(number for number, _ in pairs)
    door.run_many(
        f"DELETE FROM {table} WHERE term = :term AND row = :row",
        ({"term": number, "row": row} for number, row in sorted(pairs)),
    )
    door.run_many(
        "UPDATE term SET many = many - :many WHERE id = :id",
        ({"id": number, "many": many[number]} for number in sorted(many)),
    )


def uncount_terms(door: Door, terms: Terms) -> None:
    """Take one from the counts of these terms, which no row refers to."""
    door.run_many(
        "UPDATE term SET many = many - 1 WHERE id = :id",
        ({"id": term_id(facet, value)} for facet, value, _ in terms),
    )


def drop_all_terms(door: Door, table: TermTable) -> None:
    """Empty the table, and the counts of the facets that belong to it."""
    door.run(f"DELETE FROM {table}")
    belongs = "IN" if table == "statement_term" else "NOT IN"
    door.run(f"DELETE FROM term WHERE facet {belongs} ({', '.join(repr(facet) for facet in STATEMENT_FACETS)})")


def facet_values(door: Door, facet: str, *, starts: str = "", limit: int = 100) -> list[FacetValue]:
    """The values of a facet, most frequent first; with `starts`, those that begin so."""
    sql = "SELECT value, name, many FROM term WHERE facet = :facet AND many > 0"
    if starts:
        sql += " AND substr(value, 1, :length) = :starts"
    found = door.rows(
        f"{sql} ORDER BY many DESC, value LIMIT :limit",
        {"facet": facet, "starts": starts.casefold(), "length": len(starts.casefold()), "limit": limit},
    )
    return [FacetValue(value=value, name=name, count=many) for value, name, many in found]


def _term_values(number: int, term: tuple[str, str, str], many: int) -> dict[str, Any]:
    facet, value, name = term
    return {"id": number, "facet": facet, "value": storable(value), "name": storable(name), "many": many}


def storable(text: str) -> str:
    """The text without the two things that PostgreSQL cannot hold: NUL and lone surrogates (views only)."""
    return text.replace("\x00", " ").encode("utf-8", "replace").decode()

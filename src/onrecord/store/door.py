"""SQL with :names in, rows out: the small face that both stores show to the rest of the ledger.

Queries are SQL text that both databases understand, not SQLAlchemy expressions: importing SQLAlchemy takes 0.6-0.9 s of
CPU time on the machines we measured, many times longer than any question here, and a ledger must open in 30 ms.
SQLAlchemy and Alembic make and migrate the schema (schema.py), where that time does not matter.

`:name` marks a value everywhere; PostgreSQL's door rewrites it. Writers queue up in one line on both stores, so that
`seq` numbers grow in the order in which transactions become visible.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from typing import Any, Literal, Protocol

Row = tuple[Any, ...]
Values = Mapping[str, Any]
Dialect = Literal["sqlite", "postgresql"]
NO_VALUES: Values = {}
_AMONG = {"sqlite": "IN (SELECT named.value FROM json_each(:names) AS named)", "postgresql": "= ANY(:names)"}
_AT_ONCE = 1000  # names asked for in one question
WAIT_SECONDS = 5.0  # how long a writer waits for another one before it says LedgerBusy


class Door(Protocol):
    """One open ledger database, usable from several threads (each has its own connection).

    Every method raises LedgerError (LedgerBusy when another writer holds the ledger) and nothing of the driver's.
    """

    @property
    def dialect(self) -> Dialect:
        """Which database it is, for the places where SQL differs (full text, lists of names)."""
        ...

    @property
    def address(self) -> str:
        """Path or address as the person gave it, without a password."""
        ...

    def rows(self, sql: str, values: Values = NO_VALUES) -> list[Row]:
        """All rows of a query."""
        ...

    def stream(self, sql: str, values: Values = NO_VALUES) -> Iterator[Row]:
        """The rows of a query, a few at a time, as of the moment it began."""
        ...

    def run(self, sql: str, values: Values = NO_VALUES) -> int:
        """Carry out one statement inside `writing`; returns how many rows it touched."""
        ...

    def run_many(self, sql: str, values: Iterable[Values]) -> None:
        """Carry out one statement for each set of values, inside `writing`."""
        ...

    def insert(self, table: str, columns: str, rows: Iterable[Row]) -> None:
        """Insert many rows inside `writing`; `columns` are comma-separated names."""
        ...

    def writing(self) -> AbstractContextManager[None]:
        """A write transaction: all of it is kept, durably, or nothing. One inside another joins it."""
        ...

    def reading(self) -> AbstractContextManager[None]:
        """A snapshot: queries inside see one state. One inside another, or inside `writing`, joins it."""
        ...

    def close(self) -> None:
        """Let go of the database; further use is an error."""
        ...


class Held:
    """A connection of one thread: it is closed with the ledger, or when its thread ends."""

    def __init__(self, connection: Closable) -> None:
        self.connection = connection

    def close(self) -> None:
        """Close it; a second time does nothing."""
        self.connection.close()

    __del__ = close


class Closable(Protocol):
    """A driver's connection."""

    def close(self) -> None:
        """Let go of the database."""
        ...


def one(door: Door, sql: str, values: Values = NO_VALUES) -> Row | None:
    """The first row of a query, or None."""
    found = door.rows(sql, values)
    return found[0] if found else None


def named(door: Door, sql: str, names: Iterable[str], values: Values = NO_VALUES) -> Iterator[Row]:
    """The rows of a query that ends in a column's name, for those in which it is one of these names."""
    listed = sorted(set(names))
    for start in range(0, len(listed), _AT_ONCE):
        some = listed[start : start + _AT_ONCE]
        among = json.dumps(some) if door.dialect == "sqlite" else some
        yield from door.rows(f"{sql} {_AMONG[door.dialect]}", {**values, "names": among})


def number(door: Door, sql: str, values: Values = NO_VALUES) -> int:
    """The single number that a query yields; 0 where it yields nothing."""
    found = one(door, sql, values)
    return int(found[0] or 0) if found else 0

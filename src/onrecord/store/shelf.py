"""A door in, a shelf out: what settling keeps from one run to the next (onrecord.reconcile.shelf), in the ledger itself.

Everything here is a view. Changes belong into the transaction that changes the claims.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from onrecord.store.door import Door, Row, named

Entry = tuple[int, str]
Tie = tuple[str, str, float]
TABLES = ("shelf_item", "shelf_tie", "shelf_block")


class LedgerShelf:
    """The shelf of a ledger."""

    def __init__(self, door: Door) -> None:
        self._door = door

    def items(self, kind: str, names: Iterable[str]) -> dict[str, bytes]:
        """The items of these names, as far as they are there."""
        sql = "SELECT name, payload FROM shelf_item WHERE kind = :kind AND name"
        return {name: bytes(payload) for name, payload in named(self._door, sql, names, {"kind": kind})}

    def put(self, kind: str, items: Mapping[str, bytes]) -> None:
        """Put items in place of those of the same names."""
        sql = (
            "INSERT INTO shelf_item (kind, name, payload) VALUES (:kind, :name, :payload) "
            "ON CONFLICT (kind, name) DO UPDATE SET payload = excluded.payload"
        )
        self._door.run_many(sql, [{"kind": kind, "name": name, "payload": value} for name, value in items.items()])

    def drop(self, kind: str, names: Iterable[str]) -> None:
        """Take items away, if they are there."""
        sql = "DELETE FROM shelf_item WHERE kind = :kind AND name = :name"
        self._door.run_many(sql, [{"kind": kind, "name": name} for name in names])

    def names(self, kind: str) -> list[str]:
        """The names of all items of a kind, in order."""
        sql = "SELECT name FROM shelf_item WHERE kind = :kind ORDER BY name"
        return [row[0] for row in self._door.rows(sql, {"kind": kind})]

    def ties(self, kind: str, names: Iterable[str]) -> list[Tie]:
        """The ties that lead from these names, in order."""
        sql = "SELECT one, other, value FROM shelf_tie WHERE kind = :kind AND one"
        return sorted(named(self._door, sql, names, {"kind": kind}))

    def tie(self, kind: str, ties: Iterable[Tie]) -> None:
        """Put ties in place of those between the same names."""
        sql = (
            "INSERT INTO shelf_tie (kind, one, other, value) VALUES (:kind, :one, :other, :value) "
            "ON CONFLICT (kind, one, other) DO UPDATE SET value = excluded.value"
        )
        rows = [{"kind": kind, "one": one, "other": other, "value": value} for one, other, value in ties]
        self._door.run_many(sql, rows)

    def untie(self, kind: str, ties: Iterable[tuple[str, str]]) -> None:
        """Take ties away, if they are there."""
        sql = "DELETE FROM shelf_tie WHERE kind = :kind AND one = :one AND other = :other"
        self._door.run_many(sql, [{"kind": kind, "one": one, "other": other} for one, other in ties])

    def first(self, key: int, most: int) -> list[Entry]:
        """The first entries of a block, in order."""
        sql = "SELECT place, name FROM shelf_block WHERE key = :key ORDER BY place, name LIMIT :most"
        return self._door.rows(sql, {"key": key, "most": most})

    def beside(self, key: int, entry: Entry, most: int) -> tuple[list[Entry], list[Entry]]:
        """The entries before and behind this one (itself left out), the nearest first, `most` of each."""
        values = {"key": key, "place": entry[0], "name": entry[1], "most": most}
        before, behind = (self._door.rows(sql, values) for sql in _BESIDE)
        return before, behind

    def fill(self, entries: Iterable[tuple[int, int, str]]) -> None:
        """Put entries (key, place, name) into their blocks."""
        self._door.insert("shelf_block", "key, place, name", entries)

    def clear(self, entries: Iterable[tuple[int, int, str]]) -> None:
        """Take entries out of their blocks, if they are there."""
        sql = "DELETE FROM shelf_block WHERE key = :key AND place = :place AND name = :name"
        self._door.run_many(sql, [{"key": key, "place": place, "name": name} for key, place, name in entries])

    def replace(self, items: Iterable[Row], ties: Iterable[Row], entries: Iterable[Row]) -> None:
        """Put these rows in place of everything; sorted ones fill the tables' pages in turn."""
        columns = ("kind, name, payload", "kind, one, other, value", "key, place, name")
        for table, names, rows in zip(TABLES, columns, (items, ties, entries), strict=True):
            self._door.run(f"DELETE FROM {table}")
            self._door.insert(table, names, rows)


_BLOCK = "SELECT place, name FROM shelf_block WHERE key = :key AND (place, name)"
_BESIDE = (
    f"{_BLOCK} < (:place, :name) ORDER BY place DESC, name DESC LIMIT :most",
    f"{_BLOCK} > (:place, :name) ORDER BY place, name LIMIT :most",
)

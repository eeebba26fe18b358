"""Settled claims in, the view tables over claims out: rebuilt whole, or changed where they changed.

Both happen inside the caller's transaction, so that readers see the views of before or of after, and a process killed
in the middle leaves those of before.
"""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TypeVar

import msgspec

from onrecord.record import Claim, LedgerError
from onrecord.store.claim_rows import (
    BODY_COLUMNS,
    CLAIM_COLUMNS,
    STANDING_COLUMNS,
    ClaimRows,
    body_row,
    claim_rows,
    words_of_claim,
)
from onrecord.store.door import Door, Row, named, one
from onrecord.store.statements import ENTITY_COLUMNS, STATEMENT_COLUMNS
from onrecord.store.terming import count_terms, drop_all_terms, drop_terms, put_terms, term_id
from onrecord.store.terms import Settled

T = TypeVar("T")
_BATCH = 2000
_PLAIN_TABLES = ("claim", "claim_body", "standing", "claim_statement", "claim_article", "claim_link")
_VIEW_TABLES = (*_PLAIN_TABLES, "claim_term", "term", "statement", "statement_term", "article", "entity_seen")

DIGEST = {
    "article": "SELECT row, id, text_sha256, recorded, maker, statements, version_key FROM article ORDER BY row",
    "statement": f"SELECT {STATEMENT_COLUMNS} FROM statement ORDER BY row",
    "statement_term": "SELECT term, row FROM statement_term ORDER BY term, row",
    "entity_seen": f"SELECT {ENTITY_COLUMNS} FROM entity_seen ORDER BY id, moment, article",
    "claim": f"SELECT {CLAIM_COLUMNS} FROM claim ORDER BY row",
    "claim_body": "SELECT id, payload, known, event FROM claim_body ORDER BY id",
    "claim_term": "SELECT term, row FROM claim_term ORDER BY term, row",
    "standing": f"SELECT {STANDING_COLUMNS} FROM standing ORDER BY clock, row, claim_row",
    "claim_statement": "SELECT statement, claim, position FROM claim_statement ORDER BY statement, claim",
    "claim_article": "SELECT article, claim FROM claim_article ORDER BY article, claim",
    "claim_link": "SELECT other, claim, how FROM claim_link ORDER BY other, claim, how",
    "term": "SELECT id, facet, value, many FROM term WHERE many > 0 ORDER BY id",
}


def replace_views(door: Door, claims: Iterable[Claim | Settled]) -> int:
    """Make the views over claims anew from these claims; returns how many they are. Ids must not repeat."""
    if door.dialect == "sqlite":
        door.run("INSERT INTO claim_text (claim_text) VALUES ('delete-all')")
    drop_all_terms(door, "claim_term")
    for table in _PLAIN_TABLES:
        door.run(f"DELETE FROM {table}")
    many = 0
    pairs = array("q")
    taken = _Taken(None)
    for some in _batches(_as_settled(claims)):
        batch = _rows_of(some, _wordings(door, some), taken)
        _insert(door, batch)
        count_terms(door, (rows.terms for rows in batch))
        for rows in batch:
            for facet, value, _ in rows.terms:
                pairs.extend((term_id(facet, value), rows.row))
        many += len(batch)
    door.insert("claim_term", "term, row", _sorted_pairs(pairs))
    if door.dialect == "postgresql":  # else it plans questions for the tables as they were
        door.run(f"ANALYZE {', '.join(_VIEW_TABLES)}")
    return many


def upsert_views(door: Door, claims: Iterable[Claim | Settled], removed: Iterable[str] = ()) -> int:
    """Put these claims in place of those of the same ids, and take the removed ones away; returns how many are others
    than they were."""
    for claim in sorted(set(removed)):
        _remove(door, claim)
    many = 0
    for some in _batches(_as_settled(claims)):
        wordings = _wordings(door, some)
        fresh = [item for item in some if not _stands(door, item, wordings)]
        for item in fresh:
            _remove(door, item.claim.id)
        rows = _rows_of(fresh, wordings, _Taken(door))
        _insert(door, rows)
        put_terms(door, "claim_term", ((item.row, item.terms) for item in rows))
        many += len(rows)
    return many


def views_digest(door: Door) -> dict[str, str]:
    """sha256 of the rows of each view, in an order of their own: equal views have equal digests on every store."""
    digests = {}
    for name, sql in DIGEST.items():
        digest = hashlib.sha256()
        for row in door.stream(sql):
            plain = [bytes(value).hex() if isinstance(value, (bytes, memoryview)) else value for value in row]
            digest.update(msgspec.json.encode(plain) + b"\n")
        digests[name] = digest.hexdigest()
    return digests


class _Members(msgspec.Struct):
    """Of a claim's JSON, what says which statements and articles it stands on."""

    positions: list[_PositionMembers]
    links: list[_LinkMember] = []


class _PositionMembers(msgspec.Struct):
    propositions: list[str]
    articles: list[str]


class _LinkMember(msgspec.Struct):
    claim: str


class _Taken:
    """The row numbers and ids in use: of this run, and with a door, of the ledger."""

    def __init__(self, door: Door | None) -> None:
        self._door = door
        self._rows: set[int] = set()
        self._ids: set[str] = set()

    def row(self, row: int) -> bool:
        return row in self._rows or (self._door is not None and _row_taken(self._door, row))

    def take(self, row: int, claim: str) -> None:
        if claim in self._ids:
            raise LedgerError(f"Claim {claim} was given twice. Each claim is settled once.")
        self._rows.add(row)
        self._ids.add(claim)


def _rows_of(claims: Iterable[Settled], wordings: Mapping[str, str], taken: _Taken) -> list[ClaimRows]:
    made = []
    for item in claims:
        rows = claim_rows(item, wordings, taken.row)
        taken.take(rows.row, item.claim.id)
        made.append(rows)
    return made


def _wordings(door: Door, claims: Sequence[Settled]) -> dict[str, str]:
    """The wordings that the positions of these claims rest on, as the ledger shows them."""
    names = {name for item in claims for position in item.claim.positions for name in position.propositions}
    return dict(named(door, "SELECT id, words FROM statement WHERE id", names))


def _stands(door: Door, item: Settled, wordings: Mapping[str, str]) -> bool:
    """Whether the ledger shows this very claim already, with these very wordings."""
    body = body_row(item)
    sql = (
        "SELECT b.payload, b.known, b.event, c.words FROM claim_body b JOIN claim c ON c.id = b.id WHERE b.id = :claim"
    )
    return one(door, sql, {"claim": item.claim.id}) == (*body[1:], words_of_claim(item.claim, wordings))


def _insert(door: Door, batch: list[ClaimRows]) -> None:
    door.insert("claim", CLAIM_COLUMNS, (rows.claim for rows in batch))
    if door.dialect == "sqlite":
        door.insert("claim_text", "rowid, words", ((rows.row, rows.claim[3]) for rows in batch))
    door.insert("claim_body", BODY_COLUMNS, (rows.body for rows in batch))
    door.insert("standing", STANDING_COLUMNS, sorted(row for rows in batch for row in rows.standings))
    door.insert(
        "claim_statement", "statement, claim, position", sorted(row for rows in batch for row in rows.statements)
    )
    door.insert("claim_article", "article, claim", sorted(row for rows in batch for row in rows.articles))
    door.insert("claim_link", "other, claim, how", sorted(row for rows in batch for row in rows.links))


def _remove(door: Door, claim: str) -> None:
    """Take a claim out of every view, if it is there."""
    values = {"claim": claim}
    sql = "SELECT c.row, c.words, c.terms, b.payload FROM claim c JOIN claim_body b ON b.id = c.id WHERE c.id = :claim"
    found = one(door, sql, values)
    if found is None:
        return
    row, words, terms, payload = found
    if door.dialect == "sqlite":
        door.insert("claim_text", "claim_text, rowid, words", [("delete", row, words)])
    drop_terms(door, "claim_term", [(row, terms)])
    door.run("DELETE FROM standing WHERE claim_row = :row", {"row": row})
    members = msgspec.json.decode(payload, type=_Members)
    _remove_members(door, claim, members)
    door.run("DELETE FROM claim_body WHERE id = :claim", values)
    door.run("DELETE FROM claim WHERE row = :row", {"row": row})


def _remove_members(door: Door, claim: str, members: _Members) -> None:
    columns = (
        ("claim_statement", "statement", (name for position in members.positions for name in position.propositions)),
        ("claim_article", "article", (name for position in members.positions for name in position.articles)),
        ("claim_link", "other", (link.claim for link in members.links)),
    )
    for table, column, names in columns:
        door.run_many(
            f"DELETE FROM {table} WHERE {column} = :name AND claim = :claim",
            [{"name": name, "claim": claim} for name in sorted(set(names))],
        )


def _as_settled(claims: Iterable[Claim | Settled]) -> Iterator[Settled]:
    return (item if isinstance(item, Settled) else Settled(claim=item) for item in claims)


def _row_taken(door: Door, row: int) -> bool:
    return one(door, "SELECT 1 FROM claim WHERE row = :row", {"row": row}) is not None


def _batches(items: Iterable[T]) -> Iterator[list[T]]:
    stream = iter(items)
    while batch := list(islice(stream, _BATCH)):
        yield batch


def _sorted_pairs(flat: array[int]) -> Iterator[Row]:
    """(term, row) pairs, given one after the other, by term, then row: sorted rows fill the table's pages in turn."""
    import numpy as np  # here alone: opening a ledger must not pay for it

    pairs = np.frombuffer(flat, dtype=np.int64).reshape(-1, 2)
    ordered = pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))]
    for start in range(0, len(ordered), 100_000):
        yield from map(tuple, ordered[start : start + 100_000].tolist())

"""The beginning of an id in, the whole id out: what a person types or pastes need not be all sixteen digits.

Ids stay whole wherever they are printed: what is short and unambiguous today is not when the ledger has grown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from onrecord.record import UnknownItem
from onrecord.store.door import Door, one

IdKind = Literal["claim", "article", "attribution", "proposition", "entity", "judgement", "watch"]

# What each kind is called, where its ids stand, and the column that tells a person which one it is.
_PLACES: dict[IdKind, tuple[str, str, str]] = {
    "claim": ("claim", "id", "gist"),
    "article": ("article", "id", "title"),
    "attribution": ("statement", "attribution", "words"),
    "proposition": ("statement", "id", "words"),
    "entity": ("entity_seen", "id", "name"),
    "judgement": ("judgement", "id", "act"),
    "watch": ("watch", "id", "name"),
}
_DIGITS = re.compile(r"[0-9a-f]{3,16}")
_NAMED = 5  # candidates that an answer names
_BEYOND = "\U0010ffff"  # sorts after whatever else may follow


def find_id(door: Door, typed: str, kinds: tuple[IdKind, ...]) -> str:
    """The one id that is `typed` or begins with it, of the first of these kinds that has any; else `typed` itself.

    Digits may be given without the word before them (`d09b` for `claim-d09b…`). Raises UnknownItem naming the
    candidates where several of one kind begin so.
    """
    beginnings = [(kind, start) for kind in kinds for start in _beginnings(typed.strip(), kind)]
    for kind, start in beginnings:
        table, column, _ = _PLACES[kind]
        if one(door, f"SELECT 1 FROM {table} WHERE {column} = :id LIMIT 1", {"id": start}):
            return start
    found = next((rows for kind, start in beginnings if (rows := _starting(door, kind, start))), [(typed, "")])
    if len(found) == 1:
        return found[0][0]
    named = "; ".join(f"{name} ({' '.join(what.split())[:60]})" for name, what in found[:_NAMED])
    more = " and others" if len(found) > _NAMED else ""
    raise UnknownItem(f"{typed!r} could be {named}{more}. Give more of the id.")


def _beginnings(typed: str, kind: IdKind) -> Iterator[str]:
    """How an id of this kind may begin; nothing that could be anything."""
    if len(typed) > 2:
        yield typed
    if _DIGITS.fullmatch(typed) and kind not in ("article", "entity"):
        yield f"{kind}-{typed}"


def _starting(door: Door, kind: IdKind, start: str) -> list[tuple[str, str]]:
    """(id, what it is) of those that begin so, a few more than would be named."""
    table, column, what = _PLACES[kind]
    sql = (
        f"SELECT {column}, max({what}) FROM {table} WHERE {column} >= :start AND {column} < :beyond "
        f"GROUP BY {column} ORDER BY {column} LIMIT {_NAMED + 1}"
    )
    rows = door.rows(sql, {"start": start, "beyond": start + _BEYOND})
    return [(str(name), str(words or "")) for name, words in rows]

"""Words that a person typed in, a full-text condition out, for either store.

Every word must occur; "words in quotation marks" must stand together; a final * matches any ending. Both stores fold
case and stem English (Porter), so "denied" finds "deny", and neither leaves out stop words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from onrecord.record import InputError
from onrecord.store.door import Dialect

_PIECE = re.compile(r'"([^"]*)"?|(\S+)')
_MOST_PIECES = 32


@dataclass(frozen=True, slots=True)
class Piece:
    """One word or phrase of a search."""

    text: str
    phrase: bool = False
    open_end: bool = False


def pieces_of(words: str) -> tuple[Piece, ...]:
    """The words and phrases of a search; raises InputError when there is none."""
    found = []
    for phrase, word in _PIECE.findall(words.replace("\x00", " ").encode("utf-8", "replace").decode()):
        text = " ".join(re.findall(r"\w+", phrase or word))
        if text:
            found.append(Piece(text, phrase=" " in text, open_end=bool(word) and word.endswith("*")))
    if not found:
        raise InputError(f"There is no word to search for in {words!r}. Give at least one word.")
    return tuple(found[:_MOST_PIECES])


def fts5_query(pieces: tuple[Piece, ...]) -> str:
    """The search in FTS5's language; every piece is quoted, so nothing a person types is taken for syntax."""
    return " ".join(f'"{piece.text}"' + ("*" if piece.open_end else "") for piece in pieces)


def tsquery(pieces: tuple[Piece, ...]) -> tuple[str, dict[str, str]]:
    """A PostgreSQL expression of type tsquery, and its values."""
    parts, values = [], {}
    for index, piece in enumerate(pieces):
        name = f"piece{index}"
        function = "phraseto_tsquery" if piece.phrase else "plainto_tsquery"
        values[name] = piece.text
        if piece.open_end and not piece.phrase:
            function, values[name] = "to_tsquery", f"{piece.text}:*"
        parts.append(f"{function}('onrecord', :{name})")
    return f"({' && '.join(parts)})", values


def matches(table: str, row: str, pieces: tuple[Piece, ...], dialect: Dialect) -> tuple[str, dict[str, str]]:
    """A condition that the text of `table` (statement, claim) in the row numbered by the expression `row` matches."""
    if dialect == "sqlite":
        condition = f"EXISTS (SELECT 1 FROM {table}_text WHERE {table}_text MATCH :pieces AND rowid = {row})"
        return condition, {"pieces": fts5_query(pieces)}
    query, values = tsquery(pieces)
    return f"EXISTS (SELECT 1 FROM {table} t WHERE t.row = {row} AND t.found @@ {query})", values


def found_rows(table: str, pieces: tuple[Piece, ...], dialect: Dialect) -> tuple[str, dict[str, str]]:
    """A sub-select of column `row` with every row of `table` that matches."""
    if dialect == "sqlite":
        return f"SELECT rowid AS row FROM {table}_text WHERE {table}_text MATCH :pieces", {"pieces": fts5_query(pieces)}
    query, values = tsquery(pieces)
    return f"SELECT row FROM {table} WHERE found @@ {query}", values

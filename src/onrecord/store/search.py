"""A StatementQuery in, a page of statements out: who said what, in which words, newest first.

Relevance is worked out only inside a cap, because ranking every match of a common word takes seconds at a million
statements (HOUSE plan: up to 7 s by bm25 at 6 million rows).
"""

from __future__ import annotations

import re
from typing import Any

import msgspec

from onrecord.record import Interval
from onrecord.store.door import Door, Row, named
from onrecord.store.moments import rows_from, span_of
from onrecord.store.questions import FEW, cursor_row, term_many
from onrecord.store.terming import term_id
from onrecord.store.terms import MOST_ROWS, Statement, StatementPage, StatementQuery
from onrecord.store.texts import found_rows, matches, pieces_of

RANK_CAP = 200  # the newest matches, among which the best are put first
_COLUMNS = (
    "s.row, s.id, s.article, s.attribution, s.speakers, s.principal, s.stance, s.polarity, s.certainty, s.factuality, "
    "s.role, s.said_start, s.said_end, s.published, s.place, s.gist, s.words, s.score, s.title, s.publisher, "
    "(SELECT min(k.claim) FROM claim_statement k WHERE k.statement = s.id)"
)


def statement_page(door: Door, query: StatementQuery) -> StatementPage:
    """The page that the query asks for."""
    limit = min(max(query.limit, 1), MOST_ROWS)
    choice = _conditions(door, query)
    if choice is None:
        return StatementPage(rows=())
    tables, where, values = choice
    if query.cursor is not None:
        where.append(f"{_order(tables)} < :cursor")
        values["cursor"] = cursor_row(query.cursor)
    sql = f"SELECT {_COLUMNS} FROM {tables} WHERE {' AND '.join(where)} ORDER BY {_order(tables)} DESC LIMIT :most"
    found = door.rows(sql, {**values, "most": limit + 1})
    rows = tuple(_statement(row[1:]) for row in found[:limit])
    return StatementPage(rows=rows, next=str(found[limit - 1][0]) if len(found) > limit else None)


def ranked(rows: tuple[Statement, ...], words: str) -> tuple[Statement, ...]:
    """The statements by how large a part of their words the searched words are; ties keep their order."""
    wanted = [re.compile(rf"\b{re.escape(piece.text[:5])}\w*", re.IGNORECASE) for piece in pieces_of(words)]

    def weight(statement: Statement) -> float:
        text = statement.words or statement.gist
        hits = sum(min(len(pattern.findall(text)), 3) for pattern in wanted)
        return -hits / (8 + len(text.split()))

    return tuple(sorted(rows, key=weight))


def article_with(door: Door, item: str) -> str | None:
    """The article in which this attribution or proposition stands, None for any other id."""
    sql = "SELECT article FROM statement WHERE id = :item OR attribution = :item LIMIT 1"
    return next((str(article) for (article,) in door.rows(sql, {"item": item})), None)


def statements_by_id(door: Door, ids: tuple[str, ...]) -> dict[str, Statement]:
    """The statements of these ids, as far as the ledger shows them."""
    rows = named(door, f"SELECT {_COLUMNS} FROM statement s WHERE s.id", ids)
    return {row[1]: _statement(row[1:]) for row in rows}


def _order(tables: str) -> str:
    """The row number of the table that is walked: conditions on it say where the walk begins and ends."""
    return "d.row" if " d CROSS" in tables else "s.row"


def _conditions(door: Door, query: StatementQuery) -> tuple[str, list[str], dict[str, Any]] | None:
    """Tables to walk, conditions and their values; None when a filter value is nowhere in the ledger."""
    terms = []
    for choices in _filter_terms(query):
        best = max((term_many(door, choice), choice) for choice in choices)
        if not best[0]:
            return None
        terms.append(best)
    terms.sort()
    tables, where, values, rest = _source(door, query, terms)
    for index, (_, term) in enumerate(rest):
        values[f"term{index}"] = term
        test = f"t{index}.term = :term{index} AND t{index}.row = {_order(tables)}"  # before the statement is fetched
        where.append(f"EXISTS (SELECT 1 FROM statement_term t{index} WHERE {test})")
    if query.article is not None:
        where.append("s.article = :article")
        values["article"] = query.article
    if query.published_from:
        where.append(f"{_order(tables)} >= :first")
        values["first"] = rows_from(span_of(query.published_from)[0])
    if query.published_to:
        where.append(f"{_order(tables)} < :last")
        values["last"] = rows_from(span_of(query.published_to)[1] + 3600)
    return tables, where or ["1 = 1"], values


def _source(
    door: Door, query: StatementQuery, terms: list[tuple[int, int]]
) -> tuple[str, list[str], dict[str, Any], list[tuple[int, int]]]:
    """What to walk: an article's rows, the rarest filter value, the matching words, or all."""
    pieces = pieces_of(query.words) if query.words is not None else None
    by_term = terms and (terms[0][0] <= FEW or pieces is None) and query.article is None
    if pieces and not by_term and query.article is None:
        found, values = found_rows("statement", pieces, door.dialect)
        return f"({found}) d CROSS JOIN statement s", ["s.row = d.row"], dict(values), terms
    tables, where, some = "statement s", [], {}
    if by_term:
        tables = "(SELECT row FROM statement_term WHERE term = :source) d CROSS JOIN statement s"
        where, some, terms = ["s.row = d.row"], {"source": terms[0][1]}, terms[1:]
    if pieces:
        condition, more = matches("statement", "s.row", pieces, door.dialect)
        return tables, [*where, condition], {**some, **more}, terms
    return tables, where, some, terms


def _filter_terms(query: StatementQuery) -> list[tuple[int, ...]]:
    found: list[tuple[int, ...]] = []
    if query.speaker is not None:
        speaker = query.speaker.strip()
        found.append((term_id("speaker", speaker), term_id("speaker-name", speaker)))
    for facet, value in (
        ("speaks-for", query.principal),
        ("stance", query.stance),
        ("said-of", query.place),
        ("printed-by", query.outlet),
        ("role", query.role),
    ):
        if value is not None:
            found.append((term_id(facet, value.strip()),))
    return found


def _statement(row: Row) -> Statement:
    return Statement(
        id=row[0],
        article=row[1],
        attribution=row[2],
        speakers=msgspec.json.decode(row[3], type=tuple[tuple[str, str], ...]),
        principal=row[4],
        stance=row[5],
        polarity=row[6],
        certainty=row[7],
        factuality=row[8],
        role=row[9],
        said=Interval(start=row[10], end=row[11]) if row[10] or row[11] else None,
        published=row[12],
        place=row[13],
        gist=row[14],
        words=row[15],
        score=row[16],
        title=row[17],
        publisher=row[18],
        claim=row[19],
    )

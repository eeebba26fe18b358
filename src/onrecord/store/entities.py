"""An entity, an outlet, a list of articles: who and what the ledger knows beside claims and statements."""

from __future__ import annotations

from dataclasses import replace

import msgspec

from onrecord.record import Entity, UnknownItem
from onrecord.store.door import Door, one
from onrecord.store.evidence import article_rows
from onrecord.store.moments import span_of
from onrecord.store.questions import cursor_row
from onrecord.store.terming import facet_values, term_id
from onrecord.store.terms import MOST_ROWS, ArticlePage, ArticleRow, FacetValue, Seen

_SAID = "SELECT s.speakers FROM statement_term t JOIN statement s ON s.row = t.row WHERE t.term = :term LIMIT 1"


_LOOKED_AT = 40  # articles; who speaks often is told often
_LEFT_OUT = ("roles", "principal", "rank", "country")


def article_page(door: Door, outlet: str | None, *, limit: int, cursor: str | None) -> ArticlePage:
    """Articles, newest first; of one outlet (any case), or all."""
    most = min(max(limit, 1), MOST_ROWS)
    where = ["1 = 1"]
    values: dict[str, object] = {}
    if outlet is not None:
        where.append("a.outlet_key = :outlet")
        values["outlet"] = outlet.strip().casefold()
    if cursor is not None:
        where.append("a.row < :cursor")
        values["cursor"] = cursor_row(cursor)
    clause = f"WHERE {' AND '.join(where)} ORDER BY a.row DESC LIMIT :most"
    found = article_rows(door, clause, {**values, "most": most + 1})
    following = None
    if len(found) > most:
        row = one(door, "SELECT row FROM article WHERE id = :id", {"id": found[most - 1].id})
        following = str(row[0]) if row else None
    return ArticlePage(rows=tuple(found[:most]), next=following)


def articles_by_id(door: Door, ids: tuple[str, ...]) -> dict[str, ArticleRow]:
    """The articles of these ids, as far as the ledger has them."""
    found: dict[str, ArticleRow] = {}
    for start in range(0, len(ids), 500):
        values: dict[str, object] = {f"id{index}": name for index, name in enumerate(ids[start : start + 500])}
        marks = ", ".join(f":{name}" for name in values)
        found |= {row.id: row for row in article_rows(door, f"WHERE a.id IN ({marks})", values)}
    return found


def outlets(door: Door) -> tuple[FacetValue, ...]:
    """Publishers with their number of articles, most first."""
    return tuple(facet_values(door, "articles-of", limit=MOST_ROWS))


def entity(door: Door, entity_id: str, as_of: str | None) -> Entity:
    """The entity as the newest articles have it, published by `as_of` if given; raises UnknownItem.

    What the newest leaves out (office, principal, rank, country) is as the newest one has it that says so.
    """
    sql = (
        "SELECT payload FROM entity_seen WHERE id = :id AND moment <= :moment ORDER BY moment DESC, article DESC "
        f"LIMIT {_LOOKED_AT}"
    )
    moment = span_of(as_of)[1] if as_of else 1 << 62
    rows = door.rows(sql, {"id": entity_id, "moment": moment})
    if not rows:
        raise UnknownItem(f"The ledger knows nobody and nothing as {entity_id!r}.")
    seen = [msgspec.json.decode(row[0], type=Entity) for row in rows]
    told = {name: next((value for one in seen if (value := getattr(one, name))), None) for name in _LEFT_OUT}
    return replace(seen[0], **{name: value for name, value in told.items() if value})


def entity_history(door: Door, entity_id: str, limit: int) -> tuple[tuple[str, Entity], ...]:
    """(article, entity as it has it), newest first."""
    sql = "SELECT article, payload FROM entity_seen WHERE id = :id ORDER BY moment DESC, article DESC LIMIT :most"
    rows = door.rows(sql, {"id": entity_id, "most": limit})
    return tuple((row[0], msgspec.json.decode(row[1], type=Entity)) for row in rows)


def speakers(door: Door, name: str, limit: int) -> tuple[Seen, ...]:
    """Speakers, those with most statements first; with `name`, those who have it in their name."""
    sql = "SELECT value, name, many FROM term WHERE facet = 'speaker' AND many > 0"
    values: dict[str, object] = {"most": limit}
    if name.strip():
        sql += " AND (lower(name) LIKE :name OR value LIKE :name)"
        values["name"] = f"%{name.strip().lower().replace('%', '').replace('_', ' ')}%"
    found = door.rows(f"{sql} ORDER BY many DESC, value LIMIT :most", values)
    return tuple(_seen(door, row[0], row[1], row[2]) for row in found)


def _seen(door: Door, key: str, name: str, many: int) -> Seen:
    """`key` is the id in small letters, as filters have it; the speaker's own statements have it as it is."""
    said = one(door, _SAID, {"term": term_id("speaker", key)})
    pairs = msgspec.json.decode(said[0], type=tuple[tuple[str, str], ...]) if said else ()
    identity = next((entity for entity, _ in pairs if entity.casefold() == key), key)
    sql = "SELECT id, name, kind, principal, country FROM entity_seen WHERE id = :id ORDER BY moment DESC LIMIT 1"
    found = one(door, sql, {"id": identity}) or (identity, name, "unnamed", None, None)
    return Seen(id=found[0], name=found[1], kind=found[2], principal=found[3], country=found[4], statements=many)

"""A ClaimQuery in, a page of claims out, in time that does not grow with the ledger.

Every question walks one table from its newest row down and stops at the end of the page: the claims themselves, the
rows of the rarest filter value, the matches of a text, or the standings of a clock. The other filters are look-ups.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import msgspec

from onrecord.record import InputError, Interval
from onrecord.store.claim_rows import LONG
from onrecord.store.door import Door, Row, number, one
from onrecord.store.moments import months_of, rows_from, span_of
from onrecord.store.terming import term_id
from onrecord.store.terms import MOST_ROWS, ClaimPage, ClaimQuery, ClaimRow, NumberRange
from onrecord.store.texts import found_rows, matches, pieces_of

FEW = 3000  # so many rows are looked up and sorted in 20 ms; with more, walking in order and testing is quicker
_MOST_MONTHS = 6
_JOIN = "c.row = d.row"
_CLAIM = (
    "c.id, c.gist, c.kind, {now}, c.reliability, c.measure, c.unit, c.figures, c.low, c.best, c.high, c.conflict, c.tension, "
    "c.place, c.happened_start, c.happened_end, c.positions, c.articles, c.outlets, "
    "EXISTS (SELECT 1 FROM watch_state w WHERE w.claim = c.id)"
)
_NOW = "label, {0}digit, {0}supporting_low, {0}supporting_high, {0}opposing_low, {0}opposing_high, {0}{1}"


@dataclass(slots=True)
class _Plan:
    """A query while it is put together."""

    tables: str
    row: str  # the row number that is walked and paged
    claim_row: str
    where: list[str] = field(default_factory=list)
    values: dict[str, Any] = field(default_factory=dict)
    few: bool = False  # few rows are looked up and sorted: conditions on `row` must not tempt SQLite to walk by it

    @property
    def tested(self) -> str:
        """`row` as conditions name it."""
        return f"{self.row} + 0" if self.few else self.row

    @property
    def clock(self) -> str:
        """The clock of a standing as conditions name it, for the same reason."""
        return "s.clock || ''" if self.few else "s.clock"


def claim_page(door: Door, query: ClaimQuery) -> ClaimPage:
    """The page that the query asks for (see `ClaimQuery`)."""
    limit = min(max(query.limit, 1), MOST_ROWS)
    plan = _plan(door, query)
    if plan is None:
        return ClaimPage(rows=())
    now = ("s." + _NOW.format("s.", "since")) if query.as_of else ("c." + _NOW.format("c.", "changed"))
    plan.values["most"] = limit + 1
    tables, where = _late(plan)
    sql = (
        f"SELECT {plan.row}, {_CLAIM.format(now=now)} FROM {tables} WHERE {' AND '.join(where or ['1 = 1'])} "
        f"ORDER BY {plan.row} DESC LIMIT :most"
    )
    found = door.rows(sql, plan.values)
    rows = tuple(_claim_row(row[1:]) for row in found[:limit])
    return ClaimPage(rows=rows, next=str(found[limit - 1][0]) if len(found) > limit else None)


def _late(plan: _Plan) -> tuple[str, list[str]]:
    """Tables and conditions; where few standings are sorted, claims are fetched only for those on the page."""
    tested = [condition for condition in plan.where if condition != _JOIN]
    if not plan.few or any("c." in condition for condition in tested):
        return plan.tables, plan.where
    inner = (
        f"(SELECT s.row AS row, s.claim_row AS claim_row FROM {plan.tables.removesuffix(' CROSS JOIN claim c')} "
        f"WHERE {' AND '.join(tested)} ORDER BY s.row DESC LIMIT :most)"
    )
    on = ["s.clock = :clock", "s.row = k.row", "s.claim_row = k.claim_row", "c.row = k.claim_row"]
    return f"{inner} k CROSS JOIN standing s CROSS JOIN claim c", on


def claim_ids(door: Door, query: ClaimQuery) -> Iterator[str]:
    """The ids of all claims that the query finds, page after page."""
    query = replace(query, limit=MOST_ROWS)
    while True:
        page = claim_page(door, query)
        yield from (row.id for row in page.rows)
        if page.next is None:
            return
        query = replace(query, cursor=page.next)


def count_claims(door: Door, query: ClaimQuery, *, most: int) -> int:
    """How many claims the query finds, counting no further than `most`."""
    plan = _plan(door, replace(query, cursor=None))
    if plan is None:
        return 0
    plan.values["most"] = most
    where = " AND ".join(plan.where or ["1 = 1"])
    return number(
        door, f"SELECT count(*) FROM (SELECT 1 FROM {plan.tables} WHERE {where} LIMIT :most) AS found", plan.values
    )


def cursor_row(cursor: str) -> int:
    """The row number in a cursor; raises InputError."""
    if not (cursor.isascii() and cursor.isdecimal() and len(cursor) < 20 and int(cursor) < 1 << 63):
        raise InputError(f"{cursor!r} is no cursor. Use the `next` of the page before, or none.")
    return int(cursor)


def filter_terms(query: ClaimQuery) -> list[tuple[int, ...]]:
    """For each filter, the numbers of the terms that satisfy it (a holder is given by id or by name)."""
    found: list[tuple[int, ...]] = []
    for facet in ("label", "place", "outlet", "kind"):
        value: str | None = getattr(query, facet)
        if value is not None:
            found.append((term_id(facet, value.strip()),))
    if query.digit is not None:
        found.append((term_id("digit", str(query.digit)),))
    for facet, value in (("holder", query.holder), ("principal", query.principal)):
        if value is not None:
            found.append((term_id(facet, value.strip()), term_id(f"{facet}-name", value.strip())))
    return found


def _plan(door: Door, query: ClaimQuery) -> _Plan | None:
    """Which table to walk and what to test; None when a filter value is nowhere in the ledger."""
    terms = []
    for choices in filter_terms(query):
        best = max(((term_many(door, choice), choice) for choice in choices), default=(0, 0))
        if not best[0]:
            return None
        terms.append(best)
    terms.sort()
    plan, rest = _walk(door, query, terms)
    walked = "d.row" if " d CROSS" in plan.tables else plan.claim_row  # tested before anything is fetched for the row
    for index, (_, term) in enumerate(rest):
        plan.values[f"term{index}"] = term
        plan.where.append(
            f"EXISTS (SELECT 1 FROM claim_term t{index} WHERE t{index}.term = :term{index} AND t{index}.row = {walked})"
        )
    _add_dates(plan, query)
    if query.watched and "watch_state" not in plan.tables:
        plan.where.append("EXISTS (SELECT 1 FROM watch_state v WHERE v.claim = c.id)")
    if query.cursor is not None:
        plan.where.append(f"{plan.tested} < :cursor")
        plan.values["cursor"] = cursor_row(query.cursor)
    return plan


def _walk(door: Door, query: ClaimQuery, terms: list[tuple[int, int]]) -> tuple[_Plan, list[tuple[int, int]]]:
    """The plan's tables, and the terms still to be tested."""
    source, values, rest, few = _source(door, query, terms)
    values = dict(values)
    if not query.as_of:
        tables = f"{source} d CROSS JOIN claim c" if source else "claim c"
        plan = _Plan(tables=tables, row="d.row" if source else "c.row", claim_row="c.row", values=values)
    elif source and few:
        plan = _Plan(
            tables=f"{source} d CROSS JOIN standing s CROSS JOIN claim c",
            row="s.row",
            claim_row="s.claim_row",
            where=["s.claim_row = d.row"],
            values=values,
            few=True,
        )
    else:
        plan = _Plan(tables="standing s CROSS JOIN claim c", row="s.row", claim_row="s.claim_row")
        source, rest = "", terms
    if source:
        plan.where.append(_JOIN)
        if ":source" in source:
            plan.values["source"] = terms[0][1]
    elif query.as_of:
        plan.where.append("c.row = s.claim_row")
    if query.text is not None and "_text" not in source and "found" not in source:
        condition, more = matches("claim", plan.claim_row, pieces_of(query.text), door.dialect)
        plan.where.append(condition)
        plan.values.update(more)
    return plan, rest


def _source(
    door: Door, query: ClaimQuery, terms: list[tuple[int, int]]
) -> tuple[str, dict[str, Any], list[tuple[int, int]], bool]:
    """The sub-select of claim rows to walk ("" for all), its values, the terms left to test, and whether it is few."""
    if query.watched:
        watched = "(SELECT e.row FROM claim e WHERE e.id IN (SELECT w.claim FROM watch_state w))"
        return watched, {}, terms, True
    if terms and (terms[0][0] <= FEW or query.text is None):
        source = "(SELECT row FROM claim_term WHERE term = :source)"
        return source, {}, terms[1:], terms[0][0] <= FEW
    if query.text is not None:
        found, values = found_rows("claim", pieces_of(query.text), door.dialect)
        few = number(door, f"SELECT count(*) FROM (SELECT row FROM ({found} LIMIT {FEW + 1}) AS f) AS g", values) <= FEW
        whole = (
            " ORDER BY row DESC OFFSET 0" if few and door.dialect == "postgresql" else ""
        )  # instead of walking all claims
        return f"({found}{whole})", values, terms, few
    months = months_of(query.happened_from, query.happened_to)
    if 0 < len(months) <= _MOST_MONTHS:
        numbers = ", ".join(str(term_id("month", month)) for month in (*months, LONG))
        many = number(door, f"SELECT sum(many) FROM term WHERE id IN ({numbers})")
        return f"(SELECT DISTINCT row FROM claim_term WHERE term IN ({numbers}))", {}, terms, many <= FEW
    return "", {}, terms, False


def _add_dates(plan: _Plan, query: ClaimQuery) -> None:
    """Conditions on the last change, on when it happened, and on the date of the question."""
    if query.as_of:
        moment = span_of(query.as_of)[1]
        plan.where += [
            f"{plan.clock} = :clock",
            f"{plan.tested} < :asof_row",
            "s.since_moment <= :asof",
            "s.until_moment > :asof",
        ]
        plan.values |= {"clock": query.clock, "asof": moment, "asof_row": rows_from(moment + 3600)}
    if query.changed_from:
        plan.where.append(f"{plan.tested} >= :changed_from")
        plan.values["changed_from"] = rows_from(span_of(query.changed_from)[0])
    if query.changed_to:
        plan.where.append(f"{plan.tested} < :changed_to")
        plan.values["changed_to"] = rows_from(span_of(query.changed_to)[1] + 3600)
    if query.happened_from:
        plan.where.append("coalesce(c.happened_last, c.happened_first) >= :happened_from")
        plan.values["happened_from"] = span_of(query.happened_from)[0]
    if query.happened_to:
        plan.where.append("coalesce(c.happened_first, c.happened_last) <= :happened_to")
        plan.values["happened_to"] = span_of(query.happened_to)[1]


def term_many(door: Door, term: int) -> int:
    """How many rows have the term."""
    found = one(door, "SELECT many FROM term WHERE id = :id", {"id": term})
    return int(found[0]) if found else 0


def _claim_row(row: Row) -> ClaimRow:
    (claim, gist, kind, label, digit, *lineages, changed), rest = row[:10], row[10:]
    letters, measure, unit, figures, low, best, high, conflict, tension, place, start, end, *counts, watched = rest
    numbers = None
    if measure is not None:
        numbers = NumberRange(
            what=measure,
            unit=unit,
            figures=figures,
            low=low,
            best=best,
            high=high,
            conflict=bool(conflict),
            tension=bool(tension),
        )
    return ClaimRow(
        id=claim,
        gist=gist,
        kind=kind,
        label=label,
        digit=digit,
        reliability=msgspec.json.decode(letters, type=tuple[tuple[str, str], ...]),
        supporting=(lineages[0], lineages[1]),
        opposing=(lineages[2], lineages[3]),
        numbers=numbers,
        place=place,
        happened=Interval(start=start, end=end) if start or end else None,
        changed=changed,
        positions=counts[0],
        articles=counts[1],
        outlets=counts[2],
        watched=bool(watched),
    )

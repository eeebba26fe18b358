"""Draft event rows in the columns of UCDP, ACLED or PLOVER in, each cell accepted or changed by a coder, and exported."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from onrecord import phrases
from onrecord.corrections import correct
from onrecord.export.cells import CodedCell, CodedRow, cell_target, code_rows, plain_row, read_cell
from onrecord.export.events import Cell
from onrecord.export.evidence import Evidence, gather, shelve
from onrecord.record import Claim, Judgement, Reading
from onrecord.review import CellValue, latest, make_judgement
from onrecord.serve.asked import Asked
from onrecord.serve.desk import Desk
from onrecord.serve.forms import field, go, posted
from onrecord.serve.pages.review import last_word
from onrecord.store.terms import ClaimQuery

FORMS = {"ucdp": "UCDP GED", "acled": "ACLED", "plover": "PLOVER"}
FILTERS = ("text", "place", "holder")
A_PAGE = 9  # each claim is coded from all its articles
PAGES = 6
"""Pages of claims gone through for one page of rows: of many claims no row is drafted."""
Fact = tuple[str, str | None, str | None]
"""A sentence of evidence, with the article it stands in and the attribution there."""


def routes(desk: Desk) -> list[Route]:
    """/rows, the list and its CSV; /claim/ID/row/FORM, one row to code."""

    def rows_page(request: Request) -> Response:
        asked = desk.asked(request)
        return desk.show(request, "rows.html", rows_values(desk, asked), rows=lambda: every_row(desk, asked))

    def row_page(request: Request) -> Response:
        asked = desk.asked(request)
        claim = desk.ledger.claim(request.path_params["claim"])
        values = row_values(desk, claim, form_of(request.path_params["form"]))
        values["done"] = last_word(desk, asked.rest.get("done"))
        return desk.show(request, "row.html", values, rows=lambda: values["plain"])  # type: ignore[return-value, arg-type]

    def code(request: Request, form: FormData) -> Response:
        claim = desk.ledger.claim(request.path_params["claim"])
        chosen = form_of(request.path_params["form"])
        made = keep_cells(desk, claim, chosen, form)
        done = f"?done={made[-1].id}" if made else ""
        return go(f"/claim/{claim.id}/row/{chosen}{done}", who=field(form, "who", most=100))

    return [
        Route("/rows", rows_page),
        Route("/claim/{claim}/row/{form}", row_page),
        Route("/claim/{claim}/row/{form}", posted(code), methods=["POST"]),
    ]


def form_of(name: str) -> str:
    """The form of that name; raises HTTPException 404."""
    if name not in FORMS:
        raise HTTPException(404)
    return name


def rows_values(desk: Desk, asked: Asked) -> dict[str, object]:
    """Draft rows, of the newest claims first, with how far each is decided."""
    form = form_of(asked.rest.get("form", "ucdp"))
    found, cursor = rows_from(desk, form, query_of(asked))
    return {
        "form": form,
        "forms": FORMS,
        "listed": [list_row(row) for row in found],
        "next": asked.address("/rows", cursor=cursor) if cursor else None,
        "filters": {name: asked.rest.get(name, "") for name in FILTERS},
        "csv": asked.address("/rows.csv", cursor=None),
    }


def rows_from(desk: Desk, form: str, query: ClaimQuery) -> tuple[list[CodedRow], str | None]:
    """Rows of the next claims until a page is full, and where the list goes on."""
    found: list[CodedRow] = []
    for _ in range(PAGES):
        page = desk.ledger.claims(query)
        found += coded(desk, form, [desk.ledger.claim(row.id) for row in page.rows])
        query = replace(query, cursor=page.next)
        if page.next is None or len(found) >= A_PAGE:
            break
    return found, query.cursor


def list_row(row: CodedRow) -> dict[str, object]:
    """One line of the list: what the row says first."""
    values = {cell.column: cell.value for cell in row.cells}

    def first(*columns: str) -> Cell:
        return next((values[column] for column in columns if values.get(column) is not None), None)

    return {
        "claim": row.claim,
        "gist": row.gist,
        "state": row.state,
        "day": first("event_date", "date_start"),
        "place": first("where_coordinates", "location", "placename"),
        "who": first("side_a", "actor1", "actor_name"),
        "whom": first("side_b", "actor2", "recipient_name"),
        "figures": [values[name] for name in ("low", "best", "high", "fatalities") if values.get(name) is not None],
        "checks": row.checks(),
    }


def query_of(asked: Asked) -> ClaimQuery:
    """The claims that the filters of the address leave."""
    rest = asked.rest
    return ClaimQuery(
        text=rest.get("text"), place=rest.get("place"), holder=rest.get("holder"), cursor=asked.cursor, limit=A_PAGE
    )


def every_row(desk: Desk, asked: Asked) -> Iterator[dict[str, Cell]]:
    """Every row that the filters leave, as exported, page of claims after page."""
    form, query = form_of(asked.rest.get("form", "ucdp")), replace(query_of(asked), cursor=None)
    while True:
        page = desk.ledger.claims(query)
        yield from map(plain_row, coded(desk, form, [desk.ledger.claim(row.id) for row in page.rows]))
        if page.next is None:
            return
        query = replace(query, cursor=page.next)


def coded(desk: Desk, form: str, claims: Sequence[Claim]) -> list[CodedRow]:
    """The rows of these claims, as coded so far."""
    judgements = desk.ledger.judgements(anchored=True)
    return code_rows(form, claims, readings_of(desk, claims, judgements), judgements)


def readings_of(desk: Desk, claims: Iterable[Claim], judgements: Sequence[Judgement]) -> list[Reading]:
    """The readings behind these claims, as people corrected them."""
    ids = dict.fromkeys(name for claim in claims for position in claim.positions for name in position.articles)
    decisions = latest(judgements)
    return [correct(desk.ledger.reading(name), decisions) for name in ids]


# ------------------------------------------------------------------------------------------------------------- one row


def row_values(desk: Desk, claim: Claim, form: str) -> dict[str, object]:
    """Every cell with its draft, its rule, what counts, and its history; beside them the evidence."""
    judgements = desk.ledger.judgements(anchored=True)
    readings = readings_of(desk, [claim], judgements)
    rows = code_rows(form, [claim], readings, judgements)
    evidence = gather(claim, shelve(readings))
    return {
        "claim": claim.id,
        "gist": claim.gist,
        "form": form,
        "forms": FORMS,
        "row": _plain(rows[0]) if rows else None,
        "plain": [plain_row(row) for row in rows],
        "facts": facts_of(desk, evidence) if evidence else {},
    }


def _plain(row: CodedRow) -> dict[str, object]:
    return {
        "state": row.state,
        "checks": row.checks(),
        "about": row.about,
        "cells": [_cell(cell) for cell in row.cells],
        "open": sum(cell.decided is None for cell in row.cells),
    }


def _cell(cell: CodedCell) -> dict[str, object]:
    return {
        "column": cell.column,
        "drafted": cell.drafted,
        "value": cell.value,
        "rule": cell.rule.rule,
        "about": cell.rule.about,
        "expected": cell.rule.expected(),
        "decided": cell.decided,
        "moved": cell.moved,
        "history": cell.history,
    }


def facts_of(desk: Desk, evidence: Evidence) -> dict[str, list[Fact]]:
    """What the cells rest on, by what they are about, each with where it stands."""
    claim, place, event = evidence.claim, evidence.place, evidence.event
    who = [("doer", evidence.actors), ("target", evidence.targets), ("ally", evidence.allies)]
    where = (
        f"{place.name}, {place.country or 'country unknown'}: {place.precision or 'precision unknown'}" if place else ""
    )
    geonames = f", GeoNames {place.geonames}" if place and place.geonames else ""
    days = " to ".join(dict.fromkeys(day for day in (evidence.start, evidence.end) if day))
    low, high = claim.standing.supporting_lineages
    return {
        "what": [(f"“{evidence.trigger}”: {event.code}, {event.mode or 'mode unknown'}", None, None)],
        "who": [(f"{role}: {entity.name} ({entity.kind})", None, None) for role, found in who for entity in found],
        "where": [(where + geonames, None, None)] if place else [],
        "when": [(f"{days} ({evidence.precision or 'precision unknown'})", None, None)] if days else [],
        "deaths": list(_figures(desk, claim)),
        "sources": [
            (f"{article.publisher or 'no publisher'}, {(article.published or 'undated')[:10]}", article.id, None)
            for article in evidence.articles
        ],
        "standing": [(f"{claim.standing.label}; supporting lineages {low}–{high}", None, None)],
    }  # fmt: skip


def _figures(desk: Desk, claim: Claim) -> Iterator[Fact]:
    """Each holder's figure with its wording; where the claim counts nothing, nobody's."""
    if claim.numbers is None:
        return
    names = dict(claim.names)
    statements = desk.ledger.statements_of([figure.proposition for figure in claim.numbers.series])
    for figure in claim.numbers.series:
        one = statements.get(figure.proposition)
        who, said = names.get(figure.holder, figure.holder), f", {figure.said[:10]}" if figure.said else ""
        text = f"{who}: {phrases.say_figure(figure)} {claim.numbers.measure.what}{said}"
        yield text, one.article if one else None, one.attribution if one else None


def keep_cells(desk: Desk, claim: Claim, form: str, given: FormData) -> list[Judgement]:
    """One judgement for each cell accepted or changed; all are kept or, where one does not fit, none.

    The buttons: `accept` names a column (or "all": those not decided yet), `keep` keeps whatever was typed differently.
    """
    rows = coded(desk, form, [claim])
    if not rows:
        return []
    accepted = field(given, "accept")
    values: list[tuple[CodedCell, Cell]] = []
    for cell in rows[0].cells:
        if accepted in (cell.column, "all"):
            if accepted != "all" or cell.decided is None:
                values.append((cell, cell.drafted))
        elif not accepted and f"cell-{cell.column}" in given:
            typed = read_typed(cell, field(given, f"cell-{cell.column}", most=4000))
            if typed != cell.value:
                values.append((cell, typed))
    who, why, when = field(given, "who", most=100) or desk.who, field(given, "why", most=2000) or None, desk.moment()
    made = [
        make_judgement("cell", cell_target(form, claim, cell.column), CellValue(value=value, drafted=cell.drafted), who=who, when=when, why=why)
        for cell, value in values
    ]  # fmt: skip
    with desk.turn, desk.ledger.writing():  # cells are no part of any claim: nothing is settled
        for judgement in made:
            desk.ledger.judge(judgement)
    return made


def read_typed(cell: CodedCell, typed: str) -> Cell:
    """What was typed; as it stood where it was left alone."""
    return cell.value if typed == ("" if cell.value is None else str(cell.value)) else read_cell(cell.column, typed)

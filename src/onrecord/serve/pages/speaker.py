"""Who speaks: everybody by number of statements; one speaker's statements, changes of position and record of first figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from onrecord.reconcile.track_record import TrackRecord, keep_record
from onrecord.serve.asked import Asked
from onrecord.serve.desk import Desk, here_of
from onrecord.serve.plots import SIDES
from onrecord.store.terms import MOST_ROWS, ClaimQuery, Statement, StatementQuery

LOOKED_AT = 120  # a speaker's newest statements, in which changes of position are looked for
LOOKED_AT_CLAIMS = 20  # claims with figures, those changed last


def routes(desk: Desk) -> list[Route]:
    """/speakers, /speaker/ID."""

    def speakers_page(request: Request) -> Response:
        values = speakers_values(desk, desk.asked(request))
        return desk.show(request, "speakers.html", values, rows=lambda: values["speakers"])

    def speaker_page(request: Request) -> Response:
        asked = desk.asked(request)
        query = StatementQuery(speaker=request.path_params["speaker"], cursor=asked.cursor, published_to=asked.as_of)
        page = desk.ledger.statements(query)
        values = {
            **speaker_values(desk, request.path_params["speaker"], asked),
            "statements": page.rows,
            "next": asked.address(here_of(request), cursor=page.next) if page.next else None,
        }
        return desk.show(request, "speaker.html", values, rows=lambda: every_statement(desk, query))

    return [Route("/speakers", speakers_page), Route("/speaker/{speaker:path}", speaker_page)]


def speakers_values(desk: Desk, asked: Asked) -> dict[str, Any]:
    """Speakers by number of statements, those whose name has `name` in it."""
    name = asked.rest.get("name", "")
    found = desk.ledger.speakers(name, limit=200) if name else desk.most_heard()[:200]
    return {"speakers": found, "name": name}


def speaker_values(desk: Desk, identity: str, asked: Asked) -> dict[str, Any]:
    """Who it is and was, for whom it speaks, where it changed its position, and what became of its first figures."""
    entity = desk.ledger.entity(identity, as_of=asked.as_of)
    own = desk.ledger.statements(StatementQuery(speaker=identity, published_to=asked.as_of, limit=LOOKED_AT)).rows
    body = desk.world.principal(entity.principal or identity)
    return {
        "entity": entity,
        "speaks_for": None if body == identity else (body, desk.world.name(body)),
        "history": desk.ledger.entity_history(identity),
        "turns": turns_of(own),
        "record": record_of(desk, body, asked),
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """Somebody took another stance on a claim than before."""

    claim: str
    gist: str
    before: Statement
    after: Statement


def turns_of(statements: Sequence[Statement]) -> list[Turn]:
    """Every change of side among one speaker's statements on a claim, newest first."""
    found = []
    by_claim: dict[str, list[Statement]] = {}
    for one in statements:
        if one.claim and one.stance in SIDES:
            by_claim.setdefault(one.claim, []).append(one)
    for claim, said in by_claim.items():
        said.sort(key=lambda one: (_moment(one), one.id))
        for before, after in pairwise(said):
            if SIDES[before.stance] != SIDES[after.stance] and _moment(before) < _moment(after):
                found.append(Turn(claim=claim, gist=after.gist, before=before, after=after))
    return sorted(found, key=lambda turn: _moment(turn.after), reverse=True)


def _moment(one: Statement) -> str:
    return ((one.said.end or one.said.start) if one.said else None) or one.published or ""


def record_of(desk: Desk, body: str, asked: Asked) -> TrackRecord:
    """How often this body's first figures were revised, over the claims with figures that changed last."""
    query = ClaimQuery(principal=body, kind="number", as_of=asked.as_of, clock=asked.clock, limit=LOOKED_AT_CLAIMS)
    claims = (desk.ledger.claim(row.id, as_of=asked.as_of, clock=asked.clock) for row in desk.ledger.claims(query).rows)
    return keep_record((claim.numbers.series for claim in claims if claim.numbers), body)


def every_statement(desk: Desk, query: StatementQuery) -> Iterator[Statement]:
    """What the query finds, page after page."""
    page = desk.ledger.statements(replace(query, limit=MOST_ROWS))
    yield from page.rows
    while page.next:
        page = desk.ledger.statements(replace(query, limit=MOST_ROWS, cursor=page.next))
        yield from page.rows

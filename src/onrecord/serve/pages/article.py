"""One article as published, with source, cue and content lit, and a table of who says what in it; and who speaks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from onrecord import phrases
from onrecord.corrections import corrected
from onrecord.formats import reading_to_dict
from onrecord.record import Attribution, Claim, Reading, UnknownItem
from onrecord.serve.asked import Asked
from onrecord.serve.desk import Desk, here_of
from onrecord.serve.lit import light_paragraphs
from onrecord.store.terms import MOST_ROWS, Statement, StatementQuery


def routes(desk: Desk) -> list[Route]:
    """/article/ID, /speakers, /speaker/ID."""

    def article_page(request: Request) -> Response:
        raw = desk.ledger.reading(request.path_params["article"])
        reading = corrected(raw, desk.ledger.judgements(anchored=True))
        values = article_values(desk, reading, desk.asked(request))
        rows = [_row(reading, number, row) for number, row in enumerate(reading.attributions, 1)]
        return desk.show(request, "article.html", values, data=reading_to_dict(raw), rows=lambda: rows)

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

    return [
        Route("/article/{article:path}", article_page),
        Route("/speakers", speakers_page),
        Route("/speaker/{speaker:path}", speaker_page),
    ]


def speakers_values(desk: Desk, asked: Asked) -> dict[str, Any]:
    """Speakers by number of statements, those whose name has `name` in it."""
    name = asked.rest.get("name", "")
    return {"speakers": desk.ledger.speakers(name, limit=200), "name": name}


def speaker_values(desk: Desk, identity: str, asked: Asked) -> dict[str, Any]:
    """Who it is and was."""
    return {
        "entity": desk.ledger.entity(identity, as_of=asked.as_of),
        "history": desk.ledger.entity_history(identity),
    }


def every_statement(desk: Desk, query: StatementQuery) -> Iterator[Statement]:
    """What the query finds, page after page."""
    page = desk.ledger.statements(replace(query, limit=MOST_ROWS))
    yield from page.rows
    while page.next:
        page = desk.ledger.statements(replace(query, limit=MOST_ROWS, cursor=page.next))
        yield from page.rows


def article_values(desk: Desk, reading: Reading, asked: Asked) -> dict[str, object]:
    """Everything the page shows of the article."""
    rows = [row for row in reading.attributions if row.where is None]
    return {
        "article": reading.article,
        "made_by": reading.made_by,
        "date": phrases.say_date(reading.article),
        "paragraphs": light_paragraphs(reading, rows),
        "rows": [_row(reading, number, row) for number, row in enumerate(rows, 1)],
        "claims": [(claim.id, claim.gist, claim.standing) for claim in _claims(desk, reading, asked)],
        "times": [(time.span.of(reading.article.text), phrases.say_time(time)) for time in reading.times],
        "places": [
            (place.name, place.country, place.role, place.geonames) for place in reading.places if place.as_ == "place"
        ],
        "quantities": [phrases.say_quantity(quantity, reading.article.text) for quantity in reading.quantities],
        "problems": reading.problems,
        "versions": desk.ledger.versions(reading.article.id),
    }


def _claims(desk: Desk, reading: Reading, asked: Asked) -> Iterator[Claim]:
    """The claims it feeds, as they stood on the date asked for; those that did not stand yet are left out."""
    for claim in desk.ledger.claims_of_article(reading.article.id):
        try:
            yield desk.ledger.claim(claim.id, as_of=asked.as_of, clock=asked.clock)
        except UnknownItem:
            continue


def _row(reading: Reading, number: int, row: Attribution) -> dict[str, object]:
    text = reading.article.text
    gists = [p.gist for p in reading.propositions if p.attribution == row.id]
    return {
        "number": number,
        "id": row.id,
        "speakers": [(speaker, phrases.name_of(reading, speaker)) for speaker in row.speakers],
        "source": " … ".join(span.of(text) for span in row.source),
        "stance": row.stance,
        "role": row.role,
        "hedges": [hedge.kind for hedge in row.hedges],
        "what": gists or [" … ".join(span.of(text) for span in row.content)],
        "said": phrases.say_interval(row.said),
        "score": row.score,
    }

"""Every wording of a claim in its article, lit in place: the paragraphs it stands in, with what stands around it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from onrecord import phrases
from onrecord.corrections import correct
from onrecord.record import Attribution, Claim, Reading
from onrecord.serve.asked import Asked
from onrecord.serve.desk import Desk
from onrecord.serve.lit import light
from onrecord.serve.pages.claim import wording_rows
from onrecord.serve.pages.review import paragraphs_of

A_PAGE = 20  # articles


def routes(desk: Desk) -> list[Route]:
    """/claim/ID/wordings."""

    def wordings_page(request: Request) -> Response:
        asked = desk.asked(request)
        claim = desk.ledger.claim(request.path_params["claim"], as_of=asked.as_of, clock=asked.clock)
        values = wordings_values(desk, claim, asked)
        return desk.show(request, "wordings.html", values, rows=lambda: wording_rows(desk, claim))

    return [Route("/claim/{claim}/wordings", wordings_page)]


def wordings_values(desk: Desk, claim: Claim, asked: Asked) -> dict[str, Any]:
    """The articles of the claim, earliest first, some to a page, each with its lit paragraphs."""
    rows = desk.ledger.articles_of([article for position in claim.positions for article in position.articles])
    ordered = [row.id for row in sorted(rows.values(), key=lambda row: (row.published or "9", row.id))]
    cursor = asked.cursor or "0"
    first = int(cursor) if cursor.isascii() and cursor.isdecimal() and len(cursor) < 9 else 0
    shown = ordered[first : first + A_PAGE]
    address = f"/claim/{claim.id}/wordings"
    more = first + A_PAGE < len(ordered)
    return {
        "claim": claim,
        "articles": [article_values(desk, claim, article) for article in shown],
        "many": len(ordered),
        "next": asked.address(address, cursor=str(first + A_PAGE)) if more else None,
    }


def article_values(desk: Desk, claim: Claim, article: str) -> dict[str, Any]:
    """One article, with each wording of the claim in it and who takes which position by it."""
    reading = correct(desk.ledger.reading(article), desk.decisions())
    names = dict(claim.names)
    wordings = [
        {
            "id": name,
            "holders": [(holder, names.get(holder, holder)) for holder in position.holders],
            "stance": position.stance,
            "lit": lit,
        }
        for position in claim.positions
        for name in position.propositions
        if (lit := _lit(reading, name))
    ]
    return {
        "id": article,
        "title": reading.article.title or article,
        "publisher": reading.article.publisher,
        "date": phrases.say_date(reading.article),
        "wordings": wordings,
    }


def _lit(reading: Reading, name: str) -> Sequence[str]:
    """The paragraphs of a proposition with the words of its attribution lit; none where it is not in this article."""
    own = next((one for one in reading.propositions if one.id == name), None)
    if own is None:
        return ()
    row = next((one for one in reading.attributions if one.id == own.attribution), None)
    shown = row or Attribution(id=own.id, source=(), cue=(), content=own.spans, where=own.where)
    if shown.where is not None:
        return (own.gist,)  # in the headline or a caption
    return [light(reading.article.text, par, [shown]) for par in paragraphs_of(reading, shown)]

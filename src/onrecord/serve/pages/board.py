"""The board: claims by last change, filtered by what stands in the address; and the search through statements."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from onrecord import phrases
from onrecord.record import InputError, UnknownItem
from onrecord.serve.asked import Asked
from onrecord.serve.beside import path_of
from onrecord.serve.desk import Desk
from onrecord.serve.forms import go
from onrecord.store.terms import MOST_ROWS, ClaimQuery, ClaimRow, StatementQuery

FILTERS = ("text", "label", "holder", "place", "outlet", "kind", "digit", "changed_from", "changed_to", "watched")
A_PAGE = 50
ID = re.compile(r"(claim|attribution|proposition)-[0-9a-f]{1,16}|[0-9a-f]{3,16}|[a-z]+:\S{3,}")
"""What may be an id or its beginning, where no statement holds it as a word."""
SHOWN_NEWS = 8
VISIT_COOKIE = "onrecord_visit"
A_VISIT = timedelta(minutes=30)


def routes(desk: Desk) -> list[Route]:
    """/ and /search."""

    def board(request: Request) -> Response:
        asked = desk.asked(request)
        last, cookie = last_visit(request.cookies.get(VISIT_COOKIE), desk.now())
        values = {**board_values(desk, asked), **news_values(desk, last)}
        answer = desk.show(request, "board.html", values, rows=lambda: every_row(desk, asked))
        answer.set_cookie(VISIT_COOKIE, cookie, httponly=True, samesite="strict", max_age=31_536_000)
        return answer

    def search(request: Request) -> Response:
        asked = desk.asked(request)
        values = search_values(desk, asked)
        html = request.scope.get("form") is None
        if html and not values["statements"] and (found := named_in(desk, values["words"].strip(), asked)):
            return go(found)
        return desk.show(request, "search.html", values, rows=lambda: values["statements"])

    return [Route("/", board), Route("/search", search)]


def board_values(desk: Desk, asked: Asked) -> dict[str, Any]:
    """A page of claims, and what the filters may be."""
    page = desk.ledger.claims(query_of(asked))
    return {
        "title": "Claims",
        "claims": [row_values(row) for row in page.rows],
        "next": asked.address("/", cursor=page.next) if page.next else None,
        "counts": desk.counts(),
        "filters": {name: asked.rest.get(name, "") for name in FILTERS},
        "labels": [value.value for value in desk.ledger.facets("label", limit=60)],
        "kinds": [value.value for value in desk.ledger.facets("kind")],
    }


def last_visit(cookie: str | None, now: datetime) -> tuple[datetime | None, str]:
    """When this browser was here last (None: never) and the cookie that remembers it: two moments, last visit and this.

    A visit ends when nothing was opened for half an hour.
    """
    moments: list[datetime | None] = []
    for part in (cookie or "").split("/"):
        try:
            moments.append(datetime.fromtimestamp(int(part), UTC))
        except (ValueError, OverflowError, OSError):
            moments.append(None)
    before, latest = moments if len(moments) == 2 else (None, None)
    if latest is not None and now - latest > A_VISIT:
        before = latest
    return before, f"{int(before.timestamp()) if before else ''}/{int(now.timestamp())}"


def news_values(desk: Desk, last: datetime | None) -> dict[str, Any]:
    """What changed in this ledger since then: the newest changes, and whether there are more."""
    if last is None:
        return {"since": None, "news": (), "more_news": False}
    since = last.isoformat(timespec="seconds")
    page = desk.ledger.changes(since, clock="known", limit=SHOWN_NEWS)
    return {"since": since, "news": page.rows, "more_news": page.next is not None}


def every_row(desk: Desk, asked: Asked) -> Iterator[dict[str, object]]:
    """The board's lines from this page to the last."""
    query = replace(query_of(asked), limit=MOST_ROWS)
    while True:
        page = desk.ledger.claims(query)
        yield from map(row_values, page.rows)
        if page.next is None:
            return
        query = replace(query, cursor=page.next)


def named_in(desk: Desk, typed: str, asked: Asked) -> str | None:
    """The page of what goes by this id or alone begins with it; None where there is none. Raises UnknownItem for several."""
    if not ID.fullmatch(typed):
        return None
    found = desk.ledger.find_id(typed, "claim", "attribution", "proposition", "entity")
    if (article := desk.ledger.article_with(found)) is not None:
        statement = desk.ledger.statements_of([found]).get(found)
        mark = statement.attribution if statement else found
        return f"/article/{path_of(article)}{asked.keep()}#w-{mark}"
    try:
        _ = desk.ledger.entity(found) if ":" in found else desk.ledger.claim(found)
    except UnknownItem:
        return None
    return f"/{'speaker' if ':' in found else 'claim'}/{path_of(found)}{asked.keep()}"


def search_values(desk: Desk, asked: Asked) -> dict[str, Any]:
    """A page of statements that hold the words."""
    words = asked.rest.get("q", "")
    query = StatementQuery(words=words, published_to=asked.as_of, limit=A_PAGE, cursor=asked.cursor)
    page = desk.ledger.statements(query) if words else None
    return {
        "words": words,
        "statements": page.rows if page else (),
        "next": asked.address("/search", cursor=page.next) if page and page.next else None,
    }


def query_of(asked: Asked) -> ClaimQuery:
    """The filters of the address as the ledger takes them; raises InputError naming one that does not fit."""
    rest = asked.rest
    digit = rest.get("digit")
    if digit is not None and digit not in "123456":
        raise InputError(f"digit={digit}: credibility is a digit from 1 to 6.")
    return ClaimQuery(
        text=rest.get("text"),
        label=rest.get("label"),
        holder=rest.get("holder"),
        place=rest.get("place"),
        outlet=rest.get("outlet"),
        kind=rest.get("kind"),
        digit=int(digit) if digit else None,
        watched=rest.get("watched") == "yes",
        changed_from=rest.get("changed_from"),
        changed_to=rest.get("changed_to"),
        as_of=asked.as_of,
        clock=asked.clock,
        cursor=asked.cursor,
        limit=A_PAGE,
    )


def row_values(row: ClaimRow) -> dict[str, object]:
    """One line of the board, with the words people read."""
    numbers = row.numbers
    low, high = row.supporting
    against = row.opposing[1]
    return {
        "id": row.id,
        "gist": row.gist,
        "kind": row.kind,
        "label": row.label,
        "digit": row.digit,
        "letters": "".join(sorted({letter for _, letter in row.reliability})),
        "lineages": (str(low) if low == high else f"{low}–{high}") + (f", against {against}" if against else ""),
        "numbers": phrases.say_counted(numbers.figures, numbers.what) if numbers else None,
        "figures": numbers.figures if numbers else None,
        "measure": numbers.what if numbers else None,
        "low": numbers.low if numbers else None,
        "best": numbers.best if numbers else None,
        "high": numbers.high if numbers else None,
        "conflict": bool(numbers and numbers.conflict),
        "place": row.place,
        "happened": phrases.say_interval(row.happened),
        "changed": (row.changed or "")[:10],
        "articles": row.articles,
        "outlets": row.outlets,
        "watched": row.watched,
    }

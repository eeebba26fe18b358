"""Claims picked by filter and tick in, a cited brief out: on the page, to print, and to take away as Markdown or HTML."""

from __future__ import annotations

import re

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from onrecord.export.brief import brief_to_html, brief_to_markdown, chapter
from onrecord.export.briefing import MOST_CLAIMS, BriefWish, ask_brief, printed_at
from onrecord.record import InputError
from onrecord.serve.asked import Asked
from onrecord.serve.desk import Desk
from onrecord.serve.forms import go
from onrecord.store.terms import ClaimQuery

FILTERS = ("text", "label", "holder", "place", "outlet", "happened_from", "happened_to", "changed_from", "changed_to")
LAST_COOKIE = "onrecord_briefed"  # the day of the last brief written in this browser
TAKEN_AWAY = {
    "markdown": ("brief.md", "text/markdown; charset=utf-8", brief_to_markdown),
    "html": ("brief.html", "text/html; charset=utf-8", brief_to_html),
}
A_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def routes(desk: Desk) -> list[Route]:
    """/brief to pick the claims, /brief/show with the brief itself, /brief/show/markdown and /html to take it away."""

    def pick_page(request: Request) -> Response:
        return desk.show(request, "brief.html", pick_values(desk, desk.asked(request), last_brief(request)))

    def brief_page(request: Request) -> Response:
        asked = desk.asked(request)
        ticked = request.query_params.getlist("claim")
        if ticked:  # the boxes of the form: one address for the same claims
            if len(ticked) > MOST_CLAIMS:
                raise InputError(f"A brief holds at most {MOST_CLAIMS} claims; {len(ticked)} are ticked.")
            return go(asked.address("/brief/show", claim=None, claims=",".join(ticked)))
        values = brief_values(desk, asked)
        answer = desk.show(request, "brief_shown.html", values, data=values["brief"])
        today = desk.moment()[:10]
        answer.set_cookie(LAST_COOKIE, today, httponly=True, samesite="strict", max_age=31_536_000)
        return answer

    def take_away(request: Request) -> Response:
        if request.path_params["form"] not in TAKEN_AWAY:
            raise HTTPException(404)
        name, kind, write = TAKEN_AWAY[request.path_params["form"]]
        brief = ask_brief(desk.ledger, wish_of(desk.asked(request)))
        heads = {"content-disposition": f'attachment; filename="{name}"'}
        return Response(write(brief, printed_at(brief, desk.ledger)), media_type=kind, headers=heads)

    return [Route("/brief", pick_page), Route("/brief/show", brief_page), Route("/brief/show/{form}", take_away)]


def last_brief(request: Request) -> str:
    """The day of the last brief in this browser, "" where there was none."""
    day = request.cookies.get(LAST_COOKIE, "")
    return day if A_DAY.fullmatch(day) else ""


def pick_values(desk: Desk, asked: Asked, last: str = "") -> dict[str, object]:
    """The claims that the filters leave, to tick."""
    page = desk.ledger.claims(query_of(asked))
    return {
        "claims": [{"id": row.id, "gist": row.gist, "label": row.label, "digit": row.digit, "changed": row.changed} for row in page.rows],
        "next": asked.address("/brief", cursor=page.next) if page.next else None,
        "filters": {name: asked.rest.get(name, "") for name in FILTERS},
        "since": asked.rest.get("since") or last,
        "wanted": asked.rest.get("title") or "Brief",
        "labels": [value.value for value in desk.ledger.facets("label", limit=60)],
        "most": MOST_CLAIMS,
    }  # fmt: skip


def brief_values(desk: Desk, asked: Asked) -> dict[str, object]:
    """The brief that the address asks for, and where it can be taken away."""
    brief = ask_brief(desk.ledger, wish_of(asked))
    return {
        "brief": brief,
        "changed": chapter(brief, "changed"),
        "unknown": chapter(brief, "unknown"),
        "away": [(form, asked.address(f"/brief/show/{form}", cursor=None)) for form in TAKEN_AWAY],
        "change": asked.address("/brief", claims=None, cursor=None),
    }


def wish_of(asked: Asked) -> BriefWish:
    """What the address asks for: the claims named in it, or those that its filters find."""
    rest = asked.rest
    named = tuple(name for name in rest.get("claims", "").split(",") if name)
    if len(named) > MOST_CLAIMS:
        raise InputError(f"A brief holds at most {MOST_CLAIMS} claims; the address names {len(named)}.")
    title = rest.get("title", "Brief")[:200]
    return BriefWish(title=title, claims=named, query=query_of(asked), since=rest.get("since"))


def query_of(asked: Asked) -> ClaimQuery:
    """The filters of the address as the ledger takes them."""
    given = {name: asked.rest.get(name) for name in FILTERS}
    return ClaimQuery(
        text=given["text"],
        label=given["label"],
        holder=given["holder"],
        place=given["place"],
        outlet=given["outlet"],
        happened_from=given["happened_from"],
        happened_to=given["happened_to"],
        changed_from=given["changed_from"],
        changed_to=given["changed_to"],
        as_of=asked.as_of,
        clock=asked.clock,
        cursor=asked.cursor,
        limit=50,
    )

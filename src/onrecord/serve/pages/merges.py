"""Claims that may be one: two by two, the surest first, with what speaks for and against it; a person's word on each."""

from __future__ import annotations

from typing import Any

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from onrecord.record import InputError
from onrecord.review import never_one, one_claim
from onrecord.serve.asked import Asked
from onrecord.serve.deciding import decide
from onrecord.serve.desk import Desk
from onrecord.serve.forms import field, posted
from onrecord.serve.pages.review import done_at, last_word
from onrecord.settling import proposed_merges
from onrecord.store.terms import ClaimQuery

A_PAGE = 12
LOOKED_AT = 250  # claims that changed last among which they are sought


def routes(desk: Desk) -> list[Route]:
    """/review/merges with its form."""

    def merges_page(request: Request) -> Response:
        values = merges_values(desk, desk.asked(request))
        return desk.show(request, "merges.html", values, rows=lambda: values["proposals"])

    def judge(_request: Request, form: FormData) -> Response:
        claims = [desk.ledger.claim(field(form, name)) for name in ("one", "other")]
        match field(form, "act"):
            case "merge":
                judgement = decide(desk, "merge", claims[0].id, one_claim(claims), form)
            case "split":
                judgement = decide(desk, "split", claims[0].id, never_one(claims), form)
            case act:
                raise InputError(f"act={act}: unknown. Choose one of: merge, split.")
        return done_at(form, judgement, "/review/merges")

    return [Route("/review/merges", merges_page), Route("/review/merges", posted(judge), methods=["POST"])]


def merges_values(desk: Desk, asked: Asked) -> dict[str, Any]:
    """The surest pairs, each with both claims and their nearest wordings."""
    words = asked.rest.get("words") or None
    found = proposed_merges(desk.ledger, desk.world, ClaimQuery(text=words, limit=LOOKED_AT), most=A_PAGE)
    said = desk.ledger.statements_of([name for one in found.first for name in one.wordings])
    return {
        "proposals": [
            {
                "score": one.score,
                "for": one.speaks_for,
                "against": one.speaks_against,
                "sides": [
                    _side(desk, name) | {"wording": said.get(wording)}
                    for name, wording in zip(one.claims, one.wordings, strict=True)
                ],
            }
            for one in found.first
        ],
        "waiting": found.waiting,
        "window": LOOKED_AT,
        "words": words or "",
        "done": last_word(desk, asked.rest.get("done")),
    }


def _side(desk: Desk, name: str) -> dict[str, object]:
    claim = desk.ledger.claim(name)
    standing = claim.standing
    return {"claim": claim.id, "gist": claim.gist, "label": standing.label, "digit": standing.credibility}

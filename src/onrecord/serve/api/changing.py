"""A desk in, the API's changes out: judgements and watches. The guard has let them in; forms are checked here."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response

from onrecord.record import InputError, Judgement
from onrecord.review import make_judgement, value_of
from onrecord.serve.api import answers as a
from onrecord.serve.api.answers import JudgementWish, WatchWish, answers, give, read_body, takes
from onrecord.serve.desk import Desk
from onrecord.store.terms import Watch


def changing(desk: Desk) -> APIRouter:
    """Everything that changes something."""
    router = APIRouter()

    @router.post("/judgements", **answers(Judgement, status=201), **takes(JudgementWish), tags=["review"])
    def judge(wish: Annotated[JudgementWish, Depends(read_body(JudgementWish))]) -> Response:
        """Append a person's decision; the claims are settled anew before the answer comes."""
        judgement = judgement_of(wish, who=wish.who or desk.who, when=desk.moment())
        desk.judge(judgement)
        return give(judgement, status=201)

    @router.post("/watches", **answers(Watch, status=201), **takes(WatchWish), tags=["following"])
    def watch(wish: Annotated[WatchWish, Depends(read_body(WatchWish))]) -> Response:
        """Follow one claim, or every claim that the filters leave."""
        query = wish.query.query() if wish.query else None
        _demand_text(wish.name, wish.who)
        who = wish.who or desk.who
        return give(
            desk.ledger.watch_add(wish.name, who=who, since=desk.moment(), claim=wish.claim, query=query), status=201
        )

    @router.post("/watches/seen", **answers(a.Fires), tags=["following"])
    def seen() -> Response:
        """What fires on the watches; each fires once."""
        return give(a.Fires(rows=desk.ledger.watch_fires()))

    @router.delete("/watches/{watch}", **answers(None, status=204), tags=["following"])
    def unwatch(watch: str) -> Response:
        """Stop following."""
        desk.ledger.watch_remove(watch)
        return Response(status_code=204)

    return router


def judgement_of(wish: JudgementWish, *, who: str, when: str) -> Judgement:
    """The judgement that was wished for; raises InputError where the value does not fit its act."""
    text = bytes(wish.value).decode()
    _demand_text(wish.target, who, wish.why, text)
    given = None if text == "null" else text
    draft = Judgement(id="", act=wish.act, target=wish.target, value=given, who=who, when=when)
    return make_judgement(wish.act, wish.target, value_of(draft) if given else None, who=who, when=when, why=wish.why)


def _demand_text(*texts: str | None) -> None:
    """No NUL: PostgreSQL keeps none."""
    if any("\x00" in text or "\\u0000" in text for text in texts if text):
        raise InputError("The body holds a NUL character: leave it out.")

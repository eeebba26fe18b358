"""What a person wants to hear about in, what fired since it was last seen out: a new lineage, a changed standing, a new number."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from onrecord.record import InputError
from onrecord.serve.desk import Desk
from onrecord.serve.forms import back_to, field, go, posted
from onrecord.store.ledger import Ledger
from onrecord.store.terms import ClaimQuery, Fire, Watch

FILTERS = ("text", "label", "holder", "place", "outlet", "kind")
"""What a watch on a query may go by; dates and digits change, so a watch on them would fire for nothing."""


def routes(desk: Desk) -> list[Route]:
    """/watches, and the forms that begin and end a watch and say that one has seen what fired."""

    def watches_page(request: Request) -> Response:
        values = watches_values(desk)
        return desk.show(request, "watches.html", values, rows=lambda: values["fires"])

    def begin(_request: Request, form: FormData) -> Response:
        who = field(form, "who", most=100) or desk.who
        watch(desk, form, who)
        return go(back_to(form, "/watches"), who=who)

    def end(_request: Request, form: FormData) -> Response:
        with desk.turn:
            desk.ledger.watch_remove(field(form, "watch"))
        return go(back_to(form, "/watches"))

    def seen(_request: Request, _form: FormData) -> Response:
        with desk.turn:
            desk.ledger.watch_fires(seen=True)
        return go("/watches")

    return [
        Route("/watches", watches_page),
        Route("/watches", posted(begin), methods=["POST"]),
        Route("/watches/end", posted(end), methods=["POST"]),
        Route("/watches/seen", posted(seen), methods=["POST"]),
    ]


def watch(desk: Desk, form: FormData, who: str) -> Watch:
    """Begin to follow the claim, or whatever the filters find; raises InputError, UnknownItem."""
    claim = field(form, "claim") or None
    given = {name: value for name in FILTERS if (value := field(form, name))}
    if claim is None and not given:
        raise InputError(f"A watch on every claim would never be silent: filter by one of {', '.join(FILTERS)}.")
    query = None if claim else ClaimQuery(**given)  # type: ignore[arg-type]  # each filter is a word
    name = field(form, "name", most=200) or (desk.ledger.claim(claim).gist if claim else say_filters(given))
    with desk.turn:
        return desk.ledger.watch_add(name[:200], who=who, since=desk.moment(), claim=claim, query=query)


def watches_values(desk: Desk) -> dict[str, Any]:
    """Every watch with what it follows, and what fired since it was last seen, by watch."""
    watches = desk.ledger.watch_list()
    names = {one.id: one.name for one in watches}
    return {
        "watches": [watch_row(desk.ledger, one) for one in watches],
        "fires": [fire_row(fire, names) for fire in desk.ledger.watch_fires(seen=False)],
        "filters": FILTERS,
    }


def watch_row(ledger: Ledger, one: Watch) -> dict[str, Any]:
    """A watch in words, with the address of what it follows."""
    given = {name: value for name in FILTERS if one.query and (value := getattr(one.query, name))}
    found = ledger.count_claims(one.query, most=1000) if one.query else 1
    address = f"/claim/{one.claim}" if one.claim else f"/?{urlencode(given)}"
    return {
        "id": one.id, "name": one.name, "who": one.who, "since": one.since, "claim": one.claim,
        "follows": "one claim" if one.claim else say_filters(given), "claims": found, "address": address,
    }  # fmt: skip


def fire_row(fire: Fire, names: dict[str, str]) -> dict[str, Any]:
    """What fired, and why, with the name of its watch."""
    return {
        "watch": fire.watch,
        "name": names.get(fire.watch, fire.watch),
        "claim": fire.claim,
        "gist": fire.gist,
        "why": fire.why,
        "before": fire.before,
        "after": fire.after,
    }


def say_filters(given: dict[str, str]) -> str:
    """The filters in words: "text Kursk, label admitted"."""
    return ", ".join(f"{name} {value}" for name, value in given.items())


def watch_of(ledger: Ledger, claim: str) -> str | None:
    """The watch on this very claim, None where there is none."""
    return next((one.id for one in ledger.watch_list() if one.claim == claim), None)

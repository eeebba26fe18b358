"""What a claim rests on: without whom it would stand otherwise, and how it would stand without one body or source."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from onrecord.record import Claim, Standing, UnknownItem
from onrecord.serve.asked import Asked
from onrecord.serve.desk import Desk
from onrecord.settling import bearing


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """How a claim would stand without `who`."""

    who: str
    name: str
    standing: Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Removal:
    """`decisive`: those without whom the label would be another; `asked`: the one asked about, where one was."""

    claim: str
    now: Standing
    decisive: tuple[Left, ...] = ()
    asked: Left | None = None


def routes(desk: Desk) -> list[Route]:
    """/claim/ID/without."""

    def without_page(request: Request) -> Response:
        asked = desk.asked(request)
        claim = desk.ledger.claim(request.path_params["claim"], as_of=asked.as_of, clock=asked.clock)
        removal = removal_of(desk, claim, asked, asked.rest.get("who"))
        values = {"claim": claim, "removal": removal, "holders": holders_of(claim)}
        return desk.show(request, "without.html", values, data=removal)

    return [Route("/claim/{claim}/without", without_page)]


def holders_of(claim: Claim) -> list[tuple[str, str]]:
    """(id, name) of every body and holder that takes a position, to choose from."""
    names = dict(claim.names)
    ids = [who for p in claim.positions for who in (*((p.principal,) if p.principal else ()), *p.holders)]
    return [(who, names.get(who, who)) for who in dict.fromkeys(ids)]


def decisive_of(desk: Desk, claim: Claim, asked: Asked) -> tuple[Left, ...]:
    """Those without whom the claim would stand otherwise; nobody where it was not settled yet."""
    try:
        return removal_of(desk, claim, asked, None).decisive
    except UnknownItem:
        return ()


def removal_of(desk: Desk, claim: Claim, asked: Asked, who: str | None) -> Removal:
    """What the claim rests on. Raises UnknownItem where `who` says nothing on it."""
    found = bearing(desk.ledger, desk.world, claim.id, as_of=asked.as_of, clock=asked.clock)
    names = dict(claim.names)
    decisive = tuple(Left(who=b, name=names.get(b, b), standing=left) for b, left in found.decisive())
    left = Left(who=who, name=names.get(who, who), standing=found.without(who)) if who else None
    return Removal(claim=claim.id, now=claim.standing, decisive=decisive, asked=left)

"""What a claim rests on: without whom it would stand otherwise, and how it would stand without one body or source."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from onrecord.corrections import correct
from onrecord.reconcile.claims import Bearing, bearing_on
from onrecord.record import Claim, InputError, Judgement, Reading, Standing, UnknownItem
from onrecord.review import latest
from onrecord.serve.asked import Asked
from onrecord.serve.desk import Desk

MOST = 200  # articles that are weighed anew for one question: about a second


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """How a claim would stand without `who`."""

    who: str
    name: str
    standing: Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Removal:
    """`decisive`: those without whom the label would be another; `asked`: the one asked about, where one was.

    `exact` is false where the claim's own articles and those of linked claims do not give its standing by themselves
    (it rests on more than these): then nothing is said.
    """

    claim: str
    now: Standing
    exact: bool
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


def removal_of(desk: Desk, claim: Claim, asked: Asked, who: str | None) -> Removal:
    """What the claim rests on, weighed from its own articles and those of linked claims.

    Raises UnknownItem where `who` says nothing on it, InputError where it rests on more articles than can be weighed.
    """
    bearing = _bearing(desk, claim, asked)
    if bearing is None:
        return Removal(claim=claim.id, now=claim.standing, exact=False)
    names = dict(claim.names)
    decisive = tuple(Left(who=b, name=names.get(b, b), standing=left) for b, left in bearing.decisive())
    left = Left(who=who, name=names.get(who, who), standing=bearing.without(who)) if who else None
    return Removal(claim=claim.id, now=claim.standing, exact=True, decisive=decisive, asked=left)


def _bearing(desk: Desk, claim: Claim, asked: Asked) -> Bearing | None:
    judgements = desk.ledger.judgements(anchored=True)
    readings = _readings(desk, _articles(desk, claim), judgements)
    try:
        found = bearing_on(readings, desk.world, judgements, claim.id, as_of=asked.as_of, clock=asked.clock)
    except UnknownItem:
        return None
    same = (found.standing.label, found.standing.credibility) == (claim.standing.label, claim.standing.credibility)
    return found if same else None


def _articles(desk: Desk, claim: Claim) -> list[str]:
    """The articles that bear on it; raises InputError where they are too many."""
    linked = [link.claim for link in claim.links] + [other for other, _ in desk.ledger.linked_from(claim.id)]
    found = dict.fromkeys(_articles_of(claim))
    for other in islice(linked, MOST):
        found |= dict.fromkeys(_articles_of(desk.ledger.claim(other)))
    if len(found) > MOST:
        raise InputError(f"This claim rests on {len(found):,} articles: too many to weigh it anew without one of them.")
    return sorted(found)


def _articles_of(claim: Claim) -> Iterable[str]:
    return (article for position in claim.positions for article in position.articles)


def _readings(desk: Desk, articles: Sequence[str], judgements: Sequence[Judgement]) -> list[Reading]:
    """As people corrected them, each with when it came into the ledger (the clock `known` runs on that)."""
    decisions, rows = latest(judgements), desk.ledger.articles_of(articles)
    found = [correct(desk.ledger.reading(name), decisions) for name in articles]
    return [replace(one, article=replace(one.article, taken=rows[one.article.id].recorded)) for one in found]

"""The map and the timeline: where claims say that something happened, where it was said, each as the area that is known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain, islice
from typing import Any

import msgspec
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from onrecord.record import Claim
from onrecord.serve.areas import Area, Whereabouts, contested_areas, whereabouts
from onrecord.serve.asked import Asked
from onrecord.serve.desk import Desk
from onrecord.serve.maps import Drawn, draw_map
from onrecord.serve.pages.board import FILTERS, query_of
from onrecord.serve.plots import draw_months

CLAIMS, ARTICLES = 60, 3
"""A map shows the claims that changed last, each by its first articles: a ledger of millions answers as fast."""
SHOWN = ("happened", "said", "both")
NAMED = 5  # claims of a place that are named in the table


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimThere:
    """A claim at a place."""

    id: str
    gist: str
    digit: int
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A place in one role with the claims that are about it, or that were said there."""

    number: int
    role: str
    area: Area
    how: tuple[str, ...]
    claims: tuple[ClaimThere, ...]


def routes(desk: Desk) -> list[Route]:
    """/map, and /timeline with how much was said in each month."""

    @lru_cache(maxsize=20_000)
    def of_article(article: str, seq: int) -> Mapping[str, Whereabouts]:
        return whereabouts(desk.ledger.reading(article, seq=seq))  # a reading of that number never changes

    def of_claim(claim: Claim) -> Iterator[Whereabouts]:
        articles = desk.ledger.articles_of([a for p in claim.positions for a in p.articles][:ARTICLES])
        found = [of_article(row.id, row.seq) for row in articles.values()]
        wanted = [name for position in claim.positions for name in position.propositions]
        return (there[name] for there in found for name in wanted if name in there)

    def map_page(request: Request) -> Response:
        asked = desk.asked(request)
        values = map_values(desk, asked, of_claim)
        data = {name: values[name] for name in ("spots", "contested", "claims", "more")}
        return desk.show(request, "map.html", values, data=data, rows=lambda: map(flat, values["spots"]))

    def timeline(_request: Request) -> Response:
        given = msgspec.json.encode({"months": months_of(desk)})
        return Response(given, media_type="application/json")

    return [Route("/map", map_page), Route("/timeline", timeline)]


def months_of(desk: Desk) -> list[tuple[str, int]]:
    """(2024-11, statements) for every month in which something was said, in order."""
    months = [(value.value, value.count) for value in desk.ledger.facets("said-in", limit=5000)]
    return sorted(month for month in months if len(month[0]) == 7)


def map_values(desk: Desk, asked: Asked, of_claim: Any) -> dict[str, Any]:
    """The places of the claims that the filters leave, and how much was said when."""
    show = asked.rest.get("show", "both")
    page = desk.ledger.claims(replace(query_of(asked), limit=CLAIMS))
    claims = (desk.ledger.claim(row.id, as_of=asked.as_of, clock=asked.clock) for row in page.rows)
    spots = spots_of(((claim, of_claim(claim)) for claim in claims), show)
    drawn = [
        Drawn(
            area=spot.area,
            role=spot.role,
            link=f"#place-{spot.number}",
            words=say_spot(spot),
            claims=len(spot.claims),
        )
        for spot in spots
    ]
    return {
        "spots": spots,
        "drawing": Markup(draw_map(drawn, contested_areas())),
        "contested": contested_areas(),
        "months": Markup(draw_months(months_of(desk), asked.as_of)),
        "claims": len(page.rows),
        "more": page.next is not None,
        "next": asked.address("/map", cursor=page.next) if page.next else None,
        "show": show if show in SHOWN else "both",
        "filters": {name: asked.rest.get(name, "") for name in FILTERS},
        "kinds": [value.value for value in desk.ledger.facets("kind")],
    }


def spots_of(claims: Any, show: str) -> list[Spot]:
    """One spot a place and role, those of most claims first."""
    found: dict[tuple[str, str, float, float], tuple[Area, dict[str, ClaimThere], dict[str, None]]] = {}
    for claim, places in claims:
        there = ClaimThere(id=claim.id, gist=claim.gist, digit=claim.standing.credibility, label=claim.standing.label)
        for role, area, how in chain.from_iterable(_roles(place) for place in places):
            if area is None or show not in ("both", role):
                continue
            key = (role, area.kind, round(area.latitude, 2), round(area.longitude, 2))
            _, here, ways = found.setdefault(key, (area, {}, {}))
            here[claim.id] = there
            ways.update(dict.fromkeys([how] if how else []))
    order = sorted(found.items(), key=lambda item: (-len(item[1][1]), item[0]))
    return [
        Spot(number=number, role=key[0], area=area, how=tuple(ways), claims=tuple(here.values()))
        for number, (key, (area, here, ways)) in enumerate(order, 1)
    ]


def _roles(place: Whereabouts) -> tuple[tuple[str, Area | None, str], ...]:
    return ("happened", place.happened, ""), ("said", place.said, place.how)


def say_spot(spot: Spot) -> str:
    """What a place says when it is pointed at or read out."""
    many = len(spot.claims)
    what = f"{many} claim{'s' if many != 1 else ''} {'happened' if spot.role == 'happened' else 'said'} here"
    disputed = f"; disputed between {', '.join(spot.area.disputed)}" if spot.area.disputed else ""
    return f"{spot.area.name} ({spot.area.kind}): {what}{disputed}"


def flat(spot: Spot) -> dict[str, object]:
    """A line of the table for CSV and JSON lines."""
    area = spot.area
    return {
        "place": area.name,
        "role": spot.role,
        "kind": area.kind,
        "country": area.country,
        "latitude": area.latitude,
        "longitude": area.longitude,
        "km": round(area.km, 1),
        "vague": area.vague,
        "disputed": list(area.disputed),
        "claims": [claim.id for claim in islice(spot.claims, 1000)],
    }

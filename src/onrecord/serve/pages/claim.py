"""One claim: how it stands and came to, who holds what, who says what number, every wording in its article, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from markupsafe import Markup
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from onrecord import phrases
from onrecord.export.brief import SAID
from onrecord.export.glance import glance
from onrecord.formats import claim_to_dict
from onrecord.record import Claim, Judgement, Position, StandingChange
from onrecord.serve.deciding import decide, merge_value, split_value
from onrecord.serve.desk import Desk
from onrecord.serve.forms import go, posted
from onrecord.serve.pages.review import last_word
from onrecord.serve.pages.watches import watch_of
from onrecord.serve.pages.without import decisive_of
from onrecord.serve.plots import SIDES, draw_dependence, draw_lanes, draw_numbers
from onrecord.store.terms import Statement


def routes(desk: Desk) -> list[Route]:
    """/claim/ID, and the forms that merge and split it."""

    def claim_page(request: Request) -> Response:
        asked = desk.asked(request)
        claim = desk.ledger.claim(request.path_params["claim"], as_of=asked.as_of, clock=asked.clock)
        values = {
            **claim_values(desk, claim),
            "decisive": [(one.name, one.standing) for one in decisive_of(desk, claim, asked)],
            "done": last_word(desk, asked.rest.get("done")),
            "watch": watch_of(desk.ledger, claim.id),
        }
        return desk.show(
            request, "claim.html", values, data=claim_to_dict(claim), rows=lambda: wording_rows(desk, claim)
        )

    def merge(request: Request, form: FormData) -> Response:
        claim = desk.ledger.claim(request.path_params["claim"])
        return _changed(desk, decide(desk, "merge", claim.id, merge_value(form, claim, desk.ledger.claim), form), claim)

    def split(request: Request, form: FormData) -> Response:
        claim = desk.ledger.claim(request.path_params["claim"])
        return _changed(desk, decide(desk, "split", claim.id, split_value(form, claim), form), claim)

    return [
        Route("/claim/{claim}", claim_page),
        Route("/claim/{claim}/merge", posted(merge), methods=["POST"]),
        Route("/claim/{claim}/split", posted(split), methods=["POST"]),
    ]


def _changed(desk: Desk, judgement: Judgement, claim: Claim) -> Response:
    """To where the claim's first wording is now: claims come and go, propositions stay."""
    first = [name for position in claim.positions for name in position.propositions][:1]
    found = desk.ledger.statements_of(first)
    now = next((statement.claim for statement in found.values() if statement.claim), None)
    return go(f"/claim/{now}?done={judgement.id}" if now else "/review/log", who=judgement.who)


def claim_values(desk: Desk, claim: Claim) -> dict[str, object]:
    """Everything the page shows of the claim."""
    names = dict(claim.names)
    ids = [name for position in claim.positions for name in position.propositions]
    statements = statements_behind(desk, claim)
    return {
        "claim": claim,
        "seen": glance(claim),
        "names": names,
        "lanes": Markup(draw_lanes(claim)),  # built from escaped parts in plots.py
        "dependence": Markup(draw_dependence(claim)),
        "numbers_plot": Markup(draw_numbers(claim.numbers, names)) if claim.numbers else None,
        "positions": [_position(p, number, names, statements) for number, p in enumerate(claim.positions, 1)],
        "many": len(set(ids)) > 1,
        "links": [(link.as_, link.claim, _gist(desk, link.claim)) for link in claim.links],
        "because": [statements[name] for name in claim.standing.because if name in statements],
        "history": [_change(change, statements) for change in claim.history],
        "linked_from": [(how, other, _gist(desk, other)) for other, how in desk.ledger.linked_from(claim.id)],
        "paste": paste_sentence(desk, claim, names, statements),
    }


def statements_behind(desk: Desk, claim: Claim) -> dict[str, Statement]:
    """Every statement that the claim names, by id."""
    ids = [name for position in claim.positions for name in position.propositions]
    behind = [name for change in claim.history for name in change.because]
    return desk.ledger.statements_of([*ids, *claim.standing.because, *behind])


def _change(change: StandingChange, statements: Mapping[str, Statement]) -> dict[str, object]:
    """A step of the standing's history with the statements that made it."""
    return {
        "since": change.since,
        "standing": change.standing,
        "because": [statements[name] for name in change.because if name in statements],
    }


def wording_rows(desk: Desk, claim: Claim) -> Iterator[dict[str, object]]:
    """One flat row for every wording of the claim, in order of its positions."""
    names = dict(claim.names)
    statements = desk.ledger.statements_of([name for position in claim.positions for name in position.propositions])
    for number, position in enumerate(claim.positions, 1):
        for one in (statements[name] for name in position.propositions if name in statements):
            yield {
                "claim": claim.id,
                "position": number,
                "holders": [names.get(holder, holder) for holder in position.holders],
                "principal": position.principal and names.get(position.principal, position.principal),
                "stance": position.stance,
                "said": phrases.say_interval(position.said),
                "words": one.words,
                "article": one.article,
                "outlet": one.publisher,
                "published": one.published,
                "proposition": one.id,
                "score": one.score,
            }


def _position(
    position: Position, number: int, names: Mapping[str, str], statements: Mapping[str, Statement]
) -> dict[str, object]:
    return {
        "number": number,
        "holders": [(holder, names.get(holder, holder)) for holder in position.holders],
        "principal": _speaks_for(position, names),
        "stance": position.stance,
        "side": SIDES.get(position.stance, "neutral"),
        "said": phrases.say_interval(position.said),
        "basis": position.basis,
        "score": position.score,
        "wordings": [statements[name] for name in position.propositions if name in statements],
        "depends_on": [(d.position + 1, d.why, d.certain) for d in position.depends_on],
    }


def _speaks_for(position: Position, names: Mapping[str, str]) -> str | None:
    """The body behind the holders, where that is not themselves."""
    body = names.get(position.principal, position.principal) if position.principal else None
    return None if body in [names.get(holder, holder) for holder in position.holders] else body


def paste_sentence(desk: Desk, claim: Claim, names: Mapping[str, str], statements: Mapping[str, Statement]) -> str:
    """An attributed sentence ready to paste: who says it and when, how the claim stands, and where it was printed."""
    parts, cited = [], []
    for position in claim.positions:
        first = next((statements[name] for name in position.propositions if name in statements), None)
        if first is None or position.stance not in SIDES:
            continue
        who = ", ".join(names.get(holder, holder) for holder in position.holders) or "an unnamed source"
        where = phrases.say_outlet(first.publisher or first.article)
        printed = f"{where}, {(first.published or 'undated')[:10]}"
        said = phrases.say_days(position.said)
        day = "" if said == phrases.DASH else f"{said}; "
        parts.append(f"{who} {SAID[position.stance]} ({day}{printed})")
        cited.append(first)
    whole = f"{claim.gist}: {'; '.join(parts) or 'nobody holds it'}. Standing: {claim.standing.label}."
    return f"{whole} Sources: {'; '.join(citations(desk, cited))}." if cited else whole


def citations(desk: Desk, cited: Sequence[Statement]) -> list[str]:
    """Each article once, as one cites it: outlet, title, date, address."""
    rows = desk.ledger.articles_of([one.article for one in cited])
    found = []
    for row in rows.values():
        title = f"“{row.title}”" if row.title else None
        address = row.url if row.url and row.url.startswith(("http://", "https://")) else None
        parts = (row.publisher or row.id, title, (row.published or "undated")[:10], address)
        found.append(", ".join(part for part in parts if part))
    return found


def _gist(desk: Desk, claim_id: str) -> str:
    return desk.ledger.claim(claim_id).gist

"""Whose words the ledger holds: outlets, families, agencies, who carried whose text, the parties and their allies; all editable."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from onrecord import phrases
from onrecord.knowledge.countries import countries, country_of
from onrecord.reconcile.outlet_ties import OutletTie, identity_of, outlet_ties
from onrecord.reconcile.reviewed import judge_world
from onrecord.reconcile.world import Conflict, Outlet, World
from onrecord.reconcile.world_edits import world_row
from onrecord.record import InputError, Judgement
from onrecord.review import GradeValue, WorldValue, value_of
from onrecord.serve.asked import Asked
from onrecord.serve.beside import path_of
from onrecord.serve.deciding import decide
from onrecord.serve.desk import Desk
from onrecord.serve.forms import field, go, posted
from onrecord.serve.outlet_plot import draw_ties
from onrecord.serve.pages.review import last_word
from onrecord.store.terms import ArticleRow, LogEntry

LOOKED_AT = 1000  # newest articles, among which copies are looked for
SHOWN = 300  # outlets on the page
CONTROLS = ("private", "public", "state", "party")
LETTERS = "ABCDEF"
BODIES = ("government:", "military:", "group:", "organisation:", "family:")
Ties = tuple[OutletTie, ...]


def routes(desk: Desk) -> list[Route]:
    """/sources; /source/ID of an outlet or a body, with its forms."""
    kept: dict[tuple[int, int], Ties] = {}  # of the newest readings and world alone

    def ties() -> Ties:
        state = (desk.ledger.mark().reading, hash(desk.ledger.world()))
        if state not in kept:
            found = newest_ties(desk, world_now(desk))
            kept.clear()
            kept[state] = found
        return kept[state]

    def sources_page(request: Request) -> Response:
        values = sources_values(desk, desk.asked(request), ties())
        return desk.show(request, "sources.html", values, rows=lambda: values["outlets"])

    def source_page(request: Request) -> Response:
        values = source_values(desk, request.path_params["source"], ties())
        values["done"] = last_word(desk, desk.asked(request).rest.get("done"))
        return desk.show(request, "source.html", values)

    def change(request: Request, form: FormData) -> Response:
        source = request.path_params["source"]
        made = change_source(desk, source, form)
        return go(f"/source/{path_of(source)}?done={made.id}", who=made.who)

    return [
        Route("/sources", sources_page),
        Route("/source/{source:path}", source_page),
        Route("/source/{source:path}", posted(change), methods=["POST"]),
    ]


def world_now(desk: Desk) -> World:
    """The world's file with what people changed of it in this ledger."""
    return judge_world(desk.world, desk.ledger.effective_judgements())


def newest_ties(desk: Desk, world: World) -> Ties:
    """Who rests on whom, among the newest articles."""
    rows: list[ArticleRow] = []
    cursor: str | None = None
    while len(rows) < LOOKED_AT:
        page = desk.ledger.articles(limit=LOOKED_AT, cursor=cursor)
        rows += page.rows
        cursor = page.next
        if cursor is None:
            break
    return outlet_ties((desk.ledger.reading(row.id) for row in rows[:LOOKED_AT]), world)


# ------------------------------------------------------------------------------------------------------------ all of them


def sources_values(desk: Desk, asked: Asked, ties: Ties) -> dict[str, Any]:
    """Outlets with what the world knows of them, their families, who rests on whom, and the parties."""
    world = world_now(desk)
    name = asked.rest.get("name", "").casefold()
    found = [one for one in desk.ledger.outlets() if name in one.name.casefold()]
    outlets = [outlet_row(world, one.name, one.count) for one in found[:SHOWN]]
    bodies, names = present(desk, world), printed_names(desk, world)
    return {
        "name": asked.rest.get("name", ""),
        "outlets": outlets,
        "many_outlets": len(found),
        "families": families(world, outlets),
        "ties": [tie_row(world, names, tie) for tie in ties],
        "plot": Markup(draw_ties(ties, lambda one: names.get(one) or world.name(one))),
        "looked_at": LOOKED_AT,
        "conflicts": [conflict_row(world, one, bodies) for one in world.conflicts if matters(world, one, bodies)],
        "alliances": [
            {"first": named(world, row.first), "second": named(world, row.second), "source": row.source}
            for row in world.alliances
            if {world.principal(row.first), world.principal(row.second)} <= bodies
        ],
        "bodies": sorted((named(world, body) for body in bodies), key=lambda pair: pair[1].casefold()),
        "changes": [change_row(entry) for entry in changes(desk)],
    }


def outlet_row(world: World, name: str, articles: int) -> dict[str, Any]:
    """One outlet of the ledger, by the name it prints."""
    identity = identity_of(world, name)
    row = known_outlet(world, identity)
    principal = world.principal(identity)
    return {
        "id": identity,
        "name": name,
        "articles": articles,
        "country": row.country if row else None,
        "control": row.control if row else None,
        "family": row.family and world.name(row.family) if row else None,
        "owner": row.owner and world.name(row.owner) if row else None,
        "agency": bool(row and row.agency),
        "speaks_for": None if principal == identity else world.name(principal),
        "letter": world.reliability.get(principal),
        "known": row is not None,
        "source": row.source if row else None,
    }


def known_outlet(world: World, identity: str) -> Outlet | None:
    """The world's row of the outlet."""
    return next((row for row in world.outlets if row.id == identity), None)


def families(world: World, outlets: Sequence[Mapping[str, Any]]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Families that several outlets of the ledger belong to: one voice each."""
    found: dict[str, list[tuple[str, str]]] = {}
    for row in outlets:
        known = known_outlet(world, row["id"])
        if known is not None and known.family:
            found.setdefault(known.family, []).append((row["id"], row["name"]))
    return [(world.name(family), members) for family, members in sorted(found.items())]


def present(desk: Desk, world: World) -> frozenset[str]:
    """The bodies for whom somebody speaks in this ledger; unnamed ones and persons are none."""
    found = (value.value for value in desk.ledger.facets("principal", limit=1000))
    bodies = (one for one in found if one.startswith(BODIES) and "@" not in one)
    return frozenset(
        world.principal(f"government:{one[11:].upper()}" if one.startswith("government:") else one) for one in bodies
    )


def matters(world: World, conflict: Conflict, bodies: frozenset[str]) -> bool:
    """Whether anybody on its sides speaks in this ledger."""
    return any(world.principal(member) in bodies for side in conflict.sides for member in side)


def conflict_row(world: World, conflict: Conflict, bodies: frozenset[str]) -> dict[str, Any]:
    """A conflict and its sides; who speaks in this ledger is marked."""
    return {
        "id": conflict.id,
        "name": conflict.name or conflict.id,
        "sides": [[(*named(world, one), world.principal(one) in bodies) for one in side] for side in conflict.sides],
        "aligned": [(named(world, first), named(world, second)) for first, second in conflict.aligned],
        "source": conflict.source,
    }


def named(world: World, identity: str) -> tuple[str, str]:
    """(id, name) of a body."""
    return identity, world.name(identity)


def printed_names(desk: Desk, world: World) -> dict[str, str]:
    """The id of each outlet of the ledger with the name that it prints most often."""
    return {identity_of(world, one.name): one.name for one in reversed(desk.ledger.outlets())}


def tie_row(world: World, printed: Mapping[str, str], tie: OutletTie) -> dict[str, Any]:
    """A tie with the names people read, and its articles."""
    return {
        "outlet": (tie.outlet, printed.get(tie.outlet) or world.name(tie.outlet)),
        "on": (tie.on, printed.get(tie.on) or world.name(tie.on)),
        "way": tie.way,
        "articles": tie.articles,
    }


def changes(desk: Desk) -> list[LogEntry]:
    """What people changed of the world, newest first, undone or not."""
    found = [entry for act in ("world", "grade", "depend") for entry in desk.ledger.log(act=act, limit=50).rows]
    return sorted(found, key=lambda entry: entry.seq, reverse=True)


def change_row(entry: LogEntry) -> dict[str, Any]:
    """One change in words."""
    made = entry.judgement
    return {
        "id": made.id,
        "when": made.when,
        "who": made.who,
        "what": say_change(made),
        "why": made.why,
        "undone_by": entry.undone_by,
    }


def say_change(made: Judgement) -> str:
    """What was changed: "outlet herald: family Example Media"."""
    value = value_of(made)
    if isinstance(value, WorldValue):
        row = ", ".join(f"{key} {item}" for key, item in value.row.items() if item is not None)
        return f"{made.target}{' removed' if value.remove else ''}: {row}"
    if isinstance(value, GradeValue):
        return f"{made.target}: reliability {value.letter or 'back to its own record'}"
    return f"{made.act} {made.target}"


# -------------------------------------------------------------------------------------------------------------- one of them


def source_values(desk: Desk, identity: str, ties: Ties) -> dict[str, Any]:
    """One outlet or body: what the world knows of it, what it rests on, what may be changed."""
    world = world_now(desk)
    known = known_as(world, identity)
    outlet, names = known_outlet(world, known), printed_names(desk, world)
    printed = [one for one in desk.ledger.outlets() if identity_of(world, one.name) == known]
    above = [named(world, body) for body in world.bodies_above(known)[1:]]
    allied = sorted({one for pair in world.allied(world.principal(known)) for one in pair} - {world.principal(known)})
    sides = [
        {"conflict": one.id, "name": one.name or one.id, "number": number, "with": [named(world, m) for m in side]}
        for one in world.conflicts
        for number, side in enumerate(one.sides)
        if any(world.identify(member) in world.bodies_above(known) for member in side)
    ]
    return {
        "id": known,
        "shown": printed[0].name if printed else world.name(known),
        "is_outlet": known.startswith("outlet:"),
        "row": outlet,
        "articles": [row for one in printed for row in desk.ledger.articles(outlet=one.value, limit=20).rows],
        "many": sum(one.count for one in printed),
        "above": above,
        "principal": named(world, world.principal(known)),
        "letter": world.reliability.get(world.principal(known)),
        "allies": [named(world, one) for one in allied],
        "sides": sides,
        "conflicts": [
            (one.id, one.name or one.id, [phrases.shorten(", ".join(world.name(m) for m in side), 30) for side in one.sides])
            for one in world.conflicts
        ],
        "ties": [tie_row(world, names, tie) for tie in ties if known in (tie.outlet, tie.on)],
        "controls": CONTROLS,
        "letters": LETTERS,
        "bodies": sorted((named(world, body) for body in present(desk, world)), key=lambda pair: pair[1].casefold()),
        "changes": [change_row(entry) for entry in changes(desk) if known in (entry.judgement.value or "") or known == entry.judgement.target],
    }  # fmt: skip


def known_as(world: World, identity: str) -> str:
    """The id of the outlet or body that an address names, by id or by an outlet's name."""
    return world.identify(identity) if ":" in identity else identity_of(world, identity)


def change_source(desk: Desk, identity: str, form: FormData) -> Judgement:
    """The judgement that the form means, kept; raises InputError."""
    world = world_now(desk)
    known = known_as(world, identity)
    act = field(form, "act")
    if act == "grade":
        letter = field(form, "letter") or None
        return decide(desk, "grade", world.principal(known), GradeValue(letter=letter), form)
    table, row, remove = _row(world, known, act, form)
    world_row(table, row)
    return decide(desk, "world", table, WorldValue(row=row, remove=remove), form)


def _row(world: World, known: str, act: str, form: FormData) -> tuple[str, dict[str, Any], bool]:
    """(table, row, whether it is taken out) of the pressed button."""
    match act:
        case "outlet":
            return "outlet", _outlet_row(world, known, form), False
        case "principal":
            return "principal", {"id": known, "body": find_body(world, field(form, "body"))}, False
        case "alone":
            return "principal", {"id": known, "body": known}, True
        case "ally" | "no-ally":
            return "ally", {"first": known, "second": find_body(world, field(form, "other"))}, act == "no-ally"
        case "side" | "no-side":
            conflict, _, number = field(form, "side").rpartition(":")
            if not conflict or not number.isdecimal() or conflict not in {one.id for one in world.conflicts}:
                raise InputError("Choose a conflict and the side in it.")
            return "side", {"conflict": conflict, "number": int(number), "member": known}, act == "no-side"
        case _:
            raise InputError(
                f"act={act}: unknown. Choose one of: outlet, principal, alone, ally, no-ally, side, no-side, grade."
            )


def _outlet_row(world: World, known: str, form: FormData) -> dict[str, Any]:
    """The fields of the form that differ from what the world has; raises InputError where none does."""
    if not known.startswith("outlet:"):
        raise InputError(f"{world.name(known)} is no outlet: it has a side and allies, no family.")
    row = known_outlet(world, known)
    family, owner, country = field(form, "family"), field(form, "owner"), field(form, "country").upper()
    if country and country not in countries():
        raise InputError(f"country {country}: not known. Write two letters, as US or GB.")
    control = field(form, "control") or "private"
    given = {
        "family": family if not family or ":" in family else f"family:{family.lower()}",
        "owner": find_body(world, owner) if owner else "",
        "country": country,
        "control": control,
        "agency": field(form, "agency") == "yes",
    }
    stands = {name: getattr(row, name, None) or ("private" if name == "control" else False if name == "agency" else "") for name in given}  # fmt: skip
    changed = {name: value for name, value in given.items() if value != stands[name]}
    if not changed:
        raise InputError("Nothing differs from what is known already: change a field first.")
    printed = field(form, "printed", most=200)  # an outlet the world does not have keeps the name it prints
    return {"id": printed if row is None and printed else known, **changed}


def find_body(world: World, words: str) -> str:
    """The id of a body by id, name or country; raises InputError where it is not known."""
    known = world.identify(words)
    if known != words or ":" in words:
        return known
    country = country_of(words)
    if country is not None:
        return f"government:{country}"
    raise InputError(
        f"“{words}” is not known: give the name of a country or body, or an id like government:US or group:hamas."
    )

"""Holders as phrases name them come in; entities with conservative ids, bodies and principals included, go out.

Ids: `government:US`, `person:vedant-patel`, `organisation:state-department`. What a phrase leaves open ("one official",
a surname without its first name, "the ministry") has an id of its own article, after an "@".
"""

from __future__ import annotations

import hashlib
from dataclasses import replace

from onrecord.extract.names import slug
from onrecord.extract.naming import BodyRef, Holder
from onrecord.knowledge.countries import countries
from onrecord.record import Entity, Role


def local_id(kind: str, name: str, article_id: str) -> str:
    """The id of something that is only known within one article."""
    return f"{kind}:{slug(name)}@{hashlib.sha256(article_id.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"


def government(country: str) -> Entity:
    """The government of a country, by its ISO code."""
    known = countries().get(country)
    return Entity(
        id=f"government:{country}",
        kind="government",
        name=known.name if known else country,
        country=country,
        by="table:countries",
    )


def entities_of(holder: Holder, article_id: str) -> list[Entity]:
    """The holder's entity first, then its body and government where it names them."""
    if holder.form == "pronoun":
        return []
    if holder.body is not None and holder.body.kind == "person" and holder.rank != "spokesman":
        holder = replace(holder, body=None)  # "his commanding officer" does not speak for him
    if holder.body is not None and not _is_name(holder.body.name):
        holder = replace(holder, body=None)
    body = (
        body_entities(holder.body, article_id)
        if holder.body is not None and holder.kind in ("person", "unnamed", "document")
        else []
    )
    principal = None
    others = list(body)
    if holder.kind in ("person", "unnamed", "document"):
        if holder.speaks and body:
            principal = body[0].id
        elif holder.speaks and holder.country and holder.body is None:
            others.append(government(holder.country))
            principal = others[-1].id
    elif holder.kind in ("organisation", "military", "outlet") and holder.speaks and holder.country:
        others.append(government(holder.country))
        principal = others[-1].id
    if holder.kind == "government" and holder.key and len(holder.key) == 2:
        return [government(holder.key)]
    return [
        Entity(
            id=_id(holder, article_id),
            kind=holder.kind,
            name=holder.name,
            roles=_roles(holder),
            rank=holder.rank,
            country=holder.country,
            principal=principal,
            score=holder.score,
            by="rule:phrase",
        ),
        *others,
    ]


_NO_NAMES = frozenset("the a an de in of at for on from by with to as".split())  # noqa: SIM905


def _is_name(body: str) -> bool:
    """Whether words can be a body's name: "in Rome", a lone article and half a word at a line's end cannot."""
    return (
        body.split(maxsplit=1)[0].lower() not in _NO_NAMES - ({"the", "de"} if " " in body else set())
        and body[-1] != "-"
    )


def _roles(holder: Holder) -> tuple[Role, ...]:
    if holder.title is None and (holder.body is None or holder.kind != "person"):
        return ()
    if holder.kind not in ("person", "unnamed"):
        return ()
    return (Role(title=holder.title, organisation=holder.body.name if holder.body else None),)


def _id(holder: Holder, article_id: str) -> str:
    if holder.key is None:
        return local_id(holder.kind, holder.name, article_id)
    if holder.kind == "person" and "-" not in holder.key:
        return local_id("person", holder.key, article_id)
    return f"{holder.kind}:{holder.key}"


def body_entities(body: BodyRef, article_id: str) -> list[Entity]:
    """The body itself, then the government it belongs to."""
    if body.kind == "government" and body.country:
        return [government(body.country)]
    principal = f"government:{body.country}" if body.state and body.country else None
    own = Entity(
        id=f"{body.kind}:{body.key}" if body.key else local_id(body.kind, body.name, article_id),
        kind=body.kind,
        name=body.name,
        country=body.country,
        principal=principal,
        by="rule:phrase",
    )
    return [own, government(body.country)] if principal and body.country else [own]


def merged(one: Entity, other: Entity) -> Entity:
    """Two findings about one entity: what the first leaves open the second fills, roles are kept apart."""
    roles = one.roles + tuple(role for role in other.roles if not any(_covers(known, role) for known in one.roles))
    return replace(
        one,
        name=other.name if len(other.name) > len(one.name) and one.kind == "person" else one.name,
        roles=roles,
        rank=one.rank or other.rank,
        country=one.country or other.country,
        principal=one.principal or other.principal,
        score=max(one.score, other.score),
    )


def _covers(known: Role, role: Role) -> bool:
    """Whether a role says nothing that a known one does not; a body may be cut short ("Rescue Service")."""
    if role.title is None and role.organisation in (known.title or "").split():
        return True
    same_title = role.title is None or (known.title or "").lower() == role.title.lower()
    longer = f" {known.organisation or ''}".endswith(f" {role.organisation}")
    return same_title and (role.organisation is None or known.organisation == role.organisation or longer)

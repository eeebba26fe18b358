"""Entities that are partly open come in; who stands for which government or body goes into them.

What tables know (who led a country on the article's day) and what stands before a bare word tells ("the ministry", "the
army", "a spokesman"): the body named before that fits, else the state that is spoken of, with a score that says how sure
that is.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from onrecord.knowledge.countries import countries
from onrecord.knowledge.grammar import Words
from onrecord.knowledge.leaders import Leader, find_head, find_leader, find_leader_called
from onrecord.knowledge.offices import load_offices
from onrecord.record import Entity, Role
from onrecord.resolve.belonging import heads_office, of_a_state, principal_before, regime_of, state_spoken_of
from onrecord.resolve.coreference import Past, find_by_noun

_RULE_OF = re.compile(r"(?:the )?(?:regime|government|administration) of (?:.* )?([^ ]+)$")
_RULED = frozenset(
    ["regime", "government", "administration", "forces", "troops", "army", "military", "officials", "spokesman"]
)
_INFERRED = 0.85
"""Chance at most of a speaker whose body is not in the phrase itself."""
BARE = 2
"""Words of a body's name up to which it tells only its kind ("ministry", "defence ministry")."""
_ALONE = 0.8  # chance from which the state spoken of is the only one


@dataclass(slots=True)
class Work:
    """What is known so far; local to one call."""

    words: Words
    entities: dict[str, Entity]
    resolved: dict[str, tuple[str, float]] = field(default_factory=dict)  # mention id -> (entity id, score)
    replaced: dict[str, str] = field(default_factory=dict)  # provisional entity -> entity
    loose: dict[str, float] = field(default_factory=dict)  # entity -> the chance that the body inferred for it is right


# ------------------------------------------------------------------------------------------------- what tables add


def know_leaders(work: Work, day: str | None) -> None:
    """Heads of state and government whose office the text does not give, where the table has them on the article's day."""
    lands = {entity.country for entity in work.entities.values() if entity.country}
    for entity in list(work.entities.values()):
        told = entity.principal is not None and (entity.roles or entity.principal != f"government:{entity.country}")
        if entity.kind != "person" or told or entity.rank not in (None, "head"):
            continue
        single = "@" in entity.id
        leader = find_leader_called(entity.name, day) if single else find_leader(entity.name, day)
        if leader is None and entity.rank == "head":
            leader = find_head(entity.name)
        if (
            leader is None
            or (single and entity.rank is None and leader.country not in lands)
            or entity.country not in (None, leader.country)
        ):
            continue
        government = government_of(leader.country)
        work.entities.setdefault(government.id, government)
        offices = entity.roles if entity.rank == "head" else (*entity.roles, _office_of(leader))
        made = replace(
            entity,
            country=leader.country,
            rank="head",
            principal=government.id,
            roles=offices,
            by="table:leaders",
        )
        if single:
            full = leader.name.split()
            made = replace(
                made, id=f"person:{_key(full[0])}-{_key(leader.called)}", name=f"{full[0]} {leader.called}", score=0.85
            )
            work.replaced[entity.id] = made.id
            made = replace(work.entities.get(made.id, made), country=leader.country)
        work.entities[made.id] = made


def _office_of(leader: Leader) -> Role:
    return Role(title=leader.office or None, start=leader.since or None)


def _key(name: str) -> str:
    return "-".join(
        part
        for part in re.split(
            r"[^a-z0-9]+", unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
        )
        if part
    )


def government_of(country: str) -> Entity:
    """The government of a country, by its ISO code."""
    known = countries().get(country)
    name = known.name if known else country
    return Entity(id=f"government:{country}", kind="government", name=name, country=country, by="table:countries")


def give_countries(work: Work, day: str | None) -> None:
    """A body named by its leader is of his country ("the Assad regime", "Assad forces", "the Trump administration")."""
    heads = {
        entity.name.lower().split()[-1]: entity.country
        for entity in work.entities.values()
        if entity.kind == "person" and entity.country and entity.rank in ("head", "minister")
    }
    _give_each(work, heads, day)
    for entity in list(work.entities.values()):
        if entity.principal in work.replaced:  # "Assad regime officials"
            meant = work.replaced[entity.principal]
            work.entities[entity.id] = replace(
                entity, principal=meant, country=entity.country or work.entities[meant].country
            )


def _give_each(work: Work, heads: Mapping[str, str | None], day: str | None) -> None:
    for entity in list(work.entities.values()):
        if country := heads_office(entity, work.entities):
            made = government_of(country)
            work.entities.setdefault(made.id, made)
            work.entities[entity.id] = replace(entity, country=country, principal=made.id)
            continue
        if (
            entity.country is not None
            or entity.kind not in ("government", "military", "unnamed", "organisation")
            or entity.principal
        ):
            continue
        if of_whom := _RULE_OF.match(entity.name.lower()):
            if country := heads.get(of_whom[1]):
                made = government_of(country)
                work.entities.setdefault(made.id, made)
                work.replaced[entity.id] = made.id
            continue
        named = entity.name.replace("’s", "").replace("'s", "").removeprefix("the ").removeprefix("The ").split()
        parts = [word.lower() for word in named]
        if not 2 <= len(parts) <= 4 or parts[-1] not in _RULED:
            continue
        country = next((heads[part] for part in parts[:-1] if heads.get(part)), None)
        if country is None:
            called = (find_leader_called(word, day) for word in named[:-1] if word[0].isupper())
            country = next((leader.country for leader in called if leader is not None), None)
        if country is None:
            continue
        government = government_of(country)
        work.entities.setdefault(government.id, government)
        if parts[-1] in ("regime", "government", "administration"):
            work.replaced[entity.id] = government.id
        else:
            work.entities[entity.id] = replace(entity, country=country, principal=government.id)


def belong(past: Past, work: Work, entity_id: str, number: int, quoted: bool) -> None:
    """Gives an unnamed speaker the body that what stands before it tells."""
    entity = work.entities[entity_id]
    body = principal_before(past, entity, number, quoted)
    if body is not None and body.startswith("government:") and body not in work.entities:
        work.entities[body] = government_of(body.removeprefix("government:"))
    if body is not None:
        country = entity.country or work.entities[body].country
        work.entities[entity_id] = replace(entity, principal=body, country=country)
        work.loose[entity_id] = _INFERRED


def settle_body(past: Past, work: Work, entity_id: str, number: int) -> None:
    """Finds which body a speaker's bare one is ("a ministry spokesman", "the group's director")."""
    entity = work.entities[entity_id]
    body = work.entities.get(entity.principal or "")
    if body is None or "@" not in body.id or len(body.name.split()) > BARE:
        return
    found = find_by_noun(past, body, number)
    if found is None and (body.name.lower().removesuffix("s"),) in load_offices().bodies:  # a lost apostrophe
        found = find_by_noun(past, replace(body, name=body.name.removesuffix("s")), number)
    unknown = body.id, 0.6 if len(body.name.split()) == 1 else 0.8
    chosen, score = found or of_spoken_state(past, work, body, number) or unknown
    country = entity.country or work.entities[chosen].country
    work.entities[entity_id] = replace(entity, principal=chosen, country=country)
    work.loose[entity_id] = min(score, _INFERRED)


def of_spoken_state(past: Past, work: Work, body: Entity, number: int) -> tuple[str, float] | None:
    """The government that a bare one is, or the bare army or ministry as that of the state spoken of."""
    if body.name.lower().removeprefix("the ") == "regime":
        spoken = regime_of(past, number)
    else:
        spoken = state_spoken_of(past, number) if of_a_state(body) else None
    if spoken is None:
        return None
    government = government_of(spoken[0])
    work.entities.setdefault(government.id, government)
    if body.kind in ("government", "unnamed"):
        work.replaced.setdefault(body.id, government.id)
        return government.id, spoken[1]
    work.entities[body.id] = replace(body, country=spoken[0], principal=government.id)
    work.loose[body.id] = spoken[1]
    return body.id, spoken[1]


def country_of_office(past: Past, entity: Entity, number: int) -> str | None:
    """The country of a minister that the phrase leaves out: told by the office's name, or the only state spoken of."""
    titles = [tuple(role.title.lower().split()) for role in entity.roles if role.title]
    told = next((iso for title in titles if (iso := load_offices().offices_of.get(title))), None)
    if told is not None:
        return told
    spoken = state_spoken_of(past, number)
    return spoken[0] if spoken is not None and spoken[1] >= _ALONE else None


def serve(work: Work, entity: Entity, country: str) -> None:
    """Somebody speaks for the government of this country."""
    government = government_of(country)
    work.entities.setdefault(government.id, government)
    work.entities[entity.id] = replace(entity, country=country, principal=government.id)

"""A speaker whose body the phrase does not name comes in; the body that what stands before it tells goes out.

"Its delegate" is of the body that "its" means; "one of them" and "two of the officials" are of the group named before;
"the state news agency" speaks for the government spoken of last; "the president's office" is that of the only
president in the article; a bare "deputy spokesman" speaks for the body that spoke last.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

from onrecord.knowledge.countries import countries_of
from onrecord.knowledge.offices import load_offices
from onrecord.record import Entity
from onrecord.resolve.coreference import Past, antecedent, is_plural

_OWNED = re.compile(r"(?:its|his|her|their)\b", re.IGNORECASE)
_ONE_OF = re.compile(r"(?:one|two|three|some|many|several|most|both|another) of (?:them|the)\b", re.IGNORECASE)
_STATE_MEDIA = re.compile(
    r"(?:the )?(?:official |country's )?state(?:-run|-owned|-controlled)? (?:news )?(?:agency|television|tv|media|radio|broadcaster|newspaper)(?: channel| station| agency)?$",
    re.IGNORECASE,
)
_OFFICE = re.compile(r"(?:the )?(?:president|prime minister|premier|chancellor)[’']s (?:press )?office$", re.IGNORECASE)
_BODIES = frozenset(("government", "organisation", "military", "group"))


def principal_before(past: Past, entity: Entity, n: int, quoted: bool) -> str | None:
    """The id of the body an unnamed speaker or a bare body belongs to, by what was said before word `n`."""
    if entity.principal is not None:
        return None
    if entity.kind == "unnamed" and entity.rank is not None and _OWNED.match(entity.name):
        found = antecedent(past, n, quoted)
        owner = past.entities.get(found[0]) if found else None
        return owner.id if owner is not None and owner.kind in _BODIES else None
    if entity.kind == "person" and _of_a_president(entity):
        return None
    if entity.kind == "person" and entity.rank == "spokesman" and not any(role.organisation for role in entity.roles):
        return _body_before(past, n)
    if entity.kind == "unnamed" and _ONE_OF.match(entity.name):
        group = _group_before(past, entity, n)
        return group.principal if group is not None else None
    if entity.kind == "unnamed" and _bare(entity) and (entity.rank == "spokesman" or entity.name[:4].lower() == "the "):
        return _same_office_before(past, entity, n) or (_body_before(past, n) if entity.rank == "spokesman" else None)
    if entity.kind == "organisation" and _OWNED.match(entity.name):
        found = antecedent(past, n, quoted)
        return found[0] if found else None
    if _STATE_MEDIA.match(entity.name) and entity.country is None:
        return _government_before(past, n)
    return None


def _bare(entity: Entity) -> bool:
    """Whether nothing but the office is said ("officials", "a spokesman")."""
    title = next((role.title for role in entity.roles if role.title), "")
    return entity.name.lower().removeprefix("the ") == title.lower() and not any(
        role.organisation for role in entity.roles
    )


def _same_office_before(past: Past, entity: Entity, n: int) -> str | None:
    """The body of those of the same office named before ("Belgian prosecutors say … Prosecutors say")."""
    noun = entity.name.lower().split()[-1]
    for item in past.recent(past.words.sentence[n]):
        other = past.entities[item.entity]
        told = other.kind == "unnamed" and other.id != entity.id and other.principal and other.roles
        if told and (other.roles[0].title or "").lower().split()[-1:] == [noun]:
            return other.principal
    return None


def _group_before(past: Past, entity: Entity, n: int) -> Entity | None:
    noun = entity.name.lower().split()[-1]
    for item in past.recent(past.words.sentence[n]):
        other = past.entities[item.entity]
        if other.kind == "unnamed" and other.id != entity.id and is_plural(other) and other.principal:
            return other if noun in ("them", *other.name.lower().split()) else None
    return None


def _body_before(past: Past, n: int) -> str | None:
    """The body that spoke last: a bare "deputy spokesman" beside its words is its own."""
    for item in past.recent(past.words.sentence[n]):
        body = past.entities[item.entity]
        if item.source and body.kind in ("organisation", "government", "military") and "@" not in body.id:
            return body.id if past.words.sentence[n] - item.sentence <= 2 else None
    return None


def _government_before(past: Past, n: int) -> str | None:
    for item in past.recent(past.words.sentence[n]):
        if item.source and past.entities[item.entity].kind == "government":
            return item.entity if past.words.sentence[n] - item.sentence <= 2 else None
    spoken = state_spoken_of(past, n) or country_told_most(past, n)
    return f"government:{spoken[0]}" if spoken else None


def _of_a_president(entity: Entity) -> bool:
    """Whether a spokesman is a head of state's, and so nobody's who spoke before ("presidential spokesman Ann Smith")."""
    return any((role.title or "").lower().startswith("presidential") for role in entity.roles)


def heads_office(entity: Entity, entities: Mapping[str, Entity]) -> str | None:
    """The country of "the president's office" where the article names the head of one country only."""
    if entity.kind != "organisation" or entity.country or not _OFFICE.match(entity.name):
        return None
    title = re.split(r"[’']s ", entity.name.lower().removeprefix("the "))[0]
    lands = {
        other.country
        for other in entities.values()
        if other.kind == "person" and other.country and any(title in (role.title or "").lower() for role in other.roles)
    }
    return lands.pop() if len(lands) == 1 else None


# ---------------------------------------------------------------------------------------------- the state spoken of


def state_spoken_of(past: Past, n: int) -> tuple[str, float] | None:
    """The country whose state a bare "the government" or "the army" means, with the chance that it is this one.

    The nearer and the oftener a country's government, ministers or soldiers stand before, the likelier.
    """
    here = past.words.sentence[n]
    weights: dict[str, float] = {}
    for item in past.seen[-_LOOK:]:
        country = _state_of(past, past.entities[item.entity])
        if country is not None:
            weights[country] = weights.get(country, 0.0) + (1.5 if item.source else 1.0) / (2 + here - item.sentence)
    if not weights:
        return None
    country = max(weights, key=lambda iso: (weights[iso], iso))
    share = weights[country] / sum(weights.values())
    return (country, round(min(0.85, 0.35 + 0.5 * share), 3)) if share > 0.5 else None


_LOOK = 40
"""Mentions looked back at; keeps the work linear."""
_NEAR = 400
"""Words looked back at for the country that a text is about."""
_NAMED_REGIME = re.compile(r"([A-Z]\w+?)(?:['’]?s)? regime\b")


def country_told_most(past: Past, n: int) -> tuple[str, float] | None:
    """The country that the words before name most, by name, people or capital, where it is more than half of them."""
    words, counts = past.words, Counter[str]()
    for k in range(max(0, n - _NEAR), n):
        token = words.tokens[k]
        if token.tag[:3] in ("NNP", "JJ") and words.text[token.start].isupper():
            text = words.text[token.start : token.end]
            told = countries_of(text) or (countries_of(text[:-1]) if text.endswith("s") and len(text) > 4 else ())
            counts.update(iso for iso, what in told[:1] if what != "metonym")
    best = max(counts, key=lambda iso: (counts[iso], iso), default=None)
    if best is None or 2 * counts[best] <= counts.total():
        return None
    return best, 0.8 if 3 * counts[best] >= 2 * counts.total() else 0.7


def regime_of(past: Past, n: int) -> tuple[str, float] | None:
    """Whose a bare "regime" is: the country that the article says beside the word, else the one told of most."""
    named = {iso for found in _NAMED_REGIME.finditer(past.words.text) for iso, _ in countries_of(found[1])[:1]}
    if len(named) == 1:
        return named.pop(), 0.85
    return country_told_most(past, n)


def _state_of(past: Past, entity: Entity) -> str | None:
    """The country that somebody belongs to the state of."""
    if entity.kind == "government":
        return entity.country
    body = past.entities.get(entity.principal or "")
    return entity.country if body is not None and body.kind == "government" else None


def of_a_state(entity: Entity) -> bool:
    """Whether a bare body is one that every state has ("the government", "the army", "the foreign ministry")."""
    if entity.country is not None or entity.principal is not None:
        return False
    return tuple(entity.name.lower().removeprefix("the ").split()) in load_offices().every_state

"""Claims and the readings they rest on come in; draft event rows in the columns of UCDP GED, ACLED or PLOVER go out.

Drafts for a coder to accept, change or drop: docs/events.md has the rule for each cell. An unknown cell is empty. Every
row ends with who claims it and how the claim stands, which none of these projects' own columns can hold.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Literal

from onrecord.export.evidence import Evidence, gather, shelve
from onrecord.export.tables import csv_line
from onrecord.knowledge.countries import countries
from onrecord.knowledge.plover import retreats
from onrecord.knowledge.tables import rows
from onrecord.record import Claim, Entity, InputError, Reading

EventForm = Literal["ucdp", "acled", "plover"]
Cell = str | int | float | None

CLAIM_COLUMNS = (
    "claimants",
    "principals",
    "standing",
    "credibility",
    "supporting_lineages_low",
    "supporting_lineages_high",
    "opposing_lineages_low",
    "opposing_lineages_high",
    "claim",
    "draft",
)
"""What the standing adds to every form."""

_UCDP_PLACE = {"point": 1, "city": 1, "admin2": 3, "admin1": 4, "region": 5, "vague": 5, "country": 6}
_ACLED_PLACE = {"point": 1, "city": 1, "admin2": 2, "admin1": 3, "region": 3, "vague": 3, "country": 3}
_UCDP_DATE = {"hour": 1, "day": 1, "week": 3, "month": 4, "season": 5, "year": 5}
_ACLED_DATE = {"hour": 1, "day": 1, "week": 2, "month": 3}
_ACLED_TYPE = {
    "ASSAULT": ("Political violence", "Battles", "Armed clash"),
    "PROTEST": ("Demonstrations", "Protests", "Peaceful protest"),
    "COERCE": ("Strategic developments", "Strategic developments", "Other"),
    "MOBILIZE": ("Strategic developments", "Strategic developments", "Other"),
    "RETREAT": ("Strategic developments", "Strategic developments", "Non-violent transfer of territory"),
    "AGREE": ("Strategic developments", "Strategic developments", "Agreement"),
}
_EXPLOSIONS = (
    ("Suicide bomb", ("suicide",)),
    ("Chemical weapon", ("chemical", "sarin", "chlorine", "nerve agent", "gas attack")),
    (
        "Air/drone strike",
        ("airstrike", "air strike", "air raid", "warplane", "drone", "jets", "barrel bomb", "air-strike"),
    ),
    ("Shelling/artillery/missile attack", ("shell", "mortar", "artillery", "missile", "rocket", "bombard")),
    (
        "Remote explosive/landmine/IED",
        ("car bomb", "explosive", "explosion", "blast", "landmine", "mine ", "bomb", "detonat"),
    ),
)
"""ACLED's sub-types of Explosions/Remote violence with the words that tell them, the surest first."""
_ARRESTS = ("arrest", "detain", "jail", "captur", "imprison", "custody")
_TOLD_ONLY = frozenset(("future", "hypothetical", "negation"))
"""Modes of what has not happened: UCDP and ACLED count events only."""
_QUAD = {
    "AGREE": 1, "CONSULT": 1, "SUPPORT": 1, "CONCEDE": 1,
    "COOPERATE": 2, "AID": 2, "RETREAT": 2,
    "REQUEST": 3, "ACCUSE": 3, "REJECT": 3, "THREATEN": 3,
    "PROTEST": 4, "SANCTION": 4, "MOBILIZE": 4, "COERCE": 4, "ASSAULT": 4,
}  # fmt: skip
"""PLOVER's four groups: verbal and material cooperation, verbal and material conflict."""


def events_to_csv(form: str, claims: Iterable[Claim], readings: Iterable[Reading]) -> Iterator[str]:
    """A header line, then one line a draft event; raises InputError for an unknown form."""
    columns = (*_COLUMNS[form], *CLAIM_COLUMNS)
    drafts = event_rows(form, claims, readings)
    yield csv_line(columns)
    for row in drafts:
        yield csv_line(row[column] for column in columns)


def event_rows(form: str, claims: Iterable[Claim], readings: Iterable[Reading]) -> list[Mapping[str, Cell]]:
    """The same rows as mappings, in the order of the claims."""
    if form not in _ROWS:
        raise InputError(f"event rows as {form!r}: unknown. Choose one of: {', '.join(_ROWS)}.")
    library = shelve(readings)
    found = [gather(claim, library) for claim in claims]
    return [
        _ROWS[form](evidence) | _claim_cells(evidence)
        for evidence in found
        if evidence is not None and _belongs(form, evidence)
    ]


def _belongs(form: str, evidence: Evidence) -> bool:
    """PLOVER codes whatever is told; ACLED what has happened, talk aside; UCDP armed force with at least one dead."""
    if form == "plover":
        return True
    if evidence.event.mode in _TOLD_ONLY:
        return False
    if form == "acled":
        return _acled_type(evidence)[1] is not None
    deaths = evidence.deaths
    return evidence.event.code == "ASSAULT" and any((deaths.low, deaths.best, deaths.high))


def root_code(evidence: Evidence) -> str:
    """PLOVER's own root code: YIELD is parted into RETREAT (withdrawals, ceasefires, releases) and CONCEDE."""
    if evidence.event.code != "YIELD":
        return evidence.event.code
    return "RETREAT" if retreats(evidence.trigger) else "CONCEDE"


# --------------------------------------------------------------------------------------------------------------- UCDP


def _ucdp(evidence: Evidence) -> dict[str, Cell]:
    place, deaths = evidence.place, evidence.deaths
    side_a, side_b = (_sides(group) for group in (evidence.actors, evidence.targets))
    civilians = _against_civilians(evidence)
    best = _whole(deaths.best)
    placed = place is not None and place.latitude is not None and place.longitude is not None
    return {
        "id": evidence.claim.id,
        "relid": evidence.event.id,
        "year": (evidence.start or evidence.reported or "")[:4] or None,
        "code_status": "Check: draft",
        "type_of_violence": _ucdp_type(evidence),
        "dyad_name": f"{side_a} - {side_b}" if side_a and side_b else None,
        "side_a": side_a,
        "side_b": "Civilians" if civilians else side_b,
        "number_of_sources": evidence.claim.standing.supporting_lineages[1],
        "source_article": _sources(evidence),
        "source_office": _joined(article.publisher for article in evidence.articles),
        "source_date": _joined((article.published or "")[:10] for article in evidence.articles),
        "source_headline": _joined(article.title for article in evidence.articles),
        "source_original": _claimants(evidence),
        "where_prec": _UCDP_PLACE.get(place.precision or "") if place else 6 if evidence.country else None,
        "where_coordinates": place.name if place else None,
        "where_description": _joined((place.name if place else None, _country(evidence))),
        "adm_1": place.name if place and place.kind == "admin1" else None,
        "adm_2": place.name if place and place.kind == "admin2" else None,
        "latitude": place.latitude if place else None,
        "longitude": place.longitude if place else None,
        "geom_wkt": f"POINT ({place.longitude} {place.latitude})" if place and placed else None,
        "priogrid_gid": _grid_cell(place.latitude or 0, place.longitude or 0) if place and placed else None,
        "country": _country(evidence),
        "event_clarity": 1 if evidence.precision in ("hour", "day") else 2,
        "date_prec": _UCDP_DATE.get(evidence.precision or ""),
        "date_start": evidence.start,
        "date_end": evidence.end or evidence.reported,
        "deaths_a": None,
        "deaths_b": None,
        "deaths_civilians": best if civilians else None,
        "deaths_unknown": None if civilians else best,
        "best": best,
        "high": _whole(deaths.high),
        "low": _whole(deaths.low),
    }


def _ucdp_type(evidence: Evidence) -> int | None:
    """1 between a state and another side, 2 between groups, 3 against civilians; None unless the sides are known."""
    doers = {entity.kind for entity in evidence.actors} & {"government", "military", "group"}
    if doers and _against_civilians(evidence):
        return 3
    others = {entity.kind for entity in evidence.targets} & {"government", "military", "group"}
    if not doers or not others:
        return None
    return 2 if doers | others == {"group"} else 1


def _sides(entities: Sequence[Entity]) -> str | None:
    """The first that can be a side: UCDP calls states "Government of Syria"; places, things and crowds are none."""
    for entity in entities:
        country = countries().get(entity.country or "")
        if entity.kind in ("government", "military") and country is not None:
            return f"Government of {country.name}"
        if entity.kind in ("government", "military", "group"):
            return entity.name
    return None


def _grid_cell(latitude: float, longitude: float) -> int:
    """Number of the PRIO-GRID cell: half degrees, from the south-west corner of the world, 720 a row (Tollefsen 2012)."""
    row, column = min(int((latitude + 90) * 2), 359), min(int((longitude + 180) * 2), 719)
    return row * 720 + column + 1


# -------------------------------------------------------------------------------------------------------------- ACLED


def _acled(evidence: Evidence) -> dict[str, Cell]:
    place = evidence.place
    disorder, kind, sub = _acled_type(evidence)
    country = countries().get(evidence.country or "")
    when = evidence.start or evidence.reported
    return {
        "event_id_cnty": evidence.claim.id,
        "event_date": when,
        "year": (when or "")[:4] or None,
        "time_precision": None
        if when is None
        else _ACLED_DATE.get(evidence.precision or "", 3)
        if evidence.start
        else 3,
        "disorder_type": disorder,
        "event_type": kind,
        "sub_event_type": sub,
        "actor1": _names(evidence.actors[:1]),
        "assoc_actor_1": _names((*evidence.actors[1:], *evidence.allies)),
        "inter1": _inter(evidence.actors[:1], evidence),
        "actor2": _names(evidence.targets[:1]),
        "assoc_actor_2": _names(evidence.targets[1:]),
        "inter2": _inter(evidence.targets[:1], evidence),
        "civilian_targeting": "Civilian targeting" if _against_civilians(evidence) else None,
        "iso": country.numeric if country else None,
        "country": country.name if country else None,
        "location": place.name if place else None,
        "latitude": place.latitude if place else None,
        "longitude": place.longitude if place else None,
        "geo_precision": _ACLED_PLACE.get(place.precision or "") if place else None,
        "source": _joined(article.publisher for article in evidence.articles) or _sources(evidence),
        "source_scale": None,
        "notes": evidence.claim.gist,
        "fatalities": _whole(evidence.deaths.best if evidence.deaths.best is not None else evidence.deaths.low),
    }


def _acled_type(evidence: Evidence) -> tuple[str | None, str | None, str | None]:
    """Disorder, event and sub-event type, as far as code and words tell; ACLED has no type for talk."""
    code = root_code(evidence)
    words = f"{evidence.trigger} {evidence.claim.gist} ".lower()
    if code == "ASSAULT":
        sub = next((name for name, signs in _EXPLOSIONS if any(sign in words for sign in signs)), None)
        if sub is not None:
            return "Political violence", "Explosions/Remote violence", sub
        if _against_civilians(evidence):
            return "Political violence", "Violence against civilians", "Attack"
    if code == "COERCE" and any(sign in words for sign in _ARRESTS):
        return "Strategic developments", "Strategic developments", "Arrests"
    return _ACLED_TYPE.get(code, (None, None, None))


# ------------------------------------------------------------------------------------------------------------- PLOVER


def _plover(evidence: Evidence) -> dict[str, Cell]:
    place, code = evidence.place, root_code(evidence)
    return {
        "event_id": evidence.claim.id,
        "event_date": evidence.start or evidence.reported,
        "event_type": code,
        "event_mode": evidence.event.mode,
        "quad_code": _QUAD.get(code),
        "actor_name": _names(evidence.actors),
        "actor_country": _joined(entity.country for entity in evidence.actors),
        "actor_sector": _joined(_sector(entity) for entity in evidence.actors),
        "recipient_name": _names(evidence.targets),
        "recipient_country": _joined(entity.country for entity in evidence.targets),
        "recipient_sector": _joined(_sector(entity) for entity in evidence.targets),
        "ally_name": _names(evidence.allies),
        "placename": place.name if place else None,
        "country": evidence.country,
        "latitude": place.latitude if place else None,
        "longitude": place.longitude if place else None,
        "geonames_id": place.geonames if place else None,
        "feature_type": place.kind if place else None,
        "text": evidence.claim.gist,
        "fatalities_low": _whole(evidence.deaths.low),
        "fatalities_high": _whole(evidence.deaths.high),
        "source": _sources(evidence),
    }


def _sector(entity: Entity) -> str | None:
    """PLOVER's three-letter sector of an actor, by its kind."""
    if _is_civilian(entity):
        return "CVL"
    return {"government": "GOV", "military": "MIL", "group": "REB", "organisation": "NGO", "outlet": "MED"}.get(
        entity.kind
    )


# --------------------------------------------------------------------------------------------------------------- cells


def _claim_cells(evidence: Evidence) -> dict[str, Cell]:
    claim, standing = evidence.claim, evidence.claim.standing
    names = dict(claim.names)
    return {
        "claimants": _claimants(evidence),
        "principals": _joined(names.get(p.principal or "", p.principal) for p in claim.positions),
        "standing": standing.label,
        "credibility": standing.credibility,
        "supporting_lineages_low": standing.supporting_lineages[0],
        "supporting_lineages_high": standing.supporting_lineages[1],
        "opposing_lineages_low": standing.opposing_lineages[0],
        "opposing_lineages_high": standing.opposing_lineages[1],
        "claim": claim.id,
        "draft": "draft",
    }


def _claimants(evidence: Evidence) -> str | None:
    """Each holder with its stance: "South Korea (confirms); Russia (denies)"."""
    names = dict(evidence.claim.names)
    return _joined(
        f"{names.get(holder, holder)} ({position.stance})"
        for position in evidence.claim.positions
        for holder in position.holders
    )


def _sources(evidence: Evidence) -> str | None:
    return _joined(article.url or article.id for article in evidence.articles)


def _names(entities: Iterable[Entity]) -> str | None:
    return _joined(entity.name for entity in entities)


def _joined(parts: Iterable[str | None]) -> str | None:
    return "; ".join(dict.fromkeys(part for part in parts if part)) or None


def _country(evidence: Evidence) -> str | None:
    country = countries().get(evidence.country or "")
    return country.name if country else None


def _against_civilians(evidence: Evidence) -> bool:
    """Whether a target, or some of the dead, are said to be civilians."""
    return evidence.civilians or any(_is_civilian(entity) for entity in evidence.targets)


def _is_civilian(entity: Entity) -> bool:
    words = re.findall(r"[a-z]+", entity.name.lower())
    return entity.kind == "unnamed" and any(word in _civilians() for word in words)


@cache
def _civilians() -> frozenset[str]:
    return frozenset(row[0] for row in rows("status_words.tsv") if "civilian" in row[1:])


def _inter(entities: Sequence[Entity], evidence: Evidence) -> str | None:
    """ACLED's class of an actor: a state's forces at home, or from outside; rebels; civilians; else unknown."""
    for entity in entities:
        if entity.kind in ("government", "military"):
            abroad = entity.country and evidence.country and entity.country != evidence.country
            return "External/Other forces" if abroad else "State forces"
        if _is_civilian(entity):
            return "Protesters" if root_code(evidence) == "PROTEST" else "Civilians"
        return "Rebel group" if entity.kind == "group" else None
    return None


def _whole(value: float | None) -> int | None:
    return None if value is None else round(value)


_UCDP_COLUMNS = """id relid year code_status type_of_violence dyad_name side_a side_b number_of_sources source_article source_office
source_date source_headline source_original where_prec where_coordinates where_description adm_1 adm_2 latitude longitude geom_wkt
priogrid_gid country event_clarity date_prec date_start date_end deaths_a deaths_b deaths_civilians deaths_unknown best high low"""
_ACLED_COLUMNS = """event_id_cnty event_date year time_precision disorder_type event_type sub_event_type actor1
assoc_actor_1 inter1 actor2 assoc_actor_2 inter2 civilian_targeting iso country location latitude longitude geo_precision source
source_scale notes fatalities"""
_PLOVER_COLUMNS = """event_id event_date event_type event_mode quad_code actor_name actor_country actor_sector
recipient_name recipient_country recipient_sector ally_name placename country latitude longitude geonames_id feature_type
text fatalities_low fatalities_high source"""
_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "ucdp": tuple(_UCDP_COLUMNS.split()),
    "acled": tuple(_ACLED_COLUMNS.split()),
    "plover": tuple(_PLOVER_COLUMNS.split()),
}
"""Columns of each form, in its order; those of UCDP GED 24.1 and ACLED that no news text gives are left out."""
_ROWS: Mapping[str, Callable[[Evidence], dict[str, Cell]]] = {"ucdp": _ucdp, "acled": _acled, "plover": _plover}

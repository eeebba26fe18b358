"""The reports of one claim come in; the assertions that standing is made from, and the positions shown, go out."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from onrecord.reconcile.assertion import Assertion, basis_kind
from onrecord.reconcile.lineages import Lineages
from onrecord.reconcile.origins import find_bonds
from onrecord.reconcile.positions import make_statements
from onrecord.reconcile.reports import Report
from onrecord.reconcile.world import World
from onrecord.record import (
    AttributionRole,
    Dependence,
    Entity,
    Interval,
    Polarity,
    Position,
    PositionDependence,
    Stance,
)

CLAIMED = re.compile(r"\bclaim(?:s|ed|ing)?\s+(?:\w+\s+)?responsibility\b", re.IGNORECASE)
CAPTIVE = re.compile(r"\b(?:captive|captured|prisoner|detainee|hostage)\b", re.IGNORECASE)
FOLDED: Mapping[Stance, Stance] = {"asserts": "denies", "confirms": "denies", "denies": "asserts"}


class Entities(Protocol):
    """Who is known, by id: a mapping will do."""

    def get(self, identity: str, /) -> Entity | None:
        """Who it is, None where nobody of that id is known."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class People:
    """Entities of all readings by id, and the world: who speaks for whom."""

    entities: Entities
    world: World

    def identify(self, holder: str) -> str:
        """The id under which the world knows a holder: outlets are known by name too."""
        known = self.world.identify(holder)
        if known == holder and holder.startswith("outlet:"):
            name = holder.removeprefix("outlet:")
            known = self.world.identify(name)
            return holder if known == name else known
        return known

    def principal(self, holder: str) -> str:
        """The uppermost body a holder speaks for, by what articles say and then by what the world knows."""
        seen: list[str] = []
        current = holder
        while (entity := self.entities.get(current)) is not None and entity.principal and current not in seen:
            seen.append(current)
            current = entity.principal
        return self.world.principal(self.identify(current))


def folded(report: Report, polarity: Polarity) -> Stance:
    """The stance towards the claim as it is worded: denying its negation asserts it."""
    stance = report.proposition.stance
    return stance if report.proposition.polarity == polarity else FOLDED.get(stance, stance)


def polarity_of(reports: Sequence[Report]) -> Polarity:
    """A claim is worded positively unless everybody words it negatively."""
    return "positive" if any(item.proposition.polarity == "positive" for item in reports) else "negative"


def assertions_of(report: Report, polarity: Polarity, people: People, lineages: Lineages) -> list[Assertion]:
    """What a report asserts, one value a holder."""
    source = report.source
    figures = [item.low for item in report.quantities if item.low is not None and item.low == item.high]
    found = []
    for holder in report.holders:
        entity = people.entities.get(holder)
        unnamed = is_unnamed(holder, entity)
        roles = " ".join(item.title or "" for item in entity.roles) if entity is not None else ""
        found.append(
            Assertion(
                holder="" if report.hearsay else people.identify(holder),
                stance=folded(report, polarity),
                article=source.id,
                principal=_body(holder, people),
                rank=entity.rank if entity is not None else None,
                unnamed=unnamed and not report.hearsay,
                candidates=entity.candidates if entity is not None else (),
                on_record=not unnamed,
                role=_role(report),
                hearsay=report.hearsay,
                captive=bool(CAPTIVE.search(roles)),
                responsibility=bool(CLAIMED.search(report.proposition.gist)),
                figure=figures[0] if len(figures) == 1 else None,
                wording=report.proposition.gist,
                verbatim=report.attribution is not None and report.attribution.manner != "indirect",
                said=report.said,
                published=source.published,
                recorded=source.taken,
                happened=_happened(report),
                outlet=people.identify(source.outlet_id),
                proposition=report.id,
                relays=lineages.relays(report),
                cites=lineages.cites(report),
                text=lineages.text_group(source.id),
                agency=lineages.agency(source.id),
                basis=basis_kind(report.basis),
                score=report.score,
            )
        )
    return found


def _role(report: Report) -> AttributionRole:
    """The role of its attribution; titles count as summaries of the body."""
    if report.attribution is None:
        return "summary" if report.derived else "narrator"
    return "summary" if report.derived and report.attribution.role == "evidence" else report.attribution.role


def is_unnamed(holder: str, entity: Entity | None) -> bool:
    """Whether nobody can tell who the holder is: a person without a name, a document or body that has none either.

    "The statement", "the agency", known to one article alone, may be another's whose name is known.
    """
    if holder.startswith("unnamed:") or entity is None:
        return holder.startswith("unnamed:")
    nameless = entity.kind in {"document", "organisation"} and entity.name.islower() and "@" in entity.id
    return entity.kind == "unnamed" or (nameless and entity.principal is None)


def _body(holder: str, people: People) -> str | None:
    above = people.principal(holder)
    return above if above != people.identify(holder) else None


def _happened(report: Report) -> Interval | None:
    time = report.time
    return Interval(start=time.start, end=time.end) if time is not None and (time.start or time.end) else None


def positions_of(
    reports: Sequence[Report], polarity: Polarity, people: People, assertions: Sequence[Assertion]
) -> tuple[Position, ...]:
    """One position a holder and stance, by date said, then by holder; each says on which others it may rest.

    Derived reports (summaries, back-references) join the position of the same holder and stance where it has one, and
    make none of their own.
    """
    groups: dict[tuple[str, Stance], list[Report]] = defaultdict(list)
    for report in sorted(reports, key=lambda item: item.id):
        for holder in report.holders:
            groups[holder, folded(report, polarity)].append(report)
    made = [
        (_earliest(group), _position(holder, stance, group, people))
        for (holder, stance), group in groups.items()
        if not all(item.derived for item in group)
    ]
    made.sort(key=lambda item: (item[0], item[1].holders, item[1].stance))
    return _with_dependences([position for _, position in made], assertions, people)


def _earliest(group: Sequence[Report]) -> str:
    said = [item.said.start or item.said.end or "9" for item in group if item.said is not None]
    published = [item.source.published or "9" for item in group]
    return min([*said, *published])


def _position(holder: str, stance: Stance, group: Sequence[Report], people: People) -> Position:
    said = [item.said for item in group if item.said is not None]
    starts = sorted(item.start for item in said if item.start)
    ends = sorted(item.end for item in said if item.end)
    kinds = sorted({item.basis.kind for item in group if item.basis is not None})
    return Position(
        holders=(holder,),
        principal=people.principal(holder),
        stance=stance,
        said=Interval(start=starts[0] if starts else None, end=ends[-1] if ends else None) if said else None,
        propositions=tuple(sorted({item.id for item in group})),
        articles=tuple(sorted({item.source.id for item in group})),
        outlets=tuple(sorted({item.source.outlet for item in group})),
        basis=kinds[0] if kinds else None,
        score=max(item.score for item in group),
    )


def _with_dependences(
    positions: Sequence[Position], assertions: Sequence[Assertion], people: People
) -> tuple[Position, ...]:
    """The positions with what ties each to the earliest of those it is tied to, by the one function that counts
    origins; an unnamed person may rest on whoever said the same first.
    """
    owner = {
        (people.identify(position.holders[0]), proposition): number
        for number, position in enumerate(positions)
        for proposition in position.propositions
    }
    found: dict[int, dict[int, PositionDependence]] = defaultdict(dict)
    statements = make_statements(assertions, people.world)
    for sign in ("+", "-", "?"):
        chosen = [one for one in statements if one.sign == sign]
        numbers = [owner.get((one.holder, one.assertion.proposition or "")) for one in chosen]
        present = sorted({number for number in numbers if number is not None})
        for bond in find_bonds(chosen, people.world):
            _tie(found, {numbers[member] for member in bond.members}, bond.why, certain=bond.certain)
        for number, one in zip(numbers, chosen, strict=True):
            if not one.identified:
                _tie(found, {number, *present[:1]}, "unnamed", certain=False)
    return tuple(
        replace(position, depends_on=tuple(tie for _, tie in sorted(found[number].items())))
        for number, position in enumerate(positions)
    )


def _tie(
    found: dict[int, dict[int, PositionDependence]], members: set[int | None], why: Dependence, *, certain: bool
) -> None:
    """Tie each member to the earliest one; the first reason stands, certain ones come first."""
    earliest, *later = sorted(member for member in members if member is not None) or [0]
    for number in later:
        found[number].setdefault(earliest, PositionDependence(position=earliest, why=why, certain=certain))

"""What a reader of claims must know of the world, as one plain value: who speaks for whom, who fights whom, who is allied.

All of it is data that a person can see and edit (`knowledge/data/world.toml`, `reconcile/world_file.py`); nothing about
the world is hidden in code. Ids are entity ids as readings have them ("government:russia"); tests may use any words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from typing import Literal

from onrecord.knowledge.countries import countries
from onrecord.phrases import say_outlet
from onrecord.record import Interval


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """A war or dispute: its `sides` are the belligerents and those who fight or host for them, side by side.

    `aligned` are pairs outside the sides, or across, who share intelligence or arms in it. `countries` (ISO codes) are
    where it is fought, `time` since when.
    """

    id: str
    name: str = ""
    sides: tuple[tuple[str, ...], ...] = ()
    aligned: tuple[tuple[str, str], ...] = ()
    countries: tuple[str, ...] = ()
    time: Interval | None = None
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A principal: a government, an army, an organisation. `part_of` is the body it speaks for, one step up."""

    id: str
    names: tuple[str, ...] = ()
    part_of: str | None = None
    country: str | None = None
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """A publisher. `control`: "state" means that a government decides what it says, so that it speaks for `owner`.

    "public" is publicly funded with its own editors, "party" run by a movement or belligerent (it too speaks for its
    owner), "private" all else. `family` is the owner's group: outlets of one family are one voice.
    """

    id: str
    names: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    country: str | None = None
    family: str | None = None
    owner: str | None = None
    control: Literal["private", "public", "state", "party"] = "private"
    agency: bool = False
    source: str = ""

    @property
    def speaks_for(self) -> str | None:
        """The body whose voice its own words are: its owner where that one decides, else its family."""
        return self.owner if self.control in ("state", "party") and self.owner else self.family


@dataclass(frozen=True, slots=True, kw_only=True)
class Alliance:
    """Two bodies who share intelligence or arms, whatever the conflict."""

    first: str
    second: str
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetDependence:
    """A person's decision about two sources: ids of holders, principals, outlets or articles."""

    first: str
    second: str
    kind: Literal["certain", "possible", "none"]


@dataclass(frozen=True, kw_only=True)
class World:
    """Everything outside the articles that standing rests on. `World()` knows nothing: everybody speaks for himself.

    `principals` maps a holder or body to the body it speaks for, one step. `conflicts` are those that the claim belongs
    to (see `focus`); `aligned` pairs hold in all of them. `accused` are principals whom the claim accuses,
    `accused_by_denial` those whom its denial accuses. `reliability` maps a principal to its letter A–F.
    """

    conflicts: tuple[Conflict, ...] = ()
    aligned: tuple[tuple[str, str], ...] = ()
    alliances: tuple[Alliance, ...] = ()
    principals: Mapping[str, str] = field(default_factory=dict)
    bodies: tuple[Body, ...] = ()
    outlets: tuple[Outlet, ...] = ()
    accused: tuple[str, ...] = ()
    accused_by_denial: tuple[str, ...] = ()
    reliability: Mapping[str, str] = field(default_factory=dict)
    dependences: tuple[SetDependence, ...] = ()

    def __getstate__(self) -> dict[str, object]:
        """What goes to another process: the rows, not what was looked up in them."""
        return {row.name: getattr(self, row.name) for row in fields(self)}

    @cached_property
    def _ids(self) -> Mapping[str, str]:
        """Every id, name and domain in lower case -> id."""
        rows = [(row.id, row.names) for row in self.bodies]
        rows += [(row.id, (*row.names, *row.domains)) for row in self.outlets]
        return {name.casefold(): known for known, names in rows for name in (known, *names)}

    @cached_property
    def _names(self) -> Mapping[str, str]:
        rows = [*((row.id, row.names) for row in self.outlets), *((row.id, row.names) for row in self.bodies)]
        return {known: names[0] for known, names in rows if names}

    @cached_property
    def agencies(self) -> frozenset[str]:
        """The ids of the news agencies."""
        return frozenset(row.id for row in self.outlets if row.agency)

    @cached_property
    def _known_principals(self) -> dict[str, str]:
        return {}

    @cached_property
    def _focused(self) -> dict[tuple[tuple[str, ...], ...], World]:
        return {}

    @cached_property
    def _above(self) -> Mapping[str, str]:
        outlets = {row.id: row.speaks_for for row in self.outlets if row.speaks_for}
        bodies = {row.id: row.part_of for row in self.bodies if row.part_of}
        return {**outlets, **bodies, **self.principals}

    def identify(self, name: str) -> str:
        """The id that goes by this id, name or domain ("Reuters", "reuters.com"); what is not known stays itself."""
        return name if name in self._above else self._ids.get(name.casefold(), name)

    def name(self, holder: str) -> str:
        """How it is called in sentences: the first of its names, its country's, or the words of its id."""
        words = holder.partition(":")[2] or holder
        country = countries().get(words.upper()) if holder.startswith("government:") else None
        alone = words.partition("@")[0].replace("-", " ") if "@" in words else words  # known to one article alone
        plain = {"unnamed": "somebody unnamed", "outlet": say_outlet(alone)}.get(holder.partition(":")[0], alone)
        return self._names.get(holder) or (country.name if country else plain)

    def bodies_above(self, holder: str) -> tuple[str, ...]:
        """The holder itself, then every body above it, nearest first."""
        chain = [self.identify(holder)]
        while (above := self._above.get(chain[-1])) is not None and self.identify(above) not in chain:
            chain.append(self.identify(above))
        return tuple(chain)

    def principal(self, holder: str) -> str:
        """The uppermost body that it speaks for, or itself. Where bodies speak for one another, the least id."""
        known = self._known_principals.get(holder)
        if known is None:
            chain = self.bodies_above(holder)
            above = self._above.get(chain[-1])
            known = chain[-1] if above is None else min(chain[chain.index(self.identify(above)) :])
            self._known_principals[holder] = known
        return known

    def sides(self, principal: str) -> frozenset[str]:
        """The sides that a body is on, as readable keys; empty outside all of them. Who is accused is on a side."""
        return self._sides_of(self.bodies_above(principal))

    def accuses(self, principal: str, *, by_denial: bool = False) -> bool:
        """Whether the claim (or its denial) accuses this body or one that it is part of."""
        accused = self.accused_by_denial if by_denial else self.accused
        return not frozenset(self.bodies_above(principal)).isdisjoint(self.identify(one) for one in accused)

    def allied(self, principal: str) -> frozenset[tuple[str, str]]:
        """The aligned pairs, in order, that a principal belongs to."""
        return self._alliances.get(principal, frozenset())

    @cached_property
    def _alliances(self) -> Mapping[str, frozenset[tuple[str, str]]]:
        found: dict[str, set[tuple[str, str]]] = {}
        pairs = [*self.aligned, *((row.first, row.second) for row in self.alliances)]
        for first, second in (*pairs, *(pair for one in self.conflicts for pair in one.aligned)):
            both = ordered(self.principal(first), self.principal(second))
            for member in both:
                found.setdefault(member, set()).add(both)
        return {member: frozenset(pairs) for member, pairs in found.items()}

    @cached_property
    def _members(self) -> Mapping[str, frozenset[str]]:
        """Body -> its sides: those of the conflicts, and for the accused one of their own."""
        found: dict[str, set[str]] = {}
        for conflict in self.conflicts:
            for number, side in enumerate(conflict.sides):
                for member in side:
                    found.setdefault(self.identify(member), set()).add(f"{conflict.id}:{number}")
        for member in (*self.accused, *self.accused_by_denial):
            found.setdefault(self.identify(member), set()).add(f"accused:{self.principal(member)}")
        return {member: frozenset(sides) for member, sides in found.items()}

    def _sides_of(self, bodies: Iterable[str]) -> frozenset[str]:
        return frozenset(side for body in bodies for side in self._members.get(body, ()))


def ordered(first: str, second: str) -> tuple[str, str]:
    """A pair that is the same whichever way round it was given."""
    return (first, second) if first <= second else (second, first)


_SHARED = ("_ids", "_names", "_above", "_known_principals", "agencies")
"""What a world knows of bodies and outlets is the same for every claim: made once, not once a claim."""


def focus(
    world: World,
    *,
    parties: Iterable[str] = (),
    countries: Iterable[str] = (),
    accused: Iterable[str] = (),
    accused_by_denial: Iterable[str] = (),
) -> World:
    """The world as it matters for one claim: the conflicts that its parties or places belong to, and who is accused.

    A conflict matters when two of the parties are on its sides, or one is and it is fought in one of the countries, or
    when no party is known and it is fought there.
    """
    named, accused, accused_by_denial = tuple(parties), tuple(accused), tuple(accused_by_denial)
    places = frozenset(countries)
    involved = frozenset(body for party in (*named, *accused) for body in world.bodies_above(party))
    kept = tuple(one for one in world.conflicts if _matters(world, one, involved, places))
    key = (tuple(one.id for one in kept), accused, accused_by_denial)
    if key not in world._focused:
        found = replace(world, conflicts=kept, accused=accused, accused_by_denial=accused_by_denial)
        found.__dict__.update({name: getattr(world, name) for name in _SHARED})
        world._focused[key] = found
    return world._focused[key]


def _matters(world: World, conflict: Conflict, involved: frozenset[str], places: frozenset[str]) -> bool:
    members = frozenset(world.identify(member) for side in conflict.sides for member in side)
    fighting = len(members & involved)
    there = not places.isdisjoint(conflict.countries)
    return fighting > 1 or (there and (fighting == 1 or not involved))

"""The reports of one claim come in; the claim goes out, standing as they make it stand, by any date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.reconcile.assertion import SIGNS, Assertion
from onrecord.reconcile.frames import frame_of, gist_of, kind_of
from onrecord.reconcile.holdings import People, folded
from onrecord.reconcile.reports import Report
from onrecord.reconcile.standing import Weighings, histories, history, stand
from onrecord.reconcile.world import World, focus
from onrecord.record import Claim, ClaimLink, Clock, Numbers, Polarity, Position, Standing, StandingChange

HOSTILE = frozenset({"ASSAULT", "FIGHT", "COERCE", "THREATEN", "MOBILIZE", "SANCTION"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """A claim with the course of its standing on the clocks that the claim itself does not show."""

    claim: Claim
    known: tuple[StandingChange, ...]
    event: tuple[StandingChange, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Draft:
    """A claim before anybody is asked who holds it: its cluster (with what points back to it) and its own wordings."""

    id: str
    polarity: Polarity
    group: tuple[Report, ...]
    worded: tuple[Report, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Full:
    """Everything of a claim but its standing. `assertions` are all that bear on it, those of linked claims too."""

    draft: Draft
    positions: tuple[Position, ...]
    own: tuple[Assertion, ...]
    assertions: tuple[Assertion, ...]
    world: World
    numbers: Numbers | None = None
    links: tuple[ClaimLink, ...] = ()

    def finish(self, as_of: str | None = None, clock: Clock = "public") -> Claim:
        """The claim as it stands, by a date."""
        standing = stand(self.assertions, self.world, as_of=as_of, clock=clock)
        return self._claim(standing, history(self.assertions, self.world, clock))

    def settle(self) -> Settled:
        """The claim with its history on every clock."""
        weighed: Weighings = {}
        public, known, event = histories(self.assertions, self.world, known=weighed)
        standing = weighed.get(frozenset(self.assertions)) or stand(self.assertions, self.world)
        return Settled(claim=self._claim(standing, public), known=known, event=event)

    def _claim(self, standing: Standing, course: tuple[StandingChange, ...]) -> Claim:
        reports = self.draft.worded
        return Claim(
            id=self.draft.id,
            gist=gist_of(reports),
            kind=kind_of(reports),
            frame=frame_of(reports),
            positions=self.positions,
            standing=standing,
            history=course,
            numbers=self.numbers,
            links=self.links,
        )


def world_of(reports: Sequence[Report], polarity: Polarity, people: People) -> World:
    """The world as it matters for one claim: its conflicts and whom the claim accuses."""
    return focus(
        people.world,
        parties=sorted({_top(keys, people) for item in reports for keys in (*item.doing, *item.targets)}),
        countries=sorted({item.place.country for item in reports if item.place is not None and item.place.country}),
        accused=sorted(_accused(reports, polarity, people)),
    )


def _accused(reports: Sequence[Report], polarity: Polarity, people: People) -> set[str]:
    """Who acts in a hostile event, or with those who act, where somebody else says that it does.

    What a body alone says of itself is no accusation that it could admit, and what an outlet sums up is nobody's.
    """
    found: set[str] = set()
    for item in reports:
        if item.event not in HOSTILE or item.derived or item.hearsay or SIGNS.get(folded(item, polarity)) != "+":
            continue
        saying = {people.principal(holder) for holder in item.holders}
        found |= {body for keys in item.doing if saying - {body := _top(keys, people)}}
    return found


def _top(keys: frozenset[str], people: People) -> str:
    """The uppermost body of an actor, out of the keys under which it is known."""
    ids = sorted(key for key in keys if ":" in key and not key.startswith("country:"))
    return people.principal(ids[0]) if ids else min(keys)

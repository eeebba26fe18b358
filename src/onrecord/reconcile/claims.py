"""Readings, the world and people's judgements come in; claims with their positions and standing go out.

The result depends on the set of readings alone, never on their order; judgements are a view over unchanged evidence.
A ledger keeps what claims are made of on a shelf of its own (board.py, settling.py); here all of it is made at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from onrecord.reconcile.assertion import Assertion
from onrecord.reconcile.board import Board
from onrecord.reconcile.clocks import visible
from onrecord.reconcile.drafts import Full, Settled
from onrecord.reconcile.frames import parse_day
from onrecord.reconcile.positions import make_statements
from onrecord.reconcile.shelf import MemoryShelf
from onrecord.reconcile.standing import find_decisive, stand, without
from onrecord.reconcile.world import World
from onrecord.record import Claim, Clock, Judgement, Reading, Standing, UnknownItem

SHOWN = 0.93
"""Positions of a lower score wait for review. Scores are chances that a whole position is right, calibrated on positions judged
by hand (docs/calibration.md): of those with at least this one 97 in 100 are right on unseen articles (93 to 99)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimOptions:
    """`shown`: least score of a position that is counted; `include_waiting` shows the rest too, uncounted."""

    shown: float = SHOWN
    include_waiting: bool = False


DEFAULT = ClaimOptions()


def make_claims(
    readings: Iterable[Reading],
    world: World,
    judgements: Sequence[Judgement] = (),
    *,
    as_of: str | None = None,
    clock: Clock = "public",
    options: ClaimOptions = DEFAULT,
) -> tuple[Claim, ...]:
    """The claims that the readings make together, in order of their ids.

    `as_of` with clock "public" sees only articles published by that date, with "known" only those taken by then (what
    we knew then never changes), with "event" everything, but only what had happened by then counts.
    """
    full = _fill(_visible(readings, as_of, clock), world, judgements, options)
    return tuple(one.finish(as_of, clock) for one in full)


def settle_claims(
    readings: Iterable[Reading],
    world: World,
    judgements: Sequence[Judgement] = (),
    *,
    options: ClaimOptions = DEFAULT,
) -> tuple[Settled, ...]:
    """Every claim with its history on all three clocks, for the price of clustering once."""
    return tuple(one.settle() for one in _fill(readings, world, judgements, options))


def _fill(
    readings: Iterable[Reading], world: World, judgements: Sequence[Judgement], options: ClaimOptions
) -> list[Full]:
    """All claims that have a position to show, linked, in order of their ids."""
    shelf, waiting = MemoryShelf(), options.include_waiting
    board = Board(shelf, world, judgements, shown=options.shown, include_waiting=waiting)
    board.put(readings)
    return list(board.whole())


def _visible(readings: Iterable[Reading], as_of: str | None, clock: Clock) -> Iterable[Reading]:
    """The readings a question about a date may see."""
    limit = parse_day(as_of)
    if limit is None or clock == "event":
        return readings
    dated = ((item, item.article.taken if clock == "known" else item.article.published) for item in readings)
    return [item for item, text in dated if (day := parse_day(text)) is not None and day <= limit]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Bearing:
    """Everything that bears on the standing of one claim, to ask what it rests on."""

    assertions: tuple[Assertion, ...]
    world: World

    @property
    def standing(self) -> Standing:
        """How the claim stands by all of it."""
        return stand(self.assertions, self.world)

    def decisive(self) -> tuple[tuple[str, Standing], ...]:
        """The bodies without which the label would be another, each with the standing that would be left."""
        return find_decisive(self.assertions, self.world)

    def without(self, who: str) -> Standing:
        """The standing without a body and what rests on its word, or without a single holder's own statements.

        `who` is an id or a name ("government:KR", "South Korea"). Raises UnknownItem where it says nothing on the claim.
        """
        wanted = self.world.identify(who)
        statements = make_statements(self.assertions, self.world)
        for body in sorted({one.principal for one in statements}):
            if wanted == body or who.casefold() == self.world.name(body).casefold():
                return without(self.assertions, self.world, body)
        said = {one for one in self.assertions if wanted in {one.holder, one.outlet} or _named(who, one.holder)}
        if not said:
            known = ", ".join(sorted({self.world.name(one.principal) for one in statements}))
            raise UnknownItem(f"{who} says nothing on this claim. Those who do: {known or 'nobody'}.")
        return stand(set(self.assertions) - said, self.world)


def _named(who: str, holder: str) -> bool:
    """Whether the words of a holder's id are this name ("Vedant Patel" for person:vedant-patel)."""
    return holder.partition(":")[2].replace("-", " ").casefold() == who.replace("-", " ").casefold()


def bearing_on(
    readings: Iterable[Reading],
    world: World,
    judgements: Sequence[Judgement],
    identity: str,
    *,
    as_of: str | None = None,
    clock: Clock = "public",
) -> Bearing:
    """What bears on the claim of that id, by a date; raises UnknownItem where the readings make none of it."""
    for full in _fill(readings, world, judgements, DEFAULT):
        if full.draft.id == identity:
            return bearing_of(full, as_of=as_of, clock=clock)
    raise UnknownItem(f"{identity}: these readings make no such claim.")


def bearing_of(full: Full, *, as_of: str | None = None, clock: Clock = "public") -> Bearing:
    """What bears on a claim, by a date."""
    return Bearing(assertions=tuple(visible(full.assertions, as_of, clock)), world=full.world)


def stand_without(
    readings: Iterable[Reading], world: World, judgements: Sequence[Judgement], identity: str, who: str
) -> Standing:
    """How a claim would stand without a body or a holder; see `Bearing.without`."""
    return bearing_on(readings, world, judgements, identity).without(who)

"""Assertions come in; what each principal holds now goes out, with the statements that say so (STANDING: positions).

A holder's position is its latest statement by the time it was said; within one principal the highest rank that spoke
holds, except that an admission by the accused stands until one of them denies again. Neutral acts, derived mentions, hearsay and what was taken back never reach a position.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from onrecord.reconcile.assertion import Assertion, Sign
from onrecord.reconcile.clocks import public_by, said_by
from onrecord.reconcile.world import World

NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A speech event as one assertion reports it: which holder, for which principal, said + − or ?, when at the latest."""

    assertion: Assertion
    sign: Sign
    holder: str
    principal: str
    identified: bool
    own_words: bool  # the holder is an outlet that speaks itself, whoever carries it
    moment: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What one principal holds now. Two signs + and − at once: its holders of highest rank oppose each other."""

    principal: str
    statements: tuple[Statement, ...]

    @property
    def signs(self) -> frozenset[Sign]:
        """The signs of its current statements."""
        return frozenset(statement.sign for statement in self.statements)

    @property
    def divided(self) -> bool:
        """Whether it says both yes and no, and so counts for neither."""
        return {"+", "-"} <= self.signs


def is_hearsay(assertion: Assertion) -> bool:
    """Whether nobody is behind it: "reportedly", and no holder identified, not even as unnamed."""
    return assertion.hearsay or (not assertion.holder and not assertion.unnamed)


def holder_of(assertion: Assertion, world: World) -> str:
    """Who holds it: an unnamed person without an id is one of its own article."""
    return world.identify(assertion.holder) if assertion.holder else f"unnamed:{assertion.article}"


def principal_of(assertion: Assertion, world: World) -> str:
    """The body it is said for. A prisoner in the captor's hands speaks for nobody."""
    holder = holder_of(assertion, world)
    return holder if assertion.captive else world.principal(assertion.principal or holder)


def make_statements(assertions: Iterable[Assertion], world: World, *, hearsay: bool = False) -> tuple[Statement, ...]:
    """Every assertion that takes a position, as the speech event it reports, by article and holder."""
    taken = ((one, sign) for one in assertions if (sign := one.sign) and not one.derived)
    signed = [(one, sign) for one, sign in taken if hearsay or not is_hearsay(one)]
    signed.sort(key=lambda pair: (pair[0].article, pair[0].holder, pair[0].stance, pair[0].proposition or ""))
    since = _first_reported(signed, world)
    outlets = {holder_of(one, world) for one, _ in signed if one.own_words}
    made = (_make_statement(one, sign, since, world) for one, sign in signed)
    return tuple(replace(one, own_words=True) if one.holder in outlets else one for one in made)


def hold(statements: Iterable[Statement], world: World) -> tuple[Held, ...]:
    """What every principal holds now, by principal: the latest word of each holder, then the highest rank's."""
    principals: dict[str, dict[str, list[Statement]]] = {}
    for statement in statements:
        principals.setdefault(statement.principal, {}).setdefault(statement.holder, []).append(statement)
    return tuple(
        Held(principal=principal, statements=_settle([_latest(said) for said in holders.values()], world))
        for principal, holders in sorted(principals.items())
    )


def admits(statement: Statement, world: World) -> bool:
    """Whether the accused says so itself, on record and against its interest."""
    accused = statement.sign != "?" and world.accuses(statement.principal, by_denial=statement.sign == "-")
    return accused and statement.assertion.against_interest


def _make_statement(
    assertion: Assertion, sign: Sign, since: Mapping[tuple[str, Sign], datetime], world: World
) -> Statement:
    holder, principal = holder_of(assertion, world), principal_of(assertion, world)
    return Statement(
        assertion=assertion,
        sign=sign,
        holder=holder,
        principal=principal,
        identified=not assertion.unnamed or principal != holder,
        own_words=False,
        moment=said_by(assertion) or since.get((holder, sign), NEVER),
    )


def _first_reported(signed: Iterable[tuple[Assertion, Sign]], world: World) -> Mapping[tuple[str, Sign], datetime]:
    """When undated statements were first public: the same words carried again later are no new statement (law L2)."""
    first: dict[tuple[str, Sign], datetime] = {}
    for one, sign in signed:
        shown = public_by(one)
        if shown is not None and said_by(one) is None:
            key = (holder_of(one, world), sign)
            first[key] = min(shown, first.get(key, shown))
    return first


def _latest(said: list[Statement]) -> tuple[Statement, ...]:
    last = max(statement.moment for statement in said)
    return tuple(statement for statement in said if statement.moment == last)


def _settle(holders: list[tuple[Statement, ...]], world: World) -> tuple[Statement, ...]:
    """What holds for a principal: an admission that nobody of it denied since, else its highest rank."""
    current = [statement for said in holders for statement in said]
    admitted = tuple(one for one in current if admits(one, world) and _unopposed_since(one, current))
    if admitted:
        return admitted
    heights = [max(statement.assertion.height for statement in said) for said in holders]
    return tuple(
        statement for said, height in zip(holders, heights, strict=True) if height == max(heights) for statement in said
    )


def _unopposed_since(statement: Statement, current: Iterable[Statement]) -> bool:
    """Whether everything to the contrary is older."""
    return all(other.moment < statement.moment for other in current if {statement.sign, other.sign} == {"+", "-"})

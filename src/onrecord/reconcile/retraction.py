"""Assertions come in; those that were taken back, with everything that rests on them alone, go out.

A speaker who retracts takes back his own statements, wherever they are repeated; an outlet that withdraws a report takes
with it what relays, credits or copies that report and nothing else. Retraction wins a tie in time (law L6).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime

from onrecord.reconcile.assertion import Assertion, Sign
from onrecord.reconcile.clocks import public_by, said_by
from onrecord.reconcile.positions import NEVER, Statement, holder_of, make_statements
from onrecord.reconcile.world import World

ALWAYS = datetime.max.replace(tzinfo=UTC)


def fallen(assertions: Iterable[Assertion], world: World) -> frozenset[Assertion]:
    """The assertions that no longer stand because they, or all that they rest on, were taken back."""
    given = tuple(assertions)
    retractions = [one for one in given if one.stance == "retracts" and not one.derived]
    if not retractions:
        return frozenset()
    statements = make_statements(given, world, hearsay=True)
    words = {one.assertion for one in statements if any(_recants(each, one, world) for each in retractions)}
    down = _with_citing(statements, words, world) | {
        one.assertion for one in statements if any(_withdraws(retraction, one, world) for retraction in retractions)
    }
    sources, groups = _by_source(statements, world), _by_text(statements)
    while more := {
        one.assertion
        for one in statements
        if one.assertion not in down and (_source_fell(one, sources, world, down) or _original_fell(one, groups, down))
    }:
        down |= more
    return frozenset(down)


def resting_on(assertions: Iterable[Assertion], world: World, principal: str) -> frozenset[Assertion]:
    """What a principal said, and what was said on its word alone."""
    statements = make_statements(assertions, world)
    return frozenset(
        _with_citing(statements, {one.assertion for one in statements if one.principal == principal}, world)
    )


def _with_citing(statements: Sequence[Statement], words: set[Assertion], world: World) -> set[Assertion]:
    """These words, and all that was said on the word of principals who have nothing else left."""
    down = set(words)
    said: dict[tuple[str, Sign], list[Assertion]] = {}
    for one in statements:
        said.setdefault((one.principal, one.sign), []).append(one.assertion)
    while more := {
        one.assertion
        for one in statements
        if one.assertion not in down
        and one.assertion.cites
        and all(_recanted(world.principal(cited), one.sign, said, down) for cited in one.assertion.cites)
    }:
        down |= more
    return down


def _recanted(
    principal: str, sign: Sign, said: Mapping[tuple[str, Sign], list[Assertion]], down: set[Assertion]
) -> bool:
    statements = said.get((principal, sign))
    return bool(statements) and down.issuperset(statements or ())


def _recants(retraction: Assertion, statement: Statement, world: World) -> bool:
    """Whether a holder, or the body he speaks for, takes back what he said so far."""
    if retraction.retracts:
        return False
    retracting = holder_of(retraction, world)
    own = retracting == statement.holder or retracting in world.bodies_above(
        statement.assertion.principal or statement.holder
    )
    return own and statement.moment <= _until(retraction)


def _withdraws(retraction: Assertion, statement: Statement, world: World) -> bool:
    """Whether a report is withdrawn, by name or with all that its outlet reported so far."""
    one = statement.assertion
    if retraction.retracts:
        return one.article in retraction.retracts or one.proposition in retraction.retracts
    reported = one.outlet is not None and world.identify(one.outlet) == holder_of(retraction, world)
    return reported and (public_by(one) or NEVER) <= _until(retraction)


def _until(retraction: Assertion) -> datetime:
    return said_by(retraction) or public_by(retraction) or ALWAYS


def _by_source(statements: Sequence[Statement], world: World) -> Mapping[str, list[Statement]]:
    """Whatever a later report may name as its source, an article or an outlet -> the reports that it may mean."""
    found: dict[str, list[Statement]] = {}
    for one in statements:
        outlet = (world.identify(one.assertion.outlet),) if one.assertion.outlet else ()
        for name in (one.assertion.article, *outlet):
            found.setdefault(name, []).append(one)
    return found


def _by_text(statements: Sequence[Statement]) -> Mapping[tuple[str, ...], list[Statement]]:
    found: dict[tuple[str, ...], list[Statement]] = {}
    for one in statements:
        for key in _copies(one):
            found.setdefault(key, []).append(one)
    return found


def _copies(statement: Statement) -> tuple[tuple[str, ...], ...]:
    """Keys that a report shares with its copies: the text, or the very proposition, and whose words they are.

    Persons without a name have another id in every article, so that within one text they go by being unnamed.
    """
    one = statement.assertion
    speaker = statement.holder if statement.identified and not statement.own_words else "unnamed"
    text = (("text", one.text, statement.sign, speaker),) if one.text else ()
    same = (("proposition", one.proposition, statement.sign, speaker),) if one.proposition else ()
    return (*text, *same)


def _source_fell(
    statement: Statement, sources: Mapping[str, list[Statement]], world: World, down: set[Assertion]
) -> bool:
    """Whether a link of its chain broke: all that a relay or credited agency reported has fallen."""
    one = statement.assertion
    for name in (*one.relays, *((one.agency,) if one.agency else ())):
        reports = [
            other.assertion
            for other in sources.get(world.identify(name), sources.get(name, ()))
            if other.sign == statement.sign and other.assertion.article != one.article
        ]
        if reports and down.issuperset(reports):
            return True
    return False


def _original_fell(
    statement: Statement, groups: Mapping[tuple[str, ...], list[Statement]], down: set[Assertion]
) -> bool:
    """Whether the first report of this text has fallen; of several that may be first, one is enough."""
    for key in _copies(statement):
        copies = groups[key]
        first = min(public_by(one.assertion) or NEVER for one in copies)
        if any(one.assertion in down for one in copies if (public_by(one.assertion) or NEVER) == first):
            return True
    return False

"""Assertions about one claim and the world come in; the claim's standing goes out, with the rules that made it.

A pure function of a set: no order, no clock, no ledger. It grades evidence and never says what is true. The rules and the
laws they obey are those of docs/standing.md; origins are counted in `origins` and nowhere else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from onrecord.reconcile.assertion import Assertion, Sign
from onrecord.reconcile.clocks import dated, visible
from onrecord.reconcile.labels import Marks, find_digit, make_label, say
from onrecord.reconcile.origins import (
    Company,
    Voice,
    count_lineages,
    find_bonds,
    is_identified,
    is_outside,
    make_company,
    make_voices,
)
from onrecord.reconcile.positions import Held, Statement, admits, hold, is_hearsay, make_statements, principal_of
from onrecord.reconcile.retraction import fallen, resting_on
from onrecord.reconcile.world import World
from onrecord.record import Clock, Standing, StandingChange, Support

__all__ = [
    "Assertion",
    "Reason",
    "Side",
    "World",
    "disputed",
    "explain",
    "find_decisive",
    "history",
    "stand",
    "weigh",
    "without",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One rule that fired, as a plain sentence, and the propositions behind it."""

    sentence: str
    propositions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """What stands on one side of a claim: the statements that count, and how much they are together."""

    statements: tuple[Statement, ...]
    outside: tuple[Statement, ...]  # those of them that come from outside the sides
    level: Support
    lineages: tuple[int, int]
    known_first_hand: tuple[Statement, ...]
    admitting: tuple[Statement, ...]
    accused: bool  # one of those it would clear is among them
    both_sides: bool  # no side of a conflict holds all of them
    company: Company | None = None


Weighings = dict[frozenset[Assertion], Standing]  # what was asked before, by all that was seen then
_NOBODY = Side(
    statements=(),
    outside=(),
    level="none",
    lineages=(0, 0),
    known_first_hand=(),
    admitting=(),
    accused=False,
    both_sides=False,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """Everything that standing is read off from."""

    support: Side
    opposition: Side
    doubting: tuple[Statement, ...]
    divided: tuple[Held, ...]
    hearsay: bool
    taken_back: frozenset[Assertion]

    @property
    def withdrawn(self) -> bool:
        """Whether something supported the claim, and all of it was taken back."""
        return self.support.level == "none" and any(one.sign == "+" for one in self.taken_back)

    @property
    def hearsay_only(self) -> bool:
        """Whether nothing but hearsay speaks for the claim."""
        return self.hearsay and self.support.level == "none"


def stand(
    assertions: Iterable[Assertion], world: World, *, as_of: str | None = None, clock: Clock = "public"
) -> Standing:
    """How the claim stands by these assertions, which may come in any order and more than once.

    `as_of` (ISO date or date-time, the whole day for a date) asks by one of three clocks: "public" what was published
    by then, "known" what we had recorded by then, "event" what happened no later, by all that is known now. An assertion
    without a date on the clock asked for is not seen by such a question. Raises InputError for dates that are none.
    """
    weighed = weigh(visible(assertions, as_of, clock), world)
    support, opposition = weighed.support, weighed.opposition
    first_hand, doubted = bool(support.known_first_hand), bool(weighed.doubting)
    reasons = _reasons(weighed, world)
    return Standing(
        support=support.level,
        first_hand=first_hand,
        opposition=opposition.level,
        doubted=doubted,
        divided=tuple(held.principal for held in weighed.divided),
        withdrawn=weighed.withdrawn,
        hearsay_only=weighed.hearsay_only,
        label=make_label(support.level, opposition.level, _marks(weighed)),
        credibility=find_digit(support.level, opposition.level, first_hand=first_hand, doubted=doubted),
        reliability=_reliability(weighed, world),
        supporting_lineages=support.lineages,
        opposing_lineages=opposition.lineages,
        because=tuple(sorted({one for reason in reasons for one in reason.propositions})),
        rules=tuple(reason.sentence for reason in reasons),
    )


def explain(
    assertions: Iterable[Assertion], world: World, *, as_of: str | None = None, clock: Clock = "public"
) -> tuple[Reason, ...]:
    """The rules that fired, each with the propositions behind it."""
    return _reasons(weigh(visible(assertions, as_of, clock), world), world)


def disputed(standing: Standing) -> bool:
    """Whether somebody says so and somebody denies it."""
    return standing.support != "none" and standing.opposition != "none"


def without(assertions: Iterable[Assertion], world: World, lineage: str) -> Standing:
    """How the claim would stand without a principal, and without what rests on its word alone."""
    given = frozenset(assertions)
    return stand(given - resting_on(given, world, world.principal(lineage)), world)


def find_decisive(assertions: Iterable[Assertion], world: World) -> tuple[tuple[str, Standing], ...]:
    """The principals whose removal would change the label, each with the standing that would be left."""
    given = frozenset(assertions)
    label = stand(given, world).label
    left = ((one, without(given, world, one)) for one in _principals(given, world))
    return tuple((one, standing) for one, standing in left if standing.label != label)


def history(assertions: Iterable[Assertion], world: World, clock: Clock = "public") -> tuple[StandingChange, ...]:
    """The standing from each day on which it changed. What has no date comes first, with `since` unknown."""
    return histories(assertions, world, (clock,))[0]


def histories(
    assertions: Iterable[Assertion],
    world: World,
    clocks: Sequence[Clock] = ("public", "known", "event"),
    *,
    known: Weighings | None = None,
) -> tuple[tuple[StandingChange, ...], ...]:
    """The history on each of these clocks; what two of them ask alike is weighed once, and noted in `known`."""
    given = frozenset(assertions)
    known = {} if known is None else known

    def stand_by(seen: frozenset[Assertion]) -> Standing:
        found = known.get(seen)
        if found is None:
            found = known[seen] = stand(seen, world)
        return found

    return tuple(_history(given, clock, stand_by) for clock in clocks)


def _history(
    given: frozenset[Assertion], clock: Clock, stand_by: Callable[[frozenset[Assertion]], Standing]
) -> tuple[StandingChange, ...]:
    undated = frozenset(one for one in given if not dated(one, clock))
    days = sorted({when[:10] for one in given - undated if (when := dated(one, clock))})
    steps: list[tuple[str | None, Standing]] = [(None, stand_by(undated))] if undated else []
    steps += [(day, stand_by(undated | visible(given, day, clock))) for day in days]
    changes: list[StandingChange] = []
    for since, standing in steps:
        if not changes or _grade(changes[-1].standing) != _grade(standing):
            changes.append(StandingChange(since=since, standing=standing, because=standing.because))
    return tuple(changes)


def weigh(assertions: Iterable[Assertion], world: World) -> Weighed:
    """Who stands where, by principals, and how much each side is together."""
    given = frozenset(assertions)
    down = fallen(given, world)
    held = hold(make_statements(given - down, world), world)
    settled = [one for one in held if not one.divided]
    return Weighed(
        support=_weigh_side("+", settled, world),
        opposition=_weigh_side("-", settled, world),
        doubting=_doubting(settled, world),
        divided=tuple(one for one in held if one.divided),
        hearsay=_rumoured(given - down, {one.principal for one in held}, world),
        taken_back=down,
    )


def _rumoured(given: Iterable[Assertion], speaking: set[str], world: World) -> bool:
    """Whether there is hearsay for the claim; what is rumoured of those who speak for themselves is none."""
    rumours = (one for one in given if one.sign == "+" and not one.derived and is_hearsay(one))
    return any(principal_of(one, world) not in speaking for one in rumours)


def _weigh_side(sign: Sign, settled: Sequence[Held], world: World) -> Side:
    statements = _of_sign(sign, settled)
    if not statements:
        return _NOBODY
    company = make_company(statements, world)
    voices = make_voices(statements, world, company)
    lineages = count_lineages(voices)
    admitting = tuple(one for one in statements if admits(one, world))
    within = [world.sides(one.principal) for one in statements if world.sides(one.principal)]
    return Side(
        statements=statements,
        outside=tuple(one for one in statements if is_outside(one, company)),
        level=_level(lineages, voices, admitting=bool(admitting)),
        lineages=lineages,
        known_first_hand=tuple(one for one in statements if _knows(one, company)),
        admitting=admitting,
        accused=any(world.accuses(one.principal, by_denial=sign == "+") for one in statements),
        both_sides=bool(within) and not frozenset.intersection(*within),
        company=company,
    )


def _of_sign(sign: Sign, settled: Iterable[Held]) -> tuple[Statement, ...]:
    return tuple(one for held in settled for one in held.statements if one.sign == sign)


def _level(lineages: tuple[int, int], voices: Sequence[Voice], *, admitting: bool) -> Support:
    """The level of a side. Several unnamed persons alone stay "single": nothing says that they are more than one."""
    low, high = lineages
    if admitting:
        return "admitted"
    if low > 1:
        return "independent"
    if high > 1 and low == 1:
        return "bloc"
    if high > 0:
        return "single"
    return "side" if voices else "none"


def _knows(statement: Statement, company: Company) -> bool:
    return statement.assertion.first_hand and is_identified(statement, company) and is_outside(statement, company)


def _doubting(settled: Sequence[Held], world: World) -> tuple[Statement, ...]:
    """Doubts by principals outside the sides; a person without a name and body is no principal."""
    statements = _of_sign("?", settled)
    if not statements:
        return ()
    company = make_company(statements, world)
    return tuple(one for one in statements if is_identified(one, company) and is_outside(one, company))


def _marks(weighed: Weighed) -> Marks:
    return Marks(
        first_hand=bool(weighed.support.known_first_hand),
        doubted=bool(weighed.doubting),
        divided=bool(weighed.divided),
        withdrawn=weighed.withdrawn,
        hearsay_only=weighed.hearsay_only,
        both_sides_support=weighed.support.both_sides,
        both_sides_deny=weighed.opposition.both_sides,
        accused_denies=weighed.opposition.accused,
    )


def _reliability(weighed: Weighed, world: World) -> tuple[tuple[str, str], ...]:
    """The letter of everybody who counts: F where no record of at least five resolved claims, nor a setting, is known."""
    statements = (*weighed.support.statements, *weighed.opposition.statements, *weighed.doubting)
    return tuple((one, world.reliability.get(one, "F")) for one in sorted({said.principal for said in statements}))


def _grade(standing: Standing) -> Standing:
    """The standing apart from its reasons: what has to differ for a change."""
    return replace(standing, because=(), rules=())


def _principals(given: Iterable[Assertion], world: World) -> list[str]:
    return sorted({one.principal for one in make_statements(given, world)})


# ------------------------------------------------------------------------------------------------------------ reasons


def _reasons(weighed: Weighed, world: World) -> tuple[Reason, ...]:
    support, opposition = weighed.support, weighed.opposition
    found = [
        *_side_reasons("support", support, world),
        *_side_reasons("opposition", opposition, world),
        *([Reason(sentence=say("disputed"))] if "none" not in (support.level, opposition.level) else []),
        *_who_reasons("first_hand", support.known_first_hand, world),
        *_dependence_reasons(support, world),
        *_dependence_reasons(opposition, world),
        *_who_reasons("doubted_admission" if support.level == "admitted" else "doubted", weighed.doubting, world),
        *_who_reasons("divided", [said for held in weighed.divided for said in held.statements], world),
        *_taken_back_reasons(weighed),
    ]
    digit = find_digit(
        support.level, opposition.level, first_hand=bool(support.known_first_hand), doubted=bool(weighed.doubting)
    )
    closing = say("digit", support=support.level, opposition=opposition.level, digit=digit)
    return (*found, Reason(sentence=closing))


def _side_reasons(name: str, side: Side, world: World) -> list[Reason]:
    if side.level == "none":
        return [Reason(sentence=say("support_none"))] if name == "support" else []
    low, high = side.lineages
    chosen = {"admitted": side.admitting, "side": side.statements}.get(side.level, side.outside)
    sentence = say(f"{name}_{side.level}", who=_names(chosen, world), low=low, high=high)
    nameless = [one for one in side.outside if not one.identified]
    return [
        Reason(sentence=sentence, propositions=_first_reports(chosen)),
        *_who_reasons("unnamed", nameless, world),
    ]


def _who_reasons(rule: str, statements: Sequence[Statement], world: World) -> list[Reason]:
    if not statements:
        return []
    return [Reason(sentence=say(rule, who=_names(statements, world)), propositions=_first_reports(statements))]


def _dependence_reasons(side: Side, world: World) -> list[Reason]:
    """One sentence for all principals outside that depend, or may depend, on one another for one reason."""
    statements = side.outside
    behind: dict[str, set[Statement]] = {}
    for bond in find_bonds(statements, world, side.company if statements == side.statements else None):
        members = [statements[number] for number in bond.members]
        if len({one.principal for one in members}) > 1:
            sentence = say("depends", who=_names(members, world), why=bond.sentence)
            behind.setdefault(sentence, set()).update(members)
    return [Reason(sentence=sentence, propositions=_first_reports(said)) for sentence, said in sorted(behind.items())]


def _taken_back_reasons(weighed: Weighed) -> list[Reason]:
    hearsay = [Reason(sentence=say("hearsay"))] if weighed.hearsay else []
    if not weighed.taken_back:
        return hearsay
    behind = tuple(sorted({one.proposition for one in weighed.taken_back if one.proposition}))
    rule = "withdrawn" if weighed.withdrawn else "taken_back"
    return [*hearsay, Reason(sentence=say(rule), propositions=behind)]


def _names(statements: Iterable[Statement], world: World) -> str:
    return ", ".join(sorted({world.name(one.principal) for one in statements}))


def _first_reports(statements: Iterable[Statement]) -> tuple[str, ...]:
    """The proposition of each statement as it was first reported, so that repeating it changes no reason."""
    first: dict[tuple[str, Sign], Assertion] = {}
    for one in statements:
        key = (one.holder, one.sign)
        first[key] = min(one.assertion, first.get(key, one.assertion), key=_reported)
    return tuple(sorted({one.proposition for one in first.values() if one.proposition}))


def _reported(assertion: Assertion) -> tuple[str, str, str, str]:
    return (
        assertion.published or "",
        assertion.recorded or "",
        assertion.article,
        assertion.proposition or "",
    )

"""The laws L1 to L19 of docs/standing.md, each for any world and any evidence."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from making import (
    ARTICLES,
    BARE,
    DAYS,
    EVIDENCE,
    INSIDE,
    LEVELS,
    OUTSIDE,
    PAIRS,
    WORLDS,
    assertions,
    grade,
    law,
    no_worse,
    republish,
    says,
)
from onrecord.reconcile.origins import count_lineages, make_voices
from onrecord.reconcile.positions import hold, make_statements
from onrecord.reconcile.standing import Assertion, World, history, stand, weigh
from onrecord.record import Interval, Support

Evidence = tuple[Assertion, ...]
FRESH = "fresh principal"
SWAP = {"asserts": "denies", "confirms": "denies", "denies": "asserts"}


def level(support: Support) -> int:
    return LEVELS.index(support)


@law
@given(EVIDENCE, WORLDS, st.randoms(use_true_random=False))
def test_l1_order_of_arrival_never_matters(evidence: Evidence, world: World, random: object) -> None:
    shuffled = list(evidence)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert stand(shuffled, world) == stand(evidence, world)


@law
@given(EVIDENCE, WORLDS, st.integers(0, 8))
def test_l2_a_duplicate_changes_nothing(evidence: Evidence, world: World, which: int) -> None:
    assume(evidence)
    assert stand((*evidence, evidence[which % len(evidence)]), world) == stand(evidence, world)


@law
@given(EVIDENCE, WORLDS, st.integers(0, 8), st.integers(21, 28))
def test_l2_republication_changes_nothing(evidence: Evidence, world: World, which: int, day: int) -> None:
    assume(evidence)
    again = republish(evidence[which % len(evidence)], "another outlet", f"2024-11-{day}")
    assert grade(stand((*evidence, again), world)) == grade(stand(evidence, world))


@law
@given(
    st.sampled_from(OUTSIDE),
    st.lists(st.tuples(st.sampled_from(("asserts", "confirms")), DAYS, ARTICLES), min_size=1, max_size=12),
    WORLDS,
)
def test_l3_outlets_and_spokesmen_of_one_principal_are_one_lineage(
    principal: str, reports: list[tuple[str, str, str]], world: World
) -> None:
    assume(not world.accuses(principal))
    said = [
        says(f"spokesman {number % 4}", stance, day, article=article, outlet=f"outlet {number}", principal=principal)
        for number, (stance, day, article) in enumerate(reports)
    ]
    standing = stand(said, world)
    assert standing.supporting_lineages == ((1, 1) if not world.sides(principal) else (0, 0))
    assert standing.credibility >= 3


@law
@given(EVIDENCE, WORLDS, DAYS, PAIRS.map(lambda pair: pair[0]), st.booleans(), st.sampled_from((None, "witness")))
def test_l4_a_fresh_lineage_never_weakens(
    evidence: Evidence, world: World, day: str, friend: str, allied: bool, basis: str | None
) -> None:
    world = replace(world, aligned=(*world.aligned, (FRESH, friend))) if allied else world
    before, after = stand(evidence, world), stand((*evidence, says(FRESH, on=day, basis=basis)), world)
    assert level(after.support) >= level(before.support)
    assert no_worse(before, after)
    assert after.opposition == before.opposition
    assert after.opposing_lineages == before.opposing_lineages


@law
@given(EVIDENCE, WORLDS, DAYS, st.sampled_from((FRESH, "outlet:unheard")))
def test_l5_a_denial_never_erases_support(evidence: Evidence, world: World, day: str, denier: str) -> None:
    before, after = stand(evidence, world), stand((*evidence, says(denier, "denies", day)), world)
    assert after.support == before.support
    assert after.supporting_lineages == before.supporting_lineages


@law
@given(EVIDENCE, WORLDS, assertions(), st.lists(st.sampled_from(("copy", "relay", "agency")), max_size=4))
def test_l6_retracting_a_report_equals_removing_it_and_what_rests_on_it(
    evidence: Evidence, world: World, report: Assertion, downstream: list[str]
) -> None:
    report = replace(report, article="withdrawn", outlet="o9", text="t9", published="2024-11-05", proposition="p9")
    rests: dict[str, dict[str, Any]] = {
        "copy": {"text": "t9"},
        "relay": {"relays": ("o9",)},
        "agency": {"agency": "o9"},
    }
    resting = [
        replace(
            report,
            article=f"resting {number}",
            outlet=f"o1{number}",
            text=None,
            proposition=None,
            published="2024-11-06",
        )
        for number in range(len(downstream))
    ]
    copies = [replace(one, **rests[how]) for one, how in zip(resting, downstream, strict=True)]
    takes_back = says("o9", "retracts", "2024-11-07", retracts=("withdrawn",))
    before = stand(evidence, world)
    after = stand((*evidence, report, *copies, takes_back), world)
    assert replace(after, withdrawn=False, label="", rules=(), because=()) == replace(
        before, withdrawn=False, label="", rules=(), because=()
    )


@law
@given(EVIDENCE, WORLDS, st.sampled_from(OUTSIDE), st.sampled_from(("asserts", "denies")), DAYS)
def test_l6_a_speaker_who_retracts_takes_back_all_he_said_and_wins_a_tie(
    evidence: Evidence, world: World, holder: str, stance: str, day: str
) -> None:
    others = tuple(
        one for one in evidence if holder not in (*map(world.principal, (one.principal or one.holder, *one.cites)),)
    )
    said = says(holder, stance, day)
    carried = republish(said, "elsewhere", "2024-11-28")
    after = stand((*others, said, carried, says(holder, "retracts", day, article="r")), world)
    assert replace(after, withdrawn=False, label="", rules=(), because=()) == replace(
        stand(others, world), withdrawn=False, label="", rules=(), because=()
    )


@law
@given(
    EVIDENCE,
    WORLDS,
    st.integers(0, 8),
    st.sampled_from(("cites", "text", "agency", "figure", "aligned")),
    PAIRS,
    ARTICLES,
)
def test_l7_more_dependence_never_raises_a_count(
    evidence: Evidence, world: World, which: int, kind: str, pair: tuple[str, str], article: str
) -> None:
    assume(evidence)
    chosen = which % len(evidence)
    one = evidence[chosen]
    more: dict[str, Assertion] = {
        "cites": replace(one, cites=(*one.cites, pair[0])),
        "agency": replace(one, agency="outlet:agency") if one.agency is None else one,
        "figure": replace(one, figure=471.0) if one.figure is None else one,
    }
    changed = (*evidence[:chosen], more.get(kind, one), *evidence[chosen + 1 :])
    if kind == "text":  # an article becomes a copy of a text as a whole
        alone = all(each.text is None for each in evidence if each.article == article)
        changed = tuple(replace(each, text="t1") if alone and each.article == article else each for each in evidence)
    tied = replace(world, aligned=(*world.aligned, pair)) if kind == "aligned" else world
    before, after = stand(evidence, world), stand(changed, tied)
    for less, more_of in (
        (after.supporting_lineages, before.supporting_lineages),
        (after.opposing_lineages, before.opposing_lineages),
    ):
        assert less[0] <= more_of[0]
        assert less[1] <= more_of[1]


@law
@given(EVIDENCE, WORLDS)
def test_l7_low_is_at_most_high_and_high_at_most_the_principals(evidence: Evidence, world: World) -> None:
    standing = stand(evidence, world)
    for sign, (low, high) in (("+", standing.supporting_lineages), ("-", standing.opposing_lineages)):
        principals = {one.principal for one in make_statements(evidence, world) if one.sign == sign}
        assert 0 <= low <= high <= len(principals)


@law
@given(
    EVIDENCE,
    WORLDS,
    assertions(st.sampled_from(("unknown", "declines", "predicts", "commits", "directs", "publishes"))),
)
def test_l8_neutral_acts_are_neutral(evidence: Evidence, world: World, act: Assertion) -> None:
    assert stand((*evidence, act), world) == stand(evidence, world)


@law
@given(EVIDENCE, WORLDS, DAYS)
def test_l9_doubt_adds_no_support_and_never_improves_the_digit(evidence: Evidence, world: World, day: str) -> None:
    before, after = stand(evidence, world), stand((*evidence, says(FRESH, "doubts", day)), world)
    assert after.support == before.support
    assert after.supporting_lineages == before.supporting_lineages
    assert after.opposition == before.opposition
    assert after.credibility >= before.credibility or (before.credibility, after.credibility) == (6, 4)
    if before.credibility == 6:
        assert after.credibility in (4, 6)


@law
@given(EVIDENCE, WORLDS, assertions(), st.sampled_from(("summary", "back-reference")))
def test_l10_derived_mentions_are_neutral(evidence: Evidence, world: World, one: Assertion, role: str) -> None:
    derived = replace(one, role=role)  # type: ignore[arg-type]
    assert stand((*evidence, derived), world) == stand(evidence, world)


@law
@given(EVIDENCE, WORLDS, assertions())
def test_l10_hearsay_adds_no_lineage(evidence: Evidence, world: World, one: Assertion) -> None:
    before, after = stand(evidence, world), stand((*evidence, replace(one, hearsay=True)), world)
    assert after.supporting_lineages == before.supporting_lineages
    assert after.opposing_lineages == before.opposing_lineages
    assert (after.support, after.opposition, after.credibility) == (
        before.support,
        before.opposition,
        before.credibility,
    )


@law
@given(EVIDENCE, WORLDS, EVIDENCE, st.integers(1, 20))
def test_l11_what_was_known_to_us_is_immutable(evidence: Evidence, world: World, later: Evidence, day: int) -> None:
    on = f"2024-11-{day:02d}"
    records = tuple(replace(one, recorded=f"2024-12-{1 + number:02d}") for number, one in enumerate(later))
    assert stand((*evidence, *records), world, as_of=on, clock="known") == stand(
        evidence, world, as_of=on, clock="known"
    )


@law
@given(EVIDENCE, EVIDENCE, WORLDS)
def test_l12_evidence_of_other_claims_is_irrelevant(evidence: Evidence, other: Evidence, world: World) -> None:
    claims = {"this": frozenset(evidence), "that": frozenset(other)}
    before = stand(claims["this"], world)
    stand(claims["that"], world)
    assert stand(claims["this"], world) == before


@law
@given(EVIDENCE, EVIDENCE, EVIDENCE, WORLDS)
def test_l13_merging_is_commutative_associative_idempotent(a: Evidence, b: Evidence, c: Evidence, world: World) -> None:
    assert stand((*a, *b), world) == stand((*b, *a), world)
    assert stand((*(*a, *b), *c), world) == stand((*a, *(*b, *c)), world)
    assert stand((*a, *b, *a), world) == stand((*a, *b), world)


@law
@given(EVIDENCE, EVIDENCE, WORLDS)
def test_l14_merging_and_splitting_claims_can_be_undone(a: Evidence, b: Evidence, world: World) -> None:
    merged = frozenset(a) | frozenset(b)
    assert stand((one for one in merged if one in frozenset(a)), world) == stand(a, world)


@law
@given(
    st.lists(st.tuples(st.sampled_from(("russia", "north korea", "peskov", "outlet:state")), DAYS), min_size=1), WORLDS
)
def test_l15_one_side_alone_never_beats_3_unless_admitted(said: list[tuple[str, str]], world: World) -> None:
    standing = stand([says(holder, on=day, basis="witness") for holder, day in said], world)
    assert standing.support in ("side", "admitted")
    assert standing.credibility >= 3 or standing.support == "admitted"


@law
@given(EVIDENCE, WORLDS, st.integers(0, 8), st.sampled_from(("witness", "imagery")))
def test_l16_first_hand_basis_never_worsens(evidence: Evidence, world: World, which: int, basis: str) -> None:
    assume(evidence)
    chosen = which % len(evidence)
    seen = replace(evidence[chosen], basis=basis)  # type: ignore[arg-type]
    if seen.sign != "+":
        return
    before, after = stand(evidence, world), stand((*evidence[:chosen], seen, *evidence[chosen + 1 :]), world)
    assert no_worse(before, after)
    assert level(after.support) >= level(before.support)


@law
@given(EVIDENCE, WORLDS, st.integers(0, 8), assertions(st.sampled_from(("asserts", "denies", "doubts"))))
def test_l17_a_late_arriving_older_statement_changes_no_current_position(
    evidence: Evidence, world: World, which: int, old: Assertion
) -> None:
    assume(evidence)
    newer = evidence[which % len(evidence)]
    assume(newer.sign and not newer.derived and not newer.hearsay and newer.holder and newer.said)
    older = replace(
        old,
        holder=newer.holder,
        principal=newer.principal,
        unnamed=newer.unnamed,
        candidates=newer.candidates,
        captive=newer.captive,
        said=Interval(start="2024-10-01", end="2024-10-02"),
        recorded="2024-12-24",
        article="old",
    )
    # That a holder is an outlet is no position of its: it may be learned from an older statement (docs/standing.md).
    assume(not older.own_words or any(one.own_words for one in evidence if one.holder == newer.holder))
    assert grade(stand((*evidence, older), world)) == grade(stand(evidence, world))


@law
@given(EVIDENCE, WORLDS)
def test_l18_swapping_yes_and_no_swaps_support_and_opposition(evidence: Evidence, world: World) -> None:
    mirrored = [replace(one, stance=SWAP.get(one.stance, one.stance)) for one in evidence]  # type: ignore[arg-type]
    before = stand(evidence, world)
    after = stand(mirrored, replace(world, accused=world.accused_by_denial, accused_by_denial=world.accused))
    assert (after.support, after.opposition) == (before.opposition, before.support)
    assert (after.supporting_lineages, after.opposing_lineages) == (
        before.opposing_lineages,
        before.supporting_lineages,
    )
    assert after.divided == before.divided


@law
@given(EVIDENCE, WORLDS, st.dictionaries(st.sampled_from((*INSIDE, *OUTSIDE)), st.sampled_from("ABCDEF")))
def test_l19_the_digit_ignores_the_letter(evidence: Evidence, world: World, letters: dict[str, str]) -> None:
    graded = stand(evidence, replace(world, reliability=letters))
    assert replace(graded, reliability=()) == replace(stand(evidence, world), reliability=())


@law
@given(EVIDENCE, WORLDS)
def test_the_history_ends_where_the_claim_stands(evidence: Evidence, world: World) -> None:
    changes = history(evidence, world)
    assert bool(changes) == bool(evidence)
    if changes:
        assert grade(changes[-1].standing) == grade(stand(evidence, world))
    assert [one.since or "" for one in changes] == sorted(one.since or "" for one in changes)


@law
@given(EVIDENCE, WORLDS)
def test_what_is_counted_is_what_the_one_function_counts(evidence: Evidence, world: World) -> None:
    weighed = weigh(evidence, world)
    statements = [
        one for held in hold(make_statements(evidence, world), world) if not held.divided for one in held.statements
    ]
    said = [one for one in statements if one.sign == "+"]
    assert weighed.support.lineages == count_lineages(make_voices(said, world))


def test_every_law_is_here() -> None:
    named = {name.split("_")[1] for name, test in globals().items() if getattr(test, "is_law", False)}
    assert {f"l{number}" for number in range(1, 20)} <= named
    assert BARE.sides("peskov")

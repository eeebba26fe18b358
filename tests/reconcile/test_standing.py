"""Standing case by case: assertions in, levels, digit, label and reasons out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from making import BARE, LEVELS, says
from onrecord.reconcile.labels import Marks, find_digit, make_label, tables
from onrecord.reconcile.origins import CERTAIN, POSSIBLE, explain_dependence, is_unround, most_apart
from onrecord.reconcile.standing import (
    Assertion,
    World,
    disputed,
    explain,
    find_decisive,
    history,
    stand,
    without,
)
from onrecord.reconcile.world import Conflict, Outlet, SetDependence
from onrecord.record import InputError, Interval, Standing, Support

ALLIES = replace(BARE, aligned=(("us", "south korea"),))
DAY = "2024-11-12"


def stands(*assertions: Assertion, world: World = BARE) -> Standing:
    return stand(assertions, world)


def label(*assertions: Assertion, world: World = BARE) -> str:
    return stand(assertions, world).label


def lineages(*assertions: Assertion, world: World = BARE) -> tuple[int, int]:
    return stand(assertions, world).supporting_lineages


# ----------------------------------------------------------------------------------------------------- a bare assertion


def test_a_bare_assertion_is_enough() -> None:
    standing = stand([Assertion(holder="us", stance="asserts", article="a1")], World())
    assert (standing.support, standing.credibility, standing.label) == ("single", 3, "reported by one source")
    assert standing.reliability == (("us", "F"),)
    assert standing.because == ()
    assert standing.rules == (
        "One source outside the sides says so: us.",
        "Support: single; opposition: none; so credibility 3.",
    )


def test_nothing_at_all() -> None:
    standing = stand([], World())
    assert (standing.support, standing.opposition, standing.credibility, standing.label) == (
        "none",
        "none",
        6,
        "unsupported",
    )
    assert standing.rules[0] == "Nobody on record says so."
    assert history([], World()) == ()


# -------------------------------------------------------------------------------------------------------------- levels


def test_one_side_two_sides() -> None:
    assert label(says("russia")) == label(says("russia"), says("north korea")) == "claimed by one side"
    assert label(says("russia"), says("ukraine")) == "claimed by both sides"
    assert label(says("ukraine"), says("russia", "denies")) == "claimed by one side, denied by one side"
    assert (
        label(says("us"), says("russia", "denies"), says("ukraine", "denies"))
        == "reported by one source, denied by both sides"
    )


def test_single_bloc_independent() -> None:
    assert label(says("us")) == "reported by one source"
    assert label(says("us"), says("south korea"), world=ALLIES) == "corroborated (one bloc)"
    assert label(says("us"), says("south korea")) == "corroborated (independent)"
    assert lineages(says("us"), says("south korea"), world=ALLIES) == (1, 2)
    assert (
        label(says("poland"), says("us", "denies"), says("un", "denies"))
        == "reported by one source, denied by independent sources"
    )
    assert (
        label(says("poland"), says("us", "denies"), says("south korea", "denies"), world=ALLIES)
        == "reported by one source, denied by one bloc"
    )


def test_allies_of_one_ally_are_two_lineages_still() -> None:
    world = replace(BARE, aligned=(("us", "poland"), ("us", "south korea")))
    assert lineages(says("poland"), says("south korea"), world=world) == (2, 2)
    assert lineages(says("poland"), says("south korea"), says("us"), world=world) == (2, 3)


def test_admission_is_the_accused_saying_so_on_record() -> None:
    world = replace(BARE, accused=("russia",))
    assert stands(says("russia"), world=world).label == "admitted"
    assert stands(says("peskov"), world=world).support == "admitted"
    assert stands(says("outlet:state"), world=world).support == "admitted"
    assert stands(says("russia", captive=True), world=world).support == "side"
    assert stands(says("russia", responsibility=True), world=world).support == "side"
    assert stands(says("russia", unnamed=True), world=world).support == "side"
    assert stands(says("russia", on_record=False), world=world).support == "side"
    assert stands(says("ukraine"), world=world).support == "side"


def test_denial_against_the_deniers_interest() -> None:
    world = replace(BARE, accused=("russia",), accused_by_denial=("ukraine",))
    assert (
        label(says("us"), says("ukraine", "denies"), world=world)
        == "reported by one source, denied against the denier's interest"
    )
    assert label(says("us"), says("russia", "denies"), world=world) == "reported by one source, denied by the accused"


def test_an_admission_outlasts_an_older_denial_of_higher_rank_and_not_a_newer_one() -> None:
    world = replace(BARE, accused=("russia",))
    denial = says("peskov", "denies", "2024-11-10", rank="head")
    assert (
        stands(denial, says("general", on="2024-11-12", principal="russia", rank="official"), world=world).label
        == "admitted"
    )
    later = says("general", on="2024-11-09", principal="russia", rank="official")
    assert stands(denial, later, world=world).label == "unsupported, denied by the accused"
    same = says("general", on="2024-11-10", principal="russia", rank="official")
    assert stands(denial, same, world=world).label == "unsupported, denied by the accused"


def test_a_firm_that_is_accused_is_a_side_of_its_own() -> None:
    world = World(accused=("firm",))
    assert (
        stands(says("us"), says("firm", "denies"), world=world).label == "reported by one source, denied by the accused"
    )
    assert stands(says("us"), says("un"), says("amnesty", "denies"), says("firm", "denies"), world=world).label == (
        "corroborated (independent), denied by one source and the accused"
    )


# ------------------------------------------------------------------------------------------------------------- digits


@pytest.mark.parametrize(
    ("row", "digits"),
    [
        ("none", (6, 6, 4, 5, 5, 5)),
        ("side", (3, 4, 4, 5, 5, 5)),
        ("single", (3, 3, 4, 4, 5, 5)),
        ("bloc", (2, 2, 3, 4, 4, 5)),
        ("independent", (1, 1, 2, 3, 4, 4)),
        ("admitted", (1, 1, 1, 2, 3, 4)),
    ],
)
def test_the_digit_table(row: Support, digits: tuple[int, ...]) -> None:
    assert tuple(find_digit(row, opposition) for opposition in LEVELS) == digits


def test_first_hand_counts_for_a_single_source() -> None:
    assert tuple(find_digit("single", one, first_hand=True) for one in LEVELS) == (2, 2, 3, 4, 4, 5)
    assert find_digit("bloc", "none", first_hand=True) == find_digit("bloc", "none")
    assert stands(says("un", basis="witness")).label == "reported by one source, first hand"
    assert stands(says("un", basis="imagery")).credibility == 2
    assert stands(says("un", basis="witness")).first_hand is True
    assert stands(says("un", basis="document")).first_hand is False
    assert stands(says("un", basis="witness")).rules[-1] == "Support: single; opposition: none; so credibility 2."
    assert not stands(says("un", basis="witness", cites=("us",))).first_hand
    assert not stands(says("russia", basis="witness")).first_hand
    assert not stands(says("one witness", unnamed=True, basis="witness")).first_hand
    assert not stands(says("un", "denies", basis="witness")).first_hand


def test_doubt_adds_one_up_to_four() -> None:
    assert find_digit("none", "none", doubted=True) == 4
    assert find_digit("none", "side", doubted=True) == 6
    assert find_digit("independent", "none", doubted=True) == 2
    assert find_digit("single", "none", doubted=True) == 4
    assert find_digit("single", "single", doubted=True) == 4
    assert find_digit("none", "bloc", doubted=True) == 5
    assert find_digit("admitted", "none", doubted=True) == 1
    assert label(says("us"), says("un", "doubts")) == "reported by one source, doubted"
    assert not stands(says("us"), says("russia", "doubts")).doubted
    assert not stands(says("us"), says("one official", "doubts", unnamed=True)).doubted


# ----------------------------------------------------------------------------------------------------------- positions


def test_the_latest_statement_holds() -> None:
    assert stands(says("us", on="2024-11-10"), says("us", "denies", "2024-11-12")).opposition == "single"
    assert stands(says("us", on="2024-11-12"), says("us", "denies", "2024-11-10")).support == "single"
    undated = says("us", "denies", said=None, published="2024-11-11", article="b")
    assert stands(says("us", on="2024-11-10"), undated).opposition == "single"
    assert stands(says("us", on="2024-11-12"), undated).opposition == "none"


def test_undated_words_carried_again_are_no_new_statement() -> None:
    first = says("us", said=None, published="2024-11-01", article="a")
    again = replace(first, article="c", published="2024-11-20")
    assert stands(first, says("us", "denies", "2024-11-05"), again).opposition == "single"
    assert stands(says("us", "denies", "2024-11-05"), again).support == "single"


def test_statements_without_any_date_are_the_oldest() -> None:
    dateless = Assertion(holder="us", stance="asserts", article="a")
    assert stands(dateless, says("us", "denies", "2024-11-05")).support == "none"


def test_the_highest_rank_holds_and_equals_are_divided() -> None:
    president = says("president", principal="us", rank="head")
    aide = says("aide", "denies", principal="us", rank="spokesman")
    minister = says("minister", "denies", principal="us", rank="minister")
    assert stands(president, aide).label == "reported by one source"
    assert stands(president, minister).divided == ()
    divided = stands(replace(president, rank="spokesman"), aide)
    assert divided.divided == ("us",)
    assert divided.label == "unsupported, one source divided"
    assert (divided.support, divided.opposition, divided.credibility) == ("none", "none", 6)
    assert stands(minister, says("clerk", principal="us", rank="official"), aide).opposition == "single"


def test_a_body_ranks_with_its_spokesmen_and_above_unnamed_officials() -> None:
    officials = says("officials", "denies", principal="us", unnamed=True)
    assert stands(says("us"), officials).label == "reported by one source"
    assert stands(says("us"), replace(officials, rank="official")).label == "reported by one source"
    assert stands(says("us"), says("patel", "denies", rank="spokesman")).divided == ("us",)


def test_a_source_that_says_both_on_one_day_is_divided() -> None:
    assert stands(says("us", on=DAY), says("us", "denies", DAY)).divided == ("us",)


def test_supporting_and_doubting_at_once_is_both() -> None:
    standing = stands(says("patel", rank="spokesman"), says("austin", "doubts", rank="spokesman"))
    assert (standing.support, standing.doubted, standing.credibility) == ("single", True, 4)


# -------------------------------------------------------------------------------------------------------- dependence


def test_unnamed_persons_are_one_at_most_and_none_at_least() -> None:
    one, two = (says(f"unnamed:{article}", unnamed=True, article=article) for article in ("a", "b"))
    assert lineages(one) == (0, 1)
    assert stands(one, two).supporting_lineages == (0, 2)
    assert stands(one, two).support == "single"
    assert stands(says("us"), one).support == "bloc"
    assert lineages(says("officials", unnamed=True, principal="us")) == (1, 1)


def test_an_unnamed_person_whose_candidates_are_all_on_a_side_is_on_a_side() -> None:
    assert stands(says("one", unnamed=True, candidates=("russia", "peskov"))).support == "side"
    assert stands(says("one", unnamed=True, candidates=("russia", "us"))).support == "single"


def test_an_unnamed_person_without_an_id_belongs_to_his_article() -> None:
    assert lineages(says("", unnamed=True, article="a"), says("", unnamed=True, article="b")) == (0, 2)


def test_citing_is_no_lineage_of_its_own() -> None:
    assert lineages(says("us"), says("poland", cites=("us",))) == (1, 1)
    assert lineages(says("poland", cites=("us",)), says("un", cites=("us",))) == (1, 1)
    assert lineages(says("us"), says("un"), says("poland", cites=("us", "un"))) == (2, 2)
    assert lineages(says("poland", cites=("un",)), says("un", cites=("us",)), says("us")) == (1, 1)
    assert lineages(says("poland", cites=("un",)), says("un", cites=("poland",))) == (1, 1)
    assert stands(says("poland", cites=("ukraine",))).support == "side"
    assert lineages(says("poland", cites=("one",)), says("one", unnamed=True)) == (0, 1)


def test_who_relays_an_ally_of_another_may_rest_on_it() -> None:
    assert lineages(says("un", cites=("us",)), says("south korea"), world=ALLIES) == (1, 2)


def test_own_knowledge_stands_beside_citing() -> None:
    both = (says("poland", cites=("us",), article="a"), says("poland", article="b"))
    assert lineages(says("us"), *both) == (2, 2)


def test_copies_of_a_text_are_one_lineage() -> None:
    one = says("outlet:x", role="narrator", text="t")
    two = says("outlet:y", role="narrator", text="t")
    assert lineages(one, two) == (1, 1)
    assert lineages(one, replace(two, text="u")) == (2, 2)
    assert lineages(says("us", text="t"), says("un", text="t")) == (1, 1)


def test_speakers_side_by_side_in_a_copied_text_stay_two() -> None:
    said = [says(holder, article=article, text="t") for article in ("a", "b") for holder in ("us", "un")]
    assert lineages(*said) == (2, 2)
    unnamed = [says(f"unnamed:{article}", unnamed=True, article=article, text="t") for article in ("a", "b")]
    assert lineages(*said, *unnamed) == (2, 3)


def test_agency_copies_credits_and_relays_are_one_report() -> None:
    agency = says("outlet:agency", outlet="outlet:agency", role="narrator", text="t")
    copy = says("outlet:x", role="narrator", text="t")
    credit = says("outlet:y", role="narrator", agency="The Agency")
    relay = says("outlet:z", role="narrator", relays=("outlet:y",), outlet="outlet:z")
    assert lineages(agency, copy, credit) == (1, 1)
    assert lineages(copy, credit) == (2, 2)
    assert lineages(replace(credit, outlet="outlet:y"), relay) == (1, 1)
    assert lineages(says("us", agency="The Agency"), says("un", agency="The Agency")) == (2, 2)


def test_a_report_carried_again_keeps_where_it_came_from() -> None:
    first = says("unnamed:a", unnamed=True, article="a", outlet="outlet:agency")
    credit = says("unnamed:b", unnamed=True, article="b", agency="outlet:agency")
    again = replace(first, article="c", outlet="another")
    assert lineages(first, credit) == lineages(first, credit, again) == (0, 1)
    own = says("outlet:agency", outlet="outlet:agency", proposition="p")
    assert lineages(
        own, replace(own, article="c", outlet="another"), says("outlet:y", role="narrator", agency="The Agency")
    ) == (1, 1)


def test_an_outlets_own_words_beside_a_speaker_rest_on_him() -> None:
    speaker, own = says("us", article="a"), says("outlet:x", role="narrator", article="a")
    assert lineages(speaker, own) == (1, 1)
    assert lineages(speaker, replace(own, basis="witness")) == (2, 2)
    assert lineages(speaker, replace(own, cites=("un",)), says("un")) == (2, 2)
    assert stands(says("ukraine", article="a"), own).support == "side"
    elsewhere = says("outlet:x", role="narrator", article="b")
    assert lineages(speaker, elsewhere) == (2, 2)
    assert lineages(speaker, own, elsewhere) == (1, 1)
    assert lineages(speaker, own, says("outlet:x", article="c", outlet="outlet:y")) == (1, 1)


def test_outlets_of_one_family_are_one_voice_and_state_outlets_speak_for_their_state() -> None:
    assert lineages(says("outlet:daily"), says("outlet:weekly")) == (1, 1)
    assert stands(says("outlet:state")).support == "side"


def test_the_same_unround_figure_may_be_one_origin() -> None:
    assert lineages(says("us", figure=34735), says("un", figure=34735)) == (1, 2)
    assert lineages(says("us", figure=471), says("un", figure=471)) == (1, 2)
    assert lineages(says("us", figure=10000), says("un", figure=10000)) == (2, 2)
    assert lineages(says("us", figure=12), says("un", figure=12)) == (2, 2)
    assert lineages(says("us", figure=34735), says("un", figure=34736)) == (2, 2)


def test_people_set_dependences() -> None:
    def judged(kind: str) -> World:
        return replace(ALLIES, dependences=(SetDependence(first="us", second="poland", kind=kind),))  # type: ignore[arg-type]

    assert lineages(says("us"), says("poland"), world=judged("certain")) == (1, 1)
    assert lineages(says("us"), says("poland"), world=judged("possible")) == (1, 2)
    assert lineages(says("us"), says("poland", cites=("us",)), world=judged("none")) == (2, 2)
    free = replace(ALLIES, dependences=(SetDependence(first="south korea", second="us", kind="none"),))
    assert lineages(says("us"), says("south korea"), world=free) == (2, 2)
    assert lineages(says("us", figure=471), says("south korea", figure=471), world=free) == (2, 2)


def test_people_set_dependences_of_articles_and_outlets_too() -> None:
    for first, second in (("a", "b"), ("outlet:daily", "b"), ("person", "un"), ("outlet:daily", "un")):
        world = replace(BARE, dependences=(SetDependence(first=first, second=second, kind="certain"),))
        said = (says("person", article="a", outlet="outlet:daily"), says("un", article="b", outlet="q"))
        assert lineages(*said, world=world) == (1, 1), (first, second)
        assert lineages(says("amnesty", article="c", outlet="r"), said[1], world=world) == (2, 2)
    assert not is_unround(0)
    assert is_unround(101)
    assert is_unround(-471)
    assert not is_unround(120)


def test_captives_and_boasts_are_never_outside_the_sides() -> None:
    assert stands(says("private", captive=True, principal="us")).support == "side"
    assert stands(says("group", responsibility=True)).support == "side"
    assert stands(says("private", captive=True, principal="us"), says("us", "denies")).opposition == "single"


def test_every_dependence_explains_itself_to_people() -> None:
    for why, tie in (*CERTAIN, *POSSIBLE):
        sentence = explain_dependence(why)
        assert sentence == (tie.__doc__ or "").strip()
        assert sentence.endswith(".")
        assert "\n" not in sentence


def test_the_most_that_stand_apart() -> None:
    def apart(*keys: str) -> int:
        return most_apart([frozenset(one.split()) for one in keys])

    assert apart() == 0
    assert apart("a") == apart("a", "a") == apart("a", "a b") == 1
    assert apart("a b", "b c") == 1
    assert apart("a", "b c", "c d", "d") == 3
    ring = ["1 2", "2 3", "3 4", "4 5", "5 1"]
    assert apart(*ring) == 2
    assert apart(*ring, "6 7", "7 8", "8 9") == 4
    crown = [f"{a}{b} {b}{c} x{b}" for a, b, c in ("pqr", "qrs", "rst", "stp", "tpq")]
    assert apart(*crown) == 2
    cube = {f"{a}{b}{c}" for a in "01" for b in "01" for c in "01"}
    edges = {
        one: [
            f"{min(one, other)}-{max(one, other)}"
            for other in cube
            if sum(x != y for x, y in zip(one, other, strict=True)) == 1
        ]
        for one in cube
    }
    assert most_apart([frozenset(found) for found in edges.values()]) == 4


# -------------------------------------------------------------------------------------------------- hearsay, retraction


def test_hearsay_alone_is_six() -> None:
    for one in (says("us", hearsay=True), says("")):
        standing = stands(one)
        assert (standing.label, standing.credibility, standing.hearsay_only) == ("hearsay only", 6, True)
        assert standing.rules[1] == "Hearsay with nobody behind it adds no lineage."
    assert not stands(says("", "denies")).hearsay_only
    assert not stands(says("us"), says("")).hearsay_only
    assert not stands(says("", role="summary")).hearsay_only


def test_a_speaker_takes_back_what_he_said_until_then() -> None:
    said, back = says("us", on="2024-11-10"), says("us", "retracts", "2024-11-12")
    assert stands(said, back).label == "withdrawn"
    assert stands(said, back).withdrawn
    assert stands(replace(said, said=None), back).label == "withdrawn"
    assert stands(says("us", on="2024-11-13"), back).label == "reported by one source"
    assert stands(says("patel", on="2024-11-10"), back).label == "withdrawn"
    assert (
        stands(says("us", on="2024-11-10"), says("patel", "retracts", "2024-11-12")).label == "reported by one source"
    )
    assert stands(said, replace(back, said=None, published=None, recorded=None)).label == "withdrawn"
    assert stands(said, replace(back, role="summary")).label == "reported by one source"
    assert not stands(says("us", "denies", "2024-11-10"), back).withdrawn


def test_whoever_rests_on_words_taken_back_falls_too() -> None:
    said, back = says("us", on="2024-11-10"), says("us", "retracts", "2024-11-12")
    citing = says("poland", cites=("us",))
    assert stands(said, citing, says("amnesty", cites=("poland",)), back).label == "withdrawn"
    assert stands(said, replace(citing, cites=("us", "un")), back).support == "single"
    assert stands(said, says("us", on="2024-11-13"), citing, back).supporting_lineages == (1, 1)


def test_an_outlet_that_withdraws_takes_its_report_and_what_rests_on_it() -> None:
    report = says("us", "asserts", "2024-11-10", outlet="o", article="a")
    back = says("o", "retracts", "2024-11-12", retracts=("a",))
    own = says("us", "asserts", "2024-11-10", outlet="p", article="b")
    assert stands(report, back).label == "withdrawn"
    assert stands(report, own, back).label == "reported by one source"
    assert stands(report, replace(own, relays=("o",)), back).label == "withdrawn"
    assert stands(report, replace(own, relays=("a",)), back).label == "withdrawn"
    assert stands(report, replace(own, agency="o"), back).label == "withdrawn"
    assert stands(report, replace(own, relays=("q",)), back).label == "reported by one source"
    chain = (replace(own, relays=("o",)), replace(own, article="c", outlet="r", relays=("p",)))
    assert stands(report, *chain, back).label == "withdrawn"
    kept = says("us", "asserts", "2024-11-09", outlet="o", article="kept")
    assert stands(report, kept, replace(own, relays=("o",)), back).label == "reported by one source"
    assert (
        stands(report, says("o", "retracts", "2024-11-12", retracts=(report.proposition or "",))).label == "withdrawn"
    )


def test_without_a_name_all_that_the_outlet_reported_until_then_is_withdrawn() -> None:
    report = says("us", "asserts", "2024-11-10", outlet="o")
    assert stands(report, says("o", "retracts", "2024-11-12")).label == "withdrawn"
    assert stands(report, says("o", "retracts", "2024-11-09")).label == "reported by one source"
    assert stands(report, says("p", "retracts", "2024-11-12")).label == "reported by one source"


def test_copies_fall_with_the_first_and_not_with_another_copy() -> None:
    first = says("unnamed:a", unnamed=True, article="a", text="t", published="2024-11-10")
    copy = says("unnamed:b", unnamed=True, article="b", text="t", published="2024-11-11")
    third = says("unnamed:c", unnamed=True, article="c", text="t", published="2024-11-12")
    assert stands(first, copy, third, says("o", "retracts", "2024-11-13", retracts=("a",))).label == "withdrawn"
    assert stands(first, copy, third, says("o", "retracts", "2024-11-13", retracts=("b",))).support == "single"
    assert stands(replace(first, text=None), copy, says("o", "retracts", retracts=("a",))).support == "single"
    dateless = [replace(one, published=None, recorded=None) for one in (first, copy)]
    assert stands(*dateless, says("o", "retracts", retracts=("b",))).label == "withdrawn"


def test_hearsay_that_was_withdrawn_is_gone() -> None:
    standing = stands(says("", article="a"), says("o", "retracts", retracts=("a",)))
    assert not standing.hearsay_only
    assert standing.withdrawn


# ------------------------------------------------------------------------------------------------------- clocks, history


def test_three_clocks() -> None:
    one = says("us", "asserts", "2024-11-10", recorded="2024-11-20", happened=Interval(start="2024-11-05"))
    for clock, day, support in (
        ("public", "2024-11-09", "none"),
        ("public", "2024-11-10", "single"),
        ("known", "2024-11-19", "none"),
        ("known", "2024-11-20", "single"),
        ("event", "2024-11-04", "none"),
        ("event", "2024-11-05", "single"),
    ):
        assert stand([one], BARE, as_of=day, clock=clock).support == support, (clock, day)  # type: ignore[arg-type]
        found = explain([one], BARE, as_of=day, clock=clock)  # type: ignore[arg-type]
        assert found[0].sentence.startswith("Nobody" if support == "none" else "One")


def test_without_a_clock_the_public_one_is_asked() -> None:
    one = says("us", published="2024-11-10", recorded="2024-11-20", happened=Interval(start="2024-11-30"))
    assert stand([one], BARE, as_of="2024-11-11").support == "single"
    assert explain([one], BARE, as_of="2024-11-11")[0].sentence.startswith("One")
    assert [one.since for one in history([one], BARE)] == ["2024-11-10"]
    assert [one.since for one in history([one], BARE, "known")] == ["2024-11-20"]


def test_hours_and_offsets() -> None:
    one = says("us", published="2024-11-12T18:00+02:00")
    assert stand([one], BARE, as_of="2024-11-12T16:00Z").support == "single"
    assert stand([one], BARE, as_of="2024-11-12T15:59Z").support == "none"
    day = says("us", published="2024-11-12")
    assert stand([day], BARE, as_of="2024-11-12T18:00Z").support == "none"
    assert stand([day], BARE, as_of="2024-11").support == "single"
    assert stand([day], BARE, as_of="2023").support == "none"


def test_what_has_no_date_is_not_known_to_have_been_public() -> None:
    bare = Assertion(holder="us", stance="asserts", article="a")
    assert stand([bare], BARE, as_of="2030-01-01").support == "none"
    assert stand([bare], BARE, as_of="2030-01-01", clock="event").support == "single"
    assert [(one.since, one.standing.support) for one in history([bare], BARE)] == [(None, "single")]
    recorded = replace(bare, recorded="2024-11-12")
    assert stand([recorded], BARE, as_of="2024-11-12").support == "single"


def test_a_date_that_is_none_is_said() -> None:
    with pytest.raises(InputError, match="2024-13-45"):
        stand([says("us")], BARE, as_of="2024-13-45")


def test_history_lists_only_changes() -> None:
    said = [
        says("us", on="2024-11-10"),
        says("patel", on="2024-11-11"),
        says("un", on="2024-11-12"),
        says("russia", "denies", "2024-11-14"),
    ]
    assert [(one.since, one.standing.label) for one in history(said, BARE)] == [
        ("2024-11-10", "reported by one source"),
        ("2024-11-12", "corroborated (independent)"),
        ("2024-11-14", "corroborated (independent), denied by one side"),
    ]
    assert history(said, BARE)[0].because == history(said, BARE)[0].standing.because != ()
    heard = says("", on="2024-11-11", proposition="p9")
    assert len(history([says("us", on="2024-11-10"), heard, says("un", "doubts", "2024-11-12")], BARE)) == 2
    hours = [says("us", published="2024-11-10T08:00Z"), says("un", published="2024-11-10T21:00Z")]
    assert [one.since for one in history(hours, BARE)] == ["2024-11-10"]


# ------------------------------------------------------------------------------------------------------------- reasons


def test_reasons_name_who_and_walk_back_to_propositions() -> None:
    said = [
        says("patel", article="a", proposition="p1"),
        says("patel", article="b", proposition="p2"),
        says("south korea", article="c", proposition="p3", basis="imagery"),
        says("russia", "denies", article="d", proposition="p4"),
        says("un", "doubts", article="e", proposition="p5"),
        says("unnamed:f", unnamed=True, article="f", proposition="p6"),
    ]
    found = {one.sentence: one.propositions for one in explain(said, ALLIES)}
    assert found == {
        "3 sources outside the sides say so, but they may rest on one another: f, south korea, us.": ("p1", "p3", "p6"),
        "Unnamed and of no known body, so counted as one at most and as nobody at least: f.": ("p6",),
        "Only a side of the conflict, or the accused, denies it: russia.": ("p4",),
        "It is disputed: some say so and some deny it.": (),
        "Known first hand, outside the sides: south korea.": ("p3",),
        "south korea, us: They are allies who share intelligence or arms, so one may have it from the other.": (
            "p1",
            "p3",
        ),
        "Doubted outside the sides: un. That adds one to the digit, up to 4.": ("p5",),
        "Support: bloc; opposition: side; so credibility 3.": (),
    }
    standing = stand(said, ALLIES)
    assert standing.rules == tuple(one.sentence for one in explain(said, ALLIES))
    assert standing.because == ("p1", "p3", "p4", "p5", "p6")
    assert disputed(standing)
    assert not disputed(stands(says("us")))
    assert not disputed(stands(says("us", "denies")))


def test_reasons_of_admission_division_and_taking_back() -> None:
    world = replace(BARE, accused=("russia",), accused_by_denial=("ukraine",))
    rules = stands(
        says("russia", proposition="p1"),
        says("us", proposition="p2"),
        says("us", "denies", proposition="p3"),
        says("un", "doubts"),
        says("amnesty", proposition="p4", article="x"),
        says("o", "retracts", retracts=("x",)),
        says("ukraine", "denies"),
        world=world,
    ).rules
    assert rules == (
        "The accused admits it on record: russia.",
        "Those whom a denial accuses deny it themselves, against their interest: ukraine.",
        "It is disputed: some say so and some deny it.",
        "Doubted outside the sides: un. An admission is not weakened by doubt.",
        "It speaks with two voices of equal rank, and is counted on neither side: us.",
        "Part of what was said was taken back, with everything that rested on it alone.",
        "Support: admitted; opposition: admitted; so credibility 4.",
    )


def test_reasons_of_opposition() -> None:
    assert stands(says("us", "denies"), says("un", "denies")).rules[1] == (
        "At least 2 sources outside the sides deny it independently: un, us."
    )
    assert stands(says("us", "denies"), says("south korea", "denies"), world=ALLIES).rules[1:3] == (
        "2 sources outside the sides deny it, but they may rest on one another: south korea, us.",
        "south korea, us: They are allies who share intelligence or arms, so one may have it from the other.",
    )
    assert stands(says("us", "denies")).rules[1] == "One source outside the sides denies it: us."
    assert (
        stands(says("us"), says("un")).rules[0] == "At least 2 sources outside the sides say so independently: un, us."
    )
    assert stands(says("russia")).rules[0] == "Only a side of the conflict says so: russia."


def test_letters_are_shown_and_default_to_f() -> None:
    world = replace(BARE, reliability={"us": "B"})
    standing = stands(says("us"), says("un", "denies"), says("poland", "doubts"), world=world)
    assert standing.reliability == (("poland", "F"), ("un", "F"), ("us", "B"))


# ------------------------------------------------------------------------------------------------------------- without


def test_without_a_lineage() -> None:
    said = [says("us"), says("un"), says("poland", cites=("us",)), says("russia", "denies")]
    assert without(said, BARE, "us").label == "reported by one source, denied by one side"
    assert without(said, BARE, "patel").supporting_lineages == (1, 1)
    assert {one: left.label for one, left in find_decisive(said, BARE)} == {
        "russia": "corroborated (independent)",
        "un": "reported by one source, denied by one side",
        "us": "reported by one source, denied by one side",
    }


def test_without_a_lineage_speakers_beside_it_stay() -> None:
    said = [says("us", article="a"), says("un", article="a"), says("us", article="b", relays=("a",))]
    assert without(said, BARE, "us").supporting_lineages == (1, 1)
    assert without(said, BARE, "nobody") == stands(*said)
    assert without([*said, says("poland", cites=("us", "un"))], BARE, "us").supporting_lineages == (1, 1)


# -------------------------------------------------------------------------------------------------------------- labels


def test_every_label_is_made_of_fixed_words() -> None:
    words = tables().label
    for support in LEVELS:
        for opposition in LEVELS:
            made = make_label(support, opposition, Marks())
            expected = [words.support[support], *([words.opposition[opposition]] if opposition != "none" else [])]
            assert made == ", ".join(expected)
    marks = Marks(first_hand=True, doubted=True, divided=True, accused_denies=True, both_sides_deny=True)
    assert (
        make_label("bloc", "side", marks)
        == "corroborated (one bloc), first hand, denied by the accused, doubted, one source divided"
    )
    assert make_label("none", "none", Marks(withdrawn=True, hearsay_only=True)) == "withdrawn"
    assert (
        make_label("side", "none", Marks(first_hand=True, withdrawn=True, hearsay_only=True)) == "claimed by one side"
    )
    assert make_label("single", "none", Marks(both_sides_support=True)) == "reported by one source"


def test_worlds_of_several_conflicts() -> None:
    other = Conflict(id="other", sides=(("us",), ("russia",)))
    world = replace(BARE, conflicts=(*BARE.conflicts, other))
    assert stands(says("us"), world=world).support == "side"
    assert label(says("us"), says("ukraine"), world=world) == "claimed by both sides"
    assert label(says("russia"), says("north korea"), world=world) == "claimed by one side"


def test_an_outlet_row_without_owner_speaks_for_itself() -> None:
    assert Outlet(id="o", control="state").speaks_for is None
    assert Outlet(id="o", control="public", owner="g").speaks_for is None
    assert Outlet(id="o", control="party", owner="g", family="f").speaks_for == "g"

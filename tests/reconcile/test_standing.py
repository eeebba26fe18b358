"""Standing case by case: assertions and their positions in, levels, digit and label out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from making import ALLIES, BARE, DAY, LEVELS, label, lineages, says, stands
from onrecord.reconcile.labels import find_digit
from onrecord.reconcile.standing import (
    Assertion,
    World,
    history,
    stand,
)
from onrecord.record import Support

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

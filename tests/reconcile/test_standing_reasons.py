"""Why a claim stands so, and on whom it rests: assertions in, sentences and labels out."""

from __future__ import annotations

from dataclasses import replace

from making import ALLIES, BARE, LEVELS, label, says, stands
from onrecord.reconcile.labels import Marks, make_label, tables
from onrecord.reconcile.standing import (
    disputed,
    explain,
    find_decisive,
    stand,
    without,
)
from onrecord.reconcile.world import Conflict, Outlet

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
        "3 sources outside the sides say so, but they may rest on one another: somebody unnamed, south korea, us.": (
            "p1",
            "p3",
            "p6",
        ),
        "Unnamed and of no known body, so counted as one at most and as nobody at least: somebody unnamed.": ("p6",),
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

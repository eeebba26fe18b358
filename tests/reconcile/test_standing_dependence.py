"""Who rests on whom: assertions in, how many lineages they are out."""

from __future__ import annotations

from dataclasses import replace

from making import ALLIES, BARE, lineages, says, stands
from onrecord.reconcile.apart import most_apart
from onrecord.reconcile.origins import CERTAIN, POSSIBLE, are_alike, explain_dependence, is_unround
from onrecord.reconcile.standing import (
    World,
)
from onrecord.reconcile.world import SetDependence

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


def test_a_named_person_whose_body_is_left_open_is_on_a_side_where_all_it_may_be_are() -> None:
    assert stands(says("kim", candidates=("russia",))).support == "side"
    assert stands(says("kim", candidates=("us",))).support == "single"


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


WORDS = "Police blocked their buses from leaving"


def test_outlets_own_words_that_are_nearly_the_same_may_be_one_origin() -> None:
    one = says("outlet:x", role="narrator", wording=WORDS)
    other = says("outlet:y", role="narrator", wording="police stopped their buses from leaving")
    assert lineages(one, other) == (1, 2)
    assert lineages(one, replace(other, wording="the coaches were held back at the hotel")) == (2, 2)
    assert lineages(one, replace(other, wording=None)) == (2, 2)
    assert lineages(one, replace(other, basis="witness")) == (2, 2)
    assert lineages(one, says("us", wording=WORDS)) == (1, 2)
    apart = replace(BARE, dependences=(SetDependence(first="outlet:x", second="outlet:y", kind="none"),))
    assert lineages(one, other, world=apart) == (2, 2)
    standing = stands(one, other)
    assert (standing.support, standing.credibility) == ("bloc", 2)
    assert any("nearly the same words" in rule for rule in standing.rules)


def test_speakers_are_tied_by_their_words_only_where_both_are_quoted() -> None:
    one, other = (says(holder, wording=WORDS, verbatim=True) for holder in ("us", "un"))
    assert lineages(one, other) == (1, 2)
    assert lineages(one, replace(other, verbatim=False)) == (2, 2)
    assert lineages(replace(one, verbatim=False), replace(other, verbatim=False)) == (2, 2)


def test_few_or_other_words_tie_nobody() -> None:
    assert are_alike("police blocked the buses", "The buses were blocked by police")
    assert not are_alike("police came", "police came")
    assert are_alike("police blocked the buses of relatives on Friday", "police blocked buses on the airport road")
    assert not are_alike("police blocked the buses", "police blocked the road to the northern airport")


def test_articles_that_nobody_knows_the_publisher_of_may_be_of_one() -> None:
    one, other = (says(f"outlet:{name}", role="narrator", article=name, outlet=f"outlet:{name}") for name in "ab")
    assert lineages(one) == (1, 1)
    assert lineages(one, other) == (1, 2)
    assert lineages(one, says("outlet:x", role="narrator", article="c")) == (2, 2)
    assert lineages(one, other, replace(other, article="c", outlet="another")) == (1, 2)
    assert any("Nobody knows who published" in rule for rule in stands(one, other).rules)


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
    for _, tie in (*CERTAIN, *POSSIBLE):
        sentence = explain_dependence(tie)
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

"""From readings to claims: who holds what on one question, whatever the order in which the articles came."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from claim_readings import Telling, day, town
from onrecord.reconcile.claims import ClaimOptions, make_claims
from onrecord.reconcile.world import World
from onrecord.record import Claim, Judgement, Measure, Quantity, Reading, Span

FIGHTING = "North Korean troops are fighting alongside Russian forces in the Kursk region"
WORLD = World()


def three_outlets() -> tuple[Reading, ...]:
    first = Telling("a1", "Capital Ledger", "2024-11-12")
    first.says("person:vedant patel", FIGHTING, head="fighting", place=town("Kursk", 538555))
    second = Telling("a2", "Northgate Courier", "2024-11-13")
    second.says(
        "government:south korea",
        "North Korean troops have begun fighting alongside Russian forces in Kursk",
        stance="confirms",
        head="fighting",
        place=town("Kursk", 538555),
    )
    third = Telling("a3", "Morrow Daily", "2024-11-14")
    third.says(
        "government:ukraine",
        "The central bank raised its interest rate to 13 percent to slow inflation",
        head="raised",
        code="COOPERATE",
    )
    return first.reading(), second.reading(), third.reading()


def only(claims: tuple[Claim, ...], words: str) -> Claim:
    found = [claim for claim in claims if words in claim.gist]
    assert len(found) == 1, [claim.gist for claim in claims]
    return found[0]


def test_two_holders_of_one_question_meet_in_one_claim() -> None:
    claims = make_claims(three_outlets(), WORLD)
    assert len(claims) == 2
    fighting = only(claims, "fighting")
    assert {position.principal for position in fighting.positions} == {
        "government:united states",
        "government:south korea",
    }
    assert fighting.standing.supporting_lineages == (2, 2)
    assert fighting.kind == "event"
    assert fighting.frame.place == "Kursk"


def test_order_of_articles_changes_nothing() -> None:
    readings = three_outlets()
    assert make_claims(readings, WORLD) == make_claims(reversed(readings), WORLD)


def test_denial_is_a_position_on_the_same_claim() -> None:
    denial = Telling("a4", "Halden Wire", "2024-11-15")
    denial.says(
        "government:russia",
        "North Korean troops are fighting alongside Russian forces in Kursk",
        stance="denies",
        head="fighting",
        place=town("Kursk", 538555),
    )
    fighting = only(make_claims((*three_outlets(), denial.reading()), WORLD), "fighting")
    assert [position.stance for position in fighting.positions] == ["asserts", "confirms", "denies"]
    assert fighting.standing.opposition != "none"


def test_asserting_the_negation_denies() -> None:
    denial = Telling("a4", "Halden Wire", "2024-11-15")
    denial.says(
        "government:russia",
        "North Korean troops are not fighting alongside Russian forces in the Kursk region",
        polarity="negative",
        head="fighting",
    )
    fighting = only(make_claims((*three_outlets(), denial.reading()), WORLD), "fighting")
    assert [position.stance for position in fighting.positions] == ["asserts", "confirms", "denies"]


def test_a_content_that_only_points_back_attaches_to_its_antecedent() -> None:
    first = Telling("a1", published="2024-11-12")
    patel = first.says("person:vedant patel", FIGHTING, head="fighting")
    first.says("government:south korea", "This was", stance="confirms", refers_to=(patel,))
    (claim,) = make_claims([first.reading()], WORLD)
    assert [position.principal for position in claim.positions] == [
        "government:south korea",
        "government:united states",
    ]
    assert claim.standing.supporting_lineages == (2, 2)
    assert "fighting" in claim.gist


def test_a_summary_is_no_further_corroboration() -> None:
    first = Telling("a1")
    first.says("government:south korea", FIGHTING, head="fighting", role="summary")
    first.says("person:vedant patel", FIGHTING, head="fighting")
    (claim,) = make_claims([first.reading()], WORLD)
    assert claim.standing.supporting_lineages == (1, 1)
    assert [position.principal for position in claim.positions] == ["government:united states"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"time": day("t1", "2024-11-12")}, {"time": day("t2", "2024-12-24")}),
        ({"place": town("Kursk", 538555)}, {"place": town("Belgorod", 578071)}),
        ({"actors": ("military:north korea",)}, {"actors": ("government:ukraine",)}),
        ({}, {"stance": "predicts"}),
    ],
    ids=["dates", "places", "actors", "tracks"],
)
def test_vetoes_keep_claims_apart(first: dict[str, object], second: dict[str, object]) -> None:
    one, other = Telling("a1"), Telling("a2")
    one.says("government:ukraine", FIGHTING, head="fighting", **first)  # type: ignore[arg-type]
    other.says("government:south korea", FIGHTING, head="fighting", **second)  # type: ignore[arg-type]
    assert len(make_claims([one.reading(), other.reading()], WORLD)) == 2


def test_what_waits_for_review_is_not_counted() -> None:
    first, second, _ = three_outlets()
    weak = replace(second, propositions=tuple(replace(item, score=0.3) for item in second.propositions))
    (claim,) = make_claims([first, weak], WORLD)
    assert len(claim.positions) == 1
    (claim,) = make_claims([first, weak], WORLD, options=ClaimOptions(include_waiting=True))
    assert len(claim.positions) == 2
    assert claim.standing.supporting_lineages == (1, 1)
    accepted = Judgement(
        id="j1", act="accept", target=weak.attributions[0].id, value=None, who="ana", when="2024-11-20T10:00:00Z"
    )
    (claim,) = make_claims([first, weak], WORLD, [accepted])
    assert claim.standing.supporting_lineages == (2, 2)


def test_what_was_public_by_a_date() -> None:
    (claim,) = make_claims(three_outlets(), WORLD, as_of="2024-11-12")
    assert [position.articles for position in claim.positions] == [("a1",)]
    assert make_claims(three_outlets(), WORLD, as_of="2024-11-11", clock="known") == ()


def judged(act: str, target: str, value: object, number: int = 1, replaces: str | None = None) -> Judgement:
    return Judgement(
        id=f"j{number}",
        act=act,  # type: ignore[arg-type]
        target=target,
        value=json.dumps(value) if value is not None else None,
        who="ana",
        when=f"2024-11-20T10:00:0{number}Z",
        replaces=replaces,
    )


def test_merge_split_and_undo_are_views() -> None:
    readings = three_outlets()
    apart = make_claims(readings, WORLD)
    one, other = apart
    merge = judged("merge", one.id, {"propositions": [], "claims": [other.id]})
    (joined,) = make_claims(readings, WORLD, [merge])
    assert len(joined.positions) == 3
    undo = judged("undo", "j1", None, 2, replaces="j1")
    assert make_claims(readings, WORLD, [merge, undo]) == apart
    fighting = only(apart, "fighting")
    split = judged(
        "split", fighting.id, {"groups": [[readings[0].propositions[0].id], [readings[1].propositions[0].id]]}
    )
    assert len(make_claims(readings, WORLD, [split])) == 3


def test_a_corrected_speaker_and_a_rejected_attribution() -> None:
    first, _, _ = three_outlets()
    speaker = judged("speaker", first.attributions[0].id, {"speakers": ["government:ukraine"]})
    (claim,) = make_claims([first], WORLD, [speaker])
    assert claim.positions[0].holders == ("government:ukraine",)
    assert make_claims([first], WORLD, [judged("reject", first.attributions[0].id, None)]) == ()


def test_a_country_that_takes_part_is_no_place() -> None:
    against = Telling("a1")
    against.says(
        "government:south korea",
        "North Korean troops are fighting against Ukraine",
        head="fighting",
        place=town("Ukraine", 690791, "UA", "country"),
        actors=("government:ukraine",),
    )
    there = Telling("a2")
    there.says(
        "person:vedant patel",
        "North Korean troops are fighting against Ukrainian forces",
        head="fighting",
        place=town("Kursk", 538555),
        actors=("government:ukraine",),
    )
    assert len(make_claims([against.reading(), there.reading()], WORLD)) == 1


def toll(number: float, name: str) -> Quantity:
    return Quantity(id=name, span=Span(0, 3), low=number, high=number, unit="people", measure=Measure(what="killed"))


def test_figures_of_one_measure_meet_and_a_copy_has_no_vote_of_its_own() -> None:
    words = "{} people were killed in the explosion at the Sarin market"
    first, second, third = (
        Telling("a1", published="2024-02-01"), Telling("a2", published="2024-02-02"), Telling("a3", published="2024-02-02")
    )  # fmt: skip
    first.says("government:ukraine", words.format(63), head="killed", quantity=toll(63, "q1"))
    second.says("government:ukraine", words.format(89), head="killed", quantity=toll(89, "q2"))
    third.says("government:south korea", words.format(400), head="killed", quantity=toll(400, "q3"))
    (claim,) = make_claims([first.reading(), second.reading(), third.reading()], WORLD)
    assert claim.kind == "number"
    assert claim.numbers is not None
    assert [figure.superseded_by is None for figure in claim.numbers.series] == [False, True, True]
    assert (claim.numbers.low, claim.numbers.best, claim.numbers.high) == (89, None, 400)
    assert claim.numbers.conflict


def test_support_flows_from_the_narrower_place_to_the_wider_and_no_further() -> None:
    narrow, wide = Telling("a1"), Telling("a2")
    narrow.says("government:ukraine", FIGHTING, head="fighting", place=town("Kursk", 538555))
    wide.says(
        "government:south korea",
        FIGHTING,
        head="fighting",
        place=town("Russia", 2017370, "RU", "country"),
        stance="denies",
    )
    readings = [narrow.reading(), wide.reading()]
    (both,) = make_claims(readings, WORLD)
    assert both.links == ()
    groups = [[reading.propositions[0].id] for reading in readings]
    apart = judged("split", both.id, {"groups": groups})
    claims = {claim.frame.place: claim for claim in make_claims(readings, WORLD, [apart])}
    assert [link.as_ for link in claims["Kursk"].links] == ["refines"]
    assert claims["Russia"].standing.supporting_lineages == (1, 1)
    assert claims["Kursk"].standing.opposing_lineages == (1, 1)
    assert len(claims["Russia"].positions) == len(claims["Kursk"].positions) == 1

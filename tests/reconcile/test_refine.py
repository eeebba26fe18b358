"""Support flows from the narrower claim to the wider, opposition from the wider to the narrower, and nothing else."""

from __future__ import annotations

from making import BARE, says
from onrecord.reconcile.refine import gather
from onrecord.reconcile.standing import Assertion, stand
from onrecord.record import Support

LINKS = [("village", "district"), ("district", "oblast")]


def levels(claim: str, **evidence: list[Assertion]) -> tuple[Support, Support]:
    standing = stand(gather(claim, evidence, LINKS, BARE), BARE)
    return standing.support, standing.opposition


def test_support_for_the_village_supports_the_oblast() -> None:
    assert levels("oblast", village=[says("us", on="2024-11-12")]) == ("single", "none")
    assert levels("village", oblast=[says("us", on="2024-11-12")]) == ("none", "none")


def test_opposition_to_the_oblast_opposes_the_village() -> None:
    assert levels("village", oblast=[says("us", "denies", "2024-11-12")]) == ("none", "single")
    assert levels("oblast", village=[says("us", "denies", "2024-11-12")]) == ("none", "none")


def test_unlinked_claims_are_irrelevant() -> None:
    assert levels("oblast", elsewhere=[says("us", on="2024-11-12")]) == ("none", "none")


def test_doubt_and_neutral_acts_do_not_flow() -> None:
    evidence = [says("us", "doubts", "2024-11-12"), says("un", "unknown", "2024-11-12")]
    standing = stand(gather("oblast", {"village": evidence}, LINKS, BARE), BARE)
    assert not standing.doubted


def test_only_what_is_held_now_flows() -> None:
    changed = [says("us", on="2024-11-12"), says("us", "denies", "2024-11-13")]
    assert levels("oblast", village=changed) == ("none", "none")
    back = [says("us", on="2024-11-12"), says("us", "retracts", "2024-11-13")]
    assert levels("oblast", village=back) == ("none", "none")


def test_who_spoke_on_the_claim_itself_is_asked_there_alone() -> None:
    assert levels("oblast", village=[says("us", on="2024-11-12")], oblast=[says("us", "denies", "2024-11-11")]) == (
        "none",
        "single",
    )


def test_links_in_a_circle_end() -> None:
    circle = [*LINKS, ("oblast", "village")]
    assert len(gather("oblast", {"village": [says("us", on="2024-11-12")]}, circle, BARE)) == 1

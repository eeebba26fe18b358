"""What is worth a line among the claims, and what tells two raids, tolls or doers apart."""

from __future__ import annotations

from dataclasses import replace

import pytest

from claim_readings import Telling, town
from onrecord.reconcile.claims import make_claims
from onrecord.reconcile.likeness import WEIGHTS, likeness_features, score_reports
from onrecord.reconcile.reports import Report, read_reports
from onrecord.reconcile.vetoes import veto
from onrecord.reconcile.world import World
from onrecord.reconcile.worth import is_worth
from onrecord.record import Measure, Quantity, Span


def told(words: str, holder: str | None = None, **more: object) -> Report:
    telling = Telling("a1", "Capital Ledger")
    telling.says(holder, words, **more)  # type: ignore[arg-type]
    return read_reports(telling.reading())[0]


@pytest.mark.parametrize(
    "words",
    [
        "We respect your privacy",
        "This photo shows smoke above the harbour after the explosion",
        "Reuters Photo A man walks past a ruined house",
        "Follow Ledger and read the latest news",
        "The Capital Ledger has been the leading paper of the region since 1978",
        "The deployment",
        "The report",
        "Not to be named",
        "To a request for comment",
        "the harbour of the old town",
        "it has begun",
    ],
)
def test_what_is_no_claim(words: str) -> None:
    assert not is_worth(told(words))
    telling = Telling("a1", "Capital Ledger")
    telling.says(None, words)
    assert make_claims([telling.reading()], World()) == ()


@pytest.mark.parametrize(
    "words",
    [
        "The bridge over the Dvina is closed to traffic",
        "The army left the northern village overnight",
        "More than 520 US airstrikes hit the province",
        "He claimed responsibility for the attack",
        "The minister has seen a photo of the ruined harbour",
    ],
)
def test_what_is_a_claim(words: str) -> None:
    assert is_worth(told(words))


def test_who_is_quoted_may_speak_of_himself() -> None:
    assert is_worth(told("We have lost two ships in the northern harbour", "government:ukraine"))
    assert not is_worth(told("We have lost two ships in the northern harbour"))


KURSK = town("Kursk", 538555, kind="city")


def raid(name: str, published: str, words: str, number: float | None = None, **more: object) -> Report:
    telling = Telling(name, name, published)
    counted = None
    if number is not None:
        counted = Quantity(id=f"q-{name}", span=Span(0, 3), low=number, high=number, measure=Measure(what="killed"))
    telling.says(None, words, head="killed", code="ASSAULT", quantity=counted, **more)  # type: ignore[arg-type]
    return read_reports(telling.reading())[0]


def test_raids_told_weeks_apart_are_two() -> None:
    one = raid("a1", "2024-03-01", "shells killed civilians in the market", place=KURSK)
    later = raid("a2", "2024-04-01", "rockets killed people near a market square", place=KURSK)
    assert veto(one, later) == "told far apart"


def test_a_raid_told_again_in_the_same_town_and_words_is_one() -> None:
    one = raid("a1", "2024-03-01", "shells killed civilians in the market", 12, place=KURSK)
    later = raid("a2", "2024-04-01", "shells killed civilians in the market", 12, place=KURSK)
    assert veto(one, later) is None


def test_other_tolls_of_nothing_named_are_of_two_raids() -> None:
    one = raid("a1", "2024-03-01", "three civilians were killed", 3)
    other = raid("a2", "2024-03-02", "six more civilians were killed", 6)
    assert veto(one, other) is None  # both articles lead with it
    telling = Telling("a3", "a3", "2024-03-02")
    first = Quantity(id="q-0", span=Span(0, 3), low=40, high=40, measure=Measure(what="killed"))
    second = Quantity(id="q-1", span=Span(0, 3), low=6, high=6, measure=Measure(what="killed"))
    telling.says(None, "forty people were killed", quantity=first, head="killed", code="ASSAULT")
    telling.says(None, "six more civilians were killed", quantity=second, head="killed", code="ASSAULT")
    part = read_reports(telling.reading())[1]
    assert veto(one, part) == "different tolls"


def test_two_who_fight_the_same_enemy_are_two() -> None:
    one, other = Telling("a1"), Telling("a2")
    one.says(None, "Ukraine fights the raiders", head="fights", actors=("government:ukraine",))
    other.says(None, "North Korean troops fight the raiders", head="fight", actors=("military:north korea",))
    assert veto(read_reports(one.reading())[0], read_reports(other.reading())[0]) == "different actors"


def test_other_words_speak_against_a_pair_unless_a_figure_brings_it_together() -> None:
    one = raid("a1", "2024-03-01", "the raid killed 48 people")
    other = raid("a2", "2024-03-01", "48 were killed when a lorry blew up")
    apart = float(score_reports([(one, other)])[0])
    one = raid("a1", "2024-03-01", "the raid killed 48 people", 48)
    other = raid("a2", "2024-03-01", "48 were killed when a lorry blew up", 48)
    assert float(score_reports([(one, other)])[0]) > apart
    assert likeness_features(one, other) == likeness_features(other, one)


def test_articles_know_the_names_they_are_about() -> None:
    report = raid("a1", "2024-03-01", "the raid on Przewodow killed two farmers")
    assert report.passage.document.leading


@pytest.mark.parametrize(
    "words",
    [
        "bodies lying next to charred buses with their windows",
        "a purported victim and rescue workers hosing down children",
        "Kurdish groups fending off the offensive there",
        "whose planes carry out raids",
        "Jane Doe is a senior fellow at the Institute of Harbours",
    ],
)
def test_pictures_and_lines_about_authors_are_no_claims(words: str) -> None:
    assert not is_worth(told(words))


@pytest.mark.parametrize(
    "words",
    [
        "The rebels intend to stand against those taking the town",
        "it has been attacking towns in the north",
        "the brothers opened the gates holding arms",
        "Rebels come holding white flags",
    ],
)
def test_clauses_with_a_verb_are_claims(words: str) -> None:
    assert is_worth(told(words))


def test_the_topic_of_an_opinion_is_no_claim() -> None:
    assert not is_worth(told("Turkey's plan for the northern border", "person:doe", role="opinion"))
    assert is_worth(told("Turkey's plan was a grave mistake", "person:doe", role="opinion"))


def test_what_is_talked_about_is_no_claim() -> None:
    assert not is_worth(told("the minister's decision to withdraw the fleet from Syria"))
    assert not is_worth(told("whether the fleet should return", "person:doe", stance="directs"))
    assert is_worth(told("the minister's decision to withdraw the fleet has angered Syria"))


def test_a_small_figure_does_not_join_raids_of_other_days() -> None:
    one = raid("a1", "2024-03-01", "five people were killed in a village", 5)
    assert veto(one, raid("a2", "2024-03-05", "rockets on the harbour killed five citizens", 5)) == "told far apart"
    many = raid("a3", "2024-03-01", "a blast in a village killed 57 people", 57)
    assert veto(many, raid("a4", "2024-03-05", "rockets on the harbour killed 57 citizens", 57)) is None


def test_means_tell_raids_apart() -> None:
    one = raid("a1", "2024-03-01", "air strikes on the city killed 20 people", 20)
    other = raid("a2", "2024-03-01", "a car bomb in the city killed 20 people", 20)
    assert veto(one, other) == "different means"
    assert veto(one, raid("a3", "2024-03-01", "an attack on the city killed 20 people", 20)) is None


def test_a_dateline_within_the_text_is_nobody_who_acts() -> None:
    report = told("HARBOUR (Ledger) The fleet left the northern bay")
    assert not {"harbour", "ledger"} & report.passage.weights.keys()
    assert "fleet" in report.passage.weights


def test_a_page_s_date_is_no_part_of_the_gist() -> None:
    telling = Telling("a1", "Capital Ledger")
    telling.says(None, "29-08-2014 The fleet left the northern bay")
    (claim,) = make_claims([telling.reading()], World())
    assert claim.gist == "The fleet left the northern bay"


def test_few_words_do_not_join_raids_of_other_days() -> None:
    one = raid("a1", "2024-03-01", "a woman was killed")
    assert veto(one, raid("a2", "2024-03-05", "a woman was killed")) == "told far apart"


def test_an_outlet_s_small_raids_of_two_days_are_two() -> None:
    one = raid("a1", "2024-03-01", "rocket shells on the northern quarter killed three", 3)
    other = raid("a2", "2024-03-02", "rocket shells on the harbour quarter killed three", 3)
    assert veto(one, other) is None
    assert veto(one, replace(other, source=replace(other.source, outlet=one.source.outlet))) == "told far apart"


def test_what_could_be_is_not_what_was() -> None:
    one = raid("a1", "2024-03-01", "forty people were killed", 40)
    assert veto(one, raid("a2", "2024-03-01", "forty people could be killed", 40)) == "different tolls"


def test_a_name_and_an_age_are_no_fact_in_common() -> None:
    one = told("Jane Doe, 24, spent a holiday beside a quiet mountain lake")
    other = told("Jane Doe, 24, faces a stern prosecutor before the tribunal")
    values = dict(zip(WEIGHTS, likeness_features(one, other), strict=True))
    assert values["only names in common"] > 0.5


@pytest.mark.parametrize(
    "words", ["is the reality that we must accept", "what happened to the crew", "we must now accept"]
)
def test_pieces_of_sentences_are_no_claims(words: str) -> None:
    assert not is_worth(told(words))


def test_a_raid_from_the_air_is_no_terrorist_attack() -> None:
    one = raid("a1", "2024-03-01", "air force raids killed 20 in the east of the city", 20)
    other = raid("a2", "2024-03-01", "20 killed in a terrorist attack on the city", 20)
    assert veto(one, other) == "different means"
    assert veto(other, raid("a3", "2024-03-01", "a car bomb killed 20 in the city", 20)) is None


def test_two_who_name_the_same_minister_say_two_things() -> None:
    one = told("he spoke to Prime Minister Jane Doe this morning")
    other = told("he answers a request of Prime Minister Jane Doe")
    assert dict(zip(WEIGHTS, likeness_features(one, other), strict=True))["only names in common"] > 0.5

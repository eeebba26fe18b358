import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.extract.attributions import find_attributions
from onrecord.extract.stance import judge_attributions
from onrecord.measure.labels import plain_article
from onrecord.record import Attribution
from spoken import encoder, spoken


def judged(marked: str) -> Attribution:
    article, analysis, attributions = spoken(marked)
    found = judge_attributions(article, analysis, attributions)
    return next(item for item in found if item.id == attributions[0].id)


@pytest.mark.parametrize(
    ("marked", "stance"),
    [
        ("[S The minister] [C said] [K the bridge had been destroyed].", "asserts"),
        ("[S The army] [C confirmed] [K that two soldiers had died].", "confirms"),
        ("[S The company] [C acknowledged] [K that the figures were wrong].", "confirms"),
        ("[S The rebels] [C denied] [K that they had shelled the market].", "denies"),
        ("[S The minister] [C ruled out] [K a ceasefire].", "denies"),
        ("[S Analysts] [C doubt] [K that the tanks will arrive in time].", "doubts"),
        ("[S The ambassador] [C questioned] [K whether the report was genuine].", "doubts"),
        ("[S The reporter] [C asked] [K whether the road was open].", "unknown"),
        ("[C It is unclear] [K who fired the rocket].", "unknown"),
        ("[S The ministry] [C declined] [K to comment on the strike].", "declines"),
        ("[S The spokesman] [C refused] [K to say how many had been wounded].", "declines"),
        ("[S The guards] [C refused] [K to leave the building].", "commits"),
        ("[S The president] [C vowed] [K to rebuild the city].", "commits"),
        ("[S The prime minister] [C said] [K he would resign in May].", "commits"),
        ("[S The bank] [C expects] [K prices to rise].", "predicts"),
        ("[S The agency] [C said] [K the storm will reach the coast on Friday].", "predicts"),
        ("[S The general] [C ordered] [K his troops to withdraw].", "directs"),
        ("[S She] [C asked] [K him to leave].", "directs"),
        ("[S The envoy] [C warned against] [K any escalation].", "directs"),
        ("[S The mayor] [C said] [K the council must act now].", "directs"),
        ("[K “Stop the attacks on our villages,”] [S he] [C said].", "directs"),
        ("[S The lawyer] [C said] [K the minister must be dreaming].", "asserts"),
        ("[S The coroner] [C said] [K the man showed no signs of a blow].", "asserts"),
        ("[S The coroner] [C said] [K there were no signs of a blow].", "asserts"),
        ("[S The coroner] [C said] [K there was no sign that he had been hit].", "doubts"),
        ("[S The chairman] [C said] [K some people would like stricter laws].", "asserts"),
        ("[K “It is time for parliament to stop the games,”] [S the mayor] [C said].", "directs"),
        ("[K “He will have to earn the office,”] [S Cathy Rogers] [C said].", "directs"),
        ("[K “He does not understand the first thing about war,”] [S the general] [C said].", "asserts"),
        ("[S The paper] [C retracted] [K its report on the bombing].", "retracts"),
        ("[S The magazine] [C published] [K the letter].", "publishes"),
    ],
)
def test_a_cue_says_what_is_done_with_the_content(marked: str, stance: str) -> None:
    assert judged(marked).stance == stance


def test_what_the_speaker_does_in_his_own_words_counts() -> None:
    assert judged("[K “Today I can confirm that the city has fallen,”] [S the governor] [C said].").stance == "confirms"
    assert judged("[S The agency] [C said] [K it could not verify the video].").stance == "declines"
    assert (
        judged("[C According to] [S Paris], [K doubts remain about the strength of the new army].").stance == "doubts"
    )


def test_negation_is_of_the_content_or_of_the_saying() -> None:
    assert judged("[S The army] [C said] [K no soldiers were killed].").polarity == "negative"
    assert judged("[S The army] [C said] [K it did not shell the town].").polarity == "negative"
    assert judged("[S The army] [C said] [K it did not only shell the town but burned it].").polarity == "positive"
    assert judged("[S The army] [C did not confirm] [K the losses].").stance == "declines"


def test_the_weakest_mark_on_the_path_is_the_certainty() -> None:
    assert judged("[S Officials] [C believe] [K the ship sank].").certainty == "probable"
    assert judged("[S Officials] [C said] [K the ship may have sunk].").certainty == "possible"
    assert judged("[S The singer] [C reportedly said] [K the ship sank].").hedges[0].kind == "reportedly"
    unconfirmed = judged("There were unconfirmed [C reports] from [S villagers] [K that a plane had crashed].")
    assert (unconfirmed.certainty, unconfirmed.hedges[0].kind) == ("possible", "unconfirmed")


def test_basis_is_how_the_speaker_knows() -> None:
    seen = judged("[S A witness] [C said] [K the house collapsed].").basis
    imagery = judged("[S The institute] [C said] [K satellite images showed new trenches].").basis
    assert seen is not None
    assert seen.kind == "witness"
    assert imagery is not None
    assert imagery.kind == "imagery"


def test_nobody_knowing_and_nobody_answering_are_records() -> None:
    text = (
        "A bomb exploded in the market on Monday. There was no immediate claim of responsibility. "
        "It is not known how many people were hurt. The police did not respond to requests for comment."
    )
    article = plain_article("silence", text, None)
    analysis, _ = find_attributions(article, encoder())
    found = judge_attributions(article, analysis, ())
    assert [(item.stance, item.role) for item in found] == [
        ("unknown", "narrator"),
        ("unknown", "narrator"),
        ("declines", "evidence"),
    ]


def test_a_lead_announces_and_a_pronoun_points_back() -> None:
    article, analysis, attributions = spoken(
        "[S1 Several governments] [C1 have said] [K1 that foreign soldiers crossed the border into Arland].\n"
        "[K2 “Foreign soldiers crossed the border into Arland on Sunday with forty tanks,”] [S2 minister Ann Smith] [C2 said].\n"
        "[K3 This] [C3 was confirmed] by [S3 Danish officials]."
    )
    lead, detail, echo = judge_attributions(article, analysis, attributions)
    assert lead.role == "summary"
    assert detail.id in lead.refers_to
    assert echo.role == "evidence"
    assert echo.refers_to == (detail.id,)


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_judged(text: str) -> None:
    article = plain_article("any", text, None)
    analysis, raw = find_attributions(article, encoder())
    for item in judge_attributions(article, analysis, raw):
        assert all(0 <= start < end <= len(text) for start, end in (*item.cue, *item.source, *item.content))


@pytest.mark.parametrize("source", ["No group", "No one", "Nobody", "None of the officials"])
def test_what_nobody_says_is_a_record_of_not_knowing(source: str) -> None:
    [found] = judge_attributions(*spoken(f"[S {source}] [C has claimed] [K responsibility for the attack]."))
    assert (found.stance, found.role, found.source) == ("unknown", "narrator", ())

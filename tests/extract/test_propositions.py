from onrecord.extract.propositions import find_propositions, rule_factuality
from onrecord.extract.stance import judge_attributions
from onrecord.record import Proposition
from spoken import spoken


def propositions(marked: str) -> list[Proposition]:
    article, analysis, attributions = spoken(marked)
    judged = judge_attributions(article, analysis, attributions)
    return list(find_propositions(article, analysis, judged))


def test_every_clause_that_can_be_true_by_itself_is_one() -> None:
    found = propositions(
        "[K “Forty tanks have been sent to the border, and most of them have reached the river, where they have begun "
        "digging trenches,”] [S the minister] [C said]."
    )
    assert [one.gist for one in found] == [
        "Forty tanks have been sent to the border",
        "most of them have reached the river",
        "where they have begun digging trenches",
    ]


def test_conditions_and_purposes_stay_with_their_clause() -> None:
    assert len(propositions("[S She] [C said] [K the bridge would be closed if the river rose].")) == 1
    assert len(propositions("[S She] [C said] [K soldiers had come to guard the bridge].")) == 1


def test_outcomes_are_told_beside_the_deed() -> None:
    found = propositions("[S The army] [C said] [K rebels shelled the town, killing three people].")
    assert len(found) == 2
    assert found[1].gist.endswith("killing three people")


def test_what_nobody_is_named_for_is_the_narrators() -> None:
    found = propositions(
        "Heavy rain flooded the capital on Monday. [S The mayor] [C said] [K two schools were closed]."
    )
    assert [(one.attribution is None, one.gist) for one in found] == [
        (True, "Heavy rain flooded the capital on Monday"),
        (False, "two schools were closed"),
    ]


def test_an_anaphor_takes_over_what_it_points_at() -> None:
    found = propositions(
        "[K1 “The city has fallen,”] [S1 governor Ann Smith] [C1 said]. [K2 This] [C2 was confirmed] by [S2 Danish officials]."
    )
    assert [(one.stance, one.gist) for one in found] == [
        ("asserts", "The city has fallen"),
        ("confirms", "The city has fallen"),
    ]


def test_a_denial_turns_factuality_round() -> None:
    assert rule_factuality("denies", "certain", "positive") == -3.0
    assert rule_factuality("denies", "certain", "negative") == 3.0
    assert rule_factuality("unknown", "certain", "positive") == 0.0
    assert 0 < rule_factuality("asserts", "possible", "positive") < rule_factuality("asserts", "probable", "positive")

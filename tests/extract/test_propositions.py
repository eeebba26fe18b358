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


def test_a_participle_is_not_taken_for_the_statement() -> None:
    found = propositions(
        "[S The judge] [C said] [K a phone found in a bin near the hall had led the police to the hotel]."
    )
    assert [one.gist for one in found] == ["a phone found in a bin near the hall had led the police to the hotel"]


def test_what_stands_before_an_outcome_belongs_to_the_deed() -> None:
    found = propositions("[S Rebels] [C said] [K jets hit an outpost near the border with Turkey killing one fighter].")
    assert [one.gist for one in found] == ["jets hit an outpost near the border with Turkey", "killing one fighter"]


def test_participles_in_a_row_are_one_statement() -> None:
    found = propositions("[S She] [C said] [K they would focus on checking data, searching the sea and hiring ships].")
    assert len(found) == 1


def test_a_content_cut_short_goes_on_to_the_end_of_its_clause() -> None:
    found = propositions("[S Officials] [C said] [K the plane was hit by fire from a] ship near the coast.")
    assert [one.gist for one in found] == ["the plane was hit by fire from a ship near the coast"]


def test_clauses_that_only_context_completes_are_marked() -> None:
    assert [one.by for one in propositions("“[K He still didn't],” [S she] [C said].")] == ["rule:elliptic"]
    helped = propositions("The bill, which [S she] [C says] [K would make it easier to vote], failed.")
    assert [one.by for one in helped if one.attribution] == ["rule:subjectless"]
    made = propositions("[S The bank] [C did not respond to] [K a request for comment].")
    assert [one.by for one in made] == ["rule:request"]


def told(marked: str) -> list[tuple[str, str]]:
    return [(one.stance, one.gist) for one in propositions(marked)]


def test_a_dash_parts_two_statements() -> None:
    assert told(
        "[K “They attempted a change of people – they were trying to frighten the city,”] [S she] [C said]."
    ) == [
        ("asserts", "They attempted a change of people"),
        ("asserts", "they were trying to frighten the city"),
    ]


def test_the_verb_that_brings_a_second_statement_is_left_out() -> None:
    found = told("[S The ministry] [C said] [K it is watching the events and said there was no threat to the city].")
    assert found[-1] == ("asserts", "there was no threat to the city")


def test_a_dateline_and_those_who_were_told_are_no_part_of_what_is_said() -> None:
    assert told("[K OSLO (NTB) Two people were hurt in a fire], [S the mayor] [C said].") == [
        ("asserts", "Two people were hurt in a fire")
    ]
    assert told("She quoted [S the minister] as [C telling] [K reporters that the bridge had been closed].") == [
        ("asserts", "the bridge had been closed")
    ]


def test_a_subject_with_and_stays_whole() -> None:
    found = told(
        "[S The group] [C reported] [K that the attacks carried out by Norland and its allies killed 31 people]."
    )
    assert found == [("asserts", "the attacks carried out by Norland and its allies killed 31 people")]


def test_what_fills_a_noun_stays_with_it() -> None:
    found = told(
        "[S They] [C say] [K there is no evidence that Smith, who moved to Oslo in May, had joined the party]."
    )
    assert found[0] == ("doubts", "there is no evidence that Smith had joined the party")


def test_wishes_duties_and_chances_are_not_told_as_facts_in_later_sentences() -> None:
    found = told(
        "[K “We waited all night. The government should find the truth. The number could rise,”] [S she] [C said]."
    )
    assert [stance for stance, _ in found] == ["asserts", "directs", "predicts"]
    assert told("[K “May God help them all,”] [S he] [C wrote].") == [("directs", "May God help them all")]


def test_what_is_beside_a_forecast_and_past_is_told() -> None:
    found = told(
        "[S She] [C said] [K the toll could rise as people were missing and several of the wounded were very ill]."
    )
    assert found[-1] == ("asserts", "several of the wounded were very ill")


def test_what_is_wondered_about_or_not_expected_is_not_put_forward() -> None:
    assert told("[K “I wonder how it happened to me,”] [S she] [C said].")[0][1] == "I wonder how it happened to me"
    assert told("[K “We did not expect this many people were left,”] [S she] [C said].")[0][1].startswith("We did not")


def test_a_participle_of_saying_opens_another_act() -> None:
    found = told("[S She] [C said] [K the opposition had supported the plan describing it as part of a campaign].")
    assert found[0] == ("asserts", "the opposition had supported the plan")
    assert len(told("[S She] [C said] [K the ministry had published a letter blaming the army].")) == 1


def test_a_noun_right_before_its_verb_is_its_subject() -> None:
    found = told("[S Smith] [C said] [K the union is crumbling and Norland has been defeated].")
    assert found == [("asserts", "the union is crumbling"), ("asserts", "Norland has been defeated")]


def test_negations_without_apostrophe_and_promises_in_later_sentences() -> None:
    found = propositions("[S The officials] [C said] [K they couldnt find the plane].")
    assert [one.polarity for one in found] == ["negative"]
    assert told("[K “The talks were good. We will share more details soon,”] [S she] [C said].")[-1][0] == "commits"


def test_the_day_of_printing_is_no_part_of_what_is_said() -> None:
    found = told("[K Published June 1 2016 A total of 45 people were killed in May], [S the mayor] [C said].")
    assert found == [("asserts", "A total of 45 people were killed in May")]

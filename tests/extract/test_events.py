"""Who did what to whom, coded."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotated import annotated
from onrecord.extract.event_code import code_chances
from onrecord.extract.events import find_events, mention_span, scaled
from onrecord.knowledge.plover import code_weights
from onrecord.record import Event, Proposition, Span


def told(
    *lines: str, propositions: tuple[Proposition, ...] = ()
) -> list[tuple[Event, list[str], list[str], list[str]]]:
    article, analysis = annotated(*lines)
    return [
        (
            event,
            [mention_span(key).of(article.text) for key in event.actors],
            [mention_span(key).of(article.text) for key in event.targets],
            [mention_span(key).of(article.text) for key in event.allies],
        )
        for event in find_events(article, analysis, propositions)
    ]


ATTACK = "The|DT|det|2 Syrian|JJ|amod|2|NORP army|NN|nsubj|3 shelled|VBD|ROOT|3 rebel|NN|compound|5 positions|NNS|dobj|3 .|.|punct|3"


def test_doer_act_and_target() -> None:
    ((event, actors, targets, allies),) = told(ATTACK)
    assert (event.code, event.mode) == ("ASSAULT", "historical")
    assert (actors, targets, allies) == (["The Syrian army"], ["rebel positions"], [])


def test_a_passive_turns_doer_and_target() -> None:
    ((event, actors, targets, _),) = told(
        "Ten|CD|nummod|1 soldiers|NNS|nsubjpass|3 were|VBD|auxpass|3 killed|VBN|ROOT|3 by|IN|agent|3 the|DT|det|6 "
        "Taliban|NNP|pobj|4|ORG .|.|punct|3"
    )
    assert event.code == "ASSAULT"
    assert (actors, targets) == (["the Taliban"], ["Ten soldiers"])


def test_who_fights_beside_the_doer_is_no_target() -> None:
    ((event, actors, targets, allies),) = told(
        "They|PRP|nsubj|1 began|VBD|ROOT|1 engaging|VBG|xcomp|1 in|IN|prep|2 combat|NN|compound|5 operations|NNS|pobj|3 "
        "with|IN|prep|5 Russian|JJ|amod|8|NORP forces|NNS|pobj|6 .|.|punct|1"
    )
    assert event.code == "ASSAULT"
    assert allies == ["Russian forces"]
    assert "Russian forces" not in targets
    assert actors == ["They"]


def test_a_clash_has_the_other_side_as_target() -> None:
    ((event, actors, targets, allies),) = told(
        "Rebels|NNS|nsubj|1 clashed|VBD|ROOT|1 with|IN|prep|1 Syrian|JJ|amod|4|NORP troops|NNS|pobj|2 .|.|punct|1"
    )
    assert (event.code, actors, targets, allies) == ("ASSAULT", ["Rebels"], ["Syrian troops"], [])


@pytest.mark.parametrize(
    ("line", "mode"),
    [
        ("Iran|NNP|nsubj|2|GPE will|MD|aux|2 attack|VB|ROOT|2 Israel|NNP|dobj|2|GPE .|.|punct|2", "future"),
        ("Iran|NNP|nsubj|2|GPE may|MD|aux|2 attack|VB|ROOT|2 Israel|NNP|dobj|2|GPE .|.|punct|2", "hypothetical"),
        (
            "Iran|NNP|nsubj|3|GPE did|VBD|aux|3 not|RB|neg|3 attack|VB|ROOT|3 Israel|NNP|dobj|3|GPE .|.|punct|3",
            "negation",
        ),
        ("Iran|NNP|nsubj|1|GPE attacked|VBD|ROOT|1 Israel|NNP|dobj|1|GPE .|.|punct|1", "historical"),
    ],
)
def test_modes(line: str, mode: str) -> None:
    ((event, *_),) = told(line)
    assert event.mode == mode


def test_an_event_belongs_to_the_proposition_that_reports_it() -> None:
    article, _ = annotated(ATTACK)
    whole = Proposition(id="p", attribution=None, spans=(Span(0, len(article.text)),), gist="")
    ((event, *_),) = told(ATTACK, propositions=(whole,))
    assert event.proposition == "p"


def test_names_do_where_there_is_no_tree() -> None:
    (event, actors, targets, _), *_ = told("Yesterday Israel attacked Hezbollah again .")
    assert (event.code, actors, targets) == ("ASSAULT", ["Israel"], ["Hezbollah"])


def test_chances_sum_to_one() -> None:
    chances = code_chances(["SRC", "accus", "TGT", "of", "war", "crim"])
    assert sum(chances.values()) == pytest.approx(1.0)
    assert max(chances, key=lambda code: chances[code]) == "ACCUSE"


@given(st.text(alphabet=" abcATT.,'attackskilled\n", max_size=80))
def test_any_text_is_survived(text: str) -> None:
    article, analysis = annotated(*[line for line in text.splitlines() if line.split()])
    assert isinstance(find_events(article, analysis, ()), tuple)


def test_of_two_who_agree_the_second_is_the_other_side() -> None:
    ((event, actors, targets, _),) = told(
        "Canada|NNP|nsubj|4|GPE and|CC|cc|0 Britain|NNP|conj|0|GPE have|VBP|aux|4 signed|VBN|ROOT|4 a|DT|det|6 "
        "deal|NN|dobj|4 .|.|punct|4"
    )
    assert event.code in {"AGREE", "SUPPORT"}
    assert (actors, targets) == (["Canada"], ["Britain"])


def test_what_the_doer_moves_is_no_target() -> None:
    (_, actors, targets, _), *_ = told(
        "Qatar|NNP|nsubj|1|GPE withdrew|VBD|ROOT|1 peacekeepers|NNS|dobj|1 from|IN|prep|1 Sudan|NNP|pobj|3|GPE "
        ".|.|punct|1"
    )
    assert (actors, targets) == (["Qatar"], ["Sudan"])


def test_a_sum_is_no_target() -> None:
    (_, actors, targets, _), *_ = told(
        "Spain|NNP|nsubj|1|GPE provided|VBD|ROOT|1 $|$|nmod|3|MONEY 2m|CD|dobj|1|MONEY to|IN|prep|1 "
        "Ghana|NNP|pobj|4|GPE .|.|punct|1"
    )
    assert (actors, targets) == (["Spain"], ["Ghana"])


def test_who_receives_is_the_target() -> None:
    (_, actors, targets, _), *_ = told(
        "Rebels|NNS|nsubj|1 received|VBD|ROOT|1 aid|NN|dobj|1 from|IN|prep|1 Qatar|NNP|pobj|3|GPE .|.|punct|1"
    )
    assert (actors, targets) == (["Qatar"], ["Rebels"])


@given(st.floats(0.0, 1.0), st.booleans())
def test_a_score_is_a_chance_and_grows_with_the_code_s(chance: float, full: bool) -> None:
    scale = code_weights().scale
    assert 0 <= scaled(chance, full, scale) <= 0.99
    assert scaled(chance, full, scale) <= scaled(min(1.0, chance + 0.1), full, scale)


def test_an_act_told_as_the_doer_gives_way_to_who_is_behind_it() -> None:
    found = told(
        "Russian|JJ|amod|1|NORP raids|NNS|nsubj|2 killed|VBD|ROOT|2 six|CD|nummod|4 people|NNS|dobj|2 .|.|punct|2"
    )
    assert {doer for _, actors, _, _ in found for doer in actors} == {"Russian"}


def test_without_an_object_the_harmed_are_no_doers() -> None:
    ((_, actors, targets, _),) = told(
        "Six|CD|nummod|1 people|NNS|nsubj|2 wounded|VBD|ROOT|2 in|IN|prep|2 Homs|NNP|pobj|3|GPE .|.|punct|2"
    )
    assert (actors, targets) == ([], ["Six people"])

"""What a person may decide, in which form, and what an undo takes back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.record import InputError, Judgement, JudgementAct, Span
from onrecord.review import (
    ACTS,
    AcceptValue,
    CellValue,
    DependValue,
    GradeValue,
    MergeValue,
    SpanValue,
    SpeakerValue,
    SplitValue,
    Value,
    WorldValue,
    cannot_link,
    check_judgement,
    effective,
    latest,
    make_judgement,
    must_link,
    undone_by,
    value_of,
)

NOW = "2024-11-14T09:00:00+00:00"


def judge(act: JudgementAct, target: str, value: Value = None, *, when: str = NOW) -> Judgement:
    return make_judgement(act, target, value, who="ann", when=when)


GOOD: tuple[tuple[JudgementAct, Value], ...] = (
    ("accept", None),
    ("reject", AcceptValue(score=0.7)),
    ("span", SpanValue(content=(Span(3, 9), Span(12, 20)))),
    ("speaker", SpeakerValue(speakers=("person:vedant patel",), stance="denies")),
    ("merge", MergeValue(propositions=("p1", "p2"))),
    ("split", SplitValue(groups=(("p1",), ("p2", "p3")))),
    ("depend", DependValue(on="outlet:the lantern", why="copy")),
    ("grade", GradeValue(letter="B")),
    ("grade", GradeValue(letter=None)),
    ("world", WorldValue(row={"conflict": "x", "side": ["a"]})),
    ("cell", CellValue(value=12.0)),
    ("cell", CellValue(value=None)),
)


@pytest.mark.parametrize(("act", "value"), GOOD)
def test_a_judgement_keeps_its_value(act: JudgementAct, value: Value) -> None:
    expected = AcceptValue() if value is None else value
    assert value_of(judge(act, "target", value)) == expected


@pytest.mark.parametrize(
    ("act", "value", "why"),
    [
        ("span", SpanValue(), "at least one of source"),
        ("span", SpanValue(cue=(Span(5, 5),)), "empty or backward"),
        ("span", SpanValue(cue=(Span(-1, 5),)), "empty or backward"),
        ("merge", MergeValue(propositions=("p1", "p1")), "at least two propositions"),
        ("split", SplitValue(groups=(("p1",),)), "at least two groups"),
        ("split", SplitValue(groups=(("p1",), ())), "at least two groups"),
        ("split", SplitValue(groups=(("p1",), ("p1", "p2"))), "into two groups"),
        ("grade", GradeValue(letter="G"), "from A to F"),
        ("depend", DependValue(on="target"), "depend on itself"),
        ("grade", None, "needs a value"),
        ("grade", AcceptValue(score=1.0), "does not fit"),
    ],
)
def test_a_value_of_wrong_form_is_refused(act: JudgementAct, value: Value, why: str) -> None:
    with pytest.raises(InputError, match=why):
        judge(act, "target", value)


@pytest.mark.parametrize(("target", "who", "why"), [(" ", "ann", "target"), ("x", " ", "who decided")])
def test_a_judgement_says_what_and_who(target: str, who: str, why: str) -> None:
    with pytest.raises(InputError, match=why):
        make_judgement("accept", target, who=who, when=NOW)


def test_an_unknown_act_is_refused() -> None:
    odd = Judgement(id="j", act="shrug", target="x", value="{}", who="ann", when=NOW)  # type: ignore[arg-type]
    with pytest.raises(InputError, match="accept, reject"):
        check_judgement(odd)


def test_the_same_judgement_has_the_same_id() -> None:
    assert judge("accept", "x").id == judge("accept", "x").id != judge("accept", "x", when="2025").id


def test_an_undo_takes_back_and_an_undo_of_the_undo_brings_back() -> None:
    accept = judge("accept", "x")
    undo = judge("undo", accept.id)
    again = judge("undo", undo.id)
    assert effective([accept, undo]) == ()
    assert undone_by([accept, undo]) == {accept.id: undo.id}
    assert effective([accept, undo, again]) == (accept,)
    assert undone_by([accept, undo, again]) == {undo.id: again.id}


def test_an_undo_does_not_reach_what_came_later() -> None:
    accept = judge("accept", "x")
    assert effective([judge("undo", accept.id), accept]) == (accept,)


def test_the_last_word_on_a_question_holds() -> None:
    accept, reject, letter = judge("accept", "x"), judge("reject", "x"), judge("grade", "us", GradeValue(letter="A"))
    later = judge("grade", "us", GradeValue(letter="C"), when="2025")
    found = latest([accept, letter, reject, later])
    assert found == {("counts", "x"): reject, ("grade", "us"): later}
    assert latest([accept, reject, judge("undo", reject.id)])["counts", "x"] == accept


def test_merges_and_splits_tie_and_part_propositions() -> None:
    merge, split = judge("merge", "c", GOOD[4][1]), judge("split", "c", GOOD[5][1])
    assert must_link([merge, split]) == (("p1", "p2"),)
    assert cannot_link([merge, split]) == ((("p1",), ("p2", "p3")),)
    assert must_link([merge, judge("undo", merge.id)]) == ()


@st.composite
def histories(draw: st.DrawFn) -> list[Judgement]:
    """Judgements in order, any of which may undo an earlier one."""
    made: list[Judgement] = []
    for index in range(draw(st.integers(0, 12))):
        back = draw(st.integers(-1, index - 1))
        when = f"{2000 + index}"
        made.append(judge("accept", f"t{index}", when=when) if back < 0 else judge("undo", made[back].id, when=when))
    return made


@given(histories())
def test_what_stands_is_a_part_of_what_was_said_in_order(history: list[Judgement]) -> None:
    kept = effective(history)
    assert [judgement for judgement in history if judgement in kept] == list(kept)
    assert all(judgement.act != "undo" for judgement in kept)
    assert set(undone_by(history)) | {j.id for j in history if j.act == "undo"} >= {
        judgement.id for judgement in history if judgement not in kept
    }


@given(histories())
def test_undoing_all_that_stands_leaves_nothing_and_undoing_that_restores_it(history: list[Judgement]) -> None:
    kept = effective(history)
    undos = [judge("undo", judgement.id, when=f"{3000 + index}") for index, judgement in enumerate(kept)]
    assert effective([*history, *undos]) == ()
    back = [judge("undo", undo.id, when=f"{4000 + index}") for index, undo in enumerate(undos)]
    assert effective([*history, *undos, *back]) == kept


def test_every_act_is_documented(request: pytest.FixtureRequest) -> None:
    text = (request.config.rootpath / "docs" / "review.md").read_text(encoding="utf-8")
    for act in ACTS:
        assert f"`{act}`" in text

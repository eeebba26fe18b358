"""What a person corrected is shown corrected, and stays so when a newer model reads the article again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from ledger_values import NEWER, PATEL, PESKOV, reading_of
from onrecord.corrections import anchored, corrected, find_again, judged_names
from onrecord.record import Judgement, JudgementAct, Reading, Span, item_id
from onrecord.review import MergeValue, SpanValue, SpeakerValue, Value, make_judgement, value_of
from onrecord.store.ledger import open_ledger

NOW = "2024-11-14T09:00:00+00:00"
READING = reading_of("a", "Vedant Patel: they have begun combat operations", "Dmitry Peskov: pure fiction !denies")
PATEL_SAYS, PESKOV_SAYS = READING.attributions
FIGHT, FICTION = READING.propositions


def judge(act: JudgementAct, target: str, value: Value = None) -> Judgement:
    return make_judgement(act, target, value, who="ann", when=NOW)


def words_of(reading: Reading) -> list[str]:
    return [" ".join(Span(*span).of(reading.article.text) for span in item.spans) for item in reading.propositions]


def test_without_a_judgement_on_it_a_reading_stays_the_very_same() -> None:
    assert corrected(READING, [judge("reject", "attribution-elsewhere")]) is READING


def test_what_is_rejected_goes_with_what_it_says() -> None:
    after = corrected(READING, [judge("reject", PATEL_SAYS.id)])
    assert (after.attributions, after.propositions) == ((PESKOV_SAYS,), (FICTION,))
    assert corrected(READING, [judge("reject", FIGHT.id)]).propositions == (FICTION,)


def test_what_is_accepted_is_certain() -> None:
    unsure = replace(READING, attributions=(replace(PATEL_SAYS, score=0.3), PESKOV_SAYS))
    after = corrected(unsure, [judge("accept", PATEL_SAYS.id)])
    assert (after.attributions[0].score, after.propositions[0].score) == (1.0, 1.0)


def test_an_undone_correction_corrects_nothing() -> None:
    reject = judge("reject", PATEL_SAYS.id)
    assert corrected(READING, [reject, judge("undo", reject.id)]) is READING


def test_another_speaker_and_sense_take_the_place_of_those_found() -> None:
    value = SpeakerValue(
        speakers=(PESKOV.id, "person:ann onuma"), names=(("person:ann onuma", "Ann Onuma"),), stance="denies"
    )
    after = corrected(READING, [judge("speaker", PATEL_SAYS.id, value)])
    assert after.attributions[0].speakers == value.speakers
    assert (after.attributions[0].stance, after.propositions[0].stance) == ("denies", "denies")
    assert [(entity.name, entity.kind) for entity in after.entities[-1:]] == [("Ann Onuma", "person")]


def test_a_corrected_content_moves_its_only_proposition() -> None:
    start = READING.article.text.index("begun")
    content = (Span(start, start + 23),)
    after = corrected(READING, [judge("span", PATEL_SAYS.id, SpanValue(content=content))])
    assert after.attributions[0].content == content
    assert words_of(after) == ["begun combat operations", "pure fiction"]
    assert after.propositions[0].gist == "begun combat operations"


def test_of_several_propositions_those_outside_the_corrected_content_go() -> None:
    start, end = FIGHT.spans[0]
    two = (
        replace(FIGHT, id="p1", spans=(Span(start, start + 9),)),
        replace(FIGHT, id="p2", spans=(Span(start + 10, end),)),
    )
    both = replace(READING, propositions=(*two, FICTION))
    after = corrected(both, [judge("span", PATEL_SAYS.id, SpanValue(content=(Span(start + 16, end),)))])
    assert words_of(after) == ["combat operations", "pure fiction"]
    apart = corrected(both, [judge("span", "p1", SpanValue(spans=(Span(start, start + 4),)))])
    assert words_of(apart) == ["they", "have begun combat operations"][:1] + words_of(both)[1:]


def read_again(former: Reading) -> Reading:
    """The same text by a newer model, which ends Patel's words a little earlier."""
    start, end = PATEL_SAYS.content[0]
    content = (Span(start, end - 5),)
    attribution = replace(PATEL_SAYS, id=item_id("attribution", "a", *content), content=content)
    proposition = replace(FIGHT, id=item_id("proposition", "a", *content), attribution=attribution.id, spans=content)
    return replace(
        former,
        made_by=NEWER,
        attributions=(attribution, PESKOV_SAYS),
        propositions=(proposition, FICTION),
    )


def test_a_judged_item_is_found_again_by_its_words() -> None:
    again = read_again(READING)
    names = judged_names(
        [judge("accept", PATEL_SAYS.id), judge("merge", "claim", MergeValue(propositions=(FIGHT.id, "x")))]
    )
    assert {PATEL_SAYS.id, FIGHT.id, "x", "claim"} <= names
    assert find_again(READING, again, names) == {
        PATEL_SAYS.id: again.attributions[0].id,
        FIGHT.id: again.propositions[0].id,
    }
    assert find_again(READING, reading_of("a", "Another text."), names) == {}
    assert find_again(READING, replace(again, attributions=(), propositions=()), names) == {}


def test_judgements_follow_through_several_readings() -> None:
    merge = judge("merge", "claim-1", MergeValue(propositions=("p-1", "p-9")))
    pairs = {"p-1": "p-2", "p-2": "p-3"}
    (after,) = anchored([merge], pairs)
    assert value_of(after) == MergeValue(propositions=("p-3", "p-9"))
    assert (after.id, after.target) == (merge.id, "claim-3")
    assert anchored([merge], {}) == (merge,)
    assert anchored([judge("accept", "a")], {"a": "b", "b": "a"})[0].target in ("a", "b")


@pytest.mark.parametrize("times", [1, 2])
def test_a_correction_survives_a_reading_by_a_newer_model(tmp_path: Path, times: int) -> None:
    with open_ledger(str(tmp_path / "my.db"), create=True) as ledger:
        ledger.add(READING, NOW)
        wrong = ledger.judge(judge("speaker", PATEL_SAYS.id, SpeakerValue(speakers=(PESKOV.id,))))
        again = read_again(READING)
        for number in range(times):
            ledger.add(replace(again, made_by=replace(NEWER, onrecord=f"0.{number + 2}.0")), NOW)
        assert ledger.judgements() == (wrong,)
        after = corrected(ledger.reading("a"), ledger.judgements(anchored=True))
        assert [item.speakers for item in after.attributions] == [(PESKOV.id,), (PESKOV.id,)]
        assert ledger.reading("a").attributions[0].speakers == (PATEL.id,)

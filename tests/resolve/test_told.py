"""What the narrator says himself is as sure as its clause is sound."""

import pytest

from onrecord.measure.labelled_tasks import read_referred, read_resolved
from onrecord.record import Page
from onrecord.resolve.held import find_told


def scores(text: str) -> list[float]:
    reading, _ = read_resolved(Page(id="a", text=text))
    return [one.score for one in reading.propositions if one.attribution is None]


def test_a_plain_sentence_is_surer_than_a_broken_one() -> None:
    (plain,) = scores("Two missiles hit the power station of Odesa on Monday.")
    (broken,) = scores("The station in a.")[:1] or [0.0]
    assert broken < 0.7 < 0.93 < plain < 1.0


@pytest.mark.parametrize(
    "text", ["Two missiles hit the power station. Ann Hill said it was bad.", "It rained in Rome."]
)
def test_nobody_is_taken_for_its_speaker(text: str) -> None:
    told = list(find_told(*read_referred(Page(id="a", text=text))))
    assert [one.proposition.attribution for one in told] == [None]
    assert not any(one.speakers or one.source or one.cue for one in told)

"""The second look at a pair of reports: what makes two wordings one question, and what keeps them apart."""

from __future__ import annotations

import json
from pathlib import Path

from claim_readings import Telling
from onrecord.reconcile.likeness import explain_pair, score_reports
from onrecord.reconcile.reports import Report, read_reports
from onrecord.reconcile.sameness import SAME, same_features

FIXTURES = Path(__file__).parent.parent / "fixtures"


def told(words: str, article: str = "a1", **what: object) -> Report:
    telling = Telling(article)
    telling.says(None, words, **what)  # type: ignore[arg-type]
    return read_reports(telling.reading())[0]


def values(one: Report, other: Report) -> dict[str, float]:
    return dict(zip(SAME, same_features(one, other, 0.0, 0.0, 0.0), strict=True))


def test_features_are_the_same_both_ways() -> None:
    one = told("The fleet left the northern bay on Tuesday with 48 boats")
    other = told("48 boats of the fleet have sailed from the bay", "a2")
    assert same_features(one, other, 1.0, 0.5, 0.2) == same_features(other, one, 1.0, 0.5, 0.2)


def test_the_same_words_are_met_whole() -> None:
    found = values(told("The fleet left the northern bay"), told("The fleet left the northern bay", "a2"))
    assert found["all of each met in the other"] == found["same pairs of words"] == 1.0
    assert found["each says something else"] == 0.0


def test_what_else_is_said_speaks_against_a_pair() -> None:
    one = told("The fleet left the northern bay")
    near = told("The fleet sailed from the northern bay", "a2")
    far = told("A tribunal fined the fleet's owner for dumping oil in the northern bay", "a3")
    assert values(one, near)["all of each met in the other"] > values(one, far)["all of each met in the other"]
    assert float(score_reports([(one, near)])[0]) > float(score_reports([(one, far)])[0])


def test_a_figure_is_met_by_itself_alone() -> None:
    one, other = told("The fleet lost 48 boats"), told("The fleet lost 51 boats", "a2")
    assert values(one, other)["a figure in common"] == 0.0
    assert values(one, other)["all of each met in the other"] < 1.0
    assert values(one, told("48 boats of the fleet sank", "a3"))["a figure in common"] == 1.0


def test_reasons_tell_of_the_second_look() -> None:
    one, other = told("The fleet left the northern bay"), told("The fleet left the northern bay", "a2")
    assert "same pairs of words" in dict(explain_pair(one, other))


def test_judged_pairs_hold_no_text() -> None:
    rows = [json.loads(line) for line in (FIXTURES / "claim_pair_labels.jsonl").read_text("utf-8").splitlines()]
    assert {key for row in rows for key in row} == {"corpora", "one", "other", "same"}
    assert {key for row in rows for side in (row["one"], row["other"]) for key in side} <= {"article", "spans", "where"}
    assert all(start < end for row in rows for side in (row["one"], row["other"]) for start, end in side["spans"])
    assert {row["same"] for row in rows} == {True, False}

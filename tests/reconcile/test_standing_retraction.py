"""Hearsay, words taken back, and the three clocks: assertions in, the standing of each day out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from making import BARE, says, stands
from onrecord.reconcile.standing import (
    Assertion,
    explain,
    history,
    stand,
)
from onrecord.record import InputError, Interval

# -------------------------------------------------------------------------------------------------- hearsay, retraction


def test_hearsay_alone_is_six() -> None:
    for one in (says("us", hearsay=True), says("")):
        standing = stands(one)
        assert (standing.label, standing.credibility, standing.hearsay_only) == ("hearsay only", 6, True)
        assert standing.rules[1] == "Hearsay with nobody behind it adds no lineage."
    assert not stands(says("", "denies")).hearsay_only
    assert not stands(says("us"), says("")).hearsay_only
    assert not stands(says("", role="summary")).hearsay_only


def test_a_speaker_takes_back_what_he_said_until_then() -> None:
    said, back = says("us", on="2024-11-10"), says("us", "retracts", "2024-11-12")
    assert stands(said, back).label == "withdrawn"
    assert stands(said, back).withdrawn
    assert stands(replace(said, said=None), back).label == "withdrawn"
    assert stands(says("us", on="2024-11-13"), back).label == "reported by one source"
    assert stands(says("patel", on="2024-11-10"), back).label == "withdrawn"
    assert (
        stands(says("us", on="2024-11-10"), says("patel", "retracts", "2024-11-12")).label == "reported by one source"
    )
    assert stands(said, replace(back, said=None, published=None, recorded=None)).label == "withdrawn"
    assert stands(said, replace(back, role="summary")).label == "reported by one source"
    assert not stands(says("us", "denies", "2024-11-10"), back).withdrawn


def test_whoever_rests_on_words_taken_back_falls_too() -> None:
    said, back = says("us", on="2024-11-10"), says("us", "retracts", "2024-11-12")
    citing = says("poland", cites=("us",))
    assert stands(said, citing, says("amnesty", cites=("poland",)), back).label == "withdrawn"
    assert stands(said, replace(citing, cites=("us", "un")), back).support == "single"
    assert stands(said, says("us", on="2024-11-13"), citing, back).supporting_lineages == (1, 1)


def test_an_outlet_that_withdraws_takes_its_report_and_what_rests_on_it() -> None:
    report = says("us", "asserts", "2024-11-10", outlet="o", article="a")
    back = says("o", "retracts", "2024-11-12", retracts=("a",))
    own = says("us", "asserts", "2024-11-10", outlet="p", article="b")
    assert stands(report, back).label == "withdrawn"
    assert stands(report, own, back).label == "reported by one source"
    assert stands(report, replace(own, relays=("o",)), back).label == "withdrawn"
    assert stands(report, replace(own, relays=("a",)), back).label == "withdrawn"
    assert stands(report, replace(own, agency="o"), back).label == "withdrawn"
    assert stands(report, replace(own, relays=("q",)), back).label == "reported by one source"
    chain = (replace(own, relays=("o",)), replace(own, article="c", outlet="r", relays=("p",)))
    assert stands(report, *chain, back).label == "withdrawn"
    kept = says("us", "asserts", "2024-11-09", outlet="o", article="kept")
    assert stands(report, kept, replace(own, relays=("o",)), back).label == "reported by one source"
    assert (
        stands(report, says("o", "retracts", "2024-11-12", retracts=(report.proposition or "",))).label == "withdrawn"
    )


def test_without_a_name_all_that_the_outlet_reported_until_then_is_withdrawn() -> None:
    report = says("us", "asserts", "2024-11-10", outlet="o")
    assert stands(report, says("o", "retracts", "2024-11-12")).label == "withdrawn"
    assert stands(report, says("o", "retracts", "2024-11-09")).label == "reported by one source"
    assert stands(report, says("p", "retracts", "2024-11-12")).label == "reported by one source"


def test_copies_fall_with_the_first_and_not_with_another_copy() -> None:
    first = says("unnamed:a", unnamed=True, article="a", text="t", published="2024-11-10")
    copy = says("unnamed:b", unnamed=True, article="b", text="t", published="2024-11-11")
    third = says("unnamed:c", unnamed=True, article="c", text="t", published="2024-11-12")
    assert stands(first, copy, third, says("o", "retracts", "2024-11-13", retracts=("a",))).label == "withdrawn"
    assert stands(first, copy, third, says("o", "retracts", "2024-11-13", retracts=("b",))).support == "single"
    assert stands(replace(first, text=None), copy, says("o", "retracts", retracts=("a",))).support == "single"
    dateless = [replace(one, published=None, recorded=None) for one in (first, copy)]
    assert stands(*dateless, says("o", "retracts", retracts=("b",))).label == "withdrawn"


def test_hearsay_that_was_withdrawn_is_gone() -> None:
    standing = stands(says("", article="a"), says("o", "retracts", retracts=("a",)))
    assert not standing.hearsay_only
    assert standing.withdrawn


# ------------------------------------------------------------------------------------------------------- clocks, history


def test_three_clocks() -> None:
    one = says("us", "asserts", "2024-11-10", recorded="2024-11-20", happened=Interval(start="2024-11-05"))
    for clock, day, support in (
        ("public", "2024-11-09", "none"),
        ("public", "2024-11-10", "single"),
        ("known", "2024-11-19", "none"),
        ("known", "2024-11-20", "single"),
        ("event", "2024-11-04", "none"),
        ("event", "2024-11-05", "single"),
    ):
        assert stand([one], BARE, as_of=day, clock=clock).support == support, (clock, day)  # type: ignore[arg-type]
        found = explain([one], BARE, as_of=day, clock=clock)  # type: ignore[arg-type]
        assert found[0].sentence.startswith("Nobody" if support == "none" else "One")


def test_without_a_clock_the_public_one_is_asked() -> None:
    one = says("us", published="2024-11-10", recorded="2024-11-20", happened=Interval(start="2024-11-30"))
    assert stand([one], BARE, as_of="2024-11-11").support == "single"
    assert explain([one], BARE, as_of="2024-11-11")[0].sentence.startswith("One")
    assert [one.since for one in history([one], BARE)] == ["2024-11-10"]
    assert [one.since for one in history([one], BARE, "known")] == ["2024-11-20"]


def test_hours_and_offsets() -> None:
    one = says("us", published="2024-11-12T18:00+02:00")
    assert stand([one], BARE, as_of="2024-11-12T16:00Z").support == "single"
    assert stand([one], BARE, as_of="2024-11-12T15:59Z").support == "none"
    day = says("us", published="2024-11-12")
    assert stand([day], BARE, as_of="2024-11-12T18:00Z").support == "none"
    assert stand([day], BARE, as_of="2024-11").support == "single"
    assert stand([day], BARE, as_of="2023").support == "none"


def test_what_has_no_date_is_not_known_to_have_been_public() -> None:
    bare = Assertion(holder="us", stance="asserts", article="a")
    assert stand([bare], BARE, as_of="2030-01-01").support == "none"
    assert stand([bare], BARE, as_of="2030-01-01", clock="event").support == "single"
    assert [(one.since, one.standing.support) for one in history([bare], BARE)] == [(None, "single")]
    recorded = replace(bare, recorded="2024-11-12")
    assert stand([recorded], BARE, as_of="2024-11-12").support == "single"


def test_a_date_that_is_none_is_said() -> None:
    with pytest.raises(InputError, match="2024-13-45"):
        stand([says("us")], BARE, as_of="2024-13-45")


def test_history_lists_only_changes() -> None:
    said = [
        says("us", on="2024-11-10"),
        says("patel", on="2024-11-11"),
        says("un", on="2024-11-12"),
        says("russia", "denies", "2024-11-14"),
    ]
    assert [(one.since, one.standing.label) for one in history(said, BARE)] == [
        ("2024-11-10", "reported by one source"),
        ("2024-11-12", "corroborated (independent)"),
        ("2024-11-14", "corroborated (independent), denied by one side"),
    ]
    assert history(said, BARE)[0].because == history(said, BARE)[0].standing.because != ()
    heard = says("", on="2024-11-11", proposition="p9")
    assert len(history([says("us", on="2024-11-10"), heard, says("un", "doubts", "2024-11-12")], BARE)) == 2
    hours = [says("us", published="2024-11-10T08:00Z"), says("un", published="2024-11-10T21:00Z")]
    assert [one.since for one in history(hours, BARE)] == ["2024-11-10"]

"""Two readings of one article come in; what is said otherwise in the later one goes out."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ledger_values import reading_of
from onrecord.prepare.versions import compare_statements

LINES = (
    "Vedant Patel: they have begun combat operations near the border",
    "Dmitry Peskov: the reports are false !denies",
    "Ten bridges were closed on Monday evening.",
    "The road was open again by noon.",
)


def test_what_was_reworded_dropped_and_added_is_told_with_what_changed() -> None:
    before = reading_of("a", *LINES)
    after = reading_of(
        "b",
        "Dmitry Peskov: the reports are false !declines",
        "Twelve bridges and 3 roads were closed on Monday evening.",
        LINES[0],
        "A ferry will run from Thursday.",
    )
    changes = compare_statements(before, after)
    assert [change.kind for change in changes] == ["reworded", "reworded", "dropped", "added"]
    denial, bridges, dropped, added = changes
    assert denial.what == ("stance",)
    assert denial.before is not None
    assert denial.before.who == ("Dmitry Peskov",)
    assert bridges.what == ("figures", "words")
    assert dropped.before is not None
    assert dropped.before.words == LINES[3]
    assert added.after is not None
    assert added.after.words == "A ferry will run from Thursday."


@given(st.lists(st.sampled_from(LINES), max_size=6), st.lists(st.sampled_from(LINES), max_size=6))
def test_changes_turn_the_earlier_version_into_the_later(first: list[str], second: list[str]) -> None:
    before, after = reading_of("a", *first), reading_of("b", *second)
    changes = compare_statements(before, after)
    kinds = [change.kind for change in changes]
    assert len(first) - kinds.count("dropped") + kinds.count("added") == len(second)
    assert compare_statements(before, before) == ()

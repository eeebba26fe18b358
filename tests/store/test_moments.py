"""Dates of unlike precision in one order, and rows that are newest first by their number alone."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.record import InputError
from onrecord.store.moments import first_second, hash63, last_second, months_of, row_number, rows_from, span_of

DATES = st.dates(date(1971, 1, 1), date(2199, 12, 31))


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2024-11-13", "2024-11-13T00:00:00", "2024-11-13T23:59:59"),
        ("2024-02", "2024-02-01T00:00:00", "2024-02-29T23:59:59"),
        ("2024", "2024-01-01T00:00:00", "2024-12-31T23:59:59"),
        ("2024-11-13T09:00:00+09:00", "2024-11-13T00:00:00", "2024-11-13T00:00:00"),
        ("2024-11-13T09:00:00Z", "2024-11-13T09:00:00", "2024-11-13T09:00:00"),
        ("2024-11-13T09:00", "2024-11-13T09:00:00", "2024-11-13T09:00:00"),
    ],
)
def test_a_date_covers_a_span(text: str, start: str, end: str) -> None:
    expected = tuple(int(datetime.fromisoformat(side).replace(tzinfo=UTC).timestamp()) for side in (start, end))
    assert span_of(text) == expected


@pytest.mark.parametrize(
    "text", ["", "yesterday", "2024-13-01", "2024-1x", "20241113", "12.11.2024", "2024-11-13T25:00", "0000"]
)
def test_what_is_no_date_is_refused_or_unknown(text: str) -> None:
    with pytest.raises(InputError, match="is not a date"):
        span_of(text)
    assert first_second(text) is None
    assert last_second(text) is None


@given(DATES, DATES, st.text(), st.text())
def test_a_later_day_has_a_greater_row_number(one: date, other: date, key: str, other_key: str) -> None:
    first = row_number(first_second(one.isoformat()), key)
    second = row_number(first_second(other.isoformat()), other_key)
    assert 0 < first < 1 << 63
    if one != other:
        assert (one < other) == (first < second)
    assert rows_from(span_of(one.isoformat())[0]) <= first < rows_from(span_of(one.isoformat())[1] + 3600)


@given(st.text())
def test_the_unknown_comes_last_and_taken_numbers_are_not_given_twice(key: str) -> None:
    first = row_number(None, key)
    assert first < row_number(3600, key)
    assert row_number(None, key, {first}.__contains__) != first
    assert 0 <= hash63(key) < 1 << 63


def test_months_of_an_interval() -> None:
    assert months_of("2024-11-30", "2025-01-01") == ("2024-11", "2024-12", "2025-01")
    assert months_of(None, "2025-01-01") == months_of("2025", "2024") == months_of("1914", "2024") == ()

"""Who headed a state or a government on a day."""

import pytest

from onrecord.knowledge.leaders import find_head, find_leader, find_leader_called, leaders


@pytest.mark.parametrize(
    ("name", "day", "country"),
    [
        ("Shehbaz Sharif", "2025-05-10", "PK"),  # Muhammad Shehbaz Sharif
        ("Nawaz Sharif", "2015-01-01", "PK"),
        ("Kim Jong-un", "2024-01-01", "KP"),
        ("Miguel Diaz-Canel", "2024-01-01", "CU"),
        ("Volodymyr Zelenskiy", "2023-01-01", "UA"),
        ("Benjamin Netanyahu", "2010-01-01", "IL"),
        ("Benjamin Netanyahu", "2024-01-01", "IL"),
        ("Abdel Fattah al-Burhan", "2024-01-01", "SD"),
        ("Vladimir Putin", "2010-01-01", "RU"),
        ("Mohamed Bazoum", "2023-07-28", None),  # ousted two days before
        ("Omar Sharif", "2025-05-10", None),
        ("Ahmed Khan", "2019-01-01", None),
    ],
)
def test_a_leader_by_full_name_and_day(name: str, day: str, country: str | None) -> None:
    found = find_leader(name, day)
    assert (found and found.country) == country


def test_a_single_name_means_the_one_who_is_in_office() -> None:
    called = find_leader_called("Netanyahu", "2024-01-01")
    assert called is not None
    assert called.country == "IL"
    assert find_leader_called("Netanyahu", "1950-01-01") is None
    assert find_head("Rajapaksa") is None  # two brothers


def test_every_term_has_a_beginning_before_its_end() -> None:
    assert [one.name for one in leaders() if one.since and not one.since < one.until] == []

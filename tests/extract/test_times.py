from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.extract.times import find_times
from onrecord.record import Analysis, Article, TimeExpression

NOTHING = Analysis(sentences=())


def find(text: str) -> list[TimeExpression]:
    return list(find_times(Article(id="a", text=text, text_sha256="", paragraphs=()), NOTHING))


@pytest.mark.parametrize(
    ("text", "words", "kind", "value"),
    [
        ("He said on November 12 that they left.", "November 12", "DATE", "XXXX-11-12"),
        ("He said on 12 November 2024.", "12 November 2024", "DATE", "2024-11-12"),
        ("It began on Nov. 5, 2024.", "Nov. 5, 2024", "DATE", "2024-11-05"),
        ("It fell on Friday, Oct. 23.", "Friday, Oct. 23", "DATE", "XXXX-10-23"),
        ("It was confirmed the following day.", "the following day", "DATE", "prev day+1"),
        ("They came over the past two weeks.", "the past two weeks", "DURATION", "past P2W"),
        ("They fought a few days ago.", "a few days ago", "DATE", "ago PXD"),
        ("Rain since early October.", "early October", "DATE", "XXXX-10"),
        ("It opens at 5 p.m. EST Nov. 6.", "5 p.m. EST Nov. 6", "TIME", "XXXX-11-06 T17:00 Z-05:00"),
        ("The blast came at 0730 GMT.", "0730 GMT", "TIME", "XXXX-XX-XX T07:30 Z+00:00"),
        ("They left last night.", "last night", "TIME", "at day-1 TNI"),
        ("Shelling on Thursday morning.", "Thursday morning", "TIME", "XXXX-WXX-4 TMO"),
        ("a two-day visit", "two-day", "DURATION", "P2D"),
        ("He waited two and a half hours.", "two and a half hours", "DURATION", "PT2H30M"),
        ("Every Monday they met.", "Every Monday", "SET", "XXXX-WXX-1"),
        ("in the late 1990s", "the late 1990s", "DATE", "199"),
        ("In the third quarter of 1990 it fell.", "the third quarter of 1990", "DATE", "1990-Q3"),
        ("since June last year", "June last year", "DATE", "at year-1 XXXX-06"),
        ("In nineteen ninety-seven it ended.", "nineteen ninety-seven", "DATE", "1997"),
        ("It is two days before yesterday.", "two days before yesterday", "DATE", "from -P2D at day-1"),
        ("They wait three weeks from now.", "three weeks from now", "DATE", "from +P3W at day+0"),
        ("He got two years and three months.", "two years and three months", "DURATION", "P2Y3M"),
        (
            "Two years, one month and ten days later, no.",
            "Two years, one month and ten days later",
            "DATE",
            "prev +P2Y1M10D",
        ),
        ("In the first week of July it rained.", "the first week of July", "DATE", "nth 1 week XXXX-07"),
        ("On the last day of 2023 they left.", "the last day of 2023", "DATE", "nth -1 day 2023"),
        ("What of the 5 past years?", "the 5 past years", "DURATION", "past P5Y"),
        ("It came on 05-Aug-2016.", "05-Aug-2016", "DATE", "2016-08-05"),
        ("The twenty-third day of September came.", "The twenty-third day of September", "DATE", "nth 23 day XXXX-09"),
        ("In january it rained.", "january", "DATE", "XXXX-01"),
        ("Sales fell in Q3 2019.", "Q3 2019", "DATE", "2019-Q3"),
        ("They meet every other week.", "every other week", "SET", "P2W"),
        ("They leave the day after tomorrow.", "the day after tomorrow", "DATE", "from +P1D at day+1"),
        ("They left this past Wednesday.", "this past Wednesday", "DATE", "last XXXX-WXX-3"),
        ("At present it rains.", "present", "DATE", "PRESENT_REF"),
        ("They voted last Thanksgiving.", "last Thanksgiving", "DATE", "last XXXX-@thanksgiving"),
    ],
)
def test_what_a_time_means_without_context(text: str, words: str, kind: str, value: str) -> None:
    found = find(text)
    assert [(item.span.of(text), item.type, item.value) for item in found] == [(words, kind, value)]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("They met on April 10-17.", ["XXXX-04-10", "XXXX-04-17"]),
        ("It is from Nov. 8 to 12, 2024.", ["XXXX-11-08", "2024-11-12"]),
        ("It lasted from 10 to 17 April 2023.", ["2023-04-10", "2023-04-17"]),
        ("They fled between 3 and 12 September.", ["XXXX-09-03", "XXXX-09-12"]),
        ("It lasted from the ninth until the seventeenth of April.", ["XXXX-04-09", "XXXX-04-17"]),
    ],
)
def test_both_ends_of_a_range_of_days_are_found(text: str, days: list[str]) -> None:
    assert [item.value for item in find(text)] == days


def test_two_figures_beside_a_month_are_no_range() -> None:
    assert [item.value for item in find("On May 3 and 5 people came.")] == ["XXXX-05-03"]


@pytest.mark.parametrize(
    "text",
    [
        "May said that Jordan said so.",
        "It may rain, and they march.",
        "They had 2000 soldiers and 1945 tanks.",
        "a 25-year-old man, 30 years old",
        "the second man and the third quarter-final".replace("quarter-final", "man"),
        "Jan Kowalski came.",
        "sales of $2 million a year",
        "this 6-year-old",
        "They joined this march.",
        "Those present fell.",
        "flu H1N1 and H2 for fuel",
    ],
)
def test_what_only_looks_like_a_time(text: str) -> None:
    assert find(text) == []


def test_may_the_month_stands_beside_may_the_name() -> None:
    text = "In May, May may leave."
    assert [item.span for item in find(text)] == [(3, 6)]


def test_a_date_that_does_not_exist_has_no_guess() -> None:
    assert all(item.value is None for item in find("It opens at 25:70."))


def test_nothing_crosses_a_paragraph() -> None:
    text = "They left in November\n\n5 people stayed."
    assert [item.span.of(text) for item in find(text)] == ["November"]


@given(st.text(max_size=300))
def test_any_text_gives_ordered_spans_within_it(text: str) -> None:
    end = 0
    for item in find(text):
        assert end <= item.span.start < item.span.end <= len(text)
        end = item.span.end


@pytest.mark.parametrize("piece", ["1", "1,", "twenty ", "last week ", "2004-", "the year and ", "May "])
def test_long_repetition_stays_linear(piece: str) -> None:
    def seconds(count: int) -> float:
        begun = time.process_time()
        find(piece * count)
        return time.process_time() - begun

    seconds(10)
    small, large = max(seconds(500), 0.002), seconds(4_000)
    assert large < 40 * small

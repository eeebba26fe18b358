from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.extract.quantities import find_quantities
from onrecord.extract.times import find_times
from onrecord.record import Analysis, Article, Attribution, Embed, Interval, MadeBy, Reading, Span, TimeExpression
from onrecord.resolve.dates import resolve_dates

NOTHING = Analysis(sentences=())


def read(text: str, published: str | None = "2024-11-13", **more: object) -> Reading:
    article = Article(id="a", text=text, text_sha256="", paragraphs=(), published=published, **more)  # type: ignore[arg-type]
    reading = Reading(
        article=article,
        made_by=MadeBy(onrecord=""),
        times=find_times(article, NOTHING),
        quantities=find_quantities(article, NOTHING),
    )
    return resolve_dates(reading, NOTHING)


def only(text: str, published: str | None = "2024-11-13") -> TimeExpression:
    (item,) = read(text, published).times
    return item


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("They left on Friday.", "2024-11-08"),
        ("They will leave on Friday.", "2024-11-15"),
        ("They left on Wednesday.", "2024-11-13"),
        ("They left last month.", "2024-10"),
        ("Yesterday they left.", "2024-11-12"),
        ("They left two weeks ago.", "2024-10-30"),
        ("They left in December.", "2023-12"),
        ("It will open in January.", "2025-01"),
        ("The deadline is Nov. 20.", "2024-11-20"),
        ("They came in the summer of 2019.", "2019-SU"),
        ("Christmas Eve 2014 was cold.", "2014-12-24"),
        ("He will succeed her Feb. 1.", "2025-02-01"),
        ("In February, they brought in a new chief.", "2024-02"),
        ("They seek ways around Monday's ruling.", "2024-11-11"),
        ("They may come as soon as Friday.", "2024-11-15"),
        ("Until Friday, they had not come.", "2024-11-08"),
        ("It had been due to expire on Friday.", "2024-11-08"),
        ("They had filed it by Friday.", "2024-11-08"),
        ("They must file it by Friday.", "2024-11-15"),
        ("They planned a rally on Saturday.", "2024-11-16"),
        ("They agreed in April to go.", "2024-04"),
        ("They decided to admit it in March.", "2025-03"),
        ("They left the day before last Tuesday.", "2024-11-11"),
        ("They left on Sunday the 10th.", "2024-11-10"),
        ("They meet over the next three quarters.", "P9M"),
        ("It ran through the first week of August.", "2024-W31"),
        ("They leave the week after next.", "2024-W48"),
    ],
)
def test_values_by_document_date_and_tense(text: str, value: str) -> None:
    assert only(text).value == value


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("They have waited since early October.", "2024-10-01", "2024-11-13"),
        ("They came over the past two weeks.", "2024-10-30", "2024-11-13"),
        ("It must end by the end of the year.", None, "2024-12-31"),
        ("They fought a few days ago.", "2024-11-07", "2024-11-11"),
        ("Recently they met.", None, "2024-11-13"),
        ("They vote in the next three days.", "2024-11-14", "2024-11-16"),
        ("Sales fell over the past two quarters.", "2024-04-01", "2024-09-30"),
    ],
)
def test_vague_times_are_intervals(text: str, start: str | None, end: str | None) -> None:
    item = only(text)
    assert (item.start, item.end) == (start, end)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("It ran from May to September 2019.", ["2019-05", "2019-09"]),
        ("It ran from August to February 2019.", ["2018-08", "2019-02"]),
        ("Between October and December, 200 died.", ["2023-10", "2023-12"]),
        ("They counted them from Sept. 28 to Oct. 3.", ["2024-09-28", "2024-10-03"]),
        ("They moved it from Friday to December.", ["2024-11-08", "2023-12"]),
    ],
)
def test_the_first_end_of_a_range_is_not_after_the_second(text: str, values: list[str]) -> None:
    assert [item.value for item in read(text).times] == values


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("The truce will end in two weeks.", "2024-11-27", "2024-11-27"),
        ("They will vote within three months.", "2024-11-13", "2025-02-13"),
        ("They built it in two weeks.", None, None),
    ],
)
def test_a_length_after_in_tells_when_what_will_be_is(text: str, start: str | None, end: str | None) -> None:
    item = only(text)
    assert (item.type, item.start, item.end) == ("DURATION", start, end)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("They left two days before yesterday.", "2024-11-10"),
        ("The first week of July was hot.", "2024-W27"),
        ("It rained on the last day of May.", "2024-05-31"),
        ("It is due in the first week of 2025.", "2025-W01"),
        ("He left 1 year and 2 months ago.", "2023-09"),
        ("The sixth week of July was hot.", None),
    ],
)
def test_days_counted_from_or_within_other_days(text: str, value: str | None) -> None:
    assert only(text).value == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("It was dated 7/10/2023.", None),
        ("It was dated 7/10/2023, the next one 13/10/2023.", "2023-10-07"),
        ("It was dated 7/10/2023, the next one 10/13/2023.", "2023-07-10"),
        ("It was dated 7/10/2023, others 10/13/2023 and 13/10/2023.", None),
    ],
)
def test_a_date_in_figures_is_read_as_the_others_of_the_page(text: str, value: str | None) -> None:
    reading = read(text)
    assert reading.times[0].value == value
    assert bool(reading.problems) == (value is None)


def test_the_following_day_is_that_after_a_day_not_after_a_month() -> None:
    times = read("They met on November 4, as in early October. It ended the following day.").times
    assert times[2].value == "2024-11-05"


STORY = (
    "The war began in July 1936. On 5 September they took the town. In January 1937 they failed. A law of 1614 was kept. "
    "On 26 April they bombed it. It was over in 1938. In 1939 they won. On 1 April he spoke; by the end of the year he ruled."
)


def test_a_story_of_another_time_keeps_its_own_years() -> None:
    values = [item.value for item in read(STORY).times]
    assert values == [
        "1936-07", "1936-09-05", "1937-01", "1614", "1937-04-26", "1938", "1939", "1939-04-01", "1939",
    ]  # fmt: skip


def test_news_with_a_glance_back_keeps_its_own_day() -> None:
    times = read("On Friday he recalled 1936, 1937, 1938 and 1939. He came on November 5, after yesterday.").times
    assert [item.value for item in times if item.value and len(item.value) > 4] == [
        "2024-11-08", "2024-11-05", "2024-11-12",
    ]  # fmt: skip


def test_a_length_before_a_day_ends_on_the_calendar() -> None:
    length, day = read("They fled two weeks before May 13, 1999.").times
    assert (length.type, length.value, length.start) == ("DURATION", "P2W", "1999-04-29")
    assert day.value == "1999-05-13"


def test_a_quarter_to_come_is_not_the_one_reported_on() -> None:
    times = read("Losses will run through the third quarter of 2025. It earned more in the year-ago period.").times
    assert [item.value for item in times] == ["2025-Q3", "2023"]


def test_hours_keep_their_offset() -> None:
    item = only("The offer ends at 5 p.m. EST Nov. 6.")
    assert (item.value, item.start) == ("2024-11-06T17:00", "2024-11-06T17:00-05:00")
    assert item.precision == "hour"


def test_the_following_day_hangs_on_the_date_before() -> None:
    times = read("He said so on November 12. This was confirmed the following day.").times
    assert [item.value for item in times] == ["2024-11-12", "2024-11-13"]
    assert times[1].anchor == "previous"


def test_inside_a_quotation_today_is_the_day_of_speech() -> None:
    text = "“Today I can confirm it,” Smith said on November 5."
    article = Article(id="a", text=text, text_sha256="", paragraphs=(), published="2024-11-13")
    said = Attribution(id="x", source=(Span(26, 31),), cue=(Span(32, 36),), content=(Span(0, 25),), manner="direct")
    reading = Reading(
        article=article, made_by=MadeBy(onrecord=""), times=find_times(article, NOTHING), attributions=(said,)
    )
    resolved = resolve_dates(reading, NOTHING)
    assert resolved.attributions[0].said == Interval(start="2024-11-05", end="2024-11-05")
    assert [(item.value, item.anchor) for item in resolved.times] == [
        ("2024-11-05", "speech"),
        ("2024-11-05", "document"),
    ]


def test_without_any_date_nothing_is_guessed() -> None:
    reading = read("They left on Friday and on November 12.", published=None)
    assert [(item.value, item.start) for item in reading.times] == [("XXXX-WXX-5", None), ("XXXX-11-12", None)]
    assert len(reading.problems) == 3


def test_an_embed_bounds_the_article_but_does_not_date_it() -> None:
    text = "He said so on November 12.\n— Somebody November 5, 2024"
    embed = Embed(id="e", kind="post", span=Span(27, len(text)), posted="2024-11-05")
    reading = read(text, published=None, embeds=(embed,))
    assert reading.article.published is None
    assert reading.article.not_before == "2024-11-12"
    assert reading.times[0].value == "2024-11-12"
    assert any("2024-11-05" in problem.what for problem in reading.problems)


def test_a_missing_year_follows_another_full_date_on_the_page() -> None:
    times = read("The war began on 24 February 2022. On 2 April they left.", published=None).times
    assert times[1].value == "2022-04-02"


@pytest.mark.parametrize("text", ["They left on 31 February.", "They met on 5 May 0025.", "in the year 0025"])
def test_no_such_date_is_said_and_not_mended(text: str) -> None:
    reading = read(text)
    assert [item.value for item in reading.times] == [None]
    assert [item.start for item in reading.times] == [None]
    assert any(problem.span == reading.times[0].span for problem in reading.problems)


def test_a_number_beyond_belief_is_a_problem() -> None:
    reading = read("About 1" + "0" * 30 + " people came.")
    assert [item.low for item in reading.quantities] == [None]
    assert any("too great" in problem.what for problem in reading.problems)


def test_a_figure_is_true_as_of_its_day() -> None:
    reading = read("As of Tuesday 120 people were missing.")
    assert reading.quantities[0].measure.as_of == "2024-11-12"


@given(st.text(max_size=200), st.sampled_from([None, "2024-02-29", "9999-12-31", "0001-01-01", "nonsense"]))
def test_any_text_and_date_resolve(text: str, published: str | None) -> None:
    read(text, published)


def test_seed_article(shared: Path) -> None:
    from onrecord.prepare.article import read_article
    from onrecord.record import Page

    article = read_article(Page(id="seed", text=(shared / "seed" / "article.txt").read_text(encoding="utf-8")))
    reading = Reading(article=article, made_by=MadeBy(onrecord=""), times=find_times(article, NOTHING))
    resolved = resolve_dates(reading, NOTHING)
    assert resolved.article.published is None
    assert resolved.article.not_before == "2024-11-13"
    assert [item.value for item in resolved.times if item.anchor == "previous"] == ["2024-11-13"]

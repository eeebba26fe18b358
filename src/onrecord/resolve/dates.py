"""A reading with partial times comes in; one with times on the calendar and a date of each attribution goes out.

Outside quotations a time hangs on the document's date, inside them on the day of the speech, "the following day" on the
date before it. What cannot be settled stays None and is told in `problems`. Partial values: docs/times.md.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from onrecord.knowledge.calendar import EARLIEST, LATEST, Days, day_of, days_of
from onrecord.record import Analysis, Article, Attribution, Interval, Problem, Quantity, Reading, Span, TimeExpression
from onrecord.resolve.anchors import place
from onrecord.resolve.distances import moved
from onrecord.resolve.placed import Around, Placed, on_calendar
from onrecord.resolve.said import said_of
from onrecord.resolve.telling import goes_on, is_story, says_day_first
from onrecord.resolve.tense import tense_of

STAGE = "resolve"
TENSED = re.compile(r"XXXX|weekend")
"""Partial values that the tense of the clause has a say in."""
QUARTER = re.compile(r"\d{4}-Q[1-4]")
OF_BEFORE = re.compile(r"yearago|ago|at year-|prev|last XXXX-Q[1-4]|\d{4}-QX")
"""Partial values of a quarter that a report compares with, not the one that it reports on."""


def resolve_dates(reading: Reading, analysis: Analysis) -> Reading:
    """The reading with the document's date, every time's value and interval, and when each attribution was said."""
    article = _dated(reading.article, reading.times)
    context = _Context(article, _sentences(article, analysis), _document(article), _floor(article))
    quotes = _Quotes(reading.attributions, {})
    times, notes = _place_all(context, reading.times, quotes)
    said = said_of(article, reading.attributions, times)
    speech = _Quotes(reading.attributions, said)
    if speech.spans:
        times, notes = _place_all(context, reading.times, speech)
    attributions = tuple(replace(item, said=item.said or said.get(item.id)) for item in reading.attributions)
    article = replace(article, not_before=_not_before(article, context, times))
    if context.document is None and reading.times:
        notes = [Problem(stage=STAGE, what="the document has no date: times that hang on it have none"), *notes]
    notes += [
        Problem(stage=STAGE, what="no number of things: too great, or below nought", span=item.span)
        for item in reading.quantities
        if item.low is None and item.high is None and item.soft_low is None
    ]
    quantities = _as_of(reading.quantities, article.text, times)
    return replace(
        reading,
        article=article,
        times=times,
        attributions=attributions,
        quantities=quantities,
        problems=(*reading.problems, *notes),
    )


def _as_of(quantities: Sequence[Quantity], text: str, times: Sequence[TimeExpression]) -> tuple[Quantity, ...]:
    """Figures with the day they were true on, where a time says so: "as of Tuesday", "up from 16 on Monday"."""
    starts = [time.span.start for time in times]
    found = []
    for item in quantities:
        first = bisect_right(starts, item.span.start - AS_OF_REACH)
        near = times[first : bisect_right(starts, item.span.end + AS_OF_REACH)]
        day = next((time.end for time in near if time.end and _tells_as_of(text, item, time)), None)
        found.append(replace(item, measure=replace(item.measure, as_of=day[:10])) if day else item)
    return tuple(found)


AS_OF_REACH = 60
"""Characters between a figure and the day it was true on: they stand in one clause."""


def _tells_as_of(text: str, item: Quantity, time: TimeExpression) -> bool:
    before = text[max(0, time.span.start - 14) : time.span.start].lower()
    between = text[min(item.span.end, time.span.end) : max(item.span.start, time.span.start)]
    if "." in between or "\n" in between:
        return False
    if before.rstrip().endswith("as of"):
        return True
    earlier = re.search(
        r"\b(?:up|down|rose|risen|revised) from $", text[max(0, item.span.start - 14) : item.span.start]
    )
    return earlier is not None and time.span.start > item.span.end and between.strip() in {"", "on", "a", "the"}


@dataclass(frozen=True, slots=True)
class _Context:
    article: Article
    sentences: Sequence[Span]
    document: date | None
    floor: date | None

    def sentence(self, at: int) -> Span:
        """The sentence that holds this offset."""
        index = bisect_right(self.sentences, at, key=lambda span: span.start) - 1
        if index < 0 or self.sentences[index].end <= at:
            return Span(at, min(at + 200, len(self.article.text)))
        return self.sentences[index]


class _Quotes:
    """Contents of attributions whose speech has a day of its own, innermost last, and embeds are told by container."""

    def __init__(self, attributions: Sequence[Attribution], said: Mapping[str, Interval | None]) -> None:
        self.spans: list[tuple[int, int, date]] = sorted(
            (span.start, span.end, day)
            for item in attributions
            if item.manner in {"direct", "mixed"} and (day := _single_day(said.get(item.id))) is not None
            for span in item.content
        )
        self.starts = [start for start, _, _ in self.spans]

    def day(self, at: int) -> date | None:
        """The day of the speech that this offset stands in."""
        index = bisect_right(self.starts, at) - 1
        for start, end, day in reversed(self.spans[max(0, index - 4) : index + 1]):
            if start <= at < end:
                return day
        return None


def _single_day(interval: Interval | None) -> date | None:
    if interval is None or interval.start is None or interval.end is None:
        return None
    first, last = day_of(interval.start), day_of(interval.end)
    return first if first == last else None


def _sentences(article: Article, analysis: Analysis) -> Sequence[Span]:
    if analysis.sentences:
        return [sentence.span for sentence in analysis.sentences]
    if article.sentences:
        return article.sentences
    ends = [match.end() for match in re.finditer(r"[.!?]['\"”’)]*\s+(?=[A-Z\"“‘'(])|\n\s*\n", article.text)]
    return [Span(a, b) for a, b in zip([0, *ends], [*ends, len(article.text)], strict=True) if a < b]


def _dated(article: Article, times: Sequence[TimeExpression]) -> Article:
    """The article with a date of publication taken from a full date at its head, where it has none yet."""
    if article.published is not None:
        return article
    for time in times[:3]:
        if time.span.start > 60 or time.value is None:
            break
        day = day_of(time.value) if len(time.value) == 10 else None
        if day is not None and not article.text[: time.span.start].strip(" (-–—:|"):
            return replace(article, published=day.isoformat(), published_from="text")
    return article


def _document(article: Article) -> date | None:
    """The day of publication, if it is one that an article can have."""
    day = day_of(article.published)
    return day if day is not None and EARLIEST < day.year < LATEST else None


def _floor(article: Article) -> date | None:
    """The latest day on which something set into the article was posted: the article is not older."""
    days = [day for embed in article.embeds if (day := day_of(embed.posted)) is not None]
    given = day_of(article.not_before)
    return max([*days, *([given] if given else [])], default=None)


def _full_years(times: Sequence[TimeExpression], embeds: Sequence[Span]) -> tuple[int, ...]:
    """The years of dates that the text gives whole, outside of posts that it shows."""
    return tuple(
        int(time.value[:4])
        for time in times
        if time.value
        and re.match(r"\d{4}-\d\d-\d\d", time.value)
        and not any(span.start <= time.span.start < span.end for span in embeds)
    )


def _place_all(
    context: _Context, times: Sequence[TimeExpression], quotes: _Quotes
) -> tuple[tuple[TimeExpression, ...], list[Problem]]:
    """Every time in order of the text, the date before it and the quarter spoken of carried along."""
    notes: list[Problem] = []
    placed_times: list[TimeExpression] = []
    previous: Days | None = None
    previous_day: Days | None = None
    told: Days | None = None
    strayed: Days | None = None
    in_story = is_story(times, context.document)
    day_first = says_day_first(context.article.text, times)
    quarter: tuple[int, str] | None = None
    embeds = [(embed.span, day_of(embed.posted)) for embed in context.article.embeds]
    full_years = _full_years(times, [span for span, _ in embeds])
    for time in times:
        if time.type == "SET":
            placed_times.append(replace(time, anchor="none"))
            continue
        if time.value is None:
            notes.append(Problem(stage=STAGE, what="no such date or hour", span=time.span))
            placed_times.append(time)
            continue
        inside = next((day for span, day in embeds if span.start <= time.span.start < span.end), None)
        speech = quotes.day(time.span.start)
        sentence = context.sentence(time.span.start)
        lead = _word_before(context.article.text, time.span.start)
        tensed = TENSED.search(time.value) or (time.value[0] == "P" and lead in {"in", "within"})
        around = Around(
            day=inside or speech or context.document,
            kind="speech" if speech or inside else "document",
            floor=context.floor,
            previous=previous,
            previous_day=previous_day,
            day_first=day_first,
            told=told if in_story else None,
            quarter=quarter[1] if quarter and time.span.start - quarter[0] < 1500 else None,
            tense=tense_of(context.article.text, time.span, sentence) if tensed else None,
            lead=lead,
            full_years=full_years,
        )
        placed = place(time.value, around)
        if placed.problem:
            notes.append(Problem(stage=STAGE, what=placed.problem, span=time.span))
        done = _finish(time, placed, around)
        placed_times.append(done)
        if placed.days is not None and inside is None and speech is None:
            previous = placed.days
            if placed.anchor != around.kind:
                told, strayed = (placed.days, None) if goes_on(told, strayed, placed.days) else (told, placed.days)
            previous_day = previous if previous.first == previous.last else previous_day
            known = quarter is None or context.document is None or placed.days.last <= context.document
            begun = context.document is None or placed.days.first <= context.document
            if known and begun and placed.value and QUARTER.fullmatch(placed.value) and not OF_BEFORE.match(time.value):
                quarter = time.span.start, placed.value
    return tuple(_beside(context.article.text, tuple(_ordered(context.article.text, times, placed_times)))), notes


def _word_before(text: str, at: int) -> str:
    words = text[max(0, at - 14) : at].lower().split()
    return words[-1] if words else ""


RANGE = re.compile(r"\s*(?:-|–|—|to|and|until|till|through)\s+(?:the\s+)?|\s*[-–—]\s*")
"""What stands between the two ends of "from May to September"; "and" only after "between"."""


def _ordered(text: str, given: Sequence[TimeExpression], placed: Sequence[TimeExpression]) -> Iterator[TimeExpression]:
    """The same, the first end of a range whose year is not said put before its second end: "from May to July 2019"."""
    for number, time in enumerate(placed):
        then = placed[number + 1] if number + 1 < len(placed) else None
        if then is not None and time.value and then.value and _is_range(text, given[number], then):
            earlier = _before(time.value, then.value)
            if earlier is not None:
                time = replace(time, value=earlier.value, start=earlier.start, end=earlier.end, anchor=then.anchor)
        yield time


BESIDE = re.compile(r"\s+(before|after|from|since)\s+(?:the\s+)?", re.IGNORECASE)


def _beside(text: str, times: Sequence[TimeExpression]) -> Iterator[TimeExpression]:
    """The same, a length before a day put on the calendar by it: the "two weeks" of "two weeks before May 13"."""
    for number, time in enumerate(times):
        then = times[number + 1] if number + 1 < len(times) else None
        if then is None or time.type != "DURATION" or not time.value or time.start or time.end:
            yield time
            continue
        word = BESIDE.fullmatch(text[time.span.end : then.span.start])
        days = days_of(then.value) if word and then.value and then.type == "DATE" else None
        if word is None or days is None or days.first != days.last:
            yield time
            continue
        far = moved(days.first, time.value, -1 if word[1].lower() == "before" else 1)
        yield replace(time, start=far.start, end=far.end, precision=far.precision, anchor=then.anchor) if far else time


def _is_range(text: str, first: TimeExpression, then: TimeExpression) -> bool:
    between = text[first.span.end : then.span.start]
    if not re.match(r"XXXX-\d\d", first.value or "") or not RANGE.fullmatch(between):
        return False
    return "and" not in between or _word_before(text, first.span.start) == "between"


def _before(value: str, then: str) -> Placed | None:
    """A month or day in the last year that puts it no later than `then`; None where it stands right as it is."""
    last = days_of(then)
    if last is None or days_of(value) is None or not re.match(r"\d{4}-\d\d", value):
        return None
    for year in (last.first.year, last.first.year - 1):
        days = days_of(f"{year:04d}{value[4:]}")
        if days is not None and days.first <= last.first:
            return None if value[:4] == f"{year:04d}" else on_calendar(f"{year:04d}{value[4:]}", "none", days)
    return None


def _finish(time: TimeExpression, placed: Placed, around: Around) -> TimeExpression:
    start, end, precision = placed.start, placed.end, placed.precision
    word = around.lead
    if time.type == "DATE" and placed.days is not None:
        if time.mod in {"START", "MID", "END"}:
            start, end = _part(placed.days, time.mod)
            precision = "vague" if placed.days.precision == "day" else precision
        if word == "since":
            end = around.day.isoformat() if around.day else None
        elif word in {"by", "until", "till", "before"}:
            start = None
    return replace(time, value=placed.value, start=start, end=end, precision=precision, anchor=placed.anchor)


def _part(days: Days, mod: str) -> tuple[str, str]:
    """The first, middle or last third of a stretch."""
    length = (days.last - days.first).days + 1
    third = length // 3
    first, last = {
        "START": (0, max(third - 1, 0)),
        "MID": (third, length - third - 1),
        "END": (length - max(third, 1), length - 1),
    }[mod]
    return date.fromordinal(days.first.toordinal() + first).isoformat(), date.fromordinal(
        days.first.toordinal() + last
    ).isoformat()


def _not_before(article: Article, context: _Context, times: Sequence[TimeExpression]) -> str | None:
    """The earliest day on which the article can have been written: after what is posted in it and what it reports."""
    days = [context.floor] if context.floor else []
    if context.document is None:
        for time in times:
            found = days_of(time.value) if time.value and time.type in {"DATE", "TIME"} else None
            sentence = context.sentence(time.span.start)
            if found and found.first == found.last and tense_of(article.text, time.span, sentence) == "past":
                days.append(found.first)
    return max(days).isoformat() if days else article.not_before

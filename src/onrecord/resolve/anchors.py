"""A partial time value and what stands around it come in; its value and days on the calendar go out.

The words of a partial value are those of docs/times.md. Rules of thumb carry their reason; where the reading is not
sound, the value keeps its "X" and the reason goes out as a problem.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta

from onrecord.knowledge.calendar import Days, Precision, days_of, holiday, step, value_of
from onrecord.resolve.distances import a_year_ago, ago, earlier_or_later, far_from, quarter_of_year, stretch
from onrecord.resolve.placed import AnchorKind, Around, Placed, left_open, on_calendar
from onrecord.resolve.tense import Tense


def place(partial: str, around: Around) -> Placed:
    """Put one partial value on the calendar."""
    words = partial.split()
    clock = next((word for word in words if re.match(r"T(?:\d|MO|AF|EV|NI|DT)", word)), "")
    zone = next((word[1:] for word in words if word[0] == "Z" and len(word) > 1), "")
    words = [word for word in words if word != clock and not (word[0] == "Z" and len(word) > 1)]
    reader = _READERS.get(words[0])
    placed = reader(words, around) if reader else _plain(words[0], around)
    return _with_clock(placed, clock, zone) if clock else placed


def _with_clock(placed: Placed, clock: str, zone: str) -> Placed:
    """The same with an hour or a part of the day; only a single day can carry one."""
    if placed.value is None:
        return placed
    if placed.days is None or placed.days.first != placed.days.last:
        return replace(placed, value=f"{placed.value}{clock}")
    day = placed.days.first
    precision: Precision = "hour"
    start = end = f"{day.isoformat()}{clock}{zone}" if clock[1].isdigit() else day.isoformat()
    if clock == "T24:00":
        start = end = f"{(day + timedelta(1)).isoformat()}T00:00{zone}"
    if not clock[1].isdigit():
        precision = "day"
    return replace(placed, value=f"{day.isoformat()}{clock}", start=start, end=end, precision=precision)


# ------------------------------------------------------------------------------------------------------- plain TIMEX3


def _plain(value: str, around: Around) -> Placed:
    """A value without a word of direction: full, or with its year, or year and month, left out."""
    if value == "XXXX-QX":
        return _the(["the", "quarter"], around)
    if value.endswith("-QX") and around.quarter is not None and value[0] != "X":
        return on_calendar(value[:5] + around.quarter[5:], around.kind)
    if value.endswith("_REF"):
        return _reference(value, around)
    if value.startswith("P"):
        return far_from(value, around)
    if value.startswith("?-"):
        return _in_figures(value[2:], around)
    if value.startswith("XXXX-WXX-"):
        return _weekday(int(value[9]), around)
    if value.startswith("XXXX-XX-XX"):
        return _some_day(around)
    if value.startswith("XXXX"):
        return _yearless(value, around)
    if "X" in value:
        return on_calendar(value, "none")
    if "@" in value:
        return on_calendar(_in_year(value[5:], int(value[:4])), "none")
    days = days_of(value)
    if days is None:
        return left_open(None, f"{value} is no date on the calendar")
    return on_calendar(value, "none", days)


def _in_figures(value: str, around: Around) -> Placed:
    """A date in figures that may be day or month first: as the other ones of the page are."""
    if around.day_first is None:
        return left_open(None, "day and month of a date in figures cannot be told apart")
    year, first, second = value.split("-")
    return on_calendar(f"{year}-{second}-{first}" if around.day_first else value, "none")


def _reference(value: str, around: Around) -> Placed:
    day = around.day.isoformat() if around.day else None
    start = day if value != "PAST_REF" else None
    end = day if value != "FUTURE_REF" else None
    return Placed(value=value, start=start, end=end, precision="vague", anchor=around.kind)


def _some_day(around: Around) -> Placed:
    """An hour without its day: the day spoken of, else that of the anchor."""
    if around.previous is not None and around.previous.first == around.previous.last:
        return on_calendar(around.previous.first.isoformat(), "previous")
    if around.day is None:
        return left_open("XXXX-XX-XX", None)
    return on_calendar(around.day.isoformat(), around.kind)


def _weekday(weekday: int, around: Around) -> Placed:
    """A bare weekday: the last one up to the anchor's day, the next one where the clause speaks of what will be."""
    if around.day is None:
        return left_open(f"XXXX-WXX-{weekday}", "a weekday without a document date")
    back = (around.day.isoweekday() - weekday) % 7
    if around.tense == "future" and back:
        return on_calendar((around.day + timedelta(7 - back)).isoformat(), around.kind)
    return on_calendar((around.day - timedelta(back)).isoformat(), around.kind)


def _yearless(value: str, around: Around) -> Placed:
    """Month, day, season or quarter without a year: by tense before or after the anchor, else the nearest."""
    tail = value[5:]
    if days_of(_in_year(tail, 2024)) is None:
        return left_open(None, f"{tail} is no date on the calendar")
    if around.told is not None:
        return _year_told(tail, around.told)
    anchor = around.day
    if anchor is not None:
        return _year_near(tail, anchor, around)
    base = _base_without_document(around)
    if base is None:
        return left_open(value, "the year is not given, and no full date stands on the page")
    day, why = base
    found = _nearest(tail, day)
    if found is None:
        return left_open(value, f"{tail} has no year near {day.isoformat()}")
    return replace(on_calendar(found, "none"), problem=why)


def _year_told(tail: str, told: Days) -> Placed:
    """The year of the date told last, or the one after: stories go on in time ("in December 1916 …; in January …")."""
    near = [item for year in (0, 1) for item in [_in_year(tail, told.first.year + year)] if days_of(item)]
    if not near:
        return left_open(None, f"{tail} is no date on the calendar")
    first = days_of(near[0])
    back = (told.first - first.last).days if first else 0
    turned = told.precision in {"day", "hour", "month"} and back > TURN and len(near) > 1
    return on_calendar(near[1] if turned else near[0], "previous")


TURN = 240
"""Days that a date would have to lie before the one told last for the year to have turned."""


def _base_without_document(around: Around) -> tuple[date, str] | None:
    if around.previous is not None and around.previous.precision != "vague":
        return around.previous.first, "the year is that nearest to the date before"
    if around.full_years:
        return date(around.full_years[-1], 7, 1), "the year is that of another full date on the page"
    if around.floor is not None:
        return around.floor, f"the year is the one nearest to {around.floor.isoformat()}, a date set into the page"
    return None


def _in_year(tail: str, year: int) -> str:
    """The value of a month, day, season or named day in that year."""
    if tail.startswith("@"):
        day = holiday(tail[1:].replace("_", " "), year)
        return day.isoformat() if day else ""
    return f"{year:04d}-{tail}"


def _candidates(tail: str, anchor: date) -> list[tuple[int, str, Days]]:
    """The value in the years around the anchor, with its distance in days (0 where the anchor lies inside)."""
    found = []
    for year in range(anchor.year - 4, anchor.year + 5):
        value = _in_year(tail, year)
        days = days_of(value)
        if days is None:
            continue
        gap = 0
        if days.first > anchor:
            gap = (days.first - anchor).days
        elif days.last < anchor:
            gap = (days.last - anchor).days
        found.append((gap, value, days))
    return found


def _nearest(tail: str, anchor: date) -> str | None:
    found = _candidates(tail, anchor)
    return min(found, key=lambda item: abs(item[0]))[1] if found else None


AGAINST = 5
"""How much farther off a date may be that agrees with the tense than one that does not: tense is told by the nearest
verb, and is wrong in one of five ("extended to Nov. 20" in November)."""


AGAINST_MONTH = 20
"""A bare month seldom stands against the tense: "they left in December" in November is the last one."""


def _effort(gap: int, tense: Tense | None, is_month: bool) -> int:
    """Days to a date, those against the tense counted `AGAINST` times, `AGAINST_MONTH` for a bare month."""
    weight = AGAINST_MONTH if is_month else AGAINST
    return abs(gap) * (weight if (tense == "past" and gap > 0) or (tense == "future" and gap < 0) else 1)


def _year_near(tail: str, anchor: date, around: Around) -> Placed:
    found = _candidates(tail, anchor)
    if not found:
        return left_open(None, f"{tail} is no date on the calendar")
    chosen = min(found, key=lambda item: _effort(item[0], around.tense, len(tail) == 2))
    if tail.startswith("Q"):
        chosen = quarter_of_year(tail, anchor)
    return on_calendar(chosen[1], around.kind)


# ------------------------------------------------------------------------------------------------- words of direction


def _directed(words: list[str], around: Around) -> Placed:
    """ "last XXXX-11", "next XXXX-WXX-5", "this XXXX-SU", "prev XXXX-WXX-5"."""
    direction, core = words[0], words[1]
    if direction == "prev" and re.match(r"[-+]P|\w+[-+]\d", core):
        return _from_previous(words, around)
    if direction == "that":
        return _that(words, around)
    anchor, kind = around.day, around.kind
    if direction == "prev" and around.previous is not None:
        anchor, kind = around.previous.first, "previous"
    if anchor is None:
        return _plain(core, around) if core.startswith("XXXX-WXX") else left_open(core, "no date to count from")
    if "QX" in core:
        return _quarter_relative(direction, core, around, anchor)
    if core.startswith("XXXX-WXX-"):
        return _weekday_directed(direction, int(core[9]), anchor, kind)
    tail = core[5:]
    found = _candidates(tail, anchor)
    if not found:
        return left_open(None, f"{tail} is no date on the calendar")
    if direction in {"last", "prev"}:
        past = [item for item in found if item[2].last < anchor]
        return on_calendar(max(past)[1], kind) if past else left_open(core, None)
    if direction == "next":
        future = [item for item in found if item[2].first > anchor]
        return on_calendar(min(future)[1], kind) if future else left_open(core, None)
    this_year = [item for item in found if item[1].startswith(f"{anchor.year:04d}")]
    return on_calendar(this_year[0][1], kind) if this_year else left_open(core, None)


def _weekday_directed(direction: str, weekday: int, anchor: date, kind: AnchorKind) -> Placed:
    back = (anchor.isoweekday() - weekday) % 7
    if direction in {"last", "prev"}:
        return on_calendar((anchor - timedelta(back or 7)).isoformat(), kind)
    if direction == "next":
        return on_calendar((anchor + timedelta((7 - back) or 7)).isoformat(), kind)
    monday = anchor - timedelta(anchor.isoweekday() - 1)
    return on_calendar((monday + timedelta(weekday - 1)).isoformat(), kind)


def _quarter_relative(direction: str, core: str, around: Around, anchor: date) -> Placed:
    """ "the latest quarter": the one last spoken of, else the last complete one."""
    if direction == "last" and around.quarter is not None:
        return on_calendar(around.quarter, around.kind)
    steps = {"last": -1, "next": 1, "prev": -1}.get(direction, 0)
    day = step(anchor, "quarter", steps)
    return on_calendar(value_of(day, "quarter"), around.kind) if day else left_open(core, None)


def _at(words: list[str], around: Around) -> Placed:
    """ "at week-1", and "at year-1 XXXX-06": a part of that unit."""
    unit, count = _unit_and_count(words[1])
    if around.day is None:
        core = words[2] if len(words) > 2 else None
        return left_open(core, f"no date to count from for the {unit}")
    day = step(around.day, unit, count)
    return _inside(day, unit, words[2:], around.kind, around)


def _inside(day: date | None, unit: str, rest: list[str], kind: AnchorKind, around: Around) -> Placed:
    if day is None:
        return left_open(None, "beyond the years of news")
    if not rest:
        return on_calendar(value_of(day, unit), kind)
    core = rest[0]
    if core.startswith("XXXX-WXX-") and unit == "week":
        monday = day - timedelta(day.isoweekday() - 1)
        return on_calendar((monday + timedelta(int(core[9]) - 1)).isoformat(), kind)
    if "QX" in core:
        quarter = around.quarter[5:] if around.quarter else value_of(day, "quarter")[5:]
        return on_calendar(f"{day.year:04d}-{quarter}", kind)
    return _finished(_in_year(core[5:], day.year), kind)


def _finished(value: str, kind: AnchorKind) -> Placed:
    days = days_of(value)
    return on_calendar(value, kind, days) if days else left_open(None, f"{value} is no date on the calendar")


def _unit_and_count(word: str) -> tuple[str, int]:
    match = re.fullmatch(r"([a-z]+)([-+]\d+)?", word)
    if match is None:
        return "day", 0
    return match[1], int(match[2] or 0)


def _from_previous(words: list[str], around: Around) -> Placed:
    """ "prev day+1" (the following day), "prev -P2D" (two days earlier): from the date before."""
    by_day = words[1].startswith("day") or re.fullmatch(r"[-+]P\d+D", words[1])
    base = (around.previous_day or around.previous) if by_day else around.previous
    kind = "previous" if base else around.kind
    anchor = base.first if base else around.day
    if words[1][0] in "-+":
        return earlier_or_later(words[1], base, anchor, "previous" if base else around.kind, around)
    unit, count = _unit_and_count(words[1])
    if anchor is None or unit in {"hour", "minute", "second"}:
        return left_open(None, f"no date before to count the {unit} from")
    if base is not None and count > 0 and base.last != base.first and unit == "day":
        anchor = base.last
    return _inside(
        step(anchor, unit, count), unit, words[2:], "previous" if kind == "previous" else around.kind, around
    )


def _that(words: list[str], around: Around) -> Placed:
    """ "that year", "the same day"."""
    unit, _ = _unit_and_count(words[1])
    if around.previous is None or unit in {"hour", "minute", "second"}:
        if around.day is not None and unit in {"day"}:
            return on_calendar(around.day.isoformat(), around.kind)
        return left_open(words[2] if len(words) > 2 else None, f"no date before for that {unit}")
    return _inside(around.previous.first, unit, words[2:], "previous", around)


def _week(words: list[str], around: Around) -> Placed:
    """ "the week of March 6"."""
    placed = place(" ".join(words[1:]), around)
    return on_calendar(value_of(placed.days.first, "week"), placed.anchor) if placed.days else placed


def _from(words: list[str], around: Around) -> Placed:
    """ "from +P2D at day+1" (two days after tomorrow): that far from another day."""
    base = place(" ".join(words[2:]), around)
    if base.days is None:
        return base
    return earlier_or_later(words[1], base.days, base.days.first, around.kind, around)


def _nth(words: list[str], around: Around) -> Placed:
    """ "nth 1 week 2021-07" (the first week of July 2021), "nth -1 …" the last: so many units into a longer stretch.

    A week belongs to the stretch that holds most of its days, as in ISO 8601: the one with its Thursday.
    """
    number, unit = int(words[1]), words[2]
    whole = place(" ".join(words[3:]), around)
    if whole.days is None or whole.value is None:
        return whole
    first, last, _ = whole.days
    if unit in {"week", "weekend"}:
        marked = 6 if unit == "weekend" else 4
        first += timedelta((marked - first.isoweekday()) % 7)
        last -= timedelta((last.isoweekday() - marked) % 7)
    day = step(first, unit, number - 1) if number > 0 else step(last, unit, number + 1)
    if day is None or not first <= day <= last:
        return left_open(None, f"no {unit} {number} in {whole.value}")
    return on_calendar(value_of(day, unit), whole.anchor)


def _weekday_and_day(words: list[str], around: Around) -> Placed:
    """ "day 13 1" (Monday the 13th): the nearest month in which they fall together."""
    number, weekday = int(words[1]), int(words[2])
    if around.day is None:
        return left_open(None, "a weekday and a day of the month without a document date")
    found = []
    for count in range(-14, 15):
        month = step(around.day.replace(day=1), "month", count)
        days = days_of(f"{month:%Y-%m}-{number:02d}") if month else None
        if days is not None and days.first.isoweekday() == weekday:
            found.append((_effort((days.first - around.day).days, around.tense, is_month=False), days.first))
    if not found:
        return left_open(None, "no month near has that day of the month on that weekday")
    return on_calendar(min(found)[1].isoformat(), around.kind)


def _the(words: list[str], around: Around) -> Placed:
    """ "the year", "the quarter", "the end of the month": that of the anchor; a quarter as last spoken of."""
    unit, _ = _unit_and_count(words[1])
    if around.told is not None and unit in {"month", "year", "decade", "century"}:
        return _inside(around.told.first, unit, [], "previous", around)
    if unit == "quarter" and around.quarter is not None:
        return on_calendar(around.quarter, around.kind)
    if around.day is None:
        if around.previous is not None:
            return _inside(around.previous.first, unit, [], "previous", around)
        return left_open(None, f"no date to tell the {unit} by")
    if unit == "quarter":
        day = step(around.day, "quarter", -1)
        return on_calendar(value_of(day, "quarter"), around.kind) if day else left_open(None, None)
    if unit == "weekend" and around.tense != "future":
        saturday = around.day - timedelta((around.day.isoweekday() - 6) % 7)
        return on_calendar(value_of(saturday, "weekend"), around.kind)
    return on_calendar(value_of(around.day, unit), around.kind)


_READERS: Mapping[str, Callable[[list[str], Around], Placed]] = {
    "at": _at,
    "prev": _directed,
    "that": _directed,
    "last": _directed,
    "next": _directed,
    "this": _directed,
    "ago": ago,
    "past": stretch,
    "coming": stretch,
    "yearago": a_year_ago,
    "week": _week,
    "from": _from,
    "nth": _nth,
    "the": _the,
    "day": _weekday_and_day,
}

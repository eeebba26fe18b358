"""A partial time value and what stands around it come in; its value and days on the calendar go out.

The words of a partial value are those of docs/times.md. Rules of thumb carry their reason; where the reading is not
sound, the value keeps its "X" and the reason goes out as a problem.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from onrecord.knowledge.calendar import Days, Precision, days_of, holiday, step, value_of

AnchorKind = Literal["document", "speech", "previous", "none"]
Tense = Literal["past", "future"]

UNITS = {"D": "day", "W": "week", "M": "month", "Q": "quarter", "Y": "year", "DE": "decade", "CE": "century"}
VAGUE = {"day": 6, "week": 6, "month": 9, "quarter": 6, "year": 9, "decade": 6, "century": 6}
"""The farthest that "a few" or a bare plural reaches back, in units: one less than the next unit up would be said for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What a time may hang on: the anchor's day, a day the anchor is not before, the date before, tense, quarter."""

    day: date | None
    kind: AnchorKind = "document"
    floor: date | None = None
    previous: Days | None = None
    quarter: str | None = None
    tense: Tense | None = None
    full_years: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A value with its days; `problem` says why something stayed open."""

    value: str | None
    days: Days | None = None
    start: str | None = None
    end: str | None = None
    precision: Precision | None = None
    anchor: AnchorKind = "none"
    problem: str | None = None


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


def _on(value: str, anchor: AnchorKind, days: Days | None = None) -> Placed:
    """A finished value with its days."""
    days = days or days_of(value)
    if days is None:
        return Placed(value=value, anchor=anchor)
    return Placed(
        value=value,
        days=days,
        start=days.first.isoformat(),
        end=days.last.isoformat(),
        precision=days.precision,
        anchor=anchor,
    )


def _open(value: str | None, problem: str | None, anchor: AnchorKind = "none") -> Placed:
    return Placed(value=value, anchor=anchor, problem=problem)


# ------------------------------------------------------------------------------------------------------- plain TIMEX3


def _plain(value: str, around: Around) -> Placed:
    """A value without a word of direction: full, or with its year, or year and month, left out."""
    if value == "XXXX-QX":
        return _the(["the", "quarter"], around)
    if value.endswith("-QX") and around.quarter is not None and value[0] != "X":
        return _on(value[:5] + around.quarter[5:], around.kind)
    if value.endswith("_REF"):
        return _reference(value, around)
    if value.startswith("P"):
        return Placed(value=value, anchor="none")
    if value.startswith("XXXX-WXX-"):
        return _weekday(int(value[9]), around)
    if value.startswith("XXXX-XX-XX"):
        return _some_day(around)
    if value.startswith("XXXX"):
        return _yearless(value, around)
    if "X" in value:
        return _on(value, "none")
    if "@" in value:
        return _on(_in_year(value[5:], int(value[:4])), "none")
    days = days_of(value)
    if days is None:
        return _open(None, f"{value} is no date on the calendar")
    return _on(value, "none", days)


def _reference(value: str, around: Around) -> Placed:
    day = around.day.isoformat() if around.day else None
    start = day if value != "PAST_REF" else None
    end = day if value != "FUTURE_REF" else None
    return Placed(value=value, start=start, end=end, precision="vague", anchor=around.kind)


def _some_day(around: Around) -> Placed:
    """An hour without its day: the day spoken of, else that of the anchor."""
    if around.previous is not None and around.previous.first == around.previous.last:
        return _on(around.previous.first.isoformat(), "previous")
    if around.day is None:
        return _open("XXXX-XX-XX", None)
    return _on(around.day.isoformat(), around.kind)


def _weekday(weekday: int, around: Around) -> Placed:
    """A bare weekday: the last one up to the anchor's day, the next one where the clause speaks of what will be."""
    if around.day is None:
        return _open(f"XXXX-WXX-{weekday}", "a weekday without a document date")
    back = (around.day.isoweekday() - weekday) % 7
    if around.tense == "future" and back:
        return _on((around.day + timedelta(7 - back)).isoformat(), around.kind)
    return _on((around.day - timedelta(back)).isoformat(), around.kind)


def _yearless(value: str, around: Around) -> Placed:
    """Month, day, season or quarter without a year: by tense before or after the anchor, else the nearest."""
    tail = value[5:]
    if days_of(_in_year(tail, 2024)) is None:
        return _open(None, f"{tail} is no date on the calendar")
    anchor = around.day
    if anchor is not None:
        return _year_near(tail, anchor, around)
    base = _base_without_document(around)
    if base is None:
        return _open(value, "the year is not given, and no full date stands on the page")
    day, why = base
    found = _nearest(tail, day)
    if found is None:
        return _open(value, f"{tail} has no year near {day.isoformat()}")
    return replace(_on(found, "none"), problem=why)


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
        return _open(None, f"{tail} is no date on the calendar")
    chosen = min(found, key=lambda item: _effort(item[0], around.tense, len(tail) == 2))
    if tail.startswith("Q"):
        chosen = _quarter_of_year(tail, anchor)
    return _on(chosen[1], around.kind)


def _quarter_of_year(tail: str, anchor: date) -> tuple[int, str, Days]:
    """A bare quarter is that of the anchor's year once it has begun, else that of the year before."""
    value = f"{anchor.year:04d}-{tail}"
    days = days_of(value)
    if days is not None and days.first > anchor:
        value = f"{anchor.year - 1:04d}-{tail}"
    return 0, value, days_of(value) or Days(anchor, anchor, "season")


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
        return _plain(core, around) if core.startswith("XXXX-WXX") else _open(core, "no date to count from")
    if "QX" in core:
        return _quarter_relative(direction, core, around, anchor)
    if core.startswith("XXXX-WXX-"):
        return _weekday_directed(direction, int(core[9]), anchor, kind)
    tail = core[5:]
    found = _candidates(tail, anchor)
    if not found:
        return _open(None, f"{tail} is no date on the calendar")
    if direction in {"last", "prev"}:
        past = [item for item in found if item[2].last < anchor]
        return _on(max(past)[1], kind) if past else _open(core, None)
    if direction == "next":
        future = [item for item in found if item[2].first > anchor]
        return _on(min(future)[1], kind) if future else _open(core, None)
    this_year = [item for item in found if item[1].startswith(f"{anchor.year:04d}")]
    return _on(this_year[0][1], kind) if this_year else _open(core, None)


def _weekday_directed(direction: str, weekday: int, anchor: date, kind: AnchorKind) -> Placed:
    back = (anchor.isoweekday() - weekday) % 7
    if direction in {"last", "prev"}:
        return _on((anchor - timedelta(back or 7)).isoformat(), kind)
    if direction == "next":
        return _on((anchor + timedelta((7 - back) or 7)).isoformat(), kind)
    monday = anchor - timedelta(anchor.isoweekday() - 1)
    return _on((monday + timedelta(weekday - 1)).isoformat(), kind)


def _quarter_relative(direction: str, core: str, around: Around, anchor: date) -> Placed:
    """ "the latest quarter": the one last spoken of, else the last complete one."""
    if direction == "last" and around.quarter is not None:
        return _on(around.quarter, around.kind)
    steps = {"last": -1, "next": 1, "prev": -1}.get(direction, 0)
    day = step(anchor, "quarter", steps)
    return _on(value_of(day, "quarter"), around.kind) if day else _open(core, None)


def _at(words: list[str], around: Around) -> Placed:
    """ "at week-1", and "at year-1 XXXX-06": a part of that unit."""
    unit, count = _unit_and_count(words[1])
    if around.day is None:
        core = words[2] if len(words) > 2 else None
        return _open(core, f"no date to count from for the {unit}")
    day = step(around.day, unit, count)
    return _inside(day, unit, words[2:], around.kind, around)


def _inside(day: date | None, unit: str, rest: list[str], kind: AnchorKind, around: Around) -> Placed:
    if day is None:
        return _open(None, "beyond the years of news")
    if not rest:
        return _on(value_of(day, unit), kind)
    core = rest[0]
    if core.startswith("XXXX-WXX-") and unit == "week":
        monday = day - timedelta(day.isoweekday() - 1)
        return _on((monday + timedelta(int(core[9]) - 1)).isoformat(), kind)
    if "QX" in core:
        quarter = around.quarter[5:] if around.quarter else value_of(day, "quarter")[5:]
        return _on(f"{day.year:04d}-{quarter}", kind)
    return _finished(_in_year(core[5:], day.year), kind)


def _finished(value: str, kind: AnchorKind) -> Placed:
    days = days_of(value)
    return _on(value, kind, days) if days else _open(None, f"{value} is no date on the calendar")


def _unit_and_count(word: str) -> tuple[str, int]:
    match = re.fullmatch(r"([a-z]+)([-+]\d+)?", word)
    if match is None:
        return "day", 0
    return match[1], int(match[2] or 0)


def _from_previous(words: list[str], around: Around) -> Placed:
    """ "prev day+1" (the following day), "prev -P2D" (two days earlier): from the date before."""
    base, kind = (around.previous, "previous") if around.previous else (None, around.kind)
    anchor = base.first if base else around.day
    if words[1][0] in "-+":
        return _earlier_or_later(words[1], base, anchor, "previous" if base else around.kind, around)
    unit, count = _unit_and_count(words[1])
    if anchor is None or unit in {"hour", "minute", "second"}:
        return _open(None, f"no date before to count the {unit} from")
    if base is not None and count > 0 and base.last != base.first and unit == "day":
        anchor = base.last
    return _inside(
        step(anchor, unit, count), unit, words[2:], "previous" if kind == "previous" else around.kind, around
    )


def _earlier_or_later(words: str, base: Days | None, anchor: date | None, kind: AnchorKind, around: Around) -> Placed:
    amount, unit = _amount(words[1:])
    sign = -1 if words[0] == "-" else 1
    if unit is None:
        return _open("PAST_REF" if sign < 0 else "FUTURE_REF", None, kind)
    if unit == "year" and amount == 1 and sign < 0 and around.quarter is not None:
        return _year_ago(around.quarter)
    if amount is None:
        return Placed(value="PAST_REF" if sign < 0 else "FUTURE_REF", precision="vague", anchor=kind)
    if anchor is None:
        return _open(None, "no date before to count from")
    return _shifted(anchor, unit, sign * amount, kind, base)


def _shifted(anchor: date, unit: str, amount: float, kind: AnchorKind, base: Days | None = None) -> Placed:
    """So many units from a day, as exact as the unit and the base allow."""
    day = step(anchor, unit, round(amount))
    if day is None:
        return _open(None, "beyond the years of news")
    exact = unit in {"day", "week"} and (base is None or base.first == base.last)
    return _on(value_of(day, "day" if exact else unit), kind)


def _amount(period: str) -> tuple[float | None, str | None]:
    """Number (None for "a few") and unit of an ISO 8601 duration; the unit is None below a day."""
    match = re.fullmatch(r"P(\d+(?:\.\d+)?|X+)(WE|DE|CE|[DWMQY])", period)
    if match is None:
        return None, None
    number = None if match[1].startswith("X") else float(match[1])
    if number is not None and number > 4000:
        return None, None
    if match[2] == "WE":
        return number, "weekend"
    return number, UNITS[match[2]]


def _year_ago(quarter: str) -> Placed:
    """ "a year earlier" in a report on a quarter means that quarter of the year before."""
    return _on(f"{int(quarter[:4]) - 1:04d}{quarter[4:]}", "previous")


def _yearago(words: list[str], around: Around) -> Placed:
    core = words[1]
    if re.match(r"XXXX-Q\d", core) and around.day is not None:
        placed = _quarter_of_year(core[5:], around.day)[1]
        return _on(f"{int(placed[:4]) - 1}{placed[4:]}", around.kind)
    if around.quarter is not None:
        return _year_ago(around.quarter)
    if around.day is None:
        return _open(None, "no date to count a year back from")
    return _on(f"{around.day.year - 1:04d}", around.kind)


def _ago(words: list[str], around: Around) -> Placed:
    """ "ago P2W": from the anchor's day, as exact as the unit."""
    amount, unit = _amount(words[1])
    if around.day is None:
        return _open("PAST_REF" if amount is None else None, "no date to count back from", around.kind)
    if unit is None:
        return _on(around.day.isoformat(), around.kind)
    if unit == "year" and amount == 1 and around.quarter is not None:
        return _year_ago(around.quarter)
    if amount is None:
        first, last = step(around.day, unit, -VAGUE.get(unit, 6)), step(around.day, unit, -2)
        return Placed(
            value="PAST_REF",
            start=first.isoformat() if first else None,
            end=last.isoformat() if last else None,
            precision="vague",
            anchor=around.kind,
        )
    return _shifted(around.day, unit, -amount, around.kind)


def _stretch(words: list[str], around: Around) -> Placed:
    """ "past P2W", "coming P3D": a length with one end at the anchor."""
    amount, unit = _amount(words[1])
    value = words[1]
    if around.day is None or unit is None:
        hours = around.day if unit is None and around.day else None
        return Placed(value=value, anchor=around.kind, start=None, end=hours.isoformat() if hours else None)
    sign = -1 if words[0] == "past" else 1
    far = step(around.day, unit, sign * (VAGUE.get(unit, 6) if amount is None else round(amount)))
    ends = sorted(day.isoformat() for day in (far, around.day) if day is not None)
    start = ends[0] if far or sign > 0 else None
    end = ends[-1] if far or sign < 0 else None
    precision: Precision = "vague" if amount is None else _PRECISIONS.get(unit, "year")
    return Placed(value=value, start=start, end=end, precision=precision, anchor=around.kind)


_PRECISIONS: Mapping[str, Precision] = {"day": "day", "week": "week", "month": "month", "quarter": "month"}


def _that(words: list[str], around: Around) -> Placed:
    """ "that year", "the same day"."""
    unit, _ = _unit_and_count(words[1])
    if around.previous is None or unit in {"hour", "minute", "second"}:
        if around.day is not None and unit in {"day"}:
            return _on(around.day.isoformat(), around.kind)
        return _open(words[2] if len(words) > 2 else None, f"no date before for that {unit}")
    return _inside(around.previous.first, unit, words[2:], "previous", around)


def _week(words: list[str], around: Around) -> Placed:
    """ "the week of March 6"."""
    placed = place(" ".join(words[1:]), around)
    return _on(value_of(placed.days.first, "week"), placed.anchor) if placed.days else placed


def _the(words: list[str], around: Around) -> Placed:
    """ "the year", "the quarter", "the end of the month": that of the anchor; a quarter as last spoken of."""
    unit, _ = _unit_and_count(words[1])
    if unit == "quarter" and around.quarter is not None:
        return _on(around.quarter, around.kind)
    if around.day is None:
        if around.previous is not None:
            return _inside(around.previous.first, unit, [], "previous", around)
        return _open(None, f"no date to tell the {unit} by")
    if unit == "quarter":
        day = step(around.day, "quarter", -1)
        return _on(value_of(day, "quarter"), around.kind) if day else _open(None, None)
    if unit == "weekend" and around.tense != "future":
        saturday = around.day - timedelta((around.day.isoweekday() - 6) % 7)
        return _on(value_of(saturday, "weekend"), around.kind)
    return _on(value_of(around.day, unit), around.kind)


_READERS: Mapping[str, Callable[[list[str], Around], Placed]] = {
    "at": _at,
    "prev": _directed,
    "that": _directed,
    "last": _directed,
    "next": _directed,
    "this": _directed,
    "ago": _ago,
    "past": _stretch,
    "coming": _stretch,
    "yearago": _yearago,
    "week": _week,
    "the": _the,
}

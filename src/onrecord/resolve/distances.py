"""A distance from a day ("two weeks ago", "the past year", "three days later") comes in; its days go out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from onrecord.knowledge.calendar import Days, Precision, days_of, step, value_of
from onrecord.resolve.placed import AnchorKind, Around, Placed, left_open, on_calendar

UNITS = {"D": "day", "W": "week", "M": "month", "Q": "quarter", "Y": "year", "DE": "decade", "CE": "century"}
VAGUE = {"day": 6, "week": 6, "month": 9, "quarter": 6, "year": 9, "decade": 6, "century": 6}
"""The farthest that "a few" or a bare plural reaches back, in units: one less than the next unit up would be said for."""


def earlier_or_later(words: str, base: Days | None, anchor: date | None, kind: AnchorKind, around: Around) -> Placed:
    """So far before or after a day: "-P2D", "+P1Y3M"."""
    amount, unit = amount_of(words[1:])
    sign = -1 if words[0] == "-" else 1
    if anchor is not None and (summed := _summed(words[1:])):
        return _step_by_step(anchor, summed, sign, kind)
    if unit is None:
        value = "PAST_REF" if sign < 0 else "FUTURE_REF"
        if words[1:3] != "PT" or "X" in words or anchor is None or (base and base.first != base.last):
            return left_open(value, None, kind)
        return replace(on_calendar(anchor.isoformat(), kind), value=value, days=None, precision="day")
    if unit == "year" and amount == 1 and sign < 0 and around.quarter is not None:
        return year_ago(around.quarter)
    if amount is None:
        return Placed(value="PAST_REF" if sign < 0 else "FUTURE_REF", precision="vague", anchor=kind)
    if anchor is None:
        return left_open(None, "no date before to count from")
    return shifted(anchor, unit, sign * amount, kind, base)


def shifted(anchor: date, unit: str, amount: float, kind: AnchorKind, base: Days | None = None) -> Placed:
    """So many units from a day, as exact as the unit and the base allow."""
    day = step(anchor, unit, round(amount))
    if day is None:
        return left_open(None, "beyond the years of news")
    exact = unit in {"day", "week"} and (base is None or base.first == base.last)
    return on_calendar(value_of(day, "day" if exact else unit), kind)


def moved(day: date, period: str, sign: int) -> Placed | None:
    """The day that lies this length before or after another; None for a vague length and one below a day."""
    amount, unit = amount_of(period)
    if amount is None or unit is None or amount != int(amount):
        return None
    far = step(day, unit, sign * int(amount))
    return on_calendar(far.isoformat(), "none") if far else None


def amount_of(period: str) -> tuple[float | None, str | None]:
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


def _summed(period: str) -> list[tuple[str, str]]:
    """Numbers and letters of a length of several units ("P2Y1M21D"); empty for one of a single unit."""
    parts = re.findall(r"(\d+)([YMWD])", period)
    whole = "P" + "".join(number + unit for number, unit in parts)
    return parts if len(parts) > 1 and whole == period and all(int(number) <= 4000 for number, _ in parts) else []


def _step_by_step(anchor: date, parts: list[tuple[str, str]], sign: int, kind: AnchorKind) -> Placed:
    day: date | None = anchor
    for number, unit in parts:
        day = step(day, UNITS[unit], sign * int(number)) if day else None
    unit = UNITS[parts[-1][1]]
    if day is None:
        return left_open(None, "beyond the years of news")
    return on_calendar(value_of(day, "day" if unit in {"day", "week"} else unit), kind)


def far_from(period: str, around: Around) -> Placed:
    """A length; after "in" or "within", of what will be, it tells when as well: "the truce ends in two weeks"."""
    amount, unit = amount_of(period)
    period = in_months(period)
    if around.lead not in {"in", "within"} or around.tense != "future" or around.day is None:
        return Placed(value=period)
    if unit is None and period.startswith("PT") and "X" not in period:
        return replace(on_calendar(around.day.isoformat(), around.kind), value=period, days=None)
    if amount is None or unit is None or amount != int(amount):
        return Placed(value=period)
    day = step(around.day, unit, int(amount))
    if day is None:
        return Placed(value=period)
    start = day if around.lead == "in" else around.day
    return Placed(
        value=period,
        start=start.isoformat(),
        end=day.isoformat(),
        precision=_PRECISIONS.get(unit, "year"),
        anchor=around.kind,
    )


def in_months(period: str) -> str:
    """Quarters as months, since ISO 8601 has no quarters: "P3Q" -> "P9M"; "PXQ" stays."""
    match = re.fullmatch(r"P(\d+)Q", period)
    return f"P{3 * int(match[1])}M" if match and int(match[1]) > 1 else period


def quarter_of_year(tail: str, anchor: date) -> tuple[int, str, Days]:
    """A bare quarter is that of the anchor's year once it has begun, else that of the year before."""
    value = f"{anchor.year:04d}-{tail}"
    days = days_of(value)
    if days is not None and days.first > anchor:
        value = f"{anchor.year - 1:04d}-{tail}"
    return 0, value, days_of(value) or Days(anchor, anchor, "season")


def year_ago(quarter: str) -> Placed:
    """ "a year earlier" in a report on a quarter means that quarter of the year before."""
    return on_calendar(f"{int(quarter[:4]) - 1:04d}{quarter[4:]}", "previous")


def a_year_ago(words: list[str], around: Around) -> Placed:
    """ "yearago XXXX-Q3", "yearago": that quarter, or the year, before the anchor's."""
    core = words[1]
    if re.match(r"XXXX-Q\d", core) and around.day is not None:
        placed = quarter_of_year(core[5:], around.day)[1]
        return on_calendar(f"{int(placed[:4]) - 1}{placed[4:]}", around.kind)
    if around.quarter is not None:
        return year_ago(around.quarter)
    if around.day is None:
        return left_open(None, "no date to count a year back from")
    return on_calendar(f"{around.day.year - 1:04d}", around.kind)


def ago(words: list[str], around: Around) -> Placed:
    """ "ago P2W": from the anchor's day, as exact as the unit."""
    amount, unit = amount_of(words[1])
    if around.day is None:
        return left_open("PAST_REF" if amount is None else None, "no date to count back from", around.kind)
    if summed := _summed(words[1]):
        return _step_by_step(around.day, summed, -1, around.kind)
    if unit is None:
        return on_calendar(around.day.isoformat(), around.kind)
    if unit == "year" and amount == 1 and around.quarter is not None:
        return year_ago(around.quarter)
    if amount is None:
        first, last = step(around.day, unit, -VAGUE.get(unit, 6)), step(around.day, unit, -2)
        return Placed(
            value="PAST_REF",
            start=first.isoformat() if first else None,
            end=last.isoformat() if last else None,
            precision="vague",
            anchor=around.kind,
        )
    return shifted(around.day, unit, -amount, around.kind)


def stretch(words: list[str], around: Around) -> Placed:
    """ "past P2W", "coming P3D": a length with one end at the anchor."""
    amount, unit = amount_of(words[1])
    value = in_months(words[1])
    if around.day is None or unit is None:
        hours = around.day if unit is None and around.day else None
        return Placed(value=value, anchor=around.kind, start=None, end=hours.isoformat() if hours else None)
    sign = -1 if words[0] == "past" else 1
    near = around.day if sign < 0 or around.lead == "within" else step(around.day, "day", 1)
    far = step(around.day, unit, sign * (VAGUE.get(unit, 6) if amount is None else round(amount)))
    if unit == "quarter" and amount is not None and amount >= 1:
        near, far = _whole_quarters(around.day, sign * round(amount))
    ends = sorted(day.isoformat() for day in (far, near) if day is not None)
    start = ends[0] if far or sign > 0 else None
    end = ends[-1] if far or sign < 0 else None
    precision: Precision = "vague" if amount is None else _PRECISIONS.get(unit, "year")
    return Placed(value=value, start=start, end=end, precision=precision, anchor=around.kind)


def _whole_quarters(day: date, count: int) -> tuple[date | None, date | None]:
    """The nearest and the farthest day of so many quarters (minus: back) beside the one that holds this day."""
    here = days_of(value_of(day, "quarter"))
    if here is None:
        return None, None
    side = 1 if count > 0 else -1
    near = step(here.last if count > 0 else here.first, "day", side)
    there = step(here.first, "quarter", count)
    whole = days_of(value_of(there, "quarter")) if there else None
    return near, (whole.last if count > 0 else whole.first) if whole else None


_PRECISIONS: Mapping[str, Precision] = {"day": "day", "week": "week", "month": "month", "quarter": "month"}

"""A TIMEX3 value comes in; the days it covers and its precision go out. Also: steps by calendar units.

Values are those of ISO 24617-1 (TIMEX3) without "X": dates, weeks, quarters, halves, seasons, decades, centuries, with
part of the day or hour behind "T". Seasons are the meteorological ones of the northern hemisphere; winter has the year
of its December.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import cache
from typing import Literal, NamedTuple

from onrecord.knowledge.tables import rows

Precision = Literal["hour", "day", "week", "month", "season", "year", "decade", "vague"]

SEASONS = {"SP": (3, 5), "SU": (6, 8), "FA": (9, 11), "WI": (12, 2)}
PARTS = {"MO": (5, 12), "AF": (12, 18), "EV": (18, 22), "NI": (20, 24), "DT": (6, 20)}
EARLIEST, LATEST = 1000, 2200
"""Years outside are no years of news: they are misread numbers."""

_VALUE = re.compile(
    r"(?P<year>\d{4})(?:-(?:(?P<month>\d\d)(?:-(?P<day>\d\d))?|W(?P<week>\d\d)(?:-(?P<weekday>\d|WE))?|"
    r"Q(?P<quarter>[1-4])|H(?P<half>[12])|(?P<season>SP|SU|FA|WI)))?"
    r"(?:T(?:(?P<part>MO|AF|EV|NI|DT)|(?P<hour>\d\d)(?::(?P<minute>\d\d))?(?::\d\d)?)(?P<zone>Z|[+-]\d\d:?\d\d)?)?"
)


class Days(NamedTuple):
    """First and last day, inclusive, and how precise that is."""

    first: date
    last: date
    precision: Precision


def days_of(value: str) -> Days | None:
    """The days a value covers, None where it does not stand for days on the calendar (P2W, XXXX-11, 2023-02-31)."""
    if re.fullmatch(r"\d{2,3}", value):
        return _long_span(value)
    match = _VALUE.fullmatch(value)
    if match is None or not EARLIEST <= int(match["year"]) <= LATEST:
        return None
    try:
        days = _days(match)
    except ValueError:
        return None
    return days._replace(precision="hour") if match["hour"] or match["part"] else days


def _days(match: re.Match[str]) -> Days:
    year = int(match["year"])
    if match["day"]:
        day = date(year, int(match["month"]), int(match["day"]))
        return Days(day, day, "day")
    if match["month"]:
        return _months(year, int(match["month"]), 1, "month")
    if match["quarter"]:
        return _months(year, 3 * int(match["quarter"]) - 2, 3, "season")
    if match["half"]:
        return _months(year, 6 * int(match["half"]) - 5, 6, "season")
    if match["season"]:
        return _months(year, SEASONS[match["season"]][0], 3, "season")
    if match["week"]:
        monday = date.fromisocalendar(year, int(match["week"]), 1)
        if match["weekday"] == "WE":
            return Days(monday + timedelta(5), monday + timedelta(6), "day")
        if match["weekday"]:
            day = monday + timedelta(int(match["weekday"]) - 1)
            return Days(day, day, "day")
        return Days(monday, monday + timedelta(6), "week")
    return Days(date(year, 1, 1), date(year, 12, 31), "year")


def _long_span(digits: str) -> Days | None:
    """A decade ("199") or a century ("19")."""
    width = 10 ** (4 - len(digits))
    first = int(digits) * width
    if not EARLIEST <= first <= LATEST - width:
        return None
    return Days(date(first, 1, 1), date(first + width - 1, 12, 31), "decade")


def _months(year: int, month: int, count: int, precision: Precision) -> Days:
    last = month + count - 1
    year_after, month_after = year + (last - 1) // 12, (last - 1) % 12 + 1
    end = calendar.monthrange(year_after, month_after)[1]
    return Days(date(year, month, 1), date(year_after, month_after, end), precision)


@cache
def holidays() -> Mapping[tuple[str, ...], str]:
    """Words of a named day -> its name in the table."""
    return {tuple(row[0].replace("'s", " 's").split()): row[0] for row in rows("holidays.tsv")}


@cache
def holiday(name: str, year: int) -> date | None:
    """The day of that year which the name stands for."""
    rule = next((row[1] for row in rows("holidays.tsv") if row[0] == name), None)
    if rule is None or not EARLIEST <= year <= LATEST:
        return None
    if "-" in rule and " " not in rule:
        return date(year, int(rule[:2]), int(rule[3:]))
    if rule.startswith("easter"):
        return _easter(year) + timedelta(int(rule.split()[1]))
    month, weekday, number = (int(part) for part in rule.split())
    days = [day for day in calendar.Calendar().itermonthdates(year, month) if day.month == month]
    same = [day for day in days if day.isoweekday() == weekday]
    return same[number - 1] if number > 0 else same[number]


def _easter(year: int) -> date:
    """Easter Sunday, Gregorian (Butcher's algorithm, Nature 13, 1876)."""
    century, rest = divmod(year, 100)
    golden = year % 19
    moon = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    week = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (golden + 11 * moon + 22 * week) // 451
    month, day = divmod(moon + week - 7 * late + 114, 31)
    return date(year, month, day + 1)


def step(day: date, unit: str, count: int) -> date | None:
    """The day so many units on (minus: back); the last day of the month where that month is shorter.

    Units: day, night, week, weekend, fortnight, month, quarter, year, decade, century, millennium. None beyond the
    years of news.
    """
    plain = {"day": 1, "night": 1, "week": 7, "weekend": 7, "fortnight": 14}
    if unit in plain:
        if abs(count) > 400_000:
            return None
        try:
            moved = day + timedelta(days=plain[unit] * count)
        except OverflowError:
            return None
        return moved if EARLIEST <= moved.year <= LATEST else None
    months = {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200, "millennium": 12000}[unit] * count
    number = day.year * 12 + day.month - 1 + months
    year, month = number // 12, number % 12 + 1
    if not EARLIEST <= year <= LATEST:
        return None
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def value_of(day: date, unit: str) -> str:
    """The TIMEX3 value of the unit that holds this day ("week" -> "2024-W46")."""
    if unit in {"day", "night"}:
        return day.isoformat()
    if unit in {"week", "fortnight", "weekend"}:
        year, week, _ = day.isocalendar()
        return f"{year:04d}-W{week:02d}" + ("-WE" if unit == "weekend" else "")
    if unit == "month":
        return f"{day.year:04d}-{day.month:02d}"
    if unit == "quarter":
        return f"{day.year:04d}-Q{(day.month - 1) // 3 + 1}"
    if unit == "season":
        season = next(name for name, (first, _) in SEASONS.items() if (day.month - first) % 12 < 3)
        return f"{day.year - (season == 'WI' and day.month < 3):04d}-{season}"
    return f"{day.year:04d}"[: {"decade": 3, "century": 2}.get(unit, 4)]


def day_of(text: str | None) -> date | None:
    """The day of an ISO 8601 date or date-time; None for anything else."""
    if not text:
        return None
    try:
        return datetime.fromisoformat(text.strip().replace("Z", "+00:00")).date()
    except ValueError:
        try:
            return date.fromisoformat(text.strip()[:10])
        except ValueError:
            return None

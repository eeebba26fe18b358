"""A date as people and pages write it comes in; its ISO 8601 form goes out, or None where it is none."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

from onrecord.record import Span

MONTHS = {
    name: number
    for number, names in enumerate(
        ("january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
         "september sept sep", "october oct", "november nov", "december dec"),
        1,
    )
    for name in names.split()
}  # fmt: skip
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_MONTH_2 = _MONTH.replace("<month>", "<month2>")
FULL_DATE = re.compile(
    rf"""(?<![\w/-])(?:
        (?P<y>(?:19|20)\d\d)-(?P<m>[01]\d)-(?P<d>[0-3]\d)
      | {_MONTH}\s+(?P<day>[0-3]?\d)(?:st|nd|rd|th)?,?\s+(?P<year>(?:19|20)\d\d)
      | (?P<day2>[0-3]?\d)(?:st|nd|rd|th)?(?:\s+of)?[\s-]+{_MONTH_2},?[\s-]+(?P<year2>(?:19|20)\d\d)
    )(?![\w/-])""",
    re.VERBOSE | re.IGNORECASE,
)
"""A calendar day with its year. Day/month/year in figures is left out: 03/04/2024 is March in one country, April in another."""
DAY_AND_MONTH = re.compile(rf"\b(?:{_MONTH}\s+(?P<day>[0-3]?\d)|(?P<day2>[0-3]?\d)\s+{_MONTH_2})(?!\d)", re.IGNORECASE)
_CLOCK = re.compile(
    r"[\s,;|·•-]*(?:at\s+)?(?P<hour>[0-2]?\d)[:.](?P<minute>[0-5]\d)(?::[0-5]\d)?\s*(?P<half>[ap]\.?m\.?)?"
    r"\s*\(?(?P<zone>GMT|UTC|BST|CET|CEST|E[SD]T|C[SD]T|P[SD]T|M[SD]T|Z|[+-]\d\d:?\d\d)?\b",
    re.IGNORECASE,
)
_ZONES = {
    "gmt": 0, "utc": 0, "z": 0, "bst": 60, "cet": 60, "cest": 120, "est": -300, "edt": -240, "cst": -360, "cdt": -300,
    "mst": -420, "mdt": -360, "pst": -480, "pdt": -420,
}  # fmt: skip
"""Minutes east of Greenwich, as RFC 2822 (4.3) has them, with those of western Europe."""
_BASIC = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T?(\d\d)(\d\d)(\d\d)?(Z)?)?$")
_ISO_TAIL = re.compile(r"(?<=\d)(?:\.\d+)(?=Z|[+-]\d|$)")
EARLIEST = 1600
"""The first newspapers appeared in the early 17th century; a year before that is a fault of the page."""


def find_full_dates(text: str) -> list[tuple[Span, str]]:
    """Every full date in the text with its ISO date, in order."""
    return [(Span(*match.span()), iso) for match in FULL_DATE.finditer(text) if (iso := iso_of(match))]


def iso_of(match: re.Match[str]) -> str | None:
    """ISO date of a match of FULL_DATE, or None where the calendar has no such day."""
    part = match.groupdict()
    if part["y"]:
        return _day(int(part["y"]), int(part["m"]), int(part["d"]))
    month = MONTHS[(part["month"] or part["month2"]).lower()[:3]]
    return _day(int(part["year"] or part["year2"]), month, int(part["day"] or part["day2"]))


def _day(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def parse_date(value: str | None) -> str | None:
    """ISO date, or date-time where the value gives an hour and a zone; None where it is no date.

    Takes ISO 8601 in its common forms, RFC 2822, seconds since 1970, and English dates with or without a clock time.
    A time without a zone is dropped: the day is kept.
    """
    text = (value or "").strip()
    if not text:
        return None
    return _from_iso(text) or _from_basic(text) or _from_mail(text) or _from_english(text)


def _from_iso(text: str) -> str | None:
    bare = _ISO_TAIL.sub("", text.replace(" UTC", "Z").replace(" GMT", "Z"))
    bare = re.sub(r"\s+([+-]\d\d:?\d\d|Z)$", r"\1", bare)
    if not re.match(r"\d{4}-\d\d-\d\d", bare):
        return None
    try:
        return _plain(datetime.fromisoformat(bare), bare)
    except ValueError:
        match = FULL_DATE.match(bare) or re.match(r"(?P<y>\d{4})-(?P<m>\d\d)-(?P<d>\d\d)", bare)
        return _day(*map(int, bare[:10].split("-"))) if match else None


def _plain(moment: datetime, source: str) -> str | None:
    if moment.year < EARLIEST:
        return None
    if moment.tzinfo is None or len(source) <= 10:
        return moment.date().isoformat()
    return moment.isoformat(timespec="seconds")


def _from_basic(text: str) -> str | None:
    """20241112, 20241112T103000Z, and seconds or milliseconds since 1970."""
    if match := _BASIC.match(text):
        year, month, day, *_ = match.groups()
        return _day(int(year), int(month), int(day)) if int(year) >= EARLIEST else None
    if text.isdigit() and len(text) in (9, 10, 12, 13):
        seconds = int(text) / (1000 if len(text) > 10 else 1)
        return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")
    return None


def _from_mail(text: str) -> str | None:
    try:
        return _plain(parsedate_to_datetime(text), text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _from_english(text: str) -> str | None:
    match = FULL_DATE.search(text)
    if match is None or len(text) > 120:
        return None
    day = iso_of(match)
    clock = _CLOCK.match(text, match.end())
    if day is None or clock is None or not clock["zone"]:
        return day
    return _with_clock(day, clock)


def _with_clock(day: str, clock: re.Match[str]) -> str:
    hour, minute = int(clock["hour"]), int(clock["minute"])
    half = (clock["half"] or "").lower()[:1]
    hour = hour % 12 + (12 if half == "p" else 0) if half else hour
    zone = clock["zone"].lower()
    if zone in _ZONES:
        minutes = _ZONES[zone]
    else:
        sign = -1 if zone[0] == "-" else 1
        minutes = sign * (int(zone[1:3]) * 60 + int(zone[-2:]))
    if hour > 23 or abs(minutes) >= 24 * 60:
        return day
    moment = datetime.fromisoformat(day).replace(hour=hour, minute=minute)
    return moment.replace(tzinfo=timezone(timedelta(minutes=minutes))).isoformat(timespec="seconds")

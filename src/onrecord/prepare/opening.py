"""The paragraphs of an article come in; its dateline, byline, agency, date line and credit lines go out as spans."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from onrecord.knowledge.furniture import is_boilerplate, is_credit, labels
from onrecord.knowledge.outlets import agency_credits, all_credits
from onrecord.prepare.dates import DAY_AND_MONTH, FULL_DATE, MONTHS, iso_of, parse_date
from onrecord.record import Span

TOP = 8
"""Paragraphs from the top in which a byline, a date line or the dateline may stand."""
_U = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĚĞĢĪĮİĶŁĻŃŅŇŌŐŘŚŞŠŤŪŮŰŲŹŻŽ"
_PLACE = rf"[{_U}][{_U}'’.\-/ ]*[{_U}.]"
_PROPER = rf"(?:[{_U}][\w'’.-]*|d\.c\.)(?:[\s-](?:[{_U}][\w'’.-]*|of|the|and|al|el|de))*"
_WEEKDAY = r"(?:(?:Mon|Tue|Tues|Wed|Thu|Thur|Thurs|Fri|Sat|Sun)[a-z]*\.?,?\s)"
_MONTH = (
    r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec|January|February|March|April|June|July|August|"
    r"September|October|November|December)"
)
_DATE = rf"{_WEEKDAY}?(?:{_MONTH}\.?\s\d{{1,2}}|\d{{1,2}}\s{_MONTH}\.?)(?:,?\s(?:19|20)\d\d)?"
_DASH = r"\s*(?:[—–―‒]|--|-(?=\s)|:(?=\s))\s*"
_DASHES = "—–―‒-:"
_MARKED = r"(?:\(\s*(?P<agency>[^()]{2,40})\s*\)|/\s*(?P<agency2>[^/()]{2,30})\s*/\.?)"
DATELINE = re.compile(
    rf"""(?P<head>
        (?P<place>{_PLACE})(?P<area>(?:,\s{_PROPER}){{0,2}}?)(?:[,.]?\s(?P<date>{_DATE})\.?,?)?(?:[\s,]*{_MARKED})?
      | (?P<place2>{_PROPER}(?:,\s{_PROPER}){{0,2}}?)(?:,?\s(?P<date2>{_DATE})\.?,?)?[\s,]*{_MARKED.replace("agency", "agencyb")}
      | (?P<date3>{_DATE}),?\s{_MARKED.replace("agency", "agencyc")}
      | {_MARKED.replace("agency", "agencyd")}
    )(?:{_DASH}|\s+|(?<=[/.)]))(?=[\w"“‘'«])""",
    re.VERBOSE,
)
"""KYIV, Nov 12 (Reuters) - | WASHINGTON (AP) — | Washington (CNN) — | MOSCOW, November 12. /TASS/. | (Reuters) -"""
_BYLINE = re.compile(
    rf"(?:By|BY|by|Written by|Words by|Story by|From)\s+(?P<names>(?:[{_U}][\w.'’-]*|de|la|van|von|der|den|al|bin|and|&|in|for|of|the|with|"
    r"\W){1,40})$"
)
_DAY_WORD = re.compile(r"(?:mon|tues?|wednes|thurs?|fri|satur|sun)day\b|" + _MONTH + r"\b", re.IGNORECASE)
_NAME = re.compile(rf"(?:[{_U}][\w.'’-]*\s+){{1,3}}[{_U}][\w'’-]+$")
_ROLE = re.compile(
    r"\b(?:correspondent|reporter|editor|staff writer|bureau chief|associated press|reuters|afp|bbc news|columnist|"
    r"writers?|agencies|news service|for the|contributor)\b",
    re.IGNORECASE,
)
_DATE_LEAD = re.compile(
    r"(?:published|posted|updated|last updated|first published|date|modified|issued|created|uploaded)\b(?:\s+on\b)?[\s:]*",
    re.IGNORECASE,
)
_BEFORE_DATE = re.compile(rf"{_WEEKDAY}?\W*|[\d:.]+\s*(?:[ap]\.?m\.?)?\s*[A-Z]{{0,4}}\W*{_WEEKDAY}?", re.IGNORECASE)
_LEADING_DAY = re.compile(rf"{_WEEKDAY}\d{{1,2}} {_MONTH} (?:19|20)\d\d(?= )")
_AGENCY_WRITER = re.compile(
    r"^(?:the )?(?P<name>[\w ]{2,30}?) (?:writer|journalist|reporter|correspondent)s?\b", re.IGNORECASE
)
_AGENCY_LINE = re.compile(r"^[(\s—–-]*(?:source\s*:\s*)?(?P<name>[\w.' ]{2,40}?)[)\s.]*$", re.IGNORECASE)
_COPYRIGHT = re.compile(r"(?:copyright|©|\(c\))\s*(?:©\s*)?(?:\d{4}\s*)?(?P<name>[^.,|]{2,60})", re.IGNORECASE)
_VISIBLE_DASH = re.compile(r"[\s—–―‒:-]+$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """What stands around the prose: words for the article's fields, spans of what is no prose."""

    dateline: str | None = None
    dateline_day: tuple[int | None, int, int] | None = None  # year, month, day
    agency: str | None = None
    byline: str | None = None
    date: str | None = None
    headline: Span | None = None
    furniture: tuple[Span, ...] = ()


def find_opening(text: str, paragraphs: Sequence[Span], *, skip: frozenset[int] = frozenset()) -> Opening:
    """Reads the top of the article for a headline, byline, date line and dateline, every paragraph for credit lines.

    `skip` are numbers of paragraphs that belong to somebody else (embedded posts).
    """
    own = [span for number, span in enumerate(paragraphs) if number not in skip]
    headline = _find_headline(text, own)
    furniture: list[Span] = [headline] if headline else []
    byline = agency = day = None
    dateline: re.Match[str] | None = None
    for span in own[:TOP]:
        line = span.of(text)
        if dateline is None and (dateline := match_dateline(text, span)):
            furniture.append(Span(*dateline.span()))
        elif byline is None and (found := match_byline(line)):
            byline = found
            furniture.append(span)
        elif day is None and (found := match_date_line(line)):
            day = found
            furniture.append(span)
    for span in own:
        if is_credit(span.of(text)) or is_boilerplate(span.of(text)):
            furniture.append(span)
            agency = agency or _agency_of_line(span.of(text))
    return Opening(
        dateline=_VISIBLE_DASH.sub("", dateline["head"]) if dateline else None,
        dateline_day=_dateline_day(dateline) if dateline else None,
        agency=_dateline_agency(dateline) or _agency_of_byline(byline) or agency,
        byline=byline,
        date=day or _leading_day(text, own),
        headline=headline,
        furniture=tuple(sorted(set(furniture))),
    )


def _find_headline(text: str, own: Sequence[Span]) -> Span | None:
    """The first line where it is a headline: short, no full stop, and prose follows."""
    if len(own) < 2:
        return None
    first = own[0].of(text)
    if (
        not 12 <= len(first) <= 160
        or first.rstrip("\"”’')")[-1:] in ".!?:;,…"
        or match_byline(first)
        or match_date_line(first)
    ):
        return None
    if is_boilerplate(first) or is_credit(first) or len(first.split()) < 3 or match_dateline(text, own[0]):
        return None
    longest = max(span.end - span.start for span in own[1:TOP])
    prose = sum(span.of(text).rstrip("\"”’')")[-1:] in (".", "!", "?") for span in own[1:])
    return own[0] if longest > len(first) and prose * 2 >= len(own) - 1 else None


def match_dateline(text: str, span: Span) -> re.Match[str] | None:
    """The dateline that opens the paragraph, or None. Places in capitals need no agency; others do."""
    match = DATELINE.match(text, span.start, min(span.end, span.start + 160))
    if match is None or match.end() - match.start() > 120:
        return None
    marked, dashed = _marked(match), text[match.start() : match.end()].rstrip()[-1:] in _DASHES
    if text[match.end()].islower() or not (dashed or (marked and _credit(marked))):
        return None
    if marked is not None:
        return match if _credit(marked) or match["date"] or match["date2"] else None
    place = (match["place"] or "").strip(" .")
    lone = not match["area"] and not match["date"]
    dash = text[match.start() : match.end()].rstrip()[-1:]
    if len(place.replace(".", "")) < 3 or place in labels() or (lone and dash == ":"):
        return None
    return None if any(word in labels() for word in place.split("/")[0].split()[:1]) else match


def _marked(match: re.Match[str]) -> str | None:
    names = ("agency", "agency2", "agencyb", "agencyb2", "agencyc", "agencyc2", "agencyd", "agencyd2")
    return next((match[name].strip() for name in names if match[name]), None)


def _credit(words: str) -> str | None:
    """The agency's or outlet's name for a credit as written."""
    return _credit_names().get(words.strip().casefold().removeprefix("the "))


@cache
def _credit_names() -> dict[str, str]:
    return {name.casefold().removeprefix("the "): outlet for name, outlet in all_credits().items()}


@cache
def _agency_names() -> dict[str, str]:
    return {name.casefold().removeprefix("the "): outlet for name, outlet in agency_credits().items()}


def _dateline_agency(match: re.Match[str] | None) -> str | None:
    words = _marked(match) if match else None
    return _credit(words) if words else None


def _dateline_day(match: re.Match[str]) -> tuple[int | None, int, int] | None:
    words = match["date"] or match["date2"] or match["date3"]
    if not words:
        return None
    if full := FULL_DATE.search(words):
        iso = iso_of(full)
        return (int(iso[:4]), int(iso[5:7]), int(iso[8:])) if iso else None
    part = DAY_AND_MONTH.search(words)
    if part is None:
        return None
    return None, MONTHS[(part["month"] or part["month2"]).lower()[:3]], int(part["day"] or part["day2"])


def match_byline(line: str) -> str | None:
    """The names of a line that is a byline ("By Ada Bell and C. Dow, Agency"), or None."""
    if len(line) > 200 or line.rstrip()[-1:] in ".!?":
        return None
    match = _BYLINE.match(line.strip())
    if match and len(match["names"].split()) <= 24:
        names = match["names"].strip(" ,|-–—")
        return names if names[:1].isupper() and not _DAY_WORD.match(names) else None
    name, _, rest = line.strip().partition(",")
    return line.strip() if rest and len(line) < 100 and _NAME.match(name) and _ROLE.search(rest) else None


def match_date_line(line: str) -> str | None:
    """ISO date (or date-time) of a line that holds a date and nothing else but "Published" and a clock time."""
    if len(line) > 90:
        return None
    bare = _DATE_LEAD.sub("", line.strip(" |•·-–—()"))
    match = FULL_DATE.search(bare)
    if match is None:
        return None
    before, after = bare[: match.start()], bare[match.end() :]
    if (
        re.fullmatch(rf"{_WEEKDAY}?\W*|[\d:.]+\s*(?:[ap]\.?m\.?)?\s*[A-Z]{{0,4}}\W*{_WEEKDAY}?", before.strip() + " ")
        is None
        and before.strip()
    ):
        return None
    if re.search(r"[a-z]{4,}", _DATE_LEAD.sub("", after)):
        return None
    return parse_date(bare)


def _leading_day(text: str, own: Sequence[Span]) -> str | None:
    """The day at the very beginning of the text, weekday and year included ("Wed 05 Apr 2017 …")."""
    match = _LEADING_DAY.match(text, own[0].start, own[0].end) if own else None
    return parse_date(match.group()) if match else None


def _agency_of_byline(byline: str | None) -> str | None:
    if not byline:
        return None
    parts = re.split(r"\s*(?:,|\||/| in | for | with |\(|\)| — | – | - )\s*", byline)
    return next((name for part in reversed(parts) if part and (name := _agency_names().get(part.casefold()))), None)


def _agency_of_line(line: str) -> str | None:
    """The agency of a credit line: "(AFP)", "Source: Xinhua", "Associated Press writer …", "Copyright 2024 UPI"."""
    for pattern in (_AGENCY_LINE, _COPYRIGHT, _AGENCY_WRITER):
        found = pattern.search(line)
        if found and (name := _agency_names().get(found["name"].strip().casefold().removeprefix("the "))):
            return name
    return None

"""Claims in, SVG drawings out: a standing over time with a lane for each holder, who says what number, what rests on what.

Drawn on the server, so that pages are whole without script. No styles inline (the content policy forbids them): classes
of desk.css colour the marks, their shapes (signs.py) carry the meaning as well, and each mark links to its position.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from itertools import accumulate, pairwise

from onrecord import phrases
from onrecord.record import Claim, Figure, Interval, Numbers, Position, PositionDependence, Stance
from onrecord.serve.signs import SHAPES, SIDES, STANCE_SHAPES

__all__ = ["SIDES", "draw_dependence", "draw_lanes", "draw_months", "draw_numbers"]

WIDTH, LANE, LEFT, RIGHT, TOP = 920, 28, 236, 26, 44
MOST_LANES = 30
A_DATE = 82  # room that a written date takes
MOST_LINES = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """Dates or numbers -> horizontal place, in units of the drawing."""

    low: float
    high: float
    left: float = LEFT
    right: float = WIDTH - RIGHT

    def place(self, value: float) -> float:
        """Where the value lies between the margins."""
        share = 0.5 if self.high <= self.low else (value - self.low) / (self.high - self.low)
        return round(self.left + share * (self.right - self.left), 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """Days -> horizontal place. Only days on which something happened are `stops`; the room between two of them grows
    with the logarithm of the days between, so that three crowded days and a later month can both be read."""

    stops: tuple[int, ...]
    places: tuple[float, ...]

    def place(self, day: int) -> float:
        """Where the day lies."""
        at = max(1, min(bisect_left(self.stops, day), len(self.stops) - 1))
        if len(self.stops) == 1:
            return self.places[0]
        (one, other), (left, right) = self.stops[at - 1 : at + 1], self.places[at - 1 : at + 1]
        return round(left + (day - one) / (other - one) * (right - left), 1)


def lay_days(days: Iterable[int]) -> Calendar:
    """The calendar of these days."""
    stops = sorted(set(days))
    steps = list(accumulate((1 + math.log(b - a) for a, b in pairwise(stops)), initial=0.0))
    left, right = LEFT + 14.0, WIDTH - RIGHT - 34.0  # what stands now needs room behind the last day
    places = tuple(round(left + (right - left) * step / steps[-1], 1) if steps[-1] else left for step in steps)
    return Calendar(stops=tuple(stops), places=places)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A position on its lane: `first` is None where only the latest possible day is known."""

    who: str
    stance: Stance
    number: int
    first: int | None
    day: int


def day_number(moment: str | None) -> int | None:
    """2024-11-13T10:00 -> the ordinal of its day; None where it is no full date."""
    try:
        return date.fromisoformat((moment or "")[:10]).toordinal()
    except ValueError:
        return None


# ------------------------------------------------------------------------------------------------------ standing in time


def draw_lanes(claim: Claim) -> str:
    """One lane a holder with a mark for each dated position; above them how the claim stood in between."""
    names = dict(claim.names)
    dated = [said for number, p in enumerate(claim.positions, 1) if (said := _said(p, number, names))]
    steps = [(day, change.standing.credibility) for change in claim.history if (day := day_number(change.since))]
    days = [day for said in dated for day in (said.first, said.day) if day is not None] + [day for day, _ in steps]
    if not days:
        return ""
    every = list(dict.fromkeys(said.who for said in sorted(dated, key=lambda said: (said.day, said.number))))
    lanes = every[:MOST_LANES]
    calendar = lay_days(days)
    bottom = TOP + LANE * len(lanes)
    parts = [_day_axis(calendar, bottom), _steps(steps, calendar)]
    parts += [_lane(who, index, [s for s in dated if s.who == who], calendar) for index, who in enumerate(lanes)]
    if len(every) > len(lanes):
        parts.append(_text(LEFT - 14, bottom + 36, f"and {len(every) - len(lanes)} more below", "soft", "end"))
    title = f"How the standing of this claim came about: {len(dated)} statements by {len(every)} speakers"
    return _svg(bottom + (30 if len(every) == len(lanes) else 48), title, parts)


def _said(position: Position, number: int, names: dict[str, str]) -> Said | None:
    day = day_number(_last(position.said))
    if day is None or position.said is None:
        return None
    first = day_number(position.said.start)
    return Said(who=_who(position.holders, names), stance=position.stance, number=number, first=first, day=day)


def _steps(steps: Sequence[tuple[int, int]], calendar: Calendar) -> str:
    """The digit in force, as a band from each change to the next."""
    if not steps:
        return ""
    parts = [_text(LEFT - 14, 25, "credibility", "soft", "end")]
    ends = [day for day, _ in steps[1:]] + [None]
    shown = [(day, end, digit) for (day, digit), end in zip(steps, ends, strict=True) if end is None or end > day]
    for day, end, digit in shown:
        left, right = calendar.place(day), WIDTH - RIGHT if end is None else calendar.place(end)
        words = f"credibility {digit} of 6 from {date.fromordinal(day).isoformat()}"
        number = f'<text class="on" x="{left + 5}" y="25">{digit}</text>' if right - left >= 16 else ""
        drawn = f'<rect x="{left}" y="13" width="{max(right - left - 1, 2):.1f}" height="17" rx="2"/>'
        parts.append(f'<g><g class="step g{digit}">{drawn}</g>{number}<title>{words}</title></g>')
    return "".join(parts)


def _lane(who: str, index: int, said: Sequence[Said], calendar: Calendar) -> str:
    y = TOP + LANE * index + LANE / 2
    parts = [f'<line class="axis" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y}" y2="{y}"/>']
    parts.append(_text(LEFT - 14, y + 4, phrases.shorten(who, 34), "", "end"))
    for one in said:
        x, side = calendar.place(one.day), SIDES.get(one.stance, "neutral")
        since = calendar.place(one.first) if one.first is not None else max(x - 22, LEFT)
        reach = f'<path class="rail" d="M{since} {y}H{x}"/>' if since < x else ""
        when = date.fromordinal(one.day).isoformat()
        words = escape(f"{who} {one.stance}, {when if one.first is not None else 'by ' + when}")
        mark = f'<g class="mark {side}" transform="translate({x} {y})">{SHAPES[STANCE_SHAPES[one.stance]]}</g>'
        parts.append(f'<a href="#position-{one.number}" aria-label="{words}">{reach}{mark}<title>{words}</title></a>')
    return "".join(parts)


def _day_axis(calendar: Calendar, bottom: float) -> str:
    """A line and a date for each stop that has room for it, the last always; long gaps say how long they are."""
    dates = _dates(calendar)
    few = len(calendar.stops) <= MOST_LINES
    parts = [
        f'<line class="axis" x1="{x}" x2="{x}" y1="34" y2="{bottom + 4}"/>'
        for x in calendar.places
        if few or x in dates
    ]
    parts += [_text(x, bottom + 18, words, "soft", "middle") for x, words in dates.items()]
    for (one, other), (left, x) in zip(pairwise(calendar.stops), pairwise(calendar.places), strict=True):
        if other - one > 31 and x - left >= A_DATE and few:
            parts.append(_text((left + x) / 2, 8, f"{other - one} days", "soft", "middle"))
    return "".join(parts)


def _dates(calendar: Calendar) -> dict[float, str]:
    """Place -> date of the stops whose date has room; without its year where the date before has the same."""
    last = calendar.places[-1]
    end, year = -math.inf, ""  # where the last written date ends, and its year
    found = {}
    for day, x in zip(calendar.stops, calendar.places, strict=True):
        whole = date.fromordinal(day).isoformat()
        for words, half in ((whole, A_DATE / 2), (whole[5:] if whole[:4] == year else whole, A_DATE / 4)):
            fits = x == last or x + half <= last - A_DATE / 2
            if x - half >= end and fits and (words != whole or half == A_DATE / 2):
                found[x] = words
                end, year = x + half, whole[:4]
                break
    return found


# ------------------------------------------------------------------------------------------------------ who says what number


def draw_numbers(numbers: Numbers, names: dict[str, str]) -> str:
    """Who says what number: an interval for each figure on one axis, arrows where a bound is open, the best as a line."""
    figures = [figure for figure in numbers.series if figure.low is not None or figure.high is not None][:MOST_LANES]
    if not figures:
        return ""
    ends = [value for figure in figures for value in (figure.low, figure.high) if value is not None]
    margin = (max(ends) - min(ends)) * 0.12 or max(abs(max(ends)) * 0.1, 1)
    right = WIDTH - RIGHT - 214  # room for the words of the figure
    scale = Scale(low=min(ends) - margin, high=max(ends) + margin, right=right)
    bottom = 14 + LANE * len(figures)
    parts = [_band(numbers, scale, bottom), _number_axis(sorted(set(ends)), scale, bottom)]
    parts += [_figure(figure, index, names, scale) for index, figure in enumerate(figures)]
    return _svg(bottom + 26, f"Who says what number: {len(figures)} figures", parts)


def _band(numbers: Numbers, scale: Scale, bottom: float) -> str:
    left = scale.place(numbers.low) if numbers.low is not None else scale.left
    right = scale.place(numbers.high) if numbers.high is not None else scale.right
    band = f'<rect class="band" x="{left}" y="4" width="{max(right - left, 1):.1f}" height="{bottom - 4}"/>'
    if numbers.best is None:
        return band
    x = scale.place(numbers.best)
    return f'{band}<line class="best" x1="{x}" x2="{x}" y1="4" y2="{bottom}"/>'


def _figure(figure: Figure, index: int, names: dict[str, str], scale: Scale) -> str:
    y = 14 + LANE * index + LANE / 2
    left = scale.place(figure.low) if figure.low is not None else scale.left
    right = scale.place(figure.high) if figure.high is not None else scale.right
    who = f"{phrases.shorten(names.get(figure.holder, figure.holder), 24)}, {(figure.said or 'undated')[:10]}"
    side, old = ("neutral", " superseded") if figure.superseded_by else ("plus", "")
    start = f"M{left} {y}l9 -5v10z" if figure.low is None else f"M{left - 1} {y - 7}h2v14h-2z"
    end = f"M{right} {y}l-9 -5v10z" if figure.high is None else f"M{right - 1} {y - 7}h2v14h-2z"
    bounds = phrases.say_figure(figure)
    said = escape(f"{who}: {bounds}{', superseded by a later figure' if old else ''}")
    return (
        f"{_text(LEFT - 14, y + 4, who, '', 'end')}{_text(scale.right + 14, y + 4, bounds, 'strong')}"
        f'<g class="{side}{old}"><path d="M{left} {y - 2}H{max(right, left)}v4H{left}z"/>'
        f'<path d="{start}{end}"/><title>{said}</title></g>'
    )


def _number_axis(values: Sequence[float], scale: Scale, bottom: float) -> str:
    shown: list[float] = []
    for value in values:
        if math.isfinite(value) and (not shown or scale.place(value) - scale.place(shown[-1]) > 70):
            shown.append(value)
    return "".join(
        f'<line class="axis" x1="{scale.place(value)}" x2="{scale.place(value)}" y1="4" y2="{bottom}"/>'
        + _text(scale.place(value), bottom + 18, phrases.say_number(value), "soft", "middle")
        for value in shown
    )


# ------------------------------------------------------------------------------------------------------- what rests on what


def draw_dependence(claim: Claim) -> str:
    """Holders below one another; an arc from each to whom it may rest on, dashed where unsure, and at its end why."""
    names = dict(claim.names)
    positions = claim.positions[:MOST_LANES]
    ties = {here: [t for t in p.depends_on if t.position < len(positions)] for here, p in enumerate(positions)}
    if not any(ties.values()):
        return ""
    left, row = 330, 26
    reach = max(abs(here - tie.position) for here, found in ties.items() for tie in found)
    step = min(26, 230 / reach)
    right = left + step * reach + 24
    parts = []
    for here, position in enumerate(positions):
        parts.append(_node(position, here + 1, names, 6 + row * here, left))
        parts += [_arc(here, tie, row, left, step) for tie in ties[here]]
        parts.append(_text(right, 23 + row * here, _why(ties[here]), "soft"))
    many = sum(map(len, ties.values()))
    title = f"What rests on what: {many} dependences among {len(positions)} positions"
    return _svg(12 + row * len(positions), title, parts, width=right + 330)


def _node(position: Position, number: int, names: dict[str, str], top: float, left: float) -> str:
    side = SIDES.get(position.stance, "neutral")
    who = phrases.shorten(_who(position.holders, names), 36)
    mark = f'<g class="mark {side}" transform="translate({left - 14} {top + 13})">{SHAPES[STANCE_SHAPES[position.stance]]}</g>'
    words = escape(f"{who} {number} {position.stance}")
    label = _text(left - 28, top + 17, f"{who} {number}", "", "end")
    return f'<a href="#position-{number}" aria-label="{words}">{label}{mark}</a>'


def _arc(here: int, tie: PositionDependence, row: float, left: float, step: float) -> str:
    y1, y2 = 19 + row * here, 19 + row * tie.position
    bend = left + step * abs(here - tie.position) * 4 / 3
    path = f"M{left} {y1}C{bend:g} {y1} {bend:g} {y2} {left + 4} {y2}"
    words = escape(f"{here + 1} {'rests' if tie.certain else 'may rest'} on {tie.position + 1}: {tie.why}")
    kind = "sure" if tie.certain else "may"
    tip = f'<path class="tip" d="M{left + 1} {y2}l8 -4v8z"/>'
    return f'<g><path class="tie {kind}" d="{path}"/>{tip}<title>{words}</title></g>'


def _why(ties: Sequence[PositionDependence]) -> str:
    """on 2 (same principal); perhaps on 1 (ally)"""
    sure = "; ".join(f"{tie.position + 1} ({tie.why})" for tie in ties if tie.certain)
    may = "; ".join(f"{tie.position + 1} ({tie.why})" for tie in ties if not tie.certain)
    return ", ".join(part for part in (f"on {sure}" if sure else "", f"perhaps on {may}" if may else "") if part)


# ------------------------------------------------------------------------------------------------------------- how much when


def draw_months(months: Sequence[tuple[str, int]], as_of: str | None) -> str:
    """How much was said in each month, as bars that lead to the page as it stood at the month's end."""
    months = months[-120:]
    if not months:
        return ""
    first, last = (int(m[:4]) * 12 + int(m[5:]) - 1 for m in (months[0][0], months[-1][0]))
    step = min((WIDTH - 20) / (last - first + 1), 60)
    most = max(many for _, many in months)
    parts = [f'<line class="axis" x1="10" x2="{WIDTH - 10}" y1="70" y2="70"/>']
    written = -math.inf
    for month, many in months:
        x = 10 + step * (int(month[:4]) * 12 + int(month[5:]) - 1 - first)
        parts.append(_month(month, many, x, step, most, chosen=(as_of or "")[:7] == month))
        if x - written > 66:
            parts.append(_text(x, 86, month, "soft"))
            written = x
    return _svg(92, f"Statements in each of {len(months)} months", parts)


def _month(month: str, many: int, x: float, step: float, most: int, *, chosen: bool) -> str:
    height = 4 + 58 * many / most
    year, number = int(month[:4]), int(month[5:])
    end = date(year + number // 12, number % 12 + 1, 1).toordinal() - 1
    words = f"{many:,} statements in {month}: show the page as of its end"
    bar = f'<rect x="{x:.1f}" y="{70 - height:.1f}" width="{max(step - 1.5, 1):.1f}" height="{height:.1f}"/>'
    kind = "bar chosen" if chosen else "bar"
    link = f"?as_of={date.fromordinal(end).isoformat()}&amp;clock=public"
    return f'<a href="{link}" aria-label="{words}"><g class="{kind}">{bar}</g><title>{words}</title></a>'


# ----------------------------------------------------------------------------------------------------------------- pieces


def _text(x: float, y: float, words: str, kind: str = "", anchor: str = "") -> str:
    place = f' text-anchor="{anchor}"' if anchor else ""
    look = f' class="{kind}"' if kind else ""
    return f'<text{look} x="{x:g}" y="{y:g}"{place}>{escape(words)}</text>'


def _svg(height: float, title: str, parts: Sequence[str], width: float = WIDTH) -> str:
    named = escape(title)
    return (
        f'<svg class="plot" width="{width:g}" viewBox="0 0 {width:g} {height:g}" role="group" aria-label="{named}">'
        f"<title>{named}</title>{''.join(parts)}</svg>"
    )


def _who(holders: Sequence[str], names: dict[str, str]) -> str:
    return ", ".join(names.get(holder, holder) for holder in holders) or "nobody named"


def _last(said: Interval | None) -> str | None:
    return (said.end or said.start) if said is not None else None

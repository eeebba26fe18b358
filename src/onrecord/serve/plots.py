"""Claims in, SVG drawings out: a standing over time with a lane for each holder, who says what number, what rests on what.

Drawn on the server, so that pages are whole without script. No styles inline (the content policy forbids them): classes
of desk.css colour the marks, their shapes (signs.py) carry the meaning as well, and each mark links to its position.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

from onrecord import phrases
from onrecord.record import Claim, Figure, Interval, Numbers, Position, Stance
from onrecord.serve.signs import SHAPES, SIDES, STANCE_SHAPES

__all__ = ["SIDES", "draw_dependence", "draw_lanes", "draw_numbers"]

WIDTH, LANE, LEFT, RIGHT, TOP = 920, 28, 236, 26, 44
MOST_LANES = 30


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
    days = [said.day for said in dated] + [day for day, _ in steps]
    if not days:
        return ""
    every = list(dict.fromkeys(said.who for said in sorted(dated, key=lambda said: (said.day, said.number))))
    lanes = every[:MOST_LANES]
    margin = max((max(days) - min(days)) * 0.03, 0.5)
    scale = Scale(low=min(days) - margin, high=max(days) + margin)
    bottom = TOP + LANE * len(lanes)
    parts = [_day_axis(scale, bottom), _steps(steps, scale)]
    parts += [_lane(who, index, [s for s in dated if s.who == who], scale) for index, who in enumerate(lanes)]
    if len(every) > len(lanes):
        parts.append(_text(LEFT - 14, bottom + 18, f"and {len(every) - len(lanes)} more below", "soft", "end"))
    title = f"How the standing of this claim came about: {len(dated)} statements by {len(every)} speakers"
    return _svg(bottom + 30, title, parts)


def _said(position: Position, number: int, names: dict[str, str]) -> Said | None:
    day = day_number(_last(position.said))
    if day is None or position.said is None:
        return None
    first = day_number(position.said.start)
    return Said(who=_who(position.holders, names), stance=position.stance, number=number, first=first, day=day)


def _steps(steps: Sequence[tuple[int, int]], scale: Scale) -> str:
    """The digit in force, as a band from each change to the next."""
    if not steps:
        return ""
    parts = [_text(LEFT - 14, 25, "credibility", "soft", "end")]
    ends = [day for day, _ in steps[1:]] + [None]
    shown = [(day, end, digit) for (day, digit), end in zip(steps, ends, strict=True) if end is None or end > day]
    for day, end, digit in shown:
        left, right = scale.place(day), scale.right if end is None else scale.place(end)
        words = f"credibility {digit} of 6 from {date.fromordinal(day).isoformat()}"
        number = f'<text class="on" x="{left + 5}" y="25">{digit}</text>' if right - left >= 16 else ""
        drawn = f'<rect x="{left}" y="13" width="{max(right - left - 1, 2):.1f}" height="17" rx="2"/>'
        parts.append(f'<g><g class="step g{digit}">{drawn}</g>{number}<title>{words}</title></g>')
    return "".join(parts)


def _lane(who: str, index: int, said: Sequence[Said], scale: Scale) -> str:
    y = TOP + LANE * index + LANE / 2
    parts = [f'<line class="axis" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y}" y2="{y}"/>']
    parts.append(_text(LEFT - 14, y + 4, phrases.shorten(who, 34), "", "end"))
    for one in said:
        x, side = scale.place(one.day), SIDES.get(one.stance, "neutral")
        since = scale.place(one.first) if one.first is not None else max(x - 22, LEFT)
        reach = f'<path class="rail" d="M{since} {y}H{x}"/>' if since < x else ""
        when = date.fromordinal(one.day).isoformat()
        words = escape(f"{who} {one.stance}, {when if one.first is not None else 'by ' + when}")
        mark = f'<g class="mark {side}" transform="translate({x} {y})">{SHAPES[STANCE_SHAPES[one.stance]]}</g>'
        parts.append(f'<a href="#position-{one.number}" aria-label="{words}">{reach}{mark}<title>{words}</title></a>')
    return "".join(parts)


def _day_axis(scale: Scale, bottom: float) -> str:
    parts = []
    for day, words in day_ticks(math.ceil(scale.low), math.floor(scale.high)):
        x = scale.place(day)
        parts.append(f'<line class="axis" x1="{x}" x2="{x}" y1="34" y2="{bottom + 4}"/>')
        parts.append(_text(x, bottom + 18, words, "soft", "middle"))
    return "".join(parts)


def day_ticks(first: int, last: int, most: int = 7) -> list[tuple[int, str]]:
    """Days worth a mark from first to last: days, weeks, months or years, at most so many, in the words for them."""
    span = max(last - first, 1)
    for step in (1, 2, 7, 14):
        if span / step <= most:
            return [(day, date.fromordinal(day).isoformat()) for day in range(first, last + 1, step)]
    months = [
        day
        for year in range(date.fromordinal(first).year, date.fromordinal(last).year + 1)
        for month in range(1, 13)
        if first <= (day := date(year, month, 1).toordinal()) <= last
    ]
    stride = next((n for n in (1, 2, 3, 6, 12, 24, 60, 120, 240) if len(months) / n <= most), 600)
    kept = [day for day in months if (date.fromordinal(day).year * 12 + date.fromordinal(day).month - 1) % stride == 0]
    return [(day, date.fromordinal(day).isoformat()[:7]) for day in kept or months[:1]]


# ------------------------------------------------------------------------------------------------------ who says what number


def draw_numbers(numbers: Numbers, names: dict[str, str]) -> str:
    """Who says what number: an interval for each figure on one axis, arrows where a bound is open, the best as a line."""
    figures = [figure for figure in numbers.series if figure.low is not None or figure.high is not None][:MOST_LANES]
    if not figures:
        return ""
    ends = [value for figure in figures for value in (figure.low, figure.high) if value is not None]
    margin = (max(ends) - min(ends)) * 0.12 or max(abs(max(ends)) * 0.1, 1)
    right = WIDTH - RIGHT - 130  # room for the words of the figure
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
    bounds = phrases.say_figure(figure) + (", superseded" if old else "")
    said = escape(f"{who}: {bounds}")
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
    """Holders below one another in order of time; an arc from each that may rest on an earlier one, dashed where unsure."""
    names = dict(claim.names)
    positions = claim.positions[:MOST_LANES]
    ties = [
        (here, tie.position, tie.why, tie.certain)
        for here, p in enumerate(positions)
        for tie in p.depends_on
        if tie.position < len(positions)
    ]
    if not ties:
        return ""
    left, row = 330, 26
    reach = max(abs(here - there) for here, there, _, _ in ties)
    step = min(30, 250 / reach)
    parts = [_node(p, number, names, 6 + row * (number - 1), left) for number, p in enumerate(positions, 1)]
    parts += list(_arcs(ties, row, left, step))
    width = left + step * reach + 150
    title = f"What rests on what: {len(ties)} dependences among {len(positions)} positions"
    return _svg(12 + row * len(positions), title, parts, width=width)


def _node(position: Position, number: int, names: dict[str, str], top: float, left: float) -> str:
    side = SIDES.get(position.stance, "neutral")
    who = phrases.shorten(_who(position.holders, names), 36)
    mark = f'<g class="mark {side}" transform="translate({left - 14} {top + 13})">{SHAPES[STANCE_SHAPES[position.stance]]}</g>'
    words = escape(f"position {number}: {who} {position.stance}")
    label = _text(left - 28, top + 17, f"{who}  {number}", "", "end")
    return f'<a href="#position-{number}" aria-label="{words}">{label}{mark}</a>'


def _arcs(ties: Sequence[tuple[int, int, str, bool]], row: float, left: float, step: float) -> Iterator[str]:
    labelled: list[tuple[float, float]] = []
    for here, there, why, certain in sorted(ties, key=lambda tie: -abs(tie[0] - tie[1])):
        y1, y2 = 19 + row * here, 19 + row * there
        apex = left + step * abs(here - there)
        kind = "sure" if certain else "may"
        path = f"M{left} {y1}C{apex + 8} {y1} {apex + 8} {y2} {left + 4} {y2}"
        tip = f'<path class="tip" d="M{left + 1} {y2}l8 -4v8z"/>'
        verb = "rests on" if certain else "may rest on"
        words = escape(f"{here + 1} {verb} {there + 1}: {why}")
        at = (left + 0.75 * (apex + 8 - left) + 6, (y1 + y2) / 2 + 4)
        free = all(abs(at[1] - y) > 12 or abs(at[0] - x) > 90 for x, y in labelled)
        label = _text(*at, why, "soft") if free else ""
        if free:
            labelled.append(at)
        yield f'<g><path class="tie {kind}" d="{path}"/>{tip}{label}<title>{words}</title></g>'


# ----------------------------------------------------------------------------------------------------------------- pieces


def _text(x: float, y: float, words: str, kind: str = "", anchor: str = "") -> str:
    place = f' text-anchor="{anchor}"' if anchor else ""
    look = f' class="{kind}"' if kind else ""
    return f'<text{look} x="{x:g}" y="{y:g}"{place}>{escape(words)}</text>'


def _svg(height: float, title: str, parts: Sequence[str], width: float = WIDTH) -> str:
    named = escape(title)
    return (
        f'<svg class="plot" viewBox="0 0 {width:g} {height:g}" role="group" aria-label="{named}">'
        f"<title>{named}</title>{''.join(parts)}</svg>"
    )


def _who(holders: Sequence[str], names: dict[str, str]) -> str:
    return ", ".join(names.get(holder, holder) for holder in holders) or "nobody named"


def _last(said: Interval | None) -> str | None:
    return (said.end or said.start) if said is not None else None

"""Claims in, small SVG drawings out: a standing over time with a lane for each holder, and who says what number.

Drawn on the server, so that pages are whole without script. No styles inline (the content policy forbids them): classes
of desk.css colour the marks, their shapes carry the meaning as well.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

from onrecord import phrases
from onrecord.record import Claim, Figure, Interval, Numbers, Stance

WIDTH, LANE, LEFT, RIGHT, TOP = 920, 30, 230, 30, 34
SIDES: dict[Stance, str] = {
    "asserts": "plus",
    "confirms": "plus",
    "denies": "minus",
    "doubts": "doubt",
    "retracts": "minus",
}
# a shape each, so that colour never alone says which stance it is
SHAPES: dict[str, str] = {
    "plus": '<circle cx="{x}" cy="{y}" r="6"/>',
    "minus": '<path d="M{x} {y}m-6 -6l12 12m0 -12l-12 12" stroke-width="3" fill="none"/>',
    "doubt": '<path d="M{x} {y}m0 -7l7 12h-14z"/>',
    "neutral": '<rect x="{left}" y="{top}" width="10" height="10"/>',
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """Dates or numbers -> horizontal place, in units of the drawing."""

    low: float
    high: float

    def place(self, value: float) -> float:
        """Where the value lies between the margins."""
        share = 0.5 if self.high <= self.low else (value - self.low) / (self.high - self.low)
        return round(LEFT + share * (WIDTH - LEFT - RIGHT), 1)


def day_number(moment: str | None) -> int | None:
    """2024-11-13T10:00 -> the ordinal of its day; None where it is no full date."""
    try:
        return date.fromisoformat((moment or "")[:10]).toordinal()
    except ValueError:
        return None


def draw_lanes(claim: Claim) -> str:
    """One lane a holder, a mark for each dated position, and above them the digits of the standing's history."""
    names = dict(claim.names)
    rows = [
        (_who(position.holders, names), position.stance, day_number(_last(position.said)))
        for position in claim.positions
    ]
    dated = [(who, stance, day) for who, stance, day in rows if day is not None]
    history = [(day, change.standing.credibility) for change in claim.history if (day := day_number(change.since))]
    days = [day for _, _, day in dated] + [day for day, _ in history]
    if not days:
        return ""
    scale = Scale(low=min(days), high=max(days))
    lanes = list(dict.fromkeys(who for who, _, _ in dated))
    height = TOP + LANE * (len(lanes) + 1) + 30
    parts = [_digits(history, scale), *(_lane(who, index, dated, scale) for index, who in enumerate(lanes))]
    parts.append(_day_axis(days, scale, height - 12))
    title = f"How the standing of this claim came about: {len(dated)} statements by {len(lanes)} speakers"
    return _svg(height, title, parts)


def _digits(history: Sequence[tuple[int, int]], scale: Scale) -> str:
    marks = "".join(
        f'<g class="digit-mark g{digit}"><text x="{scale.place(day)}" y="20" text-anchor="middle">{digit}</text></g>'
        for day, digit in history
    )
    return f'<text class="soft" x="{LEFT - 14}" y="20" text-anchor="end">credibility</text>{marks}'


def _lane(who: str, index: int, dated: Sequence[tuple[str, Stance, int]], scale: Scale) -> str:
    y = TOP + LANE * index + LANE / 2
    label = escape(phrases.shorten(who, 34))
    parts = [f'<line class="axis" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y}" y2="{y}"/>']
    parts.append(f'<text x="{LEFT - 14}" y="{y + 4}" text-anchor="end">{label}</text>')
    for owner, stance, day in dated:
        if owner == who:
            side = SIDES.get(stance, "neutral")
            x = scale.place(day)
            shape = SHAPES[side].format(x=x, y=y, left=x - 5, top=y - 5)
            said = escape(f"{who} {stance}, {date.fromordinal(day).isoformat()}")
            parts.append(f'<g class="{side}">{shape}<title>{said}</title></g>')
    return "".join(parts)


def _day_axis(days: Sequence[int], scale: Scale, y: float) -> str:
    first, last = min(days), max(days)
    wanted = sorted({first, last, *(first + (last - first) * step // 4 for step in (1, 2, 3))})
    shown = [
        day for index, day in enumerate(wanted) if index == 0 or scale.place(day) - scale.place(wanted[index - 1]) > 80
    ]
    return "".join(
        f'<text class="soft" x="{scale.place(day)}" y="{y}" text-anchor="middle">{date.fromordinal(day).isoformat()}</text>'
        for day in shown
    )


def draw_numbers(numbers: Numbers, names: dict[str, str]) -> str:
    """Who says what number: an interval for each figure on one axis, arrows where a bound is open."""
    figures = [figure for figure in numbers.series if figure.low is not None or figure.high is not None]
    if not figures:
        return ""
    ends = [value for figure in figures for value in (figure.low, figure.high) if value is not None]
    margin = (max(ends) - min(ends)) * 0.15 or max(abs(max(ends)) * 0.1, 1)
    scale = Scale(low=min(ends) - margin, high=max(ends) + margin)
    height = TOP + LANE * len(figures) + 30
    parts = [_figure(figure, index, names, scale) for index, figure in enumerate(figures)]
    parts.append(_number_axis(sorted(set(ends)), scale, height - 12))
    return _svg(height, f"Who says what number: {len(figures)} figures", parts)


def _figure(figure: Figure, index: int, names: dict[str, str], scale: Scale) -> str:
    y = TOP + LANE * index + LANE / 2
    left = scale.place(figure.low) if figure.low is not None else LEFT
    right = scale.place(figure.high) if figure.high is not None else WIDTH - RIGHT
    who = f"{names.get(figure.holder, figure.holder)}, {(figure.said or 'undated')[:10]}"
    old = " superseded" if figure.superseded_by else ""
    arrows = (
        f'<path d="M{left} {y}l9 -5v10z"/>'
        if figure.low is None
        else f'<path d="M{left} {y - 7}v14" stroke-width="2"/>'
    ) + (
        f'<path d="M{right} {y}l-9 -5v10z"/>'
        if figure.high is None
        else f'<path d="M{right} {y - 7}v14" stroke-width="2"/>'
    )
    said = escape(f"{who}: {phrases.say_figure(figure)}")
    return (
        f'<text x="{LEFT - 14}" y="{y + 4}" text-anchor="end">{escape(phrases.shorten(who, 34))}</text>'
        f'<g class="plus{old}"><line x1="{left}" x2="{right}" y1="{y}" y2="{y}" stroke-width="4"/>{arrows}<title>{said}</title></g>'
    )


def _number_axis(values: Sequence[float], scale: Scale, y: float) -> str:
    shown: list[float] = []
    for value in values:
        if not shown or scale.place(value) - scale.place(shown[-1]) > 70:
            shown.append(value)
    return "".join(
        f'<text class="soft" x="{scale.place(value)}" y="{y}" text-anchor="middle">{phrases.say_number(value)}</text>'
        for value in shown
        if math.isfinite(value)
    )


def _svg(height: float, title: str, parts: Sequence[str]) -> str:
    return (
        f'<svg class="plot" viewBox="0 0 {WIDTH} {height:g}" role="img" aria-label="{escape(title)}">'
        f"<title>{escape(title)}</title>{''.join(parts)}</svg>"
    )


def _who(holders: Sequence[str], names: dict[str, str]) -> str:
    return ", ".join(names.get(holder, holder) for holder in holders) or "nobody named"


def _last(said: Interval | None) -> str | None:
    return (said.end or said.start) if said is not None else None

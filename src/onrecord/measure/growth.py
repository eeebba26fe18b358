"""Figures by size in, a plot of them as SVG out: both axes logarithmic, so that linear growth is a line at 45 degrees."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

WIDTH, HEIGHT = 760, 420
_LEFT, _RIGHT, _TOP, _BOTTOM = 70, 250, 30, 50
_COLOURS = ("#1b6ca8", "#c1440e", "#2e7d32", "#7b3fa0", "#9a7d0a", "#00838f", "#ad1457", "#455a64")
_MARKS = ("●", "■", "▲", "◆", "▼", "★", "✚", "✖")  # colour alone tells nobody apart


@dataclass(frozen=True, slots=True)
class _Frame:
    """The decades that the two axes run through."""

    across: tuple[int, int]
    up: tuple[int, int]

    def place(self, x: float, y: float) -> tuple[float, float]:
        """Where a point lies on the picture."""
        left = (math.log10(x) - self.across[0]) / (self.across[1] - self.across[0])
        height = (math.log10(max(y, 10.0 ** self.up[0])) - self.up[0]) / (self.up[1] - self.up[0])
        top = HEIGHT - _BOTTOM - height * (HEIGHT - _TOP - _BOTTOM)
        return round(_LEFT + left * (WIDTH - _LEFT - _RIGHT), 1), round(top, 1)


def draw_growth(
    title: str, unit: str, lines: Mapping[str, Sequence[tuple[float, float]]], *, limit: float | None
) -> str:
    """The plot; each line is (size, figure) points; `limit` is drawn as a dashed line (say, the 50 ms aimed at)."""
    points = [point for line in lines.values() for point in line]
    across = _decades([x for x, _ in points])
    up = _decades([y for _, y in points] + ([limit] if limit else []))

    frame = _Frame(across, up)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="12">',
        f"<title>{escape(title)}</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
        f'<text x="{_LEFT}" y="18" font-size="14">{escape(title)} ({escape(unit)})</text>',
    ]
    parts += _grid(frame)
    if limit:
        y = frame.place(10.0 ** across[0], limit)[1]
        parts.append(
            f'<line x1="{_LEFT}" x2="{WIDTH - _RIGHT}" y1="{y}" y2="{y}" stroke="#888" stroke-dasharray="6 4"/>'
        )
        parts.append(f'<text x="{_LEFT + 6}" y="{y - 5}" fill="#555">aim: {limit:g} {escape(unit)}</text>')
    parts += [part for index, (name, line) in enumerate(lines.items()) for part in _line((index, name), line, frame)]
    parts.append(f'<text x="{(WIDTH - _RIGHT + _LEFT) // 2}" y="{HEIGHT - 10}" text-anchor="middle">assertions</text>')
    return "\n".join([*parts, "</svg>", ""])


def _grid(frame: _Frame) -> list[str]:
    """Lines and figures at every power of ten."""
    parts = []
    for power in range(frame.across[0], frame.across[1] + 1):
        x = frame.place(10.0**power, 10.0 ** frame.up[0])[0]
        parts.append(f'<line x1="{x}" x2="{x}" y1="{_TOP}" y2="{HEIGHT - _BOTTOM}" stroke="#ddd"/>')
        parts.append(f'<text x="{x}" y="{HEIGHT - _BOTTOM + 18}" text-anchor="middle">{10**power:,}</text>')
    for power in range(frame.up[0], frame.up[1] + 1):
        y = frame.place(10.0 ** frame.across[0], 10.0**power)[1]
        parts.append(f'<line x1="{_LEFT}" x2="{WIDTH - _RIGHT}" y1="{y}" y2="{y}" stroke="#ddd"/>')
        parts.append(f'<text x="{_LEFT - 8}" y="{y + 4}" text-anchor="end">{10.0**power:,g}</text>')
    return parts


def _line(named: tuple[int, str], line: Sequence[tuple[float, float]], frame: _Frame) -> list[str]:
    """One line, its marks, and its name beside the plot."""
    index, name = named
    colour, mark = _COLOURS[index % len(_COLOURS)], _MARKS[index % len(_MARKS)]
    places = [frame.place(x, y) for x, y in line]
    path = " ".join(f"{x},{y}" for x, y in places)
    marks = [f'<text x="{x}" y="{y + 4}" text-anchor="middle" fill="{colour}">{mark}</text>' for x, y in places]
    label = f'<text x="{WIDTH - _RIGHT + 14}" y="{_TOP + 14 + 18 * index}" fill="{colour}">{mark} {escape(name)}</text>'
    return [f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="1.5"/>', *marks, label]


def _decades(values: Sequence[float]) -> tuple[int, int]:
    """The powers of ten that hold all values."""
    positive = [value for value in values if value > 0] or [1.0]
    low, high = math.floor(math.log10(min(positive))), math.ceil(math.log10(max(positive)))
    return low, max(high, low + 1)

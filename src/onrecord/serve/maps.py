"""Areas in, a plain map as SVG out: what the map page shows without script. Land, disputed areas, and where things were
said to have happened or were said. No borders are drawn: the script draws them, the disputed ones as disputed.

The outlines are those of static/world.json (TopoJSON; Natural Earth, public domain), projected so that a degree is as long
as it is at the middle of the picture (equirectangular).
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from itertools import accumulate
from pathlib import Path
from typing import Any

from onrecord.serve.areas import Area, Contested

WIDTH, HEIGHT = 960, 520
LEAST_DEGREES = 8.0
MOSTLY = 0.8  # share of the claims that the picture is cut to
# over a disputed area, whatever country is lit below it
HATCH = (
    '<defs><pattern id="hatch" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect class="land" width="7" height="7"/><path class="hatch" d="M0 0V7"/></pattern></defs>'
)
Ring = Sequence[tuple[float, float]]  # (longitude, latitude)


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """An area to draw: `role` happened or said, `link` where it leads, `words` what it says when pointed at."""

    area: Area
    role: str
    link: str
    words: str
    claims: int


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """Degrees -> places in the drawing."""

    west: float
    north: float
    across: float  # units a degree of longitude
    down: float  # units a degree of latitude

    def point(self, longitude: float, latitude: float) -> tuple[float, float]:
        """The place of a point."""
        return (longitude - self.west) * self.across, (self.north - latitude) * self.down


@lru_cache(maxsize=1)
def outlines() -> Mapping[str, Sequence[Ring]]:
    """The rings of every country by its ISO code; those of areas without a code are under ""."""
    world = json.loads((Path(__file__).parent / "static" / "world.json").read_text())
    (dx, dy), (x, y) = world["transform"]["scale"], world["transform"]["translate"]
    arcs = [
        [(px * dx + x, py * dy + y) for px, py in accumulate(arc, lambda a, b: (a[0] + b[0], a[1] + b[1]))]
        for arc in world["arcs"]
    ]
    found: dict[str, list[Ring]] = {}
    for country in world["objects"]["countries"]["geometries"]:
        for ring in _ring_indices(country):
            points = [point for index in ring for point in (arcs[index] if index >= 0 else arcs[~index][::-1])]
            found.setdefault(country.get("id", ""), []).append(points)
    return found


def _ring_indices(country: Mapping[str, Any]) -> list[list[int]]:
    arcs = country.get("arcs", [])
    return [ring for polygon in arcs for ring in polygon] if country["type"] == "MultiPolygon" else arcs


def draw_map(drawn: Sequence[Drawn], contested: Sequence[Contested]) -> str:
    """The map around these areas, or of the world where there are none."""
    view = _fit(_shown(drawn))
    land = "".join(_outline(country, view) for country in outlines())
    order = sorted(drawn, key=lambda one: -one.area.km)
    parts = [
        HATCH,
        f'<clipPath id="land"><path d="{land}"/></clipPath><path class="land" d="{land}"/>',
        *(_draw(one, view) for one in order if one.area.outline),
    ]
    for area in contested:
        if not area.line and not area.outline:
            title = escape(f"{area.name}: disputed between {', '.join(area.parties)}")
            shape = _ellipse(area, view)
            parts.append(f'<g fill="url(#hatch)" clip-path="url(#land)">{shape}</g>')
            parts.append(f'<g class="contested" fill="none" pointer-events="all">{shape}<title>{title}</title></g>')
    parts += [_draw(one, view) for one in order if not one.area.outline]
    parts += _labels(sorted(drawn, key=lambda one: one.area.km), view)
    name = f"Map of {len(drawn)} places"
    return (
        f'<svg class="map" viewBox="0 0 {WIDTH} {HEIGHT}" preserveAspectRatio="xMidYMid slice" role="group" aria-label="{name}">'
        f"<title>{name}; the table below says the same</title>{''.join(parts)}</svg>"
    )


def _shown(drawn: Sequence[Drawn]) -> list[Area]:
    """What the picture is cut to: where most happened, as far as that is no whole country; else everything."""
    small = [one for one in drawn if one.area.outline is None and one.area.km < 1500]
    some = sorted([one for one in small if one.role == "happened"] or small or drawn, key=lambda one: -one.claims)
    before = accumulate((one.claims for one in some), initial=0)
    most = MOSTLY * sum(one.claims for one in some)
    return [one.area for one, sofar in zip(some, before, strict=False) if sofar < most]


def _fit(areas: Sequence[Area]) -> View:
    """A view that holds the points of all areas, those of circles with their radius."""
    boxes = [(area, min(area.km / 111.2, 25) if area.outline is None else 1.0) for area in areas]
    if not boxes:
        return View(west=-180, north=84, across=WIDTH / 360, down=WIDTH / 360)
    south, north = min(a.latitude - r for a, r in boxes), max(a.latitude + r for a, r in boxes)
    middle = (south + north) / 2
    squeeze = max(math.cos(math.radians(middle)), 0.2)
    west, east = min(a.longitude - r / squeeze for a, r in boxes), max(a.longitude + r / squeeze for a, r in boxes)
    degrees = max((east - west) * squeeze / WIDTH, (north - south) / HEIGHT, LEAST_DEGREES / HEIGHT) * 1.15
    down, across = 1 / degrees, squeeze / degrees
    return View(west=(west + east) / 2 - WIDTH / 2 / across, north=middle + HEIGHT / 2 / down, across=across, down=down)


@lru_cache(maxsize=4096)
def _outline(country: str, view: View) -> str:
    """A country in a view; kept, since a map is asked for again and again as long as nothing new is on it."""
    return _path(outlines().get(country, ()), view)


def _path(rings: Sequence[Ring], view: View) -> str:
    """The rings that come into the picture, without points that would stand on one another."""
    pieces = []
    for ring in rings:
        points = [view.point(*point) for point in ring]
        xs, ys = [x for x, _ in points], [y for _, y in points]
        if max(xs) < 0 or min(xs) > WIDTH or max(ys) < 0 or min(ys) > HEIGHT:
            continue
        kept: list[tuple[float, float]] = []
        for x, y in points:
            x, y = min(max(x, -400), WIDTH + 400), min(max(y, -400), HEIGHT + 400)
            if not kept or abs(x - kept[-1][0]) + abs(y - kept[-1][1]) > 1.2:
                kept.append((x, y))
        if len(kept) > 2:
            pieces.append("M" + "L".join(f"{x:.0f} {y:.0f}" for x, y in kept) + "Z")
    return "".join(pieces)


def _ellipse(area: Area | Contested, view: View) -> str:
    x, y = view.point(area.longitude, area.latitude)
    degrees = area.km / 111.2
    rx = degrees / max(math.cos(math.radians(area.latitude)), 0.1) * view.across
    return f'<ellipse cx="{x:.1f}" cy="{y:.1f}" rx="{max(rx, 4):.1f}" ry="{max(degrees * view.down, 4):.1f}"/>'


def _draw(one: Drawn, view: View) -> str:
    outline = _outline(one.area.outline, view) if one.area.outline else ""
    shape = f'<path d="{outline}"/>' if outline else _ellipse(one.area, view)
    kind = " ".join([one.role, *["vague"] * one.area.vague, *["whole"] * bool(outline)])
    words = escape(one.words)
    return f'<a href="{escape(one.link)}" aria-label="{words}"><g class="{kind}">{shape}</g><title>{words}</title></a>'


def _labels(drawn: Sequence[Drawn], view: View) -> list[str]:
    """Names where there is room for them, the smallest areas first."""
    taken: list[tuple[float, float, float]] = []
    parts = []
    for one in drawn:
        x, y = view.point(one.area.longitude, one.area.latitude)
        half = 4.2 * len(one.area.name)
        free = all(abs(y - b) > 16 or abs(x - a) > half + h for a, b, h in taken)
        if free and half < x < WIDTH - half and 14 < y < HEIGHT - 14:
            taken.append((x, y, half))
            parts.append(f'<text x="{x:.0f}" y="{y + 4:.0f}" text-anchor="middle">{escape(one.area.name)}</text>')
    return parts

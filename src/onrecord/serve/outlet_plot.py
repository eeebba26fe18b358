"""Ties between outlets in, a small SVG drawing out: outlets below one another, an arc from each to whom it rests on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from html import escape

from onrecord import phrases
from onrecord.reconcile.outlet_ties import OutletTie
from onrecord.serve.beside import path_of

MOST = 30  # outlets; beyond that arcs cannot be told apart, and the table below says the same
LEFT, ROW, NAME = 330, 28, 40


def draw_ties(ties: Sequence[OutletTie], name: Callable[[str], str]) -> str:
    """The drawing, "" where nobody rests on anybody. Dashed where only words are quoted and the text is another."""
    order = _order(ties)[:MOST]
    place = {outlet: 20 + ROW * at for at, outlet in enumerate(order)}
    shown = [tie for tie in ties if tie.outlet in place and tie.on in place]
    if not shown:
        return ""
    reach = max(abs(place[tie.outlet] - place[tie.on]) for tie in shown) / ROW
    step = min(30.0, 240 / reach)
    parts = [_node(outlet, name(outlet), place[outlet]) for outlet in order]
    parts += [_arc(tie, place, step, name) for tie in shown]
    height, width = 16 + ROW * len(order), LEFT + step * reach + 60
    title = escape(f"Who rests on whom: {len(shown)} ties among {len(order)} outlets")
    return (
        f'<svg class="plot" width="{width:g}" viewBox="0 0 {width:g} {height}" role="group" aria-label="{title}">'
        f"<title>{title}</title>{''.join(parts)}</svg>"
    )


def _order(ties: Sequence[OutletTie]) -> list[str]:
    """Those that others rest on first, each followed by those that rest on it, so that arcs are short."""
    rested = {tie.on for tie in ties}
    many = {one: sum(tie.on == one for tie in ties) for one in rested}
    found: dict[str, None] = {}
    for on in sorted(rested, key=lambda one: (-many[one], one)):
        found.setdefault(on)
        found.update(dict.fromkeys(tie.outlet for tie in ties if tie.on == on))
    return list(found)


def _node(outlet: str, name: str, y: float) -> str:
    label = escape(phrases.shorten(name, NAME))
    dot = f'<circle class="neutral" cx="{LEFT - 8}" cy="{y - 4:g}" r="4"/>'
    return f'<a href="/source/{escape(path_of(outlet))}"><text x="{LEFT - 20}" y="{y:g}" text-anchor="end">{label}</text>{dot}</a>'


def _arc(tie: OutletTie, place: Mapping[str, float], step: float, name: Callable[[str], str]) -> str:
    y1, y2 = place[tie.outlet] - 4, place[tie.on] - 4
    bend = LEFT + step * abs(y1 - y2) / ROW * 4 / 3
    many = len(tie.articles)
    words = escape(f"{name(tie.outlet)} rests on {name(tie.on)}: {tie.way}, {many} article{'s' * (many > 1)}")
    path = f"M{LEFT} {y1:g}C{bend:g} {y1:g} {bend:g} {y2:g} {LEFT + 4} {y2:g}"
    kind = "may" if tie.way == "quotes" else "sure"
    tip = f'<path class="tip" d="M{LEFT + 1} {y2:g}l8 -4v8z"/>'
    return f'<g><path class="tie {kind}" d="{path}"/>{tip}<title>{words}</title></g>'

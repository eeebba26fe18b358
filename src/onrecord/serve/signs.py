"""A stance, a label, a grade or a range of numbers in, its small sign out: one shape for each, the same on every page.

Shapes carry the meaning, colour only helps. Nothing is styled inline (the content policy forbids it): desk.css colours by class.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from onrecord.record import Stance

SIDES: dict[Stance, str] = {
    "asserts": "plus",
    "confirms": "plus",
    "denies": "minus",
    "doubts": "doubt",
    "retracts": "minus",
}
STANCE_SHAPES: dict[Stance, str] = {
    "asserts": "disc",
    "confirms": "ring",
    "denies": "cross",
    "doubts": "triangle",
    "unknown": "question",
    "declines": "dash",
    "predicts": "diamond",
    "commits": "square",
    "directs": "play",
    "retracts": "back",
    "publishes": "hollow",
}
# drawn around 0,0 in a box of 16 by 16
SHAPES: dict[str, str] = {
    "disc": '<circle r="5.5"/>',
    "ring": '<circle r="3.2"/><circle r="6.4" fill="none" stroke-width="2"/>',
    "cross": '<path d="M-5-5L5 5M5-5L-5 5" fill="none" stroke-width="3"/>',
    "triangle": '<path d="M0-6.5L6.8 5.5H-6.8Z"/>',
    "question": '<path d="M-3.6-3.4a3.7 3.5 0 1 1 5.4 3.2Q0 1 0 2.8" fill="none" stroke-width="2.2"/><circle cy="6.2" r="1.5"/>',
    "dash": '<path d="M-6 0H6" fill="none" stroke-width="3"/>',
    "diamond": '<path d="M0-7L6 0 0 7-6 0Z"/>',
    "square": '<path d="M-5-5H5V5H-5Z"/>',
    "play": '<path d="M-4.5-6L6 0-4.5 6Z"/>',
    "back": '<path d="M-1.5-6.5L-6-2.5L-1.5 1.5M-5.5-2.5H2a4 4 0 0 1 0 8H-3" fill="none" stroke-width="2.2"/>',
    "hollow": '<circle r="5" fill="none" stroke-width="2"/>',
    "half": '<circle r="5.5" fill="none" stroke-width="2"/><path d="M0-5.5a5.5 5.5 0 0 0 0 11Z"/>',
    "two": '<circle cx="-3.4" r="4"/><circle cx="3.6" r="3.2" fill="none" stroke-width="1.8"/>',
    "apart": '<circle cx="-4" r="3.6"/><circle cx="4.4" r="3.6"/>',
    "tick": '<path d="M-6 .5L-2 4.5L6-4.5" fill="none" stroke-width="2.8"/>',
    "eye": '<path d="M-7 0Q0-7 7 0Q0 7-7 0Z" fill="none" stroke-width="1.8"/><circle r="2"/>',
    "split": '<path d="M0 6V1L-5-5M0 1L5-5" fill="none" stroke-width="2.2"/>',
}
# the start of a part of a label (knowledge/data/standing.toml) -> side, shape
_PARTS: tuple[tuple[str, str, str], ...] = (
    ("corroborated (independent)", "plus", "apart"),
    ("corroborated", "plus", "two"),
    ("admitted", "plus", "tick"),
    ("first hand", "plus", "eye"),
    ("denied", "minus", "cross"),
    ("withdrawn", "minus", "back"),
    ("doubted", "doubt", "triangle"),
    ("one source divided", "doubt", "split"),
    ("claimed by", "neutral", "half"),
    ("reported by", "neutral", "disc"),
)

_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d)[\d:.Z+-]*")


@dataclass(frozen=True, slots=True)
class LabelPart:
    """One comma-separated part of a standing's label, with the side it tells for and its sign."""

    words: str
    side: str
    shape: str


def sign(shape: str) -> Markup:
    """The shape in a line of text; its meaning stands in words beside it."""
    return Markup('<svg class="sign" viewBox="-8 -8 16 16" aria-hidden="true">{}</svg>').format(Markup(SHAPES[shape]))


def stance_sign(stance: Stance) -> Markup:
    """The shape of a stance."""
    return sign(STANCE_SHAPES.get(stance, "hollow"))


def stance_side(stance: Stance) -> str:
    """plus, minus, doubt or neutral: the class that colours it."""
    return SIDES.get(stance, "neutral")


def label_parts(label: str) -> Sequence[LabelPart]:
    """'corroborated (one bloc), denied by the accused' -> its two parts, each with a sign."""
    found = []
    for words in label.split(", "):
        side, shape = next(((s, p) for start, s, p in _PARTS if words.startswith(start)), ("neutral", "hollow"))
        found.append(LabelPart(words, side, shape))
    return found


def grade_steps(digit: int) -> Markup:
    """Six steps under a grade, filled from the left as far as the evidence goes (1: all six; 6, not to be judged: none)."""
    width = {1: 60, 2: 48, 3: 36, 4: 24, 5: 12}.get(digit, 0)
    drawing = '<svg class="steps" viewBox="0 0 60 4" preserveAspectRatio="none" aria-hidden="true"><path d="M0 0H{}V4H0Z"/></svg>'
    return Markup(drawing).format(width)


def range_bar(low: float | None, best: float | None, high: float | None, *, conflict: bool = False) -> Markup:
    """A number's range from 0 to its highest end: how wide it is beside its size. An open end is an arrow."""
    top = max((value for value in (low, best, high) if value is not None), default=None)
    if top is None or top <= 0:
        return Markup("")
    open_high = high is None
    full = 104 * (0.72 if open_high else 1)
    left = full * max(low or 0, 0) / top
    right = 104.0 if open_high else full * max(high or 0, 0) / top
    parts = ['<path class="rail" d="M0 5H104"/>', f'<path d="M{left:.1f} 5H{right:.1f}" stroke-width="4"/>']
    if low is not None:
        parts.append(f'<path d="M{left:.1f} 0V10" stroke-width="2"/>')
    parts.append('<path d="M98 0L104 5L98 10Z"/>' if open_high else f'<path d="M{right:.1f} 0V10" stroke-width="2"/>')
    if best is not None and low != high:
        parts.append(f'<circle cx="{full * best / top:.1f}" cy="5" r="3.4"/>')
    kind = escape("bar conflict" if conflict else "bar")
    return Markup('<svg class="{}" viewBox="0 0 104 10" aria-hidden="true">{}</svg>').format(
        kind, Markup("".join(parts))
    )


def said_words(words: str) -> str:
    """An interval's words for when something was said: moments to the minute, "by" for "until"."""
    return _MOMENT.sub(r"\1 \2", words).replace("until ", "by ")


FOR_TEMPLATES = {
    "said_words": said_words,
    "sign": sign,
    "stance_sign": stance_sign,
    "stance_side": stance_side,
    "label_parts": label_parts,
    "grade_steps": grade_steps,
    "range_bar": range_bar,
}

"""A text with named spans in, escaped HTML with those words lit out. Article text is hostile input: always escaped."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup, escape

from onrecord.marks import Layer, cut_runs
from onrecord.record import Attribution, Reading, Span

# Bidirectional controls could make shown words read in another order than the text has them (Trojan Source, 2021).
BIDI = dict.fromkeys(map(ord, "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f"), "\ufffd")
ROLES = ("cue", "source", "content")  # the innermost decides


def light(text: str, within: Span, rows: Sequence[Attribution]) -> Markup:
    """The words of `within`, each run in a span with its role's class and the ids of the attributions that cover it."""
    layers = [Layer(f"{role} {row.id}", getattr(row, role)) for row in rows for role in ROLES if getattr(row, role)]
    pieces = Markup()
    for run in cut_runs(len(text), layers, within=within):
        words = escape(text[run.start : run.end].translate(BIDI))
        roles = {name.split(" ")[0] for name in run.names}
        role = next((role for role in ROLES if role in roles), None)
        ids = " ".join(dict.fromkeys(name.split(" ")[1] for name in run.names))
        pieces += Markup('<span class="{}" data-of="{}">{}</span>').format(role, ids, words) if role else words
    return pieces


def light_paragraphs(reading: Reading, chosen: Sequence[Attribution]) -> list[tuple[Markup, bool]]:
    """(lit paragraph, whether it stands in an embedded post) for the whole article."""
    embeds = reading.article.embeds
    return [
        (light(reading.article.text, span, chosen), any(e.span.start <= span.start < e.span.end for e in embeds))
        for span in reading.article.paragraphs
    ]

"""A text with named spans in, escaped HTML with those words lit out. Article text is hostile input: always escaped."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup, escape

from onrecord.marks import Layer, cut_runs
from onrecord.record import Attribution, Reading, Span

# Bidirectional controls could make shown words read in another order than the text has them (Trojan Source, 2021).
BIDI = dict.fromkeys(map(ord, "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f"), "\ufffd")
ROLES = ("cue", "source", "content")  # the innermost decides


def light(text: str, within: Span, rows: Sequence[Attribution], *, linked: bool = False) -> Markup:
    """The words of `within`, each run with its role's class and the ids of the attributions that cover it, its own first.

    With `linked`, a cue is a link to its row (#w-ID) and can be linked to (#t-ID): so keys alone reach each of them.
    """
    layers = [Layer(f"{role} {row.id}", getattr(row, role)) for row in rows for role in ROLES if getattr(row, role)]
    pieces = Markup()
    for run in cut_runs(len(text), layers, within=within):
        words = escape(text[run.start : run.end].translate(BIDI))
        named = [name.split(" ") for name in run.names]
        role = next((role for role in ROLES if any(kind == role for kind, _ in named)), None)
        if role is None:
            pieces += words
            continue
        ids = list(dict.fromkeys([i for kind, i in named if kind == role] + [i for _, i in named]))
        first = linked and role == "cue" and any(r.id == ids[0] and r.cue[0].start == run.start for r in rows)
        form = _CUE if first else _SPAN
        pieces += form.format(role=role, ids=" ".join(ids), own=ids[0], words=words)
    return pieces


_SPAN = Markup('<span class="{role}" data-of="{ids}">{words}</span>')
_CUE = Markup('<a class="{role}" data-of="{ids}" id="t-{own}" href="#w-{own}">{words}</a>')


def light_paragraphs(reading: Reading, chosen: Sequence[Attribution]) -> list[tuple[Markup, bool]]:
    """(lit paragraph, whether it stands in an embedded post) for the whole article."""
    embeds = reading.article.embeds
    return [
        (
            light(reading.article.text, span, chosen, linked=True),
            any(e.span.start <= span.start < e.span.end for e in embeds),
        )
        for span in reading.article.paragraphs
    ]

"""A reading in, one piece of HTML out: the article with source, cue and content lit. For notebooks and saved reports.

Self-contained: styles are inline, there is no script, and article text is always escaped, since articles are hostile input.
"""

from __future__ import annotations

from html import escape

from onrecord import phrases
from onrecord.marks import Layer, cut_runs
from onrecord.record import Attribution, Reading, Span

ROLES = ("source", "cue", "content")
STYLES = {
    "source": "background:rgba(0,150,200,.25);font-weight:600",
    "cue": "background:rgba(230,170,0,.35)",
    "content": "background:rgba(60,160,60,.18)",
}


def reading_to_html(reading: Reading) -> str:
    """The article with its attributions lit, and a table of them below."""
    rows = [row for row in reading.attributions if row.where is None]
    body = "\n".join(f"<p>{_lit(reading, span, rows)}</p>" for span in reading.article.paragraphs)
    title = escape(reading.article.title or reading.article.id)
    facts = " · ".join(escape(f) for f in (reading.article.publisher, phrases.say_date(reading.article)) if f)
    legend = " ".join(f'<span style="{STYLES[role]}">{role}</span>' for role in ROLES)
    return (
        f'<article class="onrecord" style="max-width:46em;line-height:1.5"><h3>{title}</h3>'
        f"<p><small>{facts} · {legend}</small></p>\n{body}\n{_table(reading, rows)}</article>"
    )


def _lit(reading: Reading, within: Span, rows: list[Attribution]) -> str:
    text = reading.article.text
    spans = {role: tuple(span for row in rows for span in getattr(row, role)) for role in ROLES}
    layers = [Layer(role, spans[role]) for role in ROLES]
    pieces = []
    for run in cut_runs(len(text), layers, within=within):
        words = escape(text[run.start : run.end])
        # the innermost role decides: cue over source over content
        role = next((role for role in ("cue", "source", "content") if role in run.names), None)
        pieces.append(f'<span class="{role}" style="{STYLES[role]}">{words}</span>' if role else words)
    return "".join(pieces)


def _table(reading: Reading, rows: list[Attribution]) -> str:
    if not rows:
        return "<p><em>No attributions.</em></p>"
    head = "".join(f"<th style='text-align:left'>{name}</th>" for name in ("speaker", "stance", "what", "said"))
    return f"<table><tr>{head}</tr>{''.join(_row(reading, row) for row in rows)}</table>"


def _row(reading: Reading, row: Attribution) -> str:
    speakers = "; ".join(phrases.name_of(reading, speaker) for speaker in row.speakers)
    gists = [p.gist for p in reading.propositions if p.attribution == row.id]
    what = gists or [span.of(reading.article.text) for span in row.content]
    cells = (
        escape(speakers or " … ".join(span.of(reading.article.text) for span in row.source) or "(nobody named)"),
        escape(row.stance),
        "<br>".join(escape(phrases.shorten(words)) for words in what),
        escape(phrases.say_interval(row.said)),
    )
    return "<tr>" + "".join(f"<td style='text-align:left;vertical-align:top'>{cell}</td>" for cell in cells) + "</tr>"

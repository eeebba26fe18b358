"""Readings and the judgements that stand in, gold for training and measuring out, in the form `onrecord measure` reads.

Only articles that a person judged are written: rejected attributions are left out, corrected spans put in, and
`judged` says which attributions somebody looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from onrecord.record import Attribution, Judgement, Reading
from onrecord.review import SpanValue, latest, value_of


def gold_lines(readings: Iterable[Reading], judgements: Iterable[Judgement]) -> Iterator[bytes]:
    """{"id", "text", "attributions": [{"source", "cue", "content"}], "judged": [id]} a line, for each judged article."""
    words = latest(judgements)
    for reading in readings:
        judged = [row.id for row in reading.attributions if ("counts", row.id) in words or ("span", row.id) in words]
        if judged:
            rows = [gold for row in reading.attributions if (gold := _gold(row, words)) is not None]
            line = {"id": reading.article.id, "text": reading.article.text, "attributions": rows, "judged": judged}
            yield msgspec.json.encode(line)


def _gold(row: Attribution, words: dict[tuple[str, str], Judgement]) -> dict[str, Any] | None:
    counts = words.get(("counts", row.id))
    if counts is not None and counts.act == "reject":
        return None
    fixed = words.get(("span", row.id))
    value = value_of(fixed) if fixed is not None else None
    better = value if isinstance(value, SpanValue) else SpanValue()
    return {
        "source": better.source if better.source is not None else row.source,
        "cue": better.cue if better.cue is not None else row.cue,
        "content": better.content if better.content is not None else row.content,
    }

"""Attributions and times come in; when each was said goes out, from the time that stands in the cue's clause."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence

from onrecord.record import Article, Attribution, Interval, Span, TimeExpression

NEAR = 90
"""Characters between a cue and the time of its clause: in PolNeAR's train part nine in ten stand nearer."""


def said_of(
    article: Article, attributions: Sequence[Attribution], times: Sequence[TimeExpression]
) -> Mapping[str, Interval | None]:
    """The interval in which each attribution was said, by its id; None where nothing tells."""
    starts = [time.span.start for time in times]
    contents = sorted(span for item in attributions if item.where is None for span in item.content)
    return {item.id: _said(article, item, times, starts, contents) for item in attributions if item.where is None}


def _said(
    article: Article,
    item: Attribution,
    times: Sequence[TimeExpression],
    starts: Sequence[int],
    contents: Sequence[Span],
) -> Interval | None:
    if not item.cue:
        return None
    cue = item.cue[0]
    near = [
        time
        for time in times[bisect_left(starts, cue.start - NEAR) : bisect_left(starts, item.cue[-1].end + NEAR)]
        if time.type in {"DATE", "TIME"}
        and (time.start or time.end)
        and time.value not in {"PRESENT_REF", "FUTURE_REF"}
        and not any(_holds(span, time.span) for span in item.content)
        and not _told_by_other(contents, cue, time.span)
        and not any(part.start <= time.span.start < part.end for part in article.furniture)  # a dateline's
        and not _apart(article.text, cue, time.span)
    ]
    if near:
        best = min(near, key=lambda time: _distance(cue, time.span))
        return Interval(start=best.start, end=best.end)
    if article.published:
        return Interval(start=None, end=article.published)
    return None


def _holds(content: Span, time: Span) -> bool:
    """Whether a time is part of what was said; a content that is nothing but the time was cut wrongly."""
    return content.start <= time.start < content.end and content.end - content.start > time.end - time.start + 3


_LOOK = 6  # contents looked back at: as deep as they nest, and beside each other


def _told_by_other(contents: Sequence[Span], cue: Span, time: Span) -> bool:
    """Whether a time is part of what somebody else said, who does not tell of this saying ("… on Saturday, the army
    said, adding that")."""
    place = bisect_right(contents, (time.start, 1 << 60))
    return any(
        _holds(one, time) and not one.start <= cue.start < one.end for one in contents[max(0, place - _LOOK) : place]
    )


def _distance(cue: Span, span: Span) -> int:
    return span.start - cue.end if span.start >= cue.end else cue.start - span.end + 5


def _apart(text: str, cue: Span, span: Span) -> bool:
    """Whether a sentence or a quotation ends between the two."""
    between = text[min(cue.end, span.end) : max(cue.start, span.start)]
    return any(mark in between for mark in '\n“”";') or ". " in between

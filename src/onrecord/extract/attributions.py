"""An article and the shared encoder come in; its syntax (Analysis) and its attributions go out.

What the network finds becomes attributions here: parts that lie in somebody else's embedded post or outside the prose
are cut away, a quotation that goes on in the next paragraph is followed there, and the manner is read off the
quotation marks. The turns of transcripts come from `turns`, attributions inside the content of others from `nesting`.
What they mean is for later stages.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate

from onrecord.extract.nesting import find_nested
from onrecord.extract.turns import find_turns
from onrecord.models.encoder import Encoder, FoundAttribution
from onrecord.record import Analysis, Article, Attribution, Manner, Span, item_id

BY = "model:attribution"
_OPENING, _CLOSING = '"“„«', '"”»'
_DOUBLE = frozenset('"“”„‟«»')


def find_attributions(article: Article, encoder: Encoder) -> tuple[Analysis, tuple[Attribution, ...]]:
    """Syntax and events of the body, and the attributions of title, captions and body, in that order.

    Attributions of the body with `parent` lie inside the content of another. The encoder reads every sentence once.
    """
    reading = encoder.read(article.text, article.sentences, article.paragraphs)
    analysis = Analysis(
        sentences=tuple(replace(s, container=container_of(article, s.span)) for s in reading.sentences),
        factuality=reading.factuality,
        triggers=reading.triggers,
        attachment=reading.attachment,
        states=reading.states,
    )
    found = [piece for one in reading.relations if (piece := within_prose(article, one))]
    found = [follow_quotation(article, one, found) for one in found]
    turns = find_turns(article)
    labels = [turn.source for turn in turns if turn.source]
    found = [one for one in found if not (one.source and any(_meet(one.source, label) for label in labels))]
    flat = nest_overlaps(
        [
            *(_attribution(article, one) for one in found),
            *(replace(_attribution(article, turn), by="rule:turn") for turn in turns),
        ]
    )
    return analysis, (*_beside(article, encoder), *flat, *find_nested(article, analysis, flat))


def container_of(article: Article, span: Span) -> str | None:
    """Id of the embedded post that holds the span's start, if one does."""
    return next((e.id for e in article.embeds if e.span.start <= span.start < e.span.end), None)


def within_prose(article: Article, found: FoundAttribution) -> FoundAttribution | None:
    """The part of what was found that stands with its cue: same post or none, and not in datelines or signatures."""

    def is_prose(span: Span) -> bool:
        return all(span.end <= part.start or span.start >= part.end for part in article.furniture)

    home = container_of(article, found.cue)
    if not is_prose(found.cue):
        return None
    content = tuple(s for s in found.content if is_prose(s) and container_of(article, s) == home)
    source = found.source if found.source and is_prose(found.source) else None
    if source and container_of(article, source) != home:
        source = None
    return replace(found, content=content, source=source) if content else None


def follow_quotation(article: Article, one: FoundAttribution, others: Sequence[FoundAttribution]) -> FoundAttribution:
    """The same, with the next paragraphs of a quotation that its paragraph leaves open.

    Newspapers open every paragraph of a long quotation with a mark and close only the last one.
    """
    number = _paragraph(article.paragraphs, one.content[-1].start)
    content = list(one.content)
    while _left_open(article, article.paragraphs[number], content[-1]) and number + 1 < len(article.paragraphs):
        number += 1
        part = _quoted_start(article, article.paragraphs[number])
        if part is None or any(_meet(part, s) for other in others for s in (*other.content, other.cue)):
            break
        content.append(part)
    return replace(one, content=tuple(content))


def _paragraph(paragraphs: Sequence[Span], place: int) -> int:
    return next(n for n, span in enumerate(paragraphs) if span.end > place)


def _left_open(article: Article, paragraph: Span, last: Span) -> bool:
    """Whether the content runs to the end of its paragraph inside a quotation that the paragraph does not close."""
    text = article.text
    if text[last.end : paragraph.end].strip():
        return False
    opened = max(text.rfind(mark, paragraph.start, paragraph.end) for mark in "“«")
    closed = max(text.rfind(mark, paragraph.start, paragraph.end) for mark in "”»")
    straight = text.count('"', paragraph.start, paragraph.end) % 2 == 1
    return opened > closed if opened >= 0 else straight and closed < 0


def _quoted_start(article: Article, paragraph: Span) -> Span | None:
    """The quotation that a paragraph opens with, or None where it opens with none."""
    text = article.text
    if text[paragraph.start] not in _OPENING:
        return None
    ends = [text.find(mark, paragraph.start + 1, paragraph.end) for mark in _CLOSING]
    end = min((place + 1 for place in ends if place >= 0), default=paragraph.end)
    return Span(paragraph.start, end)


def _meet(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def manner_of(text: str, content: Sequence[Span]) -> Manner:
    """Direct where every word of the content is inside quotation marks, mixed where some are.

    Single marks count where they hold a whole span: inside one they are mostly apostrophes.
    """
    letters, quoted = 0, 0
    for span in content:
        opened = not any(c in _DOUBLE for c in text[span.start : span.end]) and _between_marks(text, span)
        for char in text[span.start : span.end]:
            if char in "“„":
                opened = True
            elif char in "”":
                opened = False
            elif char in _DOUBLE:
                opened = not opened
            elif char.isalnum():
                letters += 1
                quoted += opened
    if not quoted:
        return "indirect"
    return "direct" if quoted == letters else "mixed"


def _between_marks(text: str, span: Span) -> bool:
    """Whether quotation marks hug the span from outside, or single ones open and close it."""
    if text[span.start] in "‘'" and text[span.start : span.end].rstrip(" ,.")[-1:] in ("’", "'"):
        return span.end - span.start > 2
    return span.start > 0 and text[span.start - 1] in _OPENING and text[span.end : span.end + 1] in tuple(_CLOSING)


def nest_overlaps(found: Sequence[Attribution]) -> tuple[Attribution, ...]:
    """In order of the text; one that lies wholly inside the content of another gets it as its parent."""
    ordered = sorted(found, key=lambda a: min(span.start for span in (*a.source, *a.cue, *a.content)))
    contents = sorted((span, number) for number, one in enumerate(ordered) for span in one.content)
    reach = list(accumulate((span.end for span, _ in contents), max))
    return tuple(replace(one, parent=_holder(one, ordered, contents, reach)) for one in ordered)


def _holder(
    one: Attribution, ordered: Sequence[Attribution], contents: Sequence[tuple[Span, int]], reach: Sequence[int]
) -> str | None:
    """The first attribution whose content holds all of this one. `reach` is the farthest end of the contents so far:
    behind the cue's place, only contents from which it can be reached are looked at, so that the whole is not quadratic.
    """
    cue, spans = one.cue[0], (*one.source, *one.cue, *one.content)
    near: set[int] = set()
    index = bisect_right(contents, cue.start, key=lambda item: item[0].start) - 1
    while index >= 0 and reach[index] >= cue.end:
        near.add(contents[index][1])
        index -= 1
    for number in sorted(near):
        other = ordered[number]
        if other.id != one.id and all(any(c.start <= s.start and s.end <= c.end for c in other.content) for s in spans):
            return other.id
    return None


def _attribution(article: Article, found: FoundAttribution, where: str | None = None) -> Attribution:
    text = article.text if where is None else _text_of(article, where)
    source = (found.source,) if found.source else ()
    kind = "attribution" if where is None else f"attribution-{where}"
    return Attribution(
        id=item_id(kind, article.id, *source, found.cue, *found.content),
        source=source,
        cue=(found.cue,),
        content=found.content,
        manner=manner_of(text, found.content),
        container=container_of(article, found.cue) if where is None else None,
        where=where,
        score=found.score,
        by=BY,
    )


def _text_of(article: Article, where: str) -> str:
    if where == "title":
        return article.title or ""
    return article.captions[int(where.removeprefix("caption:"))]


def _beside(article: Article, encoder: Encoder) -> Iterator[Attribution]:
    """Attributions of the title (unless it stands in the text as well) and of the captions."""
    places = ["title"] if article.title and article.title not in article.text[: 2 * len(article.title)] else []
    for where in (*places, *(f"caption:{n}" for n in range(len(article.captions)))):
        text = _text_of(article, where)
        whole = [Span(0, len(text))]
        for found in encoder.read(text, whole, whole).relations:
            yield _attribution(article, found, where)

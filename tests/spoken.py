"""A sentence with marked parts comes in; its article, syntax and attributions go out, for tests that read like news."""

from __future__ import annotations

import re
from functools import cache

from onrecord.extract.attributions import find_attributions
from onrecord.measure.labels import plain_article
from onrecord.models.encoder import Encoder, load_encoder
from onrecord.record import Analysis, Article, Attribution, Span, item_id

_PART = re.compile(r"\[(?P<kind>[SCK])(?P<number>\d*) (?P<words>[^\]]*)\]")


@cache
def encoder() -> Encoder:
    return load_encoder()


def spoken(marked: str, *, published: str | None = None) -> tuple[Article, Analysis, tuple[Attribution, ...]]:
    """ "[S He] [C said] [K it rained]." A number joins the parts of one attribution: "[S1 He] … [S2 She] …"."""
    text = ""
    parts: dict[str, dict[str, list[Span]]] = {}
    last = 0
    for match in _PART.finditer(marked):
        text += marked[last : match.start()]
        span = Span(len(text), len(text) + len(match["words"]))
        text += match["words"]
        parts.setdefault(match["number"], {}).setdefault(match["kind"], []).append(span)
        last = match.end()
    text += marked[last:]
    article = plain_article("test", text, published)
    attributions = []
    for roles in parts.values():
        source, cue, content = (tuple(roles.get(kind, ())) for kind in "SCK")
        direct = any(text[span.start] in '“"' for span in content)
        attributions.append(
            Attribution(
                id=item_id("attribution", article.id, *source, *cue, *content),
                source=source,
                cue=cue,
                content=content,
                manner="direct" if direct else "indirect",
            )
        )
    return article, find_attributions(article, encoder())[0], tuple(attributions)

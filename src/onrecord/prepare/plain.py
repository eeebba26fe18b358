"""Plain text comes in as it is; its paragraphs and embedded posts go out."""

from __future__ import annotations

from onrecord.prepare.body import Body
from onrecord.prepare.embeds import find_text_posts
from onrecord.prepare.paragraphs import split_paragraphs


def read_plain(text: str, article_id: str) -> Body:
    """The body of plain text; the text itself is never changed."""
    paragraphs = split_paragraphs(text)
    return Body(text=text, paragraphs=paragraphs, embeds=find_text_posts(text, paragraphs, article_id))

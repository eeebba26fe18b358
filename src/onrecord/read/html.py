"""HTML comes in; the body's text with embedded posts, captions apart, and the page's metadata go out."""

from __future__ import annotations

from onrecord.read.body import Body
from onrecord.read.embeds import find_text_posts
from onrecord.read.paragraphs import split_paragraphs


def read_html(html: str, article_id: str, *, url: str | None = None) -> Body:
    """The body of an article's page."""
    from trafilatura import bare_extraction

    document = bare_extraction(html, url=url, fast=True, include_comments=False, with_metadata=True)
    text = document.text if document is not None else ""
    paragraphs = split_paragraphs(text)
    return Body(
        text=text, paragraphs=paragraphs, embeds=find_text_posts(text, paragraphs, article_id),
        title=document.title if document else None, published=document.date if document else None,
        url=document.url if document else None, publisher=document.sitename if document else None,
    )  # fmt: skip

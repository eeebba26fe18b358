"""What html and plain find in a page before it becomes an Article: text with its parts, and fields from metadata."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.record import Embed, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """The article's text and everything known around it, each field as the page itself gives it."""

    text: str
    paragraphs: tuple[Span, ...]
    embeds: tuple[Embed, ...] = ()
    captions: tuple[str, ...] = ()
    title: str | None = None
    deck: str | None = None
    byline: str | None = None
    publisher: str | None = None
    url: str | None = None
    canonical_url: str | None = None
    section: str | None = None
    language: str | None = None
    types: tuple[str, ...] = ()  # schema.org types of the page
    published: str | None = None
    updated: str | None = None

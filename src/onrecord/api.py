"""For Python: a text in, a reading out that shows itself in a notebook.

import onrecord
reading = onrecord.read(text, published="2024-11-13")
[attribution.stance for attribution in reading.attributions]
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields

from onrecord.export.html import reading_to_html
from onrecord.kit import load_kit
from onrecord.pipeline import read_or_fail, read_page
from onrecord.record import Failure, Page, Reading, content_id


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownReading(Reading):
    """A reading that shows itself in a notebook, with source, cue and content lit in the text."""

    def _repr_html_(self) -> str:
        return reading_to_html(self)


def read(
    text: str,
    *,
    published: str | None = None,
    title: str | None = None,
    publisher: str | None = None,
    url: str | None = None,
) -> ShownReading:
    """Read one article from its text.

    `published` is an ISO 8601 date or date-time; without it relative dates may stay open. The id of the article is a
    hash of its text. Raises BlankArticle when there is no text, InputError when it cannot be read (say, not English).
    """
    page = Page(
        id=content_id("article", text), text=text, published=published, title=title, publisher=publisher, url=url
    )
    return shown(read_page(page, load_kit()))


def read_pages(pages: Iterable[Page]) -> Iterator[Reading | Failure]:
    """Read many pages in this process, in order; one that cannot be read is a Failure and stops nothing."""
    yield from map(read_or_fail, pages)


def shown(reading: Reading) -> ShownReading:
    """The same reading, able to show itself."""
    return ShownReading(**{field.name: getattr(reading, field.name) for field in fields(Reading)})

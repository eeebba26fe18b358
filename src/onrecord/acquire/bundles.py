"""A text export of a newspaper archive with many articles in one file comes in; one Page an article goes out.

Knows the three common forms by their separators: LexisNexis ("12 of 50 DOCUMENTS", "End of Document"), Factiva
("Document ABCD000020241112ek…"), ProQuest (a line of underscores, fields as "Title: …", "Full text: …").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from onrecord.acquire.blobs import Source, digest
from onrecord.record import Failure, Page

Found = Iterator[Page | Failure]
_LEXIS = re.compile(r"^[^\S\n]*(?:\d+ of \d+ DOCUMENTS|End of Document)[^\S\n]*$", re.MULTILINE)
_FACTIVA = re.compile(r"^Document [A-Z]{2,10}\d{10,}\w*[^\S\n]*$", re.MULTILINE)
_PROQUEST = re.compile(r"^_{40,}[^\S\n]*$", re.MULTILINE)
_FIELD = re.compile(r"^(?P<name>[A-Z][A-Za-z -]{1,30}):[^\S\n]*(?P<value>\S[^\n]*)$", re.MULTILINE)
_FULL_TEXT = re.compile(r"^(?:Full text|Body|TEXT|BODY):[^\S\n]*", re.MULTILINE | re.IGNORECASE)
_END_FIELDS = re.compile(
    r"^(?:Subject|Location|People|Company / organization|Classification|Publication title|Publication year|Publication date|"
    r"Load-Date|LOAD-DATE|Copyright|Language of publication|Document type|ProQuest document ID|Document URL|Database|Graphic|GRAPHIC):",
    re.MULTILINE,
)
_NAMES: Mapping[str, str] = {
    "title": "title", "headline": "title", "author": "byline", "byline": "byline", "publication title": "publisher",
    "publication date": "published", "source": "publisher", "date": "published", "publication info": "publisher", "section": "section",
}  # fmt: skip
AT_LEAST = 2
"""Separators that make a file such an export: one line of underscores may stand in any text."""


def split_bundle(text: str, source: Source) -> list[Page]:
    """The articles of an export, called by the file's id and their number; none where the text is no such export."""
    for separator, need in ((_LEXIS, 1), (_FACTIVA, 1), (_PROQUEST, AT_LEAST)):
        if len(separator.findall(text)) >= need and (separator is not _PROQUEST or _FULL_TEXT.search(text)):
            parts = [part for part in separator.split(text) if len(part.split()) >= 20]
            return [_page(part, number, source) for number, part in enumerate(parts, 1)]
    return []


def _page(part: str, number: int, source: Source) -> Page:
    """One article: its fields before and after the text, the text between them as it stands."""
    start = _FULL_TEXT.search(part)
    body = part[start.end() :] if start else part
    end = _END_FIELDS.search(body) if start else None
    fields: dict[str, str] = {}
    for match in _FIELD.finditer(part):
        if start is None or not start.end() <= match.start() < start.end() + (end.start() if end else len(body)):
            fields.setdefault(_NAMES.get(match["name"].lower(), ""), match["value"].strip())
    return Page(
        id=f"{source.id}:{number}",
        text=(body[: end.start()] if end else body).strip("\n"),
        title=fields.get("title"),
        byline=fields.get("byline"),
        publisher=fields.get("publisher"),
        published=fields.get("published"),
        origin=source.origin,
        sha256=digest(part.encode("utf-8", "surrogatepass")),
    )

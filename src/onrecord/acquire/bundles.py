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
_CODE = (
    r"^(?P<code>HD|BY|WC|PD|ET|SN|SC|ED|PG|VOL|LA|CY|LP|TD|CT|RF|CO|IN|NS|RE|IPC|IPD|PUB|AN)(?:[^\S\n]{2,}|[^\S\n]*\n)"
)
_CODED = re.compile(rf"{_CODE}(?P<value>.*?)(?={_CODE.replace('?P<code>', '?:')}|\Z)", re.MULTILINE | re.DOTALL)
"""Factiva's codes: headline, byline, day, source, lead paragraph, rest of the text."""
_DAY = re.compile(
    r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December)\b.*\b\d{4}\b"
)
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
    coded = {match["code"]: match["value"].strip() for match in _CODED.finditer(part)}
    if "HD" in coded and ("LP" in coded or "TD" in coded):
        text, fields = _coded(coded)
    else:
        text, fields = _named(part)
    return Page(
        id=f"{source.id}:{number}",
        text=text,
        title=fields.get("title"),
        byline=fields.get("byline"),
        publisher=fields.get("publisher"),
        published=fields.get("published"),
        origin=source.origin,
        sha256=digest(part.encode("utf-8", "surrogatepass")),
    )


def _coded(coded: Mapping[str, str]) -> tuple[str, Mapping[str, str]]:
    """Text and fields by Factiva's codes."""
    names = {"title": "HD", "byline": "BY", "publisher": "SN", "published": "PD"}
    fields = {name: " ".join(coded[code].split()) for name, code in names.items() if coded.get(code)}
    return "\n\n".join(coded[code] for code in ("LP", "TD") if coded.get(code)), fields


def _named(part: str) -> tuple[str, Mapping[str, str]]:
    """Text and fields where these have names, as "BYLINE: Ada Bell"."""
    start = _FULL_TEXT.search(part)
    body = part[start.end() :] if start else part
    end = _END_FIELDS.search(body) if start else None
    first = _FIELD.search(part)
    fields: dict[str, str] = {}
    for match in _FIELD.finditer(part):
        if start is None or not start.end() <= match.start() < start.end() + (end.start() if end else len(body)):
            fields.setdefault(_NAMES.get(match["name"].lower(), ""), match["value"].strip())
    return (body[: end.start()] if end else body).strip("\n"), dict(
        _unnamed(part[: first.start()] if first else "")
    ) | fields


def _unnamed(head: str) -> Iterator[tuple[str, str]]:
    """What LexisNexis puts above the first field without naming it: the paper, then the day."""
    lines = [line.strip() for line in head.splitlines() if line.strip()]
    day = next((at for at, line in enumerate(lines[:6]) if _DAY.search(line)), None)
    if day is not None:
        yield "published", lines[day]
        if day > 0 and len(lines[0]) <= 80:
            yield "publisher", lines[0]

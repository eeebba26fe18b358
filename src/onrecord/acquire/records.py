"""One record of JSON, CSV or another export comes in as a mapping; a Page goes out, or an InputError with the reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

from onrecord.record import InputError, Page

FIELDS = (
    "text", "html", "url", "publisher", "title", "byline", "agency", "published", "updated", "language", "kind",
    "author", "account",
)  # fmt: skip
ALIASES: Mapping[str, tuple[str, ...]] = {
    "id": ("_id", "uid", "guid", "article_id", "articleId"),
    "text": ("body", "content", "articleBody", "article_body", "maintext", "full_text", "fulltext", "article"),
    "html": ("content_html", "body_html", "html_content"),
    "url": ("link", "web_url", "webUrl", "canonical_url", "source_url"),
    "publisher": ("source", "outlet", "publication", "newspaper", "site_name", "source_domain"),
    "title": ("headline", "webTitle", "name"),
    "byline": ("author", "authors", "creator"),
    "published": (
        "date", "published_at", "publishedAt", "date_published", "datePublished", "pubDate", "pub_date",
        "date_publish", "publication_date", "publish_date", "webPublicationDate", "first_published",
    ),
    "updated": ("modified", "updated_at", "updatedAt", "date_modified", "dateModified", "date_modify"),
    "language": ("lang",),
}  # fmt: skip
"""Names that other exports (news-please, Guardian and NYT APIs, schema.org, JSON Feed) use for the same fields."""


def make_page(record: Mapping[str, object], *, id: str, columns: Mapping[str, str]) -> Page:  # noqa: A002
    """The page that a record describes; `id` is used where the record has none.

    Text comes back unchanged. Raises InputError when neither text nor HTML is there, or not as a string.
    """
    found = {name: _field(record, name, columns) for name in FIELDS}
    if found["text"] is None and found["html"] is None:
        raise InputError(_no_text(record, columns))
    text, html = _string(found.pop("text"), "text"), _string(found.pop("html"), "html")
    strings = {name: _plain(value) for name, value in found.items()}
    if strings["kind"] != "post":
        strings["author"] = None  # of articles the author is the byline
    return Page(id=_id(record, columns) or id, text=text, html=None if text is not None else html, **strings)


def fill_in(page: Page, given: Mapping[str, str]) -> Page:
    """The page with open fields filled from what the person gave for all inputs."""
    missing = {name: value for name, value in given.items() if getattr(page, name, "") is None}
    return replace(page, **missing) if missing else page


def _field(record: Mapping[str, object], name: str, columns: Mapping[str, str]) -> object:
    """The value under the mapped name, the field's own name or, failing these, an alias."""
    if name in columns:
        return record.get(columns[name])
    if record.get(name) is not None:
        return record[name]
    return next((record[alias] for alias in ALIASES.get(name, ()) if record.get(alias) is not None), None)


def _id(record: Mapping[str, object], columns: Mapping[str, str]) -> str | None:
    value = _field(record, "id", columns)
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    return str(value).strip() or None


def _no_text(record: Mapping[str, object], columns: Mapping[str, str]) -> str:
    name = columns.get("text", "text")
    state = "a null" if name in record else "no"
    return f"has {state} text; give its words in the field “{name}” or “html”, or map another field to text"


def _string(value: object, name: str) -> str | None:
    if value is None or isinstance(value, str):
        return value
    raise InputError(f"has a {name} that is {_article(value)}, not a string")


def _article(value: object) -> str:
    names = {bool: "true or false", int: "a number", float: "a number", list: "a list", dict: "an object"}
    return names.get(type(value), type(value).__name__)


def _plain(value: object) -> str | None:
    """A field beside the text as a string: numbers as written, names of lists and objects joined, blank as None."""
    if isinstance(value, str):
        return value.strip() or None
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, list):
        return ", ".join(part for part in map(_plain, value) if part) or None
    return _plain(value.get("name")) if isinstance(value, dict) else None


def from_epoch(value: object) -> str | None:
    """ISO date-time in UTC of seconds (or milliseconds) since 1970, or None."""
    try:
        seconds = float(str(value))
        seconds = seconds / 1000 if seconds > 1e11 else seconds  # 1e11 s lie in the year 5138, 1e11 ms in 1973
        return datetime.fromtimestamp(seconds, UTC).isoformat()
    except (ValueError, OverflowError, OSError):
        return None

"""A feed (RSS, Atom, JSON Feed) comes in; its entries go out as Pages, and `follow` polls feeds from a state that is a value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast
from urllib.parse import urljoin

from onrecord.acquire.ahead import AHEAD, map_ahead
from onrecord.acquire.blobs import digest
from onrecord.acquire.documents import html_page
from onrecord.acquire.exports import plain_text
from onrecord.acquire.lines import decode_json
from onrecord.acquire.options import InputOptions
from onrecord.acquire.web import NEVER_ASKED, Fetched, Validators, Web
from onrecord.record import Failure, InputError, Page

Found = Iterator[Page | Failure]
ENOUGH = 600
"""Characters from which a feed's own text is taken for the article where the page cannot be had; teasers are shorter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedState:
    """Where following one feed stands: give it back to go on from there. `seen` holds (entry's id, digest of it)."""

    url: str
    validators: Validators = NEVER_ASKED
    seen: tuple[tuple[str, str], ...] = ()


def parse_feed(data: bytes, origin: str, *, base: str | None = None) -> list[Page]:
    """The entries in the feed's order, each with what the feed says of it; raises InputError for what is no feed."""
    if data.lstrip()[:1] == b"{":
        return _parse_json_feed(data, origin, base)
    import feedparser

    feed = feedparser.parse(data, response_headers={"content-location": base} if base else None)
    if not feed.get("version") and not feed.entries:
        raise InputError(f"{origin} is no feed (neither RSS, Atom nor JSON Feed); check the address or file")
    title = _words(feed.feed.get("title"))
    return [page for entry in feed.entries if (page := _entry_page(dict(entry), title, origin, base))]


def _entry_page(entry: Mapping[str, object], feed_title: str | None, origin: str, base: str | None) -> Page | None:
    link = _words(entry.get("link"))
    url = urljoin(base or "", link) if link else None
    content = entry.get("content")
    parts = (
        [_words(part.get("value")) for part in content if isinstance(part, dict)] if isinstance(content, list) else []
    )
    body = max((part for part in (*parts, _words(entry.get("summary"))) if part), key=len, default="")
    id_ = _words(entry.get("id")) or url or _words(entry.get("title"))
    if id_ is None:
        return None
    source = entry.get("source")
    publisher = _words(source.get("title")) if isinstance(source, dict) else None
    return Page(
        id=url or id_,
        html=_wrap(body),
        url=url,
        publisher=publisher or feed_title,
        title=plain_text(_words(entry.get("title")) or "") or None,
        byline=_words(entry.get("author")),
        published=_words(entry.get("published")) or _words(entry.get("updated")),
        updated=_words(entry.get("updated")),
        origin=origin,
        sha256=digest(repr((id_, body, entry.get("title"), entry.get("updated"))).encode("utf-8", "replace")),
    )


def _parse_json_feed(data: bytes, origin: str, base: str | None) -> list[Page]:
    try:
        value = decode_json(data)
    except InputError as err:
        raise InputError(f"{origin} is no feed: it {err}") from err
    if not is_json_feed(value):
        raise InputError(f"{origin} is no feed (neither RSS, Atom nor JSON Feed); check the address or file")
    feed = cast("dict[str, object]", value)
    items = cast("list[object]", feed.get("items"))
    return [
        page
        for item in items
        if isinstance(item, dict) and (page := _item_page(item, _words(feed.get("title")), origin, base))
    ]


def is_json_feed(value: object) -> bool:
    """Whether a JSON value is a JSON Feed (jsonfeed.org)."""
    return (
        isinstance(value, dict) and "jsonfeed.org" in str(value.get("version")) and isinstance(value.get("items"), list)
    )


def _item_page(item: Mapping[str, object], feed_title: str | None, origin: str, base: str | None) -> Page | None:
    link = _words(item.get("url"))
    url, id_ = urljoin(base or "", link) if link else None, _words(item.get("id"))
    text, markup = _words(item.get("content_text")), _words(item.get("content_html"))
    if not (url or id_):
        return None
    authors = item.get("authors") or [item.get("author")]
    names = [
        name
        for author in cast("list[object]", authors)
        if isinstance(author, dict) and (name := _words(author.get("name")))
    ]
    return Page(
        id=url or id_ or "",
        text=text if not markup else None,
        html=_wrap(markup or _words(item.get("summary")) or "") if markup or not text else None,
        url=url,
        publisher=feed_title,
        title=_words(item.get("title")),
        byline=", ".join(names) or None,
        published=_words(item.get("date_published")),
        updated=_words(item.get("date_modified")),
        language=_words(item.get("language")),
        origin=origin,
        sha256=digest(repr(sorted(item.items(), key=str)).encode("utf-8", "replace")),
    )


def _wrap(markup: str) -> str:
    """A piece of HTML as a page, so that it is read as the article's body."""
    return (
        f"<html><body><article><p>{markup}</p></article></body></html>"
        if "<p" not in markup
        else f"<html><body><article>{markup}</article></body></html>"
    )


def _words(value: object) -> str | None:
    return value.strip() or None if isinstance(value, str) else None


def page_of(fetched: Fetched, url: str) -> Page:
    """The page of an answer; raises InputError where it is neither HTML nor text."""
    kind, body = fetched.content_type, fetched.body or b""
    if kind and not kind.startswith(("text/", "application/xhtml", "application/xml")):
        raise InputError(f"{url} is {kind}, not a page; give it as text or HTML")
    if b"\x00" in body[:4096] and not body.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise InputError(f"{url} is binary, not a page; check the address")
    page = html_page(body, id=url, origin=fetched.url, charset=fetched.charset)
    return replace(page, url=fetched.url, taken=fetched.taken)


def read_entry(entry: Page, web: Web, options: InputOptions) -> Page | Failure:
    """The article a feed's entry points to, with what the feed says of it; the feed's own text where that is whole."""
    if not options.web.follow_entries or entry.url is None:
        return entry
    try:
        page = page_of(web.fetch(entry.url), entry.id)
    except InputError as err:
        whole = entry.text or plain_text(entry.html or "")
        return entry if len(whole) >= ENOUGH else Failure(item=entry.url, stage="acquire", why=str(err))
    fields = ("publisher", "title", "byline", "published", "updated", "language")
    return replace(page, **{name: getattr(entry, name) for name in fields if getattr(entry, name)})


def follow_once(state: FeedState, web: Web, options: InputOptions) -> tuple[FeedState, Iterator[Page | Failure]]:
    """One poll of a feed: the state to go on from, and its new or changed articles as they come.

    Raises InputError where the feed cannot be had. An article that changed keeps its address and gets an id of its own
    (address@digest), so that versions stand side by side. The state counts all entries as seen; drop it where the
    articles were not all taken.
    """
    fetched = web.fetch(state.url, validators=state.validators)
    if fetched.body is None:
        return state, iter(())
    entries = parse_feed(fetched.body, state.url, base=fetched.url)
    known = dict(state.seen)
    fresh = [_versioned(entry, known) for entry in entries if known.get(entry.id) != entry.sha256]
    seen = known | {entry.id: entry.sha256 or "" for entry in entries}
    kept = tuple(seen.items())[-10_000:]  # feeds show tens to hundreds of entries; old ones do not come back
    many = options.web.hosts_at_once
    items = map_ahead(lambda entry: read_entry(entry, web, options), fresh, workers=many, ahead=AHEAD * many)
    return FeedState(url=state.url, validators=fetched.validators, seen=kept), items


def _versioned(entry: Page, known: Mapping[str, str]) -> Page:
    return replace(entry, id=f"{entry.id}@{(entry.sha256 or '')[:12]}") if entry.id in known else entry


def follow(
    states: Sequence[FeedState], web: Web, options: InputOptions, *, rounds: int | None = None, every: float = 900
) -> Iterator[Page | Failure | FeedState]:
    """Polls the feeds in turn, for ever or `rounds` times: articles as they come, after each feed its new state to keep.

    A feed that fails gives a Failure and keeps its state.
    """
    current, number = list(states), 0
    while rounds is None or number < rounds:
        if number:
            options.web.sleep(every)
        number += 1
        for index, state in enumerate(current):
            try:
                current[index], items = follow_once(state, web, options)
                yield from items
                yield current[index]
            except InputError as err:
                yield Failure(item=state.url, stage="acquire", why=str(err))

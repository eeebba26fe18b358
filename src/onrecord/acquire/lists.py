"""Addresses come in; their pages go out in the same order, fetched from several hosts at once while earlier ones are read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from onrecord.acquire.ahead import AHEAD, map_ahead
from onrecord.acquire.blobs import decode_text
from onrecord.acquire.feeds import is_json_feed, page_of, parse_feed, read_entry
from onrecord.acquire.lines import decode_json
from onrecord.acquire.options import InputOptions
from onrecord.acquire.web import Fetched, Web
from onrecord.record import Failure, InputError, Page

Found = Iterator[Page | Failure]
_FEED_TYPES = ("application/rss", "application/atom", "application/feed+json", "application/rdf")
_FEED_HEAD = re.compile(rb"^\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)*<(?:rss|feed|rdf:RDF)\b", re.DOTALL)
_OPML_FEED = re.compile(r"xmlUrl\s*=\s*[\"'](https?://[^\"']+)[\"']", re.IGNORECASE)


def split_list(data: bytes, origin: str) -> list[str]:
    """The addresses of a list, one a line; blank lines and those that begin with # are left out."""
    lines = (line.strip() for line in decode_text(data, origin).splitlines())
    return [line for line in lines if line and not line.startswith("#")]


def split_opml(data: bytes, origin: str) -> list[str]:
    """The addresses of the feeds in an OPML list of subscriptions."""
    found = [address.replace("&amp;", "&") for address in _OPML_FEED.findall(data.decode("utf-8", "replace"))]
    if not found:
        raise InputError(f"{origin} lists no feeds")
    return found


def open_addresses(urls: Iterable[str], options: InputOptions) -> Found:
    """The article at each address, or the articles of the feed there; a Failure for each that cannot be had."""
    many = options.web.hosts_at_once
    with Web(options.web, now=options.now) as web:
        for items in map_ahead(lambda url: _open_address(url, web, options), urls, workers=many, ahead=AHEAD * many):
            yield from items


def _open_address(url: str, web: Web, options: InputOptions) -> list[Page | Failure]:
    try:
        fetched = web.fetch(url)
        if not is_feed(fetched):
            return [page_of(fetched, url)]
        return [read_entry(entry, web, options) for entry in parse_feed(fetched.body or b"", url, base=fetched.url)]
    except InputError as err:
        return [Failure(item=url, stage="acquire", why=str(err))]


def is_feed(fetched: Fetched) -> bool:
    """Whether an answer is a feed, by its type or its beginning."""
    body = fetched.body or b""
    if fetched.content_type.startswith(_FEED_TYPES) or _FEED_HEAD.match(body[:2000]):
        return True
    if "json" not in fetched.content_type:
        return False
    try:
        return is_json_feed(decode_json(body))
    except InputError:
        return False

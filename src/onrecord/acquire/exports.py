"""An export of a Telegram chat, a Mastodon outbox or an X archive comes in; a Page of kind `post` goes out for each post."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import BinaryIO
from urllib.parse import urlsplit

import msgspec

from onrecord.acquire.blobs import Source, digest, read_all
from onrecord.acquire.lines import decode_json
from onrecord.acquire.options import InputOptions
from onrecord.acquire.records import from_epoch
from onrecord.record import Failure, InputError, Page

Found = Iterator[Page | Failure]
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_PARAGRAPH = re.compile(r"</p>\s*<p[^>]*>", re.IGNORECASE)
_TAG = re.compile(r"<[^>]+>")
_X_HEAD = re.compile(rb"^\s*window\.YTD\.(\w+)\.part\d+ *= *")
_RETWEET = re.compile(r"^RT (@\w+):")


def is_telegram(value: object) -> bool:
    """Whether a JSON value is an export of Telegram Desktop: one chat, or all of them."""
    if not isinstance(value, dict):
        return False
    return isinstance(value.get("messages"), list) or isinstance(value.get("chats"), dict)


def is_outbox(value: object) -> bool:
    """Whether a JSON value is an ActivityPub collection of a Mastodon archive."""
    return isinstance(value, dict) and isinstance(value.get("orderedItems"), list)


def read_telegram(value: Mapping[str, object], source: Source) -> Found:
    """Messages with words, in order; pictures alone and service messages are passed over."""
    chats = value.get("chats")
    inner = chats.get("list") if isinstance(chats, dict) else [value]
    for chat in inner if isinstance(inner, list) else []:
        messages = chat.get("messages") if isinstance(chat, dict) else None
        for message in messages if isinstance(messages, list) else []:
            if isinstance(message, dict) and message.get("type", "message") == "message":
                yield from _telegram_post(chat, message, source)


def _telegram_post(chat: Mapping[str, object], message: Mapping[str, object], source: Source) -> Iterator[Page]:
    text = flatten_telegram(message.get("text"))
    if not text.strip():
        return
    name = _string(chat.get("name"))
    yield Page(
        id=f"telegram:{chat.get('id', name)}:{message.get('id')}",
        text=text,
        publisher=name,
        published=from_epoch(message.get("date_unixtime")) or _string(message.get("date")),
        updated=from_epoch(message.get("edited_unixtime")),
        kind="post",
        author=_string(message.get("forwarded_from")) or _string(message.get("author")) or _string(message.get("from")),
        account=name,
        origin=source.origin,
        sha256=digest(msgspec.json.encode(message)),
    )


def flatten_telegram(value: object) -> str:
    """A message's text: a string, or a list of strings and of objects with a text."""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return "".join(flatten_telegram(part) for part in value)
    return flatten_telegram(value.get("text")) if isinstance(value, dict) else ""


def read_outbox(value: Mapping[str, object], source: Source) -> Found:
    """The account's own posts; boosts carry no words and are passed over."""
    items = value.get("orderedItems")
    actor = _actor(source.beside("actor.json"))
    for item in items if isinstance(items, list) else []:
        post = item.get("object") if isinstance(item, dict) else None
        if not isinstance(post, dict) or item.get("type") != "Create":
            continue
        text = plain_text(_string(post.get("content")) or "")
        if text.strip():
            yield _mastodon_page(post, text, actor, source)


def _mastodon_page(post: Mapping[str, object], text: str, actor: Mapping[str, object], source: Source) -> Page:
    address = _string(post.get("attributedTo")) or ""
    account = f"@{address.rstrip('/').rsplit('/', 1)[-1].lstrip('@')}@{urlsplit(address).netloc}" if address else None
    return Page(
        id=_string(post.get("id")) or _string(post.get("url")) or f"{source.id}:{digest(text.encode())[:12]}",
        text=text,
        url=_string(post.get("url")),
        publisher=urlsplit(address).netloc or None,
        title=_string(post.get("summary")),
        published=_string(post.get("published")),
        updated=_string(post.get("updated")),
        kind="post",
        author=_string(actor.get("name")) or account,
        account=account,
        origin=source.origin,
        sha256=digest(msgspec.json.encode(post)),
    )


def _actor(data: bytes | None) -> Mapping[str, object]:
    try:
        value = decode_json(data) if data else {}
    except InputError:
        return {}
    return value if isinstance(value, dict) else {}


def plain_text(markup: str) -> str:
    """Words of a short piece of HTML: paragraphs and line breaks as lines, tags dropped, entities read."""
    lines = _PARAGRAPH.sub("\n\n", _BREAK.sub("\n", markup))
    return html.unescape(_TAG.sub("", lines)).strip()


def read_x(stream: BinaryIO, source: Source, options: InputOptions) -> Found:
    """The posts of an X archive's tweets.js; its other files hold no posts and give nothing."""
    data = read_all(stream, source, options)
    head = _X_HEAD.match(data)
    if head is None or head[1] not in (b"tweets", b"tweet", b"note_tweet"):
        return
    try:
        value = decode_json(data[head.end() :].rstrip().rstrip(b";"))
    except InputError as err:
        raise InputError(f"{source.origin} {err}") from err
    user, name = _x_account(source.beside("account.js"))
    for item in value if isinstance(value, list) else []:
        post = item.get("tweet", item) if isinstance(item, dict) else None
        if isinstance(post, dict) and _string(post.get("full_text") or post.get("text")):
            yield _x_page(post, user, name, source)


def _x_page(post: Mapping[str, object], user: str | None, name: str | None, source: Source) -> Page:
    text = html.unescape(_string(post.get("full_text")) or _string(post.get("text")) or "")
    number = _string(post.get("id_str")) or str(post.get("id"))
    retweet = _RETWEET.match(text)
    return Page(
        id=f"x:{number}",
        text=text,
        url=f"https://x.com/{user or 'i'}/status/{number}",
        publisher="X",
        published=_x_time(_string(post.get("created_at"))),
        language=_string(post.get("lang"))
        if post.get("lang") not in ("und", "zxx", "qme", "qst", "qht", "qam")
        else None,
        kind="post",
        author=retweet[1] if retweet else name,
        account=f"@{user}" if user else None,
        origin=source.origin,
        sha256=digest(msgspec.json.encode(post)),
    )


def _x_account(data: bytes | None) -> tuple[str | None, str | None]:
    """User name and display name from an archive's account.js."""
    head = _X_HEAD.match(data or b"")
    if data is None or head is None:
        return None, None
    try:
        value = decode_json(data[head.end() :].rstrip().rstrip(b";"))
    except InputError:
        return None, None
    account = value[0].get("account") if isinstance(value, list) and value and isinstance(value[0], dict) else None
    if not isinstance(account, dict):
        return None, None
    return _string(account.get("username")), _string(account.get("accountDisplayName"))


def _x_time(value: str | None) -> str | None:
    """ISO 8601 of "Wed Oct 10 20:19:24 +0000 2018"."""
    try:
        return datetime.strptime(value or "", "%a %b %d %H:%M:%S %z %Y").isoformat()
    except ValueError:
        return value


def _string(value: object) -> str | None:
    return value.strip() or None if isinstance(value, str) else None

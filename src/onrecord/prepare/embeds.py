"""The text of an article comes in; the posts of others set into it go out, with author, handle and date."""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.prepare.dates import parse_date
from onrecord.record import Embed, EmbedKind, Span, content_id

_MONTH_DAY = (
    r"(?:(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec)[a-z]*\.?\s\d{1,2},?\s(?:19|20)\d\d"
    r"|\d{1,2}\s(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec)[a-z]*\.?,?\s(?:19|20)\d\d|(?:19|20)\d\d-\d\d-\d\d)"
)
SIGNATURE = re.compile(
    rf"""(?P<dash>[—–―]|--|-(?=\s))\s*
    (?P<author>[^\n@()—]{{1,80}}(?:\([^()@\n]{{1,30}}\)[^\n@()—]{{0,20}})?)\s*
    \((?P<handle>@[\w.@-]{{1,60}})\)[\s,|·•-]*
    (?P<date>{_MONTH_DAY})(?:,?\s(?:at\s)?[\d:]{{4,5}}(?:\s?[ap]m)?)?\W{{0,3}}\s*$""",
    re.VERBOSE | re.MULTILINE,
)
"""The line that X and Mastodon put under an embedded post: — Name (@handle) November 5, 2024"""
_PIC = re.compile(
    r"(?:A (?:post|photo|video) (?:shared|posted) by|View this post on Instagram|Posted by)\s*(?P<author>[^(\n@]{0,60}?)\s*"
    r"(?:\((?P<handle>@[\w.]{1,40})\))?(?:\son\s(?P<date>.{6,40}))?\s*$",
    re.MULTILINE,
)
"""The line that Instagram puts under one."""
POST_MARK = re.compile(
    r"https?://t\.co/|pic\.twitter\.com/|(?<![\w/])[#@]\w|[\U0001F300-\U0001FAFF\u2600-\u27BF\U0001F1E6-\U0001F1FF]|…$"
)
_INTRODUCED = re.compile(
    r"\b(?:tweeted|posted|post|tweet|X|Twitter|Telegram|Instagram|Facebook|Truth Social|Bluesky|Mastodon)\b[^.!?]{0,60}:\s*$"
)
_WRITTEN_BY = re.compile(r"\b(?:writes|wrote|written by|by)\s+(@\w{1,40})", re.IGNORECASE)
LONGEST_POST = 280
"""Characters a post may have on X without a subscription (links count as 23): what is before that is the article."""


def find_text_posts(text: str, paragraphs: Sequence[Span], article_id: str) -> tuple[Embed, ...]:
    """Posts that plain text shows by the signature line under them.

    The paragraph before the line is the post (or what stands before the signature in its own paragraph); further
    paragraphs are only while they look like one and the whole stays within a post's length, or up to words that
    introduce it ("wrote on X:").
    """
    found: list[Embed] = []
    for number, span in enumerate(paragraphs):
        line = span.of(text)
        if "@" not in line and "shared by" not in line:
            continue
        match = SIGNATURE.search(text, span.start, span.end) or _PIC.search(text, span.start, span.end)
        if match is None:
            continue
        floor = found[-1].span.end if found else 0
        first = _first_paragraph(text, paragraphs, number, match.start(), floor)
        if first is not None:
            found.append(_embed(text, article_id, Span(first, span.end), match))
    return tuple(found)


def _first_paragraph(text: str, paragraphs: Sequence[Span], number: int, signed: int, floor: int) -> int | None:
    """Where the post begins whose signature stands at `signed` in paragraph `number`."""
    own = paragraphs[number]
    if signed - own.start > 20:
        return own.start if signed - own.start < 3 * LONGEST_POST else None
    if number == 0 or paragraphs[number - 1].start < floor:
        return None
    first = number - 1
    if _INTRODUCED.search(paragraphs[first].of(text)):
        return None
    return paragraphs[_extend(text, paragraphs, first, floor)].start


def _extend(text: str, paragraphs: Sequence[Span], first: int, floor: int) -> int:
    """How far back the post goes beyond its last paragraph."""
    length = paragraphs[first].end - paragraphs[first].start
    for before in range(first - 1, max(-1, first - 4), -1):
        span = paragraphs[before]
        if span.start < floor:
            return first
        if _INTRODUCED.search(span.of(text)[-120:]):
            return before + 1
        length += span.end - span.start
        if length > 2 * LONGEST_POST:
            break
    return _extend_by_looks(text, paragraphs, first, floor)


def _extend_by_looks(text: str, paragraphs: Sequence[Span], first: int, floor: int) -> int:
    length = paragraphs[first].end - paragraphs[first].start
    while first > 0 and paragraphs[first - 1].start >= floor:
        span = paragraphs[first - 1]
        length += span.end - span.start
        if length > LONGEST_POST or not POST_MARK.search(span.of(text)):
            break
        first -= 1
    return first


def _embed(text: str, article_id: str, span: Span, match: re.Match[str]) -> Embed:
    account = match["author"].strip(" ,-–—") or None
    return make_embed(
        article_id, span, author=find_writer(span.of(text)) or account, account=account, handle=match["handle"],
        posted=parse_date(match["date"]),
    )  # fmt: skip


def find_writer(post: str) -> str | None:
    """The handle of whoever wrote the post where the account publishes another's words ("…, writes @name")."""
    match = _WRITTEN_BY.search(post)
    return match[1] if match else None


def make_embed(
    article_id: str,
    span: Span,
    *,
    kind: EmbedKind = "post",
    author: str | None = None,
    account: str | None = None,
    handle: str | None = None,
    posted: str | None = None,
    url: str | None = None,
) -> Embed:
    """An embed with its id: `author` wrote it, `account` (whose name is `handle`) published it; mostly they are one."""
    return Embed(
        id=content_id("embed", article_id, span.start, span.end), kind=kind, span=span, author=author, handle=handle,
        account=account, posted=posted, url=url,
    )  # fmt: skip

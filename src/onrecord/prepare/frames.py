"""The parsed tree of a page comes in; the posts of others that are set into it, and the captions, go out."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml.html import HtmlElement

from onrecord.knowledge.furniture import is_boilerplate
from onrecord.prepare.dates import FULL_DATE, iso_of, parse_date
from onrecord.prepare.embeds import SIGNATURE
from onrecord.record import EmbedKind

_CLASSES = (
    "twitter-tweet", "twitter-video", "instagram-media", "tiktok-embed", "bluesky-embed", "mastodon-embed", "fb-post",
    "fb-xfbml-parse-ignore", "reddit-card", "reddit-embed-bq", "text-post-media", "truthsocial-embed", "tgme_widget_message",
    "telegram-post", "vk-post", "imgur-embed-pub", "gab-embed", "twitterTweet", "TweetEmbed", "tweet-embed",
)  # fmt: skip
"""Classes that the sites' own embed codes put around a post (X, Instagram, TikTok, Bluesky, Facebook, Reddit, Threads …)."""
_CLASS = re.compile(rf"(?:^|\s)(?:{'|'.join(_CLASSES)})(?:\s|$)")
_OUTSIDE = frozenset({"aside", "nav", "footer", "a", "form"})
_INSIDE = frozenset({"article", "main"})
_CREDIT = re.compile(
    r"\s*\(?(?:photo|image|picture|credit|getty|reuters|ap photo|afp|epa)\b[^)]{0,60}\)?\s*$", re.IGNORECASE
)
_NO_LETTERS = re.compile(r"[\W_]+")
_STATUS = re.compile(r"/(?:status|statuses|p|reel|video|posts|post|s)/[\w.-]+|t\.me/\w+/\d+")
_ACCOUNT = re.compile(
    r"(?:twitter|x|instagram|tiktok|threads|bsky|truthsocial|t)\.(?:com|net|app|me)/(?:profile/)?(@?[\w.-]+)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """A post set into a page: its letters and digits run together (to find it in the text) and whose it is."""

    letters: str
    kind: EmbedKind = "post"
    author: str | None = None
    handle: str | None = None
    posted: str | None = None
    url: str | None = None


def letters_of(text: str) -> str:
    """Letters and digits only, lower case: the same however white space and marks were changed."""
    return _NO_LETTERS.sub("", text).lower()


def find_frames(tree: HtmlElement) -> tuple[Frame, ...]:
    """The posts in the page, in order, outermost only."""
    found = [element for element in tree.iter("blockquote", "div") if _CLASS.search(element.get("class") or "")]
    inner = set(found)
    outer = [element for element in found if not any(other in inner for other in element.iterancestors())]
    return tuple(frame for element in outer if (frame := _frame(element)))


def _frame(element: HtmlElement) -> Frame | None:
    text = "".join(element.itertext())
    letters = letters_of(text)
    if not letters:
        return None
    links = [link.get("href") or "" for link in element.iter("a")]
    url = next((link for link in reversed(links) if _STATUS.search(link)), None) or element.get("cite")
    url = url or element.get("data-instgrm-permalink")
    signed = SIGNATURE.search(" ".join(text.split()))
    handle = signed["handle"] if signed else _handle(url)
    return Frame(
        letters=letters,
        author=signed["author"].strip(" ,-–—") or None if signed else None,
        handle=handle,
        posted=parse_date(signed["date"]) if signed else _posted(element),
        url=url.split("?")[0] if url else None,
    )


def _handle(url: str | None) -> str | None:
    match = _ACCOUNT.search(url or "")
    return f"@{match[1].lstrip('@')}" if match and match[1] not in ("p", "reel", "i") else None


def _posted(element: HtmlElement) -> str | None:
    """The date of a post without a signature: its time element, else the last full date in its links."""
    for mark in element.iter("time"):
        if found := parse_date(mark.get("datetime")):
            return found
    for link in reversed(list(element.iter("a"))):
        if match := FULL_DATE.search("".join(link.itertext())):
            return iso_of(match)
    return None


def find_captions(tree: HtmlElement) -> tuple[str, ...]:
    """Captions of the article's pictures, each once; of the page's where none stands in an article element."""
    placed = [(element, {other.tag for other in element.iterancestors()}) for element in _captions(tree)]
    kept = [(element, tags) for element, tags in placed if not tags & _OUTSIDE]
    inside = [element for element, tags in kept if tags & _INSIDE] or [element for element, _ in kept]
    texts = (" ".join("".join(element.itertext()).split()) for element in inside)
    return tuple(dict.fromkeys(text for text in texts if _is_caption(text)))


def _captions(tree: HtmlElement) -> list[HtmlElement]:
    marked = (element for element in tree.iter("p", "div") if "wp-caption-text" in (element.get("class") or ""))
    return [*tree.iter("figcaption"), *marked]


def _is_caption(text: str) -> bool:
    """Whether it says something: more than a credit, less than an article."""
    return len(text) <= 1000 and len(_CREDIT.sub("", text).split()) >= 4 and not is_boilerplate(text)

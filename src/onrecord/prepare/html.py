"""HTML comes in; the body's text with embedded posts, captions apart, and the page's metadata go out."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from onrecord.knowledge.furniture import find_wall, is_boilerplate
from onrecord.prepare.body import Body
from onrecord.prepare.embeds import find_text_posts, find_writer, make_embed
from onrecord.prepare.frames import Frame, find_captions, find_frames, letters_of
from onrecord.prepare.metadata import Metadata, read_metadata, words_of
from onrecord.record import BlankArticle, Embed, InputError, Span

if TYPE_CHECKING:
    from trafilatura.settings import Extractor

_STRIPPED = (
    "script", "style", "svg", "noscript", "template", "link", "meta", "iframe", "button", "input", "select", "option",
    "textarea", "nav", "footer", "aside", "head", "figure", "picture", "video", "audio", "label", "menu", "time", "object",
    "canvas", "dialog", "fieldset", "embed",
)  # fmt: skip
"""Elements that hold no body text. Taking them out first leaves F1 on the 181 pages as it is (.9624) and makes
trafilatura, which copies the tree many times, 1.7 times as fast."""
_INVALID = bytes({*range(32)} - {9, 10, 13})  # control characters that XML forbids
_XML_HEAD = re.compile(r"^\s*<\?xml[^>]*\?>")
_BLOCKS = frozenset(
    {"p", "head", "item", "quote", "code", "row", "ab", "div", "list", "table", "lb", "body", "details"}
)
DEEPEST = 1000
"""Levels of tags: the deepest of 181 news pages has 61, and the parsers below recurse."""

_too_deep = etree.XPath("boolean(" + "/*" * (DEEPEST + 1) + ")")
"""Level by level, so that the cost is that of one visit to each element."""

_ONE_CLASS = etree.ElementDefaultClassLookup(element=HtmlElement)
"""lxml.html asks a Python function for the class of each element it hands out; forms and inputs need none of their own here."""

logging.getLogger("trafilatura").addHandler(logging.NullHandler())


def read_html(html: str, article_id: str, *, url: str | None = None) -> Body:
    """The body of an article's page. Raises BlankArticle where there is no text, InputError for what is no page."""
    tree = parse_html(html, article_id)
    found = read_metadata(tree, url)
    frames, captions = find_frames(tree), find_captions(tree)
    published = found.published or _guess_date(tree, found.canonical_url or url)
    etree.strip_elements(tree, *_STRIPPED, with_tail=False)
    lines = [line for line in _body_lines(tree) if not is_boilerplate(line)]
    lines = _without_title(lines, found)
    text = "\n\n".join(lines)
    if wall := find_wall(lines or [words_of(tree)[:1000]]):
        raise InputError(
            f"{article_id} shows a wall (“{wall[:60]}”), not the article; save the page in a browser and give the file"
        )
    paragraphs = _spans(lines)
    return Body(
        text=text,
        paragraphs=paragraphs,
        embeds=_place(frames, text, paragraphs, article_id) or find_text_posts(text, paragraphs, article_id),
        captions=captions,
        title=found.title,
        deck=found.deck if found.deck and letters_of(found.deck)[:60] not in letters_of(text[:600]) else None,
        byline=found.byline,
        publisher=found.publisher,
        url=url,
        canonical_url=found.canonical_url,
        section=found.section,
        language=found.language,
        types=found.types,
        published=published,
        updated=found.updated,
    )


def parse_html(html: str, name: str) -> HtmlElement:
    """The tree of a page; raises BlankArticle for an empty one, InputError for tags nested beyond any page."""
    data = _XML_HEAD.sub("", html).encode("utf-8", "replace").translate(None, _INVALID)
    if not data.strip():
        raise BlankArticle(f"{name} is an empty page; check that it was saved whole")
    parser = HTMLParser(encoding="utf-8", collect_ids=False, remove_comments=True, remove_pis=True, huge_tree=True)
    parser.set_element_class_lookup(_ONE_CLASS)
    try:
        tree: HtmlElement = document_fromstring(data, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as err:
        raise BlankArticle(f"{name} holds no page; check that it was saved whole") from err
    if _too_deep(tree):
        raise InputError(
            f"{name} nests its tags more than {DEEPEST:,} deep, as no article does; save it anew or as text"
        )
    return tree


def _guess_date(tree: HtmlElement, url: str | None) -> str | None:
    """A day found by htmldate in what is written on the page, where nothing was marked up as the date."""
    from htmldate import find_date

    found: str | None = find_date(tree, extensive_search=False, original_date=True, url=url)
    return found


def _body_lines(tree: HtmlElement) -> Iterator[str]:
    """Paragraphs of the article's body, white space collapsed."""
    from trafilatura import bare_extraction

    document = bare_extraction(tree, options=_extraction())
    body = getattr(document, "body", None)
    return _lines(body) if body is not None else iter(())


@cache
def _extraction() -> Extractor:
    """How trafilatura works: without its slow fall-backs, and without writing out text (format "python" would)."""
    from trafilatura.settings import Extractor

    return Extractor(output_format="txt", fast=True, comments=False)


def _lines(body: etree._Element) -> Iterator[str]:
    """Text of the blocks in document order; a line break within a block ends a line too."""
    pieces: list[str] = []
    for event, element in etree.iterwalk(body, events=("start", "end")):
        block = element.tag in _BLOCKS
        if block:
            yield from _flush(pieces)
        elif element.tag == "cell" and event == "start" and pieces:
            pieces.append(" | ")
        words = element.text if event == "start" else element.tail
        if words:
            pieces.append(words)
    yield from _flush(pieces)


def _flush(pieces: list[str]) -> Iterator[str]:
    line = " ".join("".join(pieces).split()).strip("| ")
    pieces.clear()
    if line:
        yield line


def _without_title(lines: list[str], found: Metadata) -> list[str]:
    """The lines without the headline, deck and byline where these are repeated at the top: they are kept apart."""
    apart = {letters_of(words) for words in (found.title, found.byline, f"by {found.byline}") if words}
    top = [line for line in lines[:4] if letters_of(line) not in apart]
    return top + lines[4:]


def _spans(lines: Sequence[str]) -> tuple[Span, ...]:
    spans, start = [], 0
    for line in lines:
        spans.append(Span(start, start + len(line)))
        start += len(line) + 2
    return tuple(spans)


def _place(frames: Sequence[Frame], text: str, paragraphs: Sequence[Span], article_id: str) -> tuple[Embed, ...]:
    """The embeds whose words stand in the text: runs of paragraphs that lie within one post."""
    owners: list[int | None] = []
    for span in paragraphs if frames else ():
        owners.append(
            _owner(span.of(text), frames, next((owner for owner in reversed(owners) if owner is not None), 0))
        )
    embeds: list[Embed] = []
    for owner, run in groupby(range(len(owners)), key=lambda number: owners[number]):
        if owner is None:
            continue
        numbers = list(run)
        frame, span = frames[owner], Span(paragraphs[numbers[0]].start, paragraphs[numbers[-1]].end)
        embeds.append(
            make_embed(
                article_id, span, kind=frame.kind, author=find_writer(span.of(text)) or frame.author, account=frame.author,
                handle=frame.handle, posted=frame.posted, url=frame.url,
            )
        )  # fmt: skip
    return tuple(embeds)


def _owner(line: str, frames: Sequence[Frame], last: int) -> int | None:
    """Number of the post that the line is part of; posts come in order, so none before the last one found."""
    letters = letters_of(line)
    if len(letters) < 12:
        return None
    return next((number for number in range(last, len(frames)) if letters in frames[number].letters), None)

"""A Page comes in; an Article goes out: text that never changes, with everything around the body kept apart from it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from onrecord.knowledge.outlets import find_outlet, find_outlet_by_host, host_of
from onrecord.prepare.body import Body
from onrecord.prepare.dates import parse_date
from onrecord.prepare.embeds import SIGNATURE
from onrecord.prepare.html import read_html
from onrecord.prepare.kinds import tell_kind
from onrecord.prepare.language import SetAside, tell_language
from onrecord.prepare.opening import Opening, find_opening
from onrecord.prepare.plain import read_plain
from onrecord.prepare.sentences import split_sentences
from onrecord.record import Article, BlankArticle, DateOrigin, InputError, Page, Problem, Span


def read_article(page: Page) -> Article:
    """The article of a page.

    What the page's supplier gave wins over what is found in it. A date that is none is left out with a problem.
    Raises BlankArticle when there is no text, SetAside for languages other than English, InputError for broken pages.
    """
    body = _read_body(page)
    if not body.paragraphs:
        raise BlankArticle(f"{page.id} has no text to read; check that the page or file holds an article")
    posts = _in_posts(body)
    opening = find_opening(body.text, body.paragraphs, skip=posts) if page.kind != "post" else Opening()
    language = _language(page, body, posts)
    dates = _dates(page, body, opening)
    title = page.title or body.title or (opening.headline.of(body.text) if opening.headline else None)
    publisher = _publisher(page, body)
    return Article(
        id=page.id,
        text=body.text,
        text_sha256=hashlib.sha256(body.text.encode("utf-8", "surrogatepass")).hexdigest(),
        paragraphs=body.paragraphs,
        sentences=tuple(_past_datelines(body, opening.furniture)),
        url=page.url or body.url,
        canonical_url=body.canonical_url,
        publisher=publisher,
        title=title,
        deck=body.deck,
        byline=page.byline or page.author or body.byline or opening.byline,
        agency=_agency(page, body, opening, publisher),
        dateline=opening.dateline,
        section=body.section,
        language=language,
        kind=tell_kind(body, title=title, publisher=publisher, given=page.kind),
        published=dates.published,
        updated=dates.updated,
        published_from=dates.origin,
        not_before=_not_before(body),
        captions=body.captions,
        embeds=body.embeds,
        origin=page.origin,
        taken=page.taken,
        page_sha256=page.sha256,
        furniture=tuple(sorted({*opening.furniture, *_signatures(body)})),
        problems=dates.problems,
    )


def _past_datelines(body: Body, furniture: Sequence[Span]) -> Iterator[Span]:
    """The sentences, a dateline as one of its own: as the first words of one it passes for who speaks."""
    ends = {part.start: part.end for part in furniture}
    for one in split_sentences(body.text, body.paragraphs):
        end = ends.get(one.start, one.end)
        if end < one.end:
            yield Span(one.start, one.start + len(body.text[one.start : end].rstrip()))
        yield Span(end, one.end) if end < one.end else one


def _read_body(page: Page) -> Body:
    if page.text is not None:
        return read_plain(page.text, page.id)
    if page.html is not None:
        return read_html(page.html, page.id, url=page.url)
    raise InputError(f"{page.id} has neither text nor HTML; give one of them")


def _in_posts(body: Body) -> frozenset[int]:
    """Numbers of the paragraphs that lie in embedded posts."""
    return frozenset(
        number
        for number, span in enumerate(body.paragraphs)
        if any(embed.span.start <= span.start < embed.span.end for embed in body.embeds)
    )


def _signatures(body: Body) -> list[Span]:
    """The signature lines of embedded posts: a name, a handle and a date, no prose."""
    lines = (SIGNATURE.search(body.text, embed.span.start, embed.span.end) for embed in body.embeds)
    return [Span(*match.span()) for match in lines if match]


def _language(page: Page, body: Body, posts: frozenset[int]) -> str | None:
    """The language found in the article's own words; what was given counts where these are too few to tell."""
    own = "\n".join(span.of(body.text) for number, span in enumerate(body.paragraphs[:40]) if number not in posts)
    found = tell_language(own or body.text)
    given = (page.language or body.language or "").strip().lower()[:2] or None
    language = found or given
    if language not in (None, "en") and (found is not None or page.language is not None):
        raise SetAside(f"{page.id} is set aside: language {language}; only English is read")
    return "en" if found == "en" or given == "en" else None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Dates:
    published: str | None = None
    updated: str | None = None
    origin: DateOrigin | None = None
    problems: tuple[Problem, ...] = ()


def _dates(page: Page, body: Body, opening: Opening) -> _Dates:
    """The document's date by descending authority: given, the page's metadata, its dateline, a date line in the text."""
    problems = tuple(
        Problem(stage="read", what=f"the {name} date given is none: “{value[:60]}”; it is left out")
        for name, value in (("published", page.published), ("updated", page.updated))
        if value and parse_date(value) is None
    )
    candidates: tuple[tuple[str | None, DateOrigin], ...] = (
        (parse_date(page.published), "given"),
        (body.published, "html"),
        (_dateline_date(opening, body, page), "dateline"),
        (opening.date, "text"),
    )
    published, origin = next(((value, origin) for value, origin in candidates if value), (None, None))
    updated = parse_date(page.updated) or body.updated
    return _Dates(published=published, updated=updated, origin=origin, problems=problems)


def _dateline_date(opening: Opening, body: Body, page: Page) -> str | None:
    """The dateline's day, its year from itself or from when the page was updated or taken: the last such day before."""
    if opening.dateline_day is None:
        return None
    year, month, day = opening.dateline_day
    if year is None:
        anchor = parse_date(page.updated) or body.updated or opening.date
        if anchor is None:
            return None
        year = int(anchor[:4]) - ((month, day) > (int(anchor[5:7]), int(anchor[8:10])))
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _not_before(body: Body) -> str | None:
    """The latest date of an embedded post: the article cannot be older than what it shows."""
    return max((embed.posted[:10] for embed in body.embeds if embed.posted), default=None)


def _publisher(page: Page, body: Body) -> str | None:
    """Who published it: given, by metadata, else by host; in the name under which the outlet is known."""
    if page.publisher:
        return page.publisher
    address = body.canonical_url or page.url or body.url
    known = find_outlet(body.publisher) if body.publisher else None
    known = known or (find_outlet_by_host(address) if address else None)
    if known is not None:
        return known.name
    return body.publisher or (host_of(address) or None if address else None)


def _agency(page: Page, body: Body, opening: Opening, publisher: str | None) -> str | None:
    """The agency whose text it is: given, by credit, by an agency as author, or the publisher where it is one."""
    if page.agency:
        known = find_outlet(page.agency)
        return known.name if known else page.agency
    if opening.agency:
        return opening.agency
    for name in (body.byline, publisher):
        outlet = find_outlet(name) if name else None
        if outlet is not None and outlet.kind == "agency":
            return outlet.name
    return None

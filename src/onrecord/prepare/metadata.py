"""The parsed tree of a page comes in; what its head and markup say about the article goes out."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from onrecord.knowledge.furniture import is_boilerplate
from onrecord.knowledge.outlets import find_outlet, host_of
from onrecord.prepare.dates import parse_date

PUBLISHED = (
    "article:published_time", "article:published", "og:published_time", "datepublished", "dc.date.issued",
    "dcterms.created", "dc.date.created", "dc.date", "dcterms.date", "parsely-pub-date", "sailthru.date", "pubdate",
    "publishdate", "publish-date", "publish_date", "published_time", "publication_date", "article_date_original", "ptime",
    "cxenseparse:recs:publishtime", "article.published", "originalpublicationdate", "displaydate", "date", "date_published",
    "citation_publication_date", "citation_date", "bt:pubdate", "rnews:datepublished", "og:article:published_time",
)  # fmt: skip
UPDATED = (
    "article:modified_time", "article:modified", "og:updated_time", "datemodified", "dcterms.modified", "dc.date.modified",
    "lastmod", "last-modified", "utime", "article.updated", "date_modified", "bt:moddate", "rnews:datemodified",
)  # fmt: skip
AUTHORS = (
    "byl", "author", "article:author", "parsely-author", "sailthru.author", "dc.creator", "dcterms.creator", "dc.author",
    "article:author_name", "authors", "article.author", "cxenseparse:author", "og:article:author", "citation_author", "twitter:data1",
)  # fmt: skip
TITLES = (
    "og:title",
    "twitter:title",
    "headline",
    "dc.title",
    "dcterms.title",
    "parsely-title",
    "sailthru.title",
    "title",
)
SITES = (
    "og:site_name",
    "application-name",
    "dc.publisher",
    "publisher",
    "apple-mobile-web-app-title",
    "cre",
    "twitter:app:name:iphone",
)
SECTIONS = (
    "article:section",
    "parsely-section",
    "section",
    "articlesection",
    "og:section",
    "cxenseparse:section",
    "sailthru.section",
)
"""Names under which pages keep these in <meta>, most trusted first (Open Graph, Dublin Core, Parse.ly, Sailthru …)."""
_ARTICLE_TYPE = re.compile(
    r"(?:\w*Article|BlogPosting|LiveBlogPosting|Report|SocialMediaPosting|ImageGallery|MediaGallery)$"
)
_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")
_LEAD = re.compile(r"^(?:by|written by|posted by|author|authors|story by|words by|von|por|par)\s*:?\s+", re.IGNORECASE)
_NO_NAME = re.compile(
    r"https?://|@|\b(?:admin|staff|editor(?:ial)?|newsroom|news ?desk|web ?desk|webmaster|desk|team|min(?:utes?)? read|comments?|posted|published|updated)\b|"
    r"^(?:guest|anonymous|unknown)\b|\b(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.? \d|\d{3}",
    re.IGNORECASE,
)
_SPLIT = re.compile(
    r"\s*(?:,|;|\||&|\band\b|\s(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day(?=\s*(?:,|$))|(?<=\w{4})\.\s)\s*"
)
_TITLE_TAIL = re.compile(r"\s+[|–—·»:-]+\s+[^|–—·»]{2,60}$")
_WORDS = re.compile(r"\w+")
_URL_DAY = re.compile(
    r"/(?P<y>(?:19|20)\d\d)[/-](?P<m>[01]?\d|[a-z]{3})[/-](?P<d>[0-3]?\d)(?=[/\-_.]|$)", re.IGNORECASE
)
_BYLINE_CLASS = re.compile(r"byline|author[-_]{0,2}name|article-author|(?:^|\s)authors?(?:\s|$)", re.IGNORECASE)
_AUTHOR_PAGE = re.compile(r"/authors?/[^/]{3,80}/?$", re.IGNORECASE)
_DECK_CLASS = re.compile(
    r"standfirst|sub-?head|sub-?title|(?:^|[\s_-])de[c]?k(?:[\s_-]|$)|article_{0,2}-?intro|lede", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """Fields as the page gives them, cleaned of white space; dates in ISO 8601."""

    title: str | None = None
    deck: str | None = None
    byline: str | None = None
    publisher: str | None = None
    canonical_url: str | None = None
    section: str | None = None
    language: str | None = None
    types: tuple[str, ...] = ()
    published: str | None = None
    updated: str | None = None


def read_metadata(tree: HtmlElement, url: str | None) -> Metadata:
    """What meta elements, JSON-LD and visible headline, byline and times say, the more trusted first."""
    metas, article = _metas(tree), _linked_article(tree)
    publisher = _site(_first(metas, SITES[:1])) or _site(_name(article.get("publisher"))) or _site(_first(metas, SITES))
    canonical = _canonical(tree, metas, article, url)
    published = (
        _date(article.get("datePublished"))
        or _first_date(metas, PUBLISHED)
        or _visible_date(tree)
        or _url_day(canonical or url)
    )
    updated = _date(article.get("dateModified")) or _first_date(metas, UPDATED)
    title = _title(tree, metas, article, publisher=publisher, url=canonical or url)
    return Metadata(
        title=title,
        deck=_deck(tree, metas, title),
        byline=_byline(tree, metas, article, publisher=publisher, host=host_of(canonical or url or "")),
        publisher=publisher,
        canonical_url=canonical,
        section=_text(article.get("articleSection")) or _clean(_first(metas, SECTIONS)),
        language=(tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or "").strip().lower()[:2]
        or None,
        types=_types(article),
        published=published,
        updated=updated if updated and (published is None or updated[:10] >= published[:10]) else None,
    )


def _metas(tree: HtmlElement) -> dict[str, str]:
    """Lower-case name, property or itemprop of each meta element -> its first content."""
    found: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop")
        content = (meta.get("content") or "").strip()
        if name and content:
            found.setdefault(name.strip().lower(), content)
    return found


def _first(metas: Mapping[str, str], names: tuple[str, ...]) -> str | None:
    return next((metas[name] for name in names if name in metas), None)


def _first_date(metas: Mapping[str, str], names: tuple[str, ...]) -> str | None:
    return next((found for name in names if name in metas and (found := parse_date(metas[name]))), None)


def _linked_article(tree: HtmlElement) -> dict[str, object]:
    """The JSON-LD object of the article: the first of a type of articles that has a headline, else the first such."""
    found: list[dict[str, object]] = []
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or ""):
            found += [item for item in _objects(_load(script.text or "")) if _types(item)]
    return next((item for item in found if item.get("headline")), found[0] if found else {})


def _load(text: str) -> object:
    bare = text.strip().removeprefix("<!--").removeprefix("//<![CDATA[").removeprefix("<![CDATA[").removesuffix("-->")
    bare = bare.removesuffix("//]]>").removesuffix("]]>").strip().rstrip(";")
    try:
        value: object = json.loads(_CONTROL.sub(" ", bare))
    except (ValueError, RecursionError):
        return None
    return value


def _objects(value: object, depth: int = 0) -> Iterator[dict[str, object]]:
    """The objects in a JSON-LD value, outer before inner, four levels deep."""
    if isinstance(value, list) and depth < 5:
        for item in value:
            yield from _objects(item, depth + 1)
    elif isinstance(value, dict) and depth < 5:
        yield value
        for name in ("@graph", "mainEntity", "mainEntityOfPage", "hasPart", "itemListElement", "item"):
            yield from _objects(value.get(name), depth + 1)


def _types(item: Mapping[str, object]) -> tuple[str, ...]:
    kinds = item.get("@type")
    names = kinds if isinstance(kinds, list) else [kinds]
    short = (name.rsplit("/", 1)[-1] for name in names if isinstance(name, str))
    return tuple(name for name in short if _ARTICLE_TYPE.match(name))


def _text(value: object) -> str | None:
    if isinstance(value, list):
        value = next((item for item in value if isinstance(item, str)), None)
    return _clean(value) if isinstance(value, str) else None


def _name(value: object) -> str | None:
    """Name of a JSON-LD person or organisation, or of each of a list, joined."""
    if isinstance(value, list):
        names = dict.fromkeys(name for item in value if (name := _name(item)))
        return ", ".join(names) or None
    if isinstance(value, dict):
        return _name(value.get("name"))
    return _clean(value) if isinstance(value, str) else None


def _date(value: object) -> str | None:
    return parse_date(value) if isinstance(value, str) else None


def _clean(value: str | None) -> str | None:
    return " ".join(value.split()) or None if value else None


def _site(value: str | None) -> str | None:
    """The site's name, unless it is an address or an account."""
    name = _clean(value)
    name = name.split(" | ")[0].strip() if name else None
    return name if name and not name.startswith(("http", "@", "//")) and len(name) <= 80 else None


def words_of(element: HtmlElement) -> str:
    """The element's text with white space collapsed."""
    return " ".join("".join(element.itertext()).split())


def _canonical(
    tree: HtmlElement, metas: Mapping[str, str], article: Mapping[str, object], url: str | None
) -> str | None:
    """The first absolute address that names this page and not the site's front."""
    links = (link.get("href") for link in tree.iter("link") if (link.get("rel") or "").lower() == "canonical")
    page = article.get("mainEntityOfPage")
    page = page.get("@id") if isinstance(page, dict) else page
    for candidate in (*links, metas.get("og:url"), article.get("url"), page):
        if not isinstance(candidate, str) or not candidate.strip():
            continue
        try:
            address = urljoin(url or "", candidate.strip())
            parts = urlsplit(address)
        except ValueError:
            continue
        if parts.scheme in ("http", "https") and parts.netloc and (parts.path.strip("/") or parts.query):
            return address
    return None


def _visible_date(tree: HtmlElement) -> str | None:
    """The earliest of the times marked up around the article, which is when it appeared."""
    marks = [mark for mark in tree.iter("time", "abbr", "span", "meta") if mark.get("datetime") or _is_published(mark)]
    named = [
        mark
        for mark in marks
        if "publish" in f"{mark.get('itemprop')} {mark.get('class')} {mark.get('pubdate')}".lower()
    ]
    for mark in (*named, *marks):
        if found := parse_date(mark.get("datetime") or mark.get("content") or mark.get("title")):
            return found
    return None


def _is_published(mark: HtmlElement) -> bool:
    return mark.get("itemprop") == "datePublished" or (mark.tag == "abbr" and "published" in (mark.get("class") or ""))


def _url_day(url: str | None) -> str | None:
    match = _URL_DAY.search(url or "")
    if match is None:
        return None
    month = match["m"]
    if month.isdigit():
        return parse_date(f"{match['y']}-{int(month):02}-{int(match['d']):02}")
    return parse_date(f"{match['d']} {month} {match['y']}")


def _title(
    tree: HtmlElement,
    metas: Mapping[str, str],
    article: Mapping[str, object],
    *,
    publisher: str | None,
    url: str | None,
) -> str | None:
    """The headline shown (h1) where the head agrees with it, else what the head says, without the site's name."""
    head = [title for title in (_text(article.get("headline")), *(_clean(metas.get(name)) for name in TITLES)) if title]
    page_title = next((words_of(title) for title in tree.iter("title")), "")
    if page_title:
        head.append(page_title)
    lines = [line for line in map(words_of, tree.iter("h1")) if 3 <= len(line) <= 400]
    best = max(
        ((_overlap(line, title), -number) for number, line in enumerate(lines) for title in head), default=(0.0, 0)
    )
    alone = len(lines) == 1 and lines[0] != publisher and len(lines[0].split()) >= 4
    if best[0] >= (0.2 if alone else 0.5):
        return lines[-best[1]]
    if head:
        return _cut_site(head[0], publisher, host_of(url or "").split(".")[0])
    return lines[0] if len(lines) == 1 else None


def _overlap(line: str, title: str) -> float:
    """Share of common words among all words of the two."""
    first, second = set(_WORDS.findall(line.lower())), set(_WORDS.findall(title.lower()))
    return len(first & second) / len(first | second) if first and second else 0.0


def _cut_site(title: str, publisher: str | None, site: str) -> str:
    """The title without " | The Site" at its end."""
    match = _TITLE_TAIL.search(title)
    if match is None:
        return title
    tail = match.group().strip(" |–—·»:-").lower()
    known = any(name and (tail in name.lower() or name.lower() in tail) for name in (publisher, site))
    return title[: match.start()] if known or match.group().lstrip()[0] in "|»" else title


def _byline(
    tree: HtmlElement, metas: Mapping[str, str], article: Mapping[str, object], *, publisher: str | None, host: str
) -> str | None:
    """Names of the authors from JSON-LD, meta or markup, whichever first gives a person's name."""
    candidates = [_name(article.get("author")), _name(article.get("creator"))]
    candidates += [metas.get(name) for name in AUTHORS]
    for candidate in candidates:
        if found := clean_byline(candidate, publisher, host):
            return found
    marked = [element for element in tree.iter("a", "span", "div", "p", "address") if _is_byline(element)]
    for element in sorted(marked[:40], key=lambda element: not _is_author(element))[:12]:
        words = words_of(element)
        if 4 <= len(words) <= 120 and (found := clean_byline(words, publisher, host)):
            return found
    linked = {
        words_of(link): None for link in tree.iter("a") if _AUTHOR_PAGE.search((link.get("href") or "").split("?")[0])
    }
    names = [name for words in linked if (name := clean_byline(words, publisher, host))]
    return names[0] if len(names) == 1 else None  # several: those of other articles on the page are among them


def _is_byline(element: HtmlElement) -> bool:
    return _is_author(element) or _BYLINE_CLASS.search(element.get("class") or "") is not None


def _is_author(element: HtmlElement) -> bool:
    return any("author" in (element.get(name) or "").split() for name in ("rel", "itemprop"))


def clean_byline(words: str | None, publisher: str | None, host: str = "") -> str | None:
    """Names joined by ", ", each once, without "By"; None where it is an address, the site itself or no name."""
    text = _LEAD.sub("", " ".join((words or "").split())).strip(" ,|-–—·•")
    names: dict[str, None] = {}
    for part in _SPLIT.split(text):
        name = _LEAD.sub("", part).strip(" .·•-–—") if not part.endswith(("Jr.", "Sr.")) else part
        same = publisher is not None and name.lower() == publisher.lower()
        if not name or same or _NO_NAME.search(name) or not 1 <= len(name.split()) <= 6 or is_boilerplate(name):
            continue
        if name[0].isupper() or not name.isascii():
            names.setdefault(name.title() if name.isupper() and " " in name else name)
    joined = ", ".join(_without_site(list(names), host))
    return joined if joined and len(joined) <= 200 else None


def _without_site(names: list[str], host: str) -> list[str]:
    """The names without that of the site: beside others where its first word stands in the host, alone where it is one
    label of the host, or capitals that name no outlet (the account of a newsroom)."""
    if len(names) > 1:
        kept = [name for name in names if len(first := name.split()[0].lower()) < 4 or first not in host]
        return kept or names
    alone = names[0] if names else ""
    is_site = alone.lower() in host.split(".") or (alone.isupper() and len(alone) > 4 and find_outlet(alone) is None)
    return [] if is_site and " " not in alone else names


def _deck(tree: HtmlElement, metas: Mapping[str, str], title: str | None) -> str | None:
    """The line under the headline: as marked up (and not a frame round the headline), else the page's description."""
    marked = (
        element for element in tree.iter("p", "h2", "h3", "div") if _DECK_CLASS.search(element.get("class") or "")
    )
    lines = (line for line in map(words_of, islice(marked, 4)) if 30 <= len(line) <= 400)
    shown = next((line for line in lines if not (title and title.lower() in line.lower())), None)
    described = _clean(metas.get("og:description") or metas.get("description"))
    return shown or (described if described and 20 <= len(described) <= 500 else None)

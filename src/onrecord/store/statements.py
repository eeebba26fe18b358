"""A reading in, the rows it gives to the ledger's views out: its article, its statements, its entities. Pure.

Rows depend on the reading (and when it was recorded) alone, so that the views come out the same whatever the order in
which articles arrived, added one by one or rebuilt whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import msgspec

from onrecord.record import Article, Attribution, Entity, Place, Proposition, Reading, Span
from onrecord.store.door import Row
from onrecord.store.moments import first_second, months_of, row_number
from onrecord.store.terming import Terms, pack_terms, storable, term

STATEMENT_COLUMNS = (
    "row, id, article, attribution, speakers, principal, stance, polarity, certainty, factuality, role, said_start, "
    "said_end, published, place, gist, words, who, score, title, publisher, terms"
)
ENTITY_COLUMNS = "id, moment, article, name, kind, principal, country, payload"
_MOST_WORDS = 2000  # characters of a wording kept for search; the whole stands in the reading


@dataclass(frozen=True, slots=True)
class StatementRow:
    """One row of `statement` (in the order of STATEMENT_COLUMNS), and the filter values it answers to."""

    row: int
    values: Row
    terms: Terms


def version_key(article: Article) -> str | None:
    """What two versions of one article have in common: the address, without scheme, fragment and final slash."""
    address = article.canonical_url or article.url
    if not address:
        return None
    bare = address.split("#", 1)[0].split("://", 1)[-1].removeprefix("www.").rstrip("/")
    return bare or None


def article_moment(article: Article) -> int | None:
    """When the article came out, or the earliest it can have."""
    return first_second(article.published) or first_second(article.not_before) or first_second(article.taken)


def statement_rows(reading: Reading, taken: Callable[[int], bool] = lambda _row: False) -> Iterator[StatementRow]:
    """One row a proposition, in the order of the text."""
    article = reading.article
    attributions = {attribution.id: attribution for attribution in reading.attributions}
    entities = {entity.id: entity for entity in reading.entities}
    places = {place.id: place for place in reading.places}
    moment = article_moment(article)
    used: set[int] = set()
    for proposition in reading.propositions:
        attribution = attributions.get(proposition.attribution or "")
        speakers = tuple(_speaker(name, entities) for name in attribution.speakers) if attribution else ()
        row = row_number(moment, proposition.id, lambda row: row in used or taken(row))
        used.add(row)
        place = places.get(proposition.place or "")
        terms = _terms(article, (proposition, attribution), speakers, place)
        values = (*_values(row, article, (proposition, attribution), speakers, place), pack_terms(terms))
        yield StatementRow(row, values, terms)


def entity_rows(reading: Reading) -> Iterator[Row]:
    """One row an entity, in the order of ENTITY_COLUMNS."""
    moment = article_moment(reading.article) or 0
    seen: set[str] = set()
    for entity in reading.entities:
        if entity.id in seen:
            continue
        seen.add(entity.id)
        payload = msgspec.json.encode(entity).decode()
        yield (
            entity.id,
            moment,
            reading.article.id,
            entity.name,
            entity.kind,
            entity.principal,
            entity.country,
            payload,
        )


@dataclass(frozen=True, slots=True)
class _Speaker:
    id: str
    name: str
    principal: str | None


def _speaker(name: str, entities: dict[str, Entity]) -> _Speaker:
    entity = entities.get(name)
    return _Speaker(name, entity.name, entity.principal) if entity else _Speaker(name, name.partition(":")[2], None)


def _values(
    row: int,
    article: Article,
    said: tuple[Proposition, Attribution | None],
    speakers: tuple[_Speaker, ...],
    place: Place | None,
) -> Row:
    proposition, attribution = said
    names = tuple((speaker.id, speaker.name) for speaker in speakers)
    interval = attribution.said if attribution else None
    return (
        row,
        proposition.id,
        article.id,
        proposition.attribution,
        msgspec.json.encode(names).decode(),
        speakers[0].principal or speakers[0].id if speakers else None,
        proposition.stance,
        proposition.polarity,
        proposition.certainty,
        float(proposition.factuality),
        attribution.role if attribution else "narrator",
        interval.start if interval else None,
        interval.end if interval else None,
        article.published,
        place.name if place else None,
        storable(proposition.gist),
        storable(words_of(article, proposition)[:_MOST_WORDS]),
        storable(", ".join(speaker.name for speaker in speakers)),
        float(proposition.score),
        article.title and storable(article.title),
        article.publisher and storable(article.publisher),
    )


def _terms(
    article: Article,
    said: tuple[Proposition, Attribution | None],
    speakers: tuple[_Speaker, ...],
    place: Place | None,
) -> Terms:
    proposition, attribution = said
    found = {term("stance", proposition.stance), term("role", attribution.role if attribution else "narrator")}
    for speaker in speakers:
        found |= {term("speaker", speaker.id, speaker.name), term("speaker-name", speaker.name)}
        found.add(term("speaks-for", speaker.principal or speaker.id))
    if place:
        found.add(term("said-of", place.name))
    if article.publisher:
        found.add(term("printed-by", article.publisher))
    said_at = attribution.said if attribution else None
    start = (said_at.start or said_at.end) if said_at else article.published
    end = (said_at.end or said_at.start) if said_at else article.published
    found |= {term("said-in", month) for month in months_of(start, end)}
    return tuple(sorted(found))


def words_of(article: Article, proposition: Proposition) -> str:
    """The wording that the proposition stands on, pieces joined by an ellipsis."""
    text = text_of(article, proposition.where)
    return " … ".join(Span(*span).of(text) for span in proposition.spans)


def text_of(article: Article, where: str | None) -> str:
    """The text that spans of an item count in: the body, the title, or a caption."""
    if where is None:
        return article.text
    if where == "title":
        return article.title or ""
    kind, _, index = where.partition(":")
    if kind == "caption" and index.isdecimal() and int(index) < len(article.captions):
        return article.captions[int(index)]
    return ""

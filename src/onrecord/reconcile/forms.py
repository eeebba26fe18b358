"""A report comes in as bytes for the shelf and goes out again as a report: all that claims are made of, and no more.

What only reading needs (spans, the words round a head, the article's text) is left behind.
"""

from __future__ import annotations

from typing import Any

import msgspec
import numpy as np

from onrecord.knowledge.wordspace import Vector
from onrecord.reconcile.passages import DocumentTerms, Passage
from onrecord.reconcile.reports import Report, Source
from onrecord.record import (
    Attribution,
    AttributionRole,
    Basis,
    Certainty,
    Interval,
    Measure,
    Place,
    Polarity,
    Proposition,
    Quantity,
    Span,
    Stance,
    TimeExpression,
)


class _Row(msgspec.Struct, array_like=True, frozen=True):
    """Fields by place, as short as can be."""


class _Place(_Row, frozen=True):
    id: str
    name: str
    geonames: int | None
    country: str | None
    kind: str | None
    latitude: float | None
    longitude: float | None
    role: str
    disputed: tuple[str, ...]


class _Time(_Row, frozen=True):
    id: str
    type: str
    start: str | None
    end: str | None
    precision: str | None


class _Quantity(_Row, frozen=True):
    id: str
    low: float | None
    high: float | None
    soft_low: float | None
    soft_high: float | None
    modifier: str | None
    unit: str | None
    what: str
    whose: str | None
    status: str | None
    stock: bool | None
    part_of: str | None
    place: str | None
    as_of: str | None


class _Words(_Row, frozen=True):
    heads: tuple[str, ...]
    weights: dict[str, float]
    names: frozenset[str]
    numbers: frozenset[str]
    head_vector: bytes | None
    vector: bytes | None


class _Said(_Row, frozen=True):
    """Of the attribution and the proposition."""

    attribution: str | None
    role: AttributionRole | None
    gist: str
    stance: Stance
    polarity: Polarity
    certainty: Certainty
    where: str | None


class Held(_Row, frozen=True):
    """A report on the shelf; `told` and `cites` are what find_lineages found in its sentence."""

    id: str
    article: str
    words: _Words
    said_of: _Said
    holders: tuple[str, ...]
    relays: tuple[tuple[str, ...], ...]
    said: tuple[str | None, str | None] | None
    basis: str | None
    event: str | None
    actors: tuple[frozenset[str], ...]
    targets: tuple[frozenset[str], ...]
    allies: tuple[frozenset[str], ...]
    subject: frozenset[str]
    acts: frozenset[str]
    place: _Place | None
    time: _Time | None
    quantities: tuple[_Quantity, ...]
    derived: bool
    hearsay: bool
    antecedents: tuple[str, ...]
    score: float
    toll: tuple[str, float] | None = None
    amounts: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()
    voices: frozenset[str] = frozenset()


class Page(_Row, frozen=True):
    """An article on the shelf. `prints` are hashes of its neighbouring words, by which copies are found; `people` the
    entities as it has them (JSON); `reports` the names of all its reports."""

    outlet: str
    outlet_id: str
    published: str | None
    taken: str | None
    agency: str | None
    topic: dict[str, float]
    leading: frozenset[str]
    prints: bytes
    digest: str
    people: tuple[tuple[str, bytes, bytes], ...]
    reports: tuple[str, ...]


_PACK = msgspec.msgpack.Encoder(order="deterministic")
_HELD = msgspec.msgpack.Decoder(Held)
_PAGE = msgspec.msgpack.Decoder(Page)


def pack(value: Held | Page) -> bytes:
    """Its bytes; equal values have equal bytes."""
    return _PACK.encode(value)


def held_of(content: bytes) -> Held:
    """A report as it lay on the shelf."""
    return _HELD.decode(content)


def page_of(content: bytes) -> Page:
    """An article as it lay on the shelf."""
    return _PAGE.decode(content)


def hold(report: Report, told: tuple[str, ...], cites: tuple[str, ...]) -> Held:
    """The report as it is kept."""
    passage, proposition, attribution = report.passage, report.proposition, report.attribution
    place, time = report.place, report.time
    return Held(
        id=report.id,
        article=report.source.id,
        words=_Words(
            heads=passage.heads,
            weights=dict(passage.weights),
            names=passage.names,
            numbers=passage.numbers,
            head_vector=_bytes(passage.head_vector),
            vector=_bytes(passage.vector),
        ),
        said_of=_Said(
            attribution=attribution.id if attribution else None,
            role=attribution.role if attribution else None,
            gist=proposition.gist,
            stance=proposition.stance,
            polarity=proposition.polarity,
            certainty=proposition.certainty,
            where=proposition.where,
        ),
        holders=report.holders,
        relays=report.relays,
        said=(report.said.start, report.said.end) if report.said else None,
        basis=report.basis.kind if report.basis else None,
        event=report.event,
        actors=report.actors,
        targets=report.targets,
        allies=report.allies,
        subject=report.subject,
        acts=report.acts,
        place=_place(place) if place else None,
        time=_Time(id=time.id, type=time.type, start=time.start, end=time.end, precision=time.precision)
        if time
        else None,
        quantities=tuple(_quantity(item) for item in report.quantities),
        derived=report.derived,
        hearsay=report.hearsay,
        antecedents=report.antecedents,
        score=report.score,
        toll=report.toll,
        amounts=report.amounts,
        told=told,
        cites=cites,
        voices=report.voices,
    )


def report_of(held: Held, source: Source, terms: DocumentTerms) -> Report:
    """The report again, of its article's source and topic."""
    said, words = held.said_of, held.words
    return Report(
        id=held.id,
        source=source,
        passage=Passage(
            id=held.id,
            document=terms,
            heads=words.heads,
            head_words=(),
            weights=words.weights,
            names=words.names,
            numbers=words.numbers,
            around={},
            head_vector=_vector(words.head_vector),
            beside=None,
            vector=_vector(words.vector),
        ),
        proposition=Proposition(
            id=held.id,
            attribution=said.attribution,
            spans=(),
            gist=said.gist,
            stance=said.stance,
            polarity=said.polarity,
            certainty=said.certainty,
            where=said.where,
        ),
        attribution=Attribution(id=said.attribution, source=(), cue=(), content=(), role=said.role)
        if said.attribution is not None and said.role is not None
        else None,
        holders=held.holders,
        voices=held.voices,
        relays=held.relays,
        said=Interval(start=held.said[0], end=held.said[1]) if held.said else None,
        basis=Basis(kind=held.basis, span=Span(0, 0)) if held.basis else None,  # type: ignore[arg-type]
        event=held.event,
        actors=held.actors,
        targets=held.targets,
        allies=held.allies,
        subject=held.subject,
        acts=held.acts,
        place=Place(span=Span(0, 0), **_fields(held.place)) if held.place else None,
        time=TimeExpression(span=Span(0, 0), **_fields(held.time)) if held.time else None,
        quantities=tuple(_counted(item) for item in held.quantities),
        derived=held.derived,
        hearsay=held.hearsay,
        antecedents=held.antecedents,
        toll=held.toll,
        amounts=held.amounts,
        score=held.score,
    )


def source_of_page(article: str, page: Page) -> Source:
    """The article as a source, without its words."""
    return Source(
        id=article,
        outlet=page.outlet,
        outlet_id=page.outlet_id,
        agency=page.agency,
        byline=None,
        published=page.published,
        taken=page.taken,
        version_of=None,
        words=(),
    )


def terms_of_page(article: str, page: Page) -> DocumentTerms:
    """What the article is about, as far as two clauses are compared by it."""
    return DocumentTerms(id=article, weights=page.topic, names={}, leading=page.leading)


def _fields(row: _Row) -> dict[str, Any]:
    return {name: getattr(row, name) for name in row.__struct_fields__}


def _place(place: Place) -> _Place:
    return _Place(**{name: getattr(place, name) for name in _Place.__struct_fields__})


def _quantity(item: Quantity) -> _Quantity:
    names = _Quantity.__struct_fields__
    return _Quantity(**{name: getattr(item if hasattr(item, name) else item.measure, name) for name in names})


def _counted(row: _Quantity) -> Quantity:
    values = _fields(row)
    inner = ("what", "whose", "status", "stock", "part_of", "place", "as_of")
    measure = Measure(**{name: values[name] for name in inner})
    outer = {name: value for name, value in values.items() if name not in inner}
    return Quantity(span=Span(0, 0), measure=measure, **outer)


def _bytes(vector: Vector | None) -> bytes | None:
    """Half precision: what is lost is far below what a score shows."""
    return None if vector is None else vector.astype(np.float16).tobytes()


def _vector(content: bytes | None) -> Vector | None:
    return None if content is None else np.frombuffer(content, dtype=np.float16).astype(np.float32)

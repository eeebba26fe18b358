"""A reading comes in; its propositions in comparable form, each with holders, time, place and measure, go out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace

from onrecord.knowledge.acts import acts_of, is_light, is_mutual
from onrecord.knowledge.stems import stem
from onrecord.reconcile.contexts import NOTHING, Context, find_contexts
from onrecord.reconcile.measures import compared, is_vague, least_of, toll_of, within
from onrecord.reconcile.passages import WORD, DocumentTerms, Passage, document_terms, make_passage
from onrecord.record import (
    Article,
    Attribution,
    Basis,
    Entity,
    Event,
    Interval,
    Place,
    Proposition,
    Quantity,
    Reading,
    Span,
    TimeExpression,
)

DATELINE = re.compile(r"[A-Z](?:[\w.'’,&/-]*\s+(?:and\s+|\()?(?=[A-Z(])){0,6}[\w.'’&/ -]{1,30}\)\s+(?=[A-Z\"“‘])")
"""A place or an agency, the latter in brackets of which the first may be lost: "DAMASCUS (Sputnik) The", "Ledger and Agencies) A"."""
AUXILIARIES = frozenset({"am", "is", "are", "was", "were", "been", "being", "has", "have", "had"})
ANAPHORIC = 2  # a content with no more weighty stems than this only points back ("This was confirmed by …")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One article, as far as its copies and dates matter."""

    id: str
    outlet: str  # as a reader knows it
    outlet_id: str
    agency: str | None
    byline: str | None
    published: str | None
    taken: str | None
    version_of: str | None
    words: tuple[str, ...]  # lower case, of the text, in order


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Report:
    """One proposition as one article carries it.

    `holders` are entity ids, the outlet where nobody else is named, `voices` they and everybody for whom they speak as
    the article has it; `relays` are the outer layers, innermost first.
    `actors`, `targets` and `allies` hold one set of keys each (an entity's id, name, principals, country); `subject`
    is whom the clause begins with, where that is somebody. `acts` are the classes of acts that its words name. `derived`
    marks summaries, back-references and titles, which repeat what is reported elsewhere. `antecedents` are the
    attributions an anaphoric content points to. `amounts` are the words of the quantities ("over 10,000"). `toll` is
    (what, how many) where it tells the toll that its article leads with, the first it gives of all who were killed
    (wounded, …) and not of a part of them.
    """

    id: str
    source: Source
    passage: Passage
    proposition: Proposition
    attribution: Attribution | None
    holders: tuple[str, ...]
    voices: frozenset[str] = frozenset()
    relays: tuple[tuple[str, ...], ...] = ()
    said: Interval | None = None
    basis: Basis | None = None
    event: str | None = None
    actors: tuple[frozenset[str], ...] = ()
    targets: tuple[frozenset[str], ...] = ()
    allies: tuple[frozenset[str], ...] = ()
    subject: frozenset[str] = frozenset()
    acts: frozenset[str] = frozenset()
    place: Place | None = None
    time: TimeExpression | None = None
    quantities: tuple[Quantity, ...] = ()
    amounts: tuple[str, ...] = ()
    derived: bool = False
    hearsay: bool = False
    antecedents: tuple[str, ...] = ()
    toll: tuple[str, float] | None = None
    score: float = 1.0

    @property
    def parties(self) -> frozenset[str]:
        """The keys of everybody who acts or is acted upon."""
        return frozenset[str]().union(*self.actors, *self.targets)

    @property
    def involved(self) -> frozenset[str]:
        """The keys of everybody who is known to take part, those that the clause begins with and allies too."""
        return self.parties.union(self.subject, *self.allies)

    @property
    def doing(self) -> tuple[frozenset[str], ...]:
        """The keys of each who does it: actors, those who do it with them, and in mutual acts whom the clause begins with."""
        mutual = any(is_mutual(act) for act in self.acts)
        return (*self.actors, *self.allies, *((self.subject,) if mutual and self.subject else ()))

    @property
    def measures(self) -> frozenset[str]:
        """What its numbers measure, where that is known."""
        return frozenset(item.measure.what for item in self.quantities if item.measure.what != "other")


def outlet_id(article: Article) -> str:
    """The entity id under which an article's own words are held: its publisher, or the article where none is known."""
    return f"outlet:{article.publisher.lower()}" if article.publisher else f"outlet:{article.id}"


def text_of(article: Article, where: str | None) -> str:
    """The text that spans count in: the body, the title or a caption."""
    if where is None:
        return article.text
    if where == "title":
        return article.title or ""
    number = where.partition(":")[2]
    captions = article.captions
    return captions[int(number)] if number.isdigit() and int(number) < len(captions) else ""


def entity_keys(identity: str, entities: Mapping[str, Entity]) -> frozenset[str]:
    """Everything under which an actor may be met: its id, its name, the bodies it belongs to, its country.

    Unnamed ones have no keys: they are nobody in particular and contradict nobody.
    """
    keys: set[str] = set()
    current: str | None = identity
    while current is not None and current not in keys:
        entity = entities.get(current)
        if entity is None:
            keys.add(current)
            break
        if entity.kind in {"unnamed", "narrator"}:
            break
        keys |= {current, entity.name.lower()}
        if entity.country:
            keys.add(f"country:{entity.country}")
        current = entity.principal
    return frozenset(keys)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Parts:
    """A reading's items by id."""

    reading: Reading
    source: Source
    terms: DocumentTerms
    entities: Mapping[str, Entity]
    mentions: Mapping[str, str | None]
    attributions: Mapping[str, Attribution]
    events: Mapping[str, Event]
    times: Mapping[str, TimeExpression]
    places: Mapping[str, Place]
    quantities: Mapping[str, Quantity]
    contexts: Mapping[str, Context]


def source_of(article: Article) -> Source:
    """The article as a source."""
    return Source(
        id=article.id,
        outlet=article.publisher or article.id,
        outlet_id=outlet_id(article),
        agency=article.agency,
        byline=article.byline,
        published=article.published,
        taken=article.taken,
        version_of=article.version_of,
        words=tuple(word.lower() for word in WORD.findall(article.text)),
    )


def read_reports(reading: Reading) -> tuple[Report, ...]:
    """The reports of one reading, in the order of its propositions, then of contents that only point back."""
    source = source_of(reading.article)
    parts = _Parts(
        reading=reading,
        source=source,
        terms=document_terms(source.id, WORD.findall(reading.article.text)),
        entities={item.id: item for item in reading.entities},
        mentions={item.id: item.entity for item in reading.mentions},
        attributions={item.id: item for item in reading.attributions},
        events={item.id: item for item in reading.events},
        times={item.id: item for item in reading.times},
        places={item.id: item for item in reading.places},
        quantities={item.id: compared(item, reading.article.text) for item in reading.quantities},
        contexts=find_contexts(reading),
    )
    found = [_report(proposition, parts) for proposition in reading.propositions]
    return (*_with_tolls(found), *_pointing(parts))


def _with_tolls(reports: Sequence[Report]) -> Iterator[Report]:
    """The reports, those marked that tell the toll which the article leads with, also where it says it less exactly."""
    told = [item for item in reports if item.proposition.where is None and item.proposition.spans]
    leading: dict[str, float] = {}
    for item in sorted(told, key=lambda item: (item.proposition.spans[0].start, item.id)):
        toll = toll_of(item.quantities)
        if toll is not None:
            leading.setdefault(toll.measure.what, least_of(toll))
    for item in reports:
        toll = toll_of(item.quantities) if item.proposition.where is None else None
        number = leading.get(toll.measure.what) if toll is not None else None
        meets = toll is not None and number is not None and within(number, toll) and not is_vague(toll)
        yield replace(item, toll=(toll.measure.what, number)) if meets and toll and number else item


def _pointing(parts: _Parts) -> Iterator[Report]:
    """Attributions that point back and have no proposition of their own: the attribution stands for one."""
    holding = {proposition.attribution for proposition in parts.reading.propositions}
    for attribution in parts.reading.attributions:
        if attribution.refers_to and attribution.id not in holding:
            spans = attribution.content or attribution.cue or attribution.source
            yield _report(
                Proposition(
                    id=attribution.id,
                    attribution=attribution.id,
                    spans=spans,
                    gist="",
                    stance=attribution.stance,
                    polarity=attribution.polarity,
                    certainty=attribution.certainty,
                    where=attribution.where,
                ),
                parts,
            )


def _report(proposition: Proposition, parts: _Parts) -> Report:
    attribution = parts.attributions.get(proposition.attribution or "")
    event = parts.events.get(proposition.event or "")
    context = parts.contexts.get(proposition.id, NOTHING)
    begins = _begins(proposition, parts)
    dateline = _in_dateline(proposition, parts, begins)
    passage = _passage(proposition, event, parts, begins)
    held = _holders(attribution, parts)
    quantities = _quantities(proposition.quantities or context.quantities, parts)
    named = attribution is not None and bool(attribution.speakers)
    points = attribution is not None and bool(attribution.refers_to) and len(passage.weights) <= ANAPHORIC
    return Report(
        id=proposition.id,
        source=parts.source,
        passage=passage,
        proposition=proposition,
        attribution=attribution,
        holders=held,
        voices=frozenset(name for holder in held for name in _up(holder, parts)),
        relays=tuple(_relays(attribution, parts)),
        said=attribution.said if attribution else None,
        basis=attribution.basis if attribution else None,
        event=event.code if event else None,
        actors=_keys(event.actors if event else (), parts, dateline),
        targets=_keys(event.targets if event else (), parts, dateline),
        allies=_keys(event.allies if event else (), parts, dateline),
        subject=_subject(context, parts) if context.behind > begins or not begins else frozenset(),
        acts=_acts(proposition, context, parts),
        place=_place(proposition.place or (event.place if event else None) or context.place, parts),
        time=parts.times.get(proposition.time or (event.time if event else None) or context.time or ""),
        quantities=quantities,
        amounts=tuple(" ".join(item.span.of(parts.reading.article.text).split()) for item in quantities),
        derived=is_derived(proposition, attribution),
        hearsay=_is_hearsay(attribution, named=named),
        antecedents=attribution.refers_to if attribution is not None and points else (),
        score=proposition.score,
    )


def _subject(context: Context, parts: _Parts) -> frozenset[str]:
    """The keys of whom the clause begins with: a body's, or else those of its country."""
    known = _keys((context.subject,) if context.subject else (), parts)
    return known[0] if known else frozenset({f"country:{context.people}"} if context.people else ())


def _acts(proposition: Proposition, context: Context, parts: _Parts) -> frozenset[str]:
    """The classes of acts that somebody is said to do: told of him and behind him ("the first battles with them opened" is
    none, nor is the fighting of who "was killed while filming the fighting")."""
    if not context.told:
        return frozenset()
    words = (one for span in proposition.spans for one in WORD.finditer(parts.reading.article.text, *span))
    behind = [one.group() for one in words if one.start() >= context.behind]
    between: list[str] = []
    for place, word in enumerate(behind):
        found = acts_of([stem(word)])
        if found:
            named = behind[place + 1 : place + 2]
            # "those fighting there fled" tells of a flight, "the raiders' fight has slowed" of a fight
            does = place > 0 or not (word.endswith("ing") or AUXILIARIES.issuperset(named))
            return found if does and all(is_light(stem(one)) for one in between) else frozenset()
        if word in AUXILIARIES:
            between = []
        elif word[0].islower() and word != "s":  # else the name goes on ("the Korean People's Army")
            between.append(word)
    return frozenset()


def is_derived(proposition: Proposition, attribution: Attribution | None) -> bool:
    """Whether it repeats what is reported elsewhere: a summary, a back-reference, or a title, which sums up the body."""
    role = attribution.role if attribution is not None else "narrator"
    return role in {"summary", "back-reference"} or proposition.where == "title"


def _quantities(identities: Sequence[str], parts: _Parts) -> tuple[Quantity, ...]:
    return tuple(parts.quantities[item] for item in identities if item in parts.quantities)


def _place(identity: str | None, parts: _Parts) -> Place | None:
    """Where it happened: a place that is meant as one, not as a government ("U.S. officials") or a people."""
    place = parts.places.get(identity or "")
    return place if place is not None and place.as_ == "place" else None


def _is_hearsay(attribution: Attribution | None, *, named: bool) -> bool:
    """ "reportedly" with nobody identified."""
    return attribution is not None and not named and any(hedge.kind == "reportedly" for hedge in attribution.hedges)


def _holders(attribution: Attribution | None, parts: _Parts) -> tuple[str, ...]:
    """Who holds it: the speakers, an unnamed one where the text names nobody, the outlet for its own words."""
    if attribution is None or attribution.role == "narrator":
        return (outlet_id(parts.reading.article),)
    if attribution.speakers:
        return tuple(dict.fromkeys(attribution.speakers))
    return (f"unnamed:{parts.source.id}:{attribution.id}",)


def _up(holder: str, parts: _Parts) -> Iterator[str]:
    """Somebody and everybody above him for whom he speaks."""
    seen: set[str] = set()
    current: str | None = holder
    while current is not None and current not in seen:
        seen.add(current)
        yield current
        entity = parts.entities.get(current)
        current = entity.principal if entity is not None else None


def _relays(attribution: Attribution | None, parts: _Parts) -> Iterator[tuple[str, ...]]:
    """The speakers of the outer layers, innermost first."""
    seen: set[str] = set()
    while attribution is not None and attribution.parent and attribution.parent not in seen:
        seen.add(attribution.parent)
        attribution = parts.attributions.get(attribution.parent)
        if attribution is not None and attribution.speakers:
            yield attribution.speakers


def _keys(identities: Sequence[str], parts: _Parts, without: Set[str] = frozenset()) -> tuple[frozenset[str], ...]:
    """The keys of each actor that is somebody; events name mentions or entities."""
    named = (parts.mentions.get(item) or item for item in identities)
    found = (entity_keys(item, parts.entities) for item in named if item not in without)
    return tuple(keys for keys in found if keys)


def _in_dateline(proposition: Proposition, parts: _Parts, begins: int) -> frozenset[str]:
    """Whom the dateline that a clause begins with names, and the clause itself does not."""
    if not begins:
        return frozenset()
    start, end = proposition.spans[0].start, proposition.spans[-1].end
    named = [item for item in parts.reading.mentions if start <= item.span.start < end and item.entity]
    before = {item.entity for item in named if item.entity and item.span.end <= begins}
    return frozenset(before - {item.entity for item in named if item.span.end > begins})


def _begins(proposition: Proposition, parts: _Parts) -> int:
    """Where the clause itself begins behind a dateline that a page without line ends left in it; else 0."""
    if proposition.where is not None or not proposition.spans:
        return 0
    found = DATELINE.match(parts.reading.article.text, *proposition.spans[0])
    return found.end() if found is not None else 0


def _passage(proposition: Proposition, event: Event | None, parts: _Parts, begins: int) -> Passage:
    text = text_of(parts.reading.article, proposition.where)
    words: list[Span] = [
        Span(match.start(), match.end())
        for span in proposition.spans
        for match in WORD.finditer(text, *span)
        if match.end() > begins
    ]
    head = [
        place
        for place, word in enumerate(words)
        if event is not None and event.where == proposition.where and _overlap(word, event.span)
    ]
    start = proposition.spans[0].start if proposition.spans else 0
    opens = not text[:start].rstrip() or text[:start].rstrip()[-1] in ".!?\n"
    return make_passage(
        proposition.id,
        parts.terms,
        [word.of(text) for word in words],
        head,
        position=start / max(1, len(text)) if proposition.where is None else 0.0,
        opens=opens,
    )


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def with_holders(report: Report, holders: tuple[str, ...]) -> Report:
    """The same report, held by whom a person says holds it."""
    return replace(report, holders=holders, voices=frozenset(holders), hearsay=False)

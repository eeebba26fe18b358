"""Small readings and claims, made in a line each, for tests of the ledger."""

from __future__ import annotations

import hashlib

from onrecord.record import (
    Article,
    Attribution,
    Claim,
    ClaimLink,
    Entity,
    Figure,
    Frame,
    Interval,
    MadeBy,
    Measure,
    Numbers,
    Place,
    Position,
    PositionDependence,
    Proposition,
    Reading,
    Span,
    Standing,
    StandingChange,
    item_id,
)

MADE_BY = MadeBy(onrecord="0.1.0", models=(("attribution", "sha256:aa"),))
NEWER = MadeBy(onrecord="0.2.0", models=(("attribution", "sha256:bb"),))
PATEL = Entity(id="person:vedant patel", kind="person", name="Vedant Patel", principal="government:us", country="US")
PESKOV = Entity(id="person:dmitry peskov", kind="person", name="Dmitry Peskov", principal="government:ru", country="RU")
ENTITIES = {entity.id: entity for entity in (PATEL, PESKOV)}


def reading_of(
    article_id: str,
    *lines: str,
    published: str | None = "2024-11-13",
    publisher: str = "The Lantern",
    made_by: MadeBy = MADE_BY,
    url: str | None = None,
    title: str = "Troops in Kursk",
    taken: str | None = None,
) -> Reading:
    """A reading of an article with one statement a line; "Name: words" gives the words to that speaker.

    A line may end in " @Place" for where it happened and " !denies" for another stance.
    """
    text = "\n".join(lines)
    attributions, propositions, places = [], [], []
    start = 0
    for line in lines:
        said, stance, place = _marks(line)
        words = Span(start + said.find(": ") + 2 if ": " in said else start, start + len(said))
        who = next((e for e in ENTITIES.values() if said.startswith(f"{e.name}: ")), None)
        attribution = None
        if who:
            spans = (Span(start, start + len(who.name)),)
            attribution = Attribution(
                id=item_id("attribution", article_id, words),
                source=spans,
                cue=(),
                content=(words,),
                speakers=(who.id,),
                stance=stance,  # type: ignore[arg-type]
                said=Interval(start=published, end=published) if published else None,
            )
            attributions.append(attribution)
        if place:
            places.append(Place(id=item_id("place", article_id, words), span=words, name=place))
        propositions.append(
            Proposition(
                id=item_id("proposition", article_id, words),
                attribution=attribution.id if attribution else None,
                spans=(words,),
                gist=words.of(text),
                stance=stance,  # type: ignore[arg-type]
                place=places[-1].id if place else None,
            )
        )
        start += len(line) + 1
    article = Article(
        id=article_id,
        text=text,
        text_sha256=hashlib.sha256(text.encode()).hexdigest(),
        paragraphs=(Span(0, len(text)),),
        publisher=publisher,
        published=published,
        title=title,
        url=url,
        origin=f"in/{article_id}.txt",
        taken=taken,
    )
    return Reading(
        article=article,
        made_by=made_by,
        entities=tuple(e for e in ENTITIES.values() if e.name in text),
        attributions=tuple(attributions),
        propositions=tuple(propositions),
        places=tuple(places),
    )


def _marks(line: str) -> tuple[str, str, str | None]:
    stance, place = "asserts", None
    if " !" in line:
        line, stance = line.rsplit(" !", 1)
    if " @" in line:
        line, place = line.rsplit(" @", 1)
    return line, stance, place


def standing_of(label: str, digit: int, *, supporting: int = 1, opposing: int = 0) -> Standing:
    """A standing with this label and digit."""
    return Standing(
        support="single" if supporting else "none",
        first_hand=False,
        opposition="side" if opposing else "none",
        doubted=False,
        divided=(),
        withdrawn=False,
        hearsay_only=False,
        label=label,
        credibility=digit,
        reliability=(("government:us", "B"),),
        supporting_lineages=(min(supporting, 1), supporting),
        opposing_lineages=(min(opposing, 1), opposing),
        because=(),
        rules=("One principal outside the sides says so.",),
    )


def claim_of(
    claim_id: str,
    gist: str,
    *history: tuple[str, str, int],
    readings: tuple[Reading, ...] = (),
    place: str | None = "Kursk oblast",
    happened: tuple[str, str] | None = ("2024-11-12", "2024-11-13"),
    figures: tuple[tuple[float, float], ...] = (),
    links: tuple[ClaimLink, ...] = (),
    supporting: int = 1,
) -> Claim:
    """A claim whose standing changed as `history` says: (since, label, digit) each."""
    changes = tuple(
        StandingChange(since=since, standing=standing_of(label, digit, supporting=supporting), because=(f"p-{since}",))
        for since, label, digit in history
    )
    positions = tuple(_position(reading, index) for index, reading in enumerate(readings))
    return Claim(
        id=claim_id,
        gist=gist,
        kind="event",
        frame=Frame(
            event="fight",
            actors=("government:kp",),
            place=place,
            time=Interval(start=happened[0], end=happened[1]) if happened else None,
        ),
        positions=positions,
        standing=changes[-1].standing if changes else standing_of("not judged", 6, supporting=0),
        history=changes,
        numbers=_numbers(figures, positions) if figures else None,
        links=links,
        names=(("government:kp", "North Korea"), (PESKOV.id, PESKOV.name), (PATEL.id, PATEL.name)),
    )


def _position(reading: Reading, index: int) -> Position:
    holders = tuple(entity.id for entity in reading.entities)
    principal = reading.entities[0].principal if reading.entities else None
    return Position(
        holders=holders,
        principal=principal,
        stance="asserts",
        said=Interval(start=reading.article.published, end=reading.article.published),
        propositions=tuple(proposition.id for proposition in reading.propositions),
        articles=(reading.article.id,),
        outlets=(reading.article.publisher or "",),
        depends_on=(PositionDependence(position=index - 1, why="quotes", certain=True),) if index else (),
    )


def _numbers(figures: tuple[tuple[float, float], ...], positions: tuple[Position, ...]) -> Numbers:
    series = tuple(
        Figure(
            holder=PATEL.id,
            principal=PATEL.principal,
            low=low,
            high=high,
            modifier=None,
            as_of=None,
            said=None,
            proposition=positions[index].propositions[0] if index < len(positions) else f"p-{index}",
        )
        for index, (low, high) in enumerate(figures)
    )
    return Numbers(
        measure=Measure(what="deployed"),
        unit="person",
        low=min(low for low, _ in figures),
        best=None,
        high=max(high for _, high in figures),
        conflict=len(figures) > 1,
        tension=False,
        series=series,
    )

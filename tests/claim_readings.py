"""Small readings made by hand: a line of news with who holds it, as a test would tell it."""

from __future__ import annotations

import hashlib
from typing import Literal

from onrecord.record import (
    Article,
    Attribution,
    Entity,
    Event,
    Interval,
    MadeBy,
    Place,
    Proposition,
    Quantity,
    Reading,
    Span,
    Stance,
    TimeExpression,
)

PATEL = Entity(
    id="person:vedant patel",
    kind="person",
    name="Vedant Patel",
    rank="spokesman",
    principal="organisation:state department",
)
STATE = Entity(
    id="organisation:state department",
    kind="organisation",
    name="State Department",
    principal="government:united states",
)
US = Entity(id="government:united states", kind="government", name="United States", country="US")
KOREA = Entity(id="government:south korea", kind="government", name="South Korea", country="KR")
UKRAINE = Entity(id="government:ukraine", kind="government", name="Ukraine", country="UA")
NORTH = Entity(id="military:north korea", kind="military", name="North Korean troops", country="KP")
PEOPLE = (PATEL, STATE, US, KOREA, UKRAINE, NORTH)


PlaceKind = Literal["country", "admin1", "admin2", "city", "region", "other"]


class Telling:
    """Builds one reading line by line: `says(holder, words)` adds a sentence with one attribution and proposition."""

    def __init__(self, name: str, publisher: str | None = None, published: str | None = "2024-11-12") -> None:
        self.name, self.publisher, self.published = name, publisher or name, published
        self.text = ""
        self.attributions: list[Attribution] = []
        self.propositions: list[Proposition] = []
        self.places: list[Place] = []
        self.times: list[TimeExpression] = []
        self.events: list[Event] = []
        self.quantities: list[Quantity] = []

    def says(
        self,
        holder: str | None,
        words: str,
        *,
        stance: Stance = "asserts",
        head: str | None = None,
        place: Place | None = None,
        time: TimeExpression | None = None,
        quantity: Quantity | None = None,
        refers_to: tuple[str, ...] = (),
        role: str = "evidence",
        code: str = "FIGHT",
        score: float = 0.99,
        polarity: str = "positive",
        said: str | None = None,
        actors: tuple[str, ...] = (),
    ) -> str:
        """Add a sentence; gives the attribution's id (the proposition's, where the article speaks itself)."""
        start = len(self.text)
        self.text += words + ".\n"
        span = Span(start, start + len(words))
        number = f"{self.name}-{len(self.propositions)}"
        digest = hashlib.sha256(number.encode()).hexdigest()[:16]
        if place is not None:
            self.places.append(place)
        if time is not None:
            self.times.append(time)
        if quantity is not None:
            self.quantities.append(quantity)
        event = None
        if head is not None:
            at = self.text.index(head, start)
            event = Event(id=f"event-{digest}", span=Span(at, at + len(head)), code=code, actors=actors)
            self.events.append(event)
        if holder is not None:
            self.attributions.append(
                Attribution(
                    id=f"attribution-{digest}",
                    source=(),
                    cue=(),
                    content=(span,),
                    speakers=(holder,),
                    stance=stance,
                    refers_to=refers_to,
                    role=role,  # type: ignore[arg-type]
                    score=score,
                    said=Interval(start=said, end=said) if said else None,
                )
            )
        self.propositions.append(
            Proposition(
                id=f"proposition-{digest}",
                attribution=f"attribution-{digest}" if holder is not None else None,
                spans=(span,),
                gist=words,
                stance=stance,
                polarity=polarity,  # type: ignore[arg-type]
                event=event.id if event else None,
                place=place.id if place else None,
                time=time.id if time else None,
                quantities=(quantity.id,) if quantity else (),
                score=score if holder is None else 1.0,
            )
        )
        return f"attribution-{digest}" if holder is not None else f"proposition-{digest}"

    def reading(self) -> Reading:
        """The reading as it stands."""
        article = Article(
            id=self.name,
            text=self.text,
            text_sha256=hashlib.sha256(self.text.encode()).hexdigest(),
            paragraphs=(Span(0, len(self.text)),),
            publisher=self.publisher,
            published=self.published,
            taken=f"{self.published}T12:00:00Z" if self.published else None,
        )
        return Reading(
            article=article,
            made_by=MadeBy(onrecord="test"),
            entities=PEOPLE,
            attributions=tuple(self.attributions),
            propositions=tuple(self.propositions),
            places=tuple(self.places),
            times=tuple(self.times),
            events=tuple(self.events),
            quantities=tuple(self.quantities),
        )


def day(name: str, date: str) -> TimeExpression:
    """A time expression of one day."""
    return TimeExpression(id=name, span=Span(0, 1), type="DATE", value=date, start=date, end=date, precision="day")


def town(name: str, number: int, country: str = "RU", kind: PlaceKind = "admin1") -> Place:
    """A place that is known, where something happened."""
    span = Span(0, 1)
    return Place(id=f"place-{name}", span=span, name=name, geonames=number, country=country, kind=kind, role="happened")

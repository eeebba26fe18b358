"""A number in, so many synthetic assertions out, as readings and as claims: what the scale benchmark fills ledgers with.

Everything follows from the seed and an item's number, so that any part can be made again by itself and nothing is held
in memory. Shapes follow what news gives: 20 statements an article, word and speaker frequencies by Zipf's law, most
claims carried by one or two statements and few by fifty, one to four changes of standing.
"""

from __future__ import annotations

import hashlib
import math
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate

from onrecord.record import (
    Article,
    Attribution,
    Claim,
    Entity,
    Figure,
    Frame,
    Interval,
    MadeBy,
    Measure,
    Numbers,
    Place,
    Position,
    Proposition,
    Reading,
    Span,
    Standing,
    StandingChange,
    content_id,
)
from onrecord.store.terms import Settled

A_ARTICLE = 20  # statements
_MADE_BY = MadeBy(onrecord="0.1.0", models=(("synthetic", "sha256:00"),))
_FIRST_DAY = date(2022, 1, 1)
_DAYS = 1700
_SYLLABLES = ("ka", "ro", "mi", "ten", "sul", "var", "do", "len", "pra", "sho", "gi", "ber", "nu", "tal", "es", "fin")
_STANCES = ("asserts",) * 12 + ("confirms", "confirms", "denies", "denies", "doubts", "unknown", "predicts", "commits")
_LABELS = (
    ("claimed by one side", 3),
    ("single source", 3),
    ("single source, denied by the accused", 4),
    ("corroborated (one bloc)", 2),
    ("corroborated independently", 1),
    ("hearsay only", 6),
)
_SIZES = (1, 1, 1, 1, 1, 1, 2, 2, 3, 4, 6, 9, 50)  # statements of a claim: 6.3 on average, half of them alone


def _zipf(many: int) -> list[float]:
    """Cumulative weights of ranks 1 … many."""
    return list(accumulate(1 / rank for rank in range(1, many + 1)))


def _words(many: int) -> tuple[str, ...]:
    base = len(_SYLLABLES)
    return tuple("".join(_SYLLABLES[n // base**power % base] for power in range(3)) for n in range(many))


_VOCABULARY, _WORD_WEIGHTS = _words(4000), _zipf(4000)
_SPEAKERS, _SPEAKER_WEIGHTS = 3000, _zipf(3000)
_PLACES, _PLACE_WEIGHTS = 400, _zipf(400)
_OUTLETS, _OUTLET_WEIGHTS = 120, _zipf(120)


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """Synthetic news with so many assertions."""

    assertions: int
    seed: int = 0

    @property
    def articles(self) -> int:
        """How many articles carry them."""
        return math.ceil(self.assertions / A_ARTICLE)

    def readings(self) -> Iterator[Reading]:
        """Every article, read."""
        return (self.reading(number) for number in range(self.articles))

    def reading(self, number: int) -> Reading:
        """Article `number`, read; numbers beyond `articles` are further articles."""
        chance = random.Random(f"{self.seed} article {number}")
        entities = {entity.id: entity for entity in (_speaker(chance) for _ in range(4))}
        names = list(entities)
        lines = [_sentence(chance) for _ in range(A_ARTICLE)]
        text = "\n".join(lines)
        starts = list(accumulate((len(line) + 1 for line in lines), initial=0))
        spans = [Span(start, start + len(line)) for start, line in zip(starts, lines, strict=False)]
        places = tuple(
            Place(id=f"place-{number}-{slot}", span=Span(span.start, span.start + 1), name=_place(chance))
            for slot, span in enumerate(spans)
        )
        said = [chance.choice(_STANCES) for _ in lines]
        published = _day(chance)
        return Reading(
            article=_article(number, text, chance, published),
            made_by=_MADE_BY,
            entities=tuple(entities.values()),
            attributions=tuple(
                Attribution(
                    id=f"attribution-{number}-{slot}",
                    source=(),
                    cue=(),
                    content=(span,),
                    speakers=(chance.choice(names),),
                    stance=said[slot],  # type: ignore[arg-type]
                    said=Interval(start=published, end=published),
                )
                for slot, span in enumerate(spans)
            ),
            propositions=tuple(
                Proposition(
                    id=proposition_id(number, slot),
                    attribution=f"attribution-{number}-{slot}",
                    spans=(span,),
                    gist=lines[slot],
                    stance=said[slot],  # type: ignore[arg-type]
                    place=places[slot].id,
                )
                for slot, span in enumerate(spans)
            ),
            places=places,
        )

    def claims(self) -> Iterator[Settled]:
        """Every claim; together they hold each statement once."""
        first = number = 0
        while first < self.assertions:
            size = _SIZES[random.Random(f"{self.seed} size {number}").randrange(len(_SIZES))]
            yield self.claim(number, first, min(size, self.assertions - first))
            first, number = first + size, number + 1

    def claim(self, number: int, first: int, size: int) -> Settled:
        """Claim `number`, of the statements `first` … `first + size`, spread over all articles."""
        chance = random.Random(f"{self.seed} claim {number}")
        slots = [divmod(self._spread(index), A_ARTICLE) for index in range(first, first + size)]
        positions = tuple(_position(chance, article, slot) for article, slot in slots)
        history = _history(chance, positions)
        start = _day(chance)
        claim = Claim(
            id=content_id("claim", self.seed, number),
            gist=_sentence(chance),
            kind=chance.choice(("event", "event", "state", "number", "responsibility", "prediction")),
            frame=Frame(
                event=chance.choice(("ASSAULT", "CONSULT", "ACCUSE", "MOBILIZE", "AID")),
                place=_place(chance),
                time=Interval(start=start, end=start),
            ),
            positions=positions,
            standing=history[-1].standing,
            history=history,
            numbers=_numbers(chance, positions) if chance.random() < 0.2 else None,
            names=tuple(sorted({(holder, _name(holder)) for position in positions for holder in position.holders})),
        )
        return Settled(
            claim=claim, known=history, event=(StandingChange(since=start, standing=claim.standing, because=()),)
        )

    def _spread(self, index: int) -> int:
        """Statements of a claim stand in articles far apart (a step that has no factor in common with the number)."""
        step = 611_953
        while math.gcd(step, self.assertions) != 1:
            step += 2
        return index * step % self.assertions


def proposition_id(article: int, slot: int) -> str:
    """Id of a statement."""
    return content_id("proposition", article, slot)


def common_word(rank: int) -> str:
    """The word of a rank by frequency, from 0: rank 0 is in most statements."""
    return _VOCABULARY[rank]


def _article(number: int, text: str, chance: random.Random, published: str) -> Article:
    return Article(
        id=f"article {number}",
        text=text,
        text_sha256=hashlib.sha256(text.encode()).hexdigest(),
        paragraphs=(Span(0, len(text)),),
        url=f"https://outlet.example/{number}",
        publisher=_outlet(chance),
        title=_sentence(chance)[:60],
        published=published,
        origin=f"in/{number}.txt",
    )


def _position(chance: random.Random, article: int, slot: int) -> Position:
    speaker = _speaker(chance)
    day = _day(chance)
    return Position(
        holders=(speaker.id,),
        principal=speaker.principal,
        stance="asserts",
        said=Interval(start=day, end=day),
        propositions=(proposition_id(article, slot),),
        articles=(f"article {article}",),
        outlets=(_outlet(chance),),
    )


def _history(chance: random.Random, positions: tuple[Position, ...]) -> tuple[StandingChange, ...]:
    days = sorted({_day(chance) for _ in range(chance.choice((1, 1, 2, 4)))})
    because = tuple(name for position in positions[:3] for name in position.propositions)
    found = []
    for day in days:
        label, digit = chance.choice(_LABELS)
        lineages = chance.randrange(1, 5)
        standing = Standing(
            support="single",
            first_hand=False,
            opposition="none",
            doubted=False,
            divided=(),
            withdrawn=False,
            hearsay_only=False,
            label=label,
            credibility=digit,
            reliability=(("body:0", "B"),),
            supporting_lineages=(1, lineages),
            opposing_lineages=(0, 0),
            because=because,
            rules=("One principal outside the sides says so.", "No opposition outside the sides."),
        )
        found.append(StandingChange(since=day, standing=standing, because=because))
    return tuple(found)


def _numbers(chance: random.Random, positions: tuple[Position, ...]) -> Numbers:
    low = float(chance.randrange(1, 5000))
    series = tuple(
        Figure(
            holder=position.holders[0],
            principal=position.principal,
            low=low + index,
            high=low + 10 * index,
            modifier=None,
            as_of=None,
            said=None,
            proposition=position.propositions[0],
        )
        for index, position in enumerate(positions[:6])
    )
    return Numbers(
        measure=Measure(what="killed"),
        unit="person",
        low=low,
        best=None,
        high=low + 10 * len(series),
        conflict=len(series) > 3,
        tension=False,
        series=series,
    )


def _sentence(chance: random.Random) -> str:
    words = chance.choices(_VOCABULARY, cum_weights=_WORD_WEIGHTS, k=chance.randrange(10, 26))
    return " ".join(words) + "."


def _speaker(chance: random.Random) -> Entity:
    number = chance.choices(range(_SPEAKERS), cum_weights=_SPEAKER_WEIGHTS)[0]
    return Entity(
        id=f"person:{number}", kind="person", name=_name(f"person:{number}"), principal=f"body:{number % 150}"
    )


def _name(entity: str) -> str:
    return f"Speaker {entity.partition(':')[2]}"


def _place(chance: random.Random) -> str:
    return f"Place {chance.choices(range(_PLACES), cum_weights=_PLACE_WEIGHTS)[0]}"


def _outlet(chance: random.Random) -> str:
    return f"Outlet {chance.choices(range(_OUTLETS), cum_weights=_OUTLET_WEIGHTS)[0]}"


def _day(chance: random.Random) -> str:
    return (_FIRST_DAY + timedelta(days=chance.randrange(_DAYS))).isoformat()

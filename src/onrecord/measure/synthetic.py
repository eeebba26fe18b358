"""A number in, so many synthetic assertions out, as readings: what the scale benchmark fills ledgers with.

Everything follows from the seed and an item's number, so that any part can be made again by itself and nothing is held
in memory. Shapes follow what news gives: 20 statements an article, word and speaker frequencies by Zipf's law over real
words, half of the statements said once, the rest told by some twelve articles each with a word changed.
"""

from __future__ import annotations

import hashlib
import math
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import accumulate

from onrecord.knowledge.stems import stem
from onrecord.knowledge.wordspace import load_wordspace, rarity
from onrecord.reconcile.passages import COMMON
from onrecord.record import (
    Article,
    Attribution,
    Entity,
    Interval,
    MadeBy,
    Place,
    Proposition,
    Reading,
    Span,
    content_id,
)

A_ARTICLE = 20  # statements
_MADE_BY = MadeBy(onrecord="0.1.0", models=(("synthetic", "sha256:00"),))
_FIRST_DAY = date(2022, 1, 1)
_DAYS = 1700
_STANCES = ("asserts",) * 12 + ("confirms", "confirms", "denies", "denies", "doubts", "unknown", "predicts", "commits")
TOLD = 12  # articles that tell of one thing, where it is not told once
_WORDS = 4000


def _zipf(many: int) -> list[float]:
    """Cumulative weights of ranks 1 … many."""
    return list(accumulate(1 / rank for rank in range(1, many + 1)))


@cache
def _vocabulary() -> tuple[str, ...]:
    """Words of the shipped table, the commonest in news first; those in every text are left out."""
    words = (word for word in load_wordspace().places if word.isalpha() and word.islower())
    ranked = sorted((rarity(stem(word)), word) for word in words)
    return tuple(word for rare, word in ranked if rare > COMMON)[:_WORDS]


_WORD_WEIGHTS = _zipf(_WORDS)
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
        lines = [self._told(chance) for _ in range(A_ARTICLE)]
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

    def _told(self, chance: random.Random) -> str:
        """A sentence of its own, or one of those that several articles tell, with a word changed."""
        if chance.random() < 0.5:
            return _sentence(chance)
        topic = chance.randrange(max(1, self.assertions // (2 * TOLD)))
        words = _sentence(random.Random(f"{self.seed} topic {topic}")).split()
        words[chance.randrange(len(words))] = chance.choice(_vocabulary())
        return " ".join(words)


def proposition_id(article: int, slot: int) -> str:
    """Id of a statement."""
    return content_id("proposition", article, slot)


def common_word(rank: int) -> str:
    """The word of a rank by frequency, from 0: rank 0 is in most statements."""
    return _vocabulary()[rank]


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


def _sentence(chance: random.Random) -> str:
    words = chance.choices(_vocabulary(), cum_weights=_WORD_WEIGHTS, k=chance.randrange(10, 26))
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

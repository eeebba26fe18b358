"""A reading comes in; what each proposition leaves to the words before it (who, where, how many) goes out, filled in.

"They have begun engaging in combat" says who only with the words that "they" stands for, and "where they fight" where only
with the clause before. Only what grammar points to is taken over: a pronoun's or an omitted subject, the place behind
a leading "where", the number in an omitted subject, place and time of the clause that shares its subject ("shelled Homs
on Friday | and killed 12") or begins with "when" right behind it ("killed 12 | when it shelled Homs on Friday"). A clause that is complete by itself takes over nothing. Words are
never taken over: with those of its subject a clause looks like every other of the same subject (MUC of our own gold fell
by .02 and .07 with them).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

from onrecord.record import Article, Event, Mention, Place, Proposition, Reading

WORD = re.compile(r"[^\W_]+(?:[.,]\d+)*")
LEADING = 6  # words of a clause among which its subject begins ("about 4,000 North Korean soldiers")
POINTING = frozenset({"they", "them", "he", "she", "it", "who", "which", "these", "those", "most", "some", "many"})
"""First words of a subject that says nobody by itself ("most of them", "who")."""
ADVERBS = frozenset({"where", "there"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What a proposition is told of besides its own words.

    `subject` is the entity it begins with (its own, or taken over), `people` the country of a subject that is no known
    body ("North Korean servicemen"), `behind` where the text goes on behind it; `place`, `time` and `quantities` are ids
    taken over.
    """

    subject: str | None = None
    people: str | None = None
    behind: int = 0
    place: str | None = None
    time: str | None = None
    quantities: tuple[str, ...] = ()

    @property
    def told(self) -> bool:
        """Whether it is known whom the clause begins with, be it only by country."""
        return self.subject is not None or self.people is not None


NOTHING = Context()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Body:
    """The article's body: its named mentions in order, its events and its places by id."""

    article: Article
    mentions: tuple[Mention, ...]
    events: Mapping[str, Event]
    peoples: tuple[Place, ...]  # words that name a people or a government by its country


def find_contexts(reading: Reading) -> Mapping[str, Context]:
    """Proposition -> what it takes over. Propositions of titles and captions take over nothing."""
    body = _Body(
        article=reading.article,
        mentions=tuple(sorted((item for item in reading.mentions if item.entity), key=lambda item: item.span)),
        events={item.id: item for item in reading.events},
        peoples=tuple(item for item in reading.places if item.as_ != "place" and item.where is None),
    )
    found: dict[str, Context] = {}
    last: dict[str, tuple[Proposition, Context]] = {}
    told = [item for item in reading.propositions if item.where is None and item.spans]
    told.sort(key=lambda item: (item.spans[0].start, item.id))
    for item in told:
        holder = item.attribution or ""
        before = last.get(holder) if item.attribution is not None else None
        found[item.id] = _context(item, before, body)
        last[holder] = (item, found[item.id])
    for item, following in pairwise(told):
        if item.event and item.attribution == following.attribution and _when(item, following, body):
            place, time = _place(following, body), _time(following, body)
            known = found[item.id]
            found[item.id] = replace(known, place=known.place or place, time=known.time or time)
    return found


def _when(item: Proposition, following: Proposition, body: _Body) -> bool:
    """Whether the next clause begins right behind this one, with "when"."""
    end, start = item.spans[-1].end, following.spans[0].start
    between = body.article.text[end : start + len("when")].split()
    return end <= start and between[:1] == ["when"] and start - end <= len(" when ")


def _context(item: Proposition, before: tuple[Proposition, Context] | None, body: _Body) -> Context:
    text = body.article.text
    own = [match.group().lower() for span in item.spans for match in WORD.finditer(text, *span)]
    first = next(iter(own), "")
    omitted = _omitted(item, set(own))
    lead = None if omitted else _leading(item, body)
    place = _place(before[0], body) if before is not None and (omitted or first in ADVERBS) else None
    if lead is not None:
        return Context(subject=lead.entity, people=_people(lead, body), behind=lead.span.end, place=place)
    if before is not None and (omitted or first in POINTING):
        former, known = before
        numbers = former.quantities if any(word[:1].isdigit() for word in omitted) else ()
        time = _time(former, body) if omitted and _alike(former, item, body) else None
        return Context(subject=known.subject, people=known.people, place=place, time=time, quantities=numbers)
    return Context(place=place)


def _omitted(item: Proposition, own: set[str]) -> tuple[str, ...]:
    """The words that the gist begins with and the text of the clause does not hold: the subject of a clause before."""
    words = WORD.findall(item.gist)
    first = next((place for place, word in enumerate(words) if word.lower() in own), 0)
    return tuple(words[:first])


def _leading(item: Proposition, body: _Body) -> Mention | None:
    """The mention that the clause begins with, before anything happens in it."""
    text, start, end = body.article.text, item.spans[0].start, item.spans[0].end
    event = body.events.get(item.event or "")
    words = [match.end() for match in WORD.finditer(text, start, end)][:LEADING]
    limit = min(
        words[-1] if words else end, event.span.start if event is not None and event.span.start > start else end
    )
    inside = (one for one in body.mentions if start <= one.span.start and one.span.end <= limit)
    return next(inside, None)


def _people(mention: Mention, body: _Body) -> str | None:
    """The country whose people the words of a mention name."""
    inside = (one for one in body.peoples if mention.span.start <= one.span.start and one.span.end <= mention.span.end)
    return next((one.country for one in inside), None)


def _alike(former: Proposition, item: Proposition, body: _Body) -> bool:
    """Whether both tell of one class of event: "was born in 1970 and works in Paris" are two times."""
    one, other = body.events.get(former.event or ""), body.events.get(item.event or "")
    return one is not None and other is not None and one.code == other.code


def _time(former: Proposition, body: _Body) -> str | None:
    event = body.events.get(former.event or "")
    return former.time or (event.time if event is not None else None)


def _place(former: Proposition, body: _Body) -> str | None:
    event = body.events.get(former.event or "")
    return former.place or (event.place if event is not None else None)

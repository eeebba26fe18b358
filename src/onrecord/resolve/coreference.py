"""A pronoun, a title or a bare body comes in; whom among those named before it means goes out, with a chance.

Rules of salience after Hobbs (1978) and Lappin & Leass (1994): near before far, subjects and speakers before others,
gender and number must agree. Nothing is chosen where two fit alike; the chance says how far the best one leads.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from onrecord.knowledge.first_names import load_first_names
from onrecord.knowledge.grammar import Words
from onrecord.knowledge.offices import Gender, load_offices, spell_out
from onrecord.record import Entity, Mention

_REACH = 6
"""Sentences. Of 300 pronouns that are sources in news, none reached further back than five."""
_TABLE = 300
"""Entities of an article looked through for a body or office named elsewhere; news has fewer."""
_LOOK = 40
"""Mentions looked back at; keeps the work linear."""
_SPOKE = 0.4
_SUBJECT = frozenset(("nsubj", "nsubjpass"))
_BODIES = frozenset(("organisation", "government", "military", "group", "outlet", "document"))
_GENERIC = frozenset(
    """group organisation organization agency company body charity watchdog newspaper paper monitor outlet
    station channel network firm website site broadcaster movement party bank airline institute think-tank""".split()  # noqa: SIM905
)
_ANYBODY = frozenset(["everyone", "everybody", "nobody", "no one", "anyone", "anybody", "one", "others", "those who"])
_PRINTED = frozenset("newspaper paper outlet station channel network website site broadcaster".split())  # noqa: SIM905
_FROM = ("-based", "-led", "-backed", "-linked")
_QUALIFIED = frozenset(
    [
        "monitoring",
        "rights",
        "human",
        "aid",
        "news",
        "war",
        "the",
        "militant",
        "terror",
        "terrorist",
        "rebel",
        "un",
        "u.n.",
    ]
)
_HEADS = frozenset(["leader", "president", "premier", "chancellor", "minister"])


@dataclass(frozen=True, slots=True)
class Seen:
    """A mention already walked past: last word, sentence, whether it was a source, inside a quotation, its form."""

    entity: str
    word: int
    sentence: int
    source: bool
    quoted: bool
    form: str


@dataclass(slots=True)
class Past:
    """What stands before the current place."""

    words: Words
    entities: Mapping[str, Entity]
    genders: Mapping[str, Gender]
    seen: list[Seen] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)

    def add(self, item: Seen) -> None:
        """Walks past a mention."""
        self.seen.append(item)
        self.counts[item.entity] = self.counts.get(item.entity, 0) + 1

    def recent(self, sentence: int) -> Iterator[Seen]:
        """Mentions before, nearest first, within reach."""
        for item in reversed(self.seen[-_LOOK:]):
            if sentence - item.sentence > _REACH:
                return
            yield item


_Fit = Callable[[Past, Seen, Gender | None], float | None]


def genders_of(words: Words, mentions: Sequence[Mention], entities: Mapping[str, Entity]) -> dict[str, Gender]:
    """The gender of each person, from first name, title before the name, or an office that tells it."""
    table, names = load_offices(), load_first_names()
    found: dict[str, Gender] = {}
    for entity in entities.values():
        if entity.kind not in ("person", "unnamed"):
            continue
        titles = " ".join(role.title.lower() for role in entity.roles if role.title).split()
        told = next(
            (table.gendered[word] for word in (*titles, *entity.name.lower().split()) if word in table.gendered), None
        )
        first = entity.name.split()[0].lower() if entity.kind == "person" and " " in entity.name else ""
        gender = told or names.get(first) or names.get(first.split("-")[0])
        if gender:
            found[entity.id] = gender
    for mention in mentions:
        if mention.entity and entities[mention.entity].kind == "person":
            numbers = words.between(mention.span)
            near = (
                [words.lower[n].rstrip(".") for n in (*numbers[:2], *range(max(0, numbers.start - 1), numbers.start))]
                if numbers
                else []
            )
            told = next((table.titles[word] for word in near if table.titles.get(word)), None)
            if told:
                found[mention.entity] = told
    return found


def antecedent(past: Past, n: int, quoted: bool, speaking: bool = False) -> tuple[str, float] | None:
    """Whom the pronoun at word `n` means: the entity and the chance that it is right, or None.

    Who is `speaking` again has most often spoken before.
    """
    word = past.words.lower[n]
    if word in ("he", "she", "him", "her", "himself", "herself", "his"):
        fit: _Fit = _fits_person
        gender: Gender | None = "m" if word in ("he", "him", "himself", "his") else "f"
    elif word in ("they", "them", "themselves", "these", "those", "their"):
        fit, gender = _fits_many, None
    elif word == "it" and speaking and _impersonal(past.words, n):
        return None
    elif word in ("it", "which", "that", "this", "itself", "its"):
        fit, gender = _fits_body, None
    elif word == "who":
        fit, gender = _fits_anybody, None
    else:
        return None
    scored: dict[str, float] = {}
    sentence = past.words.sentence[n]
    for item in past.recent(sentence):
        bonus = fit(past, item, gender)
        if bonus is None:
            continue
        value = bonus + _salience(past, item, n, sentence, quoted) + (_SPOKE if speaking and item.source else 0.0)
        if value > scored.get(item.entity, -99.0):
            scored[item.entity] = value
    if not scored:
        return None
    ranked = sorted(scored.items(), key=lambda pair: (-pair[1], pair[0]))
    lead = ranked[0][1] - ranked[1][1] if len(ranked) > 1 else 2.0
    return ranked[0][0], _chance(lead, word, len(ranked))


def _impersonal(words: Words, n: int) -> bool:
    """ "It was reported that …", "it is appalling to learn": nobody is meant."""
    rest = words.bounds(n).stop
    return n + 2 < rest and words.lower[n + 1] in ("is", "was", "'s", "’s") and words.tokens[n + 2].tag in ("VBN", "JJ")


def _chance(lead: float, word: str, rivals: int) -> float:
    ceiling = 0.92 if word in ("he", "she", "him", "her") else 0.8
    return round(max(0.4, min(ceiling, 0.55 + 0.25 * lead - 0.02 * max(0, rivals - 3))), 3)


def _salience(past: Past, item: Seen, n: int, sentence: int, quoted: bool) -> float:
    dep = past.words.tokens[item.word].dep
    value = -1.0 * (sentence - item.sentence)
    if dep in _SUBJECT or item.source:
        value += 1.0
    if item.source:
        value += 0.5
    if dep in ("poss", "pobj", "compound"):
        value -= 0.3
    if item.quoted and not quoted:
        value -= 1.5
    value += 0.08 * min(5, past.counts.get(item.entity, 0))
    return value - 0.002 * min(200, n - item.word)


def _fits_person(past: Past, item: Seen, gender: Gender | None) -> float | None:
    entity = past.entities[item.entity]
    if entity.kind not in ("person", "unnamed") or (entity.kind == "unnamed" and is_plural(entity)):
        return None
    if entity.name.lower() in _ANYBODY or (entity.kind == "unnamed" and not _is_human(entity)):
        return None
    known = past.genders.get(entity.id)
    if known is not None and gender is not None and known != gender:
        return None
    return (0.5 if known else 0.0) - (0.4 if entity.kind == "unnamed" else 0.0)


def _is_human(entity: Entity) -> bool:
    """Whether an unnamed speaker is a person, not a body or a thing ("a Belgian website")."""
    table, noun = load_offices(), (entity.name.lower().split() or [""])[-1]
    return bool(entity.roles) or ((noun,) not in table.bodies and (noun,) not in table.documents)


def _fits_many(past: Past, item: Seen, _gender: Gender | None) -> float | None:
    entity = past.entities[item.entity]
    if entity.kind == "person" or entity.kind in ("document", "place", "narrator"):
        return None
    if entity.kind == "unnamed":
        return 0.8 if is_plural(entity) else None
    return 0.0 if entity.kind in ("group", "military") else -0.6


def _fits_body(past: Past, item: Seen, _gender: Gender | None) -> float | None:
    entity = past.entities[item.entity]
    if entity.kind not in _BODIES or (entity.kind == "group" and is_plural(entity)):
        return None
    return -0.4 if entity.kind == "document" else 0.0


def _fits_anybody(past: Past, item: Seen, _gender: Gender | None) -> float | None:
    return 0.0 if past.entities[item.entity].kind in ("person", "unnamed") else None


_PLURALS = frozenset(
    """people personnel men women children police family staff both many some several few others crew troops
    forces""".split()  # noqa: SIM905
)


def is_plural(entity: Entity) -> bool:
    """Whether an unnamed speaker is several people."""
    title = next((role.title for role in entity.roles if role.title), None)
    noun = (title or entity.name.split(" of ")[0].split(" from ")[0]).lower().split()[-1:]
    return bool(noun) and (noun[0] in _PLURALS or (noun[0].endswith("s") and not noun[0].endswith("ss")))


# ------------------------------------------------------------------------------------------------- titles and bodies


def find_by_title(past: Past, entity: Entity, n: int) -> tuple[str, float] | None:
    """The person, or the unnamed speaker, named before whose office this title or epithet is.

    Where nobody before fits, a person named later with the same office and country is meant ("the Turkish president has
    said. … Recep Tayyip Erdoğan").
    """
    title = next((role.title for role in entity.roles if role.title), None)
    if title is None or (is_plural(entity) and entity.name.lower() != f"the {title.lower()}"):
        return None
    noun = title.lower().split()[-1]
    best: tuple[float, str] | None = None
    for item in reversed(past.seen[-4 * _LOOK :]):
        value = _office_fit(past.entities[item.entity], entity, noun, title.lower())
        if value <= 0.0:
            continue
        value -= 0.02 * min(10, past.words.sentence[n] - item.sentence)
        if best is None or value > best[0] + 1e-9:
            best = value, item.entity
    if best is not None:
        return best[1], round(min(0.9, 0.5 + 0.35 * best[0]), 3)
    later = [
        other.id
        for other in itertools.islice(past.entities.values(), _TABLE)
        if other.kind == "person"
        and entity.country
        and other.country == entity.country
        and _office_fit(other, entity, noun, title.lower()) >= 1.0
    ]
    return (later[0], 0.8) if len(later) == 1 else None


_AGE = re.compile(r"the (\d{1,2})-year-old", re.IGNORECASE)


def find_by_age(past: Past, entity: Entity, n: int) -> tuple[str, float] | None:
    """The person whose age was told before ("Ann Smith, 27, …", "27-year-old Ann Smith"), or None."""
    told = _AGE.match(entity.name)
    if told is None:
        return None
    text, words = past.words.text, past.words
    for item in reversed(past.seen[-4 * _LOOK :]):
        token = words.tokens[item.word]
        if item.word >= n or past.entities[item.entity].kind != "person":
            continue
        if (
            re.match(rf"\W{{1,2}}{told[1]}\b", text[token.end :])
            or f"{told[1]}-year-old" in text[max(0, token.start - 60) : token.end + 30]
        ):
            return item.entity, 0.85
    return None


def _office_fit(other: Entity, entity: Entity, noun: str, title: str) -> float:
    """How well somebody's office fits a title: 0 not at all, 1 the same words, more with the same country."""
    if entity.country and other.country and entity.country != other.country:
        return 0.0
    if (
        other.kind == "unnamed"
        and other.id != entity.id
        and "@" in other.id
        and other.name.lower().split()[:1] != ["the"]
    ):
        fits = any(role.title and role.title.lower() == title for role in other.roles)
        return 0.9 if fits and is_plural(other) == is_plural(entity) and entity.name.lower() == f"the {title}" else 0.0
    if other.kind != "person":
        return 0.0
    value = max((_title_fit(noun, title, spell_out(role.title)) for role in other.roles if role.title), default=0.0)
    return value + (0.3 if value and entity.country and entity.country == other.country else 0.0)


def _title_fit(noun: str, title: str, other: str) -> float:
    if title == other or other in (f"{title}s", f"{title[:-2]}en"):
        return 1.0
    if other.rsplit(maxsplit=1)[-1] == noun or noun in other.replace("-", " ").split():
        return 0.8
    marks = load_offices().marks
    if noun in marks["epithet"] and marks["political"] & set(other.split()):
        return 0.6  # "the Kanawha County Republican"
    return (
        0.5
        if noun in _HEADS and any(word in _HEADS for word in other.replace("-", " ").split()) and noun == "leader"
        else 0.0
    )


def find_by_noun(past: Past, entity: Entity, n: int, *, later: bool = True) -> tuple[str, float] | None:
    """The body named before that a bare noun ("the ministry", "the group") means; or `later`, where none was."""
    noun = entity.name.lower().split()[-1]
    for item in reversed(past.seen[-_LOOK:]):
        body = past.entities[item.entity]
        if body.id == entity.id or body.kind not in _BODIES or "@" in body.id:
            continue
        if past.words.sentence[n] - item.sentence > 2 * _REACH:
            break
        if _called(body, entity, noun):
            return body.id, 0.85
    named = [
        body.id
        for body in itertools.islice(past.entities.values(), _TABLE)
        if later and body.kind in ("organisation", "group") and "@" not in body.id and _called(body, entity, noun)
    ]
    if named and (len(entity.name.split()) > 1 or (len(named) == 1 and past.entities[named[0]].kind == entity.kind)):
        return named[0], 0.8
    qualified = {word for word in entity.name.lower().split()[:-1] if not word.endswith(_FROM)}
    if noun in _GENERIC and qualified <= _QUALIFIED:
        fitting = ("outlet", "document") if noun in _PRINTED else ("organisation", "group")
        near = list(past.recent(past.words.sentence[n]))
        for item in sorted(near, key=lambda item: not item.source):  # whoever spoke, before those spoken of
            body = past.entities[item.entity]
            if body.kind in fitting and body.id != entity.id and (body.kind == "document" or "@" not in body.id):
                return body.id, 0.7
    return None


def is_generic(entity: Entity) -> bool:
    """Whether an unnamed speaker is a body by a word that seems a person's ("the monitor", "the watchdog")."""
    return entity.name.lower().removeprefix("the ") in _GENERIC and entity.name[:4].lower() == "the "


def _called(body: Entity, entity: Entity, noun: str) -> bool:
    """Whether a bare name ("the working group") is part of a body's full one ("Working Group for Syria")."""
    short = [word for word in entity.name.lower().split() if word != "the" and not word.endswith(_FROM)]
    if len(short) > 1 and short[0] == "opposition":
        short = short[1:]
    full = body.name.lower().split()
    if len(short) > 1 and short[-1] in _GENERIC and short[-1] not in full:
        short = short[:-1]  # "the observatory group"
    if short in (["state"], ["national"], ["international"]):
        return False  # a state is not what has the word in its name
    if not short or (len(full) <= len(short) and full != short):
        return False
    return all(word in full for word in short) or (len(short) == 1 and f"-{noun}" in body.id)

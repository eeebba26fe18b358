"""A reading whose mentions are partly open comes in; the same with pronouns, titles and bodies resolved goes out.

Every attribution gets its `speakers`; unnamed ones stay unnamed, with candidates. Scores say how sure a link is:
chances measured on hand-labelled articles (docs/speakers.md).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import replace

from onrecord.knowledge.grammar import lay_out
from onrecord.knowledge.offices import Gender
from onrecord.record import Analysis, Attribution, Entity, Mention, Reading
from onrecord.resolve.belonging import of_a_state
from onrecord.resolve.bodies import (
    BARE,
    Work,
    belong,
    country_of_office,
    give_countries,
    know_leaders,
    of_spoken_state,
    serve,
    settle_body,
)
from onrecord.resolve.coreference import (
    Past,
    Seen,
    antecedent,
    find_by_age,
    find_by_noun,
    find_by_title,
    genders_of,
    is_generic,
    is_plural,
)

_SOURCE = "rule:source"
_NARRATOR = Entity(id="narrator", kind="narrator", name="the article", by="rule:narrator")
_FIRST_SINGULAR = frozenset(["i", "me", "my", "myself"])
_FIRST_PLURAL = frozenset(["we", "us", "our", "ourselves"])
_ASKABLE = frozenset(("official", "spokesman", "minister", "head"))
_SOURCES = frozenset(
    ["source", "sources", "person", "people", "insider", "insiders", "someone", "diplomat", "diplomats"]
)


def resolve_speakers(reading: Reading, analysis: Analysis) -> Reading:
    """The reading with mentions linked, speakers set, principals present and provisional entities gone."""
    words = lay_out(reading.article.text, analysis)
    work = Work(words, {entity.id: entity for entity in reading.entities})
    know_leaders(work, reading.article.published)
    give_countries(work, reading.article.published)
    quotes = _quotes(reading.attributions)
    _link(work, reading, quotes)
    mentions = [_with_link(work, mention) for mention in reading.mentions]
    attributions = _posted(work, reading, _with_speakers(work, reading.attributions, mentions))
    mentions = _first_persons(work, attributions, mentions)
    attributions = _back_to_speakers(attributions, mentions)
    _name_candidates(work, attributions)
    attributions = _point_summaries(work, attributions)
    entities = _kept(work, mentions, attributions)
    return replace(reading, entities=entities, mentions=tuple(mentions), attributions=tuple(attributions))


def _quotes(attributions: Sequence[Attribution]) -> list[tuple[int, int, int]]:
    """(start, end, number of the attribution) of every content in quotation marks."""
    return sorted(
        (span.start, span.end, number)
        for number, item in enumerate(attributions)
        if item.manner != "indirect" and item.where is None
        for span in item.content
    )


# --------------------------------------------------------------------------------------------------------- linking


def _link(work: Work, reading: Reading, quotes: Sequence[tuple[int, int, int]]) -> None:
    """Walks through the mentions in order of the text and finds for each open one who was meant."""
    words = work.words
    genders = genders_of(words, reading.mentions, work.entities)
    past = Past(words, work.entities, genders)
    place = 0
    for mention in sorted(reading.mentions, key=lambda m: (m.span.start, -m.span.end)):
        while place + 1 < len(quotes) and quotes[place][1] <= mention.span.start:
            place += 1
        quoted = bool(quotes) and quotes[place][0] <= mention.span.start < quotes[place][1]
        numbers = words.between(mention.span)
        if not numbers:
            continue
        entity_id, score = mention.entity, mention.score
        if entity_id is None:
            found = antecedent(past, numbers[0], quoted, mention.by == _SOURCE) if mention.form == "pronoun" else None
            _learn_gender(genders, words.lower[numbers[0]], found)
        elif mention.form == "pronoun":
            found = (work.replaced.get(entity_id, entity_id), score)
        else:
            belong(past, work, entity_id, numbers[0], quoted)
            settle_body(past, work, entity_id, numbers[0])
            found = _definite(past, work, mention, numbers[0]) or _left_open(past, work, mention, numbers[0])
        if found is None and entity_id is None:
            continue
        chosen, score = found if found is not None else (work.replaced.get(entity_id or "", entity_id or ""), score)
        work.resolved[mention.id] = (chosen, score)
        past.add(Seen(chosen, numbers[-1], words.sentence[numbers[0]], mention.by == _SOURCE, quoted, mention.form))


def _learn_gender(genders: dict[str, Gender], word: str, found: tuple[str, float] | None) -> None:
    """Whoever was surely "he" once is no "she" later on."""
    gender: Gender | None = "m" if word in ("he", "him") else "f" if word in ("she", "her") else None
    if gender is not None and found is not None and found[1] >= _SURE:
        genders.setdefault(found[0], gender)


_SURE = 0.75


def _left_open(past: Past, work: Work, mention: Mention, number: int) -> tuple[str, float] | None:
    """What no one named before fits: of the state spoken of, or open, and then with the chance of something open."""
    entity = work.entities[mention.entity or ""]
    if found := of_spoken_state(past, work, entity, number):
        return found
    if entity.kind == "person" and entity.rank in ("head", "minister") and not (entity.country or entity.principal):
        country = country_of_office(past, entity, number)
        work.loose[entity.id] = 0.8 if country else 0.7
        if country is not None:
            serve(work, entity, country)
    if "@" not in entity.id or mention.form not in ("title", "description"):
        loose = work.loose.get(entity.id)
        return None if loose is None else (entity.id, min(loose, mention.score))
    if (
        entity.kind == "unnamed"
        and entity.rank in ("head", "minister")
        and entity.country is None
        and not entity.principal
    ):
        country = country_of_office(past, entity, number)
        if country is not None:
            serve(work, entity, country)
            work.loose[entity.id] = 0.7
    if entity.id in work.loose:
        return entity.id, min(work.loose[entity.id], mention.score)
    if past.words.lower[number] not in _POINTING or entity.principal or entity.country:
        return None
    if len(entity.name.lower().removeprefix("the ").split()) > BARE:
        return None
    return entity.id, min(mention.score, 0.7 if is_plural(entity) else 0.5)


_POINTING = frozenset(["the", "this", "that", "these", "those", "his", "her", "their", "its"])


def _definite(past: Past, work: Work, mention: Mention, number: int) -> tuple[str, float] | None:
    """A title, an epithet or a bare body that points back at somebody named before."""
    entity = work.entities[mention.entity or ""]
    known = work.replaced.get(entity.id)
    if "@" not in entity.id or mention.form not in ("title", "description"):
        return (known, mention.score) if known else None
    if entity.kind == "unnamed":
        found = (
            find_by_age(past, entity, number)
            or find_by_title(past, entity, number)
            or ((known, mention.score) if known else None)
            or (find_by_noun(past, entity, number) if is_generic(entity) else None)
        )
    elif known:
        return known, mention.score
    elif entity.kind in ("organisation", "government", "military", "group"):
        here = of_a_state(entity) and _state_in_sentence(past, number)
        found = find_by_noun(past, entity, number, later=not here)
    else:
        found = None
    if found is not None and found[0] != entity.id:
        work.replaced.setdefault(entity.id, found[0])
        return found
    return None


def _state_in_sentence(past: Past, number: int) -> bool:
    """Whether the same sentence tells of a government ("France does not recognise it, the foreign ministry said")."""
    here = past.words.sentence[number]
    return any(item.sentence == here and past.entities[item.entity].kind == "government" for item in past.seen[-_NEAR:])


_NEAR = 8  # mentions looked back at within a sentence


def _with_link(work: Work, mention: Mention) -> Mention:
    link = work.resolved.get(mention.id)
    return mention if link is None else replace(mention, entity=link[0], score=round(link[1], 3))


# ---------------------------------------------------------------------------------------------------------- speakers


def _with_speakers(work: Work, attributions: Sequence[Attribution], mentions: Sequence[Mention]) -> list[Attribution]:
    """The entities of the source mentions inside of each source, in order."""
    by_start: dict[int, list[Mention]] = {}
    for mention in mentions:
        if mention.by == _SOURCE:
            by_start.setdefault(mention.span.start, []).append(mention)
    starts = sorted(by_start)
    return [replace(item, speakers=_speakers(work, item, by_start, starts)) for item in attributions]


def _speakers(
    work: Work, item: Attribution, by_start: Mapping[int, Sequence[Mention]], starts: Sequence[int]
) -> tuple[str, ...]:
    found: list[str] = []
    if item.where is None:
        for span in item.source:
            for place in range(bisect_left(starts, span.start), len(starts)):
                if starts[place] >= span.end:
                    break
                found.extend(m.entity for m in by_start[starts[place]] if m.entity and m.span.end <= span.end)
    if not found and not item.source and item.role == "narrator" and all(h.kind == "modal" for h in item.hedges):
        work.entities.setdefault(_NARRATOR.id, _NARRATOR)
        found.append(_NARRATOR.id)
    return tuple(dict.fromkeys(found))


def _posted(work: Work, reading: Reading, attributions: Sequence[Attribution]) -> list[Attribution]:
    """What stands in an embedded post without a source of its own is said by the post's account."""
    embeds = {embed.id: embed for embed in reading.article.embeds}
    out: list[Attribution] = []
    for item in attributions:
        embed = embeds.get(item.container or "")
        name = (embed.handle or embed.account or embed.author) if embed else None
        if not name or item.speakers or item.source:
            out.append(item)
            continue
        made = Entity(
            id=f"account:{name.lower().lstrip('@')}",
            kind="account",
            name=name if name.startswith("@") else f"@{name}",
            by="rule:post",
        )
        work.entities.setdefault(made.id, made)
        out.append(replace(item, speakers=(made.id,)))
    return out


def _first_persons(work: Work, attributions: Sequence[Attribution], mentions: Sequence[Mention]) -> list[Mention]:
    """ "I" and "we" within quotation marks are the speaker, or the body he speaks for."""
    quotes = _quotes(attributions)
    out: list[Mention] = []
    place = 0
    for mention in mentions:
        while place + 1 < len(quotes) and quotes[place][1] <= mention.span.start:
            place += 1
        word = work.words.text[mention.span.start : mention.span.end].lower()
        if (
            mention.form == "pronoun"
            and word in _FIRST_SINGULAR | _FIRST_PLURAL
            and quotes
            and quotes[place][0] <= mention.span.start < quotes[place][1]
        ):
            speakers = attributions[quotes[place][2]].speakers
            if speakers:
                entity = work.entities.get(speakers[0])
                whose = entity.principal if word in _FIRST_PLURAL and entity and entity.principal else speakers[0]
                mention = replace(mention, entity=whose, score=0.9 if word in _FIRST_SINGULAR else 0.7)
        out.append(mention)
    return out


def _back_to_speakers(attributions: Sequence[Attribution], mentions: Sequence[Mention]) -> list[Attribution]:
    """Attributions inside of quotations whose source is "I" or "we" get the speaker of the quotation."""
    open_sources = [item for item in attributions if item.source and not item.speakers and item.where is None]
    if not open_sources:
        return list(attributions)
    by_span = {mention.span: mention for mention in mentions if mention.entity}
    out = []
    for item in attributions:
        if item.speakers or not item.source:
            out.append(item)
            continue
        found = [by_span[span].entity for span in item.source if span in by_span]
        out.append(replace(item, speakers=tuple(dict.fromkeys(entity for entity in found if entity))))
    return out


_NEAR = 40
"""Speakers before (or after) an unnamed one among whom candidates are sought."""


def _name_candidates(work: Work, attributions: Sequence[Attribution]) -> None:
    """For speakers of no known body: the bodies that speak before them in the article, nearest first."""
    bodies: list[str] = []
    spoken: list[tuple[int, str]] = []
    for number, item in enumerate(attributions):
        for speaker in item.speakers:
            root = _root(work.entities, speaker)
            if root is not None:
                spoken.append((number, root))
    for number, item in enumerate(attributions):
        for speaker in item.speakers:
            entity = work.entities.get(speaker)
            if (
                entity is None
                or entity.kind != "unnamed"
                or entity.principal
                or entity.candidates
                or not _askable(entity)
            ):
                continue
            place = bisect_left(spoken, (number, ""))
            near = [root for _, root in spoken[max(0, place - _NEAR) : place]][::-1]
            bodies = list(dict.fromkeys(near or [root for _, root in spoken[place : place + _NEAR]]))[:4]
            work.entities[speaker] = replace(entity, candidates=tuple(bodies))


def _askable(entity: Entity) -> bool:
    return entity.rank in _ASKABLE or any((role.title or "").lower() in _SOURCES for role in entity.roles)


def _root(entities: Mapping[str, Entity], entity_id: str) -> str | None:
    """The body at the end of the chain of principals: a government or organisation."""
    for _ in range(5):
        entity = entities.get(entity_id)
        if entity is None:
            return None
        if entity.principal is None:
            return entity.id if entity.kind in ("government", "organisation", "military", "group") else None
        entity_id = entity.principal
    return None


def _point_summaries(work: Work, attributions: Sequence[Attribution]) -> list[Attribution]:
    """A summary by several speakers refers first to what each of their bodies says later on."""
    out = list(attributions)
    for number, item in enumerate(attributions):
        if item.role != "summary" or not item.speakers:
            continue
        wanted = {_root(work.entities, speaker) for speaker in item.speakers} - {None}
        later = [
            other.id
            for other in attributions[number + 1 : number + 13]
            if other.role == "evidence"
            and any(_root(work.entities, speaker) in wanted for speaker in other.speakers)
            and other.stance == item.stance
        ]
        if later:
            out[number] = replace(item, refers_to=tuple(dict.fromkeys((*later[:3],))))
    return out


def _kept(work: Work, mentions: Sequence[Mention], attributions: Sequence[Attribution]) -> tuple[Entity, ...]:
    """Entities that a mention, a speaker or a principal still names."""
    wanted = {mention.entity for mention in mentions if mention.entity}
    wanted.update(speaker for item in attributions for speaker in item.speakers)
    for entity_id in list(wanted):
        current = work.entities.get(entity_id)
        for _ in range(5):
            if current is None:
                break
            wanted.update(current.candidates)
            if current.principal is None:
                break
            wanted.add(current.principal)
            current = work.entities.get(current.principal)
    return tuple(work.entities[key] for key in sorted(key for key in wanted if key in work.entities))

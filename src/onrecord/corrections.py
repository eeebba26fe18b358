"""A reading and people's judgements in, the reading as people corrected it out. Pure; the machine's reading stays.

Also finds again, in a reading by a newer model, what a person judged in the former reading of the same text: items of
one kind whose spans are mostly the same are the same thing, though the hash of their spans differs.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, get_args

from onrecord.record import (
    Attribution,
    Entity,
    EntityKind,
    Event,
    Judgement,
    Place,
    Proposition,
    Quantity,
    Reading,
    Span,
    TimeExpression,
)
from onrecord.review import SpanValue, SpeakerValue, latest, value_of

SAME = 0.5  # least share of characters in common (of those in either) for two items to be one thing
Decisions = Mapping[tuple[str, str], Judgement]


def corrected(reading: Reading, judgements: Iterable[Judgement]) -> Reading:
    """The reading with rejected items gone, accepted ones certain, and spans, speakers and senses as people set them."""
    return correct(reading, latest(judgements))


def correct(reading: Reading, decisions: Decisions) -> Reading:
    """As `corrected`, from the last word on each question (review.latest), worked out once for many readings."""
    targets = {target for _, target in decisions}
    names = {item.id for item in reading.attributions} | {item.id for item in reading.propositions}
    if not targets & names:
        return reading
    attributions = {item.id: _attribution(item, decisions) for item in reading.attributions}
    kept = {name: item for name, item in attributions.items() if item is not None}
    propositions = [_proposition(item, attributions, reading, decisions) for item in reading.propositions]
    return replace(
        reading,
        attributions=tuple(kept.values()),
        propositions=tuple(item for item in propositions if item is not None),
        entities=(*reading.entities, *_new_entities(reading, decisions)),
    )


def is_judged(reading: Reading, names: set[str]) -> bool:
    """Whether a judgement, undone or not, names anything in the machine's reading: its views may have to change."""
    return bool(names) and not names.isdisjoint(
        {item.id for item in reading.attributions} | {item.id for item in reading.propositions}
    )


def judged_names(judgements: Iterable[Judgement]) -> set[str]:
    """Every id that a judgement names, as its target or in its value."""
    found: set[str] = set()
    for judgement in judgements:
        found.add(cell_proposition(judgement) or judgement.target)
        if judgement.value:
            found |= set(_strings(json.loads(judgement.value)))
    return found


def find_again(former: Reading, reading: Reading, names: set[str]) -> dict[str, str]:
    """Judged items of the former reading that the new one has under another id: former id -> present id.

    Both must be readings of one text; an item that the new reading has under the same id needs nothing.
    """
    if former.article.text_sha256 != reading.article.text_sha256:
        return {}
    present = list(_items(reading))
    same = {item.id for item in present}
    pairs = {}
    for item in _items(former):
        if item.id not in names or item.id in same:
            continue
        likeness, other = max(((_likeness(item, other), other.id) for other in present), default=(0.0, ""))
        if likeness >= SAME:
            pairs[item.id] = other
    return pairs


def anchored(judgements: Iterable[Judgement], pairs: Mapping[str, str]) -> tuple[Judgement, ...]:
    """The judgements about what the judged things are called now (`pairs` of `find_again`, from several re-readings).

    Ids of judgements stay; claims follow the proposition that founds them.
    """
    if not pairs:
        return tuple(judgements)
    claims = {f"claim-{old.partition('-')[2]}": f"claim-{new.partition('-')[2]}" for old, new in pairs.items()}
    names = {**claims, **pairs}
    return tuple(_renamed(judgement, names) for judgement in judgements)


@dataclass(frozen=True, slots=True)
class _Item:
    kind: str
    where: str | None
    characters: frozenset[int]
    id: str


def _items(reading: Reading) -> Iterator[_Item]:
    for item in reading.attributions:
        yield _Item("attribution", item.where, _characters(item.content or item.source), item.id)
    for proposition in reading.propositions:
        kind = "proposition of somebody" if proposition.attribution else "proposition"
        yield _Item(kind, proposition.where, _characters(proposition.spans), proposition.id)
    things: tuple[TimeExpression | Place | Quantity | Event, ...] = (
        *reading.times,
        *reading.places,
        *reading.quantities,
        *reading.events,
    )
    for thing in things:
        yield _Item(type(thing).__name__, thing.where, _characters((thing.span,)), thing.id)
    for mention in reading.mentions:
        yield _Item("mention", None, _characters((mention.span,)), mention.id)


def _characters(spans: Iterable[Span]) -> frozenset[int]:
    return frozenset(place for start, end in spans for place in range(start, end))


def _likeness(one: _Item, other: _Item) -> float:
    if (one.kind, one.where) != (other.kind, other.where):
        return 0.0
    either = len(one.characters | other.characters)
    return len(one.characters & other.characters) / either if either else 0.0


def _renamed(judgement: Judgement, names: Mapping[str, str]) -> Judgement:
    value = judgement.value
    if value and any(name in value for name in names):
        value = json.dumps(_rename(json.loads(value), names), ensure_ascii=False, separators=(",", ":"))
    return replace(judgement, target=_renamed_target(judgement, names), value=value)


def cell_proposition(judgement: Judgement) -> str | None:
    """The proposition that a judgement about a cell ("form:proposition/column") names; None for other judgements."""
    named = judgement.target.partition(":")[2].rpartition("/")[0] if judgement.act == "cell" else ""
    return named or None


def _renamed_target(judgement: Judgement, names: Mapping[str, str]) -> str:
    named = cell_proposition(judgement)
    if named is None:
        return _follow(judgement.target, names)
    return judgement.target.replace(f":{named}/", f":{_follow(named, names)}/", 1)


def _rename(value: Any, names: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        return _follow(value, names)
    if isinstance(value, list):
        return [_rename(item, names) for item in value]
    return {key: _rename(item, names) for key, item in value.items()} if isinstance(value, dict) else value


def _follow(name: str, names: Mapping[str, str]) -> str:
    """The present name, through as many re-readings as there were."""
    seen = {name}
    while name in names and names[name] not in seen:
        name = names[name]
        seen.add(name)
    return name


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)
    elif isinstance(value, dict):
        for item in value.values():
            yield from _strings(item)


def _attribution(item: Attribution, decisions: Decisions) -> Attribution | None:
    """The attribution as corrected; None when it was rejected."""
    counts = decisions.get(("counts", item.id))
    if counts is not None and counts.act == "reject":
        return None
    if counts is not None:
        item = replace(item, score=1.0)
    spans, speaker = _value(decisions, "span", item.id), _value(decisions, "speaker", item.id)
    if isinstance(spans, SpanValue):
        item = replace(
            item,
            source=item.source if spans.source is None else spans.source,
            cue=item.cue if spans.cue is None else spans.cue,
            content=spans.content or spans.spans or item.content,
        )
    if isinstance(speaker, SpeakerValue):
        item = replace(
            item,
            speakers=speaker.speakers,
            stance=speaker.stance or item.stance,
            certainty=speaker.certainty or item.certainty,
            polarity=speaker.polarity or item.polarity,
            role=speaker.role or item.role,
        )
    return item


def _proposition(
    item: Proposition, attributions: Mapping[str, Attribution | None], reading: Reading, decisions: Decisions
) -> Proposition | None:
    """The proposition as corrected, by itself or through its attribution; None when either was rejected."""
    owner = attributions.get(item.attribution or "")
    counts = decisions.get(("counts", item.id))
    if (counts is not None and counts.act == "reject") or (item.attribution in attributions and owner is None):
        return None
    spans = _value(decisions, "span", item.id)
    through = _value(decisions, "span", item.attribution or "")
    if isinstance(spans, SpanValue) and (spans.spans or spans.content):
        item = _spanned(item, spans.spans or spans.content or (), reading)
    elif isinstance(through, SpanValue) and through.content:
        inside = _inside(item, through.content, reading)
        if inside is None:
            return None
        item = inside
    sense = _value(decisions, "speaker", item.attribution or "")
    if isinstance(sense, SpeakerValue):
        item = replace(
            item,
            stance=sense.stance or item.stance,
            certainty=sense.certainty or item.certainty,
            polarity=sense.polarity or item.polarity,
        )
    accepted = counts is not None or ("counts", item.attribution or "") in decisions
    return replace(item, score=1.0) if accepted else item


def _inside(item: Proposition, content: tuple[Span, ...], reading: Reading) -> Proposition | None:
    """What of the proposition the corrected content holds; all of the content where it is the only proposition."""
    alone = sum(other.attribution == item.attribution for other in reading.propositions) == 1
    if alone:
        return _spanned(item, content, reading)
    cut = [Span(max(a, start), min(b, end)) for a, b in item.spans for start, end in content]
    kept = tuple(span for span in cut if span.start < span.end)
    return _spanned(item, kept, reading) if kept else None


def _spanned(item: Proposition, spans: tuple[Span, ...], reading: Reading) -> Proposition:
    if spans == item.spans:
        return item
    text = reading.article.text if item.where is None else ""
    return replace(item, spans=spans, gist=" … ".join(Span(*span).of(text) for span in spans) if text else item.gist)


def _value(decisions: Decisions, question: str, target: str) -> object:
    judgement = decisions.get((question, target))
    return value_of(judgement) if judgement is not None else None


def _new_entities(reading: Reading, decisions: Decisions) -> Iterator[Entity]:
    """Speakers that a person named and the reading does not have."""
    known = {entity.id for entity in reading.entities}
    for item in reading.attributions:
        value = _value(decisions, "speaker", item.id)
        if not isinstance(value, SpeakerValue):
            continue
        names = dict(value.names)
        for speaker in value.speakers:
            if speaker not in known:
                known.add(speaker)
                kind, _, name = speaker.partition(":")
                kinds: tuple[EntityKind, ...] = get_args(EntityKind)
                chosen: EntityKind = next((each for each in kinds if each == kind), "unnamed")
                yield Entity(id=speaker, kind=chosen, name=names.get(speaker) or name.title() or speaker, by="person")

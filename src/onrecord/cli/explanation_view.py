"""A reading in, why each value is what it is out: rule or model, score, hedges, bounds, dates and places with anchors."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.text import Text

from onrecord import phrases
from onrecord.record import Attribution, Entity, Proposition, Reading, Span


def explain_reading(reading: Reading) -> RenderableType:
    """One block an attribution, then entities, times, places, quantities and events, each with its reason."""
    blocks: list[RenderableType] = [Text("why", style="bold")]
    blocks += [_explain_attribution(reading, n, row) for n, row in enumerate(reading.attributions, 1)]
    blocks.append(_lines("the article's own assertions", _narrated(reading)))
    blocks.append(_lines("speakers and bodies", [_explain_entity(entity) for entity in reading.entities]))
    blocks.append(_lines("times", _times(reading)))
    blocks.append(_lines("places", _places(reading)))
    blocks.append(_lines("numbers", _quantities(reading)))
    blocks.append(_lines("events", _events(reading)))
    return Group(*blocks)


def _lines(title: str, lines: list[str]) -> Text:
    block = Text(f"\n{title}", style="bold")
    for line in lines:
        block.append(f"\n  {line}", style="not bold")
    return block


def _words(reading: Reading, spans: tuple[Span, ...]) -> str:
    return " … ".join(phrases.shorten(span.of(reading.article.text), 80) for span in spans) or phrases.DASH


def _explain_attribution(reading: Reading, number: int, row: Attribution) -> Text:
    facts = [
        f"cue {_words(reading, row.cue)!r}: {row.stance}, {row.certainty}, {row.polarity}, {row.manner}",
        f"found by {row.by or '?'} with score {row.score:.2f}; role {row.role}",
        f"source {_words(reading, row.source)!r} -> {', '.join(row.speakers) or 'nobody identified'}",
        f"said {phrases.say_interval(row.said)}",
    ]
    facts += [f"hedge {hedge.kind}: {_words(reading, (hedge.span,))!r}" for hedge in row.hedges]
    facts += [f"basis {row.basis.kind}: {_words(reading, (row.basis.span,))!r}"] if row.basis else []
    facts += [f"inside {row.parent}"] if row.parent else []
    facts += [f"refers to {', '.join(row.refers_to)}"] if row.refers_to else []
    facts += [f"stands in the embedded item {row.container}"] if row.container else []
    facts += [_explain_proposition(p) for p in reading.propositions if p.attribution == row.id]
    return _lines(f"{number}. {row.id}", facts)


def _explain_proposition(p: Proposition) -> str:
    ties = [f"{name} {value}" for name, value in (("event", p.event), ("time", p.time), ("place", p.place)) if value]
    ties += [f"number {quantity}" for quantity in p.quantities]
    return (
        f"proposition {p.gist!r}: {p.stance}, {p.polarity}, factuality {p.factuality:+.1f}, {p.certainty}, "
        f"score {p.score:.2f} by {p.by or '?'}; {'; '.join(ties) or 'no ties'}"
    )


def _narrated(reading: Reading) -> list[str]:
    return [_explain_proposition(p) for p in reading.propositions if p.attribution is None]


def _explain_entity(entity: Entity) -> str:
    facts = [
        entity.kind,
        f"rank {entity.rank}" if entity.rank else "",
        f"country {entity.country}" if entity.country else "",
    ]
    facts.append(f"speaks for {entity.principal}" if entity.principal else "")
    facts.append(f"may be {' or '.join(entity.candidates)}" if entity.candidates else "")
    facts.append(f"score {entity.score:.2f} by {entity.by or '?'}")
    return f"{entity.id}: {phrases.say_entity(entity)}; " + "; ".join(fact for fact in facts if fact)


def _times(reading: Reading) -> list[str]:
    return [
        f"{_words(reading, (t.span,))!r}: {t.type} {t.value or '?'}{f' {t.mod}' if t.mod else ''}, {phrases.say_time(t)}, "
        f"precision {t.precision or '?'}, anchored on {t.anchor or 'nothing'}, score {t.score:.2f} by {t.by or '?'}"
        for t in reading.times
    ]


def _places(reading: Reading) -> list[str]:
    return [
        f"{_words(reading, (p.span,))!r}: GeoNames {p.geonames or '?'}, {p.kind or '?'} in {p.country or '?'}, as {p.as_}, "
        f"{p.role}, precision {p.precision or '?'}, score {p.score:.2f} by {p.by or '?'}"
        + (f"; disputed between {', '.join(p.disputed)}" if p.disputed else "")
        for p in reading.places
    ]


def _quantities(reading: Reading) -> list[str]:
    return [
        f"{_words(reading, (q.span,))!r}: {phrases.say_bounds(q.low, q.high)}"
        f"{f' ({q.modifier})' if q.modifier else ''}, {q.noun or q.unit or 'of nothing named'}; measures {q.measure.what}"
        f"{'' if q.measure.stock is None else ', at a time' if q.measure.stock else ', in total'}"
        f", score {q.score:.2f} by {q.by or '?'}"
        for q in reading.quantities
    ]


def _events(reading: Reading) -> list[str]:
    return [
        f"{_words(reading, (e.span,))!r}: {e.code}{f' ({e.mode})' if e.mode else ''}; actors {', '.join(e.actors) or '?'}; "
        f"targets {', '.join(e.targets) or '?'}{f'; allies {chr(44).join(e.allies)}' if e.allies else ''}"
        f"; score {e.score:.2f} by {e.by or '?'}"
        for e in reading.events
    ]

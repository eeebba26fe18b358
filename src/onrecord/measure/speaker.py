"""Hand labels of who speaks come in; how often the reading names the same, by score, goes out."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from onrecord.extract.mentions import SOURCE, find_mentions
from onrecord.extract.names import slug
from onrecord.extract.stance import judge_attributions
from onrecord.knowledge.offices import load_offices
from onrecord.knowledge.outlets import find_outlet
from onrecord.measure.labels import Analyse, Labelled, read_labels
from onrecord.record import Attribution, Entity, MadeBy, Reading
from onrecord.resolve.speakers import resolve_speakers

SURE = 0.9
_BANDS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 1.01)


@dataclass(frozen=True, slots=True)
class SpeakerScores:
    """For each labelled attribution the score of its speakers and whether they are right."""

    answers: tuple[tuple[float, bool], ...]

    @property
    def right(self) -> float:
        """Share of attributions with the right set of speakers."""
        return sum(good for _, good in self.answers) / max(1, len(self.answers))

    @property
    def wrong_and_sure(self) -> float:
        """Share of all attributions that are wrong with a score above `SURE`."""
        return sum(not good and score > SURE for score, good in self.answers) / max(1, len(self.answers))

    def bands(self) -> list[tuple[float, float, int, float]]:
        """(from, below, how many, share right) for bands of the score: the reliability plot as a table."""
        rows = []
        for low, high in itertools.pairwise(_BANDS):
            inside = [good for score, good in self.answers if low <= score < high]
            if inside:
                rows.append((low, min(high, 1.0), len(inside), sum(inside) / len(inside)))
        return rows

    def table(self) -> str:
        """Lines for people."""
        rows = [
            f"score {low:.1f} to {high:.1f}: {count:4}, right {share:.3f}" for low, high, count, share in self.bands()
        ]
        head = f"speakers right {self.right:.3f} of {len(self.answers)}; wrong above {SURE}: {self.wrong_and_sure:.3f}"
        return "\n".join([head, *rows])


def measure_speakers(labels: Path, corpora: Path, analyse: Analyse) -> SpeakerScores:
    """Resolves the speakers of the labelled attributions as if the tagger had found just them."""
    answers: list[tuple[float, bool]] = []
    for item in read_labels(labels, corpora):
        reading = _resolved(item, analyse)
        entities = {entity.id: entity for entity in reading.entities}
        found = {one.id: one for one in reading.attributions}
        for label, attribution in zip(item.labels, item.attributions, strict=True):
            answer = found[attribution.id]
            good = same_speakers(label["speakers"], answer.speakers, entities, item.article.text)
            answers.append((_score(reading, answer), good))
    return SpeakerScores(tuple(answers))


def measure_named(labels: Path, readings: Iterable[Reading]) -> SpeakerScores:
    """Labels of whole articles, each a cue with the ids and principals of who speaks (without the article's mark).

    A labelled cue that the reading does not find counts as wrong.
    """
    by_article = {reading.article.id.rsplit("/", 1)[-1]: reading for reading in readings}
    answers = []
    for line in labels.read_text(encoding="utf-8").splitlines():
        label = json.loads(line)
        reading = by_article[label["article"]]
        entities = {entity.id: entity for entity in reading.entities}
        found = next((one for one in reading.attributions if _stands(one, label)), None)
        named = {(_bare(one), _bare(entities[one].principal or "")) for one in found.speakers} if found else set()
        good = named == {(name, body) for name, body in label["speakers"]}
        answers.append((_score(reading, found) if found else 0.0, good))
    return SpeakerScores(tuple(answers))


def _stands(attribution: Attribution, label: Mapping[str, Any]) -> bool:
    """Whether an attribution of the body is the labelled one: the same cue and source."""
    parts = [[list(span) for span in spans] for spans in (attribution.cue, attribution.source)]
    return attribution.where is None and parts == [label["cue"], label["source"]]


def _bare(entity_id: str) -> str:
    return entity_id.split("@", maxsplit=1)[0]


def _resolved(item: Labelled, analyse: Analyse) -> Reading:
    analysis = analyse(item.article)
    unique = {one.id: one for one in item.attributions}
    judged = judge_attributions(item.article, analysis, tuple(unique.values()))
    entities, mentions = find_mentions(item.article, analysis, judged)
    made_by = MadeBy(onrecord="measure")
    reading = Reading(article=item.article, made_by=made_by, entities=entities, mentions=mentions, attributions=judged)
    return resolve_speakers(reading, analysis)


def _score(reading: Reading, attribution: Attribution) -> float:
    inside = [
        mention.score
        for mention in reading.mentions
        if mention.by == SOURCE and any(span.start <= mention.span.start < span.end for span in attribution.source)
    ]
    return min(inside, default=0.0)


def same_speakers(
    labels: Sequence[Mapping[str, Any]], speakers: Sequence[str], entities: Mapping[str, Entity], text: str
) -> bool:
    """Whether the speakers are those of the labels, each once (docs/labelling.md, "Speakers")."""
    if len(labels) != len(speakers):
        return False
    return all(any(_same(label, entities[one], entities, text) for one in speakers) for label in labels)


def _same(label: Mapping[str, Any], entity: Entity, entities: Mapping[str, Entity], text: str) -> bool:
    if "government" in label:
        government = f"government:{label['government']}"
        return entity.id == government or (entity.kind != "person" and entity.principal == government)
    if "name" in label:
        return _same_name(text[slice(*label["name"])], entity)
    if label["kind"] != "unnamed":
        return bool(entity.kind == label["kind"])
    if "country" in label:
        return entity.kind in ("unnamed", "group") and bool(entity.country == label["country"])
    if "body" in label:
        principal = entities.get(entity.principal or "")
        name = slug(text[slice(*label["body"])])
        return (
            entity.kind == "unnamed"
            and principal is not None
            and (name in principal.id or slug(principal.name) in name)
        )
    return entity.kind == "group" or (entity.kind == "unnamed" and entity.principal is None)


def _same_name(printed: str, entity: Entity) -> bool:
    """By name, other names of outlets and bodies included ("SOHR"); a part of a name counts ("Bassam" does not)."""
    outlet = find_outlet(printed)
    body = load_offices().known.get(tuple(printed.split()))
    wanted = slug(outlet.name if outlet else body.name if body else printed)
    named = slug(entity.name)
    key = entity.id.split(":", 1)[1].split("@")[0].lower()
    return (
        key == wanted
        or named == wanted
        or (len(wanted) > 2 and wanted in named)
        or (len(named) > 6 and named in wanted)
    )

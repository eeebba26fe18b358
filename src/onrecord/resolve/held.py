"""A resolved reading comes in; each position of its body, with everything that bears on how sure it is, goes out.

A position is what somebody puts forward: an act of speech, its speakers, and one proposition of its content.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from onrecord.knowledge.grammar import Words, lay_out
from onrecord.record import Analysis, Attribution, Entity, Mention, Proposition, Reading

_SOURCE = "rule:source"
_SAYING = frozenset("say says said saying tell tells told telling add adds added adding".split())  # noqa: SIM905
_COMMAS = 0.004
"""Commas a code point. Text that lost its commas (a corpus in three has none) has one in 500."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What the positions of one article share. `mentions` are those with an entity, in order of the text."""

    words: Words
    sure: Sequence[float]  # the parser's chance of each word's head; empty where it is not known
    entities: Mapping[str, Entity]
    mentions: Sequence[Mention]
    plain: bool  # the text lost its commas

    @property
    def persons(self) -> list[Entity]:
        """Everybody of the article who has a name."""
        return [one for one in self.entities.values() if one.kind == "person"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """One position. `source`, `cue`, `said` (the content) and `clause` (the proposition) are numbers of words."""

    scene: Scene
    act: Attribution
    proposition: Proposition
    place: int  # 1 for the first proposition of the act
    speakers: tuple[Entity, ...]
    named: tuple[Mention, ...]  # mentions inside of the source
    source: tuple[int, ...]
    cue: tuple[int, ...]
    said: tuple[int, ...]
    clause: tuple[int, ...]
    told: frozenset[int]  # words of all the act's propositions

    @property
    def plainly(self) -> bool:
        """Whether the cue only says ("said", "told", "according to")."""
        return any(word in _SAYING or word == "according" for word in self.cue_words)

    @property
    def cue_words(self) -> list[str]:
        """The cue in small letters."""
        return [self.scene.words.lower[n] for n in self.cue]

    @property
    def clause_words(self) -> list[str]:
        """The proposition in small letters."""
        return [self.scene.words.lower[n] for n in self.clause]

    @property
    def tags(self) -> list[str]:
        """Tags of the proposition's words."""
        return [self.scene.words.tokens[n].tag for n in self.clause]

    @property
    def source_text(self) -> str:
        """The words that name who speaks."""
        return " ".join(span.of(self.scene.words.text) for span in self.act.source)

    @property
    def text(self) -> str:
        """The words of the proposition."""
        return " ".join(span.of(self.scene.words.text) for span in self.proposition.spans)

    @property
    def sentence(self) -> range:
        """The sentence in which the proposition begins."""
        return self.scene.words.bounds(self.clause[0]) if self.clause else range(0)

    def body(self, speaker: Entity) -> Entity | None:
        """Whom a speaker speaks for."""
        return self.scene.entities.get(speaker.principal or "")


def find_held(reading: Reading, analysis: Analysis) -> Iterator[Held]:
    """Every position of the body; what is only pointed at ("this was confirmed by") is weighed where it stands."""
    scene = _scene(reading, analysis)
    words = scene.words
    sources: dict[int, list[Mention]] = {}
    for mention in reading.mentions:
        if mention.by == _SOURCE:
            sources.setdefault(mention.span.start, []).append(mention)
    acts = {one.id: one for one in reading.attributions if one.speakers and one.where is None}
    of_act: dict[str, list[Proposition]] = {}
    for proposition in reading.propositions:
        if proposition.attribution in acts and proposition.where is None and proposition.by != "rule:anaphor":
            of_act.setdefault(proposition.attribution or "", []).append(proposition)
    for identity, propositions in of_act.items():
        act = acts[identity]
        clauses = [tuple(n for span in one.spans for n in words.between(span)) for one in propositions]
        shared = frozenset(n for clause in clauses for n in clause)
        for place, (proposition, clause) in enumerate(zip(propositions, clauses, strict=True), 1):
            yield Held(
                scene=scene,
                act=act,
                proposition=proposition,
                place=place,
                speakers=tuple(scene.entities[one] for one in act.speakers if one in scene.entities),
                named=tuple(m for span in act.source for at in range(*span) for m in sources.get(at, ())),
                source=tuple(n for span in act.source for n in words.between(span)),
                cue=tuple(words.between(act.cue[-1])) if act.cue else (),
                said=tuple(n for span in act.content for n in words.between(span)),
                clause=clause,
                told=shared,
            )


def _scene(reading: Reading, analysis: Analysis) -> Scene:
    text, entities = reading.article.text, {one.id: one for one in reading.entities}
    return Scene(
        words=lay_out(text, analysis),
        sure=[one for sentence in analysis.attachment for one in sentence],
        entities=entities,
        mentions=sorted((one for one in reading.mentions if one.entity in entities), key=lambda one: one.span),
        plain=text.count(",") < _COMMAS * len(text),
    )

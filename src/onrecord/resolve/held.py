"""A resolved reading comes in; each position of its body, with everything that bears on how sure it is, goes out.

A position is what somebody puts forward: an act of speech, its speakers, and one proposition of its content.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from onrecord.knowledge.grammar import Words, lay_out
from onrecord.record import Analysis, Attribution, Entity, Mention, Proposition, Reading
from onrecord.resolve.unread import left_over

SOURCE = "rule:source"
_SAYING = frozenset("say says said saying tell tells told telling add adds added adding".split())  # noqa: SIM905
_LOOK = 80
"""Mentions looked back at; keeps the work linear."""
_COMMAS = 0.004
"""Commas a code point. Text that lost its commas (a corpus in three has none) has one in 500."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What the positions of one article share. `mentions` are those with an entity, in order of the text; `counts` says
    how often each entity is mentioned, `surnames` how many persons have a last name.
    """

    words: Words
    sure: Sequence[float]  # the parser's chance of each word's head; empty where it is not known
    states: npt.NDArray[np.float32] | None  # words x axes, what the encoder makes of each word
    entities: Mapping[str, Entity]
    mentions: Sequence[Mention]
    counts: Mapping[str | None, int]
    surnames: Mapping[str, int]
    offices: frozenset[str]  # titles of persons who have a name, in small letters
    unread: Mapping[str, Set[str]]  # who speaks -> kinds of words beside his name that nothing accounts for
    tagged: Mapping[tuple[str, str], int]  # (word in small letters, kind of name) -> how often it is tagged so
    placed: Mapping[str, str]  # name of a place as printed -> the country that most of its mentions are in
    plain: bool  # the text lost its commas

    def before(self, place: int) -> Sequence[Mention]:
        """The nearest mentions that begin before a place, the last one first."""
        end = bisect_left(self.mentions, place, key=lambda one: one.span.start)
        return self.mentions[max(0, end - _LOOK) : end][::-1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """One position. `source`, `cue`, `said` (the content) and `clause` (the proposition) are numbers of words; `final` is
    the last of the content that is no mark, `told` are those of all the act's propositions.
    """

    scene: Scene
    act: Attribution
    proposition: Proposition
    place: int  # 1 for the first proposition of the act
    speakers: tuple[Entity, ...]
    named: tuple[Mention, ...]  # mentions inside of the source
    source: tuple[int, ...]
    cue: tuple[int, ...]
    said: frozenset[int]
    opening: int
    final: int
    clause: tuple[int, ...]
    told: frozenset[int]

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
        if mention.by == SOURCE:
            sources.setdefault(mention.span.start, []).append(mention)
    acts = {one.id: one for one in reading.attributions if one.speakers and one.where is None}
    of_act: dict[str, list[Proposition]] = {}
    for proposition in reading.propositions:
        if proposition.attribution in acts and proposition.where is None and proposition.by != "rule:anaphor":
            of_act.setdefault(proposition.attribution or "", []).append(proposition)
    for identity, propositions in of_act.items():
        act = acts[identity]
        clauses = [tuple(n for span in one.spans for n in words.between(span)) for one in propositions]
        told = frozenset(n for clause in clauses for n in clause)
        said = frozenset(n for span in act.content for n in words.between(span))
        final = max((n for n in said if words.tokens[n].tag[:1].isalpha()), default=-1)
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
                said=said,
                opening=min(said, default=-1),
                final=final,
                clause=clause,
                told=told,
            )


_SILENT = Attribution(id="", source=(), cue=(), content=())
"""The act of the narrator, who says so without a word of saying."""


def find_told(reading: Reading, analysis: Analysis) -> Iterator[Held]:
    """What the narrator himself puts forward: nobody can be mistaken for its speaker, and its clause alone can be wrong."""
    scene = _scene(reading, analysis)
    words = scene.words
    own = [one for one in reading.propositions if one.attribution is None and one.where is None]
    clauses = [tuple(n for span in one.spans for n in words.between(span)) for one in own]
    told = frozenset(n for clause in clauses for n in clause)
    for proposition, clause in zip(own, clauses, strict=True):
        sentence = words.bounds(clause[0]) if clause else range(0)
        said = frozenset(sentence)
        final = max((n for n in sentence if words.tokens[n].tag[:1].isalpha()), default=-1)
        yield Held(
            scene=scene,
            act=_SILENT,
            proposition=proposition,
            place=1,
            speakers=(),
            named=(),
            source=(),
            cue=(),
            said=said,
            opening=min(said, default=-1),
            final=final,
            clause=clause,
            told=told,
        )


def _scene(reading: Reading, analysis: Analysis) -> Scene:
    text, entities = reading.article.text, {one.id: one for one in reading.entities}
    persons = [one for one in reading.entities if one.kind == "person"]
    words = lay_out(text, analysis)
    of_speaker: dict[str, list[Mention]] = {one: [] for act in reading.attributions for one in act.speakers}
    for mention in reading.mentions:
        if mention.entity in of_speaker and mention.entity in entities:
            of_speaker[mention.entity].append(mention)
    return Scene(
        words=words,
        sure=[one for sentence in analysis.attachment for one in sentence],
        states=analysis.states,
        entities=entities,
        mentions=sorted((one for one in reading.mentions if one.entity in entities), key=lambda one: one.span),
        counts=Counter(one.entity for one in reading.mentions),
        surnames=Counter(one.name.split()[-1] for one in persons),
        offices=frozenset(role.title.lower() for one in persons for role in one.roles if role.title),
        unread={one: left_over(words, entities[one], entities, found) for one, found in of_speaker.items() if found},
        tagged=Counter((words.lower[n], token.entity[2:]) for n, token in enumerate(words.tokens) if token.entity[2:]),
        placed=_placed(reading),
        plain=text.count(",") < _COMMAS * len(text),
    )


def _placed(reading: Reading) -> dict[str, str]:
    """Of every name of a place, the country that most of its mentions stand for."""
    found: dict[str, Counter[str]] = {}
    for one in reading.places:
        if one.country is not None and one.where is None:
            found.setdefault(one.span.of(reading.article.text), Counter())[one.country] += 1
    return {name: min(counts, key=lambda iso: (-counts[iso], iso)) for name, counts in found.items()}

"""A resolved reading comes in; the same with the score of each attributed proposition as a calibrated chance goes out.

A position is a speaker, a stance and a proposition together; its score is the chance that all of it is right: the act
was found rightly, the right speaker has it, in the right sense, and the proposition is a sound one, rightly negated.
Each of these four parts has a logistic model of its own over signs of trouble and the encoder's states, and the chance
of the whole is their product. Whom a speaker with a name speaks for has a chance of its own: where it is small, the body
is left open and the reading's problems say so. The weights (knowledge/data/positions.tsv) are fitted on positions judged
by hand, part by part (train/positions.py, docs/calibration.md).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import numpy.typing as npt

from onrecord.knowledge.tables import rows
from onrecord.record import Analysis, Attribution, Entity, Problem, Proposition, Reading
from onrecord.resolve.act_signs import act_signs, stance_signs
from onrecord.resolve.body_signs import NEVER, body_signs, states_body
from onrecord.resolve.clause_signs import clause_signs
from onrecord.resolve.held import Held, find_held, find_told
from onrecord.resolve.speaker_signs import speaker_signs
from onrecord.resolve.state_signs import along_axes, state_odds, state_signs

Signs = Mapping[str, Mapping[str, float]]
"""Part of the position -> sign -> value; the weights have the same form."""
PARTS: Mapping[str, Callable[[Held], Iterator[tuple[str, float]]]] = {
    "act": act_signs,
    "speaker": speaker_signs,
    "stance": stance_signs,
    "clause": clause_signs,
}
BODY = "body"
BODY_STATED = 0.94
"""Chance from which a body, or a country, beside a name is stated; below it is left open (docs/calibration.md)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """A position with what the models look at; `bodies` has the signs of each body beside a name of its speakers."""

    proposition: Proposition
    act: Attribution
    signs: Signs
    bodies: tuple[Mapping[str, float], ...]


def weigh_positions(reading: Reading, analysis: Analysis) -> Reading:
    """Scores of the propositions that somebody puts forward, and bodies left open where they are unsure; the
    narrator's propositions stay as they are."""
    scores: dict[str, float] = {}
    bodies: dict[str, float] = {}
    for held in find_told(reading, analysis):
        scores[held.proposition.id] = _score(held, {"clause": clause_signs})
    for held in find_held(reading, analysis):
        scores[held.proposition.id] = _score(held, PARTS)
        for one in held.speakers:
            if one.id not in bodies and states_body(one):
                bodies[one.id] = body_chance(dict(body_signs(held.scene, one)), load_weights())
    open_ = {name: found for name, found in bodies.items() if found < BODY_STATED}
    return replace(
        reading,
        propositions=tuple(replace(one, score=scores.get(one.id, one.score)) for one in reading.propositions),
        entities=tuple(_left_open(one) if one.id in open_ else one for one in reading.entities),
        problems=(*reading.problems, *_problems(reading, open_)),
    )


def weighed(reading: Reading, analysis: Analysis) -> Iterator[Weighed]:
    """Every position of the body of the text with what the models look at."""
    for held in find_held(reading, analysis):
        yield Weighed(
            proposition=held.proposition,
            act=held.act,
            signs={part: {**dict(signs(held)), **dict(state_signs(held, part))} for part, signs in PARTS.items()},
            bodies=tuple(dict(body_signs(held.scene, one)) for one in held.speakers if states_body(one)),
        )


def _score(held: Held, parts: Mapping[str, Callable[[Held], Iterator[tuple[str, float]]]]) -> float:
    """As `chance` of what `weighed` gives, without naming every axis: reading has no use for the names."""
    weights, axes, product = load_weights(), _load_axes(), 1.0
    for part, signs in parts.items():
        known = weights.get(part, {})
        odds = sum(known.get(name, 0.0) * value for name, value in dict(signs(held)).items())
        product /= 1 + math.exp(-odds - state_odds(held, part, axes.get(part, {})))
    return round(product, 4)


def _left_open(speaker: Entity) -> Entity:
    """The speaker without a body and without the country that comes with it; which one was likely stays among the candidates."""
    return replace(
        speaker,
        roles=tuple(replace(one, organisation=None) for one in speaker.roles if one.title),
        principal=None,
        country=None,
        candidates=(*speaker.candidates, *((speaker.principal,) if speaker.principal else ())),
    )


def _problems(reading: Reading, open_: Mapping[str, float]) -> Iterator[Problem]:
    names = {one.id: one.name for one in reading.entities}
    for one in reading.entities:
        if one.id in open_:
            said = [names.get(one.principal or ""), *(role.organisation for role in one.roles)]
            body = next(filter(None, (*said, one.country)), "a body")
            span = next((m.span for m in reading.mentions if m.entity == one.id), None)
            what = f"for whom {one.name} speaks is left open: it may be {body} (chance {open_[one.id]:.2f} of {BODY_STATED})"
            yield Problem(stage="resolve", what=what, span=span)


@cache
def _load_axes() -> Mapping[str, Mapping[str, npt.NDArray[np.float64]]]:
    return {part: along_axes(weights) for part, weights in load_weights().items()}


def chance(signs: Signs, weights: Signs) -> float:
    """The chance that a position with these signs is right in all its parts."""
    return round(math.prod(_logistic(found, weights.get(part, {})) for part, found in signs.items()), 4)


def body_chance(signs: Mapping[str, float], weights: Signs) -> float:
    """The chance that the body beside a name is the right one; none where nothing may be stated."""
    return 0.0 if NEVER & set(signs) else round(_logistic(signs, weights.get(BODY, {})), 4)


def _logistic(signs: Mapping[str, float], weights: Mapping[str, float]) -> float:
    return 1 / (1 + math.exp(-sum(weights.get(name, 0.0) * value for name, value in signs.items())))


@cache
def load_weights() -> Signs:
    """Part -> sign -> weight in log odds."""
    found: dict[str, dict[str, float]] = {}
    for part, name, weight in rows("positions.tsv"):
        found.setdefault(part, {})[name] = float(weight)
    return found

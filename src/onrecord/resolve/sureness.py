"""A resolved reading comes in; the same with the score of each attributed proposition as a calibrated chance goes out.

A position is a speaker, a stance and a proposition together; its score is the chance that all of it is right: the act
was found rightly, the right speaker has it, in the right sense, and the proposition is a sound one, rightly negated.
Each of these four parts has a logistic model of its own over signs of trouble and the encoder's states, and the chance of the whole is their
product. The weights (knowledge/data/positions.tsv) are fitted on positions judged by hand, part by part
(train/positions.py, docs/calibration.md).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cache

import numpy as np
import numpy.typing as npt

from onrecord.knowledge.tables import rows
from onrecord.record import Analysis, Attribution, Proposition, Reading
from onrecord.resolve.act_signs import act_signs, stance_signs
from onrecord.resolve.clause_signs import clause_signs
from onrecord.resolve.held import Held, find_held
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


def weigh_positions(reading: Reading, analysis: Analysis) -> Reading:
    """Scores of the propositions that somebody puts forward; those of the narrator stay as they are."""
    scored = {held.proposition.id: _score(held) for held in find_held(reading, analysis)}
    if not scored:
        return reading
    return replace(
        reading, propositions=tuple(replace(one, score=scored.get(one.id, one.score)) for one in reading.propositions)
    )


def weighed(reading: Reading, analysis: Analysis) -> Iterator[tuple[Proposition, Attribution, Signs]]:
    """Every position of the body with what the models look at."""
    for held in find_held(reading, analysis):
        found = {part: {**dict(signs(held)), **dict(state_signs(held, part))} for part, signs in PARTS.items()}
        yield held.proposition, held.act, found


def _score(held: Held) -> float:
    """As `chance` of what `weighed` gives, without naming every axis: reading has no use for the names."""
    weights, axes, product = load_weights(), _load_axes(), 1.0
    for part, signs in PARTS.items():
        known = weights.get(part, {})
        odds = sum(known.get(name, 0.0) * value for name, value in dict(signs(held)).items())
        product /= 1 + math.exp(-odds - state_odds(held, part, axes.get(part, {})))
    return round(product, 4)


@cache
def _load_axes() -> Mapping[str, Mapping[str, npt.NDArray[np.float64]]]:
    return {part: along_axes(weights) for part, weights in load_weights().items()}


def chance(signs: Signs, weights: Signs) -> float:
    """The chance that a position with these signs is right in all its parts."""
    product = 1.0
    for part, found in signs.items():
        known = weights.get(part, {})
        product /= 1 + math.exp(-sum(known.get(name, 0.0) * value for name, value in found.items()))
    return round(product, 4)


@cache
def load_weights() -> Signs:
    """Part -> sign -> weight in log odds."""
    found: dict[str, dict[str, float]] = {}
    for part, name, weight in rows("positions.tsv"):
        found.setdefault(part, {})[name] = float(weight)
    return found

"""A word of a parsed sentence comes in; how certain its event is (−3 certainly not … 3 certainly so) goes out.

A linear model over what governs, helps and marks the word, beside the network's own value: the network reads meaning,
these features read scope ("denied that it had *happened*", "if it *rains*"). Weights: knowledge/data/factuality.tsv,
fitted by train/factuality.py on the training part of UW (Lee et al. 2015).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from onrecord.extract.moods import find_mood
from onrecord.knowledge.cues import load_cues
from onrecord.knowledge.grammar import Words
from onrecord.knowledge.tables import rows

_HELPERS = frozenset(("aux", "auxpass", "neg", "mark", "advmod", "det"))
_ABOVE = 3
"""Governing words looked at; a fourth one changed the error by less than .002."""


def features(words: Words, n: int, network: float) -> Iterator[tuple[str, float]]:
    """What the model looks at for word `n`, as (name, value)."""
    token = words.tokens[n]
    mood = find_mood(words, n)
    yield "b", 1.0
    yield "m", network
    yield "m2", network * network / 3
    for name in (f"t{token.tag}", f"d{token.dep}", f"w{words.lower[n]}", f"n{mood.polarity}", f"c{mood.certainty}"):
        yield name, 1.0
    for name, present in (("future", mood.future), ("would", mood.would), ("cond", mood.conditional)):
        if present:
            yield name, 1.0
    for child in words.children(n):
        if words.tokens[child].dep in _HELPERS:
            yield f"k{words.lower[child]}", 1.0
    yield from _governors(words, n)
    if n > 0:
        yield f"p{words.lower[n - 1]}", 1.0
    if n > 1:
        yield f"q{words.lower[n - 2]}", 1.0


def _governors(words: Words, n: int) -> Iterator[tuple[str, float]]:
    table = load_cues().words
    for step in range(_ABOVE):
        above, dep = words.head[n], words.tokens[n].dep
        if above == n:
            return
        n = above
        yield f"h{step}{words.lower[n]}", 1.0
        yield f"g{step}{dep}{words.tokens[n].tag}", 1.0
        sense = table.get(words.lower[n])
        if sense is not None:
            yield f"s{step}{sense.stance}{sense.certainty}{dep}", 1.0
        if step < 2:
            mood = find_mood(words, n)
            yield f"hn{step}{mood.polarity}{dep}", 1.0
            yield f"hc{step}{mood.certainty}{dep}", 1.0
            if mood.future:
                yield f"hf{step}{dep}", 1.0
            for child in words.children(n):
                if words.tokens[child].dep in ("aux", "neg", "mark"):
                    yield f"hk{step}{words.lower[child]}", 1.0


@cache
def load_weights() -> Mapping[str, float]:
    """Name -> weight."""
    return {name: float(weight) for name, weight in rows("factuality.tsv")}


def score_event(words: Words, n: int, network: float) -> float:
    """Factuality of the event that word `n` names; `network` is what the shared encoder says of it."""
    weights = load_weights()
    total = sum(weights.get(name, 0.0) * value for name, value in features(words, n, network))
    return max(-3.0, min(3.0, total))

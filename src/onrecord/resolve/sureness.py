"""A resolved reading comes in; the same with the score of each attributed proposition as a calibrated chance goes out.

A position is a speaker, a stance and a proposition together; its score is the chance that all of it is right: the act
was found rightly, the right speaker has it, in the right sense, and the proposition is a sound one, rightly negated.
A logistic model over what each step says of its own certainty and over marks of broken grammar; its weights
(knowledge/data/positions.tsv) are fitted on positions judged by hand (train/positions.py, docs/calibration.md).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache

from onrecord.knowledge.grammar import Words, lay_out
from onrecord.knowledge.tables import rows
from onrecord.record import Analysis, Attribution, Entity, Mention, Proposition, Reading

_SOURCE = "rule:source"
_SAYING = frozenset(
    ["say", "says", "said", "saying", "tell", "tells", "told", "telling", "add", "adds", "added", "adding"]
)
_FINITE = frozenset(("VBD", "VBZ", "VBP", "MD"))
_TIMES = frozenset(["as", "when", "after", "before", "once", "until", "time", "whenever", "since", "while"])
_TACKED_ON = frozenset(["adding", "saying", "blaming", "accusing", "calling", "warning"])
_OPEN_ENDS = frozenset(("DT", "IN", "TO", "CC", "MD", "WDT", "WP", "WRB", "PRP$"))
_OPEN_STARTS = frozenset(("IN", "TO", "WDT", "WP", "WRB", "RB"))
_BARE = frozenset(("VBD", "VBZ", "VBP", "MD", "VB", "VBN"))
_LONG, _SHORT, _CROWDED = 35, 4, 45
"""Words of a proposition, and of its sentence: beyond these the parser's borders are worse."""
_VERBS = 3
_COMMAS = 0.004
"""Commas a code point. Text that lost its commas (a corpus in three has none) has one in 500."""

Features = Mapping[str, float]


def weigh_positions(reading: Reading, analysis: Analysis) -> Reading:
    """Scores of the propositions that somebody puts forward; those of the narrator stay as they are."""
    weights = load_weights()
    scored = {proposition.id: chance(found, weights) for proposition, _, found in weighed(reading, analysis)}
    if not scored:
        return reading
    return replace(
        reading, propositions=tuple(replace(one, score=scored.get(one.id, one.score)) for one in reading.propositions)
    )


def weighed(reading: Reading, analysis: Analysis) -> Iterator[tuple[Proposition, Attribution, Features]]:
    """Every position of the body with what the model looks at."""
    words = lay_out(reading.article.text, analysis)
    acts = {one.id: one for one in reading.attributions if one.speakers and one.where is None}
    entities = {one.id: one for one in reading.entities}
    sources: dict[int, list[Mention]] = {}
    for mention in reading.mentions:
        if mention.by == _SOURCE:
            sources.setdefault(mention.span.start, []).append(mention)
    plain = reading.article.text.count(",") < _COMMAS * len(reading.article.text)
    counts: dict[str, int] = {}
    for proposition in reading.propositions:
        act = acts.get(proposition.attribution or "")
        if act is None or proposition.where is not None or proposition.by == "rule:anaphor":
            continue  # what is only pointed at was weighed where it stands
        counts[act.id] = counts.get(act.id, 0) + 1
        named = [m for span in act.source for start in range(span.start, span.end) for m in sources.get(start, ())]
        found = dict(_of_act(words, act, counts[act.id]))
        found.update(_of_speakers(act, [entities[one] for one in act.speakers if one in entities], named))
        found.update(_of_proposition(words, proposition))
        found.update(_of_border(words, proposition, act))
        if plain:
            found["text without commas"] = 1.0
        yield proposition, act, found


def chance(found: Features, weights: Features) -> float:
    """The chance that a position with these features is right."""
    total = sum(weights.get(name, 0.0) * value for name, value in found.items())
    return round(1 / (1 + math.exp(-total)), 4)


@cache
def load_weights() -> Features:
    """Feature -> weight."""
    return {name: float(weight) for name, weight in rows("positions.tsv")}


def _log_odds(score: float) -> float:
    clipped = min(0.98, max(0.05, score))
    return math.log(clipped / (1 - clipped))


def _of_act(words: Words, act: Attribution, place: int) -> Iterator[tuple[str, float]]:
    cue = words.between(act.cue[-1]) if act.cue else range(0)
    yield "constant", 1.0
    yield "attribution", _log_odds(act.score)
    if act.by != "model:attribution":
        yield f"found by {act.by}", 1.0
    if any(words.lower[n] in _SAYING for n in cue):
        yield "cue only says", 1.0
    elif any(words.lower[n] == "according" for n in cue):
        yield "cue according", 1.0
    yield f"stance {act.stance}", 1.0
    if act.role != "evidence":
        yield "not evidence", 1.0
    if act.parent is not None:
        yield "nested", 1.0
    if act.manner == "direct":
        yield "direct", 1.0
    if place > 1:
        yield "later clause", 1.0
    if place > 3:
        yield "fourth clause or later", 1.0


def _of_speakers(act: Attribution, speakers: list[Entity], named: list[Mention]) -> Iterator[tuple[str, float]]:
    yield "speaker", _log_odds(min((mention.score for mention in named), default=0.5))
    if any(mention.form == "pronoun" for mention in named):
        yield "by a pronoun", 1.0
    if any(mention.form in ("title", "description") for mention in named):
        yield "by a description", 1.0
    if len(act.speakers) > 1:
        yield "several speakers", 1.0
    kinds = {one.kind for one in speakers}
    if any(one.kind == "person" and "@" in one.id for one in speakers):
        yield "person by one name", 1.0
    for one in speakers:
        unnamed = one.kind == "unnamed" and one.principal is None
        if unnamed and one.name.lower().startswith("the "):
            yield "known to the article, not to us", 1.0
        if unnamed and one.country is None and one.name[:1].isupper() and not one.name.lower().startswith("the "):
            yield "unnamed with a capital", 1.0
        if one.principal is not None and "@" in one.principal:
            yield "body without a name", 1.0
    for kind in sorted(kinds & {"document", "place", "group", "government", "person", "military"}):
        yield f"speaker is {kind}", 1.0
    if any(one.kind == "unnamed" and not one.roles and one.principal is None for one in speakers):
        yield "speaker without office", 1.0


def _of_proposition(words: Words, proposition: Proposition) -> Iterator[tuple[str, float]]:
    numbers = [n for span in proposition.spans for n in words.between(span)]
    text = " ".join(span.of(words.text) for span in proposition.spans)
    if proposition.by != "rule:clauses":
        yield f"clause by {proposition.by}", 1.0
    if len(proposition.spans) > 1:
        yield "in pieces", 1.0
    if proposition.certainty != "certain":
        yield "hedged", 1.0
    if proposition.polarity == "negative":
        yield "negated", 1.0
    if not numbers:
        return
    first, last = words.tokens[numbers[0]].tag, words.tokens[numbers[-1]].tag
    if not any(words.tokens[n].tag in _FINITE for n in numbers):
        yield "no finite verb", 1.0
    if first in _BARE and _plain(proposition.gist) == _plain(text):
        yield "no subject", 1.0
    if first == "VBG":
        yield "opens with a participle", 1.0
    if any(words.lower[n] in _TACKED_ON for n in numbers[1:]):
        yield "holds a saying", 1.0
    if sum(words.tokens[n].tag in _FINITE for n in numbers) > _VERBS:
        yield "many verbs", 1.0
    if first in _OPEN_STARTS:
        yield "opens low", 1.0
    if last in _OPEN_ENDS:
        yield "ends open", 1.0
    if text.count('"') % 2 or text.count("“") != text.count("”") or text.count("(") != text.count(")"):
        yield "marks do not pair", 1.0
    if len(numbers) < _SHORT:
        yield "short", 1.0
    if len(numbers) > _LONG:
        yield "long", 1.0
    if len(words.bounds(numbers[0])) > _CROWDED:
        yield "long sentence", 1.0
    if "\n" in text:
        yield "over paragraphs", 1.0


def _of_border(words: Words, proposition: Proposition, act: Attribution) -> Iterator[tuple[str, float]]:
    """Whether the sentence goes on behind the proposition without a mark, and not with the act's own source or cue."""
    after = words.between(proposition.spans[-1]).stop
    if after >= len(words.tokens) or after not in words.bounds(after - 1):
        return
    first = words.between(proposition.spans[0])
    if first and words.lower[first[0] - 1] in _TIMES:
        yield "says when", 1.0
    if any(span.start <= words.start[after] < span.end for span in (*act.source, *act.cue)):
        return
    word, tag = words.lower[after], words.tokens[after].tag
    if word[:1].isalnum():
        yield "goes on with a clause" if tag in ("CC", "IN", "WRB", "WDT", "WP") else "goes on", 1.0
    elif word.startswith(("...", "…")):
        yield "goes on", 1.0


def _plain(text: str) -> str:
    return "".join(char for char in text if char.isalnum())

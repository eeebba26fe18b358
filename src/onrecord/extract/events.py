"""An article with its propositions comes in; what it says happened goes out: who did what to whom, as coded events.

A trigger is a verb or an event noun of the lexicon (`data/plover.toml`); its doer, target and allies are the phrases
that hang on it. The code is the lexicon's where that is one, else the learnt model's choice among the lexicon's.
`actors`, `targets` and `allies` hold spans as "start:end" here; `resolve.scope` puts entity ids in their place. Who
fights beside the doer ("combat operations with Russian forces", "alongside") is an ally, no target.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from onrecord.extract.event_code import SOURCE, TARGET, code_chances
from onrecord.extract.event_roles import Roles, find_roles
from onrecord.knowledge.grammar import Words, lay_out
from onrecord.knowledge.plover import CodeWeights, code_weights, event_words
from onrecord.knowledge.stems import stem
from onrecord.record import Analysis, Article, Event, Proposition, Span, item_id

Mode = Literal["historical", "future", "hypothetical", "negation"]

FLOOR = 0.1
"""Chance of its code under which an event without both doer and target is dropped."""
MOVING = "MOBILIZE"
"""Verbs of movement ("sent", "moved") report this event only where arms or armed people move."""
_ARMED = 0.4
"""Score of such an event at least."""
MOST = 8
"""Triggers looked at in one sentence; the ninth is a list's."""
_PRIOR = 4.0
"""How much likelier a code of the trigger's own lexicon entry is than the model alone has it."""
_FUTURE = frozenset(("will", "'ll", "shall", "wo"))
_MAYBE = frozenset(("may", "might", "could", "would", "can", "should"))
_PLANNING = frozenset(
    [
        "plan",
        "intend",
        "prepar",
        "threaten",
        "vow",
        "promis",
        "pledg",
        "want",
        "seek",
        "aim",
        "hop",
        "agre",
        "offer",
        "consider",
        "expect",
    ]
)
_NEGATIVE = frozenset(("not", "n't", "never", "no", "neither", "without"))


@dataclass(frozen=True, slots=True)
class Trigger:
    """A word that reports an event, with the codes its lexicon entry allows; `light` is the verb that carries a noun."""

    word: int
    codes: frozenset[str]
    light: int | None = None


def find_events(
    article: Article,
    analysis: Analysis,
    propositions: Sequence[Proposition],
    model: CodeWeights | None = None,
) -> tuple[Event, ...]:
    """Events of the body in the order of their triggers, each tied to the innermost proposition that holds it."""
    model = model or code_weights()
    words = lay_out(article.text, analysis)
    stems = [stem(word) for word in words.lower]
    holder = _holders(words, propositions)
    found = []
    for number, low in enumerate(words.first):
        high = words.first[number + 1] if number + 1 < len(words.first) else len(words.tokens)
        for trigger in _triggers(words, stems, low, high)[:MOST]:
            event = _event(_Scene(article, words, stems, model), trigger, holder.get(trigger.word))
            if event is not None:
                found.append(event)
    return tuple(found)


def _holders(words: Words, propositions: Sequence[Proposition]) -> dict[int, Proposition]:
    """The shortest proposition that holds each word."""
    held: dict[int, Proposition] = {}
    size = {p.id: sum(end - start for start, end in p.spans) for p in propositions}
    for proposition in sorted((p for p in propositions if p.where is None), key=lambda p: (-size[p.id], p.id)):
        for span in proposition.spans:
            held.update(dict.fromkeys(words.between(span), proposition))
    return held


# ---------------------------------------------------------------------------------------------------------- triggers


def _triggers(words: Words, stems: Sequence[str], low: int, high: int) -> list[Trigger]:
    """Triggers of one sentence, left to right; a noun that a light verb carries takes the verb with it."""
    table = event_words()
    phrased = dict(_phrases(stems, low, high))
    found: list[Trigger] = []
    for n in range(low, high):
        tag = words.tokens[n].tag
        codes = phrased.get(n, frozenset())
        if not tag or tag.startswith("VB"):
            codes = codes | table.verbs.get(stems[n], frozenset())
            if codes and not _auxiliary(words, n):
                found.append(Trigger(n, codes))
        elif tag in ("NN", "NNS") or codes:
            codes = codes | table.nouns.get(stems[n], frozenset())
            if codes:
                found += _noun_trigger(words, stems, n, codes, found, told=n in phrased)
    return _without_carried(found)


def _phrases(stems: Sequence[str], low: int, high: int) -> Iterator[tuple[int, frozenset[str]]]:
    """Runs of words of the lexicon, by the word that carries them: the first of a verb's, the last of a noun's."""
    table = event_words()
    for size in (2, 3):
        for at in range(low, high - size + 1):
            codes = table.phrases.get(tuple(stems[at : at + size]))
            if codes:
                yield (at if stems[at] in table.light or stems[at] in table.verbs else at + size - 1), codes


def _noun_trigger(
    words: Words, stems: Sequence[str], n: int, codes: frozenset[str], found: Sequence[Trigger], *, told: bool
) -> list[Trigger]:
    """A noun reports an event as object or subject of a verb, or beside "of", "on", "against", "by" and a doer."""
    token, head = words.tokens[n], words.head[n]
    if token.dep == "compound":
        return []
    verb = head if words.tokens[head].tag.startswith("VB") else None
    if verb is None and token.dep == "pobj":
        above = words.head[head]
        verb = above if words.tokens[above].tag.startswith("VB") else None
    if any(trigger.word == verb and trigger.codes & codes for trigger in found):
        return []
    light = verb if verb is not None and stems[verb] in event_words().light else None
    framed = any(words.lower[k] in ("on", "against", "by", "with", "between") for k in words.children(n))
    if told and token.dep == "pobj" and verb is not None:
        return [Trigger(n, codes, verb)]  # "went on strike"
    if light is None and not framed and token.dep not in ("nsubj", "nsubjpass", "dobj", ""):
        return []
    return [Trigger(n, codes, light)]


def _without_carried(found: Sequence[Trigger]) -> list[Trigger]:
    carried = {trigger.light for trigger in found if trigger.light is not None}
    return [trigger for trigger in found if trigger.word not in carried]


def _auxiliary(words: Words, n: int) -> bool:
    return words.tokens[n].dep in ("aux", "auxpass") or words.lower[n] in ("be", "is", "was", "were", "are", "been")


# ------------------------------------------------------------------------------------------------------------- events


@dataclass(frozen=True, slots=True)
class _Scene:
    """What every event of an article is read from."""

    article: Article
    words: Words
    stems: Sequence[str]
    model: CodeWeights


def _event(scene: _Scene, trigger: Trigger, holder: Proposition | None) -> Event | None:
    words, stems = scene.words, scene.stems
    roles = find_roles(words, trigger.word, trigger.light)
    roles = replace(roles, targets=tuple(run for run in roles.targets if not _is_act(words, stems, run)))
    if not (roles.actors or roles.targets):
        return None
    chances = code_chances(_marked(words, stems, trigger.word, roles), scene.model)
    weighed = {code: chance * (_PRIOR if code in trigger.codes else 1.0) for code, chance in chances.items()}
    total = sum(weighed.values())
    code = max(sorted(weighed), key=lambda each: weighed[each])
    score = weighed[code] / total
    if code not in trigger.codes and score < 0.6:
        code = max(sorted(trigger.codes), key=lambda each: weighed.get(each, 0.0))
        score = weighed.get(code, 0.0) / total
    moved = [n for n in words.children(trigger.word) if words.tokens[n].dep == "dobj"]
    runs = (*roles.actors, *roles.targets, *((words.left[n], words.right[n]) for n in moved))
    armed = any(stems[n] in event_words().arms for run in runs for n in range(run[0], run[1] + 1))
    if trigger.codes == {MOVING}:
        if not armed:
            return None
        code, score = MOVING, max(score, _ARMED)
    if code == MOVING and not roles.actors:
        roles = Roles(actors=roles.targets, allies=roles.allies)  # "troops were sent": they are who moves
    full = bool(roles.actors) and bool(roles.targets)
    if not full and score < FLOOR:
        return None
    low, high = min(trigger.word, trigger.light or trigger.word), max(trigger.word, trigger.light or trigger.word)
    span = words.span(trigger.word, trigger.word) if high - low > 6 else words.span(low, high)
    return Event(
        id=item_id(f"event-{code}", scene.article.id, span),
        span=span,
        code=code,
        mode=_mode(words, stems, trigger, holder),
        actors=tuple(_key(words, run) for run in roles.actors),
        targets=tuple(_key(words, run) for run in roles.targets),
        allies=tuple(_key(words, run) for run in roles.allies),
        proposition=holder.id if holder else None,
        score=round(scaled(score, full, scene.model.scale), 3),
        by="lexicon+linear",
    )


def scaled(chance: float, full: bool, scale: tuple[float, float, float]) -> float:
    """A chance of the code as a score that holds: of events scored .9 nine in ten have the right code."""
    odds = math.log(max(1e-3, chance) / max(1e-3, 1 - chance))
    return min(0.99, 1 / (1 + math.exp(-(scale[0] * odds + scale[1] * full + scale[2]))))


def _is_act(words: Words, stems: Sequence[str], run: tuple[int, int]) -> bool:
    """Whether a phrase names only an act ("combat operations"), nobody: it is no target."""
    phrase = words.span(*run).of(words.text)
    return stems[run[1]] in event_words().nouns and phrase == phrase.lower()


def _key(words: Words, run: tuple[int, int]) -> str:
    span = words.span(*run)
    return f"{span.start}:{span.end}"


def _marked(words: Words, stems: Sequence[str], trigger: int, roles: Roles) -> list[str]:
    """Stems of the sentence with the first doer and the first target masked; marks only, no punctuation."""
    low, high = words.bounds(trigger).start, words.bounds(trigger).stop
    masks = {}
    for runs, mark in ((roles.actors[:1], SOURCE), (roles.targets[:1], TARGET)):
        for first, last in runs:
            masks.update({n: mark if n == first else "" for n in range(first, last + 1)})
    marked = [masks.get(n, stems[n] if stems[n][:1].isalnum() else "") for n in range(low, high)]
    return [word for word in marked if word]


def _mode(words: Words, stems: Sequence[str], trigger: Trigger, holder: Proposition | None) -> Mode:
    """Whether it is said to have happened, to come, to be possible only, or not to have happened."""
    verb = trigger.light if trigger.light is not None else trigger.word
    around = _verb_group(words, verb)
    lower = {words.lower[n] for n in around}
    if lower & _NEGATIVE or (holder is not None and (holder.polarity == "negative") != (holder.stance == "denies")):
        return "negation"
    if lower & _FUTURE or (holder is not None and holder.stance in ("predicts", "commits")):
        return "future"
    if lower & _MAYBE or (holder is not None and holder.stance == "directs"):
        return "hypothetical"
    head = words.head[verb]
    infinitive = words.tokens[verb].tag == "VB" and verb > 0 and words.lower[verb - 1] == "to"
    if infinitive and head != verb and stems[head] in _PLANNING:
        return "future"
    marks = {words.lower[n] for n in words.children(verb) if words.tokens[n].dep == "mark"}
    return "hypothetical" if marks & {"if", "unless", "whether"} else "historical"


def _verb_group(words: Words, verb: int) -> list[int]:
    """The verb's auxiliaries and negations, by tree, and the three words before it where these are such words."""
    group = [n for n in words.children(verb) if words.tokens[n].dep in ("aux", "auxpass", "neg", "det")]
    low = words.bounds(verb).start
    near = [
        n for n in range(max(low, verb - 3), verb) if words.tokens[n].tag in ("MD", "RB") or words.lower[n] in _NEGATIVE
    ]
    return group + near


def mention_span(key: str) -> Span:
    """The span behind an unresolved doer or target ("120:134")."""
    start, _, end = key.partition(":")
    return Span(int(start), int(end))

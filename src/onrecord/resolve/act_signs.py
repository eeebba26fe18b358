"""A position comes in; what speaks for or against its act of speech and its stance goes out, by name."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.knowledge.cues import word_sense
from onrecord.resolve.held import Held
from onrecord.resolve.speaker_signs import BODIES, DOUBT, log_odds

_DEONTIC = frozenset("should must need needs ought".split())  # noqa: SIM905
_WISHES = frozenset("want wants wanted ask urge urges hope hopes let's wish".split())  # noqa: SIM905
_FUTURE = frozenset(["will", "'ll", "would", "wo", "shall"])
_SELF = frozenset("i we it he she they".split())  # noqa: SIM905
_CONDITIONS = frozenset("if unless whether".split())  # noqa: SIM905
_NEGATIONS = frozenset(
    """not n't no never nobody nothing none neither nor without cannot hardly fail failed refuse refused deny denied
    unable nt dont didnt doesnt isnt wasnt wont cant couldnt wouldnt havent hasnt""".split()  # noqa: SIM905
)
_UNKNOWING = frozenset(
    """know known knows knew unknown clear unclear sure unsure wonder wondered wonders ask asked asks whether why how
    question questioned""".split()  # noqa: SIM905
)
_VERB_ENDS = frozenset(("VBD", "VBZ", "VBP", "VBN", "TO", "IN", ":"))


def act_signs(held: Held) -> Iterator[tuple[str, float]]:
    """Signs of somebody putting something forward, with the content that the tagger found."""
    act, words, cue = held.act, held.scene.words, held.cue
    according = "according" in held.cue_words
    yield "constant", 1.0
    yield "score", log_odds(act.score)
    if act.by != "model:attribution":
        yield f"by {act.by}", 1.0
    yield "cue according" if according else "cue says" if held.plainly else "other cue", 1.0
    if word_sense(held.cue_words) is None:
        yield "cue not in the table", 1.0
    if held.opening > max(cue, default=-1):
        yield "content behind", 1.0
    if any(one.kind in BODIES for one in held.speakers):
        yield "a body speaks", 1.0
    if any(one.kind == "unnamed" and not (one.roles or one.country or one.principal) for one in held.speakers):
        yield "somebody of no office", 1.0
    verbs = {n for n in cue if words.tokens[n].tag[:2] == "VB"}
    if not verbs and not according:
        yield "cue without verb", 1.0
    if cue and words.tokens[cue[-1]].tag not in _VERB_ENDS and not according:
        yield "cue ends oddly", 1.0
    if act.role != "evidence":
        yield "not evidence", 1.0
    if act.parent:
        yield "nested", 1.0
    if act.manner != "indirect":
        yield act.manner, 1.0
    if held.scene.plain:
        yield "text without commas", 1.0
    if len(act.content) > 1:
        yield "content in pieces", 1.0
    if not held.plainly and held.proposition.by == "rule:nominal":
        yield "other cue, no clause", 1.0
    yield from _of_tree(held, verbs)


def _of_tree(held: Held, verbs: set[int]) -> Iterator[tuple[str, float]]:
    """Whether the parser sees what the tagger sees: the source as the cue's subject, the content hanging on it."""
    words, cue = held.scene.words, held.cue
    if verbs and held.source:
        roles = ("nsubj", "agent", "pobj")
        if not any(words.head[n] in verbs and words.tokens[n].dep.startswith(roles) for n in held.source):
            yield "source is not the subject", 1.0
    if verbs and held.said:
        below = {k for n in verbs for k in words.children(n)} - set(cue)
        if not below & held.said and not any(words.head[n] in held.said for n in verbs):
            yield "content apart from the cue", 1.0
    if held.source and cue:
        first, last = held.source[0], held.source[-1]
        if (cue[0] - last if last < cue[0] else first - cue[-1]) > 2:
            yield "source away", 1.0


def stance_signs(held: Held) -> Iterator[tuple[str, float]]:
    """Signs of the sense in which it is put forward, negation included."""
    proposition, stance = held.proposition, held.proposition.stance
    said = set(held.clause_words)
    yield "constant", 1.0
    yield "score", log_odds(held.act.score)
    yield f"stance {stance}", 1.0
    if stance != held.act.stance:
        yield "not the act's", 1.0
    if not held.plainly:
        yield "other cue", 1.0
    if held.place > 1:
        yield "later", 1.0
    if proposition.by == "rule:nominal":
        yield "no clause", 1.0
    if proposition.certainty != "certain":
        yield "hedged", 1.0
    if proposition.polarity == "negative":
        yield "negative", 1.0
        if not said & _NEGATIONS:
            yield "negative without a word", 1.0
    elif said & {"not", "n't", "never"}:
        yield "positive with not", 1.0
    if any(held.scene.words.lower[n] == "?" for n in held.sentence):
        yield "question", 1.0
    doubts = sum(_doubts(held, stance, said))
    if doubts:
        yield DOUBT, min(2.0, doubts)


def _doubts(held: Held, stance: str, said: set[str]) -> Iterator[bool]:
    """Marks that another stance may be meant."""
    future, deontic, wished = said & _FUTURE, said & _DEONTIC, said & _WISHES
    if stance == "asserts":
        yield bool((future - {"would"}) or deontic or wished)
        yield bool(said & {"could", "may", "might"})
        yield bool(said & _CONDITIONS)
        yield any(word in _NEGATIONS for word in held.cue_words)
        yield bool(said & {"able", "unable"} and said & {"determine", "verify", "confirm", "say"})
    if held.plainly:
        yield stance == "confirms"
        yield stance in ("commits", "directs") and not (future or deontic or wished)
        yield stance == "directs" and bool(future - {"would"}) and not deontic
    yield stance == "predicts" and bool(future and said & _SELF)
    yield stance == "unknown" and not (said | set(held.cue_words)) & _UNKNOWING

"""A position comes in; what speaks for or against its proposition being one sound, whole clause goes out, by name."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from onrecord.resolve.held import Held
from onrecord.resolve.speaker_signs import DOUBT, log_odds

_FINITE = frozenset(("VBD", "VBZ", "VBP", "MD"))
_BARE = frozenset(("VBD", "VBZ", "VBP", "MD", "VB", "VBN"))
_OPEN_STARTS = frozenset(("IN", "TO", "WDT", "WP", "WRB", "RB"))
_OPEN_ENDS = frozenset(("DT", "IN", "TO", "CC", "MD", "WDT", "WP", "WRB", "PRP$"))
_HELPERS = frozenset("is are was were do does did have has had will would can could should may might".split())  # noqa: SIM905
_CONDITIONS = frozenset("if unless whether".split())  # noqa: SIM905
_TIMES = frozenset("as when after before once until time whenever since while".split())  # noqa: SIM905
_REASONS = frozenset("because although though so".split())  # noqa: SIM905
_TACKED_ON = frozenset("adding saying blaming accusing calling warning".split())  # noqa: SIM905
_SAYS = frozenset("said says reported told according announced added".split())  # noqa: SIM905
_PAIRED = frozenset("either neither nor only both".split())  # noqa: SIM905
_FRAMES = frozenset("think believe know understand hope clear unclear sure".split())  # noqa: SIM905
_POINTING = frozenset("it this that they he she these those".split())  # noqa: SIM905
_QUOTES = frozenset(['"', "“", "'", "‘"])
_OPENERS = _QUOTES | {",", ":"}
_OUTSIDE = frozenset(("cc", "conj", "mark", "advcl", "ccomp", "parataxis", "relcl", "acl", "punct"))
_LONG, _SHORT, _CROWDED, _VERBS = 35, 4, 45, 3
_DATELINE = re.compile(r"[A-Z]{3,}[A-Z ,]*(\(|—|–|-)|\d+[./]\d+")
_SURE = 0.93
"""The parser's mean chance of a head in a middling clause."""


def clause_signs(held: Held) -> Iterator[tuple[str, float]]:
    """Signs of what is put forward."""
    proposition, act = held.proposition, held.act
    yield "constant", 1.0
    yield "score", log_odds(act.score)
    if proposition.by == "rule:nominal":
        yield "no clause", 1.0
        if held.plainly:
            yield "no clause, says", 1.0
        if proposition.event is None:
            yield "no clause, nothing happens", 1.0
    if len(proposition.spans) > 1:
        yield "in pieces", 1.0
    if held.place > 1:
        yield "later", 1.0
    if act.manner != "indirect":
        yield act.manner, 1.0
    if held.scene.plain:
        yield "text without commas", 1.0
    if not held.clause:
        return
    yield from _of_words(held)
    yield from _of_grammar(held)
    yield from _of_start(held)
    yield from _of_end(held)
    yield from _of_parser(held)
    doubts = sum(_doubts(held))
    if doubts:
        yield DOUBT, min(2.0, doubts)


def _of_words(held: Held) -> Iterator[tuple[str, float]]:
    text, size = held.text, len(held.clause)
    yield "length", math.log(size)
    if size < _SHORT:
        yield "short", 1.0
    if size > _LONG:
        yield "long", 1.0
    if len(held.sentence) > _CROWDED:
        yield "long sentence", 1.0
    if text.count('"') % 2 or text.count("“") != text.count("”") or text.count("(") != text.count(")"):
        yield "marks do not pair", 1.0
    if held.clause_words[0] in _POINTING:
        yield "points back", 1.0
    if size < 9 and set(held.clause_words) & _FRAMES:
        yield "only a frame", 1.0
    if _DATELINE.match(text):
        yield "dateline", 1.0


def _of_grammar(held: Held) -> Iterator[tuple[str, float]]:
    words, tags = held.scene.words, held.tags
    clause, whole = set(held.clause), held.proposition.by != "rule:nominal"
    own = _plain(held.proposition.gist) == _plain(held.text)
    finite = sum(tag in _FINITE for tag in tags)
    if not own:
        yield "subject given", 1.0
    if whole and not finite:
        yield "no finite verb", 1.0
    if finite > _VERBS:
        yield "many verbs", 1.0
    if own and tags[0] in _BARE:
        yield "no subject", 1.0
    if tags[0] in ("VBG", "VBN"):
        yield "opens with a participle", 1.0
    deps = [words.tokens[n].dep for n in held.clause]
    if own and whole and not any(dep.startswith("nsubj") or dep in ("expl", "csubj") for dep in deps):
        yield "no subject in the tree", 1.0
    tops = [n for n in held.clause if words.head[n] not in clause or words.head[n] == n]
    several = sum(words.tokens[n].tag[:1].isalpha() for n in tops)
    if several > 1:
        yield "several heads", min(3.0, several - 1.0)
    known = clause | set(held.cue) | set(held.source)
    near = {k for n in held.clause for k in words.children(n)} - known
    if any(k in held.sentence and words.tokens[k].dep not in _OUTSIDE for k in near):
        yield "words outside", 1.0
    left = [n for n in held.sentence if n in held.said and n not in held.told and words.tokens[n].tag[:1].isalpha()]
    if len(left) > 2:
        yield "words left", 1.0


def _of_start(held: Held) -> Iterator[tuple[str, float]]:
    first = held.clause[0]
    if first == held.opening:
        yield "opens the content", 1.0
    if held.tags[0] in _OPEN_STARTS:
        yield "opens low", 1.0
    before = _before(held)
    if before in _CONDITIONS or held.clause_words[0] in _CONDITIONS:
        yield "condition", 1.0
    elif before in _TIMES:
        yield "says when", 1.0
    elif before in _REASONS:
        yield "says why", 1.0
    elif before in ("and", "but", "or"):
        yield "joined", 1.0
    elif before and before not in _OPENERS and before != "that" and first - 1 not in held.cue:
        yield "odd before", 1.0


def _before(held: Held) -> str:
    first = held.clause[0]
    return held.scene.words.lower[first - 1] if first - 1 in held.sentence else ""


def _of_end(held: Held) -> Iterator[tuple[str, float]]:
    """Whether the sentence goes on behind the proposition without a mark, and not with the act's own source or cue."""
    words, after = held.scene.words, held.clause[-1] + 1
    if held.final < after:
        yield "ends the content", 1.0
    if held.tags[-1] in _OPEN_ENDS:
        yield "ends open", 1.0
    if held.clause_words[-1] in _HELPERS or (held.clause_words[-1] in ("not", "n't", "n’t") and len(held.clause) > 1):
        yield "ends with a helper", 1.0
    if after not in held.sentence or after in held.source or after in held.cue:
        return
    word, tag = words.lower[after], words.tokens[after].tag
    if word[:1].isalnum():
        yield "goes on with a clause" if tag in ("CC", "IN", "WRB", "WDT", "WP") else "goes on", 1.0
    elif word.startswith(("...", "…")):
        yield "goes on", 1.0


def _of_parser(held: Held) -> Iterator[tuple[str, float]]:
    """How sure the parser is of the tree here: its mean and lowest chance, and that of the word behind the end."""
    sure = held.scene.sure
    if not sure:
        return
    chances = [sure[n] for n in held.clause]
    yield "tree, mean", (sum(chances) / len(chances) - _SURE) * 10
    yield "tree, lowest", min(chances) - 0.4
    if (after := held.clause[-1] + 1) in held.sentence:
        yield "tree, behind", 1 - sure[after]


def _doubts(held: Held) -> Iterator[bool]:
    words, clause, lower = held.scene.words, set(held.clause), held.clause_words
    first, said, before = held.clause[0], held.said, _before(held)
    tops = [n for n in held.clause if words.head[n] not in clause and words.head[n] in said]
    yield held.place == 1 and first != held.opening and before not in _QUOTES
    yield held.place == 1 and before == "and"
    yield held.proposition.by in ("rule:elliptic", "rule:subjectless")
    yield lower[0] in ("him", "them", "us", "me") or "–" in lower
    yield any(words.lower[n] in _CONDITIONS for n in held.sentence if n in said and n not in held.told)
    yield any(words.tokens[n].dep == "ccomp" for n in tops)
    yield any(words.tokens[n].dep == "advcl" for n in tops)
    yield any(word in _SAYS or word in _TACKED_ON for word in lower[1:])
    yield lower[0] in _PAIRED
    yield len(lower) > 2 and held.tags[0][:2] == "NN" and lower[1] in ("that", "when")
    yield any(
        words.tokens[n].dep == "conj" and words.tokens[n].tag[:1] in "VM" and words.head[n] in clause for n in clause
    )


def _plain(text: str) -> str:
    return "".join(char for char in text if char.isalnum())

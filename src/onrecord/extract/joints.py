"""A clause comes in; two go out where a dash joins two statements, and one without a verb of saying that only brings it.

A small parser hangs the second of two statements beside one another on any word of the first.
"""

from __future__ import annotations

from dataclasses import replace

from onrecord.extract.breaks import Clause
from onrecord.extract.moods import SUBJECTS, find_mood
from onrecord.knowledge.grammar import Words

_FINITE = frozenset(("VBD", "VBZ", "VBP", "MD"))
_HEADING = _FINITE | {"VBG"}
_DASHES = frozenset(["–", "—", "-", "--", ";"])
_NOMINATIVE = frozenset("he she they we i it there this these".split())  # noqa: SIM905
_SAYING = frozenset("said saying added adding reported stated stating noted noting".split())  # noqa: SIM905
_TELLING = frozenset(
    """saying adding accusing blaming praising stressing describing indicating noting calling echoing claiming urging
    referring stating warning condemning denying insisting explaining alleging arguing demanding denouncing""".split()  # noqa: SIM905
)
_SAID_THINGS = frozenset(
    """statement statements letter letters report reports video videos message messages post posts tweet tweets text
    resolution leaflets audio recording document documents note people those anyone someone groups activists""".split()  # noqa: SIM905
)
_VERB_NEAR = 4
"""Words from a pronoun to its verb."""


def split_dashed(words: Words, clause: Clause) -> tuple[Clause, ...]:
    """ "They attempt a change – they are trying to …": the clause in two, where each side has its subject and verb."""
    if clause.kind == "nominal":
        return (clause,)
    for number, (low, last) in enumerate(clause.pieces):
        marks = [n for n in range(low + 1, last) if words.lower[n] in _DASHES and not _tied(words, n)]
        if len(marks) != 1 or not _opens(words, marks[0] + 1, last):
            continue
        before = (*clause.pieces[:number], (low, marks[0] - 1))
        after = ((marks[0] + 1, last), *clause.pieces[number + 1 :])
        heads = _head(words, before), _head(words, after)
        if heads[0] is None or heads[1] is None:
            continue
        one = replace(clause, pieces=before, head=heads[0], mood=find_mood(words, heads[0]))
        subject = (marks[0] + 1, marks[0] + 1)
        mood = find_mood(words, heads[1])
        return one, replace(clause, kind="main", pieces=after, head=heads[1], subject=subject, mood=mood, frame=None)
    return (clause,)


def split_told(words: Words, clause: Clause) -> tuple[Clause, ...]:
    """ "Rebels shelled the town | accusing the army of …": a participle of saying opens another act, not more of this one."""
    if clause.kind == "nominal":
        return (clause,)
    for number, (low, last) in enumerate(clause.pieces):
        for n in range(max(low, clause.head + 1 if low <= clause.head <= last else low) + 1, last - 1):
            if words.lower[n] not in _TELLING or words.tokens[n].tag != "VBG" or not _stands_free(words, n):
                continue
            end = n - 2 if words.tokens[n - 1].tag in ("CC", ",") else n - 1
            if end < low or not any(words.tokens[k].tag in _HEADING for k in range(clause.pieces[0][0], n)):
                continue
            after = ((n, last), *clause.pieces[number + 1 :])
            beside = replace(clause, kind="adverbial", pieces=after, head=n, mood=find_mood(words, n), frame=None)
            return replace(clause, pieces=(*clause.pieces[:number], (low, end))), beside
    return (clause,)


def _stands_free(words: Words, n: int) -> bool:
    """Whether a participle hangs on no preposition, helper or thing that is itself said ("a letter blaming …")."""
    before = words.tokens[n - 1]
    if before.tag in ("IN", "TO", "DT", "JJ", "RB", "POS", "PRP$") or before.tag[:2] in ("VB", "MD"):
        return False
    above = words.head[n]
    if words.lower[n] == "claiming" and {"life", "lives"} & set(words.lower[n + 1 : n + 4]):
        return False
    if words.tokens[n].dep == "conj" and words.tokens[above].tag == "VBG" and words.lower[above] not in _TELLING:
        return False  # "were marching and demanding"
    return words.lower[n - 1] not in _SAID_THINGS and words.tokens[n].dep not in (
        "pcomp",
        "xcomp",
        "aux",
        "amod",
        "csubj",
    )


def _tied(words: Words, n: int) -> bool:
    return words.tokens[n - 1].end == words.tokens[n].start or words.tokens[n].end == words.tokens[n + 1].start


def _opens(words: Words, n: int, last: int) -> bool:
    """Whether a statement begins here: a pronoun that can only be a subject, and its verb near."""
    near = range(n + 1, min(last, n + _VERB_NEAR) + 1)
    return words.lower[n] in _NOMINATIVE and any(words.tokens[k].tag in _FINITE for k in near)


def _head(words: Words, pieces: tuple[tuple[int, int], ...]) -> int | None:
    """The verb that a subject of these words hangs on, else the last one behind the first finite one."""
    inside = [n for low, last in pieces for n in range(low, last + 1)]
    held = set(inside)
    for n in inside:
        if words.tokens[n].dep in SUBJECTS and words.head[n] in held and words.tokens[words.head[n]].tag[:2] == "VB":
            return words.head[n]
    first = next((n for n in inside if words.tokens[n].tag in _FINITE), None)
    if first is None:
        return None
    following = (n for n in range(first + 1, first + _VERB_NEAR) if n in held and words.tokens[n].tag[:2] == "VB")
    return next(following, first)


def without_saying(words: Words, clause: Clause) -> Clause:
    """ "(it watched events and) said there was no threat": what is put forward, without the verb that brings it."""
    low, last = clause.pieces[0]
    if words.lower[low] not in _SAYING or clause.kind in ("nominal", "relative"):
        return clause
    verb = next((k for k in words.children(low) if words.tokens[k].dep == "ccomp" and low < k <= last), None)
    verb = clause.head if low < clause.head <= last else verb
    start = low + 2 if words.lower[low + 1 : low + 2] == ["that"] else low + 1
    if (
        verb is None
        or words.left[verb] > start
        or not any(words.tokens[n].tag in _FINITE for n in range(start, verb + 1))
    ):
        return clause
    subject = next((k for k in words.children(verb) if words.tokens[k].dep in SUBJECTS and k >= start), None)
    if subject is None:
        return clause
    run = words.left[subject], words.right[subject]
    return replace(
        clause, head=verb, subject=run, pieces=((start, last), *clause.pieces[1:]), mood=find_mood(words, verb)
    )


_SILENCES = frozenset(
    """giving providing elaborating specifying naming identifying citing offering disclosing saying explaining
    adding""".split()  # noqa: SIM905
)


_LEADS_ON = frozenset("because and but or if that when while although since unless who which".split())  # noqa: SIM905


def without_opener(words: Words, clause: Clause) -> Clause:
    """ "the treatment was delayed (because)": the word that opens the next clause, which is somebody else's or not kept."""
    low, last = clause.pieces[-1]
    opens = words.lower[last] in _LEADS_ON and words.tokens[last].tag in ("IN", "CC", "WDT", "WP", "WRB")
    if not opens or clause.head >= last or last - 1 <= low:
        return clause
    return replace(clause, pieces=(*clause.pieces[:-1], (low, last - 1)))


def without_silence(words: Words, clause: Clause) -> Clause:
    """ "two more are ill (without giving details)": what the speaker does not tell is the narrator's to say."""
    for number, (low, last) in enumerate(clause.pieces):
        for n in range(low + 2, last):
            if words.lower[n] != "without" or words.lower[n + 1] not in _SILENCES or clause.head >= n:
                continue
            end = n - 2 if words.lower[n - 1] == "," else n - 1
            return replace(clause, pieces=(*clause.pieces[:number], (low, end)))
    return clause

"""The clauses of a stretch come in; the same with words that the parser gave to the wrong clause put where they belong goes out.

Written news packs clauses without marks ("a phone found in a bin | had led them there", "near the border | with Turkey
killing two", "five hours after | the plane left"), the more so where a source lost its commas. What stands right at a
clause's border shows whose it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from onrecord.extract.breaks import Clause, merged
from onrecord.extract.moods import SUBJECTS, find_mood
from onrecord.knowledge.grammar import Words

_FINITE = frozenset(("VBD", "VBZ", "VBP", "MD"))
_TIMED = frozenset(["after", "before"])
_CONDITIONS = frozenset(["if", "unless"])
OUTCOMES = frozenset(
    ["killing", "wounding", "injuring", "destroying", "damaging", "leaving", "causing", "forcing", "prompting"]
)


def put_strays(words: Words, clauses: Sequence[Clause]) -> list[Clause]:
    """Clauses in order of their first word, each border looked at once."""
    placed: list[Clause] = []
    for clause in clauses:
        told = next(
            (n for n in (len(placed) - 1, len(placed) - 2) if n >= 0 and _resumes(words, placed[n], clause)), None
        )
        if told is not None:
            placed[told] = _joined(words, placed[told], clause)
            continue
        if placed:
            before, after = _at_border(words, placed[-1], clause)
            placed[-1] = before
            if after is None:
                continue
            clause = after
        placed.append(clause)
    return placed


def _at_border(words: Words, one: Clause, other: Clause) -> tuple[Clause, Clause | None]:
    """Two clauses that follow one another, as they should be; None where the second one is part of the first."""
    if _goes_on(words, one, other) or _only_aims(words, one, other):
        return _joined(words, one, other), None
    cut = _outcome(words, one, other) or _timed(words, one, other)
    if cut is not None:
        low = other.pieces[0][0]
        moved = replace(one, pieces=merged([*one.pieces, (one.pieces[-1][1] + 1, cut[0] - 1)]))
        rest = ((cut[1], other.pieces[0][1]), *other.pieces[1:])
        own = other.subject is not None and other.subject[0] >= cut[1]
        kept = other.subject if own or other.subject is None or not low <= other.subject[0] < cut[1] else None
        return moved, replace(other, pieces=rest, subject=kept)
    start = _condition(words, one, other)
    if start is not None:
        end = start - 3 if words.lower[start - 2] == "," else start - 2
        shorter = (*one.pieces[:-1], (one.pieces[-1][0], max(end, one.pieces[-1][0])))
        return replace(one, pieces=shorter), replace(
            other, pieces=merged([(start, other.pieces[0][1]), *other.pieces[1:]])
        )
    return one, other


def _touch(one: Clause, other: Clause) -> bool:
    return one.pieces[-1][1] + 1 == other.pieces[0][0]


def _goes_on(words: Words, one: Clause, other: Clause) -> bool:
    """ "A phone found in a bin | had led them": a finite verb without subject right behind a phrase is that phrase's.

    The phrase is a noun with a participle, or has no verb; a small parser took the participle for the statement.
    """
    low = other.pieces[0][0]
    if one.kind == "main" and words.tokens[one.head].tag == "VBN" and words.tokens[low - 1].tag == "CC":
        return (
            one.pieces[-1][1] == low - 2 and _finite(words, other) and not _finite(words, one)
        )  # "in A and B | fired"
    while low < other.head and words.tokens[low].tag == "RB":
        low += 1
    if words.tokens[low].tag not in _FINITE or other.kind not in ("main", "coordinate") or not _touch(one, other):
        return False
    if any(words.tokens[k].dep in SUBJECTS for k in words.children(other.head)):
        return False
    joins = any(words.tokens[n].tag == "CC" for n in range(max(one.head, low - 6), low))
    said = _verbless(words, one, other) or _without_pronoun(words, one)
    return one.kind in ("main", "nominal") and not joins and said


def _finite(words: Words, clause: Clause) -> bool:
    return any(words.tokens[n].tag in _FINITE for low, last in clause.pieces for n in range(low, last + 1))


def _without_pronoun(words: Words, one: Clause) -> bool:
    """ "the crimes they have committed": a noun with what is told of it, no "that" between."""
    low = one.pieces[0][0]
    if one.subject is None or one.subject[0] - low < 2:
        return False
    return words.tokens[low].tag in ("DT", "PRP$", "NN", "NNS", "CD") and all(
        words.tokens[n].tag[:2] not in ("VB", "MD", "IN") and words.lower[n] != "," for n in range(low, one.subject[0])
    )


def _resumes(words: Words, one: Clause, clause: Clause) -> bool:
    """ "A phone found in a bin, where 89 died, | had led them": the same over what stands between commas."""
    low, last = clause.pieces[0][0], one.pieces[-1][1]
    apart = low - last > 3 and words.lower[last + 1] == "," == words.lower[low - 1]
    return apart and one.kind == "main" and words.tokens[low].tag in _FINITE and _verbless(words, one, clause)


def _verbless(words: Words, one: Clause, other: Clause) -> bool:
    """Whether a clause says nothing by itself: its only finite verbs are those of relative clauses."""
    for n in range(one.pieces[0][0], one.pieces[-1][1] + 1):
        verb = words.head[n] if words.tokens[n].dep in ("aux", "auxpass") else n
        if words.tokens[n].tag in _FINITE and verb != other.head and words.tokens[verb].dep not in ("relcl", "acl"):
            return False
    return True


def _only_aims(words: Words, one: Clause, other: Clause) -> bool:
    """ "…, to justify abuses": an infinitive without a subject says no more than what for."""
    low = other.pieces[0][0]
    if words.lower[low] != "to" or words.tokens[low].tag != "TO" or other.subject is not None:
        return False
    gap = range(one.pieces[-1][1] + 1, low)
    return len(gap) <= 1 and all(words.lower[n] == "," for n in gap) and words.sentence[one.head] == words.sentence[low]


def _outcome(words: Words, one: Clause, other: Clause) -> tuple[int, int] | None:
    """ "… near the border | with Turkey killing two": what stands before an outcome belongs to the statement before."""
    low = other.pieces[0][0]
    if words.tokens[other.head].tag != "VBG" or words.lower[other.head] not in OUTCOMES or not _touch(one, other):
        return None
    start = other.head - 1 if words.tokens[other.head - 1].tag == "RB" else other.head
    return (start, start) if low < start <= other.pieces[0][1] and words.tokens[low].tag not in ("WDT", "WP") else None


def _timed(words: Words, one: Clause, other: Clause) -> tuple[int, int] | None:
    """ "… ping for | at least five hours after the aircraft left": how long goes with the statement before."""
    low, last = other.pieces[0]
    mark = next((k for k in words.children(other.head) if low < k < other.head and words.lower[k] in _TIMED), None)
    if mark is None or words.tokens[mark].dep != "mark" or mark + 1 > last:
        return None
    gap = range(one.pieces[-1][1] + 1, low)
    if len(gap) > 1 or not all(words.tokens[n].tag == "IN" for n in gap):
        return None
    return mark, mark + 1


def _condition(words: Words, one: Clause, other: Clause) -> int | None:
    """ "…, but if there is a change, | we can …": where a condition begins that belongs to the statement behind it."""
    low, last = one.pieces[-1]
    if other.pieces[0][0] != last + 2 or words.lower[last + 1] != "," or other.kind == "relative":
        return None
    start = next((n for n in range(low + 2, last) if words.lower[n] in _CONDITIONS), None)
    if start is None or start < one.head or words.tokens[start - 1].tag != "CC":
        return None
    return start


def _joined(words: Words, one: Clause, other: Clause) -> Clause:
    """Both as one clause; a verb that the second one brings is its head where the first has no finite one."""
    pieces = merged([*one.pieces, *other.pieces])
    if words.tokens[other.head].tag != "VB":
        if words.tokens[other.pieces[0][0] - 1].tag == "CC":
            pieces = merged([*pieces, (other.pieces[0][0] - 1, other.pieces[0][0])])
        subject = one.subject or (one.pieces[0][0], max(one.pieces[0][0], one.head))
        return replace(
            other,
            pieces=pieces,
            subject=subject,
            kind=one.kind if one.kind != "nominal" else "main",
            mood=find_mood(words, other.head),
        )
    bridged = merged([*pieces, (one.pieces[-1][1] + 1, other.pieces[0][0])])
    return replace(one, pieces=bridged)

"""The clauses of a stretch as a parser cut them come in; the same with breaks mended and shared subjects given goes out.

A small parser puts a border where no reader would: "Two people were | slightly hurt", "would depend on | how well they
could be integrated", "whose son was aboard the | flight". What cannot end a clause shows where that happened.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from typing import Literal

from onrecord.extract.moods import Mood, find_mood
from onrecord.extract.runs import DANGLING
from onrecord.knowledge.grammar import Words

ClauseKind = Literal["main", "coordinate", "relative", "adverbial", "nominal"]
_BE = frozenset(
    ["is", "are", "was", "were", "be", "been", "being", "'s", "'re", "has", "have", "had", "'ve", "not", "n't"]
)
_OPEN_TAGS = frozenset(("DT", "TO", "MD", "PRP$", "POS", "WP$"))
_FINITE = frozenset(("VBD", "VBZ", "VBP", "MD"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """A clause by word numbers: `pieces` are its unbroken runs (first, last), `subject` the run of its subject.

    `subject` may lie outside of the pieces: of a coordinated predicate or a relative clause it is what they share.
    `frame` is the speaker's own verb that puts the clause forward ("I can confirm that …"), its words left out.
    """

    head: int
    kind: ClauseKind
    pieces: tuple[tuple[int, int], ...]
    subject: tuple[int, int] | None
    mood: Mood
    frame: int | None = None


def mend_breaks(words: Words, inside: Set[int], clauses: Sequence[Clause]) -> list[Clause]:
    """What follows right behind a word that cannot end a clause belongs to that clause; `inside` are the stretch's words."""
    mended = list(clauses)
    for _ in range(len(clauses)):
        joint = next(((a, b) for a in mended for b in mended if a is not b and _broken(words, a, b)), None)
        if joint is None:
            break
        mended = _joined(words, mended, *joint)
    return sorted((_filled(words, inside, one, mended) for one in mended), key=lambda clause: clause.pieces[0])


def _filled(words: Words, inside: Set[int], one: Clause, clauses: Sequence[Clause]) -> Clause:
    """The clause with its holes closed where they belong to no other clause and no marks set them apart."""
    taken = {n for other in clauses if other is not one for low, last in other.pieces for n in range(low, last + 1)}
    pieces = [one.pieces[0]]
    for low, last in one.pieces[1:]:
        hole = range(pieces[-1][1] + 1, low)
        apart = bool(hole) and not (words.lower[hole[0]][:1].isalnum() and words.lower[hole[-1]][-1:].isalnum())
        if len(hole) > _HOLE or apart or taken & set(hole) or not inside >= set(hole):
            pieces.append((low, last))
        else:
            pieces[-1] = (pieces[-1][0], last)
    return replace(one, pieces=tuple(pieces)) if len(pieces) < len(one.pieces) else one


_HOLE = 12
"""Words. What stands in longer holes is rarely one phrase."""


def _broken(words: Words, one: Clause, other: Clause) -> int | None:
    """Whether the first clause breaks off right before a run of the other one (no mark between)."""
    last = one.pieces[-1][1]
    if not _is_open(words, last):
        return None
    return next((low for low, _ in other.pieces if low == last + 1), None)


def _is_open(words: Words, n: int) -> bool:
    tag, word = words.tokens[n].tag, words.lower[n]
    if tag in _OPEN_TAGS and not (tag == "DT" and word in ("this", "that", "these", "those", "all", "both", "some")):
        return True
    return word in _BE or (tag == "IN" and (word in DANGLING or word in ("on", "at", "in", "about", "into")))


def _joined(words: Words, clauses: Sequence[Clause], one: Clause, other: Clause) -> list[Clause]:
    """The run behind the break goes over; where it is where the other clause begins, all of that does."""
    start = _broken(words, one, other)
    moved = [piece for piece in other.pieces if piece[0] == start or start == other.pieces[0][0]]
    left = tuple(piece for piece in other.pieces if piece not in moved)
    pieces = merged([*one.pieces, *moved])
    head = other.head if words.lower[one.head] in _BE and not left else one.head
    whole = replace(one, head=head, pieces=pieces, mood=_mood(words, one, head))
    kept = [clause for clause in clauses if clause is not one and clause is not other]
    return [*kept, whole, replace(other, pieces=left)] if left else [*kept, whole]


def _mood(words: Words, one: Clause, head: int) -> Mood:
    if head == one.head:
        return one.mood
    mood = find_mood(words, head)
    return replace(mood, polarity="negative") if one.mood.polarity == "negative" else mood


def merged(pieces: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Runs in order, those that touch or overlap as one."""
    runs: list[tuple[int, int]] = []
    for low, last in sorted(pieces):
        if runs and low <= runs[-1][1] + 1:
            runs[-1] = runs[-1][0], max(last, runs[-1][1])
        else:
            runs.append((low, last))
    return tuple(runs)


def share_subjects(words: Words, clauses: Sequence[Clause]) -> list[Clause]:
    """A finite clause that opens with its verb gets its subject.

    Behind an "and" or a comma it is that of the statement before; else the noun phrase right before the verb, which the
    parser gave to that statement ("… carried the dead and corpses wrapped in blankets | were lined up").
    """
    shared: list[Clause] = []
    for clause in clauses:
        low = clause.pieces[0][0]
        if shared and clause.kind == "coordinate" and _lost_subject(words, clause):
            clause = _with_subject_before(words, shared, clause)
        elif clause.subject is None and shared and _opens_with_verb(words, clause):
            if words.tokens[low - 1].tag in ("CC", ","):
                before = (one.subject for one in reversed(shared) if one.kind in ("main", "coordinate") and one.subject)
                clause = replace(clause, subject=next((run for run in before if words.lower[run[0]] != "there"), None))
            else:
                clause = _with_subject_before(words, shared, clause)
        shared.append(clause)
    return shared


def _lost_subject(words: Words, clause: Clause) -> bool:
    """ "The caliphate is crumbling and Isis | has been defeated": a noun, no joining word, right before its verb."""
    low = clause.pieces[0][0]
    outside = clause.subject is not None and clause.subject[1] < low
    return outside and _opens_with_verb(words, clause) and words.tokens[low - 1].tag[:2] == "NN"


def _with_subject_before(words: Words, shared: list[Clause], clause: Clause) -> Clause:
    """The clause with the noun phrase that ends right before it, taken from the one that holds it (in `shared`)."""
    low = clause.pieces[0][0]
    for number, one in enumerate(shared):
        piece = one.pieces[-1]
        if piece[1] == low - 1 and one.head < low and _is_reduced(words, one):
            whole = merged([*one.pieces, *clause.pieces])
            del shared[number]
            return replace(clause, kind=one.kind, subject=(one.pieces[0][0], low - 1), pieces=whole)
        cut = next((n for n in range(low - 2, piece[0], -1) if words.tokens[n].tag in ("CC", ",")), None)
        if piece[1] != low - 1 or cut is None or cut <= one.head:
            continue
        if any(words.tokens[n].tag in _FINITE for n in range(cut, low)):
            continue
        end = cut - 1
        while end > piece[0] and words.tokens[end].tag in ("CC", ","):
            end -= 1
        shared[number] = replace(one, pieces=(*one.pieces[:-1], (piece[0], end)))
        return replace(clause, subject=(cut + 1, low - 1), pieces=merged([(cut + 1, low - 1), *clause.pieces]))
    return clause


def _is_reduced(words: Words, one: Clause) -> bool:
    """ "The attacks carried out by A and B | killed ten": a verb with its doer behind "by" and no helper is a participle."""
    children = words.children(one.head)
    if words.tokens[one.head].tag not in ("VBD", "VBN") or one.head == one.pieces[0][0]:
        return False
    helped = any(words.tokens[k].dep in ("aux", "auxpass") for k in children)
    return not helped and any(words.tokens[k].dep == "agent" for k in children)


def _opens_with_verb(words: Words, clause: Clause) -> bool:
    low = clause.pieces[0][0]
    while low < clause.head and words.tokens[low].tag == "RB":
        low += 1
    return words.tokens[low].tag in _FINITE

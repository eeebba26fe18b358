"""The words of a clause come in; its unbroken runs without marks and joining words, and the run of its subject, go out."""

from __future__ import annotations

from onrecord.extract.moods import SUBJECTS
from onrecord.knowledge.grammar import Words

RELATIVES = frozenset(["who", "which", "whom", "whose", "where", "when", "that"])
_LEADING = frozenset(
    """and but or nor yet so that because while although though as since after before whereas plus""".split()  # noqa: SIM905
)
DANGLING = frozenset(["with", "from", "by", "as", "of", "to", "for", "than"])
_JUST = frozenset(["well", "soon", "shortly", "just", "right", "immediately", "even", "moments", "only"])
_ENDS_NO_CLAUSE = frozenset(("CC", ".", ",", ":", "``", "''"))


def pieces_of(words: Words, numbers: list[int], head: int | None) -> tuple[tuple[int, int], ...]:
    """Unbroken runs of a clause without marks and joining words at their borders; small runs far off are dropped."""
    runs: list[list[int]] = []
    for n in numbers:
        if runs and n == runs[-1][-1] + 1:
            runs[-1].append(n)
        else:
            runs.append([n])
    kept: list[tuple[int, int]] = []
    for run in runs:
        while run and (
            words.tokens[run[-1]].tag in _ENDS_NO_CLAUSE
            or (len(run) > 2 and words.lower[run[-1]] in RELATIVES and words.lower[run[-2]] == ",")
            or (
                len(run) > 1
                and words.lower[run[-1]] in DANGLING
                and words.tokens[run[-1]].tag == "IN"
                and _cut_off(words, run[-1])
            )
            or (len(run) > 1 and words.lower[run[-1]] in _JUST and _says_when(words, run[-1] + 1))
            or (not words.lower[run[-1]][-1:].isalnum() and words.lower[run[-1]][-1:] not in ".%$)")
        ):
            run.pop()
        while run and (
            (not words.lower[run[0]][:1].isalnum() and words.lower[run[0]][:1] not in "$£€@#")
            or _joins(words, run, head)
        ):
            run.pop(0)
        if run and (len(run) > 1 or run[0] == head or words.tokens[run[0]].tag[:2] in ("NN", "PR", "CD", "VB", "JJ")):
            kept.append((run[0], run[-1]))
    return tuple(kept)


def _says_when(words: Words, n: int) -> bool:
    """Whether a word opens a clause of time ("exploded well | before they were deployed")."""
    return n < len(words.tokens) and words.lower[n] in ("after", "before", "when") and words.tokens[n].dep == "mark"


def _cut_off(words: Words, n: int) -> bool:
    """Whether a preposition lost its noun to another clause: a word, no mark, follows in the sentence."""
    return n + 1 in words.bounds(n) and words.lower[n + 1][:1].isalnum()


def _joins(words: Words, run: list[int], head: int | None) -> bool:
    """Whether the first word of a run only joins it to what stands before."""
    word, tag, dep = words.lower[run[0]], words.tokens[run[0]].tag, words.tokens[run[0]].dep
    if len(run) == 1 or run[0] == head:
        return False
    if (
        word in ("just", "even", "only")
        and words.lower[run[1]] in _LEADING
        and words.tokens[run[1]].dep in ("mark", "advmod")
    ):
        return True
    if word == "when":
        return dep == "advmod" and head is not None and words.tokens[head].dep == "advcl"
    if word not in _LEADING:
        return False
    return tag == "CC" or dep in ("mark", "cc") or (word == "that" and tag in ("IN", "WDT") and dep != "nsubj")


def subject_of(words: Words, head: int, kind: str, inside: set[int]) -> tuple[int, int] | None:
    """The run of the subject: the clause's own, else that of the verb it is coordinated with, else the antecedent."""
    current = head
    for _ in range(4):
        for child in words.children(current):
            if words.tokens[child].dep in SUBJECTS and (current == head or words.tokens[child].tag != "EX"):
                if words.lower[child] in RELATIVES and words.tokens[current].dep == "relcl":
                    return _noun_run(words, words.head[current], current, inside)
                if child in inside or kind != "main":
                    return words.left[child], words.right[child]
                return None
        there = current != head and any(words.tokens[k].tag == "EX" for k in words.children(current))
        if there and words.tokens[current].dep == "ccomp" and words.head[current] in inside:
            current = words.head[current]  # "we are aware there are some, and are helping": we are
        elif words.tokens[current].dep == "conj" and words.tokens[words.head[current]].tag[:2] in ("VB", "MD"):
            current = words.head[current]
        elif kind == "relative" and words.tokens[current].dep in ("relcl", "acl"):
            return _noun_run(words, words.head[current], current, inside)
        elif kind == "adverbial" and words.tokens[current].dep == "advcl" and words.tokens[head].tag != "VBG":
            current = words.head[current]
        else:
            break
    return None


def _noun_run(words: Words, noun: int, clause: int, inside: set[int]) -> tuple[int, int] | None:
    """The noun phrase that a relative clause hangs on, up to that clause."""
    last = noun
    if clause > noun:
        last = max(noun, min(words.left[clause], clause) - 1)
    while last > noun and not words.lower[last][:1].isalnum():
        last -= 1
    return (words.left[noun], last) if noun in inside else None

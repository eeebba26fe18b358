"""A stretch of a sentence comes in; its clauses that can be true or false by themselves go out, each with its mood.

Which clauses count is written in docs/labelling.md ("Propositions"): main, coordinated, commenting relative, adverbial
and participial ones; not conditions, purposes, restrictive relatives and complements, which belong to their clause.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from onrecord.knowledge.cues import load_cues
from onrecord.knowledge.grammar import Words
from onrecord.record import Certainty, Polarity

ClauseKind = Literal["main", "coordinate", "relative", "adverbial", "nominal"]
_FINITE = frozenset(("VBD", "VBZ", "VBP", "MD"))
_SUBJECTS = frozenset(("nsubj", "nsubjpass", "expl", "csubj", "csubjpass"))
_CONDITIONS = frozenset(["if", "unless", "whether", "until", "till", "lest", "once", "assuming", "provided"])
_RELATIVES = frozenset(["who", "which", "whom", "whose", "where", "when", "that"])
_LEADING = frozenset(
    [
        "and",
        "but",
        "or",
        "nor",
        "yet",
        "so",
        "that",
        "because",
        "while",
        "although",
        "though",
        "as",
        "since",
        "after",
        "before",
        "whereas",
        "plus",
    ]
)
_NEGATIVES = frozenset(["not", "n't", "never", "neither", "nobody", "none", "nothing", "hardly", "scarcely"])
_NO_SUBJECT = frozenset(["no", "none", "nobody", "neither", "nothing"])
_FUTURE = frozenset(["will", "'ll", "shall", "wo"])
_DEONTIC = frozenset(["should", "must", "ought", "shall"])
_POSSIBLE = frozenset(["may", "might", "could"])
_OUTCOMES = frozenset(
    ["killing", "wounding", "injuring", "destroying", "damaging", "leaving", "causing", "forcing", "prompting"]
)
_PUTTING = frozenset(
    [
        "say",
        "said",
        "think",
        "thought",
        "believe",
        "believed",
        "know",
        "knew",
        "confirm",
        "hope",
        "hoped",
        "expect",
        "expected",
        "guess",
        "suspect",
        "feel",
        "felt",
        "deny",
        "doubt",
        "fear",
        "mean",
        "meant",
        "assume",
        "understand",
        "suppose",
        "insist",
        "admit",
        "acknowledge",
        "promise",
        "swear",
        "tell",
        "assure",
        "bet",
        "hear",
        "heard",
        "predict",
        "see",
    ]
)
_DANGLING = frozenset(["with", "from", "by", "as", "of", "to", "for", "than"])
_ENDS_NO_CLAUSE = frozenset(("CC", ".", ",", ":", "``", "''"))
_FAILING = frozenset(["fail", "fails", "failed", "failing", "refuse", "refused", "refuses", "decline", "declined"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Mood:
    """How a clause is put: what its verb group, its adverbs and its marks say."""

    polarity: Polarity = "positive"
    certainty: Certainty = "certain"
    future: bool = False
    would: bool = False
    may: bool = False
    deontic: bool = False
    conditional: bool = False
    question: bool = False
    imperative: bool = False
    subjunctive: bool = False
    hedges: tuple[int, ...] = ()


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


def find_clauses(words: Words, numbers: Sequence[int]) -> list[Clause]:
    """Clauses of a stretch (ascending word numbers of one sentence), in order of their first word."""
    framing = _opening_frame(words, numbers)
    if framing is not None:
        cut, verb = framing
        rest_of_it = find_clauses(words, [n for n in numbers if n >= cut])
        first = min(rest_of_it, key=lambda clause: clause.pieces[0], default=None)
        return [replace(clause, frame=verb) if clause is first else clause for clause in rest_of_it]
    inside = set(numbers)
    heads: dict[int, ClauseKind] = {}
    for n in numbers:
        kind = _clause_kind(words, n, inside)
        if kind is not None:
            heads[n] = kind
    owned: dict[int, list[int]] = {head: [] for head in heads}
    rest: list[int] = []
    owner: dict[int, int | None] = {}
    for n in numbers:
        mine = _owner(words, n, inside, heads, owner)
        (rest if mine is None else owned[mine]).append(n)
    if heads and rest:
        _adopt(rest, owned)
    framed = {words.head[n]: n for n in heads if words.head[n] in heads and _framed(words, n)}
    frame_of = {n: above for above, n in framed.items()}
    found = [
        Clause(
            head=head,
            kind=kind,
            pieces=pieces,
            subject=_subject(words, head, kind, inside),
            mood=find_mood(words, head),
            frame=frame_of.get(head),
        )
        for head, kind in heads.items()
        if head not in framed and (pieces := _pieces(words, sorted(owned[head]), head))
    ]
    if not found and (pieces := _pieces(words, list(numbers), None)):
        head = next((n for n in numbers if words.head[n] not in inside or words.head[n] == n), numbers[0])
        found = [Clause(head=head, kind="nominal", pieces=pieces, subject=None, mood=find_mood(words, head))]
    return sorted(found, key=lambda clause: clause.pieces[0])


def _opening_frame(words: Words, numbers: Sequence[int]) -> tuple[int, int] | None:
    """ "Today I can confirm that …", "we believe they …": (first word of what is put forward, the verb), or None.

    By the words, since a parser trained on written news is weakest where somebody speaks of himself.
    """
    table = load_cues().words
    for place, n in enumerate(numbers[:6]):
        if words.lower[n] not in ("i", "we"):
            continue
        for k in numbers[place + 1 : place + 5]:
            sense = table.get(words.lower[k])
            if (sense is not None or words.lower[k] in _PUTTING) and words.tokens[k].tag[:2] == "VB":
                return _after_frame(words, numbers, k, words.lower[k] not in _PUTTING)
            if words.tokens[k].tag not in ("MD", "RB", "VBP", "VBD", "VB", "VBZ", "VBN"):
                return None
        return None
    return None


def _after_frame(words: Words, numbers: Sequence[int], verb: int, only_that: bool) -> tuple[int, int] | None:
    rest = [n for n in numbers if n > verb]
    if len(rest) < 3:
        return None
    if words.lower[rest[0]] == "that" and words.tokens[rest[1]].tag[:2] != "VB":
        return rest[1], verb
    if only_that or words.tokens[rest[0]].tag not in ("PRP", "DT", "NNP", "NNS", "NN", "CD", "EX", "PRP$", "JJ"):
        return None
    return (rest[0], verb) if any(words.tokens[n].tag in _FINITE for n in rest[1:7]) else None


def _clause_kind(words: Words, n: int, inside: set[int]) -> ClauseKind | None:
    """What kind of clause of its own this word heads, or None."""
    tag = words.tokens[n].tag
    if (tag[:2] != "VB" and tag != "MD") or _first_half(words, n):
        return None
    above, dep = words.head[n], words.tokens[n].dep
    if above == n or above not in inside:
        return None if dep in ("aux", "auxpass", "amod", "compound") else "main"
    if dep == "conj":
        return "coordinate" if _splits_off(words, n, above) else None
    if dep in ("relcl", "acl"):
        return "relative" if _comments(words, n) else None
    if dep == "advcl":
        return "adverbial" if _adverbial_counts(words, n) else None
    if dep in ("ccomp", "parataxis", "dep") and (_framed(words, n) or _side_by_side(words, n, above)):
        return "main"
    return None


def _first_half(words: Words, n: int) -> bool:
    """Whether a hyphen ties a word to the next one ("co-operate"): the last part speaks for the whole."""
    tokens = words.tokens
    return (
        n + 2 < len(tokens)
        and words.lower[n + 1] in ("-", "‑")
        and tokens[n].end == tokens[n + 1].start
        and tokens[n + 1].end == tokens[n + 2].start
    )


def _framed(words: Words, n: int) -> bool:
    """Whether this clause is what the speaker himself puts forward within his words ("I can confirm that …")."""
    return words.tokens[n].dep in ("ccomp", "parataxis") and n > words.head[n] and _frames(words, words.head[n])


def _has_subject(words: Words, n: int) -> bool:
    return any(words.tokens[child].dep in _SUBJECTS for child in words.children(n))


def _splits_off(words: Words, n: int, above: int) -> bool:
    """Whether a coordinated verb makes a statement of its own: it is finite, has a subject or brings its own objects."""
    if words.tokens[above].tag[:2] not in ("VB", "MD"):
        return False
    if words.tokens[n].tag in _FINITE or _has_subject(words, n):
        return True
    if words.tokens[n].tag not in ("VBN", "VBG") or words.tokens[above].dep in ("xcomp", "pcomp", "acl", "amod"):
        return False
    return words.right[n] - n >= 2


def _comments(words: Words, n: int) -> bool:
    """Whether a relative or participial clause is set off by a comma: it tells something more."""
    first = words.left[n]
    if words.lower[first] in ("in", "of", "for", "from", "some", "most", "all", "many", "with", "to"):
        first = min((k for k in range(first, n) if words.lower[k] in _RELATIVES), default=first)
        start = words.left[n]
    else:
        start = first
    before = words.lower[start - 1] if start > 0 else ""
    if before not in (",", "—", "–", "-", ";"):
        return False
    return words.tokens[n].dep == "relcl" or words.right[n] - n >= 2


def _adverbial_counts(words: Words, n: int) -> bool:
    tag = words.tokens[n].tag
    marks = [words.lower[k] for k in range(words.left[n], n + 1) if words.head[k] == n]
    if any(mark in _CONDITIONS for mark in marks[:2]):
        return False
    if tag in _FINITE or (_has_subject(words, n) and tag != "VB"):
        return True
    if tag == "VBG":
        first = words.left[n]
        apart = first > 0 and words.lower[first - 1] in (",", "—", "–")
        return words.right[n] > n and (apart or words.lower[n] in _OUTCOMES)
    return tag == "VBN" and _finite_group(words, n)


def _finite_group(words: Words, n: int) -> bool:
    return any(words.tokens[k].tag in _FINITE for k in words.children(n) if k < n)


def _frames(words: Words, above: int) -> bool:
    """Whether the verb above only puts forward what hangs on it: first or third person pronoun and a cue verb."""
    sense = load_cues().words.get(words.lower[above])
    if sense is None or sense.word_class != "verb":
        return False
    subject = next((k for k in words.children(above) if words.tokens[k].dep in _SUBJECTS), None)
    return subject is not None and words.lower[subject] in ("i", "we")


def _side_by_side(words: Words, n: int, above: int) -> bool:
    """Whether two full clauses only stand beside one another (a comma, a dash or a semicolon between, no "that")."""
    first = words.left[n]
    if first == 0 or n < above:
        return (
            words.lower[words.right[n] + 1] in (",", ";", "—", "–", ":")
            if n < above and words.right[n] < above
            else False
        )
    return (
        words.lower[first - 1] in (",", ";", "—", "–", "-", ":", "...")
        and _has_subject(words, n)
        and _has_subject(words, above)
    )


def _owner(
    words: Words, n: int, inside: set[int], heads: dict[int, ClauseKind], known: dict[int, int | None]
) -> int | None:
    """The nearest clause head at or above a word."""
    path: list[int] = []
    current = n
    answer: int | None = None
    while True:
        if current in heads:
            answer = current
            break
        if current in known:
            answer = known[current]
            break
        path.append(current)
        above = current + 2 if _first_half(words, current) else words.head[current]
        if above == current or above not in inside or len(path) > 60:
            break
        current = above
    for item in path:
        known[item] = answer
    return answer


def _adopt(rest: Sequence[int], owned: dict[int, list[int]]) -> None:
    """Words that hang on no clause of the stretch go to the clause that is nearest in the text."""
    heads = sorted(owned)
    for n in rest:
        owned[min(heads, key=lambda head: abs(head - n))].append(n)


def _pieces(words: Words, numbers: list[int], head: int | None) -> tuple[tuple[int, int], ...]:
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
            or (
                len(run) > 1
                and words.lower[run[-1]] in _DANGLING
                and words.tokens[run[-1]].tag == "IN"
                and _cut_off(words, run[-1])
            )
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


def _subject(words: Words, head: int, kind: ClauseKind, inside: set[int]) -> tuple[int, int] | None:
    """The run of the subject: the clause's own, else that of the verb it is coordinated with, else the antecedent."""
    current = head
    for _ in range(4):
        for child in words.children(current):
            if words.tokens[child].dep in _SUBJECTS:
                if words.lower[child] in _RELATIVES and words.tokens[current].dep == "relcl":
                    return _noun_run(words, words.head[current], current, inside)
                if child in inside or kind != "main":
                    return words.left[child], words.right[child]
                return None
        if words.tokens[current].dep == "conj" and words.tokens[words.head[current]].tag[:2] in ("VB", "MD"):
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


# --------------------------------------------------------------------------------------------------------------- mood


def find_mood(words: Words, head: int) -> Mood:
    """Polarity, certainty and time of the clause that this word heads, from its verb group and what hangs on it."""
    tokens, lower = words.tokens, words.lower
    children = words.children(head)
    group = [
        k
        for k in children
        if tokens[k].dep in ("aux", "auxpass", "neg", "advmod", "acomp", "attr") or tokens[k].tag == "MD"
    ]
    names = {lower[k] for k in group} | {lower[head]}
    hedge_table = load_cues().hedges
    hedges = tuple(k for k in [*group, head] if lower[k] in hedge_table)
    certainty: Certainty = "certain"
    for k in hedges:
        level = hedge_table[lower[k]][1]
        if lower[k] == "could" and _negated(words, head, children):
            continue
        certainty = weaker(certainty, level)
    marks = {lower[k] for k in children if tokens[k].dep in ("mark", "advmod")}
    conditional = any(
        tokens[k].dep == "advcl" and lower[m] in ("if", "unless") for k in children for m in words.children(k)
    )
    perfect = "have" in names
    must = "must" in names and perfect
    future = bool(names & _FUTURE) or ("to" in names and lower[head] in ("go", "going")) or _going_to(words, head)
    return Mood(
        polarity="negative" if _negated(words, head, children) else "positive",
        certainty=weaker(
            weaker(certainty, "possible" if conditional else "certain"), "probable" if must else "certain"
        ),
        future=future,
        would=("would" in names or "'d" in names) and not perfect,
        may=bool(names & _POSSIBLE) and not perfect and not _negated(words, head, children),
        deontic=(bool(names & _DEONTIC) and not must) or _needs_to(words, head, children),
        conditional=bool(marks & {"if", "unless", "whether"}) or conditional,
        question=lower[words.bounds(head)[-1]] == "?"
        or (len(words.bounds(head)) > 1 and "?" in lower[words.bounds(head)[-1] - 1 : words.bounds(head)[-1] + 1]),
        imperative=_is_imperative(words, head, children),
        subjunctive=_is_subjunctive(words, head, children),
        hedges=hedges,
    )


_CERTAINTIES: tuple[Certainty, ...] = ("certain", "probable", "possible", "unknown")


def weaker(one: Certainty, other: Certainty) -> Certainty:
    """The weaker of two: the weakest hedge on the path counts."""
    return max(one, other, key=_CERTAINTIES.index)


def _negated(words: Words, head: int, children: Sequence[int]) -> bool:
    for k in children:
        word, token = words.lower[k], words.tokens[k]
        if (token.dep == "neg" and word != "no") or word in ("n't", "not", "never"):
            return True
        if word in _NEGATIVES and token.dep not in ("nsubj", "conj") and abs(k - head) < 6:
            return True
        if word == "longer" and k > 0 and words.lower[k - 1] == "no":
            return True
        if token.dep in ("nsubj", "nsubjpass", "dobj", "attr", "expl") and _is_no(words, k):
            return True
    return words.lower[head] in _FAILING and any(words.tokens[k].dep == "xcomp" for k in children)


def _is_no(words: Words, noun: int) -> bool:
    return words.lower[noun] in _NO_SUBJECT or any(
        words.lower[k] in ("no", "neither") and words.head[k] == noun
        for k in range(max(words.left[noun], noun - 4), noun)
    )


def _going_to(words: Words, head: int) -> bool:
    return words.lower[head] == "going" and any(
        words.tokens[k].dep == "xcomp" or words.lower[k] == "to" for k in words.children(head)
    )


def _needs_to(words: Words, head: int, children: Sequence[int]) -> bool:
    """ "has to go", "need to go": a duty."""
    if words.lower[head] not in ("has", "have", "had", "need", "needs") or words.lower[head + 1 : head + 2] != ["to"]:
        return False
    return any(words.tokens[k].dep == "xcomp" and k > head for k in children)


def _is_imperative(words: Words, head: int, children: Sequence[int]) -> bool:
    """A base form that opens its sentence without subject or helper ("Stop the war", "Don't move", "Let us go")."""
    if words.tokens[head].tag not in ("VB", "VBP") or words.tokens[head].dep not in ("ROOT", "ccomp", "conj"):
        return False
    if any(words.tokens[k].dep in _SUBJECTS or words.tokens[k].tag in ("TO", "MD") for k in children):
        return False
    before = [words.lower[k] for k in range(words.left[head], head) if words.lower[k][:1].isalpha()]
    return all(
        word in ("do", "n't", "not", "never", "please", "so", "and", "but", "just", "then", "now", "always")
        for word in before
    )


def _is_subjunctive(words: Words, head: int, children: Sequence[int]) -> bool:
    """A base form with a subject that it does not agree with, and no helper ("that the programme end")."""
    if words.tokens[head].tag != "VB":
        return False
    if any(words.tokens[k].dep in ("aux", "auxpass") or words.tokens[k].tag in ("MD", "TO") for k in children):
        return False
    subject = next((k for k in children if words.tokens[k].dep in ("nsubj", "nsubjpass") and k < head), None)
    return (subject is not None and words.tokens[subject].tag in ("NN", "NNP")) or (
        subject is not None and words.lower[subject] in ("he", "she", "it")
    )

"""The head word of a clause comes in; how the clause is put goes out: negated, hedged, future, a duty, a question, an order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.knowledge.cues import load_cues
from onrecord.knowledge.grammar import Words
from onrecord.record import Certainty, Polarity

SUBJECTS = frozenset(("nsubj", "nsubjpass", "expl", "csubj", "csubjpass"))
_NEGATIVES = frozenset(["not", "n't", "never", "neither", "nobody", "none", "nothing", "hardly", "scarcely"])
_BARE_NEGATIVES = frozenset(
    """dont didnt doesnt isnt arent wasnt werent wont cant couldnt wouldnt shouldnt havent hasnt hadnt""".split()  # noqa: SIM905
)
"""As sources print them that lost their apostrophes."""
_NO_SUBJECT = frozenset(["no", "none", "nobody", "neither", "nothing"])
_MERE = frozenset(["just", "only", "merely", "simply", "solely"])
_FUTURE = frozenset(["will", "'ll", "shall", "wo", "wont"])
_DEONTIC = frozenset(["should", "must", "ought", "shall"])
_POSSIBLE = frozenset(["may", "might", "could"])
_GROUP = frozenset(("aux", "auxpass", "neg", "advmod", "acomp", "attr"))
_FAILING = frozenset(["fail", "fails", "failed", "failing", "refuse", "refused", "refuses", "decline", "declined"])


_DUE = frozenset("start begin arrive end finish open last rise fall increase decrease improve".split())  # noqa: SIM905
"""What "should" happen with these is awaited, not demanded ("work should start in April")."""
_WISHES = frozenset(("like", "love", "prefer", "rather"))
"""With "would" these tell what somebody wants now, not what comes."""
_HAPPENINGS = frozenset(
    """be represent mean lead cause become remain stay take require cost happen fail lose end depend""".split()  # noqa: SIM905
)


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


def find_mood(words: Words, head: int) -> Mood:
    """Polarity, certainty and time of the clause that this word heads, from its verb group and what hangs on it."""
    tokens, lower = words.tokens, words.lower
    children = words.children(head)
    group = [
        k
        for k in children
        if not _of_another(words, k, head, children)
        and (tokens[k].dep in _GROUP or tokens[k].tag == "MD" or (lower[k] in _BARE_NEGATIVES and k < head))
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
    perfect = any(lower[k] == "have" for k in group if k != head)
    must = "must" in names and (perfect or (words.tokens[head].tag == "VBG" and "be" in names))  # "must be dreaming"
    wish = _is_wish(words, head, children)
    due = "should" in names and lower[head] in _DUE and not any(tokens[k].dep == "dobj" for k in children)
    needed = _needs_to(words, head, children)
    future = not needed and (
        due or bool(names & _FUTURE) or ("to" in names and lower[head] in ("go", "going")) or _going_to(words, head)
    )
    return Mood(
        polarity="negative" if _negated(words, head, children) else "positive",
        certainty=weaker(
            weaker(certainty, "possible" if conditional else "certain"), "probable" if must else "certain"
        ),
        future=future,
        would=("would" in names or "'d" in names) and not perfect and lower[head] not in _WISHES,
        may=bool(names & _POSSIBLE) and not perfect and not wish and not _negated(words, head, children),
        deontic=(bool(names & _DEONTIC) and not must and not due) or wish or needed,
        conditional=bool(marks & {"if", "unless", "whether"}) or conditional,
        question=lower[words.bounds(head)[-1]] == "?"
        or (len(words.bounds(head)) > 1 and "?" in lower[words.bounds(head)[-1] - 1 : words.bounds(head)[-1] + 1]),
        imperative=_is_imperative(words, head, children),
        subjunctive=_is_subjunctive(words, head, children),
        hedges=hedges,
    )


def _of_another(words: Words, helper: int, head: int, children: Sequence[int]) -> bool:
    """Whether a helper before the subject belongs to a verb left out before it ("when he would not, Hill | held him")."""
    if words.tokens[helper].tag != "MD" and words.tokens[helper].dep not in ("aux", "neg"):
        return False
    subject = next((k for k in children if words.tokens[k].dep in SUBJECTS and helper < k < head), None)
    return subject is not None and "," in words.lower[helper : words.left[subject]]


_CERTAINTIES: tuple[Certainty, ...] = ("certain", "probable", "possible", "unknown")


def is_deed(words: Words, head: int) -> bool:
    """Whether a verb tells what somebody does, and not what becomes of things: only that can be promised."""
    suffered = any(words.tokens[k].dep == "auxpass" for k in words.children(head))
    return not suffered and words.lower[head] not in _HAPPENINGS


def weaker(one: Certainty, other: Certainty) -> Certainty:
    """The weaker of two: the weakest hedge on the path counts."""
    return max(one, other, key=_CERTAINTIES.index)


def _negated(words: Words, head: int, children: Sequence[int]) -> bool:
    first = words.left[head]
    if "nor" in words.lower[max(words.bounds(head).start, first - 1) : first + 1]:
        return True  # "nor have its roots been cleared"
    for k in children:
        word, token = words.lower[k], words.tokens[k]
        if word in ("not", "n't") and words.lower[k + 1 : k + 2] and words.lower[k + 1] in _MERE:
            continue  # "not just this but that" holds of both
        if (token.dep == "neg" and word != "no") or word in ("n't", "not", "never") or word in _BARE_NEGATIVES:
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


def _is_wish(words: Words, head: int, children: Sequence[int]) -> bool:
    """ "May God help them": the helper before its subject, and no question."""
    bounds = words.bounds(head)
    return "?" not in words.lower[bounds.stop - 2 : bounds.stop] and any(
        words.lower[k] == "may"
        and words.text[words.tokens[k].start] == "M"
        and k + 1 < head
        and any(words.tokens[s].dep in SUBJECTS and k < s < head for s in children)
        for k in children
    )


_HAVE = frozenset(("have", "has", "'ve", "’ve", "'s", "’s"))


def _needs_to(words: Words, head: int, children: Sequence[int]) -> bool:
    """ "has to go", "need to go", "have got to go": a duty."""
    got = words.lower[head] == "got" and any(words.lower[k] in _HAVE for k in children if k < head)
    if not (got or words.lower[head] in ("has", "have", "need", "needs")) or words.lower[head + 1 : head + 2] != ["to"]:
        return False  # "had to" tells what came of it
    if _negated(words, head, children):
        return False
    return any(words.tokens[k].dep == "xcomp" and k > head for k in children)


def _is_imperative(words: Words, head: int, children: Sequence[int]) -> bool:
    """A base form that opens its sentence without subject or helper ("Stop the war", "Don't move", "Let us go")."""
    if words.tokens[head].tag not in ("VB", "VBP") or words.tokens[head].dep not in ("ROOT", "ccomp", "conj"):
        return False
    if any(words.tokens[k].dep in SUBJECTS or words.tokens[k].tag in ("TO", "MD") for k in children):
        return False
    before = [words.lower[k] for k in range(words.left[head], head) if words.lower[k][:1].isalpha()]
    return all(
        word in ("do", "n't", "not", "never", "please", "so", "and", "but", "just", "then", "now", "always")
        for word in before
    )


def _is_subjunctive(words: Words, head: int, children: Sequence[int]) -> bool:
    """A base form with a subject that it does not agree with, and no helper ("that the programme end")."""
    if words.tokens[head].tag != "VB" or re.search(r"[^s]s$", words.lower[head]):
        return False  # "holds" is no base form, whatever the tag
    if any(words.tokens[k].dep in ("aux", "auxpass") or words.tokens[k].tag in ("MD", "TO") for k in children):
        return False
    subject = next((k for k in children if words.tokens[k].dep in ("nsubj", "nsubjpass") and k < head), None)
    return (subject is not None and words.tokens[subject].tag in ("NN", "NNP")) or (
        subject is not None and words.lower[subject] in ("he", "she", "it")
    )

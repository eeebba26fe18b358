"""A stretch of a sentence comes in; its clauses that can be true or false by themselves go out, each with its mood.

Which clauses count is written in docs/labelling.md ("Propositions"): main, coordinated, commenting relative, adverbial
and participial ones; not conditions, purposes, restrictive relatives and complements, which belong to their clause.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from onrecord.extract.breaks import Clause, ClauseKind, mend_breaks, share_subjects
from onrecord.extract.joints import split_dashed, split_told, without_opener, without_saying, without_silence
from onrecord.extract.moods import SUBJECTS, find_mood
from onrecord.extract.runs import RELATIVES, pieces_of, subject_of
from onrecord.extract.strays import OUTCOMES, put_strays
from onrecord.knowledge.cues import load_cues
from onrecord.knowledge.grammar import Words

_FINITE = frozenset(("VBD", "VBZ", "VBP", "MD"))
_IS = frozenset(["is", "are", "was", "were", "has", "have", "had"])
_OBJECTS = frozenset(["me", "him", "them", "us"])
_CONDITIONS = frozenset(
    [
        "if",
        "unless",
        "whether",
        "until",
        "till",
        "lest",
        "once",
        "assuming",
        "provided",
        "wherever",
        "whenever",
        "everywhere",
    ]
)
_PUTTING = frozenset(
    """say said think thought believe believed know knew confirm hope hoped expect expected guess suspect feel
    felt deny doubt fear mean meant assume understand suppose insist admit acknowledge promise swear tell
    assure bet hear heard predict see""".split()  # noqa: SIM905
)


_BELIEFS = frozenset(["think", "believe", "suppose", "say", "confirm", "deny", "know", "doubt"])


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
            subject=subject_of(words, head, kind, inside),
            mood=find_mood(words, head),
            frame=frame_of.get(head),
        )
        for head, kind in heads.items()
        if head not in framed and (pieces := pieces_of(words, sorted(owned[head]), head)) and not _filler(words, pieces)
    ]
    if not found and (pieces := pieces_of(words, list(numbers), None)) and not _filler(words, pieces):
        head = next((n for n in numbers if words.head[n] not in inside or words.head[n] == n), numbers[0])
        found = [Clause(head=head, kind="nominal", pieces=pieces, subject=None, mood=find_mood(words, head))]
    mended = mend_breaks(words, inside, sorted(found, key=lambda clause: clause.pieces[0]))
    placed = put_strays(words, share_subjects(words, mended))
    parted = (half for clause in placed for half in split_told(words, without_silence(words, clause)))
    whole = (part for half in parted for part in split_dashed(words, without_saying(words, half)))
    return [without_opener(words, clause) for clause in whole]


def _filler(words: Words, pieces: Sequence[tuple[int, int]]) -> bool:
    """ "I think", "you know": no statement."""
    spoken = words.lower[pieces[0][0] : pieces[0][1] + 1] if len(pieces) == 1 else []
    return len(spoken) <= 3 and spoken[:1] in (["i"], ["we"], ["you"]) and spoken[-1] in _PUTTING


def _opening_frame(words: Words, numbers: Sequence[int]) -> tuple[int, int] | None:
    """ "Today I can confirm that …", "we believe they …": (first word of what is put forward, the verb), or None.

    By the words, since a parser trained on written news is weakest where somebody speaks of himself.
    """
    table = load_cues().words
    for place, n in enumerate(numbers[:8]):
        if words.lower[n] not in ("i", "we"):
            continue
        for k in numbers[place + 1 : place + 5]:
            sense = table.get(words.lower[k])
            if words.lower[k] in ("not", "n't", "never") and not _leaves_no(words, k):
                return None
            if (sense is not None or words.lower[k] in _PUTTING) and words.tokens[k].tag[:2] == "VB":
                return _after_frame(words, numbers, k, words.lower[k] not in _PUTTING)
            if words.tokens[k].tag not in ("MD", "RB", "VBP", "VBD", "VB", "VBZ", "VBN"):
                return None
        return None
    return None


def _leaves_no(words: Words, negation: int) -> bool:
    """Whether "we do not think he came" says that he did not: so with beliefs, not with "did not expect"."""
    return any(word in _BELIEFS for word in words.lower[negation + 1 : negation + 3])


def _after_frame(words: Words, numbers: Sequence[int], verb: int, only_that: bool) -> tuple[int, int] | None:
    rest = [n for n in numbers if n > verb]
    if len(rest) < 3 or words.lower[rest[0]] in _OBJECTS:
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
    if _is_name(words, n) or _listed(words, n):
        return None
    if above == n or above not in inside:
        return None if dep in ("aux", "auxpass", "amod", "compound") else "main"
    if dep == "conj":
        if _fills_noun(words, n, above):
            return None
        return "coordinate" if _splits_off(words, n, above, inside) else None
    if dep in ("relcl", "acl"):
        return "relative" if _comments(words, n) else None
    if dep == "advcl":
        return "adverbial" if _adverbial_counts(words, n) else None
    if dep in ("ccomp", "parataxis", "dep") and (_framed(words, n) or _side_by_side(words, n, above)):
        return "main"
    return None


def _is_name(words: Words, n: int) -> bool:
    """ "training with IS": what stands in capitals behind a preposition is no verb."""
    return n > 0 and words.tokens[n - 1].tag in ("IN", "DT") and words.text[slice(*words.span(n, n))].isupper()


def _listed(words: Words, n: int) -> bool:
    """ "focus on reviewing data, surveying the floor and bringing …": participles in a row under one preposition."""
    if words.tokens[n].tag != "VBG" or words.tokens[n].dep not in ("advcl", "conj", "acl"):
        return False
    row = words.head[n] if words.tokens[n].dep == "conj" else n
    first = words.left[row]
    if words.tokens[row].tag != "VBG" or first != row or row < 2 or words.lower[row - 1] != ",":
        return False
    if not any(words.tokens[k].dep == "conj" and words.tokens[k].tag == "VBG" for k in words.children(row)):
        return False
    return any(
        words.tokens[k].tag == "VBG" and words.tokens[k].dep == "pcomp" and words.right[k] in (row - 2, row - 1)
        for k in range(max(words.bounds(row).start, row - 15), row)
    )


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
    if words.tokens[n].dep not in ("ccomp", "parataxis") or n < words.head[n]:
        return False
    if words.tokens[words.left[n]].tag in ("WRB", "WP", "WDT") or words.lower[words.left[n]] in _CONDITIONS:
        return False  # "we wonder how it happened" puts no happening forward
    return (words.tokens[n].tag in _FINITE or _finite_group(words, n)) and _frames(words, words.head[n])


def _has_subject(words: Words, n: int) -> bool:
    return any(words.tokens[child].dep in SUBJECTS for child in words.children(n))


def _splits_off(words: Words, n: int, above: int, inside: set[int]) -> bool:
    """Whether a coordinated verb makes a statement of its own: it is finite, has a subject or brings its own objects."""
    if words.tokens[above].tag[:2] not in ("VB", "MD") or "only" in words.lower[max(0, above - 2) : above]:
        return False  # "not only hits … but …" is one statement
    if n - above == 2 and words.lower[above + 1] in ("and", "or") and words.lower[n] not in _IS:
        return False  # "killed and wounded hundreds" shares its object
    joins = [k for k in range(above + 1, n) if words.tokens[k].tag == "CC" and words.head[k] in (above, n)]
    if joins and words.lower[joins[-1]] == "or" and "," not in words.lower[joins[-1] + 2 : n]:
        return False  # "killed or wounded", "either we … or they …" says neither by itself
    if words.tokens[above].dep in ("relcl", "acl") and words.head[above] in inside and not _comments(words, above):
        return False  # belongs to a relative clause that belongs to its noun
    if words.tokens[n].tag in _FINITE or _has_subject(words, n) or _finite_group(words, n):
        return True
    if words.tokens[n].tag not in ("VBN", "VBG") or words.tokens[above].dep in ("xcomp", "pcomp", "acl", "amod"):
        return False
    return words.right[n] - n >= 2


def _fills_noun(words: Words, n: int, above: int) -> bool:
    """ "There is no evidence that he left": what "that" opens right behind a noun fills it, whatever the parser says."""
    that = next((k for k in words.children(n) if words.tokens[k].dep == "mark" and words.lower[k] == "that"), None)
    if that is None or that <= above or words.tokens[that - 1].tag not in ("NN", "NNS"):
        return False
    return not any(words.tokens[k].tag == "CC" for k in range(above + 1, that))


def _comments(words: Words, n: int) -> bool:
    """Whether a relative or participial clause is set off by a comma: it tells something more."""
    first = words.left[n]
    if words.lower[first] in ("in", "of", "for", "from", "some", "most", "all", "many", "with", "to"):
        first = min((k for k in range(first, n) if words.lower[k] in RELATIVES), default=first)
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
    first = words.left[n]
    if words.lower[first] == "as" and first > 1 and words.lower[first - 1] in ("long", "soon", "far", "much"):
        return False  # "as long as they stay"
    if tag in _FINITE or (_has_subject(words, n) and tag != "VB"):
        return True
    if tag == "VBG":
        first = words.left[n]
        apart = first > 0 and words.lower[first - 1] in (",", "—", "–")
        return words.right[n] > n and (apart or words.lower[n] in OUTCOMES)
    return tag == "VBN" and _finite_group(words, n)


def _finite_group(words: Words, n: int) -> bool:
    return any(words.tokens[k].tag in _FINITE for k in words.children(n) if k < n)


def _frames(words: Words, above: int) -> bool:
    """Whether the verb above only puts forward what hangs on it: first or third person pronoun and a cue verb."""
    sense = load_cues().words.get(words.lower[above])
    if sense is None or sense.word_class != "verb":
        return False
    children = words.children(above)
    if any(words.tokens[k].dep == "neg" and not _leaves_no(words, k) for k in children):
        return False
    subject = next((k for k in children if words.tokens[k].dep in SUBJECTS), None)
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
        tied = _first_half(words, current) and words.head[current + 2] != current
        above = current + 2 if tied else words.head[current]
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

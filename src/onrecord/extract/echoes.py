"""Judged attributions come in, in order; those that announce or recall what others report go out marked as such.

A summary says ahead what later sentences report in detail; a back-reference names again a speech act already told; an
act whose content is only "this" points at what it confirms or denies (docs/stance.md, "Echoes").
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from onrecord.knowledge.cues import load_cues
from onrecord.knowledge.grammar import Words
from onrecord.record import Attribution, Span

_DEFINITE = frozenset(("the", "this", "that", "these", "those"))
_ANAPHORS = frozenset(["this", "that", "it", "these", "which", "so", "them"])
_MANY = frozenset(
    ["multiple", "several", "many", "various", "both", "numerous", "different", "some", "two", "three", "four"]
)
_STOP = frozenset(
    """the a an of in on at to for from by with and or but that which who it its they them their he she his her
    is are was were be been being has have had will would can could may might not as than this these those
    there also said more most some any all over under about into after before no""".split()  # noqa: SIM905
)
_LEAD = 4
"""Sentences in which a lead may announce: news leads and their second paragraphs."""
_BEHIND = 12
"""Attributions looked at behind a lead or before an anaphor; keeps the work linear."""


def mark_echoes(words: Words, items: Sequence[Attribution]) -> list[Attribution]:
    """The same attributions, with role and refers_to filled where they echo others of the article."""
    keys = [_content_keys(words, item) for item in items]
    marked: list[Attribution] = []
    for number, item in enumerate(items):
        if item.role not in ("evidence", "opinion"):
            marked.append(item)
            continue
        before = marked[max(0, number - _BEHIND) : number]
        marked.append(
            _recalled(words, item, before)
            or _anaphor(words, item, before)
            or _announced(words, items, keys, number)
            or item
        )
    return marked


def _content_keys(words: Words, item: Attribution) -> frozenset[str]:
    """Stems of the content's telling words (first 60), for a rough comparison of what two contents say."""
    numbers = [n for span in item.content for n in words.between(span)][:60]
    return frozenset(
        _stem(words.lower[n]) for n in numbers if words.lower[n][:1].isalnum() and words.lower[n] not in _STOP
    )


def _stem(word: str) -> str:
    for ending in ("ing", "ed", "es", "s", "'s"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


def _recalled(words: Words, item: Attribution, before: Sequence[Attribution]) -> Attribution | None:
    """ "The confirmation came …": a definite noun that names an act told before, with no speaker of its own."""
    cue = [n for span in item.cue for n in words.between(span)]
    if not cue or not before:
        return None
    nouns = [n for n in cue if words.tokens[n].tag in ("NN", "NNS")]
    if not nouns or any(words.tokens[n].tag[:2] == "VB" for n in cue):
        return None
    near = range(max(words.bounds(nouns[0]).start, nouns[0] - 3), nouns[0])
    if not any(words.lower[n] in _DEFINITE and (words.head[n] == nouns[0] or n == nouns[0] - 1) for n in near):
        return None
    sense = load_cues().words.get(words.lower[nouns[-1]])
    if sense is None or sense.opinion or sense.word_class != "noun":
        return None
    earlier = [other for other in before if other.role == "evidence" and _same_act(item, other)]
    if not earlier or (item.source and not _pronoun_source(words, item)):
        return None
    return replace(item, role="back-reference", refers_to=(earlier[-1].id,))


def _same_act(item: Attribution, other: Attribution) -> bool:
    return item.stance == other.stance or (item.stance == "asserts" and other.stance != "declines")


def _pronoun_source(words: Words, item: Attribution) -> bool:
    return all(words.tokens[n].tag in ("PRP", "PRP$", "WP") for span in item.source for n in words.between(span))


def _anaphor(words: Words, item: Attribution, before: Sequence[Attribution]) -> Attribution | None:
    """ "This was confirmed by …": the content is a pronoun; the nearest earlier report supplies it."""
    if not is_anaphor(words, item) or item.refers_to:
        return None
    numbers = [n for span in item.content for n in words.between(span)]
    own = _offset(item)
    earlier = [
        other
        for other in before
        if other.role in ("evidence", "summary", "opinion")
        and _offset(other) < own
        and other.parent != item.id
        and not _holds(other.content, numbers, words)
    ]
    evidence = [other for other in earlier if other.role == "evidence" and other.parent is None] or earlier
    return replace(item, refers_to=(evidence[-1].id,)) if evidence else None


def is_anaphor(words: Words, item: Attribution) -> bool:
    """Whether a content is only a pronoun, with at most a time or place beside it ("This … the following day")."""
    pieces = [[n for n in words.between(span) if words.lower[n][:1].isalpha()] for span in item.content]
    spoken = [piece for piece in pieces if piece]
    if not spoken or len(spoken[0]) > 2 or words.lower[spoken[0][0]] not in _ANAPHORS:
        return False
    return (
        not any(words.tokens[n].tag[:2] in ("VB", "MD") for piece in spoken for n in piece)
        and sum(map(len, spoken)) <= 8
    )


def _holds(content: Sequence[Span], numbers: Sequence[int], words: Words) -> bool:
    first = words.tokens[numbers[0]].start
    return any(start <= first < end for start, end in content)


def _offset(item: Attribution) -> int:
    return min((span[0] for span in (*item.source, *item.cue, *item.content)), default=0)


def _announced(
    words: Words, items: Sequence[Attribution], keys: Sequence[frozenset[str]], number: int
) -> Attribution | None:
    """A lead whose content later attributions of named speakers report again is a summary of those."""
    item = items[number]
    if not item.source or item.parent is not None or item.role != "evidence" or len(keys[number]) < 2:
        return None
    first = next((n for span in item.cue or item.source for n in words.between(span)), None)
    if first is None or words.sentence[first] >= _LEAD or item.stance not in ("asserts", "confirms", "denies"):
        return None
    source = [n for span in item.source for n in words.between(span)]
    generic = any(words.lower[n] in _MANY for n in source) or _each_of_several(words, item, source)
    named = any(words.tokens[n].entity.endswith("PERSON") for n in source)
    need = 0.25 if generic else 0.6
    sentence = words.sentence[first]
    later = [
        place
        for place in range(number + 1, min(len(items), number + 1 + _BEHIND))
        if items[place].role == "evidence"
        and items[place].parent is None
        and _sentence(words, items[place]) > sentence
        and len(keys[number] & keys[place]) >= max(2, need * len(keys[number]))
    ]
    if named or not later or (not generic and len(keys[later[0]]) <= len(keys[number])):
        return None
    return replace(item, role="summary", refers_to=tuple(items[place].id for place in later[:3]))


def _each_of_several(words: Words, item: Attribution, source: Sequence[int]) -> bool:
    cue = {words.lower[n] for span in item.cue for n in words.between(span)}
    near = (
        {words.lower[source[-1] + 1], words.lower[source[-1] + 2]}
        if source and source[-1] + 2 < len(words.lower)
        else set()
    )
    return "both" in cue | near and any(words.lower[n] == "and" for n in source)


def _sentence(words: Words, item: Attribution) -> int:
    n = next((n for span in (*item.cue, *item.source, *item.content) for n in words.between(span)), 0)
    return words.sentence[n] if words.sentence else 0

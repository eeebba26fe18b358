"""Raw attributions come in; those whose content breaks off inside of a clause go out with the rest of that clause in it.

The tagger goes word by word and may stop early ("soon after | it disappeared from radar") or start late ("The missiles
fired from a Syrian | warplane also wounded 25"). Only words without a mark between, that hang on the content's own and
belong to nobody's source, cue or content, are added.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import replace

from onrecord.extract.moods import SUBJECTS
from onrecord.knowledge.grammar import Words
from onrecord.record import Attribution, Span

_LONGEST = 25
"""Words. What is missing at a border is a phrase; a longer rest is rather a sentence of its own."""
_HYPHENS = ("-", "‑")
_FINITE = frozenset(("VBD", "VBZ", "VBP", "MD"))


def whole_contents(words: Words, items: Sequence[Attribution]) -> list[Attribution]:
    """The same attributions, in the same order, with contents that end where their clauses end."""
    taken = {n for item in items for span in (*item.source, *item.cue, *item.content) for n in words.between(span)}
    return [replace(item, content=_whole(words, item.content, taken)) if item.content else item for item in items]


def _whole(words: Words, content: tuple[Span, ...], taken: Set[int]) -> tuple[Span, ...]:
    held = {n for span in content for n in words.between(span)}
    if not held:
        return content
    first, last = words.between(content[0]), words.between(content[-1])
    start = _start(words, first, taken) if first else None
    end = _end(words, last, held, taken) if last else None
    spans = list(content)
    if start is not None:
        spans[0] = Span(words.tokens[start].start, spans[0][1])
    if end is not None:
        spans[-1] = Span(spans[-1][0], words.tokens[end].end)
    return tuple(spans)


def _start(words: Words, first: range, taken: Set[int]) -> int | None:
    """Where a content begins that starts inside of a word, or between its verb and the words of its subject."""
    low, bounds = first[0], words.bounds(first[0])
    if low - 2 >= bounds.start and words.lower[low - 1] in _HYPHENS and not {low - 1, low - 2} & taken:
        low -= 2 if words.tokens[low - 1].start == words.tokens[low - 2].end else 0
    heads = [n for n in first if words.tokens[n].tag in _FINITE and words.tokens[n].dep in ("ccomp", "ROOT")]
    for child in words.children(heads[0]) if heads else ():
        if (
            words.tokens[child].dep in SUBJECTS
            and child < low
            and words.head[first[0]] in range(words.left[child], heads[0] + 1)
        ):
            low = min(low, words.left[child])
    rest = range(low, first[0])
    if not rest or len(rest) > _LONGEST or taken & set(rest) or not all(_plain(words, n) for n in rest):
        return None
    return low


def _end(words: Words, last: range, held: Set[int], taken: Set[int]) -> int | None:
    """The last word that goes on with the content: without a mark, each hanging on what is in it."""
    stop = last[-1]
    if not _plain(words, stop) or not any(words.tokens[n].tag in _FINITE for n in held):
        return None
    added: set[int] = set()
    end = None
    for n in range(stop + 1, min(words.bounds(stop).stop, stop + 1 + _LONGEST)):
        if n in taken:
            return None  # somebody else's words follow without a mark: whose the rest is, is not clear
        if not _plain(words, n):
            break
        if words.tokens[n].tag in _FINITE and not _opened(words, n, stop + 1):
            return None
        added.add(n)
        end = n
    return end if end is not None and _hangs(words, stop + 1, held, added) else None


def _opened(words: Words, verb: int, low: int) -> bool:
    """Whether the clause of a finite verb begins, with a word that joins it, among the added words."""
    top = words.head[verb] if words.tokens[verb].dep in ("aux", "auxpass") else verb
    return words.left[top] >= low - 3 and words.tokens[top].dep in ("relcl", "advcl", "acl", "ccomp", "xcomp")


def _hangs(words: Words, n: int, held: Set[int], added: Set[int]) -> bool:
    """Whether every added word hangs, over others of them, on a word of the content."""
    for k in added:
        above, steps = k, 0
        while above in added and words.head[above] != above and steps <= _LONGEST:
            above, steps = words.head[above], steps + 1
        if above not in held:
            return False
    return words.head[n] != n


def _plain(words: Words, n: int) -> bool:
    """Whether a word is no mark, but for the hyphen inside of a compound."""
    return words.lower[n][:1].isalnum() or words.lower[n] in (
        *_HYPHENS,
        "'s",
        "’s",
        "n't",
        "'",
        "’",
        "$",
        "£",
        "€",
        "%",
    )

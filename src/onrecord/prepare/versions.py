"""Two versions of one article come in; which paragraphs and which statements were added, dropped or reworded goes out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from onrecord.record import Article, Proposition, Reading, Span

ALIKE = 0.5
"""Share of words in common from which two paragraphs are one that was reworded, not one dropped and one added."""
LARGEST_SAID = 40_000
"""Pairs of statements compared one by one: two hundred changed ones on either side."""
LARGEST = 2_000
"""Paragraphs compared one by one within a stretch of changes; beyond that a stretch is dropped and added as a whole."""

Kind = Literal["added", "dropped", "reworded"]
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One paragraph that differs: where it stood before, where it stands now (one of them None if added or dropped)."""

    kind: Kind
    before: Span | None
    after: Span | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One statement of a version: its proposition's id, who says it (nobody: the article itself), in which sense, its words."""

    id: str
    who: tuple[str, ...]
    stance: str
    polarity: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidChange:
    """One statement that differs; of a reworded one `what` names what changed: speaker, stance, figures, words."""

    kind: Kind
    before: Said | None
    after: Said | None
    what: tuple[str, ...] = ()


def compare_versions(before: Article, after: Article) -> tuple[Change, ...]:
    """The changes in the order of the text; white space does not count."""
    old, new = _words(before), _words(after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    changes: list[Change] = []
    for tag, first, last, start, end in matcher.get_opcodes():
        if tag != "equal":
            changes += _stretch(before, after, range(first, last), range(start, end))
    return tuple(changes)


def _words(article: Article) -> list[tuple[str, ...]]:
    return [tuple(span.of(article.text).split()) for span in article.paragraphs]


def _stretch(before: Article, after: Article, old: range, new: range) -> list[Change]:
    """Pairs paragraphs that are alike, in order; the rest is dropped or added."""
    pairs = _pair(_words(before), _words(after), old, new) if len(old) * len(new) <= LARGEST else {}
    taken = set(pairs.values())
    dropped = [_change(before, after, number, pairs.get(number)) for number in old]
    added = [Change(kind="added", before=None, after=after.paragraphs[number]) for number in new if number not in taken]
    return dropped + added


def _pair(
    old_words: Sequence[Sequence[str]], new_words: Sequence[Sequence[str]], old: range, new: range
) -> dict[int, int]:
    pairs: dict[int, int] = {}
    free = new.start
    for number in old:
        for other in range(free, new.stop):
            if SequenceMatcher(None, old_words[number], new_words[other], autojunk=False).ratio() >= ALIKE:
                pairs[number], free = other, other + 1
                break
    return pairs


def _change(before: Article, after: Article, number: int, other: int | None) -> Change:
    if other is None:
        return Change(kind="dropped", before=before.paragraphs[number], after=None)
    return Change(kind="reworded", before=before.paragraphs[number], after=after.paragraphs[other])


def compare_statements(before: Reading, after: Reading) -> tuple[SaidChange, ...]:
    """What is said otherwise in the later version: reworded, then dropped, then added, each in the order of the text.

    A statement is the same where speakers, stance, polarity and words (their letters and digits) are.
    """
    old, new = _changed(_said(before), _said(after))
    pairs = _alike(old, new) if len(old) * len(new) <= LARGEST_SAID else {}
    taken = set(pairs.values())
    reworded = [
        SaidChange(kind="reworded", before=old[one], after=new[other], what=_what(old[one], new[other]))
        for one, other in sorted(pairs.items())
    ]
    dropped = [SaidChange(kind="dropped", before=said, after=None) for at, said in enumerate(old) if at not in pairs]
    added = [SaidChange(kind="added", before=None, after=said) for at, said in enumerate(new) if at not in taken]
    return (*reworded, *dropped, *added)


def _said(reading: Reading) -> list[Said]:
    names = {entity.id: entity.name for entity in reading.entities}
    speakers = {one.id: tuple(names.get(name, name) for name in one.speakers) for one in reading.attributions}
    return [
        Said(
            id=one.id,
            who=speakers.get(one.attribution or "", ()),
            stance=one.stance,
            polarity=one.polarity,
            words=_words_of(reading.article, one),
        )
        for one in reading.propositions
    ]


def _words_of(article: Article, proposition: Proposition) -> str:
    if proposition.where is not None:
        return proposition.gist
    return " … ".join(" ".join(span.of(article.text).split()) for span in proposition.spans)


def _bare(said: Said) -> tuple[str, ...]:
    return tuple(_WORD.findall(said.words.lower()))


def _changed(old: list[Said], new: list[Said]) -> tuple[list[Said], list[Said]]:
    """Both without the statements that are in both, as often as they are."""
    both = Counter(map(_key, old)) & Counter(map(_key, new))
    return _without(old, Counter(both)), _without(new, Counter(both))


def _key(said: Said) -> tuple[object, ...]:
    return said.who, said.stance, said.polarity, _bare(said)


def _without(said: list[Said], both: Counter[tuple[object, ...]]) -> list[Said]:
    left = []
    for one in said:
        if both[_key(one)] > 0:
            both[_key(one)] -= 1
        else:
            left.append(one)
    return left


def _alike(old: Sequence[Said], new: Sequence[Said]) -> dict[int, int]:
    """The most alike first, each once: place in `old` -> place in `new`."""
    old_words, new_words = [_bare(said) for said in old], [_bare(said) for said in new]
    ranked = sorted(
        (-ratio, one, other)
        for one, first in enumerate(old_words)
        for other, second in enumerate(new_words)
        if (ratio := SequenceMatcher(None, first, second, autojunk=False).ratio()) >= ALIKE
    )
    pairs: dict[int, int] = {}
    for _, one, other in ranked:
        if one not in pairs and other not in pairs.values():
            pairs[one] = other
    return pairs


def _what(before: Said, after: Said) -> tuple[str, ...]:
    old, new = _bare(before), _bare(after)
    figures = [[word for word in words if word[0].isdigit()] for words in (old, new)]
    found = (
        ("speaker", before.who != after.who),
        ("stance", (before.stance, before.polarity) != (after.stance, after.polarity)),
        ("figures", figures[0] != figures[1]),
        ("words", old != new),
    )
    return tuple(name for name, differs in found if differs)

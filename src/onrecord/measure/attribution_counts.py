"""Gold and found attributions of one article come in; the counts that scores are ratios of go out.

The measure of PARC 3 and PolNeAR as the shared scorer defines it. Words are runs of letters, digits and underscores,
inner apostrophes kept; punctuation is no word, so nobody is paid or fined for a comma at a span's rim. Gold and found
attributions are paired one to one, greedily by falling overlap (intersection over union) of their content words, ties
by source, then cue, then position; a pair needs an overlap of at least one half.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

ROLES = ("source", "cue", "content")
LEAST_OVERLAP = 0.5
METRICS = (
    "detect",
    "full",
    "full_any",
    "full_strict",
    *(f"{kind}.{role}" for kind in ("token", "exact", "chars") for role in ROLES),
)
KINDS = ("direct", "mixed", "indirect")

_WORD = re.compile(r"\w+(?:['’]\w+)*")
_QUOTE = re.compile(r"[\"“”„‟«»‘]|``|''")
_OPENERS, _CLOSERS = "“„«", "”»"

Spans = Sequence[Sequence[int]]
Raw = Mapping[str, Spans]
Words = frozenset[int]
Counts = Counter[tuple[str, str, str]]
"""Keys: block ("all", "quoted"), metric, kind of count ("tp", "pred", "gold" …)."""


class WordMap:
    """The words of one text, and the way from characters to them."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = [-1] * len(text)
        for number, match in enumerate(_WORD.finditer(text)):
            start, end = match.span()
            self.at[start:end] = [number] * (end - start)
        self.inside = self._inside_quotes()

    def _inside_quotes(self) -> frozenset[int]:
        """Numbers of the words inside double quotation marks; every line begins outside."""
        inside: set[int] = set()
        opened = False
        for place, char in enumerate(self.text.replace("''", '""').replace("``", '""')):
            if char == "\n":
                opened = False
            elif char in _OPENERS:
                opened = True
            elif char in _CLOSERS:
                opened = False
            elif char == '"':
                opened ^= self.text[place : place + 2] not in ("''", "``")  # a doubled mark counts once
            elif opened and self.at[place] >= 0:
                inside.add(self.at[place])
        return frozenset(inside)

    def words(self, spans: Spans) -> Words:
        """Numbers of the words that share a character with the spans."""
        return frozenset(n for start, end in spans for n in self.at[start:end] if n >= 0)

    def characters(self, spans: Spans) -> tuple[tuple[int, int], ...]:
        """The spans without white space at their rims, touching ones as one."""
        trimmed: list[tuple[int, int]] = []
        for start, end in sorted((start, end) for start, end in spans):
            piece = self.text[start:end]
            first, last = start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip())
            if first < last:
                if trimmed and not self.text[trimmed[-1][1] : first].strip():
                    trimmed[-1] = (trimmed[-1][0], max(last, trimmed[-1][1]))
                else:
                    trimmed.append((first, last))
        return tuple(trimmed)

    def has_quote(self, spans: Spans, border: int = 0) -> bool:
        """Whether a quotation mark stands in a span, or `border` characters beside it."""
        return any(_QUOTE.search(self.text[max(0, start - border) : end + border]) for start, end in spans)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One attribution as the measure sees it."""

    words: Mapping[str, Words]
    characters: Mapping[str, tuple[tuple[int, int], ...]]
    quoted: bool
    near_quote: bool
    kind: str


def judged(raw: Raw, text: WordMap) -> Judged:
    """Raises ValueError where a span is empty or outside the text."""
    spans = {role: raw.get(role) or [] for role in ROLES}
    for start, end in (span for role in ROLES for span in spans[role]):
        if not 0 <= start < end <= len(text.text):
            raise ValueError(f"span {start}-{end} is outside the text or empty")
    words = {role: text.words(spans[role]) for role in ROLES}
    quoted = text.has_quote(spans["content"])
    inside = words["content"] and words["content"] <= text.inside
    return Judged(
        words=words,
        characters={role: text.characters(spans[role]) for role in ROLES},
        quoted=quoted,
        near_quote=text.has_quote(spans["content"], border=1),
        kind="indirect" if not quoted else "direct" if inside else "mixed",
    )


def overlap(one: Words, other: Words) -> float:
    """Intersection over union; 0 of two empty sets."""
    union = len(one | other)
    return len(one & other) / union if union else 0.0


def pair_up(gold: Sequence[Judged], found: Sequence[Judged]) -> list[tuple[int, int]]:
    """One-to-one pairs (number in gold, number in found), best overlaps first."""
    options = []
    for g, one in enumerate(gold):
        for f, other in enumerate(found):
            content, source, cue = (
                overlap(one.words[role], other.words[role]) for role in ("content", "source", "cue")
            )
            if content >= LEAST_OVERLAP:
                options.append((-content, -source, -cue, g, f))
    pairs: list[tuple[int, int]] = []
    used_gold: set[int] = set()
    used_found: set[int] = set()
    for *_, g, f in sorted(options):
        if g not in used_gold and f not in used_found:
            used_gold.add(g)
            used_found.add(f)
            pairs.append((g, f))
    return sorted(pairs)


def count_article(text: str, gold: Iterable[Raw], found: Iterable[Raw]) -> Counts:
    """Counts of one article. Gold without content cannot be found: it counts for word labels only."""
    article = WordMap(text)
    labelled = [judged(raw, article) for raw in gold]
    wanted = [one for one in labelled if one.words["content"]]
    given = [judged(raw, article) for raw in found]
    numbers = pair_up(wanted, given)
    counts: Counts = Counter()
    pairs = [(wanted[g], given[f]) for g, f in numbers]
    _count_block(counts, "all", wanted, given, pairs)
    _count_words(counts, "all", labelled, given)
    quoted = [one for one in wanted if one.quoted]
    quoted_pairs = [(one, other) for one, other in pairs if one.quoted]
    paired = {f for _, f in numbers}
    near = [other for _, other in quoted_pairs]
    near += [other for n, other in enumerate(given) if n not in paired and other.near_quote]
    _count_block(counts, "quoted", quoted, near, quoted_pairs)
    _count_words(counts, "quoted", quoted, near)
    return counts


def _count_words(counts: Counts, block: str, gold: Sequence[Judged], found: Sequence[Judged]) -> None:
    for role in ROLES:
        want = frozenset[int]().union(*(one.words[role] for one in gold))
        have = frozenset[int]().union(*(one.words[role] for one in found))
        for kind, number in (("tp", len(want & have)), ("pred", len(have)), ("gold", len(want))):
            counts[block, f"token.{role}", kind] += number


def _count_block(
    counts: Counts,
    block: str,
    gold: Sequence[Judged],
    found: Sequence[Judged],
    pairs: Sequence[tuple[Judged, Judged]],
) -> None:
    for role in ROLES:
        for kind in ("exact", "chars"):
            counts[block, f"{kind}.{role}", "pred"] += sum(bool(one.words[role]) for one in found)
            counts[block, f"{kind}.{role}", "gold"] += sum(bool(one.words[role]) for one in gold)
    for metric in ("detect", "full", "full_any", "full_strict"):
        counts[block, metric, "pred"] += len(found)
        counts[block, metric, "gold"] += len(gold)
    for one, other in pairs:
        _count_pair(counts, block, one, other)
    for one in gold:
        counts[block, "by_type", f"gold_{one.kind}"] += 1


def _count_pair(counts: Counts, block: str, one: Judged, other: Judged) -> None:
    counts[block, "detect", "tp"] += 1
    counts[block, "by_type", f"tp_{one.kind}"] += 1
    for role in ROLES:
        if one.words[role]:
            counts[block, f"exact.{role}", "tp"] += one.words[role] == other.words[role]
            counts[block, f"chars.{role}", "tp"] += one.characters[role] == other.characters[role]
    source = overlap(one.words["source"], other.words["source"])
    sourced = bool(one.words["source"])
    cue = not one.words["cue"] or bool(one.words["cue"] & other.words["cue"])
    full = cue and (not sourced or source >= LEAST_OVERLAP)
    counts[block, "full", "tp"] += full
    counts[block, "full_any", "tp"] += cue and (source > 0 or not sourced)
    counts[block, "full_strict", "tp"] += full and (sourced or not other.words["source"])
    if sourced:
        counts[block, "source_acc", "of"] += 1
        counts[block, "source_acc", "iou50"] += source >= LEAST_OVERLAP
        counts[block, "source_acc", "any"] += source > 0
        counts[block, "source_acc", "exact"] += source == 1
    else:
        counts[block, "source_acc", "of_none"] += 1
        counts[block, "source_acc", "nosource"] += not other.words["source"]

"""Words and the attributions found so far come in; records that nobody vouches for go out.

"It is unknown how …" (unknown), "could not be independently verified" (declines), "no claim of responsibility"
(unknown), "X declined to comment" (declines, X named), "reportedly warned" (hearsay). Each stands only where no
attribution found by the tagger has its cue.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from onrecord.knowledge.grammar import Words
from onrecord.record import Article, Attribution, AttributionRole, Hedge, Span, Stance, item_id

_NOT_KNOWN = re.compile(
    r"\b(?:it|what|who|how many|whether [^.;]{3,80}?|why [^.;]{3,60}?)\s(?:(?:is|was|'s|’s|remains|remained|still)\s)+(?:\w+\s)?"
    r"(?P<cue>(?:not\s(?:\w+\s)?(?:clear|known)|unknown|unclear|uncertain|undetermined|to\sbe\sseen))\b",
    re.IGNORECASE,
)
_NOT_VERIFIED = re.compile(
    r"\b(?P<cue>(?:could|can|cannot|has|have)(?:\s?not|n[’']t)?\s(?:yet\s)?(?:be|been)\s(?:immediately\s|independently\s|yet\s)*"
    r"(?:independently\s|immediately\s|officially\s)?(?:verified|confirmed|authenticated|corroborated))\b",
    re.IGNORECASE,
)
_NO_CLAIM = re.compile(
    r"\b(?:there\s(?:was|were|has\sbeen|have\sbeen|is)\s)?(?P<cue>no\s(?:immediate\s|other\s|official\s)?claims?\sof\sresponsibility"
    r"|no\s(?:one|group|organi[sz]ation|militant\sgroup)\s(?:has\s|had\s)?(?:immediately\s|yet\s|so\sfar\s)?claimed\sresponsibility)",
    re.IGNORECASE,
)
_SILENT = re.compile(
    r"\b(?P<cue>(?:(?:has|have|had)\s)?(?:declined|refused)\sto\s(?:comment|be\sinterviewed|elaborate|give\sdetails)"
    r"|(?:did|do|does|has|have|had)(?:\snot|n[’']t)\s(?:immediately\s|yet\s)*(?:respond(?:ed)?|repl(?:y|ied)|return(?:ed)?|comment(?:ed)?)"
    r"|(?:has|have|had)?\s?neither\s(?:confirm\w*|den\w+)\snor\s(?:confirm\w*|den\w+)"
    r"|(?:was|were|is|are)\s(?:unable|not\s(?:immediately\s)?able)\sto\s(?:immediately\s|independently\s)*"
    r"(?:verify|confirm|authenticate|corroborate)|(?:had|offered|gave|has)\sno\s(?:immediate\s)?comment|would\snot\scomment"
    r"|(?:was|were)\snot\s(?:immediately\s)?available\sfor\scomment|could\snot\s(?:immediately\s)?be\sreached(?:\sfor\scomment)?)\b",
    re.IGNORECASE,
)
_CORRECTED = re.compile(
    r"\b(?P<cue>misstated|misidentified|misspelled|misreported|(?:incorrectly|wrongly|mistakenly|erroneously)\s(?:said|stated|reported|gave|described|identified))\b",
    re.IGNORECASE,
)
_HEARSAY = re.compile(r"\b(?P<cue>reportedly)\b", re.IGNORECASE)
_ANY = re.compile(
    r"neither|misstated|incorrectly|wrongly|unknown|unclear|uncertain|undetermined|clear|known|to be seen|responsibility|comment|respond|repl|verif|confirm|authentic|corrobor|reach|interview|elaborat|details|return|reportedly",
    re.IGNORECASE,
)


def find_unsourced(article: Article, words: Words, items: Sequence[Attribution]) -> list[Attribution]:
    """Records of not knowing, of silence and of hearsay that no attribution covers yet."""
    taken = sorted(span for item in items for span in item.cue)
    inside = _quoted_ranges(items)
    found: list[Attribution] = []
    for number, sentence in enumerate(words.sentences):
        piece = article.text[sentence.span.start : sentence.span.end]
        if _ANY.search(piece) is None:
            continue
        for stance, role, pattern in _KINDS:
            for match in pattern.finditer(piece):
                if pattern is _CORRECTED and article.kind != "correction":
                    continue
                if pattern is _NOT_VERIFIED and not re.search(r"not|n[’']t", match["cue"]):
                    continue
                cue = Span(sentence.span.start + match.start("cue"), sentence.span.start + match.end("cue"))
                if _meets(taken, cue) or _within(inside, cue):
                    continue
                made = _make(article, words, number, cue, stance, role)
                if made is not None:
                    found.append(made)
    return found


def of_nobody(words: Words, item: Attribution) -> Attribution | None:
    """A record of not knowing in the place of what "no group" or "nobody" is said to assert; None where somebody does."""
    numbers = [n for span in item.source for n in words.between(span)]
    if (
        not numbers
        or item.stance != "asserts"
        or item.parent is not None
        or not _NOBODY.match(words.text[slice(*words.span(numbers[0], numbers[-1]))])
    ):
        return None
    return replace(
        item,
        source=(),
        stance="unknown",
        certainty="unknown",
        role="narrator",
        by="rule:unsourced",
    )


_NOBODY = re.compile(r"(?:[Nn]o [a-z]+(?: [a-z]+)?|[Nn]obody|[Nn]one(?: of .*)?)$")
"""But "No 10" and "No Labels" are somebody."""


_KINDS: tuple[tuple[Stance, AttributionRole, re.Pattern[str]], ...] = (
    ("unknown", "narrator", _NOT_KNOWN),
    ("declines", "narrator", _NOT_VERIFIED),
    ("unknown", "narrator", _NO_CLAIM),
    ("declines", "evidence", _SILENT),
    ("asserts", "narrator", _HEARSAY),
    ("retracts", "narrator", _CORRECTED),
)


def _quoted_ranges(items: Sequence[Attribution]) -> list[Span]:
    return sorted(span for item in items if item.manner != "indirect" for span in item.content)


def _meets(taken: Sequence[Span], cue: Span) -> bool:
    """Whether a cue found earlier touches this one."""
    place = bisect_right(taken, (cue.end, -1))
    return any(span[1] > cue.start and span[0] < cue.end for span in taken[max(0, place - 3) : place + 1])


def _within(ranges: Sequence[Span], cue: Span) -> bool:
    place = bisect_right(ranges, (cue.start, 1 << 60)) - 1
    return place >= 0 and ranges[place][1] >= cue.end


def _make(
    article: Article, words: Words, number: int, cue: Span, stance: Stance, role: AttributionRole
) -> Attribution | None:
    numbers = words.between(cue)
    if not numbers:
        return None
    bounds = words.bounds(numbers[0])
    subject = _subject_before(words, numbers[0], bounds.start)
    rest = _trimmed(words, numbers[-1] + 1, bounds.stop)
    source: tuple[Span, ...] = ()
    content: tuple[Span, ...] = ()
    if role == "evidence":
        if subject is None:
            return None
        source, content = (subject,), (rest,) if rest else ()
    elif words.lower[numbers[0]] == "reportedly":
        content = tuple(span for span in (subject, rest) if span)
    elif stance == "declines":
        content = (subject,) if subject else ()
    elif rest is None and words.lower[numbers[-1]] == "responsibility":
        cue, content = words.span(numbers[0], numbers[-2]), (words.span(numbers[-1], numbers[-1]),)
    else:
        content = tuple(span for span in ((rest,) if rest else (subject,)) if span)
    if not content and not source:
        return None
    hedges = (Hedge(span=cue, kind="reportedly"),) if words.lower[numbers[0]] == "reportedly" else ()
    return Attribution(
        id=item_id("attribution", article.id, *source, cue, *content),
        source=source,
        cue=(cue,),
        content=content,
        stance=stance,
        certainty="possible" if hedges else "certain" if stance == "retracts" else "unknown",
        hedges=hedges,
        role=role,
        container=words.sentences[number].container,
        score=0.85,
        by="rule:unsourced",
    )


def _subject_before(words: Words, first: int, start: int) -> Span | None:
    """The noun phrase right before a verb group: back to the sentence's or clause's beginning."""
    last = first - 1
    while last >= start and (
        words.tokens[last].tag in ("RB", "MD")
        or words.lower[last] in ("has", "have", "had", "also", "both", "is", "was", "were")
    ):
        last -= 1
    low = last
    while (
        low >= start
        and words.lower[low] not in (",", ";", ":", "—", "–", "“", "”", '"', "but", "that")
        and words.tokens[low].tag not in ("VBD", "VBZ", "VBP", "MD")
    ):
        low -= 1
    low += 1
    while low <= last and words.tokens[low].tag in ("CC", "IN", "RB", ","):
        low += 1
    return words.span(low, last) if low <= last else None


def _trimmed(words: Words, low: int, high: int) -> Span | None:
    while low < high and not words.lower[low][:1].isalnum():
        low += 1
    while low < high and not words.lower[high - 1][-1:].isalnum():
        high -= 1
    return words.span(low, high - 1) if low < high else None

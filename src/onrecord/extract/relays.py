"""Attributions of an article come in; the same go out with what one holder says by citing another as two layers.

"The agency said …, citing the ministry": the agency relays, the ministry says it. "X cited Y as saying that …", "Y was
quoted by X as saying", "…, Y said, according to X". The inner row has the outer one as its parent and owns the words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from onrecord.extract.runs import RELATIVES
from onrecord.knowledge.cues import load_cues
from onrecord.knowledge.grammar import Words
from onrecord.knowledge.offices import load_offices
from onrecord.record import Attribution, Span, item_id

BY = "rule:relay"
_CITING = re.compile(r"\b(?:cit(?:e|es|ed|ing)|quot(?:e|es|ed|ing))(?: (?:on|in) \w+)?$", re.IGNORECASE)
_PASSIVE = re.compile(r"\b(?:was|were|is|are|been|being) (?:\w+ )?(?:quoted|cited)\b", re.IGNORECASE)
_SAYING = re.compile(r"\bas (?:saying|telling|stating|reporting|claiming|confirming)\b", re.IGNORECASE)
_DAY = re.compile(r"\W*(?:(?:on|late on|earlier on) \w+)?\W*$", re.IGNORECASE)
_VERBS = frozenset(("VBD", "VBZ", "VBP", "MD"))
_GAP = 14
"""Words between a quotation's end and "according to" in which its own speaker may stand."""


def layer_relays(words: Words, items: Sequence[Attribution], article_id: str) -> list[Attribution]:
    """The attributions with the cited holders as inner rows, right behind the rows that cite them."""
    out: list[Attribution] = []
    told: dict[str, str] = {}
    inner: dict[str, list[Attribution]] = {}
    for item in items:
        made = _cited_beside(words, item, items, article_id)
        if made is not None:
            told[item.id] = made.parent or ""
            inner.setdefault(made.parent or "", []).append(made)
    for item in items:
        if item.id in told:  # the act of citing stays on record; what is said by it stands with the inner row
            out.append(replace(item, role="back-reference", refers_to=(told[item.id],)))
            continue
        cited = (
            _cited_as_saying(words, item, article_id)
            or _said_according(words, item, article_id)
            or _said_last(words, item, article_id)
        )
        out += [*(cited or (item,)), *inner.get(item.id, ())]
    return out


def _inner(article_id: str, outer: Attribution, source: Span, cue: Span, content: tuple[Span, ...]) -> Attribution:
    return replace(
        outer,
        id=item_id("attribution", article_id, source, cue, *content),
        source=(source,),
        cue=(cue,),
        content=content,
        parent=outer.id,
        score=round(0.9 * outer.score, 4),
        by=BY,
    )


def _cited_beside(words: Words, item: Attribution, items: Sequence[Attribution], article_id: str) -> Attribution | None:
    """ "…, citing Y" beside a saying of the same holder: Y says the content of that saying."""
    if not item.cue or not _CITING.search(item.cue[-1].of(words.text)) or _PASSIVE.search(item.cue[-1].of(words.text)):
        return None
    if len(item.content) != 1 or _SAYING.search(item.content[0].of(words.text)) or _has_verb(words, item.content[0]):
        return None
    if not _can_speak(words, item.content[0]):
        return None
    place = words.between(item.cue[-1])
    for other in items:
        if other.id == item.id or not other.cue or not other.content or not set(other.source) & set(item.source):
            continue
        if words.sentence[words.between(other.cue[0])[0]] == words.sentence[place[0]] and not _CITING.search(
            other.cue[-1].of(words.text)
        ):
            return _inner(article_id, other, item.content[0], item.cue[-1], other.content)
    return None


def _can_speak(words: Words, span: Span) -> bool:
    """Whether a noun phrase names somebody or a document; one may cite a reason or a fact too."""
    head = words.top(words.between(span))
    if head is None:
        return False
    table, word = load_offices(), words.lower[head]
    if words.tokens[head].entity[2:] in ("PERSON", "ORG", "GPE"):
        return True
    return (word,) in table.offices or (word,) in table.bodies or ((word,) in table.documents and word != "release")


def _has_verb(words: Words, span: Span) -> bool:
    """Whether a span holds a finite verb outside of a relative clause."""
    for n in words.between(span):
        if words.lower[n] in RELATIVES:
            return False
        if words.tokens[n].tag in _VERBS:
            return True
    return False


def _cited_as_saying(words: Words, item: Attribution, article_id: str) -> tuple[Attribution, ...]:
    """ "X cited Y as saying (that) S" and "S, X cited Y as saying": X relays, Y says S."""
    if len(item.content) != 1 or not item.cue or not _CITING.search(item.cue[-1].of(words.text)):
        return ()
    content = item.content[0]
    saying = _SAYING.search(content.of(words.text))
    if saying is None or not item.source or content.start < item.cue[-1].end:
        return ()
    named = _trimmed(words.text, Span(content.start, content.start + saying.start()))
    cue = Span(content.start + saying.start() + 3, content.start + saying.end())
    after = Span(content.start + saying.end(), content.end)
    if _DAY.match(after.of(words.text)):
        first = words.sentences[words.sentence[words.between(item.cue[0])[0]]].span.start
        after = Span(first, item.source[0].start)
    after = _trimmed(words.text, after)
    if named.end <= named.start or after.end - after.start < 12:
        return ()
    outer = replace(
        item, id=item_id("attribution", article_id, *item.source, *item.cue, after), content=(after,), manner="indirect"
    )
    return outer, _inner(article_id, outer, named, cue, (after,))


def _said_according(words: Words, item: Attribution, article_id: str) -> tuple[Attribution, ...]:
    """ "“…,” Y said, according to X": the words between the content and the cue name who said it."""
    if not item.cue or not item.content or words.text[slice(*item.cue[0])].lower() != "according to":
        return ()
    between = words.between(Span(item.content[-1].end, max(item.content[-1].end, item.cue[0].start)))
    if not 2 <= len(between) <= _GAP or item.content[-1].end > item.cue[0].start:
        return ()
    numbers = [n for n in between if words.lower[n][:1].isalnum()]
    verb = next((n for n in numbers if words.tokens[n].tag in ("VBD", "VBZ", "VBP") and _says(words, n)), None)
    if verb is None or len(numbers) < 2:
        return ()
    named = [n for n in numbers if n < verb] or [n for n in numbers if n > verb]
    source = words.span(named[0], named[-1])
    return item, _inner(article_id, item, source, words.span(verb, verb), item.content)


def _said_last(words: Words, item: Attribution, article_id: str) -> tuple[Attribution, ...]:
    """ "S, the service said, according to X", where "the service said" stands as a last piece of the content."""
    if len(item.content) < 2:
        return ()
    numbers = [n for n in words.between(item.content[-1]) if words.lower[n][:1].isalnum()]
    if (
        not 2 <= len(numbers) <= _GAP
        or words.tokens[numbers[-1]].tag not in ("VBD", "VBZ")
        or not _says(words, numbers[-1])
    ):
        return ()
    if any(words.tokens[n].tag in _VERBS for n in numbers[:-1]):
        return ()
    said = item.content[:-1]
    outer = replace(item, id=item_id("attribution", article_id, *item.source, *item.cue, *said), content=said)
    cue = words.span(numbers[-1], numbers[-1])
    return outer, _inner(article_id, outer, words.span(numbers[0], numbers[-2]), cue, said)


def _says(words: Words, n: int) -> bool:
    sense = load_cues().words.get(words.lower[n])
    return sense is not None and sense.word_class == "verb"


def _trimmed(text: str, span: Span) -> Span:
    start, end = span
    if text[start:end].lstrip().startswith("that "):
        start = text.index("that ", start) + 5
    while start < end and not (text[start].isalnum() or text[start] in "“\"‘'$£€"):
        start += 1
    while end > start and not (text[end - 1].isalnum() or text[end - 1] in "”\"’'%)"):
        end -= 1
    return Span(start, end)

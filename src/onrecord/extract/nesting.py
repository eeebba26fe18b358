"""Attributions and the article's syntax come in; attributions inside their contents go out, each with its parent.

The network was taught by a flat corpus: of "Ukraine said it believed that the troops had left" it finds what Ukraine
said. The layer below (what it believed) is found here by grammar: a verb of saying or thinking from the cue lexicon
with a subject and a clause as its complement, or "according to", both wholly inside the content.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from onrecord.knowledge.cues import load_cues
from onrecord.knowledge.grammar import Words, lay_out
from onrecord.record import Analysis, Article, Attribution, Span, item_id

BY = "rule:nested"
SCORE = 0.6
"""A guess: no public corpus has nested layers to calibrate on."""

_SUBJECTS = frozenset(("nsubj", "nsubjpass"))
_HELPERS = frozenset(("aux", "auxpass", "neg"))
_LEADING = frozenset(("that", "whether", "if"))


_TELLS_NO_CONTENT = frozenset(
    """discuss discusses discussed discussing show shows showed shown showing mean means meant prove proves proved make
    makes made see sees saw seen know knows knew known find finds found define defined compare compared begin began""".split()  # noqa: SIM905
)
"""What a thing shows or people discuss is no act of putting it forward by an inner holder."""


def find_nested(article: Article, analysis: Analysis, flat: Sequence[Attribution]) -> tuple[Attribution, ...]:
    """One level at a time: what is found inside a content may itself hold another."""
    words = lay_out(article.text, analysis)
    found: list[Attribution] = []
    taken = {n for one in flat for span in one.cue for n in words.between(span)}
    layer = [one for one in flat if one.where is None]
    while layer:
        below = [inner for outer in layer for inner in _inside(article, words, outer, taken)]
        for inner in below:
            taken.update(n for span in inner.cue for n in words.between(span))
        found += below
        layer = below
    return tuple(found)


def _inside(article: Article, words: Words, outer: Attribution, taken: set[int]) -> Iterator[Attribution]:
    """Outermost attributions inside the content of `outer`."""
    reach = -1
    for span in outer.content:
        for number in words.between(span):
            if number in taken or number <= reach:
                continue
            parts = (
                _clause_verb(words, number, span)
                or _according(words, number, span)
                or _said_behind(words, number, span)
            )
            if parts:
                source, cue, content = parts
                reach = max(reach, words.between(content)[-1])
                yield Attribution(
                    id=item_id("attribution", article.id, *source, cue, content),
                    source=source,
                    cue=(cue,),
                    content=(content,),
                    parent=outer.id,
                    container=outer.container,
                    score=SCORE,
                    by=BY,
                )


Parts = tuple[tuple[Span, ...], Span, Span]


def _clause_verb(words: Words, verb: int, within: Span) -> Parts | None:
    """(source, cue, content) of a verb of the lexicon with a clause as complement; it must say who."""
    sense = load_cues().words.get(words.lower[verb])
    if sense is None or sense.word_class != "verb" or words.tokens[verb].tag[:2] != "VB":
        return None
    if words.lower[verb] in _TELLS_NO_CONTENT:
        return None
    children = words.children(verb)
    clause = next((n for n in children if words.tokens[n].dep == "ccomp" and n > verb), None)
    subject = next((n for n in children if words.tokens[n].dep in _SUBJECTS and n < verb), None)
    if subject is None or words.lower[subject] in ("nobody", "none", "anybody", "anyone", "everybody", "everyone"):
        return None
    if clause is None:
        return None
    low, high = words.left[clause], words.right[clause]
    while low < high and (words.lower[low] in _LEADING or not words.lower[low][0].isalnum()) and low != clause:
        low += 1
    while high > clause and not words.lower[high][-1].isalnum():
        high -= 1
    first = min([verb, *(n for n in children if words.tokens[n].dep in _HELPERS and subject < n < verb)])
    source, cue = words.span(words.left[subject], words.right[subject]), words.span(first, verb)
    content = words.span(low, high)
    if source.end > cue.start or cue.end > content.start:
        return None
    return _kept((source,), cue, content, within)


def _said_behind(words: Words, verb: int, within: Span) -> Parts | None:
    """ "S, the service said" at the end of a content: S is what the service said. By the words: parsers differ here."""
    numbers = words.between(within)
    sense = load_cues().words.get(words.lower[verb])
    if sense is None or sense.word_class != "verb" or words.tokens[verb].tag not in ("VBD", "VBZ", "VBP"):
        return None
    if any(words.lower[n][:1].isalnum() for n in range(verb + 1, numbers.stop)):
        return None
    first = verb
    while first - 1 > numbers.start and words.tokens[first - 1].tag in _NOUN_PHRASE and verb - first < 12:
        first -= 1
    mark = first - 1
    while mark > numbers.start and words.lower[mark] in ('"', "”", "’", "''"):
        mark -= 1
    if first == verb or words.lower[mark] != ",":
        return None
    start = max(numbers.start, words.bounds(verb).start)
    content = _trimmed(words.text, words.span(start, mark))
    return _kept((words.span(first, verb - 1),), words.span(verb, verb), content, within)


_NOUN_PHRASE = frozenset(("NN", "NNS", "NNP", "NNPS", "JJ", "DT", "POS", "PRP", "PRP$", "HYPH"))


def _according(words: Words, number: int, within: Span) -> Parts | None:
    """(source, cue, content) of "according to X": the content is the rest of its clause inside the outer content."""
    if words.lower[number] != "according" or words.lower[number + 1 : number + 2] != ["to"]:
        return None
    to = number + 1
    named = next((n for n in words.children(to) if words.tokens[n].dep == "pobj"), None)
    head = words.head[number]
    if named is None or head == number:
        return None
    source = words.span(words.left[named], words.right[named])
    cue = words.span(number, to)
    before = Span(max(within.start, words.tokens[words.left[head]].start), cue.start)
    after = Span(source.end, min(within.end, words.tokens[words.right[head]].end))
    content = max((_trimmed(words.text, before), _trimmed(words.text, after)), key=lambda s: s.end - s.start)
    return _kept((source,), cue, content, within)


def _kept(source: tuple[Span, ...], cue: Span, content: Span, within: Span) -> Parts | None:
    """The parts where all of them lie within the outer content and the inner content says something."""
    spans = (*source, cue, content)
    if all(within.start <= s.start < s.end <= within.end for s in spans) and content.end - content.start >= MINIMUM:
        return source, cue, content
    return None


MINIMUM = 8
"""Code points: shorter clauses ("I know so") say nothing that could be true or false by itself."""


def _trimmed(text: str, span: Span) -> Span:
    start, end = span
    while start < end and not text[start].isalnum():
        start += 1
    while end > start and not text[end - 1].isalnum():
        end -= 1
    return Span(start, end)

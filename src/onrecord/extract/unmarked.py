"""Words and the attributions found so far come in; statements that a tagger of saying verbs misses go out.

"This was confirmed by …" (a passive whose content is a pronoun), "unconfirmed reports from … that …" (a noun as cue),
"The confirmation came after …" (an act named again), "with officials questioning whether …" (a participle), and posts
set into an article. Each stands only where no attribution found by the tagger has its cue.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from onrecord.knowledge.cues import CueSense, load_cues
from onrecord.knowledge.grammar import Words
from onrecord.record import Article, Attribution, Span, item_id

_STRONG = frozenset(("confirms", "denies", "doubts", "retracts"))
_PRONOUNS = frozenset(["this", "that", "it", "these"])
_REPORTS = frozenset(
    """report reports claim claims allegation allegations rumour rumours rumor rumors accusation accusations
    statement statements assertion assertions warning warnings assurance assurances admission denial
    confirmation""".split()  # noqa: SIM905
)
_ACTS = frozenset(
    ["confirmation", "denial", "announcement", "admission", "retraction", "statement", "claim", "accusation", "warning"]
)
_PUTS = frozenset(["puts", "put", "places", "placed", "estimates", "estimated"])
_SPEAKS = frozenset(["spoke", "spoken", "speaks", "speak", "talked", "talks"])
_SAYS = frozenset(["said", "says", "say", "stated", "states", "announced", "claimed", "claims", "insisted", "insists"])
_COMES = frozenset(["came", "comes", "come", "followed", "follows"])
_DOUBTED = frozenset(
    """unconfirmed conflicting unverified contradictory credible fresh new earlier previous repeated""".split()  # noqa: SIM905
)
_NOUN_TAGS = frozenset(("NN", "NNS", "NNP", "NNPS", "JJ", "DT", "CD", "POS", "HYPH", "PRP$", "VBG"))
_LISTED = frozenset(("NN", "NNS", "NNP", "NNPS", "JJ", "DT", "CD", "VBN", "CC"))
_COMMENT = re.compile(r"\A\W*(?:comment|opinion|analysis|op-?ed|editorial|column)\b", re.IGNORECASE)


def find_unmarked(article: Article, words: Words, items: Sequence[Attribution]) -> list[Attribution]:
    """The statements that only such rules see, in order of the text."""
    taken = sorted(span for item in items for span in item.cue)
    contents = sorted((span.start, span.end, item.id) for item in items if item.parent is None for span in item.content)
    found: list[Attribution] = []
    for n, word in enumerate(words.lower):
        made = None
        if word in _PRONOUNS and words.tokens[n].tag in ("DT", "PRP"):
            made = _passive(words, n)
        elif word in _REPORTS and words.tokens[n].tag in ("NN", "NNS"):
            made = _noun(words, n) or (_act(words, n) if word in _ACTS else None)
        elif words.tokens[n].tag == "VBG":
            made = _participle(words, n)
        elif word in _PUTS and words.tokens[n].tag in ("VBZ", "VBP", "VBD"):
            made = _puts_at(words, n)
        elif word in _SAYS and words.tokens[n].tag in ("VBZ", "VBP", "VBD"):
            made = _plainly_said(words, n)
        elif word in _SPEAKS and words.lower[n + 1 : n + 2] == ["of"]:
            made = _spoke_of(words, n)
        if made is None or _meets(taken, made[1]):
            continue
        source, cue, content = made
        found.append(
            Attribution(
                id=item_id("attribution", article.id, *(span for span in (source, cue, content) if span)),
                source=(source,) if source else (),
                cue=(cue,),
                content=(content,) if content else (),
                parent=_holder_of(contents, cue),
                container=words.sentences[words.sentence[n]].container,
                score=0.8,
                by="rule:unmarked",
            )
        )
    return found


_Made = tuple[Span | None, Span, Span | None]


def _passive(words: Words, n: int) -> _Made | None:
    """ "This was confirmed (the following day) by NP"."""
    end = words.bounds(n).stop
    verb = next((k for k in range(n + 1, min(n + 6, end)) if words.tokens[k].tag == "VBN"), None)
    if verb is None or words.lower[n + 1] not in ("was", "were", "is", "has", "have", "had", "been"):
        return None
    sense = load_cues().words.get(words.lower[verb])
    if words.lower[verb] == "been" or sense is None or sense.stance not in _STRONG:
        return None
    by = next((k for k in range(verb + 1, min(verb + 9, end)) if words.lower[k] == "by"), None)
    if by is None or any(words.tokens[k].tag in ("VBD", "VBZ", "MD") for k in range(verb + 1, by)):
        return None
    source = _noun_phrase(words, by + 1, end)
    return (source, words.span(n + 1, verb), words.span(n, n)) if source else None


def _noun(words: Words, n: int) -> _Made | None:
    """ "(unconfirmed) reports from NP … that S": the noun is the cue."""
    end = words.bounds(n).stop
    if n + 3 >= end or words.lower[n + 1] not in ("from", "by", "of"):
        return None
    source = _noun_phrase(words, n + 2, end)
    if source is None:
        return None
    after = words.between(source).stop
    that = next((k for k in range(after, min(after + 8, end)) if words.lower[k] == "that"), None)
    if that is None or words.tokens[that].tag not in ("IN", "WDT") or that + 2 >= end:
        return None
    if any(
        words.tokens[k].tag in ("VBD", "VBZ", "VBP", "MD", "VBN") or words.lower[k] == "," for k in range(after, that)
    ):
        return None
    if words.tokens[that + 1].tag[:2] in ("VB", "MD"):
        return None  # "reports from the front that were …" is about the reports
    return source, words.span(n, n), _trimmed(words, that, end)


def _act(words: Words, n: int) -> _Made | None:
    """ "The confirmation (of NP) came …": an act told before, named again."""
    end = words.bounds(n).stop
    if n == 0 or words.lower[n - 1] not in ("the", "this", "that"):
        return None
    k = n + 1
    content = None
    if k < end and words.lower[k] == "of":
        content = _noun_phrase(words, k + 1, end)
        k = words.between(content).stop if content else k
    return (None, words.span(n, n), content) if k < end and words.lower[k] in _COMES else None


def _participle(words: Words, n: int) -> _Made | None:
    """ "with officials questioning whether S": a noun and its participle, a strong cue."""
    sense: CueSense | None = load_cues().words.get(words.lower[n])
    bounds = words.bounds(n)
    if sense is None or sense.stance not in _STRONG or n + 3 >= bounds.stop or n - 1 < bounds.start:
        return None
    if words.lower[n + 1] not in ("whether", "that", "if") or words.tokens[n - 1].tag not in ("NNS", "NN", "NNP"):
        return None
    low = n - 1
    while low > bounds.start and words.tokens[low - 1].tag in _NOUN_TAGS:
        low -= 1
    if words.lower[low - 1 : low] != ["with"]:
        return None
    return words.span(low, n - 1), words.span(n, n), _trimmed(words, n + 1, bounds.stop)


def _puts_at(words: Words, n: int) -> _Made | None:
    """ "(which) puts the number of NP at around 11,000": an estimate."""
    end = words.bounds(n).stop
    at = next((k for k in range(n + 2, min(n + 18, end)) if words.lower[k] == "at"), None)
    if at is None or words.tokens[n + 1].tag not in ("DT", "PRP$", "NN", "NNS"):
        return None
    number = next((k for k in range(at + 1, min(at + 6, end)) if words.tokens[k].tag == "CD"), None)
    subject = next((k for k in words.children(n) if words.tokens[k].dep == "nsubj" and k < n), None)
    if number is None or subject is None or any(words.tokens[k].tag in ("VBD", "VBZ", "MD") for k in range(n + 1, at)):
        return None
    last = number
    while last + 1 < end and words.tokens[last + 1].tag in ("CD", "NN", "NNS", "$"):
        last += 1
    return words.span(words.left[subject], words.right[subject]), words.span(n, n), words.span(n + 1, last)


def _spoke_of(words: Words, n: int) -> _Made | None:
    """ "X spoke of NP" and "NP that X has spoken of"."""
    subject = next((k for k in words.children(n) if words.tokens[k].dep == "nsubj" and k < n), None)
    if subject is None or words.lower[subject] in ("that", "which"):
        return None
    source, cue = words.span(words.left[subject], words.right[subject]), words.span(n, n + 1)
    that = words.left[subject] - 1
    if words.lower[that] in ("that", "which") and not words.lower[min(n + 2, len(words.lower) - 1)][:1].isalnum():
        low = that
        while low > words.bounds(n).start and words.tokens[low - 1].tag in _LISTED:
            low -= 1
        content = _trimmed(words, low, that)
        return (source, cue, content) if content else None
    content = _trimmed(words, n + 2, min(words.right[n] + 1, words.bounds(n).stop))
    return (source, cue, content) if content and content.end - content.start > 8 else None


def _plainly_said(words: Words, n: int) -> _Made | None:
    """ "NP said that S", which a tagger may miss in a short or odd text."""
    clause = next((k for k in words.children(n) if words.tokens[k].dep == "ccomp" and k > n), None)
    subject = next((k for k in words.children(n) if words.tokens[k].dep == "nsubj" and k < n), None)
    if clause is None or subject is None or words.lower[n + 1 : n + 2] != ["that"] or words.left[clause] != n + 1:
        return None
    content = _trimmed(words, n + 2, words.right[clause] + 1)
    return (words.span(words.left[subject], words.right[subject]), words.span(n, n), content) if content else None


def _noun_phrase(words: Words, low: int, end: int) -> Span | None:
    """The run of nouns, adjectives and articles that begins here, ending in a noun."""
    high = low
    while high < end and words.tokens[high].tag in _NOUN_TAGS and words.tokens[high].tag != "VBG" and high - low < 12:
        if high > low and words.tokens[high].tag == "DT" and words.tokens[high - 1].tag[:2] == "NN":
            break  # "Ukrainian officials | a few days ago"
        high += 1
    while high > low and words.tokens[high - 1].tag[:2] not in ("NN",):
        high -= 1
    return words.span(low, high - 1) if high > low else None


def _trimmed(words: Words, low: int, high: int) -> Span | None:
    while low < high and not words.lower[high - 1][-1:].isalnum():
        high -= 1
    return words.span(low, high - 1) if low < high else None


def _meets(taken: Sequence[Span], cue: Span) -> bool:
    place = bisect_right(taken, (cue.end, -1))
    return any(span[1] > cue.start and span[0] < cue.end for span in taken[max(0, place - 3) : place + 1])


def _holder_of(contents: Sequence[tuple[int, int, str]], cue: Span) -> str | None:
    """The attribution whose content holds this cue."""
    place = bisect_right(contents, (cue.start, 1 << 60, "")) - 1
    return contents[place][2] if place >= 0 and contents[place][1] >= cue.end else None


# ------------------------------------------------------------------------------------------------------------- posts


def is_comment(article: Article, container: str) -> bool:
    """Whether an embedded post says of itself that it is comment."""
    return any(embed.id == container and _COMMENT.match(embed.span.of(article.text)) for embed in article.embeds)


def find_posts(article: Article, judged: Sequence[Attribution]) -> Iterator[Attribution]:
    """One row for each embedded post: its account says what stands in it, or only carries what others say there."""
    for embed in article.embeds:
        if embed.kind != "post" or embed.span.end <= embed.span.start:
            continue
        carries = any(item.container == embed.id and item.source for item in judged)
        yield Attribution(
            id=item_id("attribution-post", article.id, embed.span),
            source=(),
            cue=(),
            content=(embed.span,),
            manner="direct",
            stance="publishes" if carries else "asserts",
            role="opinion" if _COMMENT.match(embed.span.of(article.text)) else "evidence",
            container=embed.id,
            score=0.9,
            by="rule:post",
        )

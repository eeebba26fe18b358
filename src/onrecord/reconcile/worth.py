"""A report comes in; whether it is worth a line among the claims goes out: something that happened, is so, or was counted.

What is left out is still read, searched and shown in its article; it is no question that other reporting could answer:
the outlet speaking to its readers or of itself, a picture's caption, a heading, a piece of a sentence.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

from onrecord.knowledge.furniture import is_aside
from onrecord.knowledge.stems import irregular_forms
from onrecord.reconcile.frames import RESPONSIBLE
from onrecord.reconcile.reports import Report

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
PRONOUNS = frozenset({"i", "we", "you", "he", "she", "it", "they", "this", "that", "these", "those", "who", "which"})
FUNCTION = frozenset({"its", "his", "this", "us", "as", "thus", "across", "perhaps", "always", "plus", "yours", "ours", "theirs", "towards", "hers"})  # fmt: skip
"""Words in -s that are no verbs."""
SPOKEN = frozenset(
    {
        "I",
        "We",
        "we",
        "You",
        "Your",
        "Our",
        "My",
        "you",
        "your",
        "yours",
        "our",
        "ours",
        "us",
        "me",
        "my",
        "mine",
        "myself",
        "ourselves",
    }
)
"""Words of somebody who speaks or is spoken to: no reporter's own, where nobody is quoted."""
AUXILIARY = frozenset({"am", "is", "are", "was", "were", "be", "been", "has", "have", "had", "do", "does", "did", "will", "would", "can", "could", "may", "might", "must", "should", "shall"})  # fmt: skip
ATTRIBUTIVE = frozenset({"a", "an", "the", "to", "of", "by", "with", "in", "on", "from", "next", "its", "his", "her", "their", "these", "those", "more", "some", "such", "no"})  # fmt: skip
"""Words behind which a participle belongs to a noun ("a purported victim", "next to charred buses")."""
REDUCED = frozenset({"by", "as"})
"""Words before which a participle without an auxiliary belongs to the noun before it ("groups known as …", "armed by …")."""
PICTURE = re.compile(
    r"(?:this|the|an?|in this|file|undated|handout)?\s*(?:\w+ )?(?:photo|photograph|picture|screengrab)s?\s+"
    r"(?:captured|taken|shows?|released|provided|posted|obtained|made available)\b",
    re.IGNORECASE,
)
"""How a caption begins that stands in the text."""
TOPIC = re.compile(
    r"(?:\w+['’]s?|the|an?|its|his|her|their)\s+(?:[\w'’-]+\s+){0,2}(?:decision|plan|call|bid|attempt|offer|request|proposal|refusal|"
    r"threat|move|promise|pledge|vow|intention|desire|effort|failure)s?\s+(?:to|of|for|by)\b",
    re.IGNORECASE,
)
"""How a phrase begins that names what is talked about and says nothing of it ("the minister's decision to withdraw")."""
ADDS = 3  # weighty words from which on a clause without event, number, name, day or place says something
SEVERAL = frozenset({"one", "some", "many", "people", "men", "women", "children", "police", "troops"})
STATES = (AUXILIARY | {"it's", "that's", "there's", "he's", "she's", "what's", "who's"}) - {"be", "been"}
NOUNS = frozenset({"woman", "man", "child", "person", "foot", "life", "wife", "half", "thief", "birth", "light"})
"""Irregular words that are no verbs."""
NOMINAL = ("ing", "s", "ion", "ment", "th", "al")
LONG_ENOUGH = 5  # letters from which on "-ing" is an ending
PREPOSITIONS = frozenset({"during", "following", "including", "according", "regarding", "concerning", "bring", "thing"})
_LETTERS = re.compile(r"[\W_]+")
_DOES = r"(?:['’]s)?\s+(?:has|have|is|was|are|offers?|provides?|could|cannot|spoke|reaches|covers)\b"


def is_worth(report: Report) -> bool:
    """Whether it says something that other reporting could confirm or deny."""
    gist = report.proposition.gist
    written = [word.replace("’", "'") for word in WORD.findall(gist)]
    words = [word.lower() for word in written]
    if not words or is_aside(gist) or (_is_own(report) and PICTURE.match(gist)):
        return False
    if _is_own(report) and (not SPOKEN.isdisjoint(written) or _is_about_outlet(report)):
        return False
    return not _is_piece(report, words)


def _is_own(report: Report) -> bool:
    """Whether the outlet says it in its own words."""
    return report.attribution is None or report.attribution.role == "narrator"


def _is_about_outlet(report: Report) -> bool:
    """Whether the outlet is named as who does it: what it says of itself is its imprint."""
    letters = _LETTERS.sub("", report.source.outlet).lower().removeprefix("the")
    if len(letters) < ADDS:
        return False
    return re.search(r"\W*".join(letters) + _DOES, report.proposition.gist, re.IGNORECASE) is not None


def _is_piece(report: Report, words: list[str]) -> bool:
    """Whether it is a phrase and no clause, or a clause that tells nothing but that something came."""
    if words[0] in {"how", "why", "whether"} or words[:2] == ["what", "happened"]:
        return True
    if report.proposition.stance in {"commits", "directs", "predicts"}:
        return len(words) < ADDS
    if RESPONSIBLE.search(report.proposition.gist):
        return False
    if words[0] == "whose" or (words[0] == "to" and words[1:2] != ["have"]) or words[:2] == ["not", "to"]:
        return True
    if TOPIC.match(report.proposition.gist) and not _is_finite([b for a, b in pairwise(["", *words]) if a != "to"]):
        return True
    if report.quantities:
        return len(words) < ADDS or (not report.measures and not _is_finite(words) and _carries(words))
    if not _is_finite(words) and (_is_opinion(report) or _is_picture(words)):
        return True
    if not any(_is_verb(word) for word in words):
        return report.event is None or len(words) < ADDS
    known = report.place or report.time or report.passage.names or report.subject
    if not known and (words[0] in AUXILIARY or (words[0] in PRONOUNS and len(report.passage.weights) <= 1)):
        return True
    return not (known or report.event) and len(report.passage.weights) < ADDS


def _is_opinion(report: Report) -> bool:
    return report.attribution is not None and report.attribution.role == "opinion"


def _carries(words: list[str]) -> bool:
    """Whether it names a thing by what it does and states nothing: "the jetliner carrying 239 passengers"."""
    return any(word.endswith("ing") and len(word) >= LONG_ENOUGH and word not in PREPOSITIONS for word in words[1:4])


def _is_picture(words: list[str]) -> bool:
    """Whether it shows several of a kind doing something and states nothing: "bodies lying next to buses"."""
    pairs = pairwise(words)
    return any(
        doing.endswith("ing")
        and len(doing) >= LONG_ENOUGH
        and doing not in PREPOSITIONS
        and (who in SEVERAL or (who[-1:] == "s" and who[-2:] != "ss"))
        for who, doing in pairs
    )


def _is_finite(words: list[str]) -> bool:
    """Whether a word is surely a verb that makes a statement; what ends in -s may be a noun, a bare form too."""
    for place, word in enumerate(words):
        base = word.removesuffix("s")
        if word in STATES or word.endswith(("n't", "'re", "'ve", "'ll", "'m")) or base in _bases():
            return True
        past = word.endswith("ed") or (
            word in irregular_forms() and irregular_forms()[word] not in NOUNS and not word.endswith(NOMINAL)
        )
        before, behind = words[place - 1 : place], words[place + 1 : place + 2]
        if before in (["it"], ["he"], ["she"]) and word.endswith("s"):
            return True
        if past and ATTRIBUTIVE.isdisjoint(before) and REDUCED.isdisjoint(behind) and place:
            return True
    return False


@cache
def _bases() -> frozenset[str]:
    """Irregular verbs as they stand in the present ("come", "stands")."""
    return frozenset(irregular_forms().values()) - NOUNS - {"be", "have", "do"}


def _is_verb(word: str) -> bool:
    """Whether a word can be a clause's verb: an auxiliary, an irregular past, or an ending that verbs have."""
    return (
        word in AUXILIARY
        or word in irregular_forms()
        or word.endswith(("ed", "n't", "'s", "'re", "'ve", "'ll"))
        or (word.endswith("s") and not word.endswith("ss") and word not in FUNCTION)
    )

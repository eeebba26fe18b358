"""A report comes in; whether it is worth a line among the claims goes out: something that happened, is so, or was counted.

What is left out is still read, searched and shown in its article; it is no question that other reporting could answer:
the outlet speaking to its readers or of itself, a picture's caption, a heading, a piece of a sentence.
"""

from __future__ import annotations

import re

from onrecord.knowledge.furniture import is_aside
from onrecord.knowledge.stems import irregular_forms
from onrecord.reconcile.frames import RESPONSIBLE
from onrecord.reconcile.reports import Report

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
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
ADDS = 3  # weighty words from which on a clause without event, number, name, day or place says something
_LETTERS = re.compile(r"[\W_]+")
_DOES = r"(?:['’]s)?\s+(?:has|have|is|was|are|offers?|provides?|could|cannot|spoke|reaches|covers)\b"


def is_worth(report: Report) -> bool:
    """Whether it says something that other reporting could confirm or deny."""
    gist = report.proposition.gist
    written = [word.replace("’", "'") for word in WORD.findall(gist)]
    words = [word.lower() for word in written]
    if not words or is_aside(gist):
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
    if report.proposition.stance in {"commits", "directs", "predicts"}:
        return len(words) < ADDS
    if RESPONSIBLE.search(report.proposition.gist):
        return False
    if (words[0] == "to" and words[1:2] != ["have"]) or words[:2] == ["not", "to"]:
        return True
    if report.quantities:
        return len(words) < ADDS
    if not any(_is_verb(word) for word in words):
        return report.event is None or len(words) < ADDS
    told = report.event or report.place or report.time or report.passage.names
    return not told and len(report.passage.weights) < ADDS


def _is_verb(word: str) -> bool:
    """Whether a word can be a clause's verb: an auxiliary, an irregular past, or an ending that verbs have."""
    return (
        word in AUXILIARY
        or word in irregular_forms()
        or word.endswith(("ed", "n't", "'s", "'re", "'ve", "'ll"))
        or (word.endswith("s") and not word.endswith("ss"))
    )

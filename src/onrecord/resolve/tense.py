"""A time expression in its sentence comes in; whether the clause speaks of what was or of what will be goes out."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

from onrecord.knowledge.tables import rows
from onrecord.record import Span

Tense = Literal["past", "future"]

FUTURE = re.compile(
    r"\b(?:will|shall|won['’]t|would|to be|going to|is to|are to|set to|as (?:soon|early) as|no later than|"
    r"(?<!had been )(?:plan|plans|planned|planning|expect|expects|expected|scheduled|due|aims?|hopes?|intends?|ready|likely|"
    r"about|prepar(?:es|ing|ed)) (?:to|for|in|on|this|next|early|late|by)|(?:planned|planning|plans) an?|"
    r"(?:agreed|agreement|decided|decision|deal|proposal|proposes|vowed|vows|pledged|pledges|promised|promises|threatened|"
    r"threatens|wants?|seeks?) to|(?:has|have|is|are) scheduled|set for|payable|"
    r"(?<=\w )until|upcoming|deadline|expires|effective|starting|beginning)\b|['’]ll\b",
    re.IGNORECASE,
)
REACH = 160
"""Characters looked at on each side: about a clause and a half of news prose."""


BY = re.compile(r"\bby\W*$", re.IGNORECASE)
"""Before a day "by" looks ahead, but for what "had" been done by then."""

TO_COME = re.compile(r"\b(?:ahead of|before|in|at|for|during)\W*$", re.IGNORECASE)
"""Before "Friday's vote" these leave it open whether the vote has been; else what a day owns has happened."""


WORD = re.compile(r"[A-Za-z]+")


@cache
def _tenses() -> dict[str, str]:
    """Word -> "past", or "none" for one in "-ed" that is no past ("succeed", "hundred")."""
    return {row[0]: row[1] for row in rows("tense_words.tsv")}


def _pasts(text: str) -> list[re.Match[str]]:
    """The verbs in the past, those behind "be", "to", "is" and "are" left out."""
    found, tenses, last = [], _tenses(), ""
    for match in WORD.finditer(text):
        word = match.group().lower()
        tense = tenses.get(word) or ("past" if word.endswith("ed") and len(word) > 3 else "")
        if tense == "past" and last not in {"be", "to", "is", "are"}:
            found.append(match)
        last = word
    return found


def tense_of(text: str, span: Span, sentence: Span) -> Tense | None:
    """The tense of the verb nearest to the expression within its sentence, words before it counting first."""
    before = text[max(sentence.start, span.start - REACH) : span.start]
    after = text[span.end : min(sentence.end, span.end + REACH)]
    if after[:2] in {"'s", "’s"} and not TO_COME.search(before):
        return "past"
    if BY.search(before) and "had " not in before[-60:]:
        return "future"
    future = [match.end() for match in FUTURE.finditer(before)]
    past = [match.end() for match in _pasts(before)]
    if future or past:
        return "future" if max(future, default=-1) >= max(past, default=-1) else "past"
    ahead, behind = FUTURE.search(after), next(iter(_pasts(after)), None)
    if ahead is None and behind is None:
        return None
    first = ahead.start() if ahead else len(after)
    return "future" if first < (behind.start() if behind else len(after)) else "past"

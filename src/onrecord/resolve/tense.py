"""A time expression in its sentence comes in; whether the clause speaks of what was or of what will be goes out."""

from __future__ import annotations

import re
from typing import Literal

from onrecord.record import Span

Tense = Literal["past", "future"]

FUTURE = re.compile(
    r"\b(?:will|shall|won['’]t|would|to be|going to|is to|are to|set to|"
    r"(?:plan|plans|planned|planning|expect|expects|expected|scheduled|due|agreed|aims?|hopes?|intends?|ready|likely|about|"
    r"prepar(?:es|ing|ed)) (?:to|for|in|on|this|next|early|late|by)|set for|payable|until|upcoming|deadline|expires?|"
    r"effective|starting|beginning)\b|['’]ll\b|\bby\W*$",
    re.IGNORECASE,
)
PAST = re.compile(
    r"\b(?<!\bbe )(?<!\bto )(?:was|were|had|has|have|did|said|says|told|came|went|rose|fell|took|made|began|left|found|held|led|lost|won|met|"
    r"got|gave|kept|struck|shot|broke|became|ended|since|ago|[a-z]{2,}ed)\b",
    re.IGNORECASE,
)
REACH = 160
"""Characters looked at on each side: about a clause and a half of news prose."""


def tense_of(text: str, span: Span, sentence: Span) -> Tense | None:
    """The tense of the verb nearest to the expression within its sentence, words before it counting first."""
    before = text[max(sentence.start, span.start - REACH) : span.start]
    after = text[span.end : min(sentence.end, span.end + REACH)]
    future = [match.end() for match in FUTURE.finditer(before)]
    past = [match.end() for match in PAST.finditer(before)]
    if future or past:
        return "future" if max(future, default=-1) > max(past, default=-1) else "past"
    ahead, behind = FUTURE.search(after), PAST.search(after)
    if ahead is None and behind is None:
        return None
    first = ahead.start() if ahead else len(after)
    return "future" if first < (behind.start() if behind else len(after)) else "past"

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
    r"(?:plan|plans|planned|planning|expect|expects|expected|scheduled|due|agreed|aims?|hopes?|intends?|ready|likely|about|"
    r"prepar(?:es|ing|ed)) (?:to|for|in|on|this|next|early|late|by)|(?:has|have|is|are) scheduled|set for|payable|"
    r"(?<=\w )until|upcoming|deadline|expires?|effective|starting|beginning)\b|['’]ll\b|\bby\W*$",
    re.IGNORECASE,
)
REACH = 160
"""Characters looked at on each side: about a clause and a half of news prose."""


TO_COME = re.compile(r"\b(?:ahead of|before|in|at|for|during)\W*$", re.IGNORECASE)
"""Before "Friday's vote" these leave it open whether the vote has been; else what a day owns has happened."""


@cache
def _past() -> re.Pattern[str]:
    """Pasts of the table and all in "-ed" but those that the table says are none ("succeed", "hundred")."""
    words: dict[str, list[str]] = {"past": [], "none": []}
    for word, tense in rows("tense_words.tsv"):
        words[tense].append(word)
    none = "|".join(words["none"])
    return re.compile(
        rf"\b(?<!\bbe )(?<!\bto )(?<!\bis )(?<!\bare )(?:{'|'.join(words['past'])}|(?!(?:{none})\b)[a-z]{{2,}}ed)\b",
        re.IGNORECASE,
    )


def tense_of(text: str, span: Span, sentence: Span) -> Tense | None:
    """The tense of the verb nearest to the expression within its sentence, words before it counting first."""
    before = text[max(sentence.start, span.start - REACH) : span.start]
    after = text[span.end : min(sentence.end, span.end + REACH)]
    if after[:2] in {"'s", "’s"} and not TO_COME.search(before):
        return "past"
    future = [match.end() for match in FUTURE.finditer(before)]
    past = [match.end() for match in _past().finditer(before)]
    if future or past:
        return "future" if max(future, default=-1) >= max(past, default=-1) else "past"
    ahead, behind = FUTURE.search(after), _past().search(after)
    if ahead is None and behind is None:
        return None
    first = ahead.start() if ahead else len(after)
    return "future" if first < (behind.start() if behind else len(after)) else "past"

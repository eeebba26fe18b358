"""A noun or a run of words that names a body comes in; where its name begins and ends goes out."""

from __future__ import annotations

import re

from onrecord.knowledge.grammar import Words
from onrecord.knowledge.offices import load_offices

ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)")
_NAME_JOINTS = frozenset(["for", "of", "on", "and", "&"])


def name_end(words: Words, noun: int, high: int) -> int:
    """The last word of a body's name whose noun goes on ("Centre for Global Policy", "Department of Homeland Security")."""
    if not words.text[words.tokens[noun].start].isupper():
        return noun
    while noun < high and words.tokens[noun + 1].entity == "I-ORG" and words.tokens[noun + 1].tag[:3] in ("NNP", "CC"):
        noun += 1  # "Meth Lab Cleanup Co."
    end, n = noun, noun + 1
    while n <= high and words.lower[n] in _NAME_JOINTS:
        n += 1
        while n <= high and words.lower[n] in ("the", "a", "an"):
            n += 1
        if n > high or not words.text[words.tokens[n].start].isupper():
            break
        while n <= high and (
            words.text[words.tokens[n].start].isupper()
            or "-" in (words.lower[n], words.lower[n - 1])
            or (words.tokens[n].tag == "POS" and n < high and words.text[words.tokens[n + 1].start].isupper())
        ):
            end = n
            n += 1  # "Federation of Fishermen's Associations"
    return end


def name_start(words: Words, low: int, noun: int) -> int:
    """The first word of a body's name whose noun is known ("Department of Job and | Family Services")."""
    start = noun
    while start > low and (words.tokens[start].entity == "I-ORG" or joins_fields(words, start - 1)):
        if words.lower[start - 1] in ("in", "at", "the") or _is_age(words, start - 1):
            break
        start -= 1  # "the Department of Job and Family Services"
        while words.tokens[start].tag == "CC" and words.tokens[start].entity == "O":
            start -= 1
    marks = ("JJ",) if words.lower[noun] == "government" else ("NN", "NNP", "POS", "JJ", "HYPH")
    while (
        start > low
        and (
            words.text[words.tokens[start - 1].start].isupper()
            or words.tokens[start - 1].tag in marks
            or ORDINAL.fullmatch(words.lower[start - 1])
        )
        and words.lower[start - 1] not in load_offices().marks["of_holder"]
        and not _is_age(words, start - 1)
        and not _opens_loosely(words, start - 1)
        and not _is_of_party(words, start)
    ):
        start -= 1
    return start


def _is_of_party(words: Words, start: int) -> bool:
    """Whether the word before a body is the party of who holds an office in it ("Republican U.S. House Speaker")."""
    member = words.lower[start - 1] in load_offices().marks["member"]
    return member and words.lower[start] not in load_offices().marks["of_party"]


def _opens_loosely(words: Words, n: int) -> bool:
    """Whether a word has its capital from the sentence that it opens ("Numerous House members")."""
    token = words.tokens[n]
    return n == words.bounds(n).start and token.tag in ("JJ", "CD", "RB", "VBG") and token.entity == "O"


def _is_age(words: Words, n: int) -> bool:
    """Whether a word ends an age ("a 17-year-old Acme High School student")."""
    return words.lower[n] == "old" and words.lower[n - 1] in ("-", "year", "years")


def joins_fields(words: Words, n: int) -> bool:
    """Whether an "and" joins two fields of one body ("National Jewish Medical and Research Center")."""
    before, after = words.tokens[n - 1], words.tokens[n + 1]
    if before.entity[2:] != "ORG" or after.entity != "B-ORG" or words.lower[n - 1] not in load_offices().marks["field"]:
        return False
    end = n + 1
    while end + 1 < len(words.tokens) and words.tokens[end + 1].entity == "I-ORG":
        end += 1
    return (words.lower[end],) in load_offices().bodies

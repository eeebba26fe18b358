"""Who speaks, and the words his name stands among, come in; what kinds of them nothing he is said to be accounts for goes out.

"Ann Smith, an analyst at the Hudson Institute," read as a person without office leaves "Hudson Institute" over: a body that
the article names and the reading lost. Kinds: "body" (tagged as one), "place before the body" ("Northern" of "Northern
Ireland", "Auckland" of "Auckland Zoo") and "word" (any other that is written with a capital).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from onrecord.knowledge.countries import countries_of
from onrecord.knowledge.grammar import Words
from onrecord.knowledge.offices import load_offices
from onrecord.record import Entity, Mention

_WORD = re.compile(r"[\w&]+")
_BEFORE, _AFTER = 8, 14
"""Words looked at on either side of a name; an apposition is seldom longer."""
_ENDS = frozenset((":", ".", "``", "''", "WP", "WDT", "WRB", "MD"))
_BEFORE_NAMES = ("NN", "JJ", "HY", "PO", "CD")
_ELSEWHERE = frozenset(("PERSON", "NORP", "DATE", "TIME", "CARDINAL", "MONEY"))
_FEW = 4


def left_over(words: Words, speaker: Entity, entities: Mapping[str, Entity], mentions: Iterable[Mention]) -> set[str]:
    """The kinds of words beside the names of a speaker that neither name, office, body nor country accounts for."""
    said = list(_said_of(speaker, entities))
    known = {stem for text in (speaker.name, *said) for stem in _stems(text)}
    known |= {_initials(text) for text in said}
    body = {stem for text in said for stem in _stems(text)}
    return {
        kind
        for mention in mentions
        if mention.form not in ("pronoun", "description")
        for kind in _kinds(words, _beside(words, mention), known, body)
    }


def _said_of(speaker: Entity, entities: Mapping[str, Entity]) -> Iterator[str]:
    for role in speaker.roles:
        yield from filter(None, (role.title, role.organisation))
    one = speaker
    for _ in range(_FEW):  # its body, and whose body that is
        principal = entities.get(one.principal or "")
        if principal is None:
            return
        yield principal.name
        one = principal


def _beside(words: Words, mention: Mention) -> range:
    """What stands beside a name without a verb between: modifiers and an office with its comma, appositions."""
    name = words.between(mention.span)
    if not name:
        return name
    bounds, low, high, commas = words.bounds(name[0]), name[0], name[-1], 0
    while low > max(bounds.start, name[0] - _BEFORE) and words.tokens[low - 1].tag[:2] in _BEFORE_NAMES:
        low -= 1
    lead = range(bounds.start, low - 1)
    if (
        1 < len(lead) <= _AFTER
        and words.lower[low - 1] == ","
        and not any(_ends(words, n) and words.lower[n] != "and" for n in lead)
    ):
        low = bounds.start  # "Director of the Hudson Institute, Ann Smith says"
    for n in range(high + 1, min(bounds.stop, name[-1] + _AFTER + 1)):
        commas += words.lower[n] == ","
        if commas > 1 or _ends(words, n):
            break
        high = n
    return range(low, high + 1)


def _ends(words: Words, n: int) -> bool:
    tag = words.tokens[n].tag
    return tag in _ENDS or tag.startswith("VB") or words.lower[n] in ("who", "which", "that", "whose", "and")


def _kinds(words: Words, phrase: range, known: set[str], body: set[str]) -> Iterator[str]:
    offices = load_offices()
    for n in phrase:
        token, low = words.tokens[n], words.lower[n].rstrip(".")
        printed = words.text[token.start : token.end]
        if not printed[:1].isupper() or token.tag[:1] not in "NJ" or len(low) == 1 or token.entity[2:] in _ELSEWHERE:
            continue
        if {low, low.removesuffix("s"), low.replace(".", ""), low.replace("s", "z")} & known or countries_of(printed):
            continue
        if {low, words.lower[n]} & offices.titles.keys() or (low,) in offices.offices:
            continue
        if token.entity[2:] == "ORG":
            yield "body"
        elif token.entity[2:] not in ("GPE", "LOC", "FAC"):
            yield "word"
        elif n + 1 in phrase and words.lower[n + 1].rstrip(".") in body and words.tokens[n + 1].tag.startswith("NNP"):
            yield "place before the body"


def _stems(text: str) -> Iterator[str]:
    for word in _WORD.findall(text.lower()):
        yield word
        yield word.replace("s", "z")  # "Organisation" and "Organization"


def _initials(name: str) -> str:
    return "".join(word[0] for word in name.split() if word[:1].isupper()).lower()

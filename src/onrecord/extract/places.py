"""An article, its analysis and the gazetteer come in; the places it names go out, not yet resolved.

A `Place` of this stage has its words, the name to look up, what the name is used as and the chance that it is a place
at all (`score`). Which of the world's Springfields is meant is `resolve.places`' work. A people's word ("Syrian") is a
place used as people, or as government where a word of power follows ("Syrian officials").
"""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Literal

from onrecord.extract.toponyms import Line, Match, Names, evidence, match_names, read_line, read_names, weigh
from onrecord.knowledge.countries import by_demonym, countries, countries_of
from onrecord.knowledge.gazetteer import Gazetteer
from onrecord.knowledge.place_words import place_words
from onrecord.record import Analysis, Article, Place, Sentence, Span, Token, item_id

ACCEPTED = 0.5
"""Chance from which on a name is taken for a place."""
_SURE = 0.85
"""Chance from which on a name counts as a place wherever the same article names it again."""
_TITLE_WORD = re.compile(r"[^\W_]+(?:[.'’][^\W_]+)*\.?|\S")

_SCENES = frozenset(
    [
        "in",
        "at",
        "near",
        "inside",
        "outside",
        "into",
        "within",
        "throughout",
        "across",
        "around",
        "to",
        "toward",
        "towards",
        "over",
        "on",
        "via",
    ]
)
"""Words before a place at which something happens."""
_SKIPPED = frozenset(["the", "of", "besieged", "occupied", "rebel", "held", "war", "torn", "embattled", "disputed"]) | {
    "-"
}

As = Literal["place", "government", "people"]
Role = Literal["happened", "said", "mentioned"]


def find_places(
    article: Article, analysis: Analysis, gazetteer: Gazetteer, weights: Mapping[str, float] | None = None
) -> tuple[Place, ...]:
    """Every name of a place in the body, in order, and those of the title that the body bears out."""
    weights = weights or place_weights()
    names = read_names(article.text, analysis)
    weighed = [
        (line, match, features, weigh(features, weights))
        for sentence in analysis.sentences
        for line in [read_line(article.text, sentence)]
        for match in match_names(article.text, line, gazetteer)
        for features in [evidence(line, match, names, gazetteer)]
    ]
    sure = {match.key for _, match, _, logit in weighed if chance(logit) >= _SURE}
    again = weights["sure elsewhere"]
    found = []
    for line, match, features, logit in weighed:
        score = chance(logit + (again if match.key in sure else 0.0))
        if score >= ACCEPTED:
            found.append(_place(article, line, match, features, score))
    return (*_in_title(article, gazetteer, {match.key for _, match, _, _ in weighed if match.key in sure}), *found)


@cache
def place_weights() -> Mapping[str, float]:
    """Weight of each feature, in log odds (`data/place_weights.toml`, learnt by `onrecord.train.places`)."""
    text = files("onrecord.knowledge").joinpath("data/place_weights.toml").read_text(encoding="utf-8")
    return MappingProxyType(tomllib.loads(text)["detection"])


def chance(logit: float) -> float:
    """Log odds as a probability."""
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, logit))))


def _place(
    article: Article, line: Line, match: Match, features: Sequence[str], score: float, *, where: str | None = None
) -> Place:
    text = article.title or "" if where else article.text
    span = Span(line.tokens[match.first].start, line.tokens[match.last - 1].end)
    used = _used_as(line, match)
    name, country = span.of(text), None
    if match.people_of and match.people_of.startswith("="):
        name = match.people_of[1:]
    elif match.people_of:
        country = countries()[match.people_of]
        name = country.name
    return Place(
        id=item_id("place", article.id, span) if where is None else item_id("place-title", article.id, span),
        span=span,
        name=name,
        geonames=country.geonames if country else None,
        country=country.iso2 if country else None,
        as_=used,
        role=_role(line, match, features) if used == "place" else "mentioned",
        where=where,
        score=round(score, 3),
        by="people" if match.people_of else "gazetteer",
    )


def _used_as(line: Line, match: Match) -> As:
    """Whether the word means the place, its government or its people."""
    table = place_words()
    following = line.lower[match.last : match.last + 3]
    if match.people_of:
        return "government" if following and following[0] in table.government_nouns else "people"
    name = " ".join(line.words[match.first : match.last])
    kinds = {kind for _, kind in countries_of(name)}
    if not kinds & {"name", "capital"} or not following:
        return "place"
    if following[0] in ("'s", "’s"):
        return "government" if set(following[1:]) & table.government_nouns else "place"
    before = line.lower[max(0, match.first - 2) : match.first]
    if before == ["according", "to"] or (following[0] in table.government_nouns and "name" in kinds):
        return "government"
    if before and before[-1] in table.locative:
        return "place"
    return "government" if following[0] in table.government_verbs else "place"


def _role(line: Line, match: Match, features: Sequence[str]) -> Role:
    """Where it happened, where it was said (dateline, "told reporters in"), or just mentioned."""
    if "dateline" in features:
        return "said"
    table = place_words()
    at = match.first - 1
    while at >= max(0, match.first - 5) and (
        line.lower[at] in table.directions
        or line.lower[at] in table.level
        or line.lower[at] in _SKIPPED
        or (line.words[at][0].isupper() and by_demonym(line.words[at]) is not None)
    ):
        at -= 1
    if at < 0 or line.lower[at] not in _SCENES:
        return "mentioned"
    if line.lower[at] in ("in", "at", "from") and set(line.lower[max(0, at - 4) : at]) & table.saying:
        return "said"
    return "happened"


def _in_title(article: Article, gazetteer: Gazetteer, borne: set[str]) -> Iterator[Place]:
    """Places of the title: its words are all capitalised, so only names that the body bears out, and countries."""
    if not article.title:
        return
    tokens = tuple(Token(*match.span()) for match in _TITLE_WORD.finditer(article.title))
    if not tokens:
        return
    line = read_line(article.title, Sentence(span=Span(0, len(article.title)), tokens=tokens))
    weights = place_weights()
    for match in match_names(article.title, line, gazetteer):
        features = evidence(line, match, Names(frozenset(), frozenset(), False), gazetteer)
        if match.key in borne or {"people", "country name"} & set(features):
            score = max(0.6, chance(weigh(features, weights)))
            yield _place(article, line, match, features, score, where="title")

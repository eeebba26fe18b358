"""A sentence's words with the encoder's name tags come in; capitalised runs that some place bears as its name go out.

Matches are longest first, and each carries what speaks for and against its being a place: the tag it got, the words
around it, how many people bear the name, what the rest of the document does with the same name. `extract.places`
weighs these.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from onrecord.knowledge.actors import actor_of
from onrecord.knowledge.countries import countries_of, country_words, plain
from onrecord.knowledge.gazetteer import Gazetteer, NameKind, fold
from onrecord.knowledge.place_words import PlaceWords, place_words
from onrecord.record import Analysis, Sentence, Token

LONGEST = 7
"""Words. "Democratic People's Republic of Korea" has 7 with its possessive mark; longer names are no news English."""

_INNER = frozenset(
    [
        "of",
        "de",
        "la",
        "le",
        "les",
        "du",
        "des",
        "del",
        "da",
        "do",
        "dos",
        "di",
        "al",
        "el",
        "ez",
        "es",
        "as",
        "ash",
        "ad",
        "ar",
        "an",
        "-",
        "–",
        "'",
        "’",
        "'s",
        "’s",
        "the",
        "and",
        "upon",
        "on",
        "sur",
        "am",
        "der",
    ]
)
_PLACE_TAGS = frozenset(("GPE", "LOC", "FAC"))
_KNOWN_TAGS = frozenset(("GPE", "LOC", "FAC", "NORP", "ORG", "PERSON"))


class Match(NamedTuple):
    """Words `first` to `last` (half-open) of a sentence that are some place's name, or a people's."""

    first: int
    last: int
    key: str
    people_of: str | None = None  # ISO code, or "=" and the name of the area, of a people's word


@dataclass(frozen=True, slots=True)
class Names:
    """What the whole document does with names: surnames of persons in it, names tagged as places, any tags at all."""

    surnames: frozenset[str]
    places: frozenset[str]
    tagged: bool


class Line(NamedTuple):
    """A sentence's words, lower-cased words and bare tags, index by index."""

    words: Sequence[str]
    lower: Sequence[str]
    tags: Sequence[str]
    tokens: Sequence[Token]


def read_line(text: str, sentence: Sentence) -> Line:
    """The sentence's words, side by side."""
    words = [text[token.start : token.end] for token in sentence.tokens]
    return Line(
        words, [word.lower() for word in words], [token.entity[2:] for token in sentence.tokens], sentence.tokens
    )


def read_names(text: str, analysis: Analysis) -> Names:
    """One pass over the tags: last names of several-word persons, folded names of tagged places."""
    surnames: set[str] = set()
    places: set[str] = set()
    tagged = False
    for sentence in analysis.sentences:
        for first, last, kind in entities(sentence.tokens):
            tagged = True
            if kind == "PERSON" and last - first > 1:
                surnames.add(fold(text[sentence.tokens[last - 1].start : sentence.tokens[last - 1].end]))
            elif kind in _PLACE_TAGS:
                places.add(fold(text[sentence.tokens[first].start : sentence.tokens[last - 1].end]))
    return Names(frozenset(surnames), frozenset(places), tagged)


def entities(tokens: Sequence[Token]) -> Iterator[tuple[int, int, str]]:
    """Runs of one name tag: (first, last, kind), half-open."""
    at = 0
    while at < len(tokens):
        if tokens[at].entity == "O":
            at += 1
            continue
        kind, end = tokens[at].entity[2:], at + 1
        while end < len(tokens) and tokens[end].entity == "I-" + kind:
            end += 1
        yield at, end, kind
        at = end


def match_names(text: str, line: Line, gazetteer: Gazetteer) -> Iterator[Match]:
    """Longest names first, left to right, none overlapping."""
    table = place_words()
    at, count = 0, len(line.words)
    while at < count:
        if not _starts(line, at):
            at += 1
            continue
        found = _longest(text, line, at, gazetteer, table)
        if found is None:
            at += 1
        else:
            yield found
            at = found.last


def _starts(line: Line, at: int) -> bool:
    word = line.words[at]
    if word[0].isupper():
        return True
    return (
        word in ("al", "el")
        and at + 2 < len(line.words)
        and line.words[at + 1] == "-"
        and line.words[at + 2][0].isupper()
    )


def _longest(text: str, line: Line, at: int, gazetteer: Gazetteer, table: PlaceWords) -> Match | None:
    if _begins_body(text, line, at):
        return None
    for end in reversed(_ends(line, at)):
        name = text[line.tokens[at].start : line.tokens[end - 1].end]
        if name.lower() in table.never and name not in ("US", "EU"):
            return None
        if end - at == 1 and (line.lower[at] in table.directions or _is_body(name)):
            return None
        people = _people(name, table)
        if people is not None:
            return Match(at, end, fold(name), people)
        key = fold(name)
        found = gazetteer.find(key)
        if found and _sound(name, key) and (len(name) > 3 or name.isupper() or _borne(key, found, gazetteer)):
            return Match(at, end, key)
    return None


def _begins_body(text: str, line: Line, at: int) -> bool:
    """Whether a name goes on in small letters to that of a body ("Azov battalion"); of a country's army it tells the country."""
    first = text[line.tokens[at].start : line.tokens[at].end]
    if at + 1 >= len(line.words) or not line.words[at + 1].islower() or countries_of(first):
        return False
    return actor_of(text[line.tokens[at].start : line.tokens[at + 1].end]) is not None


def _is_body(name: str) -> bool:
    """Whether capitals spell a body or an agency ("SANA", "ISIS"), whatever town is called alike."""
    return name.isupper() and len(name) <= 6 and actor_of(name) is not None and not countries_of(name)


def _borne(key: str, found: Sequence[tuple[int, NameKind]], gazetteer: Gazetteer) -> bool:
    """Whether a place is really called so; "Car" is no "CAR"."""
    return any(fold(gazetteer.row(number).name) == key for number, _ in found)


def _ends(line: Line, at: int) -> list[int]:
    """Where a name that begins at `at` may end: after each capitalised word of its run."""
    ends = [at + 1] if line.words[at][0].isupper() else []
    for end in range(at + 1, min(at + LONGEST, len(line.words))):
        word = line.words[end]
        if word[0].isupper():
            ends.append(end + 1)
        elif word not in _INNER:
            break
    return ends


def _people(name: str, table: PlaceWords) -> str | None:
    """The country or area whose people are called `name`."""
    if name in table.people:
        return "=" + table.people[name]
    found: tuple[tuple[str, str], ...] = country_words().get(plain(name), ())
    if found and found[0][1] == "demonym":
        return found[0][0]
    return None


def _sound(name: str, key: str) -> bool:
    """Whether a short name is printed as that name is: "US", "U.S.", "LA", but no "Us", "La", and no lone initial."""
    letters = key.replace(" ", "")
    if len(letters) < 2:
        return False
    return len(letters) > 2 or name.isupper() or key not in {"us", "uk", "la", "eu", "uae", "nz", "dc"}


def evidence(line: Line, match: Match, names: Names, gazetteer: Gazetteer) -> tuple[str, ...]:
    """Names of the features that hold of this match (their weights: `data/place_weights.toml`)."""
    table = place_words()
    found = [*_by_tag(line, match), *_by_neighbours(line, match, table), *_by_name(line, match, gazetteer)]
    if names.tagged:
        if match.key in names.places:
            found.append("seen as place")
    else:
        found.append("untagged")
    if match.key in names.surnames:
        found.append("surname here")
    return tuple(found)


def _by_tag(line: Line, match: Match) -> Iterator[str]:
    tag = line.tags[match.first]
    kind = tag if tag in _KNOWN_TAGS else "other" if tag else "none"
    before = match.first > 0 and tag and line.tags[match.first - 1] == tag and line.tokens[match.first].entity[0] == "I"
    after = match.last < len(line.tags) and tag and line.tokens[match.last].entity == "I-" + tag
    inside = "inside " if before or after else ""
    yield f"{inside}{kind}"


def _by_neighbours(line: Line, match: Match, table: PlaceWords) -> Iterator[str]:
    before = line.lower[match.first - 1] if match.first else ""
    if match.first == 0:
        yield "first"
        if match.last < len(line.words) and line.words[match.last] in ("(", "—", "–", "--", "-"):
            yield "dateline"
    elif before in table.firm_locative:
        yield "after firm locative"
    elif before in table.locative:
        yield "after locative"
    elif before in table.titles:
        yield "after title"
    elif before in table.directions:
        yield "after direction"
    elif line.words[match.first - 1][0].isupper():
        yield "after capital"
    if before == "of" and match.first > 1:
        yield "of level" if line.lower[match.first - 2] in table.level else "of"
        if line.words[match.first - 2][0].isupper():
            yield "of capital"
    yield from _by_next(line, match, table)


def _by_next(line: Line, match: Match, table: PlaceWords) -> Iterator[str]:
    if match.last >= len(line.words):
        return
    following, low = line.words[match.last], line.lower[match.last]
    if low in table.private and following[0].isupper():
        yield "before private"
    elif low in table.public:
        yield "before public"
    elif low in table.level:
        yield "before level"
    elif low in table.person_verbs:
        yield "before person verb"
    elif following[0].isupper():
        yield "before capital"
    elif following == "," and match.last + 1 < len(line.words) and line.words[match.last + 1][0].isupper():
        yield "before comma"
    elif low in ("'s", "’s"):
        yield "before possessive"
    elif low == "-":
        yield "before hyphen"


def _by_name(line: Line, match: Match, gazetteer: Gazetteer) -> Iterator[str]:
    if match.people_of:
        yield "people"
        return
    found = [(gazetteer.row(number), kind) for number, kind in gazetteer.find(match.key)[:40]]
    if any(row.kind == "country" for row, _ in found):
        yield "country name"
    elif any(row.kind == "admin1" and kind != "other" for row, kind in found):
        yield "area name"
    elif any(row.kind in ("region", "other") for row, _ in found):
        yield "region name"
    if any(kind == "capital" for _, kind in country_words().get(" ".join(line.words[match.first : match.last]), ())):
        yield "capital name"
    most = max((row.people for row, kind in found if kind != "other"), default=0)
    yield "big" if most >= 300_000 else "middling" if most >= 30_000 else "small" if most else "only variant"
    if match.last - match.first > 1:
        yield "several words"
    else:
        level = gazetteer.persons(match.key)
        if level:
            yield f"persons {level}"


def weigh(features: Sequence[str], weights: Mapping[str, float]) -> float:
    """Sum of the weights of the features that hold, with the bias."""
    return weights["bias"] + sum(weights.get(feature, 0.0) for feature in features)

"""Words come in; the body of the table that they name goes out: its name alone, not the beginning of a longer one."""

from __future__ import annotations

from onrecord.extract.names import slug
from onrecord.extract.naming import BodyRef, Reader
from onrecord.knowledge.countries import countries_of
from onrecord.knowledge.gazetteer import open_gazetteer
from onrecord.knowledge.grammar import Words
from onrecord.knowledge.offices import Body, load_offices, longest_match
from onrecord.knowledge.outlets import find_outlet


def body_ref(body: Body, country: str | None) -> BodyRef:
    """A body known by its name."""
    return BodyRef(
        name=body.name,
        kind=body.kind,
        key=_known_key(body),
        country=body.country or (country if body.state else None),
        state=body.state,
    )


def _known_key(body: Body) -> str:
    """The key that the table of actors gives; else an army known by name has the key that its country's troops have."""
    if body.key is not None:
        return body.key
    return f"{body.country}-military" if body.kind == "military" and body.country else slug(body.name)


def known_in(reader: Reader, low: int, high: int) -> tuple[int, int, Body] | None:
    """The first body known by name between two words: (first word, number of words, body)."""
    table = reader.book.known
    printed = [reader.text(n, n).replace("’", "'") for n in range(low, high + 1)]
    for n in range(len(printed)):
        size = longest_match(table, printed, n)
        if (
            size
            and not _in_longer_name(reader.words, low + n, table[tuple(printed[n : n + size])], size)
            and not _goes_on_of(reader.words, low + n, low + n + size - 1, high)
            and not of_another_land(reader.words, low + n + size - 1, high, table[tuple(printed[n : n + size])])
            and not _of_province(reader, low + n, table[tuple(printed[n : n + size])])
        ):
            inner = longest_match(table, printed, n + size)
            if inner and table[tuple(printed[n : n + size])].name == "United Nations":
                return low + n, size + inner, table[tuple(printed[n + size : n + size + inner])]  # "the UN WHO"
            return low + n, size, table[tuple(printed[n : n + size])]
        owner = next((k for k in range(n + 1, min(n + 5, len(printed))) if printed[k].endswith("s")), None)
        if owner is not None and (*printed[n:owner], printed[owner][:-1]) in table:
            return low + n, owner - n + 1, table[(*printed[n:owner], printed[owner][:-1])]
        if _lost_apostrophe(printed[n]) and (printed[n][:-1],) in table and low + n + 1 < len(reader.words.tokens):
            return low + n, 1, table[(printed[n][:-1],)]  # the possessive "Observatorys" lost its apostrophe
    return None


def _lost_apostrophe(word: str) -> bool:
    return word.endswith("s") and (len(word) > 5 or (len(word) > 2 and word[:-1].isupper()))


def of_another_land(words: Words, last: int, high: int, body: Body) -> bool:
    """Whether the country behind a body's name is not the one that the table gives ("Ministry of Defence of Ukraine")."""
    if body.country is None or last + 2 > high or words.lower[last + 1] != "of":
        return False
    first = last + 2 + (words.lower[last + 2] == "the")
    if first > high:
        return False
    for end in range(min(first + 2, high), first - 1, -1):
        lands = countries_of(words.text[slice(*words.span(first, end))])
        if lands:
            return lands[0][0] != body.country
    return False


def _of_province(reader: Reader, place: int, body: Body) -> bool:
    """Whether the name before a body that provinces have too says whose it is ("the Ontario Supreme Court")."""
    if place == 0 or body.name.lower() not in load_offices().marks["of_provinces"]:
        return False
    before = reader.text(place - 1, place - 1)
    if before in load_offices().marks["level"]:
        return True  # "the state Democratic Party"
    named = before[:1].isupper() and reader.words.tokens[place - 1].tag == "NNP"
    return named and not countries_of(before) and bool(open_gazetteer().look_up(before))


def _goes_on_of(words: Words, first: int, last: int, high: int) -> bool:
    """Whether a known body is only the beginning of another one's name ("State Department of Agriculture", "Department of
    State Health Services")."""
    if last + 1 > high or words.tokens[last + 1].entity != "I-ORG":
        return False
    if words.lower[last + 1] == "of":
        named = last + 2 <= high and words.text[words.tokens[last + 2].start].isupper()
        return named and (words.lower[last],) in load_offices().bodies
    return "of" in words.lower[first:last] and words.tokens[last + 1].tag[:3] == "NNP"


def _in_longer_name(words: Words, place: int, body: Body, size: int) -> bool:
    """Whether a short form of one word ("Observatory") stands in somebody else's name ("North Sea Observatory")."""
    short = size == 1 and len(body.name.split()) > 1 and not words.text[words.tokens[place].start + 1].isupper()
    if not short or place == 0 or words.sentence[place - 1] != words.sentence[place]:
        return False
    before = words.text[words.tokens[place - 1].start : words.tokens[place - 1].end]
    if before.isupper() and find_outlet(before):
        return False  # "AFP Observatory director Ann Smith" lost a full stop
    return words.tokens[place - 1].tag.startswith("NNP") and before[:1].isupper()

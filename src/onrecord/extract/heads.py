"""A noun phrase without commas and joining words comes in; the one holder it names goes out, or None."""

from __future__ import annotations

from dataclasses import replace

from onrecord.extract.bodies import as_firm, body_beside, of_country
from onrecord.extract.institutions import read_body, read_known, read_land, read_last, read_outlet
from onrecord.extract.names import slug
from onrecord.extract.naming import (
    PRONOUNS,
    BodyRef,
    Holder,
    Reader,
    after_article,
    find_countries,
    is_hyphened,
    name_of,
    office_in,
    read_pronoun,
    trim,
)
from onrecord.extract.people import NOT_SPEAKING, find_person, person_last, read_person
from onrecord.knowledge.grammar import Words
from onrecord.knowledge.leaders import called_leader
from onrecord.knowledge.offices import Office, load_offices, longest_match
from onrecord.record import EntityKind, MentionForm

_PREPOSITIONS = frozenset(
    """of for from in at with to on by near within inside under among across around outside against""".split()  # noqa: SIM905
)


_INSIDERS = frozenset(
    """source sources person people insider insiders reporter reporters journalist journalists correspondent
    employee employees worker workers member members fighter fighters activist activists""".split()  # noqa: SIM905
)


_MEMBERS = frozenset("source sources fighter fighters member members rebels militants correspondent".split())  # noqa: SIM905
"""Of the body named right before them ("a Syrian army source")."""


_SOURCES = frozenset(["source", "sources"])


def read_one(reader: Reader, low: int, high: int) -> Holder | None:
    """The one holder a phrase without commas and joining words names."""
    words = reader.words
    low, high = trim(words, low, high)
    if low > high:
        return None
    if low == high and words.lower[low] in PRONOUNS:
        return read_pronoun(reader, low)
    first = words.text[words.tokens[low].start]
    if first == "@":
        return Holder(
            low=low,
            high=high,
            kind="account",
            form="name",
            name=reader.text(low, low).rstrip("."),
            key=words.lower[low].strip("@."),
            score=0.95,
        )
    start = after_article(words, low, high)
    long = reader.book.short_forms.get(reader.text(start, high))
    if long is not None and not long[0] <= start <= long[1]:
        meant = read_one(reader, *long)
        if meant is not None:
            return replace(meant, low=low, high=high, score=min(meant.score, 0.9))
    stop = _first_preposition(reader, start, high)
    person = find_person(reader, start, stop) or person_last(reader, start, stop, high)
    if person is not None:
        return read_person(reader, low, start, stop, high, person)
    return (
        read_outlet(reader, low, start, high)
        or read_known(reader, low, start, stop, high)
        or read_land(reader, low, start, high)
        or read_last(reader, low, start, high)
        or _read_office(reader, low, start, stop, high)
        or read_body(reader, low, start, stop, high)
        or _read_rest(reader, low, start, stop, high)
    )


def _first_preposition(reader: Reader, low: int, high: int) -> int:
    """The last word before the first preposition that is not part of an office or body ("secretary of state")."""
    words = reader.words
    table = load_offices()
    skip = 1 + max(
        (
            n
            for n in range(low, high)
            if words.tokens[n].tag == "POS"
            and (words.lower[high],) in table.offices
            and tuple(words.lower[high - 1 : high + 1]) not in table.bodies
        ),
        default=low - 1,
    )
    for n in range(low, high + 1):
        if n < skip:
            continue
        size = max(
            longest_match(table.offices, words.lower[n : n + 7], 0),
            longest_match(table.bodies, words.lower[n : n + 7], 0),
            longest_match(reader.book.known, [reader.text(k, k) for k in range(n, min(n + 7, high + 1))], 0),
        )
        if size > 1:
            skip = n + size
            continue
        landed = n == skip and words.lower[n] == "of" and n < high and bool(find_countries(reader, n + 1, high))
        if (
            words.lower[n] in _PREPOSITIONS
            and n > low
            and (words.tokens[n].entity[:1] != "I" or landed)  # "the Ministry of Defence of Ukraine"
            and not is_hyphened(words, n)
        ):
            return n - 1
    return high


def _read_office(reader: Reader, low: int, start: int, stop: int, high: int) -> Holder | None:
    """Somebody by his office alone: "South Korean officials", "a spokesman for the ministry", "the president"."""
    words = reader.words
    office = office_in(reader, start, stop)
    if office is None:
        return None
    at, size, found = office
    if at + size - 1 != stop and not _only_tail(words, at + size, stop) and not _more_fields(words, at + size, stop):
        return None
    if any(tuple(words.lower[n : stop + 1]) in load_offices().bodies for n in range(max(start, at - 3), at)):
        return None  # "the general staff" is a body, not somebody's staff
    body, country = _body_of(reader, (start, stop, high), at, found)
    body = as_firm(found.words, body)
    possessor = _possessor(reader, start, at - 1)
    inside = _is_inside(reader, (at, stop, high), found, body, country)
    speaks = (found.speaks or inside) and not {words.lower[n] for n in range(low, at)} & NOT_SPEAKING
    plural = _is_plural(words, at, size)
    determiner = words.lower[low]
    definite = determiner in ("the", "this", "that") or words.tokens[low].tag == "PRP$" or possessor is not None
    singular_title = (
        found.rank in ("head", "minister") and not plural and determiner not in ("a", "an", "one", "another")
    )
    form: MentionForm = (
        "title"
        if (definite or singular_title) and not plural and found.rank is not None
        else "unnamed"
        if not definite
        else "description"
    )
    return Holder(
        low=low,
        high=high,
        kind="unnamed",
        form=form,
        name=name_of(reader, low, high),
        rank=found.rank if speaks else None,
        country=country,
        title=reader.text(at, at + size - 1),
        body=body,
        speaks=speaks,
        plural=plural,
        definite=definite or singular_title,
        score=0.9,
    )


def _body_of(reader: Reader, bounds: tuple[int, int, int], at: int, found: Office) -> tuple[BodyRef | None, str | None]:
    """Body and country that stand before an office at word `at`, or else behind it."""
    start, stop, high = bounds
    words = reader.words
    body, country = body_beside(reader, start, at - 1)
    if found.words in load_offices().marks["private"]:
        return None, country
    if stop < high and body is None:
        body2, country2 = body_beside(reader, stop + 1, high)
        if words.lower[stop] in load_offices().marks["sent"] and words.lower[stop + 1] in ("to", "at"):
            body2, country2 = None, country  # "Iraq's ambassador to the UN" is not of the UN
        elif (
            words.lower[stop] in load_offices().marks["of_field"]
            and words.lower[stop + 1] == "for"
            and body2
            and not body2.state
        ):
            body2 = None  # "the European Commissioner for External Relations"
        country = country or country2
        body = of_country(body2, country) if body2 else None
    elif stop < high and body is not None and body.key is None and _from_inside(reader, found, stop, high):
        body = body_beside(reader, stop + 1, high)[0] or body  # "a military source at the Free Syrian Army"
    if (
        body is not None
        and body.key is None
        and words.lower[at - len(body.name.split())] in load_offices().marks["of_nobody"]
    ):
        body = None  # "a regional intelligence official" is of an agency that nobody names
    return body, country


def _is_inside(
    reader: Reader, bounds: tuple[int, int, int], found: Office, body: BodyRef | None, country: str | None
) -> bool:
    """Whether somebody unnamed is a member of the body or state beside him."""
    at, stop, high = bounds
    member = body is not None and (
        _from_inside(reader, found, stop, high)
        or ((body.key is not None or body.kind == "government") and found.words.split()[-1] in _MEMBERS)
    )
    of_state = reader.words.lower[at - 1] in load_offices().marks["of_state"]
    return member or (country is not None and of_state and found.words in _SOURCES)


def _is_plural(words: Words, at: int, size: int) -> bool:
    """Whether an office of `size` words from `at` on is that of several."""
    noun = next((n - 1 for n in range(at + 1, at + size) if words.lower[n] in ("of", "to")), at + size - 1)
    return words.tokens[noun].tag in ("NNS", "NNPS") or words.lower[noun] in (
        "people",
        "personnel",
        "police",
        "both",
        "many",
        "some",
        "several",
        "few",
        "staff",
    )


def _from_inside(reader: Reader, office: Office, stop: int, high: int) -> bool:
    """Whether an unnamed person is said to be of a body ("a source at the ministry", "reporters with the AP")."""
    after = reader.words.lower[stop + 1] if stop < high else ""
    if office.words.split()[-1] in ("activist", "activists"):
        return after in ("at", "with")  # those in or from a place are of no body
    return office.words.split()[-1] in _INSIDERS and after in ("at", "from", "with", "in", "inside", "within")


def _only_tail(words: Words, low: int, high: int) -> bool:
    return all(words.tokens[n].tag in ("POS", ",", "CD", "RB") for n in range(low, high + 1))


def _more_fields(words: Words, low: int, high: int) -> bool:
    """Whether only further fields of a minister's follow ("of Agriculture | and Rural Development")."""
    return words.lower[low] == "and" and all(words.tokens[n].tag[:3] == "NNP" for n in range(low + 1, high + 1))


def _possessor(reader: Reader, low: int, high: int) -> int | None:
    return next((n for n in range(low, high + 1) if reader.words.tokens[n].tag in ("POS", "PRP$")), None)


_KINDS: dict[str, EntityKind] = {
    "ORG": "organisation",
    "GPE": "place",
    "LOC": "place",
    "NORP": "group",
    "FAC": "organisation",
    "WORK_OF_ART": "document",
    "LAW": "document",
    "PRODUCT": "organisation",
    "EVENT": "organisation",
    "PERSON": "person",
}


def _read_rest(reader: Reader, low: int, start: int, stop: int, high: int) -> Holder | None:
    """By the entity tag of the last word before a preposition; without one a description."""
    words = reader.words
    token = words.tokens[stop]
    kind = _KINDS.get(token.entity[2:])
    capital = words.text[token.start].isupper() and token.tag in ("NNP", "NNPS")
    if kind == "group":
        lands = find_countries(reader, start, stop)
        return Holder(
            low=low,
            high=high,
            kind="group",
            form="demonym",
            name=name_of(reader, low, high),
            key=slug(reader.text(start, stop)),
            country=lands[0][2] if lands else None,
            plural=True,
            score=0.7,
        )
    if kind is None and capital:
        kind = "organisation"
    if kind == "place" and words.lower[start] in ("radio", "television") and start < stop:
        kind = "outlet"  # "Television New Zealand"
    if kind == "place" and any((words.lower[n],) in load_offices().bodies for n in range(start, stop)):
        kind = "organisation"  # "Family Policy Council of West Virginia"
    if kind == "organisation" and start == stop and called_leader(reader.text(start, stop)):
        kind = "person"  # the tags take "Trump" for a company
    firm = words.lower[stop].rstrip(".") in load_offices().marks["firm"]
    if kind == "person" and stop > start and (firm or words.tokens[stop - 1].entity == "B-ORG"):
        kind = "organisation"  # "Tony Lama Co.", "Donaldson Lufkin"
    if kind == "person" and capital and start == stop:
        key = slug(reader.text(start, stop))
        return Holder(
            low=low, high=high, kind="person", form="surname", name=reader.text(start, stop), key=key, score=0.8
        )
    if kind is not None and capital:
        score = 0.85 if token.entity != "O" else 0.6
        return Holder(
            low=low,
            high=high,
            kind=kind,
            form="name",
            name=reader.text(start, stop),
            key=slug(reader.text(start, stop)),
            score=score,
        )
    if words.tokens[stop].tag[:2] not in ("NN", "CD", "DT", "JJ", "PR") and words.tokens[stop].tag != "VBG":
        return None
    lands = find_countries(reader, start, high)
    plural = token.tag in ("NNS", "NNPS")
    return Holder(
        low=low,
        high=high,
        kind="unnamed",
        form="description" if words.lower[low] == "the" else "unnamed",
        name=name_of(reader, low, high),
        country=lands[0][2] if lands else None,
        plural=plural,
        definite=words.lower[low] == "the",
        score=0.6,
    )

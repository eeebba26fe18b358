"""A noun phrase without commas and joining words comes in; the one holder it names goes out, or None."""

from __future__ import annotations

from dataclasses import replace

from onrecord.extract.bodies import body_beside, body_ref, known_in, make_body
from onrecord.extract.names import PersonName, single_name, slug
from onrecord.extract.naming import (
    PRONOUNS,
    BodyRef,
    Holder,
    Reader,
    after_article,
    find_countries,
    is_hyphened,
    name_of,
    read_pronoun,
    trim,
)
from onrecord.knowledge.countries import countries_of
from onrecord.knowledge.first_names import load_first_names
from onrecord.knowledge.grammar import Words
from onrecord.knowledge.offices import Office, load_offices, longest_match
from onrecord.knowledge.outlets import find_outlet
from onrecord.record import EntityKind, MentionForm

_PREPOSITIONS = frozenset(
    [
        "of",
        "for",
        "from",
        "in",
        "at",
        "with",
        "to",
        "on",
        "by",
        "near",
        "within",
        "inside",
        "under",
        "among",
        "across",
        "around",
        "outside",
        "against",
    ]
)


_PAST = frozenset(["former", "ex", "late", "ousted", "deposed", "then"])


_INSIDERS = frozenset(
    [
        "source",
        "sources",
        "person",
        "people",
        "insider",
        "insiders",
        "reporter",
        "reporters",
        "journalist",
        "journalists",
        "correspondent",
        "employee",
        "employees",
        "worker",
        "workers",
        "member",
        "members",
        "fighter",
        "fighters",
    ]
)
_NOT_SPEAKING = frozenset(
    [
        "opposition",
        "rebel",
        "rebels",
        "former",
        "ex",
        "exiled",
        "dissident",
        "candidate",
        "shadow",
        "retired",
        "opposition's",
    ]
)


_PLACES_AFTER = frozenset(["from", "of", "in"])


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
    if (
        start == high
        and (long := reader.book.short_forms.get(reader.text(start, start)))
        and not long[0] <= low <= long[1]
    ):
        meant = read_one(reader, *long)
        if meant is not None:
            return replace(meant, low=low, high=high, score=min(meant.score, 0.9))
    stop = _first_preposition(reader, start, high)
    person = _person_in(reader, start, stop)
    if person is not None:
        return _read_person(reader, low, start, stop, high, person)
    return (
        _read_outlet(reader, low, start, high)
        or _read_known(reader, low, start, stop, high)
        or _read_land(reader, low, start, high)
        or _read_last(reader, low, start, high)
        or _read_office(reader, low, start, stop, high)
        or _read_body(reader, low, start, stop, high)
        or _read_rest(reader, low, start, stop, high)
    )


def _first_preposition(reader: Reader, low: int, high: int) -> int:
    """The last word before the first preposition that is not part of an office or body ("secretary of state")."""
    words = reader.words
    table = load_offices()
    skip = 1 + max(
        (n for n in range(low, high) if words.tokens[n].tag == "POS" and (words.lower[high],) in table.offices),
        default=low - 1,
    )
    for n in range(low, high + 1):
        if n < skip:
            continue
        size = max(
            longest_match(table.offices, words.lower[n : n + 7], 0),
            longest_match(table.bodies, words.lower[n : n + 7], 0),
            longest_match(table.known, [reader.text(k, k) for k in range(n, min(n + 7, high + 1))], 0),
        )
        if size > 1:
            skip = n + size
            continue
        if (
            words.lower[n] in _PREPOSITIONS
            and n > low
            and words.tokens[n].entity[:1] != "I"
            and not is_hyphened(words, n)
        ):
            return n - 1
    return high


def _person_in(reader: Reader, low: int, high: int) -> PersonName | None:
    """The person who heads the phrase: a name not followed by "'s" nor by an office ("Putin spokesman")."""
    words = reader.words
    best: PersonName | None = None
    n = low
    while n <= high:
        name = reader.book.inside.get(n) or (
            single_name(words, n, reader.book) if words.tokens[n].entity == "O" or n == low else None
        )
        if name is None:
            n += 1
            continue
        after = name.high + 1
        if after <= high and words.lower[after] in ("'s", "'"):
            n = after + 1
            continue
        if after > high or not _continues(reader, after, high) or _lower_office(reader, after):
            best = name
        n = after
    return best or _untagged_person(reader, low, high)


def _lower_office(reader: Reader, n: int) -> bool:
    """Whether a lower-case office follows a full name without its comma ("Ann Smith head of the press office")."""
    words = reader.words
    name = reader.book.inside.get(n - 1)
    return (
        name is not None
        and name.full
        and n + 1 < len(words.tokens)
        and words.lower[n + 1] in ("of", "at", "for")
        and (words.lower[n],) in load_offices().offices
    )


def _continues(reader: Reader, n: int, high: int) -> bool:
    """Whether the words after a name make it a modifier: an office or a body follows at once."""
    table, words = load_offices(), reader.words
    rest = words.lower[n : high + 1]
    return any(
        longest_match(table.offices, rest, k) or longest_match(table.bodies, rest, k) or (rest[k],) in table.documents
        for k in range(len(rest))
    )


def _untagged_person(reader: Reader, low: int, high: int) -> PersonName | None:
    """Capitalised words after an office or a title, or after a known first name, that no tag claims for something else."""
    words, table = reader.words, load_offices()
    run = _run_before_office(reader, low, high)
    if run is not None:
        name = reader.text(low, run)
        return PersonName(low, run, slug(name), name, True, False)
    for n in range(low, high + 1):
        after_title = n > low and (
            words.lower[n - 1].rstrip(".") in table.titles or (words.lower[n - 1],) in table.offices
        )
        if not (
            after_title
            or (n == low and high > low and words.lower[n] in load_first_names() and words.tokens[n].tag == "NNP")
        ):
            continue
        end = n
        while (
            end <= high
            and words.tokens[end].tag in ("NNP", "NNPS", "HYPH")
            and words.tokens[end].entity[2:]
            in ("", "PERSON", "ORG", "GPE", "NORP", "FAC", "WORK_OF_ART", "PRODUCT", "LOC")
        ):
            end += 1
        if (
            end > n
            and end > high
            and words.text[words.tokens[n].start].isupper()
            and not countries_of(reader.text(n, end - 1))
        ):
            if any((words.lower[k],) in table.bodies or (words.lower[k],) in table.offices for k in range(n, end)):
                return None
            name = reader.text(n, end - 1)
            return PersonName(n, end - 1, slug(name), name, end - n > 1, end - n > 1)
    return None


def _run_before_office(reader: Reader, low: int, high: int) -> int | None:
    """The last of two to four capitalised words that open a phrase, an office following ("Ann Smith a spokesman for")."""
    words, table = reader.words, load_offices()
    run = low
    while run <= high and words.tokens[run].tag in ("NNP", "HYPH") and run - low < 5:
        run += 1
    if not 2 <= run - low <= 4 or run > high or find_countries(reader, low, run - 1) or known_in(reader, low, run - 1):
        return None
    if any((words.lower[n],) in table.bodies or (words.lower[n],) in table.offices for n in range(low, run)):
        return None
    if words.lower[run] in ("a", "an", "the"):
        near = range(run + 1, min(run + 4, high + 1))
    elif run + 1 <= high and words.lower[run + 1] in ("of", "at", "for"):
        near = range(run, run + 1)
    else:
        return None
    return (
        run - 1
        if any((words.lower[n],) in table.offices and words.text[words.tokens[n].start].islower() for n in near)
        else None
    )


def _read_person(reader: Reader, low: int, start: int, stop: int, high: int, person: PersonName) -> Holder:
    words = reader.words
    office = _office_in(reader, start, person.low - 1)
    title, rank, speaks, body, country = None, None, False, None, None
    if office is not None:
        at, size, found = office
        title, rank, speaks = reader.text(at, at + size - 1), found.rank, found.speaks
        body, country = body_beside(reader, start, at - 1)
        if body is None and country is None and at + size < person.low:
            body, country = body_beside(reader, at + size, person.low - 1)
    elif person.low > start:
        body, country = body_beside(reader, start, person.low - 1)
    after = _office_in(reader, person.high + 1, high)
    if office is None and after is not None:
        at, size, found = after
        title, rank, speaks = reader.text(at, at + size - 1), found.rank, found.speaks
        body, country = body_beside(reader, at + size, high)
    elif body is None and country is None and stop < high:
        body, country = body_beside(reader, stop + 1, high)
    marks = {words.lower[n] for n in range(low, person.low)}
    if marks & _NOT_SPEAKING or (title or "").lower().startswith("opposition"):
        speaks, rank = False, None
    form: MentionForm = "name" if person.full else "surname"
    return Holder(
        low=low,
        high=high,
        kind="person",
        form=form,
        name=person.name,
        key=person.key,
        rank=rank,
        country=country,
        title=title,
        body=body,
        speaks=speaks,
        score=0.95 if person.sure else 0.8,
        name_run=(person.low, person.high),
    )


def _office_in(reader: Reader, low: int, high: int) -> tuple[int, int, Office] | None:
    """The last office named between two words: (first word, number of words, office)."""
    words, table = reader.words, load_offices()
    found: tuple[int, int, Office] | None = None
    n = low
    while n <= high:
        size = longest_match(table.offices, words.lower[n : high + 1], 0)
        if size:
            found = n, size, table.offices[tuple(words.lower[n : n + size])]
            n += size
        else:
            n += 1
    return found


def _read_outlet(reader: Reader, low: int, start: int, high: int) -> Holder | None:
    if not reader.words.text[reader.words.tokens[start].start].isupper():
        return None
    outlet = find_outlet(reader.text(start, high))
    if outlet is None:
        return None
    return Holder(
        low=low,
        high=high,
        kind="outlet",
        form="name",
        name=outlet.name,
        key=slug(outlet.name),
        country=outlet.country,
        score=0.95,
    )


def _read_known(reader: Reader, low: int, start: int, stop: int, high: int) -> Holder | None:
    """A body known by name that heads the phrase: nothing but articles and countries before, no office after."""
    known = known_in(reader, start, stop)
    if known is None:
        return None
    at, size, body = known
    if at + size - 1 < stop and _continues(reader, at + size, stop):
        return None
    if at + size - 1 < stop and reader.words.lower[at + size] in ("'s", "'"):
        return None
    lands = find_countries(reader, start, at - 1) if at > start else []
    ref = body_ref(body, lands[0][2] if lands else None)
    form: MentionForm = "name"
    return Holder(
        low=low,
        high=high,
        kind=ref.kind,
        form=form,
        name=ref.name,
        key=ref.key,
        country=ref.country,
        speaks=body.state,
        body=ref,
        score=0.95,
    )


def _read_land(reader: Reader, low: int, start: int, high: int) -> Holder | None:
    """A country, a capital or another word for a government that is the whole phrase."""
    text = reader.text(start, high)
    options = countries_of(text)
    if not options:
        return None
    iso, what = options[0]
    form: MentionForm = "name" if what == "name" else "demonym" if what == "demonym" else "metonym"
    if what == "demonym":
        plural = text.endswith("s") or reader.words.lower[low] == "the"
        return Holder(
            low=low,
            high=high,
            kind="group" if plural else "unnamed",
            form=form,
            name=reader.text(low, high),
            key=f"{iso.lower()}-people" if plural else None,
            country=iso,
            plural=plural,
            score=0.7,
        )
    return Holder(
        low=low, high=high, kind="government", form=form, name=text, key=iso, country=iso, speaks=True, score=0.95
    )


def _read_last(reader: Reader, low: int, start: int, high: int) -> Holder | None:
    """A name that stands last after words that only describe it ("State news agency SANA", "key ally Iran")."""
    words = reader.words
    first = high
    while (
        first > start
        and words.text[words.tokens[first - 1].start].isupper()
        and words.tokens[first - 1].tag[:3] == "NNP"
    ):
        first -= 1
    for at in range(first, high + 1):
        if at == start or words.tokens[at - 1].tag not in ("NN", "NNS", "JJ", "NNP"):
            continue
        if not any(words.text[words.tokens[n].start].islower() for n in range(start + 1, at)):
            continue
        found = _read_outlet(reader, low, at, high) or _read_land(reader, low, at, high)
        if found is not None and found.kind in ("outlet", "government"):
            return found
    return None


def _read_office(reader: Reader, low: int, start: int, stop: int, high: int) -> Holder | None:
    """Somebody by his office alone: "South Korean officials", "a spokesman for the ministry", "the president"."""
    words = reader.words
    office = _office_in(reader, start, stop)
    if office is None:
        return None
    at, size, found = office
    if at + size - 1 != stop and not _only_tail(words, at + size, stop):
        return None
    body, country = body_beside(reader, start, at - 1)
    if stop < high and body is None:
        body2, country2 = body_beside(reader, stop + 1, high)
        body, country = body2, country or country2
    possessor = _possessor(reader, start, at - 1)
    marks = {words.lower[n] for n in range(low, at)}
    speaks = (found.speaks or _from_inside(reader, found, stop, high)) and not marks & _NOT_SPEAKING
    last = words.tokens[at + size - 1]
    plural = last.tag in ("NNS", "NNPS") or words.lower[at + size - 1] in (
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


def _from_inside(reader: Reader, office: Office, stop: int, high: int) -> bool:
    """Whether an unnamed person is said to be of a body ("a source at the ministry", "reporters with the AP")."""
    after = reader.words.lower[stop + 1] if stop < high else ""
    return office.words.split()[-1] in _INSIDERS and after in ("at", "from", "with", "in", "inside", "within")


def _only_tail(words: Words, low: int, high: int) -> bool:
    return all(words.tokens[n].tag in ("POS", ",", "CD", "RB") for n in range(low, high + 1))


def _possessor(reader: Reader, low: int, high: int) -> int | None:
    return next((n for n in range(low, high + 1) if reader.words.tokens[n].tag in ("POS", "PRP$")), None)


def _read_body(reader: Reader, low: int, start: int, stop: int, high: int) -> Holder | None:
    """A body by its noun ("the Russian defence ministry", "police"), or a document ("a report")."""
    words, table = reader.words, load_offices()
    for size in range(min(5, stop - start + 1), 0, -1):
        phrase = tuple(words.lower[stop - size + 1 : stop + 1])
        if phrase in table.documents and phrase not in table.bodies:
            return _document(reader, low, stop, high)
        if phrase in table.bodies:
            lands = find_countries(reader, start, high)
            country = lands[0][2] if lands else None
            ref = make_body(reader, table.bodies[phrase], start, stop, country)
            if (
                ref.key is None
                and stop < high
                and words.lower[stop + 1] in ("of", "for")
                and words.text[words.tokens[high].start].isupper()
            ):
                ref = replace(ref, name=reader.text(start, high), key=slug(reader.text(start, high)))
            plural = words.tokens[stop].tag in ("NNS", "NNPS")
            return Holder(
                low=low,
                high=high,
                kind=_body_kind(ref, plural or words.lower[low] in ("a", "an", "one", "another")),
                form="name" if ref.key else "description",
                name=name_of(reader, start, high),
                key=ref.key,
                country=country,
                body=None if ref.key is None else ref,
                speaks=ref.state,
                plural=plural,
                definite=words.lower[low] == "the",
                score=0.9 if ref.key else 0.8,
            )
    return None


def _body_kind(ref: BodyRef, open_: bool) -> EntityKind:
    """Several bodies that nobody names ("multiple intelligence agencies") are unnamed speakers."""
    return "unnamed" if open_ and ref.key is None else ref.kind


def _document(reader: Reader, low: int, stop: int, high: int) -> Holder:
    name = name_of(reader, low, high)
    return Holder(
        low=low,
        high=high,
        kind="document",
        form="description",
        name=name,
        key=None,
        definite=reader.words.lower[low] in ("the", "this", "that"),
        plural=reader.words.tokens[stop].tag == "NNS",
        title=None,
        score=0.9,
    )


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

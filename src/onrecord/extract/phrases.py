"""A noun phrase that names a source comes in; whom it names goes out: one holder or several, with office and body.

The parse trees of a small model are not to be leant on here: what decides are the words, their tags and the tables.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from onrecord.extract.names import NameBook, PersonName, single_name, slug
from onrecord.knowledge.countries import countries_of
from onrecord.knowledge.first_names import load_first_names
from onrecord.knowledge.grammar import Words
from onrecord.knowledge.offices import Body, Office, load_offices, longest_match
from onrecord.knowledge.outlets import find_outlet
from onrecord.record import EntityKind, MentionForm, Rank

PRONOUNS = frozenset(
    [
        "i",
        "we",
        "he",
        "she",
        "they",
        "it",
        "who",
        "which",
        "that",
        "you",
        "me",
        "us",
        "him",
        "her",
        "them",
        "himself",
        "herself",
        "themselves",
        "this",
        "these",
        "those",
    ]
)
_CUT = frozenset(["who", "whom", "which", "that", "whose"])
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
_BOTH = frozenset(["both", "and", "&", ",", "or", "as", "well"])
_PLACES_AFTER = frozenset(["from", "of", "in"])


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyRef:
    """A body as a phrase names it; `key` is None where only its kind of body is said ("the ministry")."""

    name: str
    kind: EntityKind
    key: str | None
    country: str | None
    state: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """Somebody a phrase names. `key` is None where the phrase does not say who ("the president", "one official")."""

    low: int
    high: int
    kind: EntityKind
    form: MentionForm
    name: str
    key: str | None = None
    rank: Rank | None = None
    country: str | None = None
    title: str | None = None
    body: BodyRef | None = None
    speaks: bool = False
    plural: bool = False
    definite: bool = False
    score: float = 0.9


@dataclass(frozen=True, slots=True)
class Reader:
    """What the reading of phrases looks at."""

    words: Words
    book: NameBook

    def text(self, low: int, high: int) -> str:
        """The printed words from `low` to `high`, both included."""
        return self.words.text[self.words.tokens[low].start : self.words.tokens[high].end]


def read_phrase(reader: Reader, low: int, high: int) -> list[Holder]:
    """The holders a phrase (words `low` to `high`, both included) names, in order; empty where there is none."""
    words = reader.words
    low, high = _trim(words, low, high)
    if low > high:
        return []
    if high == low and words.lower[low] in PRONOUNS:
        return [_pronoun(reader, low)]
    high = _cut_relative(words, low, high)
    segments = list(_segments(reader, low, high))
    if len(segments) == 1:
        return _read_conjoined(reader, *segments[0])
    return _join_appositions(reader, segments)


def _trim(words: Words, low: int, high: int) -> tuple[int, int]:
    while low <= high and (not words.lower[low][:1].isalnum() and words.lower[low][:1] not in "@#"):
        low += 1
    while low < high and words.lower[low] in (
        "by",
        "from",
        "according",
        "to",
        "both",
        "as",
        "for",
        "even",
        "but",
        "and",
        "to",
        "like",
        "also",
        "only",
    ):
        low += 1
    while high >= low and (not words.lower[high][-1:].isalnum() and words.lower[high][-1:] != "."):
        high -= 1
    if high > low and words.lower[high] in (
        "'s",
        "himself",
        "herself",
        "themselves",
        "itself",
        "both",
        "and",
        "all",
        "who",
        "have",
    ):
        return _trim(words, low, high - 1)
    return low, high


def _pronoun(reader: Reader, n: int) -> Holder:
    return Holder(
        low=n,
        high=n,
        kind="unnamed",
        form="pronoun",
        name=reader.text(n, n),
        plural=reader.words.lower[n] in ("they", "we", "these", "those", "them", "us"),
    )


def _cut_relative(words: Words, low: int, high: int) -> int:
    """The last word before a relative clause, a participle clause or a "speaking on condition of anonymity"."""
    for n in range(low + 1, high + 1):
        word, tag = words.lower[n], words.tokens[n].tag
        if _hyphened(words, n):
            continue
        if (
            (word in _CUT and tag in ("WP", "WDT", "WP$", "IN", "DT"))
            or (tag == "VBG" and words.lower[n - 1] == ",")
            or (tag in ("VBD", "VBZ", "VBP") and n > low + 1)
            or (tag in ("VBN", "VBG") and n > low and words.tokens[n - 1].tag[:2] in ("NN",) and n < high)
        ):
            cut = n - 1
            while cut > low and not words.lower[cut][-1:].isalnum():
                cut -= 1
            return cut
    return high


def _segments(reader: Reader, low: int, high: int) -> Iterator[tuple[int, int]]:
    """Pieces between commas, dashes and brackets; a comma inside a name of one body does not count."""
    start = low
    for n in range(low, high + 1):
        if reader.words.lower[n] in (",", "(", ")", "—", "–", ";", ":"):
            if n > start:
                yield start, n - 1
            start = n + 1
    if start <= high:
        yield start, high


def _join_appositions(reader: Reader, segments: Sequence[tuple[int, int]]) -> list[Holder]:
    """A name and what stands beside it between commas are one holder; names side by side are several."""
    found = [holder for segment in segments for holder in _read_conjoined(reader, *segment)]
    joined: list[Holder] = []
    for holder in found:
        last = joined[-1] if joined else None
        if last is None:
            joined.append(holder)
        elif last.kind == "person" and holder.kind == "unnamed" and not holder.plural:
            joined[-1] = _merge(last, holder)
        elif last.kind == "unnamed" and holder.kind == "person" and not last.plural and last.title:
            joined[-1] = replace(_merge(holder, last), low=last.low)
        elif holder.kind == "person" and last.kind == "person" and holder.key != last.key:
            joined.append(holder)
        elif holder.kind in ("organisation", "government", "military", "outlet", "place") and last.kind == "person":
            joined[-1] = replace(last, body=last.body or _as_body(holder), high=holder.high)
        elif (holder.kind == last.kind == "unnamed" and holder.plural and last.plural and holder.key is None) or _lists(
            reader, segments
        ):
            joined.append(holder)
    return joined


def _lists(reader: Reader, segments: Sequence[tuple[int, int]]) -> bool:
    """Whether the pieces are a list ("Germany, France and Italy"): the last one begins with or holds an "and"."""
    low, high = segments[-1]
    return any(reader.words.lower[n] == "and" for n in range(low, min(high, low + 4) + 1))


def _merge(person: Holder, office: Holder) -> Holder:
    return replace(
        person,
        rank=person.rank or office.rank,
        country=person.country or office.country,
        title=person.title or office.title,
        body=person.body or office.body,
        speaks=person.speaks or office.speaks,
        high=max(person.high, office.high),
    )


def _as_body(holder: Holder) -> BodyRef:
    return BodyRef(name=holder.name, kind=holder.kind, key=holder.key, country=holder.country, state=holder.speaks)


# -------------------------------------------------------------------------------------------------- "A and B", one by one


def _read_conjoined(reader: Reader, low: int, high: int) -> list[Holder]:
    """Holders joined by "and", each by itself; what they share ("officials from the US and the UK") is given to each."""
    words = reader.words
    low, high = _trim(words, low, high)
    if low > high:
        return []
    ands = [n for n in range(low + 1, high) if words.lower[n] in ("and", "&") and not _within_name(reader, n)]
    if not ands:
        one = _read_one(reader, low, high)
        return [one] if one else []
    shared = _shared_countries(reader, low, high)
    if shared:
        return shared
    edges = [low - 1, *ands[:3], high + 1]
    parts = [_read_one(reader, a + 1, b - 1) for a, b in itertools.pairwise(edges) if a + 1 <= b - 1]
    found = [part for part in parts if part is not None]
    if len(found) == len(parts) and all(_stands(part) for part in found):
        return found
    whole = _read_one(reader, low, high)
    return [whole] if whole else found


def _stands(part: Holder) -> bool:
    """Whether half of an "and" can be a holder by itself; "secretary of trade and industry" has no second holder."""
    return part.kind != "unnamed" or part.title is not None or part.form == "pronoun"


def _within_name(reader: Reader, n: int) -> bool:
    """Whether an "and" stands inside of one name ("Ministry of Trade and Industry")."""
    tokens = reader.words.tokens
    return tokens[n].entity.startswith("I-")


def _shared_countries(reader: Reader, low: int, high: int) -> list[Holder]:
    """ "US and South Korean officials", "personnel from the US and Korea": one holder a country."""
    words = reader.words
    lands = [(a, b, iso) for a, b, iso in find_countries(reader, low, high)]
    if len(lands) < 2:
        return []
    head = _read_one(reader, low, high)
    joined = all(
        all(words.lower[n] in _BOTH or words.lower[n] in ("the", "from", "of", "in") for n in range(one[1] + 1, two[0]))
        for one, two in itertools.pairwise(lands)
    )
    if not joined or head is None or head.kind == "person" or not (head.plural or head.kind in ("government",)):
        return []
    first, last = lands[0], lands[-1]
    after = last[1] == high and first[0] > low
    holders = []
    for number, (a, b, iso) in enumerate(lands):
        if after:
            lead = reader.text(low, max(low, lands[0][0] - 1))
            name = f"{lead.removesuffix(' the').strip()} {'the ' if words.lower[a - 1] == 'the' else ''}{reader.text(a, b)}"
            reach = (low if number == 0 else a, b)
        else:
            name = f"{reader.text(a, b)} {reader.text(last[1] + 1, high)}" if last[1] < high else reader.text(a, b)
            reach = (a, b if number + 1 < len(lands) else high)
        kind: EntityKind = (
            "government" if head.kind == "government" and last[1] == high and first[0] <= low + 1 else head.kind
        )
        body = None if head.body is None or head.body.country else head.body
        key = iso if kind == "government" else None if head.kind == "unnamed" else f"{iso.lower()}-{slug(name)}"
        holders.append(
            replace(head, low=reach[0], high=reach[1], name=name, country=iso, kind=kind, key=key, body=body, score=0.9)
        )
    return holders


def find_countries(reader: Reader, low: int, high: int) -> list[tuple[int, int, str]]:
    """Countries named in a phrase by name, people or capital: (first word, last word, ISO code), longest first."""
    words = reader.words
    found: list[tuple[int, int, str]] = []
    n = low
    while n <= high:
        if not words.text[words.tokens[n].start].isupper() or words.lower[n] == "the":
            n += 1
            continue
        for size in range(min(6, high - n + 1), 0, -1):
            text = reader.text(n, n + size - 1)
            options = countries_of(text)
            if options:
                found.append((n, n + size - 1, options[0][0]))
                n += size
                break
        else:
            n += 1
    return found


# --------------------------------------------------------------------------------------------------------- one holder


def _read_one(reader: Reader, low: int, high: int) -> Holder | None:
    """The one holder a phrase without commas and joining words names."""
    words = reader.words
    low, high = _trim(words, low, high)
    if low > high:
        return None
    if low == high and words.lower[low] in PRONOUNS:
        return _pronoun(reader, low)
    first = words.text[words.tokens[low].start]
    if first == "@":
        return Holder(
            low=low,
            high=high,
            kind="account",
            form="name",
            name=reader.text(low, low),
            key=words.lower[low].lstrip("@"),
            score=0.95,
        )
    start = _after_article(words, low, high)
    stop = _first_preposition(reader, start, high)
    person = _person_in(reader, start, stop)
    if person is not None:
        return _read_person(reader, low, start, stop, high, person)
    return (
        _read_outlet(reader, low, start, high)
        or _read_known(reader, low, start, stop, high)
        or _read_land(reader, low, start, high)
        or _read_office(reader, low, start, stop, high)
        or _read_body(reader, low, start, stop, high)
        or _read_rest(reader, low, start, stop, high)
    )


def _after_article(words: Words, low: int, high: int) -> int:
    while low < high and words.lower[low] in ("the", "a", "an", "this", "that", "these", "those"):
        low += 1
    return low


def _first_preposition(reader: Reader, low: int, high: int) -> int:
    """The last word before the first preposition that is not part of an office or body ("secretary of state")."""
    words = reader.words
    table = load_offices()
    skip = low
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
            and not _hyphened(words, n)
        ):
            return n - 1
    return high


def _hyphened(words: Words, n: int) -> bool:
    """Whether a word is part of a compound ("soon-to-be")."""
    return any(
        0 <= k < len(words.tokens)
        and words.lower[k] in ("-", "‑", "–")
        and (words.tokens[k].end == words.tokens[n].start or words.tokens[n].end == words.tokens[k].start)
        for k in (n - 1, n + 1)
    )


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
        if after > high or not _continues(reader, after, high):
            best = name
        n = after
    return best or _untagged_person(reader, low, high)


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


def _read_person(reader: Reader, low: int, start: int, stop: int, high: int, person: PersonName) -> Holder:
    words = reader.words
    office = _office_in(reader, start, person.low - 1)
    title, rank, speaks, body, country = None, None, False, None, None
    if office is not None:
        at, size, found = office
        title, rank, speaks = reader.text(at, at + size - 1), found.rank, found.speaks
        body, country = _body_beside(reader, start, at - 1)
        if body is None and country is None and at + size < person.low:
            body, country = _body_beside(reader, at + size, person.low - 1)
    elif person.low > start:
        body, country = _body_beside(reader, start, person.low - 1)
    after = _office_in(reader, person.high + 1, high)
    if office is None and after is not None:
        at, size, found = after
        title, rank, speaks = reader.text(at, at + size - 1), found.rank, found.speaks
        body, country = _body_beside(reader, at + size, high)
    elif body is None and country is None and stop < high:
        body, country = _body_beside(reader, stop + 1, high)
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


def _body_beside(reader: Reader, low: int, high: int) -> tuple[BodyRef | None, str | None]:
    """The body and the country named beside an office ("US State Department", "for the Russian defence ministry")."""
    if low > high:
        return None, None
    lands = find_countries(reader, low, high)
    country = lands[0][2] if lands else None
    known = _known_in(reader, low, high)
    if known is not None:
        body = known[2]
        return body_ref(body, country), country or body.country
    words, table = reader.words, load_offices()
    for n in range(high, low - 1, -1):
        for size in range(min(5, n - low + 1), 0, -1):
            phrase = tuple(words.lower[n - size + 1 : n + 1])
            if phrase in table.bodies:
                found = table.bodies[phrase]
                begin = _name_start(words, low, n - size + 1)
                return make_body(reader, found, begin, n, country), country
    runs = [n for n in range(low, high + 1) if words.tokens[n].entity[2:] == "ORG"]
    if runs:
        text = reader.text(runs[0], runs[-1])
        if not countries_of(text):
            text = text[4:] if text[:4].lower() == "the " else text
            outlet = find_outlet(text)
            return BodyRef(
                name=outlet.name if outlet else text,
                kind="outlet" if outlet else "organisation",
                key=slug(outlet.name if outlet else text),
                country=country,
                state=False,
            ), country
    return None, country


def _name_start(words: Words, low: int, noun: int) -> int:
    start = noun
    while (
        start > low
        and (
            words.text[words.tokens[start - 1].start].isupper()
            or words.tokens[start - 1].tag in ("NN", "NNP", "POS", "JJ", "HYPH")
        )
        and words.lower[start - 1] not in ("former", "senior", "top", "the")
    ):
        start -= 1
    return start


def make_body(reader: Reader, body: Body, low: int, high: int, country: str | None) -> BodyRef:
    """A body named by its noun: with its country it has a key, alone it has none."""
    low = _after_article(reader.words, low, high)
    name = reader.text(low, high)
    own = reader.words.lower[low : high + 1]
    bare = len(own) == len(body.name.split())
    key: str | None
    if country is not None and body.state:
        key = f"{country}-{_canonical(body.name)}"
        if body.kind == "government":
            key = country
    elif bare or not any(reader.words.text[reader.words.tokens[n].start].isupper() for n in range(low, high + 1)):
        key = None
    else:
        key = slug(name)
    return BodyRef(name=name, kind=body.kind, key=key, country=country, state=body.state)


def _canonical(name: str) -> str:
    name = name.replace("defense", "defence")
    if name.startswith("ministry of "):
        name = (
            name.removeprefix("ministry of ").removeprefix("the ").replace("foreign affairs", "foreign") + " ministry"
        )
    if name in ("armed forces", "troops", "forces", "army", "military", "soldiers"):
        name = "military" if name != "army" else "army"
    return slug(name)


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
    """An army known by name has the key that its country's troops have."""
    return f"{body.country}-military" if body.kind == "military" and body.country else slug(body.name)


def _known_in(reader: Reader, low: int, high: int) -> tuple[int, int, Body] | None:
    table = load_offices().known
    printed = [reader.text(n, n).replace("’", "'") for n in range(low, high + 1)]
    for n in range(len(printed)):
        size = longest_match(table, printed, n)
        if size:
            return low + n, size, table[tuple(printed[n : n + size])]
    return None


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
    known = _known_in(reader, start, stop)
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


def _read_office(reader: Reader, low: int, start: int, stop: int, high: int) -> Holder | None:
    """Somebody by his office alone: "South Korean officials", "a spokesman for the ministry", "the president"."""
    words = reader.words
    office = _office_in(reader, start, stop)
    if office is None:
        return None
    at, size, found = office
    if at + size - 1 != stop and not _only_tail(words, at + size, stop):
        return None
    body, country = _body_beside(reader, start, at - 1)
    if stop < high and body is None:
        body2, country2 = _body_beside(reader, stop + 1, high)
        body, country = body2, country or country2
    possessor = _possessor(reader, start, at - 1)
    marks = {words.lower[n] for n in range(low, at)}
    speaks = found.speaks and not marks & _NOT_SPEAKING
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
        name=_name_of(reader, low, high),
        rank=found.rank if speaks else None,
        country=country,
        title=reader.text(at, at + size - 1),
        body=body,
        speaks=speaks,
        plural=plural,
        definite=definite or singular_title,
        score=0.9,
    )


def _only_tail(words: Words, low: int, high: int) -> bool:
    return all(words.tokens[n].tag in ("POS", ",", "CD", "RB") for n in range(low, high + 1))


def _possessor(reader: Reader, low: int, high: int) -> int | None:
    return next((n for n in range(low, high + 1) if reader.words.tokens[n].tag in ("POS", "PRP$")), None)


def _name_of(reader: Reader, low: int, high: int) -> str:
    """The phrase as a name: without its article, at most twelve words."""
    start = _after_article(reader.words, low, high) if reader.words.lower[low] in ("a", "an") else low
    return reader.text(start, min(high, start + 11))


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
                kind=_body_kind(ref, plural),
                form="name" if ref.key else "description",
                name=_name_of(reader, start, high),
                key=ref.key,
                country=country,
                body=None if plural and ref.key is None else ref,
                speaks=ref.state,
                plural=plural,
                definite=words.lower[low] == "the",
                score=0.9 if ref.key else 0.8,
            )
    return None


def _body_kind(ref: BodyRef, plural: bool) -> EntityKind:
    """Several bodies that nobody names ("multiple intelligence agencies") are unnamed speakers."""
    return "unnamed" if plural and ref.key is None else ref.kind


def _document(reader: Reader, low: int, stop: int, high: int) -> Holder:
    name = _name_of(reader, low, high)
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
            name=_name_of(reader, low, high),
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
        name=_name_of(reader, low, high),
        country=lands[0][2] if lands else None,
        plural=plural,
        definite=words.lower[low] == "the",
        score=0.6,
    )

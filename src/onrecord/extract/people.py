"""A phrase that a person heads comes in; the person with office, body and country goes out."""

from __future__ import annotations

from onrecord.extract.bodies import as_firm, body_beside
from onrecord.extract.known_bodies import known_in
from onrecord.extract.names import PersonName, single_name, slug
from onrecord.extract.naming import Holder, Reader, continues, find_countries, office_in, spokesman_in
from onrecord.knowledge.countries import countries_of
from onrecord.knowledge.first_names import load_first_names
from onrecord.knowledge.grammar import Words
from onrecord.knowledge.offices import load_offices
from onrecord.knowledge.outlets import find_outlet
from onrecord.record import MentionForm

NOT_SPEAKING = frozenset(
    """opposition rebel rebels former ex exiled dissident candidate shadow retired opposition's""".split()  # noqa: SIM905
)


def find_person(reader: Reader, low: int, high: int) -> PersonName | None:
    """The person who heads the phrase: a name not followed by "'s" nor by an office ("Putin spokesman")."""
    words = reader.words
    best: PersonName | None = None
    n = low
    while n <= high:
        name = reader.book.inside.get(n) or (
            single_name(words, n, reader.book) if words.tokens[n].entity == "O" or n == low else None
        )
        if name is None or _ends_body(reader, low, name):
            n += 1
            continue
        after = name.high + 1
        if after <= high and words.lower[after] in ("'s", "'"):
            n = after + 1
            continue
        if (
            after > high
            or _lower_office(reader, after)
            or not (continues(reader, after, high) or _of_things(words, after, high))
        ):
            best = name
        n = after
    return best or _untagged_person(reader, low, high)


def _of_things(words: Words, low: int, high: int) -> bool:
    """Whether common nouns end a phrase behind a name ("Sanders fans", "the printed Cruz slate card")."""
    return all(
        words.tokens[n].tag in ("NN", "NNS") and words.text[words.tokens[n].start].islower()
        for n in range(low, high + 1)
    )


def _ends_body(reader: Reader, low: int, name: PersonName) -> bool:
    """Whether a lone name is the end of a body's ("of Donaldson Lufkin")."""
    before = reader.words.tokens[name.low - 1]
    single = name.low == name.high and not name.full and "-" not in name.key
    return single and name.low > low and before.entity == "B-ORG" and before.tag == "NNP"


def _lower_office(reader: Reader, n: int) -> bool:
    """Whether a lower-case office follows a full name without its comma ("Ann Smith head of the press office")."""
    words = reader.words
    name = reader.book.inside.get(n - 1)
    if name is not None and name.full and words.lower[n] in ("a", "an"):  # "Ann Smith a commander of the group"
        return any((words.lower[k],) in load_offices().offices for k in range(n + 1, min(n + 4, len(words.tokens))))
    return (
        name is not None
        and name.full
        and n + 1 < len(words.tokens)
        and words.lower[n + 1] in ("of", "at", "for")
        and (words.lower[n],) in load_offices().offices
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
        if _inside_body(words, n) or not (
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
            if words.lower[end - 1].rstrip(".") in table.marks["firm"]:
                return None  # "Tony Lama Co." is nobody
            name = reader.text(n, end - 1)
            return PersonName(n, end - 1, slug(name), name, end - n > 1, end - n > 1)
    return None


def _inside_body(words: Words, n: int) -> bool:
    """Whether a word goes on a body's name that an office's word opens or holds ("General Motors", "Family Services")."""
    begun = words.tokens[n].entity == "I-ORG" and words.tokens[n - 1].entity[2:] == "ORG"
    return begun and words.lower[n - 1].rstrip(".") not in load_offices().marks["rank"]


def _run_before_office(reader: Reader, low: int, high: int) -> int | None:
    """The last of two to four capitalised words that open a phrase, an office following ("Ann Smith a spokesman for")."""
    words, table = reader.words, load_offices()
    run = low
    while run <= high and words.tokens[run].tag in ("NNP", "HYPH") and run - low < 5:
        run += 1
    body = next((n for n in range(low + 2, run) if known_in(reader, n, n) or _is_short_form(reader, n)), None)
    if body is not None and body - low <= 4 and run <= high:  # "Ann Smith ICRC regional director" lost its comma
        return body - 1 if office_in(reader, body, min(high, run + 4)) else None
    if not 2 <= run - low <= 4 or run > high or find_countries(reader, low, run - 1) or known_in(reader, low, run - 1):
        return None
    if any((words.lower[n],) in table.bodies or (words.lower[n],) in table.offices for n in range(low, run)):
        return None
    if words.lower[run - 1] in load_offices().marks["town"] or words.lower[run - 1] == "state":
        return None  # "a Putnam County dispatcher"
    if words.lower[run] in ("a", "an", "the"):
        near = range(run + 1, min(run + 4, high + 1))
    elif run + 1 <= high and words.lower[run + 1] in ("of", "at", "for"):
        near = range(run, run + 1)
    elif not find_outlet(reader.text(low, run - 1)):
        near = _lower_words(reader, run, high)  # "Ann Smith deputy emergencies director at the group"
    else:
        return None
    return (
        run - 1
        if any((words.lower[n],) in table.offices and words.text[words.tokens[n].start].islower() for n in near)
        else None
    )


def _lower_words(reader: Reader, run: int, high: int) -> range:
    """The lower-case words before a preposition, none of them a body's noun; empty where it is something else."""
    words, end = reader.words, run
    while (
        end <= high
        and words.tokens[end].tag in ("NN", "JJ", "NNS")
        and (words.lower[end],) not in load_offices().bodies
    ):
        end += 1
    closed = end > high or words.lower[end] in ("of", "at", "for", "with", "in", "to")
    return range(run, end) if closed and end - run <= 4 else range(0)


def _is_short_form(reader: Reader, n: int) -> bool:
    text = reader.text(n, n)
    return 3 <= len(text) <= 6 and text.isalpha() and text.isupper()


def person_last(reader: Reader, start: int, stop: int, high: int) -> PersonName | None:
    """The full name that ends a phrase right behind the body of an office ("member of the committee Adnan Rahmoun")."""
    words = reader.words
    name = reader.book.inside.get(high)
    if name is None or not name.full:
        name = _behind_known(reader, stop + 1, high)
    if name is None or not name.full or name.high != high or name.low - 1 <= stop or not office_in(reader, start, stop):
        return None
    before = words.lower[name.low - 1]
    named = words.tokens[name.low - 1].entity[2:] == "ORG" or _is_short_form(reader, name.low - 1)
    place = reader.words.tokens[name.low - 1].entity[2:] in ("GPE", "LOC")  # "special envoy for Syria Ann Smith"
    known = name is not reader.book.inside.get(high)  # the table says where the body ends
    return name if named or place or known or (before,) in load_offices().bodies else None


def _behind_known(reader: Reader, low: int, high: int) -> PersonName | None:
    """Two to four capitalised words that end a phrase right behind a body of the table, whatever their tags."""
    words = reader.words
    known = known_in(reader, low, high) if low < high else None
    if known is None or words.lower[low - 1 : low] == ["and"]:
        return None
    first = known[0] + known[1]
    run = range(first, high + 1)
    named = all(words.tokens[n].tag in ("NNP", "HYPH") and words.text[words.tokens[n].start] != "." for n in run)
    other = any((words.lower[n],) in load_offices().bodies or (words.lower[n],) in load_offices().offices for n in run)
    if not 2 <= len(run) <= 4 or not named or other or find_countries(reader, first, high):
        return None
    if not words.text[words.tokens[first].start].isupper() or find_outlet(reader.text(first, high)):
        return None
    name = reader.text(first, high)
    return PersonName(first, high, slug(name), name, True, False)


def _demonym_at(reader: Reader, n: int) -> str | None:
    """The country whose adjective a word is."""
    return next((iso for iso, _ in countries_of(reader.text(n, n))), None)


def _short_title(reader: Reader, start: int, name: int) -> int:
    """Where the titles right before a name begin ("Lt. Gov. Ann Hill"); the name's own place where there are none."""
    words, at = reader.words, name
    while at > start and words.lower[at - 1].rstrip(".") in load_offices().short_titles:
        at -= 1
    return at


def _is_regional(reader: Reader, low: int, last: int) -> bool:
    """Whether a place that is no country stands right before an office."""
    placed = low <= last and reader.words.tokens[last].entity[2:] in ("GPE", "LOC", "NORP")
    return placed and not countries_of(reader.text(last, last))


def read_person(reader: Reader, low: int, start: int, stop: int, high: int, person: PersonName) -> Holder:
    """A person with what stands before and after the name: title, office, body, country."""
    words = reader.words
    office = spokesman_in(reader, start, person.low - 1)
    title, rank, speaks, body, country = None, None, False, None, None
    if office is not None:
        at, size, found = office
        title, rank, speaks = reader.text(at, at + size - 1), found.rank, found.speaks
        body, country = body_beside(reader, start, at - 1)
        if body is None and country is None and at + size < person.low:
            body, country = body_beside(reader, at + size, person.low - 1)
        if body is None and country is None and _is_regional(reader, start, at - 1):
            rank, speaks = None, False  # "Michigan Attorney General Ann Hill" is no minister of the country
    elif person.low > start and words.lower[person.low - 1] == "counterpart":
        lands = find_countries(reader, start, person.low - 2)
        country = lands[-1][2] if lands else None  # "Mr Kerry's Russian counterpart Sergei Lavrov"
        speaks = country is not None and country == _demonym_at(reader, person.low - 2)
        country = country if speaks else None
    elif person.low > start:
        at = _short_title(reader, start, person.low)
        title = reader.text(at, person.low - 1) if at < person.low else None
        if title is None or words.lower[start:at] != ["state"]:  # "state Sen. Ann Hill" speaks for no state
            body, country = body_beside(reader, start, at - 1)
    after = office_in(reader, person.high + 1, high, named=True)
    if office is None and after is not None:
        at, size, found = after
        title, rank, speaks = reader.text(at, at + size - 1), found.rank, found.speaks
        body, country = body_beside(reader, at + size, high)
        if body is None and at > person.high + 1:
            body, country = body_beside(reader, person.high + 1, at - 1)
    elif stop < high and (body is None or body.key is None) and (country is None or body is not None):
        behind = body_beside(reader, stop + 1, high)  # "union leader Ann Hill of the Transport Workers Union"
        if body is None or (behind[0] is not None and behind[0].key):
            body, country = behind
    body = None if (title or "").lower() in load_offices().marks["private"] else as_firm(title, body)
    if rank == "minister" and body is not None and body.kind == "group":
        body, country = None, None  # "… to defeat Daesh Secretary of State Ann Smith said" lost its comma
    marks = {words.lower[n] for n in range(low, person.low)}
    if marks & NOT_SPEAKING or (title or "").lower().startswith("opposition"):
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

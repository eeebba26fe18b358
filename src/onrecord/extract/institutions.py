"""A phrase that an outlet, a body, a country or a document heads comes in; its holder goes out, or None."""

from __future__ import annotations

from dataclasses import replace

from onrecord.extract.bodies import body_beside, make_body, outlet_among
from onrecord.extract.body_names import name_end
from onrecord.extract.known_bodies import body_ref, known_in, of_another_land
from onrecord.extract.names import slug
from onrecord.extract.naming import BodyRef, Holder, Reader, continues, find_countries, name_of
from onrecord.knowledge.countries import countries_of
from onrecord.knowledge.offices import Body, load_offices
from onrecord.knowledge.outlets import Outlet, find_outlet
from onrecord.record import EntityKind, MentionForm

_MONITORS = frozenset(
    """monitor monitoring group agency organisation organization watchdog charity movement militia network
    alliance""".split()  # noqa: SIM905
)
_MEDIA = frozenset(["media", "television", "tv", "news", "agency", "broadcaster", "newspaper", "channel", "radio"])
_NAMED_MEDIA = frozenset(["newspaper", "broadcaster", "magazine", "website", "channel"])
_PAPERS = frozenset(["paper", "magazine", "station", "website"])
_STATE = frozenset(["state", "state-run", "state-owned", "state-controlled", "official", "government-run"])


def read_outlet(reader: Reader, low: int, start: int, high: int) -> Holder | None:
    """A news outlet that is the whole phrase: one that the table knows, or a name with a word for a paper behind it."""
    if not reader.words.text[reader.words.tokens[start].start].isupper():
        return None
    told = start < high and reader.words.lower[high] in _MEDIA | _PAPERS and reader.text(high, high).islower()
    outlet = find_outlet(reader.text(start, high)) or (find_outlet(reader.text(start, high - 1)) if told else None)
    if outlet is not None:
        return _outlet(outlet, low, high)
    name = reader.text(start, high - 1)
    if not told or reader.words.lower[high] not in _NAMED_MEDIA or countries_of(name) or not name.istitle():
        return None  # "the state broadcaster", "a Lebanese newspaper"
    return Holder(low=low, high=high, kind="outlet", form="name", name=name, key=slug(name), score=0.85)


def _outlet(outlet: Outlet, low: int, high: int) -> Holder:
    return Holder(
        low=low,
        high=high,
        kind="outlet",
        form="name",
        name=outlet.name,
        key=slug(outlet.name),
        country=outlet.country,
        speaks=outlet.run_by == "state",
        score=0.95,
    )


def read_known(reader: Reader, low: int, start: int, stop: int, high: int) -> Holder | None:
    """A body known by name that heads the phrase: nothing but articles and countries before, no office after."""
    known = known_in(reader, start, stop)
    if known is None:
        return None
    at, size, body = known
    if at > start and reader.text(at - 1, at - 1) == "state":
        return None  # "the state Supreme Court" is not the country's
    if of_another_land(reader.words, at + size - 1, high, body):
        return None
    apposed = _is_described(reader, at + size, stop) or reader.words.lower[at + size : at + size + 1] in (["a"], ["an"])
    if at + size - 1 < stop and not apposed and continues(reader, at + size, stop):
        return None
    if at + size - 1 < stop and (
        reader.words.lower[at + size] in ("'s", "'") or _describes(reader, low, at + size, stop)
    ):
        return None
    if at + size == stop == high and _is_umbrella(body, reader.words.lower[stop]):
        name = reader.text(start, stop)  # one of theirs, named elsewhere
        return Holder(low=low, high=high, kind="organisation", form="description", name=name, definite=True, score=0.8)
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


def _is_described(reader: Reader, after: int, stop: int) -> bool:
    """Whether the words behind a body's name only say what it is ("White Helmets rescue group")."""
    if after > stop or not reader.text(after - 1, after - 1)[:1].isupper() or reader.words.lower[stop] not in _MONITORS:
        return False
    return all(
        reader.text(n, n).islower() and reader.words.tokens[n].tag[:2] in ("NN", "JJ") for n in range(after, stop)
    )


def _is_umbrella(body: Body, noun: str) -> bool:
    """Whether a noun behind a body of bodies means one of these ("the UN agency")."""
    return body.name.lower() in load_offices().marks["umbrella"] and (noun,) in load_offices().bodies


def _describes(reader: Reader, low: int, after: int, stop: int) -> bool:
    """Whether a common noun ends the phrase: the name before it only describes it ("one former FARC recruit")."""
    token = reader.words.tokens[stop]
    if reader.words.lower[low] not in ("a", "an", "one", "another", "some", "two", "three", "several", "former"):
        return False
    if any(reader.words.tokens[n].tag[:2] not in ("NN", "JJ") for n in range(after, stop)):
        return False
    return token.tag in ("NN", "NNS") and reader.words.text[token.start].islower()


def read_land(reader: Reader, low: int, start: int, high: int) -> Holder | None:
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


def read_last(reader: Reader, low: int, start: int, high: int) -> Holder | None:
    """A name that stands last after words that only describe it ("State news agency SANA", "key ally Iran")."""
    words = reader.words
    if not words.text[words.tokens[high].start].isupper():
        return None
    if reader.text(high, high).isupper() and high > start and (outlet := find_outlet(reader.text(high, high))):
        return _outlet(outlet, low, high)  # "In the capital SANA said" lost its comma
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
        found = read_outlet(reader, low, at, high)
        before = words.tokens[at - 1]
        apart = words.text[before.start].islower() or before.entity[2:] in ("GPE", "LOC")
        apart = apart and words.tokens[at].entity != "I-GPE"  # "Northern Ireland"
        if found is None and apart and "for" not in words.lower[start:at]:
            # "the tribunal for the former Yugoslavia" and "Club America" are none
            found = read_land(reader, low, at, high)
        if found is not None and found.kind in ("outlet", "government"):
            return found
    return _apposed(reader, low, start, first, high)


def _apposed(reader: Reader, low: int, start: int, first: int, high: int) -> Holder | None:
    """A body's own name right after its noun ("the French newspaper Liberation", "rights group Reprieve")."""
    words = reader.words
    noun = load_offices().bodies.get((words.lower[first - 1],)) if first > start else None
    if (
        noun is None
        or not words.text[words.tokens[high].start].isupper()
        or not words.text[words.tokens[first - 1].start].islower()
    ):
        return None
    if any(words.tokens[n].entity[2:] == "PERSON" or words.tokens[n].tag == "NNPS" for n in range(first, high + 1)):
        return None
    if noun.state or (words.lower[high],) in load_offices().bodies:
        return None  # "state TV" is no body called TV
    lands = find_countries(reader, start, first - 1)
    return Holder(
        low=low,
        high=high,
        kind="outlet" if noun.name in _MEDIA | _PAPERS else noun.kind,
        form="name",
        name=reader.text(first, high),
        key=slug(reader.text(first, high)),
        country=lands[0][2] if lands else None,
        score=0.85,
    )


def read_body(reader: Reader, low: int, start: int, stop: int, high: int) -> Holder | None:
    """A body by its noun ("the Russian defence ministry", "police"), or a document ("a report")."""
    words, table = reader.words, load_offices()
    for size in range(min(5, stop - start + 1), 0, -1):
        phrase = tuple(words.lower[stop - size + 1 : stop + 1])
        if phrase in table.documents and phrase not in table.bodies:
            return _document(reader, low, range(stop - size + 1, stop + 1), high)
        if phrase in table.bodies:
            abroad = phrase[-1] in table.marks["abroad"] and words.lower[stop + 1 : stop + 2] == ["in"]
            lands = find_countries(reader, start, stop if abroad else high)
            country = lands[0][2] if lands else None
            body = table.bodies[phrase]
            named = outlet_among(reader, start, stop - size) if _MEDIA & set(phrase) else None
            if named is not None:  # "the official SANA news agency"
                return _outlet(named, low, high)
            if not body.state and _MEDIA & set(phrase) and _STATE & set(words.lower[start:stop]):
                body = replace(body, state=True)
            last = name_end(words, stop, high) if words.lower[stop + 1 : stop + 2] != ["in"] else stop
            if "opposition" in words.lower[low : high + 1]:
                body = replace(body, state=False)
            ref = make_body(reader, body, start, last, country)
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


_BY = frozenset(["by", "from"])
_OWNED = frozenset(["account", "accounts", "page", "statement", "website"])


def _issuer(reader: Reader, low: int, noun: range, high: int) -> BodyRef | None:
    """The body whose document it is ("a Pentagon statement", "a report by Amnesty International"), where named."""
    words, after = reader.words, noun[-1] + 1
    if words.tokens[low].tag == "PRP$":
        return None
    body, _ = body_beside(reader, low, noun[0] - 1)
    of_whom = _BY | {"of"} if words.lower[noun[-1]] in _OWNED else _BY
    if body is None and after < high and words.lower[after] in of_whom:
        body, _ = body_beside(reader, after + 1, high)
    return body if body is not None and body.key and body.kind != "person" else None


def _document(reader: Reader, low: int, noun: range, high: int) -> Holder:
    name, body, stop = name_of(reader, low, high), _issuer(reader, low, noun, high), noun[-1]
    return Holder(
        low=low,
        high=high,
        kind="document",
        form="description",
        name=name,
        key=None,
        definite=reader.words.lower[low] in ("the", "this", "that"),
        plural=reader.words.tokens[stop].tag == "NNS",
        body=body,
        speaks=body is not None,
        score=0.9,
    )

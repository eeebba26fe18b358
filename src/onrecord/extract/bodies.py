"""Words beside an office, or of a body itself, come in; the body they name goes out, with a key where they say which."""

from __future__ import annotations

import itertools
from dataclasses import replace

from onrecord.extract.body_names import ORDINAL, name_end, name_start
from onrecord.extract.known_bodies import body_ref, known_in
from onrecord.extract.names import PersonName, single_name, slug
from onrecord.extract.naming import BodyRef, Reader, after_article, find_countries
from onrecord.knowledge.countries import countries_of
from onrecord.knowledge.gazetteer import open_gazetteer
from onrecord.knowledge.grammar import Words
from onrecord.knowledge.leaders import called_leader
from onrecord.knowledge.offices import Body, load_offices, longest_match
from onrecord.knowledge.outlets import Outlet, find_outlet
from onrecord.record import EntityKind

_BEFORE_BODIES = frozenset(("acting", "interim", "retired", "former", "longtime", "year", "old", "-"))
"""What tags take into a body's name from before it ("interim Acme chief", "17-year-old Acme student")."""


def body_beside(reader: Reader, low: int, high: int) -> tuple[BodyRef | None, str | None]:
    """The body and the country named beside an office ("US State Department", "for the Russian defence ministry")."""
    if low > high or reader.words.lower[low - 1 : low + 1].count("against"):
        return None, None
    lands = find_countries(reader, low, high)
    country = lands[0][2] if lands else None
    named = _named_after(reader, lands, high)
    if named is not None:
        return BodyRef(name=named, kind="organisation", key=slug(named), country=None, state=False), None
    known = known_in(reader, low, high)
    if known is not None and not _is_seat(reader.words, low, known[0]):
        body = known[2]
        return body_ref(body, country), country or body.country
    words, table = reader.words, load_offices()
    person = _person_among(reader, low, high)
    noun_after = person is not None and any((words.lower[n],) in table.bodies for n in range(person.high + 1, high + 1))
    if person is not None and _is_owner(words, low, person.high + 1, high):
        owned = reader.text(person.high + 2, person.high + 2)
        return BodyRef(name=owned, kind="group", key=None, country=None, state=False), None
    if person is not None and "-" in person.key and not country and not noun_after:
        return BodyRef(name=person.name, kind="person", key=person.key, country=None, state=False), None
    town = _town_in(reader, low, high)
    if town is not None:
        return BodyRef(name=town, kind="organisation", key=slug(town), country=None, state=False), None
    outlet = outlet_among(reader, low, high)
    if outlet is not None:
        return BodyRef(
            name=outlet.name, kind="outlet", key=slug(outlet.name), country=outlet.country, state=False
        ), country
    return _by_noun(reader, low, high, country) or _by_tags(reader, low, high, country)


def _named_after(reader: Reader, lands: list[tuple[int, int, str]], high: int) -> str | None:
    """The name that a people's word begins and one capitalised word that is no office, body or party ends, an office
    right behind it ("American Bridge President Ann Hill")."""
    words, table = reader.words, load_offices()
    if len(lands) != 1 or lands[0][1] != high - 1 or high + 1 >= len(words.tokens):
        return None
    last, low = words.tokens[high], words.lower[high]
    claimed = (low,) in table.bodies or (low,) in table.offices or low in table.titles or low in table.marks["member"]
    plain = (
        last.tag == "NNP" and words.text[last.start].isupper() and not any(low in mark for mark in table.marks.values())
    )
    office = words.text[words.tokens[high + 1].start].isupper() and (words.lower[high + 1],) in table.offices
    name = reader.text(lands[0][0], high)
    known = countries_of(name) or longest_match(reader.book.known, [reader.text(high, high)], 0)
    return name if plain and office and not claimed and not known else None


def _town_in(reader: Reader, low: int, high: int) -> str | None:
    """ "The City of Houston", with a capital, is its administration."""
    words = reader.words
    for n in range(low, high - 1):
        formal = words.lower[n] in load_offices().marks["municipal"] and words.text[words.tokens[n].start].isupper()
        last = n + 2
        if not formal or words.lower[n + 1] != "of" or not words.text[words.tokens[last].start].isupper():
            continue
        while last < high and words.tokens[last + 1].tag == "NNP" and words.tokens[last + 1].entity[:1] == "I":
            last += 1
        return reader.text(n, last) if last == high or words.tokens[last + 1].tag[:2] != "NN" else None
    return None


def _by_noun(reader: Reader, low: int, high: int, country: str | None) -> tuple[BodyRef | None, str | None] | None:
    """The body whose noun stands last in a phrase ("the Russian defence ministry")."""
    words, bodies = reader.words, load_offices().bodies
    for n in range(high, low - 1, -1):
        if _is_level(words, n, low) or _is_part(words, n, high):
            continue  # nobody speaks for it in "state Sen. Ann Hill"
        for size in range(min(5, n - low + 1), 0, -1):
            found = bodies.get(tuple(words.lower[n - size + 1 : n + 1]))
            if found is not None:
                begin = name_start(words, low, n - size + 1)
                if begin > low and _only_modifies(words, low, name_end(words, n, high), high):
                    return None, country
                made = make_body(reader, found, begin, name_end(words, n, high), country)
                return made, made.country if _of_a_place(made.name, found) else country
    alone = bodies.get((words.lower[high].removesuffix("s"),))
    if alone is None or low != high - (words.lower[low] == "the") or _is_level(words, high, low):
        return None
    # "the coalitions spokesman" lost its apostrophe
    return BodyRef(name=alone.name, kind=alone.kind, key=None, country=country, state=alone.state), country


def _by_tags(reader: Reader, low: int, high: int, country: str | None) -> tuple[BodyRef | None, str | None]:
    """The body that the tags tell, with the words before and behind that belong to its name."""
    words = reader.words
    runs = [n for n in range(low, high + 1) if words.tokens[n].entity[2:] == "ORG" and words.tokens[n].tag != "POS"]
    while runs and words.lower[runs[0]] in _BEFORE_BODIES and not _is_named_so(words, runs[0]):
        runs.pop(0)
    if runs and _is_of_title(words, runs[0], runs[-1], high):
        return None, country
    while runs and runs[0] > low and _leads(words, runs[0]):
        runs.insert(0, runs[0] - 1)  # "Auckland Zoo"
    while runs and runs[-1] < high and (_goes_on(words, runs[-1]) or _lone_name(words, runs[-1] + 1, high)):
        runs.append(runs[-1] + 1)  # "president of United Way of Georgia", "Club America"
    owner = next((k for k, n in enumerate(runs[1:], 1) if n - runs[k - 1] > 1), len(runs))
    if owner < len(runs) and open_gazetteer().look_up(reader.text(runs[owner], runs[-1])):
        runs = runs[:owner]  # "Acme's North America president"
    if runs and runs[0] > low and ORDINAL.fullmatch(words.lower[runs[0] - 1]):
        runs.insert(0, runs[0] - 1)  # "the 507th Maintenance Group"
    text = reader.text(runs[0], runs[-1]) if runs else ""
    if called_leader(text.removesuffix("'s").removesuffix("’s")):
        return None, None  # the tags take "Trump" in "Trump's Syria envoy" for a company
    land = len(runs) == 1 and find_countries(reader, runs[0], runs[-1])
    if runs and not land and not _only_modifies(words, low, runs[-1], high):
        outlet = _outlet_of(reader, runs[0], runs[-1])
        name = outlet.name if outlet else text[4:] if text[:4].lower() == "the " else text
        kind: EntityKind = "outlet" if outlet else "organisation"
        return BodyRef(name=name, kind=kind, key=slug(name), country=country, state=False), country
    firm = _no_place(reader, low, high)
    if firm is None:
        return None, country
    return BodyRef(name=firm, kind="organisation", key=slug(firm), country=None, state=False), country


def _is_named_so(words: Words, n: int) -> bool:
    """Whether a word has a capital that is not its sentence's."""
    return words.text[words.tokens[n].start].isupper() and n > words.bounds(n).start


def _no_place(reader: Reader, low: int, high: int) -> str | None:
    """The one name that ends a phrase or has the office, whatever its tag, and stands in no gazetteer ("chief executive of
    Provigo", "Sansui's president")."""
    words = reader.words
    owner = high == low + 1 and words.tokens[high].tag == "POS" and words.tokens[low].tag == "NNP"
    if not owner and (words.tokens[high].entity != "B-GPE" or words.lower[high - 1] != "of" or high - 1 > low):
        return None
    name = reader.text(low, low) if owner else reader.text(high, high)
    if owner and not name[:1].isupper():
        return None
    return None if open_gazetteer().look_up(name) or countries_of(name) else name


def _is_owner(words: Words, low: int, mark: int, high: int) -> bool:
    """Whether a person only owns what a phrase behind a preposition is of ("a spokesman for Ann Hill's relatives")."""
    owned = mark < high and words.tokens[mark].tag == "POS" and words.tokens[mark + 1].tag in ("NN", "NNS")
    return owned and words.lower[low] in ("for", "of", "to", "with")


def _is_level(words: Words, n: int, low: int) -> bool:
    """Whether "state" only tells of which level an office is ("State Treasurer Ann Hill", not "New York State Treasurer")."""
    named = n > low and words.text[words.tokens[n].start].isupper() and words.tokens[n - 1].tag[:3] == "NNP"
    return words.lower[n] == "state" and not named


def _is_part(words: Words, n: int, high: int) -> bool:
    """Whether a state's name only tells which part of something else is meant ("the New York State affiliate of …")."""
    return words.lower[n] == "state" and n < high and words.tokens[n + 1].tag in ("NN", "NNS")


def _is_seat(words: Words, low: int, place: int) -> bool:
    """Whether a place only tells where the body before it sits ("the Crisis Group in Brussels")."""
    return place - 1 > low and words.lower[place - 1] == "in" and words.tokens[place - 2].entity[2:] == "ORG"


def _goes_on(words: Words, last: int) -> bool:
    """Whether a place right behind a body's words is the end of its name."""
    token = words.tokens[last + 1]
    placed = token.tag[:3] == "NNP" and token.entity[2:] in ("GPE", "LOC")
    return placed and (words.lower[last] == "of" or words.tokens[last].tag[:3] == "NNP")


def _leads(words: Words, first: int) -> bool:
    """Whether a place, or a lone name, right before a body's words is the beginning of its name ("Sinn Fein")."""
    before = words.tokens[first - 1]
    named = before.entity == "B-PERSON" and words.tokens[first].entity == "B-ORG"
    return (
        before.tag[:3] == "NNP"
        and (named or before.entity[2:] in ("GPE", "LOC", "FAC"))
        and not countries_of(words.text[before.start : before.end])
    )


def _lone_name(words: Words, n: int, high: int) -> bool:
    """Whether a word tagged as a person, alone behind a body's words, is the end of its name ("Lehman Hutton")."""
    alone = n == high or words.tokens[n + 1].entity != "I-PERSON"
    return words.tokens[n].entity == "B-PERSON" and words.tokens[n].tag == "NNP" and alone


def _is_of_title(words: Words, first: int, last: int, high: int) -> bool:
    """Whether words before an office are a field of work or an adjective, no body ("Federal Agriculture Minister")."""
    marks = load_offices().marks
    if all(words.lower[n] in marks["adjective"] | marks["town"] for n in range(first, last + 1)):
        return True
    if last != high or high + 1 >= len(words.tokens) or not words.text[words.tokens[high + 1].start].isupper():
        return False
    while first > 0 and words.lower[first - 1] in marks["adjective"]:
        first -= 1
    owned = first > 0 and words.tokens[first - 1].tag == "POS"  # "the United Kingdom's Chief Veterinary Officer"
    return owned or words.lower[high + 1] == "minister"


def _only_modifies(words: Words, low: int, last: int, high: int) -> bool:
    """Whether a name behind a preposition only tells which thing is meant ("an officer at the Raqqa frontline")."""
    behind = words.lower[low] in ("at", "in", "from", "on", "near")
    return behind and last < high and words.tokens[last + 1].tag in ("NN", "NNS")


def outlet_among(reader: Reader, low: int, high: int) -> Outlet | None:
    """A news outlet that capitalised words between two words name, none left over behind ("Guardian Council")."""
    words, n = reader.words, low
    while n <= high:
        last = n
        while last < high and words.text[words.tokens[last + 1].start].isupper():
            last += 1
        longer = (
            last + 2 <= high and words.lower[last + 1] == "of" and words.text[words.tokens[last + 2].start].isupper()
        )
        ends = (last + 2, last) if longer else (last,)
        # a country or a place may stand before the name ("Syrian SANA news agency")
        for first, end in itertools.product(range(n, last + 1), ends):
            found = _outlet_of(reader, first, end)
            before = words.tokens[first - 1]
            led = first == n or words.text[before.start].islower() or before.entity[2:] in ("GPE", "NORP", "LOC")
            if found is not None and (
                led or reader.text(first, first).isupper() or countries_of(reader.text(n, first - 1))
            ):
                return found
        n = last + 1
    return None


def _outlet_of(reader: Reader, first: int, last: int) -> Outlet | None:
    words, text = reader.words, reader.text(first, last)
    if not text[:1].isupper() or countries_of(text):
        return None
    found = find_outlet(text) or (find_outlet(text[:-1]) if text.endswith("s") and len(text) > 3 else None)
    if found is None or (last == first and words.tokens[first].tag[:3] != "NNP"):
        return None
    before = words.lower[first - 1] if first else ""
    if first == last and found.name == f"The {text}" and before != "the":
        return None  # a company called Sun is not the paper
    return None if before in ("a", "an") else found  # "a New Yorker" is somebody


def _person_among(reader: Reader, low: int, high: int) -> PersonName | None:
    """The last person named between two words, by a surname alone too, whatever its tag."""
    for n in range(high, low - 1, -1):
        if _in_long_body(reader.words, n):
            continue  # "Ford Motor Co." where a Ford is named
        found = reader.book.inside.get(n) or single_name(reader.words, n, reader.book)
        if found is not None:
            return found
    return None


def _in_long_body(words: Words, n: int) -> bool:
    after = words.tokens[n + 1].entity if n + 1 < len(words.tokens) else ""
    return words.tokens[n].entity == "I-ORG" or (words.tokens[n].entity == "B-ORG" and after == "I-ORG")


def make_body(reader: Reader, body: Body, low: int, high: int, country: str | None) -> BodyRef:
    """A body named by its noun: with its country it has a key, alone it has none."""
    low = after_article(reader.words, low, high)
    while low < high and not reader.words.lower[low][:1].isalnum():
        low += 1
    name = reader.text(low, high)
    own = reader.words.lower[low : high + 1]
    bare = len(own) == len(body.name.split())
    name = _with_genitive(name)
    key: str | None
    noun = tuple(own[-len(body.name.replace("-", " - ").replace("'s", " 's").split()) :])
    if country is not None and _of_a_place(name, body):  # those of a town speak for the town
        return BodyRef(name=name, kind=body.kind, key=slug(name), country=None, state=False)
    if " ".join(noun) != body.name.replace("-", " - ").replace("'s", " 's") and body.kind != "government":
        key = slug(name) if country is None or not body.state else f"{country}-{slug(_without_land(name))}"
    elif country is not None and body.state:
        key = f"{country}-{_canonical(_with_modifiers(reader, body, high))}"
        if body.kind == "government":
            key = country
    elif bare or not any(_names_it(reader.words, n, low) for n in range(low, high + 1)):
        key = None
    else:
        key = slug(name)
    return BodyRef(name=name, kind=body.kind, key=key, country=country, state=body.state)


def _with_genitive(name: str) -> str:
    """A body's name whose first word lost the apostrophe of its genitive ("Idlibs health authority")."""
    first, _, rest = name.partition(" ")
    if not (first.istitle() and first.isalpha() and first.endswith("s") and len(first) > 4 and rest[:1].islower()):
        return name
    places = open_gazetteer()
    lost = not places.look_up(first) and bool(places.look_up(first[:-1]))
    return f"{first[:-1]}'s {rest}" if lost else name


def _of_a_place(name: str, body: Body) -> bool:
    """Whether a name says of which place of the country a local body is ("Damascus Countryside Police Command")."""
    words = name.lower().split()[: -len(body.name.split())]
    return body.name in load_offices().marks["local"] and any(
        what == "capital" for word in words[:1] for _, what in countries_of(word.title())[:1]
    )


def _without_land(name: str) -> str:
    """A body's name without the country before it ("US Department of Homeland Security")."""
    first, _, rest = name.partition(" ")
    return rest if rest and countries_of(first) else name


def _with_modifiers(reader: Reader, body: Body, high: int) -> str:
    """The noun with what tells this body from its likes ("unification ministry"); an army stays an army."""
    size = len(body.name.split())
    if body.kind != "organisation" or size > 1:
        return body.name
    words, low = reader.words, high - size
    while low >= 0 and words.tokens[low].tag in ("NN", "NNP", "JJ") and words.lower[low].isalpha():
        if words.lower[low] in _TELLS_NOTHING or countries_of(reader.text(low, low)) or high - low > 4:
            break
        low -= 1
    return " ".join(words.lower[low + 1 : high + 1])


_TELLS_NOTHING = frozenset(
    ["senior", "top", "local", "other", "main", "own", "same", "new", "former", "federal", "national"]
)


def of_country(body: BodyRef, country: str | None) -> BodyRef:
    """A body of the state whose country is said elsewhere in the phrase ("Russia's chief of the general staff")."""
    if body.country is not None or country is None or not body.state or body.kind == "government":
        return body
    return replace(body, country=country, key=f"{country}-{_canonical(body.name.lower())}")


def _names_it(words: Words, n: int, low: int) -> bool:
    """Whether a capital tells which body is meant; that of a sentence's first word ("Many rights groups") does not, nor
    does where a body is from ("a Turkish company", "the London-based group")."""
    token = words.tokens[n]
    if not words.text[token.start].isupper() or countries_of(words.text[token.start : token.end]):
        return False
    if words.lower[n + 1 : n + 3] in (["-", "based"], ["-", "led"], ["-", "backed"], ["-", "run"]):
        return False
    return n > low or token.tag[:3] == "NNP"


def _canonical(name: str) -> str:
    name = name.replace("defense", "defence")
    if name.startswith("ministry of "):
        name = (
            name.removeprefix("ministry of ").removeprefix("the ").replace("foreign affairs", "foreign") + " ministry"
        )
    if name in ("armed forces", "troops", "forces", "army", "military", "soldiers"):
        name = "military" if name != "army" else "army"
    return slug(name)


def as_firm(title: str | None, body: BodyRef | None) -> BodyRef | None:
    """A body that bears a person's name, where only firms have such an office ("chief financial officer of Milton Roy")."""
    if body is None or body.kind != "person" or (title or "").lower() not in load_offices().marks["of_firm"]:
        return body
    return replace(body, kind="organisation", key=slug(body.name))

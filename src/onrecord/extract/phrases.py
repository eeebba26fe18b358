"""A noun phrase that names a source comes in; whom it names goes out: one holder or several, with office and body.

The parse trees of a small model are not to be leant on here: what decides are the words, their tags and the tables.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace

from onrecord.extract.body_names import joins_fields
from onrecord.extract.heads import read_one
from onrecord.extract.known_bodies import known_in
from onrecord.extract.names import slug
from onrecord.extract.naming import PRONOUNS, BodyRef, Holder, Reader, find_countries, is_hyphened, read_pronoun, trim
from onrecord.knowledge.grammar import Words
from onrecord.knowledge.offices import load_offices, longest_match
from onrecord.record import EntityKind

_CUT = frozenset(["who", "whom", "which", "that", "whose"])


_CALLED = frozenset([("known", "as"), ("calling", "itself"), ("called", "the"), ("named", "as")])


_BOTH = frozenset(["both", "and", "&", ",", "or", "as", "well"])


_JOINED = frozenset(["based", "led", "backed", "controlled", "held", "run", "owned", "sponsored", "trained", "aligned"])
_BREAKS = frozenset((",", "(", ")", "—", "–", ";", ":"))
_BODIES = ("organisation", "government", "military", "outlet", "place", "group")


def read_phrase(reader: Reader, low: int, high: int) -> list[Holder]:
    """The holders a phrase (words `low` to `high`, both included) names, in order; empty where there is none."""
    words = reader.words
    low, high = trim(words, low, high)
    if low > high:
        return []
    if high == low and words.lower[low] in PRONOUNS:
        return [read_pronoun(reader, low)]
    named = next((n + 2 for n in range(low + 1, high - 1) if tuple(words.lower[n : n + 2]) in _CALLED), None)
    if named is not None and not any(n in reader.book.inside for n in range(low, named - 2)):  # "the group known as …"
        meant = read_phrase(reader, named, high)
        if meant and meant[0].form == "name":
            return [replace(meant[0], low=low)]
    high = _cut_relative(words, low, high)
    segments = [piece for piece in _segments(reader, low, high) if not _is_party(words, *piece)]
    if len(segments) == 1:
        return _read_conjoined(reader, *segments[0])
    return _join_appositions(reader, segments) if segments else []


def _is_acronym(words: Words, n: int) -> bool:
    """ "The WHO": capitals beside small letters."""
    (start, end), (before, until) = words.tokens[n][:2], words.tokens[n - 1][:2]
    return words.text[start:end].isupper() and not words.text[before:until].isupper()


def _cut_relative(words: Words, low: int, high: int) -> int:
    """The last word before a relative clause, a participle clause or a "speaking on condition of anonymity"."""
    for n in range(low + 1, high + 1):
        word, tag = words.lower[n], words.tokens[n].tag
        if is_hyphened(words, n):
            continue
        if (
            (word in _CUT and tag in ("WP", "WDT", "WP$", "IN", "DT") and not _is_acronym(words, n))
            or (tag == "VBG" and word in ("citing", "quoting"))
            or (tag == "VBG" and words.lower[n - 1] == "," and not _opens_office(words, n))
            or (
                tag in ("VBD", "VBZ", "VBP")
                and n > low + 1
                and not (word in _JOINED and n < high and _premodifies(words, n))
            )
            or (
                tag in ("VBN", "VBG")
                and words.tokens[n - 1].tag[:2] == "NN"
                and n < high
                and not _premodifies(words, n)
            )
        ):
            cut = n - 1
            while cut > low and not words.lower[cut][-1:].isalnum():
                cut -= 1
            return cut
    return high


def _opens_office(words: Words, n: int) -> bool:
    """Whether a word in -ing begins an office ("…, managing director of")."""
    return longest_match(load_offices().offices, words.lower[n : n + 4], 0) > 1


def _premodifies(words: Words, n: int) -> bool:
    """Whether a participle belongs to a noun after it ("US-backed forces", "Damascus based officials")."""
    return words.tokens[n + 1].tag[:2] in ("NN", "JJ")


def _segments(reader: Reader, low: int, high: int) -> Iterator[tuple[int, int]]:
    """Pieces between commas, dashes and brackets; a short form in brackets ("(DCA)") is no piece."""
    words = reader.words
    start = low
    for n in range(low, high + 1):
        if n < start or (words.lower[n] not in _BREAKS and not _is_dash(words, n)):
            continue
        if words.lower[n] == "," and words.tokens[n].entity == "I-ORG":
            continue  # "the Bureau of Alcohol, Tobacco, Firearms and Explosives"
        if n > start:
            yield start, n - 1
        start = n + 1
        if words.lower[n] == "(" and n + 2 <= high and words.lower[n + 2] == ")":
            start = n + 3
    if start <= high:
        yield start, high


def _is_party(words: Words, low: int, high: int) -> bool:
    """Whether a piece only says of which party and seat a member of parliament is ("D-CT", "R-Ohio", "(D)")."""
    if low == 0 or words.lower[low] not in load_offices().marks["party"]:
        return False
    alone = low == high and words.lower[low - 1] == "("
    return alone or (high - low >= 2 and words.lower[low + 1] in ("-", "–"))


def _is_dash(words: Words, n: int) -> bool:
    """Whether a hyphen with space on both sides stands for a dash."""
    token = words.tokens[n]
    return (
        words.lower[n] == "-"
        and words.text[token.start - 1 : token.start] == words.text[token.end : token.end + 1] == " "
    )


def _join_appositions(reader: Reader, segments: Sequence[tuple[int, int]]) -> list[Holder]:
    """A name and what stands beside it between commas are one holder; names side by side are several."""
    first = _read_conjoined(reader, *segments[0])
    if len(first) == 1 and first[0].kind in _BODIES and first[0].form == "name" and _describes(reader, segments[1][0]):
        return first
    found = [*first, *(holder for segment in segments[1:] for holder in _read_conjoined(reader, *segment))]
    joined: list[Holder] = []
    for holder in found:
        last = joined[-1] if joined else None
        if last is None:
            joined.append(holder)
        elif last.kind == "person" and holder.kind == "unnamed" and not holder.plural:
            joined[-1] = _merge(last, holder)
        elif last.kind == "unnamed" and not last.plural and last.title and (named := _as_person(reader, holder)):
            holder = named
            joined[-1] = replace(_merge(holder, last), low=last.low)
        elif holder.kind == "person" and last.kind == "person" and holder.key != last.key:
            if not _opens_apposition(reader, segments, holder):
                joined.append(holder)
            elif holder.title:  # "…, a strategist at Drexel Burnham"; "…, an Obama backer" names somebody else
                joined[-1] = _merge(last, holder)
        elif (
            last.kind in _BODIES
            and holder.kind in ("person", "unnamed")
            and holder.title
            and holder.body is None
            and _bracketed(reader, last, holder)
        ):
            joined[-1] = replace(holder, low=last.low, body=as_body(last), country=holder.country or last.country)
        elif holder.kind in _BODIES and last.kind == "person":
            joined[-1] = replace(last, body=last.body or as_body(holder), high=holder.high)
        elif (holder.kind == last.kind == "unnamed" and holder.plural and last.plural and holder.key is None) or _lists(
            reader, segments
        ):
            joined.append(holder)
    return joined


def _opens_apposition(reader: Reader, segments: Sequence[tuple[int, int]], holder: Holder) -> bool:
    """Whether a piece that begins with an article only says what the one before it is: a name takes none."""
    low = next((low for low, high in segments if low <= holder.low <= high), holder.low)
    return reader.words.lower[low] in ("a", "an", "the")


def _as_person(reader: Reader, holder: Holder) -> Holder | None:
    """Whoever's office stands before the comma: a person, or two or three capitalised words that no tag takes for one."""
    if holder.kind == "person":
        return holder
    run = range(holder.low, holder.high + 1)
    whole = holder.name == reader.text(run[0], run[-1]) and 2 <= len(run) <= 3 and holder.key == slug(holder.name)
    bare = holder.kind in ("organisation", "place") and holder.body is None and holder.country is None
    words, table = reader.words, load_offices()
    if words.lower[run[0] - 1] == "and":
        return None  # "Minister of Agriculture and Rural Development"
    if not whole or not bare or any(words.tokens[n].tag != "NNP" or (words.lower[n],) in table.bodies for n in run):
        return None
    return replace(holder, kind="person", score=0.8, name_run=(run[0], run[-1]))


def _describes(reader: Reader, low: int) -> bool:
    """Whether a piece only says what the body before it is ("…, the multi-ethnic force in the north …")."""
    words = reader.words
    after = low + 1
    if after not in words.bounds(low) or words.lower[low] not in ("the", "a", "an"):
        return False
    return words.lower[low] != "the" or words.text[words.tokens[after].start].islower()


def _bracketed(reader: Reader, last: Holder, holder: Holder) -> bool:
    """Whether only a short form in brackets stands between a body and its office ("the Authority (CAA) director")."""
    return any(reader.words.lower[n] == ")" for n in range(last.high, holder.low))


def _lists(reader: Reader, segments: Sequence[tuple[int, int]]) -> bool:
    """Whether the pieces are a list ("Germany, France and Italy"): the last one begins with or holds an "and"."""
    low, high = segments[-1]
    return any(reader.words.lower[n] == "and" for n in range(low, min(high, low + 4) + 1))


_COUNTS = frozenset(["one", "another", "both", "some", "many", "several"])


_PAST = ("former ", "onetime ", "ex-")


def _merge(person: Holder, office: Holder) -> Holder:
    """The person with the office that a further piece gives; the body of a former one is not his beside a present one."""
    if (person.title or "").lower() in load_offices().marks["private"]:
        person = replace(person, title=None)
    if person.title and office.name.lower().startswith(_PAST):
        office = replace(office, body=None, country=None)
    return replace(
        person,
        rank=person.rank or office.rank,
        country=person.country or office.country,
        title=_weightier(person.title, None if (office.title or "").lower() in _COUNTS else office.title),
        body=person.body or office.body,
        speaks=person.speaks or office.speaks,
        high=max(person.high, office.high),
    )


def _weightier(beside: str | None, apposed: str | None) -> str | None:
    """The office of two that tells more: what a comma adds, where only a rank stands before the name ("Col. Ann Hill")."""
    short = load_offices().short_titles
    bare = beside is not None and all(word.lower().rstrip(".") in short for word in beside.split())
    return apposed or beside if bare else beside or apposed


def as_body(holder: Holder) -> BodyRef:
    """A body that stands beside a person, as his."""
    return BodyRef(name=holder.name, kind=holder.kind, key=holder.key, country=holder.country, state=holder.speaks)


def _read_conjoined(reader: Reader, low: int, high: int) -> list[Holder]:
    """Holders joined by "and", each by itself; what they share ("officials from the US and the UK") is given to each."""
    words = reader.words
    low, high = trim(words, low, high)
    if low > high:
        return []
    ands = [n for n in range(low + 1, high) if words.lower[n] in ("and", "&") and not _within_name(reader, n)]
    if not ands:
        one = read_one(reader, low, high)
        return [one] if one else []
    shared = _shared_countries(reader, low, high)
    if shared:
        return shared
    edges = [low - 1, *ands[:3], high + 1]
    parts = [read_one(reader, a + 1, b - 1) for a, b in itertools.pairwise(edges) if a + 1 <= b - 1]
    found = [part for part in parts if part is not None]
    adjective = any(words.tokens[edge - 1].tag == "JJ" for edge in edges[1:-1])  # "local and media sources"
    if len(found) == len(parts) and all(_stands(part) for part in found) and not adjective:
        return found
    whole = read_one(reader, low, high)
    return [whole] if whole else found


def _stands(part: Holder) -> bool:
    """Whether half of an "and" can be a holder by itself; "secretary of trade and industry" has no second holder."""
    return part.kind != "unnamed" or part.title is not None or part.form == "pronoun" or part.plural


def _within_name(reader: Reader, n: int) -> bool:
    """Whether an "and" stands inside of one name ("Ministry of Trade and Industry")."""
    known = known_in(reader, max(0, n - 4), min(n + 4, len(reader.words.tokens) - 1))
    if known is not None and known[0] < n < known[0] + known[1]:
        return True
    return reader.words.tokens[n].entity.startswith("I-") or joins_fields(reader.words, n)


def _shared_countries(reader: Reader, low: int, high: int) -> list[Holder]:
    """ "US and South Korean officials", "personnel from the US and Korea": one holder a country."""
    words = reader.words
    lands = [(a, b, iso) for a, b, iso in find_countries(reader, low, high)]
    if len(lands) < 2:
        return []
    head = read_one(reader, low, high)
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

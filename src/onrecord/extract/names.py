"""An article's words come in; its person names go out, each surname or first name joined to the full name it stands for."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from onrecord.knowledge.countries import countries_of
from onrecord.knowledge.first_names import load_first_names
from onrecord.knowledge.grammar import Words
from onrecord.knowledge.offices import Body, Gender, load_offices, longest_match
from onrecord.knowledge.outlets import find_outlet

_NOT_KEY = re.compile(r"[^a-z0-9]+")
_LETTERS = str.maketrans(
    {"ı": "i", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th"}
)
_SUFFIXES = frozenset(["jr", "jr.", "sr", "sr.", "ii", "iii", "iv"])
_PARTS = frozenset("al el bin ibn abu von van de der den di da dos du la le - ' ’ ben st st. mac o'".split())  # noqa: SIM905


@dataclass(frozen=True, slots=True)
class PersonName:
    """One run of words (first, last) that names a person: `key` is None until a full name is known for it."""

    low: int
    high: int
    key: str
    name: str
    full: bool
    sure: bool


@dataclass(frozen=True, slots=True)
class NameBook:
    """Every person name of an article by its first word's number, and what a single name stands for."""

    at: dict[int, PersonName]
    inside: dict[int, PersonName]
    surnames: dict[str, tuple[str, str]]
    short_forms: dict[str, tuple[int, int]]  # "DCA" -> words of what it stands for
    known: Mapping[tuple[str, ...], Body]  # bodies known by name, those known by a short name in this article too


def slug(text: str) -> str:
    """A key that accents, case and punctuation do not change."""
    plain = unicodedata.normalize("NFKD", text.translate(_LETTERS)).encode("ascii", "ignore").decode("ascii").lower()
    return _NOT_KEY.sub("-", plain).strip("-") or _NOT_KEY.sub("-", text.lower()).strip("-") or "x"


def find_names(words: Words, untagged: Sequence[tuple[int, int]] = ()) -> NameBook:
    """Names of persons as the tags give them, trimmed of titles and endings; single names joined to full ones.

    `untagged` are further runs of words that are names by what stands beside them.
    """
    known, inner = _known_names(words)
    tagged = [run for run in _runs(words) if run is not None and not inner.issuperset(run)]
    taken = {n for low, high in tagged for n in range(low, high + 1)}
    runs = sorted([*tagged, *(run for run in untagged if run[0] not in taken and run[1] not in taken)])
    places = _place_words(words)
    families = {words.lower[high] for low, high in runs if low < high}
    companies = {short: span for short, span in _companies(words).items() if short.lower() not in families}
    runs = [run for run in runs if not _is_place(words, run, places) and not _is_company(words, run, companies)]
    full: dict[str, tuple[str, str]] = {}
    votes: dict[str, Counter[str]] = {}
    names: dict[str, str] = {}
    spelled: dict[str, list[str]] = {}
    for low, high in runs:
        parts = _parts(words, low, high)
        if len(parts) < 2:
            continue
        key = _respelled(slug(" ".join(parts)), spelled.setdefault(parts[-1].lower(), []))
        names.setdefault(key, words.text[words.tokens[low].start : words.tokens[high].end])
        votes.setdefault(slug(parts[-1]), Counter())[key] += 2
        votes.setdefault(slug(parts[0]), Counter())[key] += 1
    longer = _longer_forms(names)
    for counted in votes.values():
        for key in [key for key in counted if key in longer]:
            counted[longer[key]] += counted.pop(key)
    for part, counted in votes.items():
        key = min(counted, key=lambda k: (-counted[k], k))
        full[part] = key, names[key]
    at: dict[int, PersonName] = {}
    inside: dict[int, PersonName] = {}
    genders: dict[str, Gender] = {}
    spoken: dict[str, PersonName] = {}
    for low, high in runs:
        made = _named(words, low, high, full, votes, spelled)
        if made.key in longer and not _is_of_other(words, made, genders.get(longer[made.key])):
            made = replace(made, key=longer[made.key], name=names[longer[made.key]])
        made = _of_gender(words, _of_spoken_of(words, made, spoken), genders)
        at[low] = made
        for n in range(low, high + 1):
            inside[n] = made
    return NameBook(at, inside, full, companies | _initials(words) | _short_forms(words), known)


def _known_names(words: Words) -> tuple[Mapping[tuple[str, ...], Body], set[int]]:
    """The bodies that are known by name in this article, and the words inside their names of several words.

    A name of one word ("RSF") counts where the article tells of the body's country or has its name in full.
    """
    table = load_offices()
    printed = [words.text[token.start : token.end].replace("’", "'") for token in words.tokens]
    inner = set[int]()
    named = set[Body]()
    for n, first in enumerate(printed):
        size = longest_match(table.known, printed, n) if first in table.first_words and n not in inner else 0
        if size:
            named.add(table.known[tuple(printed[n : n + size])])
        if size > 1:
            inner.update(range(n, n + size))
    shorts = {word: table.shorts[word] for word in table.shorts.keys() & set(printed)}
    lands = _lands(printed) if any(body not in named for body in shorts.values()) else frozenset()
    meant: dict[tuple[str, ...], Body] = {
        (word,): body for word, body in shorts.items() if body in named or body.country in lands
    }
    return ({**table.known, **meant} if meant else table.known), inner


def _lands(printed: Sequence[str]) -> frozenset[str]:
    """The countries that words name, by name, people or capital."""
    firsts = (n for n, word in enumerate(printed) if word[:1].isupper())
    names = {" ".join(printed[n : n + size]) for n in firsts for size in range(1, _LAND + 1)}
    return frozenset(iso for name in names for iso, _ in countries_of(name)[:1])


_LAND = 4  # words of a country's name at most ("Central African Republic")


def _longer_forms(names: Mapping[str, str]) -> dict[str, str]:
    """Keys of two words and more -> the only longer name that ends in them, or that they leave the middle out of."""
    by_last: dict[str, list[list[str]]] = {}
    for key in names:
        parts = key.split("-")
        by_last.setdefault(parts[-1], []).append(parts)
    found: dict[str, str] = {}
    for alike in by_last.values():
        for parts in alike:
            fuller = [
                other
                for other in alike
                if len(other) > len(parts) >= 2
                and (other[-len(parts) :] == parts or (len(parts) == 2 and other[0] == parts[0]))
            ]
            if len(fuller) == 1:
                found["-".join(parts)] = "-".join(fuller[0])
    return found


def _place_words(words: Words) -> Counter[str]:
    """How much oftener each capitalised word is tagged as a place than as a person."""
    counts: Counter[str] = Counter()
    for n, token in enumerate(words.tokens):
        if token.entity[2:] in ("GPE", "LOC", "FAC"):
            counts[words.lower[n]] += 1
        elif token.entity[2:] == "PERSON":
            counts[words.lower[n]] -= 1
    return counts


def _is_place(words: Words, run: tuple[int, int], places: Counter[str]) -> bool:
    """Whether a run tagged as a person is a place: a country or capital alone, or words that are places elsewhere."""
    low, high = run
    before = words.lower[low - 1].rstrip(".") if low else ""
    if before in load_offices().titles or (before,) in load_offices().offices:
        return False
    if low == high and _is_country(words, low):
        return True
    return all(places[words.lower[n]] > 0 for n in range(low, high + 1))


def _respelled(key: str, known: list[str]) -> str:
    """The key seen before that differs by one letter in a first name of five or more ("Shamina", "Shamima"), else this."""
    for other in known:
        if (
            len(other) == len(key)
            and len(key.split("-", maxsplit=1)[0]) >= 5
            and sum(a != b for a, b in zip(key, other, strict=True)) <= 1
        ):
            return other
    if len(known) < 20:
        known.append(key)
    return key


def _short_forms(words: Words) -> dict[str, tuple[int, int]]:
    """ "Department of Civil Aviation (DCA)": the short form in brackets, with the words whose initials it is."""
    found: dict[str, tuple[int, int]] = {}
    for n in range(2, len(words.tokens) - 1):
        if words.lower[n - 1] != "(" or words.lower[n + 1] != ")":
            continue
        short = words.text[words.tokens[n].start : words.tokens[n].end]
        if not (2 <= len(short) <= 8 and short.isupper()):
            continue
        letters, k = short.replace(".", ""), n - 2
        start = words.bounds(n).start
        while letters and k >= start and n - k < 14:
            if words.text[words.tokens[k].start].upper() == letters[-1]:
                letters = letters[:-1]
                if not letters:
                    found.setdefault(short, (k, n - 2))
            elif words.lower[k] not in ("of", "for", "the", "and", "in", "on", "-"):
                break
            k -= 1
    return found


def _companies(words: Words) -> dict[str, tuple[int, int]]:
    """ "General Motors Corp.": what a company is called for short ("General Motors", "GM"), with the words of the whole."""
    found: dict[str, tuple[int, int]] = {}
    for n, token in enumerate(words.tokens[:-1]):
        if token.entity != "B-ORG":
            continue
        last = n
        while last + 1 < len(words.tokens) and words.tokens[last + 1].entity == "I-ORG":
            last += 1
        for short in _short_names(words, n, last):
            found.setdefault(short, (n, last))
    return found


def _short_names(words: Words, low: int, high: int) -> Iterator[str]:
    """The name of a company without its legal form, its first word where that tells it, its initials."""
    if high == low and words.lower[low + 1].rstrip(".") in load_offices().marks["firm"]:
        high = low + 1  # "Savin Corp.", its end missed by the tags
    marks, end = load_offices().marks, words.lower[high].rstrip(".")
    if high == low or end not in marks["firm"] | marks["firm_noun"]:
        return
    last = high - 1 - (words.lower[high - 1] in ("&", "and", ","))
    printed = [words.text[token.start : token.end] for token in words.tokens[low : last + 1]]
    first, table = words.lower[low], load_offices()
    yield words.text[words.tokens[low].start : words.tokens[last].end]
    if (
        len(first) > 2
        and not any((first,) in known for known in (table.offices, table.bodies))
        and printed[0].istitle()
    ):
        yield printed[0]
    initials = "".join(word[0] for word in printed if word[0].isupper())
    if len(initials) > 1 and (initials,) not in table.known:
        yield initials


def _initials(words: Words) -> dict[str, tuple[int, int]]:
    """Capitals that stand in the article and are the initials of a body named in it ("PA", "Palestinian Authority")."""
    table = load_offices().known
    shorts = {
        text
        for token in words.tokens
        if 2 <= len(text := words.text[token.start : token.end]) <= 6 and text.isalpha() and text.isupper()
    }
    found: dict[str, tuple[int, int]] = {}
    for n, token in enumerate(words.tokens):
        if token.entity != "B-ORG" or not shorts:
            continue
        last = n
        while last + 1 < len(words.tokens) and words.tokens[last + 1].entity == "I-ORG":
            last += 1
        low = n + (words.lower[n] == "the")
        printed = [words.text[one.start : one.end] for one in words.tokens[low : last + 1]]
        letters = "".join(word[0] for word in printed if word[0].isupper())
        if letters in shorts and letters not in printed and (letters,) not in table:
            found.setdefault(letters, (low, last))
    return found


def _is_company(words: Words, run: tuple[int, int], companies: Mapping[str, tuple[int, int]]) -> bool:
    """Whether a lone word tagged as a person is short for a company of the article."""
    low, high = run
    titled = low > 0 and words.lower[low - 1].rstrip(".") in load_offices().titles
    return low == high and not titled and words.text[slice(*words.span(low, low))] in companies


def _runs(words: Words) -> Iterator[tuple[int, int] | None]:
    """Runs of words tagged as a person."""
    n, size = 0, len(words.tokens)
    while n < size:
        if words.tokens[n].entity != "B-PERSON" and words.tokens[n].entity != "I-PERSON":
            n += 1
            continue
        low = _first_name(words, n)
        n += 1
        while n < size and words.tokens[n].entity == "I-PERSON" and words.sentence[n] == words.sentence[low]:
            n += 1
        yield trim_name(words, low, n - 1)


def _first_name(words: Words, n: int) -> int:
    """Where the name really begins: a capitalised word before it that no tag claims ("Recep | Tayyip Erdogan")."""
    before = n - 1
    if n > 1 and words.lower[before] == "-" and words.tokens[n - 2].end == words.tokens[n].start - 1:
        printed = words.text[words.tokens[n - 2].start : words.tokens[n - 2].end]
        return n - 2 if printed.istitle() and not _is_country(words, n - 2) else n  # "Jean-Claude", cut by the tags
    if before < 0 or words.sentence[before] != words.sentence[n]:
        return n
    token, table = words.tokens[before], load_offices()
    word = words.lower[before].rstrip(".")
    accented = not word.isascii() and slug(word) in load_first_names()  # the tags often miss "José"
    if token.tag != "NNP" and not accented:
        return n
    known = (
        accented
        or word in load_first_names()
        or any(tuple(words.lower[before - size : before]) in table.offices for size in range(1, min(6, before) + 1))
    )
    if (
        (token.entity != "O" and not known)
        or not words.text[token.start].isupper()
        or not word.isalpha()
        or len(word) < 3
    ):
        return n
    claimed = word in table.titles or (word,) in table.offices or (word,) in table.bodies or (word,) in table.documents
    return n if claimed or _is_country(words, before) or words.text[token.start : token.end].isupper() else before


def trim_name(words: Words, low: int, high: int) -> tuple[int, int] | None:
    """A run without titles before it, possessive endings and marks after it; None where no name is left."""
    titles = load_offices().titles
    offices = load_offices().offices
    printed = [words.text[token.start : token.end] for token in words.tokens[low : high + 1]]
    if longest_match(load_offices().known, printed, 0) == len(printed):
        return None
    if low == high and printed[0].isupper() and len(printed[0]) > 2 and find_outlet(printed[0]):
        return None  # "state news agency IRNA"
    while (
        low <= high
        and (
            words.lower[low].rstrip(".") in titles
            or (words.lower[low],) in offices
            or (words.tokens[low].tag in ("NNS", "NNPS") and high - low > 1)  # "Assessors Ann Hill"
            or not words.lower[low][:1].isalpha()
            or (low < high and _is_country(words, low))
        )
    ):
        low += 1
    while high >= low and (
        words.lower[high] in ("'s", "'")
        or not words.lower[high][:1].isalpha()
        or not (words.text[words.tokens[high].start].isupper() or _is_joined(words, low, high))
    ):
        high -= 1
    if high > low and words.lower[high].rstrip(".") in load_offices().marks["firm"]:
        return None  # "Tony Lama Co." is nobody
    return (low, high) if low <= high and high - low < 8 else None


def _is_joined(words: Words, low: int, n: int) -> bool:
    """Whether a hyphen makes a part in small letters one with the capitalised one before it ("Ban Ki-moon")."""
    joined = n - 2 >= low and words.lower[n - 1] == "-" and words.tokens[n - 2].end == words.tokens[n].start - 1
    return joined and words.tokens[n].tag[:2] == "NN" and words.text[words.tokens[n - 2].start].isupper()


def _is_country(words: Words, n: int) -> bool:
    token, low = words.tokens[n], words.lower[n]
    first_name = low in ("jordan", "chad", "israel", "london") or low in load_first_names()
    return bool(countries_of(words.text[token.start : token.end])) and not first_name


def _parts(words: Words, low: int, high: int) -> list[str]:
    """The telling parts of a name: initials, particles and suffixes left out."""
    parts = [words.text[token.start : token.end].rstrip(".") for token in words.tokens[low : high + 1]]
    return [part for part in parts if len(part) > 1 and part.lower() not in _SUFFIXES and part.lower() not in _PARTS]


def _named(
    words: Words,
    low: int,
    high: int,
    full: dict[str, tuple[str, str]],
    votes: dict[str, Counter[str]],
    spelled: dict[str, list[str]],
) -> PersonName:
    parts = _parts(words, low, high)
    name = words.text[words.tokens[low].start : words.tokens[high].end]
    if len(parts) >= 2:
        key = _respelled(slug(" ".join(parts)), list(spelled.get(parts[-1].lower(), ())))
        return PersonName(low, high, key, name, True, True)
    part = slug(parts[0] if parts else name)
    if part in full and not _introduced(words, high):
        key, known = full[part]
        return PersonName(low, high, key, known, False, len(votes[part]) == 1)
    return PersonName(low, high, slug(name), name, False, False)


def _of_gender(words: Words, made: PersonName, genders: dict[str, Gender]) -> PersonName:
    """The name, but as somebody else's where "Mr" or "Ms" before it contradicts what the article said of who has it."""
    before = words.lower[made.low - 1].rstrip(".") if made.low else ""
    told = load_offices().titles.get(before)
    if (
        before in load_offices().marks["royal"]
        and not made.full
        and made.key.endswith(f"-{slug(words.lower[made.low])}")
    ):
        return replace(
            made,
            key=slug(f"{before} {words.lower[made.low]}"),
            name=f"{before.title()} {_printed(words, made)}",
            sure=False,
        )
    if made.full:
        told = told or load_first_names().get(made.name.split()[0].lower())
    if told is not None and genders.setdefault(made.key, told) != told and not made.full:
        name = _printed(words, made)
        return replace(made, key=slug(f"{before} {name}"), name=name, sure=False)
    return made


def _is_of_other(words: Words, made: PersonName, gender: Gender | None) -> bool:
    """Whether "Mr" or "Ms" before a name contradicts what is known of somebody ("Mrs Holder-Wooloff", Matthew's mother)."""
    told = load_offices().titles.get(words.lower[made.low - 1].rstrip(".")) if made.low else None
    return told is not None and gender is not None and told != gender


_NEAR = 2
"""Sentences for which somebody stays spoken of."""


def _of_spoken_of(words: Words, made: PersonName, spoken: dict[str, PersonName]) -> PersonName:
    """The name, but where two have it, as that of whom a sentence close before had as its subject ("Jeb Bush told
    voters … Bush said" in an article on his brother)."""
    family = slug(words.lower[made.high])
    if made.full:
        if words.tokens[made.high].dep.startswith("nsubj"):
            spoken[family] = made
        return made
    last = spoken.get(family)
    if last is None or made.sure or made.key == last.key or not made.key.endswith(f"-{family}"):
        return made
    if words.sentence[made.low] - words.sentence[last.high] > _NEAR:
        return made
    spoken[family] = replace(last, low=made.low, high=made.high)
    return replace(made, key=last.key, name=last.name)


def _printed(words: Words, made: PersonName) -> str:
    return words.text[words.tokens[made.low].start : words.tokens[made.high].end]


def _introduced(words: Words, high: int) -> bool:
    """Whether an age follows a single name between commas ("Ali, 43, a father of four"): somebody new."""
    if words.lower[high + 1 : high + 2] != [","] or words.lower[high + 3 : high + 4] != [","]:
        return False
    age = words.lower[high + 2]
    return age.isdigit() and int(age) < 111


def single_name(words: Words, n: int, book: NameBook) -> PersonName | None:
    """A lone capitalised word that the tags missed but that is part of a full name of the article."""
    token = words.tokens[n]
    if not words.text[token.start].isupper() or slug(words.lower[n]) not in book.surnames:
        return None
    key, name = book.surnames[slug(words.lower[n])]
    return PersonName(n, n, key, name, False, True)

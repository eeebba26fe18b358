"""What the reading of a source phrase hands on: holders and bodies as the words name them, and the words at hand."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.extract.names import NameBook
from onrecord.knowledge.countries import countries_of
from onrecord.knowledge.grammar import Words
from onrecord.knowledge.offices import Office, load_offices, longest_match
from onrecord.record import EntityKind, MentionForm, Rank

PRONOUNS = frozenset(
    """i we he she they it who which that you me us him her them himself herself themselves his their its my our
    this these those""".split()  # noqa: SIM905
)


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
    name_run: tuple[int, int] | None = None  # words of the bare name, of persons


@dataclass(frozen=True, slots=True)
class Reader:
    """What the reading of phrases looks at."""

    words: Words
    book: NameBook

    def text(self, low: int, high: int) -> str:
        """The printed words from `low` to `high`, both included."""
        return self.words.text[self.words.tokens[low].start : self.words.tokens[high].end]


def trim(words: Words, low: int, high: int) -> tuple[int, int]:
    """The phrase without marks and joining words at its borders; empty (low > high) where nothing is left."""
    while low <= high and (not words.lower[low][:1].isalnum() and words.lower[low][:1] not in "@#"):
        low += 1
    while (
        low < high
        and words.tokens[low].entity[2:] == "DATE"
        and (
            words.tokens[low].tag in ("NNP", "CD")
            or (words.text[words.tokens[low].start].isupper() and words.tokens[low + 1].entity[2:] == "DATE")
        )
    ):
        low += 1  # a dateline that lost its dash, a date that lost its comma
    low = _after_date(words, low, high)
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
        "earlier",
        "later",
        "recently",
        "meanwhile",
        "separately",
        "previously",
        "of",
        "at",
        "with",
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
        "have",
        "yesterday",
        "today",
    ):
        return trim(words, low, high - 1)
    if high > low and words.lower[high] in _DAYS and words.tokens[high].entity[2:] == "DATE":
        return trim(words, low, high - 1)  # "the filing Friday"
    if high > low and words.lower[high] == "who" and words.text[words.tokens[high].start + 1].islower():
        return trim(words, low, high - 1)  # not "the WHO"
    return low, high


def read_pronoun(reader: Reader, n: int) -> Holder:
    """A holder that only resolve can name."""
    return Holder(
        low=n,
        high=n,
        kind="unnamed",
        form="pronoun",
        name=reader.text(n, n),
        plural=reader.words.lower[n] in ("they", "we", "these", "those", "them", "us"),
    )


_DETERMINERS = frozenset("the a an this that these those some several many most both all".split())  # noqa: SIM905


def after_article(words: Words, low: int, high: int) -> int:
    """The first word that is not an article or demonstrative, nor says who runs a body ("state-owned")."""
    while low < high and words.lower[low] in _DETERMINERS:
        low += 1
    if low < high and words.lower[low] == "official" and words.text[words.tokens[low + 1].start].isupper():
        low += 1  # "the official Iraqi News Agency"
    run = (
        words.lower[low + 1 : low + 2] == ["-"]
        and words.lower[low + 2] in load_offices().marks["run_by"]
        and words.lower[low].islower()
    )
    return low + 3 if run and low + 3 <= high and words.text[words.tokens[low].start].islower() else low


def is_hyphened(words: Words, n: int) -> bool:
    """Whether a word is part of a compound ("soon-to-be")."""
    return any(
        0 <= k < len(words.tokens)
        and words.lower[k] in ("-", "‑", "–")
        and (words.tokens[k].end == words.tokens[n].start or words.tokens[n].end == words.tokens[k].start)
        for k in (n - 1, n + 1)
    )


_DAYS = frozenset(
    """mon tue tues wed thu thur thurs fri sat sun monday tuesday wednesday thursday friday saturday
    sunday""".split()  # noqa: SIM905
)
_MONTHS = frozenset(
    """jan feb mar apr may jun jul aug sep sept oct nov dec january february march april june july august september
    october november december""".split()  # noqa: SIM905
)


def _after_date(words: Words, low: int, high: int) -> int:
    """The first word behind a dateline's date that ran into the phrase ("Thu Oct 5 2017 Russia says")."""
    end = low
    while end < high and (
        words.lower[end].rstrip(".") in _DAYS | _MONTHS
        or words.lower[end].isdigit()
        or (low < end and words.lower[end] == "at" and words.lower[end + 1].isdigit())
    ):
        end += 1
    dated = {"digit" if words.lower[n].isdigit() else "word" for n in range(low, end)}
    return end if len(dated) > 1 and words.text[words.tokens[end].start].isupper() else low


def name_of(reader: Reader, low: int, high: int) -> str:
    """The phrase as a name: without its article, at most twelve words."""
    start = after_article(reader.words, low, high) if reader.words.lower[low] in ("a", "an") else low
    return reader.text(start, min(high, start + 11))


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
            options = countries_of(text) or _possessive(text)
            if options:
                if not _is_seat(words, n + size) and not _is_part(words, n) and not _in_title_of_work(words, n):
                    found.append((n, n + size - 1, options[0][0]))
                n += size
                break
        else:
            n += 1
    return found


def _is_seat(words: Words, n: int) -> bool:
    """Whether a place is only where somebody sits ("a Beijing-based diplomat")."""
    return words.lower[n : n + 2] == ["-", "based"] or words.lower[n : n + 1] == ["based"]


def _in_title_of_work(words: Words, n: int) -> bool:
    """Whether a country stands in the title of a book or a film ("author of “America’s Bitter Pill”")."""
    return words.tokens[n].entity[2:] == "WORK_OF_ART" or words.text[words.tokens[n].start - 1] in "“"


def _is_part(words: Words, n: int) -> bool:
    """Whether the word before a country's name makes it another place ("Northern Ireland")."""
    return words.tokens[n].entity == "I-GPE" and n > 0 and words.lower[n - 1] in load_offices().marks["compass"]


def _possessive(text: str) -> tuple[tuple[str, str], ...]:
    """The country of a name whose possessive lost its apostrophe ("Syrias")."""
    if not text.endswith("s") or len(text) < 5:
        return ()
    return tuple((iso, what) for iso, what in countries_of(text[:-1]) if what in ("name", "capital"))


def continues(reader: Reader, n: int, high: int) -> bool:
    """Whether the words after a name make it a modifier: an office or a body follows at once."""
    table, words = load_offices(), reader.words
    rest = words.lower[n : high + 1]
    return any(
        longest_match(table.offices, rest, k) or longest_match(table.bodies, rest, k) or (rest[k],) in table.documents
        for k in range(len(rest))
    )


def spokesman_in(reader: Reader, low: int, high: int) -> tuple[int, int, Office] | None:
    """As `office_in`, but a spokesman's rank behind his office is part of it ("spokesman Lieutenant Colonel")."""
    found = office_in(reader, low, high)
    before = office_in(reader, low, found[0] - 1) if found is not None and found[0] > low else None
    if found is None or before is None or before[2].rank != "spokesman" or sum(before[:2]) != found[0]:
        return found
    return before[0], before[1] + found[1], before[2]


def office_in(reader: Reader, low: int, high: int, named: bool = False) -> tuple[int, int, Office] | None:
    """The last office named between two words, or the first that says of what: (first word, number of words, office)."""
    words, table = reader.words, load_offices()
    found: tuple[int, int, Office] | None = None
    n = low
    while n <= high:
        size = longest_match(table.offices, words.lower[n : high + 1], 0)
        if size and _in_body_name(words, n, size, table.offices[tuple(words.lower[n : n + size])]):
            n += size
        elif size and n + size <= high and words.tokens[n + size].tag == "POS":
            n += size  # "sheriff's Sgt. Ann Hill" is no sheriff
        elif size:
            found = n, size, table.offices[tuple(words.lower[n : n + size])]
            n += size
            if named and words.lower[n : n + 1] in (["of"], ["at"], ["for"]):
                break
        else:
            n += 1
    return found


def _in_body_name(words: Words, n: int, size: int, office: Office) -> bool:
    """Whether a person noun is a word of a body's name ("the Department of Job and Family Services")."""
    if words.tokens[n].entity == "I-ORG" and words.tokens[min(n + size, len(words.tokens) - 1)].tag == "POS":
        return True  # "the County Sheriff's Department"
    inside = words.tokens[n].entity == "I-ORG" or words.tokens[min(n + size, len(words.tokens) - 1)].entity == "I-ORG"
    return office.rank is None and size == 1 and inside and words.text[words.tokens[n].start].isupper()

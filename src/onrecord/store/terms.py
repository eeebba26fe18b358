"""What is asked of a ledger and what it answers: plain frozen values, the words between the store and its users.

Everything here is JSON-able through msgspec. Dates are the ISO texts that came in, never reformatted. A `next` that is
None means that there is no further page; else hand it back as `cursor`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from onrecord.record import Claim, Clock, Interval, Judgement, MadeBy, Reading, Stance, StandingChange

MOST_ROWS = 1000  # a page never holds more, whatever limit was asked for

FacetName = Literal[
    "label",
    "holder",
    "holder-name",
    "principal",
    "principal-name",
    "place",
    "outlet",
    "kind",
    "event",
    "month",
    "digit",
]
StatementFacet = Literal["speaker", "speaker-name", "speaks-for", "stance", "said-of", "printed-by", "said-in", "role"]
AddOutcome = Literal["new", "again", "newer", "changed", "older"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """What became of an article that was added.

    new      the ledger had no article of that id
    again    the same text read by the same version and models: nothing was done
    newer    the same text read by another version or models: this reading counts now, the former is kept
    changed  another text under the same id: this one counts now, the former is kept as a version
    older    read by an older version of onrecord than the reading that counts: kept, and does not count
    """

    article: str
    outcome: AddOutcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A reading as the ledger keeps it: `seq` its number in order of arrival, `recorded` when it was added,
    `first_recorded` when this text was first added (the *known* clock runs on it)."""

    seq: int
    reading: Reading
    recorded: str
    first_recorded: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleRow:
    """One line about an article. `recorded`: when this text was first added; `counts`: the views show this reading."""

    id: str
    seq: int
    title: str | None
    publisher: str | None
    byline: str | None
    agency: str | None
    kind: str
    language: str | None
    published: str | None
    updated: str | None
    url: str | None
    canonical_url: str | None
    origin: str | None
    taken: str | None
    recorded: str
    text_sha256: str
    made_by: MadeBy
    statements: int
    counts: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One proposition as reported by one article, with its speakers: what search finds.

    `speakers` are (entity id, name) pairs; empty when the article itself says it. `claim` is the claim it counts for,
    None before the next settle or where it stays outside every claim.
    """

    id: str
    article: str
    attribution: str | None
    speakers: tuple[tuple[str, str], ...]
    principal: str | None
    stance: Stance
    polarity: str
    certainty: str
    factuality: float
    role: str
    said: Interval | None
    published: str | None
    place: str | None
    gist: str
    words: str
    score: float
    title: str | None = None
    publisher: str | None = None
    claim: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """A claim on its way into the ledger, with its history on the clocks that `Claim.history` (public) is not on.

    `known`: by when we had it (recorded); `event`: true on that day as now believed. Where one is empty, a question on
    that clock does not find the claim.
    """

    claim: Claim
    known: tuple[StandingChange, ...] = ()
    event: tuple[StandingChange, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimQuery:
    """Which claims, as of when, and which page of them. Filters are joined by "and"; None filters nothing.

    label            the whole label or one of its comma-separated parts ("denied by the accused")
    holder           who takes a position: entity id, or name in any case
    principal        the body spoken for: entity id, or name in any case
    place, outlet    readable key of the frame's place; name of an outlet that carries it; any case
    kind, digit      kind of claim; credibility digit
    watched          only claims that a watch follows
    text             words that must all occur in the gist, the frame, the holders' names or a wording (see `Ledger.search`)
    changed_from/_to first and last date of the last change (of the standing in force as of `as_of`, if given)
    happened_from/_to the claim's time must meet this interval
    as_of, clock     show the standing in force on that date, by that clock
    """

    label: str | None = None
    holder: str | None = None
    principal: str | None = None
    place: str | None = None
    outlet: str | None = None
    kind: str | None = None
    digit: int | None = None
    watched: bool = False
    text: str | None = None
    changed_from: str | None = None
    changed_to: str | None = None
    happened_from: str | None = None
    happened_to: str | None = None
    as_of: str | None = None
    clock: Clock = "public"
    limit: int = 50
    cursor: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberRange:
    """The figures of a claim in one line; `figures` as they were said, "over 10,000 – around 11,000"."""

    what: str
    unit: str | None
    figures: str
    low: float | None
    best: float | None
    high: float | None
    conflict: bool
    tension: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimRow:
    """One line of the board. Label, digit and lineages are those in force as of the query's date; the rest is current.

    `changed` is when that standing began (ISO date as given), `reliability` (principal, letter) pairs.
    """

    id: str
    gist: str
    kind: str
    label: str
    digit: int
    reliability: tuple[tuple[str, str], ...]
    supporting: tuple[int, int]
    opposing: tuple[int, int]
    numbers: NumberRange | None
    place: str | None
    happened: Interval | None
    changed: str | None
    positions: int
    articles: int
    outlets: int
    watched: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimPage:
    """A page of claims, by last change, newest first."""

    rows: tuple[ClaimRow, ...]
    next: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementQuery:
    """Which statements, newest first by publication. Every filter narrows; None filters nothing.

    words      all must occur in the wording or the speakers' names (see `Ledger.search`)
    speaker    entity id, or name in any case; principal: the body spoken for, by entity id
    stance, role, place, outlet   as in `Statement`, any case; article: one article id
    published_from/_to            first and last date of publication
    """

    words: str | None = None
    speaker: str | None = None
    principal: str | None = None
    stance: str | None = None
    place: str | None = None
    outlet: str | None = None
    role: str | None = None
    article: str | None = None
    published_from: str | None = None
    published_to: str | None = None
    limit: int = 50
    cursor: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementPage:
    """A page of statements, newest first."""

    rows: tuple[Statement, ...]
    next: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticlePage:
    """A page of articles, newest first."""

    rows: tuple[ArticleRow, ...]
    next: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetValue:
    """A value that a filter may take, and how many claims or statements have it."""

    value: str
    name: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A claim's standing changed: from what to what, when, and which propositions made it so.

    `before` is None when the claim appeared then.
    """

    claim: str
    gist: str
    since: str | None
    before: tuple[str, int] | None
    after: tuple[str, int]
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangePage:
    """A page of changes, newest first."""

    rows: tuple[Change, ...]
    next: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """Something a person wants to hear about: one claim, or every claim that a query finds."""

    id: str
    name: str
    claim: str | None
    query: ClaimQuery | None
    who: str
    since: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fire:
    """A watch fired: which claim, why in plain words, and how it stood when last seen (None: it was not there)."""

    watch: str
    claim: str
    gist: str
    why: tuple[str, ...]
    before: tuple[str, int] | None
    after: tuple[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class LogEntry:
    """A judgement as the log shows it; `undone_by` is the judgement that took it back, if one stands."""

    seq: int
    judgement: Judgement
    undone_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LogPage:
    """A page of the log, newest first."""

    rows: tuple[LogEntry, ...]
    next: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """How far the evidence reached when it was read: the last reading and judgement in order of arrival."""

    reading: int = 0
    judgement: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsettled:
    """What came in after the last settle; `whole` says that there was no settle yet."""

    articles: tuple[str, ...]
    judgements: tuple[Judgement, ...]
    whole: bool

    @property
    def nothing(self) -> bool:
        """The views show all evidence."""
        return not (self.articles or self.judgements or self.whole)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How much a ledger holds."""

    articles: int
    readings: int
    statements: int
    claims: int
    judgements: int
    failures: int
    settled: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """An entity as one article has it; `statements` counts what it says in the whole ledger."""

    id: str
    name: str
    kind: str
    principal: str | None
    country: str | None
    statements: int

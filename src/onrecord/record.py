"""The nouns: every core type that one stage hands to the next, frozen, and the error tree. Imports nothing of ours.

The way through is Page -> Article -> Reading -> (ledger) -> Claim with its Standing. JSON names and meanings are those
of the reading and claim formats (docs/formats.md); here each field says what a reader of the code cannot see.

Offsets are half-open [start, end) in Unicode code points of `Article.text`, unless an item carries `where` ("title",
"caption:0"), in which case they count in that text. Unknown is None or an empty tuple, never 0 or "".
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

READING_FORMAT = "onrecord/reading/1"
CLAIM_FORMAT = "onrecord/claim/1"

# --------------------------------------------------------------------------------------------------------------- errors


class OnRecordError(Exception):
    """Root of every error that onrecord raises on purpose: its text says what, where and what to do.

    OnRecordError
    ├── InputError       what a person gave cannot be read (a path, a file, a line, an option)
    │   └── BlankArticle     there is no text to read
    ├── ModelError       weights or tables are missing or do not match their digest
    ├── LedgerError      the ledger cannot be opened, read or written
    │   ├── LedgerNewer      made by a newer version
    │   └── LedgerBusy       another process is writing
    └── UnknownItem      no such claim, article, attribution …
    """


class InputError(OnRecordError):
    """What a person gave cannot be read."""


class BlankArticle(InputError):  # noqa: N818  (named for what it is, as the failure shown to people says)
    """There is no text to read."""


class ModelError(OnRecordError):
    """Weights or tables are missing or do not match their digest."""


class LedgerError(OnRecordError):
    """The ledger cannot be opened, read or written."""


class LedgerNewer(LedgerError):  # noqa: N818
    """The ledger was made by a newer version of onrecord."""


class LedgerBusy(LedgerError):  # noqa: N818
    """Another process holds the ledger's write lock."""


class UnknownItem(OnRecordError):  # noqa: N818
    """There is no claim, article or attribution of that id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """One input that could not be read: it is counted and shown, and never stops a run."""

    item: str  # path, address or id, as the person knows it
    stage: str  # acquire, read, extract, resolve, reconcile, store
    why: str  # one sentence: what, and what to do


# --------------------------------------------------------------------------------------------------------- small values


class Span(NamedTuple):
    """Half-open range of code points. A tuple, because readings hold thousands and JSON wants [start, end]."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The words this span covers."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """Closed interval of ISO 8601 dates or date-times as strings; None is open on that side."""

    start: str | None = None
    end: str | None = None


def content_id(kind: str, *parts: object) -> str:
    """Stable id: the kind's letter-prefix and 16 hex digits of sha256 over the parts.

    The same parts give the same id on every machine and in every run, so that a person's judgement still finds its
    target after a re-reading. 64 bits: a collision within 10 million items of one kind has a chance below 1 in 10^5.
    """
    digest = hashlib.sha256("\x1f".join(str(part) for part in (kind, *parts)).encode("utf-8", "surrogatepass"))
    return f"{kind}-{digest.hexdigest()[:16]}"


def item_id(kind: str, article_id: str, *spans: Span) -> str:
    """Id of something found in an article: hash of format, article id, kind and spans (formats: "Every item")."""
    return content_id(kind, READING_FORMAT, article_id, *(f"{start}:{end}" for start, end in spans))


# -------------------------------------------------------------------------------------------------- acquire: where from


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What acquire hands on: one article as it came, not yet looked into.

    Exactly one of `text`, `html` carries the body. Fields given by whoever supplied the page (JSON lines, feeds, a
    column mapping) are kept as given and win over what read finds in the page.
    """

    id: str
    text: str | None = None
    html: str | None = None
    url: str | None = None
    publisher: str | None = None
    title: str | None = None
    byline: str | None = None
    agency: str | None = None
    published: str | None = None
    updated: str | None = None
    language: str | None = None
    kind: str | None = None
    author: str | None = None  # of a post
    account: str | None = None  # of a post, e.g. "@name"
    origin: str | None = None  # file, archive record or address it was taken from
    taken: str | None = None  # when, ISO 8601 with offset
    sha256: str | None = None  # of the bytes as taken


# ----------------------------------------------------------------------------------------------- read: text that stands


class Token(NamedTuple):
    """One word or punctuation mark with its syntax.

    `tag` Penn Treebank tag; `head` index of its head in the same sentence (the root is its own head); `dep` dependency
    label in the ClearNLP scheme (nsubj, nsubjpass, dobj, ccomp, …); `entity` OntoNotes type as BIO ("B-PERSON", "O").
    A tuple, because a long article holds thousands.
    """

    start: int
    end: int
    tag: str = ""
    head: int = -1
    dep: str = ""
    entity: str = "O"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence: its span, its tokens in order, the paragraph it stands in and the embed it belongs to (or None)."""

    span: Span
    tokens: tuple[Token, ...]
    paragraph: int = 0
    container: str | None = None


EmbedKind = Literal["post", "video", "document", "other"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Embed:
    """Something of another author set into the article: its words are never the article's own."""

    id: str
    kind: EmbedKind
    span: Span
    author: str | None = None
    handle: str | None = None
    account: str | None = None
    posted: str | None = None
    url: str | None = None


ArticleKind = Literal["news", "opinion", "live", "correction", "transcript", "release", "gallery", "post", "other"]
DateOrigin = Literal["given", "html", "dateline", "text"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """A page as text that never changes, with everything around the body kept apart from it."""

    id: str
    text: str
    text_sha256: str
    paragraphs: tuple[Span, ...]
    sentences: tuple[Span, ...] = ()
    url: str | None = None
    canonical_url: str | None = None
    publisher: str | None = None
    title: str | None = None
    deck: str | None = None
    byline: str | None = None
    agency: str | None = None
    dateline: str | None = None
    section: str | None = None
    language: str | None = None
    kind: ArticleKind = "news"
    published: str | None = None
    updated: str | None = None
    published_from: DateOrigin | None = None
    not_before: str | None = None
    version_of: str | None = None
    captions: tuple[str, ...] = ()
    embeds: tuple[Embed, ...] = ()
    origin: str | None = None
    taken: str | None = None
    page_sha256: str | None = None
    furniture: tuple[Span, ...] = ()  # parts of the text that are not prose: dateline, credit line, byline, signature
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something that could not be settled, said instead of guessed."""

    stage: str
    what: str
    span: Span | None = None


# ------------------------------------------------------------------------------------------- extract, resolve: readings

Stance = Literal[
    "asserts",
    "confirms",
    "denies",
    "doubts",
    "unknown",
    "declines",
    "predicts",
    "commits",
    "directs",
    "retracts",
    "publishes",
]
Certainty = Literal["certain", "probable", "possible", "unknown"]
Polarity = Literal["positive", "negative"]
Manner = Literal["direct", "indirect", "mixed"]
AttributionRole = Literal["evidence", "summary", "back-reference", "opinion", "narrator"]
EntityKind = Literal[
    "person",
    "organisation",
    "government",
    "military",
    "group",
    "place",
    "document",
    "outlet",
    "account",
    "unnamed",
    "narrator",
]
MentionForm = Literal["name", "surname", "title", "pronoun", "description", "metonym", "demonym", "unnamed"]
Rank = Literal["head", "minister", "spokesman", "official"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """An office somebody held, as the text gives it; `start` and `end` (JSON: from, to) are ISO dates or None."""

    title: str | None = None
    organisation: str | None = None
    start: str | None = None
    end: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """Ids in other registers."""

    geonames: int | None = None
    wikidata: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """Somebody or something that speaks, acts or is acted upon.

    `id` is made of kind and a conservative key ("person:vedant patel"), so the same entity joins across articles and
    uncertain ones stay apart. `principal` is the entity id of the body it speaks for (Patel -> the US State Department
    -> the US government: one step a link). An unnamed speaker has an id of its own article and `candidates`, never a
    guess; so has somebody with a name whose body is not sure.
    """

    id: str
    kind: EntityKind
    name: str
    roles: tuple[Role, ...] = ()
    rank: Rank | None = None
    country: str | None = None
    principal: str | None = None
    candidates: tuple[str, ...] = ()
    links: Links = Links()
    score: float = 1.0
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """Words that refer to an entity."""

    id: str
    span: Span
    form: MentionForm
    entity: str | None = None
    score: float = 1.0
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hedge:
    """The narrator's or a speaker's mark that something is less than certain."""

    span: Span
    kind: Literal["reportedly", "unconfirmed", "alleged", "believed", "modal", "other"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """How the speaker knows, where the text says so."""

    kind: Literal["witness", "imagery", "intercept", "document", "told"]
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """Somebody (source) puts forward (cue) something (content), after PARC 3 and PolNeAR (Newell et al. 2018).

    Each role may have several spans; `source` is empty where the text names nobody, `cue` is empty only for narrator
    rows made without one. `speakers` are entity ids, each of whom says it. `parent` is the attribution whose content
    holds this one. `where` is None in the body, else "title" or "caption:0" (JSON: "in").
    """

    id: str
    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    manner: Manner = "indirect"
    speakers: tuple[str, ...] = ()
    stance: Stance = "asserts"
    certainty: Certainty = "certain"
    polarity: Polarity = "positive"
    hedges: tuple[Hedge, ...] = ()
    basis: Basis | None = None
    said: Interval | None = None
    parent: str | None = None
    role: AttributionRole = "evidence"
    refers_to: tuple[str, ...] = ()
    container: str | None = None
    where: str | None = None
    score: float = 1.0
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposition:
    """One clause that can be true or false by itself; `attribution` is None for the narrator's own assertions."""

    id: str
    attribution: str | None
    spans: tuple[Span, ...]
    gist: str
    stance: Stance = "asserts"
    polarity: Polarity = "positive"
    factuality: float = 3.0
    certainty: Certainty = "certain"
    event: str | None = None
    quantities: tuple[str, ...] = ()
    time: str | None = None
    place: str | None = None
    where: str | None = None
    score: float = 1.0
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeExpression:
    """A TIMEX3 expression (ISO 24617-1) with its interval on the calendar."""

    id: str
    span: Span
    type: Literal["DATE", "TIME", "DURATION", "SET"]
    value: str | None = None
    mod: str | None = None
    start: str | None = None
    end: str | None = None
    precision: Literal["hour", "day", "week", "month", "season", "year", "decade", "vague"] | None = None
    anchor: Literal["document", "speech", "previous", "none"] | None = None
    where: str | None = None
    score: float = 1.0
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A toponym and the place in GeoNames it stands for."""

    id: str
    span: Span
    name: str
    geonames: int | None = None
    country: str | None = None
    kind: Literal["country", "admin1", "admin2", "city", "region", "other"] | None = None
    latitude: float | None = None
    longitude: float | None = None
    precision: Literal["point", "city", "admin2", "admin1", "country", "region", "vague"] | None = None
    as_: Literal["place", "government", "people"] = "place"  # JSON: "as"
    role: Literal["happened", "said", "mentioned"] = "mentioned"
    disputed: tuple[str, ...] = ()
    candidates: tuple[tuple[int, float], ...] = ()  # (GeoNames id, score) where several remain
    where: str | None = None
    score: float = 1.0
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """What a number measures; numbers are compared only within one measure."""

    what: str = "other"  # killed|wounded|missing|captured|displaced|deployed|present|sent|strikes|money|other
    whose: str | None = None
    status: Literal["civilian", "combatant"] | None = None
    stock: bool | None = None  # True: at a time, False: in total
    part_of: str | None = None  # quantity id
    place: str | None = None  # place id
    as_of: str | None = None  # ISO date


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A number with inclusive bounds: hard (`low`, `high`: what the words exclude), soft (what they suggest)."""

    id: str
    span: Span
    low: float | None = None
    high: float | None = None
    soft_low: float | None = None
    soft_high: float | None = None
    modifier: str | None = None
    unit: str | None = None
    noun: str | None = None
    measure: Measure = Measure()
    where: str | None = None
    score: float = 1.0
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Who did what to whom, with a PLOVER root code; the proposition that reports it gives it a claimant."""

    id: str
    span: Span
    code: str
    mode: Literal["historical", "future", "hypothetical", "negation"] | None = None
    actors: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    allies: tuple[str, ...] = ()
    place: str | None = None
    time: str | None = None
    proposition: str | None = None
    where: str | None = None
    score: float = 1.0
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeBy:
    """What made a reading; decides whether to read again. `models` maps a model's name to "sha256:…"."""

    onrecord: str
    models: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """What extract looks at beside the article: its sentences with syntax and what the shared encoder said of them."""

    sentences: tuple[Sentence, ...]
    factuality: tuple[tuple[float, ...], ...] = ()  # per sentence and token, −3 … 3, as if it were an event
    triggers: tuple[tuple[float, ...], ...] = ()  # per sentence and token, chance of being an event's head word
    attachment: tuple[tuple[float, ...], ...] = ()  # per sentence and token, the parser's chance of its head
    states: npt.NDArray[np.float32] | None = field(
        default=None, compare=False, repr=False
    )  # tokens of the article x axes


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Everything found in one article. A new finding makes a new value (dataclasses.replace)."""

    article: Article
    made_by: MadeBy
    entities: tuple[Entity, ...] = ()
    mentions: tuple[Mention, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    propositions: tuple[Proposition, ...] = ()
    times: tuple[TimeExpression, ...] = ()
    places: tuple[Place, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    events: tuple[Event, ...] = ()
    problems: tuple[Problem, ...] = ()


# ------------------------------------------------------------------------------------ reconcile: what many say together

Clock = Literal["public", "known", "event"]
Support = Literal["none", "side", "single", "bloc", "independent", "admitted"]
Dependence = Literal["same principal", "quotes", "copy", "agency", "same figure", "ally", "unnamed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PositionDependence:
    """This position may rest on another one; `certain` says whether it surely does."""

    position: int  # index into Claim.positions
    why: Dependence
    certain: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """One holder's (or joint holders') stance on a claim, with every proposition and article that carries it."""

    holders: tuple[str, ...]
    principal: str | None
    stance: Stance
    said: Interval | None
    propositions: tuple[str, ...]
    articles: tuple[str, ...]
    outlets: tuple[str, ...]
    basis: str | None = None
    score: float = 1.0
    depends_on: tuple[PositionDependence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a claim stands: a grade of evidence, never of truth (docs/standing.md; Admiralty digits, AJP-2.1)."""

    support: Support
    first_hand: bool
    opposition: Support
    doubted: bool
    divided: tuple[str, ...]
    withdrawn: bool
    hearsay_only: bool
    label: str
    credibility: int
    reliability: tuple[tuple[str, str], ...]  # (principal, "A".."F")
    supporting_lineages: tuple[int, int]
    opposing_lineages: tuple[int, int]
    because: tuple[str, ...]
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingChange:
    """From `since` on (ISO date) the claim stood so."""

    since: str | None
    standing: Standing
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One number a holder gave for a measure; `words` as the article prints it ("over 10,000")."""

    holder: str
    principal: str | None
    low: float | None
    high: float | None
    modifier: str | None
    as_of: str | None
    said: str | None
    proposition: str
    superseded_by: str | None = None
    soft_low: float | None = None
    soft_high: float | None = None
    words: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """What the holders' figures for one measure say together."""

    measure: Measure
    unit: str | None
    low: float | None
    best: float | None
    high: float | None
    conflict: bool
    tension: bool
    series: tuple[Figure, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimLink:
    """How this claim bears on another."""

    claim: str
    as_: Literal["refines", "part-of", "presupposes", "supersedes", "answers"]


ClaimKind = Literal[
    "event", "state", "number", "responsibility", "prediction", "commitment", "directive", "opinion", "open-question"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What a claim is about, in comparable form; entity, place and time values are readable keys."""

    event: str | None = None
    actors: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    place: str | None = None
    time: Interval | None = None
    measure: Measure | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A question that reporting answers, with who takes which position on it, since when, on what evidence."""

    id: str
    gist: str
    kind: ClaimKind
    frame: Frame
    positions: tuple[Position, ...]
    standing: Standing
    history: tuple[StandingChange, ...] = ()
    numbers: Numbers | None = None
    links: tuple[ClaimLink, ...] = ()
    names: tuple[tuple[str, str], ...] = ()  # (entity id, name) of everybody who occurs in it, for showing


# ----------------------------------------------------------------------------------------------- review: people's words

JudgementAct = Literal[
    "accept", "reject", "span", "speaker", "merge", "split", "depend", "grade", "undo", "world", "cell"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """A person's decision about something found: appended, never edited. `replaces` is what an undo takes back."""

    id: str
    act: JudgementAct
    target: str
    value: str | None  # JSON, its form depends on the act (docs/review.md)
    who: str
    when: str
    why: str | None = None
    replaces: str | None = None

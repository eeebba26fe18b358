"""What the API answers and takes beside the ledger's own values; an endpoint's types in, its OpenAPI out.

msgspec's types are the one source: `give` writes them, `answers` and `takes` describe them, `read_body` reads them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, TypeVar

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from onrecord.export.brief import Brief
from onrecord.reconcile.track_record import TrackRecord
from onrecord.reconcile.world import World
from onrecord.record import (
    Claim,
    ClaimLink,
    Entity,
    InputError,
    Judgement,
    JudgementAct,
    Reading,
)
from onrecord.review import (
    AcceptValue,
    CellValue,
    DependValue,
    GradeValue,
    MergeValue,
    SpanValue,
    SpeakerValue,
    SplitValue,
    WorldValue,
)
from onrecord.serve.api.shapes import REF, plain, schemas
from onrecord.serve.pages.speaker import Turn
from onrecord.serve.pages.without import Removal
from onrecord.serve.problems import Refusal
from onrecord.store.terms import (
    ArticlePage,
    ChangePage,
    ClaimPage,
    ClaimQuery,
    Counts,
    FacetValue,
    Fire,
    LogPage,
    Seen,
    Statement,
    StatementPage,
    Watch,
)

T = TypeVar("T")
VALUES = (AcceptValue, SpanValue, SpeakerValue, MergeValue, SplitValue, DependValue, GradeValue, WorldValue, CellValue)
Words = Annotated[str, msgspec.Meta(max_length=500)]
Reason = Annotated[str, msgspec.Meta(max_length=2000)]
ValueOfAct = Annotated[
    msgspec.Raw,
    msgspec.Meta(
        description="In the form of its act (docs/review.md); an undo takes none.",
        extra_json_schema={"anyOf": [*({"$ref": REF.format(name=v.__name__)} for v in VALUES), {"type": "null"}]},
    ),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What answers here, and how much its ledger holds."""

    onrecord: str
    ledger: str
    counts: Counts


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """`csrf` goes into the header X-OnRecord-CSRF of every change, with the cookies of this answer."""

    csrf: str
    who: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Wordings:
    """Every wording of a claim, and the statements behind its standing."""

    rows: tuple[Statement, ...]
    because: tuple[Statement, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbours:
    """The claims that this one links to, and those that link to it."""

    links: tuple[ClaimLink, ...]
    linked_from: tuple[ClaimLink, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Speakers:
    """Speakers by number of statements."""

    rows: tuple[Seen, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityAt:
    """An entity as one article has it."""

    article: str
    entity: Entity


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """Who it is, for whom it speaks (entity id), where it took another stance, what became of its first figures."""

    entity: Entity
    speaks_for: str | None
    history: tuple[EntityAt, ...]
    turns: tuple[Turn, ...]
    record: TrackRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class Values:
    """The values that a filter may take, most frequent first."""

    rows: tuple[FacetValue, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """Statements without a word of a person on them, those that do not count yet first, the surest of them at the top."""

    rows: tuple[Statement, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Watches:
    """All watches, oldest first."""

    rows: tuple[Watch, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fires:
    """What fires on the watches."""

    rows: tuple[Fire, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRows:
    """Draft rows of events, column by column, with what coders put in their cells."""

    rows: tuple[dict[str, str | float | bool | None], ...]
    next: str | None


class WatchFilters(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which claims a watch follows: as the filters of /claims."""

    label: Words | None = None
    holder: Words | None = None
    principal: Words | None = None
    place: Words | None = None
    outlet: Words | None = None
    kind: Words | None = None
    text: Words | None = None

    def query(self) -> ClaimQuery:
        """As the ledger takes them."""
        return ClaimQuery(
            label=self.label,
            holder=self.holder,
            principal=self.principal,
            place=self.place,
            outlet=self.outlet,
            kind=self.kind,
            text=self.text,
        )


class WatchWish(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Follow one claim, or every claim that the filters leave: exactly one of the two."""

    name: Words
    claim: Words | None = None
    query: WatchFilters | None = None
    who: Words | None = None


class JudgementWish(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A person's decision. `target`: what it is about (of an undo, the judgement taken back)."""

    act: JudgementAct
    target: Reason
    value: ValueOfAct = msgspec.field(default_factory=lambda: msgspec.Raw(b"null"))
    who: Words | None = None
    why: Reason | None = None


ANSWERED = (
    About, Session, Refusal, ClaimPage, Claim, Wordings, Neighbours, Removal, StatementPage, ArticlePage, Reading, Speakers,
    Speaker, Values, ChangePage, Brief, EventRows, Watches, Watch, Fires, Queue, LogPage, Judgement, World,
)  # fmt: skip
TAKEN = (WatchWish, JudgementWish, *VALUES)


def components() -> dict[str, Any]:
    """Every schema that the OpenAPI refers to."""
    _, taken = msgspec.json.schema_components(TAKEN, ref_template=REF)
    return {**taken, **schemas(ANSWERED)}


def give(value: object, *, status: int = 200) -> Response:
    """The value as JSON."""
    return Response(msgspec.json.encode(plain(value)), status_code=status, media_type="application/json")


def answers(kind: type | None, *, status: int = 200) -> dict[str, Any]:
    """What a route says of its answer, for FastAPI's decorator; every refusal is a Refusal."""
    refused = {"description": "Why there is no answer.", "content": _content("application/problem+json", Refusal)}
    if kind is None:
        shown: dict[str, Any] = {"description": "Done."}
    else:
        doc = (kind.__doc__ or "").strip().split("\n\n")[0]
        shown = {"description": " ".join(doc.split()), "content": _content("application/json", kind)}
    responses: Mapping[int | str, dict[str, Any]] = {status: shown, "4XX": refused, 503: refused}
    return {"status_code": status, "response_model": None, "responses": responses}


def takes(kind: type) -> dict[str, Any]:
    """What a route says of the body it takes."""
    return {"openapi_extra": {"requestBody": {"required": True, "content": _content("application/json", kind)}}}


def _content(media: str, kind: type) -> dict[str, Any]:
    return {media: {"schema": {"$ref": REF.format(name=kind.__name__)}}}


def read_body(kind: type[T]) -> Callable[[Request], Any]:
    """A dependency that reads the body as this type; raises InputError."""

    async def read(request: Request) -> T:
        try:
            return msgspec.json.decode(await request.body(), type=kind)
        except (msgspec.DecodeError, UnicodeDecodeError) as err:
            raise InputError(f"The body does not fit: {err}. It is JSON of the form {kind.__name__}.") from err

    return read

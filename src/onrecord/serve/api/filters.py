"""The parameters of a question, as FastAPI checks them, in; the ledger's own query out. An unknown parameter is refused."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from onrecord.record import Clock
from onrecord.serve.asked import Asked, ask
from onrecord.store.terms import MOST_ROWS, ClaimQuery, StatementQuery

Words = Annotated[str | None, Field(max_length=500)]
A_DAY = "ISO 8601 date, or date-time with offset."


class Given(BaseModel):
    """What every question may be given."""

    model_config = ConfigDict(extra="forbid")


class Dated(Given):
    """The date that the answer stands at."""

    as_of: Annotated[str | None, Field(max_length=40, description=f"As it stood at the end of it. {A_DAY}")] = None
    clock: Annotated[
        Clock,
        Field(description="`public`: what had been published by then; `known`: recorded here; `event`: had happened."),
    ] = "public"

    def asked(self) -> Asked:
        """As the pages take it; raises InputError where the date is none."""
        return ask({"as_of": self.as_of or "", "clock": self.clock})


class Paged(Given):
    """Which page of a list."""

    limit: Annotated[int, Field(ge=1, le=MOST_ROWS, description="Rows on a page.")] = 50
    cursor: Annotated[str | None, Field(max_length=100, description="`next` of the page before.")] = None


class ClaimFilters(Paged, Dated):
    """Which claims; filters are joined by "and"."""

    text: Annotated[Words, Field(description="Words that all occur in the claim; a final * matches any ending.")] = None
    label: Annotated[Words, Field(description="Its label, or one of the parts between commas.")] = None
    digit: Annotated[int | None, Field(ge=1, le=6, description="Its credibility.")] = None
    holder: Annotated[Words, Field(description="Who takes a position: entity id or name.")] = None
    principal: Annotated[Words, Field(description="The body spoken for: entity id or name.")] = None
    place: Annotated[Words, Field(description="Where it is about.")] = None
    outlet: Annotated[Words, Field(description="Who carries it.")] = None
    kind: Annotated[Words, Field(description="event, state, number, responsibility, prediction, …")] = None
    watched: Annotated[bool, Field(description="Only what a watch follows.")] = False
    changed_from: Annotated[Words, Field(description=f"First date of its last change. {A_DAY}")] = None
    changed_to: Annotated[Words, Field(description=f"Last date of its last change. {A_DAY}")] = None
    happened_from: Annotated[Words, Field(description=f"Its time ends not before. {A_DAY}")] = None
    happened_to: Annotated[Words, Field(description=f"Its time begins not after. {A_DAY}")] = None

    def query(self) -> ClaimQuery:
        """As the ledger takes it; raises InputError where the date is none."""
        asked = self.asked()
        return ClaimQuery(**{**self.model_dump(), "as_of": asked.as_of, "clock": asked.clock})


class StatementFilters(Paged):
    """Which statements; filters are joined by "and"."""

    words: Annotated[Words, Field(description="All occur in the wording or the speakers' names.")] = None
    speaker: Annotated[Words, Field(description="Entity id or name.")] = None
    principal: Annotated[Words, Field(description="The body spoken for: entity id.")] = None
    stance: Annotated[Words, Field(description="asserts, confirms, denies, doubts, …")] = None
    role: Annotated[Words, Field(description="evidence, summary, back-reference, opinion, narrator.")] = None
    place: Annotated[Words, Field(description="Where it is about.")] = None
    outlet: Annotated[Words, Field(description="Who printed it.")] = None
    article: Annotated[str | None, Field(max_length=2000, description="Article id.")] = None
    published_from: Annotated[Words, Field(description=A_DAY)] = None
    published_to: Annotated[Words, Field(description=A_DAY)] = None

    def query(self) -> StatementQuery:
        """As the ledger takes it."""
        return StatementQuery(**self.model_dump())


class Removed(Dated):
    """Whose word is left out."""

    who: Annotated[Words, Field(description="Entity id or name of a body, holder or outlet.")] = None


class ArticleFilters(Paged):
    """Which articles."""

    outlet: Annotated[Words, Field(description="Who published them.")] = None


class Named(Given):
    """Whose name has this in it."""

    name: Annotated[str, Field(max_length=200, description="A part of the name.")] = ""
    limit: Annotated[int, Field(ge=1, le=MOST_ROWS)] = 50


class Starting(Given):
    """Which values of a filter."""

    starts: Annotated[str, Field(max_length=200, description="How the value begins.")] = ""
    limit: Annotated[int, Field(ge=1, le=MOST_ROWS)] = 100


class Period(Paged):
    """From when to when."""

    since: Annotated[str, Field(max_length=40, description=A_DAY)]
    until: Annotated[str | None, Field(max_length=40, description=A_DAY)] = None
    clock: Clock = "public"


class BriefFilters(ClaimFilters):
    """Which claims a brief holds: those named, or else those that the filters leave."""

    title: Annotated[str, Field(max_length=200, description="Its title.")] = "Brief"
    claims: Annotated[
        str, Field(max_length=4000, description="Claim ids with commas between; without, the filters choose.")
    ] = ""
    since: Annotated[str | None, Field(max_length=40, description=f"The day of the last brief. {A_DAY}")] = None

    def query(self) -> ClaimQuery:
        """As the ledger takes it."""
        asked = self.asked()
        given = self.model_dump(exclude={"title", "claims", "since"})
        return ClaimQuery(**{**given, "as_of": asked.as_of, "clock": asked.clock})

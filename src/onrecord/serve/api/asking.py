"""A desk in, the API's questions out: each endpoint gives what the page of the same name shows."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from onrecord.export.brief import Brief
from onrecord.export.briefing import MOST_CLAIMS, BriefWish, ask_brief
from onrecord.export.cells import plain_row
from onrecord.reconcile.reviewed import judge_world
from onrecord.reconcile.world import World
from onrecord.record import Claim, ClaimLink, InputError, Reading
from onrecord.serve.api import answers as a
from onrecord.serve.api import filters as f
from onrecord.serve.api.answers import answers, give
from onrecord.serve.desk import Desk
from onrecord.serve.forms import signed_before
from onrecord.serve.pages.claim import statements_behind
from onrecord.serve.pages.review import LOOKED_AT, unjudged
from onrecord.serve.pages.rows import coded
from onrecord.serve.pages.speaker import speaker_values
from onrecord.serve.pages.without import Removal, removal_of
from onrecord.store.terms import ArticlePage, ChangePage, ClaimPage, FacetName, LogPage, StatementFacet, StatementPage
from onrecord.version import VERSION

MOST_CODED = 100  # claims that one answer makes rows of: each is weighed with its articles
EventForm = Literal["ucdp", "acled", "plover"]
Facet = Literal[FacetName, StatementFacet]


def asking(desk: Desk) -> APIRouter:
    """Everything that only looks."""
    router = APIRouter()
    _about(router, desk)
    _claims(router, desk)
    _evidence(router, desk)
    _people(router, desk)
    _following(router, desk)
    _taking_away(router, desk)
    return router


def _about(router: APIRouter, desk: Desk) -> None:
    @router.get("/", **answers(a.About), tags=["desk"])
    def about() -> Response:
        """The ledger and how much it holds."""
        return give(a.About(onrecord=VERSION, ledger=desk.ledger.address, counts=desk.counts()))

    @router.get("/session", **answers(a.Session), tags=["desk"])
    def session(request: Request) -> Response:
        """What a change must carry."""
        return give(a.Session(csrf=request.state.csrf, who=signed_before(request, desk.who)))

    @router.get("/values/{facet}", **answers(a.Values), tags=["desk"])
    def values(facet: Facet, given: Annotated[f.Starting, Query()]) -> Response:
        """The values that a filter may take, with how many claims or statements have each."""
        return give(a.Values(rows=desk.ledger.facets(facet, starts=given.starts, limit=given.limit)))

    @router.get("/world", **answers(World), tags=["desk"])
    def world() -> Response:
        """Who belongs to whom, who is allied, who fights whom: the file's rows, changed as people decided."""
        return give(judge_world(desk.world, desk.ledger.world()))


def _claims(router: APIRouter, desk: Desk) -> None:
    def claim_of(identity: str, given: f.Dated) -> Claim:
        asked = given.asked()
        return desk.ledger.claim(identity, as_of=asked.as_of, clock=asked.clock)

    @router.get("/claims", **answers(ClaimPage), tags=["claims"])
    def claims(given: Annotated[f.ClaimFilters, Query()]) -> Response:
        """Claims by last change, newest first."""
        return give(desk.ledger.claims(given.query()))

    @router.get("/claims/{claim}", **answers(Claim), tags=["claims"])
    def claim(claim: str, given: Annotated[f.Dated, Query()]) -> Response:
        """One claim in format onrecord/claim/1: positions and what they depend on, standing, history, numbers."""
        return give(claim_of(claim, given))

    @router.get("/claims/{claim}/wordings", **answers(a.Wordings), tags=["claims"])
    def wordings(claim: str, given: Annotated[f.Dated, Query()]) -> Response:
        """Every wording of the claim, and the statements behind its standing."""
        found = claim_of(claim, given)
        statements = statements_behind(desk, found)
        ids = (name for position in found.positions for name in position.propositions)
        rows = tuple(statements[name] for name in dict.fromkeys(ids) if name in statements)
        because = tuple(statements[name] for name in found.standing.because if name in statements)
        return give(a.Wordings(rows=rows, because=because))

    @router.get("/claims/{claim}/neighbours", **answers(a.Neighbours), tags=["claims"])
    def neighbours(claim: str) -> Response:
        """The claims that it links to, and those that link to it."""
        found = desk.ledger.claim(claim)
        linked = desk.ledger.linked_from(claim)
        others = tuple(ClaimLink(claim=other, as_=how) for other, how in linked)  # type: ignore[arg-type]
        return give(a.Neighbours(links=found.links, linked_from=others))

    @router.get("/claims/{claim}/without", **answers(Removal), tags=["claims"])
    def without(claim: str, given: Annotated[f.Removed, Query()]) -> Response:
        """What the claim rests on, and how it would stand without somebody's word."""
        return give(removal_of(desk, claim_of(claim, given), given.asked(), given.who))


def _evidence(router: APIRouter, desk: Desk) -> None:
    @router.get("/statements", **answers(StatementPage), tags=["evidence"])
    def statements(given: Annotated[f.StatementFilters, Query()]) -> Response:
        """Who said what, in which sense, printed where: newest first."""
        return give(desk.ledger.statements(given.query()))

    @router.get("/articles", **answers(ArticlePage), tags=["evidence"])
    def articles(given: Annotated[f.ArticleFilters, Query()]) -> Response:
        """Articles, newest first."""
        return give(desk.ledger.articles(outlet=given.outlet, limit=given.limit, cursor=given.cursor))

    @router.get("/articles/{article:path}", **answers(Reading), tags=["evidence"])
    def article(article: str) -> Response:
        """One article with everything found in it, as the machine read it, in format onrecord/reading/1."""
        return give(desk.ledger.reading(article))


def _people(router: APIRouter, desk: Desk) -> None:
    @router.get("/speakers", **answers(a.Speakers), tags=["people"])
    def speakers(given: Annotated[f.Named, Query()]) -> Response:
        """Speakers by number of statements."""
        return give(a.Speakers(rows=desk.ledger.speakers(given.name, limit=given.limit)))

    @router.get("/speakers/{speaker:path}", **answers(a.Speaker), tags=["people"])
    def speaker(speaker: str, given: Annotated[f.Dated, Query()]) -> Response:
        """Who it is, for whom it speaks, its changes of position, what became of its first figures."""
        values = speaker_values(desk, speaker, given.asked())
        history = tuple(a.EntityAt(article=article, entity=entity) for article, entity in values["history"])
        body = values["speaks_for"]
        shown = {**values, "history": history, "speaks_for": body and body[0], "turns": tuple(values["turns"])}
        return give(a.Speaker(**shown))

    @router.get("/outlets", **answers(a.Values), tags=["people"])
    def outlets() -> Response:
        """Publishers with their number of articles, most first."""
        return give(a.Values(rows=desk.ledger.outlets()))


def _following(router: APIRouter, desk: Desk) -> None:
    @router.get("/changes", **answers(ChangePage), tags=["following"])
    def changes(given: Annotated[f.Period, Query()]) -> Response:
        """Every change of standing in the period, newest first, with the propositions behind it."""
        since, until, clock = given.since, given.until, given.clock
        return give(desk.ledger.changes(since, until, clock=clock, limit=given.limit, cursor=given.cursor))

    @router.get("/watches", **answers(a.Watches), tags=["following"])
    def watches() -> Response:
        """All watches, oldest first."""
        return give(a.Watches(rows=desk.ledger.watch_list()))

    @router.get("/watches/fires", **answers(a.Fires), tags=["following"])
    def fires() -> Response:
        """What fires on the watches. Asking does not silence them: `POST /watches/seen` does."""
        return give(a.Fires(rows=desk.ledger.watch_fires(seen=False)))

    @router.get("/review", **answers(a.Queue), tags=["review"])
    def review(given: Annotated[f.StatementFilters, Query()]) -> Response:
        """Of the newest statements that the filters leave, those without a person's word: first what does not count yet, surest first."""
        return give(a.Queue(rows=tuple(unjudged(desk, replace(given.query(), limit=LOOKED_AT)))[: given.limit]))

    @router.get("/judgements", **answers(LogPage), tags=["review"])
    def judgements(given: Annotated[f.Paged, Query()]) -> Response:
        """Who decided what, newest first, each with the undo that took it back."""
        return give(desk.ledger.log(limit=given.limit, cursor=given.cursor))


def _taking_away(router: APIRouter, desk: Desk) -> None:
    @router.get("/brief", **answers(Brief), tags=["briefs and rows"])
    def brief(given: Annotated[f.BriefFilters, Query()]) -> Response:
        """A cited brief: who says what, how it stands, the numbers, what changed since the last one, what is unknown."""
        named = tuple(name for name in given.claims.split(",") if name)
        if len(named) > MOST_CLAIMS:
            raise InputError(f"A brief holds at most {MOST_CLAIMS} claims, not {len(named)}.")
        wish = BriefWish(title=given.title, claims=named, query=given.query(), since=given.since)
        return give(ask_brief(desk.ledger, wish))

    @router.get("/rows/{form}", **answers(a.EventRows), tags=["briefs and rows"])
    def rows(form: EventForm, given: Annotated[f.ClaimFilters, Query()]) -> Response:
        """Draft rows of the events that the filtered claims are about, as coded so far."""
        query = replace(given.query(), limit=min(given.limit, MOST_CODED))
        page = desk.ledger.claims(query)
        found = coded(desk, form, [desk.ledger.claim(row.id) for row in page.rows])
        return give(a.EventRows(rows=tuple(map(plain_row, found)), next=page.next))

"""An address in, an open ledger out: everything that may be asked of a ledger or put into it, in one place.

    with open_ledger("my.db", create=True) as ledger:
        ledger.add(reading, "2024-11-13T18:00:00+00:00")
        ledger.claims(ClaimQuery(label="denied by the accused")).rows

Evidence (readings, failures, judgements) is only appended to. What is shown (claims, standings, statements, search) are
views, rebuilt from the evidence by `pipeline.settle`. docs/ledger.md explains both; terms.py holds the values.

Safe to share between threads. Opening takes milliseconds, so a process or a request may also open its own.
Every method raises LedgerError (LedgerBusy while another process writes), nothing of a database driver's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from types import TracebackType

from onrecord import corrections
from onrecord.formats import decode_claim
from onrecord.record import Claim, Clock, Entity, Failure, Judgement, MadeBy, Reading, UnknownItem
from onrecord.review import check_judgement, effective
from onrecord.store import entities, evidence, history, log, questions, search, views, watches
from onrecord.store.door import Door, one
from onrecord.store.naming import IdKind, find_id
from onrecord.store.opening import open_door
from onrecord.store.shelf import LedgerShelf
from onrecord.store.terming import facet_values
from onrecord.store.terms import (
    Added,
    ArticlePage,
    ArticleRow,
    ChangePage,
    ClaimPage,
    ClaimQuery,
    Counts,
    FacetName,
    FacetValue,
    Fire,
    Kept,
    LogPage,
    Mark,
    Seen,
    Settled,
    Statement,
    StatementFacet,
    StatementPage,
    StatementQuery,
    Unsettled,
    Watch,
)


def open_ledger(address: str, *, create: bool = False) -> Ledger:
    """Open the ledger at a path or a postgresql:// address, bringing an older schema up to date.

    With `create`, an absent ledger is made. Raises LedgerError (no such ledger, not a ledger, may not be read),
    LedgerNewer (made by a newer onrecord).
    """
    return Ledger(open_door(address, create=create))


class Ledger:
    """An open ledger."""

    def __init__(self, door: Door) -> None:
        self._door = door

    @property
    def address(self) -> str:
        """Where it is, without a password."""
        return self._door.address

    def close(self) -> None:
        """Let go of it."""
        self._door.close()

    def __enter__(self) -> Ledger:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def reading_snapshot(self) -> AbstractContextManager[None]:
        """Inside, every question of this thread sees one state of the ledger, whatever others write meanwhile."""
        return self._door.reading()

    def writing(self) -> AbstractContextManager[None]:
        """Inside, everything this thread writes is kept together or not at all. Others cannot write meanwhile."""
        return self._door.writing()

    # ---------------------------------------------------------------------------------------------- evidence goes in

    def add(self, reading: Reading, recorded: str) -> Added:
        """Keep a reading, added at `recorded` (ISO date-time), and show its statements at once.

        When it returns, the reading is on disk. The same text by the same version and models is kept once.
        """
        with self._door.writing():
            return evidence.add_reading(self._door, reading, recorded)

    def add_all(self, readings: Iterable[Reading], recorded: str) -> list[Added]:
        """Keep many readings in one transaction: quicker, and all are acknowledged together."""
        with self._door.writing():
            return [evidence.add_reading(self._door, reading, recorded) for reading in readings]

    def has(self, article_id: str, text_sha256: str, made_by: MadeBy) -> bool:
        """This very text was already read by this very version and models: no need to read it again."""
        return evidence.has_reading(self._door, article_id, text_sha256, evidence.maker_id(made_by))

    def add_failure(self, failure: Failure, recorded: str) -> None:
        """Keep that an input could not be read. Reading it later clears it by itself (by article id or origin)."""
        with self._door.writing():
            evidence.add_failure(self._door, failure, recorded)

    def clear_failures(self, items: Iterable[str], recorded: str) -> None:
        """These inputs are no longer failures (say, they were read under another id)."""
        with self._door.writing():
            evidence.clear_failures(self._door, items, recorded)

    def judge(self, judgement: Judgement) -> Judgement:
        """Append a judgement (onrecord.review.make_judgement makes one); raises InputError when its form is wrong.

        An undo names an existing judgement, else UnknownItem. Views follow at the next settle.
        """
        check_judgement(judgement)
        with self._door.writing():
            if judgement.act == "undo" and not self._judgement_exists(judgement.replaces or judgement.target):
                raise UnknownItem(f"There is no judgement {judgement.target!r} to undo. `onrecord log` shows them.")
            evidence.append_judgement(self._door, judgement)
        return judgement

    # --------------------------------------------------------------------------------------------- evidence comes out

    def readings(self) -> Iterator[Reading]:
        """The readings that count (the newest of each article), in order of arrival, one at a time."""
        return (kept.reading for kept in evidence.kept_readings(self._door))

    def kept_readings(self, *, after: Mark | None = None) -> Iterator[Kept]:
        """As `readings`, each with when it came in; with `after`, only what arrived later than that."""
        return evidence.kept_readings(self._door, after=after.reading if after else 0)

    def kept_of(self, articles: Iterable[str]) -> Iterator[Kept]:
        """The readings that count of these articles, in order of their ids; unknown ids are left out."""
        return evidence.kept_of(self._door, articles)

    def reading(self, article_id: str, *, seq: int | None = None) -> Reading:
        """The reading that counts for the article, or its reading number `seq` (ArticleRow.seq); raises UnknownItem.

        The one that counts says of which article it is a later version (`version_of`): of the oldest with another text
        under its address, or of itself where an earlier text was kept under its id.
        """
        return evidence.reading_of(self._door, article_id, seq)

    def judgements(self, *, anchored: bool = False) -> tuple[Judgement, ...]:
        """Every judgement, in the order they were made, undone ones and undos among them.

        With `anchored`, they name judged items as the readings that count call them: when a newer model read a text
        again and found the same thing with slightly other spans, the judgement follows. Settle with these.
        """
        found = (judgement for _, judgement in evidence.read_judgements(self._door))
        return corrections.anchored(found, evidence.anchors(self._door)) if anchored else tuple(found)

    def effective_judgements(self) -> tuple[Judgement, ...]:
        """The judgements that stand (see onrecord.review.effective)."""
        return effective(self.judgements())

    def failures(self) -> tuple[Failure, ...]:
        """The inputs whose last word is a failure, oldest first (what `--retry-failed` reads again)."""
        return tuple(evidence.open_failures(self._door))

    def log(
        self, *, target: str | None = None, act: str | None = None, limit: int = 50, cursor: str | None = None
    ) -> LogPage:
        """Judgements, newest first, each with the undo that took it back; about one target, of one act, or all."""
        return log.log_page(self._door, (target, act), limit=limit, cursor=cursor)

    # ------------------------------------------------------------------------------------------------------- settling

    def mark(self) -> Mark:
        """How far the evidence reaches now. Take it before reading the evidence, hand it to `replace_claims`."""
        return log.mark(self._door)

    def shelf(self) -> LedgerShelf:
        """What claims are made of, kept from one settle to the next (onrecord.settling changes it, inside `writing`)."""
        return LedgerShelf(self._door)

    def changed_since_settle(self) -> Unsettled:
        """Articles and judgements that the claims do not show yet."""
        return log.unsettled(self._door)

    def replace_claims(
        self, claims: Iterable[Claim | Settled], *, mark: Mark | None = None, at: str | None = None
    ) -> int:
        """Make all views over claims anew, in one transaction; readers see the former ones until it is done.

        The same claims in any order give the same rows, byte for byte (`views_digest`). Give `Settled` values for a
        history on the known and event clocks. `mark` and `at` (ISO date-time) note how far the evidence reached.
        """
        with self._door.writing():
            many = views.replace_views(self._door, claims)
            log.note_settled(self._door, mark, at, many)
        return many

    def upsert_claims(
        self,
        claims: Iterable[Claim | Settled],
        removed: Iterable[str] = (),
        *,
        mark: Mark | None = None,
        at: str | None = None,
    ) -> int:
        """Put these claims in place of those of the same ids and take the removed ones away, in one transaction."""
        with self._door.writing():
            many = views.upsert_views(self._door, claims, removed)
            log.note_settled(self._door, mark, at, many)
        return many

    def show_readings(self, kept: Iterable[Kept]) -> None:
        """Show these readings (say, corrected by judgements) in search and on pages in place of those of their
        articles; the readings as made by the machine stay in the evidence. One superseded meanwhile is left out."""
        with self._door.writing():
            for item in kept:
                evidence.show_again(self._door, item)

    def rebuild_statements(self, kept: Iterable[Kept] | None = None) -> None:
        """Make all views over readings anew: from these readings, or from the evidence as it is."""
        with self._door.writing():
            evidence.rebuild_reading_views(self._door, list(self.kept_readings()) if kept is None else kept)

    def views_digest(self) -> dict[str, str]:
        """sha256 of each view's rows: equal evidence settled equally has equal digests, on either store."""
        with self._door.reading():
            return views.views_digest(self._door)

    # ------------------------------------------------------------------------------------------------ asking: claims

    def claims(self, query: ClaimQuery | None = None) -> ClaimPage:
        """A page of claims, by last change, newest first (see ClaimQuery)."""
        return questions.claim_page(self._door, query or ClaimQuery())

    def count_claims(self, query: ClaimQuery | None = None, *, most: int = 1000) -> int:
        """How many claims the query finds, counted up to `most` (say "1,000 or more")."""
        return questions.count_claims(self._door, query or ClaimQuery(), most=most)

    def each_claim(self, query: ClaimQuery | None = None) -> Iterator[Claim]:
        """Every claim that the query finds, whole, page after page (`limit` is ignored)."""
        asked = query or ClaimQuery()
        for claim in questions.claim_ids(self._door, asked):
            yield self.claim(claim, as_of=asked.as_of, clock=asked.clock)

    def claim(self, claim_id: str, *, as_of: str | None = None, clock: Clock = "public") -> Claim:
        """One claim, whole; with `as_of`, as it stood at the end of that date or at that moment, by that clock.

        Raises UnknownItem when there is none, or none yet.
        """
        if as_of is None:
            return history.settled_claim(self._door, claim_id).claim
        with self._door.reading():
            return history.claim_as_of(self._door, claim_id, as_of, clock)

    def settled(self, claim_id: str) -> Settled:
        """One claim with its history on every clock; raises UnknownItem."""
        return history.settled_claim(self._door, claim_id)

    def claims_of_article(self, article_id: str) -> tuple[Claim, ...]:
        """The claims that the article feeds, whole."""
        sql = (
            "SELECT b.payload FROM claim_article a JOIN claim_body b ON b.id = a.claim WHERE a.article = :article "
            "ORDER BY a.claim"
        )
        return tuple(decode_claim(row[0]) for row in self._door.rows(sql, {"article": article_id}))

    def linked_from(self, claim_id: str) -> tuple[tuple[str, str], ...]:
        """(claim, how) of each claim that links to this one (its own links stand in the claim)."""
        sql = "SELECT claim, how FROM claim_link WHERE other = :claim ORDER BY claim, how"
        return tuple((row[0], row[1]) for row in self._door.rows(sql, {"claim": claim_id}))

    def changes(
        self,
        since: str,
        until: str | None = None,
        *,
        clock: Clock = "public",
        limit: int = 50,
        cursor: str | None = None,
    ) -> ChangePage:
        """What changed standing from `since` to `until`, both included, newest first, with the propositions behind."""
        return history.change_page(self._door, since, until, clock, limit=limit, cursor=cursor)

    # ------------------------------------------------------------------------- asking: statements, articles, entities

    def search(self, words: str, *, limit: int = 20, cursor: str | None = None, ranked: bool = False) -> StatementPage:
        """Statements whose wording or speakers hold all the words, newest first.

        "words in quotation marks" stand together, a final * matches any ending. `ranked` puts the best of the newest
        200 first and has no further page.
        """
        if not ranked:
            return self.statements(StatementQuery(words=words, limit=limit, cursor=cursor))
        page = self.statements(StatementQuery(words=words, limit=search.RANK_CAP))
        return StatementPage(rows=search.ranked(page.rows, words)[:limit])

    def statements(self, query: StatementQuery) -> StatementPage:
        """Who said what, in which sense, about where, printed where and when (see StatementQuery)."""
        return search.statement_page(self._door, query)

    def statements_of(self, ids: Sequence[str]) -> dict[str, Statement]:
        """Statements by proposition id (those of a claim's positions, say); unknown ids are left out."""
        return search.statements_by_id(self._door, tuple(dict.fromkeys(ids)))

    def article_with(self, item: str) -> str | None:
        """The id of the article in which this attribution or proposition stands; None where the ledger has no such."""
        return search.article_with(self._door, item)

    def article(self, article_id: str) -> ArticleRow:
        """One line about the article; raises UnknownItem. `reading` has the whole."""
        found = evidence.article_rows(self._door, "WHERE a.id = :article", {"article": article_id})
        if not found:
            raise UnknownItem(
                f"The ledger has no article {article_id!r}. `onrecord search` finds articles by their words."
            )
        return found[0]

    def articles(self, *, outlet: str | None = None, limit: int = 50, cursor: str | None = None) -> ArticlePage:
        """Articles, newest first; of one outlet, or all."""
        return entities.article_page(self._door, outlet, limit=limit, cursor=cursor)

    def articles_of(self, ids: Sequence[str]) -> dict[str, ArticleRow]:
        """Articles by id; unknown ids are left out."""
        return entities.articles_by_id(self._door, tuple(dict.fromkeys(ids)))

    def versions(self, article_id: str) -> tuple[ArticleRow, ...]:
        """Every text kept under the article's id or address, oldest first; `reading(id, seq=row.seq)` gives each."""
        return tuple(evidence.versions_of(self._door, article_id))

    def outlets(self) -> tuple[FacetValue, ...]:
        """Publishers with their number of articles, most first."""
        return entities.outlets(self._door)

    def entity(self, entity_id: str, *, as_of: str | None = None) -> Entity:
        """Who it is, by the newest articles that say so (published by `as_of`); raises UnknownItem."""
        return entities.entity(self._door, entity_id, as_of)

    def entity_history(self, entity_id: str, *, limit: int = 100) -> tuple[tuple[str, Entity], ...]:
        """(article id, entity as that article has it), newest first: its roles over time."""
        return entities.entity_history(self._door, entity_id, limit)

    def speakers(self, name: str = "", *, limit: int = 50) -> tuple[Seen, ...]:
        """Speakers by number of statements; with `name`, those whose name has it in it."""
        return entities.speakers(self._door, name, limit)

    def facets(
        self, facet: FacetName | StatementFacet, *, starts: str = "", limit: int = 100
    ) -> tuple[FacetValue, ...]:
        """The values that a filter may take, with how many claims (or statements) have each, most first."""
        return tuple(facet_values(self._door, facet, starts=starts, limit=limit))

    def find_id(self, typed: str, *kinds: IdKind) -> str:
        """The whole id of what begins so; `typed` itself where nothing does. Raises UnknownItem naming candidates."""
        return find_id(self._door, typed, kinds)

    def state(self) -> tuple[int, ...]:
        """Numbers that grow with whatever comes into the ledger: what was worked out under equal ones still holds."""
        return log.state(self._door)

    def counts(self) -> Counts:
        """How much the ledger holds."""
        return log.counts(self._door)

    # -------------------------------------------------------------------------------------------------------- watches

    def watch_add(
        self, name: str, *, who: str, since: str, claim: str | None = None, query: ClaimQuery | None = None
    ) -> Watch:
        """Follow one claim, or all that a query finds; it knows how they stand now. Raises UnknownItem, InputError."""
        watch = Watch(id="", name=name, claim=claim, query=query, who=who, since=since)
        with self._door.writing():
            return watches.add_watch(self._door, watch)

    def watch_list(self) -> tuple[Watch, ...]:
        """All watches, oldest first."""
        return tuple(watches.list_watches(self._door))

    def watch_remove(self, watch_id: str) -> None:
        """Stop following; raises UnknownItem."""
        with self._door.writing():
            watches.remove_watch(self._door, watch_id)

    def watch_fires(self, *, seen: bool = True) -> tuple[Fire, ...]:
        """What fires: a new lineage, a changed standing, a number outside the range. With `seen`, each fires once."""
        with self._door.writing() if seen else self._door.reading():
            fires, now = watches.find_fires(self._door)
            if seen:
                watches.remember(self._door, now)
        return tuple(fires)

    # -------------------------------------------------------------------------------------------------- one's own world

    def world(self) -> tuple[Judgement, ...]:
        """The changes to the world that stand, in order (act "world"; see onrecord.review.WorldValue)."""
        return tuple(judgement for judgement in self.effective_judgements() if judgement.act == "world")

    def _judgement_exists(self, judgement_id: str) -> bool:
        return one(self._door, "SELECT 1 FROM judgement WHERE id = :id", {"id": judgement_id}) is not None


__all__ = ["Ledger", "open_ledger"]

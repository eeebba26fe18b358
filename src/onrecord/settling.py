"""The evidence of a ledger in, its claims brought up to date in it. The last arrow of the way through.

Claims and standings are views: the same evidence gives the same bytes, whether all of them are made anew (`rebuild`) or
only those that new articles and judgements change (`settle`).
"""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from functools import partial
from itertools import islice

from onrecord.corrections import Decisions, correct, judged_names
from onrecord.knowledge.countries import countries
from onrecord.phrases import say_outlet
from onrecord.reconcile.board import Board
from onrecord.reconcile.claims import Bearing, ClaimOptions, bearing_of
from onrecord.reconcile.drafts import Full
from onrecord.reconcile.proposals import Proposals, propose_merges
from onrecord.reconcile.reviewed import claim_id
from onrecord.reconcile.shelf import MemoryShelf, Shelf
from onrecord.reconcile.world import World
from onrecord.reconcile.worlds import write_world
from onrecord.record import Claim, Clock, Judgement, Reading
from onrecord.review import cannot_link, latest
from onrecord.store.ledger import Ledger
from onrecord.store.terms import ClaimQuery, Kept, Mark, Settled, Unsettled
from onrecord.version import VERSION

FORMAT = 6  # of what lies on the shelf and in the views; raised whenever the same readings make others
_BATCH = 100  # articles that are taken in together while all is made anew
STEPS = ("articles taken in", "pairs compared", "statements settled")
DEFAULT = ClaimOptions()
Notice = Callable[[str, int, int], None]  # a step, how much of it is done, of how much


def unnoticed(_step: str, _done: int, _all: int) -> None:
    """Nobody is told."""


def kept_options(ledger: Ledger) -> ClaimOptions:
    """What counts in this ledger: as somebody chose when it was settled last, or the default."""
    chosen = ledger.shelf().items("made", ["shown"]).get("shown")
    return DEFAULT if chosen is None else ClaimOptions(shown=float(chosen.decode()))


def settle(
    ledger: Ledger, world: World, *, at: str, options: ClaimOptions | None = None, notice: Notice = unnoticed
) -> int:
    """Bring the claims up to date with the ledger's readings and judgements; returns how many there are.

    Only what depends on new evidence is made again. All is made anew where that is most of it, or where the world, the
    options or this program are not those of the last time. `at` is the present moment (ISO 8601), noted with the views.
    Readers see the former claims until it is done; other writers wait. Other `options` than the ledger's stay with it.
    """
    with ledger.writing():
        options = options or kept_options(ledger)
        late = ledger.changed_since_settle()
        same = ledger.shelf().items("made", ["by"]).get("by") == _made_by(ledger, world, options)
        if late.whole or not same or 2 * len(late.articles) > ledger.counts().articles:
            return rebuild(ledger, world, at=at, options=options, notice=notice)
        return _renew(ledger, late, world, (at, options))


def rebuild(
    ledger: Ledger, world: World, *, at: str, options: ClaimOptions | None = None, notice: Notice = unnoticed
) -> int:
    """Make every claim anew from the readings and judgements; returns how many there are.

    Interrupted, it leaves the ledger as it was: the next `settle` does it all. `notice` hears of every step.
    """
    with ledger.writing(), _few_collections():
        reached, shelf = ledger.mark(), MemoryShelf()
        options = options or kept_options(ledger)
        board, decisions, names = _open_board(ledger, shelf, world, options)
        done, articles = 0, ledger.counts().articles
        for batch in _batches(ledger):
            board.stock(_as_judged(ledger, shelf, batch, (decisions, names)))
            done += len(batch)
            notice(STEPS[0], done, articles)
        board.gather(partial(notice, STEPS[1]))
        shelf.put("made", {"by": _made_by(ledger, world, options)})
        if options.shown != DEFAULT.shown:
            shelf.put("made", {"shown": repr(options.shown).encode()})
        made = _counted((_settled(full, board) for full in board.whole()), len(shelf.names("report")), notice)
        claims = ledger.replace_claims(made, mark=reached, at=at)
        ledger.shelf().replace(*shelf.everything())
        return claims


@contextmanager
def _few_collections() -> Iterator[None]:
    """Python looks for dead cycles less often: nearly all that is made here stays, and is gone through each time."""
    former = gc.get_threshold()
    gc.set_threshold(100_000, 50, 100)
    try:
        yield
    finally:
        gc.set_threshold(*former)


def _counted(made: Iterable[Settled], most: int, notice: Notice) -> Iterator[Settled]:
    """Settled claims as they come, each noticed by how many reports its positions rest on."""
    done = 0
    for one in made:
        yield one
        done += sum(len(position.propositions) for position in one.claim.positions)
        notice(STEPS[2], min(done, most), most)
    notice(STEPS[2], most, most)


def _renew(ledger: Ledger, late: Unsettled, world: World, made: tuple[str, ClaimOptions]) -> int:
    at, options = made
    reached = ledger.mark()
    shelf = ledger.shelf()
    board, decisions, names = _open_board(ledger, shelf, world, options)
    judged = _names_of(late.judgements, ledger.judgements(anchored=True))
    articles = {*late.articles, *_articles_of(judged, board, ledger)}
    kept = list(ledger.kept_of(articles))
    for start in range(0, len(kept), _BATCH):
        board.put(_as_judged(ledger, shelf, kept[start : start + _BATCH], (decisions, names)))
    board.touch(judged)
    renewed = board.renew()
    fresh = (_settled(full, board) for full in renewed.made)
    ledger.upsert_claims(fresh, renewed.removed, mark=reached, at=at)
    return ledger.counts().claims


def bearing(ledger: Ledger, world: World, claim: str, *, as_of: str | None = None, clock: Clock = "public") -> Bearing:
    """What bears on a claim of the ledger, as it was settled last; raises UnknownItem."""
    with ledger.reading_snapshot():
        board, _, _ = _open_board(ledger, ledger.shelf(), world, kept_options(ledger))
        return bearing_of(board.full(claim, note=False), as_of=as_of, clock=clock)


def proposed_merges(ledger: Ledger, world: World, query: ClaimQuery, *, most: int) -> Proposals:
    """Claims that may be one with a claim of the query's page, as they were settled last, the surest `most` of them."""
    with ledger.reading_snapshot():
        board, _, _ = _open_board(ledger, ledger.shelf(), world, kept_options(ledger))
        claims = [row.id for row in ledger.claims(query).rows]
        return propose_merges(board.library, claims, cannot_link(ledger.judgements(anchored=True)), most=most)


def evidence_of(ledger: Ledger) -> tuple[list[Reading], tuple[Judgement, ...]]:
    """The readings as people corrected them, and the judgements: what claims are made of."""
    judgements = ledger.judgements(anchored=True)
    decisions = latest(judgements)
    corrected = (replace(one, reading=correct(one.reading, decisions)) for one in ledger.kept_readings())
    return [_as_known(one) for one in corrected], judgements


def _open_board(ledger: Ledger, shelf: Shelf, world: World, options: ClaimOptions) -> tuple[Board, Decisions, set[str]]:
    judgements = ledger.judgements(anchored=True)
    waiting = options.include_waiting
    board = Board(shelf, world, judgements, shown=options.shown, include_waiting=waiting)
    return board, latest(judgements), judged_names(judgements)


def _made_by(ledger: Ledger, world: World, options: ClaimOptions) -> bytes:
    """What every claim depends on: the program, the options, and the world with people's changes to it."""
    changes = [(change.target, change.value) for change in ledger.world()]
    text = repr((FORMAT, VERSION, options, write_world(world), changes))
    return hashlib.sha256(text.encode()).hexdigest().encode()


def _batches(ledger: Ledger) -> Iterator[list[Kept]]:
    """The readings that count, a few at a time; between them the ledger may be written."""
    last = Mark(reading=0, judgement=0)
    while True:
        with closing(ledger.kept_readings(after=last)) as stream:  # type: ignore[type-var]
            batch = list(islice(stream, _BATCH))
        if not batch:
            return
        yield batch
        last = Mark(reading=batch[-1].seq, judgement=0)


def _as_judged(ledger: Ledger, shelf: Shelf, kept: list[Kept], judged: tuple[Decisions, set[str]]) -> Iterator[Reading]:
    """Articles as people corrected them; those that were judged are shown so."""
    decisions, names = judged
    corrected = [replace(item, reading=correct(item.reading, decisions)) for item in kept]
    hits = {item.reading.article.id: found for item in kept if names & (found := _ids(item.reading))}
    shelf.tie("judged", ((name, article, 1.0) for article, found in hits.items() for name in sorted(found)))
    ledger.show_readings(item for item in corrected if item.reading.article.id in hits)
    return (_as_known(item) for item in corrected)


def _ids(reading: Reading) -> set[str]:
    """Whatever of an article a judgement may name: its attributions, its propositions and the claims that these found."""
    propositions = {item.id for item in reading.propositions}
    return {item.id for item in reading.attributions} | propositions | {claim_id(name) for name in propositions}


def _names_of(late: Iterable[Judgement], judgements: Iterable[Judgement]) -> set[str]:
    """What new judgements are about, in today's names; an undo is about what it takes back or brings back."""
    known = {judgement.id: judgement for judgement in judgements}
    found: set[str] = set()
    for judgement in late:
        seen: set[str] = set()
        about: Judgement | None = known.get(judgement.id)
        while about is not None and about.act == "undo" and about.id not in seen:
            seen.add(about.id)
            about = known.get(about.replaces or about.target)
        found |= judged_names([about]) if about is not None else set()
    return found


def _articles_of(names: set[str], board: Board, ledger: Ledger) -> set[str]:
    """The articles whose items judgements name, those that were rejected too."""
    reports = {report for name in names for report in board.library.find(name)}
    articles = {held.article for held in board.library.held(reports).values()}
    return articles | {article for _, article, _ in ledger.shelf().ties("judged", names)}


def _settled(full: Full, board: Board) -> Settled:
    one = full.settle()
    return Settled(claim=name_claim(one.claim, board.library.name), known=one.known, event=one.event)


def name_claim(claim: Claim, named: Callable[[str], str | None]) -> Claim:
    """The claim with the names of everybody in it, so that it can be shown by itself."""
    ids = {holder for position in claim.positions for holder in position.holders}
    ids |= {position.principal for position in claim.positions if position.principal}
    ids |= {body for body, _ in claim.standing.reliability} | {*claim.frame.actors, *claim.frame.targets}
    ids |= {figure.holder for figure in claim.numbers.series} if claim.numbers else set()

    def say(identity: str) -> str:
        known = None if identity.startswith("government:") else named(identity)
        return known or plain_name(identity)

    return replace(claim, names=tuple(sorted((identity, say(identity)) for identity in ids)))


def plain_name(identity: str) -> str:
    """A readable name for an id that no article names: "government:KR" -> "South Korea", whoever typed it."""
    kind, _, key = identity.partition(":")
    country = countries().get(key.upper()) if kind == "government" else None
    if kind in ("unnamed", "outlet"):
        return "somebody unnamed" if kind == "unnamed" else say_outlet(key)
    return country.name if country else key.replace("-", " ") or identity


def _as_known(kept: Kept) -> Reading:
    """The reading with the moment its text first came into the ledger, on which the *known* clock runs."""
    return replace(kept.reading, article=replace(kept.reading.article, taken=kept.first_recorded))

"""Pages in; their readings put into a ledger one by one, and what became of each said as it happens. Then the claims.

What `onrecord add` does with a terminal around it, the desk does with a page around it: both read in processes of their
own, so that nothing else waits, and every article is on disk before the next is counted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from onrecord.engine import Engine, PoolEngine
from onrecord.pipeline import read_item
from onrecord.reconcile.world import World
from onrecord.record import Failure, LedgerError, Page, Reading
from onrecord.settling import settle
from onrecord.store.ledger import Ledger, open_ledger

Outcome = Literal["read", "held already", "failed"]
Clock = Callable[[], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """What became of one input; `why` where it failed."""

    item: str
    outcome: Outcome
    title: str | None = None
    why: str | None = None


def gather(ledger: Ledger, pages: Iterable[Page | Failure], *, engine: Engine, now: Clock) -> Iterator[Gathered]:
    """Read each page and keep it; a failure is kept as one, and the run goes on."""
    for result in engine.map(read_item, pages):
        yield keep(ledger, result, now())


def keep(ledger: Ledger, result: Reading | Failure, recorded: str) -> Gathered:
    """Put a reading or a failure into the ledger."""
    if isinstance(result, Failure):
        ledger.add_failure(result, recorded)
        return Gathered(item=result.item, outcome="failed", why=result.why)
    added = ledger.add(result, recorded)
    outcome: Outcome = "held already" if added.outcome == "again" else "read"
    return Gathered(item=result.article.id, outcome=outcome, title=result.article.title)


@dataclass(frozen=True, slots=True, kw_only=True)
class SettleWish:
    """A settle for a process of its own."""

    ledger: str
    world: World
    at: str


def settle_apart(ledger: Ledger, world: World, *, at: str) -> None:
    """As `settle`, in a process of its own where the ledger is a file, so that this one can answer meanwhile.

    Raises LedgerError where it cannot be settled.
    """
    if "://" in ledger.address:  # shown without its password, so nobody else can open it
        settle(ledger, world, at=at)
        return
    wish = SettleWish(ledger=ledger.address, world=world, at=at)
    for result in PoolEngine(1).map(settle_wish, [wish]):
        if isinstance(result, Failure):
            raise LedgerError(result.why)


def settle_wish(wish: SettleWish) -> int:
    """Settle the ledger at an address; returns how many claims there are."""
    with open_ledger(wish.ledger) as ledger:
        return settle(ledger, wish.world, at=wish.at)

"""Inputs in; their readings put into a ledger, the claims settled anew, and what happened said on the error stream."""

from __future__ import annotations

import hashlib
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeRemainingColumn

from onrecord.acquire.inputs import open_inputs
from onrecord.acquire.options import InputOptions
from onrecord.cli.console import DONE, SOME_FAILED, WRONG, complain, make_console
from onrecord.cli.reading import columns_of, read_item
from onrecord.cli.worlds import world_for
from onrecord.engine import make_engine
from onrecord.kit import load_kit
from onrecord.read.article import read_article
from onrecord.record import Failure, InputError, OnRecordError, Page, Reading
from onrecord.settling import settle
from onrecord.store.ledger import Ledger, open_ledger

SETTLE_WORDS = "joining what the articles say into claims"


@dataclass(frozen=True, slots=True, kw_only=True)
class AddOptions:
    """Options of `onrecord add`, as typed."""

    ledger: str
    jobs: int = 1
    columns: str | None = None
    retry_failed: bool = False
    settle: bool = True
    world: str | None = None
    now: Callable[[], datetime] = lambda: datetime.now(UTC)


def add_inputs(inputs: Sequence[str], options: AddOptions) -> int:
    """Read every input that the ledger does not hold yet, keep it, then settle the claims.

    Each article is on disk before the next is counted, so the run can be stopped at any moment and started again.
    Exit code: 0 all read (or held already), 1 some failed, 2 nothing was readable at all.
    """
    with open_ledger(options.ledger, create=True) as ledger:
        wanted = [*inputs, *(failure.item for failure in ledger.failures())] if options.retry_failed else list(inputs)
        if not wanted:
            raise InputError("nothing to add: name files, folders or addresses (or use --retry-failed).")
        counts = _add_all(ledger, wanted, options)
        if options.settle and not ledger.changed_since_settle().nothing:
            _settle(ledger, options)
        _summarise(ledger, counts)
    good = counts["read"] + counts["held already"]
    return SOME_FAILED if counts["failed"] and good else WRONG if counts["failed"] else DONE


def _add_all(ledger: Ledger, inputs: Sequence[str], options: AddOptions) -> Counter[str]:
    counts: Counter[str] = Counter()
    pages = open_inputs(inputs, InputOptions(columns=columns_of(options.columns)))
    with _progress() as progress:
        task = progress.add_task("reading", total=None, failed=0, rate="")
        started = options.now()
        fresh = _not_held(pages, ledger, counts)
        for result in make_engine(options.jobs).map(read_item, fresh):
            _keep(ledger, result, counts, options)
            elapsed = max((options.now() - started).total_seconds(), 0.001)
            rate = f"{counts['read'] / elapsed:.1f}/s"
            progress.update(task, completed=counts.total(), failed=counts["failed"], rate=rate)
    return counts


def _not_held(pages: Iterator[Page | Failure], ledger: Ledger, counts: Counter[str]) -> Iterator[Page | Failure]:
    """What is not yet in the ledger as read by this very version and models."""
    for item in pages:
        if isinstance(item, Page) and _is_held(item, ledger):
            counts["held already"] += 1
        else:
            yield item


def _is_held(page: Page, ledger: Ledger) -> bool:
    made_by = load_kit().made_by
    if page.text is not None:
        digest = hashlib.sha256(page.text.encode("utf-8", "surrogatepass")).hexdigest()
        return ledger.has(page.id, digest, made_by)
    try:  # the text of HTML is known only once it is prepared; that costs a tenth of reading it
        return ledger.has(page.id, read_article(page).text_sha256, made_by)
    except OnRecordError:
        return False


def _keep(ledger: Ledger, result: Reading | Failure, counts: Counter[str], options: AddOptions) -> None:
    now = options.now().isoformat(timespec="seconds")
    if isinstance(result, Failure):
        counts["failed"] += 1
        ledger.add_failure(result, now)
        complain(f"{result.item}: {result.why}")
        return
    counts["read"] += 1
    ledger.add(result, now)


def _settle(ledger: Ledger, options: AddOptions) -> None:
    console = make_console(file=sys.stderr)
    if console.is_terminal:
        with console.status(SETTLE_WORDS):
            settle(ledger, world_for(options.world), at=options.now().isoformat(timespec="seconds"))
    else:
        settle(ledger, world_for(options.world), at=options.now().isoformat(timespec="seconds"))


def _summarise(ledger: Ledger, counts: Counter[str]) -> None:
    done = ", ".join(f"{counts[name]} {name}" for name in ("read", "held already", "failed") if counts[name])
    held = ledger.counts()
    print(
        f"{done or 'nothing to read'}. The ledger {ledger.address} holds {held.articles} articles, "
        f"{held.statements} statements, {held.claims} claims.",
        file=sys.stderr,
    )


def _progress() -> Progress:
    return Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
        TextColumn("{task.fields[failed]} failed"),
        console=make_console(file=sys.stderr),
        transient=True,
    )

"""Inputs in; their readings put into a ledger, the claims settled anew, and what happened said on the error stream."""

from __future__ import annotations

import hashlib
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from itertools import islice

from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeRemainingColumn

from onrecord.acquire.inputs import count_inputs, open_inputs
from onrecord.acquire.items import is_address, openable
from onrecord.acquire.options import InputOptions
from onrecord.cli.console import DONE, SOME_FAILED, WRONG, complain, make_console
from onrecord.cli.failing import say_failure
from onrecord.cli.version_view import say_copies, say_versions
from onrecord.cli.worlds import world_for
from onrecord.engine import make_engine
from onrecord.gathering import keep
from onrecord.kit import load_kit
from onrecord.pipeline import read_item
from onrecord.prepare.article import read_article
from onrecord.record import Failure, InputError, OnRecordError, Page, Reading
from onrecord.settling import settle
from onrecord.store.ledger import Ledger, open_ledger

SETTLE_WORDS = "joining what the articles say into claims"
MOST_SAID = 10  # versions, and copies, that are named at the end of a run


@dataclass(frozen=True, slots=True, kw_only=True)
class AddOptions:
    """Options of `onrecord add`, as typed."""

    ledger: str
    inputs: InputOptions = field(default_factory=InputOptions)
    jobs: int = 1
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
        intake = Intake(ledger, options)
        wanted = [*inputs, *(intake.failed_before() if options.retry_failed else ())]
        if not wanted and not options.retry_failed:
            raise InputError("nothing to add: name files, folders or addresses (or use --retry-failed).")
        _add_all(intake, list(dict.fromkeys(wanted)), options)
        intake.clear_mended()
        if options.settle:
            intake.settle()
        intake.summarise()
    counts = intake.counts
    good = counts["read"] + counts["held already"]
    return SOME_FAILED if counts["failed"] and good else WRONG if counts["failed"] else DONE


class Intake:
    """Takes readings and failures into one ledger, counts them, and remembers what is worth saying of them."""

    def __init__(self, ledger: Ledger, options: AddOptions) -> None:
        self.ledger, self.options = ledger, options
        self.counts: Counter[str] = Counter()
        self._fresh: list[str] = []  # ids of articles read in this run
        self._failed: set[str] = set()  # items that failed in this run
        self._opened: set[str] = set()  # files that gave something in this run
        self._opens = cache(openable)

    def failed_before(self) -> Iterator[str]:
        """What must be opened to try again what failed before; says where there is nothing left to open."""
        for failure in self.ledger.failures():
            name = openable(failure.item)
            if name is None:
                complain(f"{failure.item}: cannot be opened again by this name; add again what it lies in.")
            else:
                yield name

    def holds(self, item: Page | Failure) -> bool:
        """Whether the ledger has this very text as read by this very version and models; counts it if so."""
        if isinstance(item, Failure):
            return False
        if item.origin is not None and not is_address(item.origin):
            self._opened.add(self._opens(item.origin) or item.origin)
        if not self._has(item):
            return False
        self.counts["held already"] += 1
        return True

    def _has(self, page: Page) -> bool:
        made_by = load_kit().made_by
        if page.text is not None:
            digest = hashlib.sha256(page.text.encode("utf-8", "surrogatepass")).hexdigest()
            return self.ledger.has(page.id, digest, made_by)
        if page.id not in self.ledger.articles_of([page.id]):
            return False
        try:  # the text of HTML is known only once it is prepared; that costs a tenth of reading it
            return self.ledger.has(page.id, read_article(page).text_sha256, made_by)
        except OnRecordError:
            return False

    def keep(self, result: Reading | Failure) -> None:
        """Put it into the ledger; a failure is also said."""
        gathered = keep(self.ledger, result, self._now())
        self.counts[gathered.outcome] += 1
        if isinstance(result, Failure):
            self._failed.add(result.item)
            complain(say_failure(result))
        elif gathered.outcome == "read":
            self._fresh.append(result.article.id)

    def clear_mended(self) -> None:
        """What failed in an earlier run, in a file that was read again now without failing, is no failure any more."""
        mended = (
            failure.item
            for failure in self.ledger.failures()
            if failure.item not in self._failed and self._opens(failure.item) in self._opened
        )
        self.ledger.clear_failures(mended, self._now())

    def settle(self) -> None:
        """Make the claims anew where something came in."""
        if self.ledger.changed_since_settle().nothing:
            return
        console = make_console(file=sys.stderr)
        with console.status(SETTLE_WORDS) if console.is_terminal else nullcontext():
            settle(self.ledger, world_for(self.options.world), at=self._now())

    def tell_kin(self) -> None:
        """Say which of the articles read since the last time are versions or copies of others held."""
        fresh, self._fresh = self._fresh, []
        _say_some(say_versions(self.ledger, fresh))
        _say_some(say_copies(self.ledger, fresh))

    def summarise(self) -> None:
        """Say what was done and what the ledger holds, on the error stream."""
        self.tell_kin()
        done = ", ".join(f"{self.counts[n]} {n}" for n in ("read", "held already", "failed") if self.counts[n])
        held = self.ledger.counts()
        print(
            f"{done or 'nothing to read'}. The ledger {self.ledger.address} holds {held.articles} articles, "
            f"{held.statements} statements, {held.claims} claims.",
            file=sys.stderr,
        )
        if self.counts["failed"]:
            print(
                "`onrecord failures` lists what failed; `onrecord add --retry-failed` tries it again.", file=sys.stderr
            )

    def _now(self) -> str:
        return self.options.now().isoformat(timespec="seconds")


def _say_some(sentences: Iterator[str]) -> None:
    """The first sentences, and how many more there are."""
    for sentence in islice(sentences, MOST_SAID):
        print(sentence, file=sys.stderr)
    if more := sum(1 for _ in sentences):
        print(f"… and {more} more like these.", file=sys.stderr)


def _add_all(intake: Intake, inputs: Sequence[str], options: AddOptions) -> None:
    pages = open_inputs(inputs, options.inputs)
    fresh = (item for item in pages if not intake.holds(item))
    with _progress() as progress:
        task = progress.add_task("reading", total=count_inputs(inputs, options.inputs), failed=0, rate="")
        started = options.now()
        for result in make_engine(options.jobs).map(read_item, fresh):
            intake.keep(result)
            elapsed = max((options.now() - started).total_seconds(), 0.001)
            counts = intake.counts
            progress.update(
                task, completed=counts.total(), failed=counts["failed"], rate=f"{counts['read'] / elapsed:.1f}/s"
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

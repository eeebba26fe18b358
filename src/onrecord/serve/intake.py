"""Uploads, pasted text and addresses in; work done behind the pages, one after the other, and how far each is out.

Nothing a request names is opened: uploads stay in memory under a name of their own, addresses are asked by
`acquire.web`, which refuses private ones. What was read is in the ledger at once; the list of works itself is forgotten
when the desk stops.
"""

from __future__ import annotations

import hashlib
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from itertools import chain, islice
from typing import Literal

from onrecord.acquire.blobs import Source
from onrecord.acquire.inputs import open_sources
from onrecord.acquire.lists import open_addresses
from onrecord.acquire.options import InputOptions
from onrecord.engine import Engine, PoolEngine
from onrecord.gathering import Gathered, gather, settle_apart
from onrecord.record import Failure, InputError, OnRecordError, Page, content_id
from onrecord.serve.desk import Desk

MOST_FILES, MOST_BYTES, MOST_TEXT, MOST_ADDRESSES = 200, 48_000_000, 1_000_000, 500
MOST_ARTICLES = 5_000
"""Of one upload (an archive or JSON lines holds many). More is `onrecord add`'s work."""
MOST_WORKS, MOST_TOLD = 50, 500
State = Literal["waiting", "reading", "joining", "done", "broken"]
STATE_WORDS: dict[State, str] = {
    "waiting": "waits for the work before it",
    "reading": "reading",
    "joining": "joining what the articles say into claims",
    "done": "done",
    "broken": "stopped",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file as it was sent."""

    name: str
    data: bytes


@dataclass(slots=True, kw_only=True)
class Work:
    """One thing that a person asked to add, and how far it is. Changed by the worker alone."""

    id: str
    what: str
    asked: str
    total: int | None
    items: Callable[[], Iterable[Page | Failure]]
    state: State = "waiting"
    counts: Counter[str] = field(default_factory=Counter)
    told: list[Gathered] = field(default_factory=list)
    why: str | None = None

    @property
    def over(self) -> bool:
        """Nothing more will happen."""
        return self.state in ("done", "broken")


class Intake:
    """The works of one desk, and the thread that does them, which lives while there is any."""

    def __init__(self, desk: Desk, engine: Callable[[], Engine] = lambda: PoolEngine(1)) -> None:
        self._desk, self._engine = desk, engine
        self._works: dict[str, Work] = {}
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def begin(self, what: str, items: Callable[[], Iterable[Page | Failure]], *, total: int | None) -> Work:
        """Put work in line. Raises InputError where too much waits already."""
        with self._lock:
            if sum(not work.over for work in self._works.values()) >= MOST_WORKS:
                raise InputError(f"{MOST_WORKS} things wait to be added already: let some be done first.")
            asked = self._desk.moment()
            work = Work(
                id=content_id("work", asked, what, len(self._works)), what=what, asked=asked, total=total, items=items
            )
            self._works[work.id] = work
            for old in [name for name, one in self._works.items() if one.over][:-MOST_WORKS]:
                del self._works[old]
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._run, name="onrecord-intake", daemon=True)
                self._thread.start()
        return work

    def work(self, name: str) -> Work | None:
        """The work of that id, None where there is none (any more)."""
        return self._works.get(name)

    def works(self) -> Sequence[Work]:
        """Newest first."""
        return tuple(reversed(self._works.values()))

    def wait(self) -> None:
        """Until all is done."""
        thread = self._thread
        if thread is not None:
            thread.join()

    def _run(self) -> None:
        while True:
            with self._lock:
                work = next((one for one in self._works.values() if one.state == "waiting"), None)
                if work is None:
                    self._thread = None
                    return
                work.state = "reading"
            self._do(work)

    def _do(self, work: Work) -> None:
        desk = self._desk
        try:
            for gathered in gather(desk.ledger, work.items(), engine=self._engine(), now=desk.moment):
                work.counts[gathered.outcome] += 1
                if len(work.told) < MOST_TOLD:
                    work.told.append(gathered)
            work.state = "joining"
            with desk.turn:
                if not desk.ledger.changed_since_settle().nothing:
                    settle_apart(desk.ledger, desk.world, at=desk.moment())
            work.state = "done"
        except OnRecordError as err:
            work.state, work.why = "broken", str(err)
        finally:
            if not work.over:  # a bug: it is raised on, and the page must not wait for ever
                work.state, work.why = "broken", "A fault of onrecord stopped it; the terminal shows which."
            work.items = tuple  # lets go of what was uploaded


# ------------------------------------------------------------------------------------------------------ what is to be read


def uploaded(uploads: Sequence[Upload], given: dict[str, str]) -> Callable[[], Iterator[Page | Failure]]:
    """The articles in the files, each under an id of its content and name, so that the same file again is the same article."""
    options = InputOptions(given=given)
    return lambda: bounded(open_sources((source_of(upload) for upload in uploads), options))


def source_of(upload: Upload) -> Source:
    """An uploaded file to be opened from memory; its name says its kind and nothing else."""
    plain = "".join(sign for sign in upload.name.replace("\\", "/").rsplit("/", 1)[-1] if sign.isprintable())[-120:]
    name = plain.strip() or "file"
    mark = hashlib.sha256(upload.data).hexdigest()[:8]

    def open_data() -> BytesIO:
        return BytesIO(upload.data)

    return Source(id=f"{mark}/{name}", origin=name, open=open_data, size=len(upload.data))


def pasted(text: str, given: dict[str, str]) -> Callable[[], Iterator[Page | Failure]]:
    """One article of pasted text; the same text again is the same article."""
    page = Page(
        id=content_id("pasted", text),
        text=text,
        title=given.get("title"),
        publisher=given.get("publisher"),
        published=given.get("published"),
        url=given.get("url"),
        origin="pasted on the desk",
    )
    return lambda: iter((page,))


def fetched(addresses: Sequence[str]) -> Callable[[], Iterator[Page | Failure]]:
    """The articles at the addresses, asked for politely; private addresses are refused."""
    return lambda: bounded(open_addresses(addresses, InputOptions()))


def split_addresses(text: str) -> list[str]:
    """The addresses of a list, one a line; raises InputError for one that is none."""
    found = [line.strip() for line in text.splitlines() if line.strip() and not line.strip().startswith("#")]
    wrong = next((line for line in found if not line.lower().startswith(("http://", "https://"))), None)
    if wrong is not None:
        raise InputError(f"“{wrong[:100]}” is no address: write one a line, each with https:// or http:// before it.")
    if not found:
        raise InputError("Give at least one address.")
    if len(found) > MOST_ADDRESSES:
        raise InputError(
            f"At most {MOST_ADDRESSES} addresses at a time, not {len(found)}; `onrecord add` takes any number."
        )
    return list(dict.fromkeys(found))


def bounded(items: Iterator[Page | Failure]) -> Iterator[Page | Failure]:
    """The first articles; in place of the others one failure."""
    yield from islice(items, MOST_ARTICLES)
    if next(chain(items, [None])) is not None:
        why = f"There are more than {MOST_ARTICLES:,} articles in it: `onrecord add` takes any number."
        yield Failure(item="the rest", stage="acquire", why=why)

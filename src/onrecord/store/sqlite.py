"""A path in, an open SQLite door out (WAL, one connection a thread, every fault named).

synchronous=FULL: a commit that `add` acknowledged survives loss of power, not only of the process; it costs one fsync
an article, which is under a hundredth of the time it takes to read one.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from weakref import WeakSet

from onrecord.record import LedgerBusy, LedgerError
from onrecord.store.door import NO_VALUES, WAIT_SECONDS, Dialect, Held, Row, Values

APPLICATION_ID = 0x4F6E5265  # "OnRe", in the file's header: tells a ledger from other SQLite files
_CACHE_KIB = 32_768  # a connection; a desk has one for each of its threads
_HEADER = b"SQLite format 3\x00"


class SqliteDoor:
    """The door of a ledger in a file (see `Door`)."""

    dialect: Dialect = "sqlite"

    def __init__(self, path: Path, *, wait: float = WAIT_SECONDS) -> None:
        self.path = path
        self.address = str(path)
        self._wait = wait
        self._here = threading.local()
        self._all: WeakSet[Held] = WeakSet()
        self._closed = False

    def rows(self, sql: str, values: Values = NO_VALUES) -> list[Row]:
        """See Door."""
        with self._faults():
            return self._connection().execute(sql, dict(values)).fetchall()

    def stream(self, sql: str, values: Values = NO_VALUES) -> Iterator[Row]:
        """See Door."""
        with self._faults():
            cursor = self._connection().execute(sql, dict(values))
            while batch := cursor.fetchmany(200):
                yield from batch

    def run(self, sql: str, values: Values = NO_VALUES) -> int:
        """See Door."""
        with self._faults():
            return self._connection().execute(sql, dict(values)).rowcount

    def run_many(self, sql: str, values: Iterable[Values]) -> None:
        """See Door."""
        with self._faults():
            self._connection().executemany(sql, values)

    def insert(self, table: str, columns: str, rows: Iterable[Row]) -> None:
        """See Door."""
        marks = ", ".join("?" * (columns.count(",") + 1))
        with self._faults():
            self._connection().executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", rows)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """See Door."""
        with self._transaction("BEGIN IMMEDIATE", "writing"):
            yield

    @contextmanager
    def reading(self) -> Iterator[None]:
        """See Door."""
        with self._transaction("BEGIN", "reading"):
            yield

    def close(self) -> None:
        """See Door."""
        self._closed = True
        for held in list(self._all):
            held.close()
        self._here = threading.local()

    @contextmanager
    def _transaction(self, begin: str, kind: str) -> Iterator[None]:
        connection = self._connection()
        if connection.in_transaction:
            if kind == "writing" and self._here.kind == "reading":
                raise LedgerError("A snapshot for reading is open; write outside of it.")
            yield
            return
        with self._faults():
            connection.execute(begin)
        self._here.kind = kind
        try:
            yield
            with self._faults():
                connection.execute("COMMIT")
        finally:
            _roll_back(connection)  # on an error on the way, or a commit that failed

    def _connection(self) -> sqlite3.Connection:
        here: sqlite3.Connection | None = getattr(self._here, "connection", None)
        if here is not None:
            return here
        if self._closed:
            raise LedgerError(f"The ledger {self.address} was closed.")
        with self._faults():
            connection = self._connect()
        self._here.connection, self._here.held = connection, Held(connection)
        self._all.add(self._here.held)
        return connection

    def _connect(self) -> sqlite3.Connection:
        """A connection of this thread's own; falls back to reading alone where the file or its folder is read-only."""
        try:
            return self._opened("rw")
        except sqlite3.OperationalError as err:
            if _code(err) not in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN) or not self.path.exists():
                raise
            beside = self.path.with_name(self.path.name + "-wal")
            return self._opened("ro" if beside.exists() else "ro&immutable=1")

    def _opened(self, mode: str) -> sqlite3.Connection:
        uri = f"{self.path.resolve().as_uri()}?mode={mode}"
        connection = sqlite3.connect(
            uri, uri=True, isolation_level=None, timeout=self._wait, check_same_thread=False, cached_statements=512
        )
        try:
            connection.execute("PRAGMA synchronous=FULL")
            connection.execute(f"PRAGMA cache_size=-{_CACHE_KIB}")
            connection.execute("PRAGMA temp_store=MEMORY")
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except sqlite3.Error:
            connection.close()
            raise
        return connection

    @contextmanager
    def _faults(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as err:
            raise explain(err, self.address) from err


def explain(err: sqlite3.Error, address: str) -> LedgerError:
    """The fault as a person needs it: what, where, what to do."""
    code = _code(err)
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return LedgerBusy(
            f"Another process is writing to the ledger {address}. Wait until it is done and try again; nothing was lost."
        )
    text = {
        sqlite3.SQLITE_READONLY: "may only be read, not written. Check who owns the file and its folder",
        sqlite3.SQLITE_FULL: "cannot grow, the disk is full. Free some space and run the same command again; "
        "what was acknowledged is safe",
        sqlite3.SQLITE_IOERR: "cannot be read or written, the disk reports an error. Check the disk and its free space",
        sqlite3.SQLITE_CANTOPEN: "cannot be opened. Check the path and who may read it",
        sqlite3.SQLITE_NOTADB: "is not a ledger. Give the path of a file that `onrecord add` made",
        sqlite3.SQLITE_CORRUPT: "is damaged. Restore it from a copy, or run `onrecord add` into a new one",
    }.get(code)
    if text is None:
        return LedgerError(f"The ledger {address} cannot do this: {err}.")
    return LedgerError(f"The ledger {address} {text} ({err}).")


def _roll_back(connection: sqlite3.Connection) -> None:
    if connection.in_transaction:
        connection.execute("ROLLBACK")


def looks_like_sqlite(path: Path) -> bool:
    """The file has SQLite's header; an empty file counts, as SQLite itself has it."""
    with path.open("rb") as file:
        head = file.read(len(_HEADER))
    return head in (b"", _HEADER)


def _code(err: sqlite3.Error) -> int:
    return (getattr(err, "sqlite_errorcode", None) or 0) & 0xFF

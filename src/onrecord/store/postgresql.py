"""A postgresql:// address in, an open door out (psycopg 3, extra `postgresql`), with the same promises as SQLite's.

Writers take one advisory lock, so that they queue up as on SQLite: readings become visible in the order of their
numbers, and a second long writer is told LedgerBusy instead of waiting for ever.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from itertools import chain, islice
from typing import Any
from urllib.parse import urlsplit, urlunsplit
from weakref import WeakSet

from onrecord.record import LedgerBusy, LedgerError
from onrecord.store.door import NO_VALUES, WAIT_SECONDS, Dialect, Held, Row, Values
from onrecord.store.schema import make_postgresql

try:
    import psycopg
    from psycopg import Connection, errors
    from psycopg.rows import tuple_row
except ImportError as err:
    raise LedgerError("A ledger in PostgreSQL needs the extra: pip install 'onrecord[postgresql]'.") from err

_LOCK = "SELECT pg_advisory_xact_lock(hashtextextended(current_schema(), 79))"
_NAME = re.compile(r"(?<![:\w]):([a-z]\w*)")


class PostgresqlDoor:
    """The door of a ledger in a PostgreSQL database (see `Door`)."""

    dialect: Dialect = "postgresql"

    def __init__(self, address: str, *, wait: float = WAIT_SECONDS) -> None:
        self.address = without_password(address)
        self._target = address
        self._wait = wait
        self._here = threading.local()
        self._all: WeakSet[Held] = WeakSet()
        self._closed = False

    def rows(self, sql: str, values: Values = NO_VALUES) -> list[Row]:
        """See Door."""
        # settling asks the same small things thousands of times; what a person asks is planned for its own values, since
        # a plan for any values walks the whole table for a rare word
        prepare = None if self._kind() == "writing" else False
        with self._faults():
            return self._connection().execute(_in_psycopg(sql), _plain(values), prepare=prepare).fetchall()

    def stream(self, sql: str, values: Values = NO_VALUES) -> Iterator[Row]:
        """See Door."""
        with self.reading(), self._faults(), self._connection().cursor(name="stream") as cursor:
            cursor.itersize = 200
            yield from cursor.execute(_in_psycopg(sql), _plain(values))

    def run(self, sql: str, values: Values = NO_VALUES) -> int:
        """See Door."""
        with self._faults():
            return self._connection().execute(_in_psycopg(sql), _plain(values)).rowcount

    def run_many(self, sql: str, values: Iterable[Values]) -> None:
        """See Door."""
        with self._faults(), self._connection().cursor() as cursor:
            cursor.executemany(_in_psycopg(sql), [dict(item) for item in values])

    def insert(self, table: str, columns: str, rows: Iterable[Row]) -> None:
        """See Door."""
        stream = iter(rows)
        first = list(islice(stream, 1))
        if not first:
            return
        sql = f"COPY {table} ({columns}) FROM STDIN".encode()
        with self._faults(), self._connection().cursor() as cursor, cursor.copy(sql) as copy:
            for row in chain(first, stream):
                copy.write_row(row)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """See Door."""
        kind = self._kind()
        if kind == "reading":
            raise LedgerError("A snapshot for reading is open; write outside of it.")
        if kind == "writing":
            yield
            return
        with self._transaction("writing"):
            self.run(f"SET LOCAL lock_timeout = {int(self._wait * 1000)}")
            self.rows(_LOCK)
            self.run("SET LOCAL lock_timeout = 0")
            yield

    @contextmanager
    def reading(self) -> Iterator[None]:
        """See Door."""
        if self._kind():
            yield
            return
        with self._transaction("reading"):
            self.run("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield

    def close(self) -> None:
        """See Door."""
        self._closed = True
        for held in list(self._all):
            held.close()
        self._here = threading.local()

    def make(self) -> None:
        """Bring the database to this version's schema."""
        with self._faults(), psycopg.connect(self._target) as connection:
            make_postgresql(connection, _LOCK.encode())

    @contextmanager
    def _transaction(self, kind: str) -> Iterator[None]:
        connection = self._connection()
        self._here.kind = kind
        try:
            with self._faults(), connection.transaction():
                yield
        finally:
            self._here.kind = ""

    def _kind(self) -> str:
        return getattr(self._here, "kind", "")

    def _connection(self) -> Connection[Row]:
        here: Connection[Row] | None = getattr(self._here, "connection", None)
        if here is not None and not here.closed:
            return here
        if self._closed:
            raise LedgerError(f"The ledger {self.address} was closed.")
        with self._faults():
            made = psycopg.connect(self._target, autocommit=True, row_factory=tuple_row)
        self._here.connection, self._here.held = made, Held(made)
        self._all.add(self._here.held)
        return made

    @contextmanager
    def _faults(self) -> Iterator[None]:
        try:
            yield
        except errors.LockNotAvailable as err:
            raise LedgerBusy(
                f"Another process is writing to the ledger {self.address}. Wait until it is done and try again; "
                "nothing was lost."
            ) from err
        except errors.DiskFull as err:
            raise LedgerError(
                f"The ledger {self.address} cannot grow, the server's disk is full. Free some space and run the same "
                f"command again; what was acknowledged is safe ({err})."
            ) from err
        except psycopg.OperationalError as err:
            raise LedgerError(
                f"The ledger {self.address} cannot be reached ({str(err).strip()}). Check the address and that the "
                "server runs."
            ) from err
        except psycopg.Error as err:
            raise LedgerError(f"The ledger {self.address} cannot do this: {str(err).strip()}.") from err


def without_password(address: str) -> str:
    """The address as it may be shown."""
    parts = urlsplit(address)
    if parts.password is None:
        return address
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=f"{parts.username or ''}:…@{host}"))


@lru_cache(maxsize=1024)
def _in_psycopg(sql: str) -> bytes:
    """`:name` as psycopg writes it."""
    return _NAME.sub(r"%(\1)s", sql.replace("%", "%%")).encode()


def _plain(values: Values) -> Mapping[str, Any]:
    return values

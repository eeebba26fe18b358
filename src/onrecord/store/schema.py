"""An address in, a ledger with the schema of this version behind it: made, or migrated, or a sentence why not.

A fresh ledger runs the statements of every version; an older one is migrated by Alembic (migrations/versions), which
is imported only then (it takes over a second). Either happens in one transaction, so that a process killed in the
middle leaves what was there before.
"""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.record import LedgerError, LedgerNewer
from onrecord.store.door import Dialect
from onrecord.store.tables import statements

if TYPE_CHECKING:
    from psycopg import Connection as PostgresqlConnection
    from sqlalchemy.engine import Connection

VERSIONS = ("0001", "0002", "0003")  # every schema there was, oldest first; the last one is what this code reads
CURRENT = VERSIONS[-1]
MIGRATIONS = Path(__file__).with_name("migrations")
_ASK_AGAIN_SECONDS = 0.01
_VERSION = "SELECT version_num FROM alembic_version"
_VERSION_TABLE = (
    "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, "
    "CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
)


def check_version(found: str | None, address: str) -> bool:
    """Whether the ledger must be migrated first; raises LedgerNewer when it is beyond this code."""
    if found is not None and found not in VERSIONS:
        raise LedgerNewer(
            f"The ledger {address} was made by a newer onrecord (its schema is {found}, this version knows up to "
            f"{CURRENT}). Update onrecord and open it again."
        )
    return found != CURRENT


def fresh_schema(dialect: Dialect) -> tuple[str, ...]:
    """Every statement that an empty database needs."""
    made = tuple(sql for version in VERSIONS for sql in statements(version, dialect))
    return (*made, _VERSION_TABLE, f"INSERT INTO alembic_version (version_num) VALUES ('{CURRENT}')")


def make_sqlite(connection: sqlite3.Connection, application_id: int, *, wait: float) -> None:
    """Bring an open file to this version's schema, in one transaction; another process may have been quicker.

    `wait`: seconds to go on asking while another process makes the same file.
    """
    connection.execute("PRAGMA page_size=8192")
    _write_ahead(connection, until=time.monotonic() + wait)
    connection.execute("BEGIN IMMEDIATE")
    try:
        connection.execute(f"PRAGMA application_id={application_id}")
        known = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone()
        if known is None:
            for sql in fresh_schema("sqlite"):
                connection.execute(sql)
            connection.execute("COMMIT")
        elif connection.execute(_VERSION).fetchone() != (CURRENT,):
            migrate(over_sqlite(connection))
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


def _write_ahead(connection: sqlite3.Connection, *, until: float) -> None:
    """Turn the write-ahead log on. SQLite answers "locked" at once here, without the wait that its connection was
    given, when two processes turn it on together: each would have to wait for the other."""
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as err:
            if (err.sqlite_errorcode & 0xFF) != sqlite3.SQLITE_BUSY or time.monotonic() >= until:
                raise
            time.sleep(_ASK_AGAIN_SECONDS)


def make_postgresql(connection: PostgresqlConnection[tuple[object, ...]], lock: bytes) -> None:
    """Bring the database to this version's schema, in one transaction that holds the writers' lock."""
    connection.execute(lock)
    if connection.execute("SELECT to_regclass('alembic_version')").fetchone() == (None,):
        for sql in fresh_schema("postgresql"):
            connection.execute(sql.encode())
        connection.commit()
    elif connection.execute(_VERSION.encode()).fetchone() != (CURRENT,):
        migrate(_over_postgresql(connection))


def migrate(connection: Connection, *, to: str = CURRENT) -> None:
    """Run Alembic's steps to schema `to` in the transaction that the driver's connection has open, and commit it."""
    from alembic.config import Config
    from alembic.runtime.environment import EnvironmentContext
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    script = ScriptDirectory.from_config(config)
    steps = script._upgrade_revs
    with connection, EnvironmentContext(config, script, fn=lambda found, _context: steps(to, found)) as environment:
        environment.configure(connection=connection, transactional_ddl=False)  # the transaction is ours
        environment.run_migrations()
        connection.commit()


def over_sqlite(connection: sqlite3.Connection) -> Connection:
    """SQLAlchemy's face over a connection that is open (and closed by whoever opened it)."""
    from sqlalchemy import create_engine
    from sqlalchemy.pool import StaticPool

    if connection.isolation_level is not None:
        raise LedgerError("A migration needs a connection that begins its own transactions.")
    return create_engine(
        "sqlite://", creator=lambda: connection, poolclass=StaticPool, pool_reset_on_return=None
    ).connect()


def _over_postgresql(connection: PostgresqlConnection[tuple[object, ...]]) -> Connection:
    from sqlalchemy import create_engine
    from sqlalchemy.pool import StaticPool

    return create_engine(
        "postgresql+psycopg://", creator=lambda: connection, poolclass=StaticPool, pool_reset_on_return=None
    ).connect()

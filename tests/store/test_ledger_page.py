"""The page about the ledger names every table there is."""

from __future__ import annotations

import re

import pytest

from onrecord.store.schema import fresh_schema


def test_every_table_is_on_the_page(request: pytest.FixtureRequest) -> None:
    page = (request.config.rootpath / "docs" / "ledger.md").read_text(encoding="utf-8")
    tables = {name for sql in fresh_schema("sqlite") for name in re.findall(r"CREATE (?:VIRTUAL )?TABLE (\w+)", sql)}
    assert {table for table in tables if f"`{table}`" not in page} <= {"alembic_version"}
    assert len(tables) > 15

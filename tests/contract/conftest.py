"""The stores that every contract test runs on."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from onrecord.store.ledger import Ledger, open_ledger


@pytest.fixture(params=["sqlite"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a ledger may be made: a fresh place each time."""
    return str(tmp_path / "my.db")


@pytest.fixture
def ledger(address: str) -> Iterator[Ledger]:
    """A new, empty ledger."""
    with open_ledger(address, create=True) as opened:
        yield opened

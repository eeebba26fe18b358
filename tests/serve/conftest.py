"""A desk over a ledger of the samples that a test may change, and a browser's way of sending a form."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from onrecord.reconcile.worlds import load_world
from onrecord.serve.run import build
from onrecord.store.ledger import Ledger, open_ledger

Post = Callable[..., Any]
TOKEN = re.compile(r'<meta name="csrf" content="([0-9a-f]+)">')


@pytest.fixture
def ledger(sample_ledger: Path, tmp_path: Path) -> Iterator[Ledger]:
    """The samples, in a ledger of the test's own."""
    shutil.copy(sample_ledger, tmp_path / "own.db")
    with open_ledger(str(tmp_path / "own.db")) as opened:
        yield opened


@pytest.fixture
def browser(ledger: Ledger) -> TestClient:
    return TestClient(build(ledger, load_world()), base_url="http://127.0.0.1:8710")


@pytest.fixture
def post(browser: TestClient) -> Post:
    """Sends a form as the desk's own pages do: with the token of the page."""
    token = TOKEN.findall(browser.get("/").text)[0]

    def send(address: str, data: dict[str, object] | None = None, **more: Any) -> Any:
        return browser.post(f"{address}?csrf={token}", data=data, follow_redirects=False, **more)

    return send

"""A desk over a ledger of the samples that a test may change, and a browser's way of sending a form."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from onrecord.reconcile.worlds import load_world
from onrecord.serve.run import build
from onrecord.store.ledger import Ledger, open_ledger

WEB = Path(__file__).parents[2] / "web"
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


@pytest.fixture(scope="session")
def web_copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The scripts' source in a folder of its own, with what it needs from npm."""
    if shutil.which("npm") is None:
        pytest.skip("needs node and npm")
    copy = tmp_path_factory.mktemp("web") / "web"
    shutil.copytree(WEB, copy, ignore=shutil.ignore_patterns("node_modules"))
    command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
    done = subprocess.run(command, cwd=copy, capture_output=True, text=True, check=False)
    if done.returncode and not os.environ.get("CI"):
        pytest.skip(f"npm ci: {done.stderr.strip()[-200:]}")
    assert done.returncode == 0, done.stderr
    return copy

"""Fixtures every test may ask for: the shared data folder (or a named skip) and the samples."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from onrecord.acquire.inputs import open_inputs
from onrecord.acquire.options import InputOptions
from onrecord.kit import load_kit
from onrecord.pipeline import read_page
from onrecord.reconcile.worlds import load_world
from onrecord.record import Page, Reading
from onrecord.settling import settle
from onrecord.store.ledger import open_ledger

ROOT = Path(__file__).parents[1]


def pytest_configure() -> None:
    """Programs that tests start obey Ctrl-C, also when the tests themselves run in a shell's background, deaf to it."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of corpora beside the project; tests that need it say so by asking for it."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("needs the shared data folder beside the project")
    return folder


@pytest.fixture(scope="session")
def samples() -> Path:
    """The project's own sample articles."""
    return ROOT / "samples"


@pytest.fixture(scope="session")
def sample_readings(samples: Path) -> list[Reading]:
    """The sample articles, read by the shipped models."""
    pages = open_inputs([str(samples / "articles")], InputOptions(root=samples / "articles"))
    return [read_page(page, load_kit()) for page in pages if isinstance(page, Page)]


@pytest.fixture(scope="session")
def sample_ledger(sample_readings: list[Reading], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A settled ledger of the samples. Do not change it: copy it."""
    path = tmp_path_factory.mktemp("ledger") / "samples.db"
    with open_ledger(str(path), create=True) as ledger:
        ledger.add_all(sample_readings, "2026-01-01T00:00:00+00:00")
        settle(ledger, load_world(), at="2026-01-01T00:00:00+00:00")
    return path

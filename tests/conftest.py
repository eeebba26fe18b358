"""Fixtures every test may ask for: the shared data folder (or a named skip) and the samples."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


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

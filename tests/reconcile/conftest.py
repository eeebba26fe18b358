"""Nightly properties run only when they are asked for by `-m nightly`."""

from __future__ import annotations

import pytest


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Skip what is marked nightly unless the marker was named on the command line."""
    if "nightly" not in str(config.getoption("markexpr")):
        for item in items:
            if item.get_closest_marker("nightly"):
                item.add_marker(pytest.mark.skip(reason="a nightly run: pytest -m nightly"))

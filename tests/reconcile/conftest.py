"""Laws run on 200 examples each, and on 10,000 each when they are asked for by `pytest -m nightly`."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings


def _nightly(config: pytest.Config) -> bool:
    words = str(config.getoption("markexpr")).split()
    return "nightly" in words and "not" not in words


def pytest_configure(config: pytest.Config) -> None:
    """Set how many examples a law takes."""
    settings.register_profile(
        "laws",
        max_examples=10_000 if _nightly(config) else 200,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """In a nightly run laws are nightly tests."""
    if _nightly(config):
        for item in items:
            if isinstance(item, pytest.Function) and getattr(item.function, "is_law", False):
                item.add_marker(pytest.mark.nightly)
                item.add_marker(pytest.mark.timeout(7200))

"""Settings come from a TOML file and the environment, and a mistake in them is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.record import InputError
from onrecord.settings import read_settings


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    file = tmp_path / "onrecord.toml"
    file.write_text('ledger = "a.db"\njobs = 2\n', encoding="utf-8")
    settings = read_settings({"ONRECORD_LEDGER": "b.db", "HOME": "/"}, file)
    assert (settings.ledger, settings.jobs) == ("b.db", 2)


@pytest.mark.parametrize(
    ("text", "named"), [("lodger = 1", "lodger"), ('jobs = "many"', "jobs"), ("jobs = ", "onrecord.toml")]
)
def test_a_mistake_is_named(tmp_path: Path, text: str, named: str) -> None:
    file = tmp_path / "onrecord.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=named):
        read_settings({}, file)

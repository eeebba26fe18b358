"""`onrecord watch` as a person types it: a wish is listed in the words it was made with."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.cli.app import run


def test_watches_are_listed_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "bridge.txt"
    page.write_text("KORVA, 12 November 2024 - The bridge was destroyed, the mayor said.", encoding="utf-8")
    ledger = ["--ledger", str(tmp_path / "my.db")]
    assert run(["add", *ledger, str(page)]) == 0
    assert run(["watch", "--add", "bridges", "--text", "bridge Korva", *ledger]) == 0
    capsys.readouterr()
    assert run(["watch", "--list", *ledger]) == 0
    assert capsys.readouterr().out.split("  ")[1:] == ["bridges", "text: bridge Korva\n"]
    assert run(["watch", "--add", "nothing", *ledger]) == 2
    assert "--claim ID or --text WORDS" in capsys.readouterr().err

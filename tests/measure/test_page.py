"""The benchmark page: what is not measured in a run, or not any more because it broke off, stays as it was."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.measure import page as pages
from onrecord.measure.page import write_page
from onrecord.measure.sheet import Sheet

SLOW = "## Growth\n\n    onrecord measure scale scale\n\n| a |\n|---|\n| 1 |\n"


def _measured(task: str, path: Path) -> Sheet:
    if task == "stance":
        raise KeyboardInterrupt
    return Sheet(task=task, title=f"New {task}", columns=("a",), rows=((2,),))


def test_tables_of_other_runs_stay(tmp_path: Path) -> None:
    page = tmp_path / "benchmarks.md"
    page.write_text(f"# Benchmarks\n\n{SLOW}", encoding="utf-8")
    write_page(tmp_path, page, ["nothing"])
    assert page.read_text(encoding="utf-8").rstrip().endswith(SLOW.rstrip())


def test_a_run_that_breaks_off_loses_no_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "measure", _measured)
    page = tmp_path / "benchmarks.md"
    stance, place = (
        f"## Old {task}\n\n    onrecord measure {task} {tmp_path / 'data' / '.'}\n\n| a |\n|---|\n| 1 |\n"
        for task in ("stance", "speaker")
    )
    page.write_text(f"# Benchmarks\n\n{stance}\n{place}\n{SLOW}", encoding="utf-8")
    with pytest.raises(KeyboardInterrupt):
        write_page(tmp_path, page)
    found = page.read_text(encoding="utf-8")
    assert [
        found.index(part) for part in ("New speed", "New certainty", "Old stance", "Old speaker", "Growth")
    ] == sorted(found.index(part) for part in ("New speed", "New certainty", "Old stance", "Old speaker", "Growth"))

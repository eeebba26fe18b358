"""The benchmark page: what is not measured in a run stays as it was."""

from __future__ import annotations

from pathlib import Path

from onrecord.measure.page import write_page


def test_tables_of_other_runs_stay(tmp_path: Path) -> None:
    page = tmp_path / "benchmarks.md"
    slow = "## Growth\n\n    onrecord measure scale scale\n\n| a |\n|---|\n| 1 |\n"
    page.write_text(f"# Benchmarks\n\n{slow}", encoding="utf-8")
    write_page(tmp_path, page, ["nothing"])
    assert page.read_text(encoding="utf-8").rstrip().endswith(slow.rstrip())

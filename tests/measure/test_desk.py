"""The desk's benchmark asks every kind of page of every ledger in the folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.measure.desk import measure_desk
from onrecord.measure.scale import measure_size
from onrecord.measure.sheet import write_plain
from onrecord.record import InputError


def test_every_kind_of_page_is_timed(tmp_path: Path) -> None:
    measure_size(tmp_path, 200, asked=2)
    sheet = measure_desk(tmp_path, asked=2)
    assert {"board", "claim", "article", "search", "speaker", "review", "/api/1/claims"} <= {
        row[0] for row in sheet.rows
    }
    assert "200" in write_plain(sheet)
    assert all(found["p50"] > 0 for found in sheet.plain["200"].values())


def test_a_folder_without_ledgers_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="measure scale"):
        measure_desk(tmp_path)

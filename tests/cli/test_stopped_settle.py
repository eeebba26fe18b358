"""What `onrecord settle` says and leaves when it is stopped: the ledger as it was."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from onrecord.cli.app import STOPPED, run
from onrecord.measure.synthetic import World
from onrecord.reconcile.board import Board
from onrecord.reconcile.drafts import Full
from onrecord.store.ledger import open_ledger

NOW = "2026-01-01T00:00:00+00:00"


def test_settle_stopped_half_way_says_that_it_begins_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = str(tmp_path / "my.db")
    with open_ledger(path, create=True) as ledger:
        ledger.add_all(World(assertions=40).readings(), NOW)
        assert run(["settle", "--ledger", path]) == 0
        before = ledger.views_digest()
        whole = Board.whole

        def stopped(board: Board) -> Iterator[Full]:
            yield next(iter(whole(board)))
            raise KeyboardInterrupt

        with monkeypatch.context() as patch:
            patch.setattr(Board, "whole", stopped)
            assert run(["settle", "--ledger", path]) == STOPPED
        said = capsys.readouterr().err
        assert "stopped. Nothing is lost: the ledger is as it was. The next settle begins anew." in " ".join(
            said.split()
        )
        assert ledger.views_digest() == before
        assert run(["settle", "--ledger", path]) == 0
        assert ledger.views_digest() == before

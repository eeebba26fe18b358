"""Two writers, many readers, a newer version: the same on every store."""

from __future__ import annotations

import threading

import pytest

from ledger_values import reading_of
from onrecord.record import LedgerBusy, LedgerError, LedgerNewer
from onrecord.store import opening
from onrecord.store.ledger import Ledger, open_ledger

NOW = "2024-11-14T09:00:00+00:00"


def test_an_unknown_ledger_says_how_to_make_one(address: str) -> None:
    with pytest.raises(LedgerError, match=r"There is no ledger at .*onrecord add INPUT"):
        open_ledger(address)


def test_opening_twice_makes_one_ledger(address: str) -> None:
    errors: list[Exception] = []

    def make() -> None:
        try:
            open_ledger(address, create=True).close()
        except LedgerError as err:
            errors.append(err)

    makers = [threading.Thread(target=make) for _ in range(3)]
    for maker in makers:
        maker.start()
    for maker in makers:
        maker.join()
    assert errors == []
    with open_ledger(address) as ledger:
        assert ledger.counts().articles == 0


def test_a_second_writer_is_told_that_the_ledger_is_busy(
    ledger: Ledger, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "WAIT_SECONDS", 0.05)
    second = open_ledger(address)
    with ledger.writing(), pytest.raises(LedgerBusy, match="Another process is writing"):
        second.add(reading_of("b", "Late."), NOW)
    second.add(reading_of("b", "Late."), NOW)
    assert ledger.counts().articles == 1
    second.close()


def test_a_reader_sees_nothing_of_what_is_not_finished(ledger: Ledger, address: str) -> None:
    with open_ledger(address) as reader, ledger.writing():
        ledger.add(reading_of("a", "They fight."), NOW)
        assert reader.counts().articles == 0


def test_a_snapshot_does_not_move(ledger: Ledger, address: str) -> None:
    with open_ledger(address) as reader:
        with reader.reading_snapshot():
            before = reader.counts()
            ledger.add(reading_of("a", "They fight."), NOW)
            assert reader.counts() == before
        assert reader.counts().articles == 1


def test_an_error_in_the_middle_takes_everything_back(ledger: Ledger) -> None:
    def begin() -> None:
        with ledger.writing():
            ledger.add(reading_of("a", "They fight."), NOW)
            raise LedgerError("broken off")

    with pytest.raises(LedgerError, match="broken off"):
        begin()
    assert ledger.counts().articles == 0
    assert ledger.search("fight").rows == ()


def test_a_ledger_from_a_newer_version_says_so(ledger: Ledger, address: str) -> None:
    with ledger.writing():
        ledger._door.run("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(LedgerNewer, match="Update onrecord"):
        open_ledger(address)


def test_evidence_cannot_be_changed(ledger: Ledger) -> None:
    ledger.add(reading_of("a", "They fight."), NOW)
    with pytest.raises(LedgerError, match="only appended to"), ledger.writing():
        ledger._door.run("DELETE FROM reading")
    assert ledger.counts().readings == 1


def test_threads_share_a_ledger(ledger: Ledger) -> None:
    failures: list[Exception] = []

    def work(number: int) -> None:
        try:
            ledger.add(reading_of(f"a{number}", "They fight."), NOW)
            assert ledger.search("fight").rows
        except LedgerError as err:
            failures.append(err)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert ledger.counts().articles == 4


def test_no_scheme_but_postgresql() -> None:
    with pytest.raises(LedgerError, match="cannot be at redis://"):
        opening.open_door("redis://x", create=True)

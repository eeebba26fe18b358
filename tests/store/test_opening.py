"""Every way in which a ledger cannot be opened or written gets one sentence that says what to do."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from ledger_values import claim_of, reading_of
from onrecord.record import LedgerBusy, LedgerError, LedgerNewer
from onrecord.store import schema, sqlite
from onrecord.store.ledger import Ledger, open_ledger
from onrecord.store.opening import open_door

NOW = "2024-11-14T09:00:00+00:00"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A ledger with one article and one claim, closed."""
    place = tmp_path / "my.db"
    with open_ledger(str(place), create=True) as ledger:
        ledger.add(reading_of("a", "Vedant Patel: they fight"), NOW)
        ledger.replace_claims([claim_of("claim-a", "They fight", ("2024-11-13", "single source", 3))])
    return place


def test_an_unknown_ledger_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match=r"There is no ledger at .*none.db.*onrecord add INPUT"):
        open_ledger(str(tmp_path / "none.db"))
    assert not (tmp_path / "none.db").exists()


def test_a_folder_a_text_and_an_empty_file_are_no_ledgers(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="is a folder"):
        open_ledger(str(tmp_path), create=True)
    text = tmp_path / "notes.txt"
    text.write_text("These are notes.")
    with pytest.raises(LedgerError, match="is not a ledger"):
        open_ledger(str(text), create=True)
    assert text.read_text() == "These are notes."
    (tmp_path / "empty.db").touch()
    with pytest.raises(LedgerError, match="is empty"):
        open_ledger(str(tmp_path / "empty.db"))
    with pytest.raises(LedgerError, match=r"folder .* does not exist"):
        open_ledger(str(tmp_path / "nowhere" / "my.db"), create=True)


def test_the_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE bookmarks (url TEXT)")
    connection.close()
    with pytest.raises(LedgerError, match="another program"):
        open_ledger(str(other), create=True)


def test_a_damaged_file_is_named_as_such(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[8192 * 2 : 8192 * 40] = b"\xff" * (8192 * 38)
    path.write_bytes(bytes(content))
    with pytest.raises(LedgerError, match=r"damaged|cannot"), open_ledger(str(path)) as ledger:
        list(ledger.readings())


def test_a_ledger_from_a_newer_version_says_so(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    with pytest.raises(LedgerNewer, match=r"newer onrecord .*Update onrecord"):
        open_ledger(str(path))


@pytest.mark.parametrize("address", ["mysql://server/db", "http://server/my.db"])
def test_an_address_of_no_known_store(address: str) -> None:
    with pytest.raises(LedgerError, match="Give a path or a postgresql:// address"):
        open_ledger(address)


def test_a_postgresql_that_cannot_be_reached_keeps_the_password_to_itself() -> None:
    with pytest.raises(LedgerError, match=r"ann:…@127\.0\.0\.1.*cannot be reached") as found:
        open_ledger("postgresql://ann:secret@127.0.0.1:9/none")
    assert "secret" not in str(found.value)


def test_a_second_writer_is_told_that_the_ledger_is_busy(path: Path) -> None:
    with open_ledger(str(path)) as first, first.writing():
        second = Ledger(sqlite.SqliteDoor(path, wait=0.05))
        with pytest.raises(LedgerBusy, match="Another process is writing"):
            second.add(reading_of("b", "Late."), NOW)
        assert second.counts().articles == 1
        second.close()


def test_several_read_while_one_adds(path: Path) -> None:
    stop, seen, wrong = threading.Event(), [0], []

    def read() -> None:
        with open_ledger(str(path)) as reader:
            while not stop.is_set():
                with reader.reading_snapshot():
                    articles, statements = reader.counts().articles, len(reader.search("fight", limit=1000).rows)
                    if articles != statements:
                        wrong.append((articles, statements))
                seen[0] += 1

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    with open_ledger(str(path)) as writer:
        for number in range(60):
            writer.add(reading_of(f"n{number}", "Vedant Patel: they fight"), NOW)
    stop.set()
    for reader in readers:
        reader.join()
    assert seen[0] > 0
    assert wrong == []


def test_a_full_disk_is_said_and_what_was_there_stays(path: Path) -> None:
    door = sqlite.SqliteDoor(path)
    ledger = Ledger(door)
    pages = door.rows("PRAGMA page_count")[0][0]
    door.rows(f"PRAGMA max_page_count={pages + 4}")
    noise = [f"Vedant Patel: {os.urandom(400).hex()}" for _ in range(100)]
    with pytest.raises(LedgerError, match=r"disk is full.*Free some space"):
        ledger.add(reading_of("big", *noise), NOW)
    assert ledger.counts().articles == 1
    assert ledger.claim("claim-a").gist == "They fight"
    ledger.close()


def test_a_read_only_ledger_can_be_read_and_says_why_it_cannot_be_written(path: Path) -> None:
    script = (
        "import sys; sys.path.insert(0, sys.argv[2])\n"
        "from ledger_values import reading_of\n"
        "from onrecord.record import LedgerError\n"
        "from onrecord.store.ledger import open_ledger\n"
        "ledger = open_ledger(sys.argv[1])\n"
        "print(ledger.counts().articles, ledger.claim('claim-a').gist)\n"
        "try:\n    ledger.add(reading_of('b', 'x'), '2024')\n"
        "except LedgerError as err:\n    print(err)\n"
    )
    command = [sys.executable, "-c", script, str(path), str(Path(__file__).parents[1])]
    if os.geteuid() == 0:
        if shutil.which("setpriv") is None:
            pytest.skip("root may write everything, and there is no setpriv")
        command = ["setpriv", "--reuid=65534", "--clear-groups", *command]
        for folder in [path.parent, *path.parents[:3]]:
            folder.chmod(0o755)
    else:
        path.parent.chmod(0o555)
    path.chmod(0o444)
    try:
        run = subprocess.run(command, capture_output=True, text=True, check=False)
    finally:
        path.parent.chmod(0o755)
    assert run.stdout.splitlines()[0] == "1 They fight", run.stderr
    assert "may only be read" in run.stdout


def test_evidence_cannot_be_changed_or_deleted(path: Path) -> None:
    door = open_door(str(path), create=False)
    for sql in ("UPDATE reading SET recorded = 'x'", "DELETE FROM reading", "DELETE FROM maker"):
        with pytest.raises(LedgerError, match="only appended to"), door.writing():
            door.run(sql)
    door.close()


def test_a_writer_inside_a_snapshot_is_refused(path: Path) -> None:
    with open_ledger(str(path)) as ledger, ledger.reading_snapshot(), pytest.raises(LedgerError, match="write outside"):
        ledger.clear_failures(["x"], NOW)


def test_a_closed_ledger_says_so(path: Path) -> None:
    ledger = open_ledger(str(path))
    ledger.close()
    with pytest.raises(LedgerError, match="was closed"):
        ledger.counts()


@pytest.fixture
def first_schema(tmp_path: Path) -> Iterator[Path]:
    """A ledger as the first version made it, from the statements kept beside this test."""
    place = tmp_path / "first.db"
    connection = sqlite3.connect(place, isolation_level=None)
    connection.executescript((Path(__file__).parent / "schema-0001.sql").read_text(encoding="utf-8"))
    connection.execute(f"PRAGMA application_id={sqlite.APPLICATION_ID}")
    yield place
    connection.close()


def structure(path: Path) -> list[tuple[str, ...]]:
    connection = sqlite3.connect(path)
    found = connection.execute("SELECT type, name, sql FROM sqlite_master ORDER BY type, name").fetchall()
    connection.close()
    return [row for row in found if "alembic" not in row[1]]


def test_the_first_released_schema_is_migrated_to_this_one(first_schema: Path, path: Path) -> None:
    with open_ledger(str(first_schema)) as ledger:
        ledger.add(reading_of("a", "Vedant Patel: they fight"), NOW)
        assert ledger.search("fight").rows[0].article == "a"
    assert structure(first_schema) == structure(path)


def test_alembic_makes_the_same_schema_as_a_fresh_ledger(tmp_path: Path, path: Path) -> None:
    migrated = tmp_path / "migrated.db"
    connection = sqlite3.connect(migrated, isolation_level=None)
    schema.migrate(schema.over_sqlite(connection))
    connection.close()
    assert structure(migrated) == structure(path)
    assert [script.stem.split("_")[0] for script in sorted((schema.MIGRATIONS / "versions").glob("0*.py"))] == list(
        schema.VERSIONS
    )


def test_many_may_make_one_ledger_together(tmp_path: Path) -> None:
    """SQLite does not wait when two connections turn the write-ahead log on at once; we must."""
    errors: list[Exception] = []

    def make(path: Path) -> None:
        try:
            open_ledger(str(path), create=True).close()
        except LedgerError as err:
            errors.append(err)

    for number in range(20):
        makers = [threading.Thread(target=make, args=(tmp_path / f"{number}.db",)) for _ in range(6)]
        for maker in makers:
            maker.start()
        for maker in makers:
            maker.join()
    assert errors == []

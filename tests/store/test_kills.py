"""kill -9 at any moment of adding and settling: what was acknowledged is there, and nothing is half there."""

from __future__ import annotations

import random
import select
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from ledger_victim import CLAIMS, article_of, claims_of
from onrecord.reconcile.world import World
from onrecord.settling import rebuild, settle
from onrecord.store.ledger import Ledger, open_ledger
from onrecord.store.terms import ClaimQuery, StatementQuery

HERE = Path(__file__).parents[1]


def kill_while(address: Path, what: str, chance: random.Random) -> int:
    """Let a process write, kill it after a random number of acknowledgements and a moment more; the last one's number."""
    command = [sys.executable, str(HERE / "ledger_victim.py"), str(address), what]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as victim:
        assert victim.stdout is not None
        last = -1
        for _ in range(chance.randint(1, 12)):
            last = int(victim.stdout.readline())
        select.select([victim.stdout], [], [], chance.uniform(0, 0.02))
        victim.kill()
        rest = victim.stdout.read()  # acknowledged, but not read by us yet
    return int(rest.split("\n")[-2]) if "\n" in rest else last


def check_articles(ledger: Ledger, acknowledged: int) -> None:
    many = ledger.counts().articles
    assert many >= acknowledged + 1
    for number in range(many):
        row = ledger.article(article_of(number))
        assert row.statements == len(ledger.statements(StatementQuery(article=row.id)).rows) == 12
    assert len(ledger.search("sentence", limit=1000).rows) == min(12 * many, 1000)


def check_claims(ledger: Ledger, acknowledged: int) -> None:
    rows = ledger.claims(ClaimQuery(limit=1000)).rows
    assert len(rows) == CLAIMS
    generation = int(rows[0].gist.split()[1])
    assert generation >= acknowledged
    assert sorted(ledger.each_claim(), key=lambda claim: claim.id) == sorted(
        claims_of(generation), key=lambda claim: claim.id
    )
    assert len(ledger.claims(ClaimQuery(text=f"generation {generation}", limit=1000)).rows) == CLAIMS


def check_file(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        for table in ("statement_text", "claim_text"):
            connection.execute(f"INSERT INTO {table} ({table}) VALUES ('integrity-check')")
    connection.close()


def survives(tmp_path: Path, kills: int, seed: int) -> None:
    path, chance = tmp_path / "my.db", random.Random(seed)
    for _ in range(kills):
        added = kill_while(path, "add", chance)
        settled = kill_while(path, "settle", chance)
        check_file(path)
        with open_ledger(str(path)) as ledger:
            check_articles(ledger, added)
            check_claims(ledger, settled)


def test_a_killed_writer_loses_nothing_acknowledged(tmp_path: Path) -> None:
    survives(tmp_path, kills=2, seed=1)


@pytest.mark.nightly
@pytest.mark.timeout(1800)
def test_fifty_killed_writers_lose_nothing_acknowledged(tmp_path: Path) -> None:
    survives(tmp_path, kills=50, seed=2)


def grows(tmp_path: Path, kills: int, seed: int) -> None:
    """Kill a process that adds and settles article by article; what is left settles to what making all anew gives."""
    path, chance = tmp_path / "grown.db", random.Random(seed)
    for _ in range(kills):
        settled = kill_while(path, "grow", chance)
        check_file(path)
        with open_ledger(str(path)) as ledger:
            assert ledger.counts().articles >= settled + 1
            assert len(ledger.changed_since_settle().articles) <= 1
    with open_ledger(str(path)) as ledger:
        settle(ledger, World(), at="2024-11-14")
        grown = ledger.views_digest()
        rebuild(ledger, World(), at="2024-11-14")
        assert ledger.views_digest() == grown


def test_a_killed_settle_leaves_what_a_rebuild_makes(tmp_path: Path) -> None:
    grows(tmp_path, kills=3, seed=3)


@pytest.mark.nightly
@pytest.mark.timeout(1800)
def test_fifty_killed_settles_leave_what_a_rebuild_makes(tmp_path: Path) -> None:
    grows(tmp_path, kills=50, seed=4)


def test_a_process_killed_while_it_makes_the_ledger_leaves_one_that_opens(tmp_path: Path) -> None:
    path = tmp_path / "my.db"
    script = (
        "import os, sys, sqlite3\n"
        "from onrecord.store import schema\n"
        "made = schema.fresh_schema('sqlite')\n"
        "schema.fresh_schema = lambda dialect: made[:9] + ('no such statement',)\n"
        "schema.sqlite3 = sqlite3\n"
        "from onrecord.store.ledger import open_ledger\n"
        "try:\n    open_ledger(sys.argv[1], create=True)\n"
        "except Exception:\n    os.kill(os.getpid(), 9)\n"
    )
    run = subprocess.run([sys.executable, "-c", script, str(path)], check=False)
    assert run.returncode == -9
    with open_ledger(str(path), create=True) as ledger:
        assert ledger.counts().articles == 0

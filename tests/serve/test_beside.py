"""Every page gives its data beside it, as JSON, CSV or JSON lines; ids that look like endings or paths stay ids."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from onrecord.reconcile.worlds import load_world
from onrecord.record import Reading
from onrecord.serve.beside import path_of, put_beside, rows_as
from onrecord.serve.run import build
from onrecord.store.ledger import Ledger, open_ledger

LISTS = ["/index", "/speakers", "/review/log", "/search"]


@pytest.mark.parametrize("page", LISTS)
def test_a_list_is_given_as_csv_and_as_json_lines(browser: TestClient, page: str) -> None:
    for form in ("csv", "jsonl"):
        answer = browser.get(f"{page}.{form}?q=the")
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith("text/csv" if form == "csv" else "application/jsonl")


def test_the_export_has_every_row_and_the_page_only_its_own(browser: TestClient, ledger: Ledger) -> None:
    lines = browser.get("/index.jsonl").text.splitlines()
    assert (
        len(lines) == ledger.counts().claims == len(list(csv.DictReader(io.StringIO(browser.get("/index.csv").text))))
    )
    assert {json.loads(line)["id"] for line in lines} >= {
        row["id"] for row in browser.get("/index.json").json()["claims"]
    }


def test_a_claim_gives_its_wordings(browser: TestClient, ledger: Ledger) -> None:
    claim = ledger.claims().rows[0].id
    rows = list(csv.DictReader(io.StringIO(browser.get(f"/claim/{claim}.csv").text)))
    assert rows
    assert all(row["words"] and row["article"] for row in rows)


def test_a_cell_is_never_a_formula() -> None:
    cells = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1"]
    for cell in cells:
        line = b"".join(rows_as("csv", [{"words": cell}])).decode()
        assert next(csv.DictReader(io.StringIO(line, newline="")))["words"].startswith("'")
    assert b"-1.5" in b"".join(rows_as("csv", [{"low": -1.5}]))


def test_no_rows_are_an_empty_file() -> None:
    assert b"".join(rows_as("csv", [])) == b""


@given(st.text())
def test_an_id_comes_back_out_of_its_address(identity: str) -> None:
    assert unquote(path_of(identity)) == identity.encode("utf-8", "replace").decode()
    assert not path_of(identity).endswith((".json", ".csv", ".jsonl"))


IDS = [
    "feed.json",
    "list.csv",
    "../../etc/passwd",
    "https://news.example/a?b=c&d#e",
    "a b c",
    "dir/x.txt",
    "ünï/ço.jsonl",
]


@pytest.mark.parametrize("identity", IDS)
def test_an_article_is_found_whatever_its_id_looks_like(
    tmp_path: Path, sample_readings: list[Reading], identity: str
) -> None:
    reading = replace(sample_readings[0], article=replace(sample_readings[0].article, id=identity))
    with open_ledger(str(tmp_path / "own.db"), create=True) as ledger:
        ledger.add(reading, "2026-01-01T00:00:00+00:00")
        browser = TestClient(build(ledger, load_world()), base_url="http://127.0.0.1:8710")
        address = f"/article/{path_of(identity)}"
        assert browser.get(address).status_code == 200
        assert browser.get(put_beside(address, "json")).json()["article"]["id"] == identity

"""Event rows on the desk: drafted, accepted and changed cell by cell, undone, kept through a new settle, exported."""

from __future__ import annotations

import csv
import io

import pytest
from starlette.testclient import TestClient

from onrecord.reconcile.worlds import load_world
from onrecord.settling import settle
from onrecord.store.ledger import Ledger
from serve.conftest import Post


@pytest.fixture
def address(browser: TestClient) -> str:
    listed = browser.get("/rows.json?form=acled").json()["listed"]
    assert listed
    return f"/claim/{listed[0]['claim']}/row/acled"


def cells(browser: TestClient, address: str) -> dict[str, dict[str, object]]:
    return {cell["column"]: cell for cell in browser.get(f"{address}.json").json()["row"]["cells"]}


def test_every_cell_shows_its_draft_its_rule_and_its_evidence(browser: TestClient, address: str) -> None:
    page = browser.get(address)
    assert page.status_code == 200
    for cell in cells(browser, address).values():
        assert cell["rule"]
        assert f'id="in-{cell["column"]}"' in page.text
    assert "doer: " in page.text or "target: " in page.text


def test_typed_cells_count_and_the_rest_stays_a_draft(browser: TestClient, post: Post, address: str) -> None:
    before = cells(browser, address)
    answer = post(
        address, {"keep": "typed", "cell-fatalities": "12", "cell-country": before["country"]["value"], "who": "ann"}
    )
    assert answer.status_code == 303
    after = cells(browser, address)
    assert after["fatalities"]["value"] == 12
    assert after["fatalities"]["decided"]["who"] == "ann"  # type: ignore[index]
    assert after["country"]["decided"] is None
    assert browser.get(address.replace("/row/acled", "/row/plover")).status_code == 200


def test_a_row_is_accepted_whole_and_undone_cell_by_cell(
    browser: TestClient, post: Post, address: str, ledger: Ledger
) -> None:
    post(address, {"accept": "all", "who": "ann"})
    assert browser.get(f"{address}.json").json()["row"]["state"] == "accepted"
    post("/review/undo", {"judgement": ledger.judgements()[-1].id, "who": "bo"})
    assert browser.get(f"{address}.json").json()["row"]["open"] == 1


def test_what_does_not_fit_is_refused_and_nothing_is_kept(post: Post, address: str, ledger: Ledger) -> None:
    assert post(address, {"keep": "typed", "cell-fatalities": "12", "cell-geo_precision": "99"}).status_code == 400
    assert ledger.judgements() == ()


def test_decisions_survive_a_new_settle_and_are_exported(
    browser: TestClient, post: Post, address: str, ledger: Ledger
) -> None:
    post(
        address,
        {"keep": "typed", "cell-fatalities": "12", "cell-actor1": "=cmd()", "why": "monitor's count", "who": "ann"},
    )
    settle(ledger, load_world(), at="2026-02-01T00:00:00+00:00")
    table = list(csv.DictReader(io.StringIO(browser.get("/rows.csv?form=acled").text)))
    claim = address.split("/")[2]
    row = next(row for row in table if row["claim"] == claim)
    assert row["fatalities"] == "12"
    assert row["actor1"] == "'=cmd()"  # no spreadsheet runs it
    assert row["draft"].startswith("2 of ")


def test_unknown_forms_are_not_there(browser: TestClient, address: str) -> None:
    assert browser.get("/rows?form=mine").status_code == 404
    assert browser.get(address.replace("acled", "mine")).status_code == 404
    for form in ("ucdp", "acled", "plover"):
        assert browser.get(f"/rows?form={form}").status_code == 200


def test_a_form_without_rows_says_of_what_it_drafts_them(browser: TestClient) -> None:
    page = browser.get("/rows?form=ucdp&text=xyzzy").text
    assert "attacks with at least one dead" in page
    assert "choose it under Form" in page
    assert "choose it under Form" not in browser.get("/rows?form=plover&text=xyzzy").text


def test_pages_of_rows_are_full_and_hold_each_row_once(browser: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onrecord.serve.pages.rows.A_PAGE", 2)
    monkeypatch.setattr("onrecord.serve.pages.rows.PAGES", 50)
    found, address = [], "/rows.json?form=acled"
    while address:
        page = browser.get(address).json()
        found.append([row["claim"] for row in page["listed"]])
        address = page["next"] and page["next"].replace("/rows?", "/rows.json?")
    assert all(len(rows) >= 2 for rows in found[:-1])
    exported = list(csv.DictReader(io.StringIO(browser.get("/rows.csv?form=acled").text)))
    assert len(exported) == sum(map(len, found)) == len({claim for rows in found for claim in rows})

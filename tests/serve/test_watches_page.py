"""Watches on the desk: begun on a claim or on filters, silent until something changes, told once, and ended."""

from __future__ import annotations

from starlette.testclient import TestClient

from onrecord.kit import load_kit
from onrecord.pipeline import read_page
from onrecord.reconcile.worlds import load_world
from onrecord.record import Page
from onrecord.settling import settle
from onrecord.store.ledger import Ledger
from serve.conftest import Post


def another_report(ledger: Ledger) -> None:
    """Somebody says something of which nobody spoke before."""
    text = "Mayor Ann Hill said on Tuesday that the old bridge of Port Ellin was closed. Police denied it."
    page = Page(id="bridge", text=text, publisher="The Ellin Echo", published="2025-06-03")
    ledger.add(read_page(page, load_kit()), "2026-03-01T00:00:00+00:00")
    settle(ledger, load_world(), at="2026-03-01T00:00:00+00:00")


def test_a_claim_is_watched_from_its_page_and_let_go(browser: TestClient, post: Post, ledger: Ledger) -> None:
    claim = browser.get("/index.json").json()["claims"][0]["id"]
    answer = post("/watches", {"claim": claim, "who": "ann", "back": f"/claim/{claim}"})
    assert answer.headers["location"] == f"/claim/{claim}"
    (watch,) = ledger.watch_list()
    assert (watch.claim, watch.who) == (claim, "ann")
    page = browser.get(f"/claim/{claim}").text
    assert "Stop watching" in page
    assert browser.get("/index.json?watched=yes").json()["claims"][0]["id"] == claim
    post("/watches/end", {"watch": watch.id})
    assert ledger.watch_list() == ()


def test_what_the_filters_find_is_watched_and_nothing_fires_at_first(browser: TestClient, post: Post) -> None:
    assert "Watch what these filters find" in browser.get("/?text=Kursk").text
    assert "Watch what these filters find" not in browser.get("/").text
    post("/watches", {"text": "Kursk", "who": "ann"})
    values = browser.get("/watches.json").json()
    assert values["fires"] == []
    assert values["watches"][0]["claims"] > 1
    assert browser.get(values["watches"][0]["address"]).status_code == 200


def test_what_fires_is_told_until_it_was_seen(browser: TestClient, post: Post, ledger: Ledger) -> None:
    post("/watches", {"text": "bridge", "who": "ann", "name": "the bridge"})
    assert browser.get("/watches.json").json()["fires"] == []
    another_report(ledger)
    fires = browser.get("/watches.json").json()["fires"]
    assert fires
    assert all((fire["name"], fire["before"]) == ("the bridge", None) for fire in fires)
    assert "New claim" in browser.get("/watches").text
    assert browser.get("/watches.json").json()["fires"] == fires  # looking is not seeing
    post("/watches/seen", {})
    assert browser.get("/watches.json").json()["fires"] == []


def test_a_watch_on_everything_is_refused(post: Post) -> None:
    assert post("/watches", {"who": "ann"}).status_code == 400
    assert post("/watches", {"claim": "claim-0", "who": "ann"}).status_code == 404
    assert post("/watches/end", {"watch": "watch-0"}).status_code == 404

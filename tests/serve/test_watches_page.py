"""Watches on the desk: begun on a claim or on filters, silent until something changes, told once, and ended."""

from __future__ import annotations

from starlette.testclient import TestClient

from onrecord.store.ledger import Ledger
from serve.conftest import Post


def reject_position(post: Post, ledger: Ledger, claim: str) -> None:
    """Nobody has said any more what the claim's last holder said."""
    for statement in ledger.statements_of(ledger.claim(claim).positions[-1].propositions).values():
        form = {"act": "reject", "article": statement.article, "item": statement.attribution or statement.id}
        post("/review", {**form, "who": "ann"})


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
    rows = browser.get("/index.json?label=corroborated (independent)").json()["claims"]
    claim = next(row["id"] for row in rows if len(ledger.claim(row["id"]).positions) == 2)
    post("/watches", {"claim": claim, "who": "ann", "name": "two sources"})
    assert browser.get("/watches.json").json()["fires"] == []
    reject_position(post, ledger, claim)
    (fire,) = browser.get("/watches.json").json()["fires"]
    assert (fire["name"], fire["before"][0]) == ("two sources", "corroborated (independent)")
    assert "standing changed" in browser.get("/watches").text
    assert browser.get("/watches.json").json()["fires"] == [fire]  # looking is not seeing
    post("/watches/seen", {})
    assert browser.get("/watches.json").json()["fires"] == []


def test_a_watch_on_everything_is_refused(post: Post) -> None:
    assert post("/watches", {"who": "ann"}).status_code == 400
    assert post("/watches", {"claim": "claim-0", "who": "ann"}).status_code == 404
    assert post("/watches/end", {"watch": "watch-0"}).status_code == 404

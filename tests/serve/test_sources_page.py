"""Sources on the desk: outlets and who rests on whom; a change counts for every claim at once and is taken back again."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from onrecord.kit import load_kit
from onrecord.pipeline import read_page
from onrecord.reconcile.worlds import load_world
from onrecord.record import Page
from onrecord.settling import settle
from onrecord.store.ledger import Ledger
from serve.conftest import Post


def outlet(browser: TestClient, name: str) -> dict[str, object]:
    found = next(row for row in browser.get("/sources.json").json()["outlets"] if row["name"].startswith(name))
    return dict(found)


def test_every_outlet_is_listed_and_has_its_page(browser: TestClient, ledger: Ledger) -> None:
    rows = browser.get("/sources.json").json()["outlets"]
    assert {row["name"] for row in rows} == {value.name for value in ledger.outlets()}
    for row in rows:
        assert browser.get(f"/source/{row['id']}").status_code == 200
    assert len(browser.get("/sources.json?name=dnipro").json()["outlets"]) == 1


def test_who_carried_whose_text_is_shown(browser: TestClient) -> None:
    ties = browser.get("/sources.json").json()["ties"]
    assert any(tie["way"] == "same text" for tie in ties)
    assert 'class="tie sure"' in browser.get("/sources").text


def test_state_ownership_changes_standing_until_it_is_undone(browser: TestClient, post: Post, ledger: Ledger) -> None:
    told = "Two missiles hit the power station of Odesa on Monday and four people were killed.\n"
    page = Page(id="told", text=told, publisher="Dnipro Lantern (sample)", published="2024-11-12")
    ledger.add(read_page(page, load_kit()), "2026-01-01T00:00:00+00:00")
    settle(ledger, load_world(), at="2026-01-01T00:00:00+00:00")
    before = ledger.views_digest()
    name = outlet(browser, "Dnipro Lantern")
    form = {"act": "outlet", "printed": name["name"], "control": "state", "owner": "government:UA", "who": "ann"}
    answer = post(f"/source/{name['id']}", form)
    assert answer.status_code == 303, answer.text
    changed = outlet(browser, "Dnipro Lantern")
    assert (changed["control"], changed["speaks_for"]) == ("state", "Ukraine")
    assert ledger.views_digest() != before
    assert "Kept" in browser.get(answer.headers["location"]).text
    post("/review/undo", {"judgement": ledger.judgements()[-1].id, "who": "bo"})
    assert outlet(browser, "Dnipro Lantern")["control"] is None
    assert ledger.views_digest() == before


def test_outlets_of_one_family_are_one_voice(browser: TestClient, post: Post) -> None:
    for name in ("Dnipro Lantern", "Volga Dispatch"):
        row = outlet(browser, name)
        post(f"/source/{row['id']}", {"act": "outlet", "printed": row["name"], "family": "Example Media", "who": "ann"})
    families = browser.get("/sources.json").json()["families"]
    assert [(family, len(members)) for family, members in families] == [("example media", 2)]


def test_allies_sides_principals_and_letters(browser: TestClient, post: Post) -> None:
    address = "/source/government:KR"
    assert "United States" in browser.get(address).text
    post(address, {"act": "no-ally", "other": "United States", "who": "ann"})
    assert "government:US" not in [pair[0] for pair in browser.get(f"{address}.json").json()["allies"]]
    side = browser.get(f"{address}.json").json()["conflicts"][0]
    post(address, {"act": "side", "side": f"{side[0]}:0", "who": "ann"})
    assert browser.get(f"{address}.json").json()["sides"]
    post(address, {"act": "grade", "letter": "B", "who": "ann"})
    assert browser.get(f"{address}.json").json()["letter"] == "B"
    post("/source/group:guards", {"act": "principal", "body": "South Korea", "who": "ann"})
    assert browser.get("/source/group:guards.json").json()["principal"][0] == "government:KR"
    post("/source/group:guards", {"act": "alone", "who": "ann"})
    assert browser.get("/source/group:guards.json").json()["principal"][0] == "group:guards"


@pytest.mark.parametrize(
    "form",
    [
        {"act": "outlet"},
        {"act": "outlet", "country": "XX"},
        {"act": "principal", "body": "nobody at all"},
        {"act": "side", "side": "no-war:0"},
        {"act": "side", "side": ""},
        {"act": "grade", "letter": "Z"},
        {"act": "dance"},
    ],
)
def test_what_does_not_fit_is_refused(post: Post, ledger: Ledger, form: dict[str, object]) -> None:
    assert post("/source/outlet:somebody", form).status_code == 400
    assert ledger.judgements() == ()

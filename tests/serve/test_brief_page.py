"""The brief on the desk: claims picked by filter and tick, one address for the same brief, taken away in two forms."""

from __future__ import annotations

from starlette.testclient import TestClient


def test_the_filters_of_the_address_narrow_what_can_be_picked(browser: TestClient) -> None:
    every = browser.get("/brief.json").json()["claims"]
    fewer = browser.get("/brief.json?text=Kursk").json()["claims"]
    assert 0 < len(fewer) < len(every)
    assert 'type="checkbox"' in browser.get("/brief").text


def test_ticked_claims_have_one_address(browser: TestClient) -> None:
    names = [claim["id"] for claim in browser.get("/brief.json").json()["claims"][:2]]
    answer = browser.get(
        "/brief/show", params={"claim": names, "since": "2024-11-13", "title": "Two"}, follow_redirects=False
    )
    assert answer.status_code == 303
    page = browser.get(answer.headers["location"])
    assert "Two" in page.text
    assert "What changed since 2024-11-13" in page.text
    data = browser.get(answer.headers["location"].replace("/brief/show", "/brief/show.json")).json()
    assert [section["claim"] for section in data["sections"]] == names


def test_every_mark_leads_to_a_source_and_every_source_to_its_article(browser: TestClient) -> None:
    page = browser.get("/brief/show?text=Kursk").text
    data = browser.get("/brief/show.json?text=Kursk").json()
    assert data["sources"]
    for source in data["sources"]:
        assert f'href="#s{source["number"]}"' in page
        assert f'id="s{source["number"]}"' in page
        assert browser.get(f"/article/{source['statement']['article']}").status_code == 200


def test_it_is_taken_away_as_markdown_and_as_html(browser: TestClient) -> None:
    markdown = browser.get("/brief/show/markdown?text=Kursk&title=Kursk")
    assert markdown.headers["content-disposition"].startswith("attachment")
    assert markdown.text.startswith("# Kursk\n")
    assert browser.get("/brief/show/html?text=Kursk").text.startswith("<!doctype html>")
    assert browser.get("/brief/show/pdf").status_code == 404


def test_the_day_of_the_last_brief_is_offered_next_time(browser: TestClient) -> None:
    assert browser.get("/brief.json").json()["since"] == ""
    browser.get("/brief/show?text=Kursk")
    assert len(browser.get("/brief.json").json()["since"]) == 10


def test_wrong_wishes_get_a_sentence(browser: TestClient) -> None:
    assert browser.get("/brief/show?since=yesterday").status_code == 400
    assert browser.get("/brief/show?claims=claim-0").status_code == 404
    many = ",".join(f"claim-{n}" for n in range(200))
    assert browser.get(f"/brief/show?claims={many}").status_code == 400

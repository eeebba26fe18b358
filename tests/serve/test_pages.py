"""The desk's pages over a ledger of the samples: all are shown, each with its JSON, and hostile text stays text."""

from __future__ import annotations

import json
import re
import socket
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from onrecord.cli.serving import serve_desk
from onrecord.reconcile.worlds import load_world
from onrecord.record import InputError, Reading
from onrecord.serve.run import ServeOptions, build, door_of, listen
from onrecord.settling import settle
from onrecord.store.ledger import Ledger, open_ledger

NOW = "2026-01-01T00:00:00+00:00"
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(1)> \u202eevil"


def desk_over(ledger: Ledger) -> TestClient:
    return TestClient(build(ledger, load_world()), base_url="http://127.0.0.1:8710")


@pytest.fixture(scope="module")
def desk(sample_ledger: Path) -> TestClient:
    return desk_over(open_ledger(str(sample_ledger)))


def test_the_board_lists_claims_and_its_filters_narrow_them(desk: TestClient) -> None:
    page = desk.get("/")
    assert page.status_code == 200
    assert "Kursk" in page.text
    rows = desk.get("/index.json").json()["claims"]
    fewer = desk.get("/index.json?text=Kursk").json()["claims"]
    assert 0 < len(fewer) < len(rows)


def test_every_claim_and_every_article_has_its_page(desk: TestClient) -> None:
    for row in desk.get("/index.json").json()["claims"]:
        page = desk.get(f"/claim/{row['id']}")
        assert page.status_code == 200
        data = desk.get(f"/claim/{row['id']}.json").json()
        assert data["format"] == "onrecord/claim/1"
        for article in {name for position in data["positions"] for name in position["articles"]}:
            assert desk.get(f"/article/{article}").status_code == 200


def test_a_speaker_has_a_page_with_statements(desk: TestClient) -> None:
    speakers = desk.get("/speakers.json").json()["speakers"]
    page = desk.get(f"/speaker/{speakers[0]['id']}")
    assert page.status_code == 200
    assert "Statements" in page.text


def test_the_date_drives_the_page(desk: TestClient) -> None:
    assert "Show all" in desk.get("/?as_of=2020-01-01").text
    assert desk.get("/?as_of=2024-11-13").status_code == 200


@pytest.mark.parametrize("address", ["/?as_of=tomorrow", "/?clock=cuckoo", "/?digit=9"])
def test_a_question_that_makes_no_sense_is_answered_in_a_sentence(desk: TestClient, address: str) -> None:
    answer = desk.get(address)
    assert answer.status_code == 400
    assert "cannot be shown" in answer.text


@pytest.mark.parametrize(
    "address", ["/claim/claim-0", "/article/none", "/speaker/nobody", "/nowhere", "/claim/claim-0.json"]
)
def test_what_is_not_there_is_404(desk: TestClient, address: str) -> None:
    assert desk.get(address).status_code == 404


def test_an_empty_ledger_says_how_to_begin(tmp_path: Path) -> None:
    with open_ledger(str(tmp_path / "empty.db"), create=True) as ledger:
        assert "No claims here" in desk_over(ledger).get("/").text


def test_hostile_text_is_shown_as_text(tmp_path: Path, sample_readings: list[Reading]) -> None:
    reading = sample_readings[0]
    text = HOSTILE + reading.article.text[len(HOSTILE) :]
    article = replace(reading.article, text=text, title=HOSTILE, publisher=HOSTILE, url="javascript:alert(1)")
    with open_ledger(str(tmp_path / "hostile.db"), create=True) as ledger:
        ledger.add(replace(reading, article=article), NOW)
        settle(ledger, load_world(), at=NOW)
        desk = desk_over(ledger)
        pages = [desk.get("/").text, desk.get(f"/article/{article.id}").text, desk.get("/speakers").text]
        pages += [desk.get(f"/claim/{row.id}").text for row in ledger.claims().rows]
    for page in pages:
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert 'href="javascript:' not in page
    assert "\u202e" not in pages[1].split("<article")[1].split("</article")[0]


def test_other_machines_need_a_token() -> None:
    with pytest.raises(Exception, match="--token"):
        door_of(ServeOptions(host="0.0.0.0"))
    assert door_of(ServeOptions(host="0.0.0.0", token="word")).token == "word"


def test_nothing_is_opened_to_other_machines_without_a_token(
    sample_ledger: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for host in ("0.0.0.0", "::", "192.168.1.5"):
        with pytest.raises(InputError, match="--token"):
            serve_desk(str(sample_ledger), ServeOptions(host=host, port=0), world=None)
    assert "The desk is at" not in capsys.readouterr().err


def test_the_json_of_a_reading_is_the_format(desk: TestClient) -> None:
    data = json.loads(desk.get("/article/06-east-strand.json").text)
    assert data["format"] == "onrecord/reading/1"


def test_a_taken_port_is_named() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(InputError, match=f"port {port}"):
            listen(ServeOptions(port=port))


def test_a_claim_says_at_a_glance_why_who_and_what_changed(browser: TestClient, ledger: Ledger) -> None:
    claim = max(ledger.each_claim(), key=lambda one: len(one.history))
    page = browser.get(f"/claim/{claim.id}").text
    glance = page[page.index('<dl class="facts glance">') : page.index("</dl>")]
    for heading in ("Why", "For", "Against", "Independent", "Last change"):
        assert f"<dt>{heading}</dt>" in glance
    assert str(claim.history[-1].since)[:10] in glance


def test_the_search_box_finds_ids(browser: TestClient, ledger: Ledger) -> None:
    claim = next(iter(ledger.each_claim())).id
    for typed in (claim, claim[:-3], claim.removeprefix("claim-")[:-2]):
        answer = browser.get(f"/search?q={typed}&as_of=2025-05-01", follow_redirects=False)
        assert answer.status_code == 303
        assert answer.headers["location"].startswith(f"/claim/{claim}?as_of=2025-05-01")
    statement = next(one for one in ledger.search("troops").rows if one.attribution)
    found = browser.get(f"/search?q={statement.attribution}", follow_redirects=False).headers["location"]
    assert found.endswith(f"#w-{statement.attribution}")
    assert browser.get("/search?q=claim-").status_code == 200
    assert browser.get("/search?q=troops", follow_redirects=False).status_code == 200
    assert browser.get("/search?q=abcdef123", follow_redirects=False).status_code == 200
    assert browser.get(f"/search.json?q={claim}", follow_redirects=False).status_code == 200


def test_an_id_that_could_be_several_names_them(browser: TestClient, ledger: Ledger) -> None:
    starts = sorted(one.id[:7] for one in ledger.each_claim())
    twice = next(one for one, other in pairwise(starts) if one == other)
    answer = browser.get(f"/search?q={twice}")
    assert answer.status_code == 404
    assert "could be claim-" in answer.text


def test_no_page_shows_a_code_where_a_name_is_known(browser: TestClient) -> None:
    for address in ("/speakers", "/sources", "/speaker/person:vedant-patel", "/map"):
        page = browser.get(address)
        assert page.status_code == 200
        assert ">government:" not in page.text
        assert "· US ·" not in page.text
        assert "<small>RU</small>" not in page.text


def test_the_sentence_to_paste_reads_as_one_writes(browser: TestClient, ledger: Ledger) -> None:
    claim = max(ledger.each_claim(), key=lambda one: len(one.positions))
    paste = re.search(r'id="paste"[^>]*>([^<]*)<', browser.get(f"/claim/{claim.id}").text)
    assert paste is not None
    assert " said so (" in paste[1]
    assert " asserts it" not in paste[1]
    assert not re.search(r"\d\d:\d\d", paste[1])

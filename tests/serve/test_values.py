"""What pages say beyond what the ledger holds: news since the last visit, changes of position, what a claim rests on."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from onrecord.reconcile.worlds import load_world
from onrecord.record import Failure, Interval, Reading
from onrecord.serve.desk import Desk
from onrecord.serve.pages.board import last_visit
from onrecord.serve.pages.speaker import turns_of
from onrecord.store.ledger import Ledger, open_ledger
from onrecord.store.terms import Statement

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


def statement(name: str, stance: str, said: str, claim: str = "claim-1") -> Statement:
    return Statement(
        id=name,
        article="a",
        attribution=None,
        speakers=(("person:ann", "Ann"),),
        principal=None,
        stance=stance,  # type: ignore[arg-type]
        polarity="positive",
        certainty="certain",
        factuality=3,
        role="evidence",
        said=Interval(start=said, end=said),
        published=said,
        place=None,
        gist="it happened",
        words="it happened",
        score=1,
        claim=claim,
    )


def test_a_visit_ends_after_half_an_hour() -> None:
    first, cookie = last_visit(None, NOON)
    assert first is None
    still, cookie = last_visit(cookie, NOON + timedelta(minutes=10))
    assert still is None
    back, cookie = last_visit(cookie, NOON + timedelta(hours=3))
    assert back == NOON + timedelta(minutes=10)
    assert last_visit(cookie, NOON + timedelta(hours=3, minutes=5))[0] == back


@pytest.mark.parametrize("cookie", ["", "x/y", "/", "1/2/3", "99999999999999999999/1", "-5/-6", "١/٢"])
def test_a_cookie_that_is_none_is_as_no_cookie(cookie: str) -> None:
    last_visit(cookie, NOON)


def test_the_board_says_what_changed_since_the_last_visit(browser: TestClient) -> None:
    assert browser.get("/index.json").json()["since"] is None
    browser.cookies.clear()
    browser.cookies.set("onrecord_visit", "1000000/1000100")
    assert browser.get("/index.json").json()["news"]
    assert browser.get("/").status_code == 200


def test_a_change_of_side_is_a_turn_and_a_repetition_is_none() -> None:
    said = [statement("s1", "denies", "2024-11-01"), statement("s2", "denies", "2024-11-02")]
    assert turns_of(said) == []
    turns = turns_of(
        [*said, statement("s3", "confirms", "2024-11-05"), statement("s4", "asserts", "2024-11-06", "claim-2")]
    )
    assert [(turn.before.id, turn.after.id) for turn in turns] == [("s2", "s3")]
    assert turns_of([statement("s1", "denies", "2024-11-01"), statement("s2", "asserts", "2024-11-01")]) == []


def test_without_a_decisive_body_a_claim_stands_otherwise(browser: TestClient, ledger: Ledger) -> None:
    decisive = 0
    for row in ledger.claims().rows:
        answer = browser.get(f"/claim/{row.id}/without.json").json()
        assert answer["now"]["label"] == row.label
        for left in answer["decisive"]:
            decisive += 1
            asked = browser.get(f"/claim/{row.id}/without.json?who={left['who']}").json()["asked"]
            assert asked["standing"]["label"] == left["standing"]["label"] != row.label
    assert decisive
    assert browser.get(f"/claim/{row.id}/without").status_code == 200
    assert browser.get(f"/claim/{row.id}/without?who=nobody").status_code == 404


def test_every_wording_is_lit_in_its_paragraph(browser: TestClient, ledger: Ledger) -> None:
    lit = 0
    for row in ledger.claims().rows:
        values = browser.get(f"/claim/{row.id}/wordings.json").json()
        assert {one["id"] for one in values["articles"]} == {
            name for position in ledger.claim(row.id).positions for name in position.articles
        }
        assert browser.get(f"/claim/{row.id}/wordings").status_code == 200
        lit += sum(len(wording["lit"]) for article in values["articles"] for wording in article["wordings"])
    assert lit
    assert browser.get(f"/claim/{row.id}/wordings?cursor=zz").status_code == 200


def test_what_is_pasted_cites_where_it_was_printed(browser: TestClient, ledger: Ledger) -> None:
    row = ledger.claims().rows[0]
    paste = browser.get(f"/claim/{row.id}").text
    assert "Sources:" in paste


def test_what_is_counted_once_is_counted_anew_when_something_came(
    tmp_path: Path, sample_readings: list[Reading]
) -> None:
    with open_ledger(str(tmp_path / "own.db"), create=True) as ledger:
        desk = Desk(ledger=ledger, world=load_world())
        assert desk.counts() == ledger.counts()
        ledger.add(sample_readings[2], NOON.isoformat())
        assert desk.counts() == ledger.counts()
        assert desk.counts() is desk.counts()
        desk.settle()
        assert desk.counts().claims == ledger.counts().claims > 0
        ledger.add_failure(Failure(item="x", stage="acquire", why="gone"), NOON.isoformat())
        assert desk.counts().failures == 1

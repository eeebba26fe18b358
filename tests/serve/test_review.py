"""A person's word on the desk: what is accepted, rejected, corrected, merged and split, and taken back again."""

from __future__ import annotations

from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from onrecord.corrections import corrected
from onrecord.reconcile.worlds import load_world
from onrecord.record import Attribution, InputError, Reading, Span
from onrecord.serve.deciding import find_words
from onrecord.serve.desk import Desk
from onrecord.serve.pages.review import unjudged
from onrecord.settling import settle
from onrecord.store.ledger import Ledger
from onrecord.store.terms import Statement, StatementQuery
from serve.conftest import Post

HOSTILE = "<script>alert(1)</script>"


def some_attribution(ledger: Ledger) -> tuple[Reading, Attribution]:
    return next(
        (reading, row)
        for reading in ledger.readings()
        for row in reading.attributions
        if row.where is None
        and row.source
        and row.speakers
        and any(p.attribution == row.id for p in reading.propositions)
    )


def judge(post: Post, ledger: Ledger, act: str, **more: object) -> tuple[Reading, str]:
    reading, row = some_attribution(ledger)
    answer = post("/review", {"act": act, "article": reading.article.id, "item": row.id, "who": "ann", **more})
    assert answer.status_code == 303, answer.text
    return corrected(ledger.reading(reading.article.id), ledger.judgements(anchored=True)), row.id


def test_the_queue_begins_with_the_surest_that_waits_and_ends_with_the_surest_that_counts(ledger: Ledger) -> None:
    rows = unjudged(Desk(ledger=ledger, world=load_world()), StatementQuery(limit=200))
    cards: dict[str, list[Statement]] = {}
    for row in rows:
        cards.setdefault(row.attribution or row.id, []).append(row)
    waiting = [[row.score for row in card if row.claim is None] for card in cards.values()]
    first = [min(scores) for scores in waiting if scores]
    then = [min(row.score for row in card) for card, scores in zip(cards.values(), waiting, strict=True) if not scores]
    assert first == sorted(first, reverse=True)
    assert then == sorted(then)
    assert first
    assert then
    assert all(waiting[: len(first)])


def test_the_queue_is_a_page(browser: TestClient) -> None:
    assert browser.get("/review.json").json()["items"]
    assert browser.get("/review").status_code == 200


def test_what_is_accepted_leaves_the_queue_signed(browser: TestClient, post: Post, ledger: Ledger) -> None:
    item = browser.get("/review.json").json()["items"][0]
    answer = post("/review", {"act": "accept", "article": item["article"], "item": item["id"], "who": "ann"})
    assert answer.status_code == 303
    assert item["id"] not in [each["id"] for each in browser.get("/review.json").json()["items"]]
    assert ledger.judgements()[-1].who == "ann"
    assert "signed ann" in browser.get(answer.headers["location"]).text


def test_what_is_rejected_does_not_count_until_it_is_taken_back(post: Post, ledger: Ledger) -> None:
    reading, row = judge(post, ledger, "reject")
    assert row not in {each.id for each in reading.attributions}
    assert ledger.changed_since_settle().nothing
    undone = post("/review/undo", {"judgement": ledger.judgements()[-1].id, "who": "bo"})
    assert undone.status_code == 303
    assert ledger.effective_judgements() == ()
    assert len(ledger.judgements()) == 2


def test_a_speaker_may_be_named_who_is_not_in_the_article(post: Post, ledger: Ledger) -> None:
    reading, row = judge(post, ledger, "speaker", name="Ada Okoro", kind="person", stance="denies")
    fixed = next(each for each in reading.attributions if each.id == row)
    assert fixed.speakers == ("person:ada-okoro",)
    assert fixed.stance == "denies"
    assert "Ada Okoro" in {entity.name for entity in reading.entities}


def test_words_are_corrected_by_words(post: Post, ledger: Ledger) -> None:
    before, row = some_attribution(ledger)
    words = row.content[0].of(before.article.text).split()
    reading, name = judge(post, ledger, "span", content=" ".join(words[1:]))
    fixed = next(each for each in reading.attributions if each.id == name)
    assert fixed.content[0].end == row.content[0].end
    assert fixed.content[0].start > row.content[0].start


def test_words_that_are_not_in_the_article_are_refused(post: Post, ledger: Ledger) -> None:
    reading, row = some_attribution(ledger)
    form = {"act": "span", "article": reading.article.id, "item": row.id, "content": "never printed"}
    answer = post("/review", form)
    assert answer.status_code == 400
    assert "does not stand in the article" in answer.text


def test_the_nearest_of_equal_words_is_meant() -> None:
    text = "He said no. She said  no. They said no."
    assert find_words(text, "said no", [Span(14, 18)]) == (Span(16, 24),)
    assert find_words(text, "He … They", [Span(0, 2)]) == (Span(0, 2), Span(26, 30))
    with pytest.raises(InputError):
        find_words(text, "…", [])


def test_two_claims_are_merged_and_split_again(browser: TestClient, post: Post, ledger: Ledger) -> None:
    first, second = (row.id for row in ledger.claims().rows[:2])
    answer = post(f"/claim/{first}/merge", {"other": f"http://127.0.0.1:8710/claim/{second}", "who": "ann"})
    assert answer.status_code == 303
    merged = ledger.claim(answer.headers["location"].split("/")[2].split("?")[0])
    assert browser.get(answer.headers["location"]).status_code == 200
    names = [name for position in merged.positions for name in position.propositions]
    assert len(names) >= 2
    split = post(f"/claim/{merged.id}/split", {"apart": names[1:], "who": "ann"})
    assert split.status_code == 303
    places = {statement.claim for statement in ledger.statements_of(names).values()}
    assert len(places) >= 2


def test_a_claim_is_not_split_into_all_and_nothing(post: Post, ledger: Ledger) -> None:
    assert post(f"/claim/{ledger.claims().rows[0].id}/split", {"who": "ann"}).status_code == 400


def test_a_hostile_reason_is_shown_as_text(browser: TestClient, post: Post, ledger: Ledger) -> None:
    judge(post, ledger, "accept", why=HOSTILE, who=HOSTILE)
    for page in (browser.get("/review/log").text, browser.get(f"/review?done={ledger.judgements()[-1].id}").text):
        assert HOSTILE not in page
        assert "&lt;script&gt;" in page


@pytest.mark.parametrize("address", ["/review", "/review/undo", "/claim/claim-0/merge", "/claim/claim-0/split"])
def test_without_the_token_nothing_is_changed(browser: TestClient, ledger: Ledger, address: str) -> None:
    assert browser.post(address, data={"act": "accept"}).status_code == 403
    assert ledger.judgements() == ()


def test_a_form_that_is_too_large_is_refused(post: Post, ledger: Ledger) -> None:
    assert post("/review", {"why": "x" * 100_000}).status_code == 413
    assert ledger.judgements() == ()


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "/review\\evil", "javascript:alert(1)"])
def test_one_is_never_sent_to_another_site(post: Post, ledger: Ledger, back: str) -> None:
    reading, row = some_attribution(ledger)
    form = {"act": "accept", "article": reading.article.id, "item": row.id, "back": back}
    assert post("/review", form).headers["location"].startswith("/review?done=")


def test_an_unknown_item_or_act_is_said_in_a_sentence(post: Post, ledger: Ledger) -> None:
    reading, row = some_attribution(ledger)
    assert post("/review", {"act": "accept", "article": reading.article.id, "item": "x"}).status_code == 404
    assert post("/review", {"act": "burn", "article": reading.article.id, "item": row.id}).status_code == 400
    assert post("/review/undo", {"judgement": "judgement-0"}).status_code == 404


def test_a_speaker_known_elsewhere_replaces_the_one_found(post: Post, ledger: Ledger) -> None:
    _, row = some_attribution(ledger)
    chosen = {"speaker": list(row.speakers), "was": list(row.speakers)}
    reading, name = judge(post, ledger, "speaker", name="Vedant Patel [person:vedant-patel]", **chosen)
    assert next(each for each in reading.attributions if each.id == name).speakers == ("person:vedant-patel",)


def test_what_was_corrected_stays_corrected_after_a_newer_model_read_it_again(post: Post, ledger: Ledger) -> None:
    reading, name = judge(post, ledger, "speaker", name="Ada Okoro", kind="person", stance="denies")
    raw = ledger.reading(reading.article.id)
    newer = replace(raw, made_by=replace(raw.made_by, onrecord="99.0.0"))
    moved = tuple(
        replace(row, id=f"{row.id}x", content=(Span(row.content[0].start, row.content[0].end - 1), *row.content[1:]))
        if row.id == name
        else row
        for row in newer.attributions
    )
    tied = tuple(replace(one, attribution=f"{name}x") if one.attribution == name else one for one in newer.propositions)
    ledger.add(replace(newer, attributions=moved, propositions=tied), "2026-05-01T00:00:00+00:00")
    settle(ledger, load_world(), at="2026-05-01T00:00:00+00:00")
    again = corrected(ledger.reading(reading.article.id), ledger.judgements(anchored=True))
    fixed = next(row for row in again.attributions if row.id == f"{name}x")
    assert (fixed.speakers, fixed.stance) == (("person:ada-okoro",), "denies")
    shown = ledger.statements(StatementQuery(speaker="person:ada-okoro")).rows
    assert shown
    assert {row.stance for row in shown} == {"denies"}

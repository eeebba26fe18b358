"""Claims that may be one, on the desk and typed: what is proposed, and what a person's word on a pair does to it."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import msgspec
import pytest
from starlette.testclient import TestClient

from onrecord.cli.app import run
from onrecord.reconcile.proposals import Proposals
from onrecord.reconcile.worlds import load_world
from onrecord.settling import proposed_merges, rebuild
from onrecord.store.ledger import Ledger
from onrecord.store.terms import ClaimQuery
from serve.conftest import Post

QUEUE = "/review/merges"
NOW = "2026-02-01T00:00:00+00:00"


def proposed(ledger: Ledger) -> Proposals:
    return proposed_merges(ledger, load_world(), ClaimQuery(limit=1000), most=1000)


def first_pair(browser: TestClient) -> tuple[str, str]:
    one, other = browser.get(f"{QUEUE}.json").json()["proposals"][0]["sides"]
    return one["claim"], other["claim"]


def wordings(ledger: Ledger, claim: str) -> set[str]:
    return {name for position in ledger.claim(claim).positions for name in position.propositions}


def claims_of(ledger: Ledger, names: set[str]) -> set[str | None]:
    return {statement.claim for statement in ledger.statements_of(sorted(names)).values()}


def test_pairs_of_claims_wait_the_surest_first_with_reasons(ledger: Ledger) -> None:
    found = proposed(ledger)
    assert found.waiting == len(found.first) > 3
    assert all(one.score >= other.score for one, other in pairwise(found.first))
    for one in found.first:
        assert one.claims[0] < one.claims[1]
        assert 0 < one.score < 1
        assert one.speaks_for
        for claim, wording in zip(one.claims, one.wordings, strict=True):
            assert wording in wordings(ledger, claim)


def test_a_rebuilt_ledger_proposes_the_same(ledger: Ledger) -> None:
    before = proposed(ledger)
    rebuild(ledger, load_world(), at=NOW)
    assert proposed(ledger) == before


def test_the_page_looks_only_for_claims_with_the_words(browser: TestClient) -> None:
    every = browser.get(f"{QUEUE}.json").json()
    some = browser.get(f"{QUEUE}.json?words=troops").json()
    assert 0 < some["waiting"] < every["waiting"]
    assert browser.get(QUEUE).status_code == 200
    assert "No claims wait" in browser.get(f"{QUEUE}?words=nevertobefound").text


@pytest.mark.parametrize(("act", "claims"), [("merge", 1), ("split", 2)])
def test_a_word_on_a_pair_holds_until_it_is_taken_back(
    browser: TestClient, post: Post, ledger: Ledger, act: str, claims: int
) -> None:
    before, pair = proposed(ledger), first_pair(browser)
    names = set(before.first[0].wordings)
    answer = post(QUEUE, {"act": act, "one": pair[0], "other": pair[1], "who": "ann", "back": QUEUE})
    assert answer.status_code == 303
    assert "signed ann" in browser.get(answer.headers["location"]).text
    assert len(claims_of(ledger, names)) == claims
    assert pair not in [one.claims for one in proposed(ledger).first]
    rebuild(ledger, load_world(), at=NOW)
    assert pair not in [one.claims for one in proposed(ledger).first]
    assert post("/review/undo", {"judgement": ledger.judgements()[-1].id, "who": "ann"}).status_code == 303
    assert proposed(ledger) == before


def test_a_slip_of_the_form_changes_nothing(browser: TestClient, post: Post, ledger: Ledger) -> None:
    one, other = first_pair(browser)
    assert post(QUEUE, {"act": "marry", "one": one, "other": other, "who": "ann"}).status_code == 400
    assert post(QUEUE, {"act": "merge", "one": one, "other": one, "who": "ann"}).status_code == 400
    assert post(QUEUE, {"act": "split", "one": one, "other": one, "who": "ann"}).status_code == 400
    assert post(QUEUE, {"act": "merge", "one": one, "other": "claim-0", "who": "ann"}).status_code == 404
    assert ledger.judgements() == ()


def listed(ledger: Ledger, capsys: pytest.CaptureFixture[str]) -> list[Any]:
    capsys.readouterr()
    assert run(["review", "--ledger", ledger.address, "--format", "jsonl"]) == 0
    return [msgspec.json.decode(line) for line in capsys.readouterr().out.splitlines()]


def test_review_alone_lists_pairs_with_what_to_type(ledger: Ledger, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["review", "--ledger", ledger.address, "--limit", "2"]) == 0
    shown = capsys.readouterr()
    assert shown.out.count("one claim: onrecord review merge claim-") == 2
    assert "more: raise --limit" in shown.err
    pair = listed(ledger, capsys)[0]["claims"]
    assert run(["review", "split", *pair, "--who", "ann", "--ledger", ledger.address]) == 0
    assert pair not in [one["claims"] for one in listed(ledger, capsys)]
    assert run(["review", "merge", "--ledger", ledger.address]) == 2
    assert "what is it about" in capsys.readouterr().err

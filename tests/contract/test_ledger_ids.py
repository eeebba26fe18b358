"""The beginning of an id finds the whole one: on every store."""

from __future__ import annotations

import pytest

from ledger_values import claim_of, reading_of
from onrecord.record import UnknownItem
from onrecord.store.ledger import Ledger

NOW = "2024-11-14T09:00:00+00:00"
SAYS = reading_of("us/today.html", "Vedant Patel: they fight in Kursk", published="2024-11-12")
STEP = ("2024-11-11", "claimed by one side", 3)
CLAIMS = tuple(claim_of(name, "They fight", STEP, readings=(SAYS,)) for name in ("claim-d09b1", "claim-d09c2"))


@pytest.fixture
def settled(ledger: Ledger) -> Ledger:
    ledger.add(SAYS, NOW)
    ledger.replace_claims(CLAIMS, mark=ledger.mark(), at=NOW)
    return ledger


@pytest.mark.parametrize("typed", ["claim-d09b1", "claim-d09b", "d09b", " d09b "])
def test_what_one_claim_alone_begins_with_is_that_claim(settled: Ledger, typed: str) -> None:
    assert settled.find_id(typed, "claim", "article") == "claim-d09b1"


def test_several_are_named_and_none_is_left_as_typed(settled: Ledger) -> None:
    with pytest.raises(UnknownItem, match=r"claim-d09b1 \(They fight\); claim-d09c2 \(They fight\)\. Give more"):
        settled.find_id("d09", "claim")
    assert settled.find_id("d0a", "claim") == "d0a"
    assert settled.find_id("", "claim") == ""


def test_articles_speakers_and_statements_too(settled: Ledger) -> None:
    assert settled.find_id("us/to", "claim", "article") == "us/today.html"
    statement = settled.search("Kursk").rows[0]
    assert settled.find_id(statement.id[:-1], "proposition") == statement.id
    assert settled.find_id("person:vedant-pat", "entity").startswith("person:vedant")

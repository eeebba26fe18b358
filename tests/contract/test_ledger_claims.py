"""Claims settled into a ledger are found, as they stand and as they stood: on every store."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import pytest

from ledger_values import PATEL, PESKOV, claim_of, reading_of
from onrecord.record import Claim, ClaimLink, InputError, LedgerError, StandingChange, UnknownItem
from onrecord.store.ledger import Ledger
from onrecord.store.terms import ClaimQuery, Settled

NOW = "2024-11-14T09:00:00+00:00"
PATEL_SAYS = reading_of("us", "Vedant Patel: they fight in Kursk", published="2024-11-12")
PESKOV_SAYS = reading_of("ru", "Dmitry Peskov: they do not", published="2024-11-14", publisher="Der Kurier")
FIGHT = claim_of(
    "claim-fight",
    "North Korean troops fight in Kursk",
    ("2024-11-11", "claimed by one side", 3),
    ("2024-11-12", "single source", 3),
    ("2024-11-14", "single source, denied by the accused", 4),
    readings=(PATEL_SAYS, PESKOV_SAYS),
    figures=((10000, 11000), (9000, 12000)),
)
MOVE = claim_of(
    "claim-move",
    "Troops were moved to Kursk by train",
    ("2024-11-13", "single source", 3),
    readings=(PATEL_SAYS,),
    links=(ClaimLink(claim="claim-fight", as_="presupposes"),),
)
OTHER = claim_of(
    "claim-other", "A bridge was hit", ("2023-05-01", "claimed by one side", 3), place="Kherson", happened=None
)
CLAIMS = (FIGHT, MOVE, OTHER)


@pytest.fixture
def settled(ledger: Ledger) -> Ledger:
    ledger.add_all((PATEL_SAYS, PESKOV_SAYS), NOW)
    ledger.replace_claims(CLAIMS, mark=ledger.mark(), at=NOW)
    return ledger


def ids(ledger: Ledger, **asked: Any) -> list[str]:
    return [row.id for row in ledger.claims(ClaimQuery(**asked)).rows]


def test_claims_are_listed_by_last_change(settled: Ledger) -> None:
    assert ids(settled) == ["claim-fight", "claim-move", "claim-other"]
    row = settled.claims().rows[0]
    assert (row.label, row.digit, row.changed) == ("single source, denied by the accused", 4, "2024-11-14")
    assert (row.supporting, row.opposing) == ((1, 1), (0, 0))
    assert row.numbers is not None
    assert (row.numbers.low, row.numbers.best, row.numbers.high, row.numbers.conflict) == (9000, None, 12000, True)
    assert (row.positions, row.articles, row.outlets) == (2, 2, 2)


def test_a_claim_comes_back_as_it_was_settled(settled: Ledger) -> None:
    assert settled.claim("claim-fight") == FIGHT
    assert list(settled.each_claim()) == list(CLAIMS)
    with pytest.raises(UnknownItem, match="no claim"):
        settled.claim("claim-none")


def test_filters_are_joined_by_and(settled: Ledger) -> None:
    assert ids(settled, label="denied by the accused") == ["claim-fight"]
    assert ids(settled, label="single source") == ["claim-fight", "claim-move"]
    assert ids(settled, holder=PATEL.id) == ["claim-fight", "claim-move"]
    assert ids(settled, holder="dmitry PESKOV") == ["claim-fight"]
    assert ids(settled, principal="government:ru", holder=PATEL.id) == ["claim-fight"]
    assert ids(settled, place="kherson") == ["claim-other"]
    assert ids(settled, outlet="der kurier", label="single source") == ["claim-fight"]
    assert ids(settled, digit=3, kind="event") == ["claim-move", "claim-other"]
    assert ids(settled, place="kherson", holder=PATEL.id) == []
    assert ids(settled, place="nowhere") == []


def test_claims_by_text(settled: Ledger) -> None:
    assert ids(settled, text="troop") == ["claim-fight", "claim-move"]
    assert ids(settled, text="train kursk") == ["claim-move"]
    assert ids(settled, text="bridge", place="Kherson") == ["claim-other"]
    assert ids(settled, text="bridge", place="Kursk oblast") == []


def test_words_of_any_wording_find_the_claim(settled: Ledger) -> None:
    assert ids(settled, text="they do not") == ["claim-fight"]  # Peskov's words, which no other field holds
    assert ids(settled, text='"they fight in Kursk"') == ["claim-fight", "claim-move"]
    assert ids(settled, text="they bridge") == []
    assert ids(settled, text="they do not", as_of="2024-11-14") == ["claim-fight"]


def test_a_wording_that_changed_changes_what_finds_the_claim(settled: Ledger) -> None:
    settled.add(reading_of("ru", "Dmitry Peskov: they do too", published="2024-11-14", publisher="Der Kurier"), NOW)
    settled.upsert_claims([FIGHT])
    assert [ids(settled, text=words) for words in ("they do not", "they do too")] == [[], ["claim-fight"]]
    there = settled.views_digest()
    settled.replace_claims(CLAIMS)
    assert settled.views_digest() == there


def test_claims_by_date(settled: Ledger) -> None:
    assert ids(settled, changed_from="2024-11-13") == ["claim-fight", "claim-move"]
    assert ids(settled, changed_to="2024-11-13") == ["claim-move", "claim-other"]
    assert ids(settled, happened_from="2024-11-13", happened_to="2024-11-20") == ["claim-fight", "claim-move"]
    assert ids(settled, happened_from="2024-11-14") == []
    with pytest.raises(InputError, match="is not a date"):
        ids(settled, changed_from="yesterday")


def test_paging_gives_each_claim_once(ledger: Ledger) -> None:
    many = [claim_of(f"claim-{n}", f"Gist {n}", (f"2024-{n % 12 + 1:02d}-01", "single source", 3)) for n in range(50)]
    ledger.replace_claims(many)
    seen, cursor = [], None
    while True:
        page = ledger.claims(ClaimQuery(limit=7, cursor=cursor, label="single source"))
        seen += [row.id for row in page.rows]
        cursor = page.next
        if cursor is None:
            break
    assert sorted(seen) == sorted(claim.id for claim in many)
    assert ledger.count_claims(ClaimQuery(label="single source"), most=30) == 30
    assert ledger.count_claims() == 50
    with pytest.raises(InputError, match="cursor"):
        ledger.claims(ClaimQuery(cursor="x"))


def test_as_of_a_date_the_list_shows_the_standing_of_then(settled: Ledger) -> None:
    page = settled.claims(ClaimQuery(as_of="2024-11-12"))
    assert [(row.id, row.label, row.changed) for row in page.rows] == [
        ("claim-fight", "single source", "2024-11-12"),
        ("claim-other", "claimed by one side", "2023-05-01"),
    ]
    assert ids(settled, as_of="2024-11-11T12:00:00+00:00", holder=PATEL.id) == ["claim-fight"]
    assert ids(settled, as_of="2024-11-12", text="bridge") == ["claim-other"]
    assert ids(settled, as_of="2020-01-01") == []


def test_as_of_a_date_a_claim_shows_what_was_public_then(settled: Ledger) -> None:
    then = settled.claim("claim-fight", as_of="2024-11-12")
    assert then.standing.label == "single source"
    assert [position.articles for position in then.positions] == [("us",)]
    assert then.positions[0].depends_on == ()
    assert then.numbers is not None
    assert (then.numbers.low, then.numbers.high, then.numbers.conflict) == (10000, 11000, False)
    assert settled.claim("claim-fight", as_of="2030-01-01") == FIGHT
    with pytest.raises(UnknownItem, match="did not stand yet"):
        settled.claim("claim-fight", as_of="2024-11-01")


def test_the_three_clocks_are_kept_apart(ledger: Ledger) -> None:
    ledger.add_all((PATEL_SAYS, PESKOV_SAYS), NOW)
    late = StandingChange(since="2024-11-14T09:00:00+00:00", standing=FIGHT.standing, because=("p",))
    happened = StandingChange(since="2024-11-01", standing=FIGHT.standing, because=("q",))
    ledger.replace_claims([Settled(claim=FIGHT, known=(late,), event=(happened,))])
    assert ids(ledger, as_of="2024-11-12", clock="known") == []
    assert ids(ledger, as_of="2024-11-14T09:00:00+00:00", clock="known") == ["claim-fight"]
    assert ids(ledger, as_of="2024-11-05", clock="event") == ["claim-fight"]
    assert ledger.claim("claim-fight", as_of="2024-11-05", clock="event").positions == FIGHT.positions
    assert len(ledger.claim("claim-fight", as_of="2024-11-15", clock="known").positions) == 2
    assert ledger.settled("claim-fight").known == (late,)


def test_changes_say_from_what_to_what_and_why(settled: Ledger) -> None:
    rows = settled.changes("2024-11-12").rows
    assert [(row.claim, row.since, row.before, row.after) for row in rows] == [
        ("claim-fight", "2024-11-14", ("single source", 3), ("single source, denied by the accused", 4)),
        ("claim-move", "2024-11-13", None, ("single source", 3)),
        ("claim-fight", "2024-11-12", ("claimed by one side", 3), ("single source", 3)),
    ]
    assert rows[0].because == ("p-2024-11-14",)
    assert [row.claim for row in settled.changes("2024-11-13", "2024-11-13").rows] == ["claim-move"]
    first = settled.changes("2024-11-12", limit=2)
    assert len(settled.changes("2024-11-12", limit=2, cursor=first.next).rows) == 1


def test_settling_again_gives_the_same_rows_whatever_the_order(settled: Ledger) -> None:
    there = settled.views_digest()
    for seed in range(3):
        settled.replace_claims(random.Random(seed).sample(CLAIMS, len(CLAIMS)))
        assert settled.views_digest() == there


def test_a_change_of_a_few_claims_equals_settling_all(settled: Ledger) -> None:
    there = settled.views_digest()
    changed = claim_of("claim-move", "Troops went by train", ("2024-11-20", "corroborated (one bloc)", 2))
    settled.upsert_claims([changed, claim_of("claim-new", "New", ("2024-11-21", "single source", 3))], ["claim-other"])
    assert ids(settled) == ["claim-new", "claim-move", "claim-fight"]
    assert ids(settled, text="bridge") == []
    settled.upsert_claims([MOVE, OTHER], ["claim-new"])
    assert settled.views_digest() == there


def test_an_unfinished_settle_leaves_the_former_claims(settled: Ledger) -> None:
    def broken() -> Any:
        yield MOVE
        raise LedgerError("broken off")

    with pytest.raises(LedgerError, match="broken off"):
        settled.replace_claims(broken())
    assert ids(settled) == ["claim-fight", "claim-move", "claim-other"]
    with pytest.raises(LedgerError, match="given twice"):
        settled.replace_claims([MOVE, MOVE])
    assert ids(settled) == ["claim-fight", "claim-move", "claim-other"]


def test_what_came_after_the_last_settle(settled: Ledger) -> None:
    assert settled.changed_since_settle().nothing
    settled.add(reading_of("late", "They fight on."), NOW)
    assert settled.changed_since_settle().articles == ("late",)
    settled.replace_claims(CLAIMS, mark=settled.mark(), at=NOW)
    assert settled.changed_since_settle().nothing
    assert settled.counts().settled == NOW


def test_statements_know_their_claim_and_articles_their_claims(settled: Ledger) -> None:
    assert {row.claim for row in settled.search("fight").rows} == {"claim-fight"}
    assert [claim.id for claim in settled.claims_of_article("us")] == ["claim-fight", "claim-move"]
    assert settled.linked_from("claim-fight") == (("claim-move", "presupposes"),)
    assert len(settled.statements_of([name for p in FIGHT.positions for name in p.propositions])) == 2


def test_facets_count_claims(settled: Ledger) -> None:
    assert [(facet.name, facet.count) for facet in settled.facets("place")] == [("Kursk oblast", 2), ("Kherson", 1)]
    assert ("Vedant Patel", 2) in [(facet.name, facet.count) for facet in settled.facets("holder")]
    settled.replace_claims([OTHER])
    assert [(facet.name, facet.count) for facet in settled.facets("place")] == [("Kherson", 1)]
    assert settled.facets("holder", starts="person:z") == ()


def with_standing(claim: Claim, **changed: Any) -> Claim:
    return replace(claim, standing=replace(claim.standing, **changed))


def test_a_watch_fires_for_a_new_lineage_a_changed_standing_or_a_number_outside(settled: Ledger) -> None:
    watch = settled.watch_add("Kursk", who="ann", since=NOW, claim="claim-fight")
    assert settled.watch_fires() == ()
    assert ids(settled, watched=True) == ["claim-fight"]
    settled.upsert_claims([with_standing(FIGHT, supporting_lineages=(1, 2))])
    assert settled.watch_fires(seen=False)[0].why == ("A new independent source supports it (1 before, 2 now).",)
    assert [fire.claim for fire in settled.watch_fires()] == ["claim-fight"]
    assert settled.watch_fires() == ()
    numbers = FIGHT.numbers
    assert numbers is not None
    settled.upsert_claims(
        [replace(with_standing(FIGHT, supporting_lineages=(1, 2)), numbers=replace(numbers, high=15000))]
    )
    assert settled.watch_fires()[0].why == ("A figure lies above the range known so far: 15,000.",)
    settled.watch_remove(watch.id)
    assert settled.watch_list() == ()
    assert ids(settled, watched=True) == []


def test_a_watch_on_a_query_fires_for_a_new_claim_and_not_for_repetition(settled: Ledger) -> None:
    settled.watch_add("Patel", who="ann", since=NOW, query=ClaimQuery(holder=PATEL.id))
    assert ids(settled, watched=True, as_of="2024-11-12") == ["claim-fight"]
    again = reading_of("copy", "Dmitry Peskov: they do not", published="2024-11-15", publisher="Echo")
    settled.add(again, NOW)
    settled.upsert_claims(
        [replace(FIGHT, positions=(*FIGHT.positions, *claim_of("x", "x", readings=(again,)).positions))]
    )
    assert settled.watch_fires() == ()
    settled.upsert_claims([claim_of("claim-new", "New", ("2024-11-21", "single source", 3), readings=(PATEL_SAYS,))])
    assert [(fire.claim, fire.before) for fire in settled.watch_fires()] == [("claim-new", None)]


def test_a_watch_follows_a_claim_or_a_query(settled: Ledger) -> None:
    with pytest.raises(InputError, match="exactly one"):
        settled.watch_add("both", who="ann", since=NOW, claim="claim-fight", query=ClaimQuery())
    with pytest.raises(UnknownItem):
        settled.watch_add("none", who="ann", since=NOW, claim="claim-none")
    with pytest.raises(UnknownItem):
        settled.watch_remove("watch-none")
    assert settled.watch_list() == ()


def test_an_empty_ledger_answers_every_question(ledger: Ledger) -> None:
    assert (
        ids(ledger) == ids(ledger, as_of="2024-11-12") == ids(ledger, text="x") == ids(ledger, holder=PESKOV.id) == []
    )
    assert not ledger.search("x").rows
    assert not ledger.articles().rows
    assert not ledger.changes("2024-01-01").rows
    assert ledger.counts().claims == 0
    ledger.replace_claims([])
    assert ids(ledger) == []

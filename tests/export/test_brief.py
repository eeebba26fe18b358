"""Briefs of the samples: every sentence bears its sources, changes begin at the last brief, hostile words stay words."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from onrecord.export.brief import Brief, brief_to_html, brief_to_markdown, chapter, make_brief
from onrecord.export.briefing import BriefWish, ask_brief
from onrecord.record import InputError
from onrecord.store.ledger import open_ledger
from onrecord.store.terms import ClaimQuery

KURSK = BriefWish(title="Kursk", query=ClaimQuery(text="Kursk", as_of="2024-11-14"), since="2024-11-13")
HOSTILE = "<script>alert(1)</script> [x](javascript:alert(1)) # *y*"


@pytest.fixture(scope="module")
def brief(sample_ledger: Path) -> Brief:
    with open_ledger(str(sample_ledger)) as ledger:
        return ask_brief(ledger, KURSK)


def test_every_sentence_rests_on_a_source_or_a_rule(brief: Brief) -> None:
    numbers = {source.number for source in brief.sources}
    assert brief.sections
    for section in brief.sections:
        sentences = (section.standing, *section.says, *section.numbers, *section.changed, *section.unknown)
        for sentence in sentences:
            assert sentence.sources or sentence.by, sentence.text
            assert set(sentence.sources) <= numbers


def test_sources_are_numbered_as_they_are_needed(brief: Brief) -> None:
    assert [source.number for source in brief.sources] == list(range(1, len(brief.sources) + 1))
    assert all(source.statement.words for source in brief.sources)


def test_what_changed_begins_with_the_day_of_the_last_brief(sample_ledger: Path) -> None:
    with open_ledger(str(sample_ledger)) as ledger:
        early = ask_brief(ledger, replace(KURSK, since="2024-11-01"))
        late = ask_brief(ledger, replace(KURSK, since="2024-11-14"))
        never = ask_brief(ledger, replace(KURSK, since=None))
    assert len(chapter(early, "changed")) > len(chapter(late, "changed"))
    assert not chapter(never, "changed")
    assert "What changed" not in brief_to_markdown(never)


def test_the_same_ledger_gives_the_same_bytes(sample_ledger: Path, brief: Brief) -> None:
    with open_ledger(str(sample_ledger)) as ledger:
        again = ask_brief(ledger, KURSK)
    assert brief_to_markdown(again) == brief_to_markdown(brief)
    assert brief_to_html(again) == brief_to_html(brief)


def test_chosen_claims_come_in_the_order_chosen_and_a_date_leaves_out_later_ones(sample_ledger: Path) -> None:
    with open_ledger(str(sample_ledger)) as ledger:
        names = tuple(row.id for row in ledger.claims().rows[:5])
        chosen = ask_brief(ledger, BriefWish(claims=names[::-1]))
        before = ask_brief(ledger, BriefWish(claims=names, query=ClaimQuery(as_of="1999-01-01")))
    assert [section.claim for section in chosen.sections] == list(names[::-1])
    assert before.sections == ()


def test_numbers_stand_with_their_holders(sample_ledger: Path) -> None:
    with open_ledger(str(sample_ledger)) as ledger:
        numbered = [claim for claim in ledger.each_claim() if claim.numbers]
        whole = ask_brief(ledger, BriefWish(claims=(numbered[0].id,)))
    assert numbered[0].numbers is not None
    assert len(whole.sections[0].numbers) == 1 + len(numbered[0].numbers.series)


def test_hostile_words_stay_words(brief: Brief, sample_ledger: Path) -> None:
    with open_ledger(str(sample_ledger)) as ledger:
        claim = next(ledger.each_claim())
        statements = ledger.statements_of([name for position in claim.positions for name in position.propositions])
    bad = {name: replace(one, words=HOSTILE, title=HOSTILE, publisher=HOSTILE) for name, one in statements.items()}
    made = make_brief([replace(claim, gist=HOSTILE)], bad, title=HOSTILE, asked=HOSTILE)
    page = brief_to_html(made, lambda _article, _item: 'x" onclick="alert(1)')
    assert "<script" not in page
    assert 'onclick="' not in page
    markdown = brief_to_markdown(made)
    assert "<script" not in markdown.replace("\\<script", "")
    assert not re.search(r"(?<!\\)\]\(javascript", markdown)


def test_a_day_that_is_none_is_refused(sample_ledger: Path) -> None:
    with open_ledger(str(sample_ledger)) as ledger, pytest.raises(InputError, match="not a date"):
        ask_brief(ledger, BriefWish(since="yesterday"))

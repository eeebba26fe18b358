"""The replays end as history did, step by step, and the page of the docs says the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.reconcile.numbers import stand_by_threshold
from onrecord.reconcile.standing import find_decisive, history, stand, without
from replays import (
    KURSK,
    MAKIIVKA,
    MAKIIVKA_WORLD,
    PRZEWODOW,
    REPLAYS,
    THRESHOLDS,
    TOLLS,
    Replay,
    Toll,
    course,
    render,
    together,
)

PAGE = Path(__file__).parents[2] / "docs" / "replays.md"


@pytest.mark.parametrize("replay", REPLAYS, ids=lambda replay: replay.name)
def test_the_claim_takes_its_course(replay: Replay) -> None:
    assert [(one.label, one.credibility) for one in course(replay)] == [
        (step.label, step.digit) for step in replay.steps
    ]


@pytest.mark.parametrize("toll", TOLLS, ids=lambda toll: toll.name)
def test_the_figures_together(toll: Toll) -> None:
    numbers = together(toll)
    assert (numbers.low, numbers.best, numbers.high) == (toll.low, toll.best, toll.high)
    assert numbers.conflict is toll.conflict
    assert not numbers.tension


def test_makiivka_by_threshold() -> None:
    found = [(least, one.label, one.credibility) for least, one in stand_by_threshold(MAKIIVKA, MAKIIVKA_WORLD)]
    assert tuple(found) == THRESHOLDS


def test_the_copies_of_one_unnamed_official_are_one_lineage() -> None:
    standing = course(PRZEWODOW)[1]
    assert standing.supporting_lineages == (0, 1)
    end = course(PRZEWODOW)[-1]
    assert end.withdrawn
    assert end.supporting_lineages == (0, 0)
    assert any("taken back" in rule for rule in end.rules)


def test_the_history_of_the_arc() -> None:
    said = [one for step in KURSK.steps for one in step.said]
    changes = history(said, KURSK.world)
    assert [(one.since, one.standing.credibility) for one in changes] == [
        ("2024-11-07", 3),
        ("2024-11-12", 3),
        ("2024-11-13", 2),
        ("2024-11-15", 2),
        ("2025-04-26", 1),
        ("2025-04-28", 1),
    ]
    assert stand(said, KURSK.world, as_of="2024-11-12").label == "reported by one source"


def test_without_one_lineage_the_bloc_is_one_source() -> None:
    said = [one for step in KURSK.steps[:5] for one in step.said]
    decisive = dict(find_decisive(said, KURSK.world))
    assert set(decisive) == {"government:US", "government:KR"}
    assert without(said, KURSK.world, "government:US").label == "reported by one source"
    assert without(said, KURSK.world, "person:vedant-patel") == without(said, KURSK.world, "person:vedant-patel")


def test_the_page_of_the_docs_is_up_to_date() -> None:
    assert PAGE.read_text("utf-8") == render()

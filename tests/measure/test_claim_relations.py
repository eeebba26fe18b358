"""How one claim bears on another: what the measure counts, and the floor reached on ClaimDiff."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.measure.claims import macro_f1, measure_claims, read_pairs
from onrecord.reconcile.relations import judge_relations
from onrecord.record import InputError


def test_macro_f1_by_hand() -> None:
    scores = macro_f1(["strengthen", "weaken", "weaken"], ["strengthen", "strengthen", "weaken"])
    assert scores == {"strengthen": pytest.approx(2 / 3), "weaken": pytest.approx(2 / 3), "unrelated": 0.0}


def test_sentences_without_a_shared_word_are_unrelated() -> None:
    ((label, chance),) = judge_relations([("The dam broke on Monday.", "Her novel won a prize in Oslo.")])
    assert label == "unrelated"
    assert 0 < chance <= 1


def test_a_line_of_another_form_is_named(tmp_path: Path) -> None:
    path = tmp_path / "other.jsonl"
    path.write_text('{"claim_a": "x", "claim_b": "y", "relation": "likes"}\n', encoding="utf-8")
    with pytest.raises(InputError, match="line 1"):
        read_pairs(path)


def test_floor_on_the_test_split(shared: Path) -> None:
    found = measure_claims(shared / "data/claims/claimdiff-test.jsonl")
    assert found.macro_f1 >= 0.38

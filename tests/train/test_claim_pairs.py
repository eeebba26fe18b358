"""The weights of the second look are made from judged pairs as they are read today."""

from __future__ import annotations

import json
from pathlib import Path

from onrecord.measure.labelled_tasks import labels
from onrecord.reconcile.sameness import SAME
from onrecord.train.claim_pairs import fit_table


def test_judged_pairs_are_found_again_in_readings(shared: Path) -> None:
    rows = [json.loads(line) for line in labels("claim_pair_labels.jsonl").read_text("utf-8").splitlines()[:2]]
    design, same = fit_table(rows, shared / "data")
    assert design.shape == (len(same), len(SAME))
    assert len(same) > 0

"""Gold and readings in, scores out: equal to the shared scorer's to the last digit."""

from __future__ import annotations

import importlib.util
import json
import random
from pathlib import Path
from typing import Any

import pytest

from onrecord.measure.attribution import measure_attribution, peers
from onrecord.record import InputError

TEXT = "Kyiv said troops entered Kursk.\n“We saw them,” Ann Lee told reporters, “on Monday.”\nIt is believed that ten died.\n"


def at(*pieces: str) -> list[list[int]]:
    spans, start = [], 0
    for piece in pieces:
        start = TEXT.index(piece, start)
        spans.append([start, start + len(piece)])
        start += len(piece)
    return spans


ONE = {"source": at("Kyiv"), "cue": at("said"), "content": at("troops entered Kursk")}
TWO = {"source": at("Ann Lee"), "cue": at("told reporters"), "content": at("“We saw them,”", "“on Monday.”")}
THREE: dict[str, list[list[int]]] = {"source": [], "cue": at("is believed"), "content": at("that ten died")}


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps({"id": "a", "text": TEXT, "attributions": [ONE, TWO, THREE]}) + "\n", encoding="utf-8")
    return path


def report(gold: Path, *found: dict[str, Any]) -> dict[str, Any]:
    return measure_attribution(gold, [{"id": "a", "attributions": list(found)}]).report


def test_finding_all_that_is_there_scores_one(gold: Path) -> None:
    found = report(gold, ONE, TWO, THREE)
    assert found["all"]["full"]["f1"] == found["quoted"]["full"]["f1"] == 1
    assert found["all"]["recall_by_type"]["direct"] == {"r": 1, "gold": 1}


def test_a_wrong_speaker_is_detected_but_not_a_full_relation(gold: Path) -> None:
    found = report(gold, ONE, {**TWO, "source": at("Kyiv")}, THREE)
    assert found["all"]["detect"]["f1"] == 1
    assert found["all"]["full"]["tp"] == 2
    assert found["all"]["source_acc"]["iou50"] == 0.5


def test_rows_that_the_measure_does_not_know_are_left_out(gold: Path) -> None:
    extra: list[dict[str, Any]] = [{**ONE, "parent": "x"}, {**ONE, "cue": []}, {**ONE, "in": "title"}]
    assert report(gold, ONE, *extra)["all"]["full"]["pred"] == 1


def test_a_missing_article_counts_as_nothing_found(gold: Path) -> None:
    assert measure_attribution(gold, []).report["all"]["full"]["f1"] == 0


@pytest.mark.parametrize(
    "reading",
    [
        {"id": "b", "attributions": []},
        {"article": {"id": "a", "text": TEXT + "!"}, "attributions": []},
        {"id": "a", "attributions": [{"cue": [[0, 4]], "content": [[5, 9999]]}]},
    ],
)
def test_readings_of_something_else_are_refused(gold: Path, reading: dict[str, Any]) -> None:
    with pytest.raises(InputError, match=r"a:|b:"):
        measure_attribution(gold, [reading])


def test_the_table_shows_the_peers_beside_us(gold: Path) -> None:
    table = measure_attribution(gold, [{"id": "a", "attributions": [ONE]}], bootstrap=20).table()
    assert all(row["system"] in table for row in peers())
    assert "95% CI" in table


def test_figures_equal_the_shared_scorers(shared: Path) -> None:
    spec = importlib.util.spec_from_file_location("shared_scorer", shared / "score/score_attributions.py")
    assert spec
    assert spec.loader
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    path = shared / "data/attribution/polnear-dev.jsonl"
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    readings = [{"id": row["id"], "attributions": list(_blurred(row, random.Random(row["id"])))} for row in rows]
    theirs = scorer.score(
        {row["id"]: row["text"] for row in rows},
        {row["id"]: row["attributions"] for row in rows},
        {reading["id"]: reading["attributions"] for reading in readings},
    )
    assert measure_attribution(path, readings).report == theirs


def _blurred(row: dict[str, Any], rng: random.Random) -> Any:
    """Gold with some rows lost, some borders moved and some sources swapped."""
    for one in row["attributions"]:
        if rng.random() < 0.8 and one["cue"]:
            by = rng.choice([0, 0, 0, 7, 30])
            size = len(row["text"])
            yield {
                "source": one["source"] if rng.random() < 0.8 else [],
                "cue": one["cue"],
                "content": [[s, min(size, e + by)] for s, e in one["content"]],
            }

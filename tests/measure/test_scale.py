"""The scale benchmark fills a ledger with what it says, and times every question it lists."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

from onrecord.measure.scale import SIZES, draw_scale, measure_size, scale_sheet
from onrecord.measure.sheet import write_plain
from onrecord.measure.synthetic import A_ARTICLE, World
from onrecord.store.ledger import open_ledger


def test_synthetic_articles_can_be_made_one_by_one() -> None:
    world = World(assertions=1000)
    said = [proposition.id for reading in world.readings() for proposition in reading.propositions]
    assert len(said) == 1000 == world.articles * A_ARTICLE
    assert world.reading(7) == World(assertions=1000).reading(7) != World(assertions=1000, seed=1).reading(7)


def test_the_benchmark_runs_and_draws(tmp_path: Path) -> None:
    results = [measure_size(tmp_path, size, asked=2) for size in (200, 400)]
    sheet = scale_sheet(results)
    assert "open a claim" in write_plain(sheet)
    assert ElementTree.fromstring(draw_scale(results)).tag.endswith("svg")
    with open_ledger(str(tmp_path / "scale-400.db")) as ledger:
        counts = ledger.counts()
    assert (counts.articles, counts.statements) == (22, 440)
    assert max(SIZES) == 1_000_000

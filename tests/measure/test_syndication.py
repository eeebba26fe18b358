"""Copies as desks make them are tied to their original; independent articles on one event are not."""

from __future__ import annotations

import random
from pathlib import Path

from onrecord.measure.syndication import make_copy, make_source, measure_syndication
from onrecord.reconcile.copies import copied_share, find_copies, printed

STORY = (
    "A convoy of grain lorries reached the port of Halden on Monday after eleven days at the border. "
    "Customs officers said that papers for nine lorries were missing when they first arrived. "
    "The harbour master, Ingrid Vale, told reporters that loading would begin before midnight. "
    "Farmers in the valley had warned that the wheat would rot unless the crossing opened. "
    "A strike by inspectors closed two of the four lanes last week and queues grew to thirty kilometres. "
    "The ministry of transport promised a second crew of inspectors by the weekend. "
    "Drivers slept in their cabins and shared a single tap at a petrol station. "
    "The cargo is bound for Alexandria and should arrive within nine days, the shipping line said."
)
OTHER = (
    "Grain lorries that had waited at the border since last week arrived in Halden on Monday. "
    "Nobody could say at first why the inspectors had walked out, but pay was part of it. "
    "At the quay, men in orange vests waved the first vehicles under the cranes. "
    "Opposition deputies asked the transport minister to explain the delay in parliament on Thursday. "
    "Bakers fear that flour will cost a tenth more this winter. "
    "The queue, according to a motoring club, was the longest since the bridge was built. "
    "Insurance firms now ask for photographs of every load. "
    "Rain is forecast for the coast, which would slow the cranes again."
)


def test_each_kind_of_copy_is_tied() -> None:
    rng = random.Random(3)
    original = make_source("o", STORY, "first")
    for kind in ("whole", "trimmed", "reordered", "re-attributed", "reworded", "all", "blended"):
        copy = make_source(f"c-{kind}", make_copy(STORY, kind, rng, other=OTHER), "second")
        assert [(one.one, one.other) for one in find_copies([original, copy])] == [(f"c-{kind}", "o")], kind


def test_independent_articles_on_one_event_stay_apart() -> None:
    pair = make_source("a", STORY, "first"), make_source("b", OTHER, "second")
    assert copied_share(printed(pair[0]), printed(pair[1])) < 0.1
    assert find_copies(pair) == ()


def test_order_of_articles_changes_no_copy() -> None:
    sources = [make_source(name, text, name) for name, text in (("a", STORY), ("b", OTHER), ("c", STORY + OTHER))]
    assert find_copies(sources) == find_copies(sources[::-1])


def test_floor_on_the_stream(shared: Path) -> None:
    found = measure_syndication([shared / "data/streams/fakes-half.jsonl"], limit=25)
    assert found.missed <= 0.02
    assert found.kept >= 0.9

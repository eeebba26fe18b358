"""Which outlet rests on which: the samples' copy, an agency's credit, words laid into another outlet's mouth."""

from __future__ import annotations

from dataclasses import replace

from onrecord.reconcile.outlet_ties import identity_of, outlet_ties
from onrecord.reconcile.world import Outlet, World
from onrecord.reconcile.worlds import load_world
from onrecord.record import Reading


def test_the_later_of_two_copies_rests_on_the_earlier(sample_readings: list[Reading]) -> None:
    ties = [tie for tie in outlet_ties(sample_readings, load_world()) if tie.way == "same text"]
    shown = {pair for tie in ties for pair in tie.articles}
    assert ("05-morrow-daily.html", "04-halden-wire.txt") in shown


def test_an_agency_that_is_credited_is_rested_on(sample_readings: list[Reading]) -> None:
    one = replace(sample_readings[0], article=replace(sample_readings[0].article, agency="Reuters"))
    assert "outlet:reuters" in {tie.on for tie in outlet_ties([one], load_world()) if tie.way == "agency"}


def test_nobody_rests_on_himself(sample_readings: list[Reading]) -> None:
    assert all(tie.outlet != tie.on for tie in outlet_ties(sample_readings, load_world()))


def test_an_outlet_is_known_by_any_of_its_names() -> None:
    world = World(outlets=(Outlet(id="outlet:herald", names=("The Herald",), domains=("herald.example",)),))
    assert identity_of(world, "The Herald") == identity_of(world, "herald.example") == "outlet:herald"
    assert identity_of(world, "Some Voice") == "outlet:some voice"

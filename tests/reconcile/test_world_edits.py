"""A person's changes to the world: a row put in or taken out, undone by an undo, and counted when claims are settled."""

from __future__ import annotations

from typing import Any

import pytest

from onrecord.reconcile.reviewed import judge_world
from onrecord.reconcile.world import Alliance, Conflict, Outlet, World
from onrecord.reconcile.world_edits import edit_world, world_row
from onrecord.record import InputError, Judgement
from onrecord.review import WorldValue, effective, make_judgement

WORLD = World(
    outlets=(
        Outlet(id="outlet:herald", names=("The Herald",), family="family:one"),
        Outlet(id="outlet:post", names=("The Post",)),
    ),
    alliances=(Alliance(first="government:AA", second="government:BB"),),
    conflicts=(Conflict(id="war", sides=(("government:AA",), ("government:CC",))),),
)


def said(table: str, row: dict[str, Any], *, remove: bool = False) -> Judgement:
    return make_judgement(
        "world", table, WorldValue(row=row, remove=remove), who="ann", when="2025-01-01T00:00:00+00:00"
    )


def test_an_outlet_joins_a_family_and_leaves_it() -> None:
    joined = edit_world(WORLD, [said("outlet", {"id": "The Post", "family": "family:one"})])
    assert joined.principal("The Post") == joined.principal("outlet:herald") == "family:one"
    left = edit_world(joined, [said("outlet", {"id": "outlet:post", "family": ""})])
    assert left.principal("outlet:post") == "outlet:post"


def test_state_ownership_makes_an_outlet_speak_for_its_owner() -> None:
    row = {"id": "outlet:post", "control": "state", "owner": "government:CC"}
    changed = edit_world(WORLD, [said("outlet", row)])
    assert changed.principal("The Post") == "government:CC"
    assert changed.sides("The Post") == WORLD.sides("government:CC") != frozenset()


def test_an_outlet_that_the_file_does_not_have_is_added() -> None:
    changed = edit_world(WORLD, [said("outlet", {"id": "New Voice", "family": "family:one"})])
    assert changed.principal("new voice") == "family:one"


def test_allies_are_added_and_taken_away() -> None:
    more = edit_world(WORLD, [said("ally", {"first": "government:DD", "second": "government:AA"})])
    assert ("government:AA", "government:DD") in more.allied("government:DD")
    fewer = edit_world(WORLD, [said("ally", {"first": "government:BB", "second": "government:AA"}, remove=True)])
    assert not fewer.allied("government:AA")


def test_a_side_gets_a_member_and_loses_it_and_keeps_its_number() -> None:
    row = {"conflict": "war", "number": 1, "member": "government:DD"}
    more = edit_world(WORLD, [said("side", row)])
    assert more.sides("government:DD") == more.sides("government:CC")
    gone = {"conflict": "war", "number": 0, "member": "government:AA"}
    emptied = edit_world(more, [said("side", gone, remove=True)])
    assert emptied.conflicts[0].sides == ((), ("government:CC", "government:DD"))


def test_whom_a_body_speaks_for() -> None:
    changed = edit_world(WORLD, [said("principal", {"id": "group:guards", "body": "government:AA"})])
    assert changed.principal("group:guards") == "government:AA"
    free = edit_world(changed, [said("principal", {"id": "group:guards", "body": "government:AA"}, remove=True)])
    assert free.principal("group:guards") == "group:guards"


def test_an_undo_brings_the_former_world_back() -> None:
    made = said("outlet", {"id": "outlet:post", "family": "family:one"})
    undo = make_judgement("undo", made.id, who="bo", when="2025-01-02T00:00:00+00:00")
    assert judge_world(WORLD, effective([made])).principal("outlet:post") == "family:one"
    assert judge_world(WORLD, effective([made, undo])) == WORLD


def test_a_row_that_fits_no_table_is_refused_at_the_door_and_changes_nothing_inside() -> None:
    with pytest.raises(InputError, match="no table"):
        world_row("colour", {})
    with pytest.raises(InputError, match="does not fit"):
        world_row("outlet", {"id": "outlet:post", "control": "nobody"})
    assert edit_world(WORLD, [said("outlet", {"name": "x"}), said("colour", {"name": "x"})]) == WORLD

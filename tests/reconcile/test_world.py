"""The world: who speaks for whom, on which side, allied with whom; as shipped, as written and as read."""

from __future__ import annotations

import pickle
from dataclasses import fields
from pathlib import Path

import pytest

from onrecord.reconcile.world import Alliance, Conflict, Outlet, SetDependence, World, focus
from onrecord.reconcile.worlds import load_world, parse_world, write_world
from onrecord.record import InputError


def test_a_spokesman_speaks_for_the_uppermost_body() -> None:
    world = World(principals={"patel": "state department", "state department": "us"})
    assert world.bodies_above("patel") == ("patel", "state department", "us")
    assert world.principal("patel") == "us"
    assert world.principal("nobody known") == "nobody known"


def test_bodies_that_speak_for_one_another_are_one_principal() -> None:
    world = World(principals={"a": "b", "b": "c", "c": "b"})
    assert world.principal("a") == world.principal("b") == world.principal("c") == "b"


def test_a_state_outlet_speaks_for_its_government_and_a_family_is_one_voice() -> None:
    world = load_world()
    assert world.principal("outlet:tass") == "government:RU"
    assert world.principal("outlet:kcna") == "government:KP"
    assert world.principal("outlet:al-manar") == "group:hezbollah"
    assert world.principal("outlet:the wall street journal") == world.principal("outlet:new york post")
    assert world.principal("outlet:bbc news") != "government:GB"


def test_outlets_go_by_name_and_by_domain() -> None:
    world = load_world()
    assert world.identify("Reuters") == world.identify("reuters.com") == "outlet:reuters"
    assert world.identify("AP") == "outlet:associated press"
    assert world.name("outlet:reuters") == "Reuters"
    assert world.name("person:vedant-patel") == "vedant-patel"


def test_who_is_accused_is_on_a_side_of_its_own() -> None:
    world = World(accused=("the firm",), principals={"its spokesman": "the firm"})
    assert world.sides("its spokesman")
    assert not world.sides("a witness")
    assert world.accuses("its spokesman")
    assert not world.accuses("its spokesman", by_denial=True)


def test_only_the_conflicts_of_the_claim_matter() -> None:
    world = load_world()
    kursk = focus(world, parties=("government:KP", "government:RU"), countries=("RU",), accused=("government:KP",))
    assert [conflict.id for conflict in kursk.conflicts] == ["russia-ukraine"]
    assert not kursk.sides("government:KR")
    assert kursk.sides("government:KP")
    assert [one.id for one in focus(world, countries=("SD",)).conflicts] == ["sudan"]
    assert focus(world, parties=("government:US",), countries=("FR",)).conflicts == ()


def test_alliances_and_aligned_pairs_are_the_same_thing() -> None:
    one, other = World(aligned=(("b", "a"),)), World(alliances=(Alliance(first="a", second="b"),))
    assert one.allied("a") == other.allied("b") == {("a", "b")}
    assert load_world().allied("government:KR") == {
        ("government:KR", "government:US"),
        ("government:JP", "government:KR"),
    }


def test_the_shipped_world_is_whole() -> None:
    world = load_world()
    assert len(world.outlets) >= 300
    assert sum(outlet.control == "state" for outlet in world.outlets) >= 50
    assert {"russia-ukraine", "israel-hamas", "syria", "sudan", "yemen"} <= {one.id for one in world.conflicts}
    assert all(row.source for row in world.outlets)
    assert all(row.source for row in world.bodies)
    assert all(row.source for row in world.conflicts)
    assert all(row.source for row in world.alliances)
    assert all(outlet.owner for outlet in world.outlets if outlet.control in ("state", "party"))
    assert {body.id for body in world.bodies}.issuperset(
        member
        for one in world.conflicts
        for side in one.sides
        for member in side
        if not member.startswith("government:")
    )


def test_what_is_written_reads_back_equal() -> None:
    world = load_world()
    assert parse_world(write_world(world).encode(), "written") == world
    edited = World(
        conflicts=(Conflict(id="c", sides=(("a",), ("b", "c")), aligned=(("a", "d"),)),),
        aligned=(("x", "y"),),
        principals={"p q": "a", 'qu"ote': "b"},
        outlets=(Outlet(id="o", names=("Ö",), agency=True),),
        accused=("a",),
        reliability={"a": "B"},
        dependences=(SetDependence(first="a", second="b", kind="none"),),
    )
    assert parse_world(write_world(edited).encode(), "written") == edited


def test_a_world_travels_without_what_was_looked_up_in_it() -> None:
    world = focus(load_world(), countries=("SD",))
    assert world.principal("outlet:tass") == "government:RU"
    copy = pickle.loads(pickle.dumps(world))
    assert copy == world
    assert set(copy.__dict__) == {field.name for field in fields(World)}
    assert focus(load_world(), countries=("SD",)) is world


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("conflicts = 3", "does not fit"),
        ("[[conflicts]]\nid = ", "does not fit"),
        ('[[conflicts]]\nid = "a"\n[[conflicts]]\nid = "a"', "twice"),
        ('[[outlets]]\nid = "a"\n[[outlets]]\nid = "a"', "twice"),
        ('[reliability]\nus = "G"', "from A to F"),
    ],
)
def test_a_file_that_does_not_fit_says_so(tmp_path: Path, content: str, said: str) -> None:
    path = tmp_path / "world.toml"
    path.write_text(content)
    with pytest.raises(InputError, match=said):
        load_world(path)


def test_a_missing_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        load_world(tmp_path / "none.toml")

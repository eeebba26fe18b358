"""Names of armed groups and bodies that join, and those that stay apart."""

from __future__ import annotations

import pytest

from onrecord.knowledge.actors import actor_in, actor_of, actors


@pytest.mark.parametrize("name", ["Daesh", "ISIS", "IS", "ISIL", "the Islamic State", "Islamic State group"])
def test_one_group_many_names(name: str) -> None:
    actor = actor_of(name)
    assert actor is not None
    assert actor.id == "group:islamic-state"


def test_the_ypg_and_the_pyd_stay_two() -> None:
    ypg, pyd = actor_of("YPG"), actor_of("PYD")
    assert ypg is not None
    assert pyd is not None
    assert ypg.id != pyd.id


def test_short_names_mind_their_case() -> None:
    assert actor_of("is") is None
    assert actor_of("au") is None


def test_the_longest_name_in_a_phrase_counts() -> None:
    actor = actor_in("fighters of al-Qaeda in the Arabian Peninsula")
    assert actor is not None
    assert actor.name == "al-Qaeda in the Arabian Peninsula"
    assert actor_in("nobody in particular") is None


def test_every_row_has_a_source_and_a_known_kind() -> None:
    assert all(actor.source for actor in actors().values())
    assert {actor.kind for actor in actors().values()} <= {"group", "military", "organisation", "government", "outlet"}

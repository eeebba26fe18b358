"""Judgements come in; the world as people changed it goes out, row by row, the file it was read from untouched.

table      row                                                  what it does
outlet     {"id", "family", "owner", "control", "country", "agency"}   these fields in place of those of the file; "" takes one away
principal  {"id", "body"}                                       the body that it speaks for; removed: it speaks for itself
ally       {"first", "second"}                                  the two share intelligence or arms, whatever the conflict
side       {"conflict", "number", "member"}                     member fights on that side of the conflict, counted from 0

With `remove` the row is taken out, the file's too. The later of two rows on one thing holds. A row that fits no table
changes nothing: what is kept in a ledger cannot be changed, and one bad row must not stop it from being settled.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any, Literal

import msgspec

from onrecord.reconcile.world import Alliance, Conflict, Outlet, World, ordered
from onrecord.record import InputError, Judgement
from onrecord.review import WorldValue, value_of


class OutletRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a person says of an outlet; None leaves the field as it is."""

    id: str
    family: str | None = None
    owner: str | None = None
    control: Literal["private", "public", "state", "party"] | None = None
    country: str | None = None
    agency: bool | None = None


class PrincipalRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """For whom a body speaks."""

    id: str
    body: str


class AllyRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Two allied bodies."""

    first: str
    second: str


class SideRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A belligerent of a conflict."""

    conflict: str
    number: int
    member: str


Row = OutletRow | PrincipalRow | AllyRow | SideRow
TABLES: Mapping[str, type[Row]] = {"outlet": OutletRow, "principal": PrincipalRow, "ally": AllyRow, "side": SideRow}


def world_row(table: str, row: Mapping[str, Any]) -> Row:
    """The row in its table's form; raises InputError where it does not fit."""
    form = TABLES.get(table)
    if form is None:
        raise InputError(f"There is no table {table!r} of the world. Choose one of: {', '.join(TABLES)}.")
    try:
        return msgspec.convert(dict(row), form)
    except msgspec.ValidationError as err:
        raise InputError(f"The {table} row does not fit ({err}). It has: {', '.join(form.__struct_fields__)}.") from err


def edit_world(world: World, judgements: Iterable[Judgement]) -> World:
    """The world with every `world` judgement among these (those that stand, in order) put in."""
    for judgement in judgements:
        if judgement.act != "world":
            continue
        value = value_of(judgement)
        if not isinstance(value, WorldValue):
            continue
        try:
            row = world_row(judgement.target, value.row)
        except InputError:
            continue
        world = _EDITS[judgement.target](world, row, value.remove)
    return world


def _outlet(world: World, row: Any, remove: bool) -> World:
    known = world.identify(row.id)
    others = tuple(outlet for outlet in world.outlets if outlet.id != known)
    if remove:
        return replace(world, outlets=others)
    name = row.id.removeprefix("outlet:")
    found = next((outlet for outlet in world.outlets if outlet.id == known), None)
    outlet = found or Outlet(id=f"outlet:{name.lower()}", names=(name,))
    given: dict[str, Any] = {key: getattr(row, key) for key in ("family", "owner", "control", "country", "agency")}
    changed: Any = {key: (None if value == "" else value) for key, value in given.items() if value is not None}
    return replace(world, outlets=(*others, replace(outlet, source="a person's judgement", **changed)))


def _principal(world: World, row: Any, remove: bool) -> World:
    known = world.identify(row.id)
    principals = {key: body for key, body in world.principals.items() if world.identify(key) != known}
    bodies = tuple(replace(body, part_of=None) if body.id == known else body for body in world.bodies)
    if not remove:
        principals[known] = world.identify(row.body)
    return replace(world, principals=principals, bodies=bodies)


def _ally(world: World, row: Any, remove: bool) -> World:
    pair = ordered(world.identify(row.first), world.identify(row.second))
    kept = tuple(one for one in world.alliances if ordered(one.first, one.second) != pair)
    if remove:
        aligned = tuple(one for one in world.aligned if ordered(*one) != pair)
        conflicts = tuple(_unallied(one, pair) for one in world.conflicts)
        return replace(world, alliances=kept, aligned=aligned, conflicts=conflicts)
    added = Alliance(first=pair[0], second=pair[1], source="a person's judgement")
    return replace(world, alliances=(*kept, added))


def _unallied(conflict: Conflict, pair: tuple[str, str]) -> Conflict:
    return replace(conflict, aligned=tuple(one for one in conflict.aligned if ordered(*one) != pair))


def _side(world: World, row: Any, remove: bool) -> World:
    member = world.identify(row.member)

    def edited(conflict: Conflict) -> Conflict:
        if conflict.id != row.conflict or not 0 <= row.number <= len(conflict.sides):
            return conflict
        sides = [tuple(one for one in side if one != member) for side in (*conflict.sides, ())]
        if not remove:
            sides[row.number] = (*sides[row.number], member)
        last = max((number for number, side in enumerate(sides) if side), default=-1)
        return replace(conflict, sides=tuple(sides[: last + 1]))  # an emptied side keeps its number

    return replace(world, conflicts=tuple(edited(one) for one in world.conflicts))


_EDITS: Mapping[str, Callable[[World, Any, bool], World]] = {
    "outlet": _outlet,
    "principal": _principal,
    "ally": _ally,
    "side": _side,
}

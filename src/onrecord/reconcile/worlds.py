"""A TOML file in, a World out, and back: the world is data that a person reads and edits (shipped: data/world.toml)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import fields
from functools import cache
from importlib.resources import files
from pathlib import Path

import msgspec

from onrecord.reconcile.world import World
from onrecord.record import InputError

LETTERS = frozenset("ABCDEF")
_TABLES = ("alliances", "bodies", "outlets", "conflicts", "dependences")


def load_world(path: Path | None = None) -> World:
    """The world of this file, else the shipped one. Raises InputError that says what in the file does not fit."""
    if path is None:
        return _shipped()
    try:
        return parse_world(path.read_bytes(), str(path))
    except OSError as err:
        raise InputError(f"The world file {path} cannot be read ({err.strerror}): give a readable TOML file.") from err


@cache
def _shipped() -> World:
    return parse_world(files("onrecord.knowledge").joinpath("data/world.toml").read_bytes(), "data/world.toml")


def parse_world(content: bytes, name: str) -> World:
    """The world that a TOML text holds. Raises InputError for what does not fit, and for rows that contradict."""
    try:
        world = msgspec.toml.decode(content, type=World)
    except msgspec.MsgspecError as err:
        raise InputError(
            f"The world file {name} does not fit: {err}. Compare it with the shipped data/world.toml."
        ) from err
    for what, names in (
        ("conflict", [row.id for row in world.conflicts]),
        ("outlet", [row.id for row in world.outlets]),
    ):
        twice = sorted({one for one in names if names.count(one) > 1})
        if twice:
            raise InputError(f"The world file {name} has the {what} {twice[0]} twice: keep one row.")
    wrong = sorted(f"{who} = {letter}" for who, letter in world.reliability.items() if letter not in LETTERS)
    if wrong:
        raise InputError(f"The world file {name} has the reliability {wrong[0]}: write a letter from A to F.")
    return world


def write_world(world: World) -> str:
    """The world as TOML, one row a line; `parse_world` reads it back as an equal value."""
    rows = {one.name: msgspec.to_builtins(getattr(world, one.name)) for one in fields(world)}
    parts = [f"{name} = {_value(rows[name])}\n" for name in ("aligned", "accused", "accused_by_denial") if rows[name]]
    parts += [f"{name} = [\n{_lines(rows[name])}]\n" for name in _TABLES if rows[name]]
    parts += [_table(name, rows[name]) for name in ("principals", "reliability") if rows[name]]
    return "\n".join(parts)


def _lines(rows: Iterable[Mapping[str, object]]) -> str:
    return "".join(f"  {_value(row)},\n" for row in rows)


def _table(name: str, rows: Mapping[str, object]) -> str:
    return f"[{name}]\n" + "".join(f"{_value(key)} = {_value(rows[key])}\n" for key in sorted(rows))


def _value(value: object) -> str:
    """A value as TOML writes it; what is unknown or as a row has it anyway is left out."""
    if isinstance(value, Mapping):
        kept = {key: one for key, one in value.items() if one not in (None, "", (), [], False)}
        return "{ " + ", ".join(f"{key} = {_value(one)}" for key, one in kept.items()) + " }"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_value(one) for one in value) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    return json.dumps(value, ensure_ascii=False)

"""A path or nothing in, the world that the command goes by out."""

from __future__ import annotations

from pathlib import Path

from onrecord.reconcile.world import World
from onrecord.reconcile.worlds import load_world


def world_for(path: str | None) -> World:
    """The world of the file, else the one shipped with onrecord. Raises InputError where the file does not fit."""
    return load_world(Path(path) if path else None)

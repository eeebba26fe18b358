"""A path or nothing in, the world that the command goes by out; and printed as TOML."""

from __future__ import annotations

import sys
from pathlib import Path

from onrecord.cli.console import DONE
from onrecord.reconcile.world import World
from onrecord.reconcile.worlds import load_world, write_world


def world_for(path: str | None) -> World:
    """The world of the file, else the one shipped with onrecord. Raises InputError where the file does not fit."""
    return load_world(Path(path) if path else None)


def print_world(path: str | None) -> int:
    """The whole world as TOML on standard output: save it, edit it, and name it in the setting `world`."""
    sys.stdout.write(write_world(world_for(path)))
    return DONE

"""A first name comes in; the gender it tells in news English goes out, from data/first_names.toml."""

from __future__ import annotations

import functools
import importlib.resources
import tomllib
from collections.abc import Mapping

from onrecord.knowledge.offices import Gender


@functools.cache
def load_first_names() -> Mapping[str, Gender]:
    """Lower-case first names; those that both bear are not in the table."""
    file = importlib.resources.files("onrecord.knowledge") / "data" / "first_names.toml"
    data = tomllib.loads(file.read_text(encoding="utf-8"))
    men: dict[str, Gender] = dict.fromkeys(data["m"].split(), "m")
    women: dict[str, Gender] = dict.fromkeys(data["f"].split(), "f")
    return men | women

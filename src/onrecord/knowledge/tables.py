"""A table's file name comes in; its rows go out as tuples of cells (tab-separated, "#" starts a comment line)."""

from __future__ import annotations

from importlib import resources


def rows(name: str) -> tuple[tuple[str, ...], ...]:
    """The rows of `knowledge/data/<name>`, in order; empty lines and lines that start with "#" are left out."""
    text = resources.files("onrecord.knowledge").joinpath("data", name).read_text(encoding="utf-8")
    return tuple(tuple(line.split("\t")) for line in text.splitlines() if line and not line.startswith("#"))

"""A column of an event row in; the rule that drafted it, the evidence to show with it, and what a coder may put there out."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Literal

About = Literal["what", "who", "where", "when", "deaths", "sources", "standing"]
Typed = str | int | float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CellRule:
    """`rule` in one sentence; `kind` of value with its bounds."""

    rule: str
    about: About
    kind: Literal["words", "whole", "number", "date"] = "words"
    least: float | None = None
    most: float | None = None

    def read(self, typed: str) -> Typed:
        """What was typed as a value of the column's kind; raises ValueError that says what fits."""
        words = typed.strip()
        if not words or self.kind == "words":
            return words or None
        if self.kind == "date":
            return date.fromisoformat(words).isoformat()
        value = int(words) if self.kind == "whole" else float(words)
        if not (self.least is None or value >= self.least) or not (self.most is None or value <= self.most):
            raise ValueError(f"out of bounds {self.least:g} to {self.most:g}" if self.most else "below zero")
        return value

    def expected(self) -> str:
        """What fits, in words."""
        if self.kind == "date":
            return "a date like 2024-11-12"
        if self.kind == "words":
            return "words"
        many = "a whole number" if self.kind == "whole" else "a number"
        if self.least is None:
            return many
        return f"{many} from {self.least:g}" + (f" to {self.most:g}" if self.most is not None else " up")


@cache
def cell_rules() -> Mapping[str, CellRule]:
    """Column -> its rule, read once a process."""
    table = tomllib.loads(files("onrecord.knowledge").joinpath("data/event_cells.toml").read_text(encoding="utf-8"))
    return {
        column: CellRule(**{key: value for key, value in row.items() if key != "columns"})
        for row in table["cell"]
        for column in row["columns"]
    }

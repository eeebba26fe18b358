"""What any measurement gives: a title, rows of figures for people, and the same as plain values for JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Cell = str | float | int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One table of figures. Shares are written as .671, as the field does; `notes` say what a figure counts."""

    task: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    plain: Mapping[str, Any] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def write_plain(sheet: Sheet) -> str:
    """The sheet as lines of text in columns, for a terminal."""
    body = [sheet.columns, *([say(cell) for cell in row] for row in sheet.rows)]
    widths = [max(len(row[index]) for row in body) for index in range(len(sheet.columns))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in body]
    return "\n".join([sheet.title, *lines, *sheet.notes])


def write_markdown(sheet: Sheet) -> str:
    """The sheet as a Markdown table."""
    lines = [f"| {' | '.join(sheet.columns)} |", f"|{'---|' * len(sheet.columns)}"]
    lines += [f"| {' | '.join(say(cell) for cell in row)} |" for row in sheet.rows]
    return "\n".join([*lines, *(f"\n{note}" for note in sheet.notes)])


def say(cell: Cell) -> str:
    """.671 for shares, 5,400 for counts, – for what was not measured."""
    if cell is None:
        return "–"
    if isinstance(cell, float):
        return f"{cell:.3f}".removeprefix("0") if 0 <= cell < 1 else f"{cell:,.2f}".removesuffix(".00")
    return f"{cell:,}" if isinstance(cell, int) else cell


def pick(rows: Sequence[Mapping[str, Any]], *names: str) -> tuple[tuple[Cell, ...], ...]:
    """These columns of rows of named values; figures that come as text become figures."""
    return tuple(tuple(_cell(row.get(name)) for name in names) for row in rows)


def _cell(value: Any) -> Cell:
    if value in (None, "", "–", "-"):
        return None
    try:
        return float(value)
    except (TypeError, ValueError):
        return str(value)

"""Hand-labelled phrases of number come in; how many were found, with the right bounds and measure, goes out.

Labels are offsets into other people's texts (tests/fixtures/quantity_labels.jsonl), never their words. A row of group
GROUPS is one phrase; the windows beside it say which stretch was labelled whole, so that what is found there without a
label counts as wrong. "blind", "fresh" and "last" were labelled after the rules were written, each before the program
had read it; then they too served to mend what is general. `optional` phrases count neither way.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from onrecord.extract.quantities import find_quantities
from onrecord.measure.time import Analyse
from onrecord.prepare.article import read_article
from onrecord.record import Analysis, InputError, Page, Quantity

GROUPS = {
    "phrases": "window",
    "tolls": "toll window",
    "blind": "blind window",
    "fresh": "fresh window",
    "last": "last window",
}
BOUNDS = ("low", "high", "soft_low", "soft_high")


@dataclass(frozen=True, slots=True, kw_only=True)
class QuantityScores:
    """Counts over one group of labels; `measured` only where the labels say what is measured."""

    labelled: int
    found: int
    matched: int
    exact: int
    measured: int
    stated: int  # matched ones whose label says what they measure
    wrong: tuple[str, ...] = ()  # what was missed, misread or made up, for people who mend it

    @property
    def report(self) -> dict[str, Any]:
        """The figures, for JSON: shares of the labelled, precision, F1."""
        precision = self.matched / self.found if self.found else 0.0
        recall = self.matched / self.labelled if self.labelled else 0.0
        return {
            "labelled": self.labelled,
            "found": self.found,
            "p": precision,
            "r": recall,
            "f1": 2 * self.matched / (self.found + self.labelled) if self.found + self.labelled else 0.0,
            "exact": self.exact / self.labelled if self.labelled else 0.0,
            "bounds_right": self.exact / self.matched if self.matched else 0.0,
            "measure_right": self.measured / self.stated if self.stated else None,
        }

    def table(self) -> str:
        """Lines for people."""
        return "\n".join(
            f"{name:14} {value:8.3f}" if isinstance(value, float) else f"{name:14} {value!s:>8}"
            for name, value in self.report.items()
        )


def measure_quantity(
    labels: Path, streams: Path, *, group: str = "phrases", analyse: Analyse | None = None
) -> QuantityScores:
    """Scores of one group of labels; `streams` is the folder of the texts. Raises InputError where one is missing."""
    rows = _rows(labels)
    texts = _texts(streams, {row["file"] for row in rows})
    counts = [0] * 6
    wrong: list[str] = []
    articles = sorted({row["id"] for row in rows if row["group"] == group})
    for identity in articles:
        mine = [row for row in rows if row["id"] == identity]
        found = _found(identity, texts, analyse)
        for index, count in enumerate(_compare(mine, found, group, texts[identity], wrong)):
            counts[index] += count
    return QuantityScores(**dict(zip(COUNTS, counts, strict=True)), wrong=tuple(wrong))


COUNTS = ("labelled", "found", "matched", "exact", "measured", "stated")


def _rows(path: Path) -> list[dict[str, Any]]:
    try:
        return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    except (OSError, ValueError) as err:
        raise InputError(f"{path}: cannot be read as JSON lines ({err}); give the file of labels") from err


def _texts(folder: Path, names: set[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name in sorted(names):
        for row in _rows(folder / f"{name}.jsonl"):
            found[row["id"]] = row["text"]
    return found


def _found(identity: str, texts: Mapping[str, str], analyse: Analyse | None) -> tuple[Quantity, ...]:
    article = read_article(Page(id=identity, text=texts[identity]))
    return find_quantities(article, analyse(article) if analyse is not None else Analysis(sentences=()))


def _compare(
    rows: Sequence[Mapping[str, Any]], found: Sequence[Quantity], group: str, text: str, wrong: list[str]
) -> tuple[int, int, int, int, int, int]:
    """Labelled, found, matched, exact, rightly measured in one article, and how many labels say what is measured."""
    labels = [row for row in rows if row["group"] == group and not row.get("optional")]
    windows = [row for row in rows if row["group"] == GROUPS[group]]
    free = [row for row in rows if row.get("optional")]
    used: set[str] = set()
    matched = exact = measured = stated = 0
    for row in labels:
        item = next((item for item in found if item.id not in used and _meet(item, row)), None)
        if item is None:
            wrong.append(f"missed: {_around(text, row)}")
            continue
        used.add(item.id)
        matched += 1
        right = all(_same(getattr(item, name), row[name]) for name in BOUNDS)
        exact += right
        if not right:
            wrong.append(f"bounds {[getattr(item, name) for name in BOUNDS]}: {_around(text, row)}")
        if "what" in row:
            stated += 1
            fits = row["what"] == item.measure.what and bool(row.get("part")) == (item.measure.part_of is not None)
            measured += fits
            if not fits:
                wrong.append(f"measure {item.measure.what} {item.measure.part_of is not None}: {_around(text, row)}")
    extra = [
        item
        for item in found
        if item.id not in used
        and any(row["start"] <= item.span.start < row["end"] for row in windows)
        and not any(_meet(item, row) for row in free)
    ]
    wrong.extend(f"made up: {_around(text, {'start': item.span.start, 'end': item.span.end})}" for item in extra)
    return len(labels), matched + len(extra), matched, exact, measured, stated


def _meet(item: Quantity, row: Mapping[str, Any]) -> bool:
    return bool(item.span.start < row["end"] and row["start"] < item.span.end)


def _same(ours: float | None, gold: float | None) -> bool:
    if ours is None or gold is None:
        return ours is gold
    return abs(ours - gold) <= 1e-6 * max(1.0, abs(gold))


def _around(text: str, row: Mapping[str, Any]) -> str:
    before, after = text[max(0, row["start"] - 40) : row["start"]], text[row["end"] : row["end"] + 40]
    return f"{before}[{text[row['start'] : row['end']]}]{after}".replace("\n", " ")

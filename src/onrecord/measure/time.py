"""A gold file of time expressions comes in; how many were found, and how rightly read, goes out.

Counted as in TempEval-3 (UzZaman et al. 2013): an expression is found when it shares a character with a gold one
(relaxed) or has the same span (strict); type and value are right when the same string as gold among those found, and
their F1 divides by everything found and everything in gold.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

from onrecord.extract.times import find_times
from onrecord.prepare.article import read_article
from onrecord.record import Analysis, Article, InputError, MadeBy, Page, Reading, Span, TimeExpression
from onrecord.resolve.dates import resolve_dates

Analyse = Callable[[Article], Analysis]


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeScores:
    """Counts over a set of documents; `spans_only` where the corpus has no values to compare."""

    documents: int
    gold: int
    found: int
    relaxed: int
    strict: int
    type: int
    value: int
    spans_only: bool = False

    def f1(self, right: int) -> float:
        """F1 of so many right ones; 0 where there is nothing at all."""
        return 2 * right / (self.gold + self.found) if self.gold + self.found else 0.0

    @property
    def report(self) -> dict[str, Any]:
        """The figures, for JSON."""
        measures = {"relaxed": self.relaxed, "strict": self.strict}
        if not self.spans_only:
            measures |= {"type": self.type, "value": self.value}
        figures = {
            name: {
                "p": right / self.found if self.found else 0.0,
                "r": right / self.gold if self.gold else 0.0,
                "f1": self.f1(right),
            }
            for name, right in measures.items()
        }
        return {"documents": self.documents, "gold": self.gold, "found": self.found, **figures}

    def table(self) -> str:
        """Lines for people: ours, then what others have published."""
        report = self.report
        lines = [f"{'':30} P      R      F1"]
        for name in ("relaxed", "strict", "type", "value"):
            if name in report:
                figures = report[name]
                lines.append(f"{name:28} {figures['p']:.3f}  {figures['r']:.3f}  {figures['f1']:.3f}")
        lines += ["", f"{'others (another test set)':28} relaxed value"]
        lines += [f"{row['system']:28} {row['relaxed']:7} {row['value']}" for row in peers()]
        return "\n".join(lines)


def peers() -> list[dict[str, str]]:
    """What other systems reach (data/time_peers.tsv)."""
    text = resources.files("onrecord.measure").joinpath("data/time_peers.tsv").read_text(encoding="utf-8")
    lines = [line.removeprefix("# ") for line in text.splitlines() if "\t" in line]
    return list(csv.DictReader(lines, delimiter="\t"))


def measure_time(path: Path, *, analyse: Analyse | None = None, spans_only: bool = False) -> TimeScores:
    """Scores of this program's time expressions on a gold file of JSON lines ("text", "dct", "timex").

    Without `analyse` the reader works on text alone. Raises InputError for a file that is no such thing.
    """
    counts = [0] * 6
    documents = 0
    for row in _rows(path):
        documents += 1
        found = read_times(row, analyse)
        gold = [(Span(item["start"], item["end"]), item["type"], item.get("value")) for item in row["timex"]]
        for index, count in enumerate(_count(gold, found)):
            counts[index] += count
    gold_count, found_count, relaxed, strict, kind, value = counts
    return TimeScores(
        documents=documents,
        gold=gold_count,
        found=found_count,
        relaxed=relaxed,
        strict=strict,
        type=kind,
        value=value,
        spans_only=spans_only,
    )


def read_times(row: Mapping[str, Any], analyse: Analyse | None) -> tuple[TimeExpression, ...]:
    """The time expressions of one gold row, placed on the calendar."""
    article = read_article(Page(id=row["id"], text=row["text"], published=row.get("dct")))
    analysis = analyse(article) if analyse is not None else Analysis(sentences=())
    times = find_times(article, analysis)
    reading = Reading(article=article, made_by=MadeBy(onrecord=""), times=times)
    return resolve_dates(reading, analysis).times


def _rows(path: Path) -> Iterable[dict[str, Any]]:
    try:
        return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    except (OSError, ValueError) as err:
        raise InputError(f"{path}: cannot be read as JSON lines ({err}); give a file with one document a line") from err


def _count(
    gold: Sequence[tuple[Span, str, str | None]], found: Sequence[TimeExpression]
) -> tuple[int, int, int, int, int, int]:
    """Gold, found, relaxed, strict, type and value of one document; each gold one is matched once."""
    used: set[int] = set()
    relaxed = strict = kind = value = 0
    for time in found:
        near = [i for i, (span, _, _) in enumerate(gold) if span[0] < time.span.end and time.span.start < span[1]]
        free = [i for i in near if i not in used]
        if not free:
            continue
        best = next((i for i in free if gold[i][0] == time.span), free[0])
        used.add(best)
        relaxed += 1
        strict += gold[best][0] == time.span
        kind += gold[best][1] == time.type
        value += gold[best][2] == time.value
    return len(gold), len(found), relaxed, strict, kind, value

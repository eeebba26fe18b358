"""A gold file and readings come in; scores of the attributions, beside those of other systems, go out.

`measure_attribution` gives the figures, `Scores.table` prints them, `Scores.report` is the JSON that the shared scorer
writes. Only attributions that the measure knows count: with a cue, without a parent, in the article's text.
"""

from __future__ import annotations

import csv
import json
import random
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

from onrecord.measure.attribution_counts import KINDS, METRICS, Counts, Raw, count_article
from onrecord.record import InputError

Report = dict[str, Any]
BLOCKS = ("all", "quoted")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """Scores over a set of articles. `report` has the shape of the shared scorer's JSON."""

    report: Report

    def table(self) -> str:
        """Lines for people: ours, then what others reach on the same articles."""
        everything, quoted = self.report["all"], self.report["quoted"]
        ours = {
            "system": "onrecord",
            "full": everything["full"]["f1"],
            "detect": everything["detect"]["f1"],
            "quoted_full": quoted["full"]["f1"],
            "quoted_detect": quoted["detect"]["f1"],
            "indirect_recall": everything["recall_by_type"]["indirect"]["r"],
            "source_accuracy": everything["source_acc"]["iou50"],
        }
        rows = [ours, *peers()]
        head = f"{'system':44} full   detect quotations: full detect  indirect recall  source accuracy"
        return "\n".join([head, *map(_row, rows), "", *self._details()])

    def _details(self) -> Iterator[str]:
        for block in BLOCKS:
            yield f"[{block}]               P      R      F1       tp  found   gold"
            for metric in METRICS:
                m = self.report[block][metric]
                interval = " 95% CI {:.3f}-{:.3f}".format(*m["f1_ci95"]) if "f1_ci95" in m else ""
                yield (
                    f"{metric:16} {m['p']:6.3f} {m['r']:6.3f} {m['f1']:6.3f} {m['tp']:7d}{m['pred']:7d}{m['gold']:7d}"
                    + interval
                )
            kinds = self.report[block]["recall_by_type"]
            yield "recall by type: " + ", ".join(f"{k} {kinds[k]['r']:.3f} of {kinds[k]['gold']}" for k in KINDS)


def _row(row: Mapping[str, Any]) -> str:
    def figure(name: str) -> str:
        value = row.get(name)
        return f"{float(value):.3f}" if value not in (None, "") else "–"

    return (
        f"{row['system']:44} {figure('full'):6} {figure('detect'):6} {figure('quoted_full'):>16} "
        f"{figure('quoted_detect'):6} {figure('indirect_recall'):>16} {figure('source_accuracy'):>16}"
    )


def peers() -> list[dict[str, str]]:
    """What other systems and trained annotators reach on the development articles (table with sources)."""
    text = resources.files("onrecord.measure").joinpath("data/attribution_peers.tsv").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return list(csv.DictReader(lines, delimiter="\t"))


def measure_attribution(
    gold_path: Path, readings: Path | Iterable[Mapping[str, Any]], *, bootstrap: int = 0, seed: int = 1
) -> Scores:
    """Scores of `readings` (a file of reading/1 lines, or such objects) against a gold file.

    An article that the readings lack counts as one where nothing was found. With `bootstrap` > 0 the F1 of detection
    and of the full relation get a 95% interval, drawn by article. Raises InputError for unknown or repeated articles,
    for texts that came back changed, and for spans outside the text.
    """
    gold = {row["id"]: row for row in _rows(gold_path)}
    found = _found(gold, _rows(readings) if isinstance(readings, Path) else readings)
    counted = [_counts(row, found.get(identity, [])) for identity, row in sorted(gold.items())]
    report = summarise(_total(counted))
    report["articles"], report["articles_predicted"] = len(gold), len(found)
    for block, metric, low, high in _intervals(counted, bootstrap, seed):
        report[block][metric]["f1_ci95"] = [low, high]
    return Scores(report=report)


def _counts(row: Mapping[str, Any], found: Sequence[Raw]) -> Counts:
    try:
        return count_article(row["text"], row["attributions"], found)
    except ValueError as err:
        raise InputError(f"{row['id']}: {err}") from err


def _rows(path: Path) -> list[dict[str, Any]]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        return [json.loads(line) for line in lines if line.strip()]
    except (OSError, ValueError) as err:
        raise InputError(f"{path}: cannot be read as JSON lines ({err}); give a file with one article a line") from err


def _found(gold: Mapping[str, Mapping[str, Any]], readings: Iterable[Mapping[str, Any]]) -> dict[str, list[Raw]]:
    """Attributions that count, by article id."""
    found: dict[str, list[Raw]] = {}
    for reading in readings:
        article = reading.get("article")
        identity = article["id"] if article else reading["id"]
        if identity not in gold or identity in found:
            why = "is not in the gold file" if identity not in gold else "occurs twice"
            raise InputError(f"{identity}: this article {why}; measure readings of the gold file itself")
        if article and article["text"] != gold[identity]["text"]:
            raise InputError(f"{identity}: the text came back changed, so that offsets mean nothing")
        found[identity] = [
            a for a in reading["attributions"] if a.get("cue") and not a.get("parent") and not a.get("in")
        ]
    return found


def _total(counted: Sequence[Counts]) -> Counts:
    total: Counts = Counter()
    for counts in counted:
        total.update(counts)
    return total


def _intervals(counted: Sequence[Counts], draws: int, seed: int) -> Iterator[tuple[str, str, float, float]]:
    rng = random.Random(seed)
    samples = [summarise(_total(rng.choices(counted, k=len(counted)))) for _ in range(draws)]
    for block in BLOCKS if samples else ():
        for metric in ("detect", "full", "full_any"):
            values = sorted(sample[block][metric]["f1"] for sample in samples)
            yield block, metric, values[int(0.025 * draws)], values[int(0.975 * draws) - 1]


def _ratio(top: float, bottom: float) -> float:
    return top / bottom if bottom else 0.0


def summarise(counts: Counts) -> Report:
    """Ratios of counts: precision, recall and F1 of each metric; accuracy of sources; recall by kind of speech."""
    report: Report = {}
    for block in BLOCKS:
        part: Report = {}
        for metric in METRICS:
            tp, pred, gold = (int(counts[block, metric, kind]) for kind in ("tp", "pred", "gold"))
            p, r = _ratio(tp, pred), _ratio(tp, gold)
            part[metric] = {"p": p, "r": r, "f1": _ratio(2 * p * r, p + r), "tp": tp, "pred": pred, "gold": gold}
        of, none = counts[block, "source_acc", "of"], counts[block, "source_acc", "of_none"]
        accuracy = {kind: _ratio(counts[block, "source_acc", kind], of) for kind in ("iou50", "any", "exact")}
        nosource = _ratio(counts[block, "source_acc", "nosource"], none)
        part["source_acc"] = {**accuracy, "of": of, "nosource": nosource, "of_none": none}
        part["recall_by_type"] = {
            kind: {"r": _ratio(counts[block, "by_type", f"tp_{kind}"], gold), "gold": gold}
            for kind in KINDS
            for gold in [counts[block, "by_type", f"gold_{kind}"]]
        }
        report[block] = part
    return report

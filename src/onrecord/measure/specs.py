"""Specification cases of Recognizers-Text come in; how many of those that apply to news are met goes out.

Cases are read from a folder beside the project (MIT licence, Microsoft). What applies: dates, ranges, hours, durations
and sets that lie behind the reference date or are tied to it, no holidays, no calendar modes; cardinal numbers that
count something. A time case is met when every result is found and starts on a day (or has a duration) that the case
gives; a number case when every value is read.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from onrecord.extract.lexemes import lex
from onrecord.extract.quantity_grammar import find_phrases, kinds_of
from onrecord.extract.time_rules import kind_of
from onrecord.measure.time import read_times
from onrecord.record import InputError, TimeExpression


class Share(NamedTuple):
    """Which of the cases that apply are met, by the number of each case in its file."""

    right: tuple[int, ...]
    cases: int

    @property
    def met(self) -> int:
        """How many are met."""
        return len(self.right)


TYPES = frozenset({"date", "daterange", "datetime", "datetimerange", "duration", "set"})
NOT_NEWS = re.compile(
    r"easter|christmas|holiday|new year|thanksgiv|halloween|schedule|remind|cortana|meet|book|alarm|mother|father|eve\b",
    re.I,
)
"""Named days have a table of their own; the wording of calendar assistants is not that of reports."""


def measure_time_specs(path: Path) -> Share:
    """Share of the cases of `DateTimeModel.json` that apply and are met."""
    met, cases = list[int](), 0
    for number, case in enumerate(_cases(path)):
        day = (case.get("Context") or {}).get("ReferenceDateTime", "")[:10]
        kinds = {str(result.get("TypeName", "")).split(".")[-1] for result in case["Results"]}
        if not day or not case["Results"] or not kinds <= TYPES or NOT_NEWS.search(case["Input"]):
            continue
        cases += 1
        found = read_times({"id": "case", "text": case["Input"], "dct": day}, None)
        met += [number] if all(_is_met(result, found) for result in case["Results"]) else []
    return Share(tuple(met), cases)


def _is_met(result: Mapping[str, Any], found: tuple[TimeExpression, ...]) -> bool:
    first, last = int(result["Start"]), int(result["End"]) + 1
    near = [item for item in found if item.span.start < last and first < item.span.end]
    for value in result["Resolution"]["values"]:
        days = {str(value[name])[:10] for name in ("value", "start") if value.get(name)}
        timex = str(value.get("timex"))
        for item in near:
            if item.value == timex or (item.start or "")[:10] in days:
                return True
    return False


def measure_number_specs(path: Path) -> Share:
    """Share of the cases of `NumberModel.json` with cardinal numbers whose every value is read."""
    met, cases = list[int](), 0
    for number, case in enumerate(_cases(path)):
        values = [result["Resolution"].get("value") for result in case["Results"]]
        if not values or any(value is None or not re.fullmatch(r"\d+(?:\.\d+)?", value) for value in values):
            continue
        cases += 1
        lexemes = lex(case["Input"], (), kind_of)
        phrases = find_phrases(lexemes, kinds_of(lexemes))
        read = {value for phrase in phrases for value in (phrase.low, phrase.upper) if value is not None}
        fits = all(any(abs(float(value) - ours) < 1e-6 * max(1.0, ours) for ours in read) for value in values)
        met += [number] if fits else []
    return Share(tuple(met), cases)


def _cases(path: Path) -> Iterator[dict[str, Any]]:
    try:
        yield from json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as err:
        raise InputError(f"{path}: cannot be read as specification cases ({err})") from err

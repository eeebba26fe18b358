"""Reports of one claim come in; what the claim is about (frame), its gist and its kind go out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import TypeVar

from onrecord.reconcile.passages import dot
from onrecord.reconcile.reports import DATELINE, Report
from onrecord.record import ClaimKind, Frame, Interval, Measure, TimeExpression

T = TypeVar("T")
TRACKS: dict[str, ClaimKind] = {"predicts": "prediction", "commits": "commitment", "directs": "directive"}
LEVELS = {"country", "admin1", "admin2", "city"}
RESPONSIBLE = re.compile(
    r"\b(?:responsib\w+|blam(?:e|ed|es|ing)|(?:was|were|is) behind|carried out by|claim(?:ed|s)? (?:the )?attack|"
    r"perpetrat\w+|culprit\w*|to blame)\b",
    re.IGNORECASE,
)
_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*"
STAMP = re.compile(
    r"(?:date of publication|published|posted|updated|on)?:?\s*(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,?\s+)?"
    rf"(?:\d{{1,2}}[-./]\d{{1,2}}[-./]\d{{2,4}}|\d{{1,2}} {_MONTH},? \d{{4}}|{_MONTH} \d{{1,2}},? \d{{4}})\s+(?=[A-Z\d])",
    re.IGNORECASE,
)
"""A page's date in front of a headline ("29-08-2014 Army kills …"), as text that lost its line ends has it."""
DIGIT = re.compile(r"\d")  # without one there is no date to look for, which takes fifty times as long
SHORTEST = 3  # words that a gist has at least
POINTING = frozenset(
    {"it", "he", "she", "they", "this", "that", "these", "those", "we", "i", "where", "which", "who", "another"}
)
"""First words by which a clause says little without those before it."""
JOINING = frozenset({"and", "but", "as", "while", "also", "then", "with", "of", "in", "including", "tags", "to", "not"})
"""First words by which a clause is a piece of a sentence, or comes behind something."""
STATIVE = re.compile(
    r"\b(?:am|is|are|was|were|be|been|remains?|remained|has|have|had|exists?|existed|belongs?|controls?|holds?|"
    r"contains?|includes?|stands?|consists?|seems?|appears?)\b",
    re.IGNORECASE,
)


def track_of(report: Report) -> str:
    """Predictions, promises, orders and opinions run on tracks of their own beside what is asserted."""
    if report.attribution is not None and report.attribution.role == "opinion":
        return "opinion"
    return TRACKS.get(report.proposition.stance, "fact")


def lies_within(one: Report, other: Report) -> bool:
    """Whether the first place surely lies within the second: a place in a country against that country.

    Readings know no more of containment; a village and its oblast are told apart by their names alone.
    """
    inner, outer = one.place, other.place
    if inner is None or outer is None or not inner.geonames or not outer.geonames:
        return False
    return outer.kind == "country" and inner.kind in LEVELS - {"country"} and inner.country == outer.country


def share_place(one: Report, other: Report) -> bool:
    """Whether both name a known place, and it is the same or the one lies within the other."""
    if one.place is None or other.place is None or not one.place.geonames:
        return False
    return one.place.geonames == other.place.geonames or lies_within(one, other) or lies_within(other, one)


def parse_day(text: str | None) -> date | None:
    """The calendar day of an ISO date or date-time; None where there is none."""
    try:
        return date.fromisoformat(text[:10]) if text else None
    except ValueError:
        return None


# ------------------------------------------------------------------------------------------------ what a claim is about


def commonest(values: Iterable[T]) -> T | None:
    """The value that occurs most often; the least by its text where several do."""
    counts = Counter(values)
    return min(counts, key=lambda value: (-counts[value], str(value))) if counts else None


def frame_of(reports: Sequence[Report]) -> Frame:
    """What most reports of a claim say it is about."""
    times = [item.time for item in reports if item.time is not None and item.time.start and item.time.end]
    narrowest = min(times, key=_width, default=None)
    measures = [quantity.measure for item in reports for quantity in item.quantities]
    what = commonest(measure.what for measure in measures if measure.what != "other")
    return Frame(
        event=commonest(item.event for item in reports if item.event),
        actors=_named(keys for item in reports for keys in item.actors),
        targets=_named(keys for item in reports for keys in item.targets),
        place=commonest(item.place.name for item in reports if item.place is not None),
        time=Interval(start=narrowest.start, end=narrowest.end) if narrowest else None,
        measure=_measure(measures, what) if what else None,
    )


def _width(time: TimeExpression) -> tuple[int, str, str]:
    start, end = parse_day(time.start), parse_day(time.end)
    return ((end - start).days if start and end else 10**6, time.start or "", time.id)


def _named(keys: Iterable[frozenset[str]]) -> tuple[str, ...]:
    """The most frequent actors by entity id: the key that holds a colon and is no country, the most telling first."""
    counts = Counter(
        min((key for key in group if ":" in key and not key.startswith("country:")), key=_kind_rank, default="")
        for group in keys
    )
    counts.pop("", None)
    return tuple(sorted(counts, key=lambda key: (-counts[key], key))[:3])


def _kind_rank(key: str) -> tuple[int, str]:
    order = ("person", "military", "group", "organisation", "government", "place")
    kind = key.partition(":")[0]
    return (order.index(kind) if kind in order else len(order), key)


def _measure(measures: Sequence[Measure], what: str) -> Measure:
    fitting = [measure for measure in measures if measure.what == what]
    return Measure(
        what=what,
        whose=commonest(measure.whose for measure in fitting if measure.whose),
        status=commonest(measure.status for measure in fitting if measure.status),
        stock=commonest(measure.stock for measure in fitting if measure.stock is not None),
        place=None,
    )


def kind_of(reports: Sequence[Report]) -> ClaimKind:
    """The kind of a claim, from how its reports are made and worded."""
    track = track_of(reports[0])
    if track == "opinion":
        return "opinion"
    if track != "fact":
        return TRACKS[reports[0].proposition.stance]
    if all(item.proposition.stance == "unknown" for item in reports):
        return "open-question"
    if any(RESPONSIBLE.search(item.proposition.gist) for item in reports):
        return "responsibility"
    if 2 * sum(bool(item.measures) for item in reports) >= len(reports):
        return "number"
    if any(item.event for item in reports):
        return "event"
    stative = sum(bool(STATIVE.search(item.proposition.gist)) for item in reports)
    return "state" if 2 * stative >= len(reports) else "event"


def gist_of(reports: Sequence[Report]) -> str:
    """The clearest wording: positive, certain, with actor, place and time named, near to the others, of medium length."""
    best = min(reports, key=lambda item: (-_clarity(item, reports), item.id)) if len(reports) > 1 else reports[0]
    text = _without_stamp(best)
    return text[:1].upper() + text[1:]


def _without_stamp(report: Report) -> str:
    """The words of a clause without the date or dateline that a page without line ends left in front of it."""
    text = " ".join(report.proposition.gist.split())
    bare = STAMP.sub("", text) if DIGIT.search(text) else text
    found = DATELINE.match(bare)
    bare = bare[found.end() :] if found is not None else bare
    return bare if len(bare.split()) >= SHORTEST else text


def _clarity(report: Report, others: Sequence[Report]) -> float:
    words = _without_stamp(report).split()
    first = words[0].lower() if words else ""
    peers = [item for item in others if item is not report]
    alike = sum(dot(report.passage.weights, item.passage.weights) for item in peers) / max(1, len(peers))
    subject = sum(not report.subject.isdisjoint(item.subject) for item in peers) / max(1, len(peers))
    return (
        2.0 * (report.proposition.polarity == "positive")
        + 1.0 * (report.proposition.certainty == "certain")
        + 1.0 * (report.event is not None)
        + 0.5 * bool(report.actors)
        + 0.5 * bool(report.place)
        + 0.3 * min(len(report.passage.names), 3)
        + 2.0 * alike
        + 1.0 * subject
        - 1.5 * (first in POINTING or "such" in words)
        - 1.0 * (first.endswith("ing") or not first[:1].isalnum() or first in JOINING)
        - 0.1 * max(0, len(words) - 18)
        - 0.5 * max(0, 4 - len(words))
        - 3.0 * (not words)
    )

"""Reports of one claim come in; what the claim is about (frame), its gist and its kind go out. Also the vetoes:
reasons why two reports cannot be about the same claim.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from math import cos, hypot, radians
from typing import TypeVar

from onrecord.knowledge.stems import stem
from onrecord.reconcile.measures import CASUALTIES, COUNTED, least_of, within
from onrecord.reconcile.passages import dot
from onrecord.reconcile.reports import Report
from onrecord.record import ClaimKind, Frame, Interval, Measure, Place, Quantity, TimeExpression

T = TypeVar("T")
TRACKS: dict[str, ClaimKind] = {"predicts": "prediction", "commits": "commitment", "directs": "directive"}
SLACK = {"hour": 1, "day": 1, "week": 2, "month": 7, "season": 30, "year": 31, "decade": 366}
"""Days by which intervals of a precision may miss each other: time zones and "on Friday night" for days, loose use of
weeks and months. Vague times veto nothing."""
NEAR_KM = 40
"""Towns nearer than this are not told apart: Shayrat lies 30 km from Homs, after which its airfield is also called."""
FAR = 30.0  # factor between two figures from which on they are not taken for answers to one question
WHOLE_WAR = 1000  # tolls from here on are of wars and disasters, which are told for years
SAME_NEWS = 7  # days for which one raid's toll is told without saying when it was
NEWS_OF_DAY = 2  # days for which articles lead with the toll of one event, told by different people
RETOLD = 1.3  # factor within which the toll of a raid stays when it is told again weeks later
SAME_WORDS = 0.75  # likeness of words from which on an attack is the one told of weeks before at the same place
RAID_STEMS = frozenset(
    stem(word)
    for word in (
        "toll",
        "casualty",
        "injury",
        "wounded",
        "victim",
        "bomb",
        "bomber",
        "explosion",
        "exploded",
        "blast",
        "damage",
        "destruction",
    )
)
NO_DOERS = ("outlet:", "document:")  # a statement or a paper is mistaken for somebody who acts
RAIDED = COUNTED | {CASUALTIES, "strikes"}
LEVELS = {"country", "admin1", "admin2", "city"}
RESPONSIBLE = re.compile(
    r"\b(?:responsib\w+|blam(?:e|ed|es|ing)|(?:was|were|is) behind|carried out by|claim(?:ed|s)? (?:the )?attack|"
    r"perpetrat\w+|culprit\w*|to blame)\b",
    re.IGNORECASE,
)
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


def veto(one: Report, other: Report) -> str | None:
    """Why the two cannot be the same claim, in words; None where nothing forbids it."""
    if track_of(one) != track_of(other):
        return "different tracks"
    if _dates_disjoint(one.time, other.time):
        return "different dates"
    if _places_disjoint(one, other):
        return "different places"
    if _counts_differ(one, other):
        return "different measures"
    if _figures_far(one, other):
        return "figures far apart"
    if _tolls_of_two(one, other):
        return "different tolls"
    if _told_far_apart(one, other):
        return "told far apart"
    if _actors_differ(one, other) or _doers_differ(one, other) or _people_differ(one, other):
        return "different actors"
    return None


def _figures_far(one: Report, other: Report) -> bool:
    """Both count people of whom the same is known, and so differently that they count different ones: a war and a raid."""
    first, second = (
        next((item for item in each.quantities if item.measure.what in COUNTED), None) for each in (one, other)
    )
    if first is None or second is None or first.measure.what != second.measure.what:
        return False
    low, high = sorted(max(least_of(item), 1.0) for item in (first, second))
    return high > FAR * low


def _tolls_of_two(one: Report, other: Report) -> bool:
    """Both begin with another number of the dead or wounded, and nothing says that it is of one event: each is told of
    another day, or one of no day, place or name, and they are not the tolls that two articles lead with.
    """
    first, second = (item.quantities[0] if item.quantities else None for item in (one, other))
    if first is None or second is None or not first.measure.what == second.measure.what in COUNTED:
        return False
    if _alike(first, second) or max(least_of(first), least_of(second)) >= WHOLE_WAR:
        return False
    if one.time is not None and other.time is not None and one.time.precision == other.time.precision == "day":
        return one.time.start != other.time.start
    if one.toll is not None and other.toll is not None:
        return _apart_by(_days_of(one), _days_of(other)) > NEWS_OF_DAY
    return not (_is_named(one) and _is_named(other))


def _alike(one: Quantity, other: Quantity) -> bool:
    """Whether the figures are those of one toll, or the words of either allow the other."""
    low, high = sorted(max(least_of(item), 1.0) for item in (one, other))
    return high <= RETOLD * low or within(least_of(one), other) or within(least_of(other), one)


def _is_named(report: Report) -> bool:
    """Whether anything tells it from another event of the kind: a day, a place or a name."""
    return report.time is not None or report.place is not None or bool(report.passage.names)


def _told_far_apart(one: Report, other: Report) -> bool:
    """Both tell of a raid or accident, on days too far apart for one: "three were injured" is another three a month later.

    Where it is not said when it was, it was shortly before it was published. What an earlier raid is known again by is its
    day, or its place together with a like figure or the same words.
    """
    if not (_is_raid(one) and _is_raid(other)) or _apart_by(_days_of(one), _days_of(other)) <= SAME_NEWS:
        return False
    if one.time is not None and other.time is not None and one.time.start == other.time.start is not None:
        return False
    return not (_one_town(one, other) and _same_raid(one, other))


def _one_town(one: Report, other: Report) -> bool:
    """Whether both name the same town."""
    return share_place(one, other) and all(
        item.place is not None and item.place.kind == "city" for item in (one, other)
    )


def _same_raid(one: Report, other: Report) -> bool:
    """Whether figures, where both give them, or else the words, are those of one raid told again."""
    first, second = (item.quantities[0] if item.quantities else None for item in (one, other))
    if first is not None and second is not None and first.measure.what == second.measure.what in RAIDED:
        return _alike(first, second)
    return dot(one.passage.weights, other.passage.weights) >= SAME_WORDS


def _days_of(report: Report) -> tuple[date, date] | None:
    """The days on which it happened: those that are told, else those on which it was news."""
    time, published = report.time, parse_day(report.source.published)
    if time is not None and time.precision in SLACK and time.type not in {"DURATION", "SET"}:
        start, end = parse_day(time.start), parse_day(time.end)
        if start is not None and end is not None:
            return start, end
    return (published, published) if published is not None else None


def _apart_by(one: tuple[date, date] | None, other: tuple[date, date] | None) -> int:
    """Days between two spans of days; 0 where they meet or one is unknown."""
    if one is None or other is None:
        return 0
    return max((other[0] - one[1]).days, (one[0] - other[1]).days, 0)


def _is_raid(report: Report) -> bool:
    """Whether it begins with a toll as raids and accidents have it, or tells of an attack, or of a blast without a name.

    Combat may go on for months.
    """
    first = report.quantities[0] if report.quantities else None
    if first is not None and first.measure.what in RAIDED:
        return least_of(first) < WHOLE_WAR
    if report.event == "ASSAULT":
        return not report.acts
    return report.passage.names.isdisjoint(report.passage.weights) and not RAID_STEMS.isdisjoint(report.passage.weights)


def _people_differ(one: Report, other: Report) -> bool:
    """Each clause begins with a person who is known, and they are two."""
    first, second = ({key for key in each.subject if key.startswith("person:")} for each in (one, other))
    return bool(first and second) and first.isdisjoint(second)


def _counts_differ(one: Report, other: Report) -> bool:
    """Both begin with a count of people of whom something is known, and count nothing in common: dead and wounded.

    Other numbers (how many towns were evacuated) stand in clauses of any kind, and "killed or wounded" is either.
    """
    if one.measures & other.measures:
        return False
    first, second = (item.quantities[0].measure.what if item.quantities else "other" for item in (one, other))
    return first in COUNTED and second in COUNTED


def _actors_differ(one: Report, other: Report) -> bool:
    """Both name who acts, or whom it is done to, and none of either is met anywhere in the other.

    Roles are compared together, because who acts and who suffers is mistaken in passives more often than a name is.
    """
    first, second = one.parties, other.parties
    if not first or not second or one.involved & other.involved:
        return False
    if one.event != other.event and one.event and other.event:
        return False  # who accuses and who attacks are not to be compared
    if any(key.startswith("outlet:") for key in first | second):
        return False  # a paper's name in a dateline is taken for somebody who acts
    return bool(one.actors and other.actors) or bool(one.targets and other.targets)


def _doers_differ(one: Report, other: Report) -> bool:
    """Each says who does it, and whoever it is in the one is nowhere in the other: two who fight the same enemy."""
    first, second = (frozenset[str]().union(*item.actors) for item in (one, other))
    if not first or not second or one.event != other.event or any(key.startswith(NO_DOERS) for key in first | second):
        return False
    return first.isdisjoint(other.involved) and second.isdisjoint(one.involved)


def _places_disjoint(one: Report, other: Report) -> bool:
    first, second = one.place, other.place
    if first is None or second is None or not first.geonames or not second.geonames:
        return False
    if _takes_part(one) or _takes_part(other) or "mentioned" in (first.role, second.role):
        return False
    if first.country and second.country and first.country != second.country:
        return not (set(first.disputed) | set(second.disputed)) & {first.country, second.country}
    same_level = first.kind == second.kind and first.kind in LEVELS
    return same_level and first.geonames != second.geonames and not _near(first, second)


def _takes_part(report: Report) -> bool:
    """Whether the place is a country that acts or is acted upon ("fighting against Ukraine"), and so no place at all."""
    place = report.place
    return place is not None and place.kind == "country" and f"country:{place.country}" in report.parties


def _near(one: Place, other: Place) -> bool:
    """Whether two towns may be the same place loosely named: an airfield and the town that it is called after."""
    if one.kind != "city" or other.kind != "city":
        return False
    if one.latitude is None or one.longitude is None or other.latitude is None or other.longitude is None:
        return False
    east = (one.longitude - other.longitude) * cos(radians(one.latitude))
    return hypot(one.latitude - other.latitude, east) * 111 < NEAR_KM


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


def _dates_disjoint(one: TimeExpression | None, other: TimeExpression | None) -> bool:
    if one is None or other is None or "DURATION" in {one.type, other.type} or "SET" in {one.type, other.type}:
        return False
    if one.precision not in SLACK or other.precision not in SLACK:
        return False
    slack = timedelta(days=max(SLACK[one.precision], SLACK[other.precision]))
    return _before(one.end, other.start, slack) or _before(other.end, one.start, slack)


def _before(end: str | None, start: str | None, slack: timedelta) -> bool:
    first, second = parse_day(end), parse_day(start)
    return first is not None and second is not None and first + slack < second


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
    best = min(reports, key=lambda item: (-_clarity(item, reports), item.id))
    text = " ".join(best.proposition.gist.split())
    return text[:1].upper() + text[1:]


def _clarity(report: Report, others: Sequence[Report]) -> float:
    words = report.proposition.gist.split()
    first = words[0].lower() if words else ""
    shared = sum(len(report.passage.weights.keys() & item.passage.weights.keys()) for item in others)
    return (
        2.0 * (report.proposition.polarity == "positive")
        + 1.0 * (report.proposition.certainty == "certain")
        + 1.0 * (report.event is not None)
        + 0.5 * bool(report.actors)
        + 0.5 * bool(report.place)
        + 0.3 * min(len(report.passage.names), 3)
        + 0.2 * shared / len(others)
        - 1.5 * (first in {"it", "he", "she", "they", "this", "that", "these", "those", "we", "i"})
        - 0.1 * max(0, len(words) - 18)
        - 0.5 * max(0, 4 - len(words))
        - 3.0 * (not words)
    )

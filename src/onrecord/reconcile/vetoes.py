"""Two reports come in; why they cannot be about the same claim goes out, in words.

Polarity and value are the dispute and never a reason. What is uncertain stays apart: a wrong merge is a wrong standing, a
missing one is a gap.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from math import cos, hypot, radians
from types import MappingProxyType

from onrecord.knowledge.stems import stem
from onrecord.reconcile.frames import LEVELS, parse_day, share_place, track_of
from onrecord.reconcile.measures import CASUALTIES, COUNTED, WHOLE_WAR, alike_figures, is_vague, least_of
from onrecord.reconcile.passages import dot
from onrecord.reconcile.reports import Report
from onrecord.record import Place, Quantity, TimeExpression

SLACK = {"hour": 1, "day": 1, "week": 2, "month": 7, "season": 30, "year": 31, "decade": 366}
"""Days by which intervals of a precision may miss each other: time zones and "on Friday night" for days, loose use of
weeks and months. Vague times veto nothing."""
NEAR_KM = 40
"""Towns nearer than this are not told apart: Shayrat lies 30 km from Homs, after which its airfield is also called."""
FAR = 30.0  # factor between two figures from which on they are not taken for answers to one question
SAME_NEWS = 7  # days for which one raid's toll is told without saying when it was
NEWS_OF_DAY = 2  # days for which articles lead with the toll of one event, told by different people
LONG = 31  # days of a span that is no date of a raid
FIRM = 20.0  # figures from which on another raid seldom has the same
STALE = 60  # days after which what is told without a date is told of something else, but for the same words
RETOLD = 1.1  # factor within which the toll of a raid stays when it is told again weeks later
WORD_FOR_WORD = 0.95  # likeness of words from which on an outlet carries one report again
TELLING = 4  # weighty words by which a clause is known again
SAME_WORDS = 0.75  # likeness of words from which on an attack is the one told of weeks before at the same place
RAID_STEMS = frozenset(
    stem(word)
    for word in (
        "toll",
        "casualty",
        "injury",
        "wounded",
        "victim",
        "dead",
        "bomb",
        "bomber",
        "explosion",
        "exploded",
        "blast",
        "damage",
        "destruction",
    )
)
ARTICLES = frozenset({"al", "el", "the", "ash", "as"})
MEANS: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {
        "air": re.compile(
            r"\b(?:air[- ]?strikes?|air[- ]?raids?|air force|aerial|warplanes?|(?:fighter )?jets|planes?|aircraft|helicopters?|"
            r"barrel[- ]bombs?|from the air)\b",
            re.IGNORECASE,
        ),
        "planted bomb": re.compile(
            r"\b(?:suicide|car|truck|vehicle|roadside|lorry|minibus|bicycle|motorbike|motorcycle|booby)[- ]?"
            r"(?:trap|bomb)(?:s|ed|er|ers|ing|ings)?\b|\bsuicide (?:attack|blast|explosion|vest|belt)",
            re.IGNORECASE,
        ),
        "insurgents' shells": re.compile(
            r"\b(?:terror(?:ist)?s?|rebels?|insurgents?|militants?|opposition)\b[^.;]{0,40}?"
            r"\b(?:shell(?:s|ing|ed)?|rockets?|mortars?|snip(?:er|ers|ing)|projectiles?)\b",
            re.IGNORECASE,
        ),
        "gunmen": re.compile(r"\b(?:gunm[ae]n|shootings?|opened fire|stabb(?:ed|ing))\b", re.IGNORECASE),
    }
)
"""By what means a raid is made, as far as articles tell them apart; shells of an army are told in too many words."""
TERROR = re.compile(r"\bterror(?:ist)?s?['’]?s? (?:\w+ ){0,2}(?:attacks?|fire)\b|\brebel fire\b", re.IGNORECASE)
COULD = re.compile(r"\b(?:could|would|might|may|will|can) (?:be|die)\b", re.IGNORECASE)  # "thousands could be killed"
FURTHER = re.compile(
    r"\banother\b[^.;,]{0,40}\b(?:killed|dead|died|deaths?)\b|\bothers\s+(?:were|was|have been|had been)?\s*(?:also )?(?:killed|died)\b",
    re.IGNORECASE,
)
NO_DOERS = ("outlet:", "document:")  # a statement or a paper is mistaken for somebody who acts
RAIDED = COUNTED | {CASUALTIES, "strikes"}


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
    if _means_differ(one, other):
        return "different means"
    if _actors_differ(one, other) or _doers_differ(one, other) or _people_differ(one, other):
        return "different actors"
    return None


def _figures_far(one: Report, other: Report) -> bool:
    """Both count people of whom the same is known, and so differently that they count different ones: a war and a raid."""
    first, second = _count_of(one), _count_of(other)
    if first is None or second is None or first.measure.what != second.measure.what:
        return False
    low, high = sorted(max(least_of(item), 1.0) for item in (first, second))
    return high > FAR * low


def _tolls_of_two(one: Report, other: Report) -> bool:
    """Both begin with another number of the dead or wounded, and nothing says that it is of one event: each is told of
    another day, or one of no day, place or name, and they are not the tolls that two articles lead with.
    """
    first, second = _count_of(one), _count_of(other)
    if first is None or second is None or first.measure.what != second.measure.what:
        return False
    if (COULD.search(one.proposition.gist) is None) != (COULD.search(other.proposition.gist) is None):
        return True
    if alike_figures(first, second) or max(least_of(first), least_of(second)) >= WHOLE_WAR:
        return False
    if one.time is not None and other.time is not None and one.time.precision == other.time.precision == "day":
        placed = one.place is not None and other.place is not None
        return one.time.start != other.time.start or (placed and not share_place(one, other))
    if _is_further(one) != _is_further(other) or (one.source.id == other.source.id and one.holders == other.holders):
        return True
    if one.toll is not None and other.toll is not None:
        return _apart_by(_days_of(one), _days_of(other)) > NEWS_OF_DAY
    return not (_is_named(one) and _is_named(other))


def _is_further(report: Report) -> bool:
    """Whether it tells of dead beside those told of before ("another 40 were killed", "15 others died in two more raids")."""
    count = _count_of(report)
    return count is not None and count.measure.what == "killed" and FURTHER.search(report.proposition.gist) is not None


def _count_of(report: Report) -> Quantity | None:
    """The first number of people of whom something is known."""
    return next((item for item in report.quantities if item.measure.what in COUNTED), None)


def _is_named(report: Report) -> bool:
    """Whether anything tells it from another event of the kind: a day, a place or a name."""
    return report.time is not None or report.place is not None or bool(report.passage.names)


def _told_far_apart(one: Report, other: Report) -> bool:
    """Both tell of a raid or accident, on days too far apart for one: "three were injured" is another three a month later.

    Where it is not said when it was, it was shortly before it was published. What an earlier raid is known again by is its
    day, or its place together with a like figure or the same words.
    """
    apart = _apart_by(_days_of(one), _days_of(other))
    raids = _is_raid(one) and _is_raid(other)
    if raids and apart and one.source.outlet == other.source.outlet and _next_raid(one, other):
        return True
    if not raids or apart <= NEWS_OF_DAY:
        return apart > STALE and _is_undated(one) and _is_undated(other) and not _says_same(one, other)
    if apart <= SAME_NEWS:
        return not (_same_raid(one, other) or _leads_same(one, other))
    if one.time is not None and other.time is not None and one.time.start == other.time.start is not None:
        return False
    return not (_one_town(one, other) and _same_raid(one, other))


def _next_raid(one: Report, other: Report) -> bool:
    """Whether one outlet tells of another raid on another day, as it does of each small one in much the same words."""
    tolls = [least_of(count) for count in (_count_of(one), _count_of(other)) if count is not None]
    if one.source.id == other.source.id or max(tolls, default=0.0) >= FIRM:
        return False
    return not _in_words(one, other, WORD_FOR_WORD)


def _in_words(one: Report, other: Report, least: float) -> bool:
    """Whether the words are so alike that one event is told again; few words ("a woman was killed") are said of any."""
    first, second = one.passage.weights, other.passage.weights
    return min(len(first), len(second)) >= TELLING and dot(first, second) >= least


def _is_undated(report: Report) -> bool:
    """Whether it tells of an event whose day nothing tells, and of no total of a war."""
    return (
        report.event is not None
        and report.time is None
        and not any(least_of(one) >= WHOLE_WAR for one in report.quantities)
    )


def _says_same(one: Report, other: Report) -> bool:
    """Whether the words are the same, or the act is ("are fighting"), which may go on for months."""
    return not one.acts.isdisjoint(other.acts) or _in_words(one, other, SAME_WORDS)


def _leads_same(one: Report, other: Report) -> bool:
    """Whether two articles lead with the same toll, and one that another raid seldom has."""
    return one.toll is not None and other.toll is not None and one.toll == other.toll and one.toll[1] >= FIRM


def _means_differ(one: Report, other: Report) -> bool:
    """Each tells of a raid by one kind of means, and they are two: an air strike and a car bomb, or the other side's shells."""
    if not (_is_raid(one) and _is_raid(other)):
        return False
    first, second = _means(one), _means(other)
    return bool(first and second) and first.isdisjoint(second)


def _means(report: Report) -> frozenset[str]:
    """The means that its words name; a "terrorist attack" is any but from the air."""
    found = {name for name, words in MEANS.items() if words.search(report.proposition.gist)}
    if not found and TERROR.search(report.proposition.gist):
        return frozenset(MEANS) - {"air"}
    return frozenset(found)


def _one_town(one: Report, other: Report) -> bool:
    """Whether both name the same town."""
    return share_place(one, other) and all(
        item.place is not None and item.place.kind == "city" for item in (one, other)
    )


def _same_raid(one: Report, other: Report) -> bool:
    """Whether figures, where both give them, or else the words, are those of one raid told again."""
    first, second = (item.quantities[0] if item.quantities else None for item in (one, other))
    if first is not None and second is not None and first.measure.what == second.measure.what in RAIDED:
        low, high = sorted((least_of(first), least_of(second)))
        if is_vague(first) or is_vague(second) or low < FIRM:
            return low == high and _in_words(one, other, SAME_WORDS)
        return high <= RETOLD * low
    return _in_words(one, other, SAME_WORDS)


def _days_of(report: Report) -> tuple[date, date] | None:
    """The days on which it happened: those that are told, else those on which it was news.

    The year in which it was published says nothing ("29-08-2014 Army kills 15").
    """
    time, published = report.time, parse_day(report.source.published)
    if time is not None and time.precision in SLACK and time.type not in {"DURATION", "SET"}:
        start, end = parse_day(time.start), parse_day(time.end)
        if (
            start is not None
            and end is not None
            and not (published and (end - start).days > LONG and start <= published <= end)
        ):
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
    """Each clause begins with a person who is known, and they are two; a surname may be that of a full name."""
    first, second = ({key for key in each.subject if key.startswith("person:")} for each in (one, other))
    if not (first and second) or not first.isdisjoint(second):
        return False
    names = [frozenset[str]().union(*(_name_words(key) for key in keys)) for keys in (first, second)]
    return not (names[0] <= names[1] or names[1] <= names[0])


def _name_words(person: str) -> frozenset[str]:
    """The words of a person's id, without articles ("person:al-foua" and "person:foua-mehdi-tahhan")."""
    return frozenset(person.partition(":")[2].partition("@")[0].split("-")) - ARTICLES


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
    first, second = _parties(one), _parties(other)
    if not first or not second or one.involved & other.involved:
        return False
    if one.event != other.event and one.event and other.event:
        return False  # who accuses and who attacks are not to be compared
    if any(key.startswith("outlet:") for key in first | second):
        return False  # a paper's name in a dateline is taken for somebody who acts
    return bool(one.actors and other.actors) or bool(one.targets and other.targets)


def _parties(report: Report) -> frozenset[str]:
    """The keys of everybody who acts or is acted upon; who tells it is not whom it is done to."""
    suffering = (keys for keys in report.targets if keys.isdisjoint(report.holders))
    return frozenset[str]().union(*report.actors, *suffering)


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

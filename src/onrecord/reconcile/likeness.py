"""Pairs of reports come in; how likely both bear on one claim goes out, from their wording and their frames.

This first look finds what may belong together, `sameness.py` decides about it. It is a linear formula whose every term can be
shown to a person. The weights are rounded from a regression on the two hand-labelled event groups (docs/claims.md, which gives the figures of each group judged by the other's weights); those of
the party, of the act and of event, place and time together were set by hand, because in both groups nearly all reports
share a party, hardly any tells of such an act, and few have a time. Those that speak against a pair were set by claims of
the streams that were judged by hand: what is alike in them is often only the verb and the name that a whole war goes by.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set
from functools import lru_cache
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from onrecord.knowledge.wordspace import rarity
from onrecord.reconcile.frames import parse_day, share_place
from onrecord.reconcile.measures import WHOLE_WAR, alike_figures, alike_tolls, least_of
from onrecord.reconcile.passages import DocumentTerms, Passage, closeness, dot, same_topic
from onrecord.reconcile.reports import Report
from onrecord.reconcile.sameness import SAME, same_reasons, sameness

WEIGHTS: Mapping[str, float] = MappingProxyType(
    {
        "wording alike": 3.5,
        "same wording": 4.8,
        "heads alike": 0.8,
        "same head word": 0.3,
        "same topic of article": 1.2,
        "same article": -0.3,
        "share of names": 0.5,
        "shared weight": 0.4,
        "same measure": 2.2,
        "same class of event": 0.5,
        "same time": 0.5,
        "heads alike, of one party": 2.5,
        "same class of event, place and time": 1.2,
        "same act of one party": 3.8,
        "same act of one party, at one place": 1.8,
        "leading tolls of articles on one event": 4.5,
        "other words": -6.0,
        "little in common, of other stories": -4.0,
        "only names in common": -3.0,
        "only the story's words in common": -4.0,
    }
)
START = -7.4
"""With it a sum of 0 is where merging began to pay before there was a second look."""
ACT, TOLL = map(list(WEIGHTS).index, ("same act of one party", "leading tolls of articles on one event"))
LOOK_AGAIN = -1.0  # log odds from which on a second look decides
NEAR_DAYS = 2  # between the publication of articles whose leading tolls are taken for one event's
NAMED = 1  # names that both articles must be about, of the six weightiest of each
ONE_EVENT = 0.25  # likeness of what two articles are about from which on they surely tell of one event
OTHER_WORDS = 0.6  # likeness of wording below which something else (a figure, a day, an act) should bring two together
FEW = 3
SMALL = 20  # dead or wounded below whom raids of two days are told apart by their figures
DIGIT = re.compile(r"\d")
SINCE = re.compile(r"\bsince\b", re.IGNORECASE)  # the day since when something is so says little of what it is
ANCHORED = 0.7
ONE_STORY = 0.5  # likeness of what two articles are about from which on few words in common may be enough
STORY = 15  # heaviest words of an article, which most of its clauses share with those of any other on the story
MOST_SAME = 0.7  # likeness of wording from which on half as much besides names is enough
WORD_FOR_WORD = 0.95
SAYS_SAME = 0.8  # likeness of wording from which on it does not matter which words it is
BESIDES = 3.0  # weight of words in common besides names from which on something is said of them
HEAVY = 10.0  # shared clause weight (sum of rarities) that counts in full


def likeness_features(one: Report, other: Report) -> list[float]:
    """The features of a pair in the order of WEIGHTS, each between 0 and 1 but for rounding; unknown is 0."""
    first, second = one.passage, other.passage
    names = len(first.names & second.names) / max(1, min(len(first.names), len(second.names)))
    common = first.weights.keys() & second.weights.keys()
    shared = sum(rarity(word) for word in common)
    same_time = _start(one) is not None and _start(one) == _start(other)
    heads = max(0.0, closeness(first.head_vector, second.head_vector))
    party = one.measures == other.measures and not one.parties.isdisjoint(other.parties)
    act = _one_act(one, other)
    same_head = not set(first.heads).isdisjoint(second.heads)
    wording = dot(first.weights, second.weights)
    topic = same_topic(first.document, second.document)
    toll = _one_toll(one, other)
    measured = not one.measures.isdisjoint(other.measures)
    dated = same_time and one.time is not None and one.time.precision in {"hour", "day", "week", "month"}
    dated = dated and not (SINCE.search(one.proposition.gist) or SINCE.search(other.proposition.gist))
    anchored = dated or act > ANCHORED or toll > 0 or not _figures(one).isdisjoint(_figures(other))
    anchored = anchored or (measured and _same_size(one, other) and (share_place(one, other) or party))
    return [
        max(0.0, closeness(first.vector, second.vector)),
        wording,
        heads,
        float(same_head),
        topic,
        float(first.document.id == second.document.id),
        names,
        min(shared / HEAVY, 3.0),
        float(measured),
        float(one.event is not None and one.event == other.event),
        float(same_time),
        heads if party and one.event == other.event else 0.0,
        float(same_time and one.event is not None and one.event == other.event and share_place(one, other)),
        act,
        act * share_place(one, other),
        toll,
        0.0 if anchored else max(0.0, 1 - wording / OTHER_WORDS),
        0.0 if anchored else max(0.0, 1 - shared / HEAVY) * max(0.0, 1 - topic / ONE_STORY),
        0.0 if anchored or same_head else _names_alone(first, second, common, wording),
        0.0 if anchored or wording >= SAYS_SAME else max(0.0, 1 - _beyond_story(one, other, common) / (HEAVY / 2)),
    ]


def _names_alone(one: Passage, other: Passage, common: Set[str], wording: float) -> float:
    """How far names are all that two clauses share: the more alike their words, the less needs to be said besides."""
    if wording >= WORD_FOR_WORD:
        return 0.0
    return max(0.0, 1 - _beyond_names(one, other, common) / (BESIDES if wording < MOST_SAME else BESIDES / 2))


def _beyond_names(one: Passage, other: Passage, common: Set[str]) -> float:
    """How weighty the words in common are that name nobody and no place, and are no figures (a person's age)."""
    named = one.names | other.names | one.document.leading | other.document.leading
    return sum(rarity(word) for word in common if word not in named and not word[:1].isdigit())


def _beyond_story(one: Report, other: Report, common: Set[str]) -> float:
    """How weighty the words in common are that are not what both articles are about anyway."""
    first, second = _story(one.passage.document), _story(other.passage.document)
    return sum(rarity(word) for word in common if word not in first or word not in second)


@lru_cache(maxsize=20_000)
def _story(document: DocumentTerms) -> frozenset[str]:
    """The words that an article is most about."""
    ranked = sorted(document.weights, key=lambda word: (-document.weights[word], word))
    return frozenset(ranked[:STORY]) | document.leading


def _one_act(one: Report, other: Report) -> float:
    """How sure it is that somebody who is in both does the same in both: at one place, or by what else the articles tell.

    In a long war everybody fights, and the name of the enemy says nothing.
    """
    if one.acts.isdisjoint(other.acts) or one.involved.isdisjoint(other.involved):
        return 0.0
    if share_place(one, other) and not (_in_country(one) or _in_country(other)):
        return 1.0
    return min(same_topic(one.passage.document, other.passage.document) / ONE_EVENT, 1.0)


def _in_country(report: Report) -> bool:
    """Whether all that is known of where it was is a country."""
    return report.place is not None and report.place.kind == "country"


def _figures(report: Report) -> set[tuple[str, float]]:
    """What is counted with how many; words for a few say little."""
    told = zip(report.quantities, report.amounts, strict=False)
    return {
        (item.measure.what, item.low)
        for item, words in told
        if item.low is not None and item.low > FEW and (item.low == item.high or DIGIT.search(words))
    }


def _same_size(one: Report, other: Report) -> bool:
    """Whether what both count is about as many: else it is two raids of one place, or two counts of one body's dead."""
    first, second = ({item.measure.what: item for item in each.quantities} for each in (one, other))
    pairs = [(first[what], second[what]) for what in one.measures & other.measures]
    return any(alike_figures(*pair) or min(map(least_of, pair)) >= WHOLE_WAR for pair in pairs)


def _one_toll(one: Report, other: Report) -> float:
    """How sure it is that the tolls which two articles lead with are one event's, by what else they tell and when."""
    if one.toll is None or other.toll is None or one.toll[0] != other.toll[0]:
        return 0.0
    if one.source.id == other.source.id or not alike_tolls(one.toll[1], other.toll[1]):
        return float(one.source.id == other.source.id)
    first, second = parse_day(one.source.published), parse_day(other.source.published)
    if first is None or second is None or abs((first - second).days) > NEAR_DAYS:
        return 0.0
    low, high = sorted((one.toll[1], other.toll[1]))
    if first != second and high < SMALL and low != high:
        return 0.0  # a raid of a few dead on each of two days
    about, theirs = one.passage.document, other.passage.document
    if len(about.leading & theirs.leading) < NAMED:
        return 0.0
    return min(same_topic(about, theirs) / ONE_EVENT, 1.0)


def _start(report: Report) -> str | None:
    return report.time.start if report.time is not None else None


def score_reports(pairs: Sequence[tuple[Report, Report]]) -> npt.NDArray[np.float64]:
    """The score of each pair, between 0 and 1: where the first look sees a likeness, that of the second."""
    if not pairs:
        return np.zeros(0)
    table = np.asarray([likeness_features(one, other) for one, other in pairs], dtype=np.float64)
    odds = np.asarray(table @ np.array(list(WEIGHTS.values())) + START)
    for place in np.flatnonzero((odds >= LOOK_AGAIN) | (table[:, ACT] > ANCHORED)).tolist():
        one, other = pairs[place]
        odds[place] = sameness(one, other, float(odds[place]), *table[place, [ACT, TOLL]].tolist())
    return np.asarray(1 / (1 + np.exp(-odds)))


def first_look(one: Report, other: Report) -> tuple[float, float, float]:
    """The log odds by the weights of this file alone; how sure one act and one event's leading tolls are."""
    values = likeness_features(one, other)
    odds = START + sum(weight * value for weight, value in zip(WEIGHTS.values(), values, strict=True))
    return odds, values[ACT], values[TOLL]


def explain_pair(one: Report, other: Report) -> tuple[tuple[str, float], ...]:
    """What each feature adds to the score's log odds, the strongest first; features that say nothing are left out."""
    values = likeness_features(one, other)
    parts = [(name, weight * value) for (name, weight), value in zip(WEIGHTS.items(), values, strict=True)]
    odds = START + sum(part for _, part in parts)
    if odds >= LOOK_AGAIN or values[ACT] > ANCHORED:
        _, *again = same_reasons(one, other, odds, values[ACT], values[TOLL])
        parts = [(name, SAME["likeness"] * part) for name, part in parts] + again
    return tuple(sorted(((name, round(part, 3)) for name, part in parts if part), key=lambda item: -abs(item[1])))

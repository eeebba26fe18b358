"""A report comes in; the keys under which it meets others that may say the same go out.

Keys are made so that two wordings of one claim share at least one: rare words together, the head word with a name or with
what the article is about, the class of event with place or actor, what is counted with place, topic or figure.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from onrecord.knowledge.wordspace import rarity
from onrecord.reconcile.reports import Report

RARE = 4  # rarest stems of a clause that are paired into keys
ABOUT = 2  # weightiest stems of the article
NAMES = 3


def report_keys(report: Report) -> set[str]:
    """The keys of a report."""
    return {*_word_keys(report), *_frame_keys(report)}


def _word_keys(report: Report) -> Iterator[str]:
    passage = report.passage
    rare = sorted(passage.weights, key=lambda word: (-rarity(word), word))[:RARE]
    for one, other in combinations(sorted(rare), 2):
        yield f"rr:{one}:{other}"
    names = sorted(passage.names, key=lambda word: (-rarity(word), word))
    for head in passage.heads[:2]:
        for name in names[:NAMES]:
            yield f"hn:{head}:{name}"
        for word in _about(report):
            yield f"hd:{head}:{word}"


def _frame_keys(report: Report) -> Iterator[str]:
    place = str(report.place.geonames or report.place.name.lower()) if report.place is not None else ""
    bodies = sorted(key for group in (*report.actors, *report.targets) for key in group if ":" in key)[: 2 * NAMES]
    if report.event and place:
        yield f"ep:{report.event}:{place}"
    for key in bodies:
        if report.event and not key.startswith("country:"):
            yield f"ea:{report.event}:{key}"
    for act in sorted(report.acts):
        for key in sorted(key for key in report.involved if ":" in key)[: 2 * NAMES]:
            yield f"ac:{act}:{key}"
    for quantity in report.quantities:
        what = quantity.measure.what
        if what != "other":
            yield f"mp:{what}:{place}"
            yield f"mn:{what}:{quantity.low}:{quantity.high}"
            for word in _about(report):
                yield f"ma:{what}:{word}"


def _about(report: Report) -> list[str]:
    weights = report.passage.document.weights
    return sorted(weights, key=lambda word: (-weights[word], word))[:ABOUT]

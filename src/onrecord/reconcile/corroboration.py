"""The reports of one claim come in; the same go out, each as sure as all of them together make it.

A report's score is the chance that one sentence was read rightly. Where another article has the same speaker, or the same
body, say the same in other words, both would have to be misread for neither to be right: the chance that he holds it is
one less the product of the chances that each is wrong (noisy or; Pearl 1988, section 4.3.2). Copies are read alike and
wrong alike: equal words count once, and so does each article. What is likelier wrong than right corroborates nothing.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from onrecord.reconcile.holdings import folded
from onrecord.reconcile.reports import Report
from onrecord.record import Stance

LIKELY = 0.5
"""Least score of a report that corroborates others or is corroborated."""
_SAME: dict[Stance, Stance] = {"confirms": "asserts"}
"""Who confirms asserts."""


def corroborate(reports: Sequence[Report]) -> list[Report]:
    """The reports with the chance that their holder is right beside the claim, all of them taken together."""
    said: dict[tuple[str, Stance], list[Report]] = defaultdict(list)
    for report in reports:
        for key in _keys(report):
            said[key].append(report)
    chances = {key: _together(found) for key, found in said.items() if len(found) > 1}
    return [_raised(report, (chances.get(key, 0.0) for key in _keys(report))) for report in reports]


def _keys(report: Report) -> list[tuple[str, Stance]]:
    """Who says it and in what sense, for everybody it may be said of: the holder, and those he speaks for."""
    if report.score < LIKELY or report.attribution is None:
        return []
    stance = folded(report, "positive")
    return [(voice, _SAME.get(stance, stance)) for voice in sorted(report.voices)]


def _together(reports: Iterable[Report]) -> float:
    """The chance that one of them at least is read rightly: the surest of each article and of each wording."""
    articles, wordings = set[str](), set[str]()
    wrong = []
    for report in sorted(reports, key=lambda one: (-one.score, one.id)):
        wording = " ".join(report.proposition.gist.lower().split())
        if report.source.id not in articles and wording not in wordings:
            wrong.append(1 - report.score)
        articles.add(report.source.id)
        wordings.add(wording)
    return 1 - math.prod(wrong)


def _raised(report: Report, chances: Iterable[float]) -> Report:
    chance = round(max(chances, default=0.0), 4)
    return replace(report, score=chance) if chance > report.score else report

"""Judgements come in; what they change in the reports and in their grouping goes out, the evidence untouched.

The forms of a judgement's value are those of onrecord.review. A claim's id carries the id of its founding proposition,
so a judgement that names a claim finds whichever claim now holds that proposition.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from onrecord.reconcile.reports import Report, is_derived
from onrecord.reconcile.world import SetDependence, World
from onrecord.reconcile.world_edits import edit_world
from onrecord.record import Judgement
from onrecord.review import DependValue, GradeValue, MergeValue, SpeakerValue, SplitValue, effective, value_of

Groups = tuple[tuple[str, ...], ...]


def claim_id(founder: str) -> str:
    """The id of the claim that a proposition founds."""
    return "claim-" + founder.partition("-")[2] if "-" in founder else f"claim-{founder}"


def in_force(judgements: Iterable[Judgement]) -> tuple[Judgement, ...]:
    """The judgements that nobody took back, in the order in which they were made."""
    unique = {item.id: item for item in judgements}.values()
    return effective(sorted(unique, key=lambda item: (item.when, item.act == "undo", item.id)))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Names:
    """Propositions under every name a judgement may use: their own id, the claim they found, their attribution."""

    known: frozenset[str]
    founders: Mapping[str, str]
    attributions: Mapping[str, tuple[str, ...]]

    def find(self, name: str) -> tuple[str, ...]:
        if name in self.known:
            return (name,)
        if name in self.founders:
            return (self.founders[name],)
        return self.attributions.get(name, ())

    def find_all(self, names: Iterable[str]) -> set[str]:
        return {identity for name in names for identity in self.find(name)}


def _names(reports: Iterable[Report]) -> _Names:
    attributions: dict[str, tuple[str, ...]] = {}
    founders: dict[str, str] = {}
    for item in reports:
        founders[claim_id(item.id)] = item.id
        if item.attribution is not None:
            attributions[item.attribution.id] = (*attributions.get(item.attribution.id, ()), item.id)
    return _Names(known=frozenset(founders.values()), founders=founders, attributions=attributions)


def judge_reports(reports: Sequence[Report], judgements: Sequence[Judgement]) -> tuple[Report, ...]:
    """Accepted ones are certain, rejected ones gone, corrected speakers in place.

    Targets are attributions (all their propositions), propositions, or claims (the proposition that founds them).
    """
    names = _names(reports)
    changed: dict[str, Report | None] = {item.id: item for item in reports}
    for judgement in judgements:
        if judgement.act not in {"accept", "reject", "speaker"}:
            continue
        for identity in names.find(judgement.target):
            current = changed[identity]
            if judgement.act == "reject" or current is None:
                changed[identity] = None
            elif judgement.act == "accept":
                changed[identity] = replace(current, score=1.0)
            else:
                value = value_of(judgement)
                changed[identity] = _corrected(current, value) if isinstance(value, SpeakerValue) else current
    return tuple(item for item in changed.values() if item is not None)


def _corrected(report: Report, value: SpeakerValue) -> Report:
    """The report as held by whom, and in the sense in which, a person says it is."""
    proposition = replace(
        report.proposition,
        stance=value.stance or report.proposition.stance,
        certainty=value.certainty or report.proposition.certainty,
        polarity=value.polarity or report.proposition.polarity,
    )
    attribution = report.attribution
    if attribution is not None and value.role is not None:
        attribution = replace(attribution, role=value.role)
    return replace(
        report,
        holders=value.speakers or report.holders,
        voices=frozenset(value.speakers) or report.voices,
        proposition=proposition,
        attribution=attribution,
        derived=is_derived(proposition, attribution),
        hearsay=False,
        score=1.0,
    )


def judge_groups(groups: Groups, reports: Sequence[Report], judgements: Sequence[Judgement]) -> Groups:
    """Merge and split clusters as people said, in the order in which they said it."""
    names = _names(reports)
    current = [set(group) for group in groups]
    for judgement in judgements:
        if judgement.act not in {"merge", "split"}:
            continue
        value = value_of(judgement)
        if isinstance(value, MergeValue):
            named = names.find_all((judgement.target, *value.propositions, *value.claims))
            met = [group for group in current if group & named]
            current = [group for group in current if not group & named] + ([set().union(*met)] if met else [])
        elif isinstance(value, SplitValue):
            current = _split(current, [names.find_all(group) for group in value.groups])
    return tuple(sorted(tuple(sorted(group)) for group in current if group))


def _split(current: list[set[str]], apart: Sequence[set[str]]) -> list[set[str]]:
    """Take every group but the first out of the clusters that hold members of several; who is not named stays."""
    found: list[set[str]] = []
    for cluster in current:
        parts = [cluster & group for group in apart if cluster & group]
        found += [cluster.difference(*parts[1:]), *parts[1:]] if len(parts) > 1 else [cluster]
    return found


def judge_world(world: World, judgements: Sequence[Judgement]) -> World:
    """The world with people's rows (`world`), dependences (`depend`) and reliability letters (`grade`)."""
    world = edit_world(world, judgements)
    dependences: list[SetDependence] = []
    letters = dict(world.reliability)
    for judgement in judgements:
        if judgement.act not in {"depend", "grade"}:
            continue
        value = value_of(judgement)
        if isinstance(value, DependValue):
            dependences.append(_dependence(judgement.target, value))
        elif isinstance(value, GradeValue) and value.letter is not None:
            letters[judgement.target] = value.letter
        elif isinstance(value, GradeValue):
            letters.pop(judgement.target, None)
    return replace(world, dependences=(*world.dependences, *dependences), reliability=letters)


def _dependence(target: str, value: DependValue) -> SetDependence:
    if value.independent:
        return SetDependence(first=target, second=value.on, kind="none")
    return SetDependence(first=target, second=value.on, kind="certain" if value.certain else "possible")

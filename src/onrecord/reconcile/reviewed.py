"""Judgements come in; what they change in the reports and in their grouping goes out, the evidence untouched.

Forms of `Judgement.value` (JSON) are those of docs/claims.md. A claim's id carries the id of its founding proposition,
so a judgement that names a claim finds whichever claim now holds that proposition.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from onrecord.reconcile.reports import Report, with_holders
from onrecord.reconcile.world import SetDependence, World
from onrecord.record import Judgement

KINDS: Mapping[str, Literal["certain", "possible", "none"]] = {
    "certain": "certain",
    "possible": "possible",
    "none": "none",
}
Groups = tuple[tuple[str, ...], ...]


def claim_id(founder: str) -> str:
    """The id of the claim that a proposition founds."""
    return "claim-" + founder.partition("-")[2] if "-" in founder else f"claim-{founder}"


def in_force(judgements: Iterable[Judgement]) -> tuple[Judgement, ...]:
    """The judgements that nobody took back, in the order in which they were made; an undo can itself be undone."""
    ranked = sorted({item.id: item for item in judgements}.values(), key=lambda item: (item.when, item.id))
    undone: set[str] = set()
    for item in reversed(ranked):
        if item.act == "undo" and item.id not in undone:
            undone.add(item.replaces or item.target)
    return tuple(item for item in ranked if item.act != "undo" and item.id not in undone)


def _listed(value: object) -> tuple[str, ...]:
    """Ids out of a JSON value: a text, a list of them, or an object that holds one of the known names."""
    if isinstance(value, str):
        return (value,)
    if isinstance(value, list):
        return tuple(item for item in value if isinstance(item, str))
    if isinstance(value, Mapping):
        names = ("with", "claims", "propositions", "speakers", "entity", "on")
        return tuple(identity for name in names if name in value for identity in _listed(value[name]))
    return ()


def value_of(judgement: Judgement) -> object:
    """The value as JSON; a text that is no JSON stands for itself."""
    if judgement.value is None:
        return None
    try:
        found: object = json.loads(judgement.value)
    except ValueError:
        return judgement.value
    return found


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


def _names(reports: Iterable[Report]) -> _Names:
    attributions: dict[str, tuple[str, ...]] = {}
    founders: dict[str, str] = {}
    for item in reports:
        founders[claim_id(item.id)] = item.id
        if item.attribution is not None:
            attributions[item.attribution.id] = (*attributions.get(item.attribution.id, ()), item.id)
    return _Names(known=frozenset(founders.values()), founders=founders, attributions=attributions)


def judge_reports(reports: Sequence[Report], judgements: Sequence[Judgement]) -> tuple[Report, ...]:
    """Accepted ones are certain, rejected ones gone, corrected speakers in place; targets are attributions or
    propositions."""
    names = _names(reports)
    changed: dict[str, Report | None] = {item.id: item for item in reports}
    for judgement in judgements:
        if judgement.act not in {"accept", "reject", "speaker"}:
            continue
        for identity in names.find(judgement.target):
            current = changed[identity]
            if judgement.act == "reject":
                changed[identity] = None
            elif current is not None and judgement.act == "accept":
                changed[identity] = replace(current, score=1.0)
            elif current is not None and (speakers := _listed(value_of(judgement))):
                changed[identity] = replace(with_holders(current, speakers), score=1.0)
    return tuple(item for item in changed.values() if item is not None)


def judge_groups(groups: Groups, reports: Sequence[Report], judgements: Sequence[Judgement]) -> Groups:
    """Merge and split clusters as people said, in the order in which they said it."""
    names = _names(reports)
    current = [set(group) for group in groups]
    for judgement in judgements:
        if judgement.act not in {"merge", "split"}:
            continue
        targets = set(names.find(judgement.target))
        named = {identity for name in _listed(value_of(judgement)) for identity in names.find(name)}
        if judgement.act == "merge":
            met = [group for group in current if group & (targets | named)]
            current = [group for group in current if group not in met] + ([set().union(*met)] if met else [])
        else:
            taken = named or targets
            current = [group - taken for group in current] + [taken]
    return tuple(sorted(tuple(sorted(group)) for group in current if group))


def judge_world(world: World, judgements: Sequence[Judgement]) -> World:
    """The world with people's dependences (`depend`) and reliability letters (`grade`)."""
    dependences: list[SetDependence] = []
    letters = dict(world.reliability)
    for judgement in judgements:
        value = value_of(judgement)
        if judgement.act == "depend":
            kind = KINDS.get(str(value.get("kind")) if isinstance(value, Mapping) else "certain", "certain")
            dependences += [SetDependence(first=judgement.target, second=other, kind=kind) for other in _listed(value)]
        elif judgement.act == "grade" and (letter := _letter(value)) is not None:
            letters[judgement.target] = letter
    return replace(world, dependences=(*world.dependences, *dependences), reliability=letters)


def _letter(value: object) -> str | None:
    found = value.get("letter") if isinstance(value, Mapping) else value
    return found if isinstance(found, str) and found in {"A", "B", "C", "D", "E", "F"} else None

"""Readings, the world and people's judgements come in; claims with their positions and standing go out.

The result depends on the set of readings alone, never on their order; judgements are a view over unchanged evidence.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from onrecord.reconcile.frames import frame_of, gist_of, kind_of, parse_day
from onrecord.reconcile.holdings import People, assertions_of, join_entities, polarity_of, positions_of
from onrecord.reconcile.lineages import Lineages, find_lineages
from onrecord.reconcile.pairs import claim_scorer
from onrecord.reconcile.reports import Report, read_reports
from onrecord.reconcile.reviewed import claim_id, in_force, judge_groups, judge_reports, judge_world
from onrecord.reconcile.space import ClaimSpace
from onrecord.reconcile.standing import history, stand
from onrecord.reconcile.world import World, focus
from onrecord.record import Claim, Clock, Judgement, Reading

SHOWN = 0.5
"""Positions of a lower score wait for review. The design asks for the score at which 95 of 100 are right; until scores
are calibrated against gold positions this stands at even odds (docs/claims.md)."""
HOSTILE = frozenset({"ASSAULT", "FIGHT", "COERCE", "THREATEN", "MOBILIZE", "SANCTION"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimOptions:
    """`shown`: least score of a position that is counted; `include_waiting` shows the rest too, uncounted."""

    shown: float = SHOWN
    include_waiting: bool = False


def make_claims(
    readings: Iterable[Reading],
    world: World,
    judgements: Sequence[Judgement] = (),
    *,
    as_of: str | None = None,
    clock: Clock = "public",
    options: ClaimOptions = ClaimOptions(),
) -> tuple[Claim, ...]:
    """The claims that the readings make together, in order of their ids.

    `as_of` with clock "public" sees only articles published by that date, with "known" only those taken by then (what
    we knew then never changes), with "event" everything, but only what had happened by then counts.
    """
    seen = sorted(_visible(readings, as_of, clock), key=lambda reading: reading.article.id)
    passed = in_force(judgements)
    found = [item for reading in seen for item in read_reports(reading)]
    reports = judge_reports(list({item.id: item for item in found}.values()), passed)
    space = ClaimSpace(claim_scorer())
    space.add(item for item in reports if not item.antecedents and item.passage.weights)
    groups = judge_groups(space.clusters(), reports, passed)
    judged = judge_world(world, passed)
    context = _Context(
        people=People(entities=join_entities(reading.entities for reading in seen), world=judged),
        lineages=find_lineages(reports, judged, {reading.article.id: reading.article.text for reading in seen}),
        as_of=as_of,
        clock=clock,
        options=options,
    )
    by_id = {item.id: item for item in reports}
    pointing = _by_antecedent(reports)
    members = [_with_pointing([by_id[identity] for identity in group], pointing) for group in groups]
    claims = [claim for group in members if (claim := _make_claim(group, context)) is not None]
    return tuple(sorted(claims, key=lambda claim: claim.id))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Context:
    people: People
    lineages: Lineages
    as_of: str | None
    clock: Clock
    options: ClaimOptions


def _visible(readings: Iterable[Reading], as_of: str | None, clock: Clock) -> Iterable[Reading]:
    """The readings a question about a date may see; the last of those with one article id."""
    latest = {reading.article.id: reading for reading in readings}
    limit = parse_day(as_of)
    if limit is None or clock == "event":
        return latest.values()
    dates = (
        (reading, reading.article.taken if clock == "known" else reading.article.published)
        for reading in latest.values()
    )
    return [reading for reading, text in dates if (day := parse_day(text)) is not None and day <= limit]


def _by_antecedent(reports: Iterable[Report]) -> Mapping[str, list[Report]]:
    """Attribution -> the reports that only point back to it ("This was confirmed by …")."""
    found: dict[str, list[Report]] = defaultdict(list)
    for report in reports:
        for antecedent in report.antecedents:
            found[antecedent].append(report)
    return found


def _with_pointing(group: Sequence[Report], pointing: Mapping[str, Sequence[Report]]) -> list[Report]:
    """The group and what only points back to one of its attributions, which says nothing of its own."""
    held = sorted({item.attribution.id for item in group if item.attribution is not None})
    found = {item.id: item for identity in held for item in pointing.get(identity, ())}
    return [*group, *(item for item in found.values() if item not in group)]


def _make_claim(group: Sequence[Report], context: _Context) -> Claim | None:
    """The claim of one cluster; None where nobody holds anything on it that may be shown."""
    people, lineages, options = context.people, context.lineages, context.options
    counted = [item for item in group if item.score >= options.shown]
    shown = list(group) if options.include_waiting else counted
    worded = [item for item in shown if not item.antecedents] or [item for item in group if not item.antecedents]
    if not shown or not worded:
        return None
    polarity = polarity_of(worded)
    assertions = [one for item in counted for one in assertions_of(item, polarity, people, lineages)]
    positions = positions_of(shown, polarity, people, assertions)
    if not positions:
        return None
    founder = min(worded, key=lambda item: (item.source.published or "9", item.source.id, item.id))
    world = _world_of(worded, people)
    return Claim(
        id=claim_id(founder.id),
        gist=gist_of(worded),
        kind=kind_of(worded),
        frame=frame_of(worded),
        positions=positions,
        standing=stand(assertions, world, as_of=context.as_of, clock=context.clock),
        history=history(assertions, world, context.clock),
    )


def _world_of(reports: Sequence[Report], people: People) -> World:
    """The world as it matters for one claim: its conflicts and whom the claim accuses."""
    hostile = [item for item in reports if item.event in HOSTILE]
    return focus(
        people.world,
        parties=sorted({_top(keys, people) for item in reports for keys in (*item.actors, *item.targets)}),
        countries=sorted({item.place.country for item in reports if item.place is not None and item.place.country}),
        accused=sorted({_top(keys, people) for item in hostile for keys in item.actors}),
    )


def _top(keys: frozenset[str], people: People) -> str:
    """The uppermost body of an actor, out of the keys under which it is known."""
    ids = sorted(key for key in keys if ":" in key and not key.startswith("country:"))
    return people.principal(ids[0]) if ids else min(keys)

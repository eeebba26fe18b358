"""A shelf, the world and people's judgements come in, articles come and go; the claims that change by it go out, whole.

What a claim is made of: the reports of its cluster, who the people in them are, which texts are copies, and the claims it
is linked with. `renew` makes again only claims of which one of these changed, `whole` all of them, and both give the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

import msgspec

from onrecord.reconcile.assertion import Assertion
from onrecord.reconcile.corroboration import corroborate
from onrecord.reconcile.drafts import Draft, Full, world_of
from onrecord.reconcile.figures import numbers_of
from onrecord.reconcile.frames import kind_of
from onrecord.reconcile.holdings import People, assertions_of, polarity_of, positions_of
from onrecord.reconcile.library import Changes, Library
from onrecord.reconcile.lineages import Lineages
from onrecord.reconcile.links import bears_on
from onrecord.reconcile.meetings import AT_ONCE, Told, unheard
from onrecord.reconcile.reports import Report, read_reports
from onrecord.reconcile.reviewed import claim_id, in_force, judge_groups, judge_reports, judge_world
from onrecord.reconcile.shelf import Shelf
from onrecord.reconcile.sketches import Sketch, pack_sketch, sketch, sketch_of
from onrecord.reconcile.space import ClaimSpace, comparable
from onrecord.reconcile.world import World
from onrecord.record import (
    ClaimLink,
    Entity,
    Judgement,
    Reading,
    UnknownItem,
)
from onrecord.review import MergeValue, SplitValue, value_of

Links = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Renewed:
    """What a change comes to: the claims made again, and the ids of those that are no more."""

    made: Iterator[Full]
    removed: frozenset[str]


class _Asked:
    """The people of the library, noting who was asked for: a claim depends on these."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._known: dict[str, Entity | None] = {}
        self.asked: set[str] = set()

    def get(self, identity: str, /) -> Entity | None:
        self.asked.add(identity)
        if identity not in self._known:
            self._known[identity] = self._library.entity(identity)
        return self._known[identity]


@dataclass(slots=True)
class _Waiting:
    """What changed since the claims were last made."""

    changes: Changes = field(default_factory=Changes)
    reports: set[str] = field(default_factory=set)  # in parts that may be others
    near: set[str] = field(default_factory=set)  # with other neighbours, so that their claims may have other links
    asked: set[str] = field(default_factory=set)  # whom judgements name
    owners: set[str] = field(default_factory=set)  # claims that reports stood in which are gone


class Board:
    """All claims of a shelf."""

    def __init__(
        self,
        shelf: Shelf,
        world: World,
        judgements: Sequence[Judgement] = (),
        *,
        shown: float,
        include_waiting: bool = False,
    ) -> None:
        """`shown`: least score of a position that is counted; `include_waiting` shows the rest too, uncounted."""
        self._shelf = shelf
        self._least, self._least_shown = shown, 0.0 if include_waiting else shown
        self._passed = in_force(judgements)
        self._judged = judge_world(world, self._passed)
        self.library = Library(shelf, self._judged)
        self.space = ClaimSpace(self.library)
        self._waiting = _Waiting()
        self._gathered: list[str] = []  # the reports of a board that nothing was put on or dropped from since
        self._by_target: dict[str, list[Judgement]] = defaultdict(list)
        for judgement in self._passed:
            self._by_target[judgement.target].append(judgement)

    # ------------------------------------------------------------------------------------------------- articles come, go

    def put(self, readings: Iterable[Reading]) -> None:
        """Take articles in, in place of what was there under their ids."""
        self._gathered = []
        listed = list({reading.article.id: reading for reading in readings}.values())
        self.drop(reading.article.id for reading in listed)
        judged = [(reading.article, reading.entities, self._reports(reading)) for reading in listed]
        changes = Changes()
        self.library.put(judged, changes)
        fresh = [name for name, report in self.library.reports(sorted(changes.fresh)).items() if comparable(report)]
        self._see(self.space.add(fresh))
        self._note(changes)

    def stock(self, readings: Iterable[Reading]) -> None:
        """Take articles in that are not there, all of them before `gather`: what `put` does, at a third of the price."""
        judged = [(reading.article, reading.entities, self._reports(reading)) for reading in readings]
        self.library.stock(judged, Changes())

    def gather(self, told: Told = unheard) -> None:
        """Bring together what was stocked, on a board that was empty before."""
        self.library.gather()
        self._gathered = self._placed()
        self.space.gather(self._gathered, told)

    def drop(self, articles: Iterable[str]) -> None:
        """Take articles out, those of them that are there."""
        pages = self.library.pages(articles)
        names = {name for page, _, _ in pages.values() for name in page.reports}
        if not pages:
            return
        self._gathered = []
        self._waiting.owners |= set(self._owners(names).values())
        self._shelf.drop("owner", names)
        placed = [name for name, report in self.library.reports(names).items() if comparable(report)]
        self._see(self.space.remove(placed))
        changes = Changes()
        self.library.drop(pages, changes)
        self._waiting.reports -= names
        self._waiting.near -= names
        self._note(changes)

    def touch(self, names: Iterable[str]) -> None:
        """Look again at whatever judgements call by these names: reports and claims, or people, outlets and articles."""
        for name in sorted(names):
            reports = self.library.find(name)
            self._waiting.reports.update(one for one, item in self.library.reports(reports).items() if comparable(item))
            self._waiting.changes.texts.add(name)
            self._waiting.asked.update({name, self._judged.identify(name)})

    def _see(self, moved: tuple[set[str], set[str]]) -> None:
        self._waiting.reports |= moved[0]
        self._waiting.near |= moved[1]

    def _note(self, changes: Changes) -> None:
        for who, before in changes.people.items():
            self._waiting.changes.people.setdefault(who, before)
        self._waiting.changes.texts.update(changes.texts)

    def _reports(self, reading: Reading) -> tuple[Report, ...]:
        found = tuple({item.id: item for item in read_reports(reading)}.values())
        names = {item.id for item in found} | {claim_id(item.id) for item in found}
        names |= {item.attribution.id for item in found if item.attribution is not None}
        passed = {one.id for name in names for one in self._by_target.get(name, ())}
        return judge_reports(found, [one for one in self._passed if one.id in passed]) if passed else found

    # ------------------------------------------------------------------------------------------------------ claims again

    def renew(self) -> Renewed:
        """The claims that changed since the last time, each made again once it is asked for."""
        waiting, self._waiting = self._waiting, _Waiting()
        acts = self._linking()
        touched = self.space.regroup(waiting.reports)
        while apart := self._bound(touched, acts, waiting.owners):
            touched |= self.space.regroup(apart)
        drafts = [draft for group in self._groups(touched, acts) if (draft := self._draft(group)) is not None]
        former = waiting.owners | set(self._owners(touched).values())
        present = {draft.id for draft in drafts}
        around = self._around(former)
        self._forget(former | present)
        for draft in drafts:
            self._remember(draft)
        around[0].update(self._claims_of(waiting.near))
        again = present | self._relink(present, around) | (self._asking(waiting) - (former - present))
        return Renewed(made=(self.full(name) for name in sorted(again)), removed=frozenset(former - present))

    def whole(self) -> Iterator[Full]:
        """Every claim, in order of ids: for a shelf that was filled from empty."""
        self._waiting = _Waiting()
        for group in self._groups(self._gathered or self._placed(), self._linking()):
            draft = self._draft(group)
            if draft is not None:
                self._remember(draft)
        claims = self._shelf.names("sketch")
        for name in claims:
            self._link(name, self._links(name))
        return (self.full(name) for name in claims)

    def _bound(self, touched: set[str], acts: Sequence[tuple[set[str], Judgement]], gone: Iterable[str]) -> set[str]:
        """The reports that people bind to those touched, or bound to some that are gone, in parts not touched yet."""
        named = set[str]().union(*(one for one, _ in acts if one & touched))
        claims = {*gone, *self._owners(touched).values()}
        held = self.library.reports({name for _, name, _ in self._shelf.ties("holds", sorted(claims))} - touched)
        return (named - touched) | {name for name, report in held.items() if comparable(report)}

    def _placed(self) -> list[str]:
        """All reports that can be compared, in order."""
        names = self._shelf.names("report")
        some = (self.library.reports(names[start : start + AT_ONCE]) for start in range(0, len(names), AT_ONCE))
        return [name for reports in some for name, report in reports.items() if comparable(report)]

    def _linking(self) -> list[tuple[set[str], Judgement]]:
        """The merges and splits with the reports that they name."""
        found = []
        for judgement in self._passed:
            value = value_of(judgement) if judgement.act in {"merge", "split"} else None
            names: set[str] = set()
            if isinstance(value, MergeValue):
                names = {judgement.target, *value.propositions, *value.claims}
            elif isinstance(value, SplitValue):
                names = {name for group in value.groups for name in group}
            reports = self.library.reports({one for name in names for one in self.library.find(name)})
            if reports:
                found.append(({name for name, item in reports.items() if comparable(item)}, judgement))
        return found

    def _groups(self, names: Iterable[str], acts: Sequence[tuple[set[str], Judgement]]) -> Iterator[tuple[str, ...]]:
        """The clusters of whole parts as people corrected them."""
        named = set[str]().union(*(one for one, _ in acts))
        held: list[tuple[str, ...]] = []
        for group in self.space.cluster(names):
            if named.isdisjoint(group):
                yield group
            else:
                held.append(group)
        reports = tuple(self.library.reports(sorted({name for group in held for name in group})).values())
        present = {report.id for report in reports}
        yield from judge_groups(tuple(held), reports, [one for reached, one in acts if reached & present])

    def _draft(self, group: Sequence[str]) -> Draft | None:
        """The claim of one cluster; None where nobody holds anything on it that may be shown."""
        reports = list(self.library.reports(sorted(group)).values())
        pointing = self.library.pointing(reports)
        present = {item.id for item in reports}
        reports += [item for name, item in sorted(pointing.items()) if name not in present]
        reports = corroborate(reports)
        shown = self._shown(reports)
        worded = [item for item in shown if not item.antecedents] or [item for item in reports if not item.antecedents]
        if not worded or all(item.derived or not item.holders for item in shown):
            return None
        founder = min(worded, key=lambda item: (item.source.published or "9", item.source.id, item.id))
        return Draft(id=claim_id(founder.id), polarity=polarity_of(worded), group=tuple(reports), worded=tuple(worded))

    def full(self, identity: str, *, note: bool = True) -> Full:
        """A claim of the shelf with everybody's positions and what linked claims lend it; raises UnknownItem.

        Without `note` nothing is written: whom it depends on was noted when it was settled.
        """
        found = self._shelf.items("sketch", [identity]).get(identity)
        if found is None:
            raise UnknownItem(f"{identity}: there is no such claim.")
        own, needs = self._fill(identity)
        mine = sketch_of(found)
        lenders = [(claim, "-") for claim in sorted({claim for claim, how in mine.links if how == "refines"})]
        lenders += [(claim, "+") for _, claim, _ in self._shelf.ties("refined", [identity])]
        lent: list[Assertion] = []
        for claim, sign in lenders:
            evidence, asked = self._lent(mine, claim, sign)
            lent += evidence
            needs |= asked
        if note:
            self._note_needs(identity, needs)
        links = tuple(ClaimLink(claim=other, as_=how) for other, how in mine.links)  # type: ignore[arg-type]
        return replace(own, links=links, assertions=(*own.own, *lent))

    def _lent(self, mine: Sketch, other: str, sign: str) -> tuple[list[Assertion], set[str]]:
        """What another claim lends this one, and on whom that depends: support for the narrower claim supports the wider,
        opposition to the wider opposes the narrower."""
        theirs = sketch_of(self._shelf.items("sketch", [other])[other])
        if {mine.polarity, theirs.polarity} != {"positive"}:
            return [], set()
        full, needs = self._fill(other)
        lent = [one for one in full.own if one.sign == sign]
        return lent, needs if lent else set()

    def _fill(self, identity: str) -> tuple[Full, set[str]]:
        """A claim without what others lend it, and everybody on whom it depends."""
        names = [name for _, name, _ in self._shelf.ties("holds", [identity])]
        draft = self._draft([name for name, one in self.library.reports(names).items() if not one.antecedents])
        if draft is None:
            raise UnknownItem(f"There is no claim {identity}.")
        asked = _Asked(self.library)
        people = People(entities=asked, world=self._judged)
        counted = [item for item in draft.group if item.score >= self._least]
        lineages = self._lineages(draft.group)
        assertions = tuple(one for item in counted for one in assertions_of(item, draft.polarity, people, lineages))
        positions = positions_of(self._shown(draft.group), draft.polarity, people, assertions)
        worded = [item for item in draft.worded if item.score >= self._least]
        full = Full(
            draft=draft,
            positions=positions,
            own=assertions,
            assertions=assertions,
            world=world_of(draft.worded, draft.polarity, people),
            numbers=numbers_of(worded, draft.polarity, people, positions),
        )
        return full, asked.asked | set(self._named(draft, assertions))

    def _shown(self, reports: Sequence[Report]) -> list[Report]:
        return [item for item in reports if item.score >= self._least_shown]

    def _lineages(self, reports: Sequence[Report]) -> Lineages:
        held = self.library.held([item.id for item in reports])
        articles = sorted({item.source.id for item in reports})
        return Lineages(
            groups=self.library.text_groups(articles),
            agencies={item.source.id: item.source.agency for item in reports},
            told={name: item.told for name, item in held.items()},
            cited={name: item.cites for name, item in held.items()},
        )

    def _named(self, draft: Draft, assertions: Sequence[Assertion]) -> Iterator[str]:
        """Everybody on whom the claim may depend beside those who were asked for."""
        for one in assertions:
            for name in (one.holder, one.principal, one.outlet, one.agency, *one.relays, *one.cites):
                if name:
                    yield from (name, *self._judged.bodies_above(name))
        for item in draft.worded:
            yield from (key for keys in (*item.actors, *item.targets) for key in keys if ":" in key)

    # ----------------------------------------------------------------------------------------- what the shelf remembers

    def _remember(self, draft: Draft) -> None:
        """Note a claim that has no links yet."""
        worded = {item.id for item in draft.worded}
        made = sketch(draft.id, kind_of(draft.worded), draft.polarity, draft.worded)
        self._shelf.put("sketch", {draft.id: pack_sketch(made)})
        self._shelf.tie("holds", ((draft.id, item.id, float(item.id in worded)) for item in draft.group))
        owned = (item.id for item in draft.group if not item.antecedents)
        self._shelf.put("owner", dict.fromkeys(owned, draft.id.encode()))

    def _forget(self, claims: Iterable[str]) -> None:
        """Forget claims, if they are there."""
        listed = sorted(claims)
        held = self._shelf.ties("holds", listed)
        owners = self._owners(name for _, name, _ in held)
        self._shelf.untie("holds", [(claim, name) for claim, name, _ in held])
        self._shelf.drop("owner", [name for claim, name, _ in held if owners.get(name) == claim])
        for name, content in self._shelf.items("sketch", listed).items():
            self._unlink(name, sketch_of(content).links)
        self._shelf.drop("sketch", listed)
        for name in listed:
            self._note_needs(name, set())

    def _owners(self, reports: Iterable[str]) -> dict[str, str]:
        """Report -> the claim it stands in."""
        return {name: claim.decode() for name, claim in self._shelf.items("owner", sorted(set(reports))).items()}

    def _note_needs(self, claim: str, needs: set[str]) -> None:
        """Note on whom a claim depends, so that it is made again when they are known otherwise."""
        content = self._shelf.items("needs", [claim]).get(claim)
        former = set(msgspec.json.decode(content, type=list[str])) if content else set()
        if needs == former:
            return
        self._shelf.untie("asked", ((name, claim) for name in former - needs))
        self._shelf.tie("asked", ((name, claim, 1.0) for name in needs - former))
        if needs:
            self._shelf.put("needs", {claim: msgspec.json.encode(sorted(needs))})
        else:
            self._shelf.drop("needs", [claim])

    def _asking(self, waiting: _Waiting) -> set[str]:
        """The claims that depend on people who are known otherwise now, or on texts that are in another group."""
        pages = self.library.pages(sorted(waiting.changes.texts)).values()
        owners = self._owners(name for page, _, _ in pages for name in page.reports)
        people = self.library.known_otherwise(waiting.changes) | waiting.asked
        return {*owners.values(), *(claim for _, claim, _ in self._shelf.ties("asked", people))}

    # ------------------------------------------------------------------------------------------------------------- links

    def _links(self, claim: str) -> Links:
        """How a claim bears on those it is near, and on those whose numbers its own are parts of."""
        worded = [name for _, name, value in self._shelf.ties("holds", [claim]) if value]
        near = self._claims_of(other for _, other in self.space.near(worded)) - {claim}
        wholes = self._claims_of(other for _, other, way in self._shelf.ties("whole", worded) if way > 0) - {claim}
        found = {name: sketch_of(one) for name, one in self._shelf.items("sketch", sorted({claim, *near})).items()}
        ways = {(name, how) for name in near if (how := bears_on(found[claim], found[name])) is not None}
        return tuple(sorted(ways | {(name, "part-of") for name in wholes}))

    def _claims_of(self, reports: Iterable[str]) -> set[str]:
        """The claims in whose own wordings these reports stand."""
        owners = self._owners(reports)
        held = self._shelf.ties("holds", sorted(set(owners.values())))
        worded = {(claim, name) for claim, name, value in held if value}
        return {claim for name, claim in owners.items() if (claim, name) in worded}

    def _link(self, claim: str, links: Links) -> None:
        """Note a claim's links in place of those it had."""
        found = sketch_of(self._shelf.items("sketch", [claim])[claim])
        if found.links != links:
            self._unlink(claim, found.links)
            self._shelf.tie("linked", ((other, claim, 1.0) for other, _ in links))
            self._shelf.tie("refined", ((other, claim, 1.0) for other, how in links if how == "refines"))
            self._shelf.put("sketch", {claim: pack_sketch(msgspec.structs.replace(found, links=links))})

    def _unlink(self, claim: str, links: Links) -> None:
        self._shelf.untie("linked", ((other, claim) for other, _ in links))
        self._shelf.untie("refined", ((other, claim) for other, how in links if how == "refines"))

    def _around(self, claims: Iterable[str]) -> tuple[set[str], set[str]]:
        """The claims that these are linked with either way; and those of them that lend or borrow evidence."""
        listed = sorted(claims)
        links = [one for content in self._shelf.items("sketch", listed).values() for one in sketch_of(content).links]
        narrower = {claim for _, claim, _ in self._shelf.ties("refined", listed)}
        linked = {claim for _, claim, _ in self._shelf.ties("linked", listed)} | {other for other, _ in links}
        return linked, narrower | {other for other, how in links if how == "refines"}

    def _relink(self, present: set[str], around: tuple[set[str], set[str]]) -> set[str]:
        """Link claims that were made again, and those near them; returns which others change by it."""
        linked, lending = around
        for claim in sorted(present):
            self._link(claim, self._links(claim))
        worded = [name for _, name, value in self._shelf.ties("holds", sorted(present)) if value]
        others = [other for _, other in self.space.near(worded)]
        others += [other for _, other, _ in self._shelf.ties("whole", worded)]
        changed = set(lending)
        there = self._shelf.items("sketch", sorted((self._claims_of(others) | linked) - present))
        for claim, content in sorted(there.items()):
            links = self._links(claim)
            if links != sketch_of(content).links:
                self._link(claim, links)
                changed.add(claim)
        changed |= self._around(present)[1]
        return {claim for claim in changed - present if self._shelf.items("sketch", [claim])}

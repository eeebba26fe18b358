"""Drafts of claims that were compared with one another come in; how they bear on one another goes out.

refines: the same at a narrower place; answers: states what another leaves open; presupposes: who did it, where another
says that it happened; supersedes: the same measure at a later date; part-of: a number that is a part of another's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from onrecord.reconcile.frames import lies_within, parse_day
from onrecord.reconcile.reports import Report
from onrecord.record import ClaimKind, ClaimLink, Polarity


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Draft:
    """A claim before its standing: its reports (those that say something of their own) and how it is worded."""

    id: str
    kind: ClaimKind
    polarity: Polarity
    reports: tuple[Report, ...]

    @property
    def acts(self) -> frozenset[str]:
        """The classes of acts that at least half of the reports tell of."""
        counts = Counter(act for item in self.reports for act in item.acts)
        return frozenset(act for act, count in counts.items() if 2 * count >= len(self.reports))

    @property
    def places(self) -> tuple[Report, ...]:
        """The reports that name a known place."""
        return tuple(item for item in self.reports if item.place is not None and item.place.geonames)


def find_links(drafts: Iterable[Draft], near: Iterable[tuple[str, str]]) -> Mapping[str, tuple[ClaimLink, ...]]:
    """Claim -> its links; `near` are the pairs of claims whose wordings were found alike."""
    by_id = {draft.id: draft for draft in drafts}
    found: dict[str, set[tuple[str, str]]] = {}
    for pair in near:
        for one, other in (pair, pair[::-1]):
            how = bears_on(by_id[one], by_id[other])
            if how is not None:
                found.setdefault(one, set()).add((other, how))
    for one, other in _parts(by_id.values()):
        found.setdefault(one, set()).add((other, "part-of"))
    return {
        identity: tuple(ClaimLink(claim=other, as_=how) for other, how in sorted(links))  # type: ignore[arg-type]
        for identity, links in found.items()
    }


def bears_on(one: Draft, other: Draft) -> str | None:
    """How the first bears on the second, None where it does not."""
    if other.kind == "open-question" and one.kind not in {"open-question", "opinion"}:
        return "answers"
    if one.kind == "responsibility" and other.kind == "event":
        return "presupposes"
    if one.kind == "number" and other.kind == "number" and _later(one, other):
        return "supersedes"
    if _narrower(one, other):
        return "refines"
    return None


def _narrower(one: Draft, other: Draft) -> bool:
    """Whether every known place of the first lies within one of the second's, and they tell of one kind of event."""
    if not one.places or not other.places or one.kind != other.kind:
        return False
    events, others = ({item.event for item in draft.reports if item.event} for draft in (one, other))
    if (events and others and not events & others) or one.acts != other.acts:
        return False
    return all(any(lies_within(inner, outer) for outer in other.places) for inner in one.places)


def _later(one: Draft, other: Draft) -> bool:
    """Whether both count the same thing, the first as of a later day."""
    measures = [
        {(item.measure.what, item.measure.whose) for report in draft.reports for item in report.quantities}
        for draft in (one, other)
    ]
    if not measures[0] & measures[1]:
        return False
    first, last = _days(one), _days(other)
    return bool(first and last and min(first) > max(last))


def _days(draft: Draft) -> Sequence[str]:
    ends = [item.time.end for item in draft.reports if item.time is not None and item.time.precision != "vague"]
    return [end for end in ends if end is not None and parse_day(end) is not None]


def _parts(drafts: Iterable[Draft]) -> list[tuple[str, str]]:
    """Pairs of claims of which the first has a number that is part of a number of the second."""
    owner: dict[str, str] = {}
    parts: list[tuple[str, str]] = []
    for draft in drafts:
        for report in draft.reports:
            for quantity in report.quantities:
                owner.setdefault(quantity.id, draft.id)
                if quantity.measure.part_of is not None:
                    parts.append((draft.id, quantity.measure.part_of))
    return sorted({(one, owner[whole]) for one, whole in parts if whole in owner and owner[whole] != one})

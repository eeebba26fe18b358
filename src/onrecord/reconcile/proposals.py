"""Claims on a shelf come in; those that may be one with another claim go out, with the reasons, for a person to decide.

Wordings that are somewhat like each other are tied when claims are settled, also where that was not enough for one claim
(space.py), so that nothing is compared here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from onrecord.reconcile.clusters import Pair, ordered
from onrecord.reconcile.library import Library
from onrecord.reconcile.likeness import explain_pair

NAMED = 4  # reasons that a person is shown on either side
Splits = Sequence[Sequence[Sequence[str]]]  # for each, its groups of propositions


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """Two claims that may be one: how surely, by their nearest wordings (propositions), and what speaks for and against.

    `claims` and `wordings` stand in one order; a reason is a feature with what it adds to the log odds, the strongest first.
    """

    claims: Pair
    wordings: Pair
    score: float
    reasons: tuple[tuple[str, float], ...]

    @property
    def speaks_for(self) -> tuple[str, ...]:
        """The strongest features that speak for it."""
        return tuple(name for name, part in self.reasons if part > 0)[:NAMED]

    @property
    def speaks_against(self) -> tuple[str, ...]:
        """The strongest features that speak against it."""
        return tuple(name for name, part in self.reasons if part < 0)[:NAMED]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposals:
    """How many pairs of claims wait for a word, and the surest of them."""

    waiting: int
    first: tuple[Proposal, ...]


def propose_merges(library: Library, claims: Iterable[str], apart: Splits = (), *, most: int) -> Proposals:
    """What these claims may be one with, the surest first; pairs that a veto or a person (`apart`) parts are left out."""
    worded = [name for _, name, value in library.shelf.ties("holds", sorted(set(claims))) if value]
    ties = library.shelf.ties("near", worded)
    owners = _owners(library, {name for one, other, _ in ties for name in (one, other)})
    parted = _parted(library, apart)
    best: dict[Pair, tuple[float, Pair]] = {}
    for one, other, value in ties:
        if one not in owners or other not in owners or owners[one] == owners[other]:
            continue
        pair = ordered(owners[one], owners[other])
        if value < 0:
            parted.add(pair)
        wordings = (one, other) if pair[0] == owners[one] else (other, one)
        best[pair] = max(best.get(pair, (value, wordings)), (value, wordings))
    found = sorted((-value, pair, wordings) for pair, (value, wordings) in best.items() if pair not in parted)
    first = (
        Proposal(claims=pair, wordings=wordings, score=-value, reasons=_reasons(library, wordings))
        for value, pair, wordings in found[:most]
    )
    return Proposals(waiting=len(found), first=tuple(first))


def _owners(library: Library, reports: Iterable[str]) -> dict[str, str]:
    """Report -> the claim in whose own wordings it stands; headlines, which repeat what the text says, are left out."""
    shelf = library.shelf
    found = {name: claim.decode() for name, claim in shelf.items("owner", sorted(set(reports))).items()}
    worded = {(claim, name) for claim, name, value in shelf.ties("holds", sorted(set(found.values()))) if value}
    own = {name for name, item in library.held(found).items() if not item.derived}
    return {name: claim for name, claim in found.items() if name in own and (claim, name) in worded}


def _parted(library: Library, apart: Splits) -> set[Pair]:
    """The pairs of claims that people keep apart."""
    parted: set[Pair] = set()
    for groups in apart:
        reports = [[one for name in group for one in library.find(name)] for group in groups]
        for some, others in combinations([set(_owners(library, group).values()) for group in reports], 2):
            parted.update(ordered(one, other) for one in some for other in others)
    return parted


def _reasons(library: Library, wordings: Pair) -> tuple[tuple[str, float], ...]:
    reports = library.reports(wordings)
    return explain_pair(reports[wordings[0]], reports[wordings[1]])

"""Evidence of claims that refine one another comes in; the evidence that counts for one of them goes out.

Support for the narrower existential claim also supports the wider ("fighting in a village" supports "fighting in the
oblast"); opposition to the wider opposes the narrower; nothing else flows, and unlinked claims are irrelevant (law L12).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from onrecord.reconcile.assertion import Assertion, Sign
from onrecord.reconcile.positions import hold, make_statements
from onrecord.reconcile.retraction import fallen
from onrecord.reconcile.world import World


def gather(
    claim: str, evidence: Mapping[str, Iterable[Assertion]], refines: Iterable[tuple[str, str]], world: World
) -> frozenset[Assertion]:
    """The claim's own assertions, current support of all that refine it, current opposition to all that it refines.

    `refines` holds pairs (narrower, wider). A principal that took a position on the claim itself is asked there alone:
    what flows is only what it says elsewhere and does not contradict or double here.
    """
    links = frozenset(refines)
    own = frozenset(evidence.get(claim, ()))
    spoke = {one.principal for one in make_statements(own, world)}
    narrower = _linked(claim, {(wide, narrow) for narrow, wide in links})
    wider = _linked(claim, links)
    flowing = [
        *(one for other in sorted(narrower) for one in _current(evidence.get(other, ()), "+", spoke, world)),
        *(one for other in sorted(wider) for one in _current(evidence.get(other, ()), "-", spoke, world)),
    ]
    return own | frozenset(flowing)


def _linked(claim: str, links: Iterable[tuple[str, str]]) -> set[str]:
    """Everything reached from the claim along the links, without itself."""
    pairs = tuple(links)
    found, waiting = set[str](), [claim]
    while waiting:
        here = waiting.pop()
        for start, end in pairs:
            if start == here and end not in found and end != claim:
                found.add(end)
                waiting.append(end)
    return found


def _current(assertions: Iterable[Assertion], sign: Sign, spoke: set[str], world: World) -> list[Assertion]:
    """What principals hold now of this sign, those who are divided or spoke for themselves left out."""
    given = frozenset(assertions)
    held = hold(make_statements(given - fallen(given, world), world), world)
    chosen = (one for one in held if not one.divided and one.principal not in spoke)
    return [said.assertion for one in chosen for said in one.statements if said.sign == sign]

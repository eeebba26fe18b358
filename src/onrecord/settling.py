"""The evidence of a ledger in, its claims made anew and put into it. The last arrow of the way through.

Claims and standings are views: this can be run at any time, and the same evidence gives the same bytes.
"""

from __future__ import annotations

from dataclasses import replace

from onrecord.reconcile.claims import ClaimOptions, make_claims
from onrecord.reconcile.world import World
from onrecord.record import Claim, Reading, StandingChange
from onrecord.store.ledger import Ledger
from onrecord.store.terms import Kept, Settled


def settle(ledger: Ledger, world: World, *, at: str, options: ClaimOptions | None = None) -> int:
    """Make every claim anew from the ledger's readings and judgements; returns how many there are.

    `at` is the present moment (ISO 8601), noted with the views. Readers see the former claims until it is done.
    """
    mark = ledger.mark()
    readings = [_as_known(kept) for kept in ledger.kept_readings()]
    judgements = ledger.judgements()
    chosen = options or ClaimOptions()
    public = make_claims(readings, world, judgements, options=chosen)
    known = {c.id: c.history for c in make_claims(readings, world, judgements, clock="known", options=chosen)}
    event = {c.id: c.history for c in make_claims(readings, world, judgements, clock="event", options=chosen)}
    return ledger.replace_claims((_settled(claim, known, event) for claim in public), mark=mark, at=at)


Histories = dict[str, tuple[StandingChange, ...]]


def _settled(claim: Claim, known: Histories, event: Histories) -> Settled:
    return Settled(claim=claim, known=known.get(claim.id, ()), event=event.get(claim.id, ()))


def _as_known(kept: Kept) -> Reading:
    """The reading with the moment its text first came into the ledger, on which the *known* clock runs."""
    return replace(kept.reading, article=replace(kept.reading.article, taken=kept.first_recorded))

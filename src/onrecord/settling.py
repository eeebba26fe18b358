"""The evidence of a ledger in, its claims made anew and put into it. The last arrow of the way through.

Claims and standings are views: this can be run at any time, and the same evidence gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from onrecord.corrections import correct, is_judged, judged_names
from onrecord.knowledge.countries import countries
from onrecord.reconcile.claims import ClaimOptions, settle_claims
from onrecord.reconcile.world import World
from onrecord.record import Claim, Judgement, Reading
from onrecord.review import latest
from onrecord.store.ledger import Ledger
from onrecord.store.terms import Kept, Settled


def settle(ledger: Ledger, world: World, *, at: str, options: ClaimOptions | None = None) -> int:
    """Make every claim anew from the ledger's readings and judgements; returns how many there are.

    `at` is the present moment (ISO 8601), noted with the views. Readers see the former claims until it is done.
    """
    mark = ledger.mark()
    judgements = ledger.judgements(anchored=True)
    decisions, judged = latest(judgements), judged_names(judgements)
    kept = list(ledger.kept_readings())
    corrected = [replace(item, reading=correct(item.reading, decisions)) for item in kept]
    readings = [_as_known(item) for item in corrected]
    names = entity_names(readings)
    made = settle_claims(readings, world, judgements, options=options or ClaimOptions())
    settled = (Settled(claim=name_claim(one.claim, names), known=one.known, event=one.event) for one in made)
    with ledger.writing():
        ledger.show_readings(new for old, new in zip(kept, corrected, strict=True) if is_judged(old.reading, judged))
        return ledger.replace_claims(settled, mark=mark, at=at)


def evidence_of(ledger: Ledger) -> tuple[list[Reading], tuple[Judgement, ...]]:
    """The readings as people corrected them, and the judgements: what claims are made of."""
    judgements = ledger.judgements(anchored=True)
    decisions = latest(judgements)
    return [
        _as_known(replace(one, reading=correct(one.reading, decisions))) for one in ledger.kept_readings()
    ], judgements


def entity_names(readings: Iterable[Reading]) -> dict[str, str]:
    """Entity id -> the longest name that any article gives it ("Vedant Patel" over "Patel"), first in order of letters."""
    found: dict[str, str] = {}
    for reading in readings:
        for entity in reading.entities:
            known = found.get(entity.id)
            if known is None or (-len(entity.name), entity.name) < (-len(known), known):
                found[entity.id] = entity.name
    return found


def name_claim(claim: Claim, names: Mapping[str, str]) -> Claim:
    """The claim with the names of everybody in it, so that it can be shown by itself."""
    ids = {holder for position in claim.positions for holder in position.holders}
    ids |= {position.principal for position in claim.positions if position.principal}
    ids |= {body for body, _ in claim.standing.reliability} | {*claim.frame.actors, *claim.frame.targets}
    ids |= {figure.holder for figure in claim.numbers.series} if claim.numbers else set()

    def say(identity: str) -> str:
        return (
            plain_name(identity) if identity.startswith("government:") else names.get(identity) or plain_name(identity)
        )

    return replace(claim, names=tuple(sorted((identity, say(identity)) for identity in ids)))


def plain_name(identity: str) -> str:
    """A readable name for an id that no article names: "government:KR" -> "South Korea"."""
    kind, _, key = identity.partition(":")
    country = countries().get(key) if kind == "government" else None
    return country.name if country else key.replace("-", " ") or identity


def _as_known(kept: Kept) -> Reading:
    """The reading with the moment its text first came into the ledger, on which the *known* clock runs."""
    return replace(kept.reading, article=replace(kept.reading.article, taken=kept.first_recorded))

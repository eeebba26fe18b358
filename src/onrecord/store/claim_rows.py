"""A settled claim in, its rows for the ledger's views out. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import msgspec

from onrecord.formats import encode_claim
from onrecord.phrases import say_figures
from onrecord.record import Claim, Clock, StandingChange
from onrecord.store.door import Row
from onrecord.store.moments import FOREVER, first_second, last_second, months_of, row_number
from onrecord.store.terming import Terms, pack_terms, storable, term
from onrecord.store.terms import Settled

CLAIM_COLUMNS = (
    "row, id, gist, words, kind, label, digit, reliability, supporting_low, supporting_high, opposing_low, "
    "opposing_high, measure, unit, figures, low, best, high, conflict, tension, place, happened_start, happened_end, "
    "happened_first, happened_last, changed, positions, articles, outlets, terms"
)
BODY_COLUMNS = "id, payload, known, event"
STANDING_COLUMNS = (
    "clock, row, claim_row, since, since_moment, until_moment, label, digit, supporting_low, supporting_high, "
    "opposing_low, opposing_high, before_label, before_digit"
)
_MOST_MONTHS = 36
LONG = "long"  # the month term of a claim about a longer or half-open time


@dataclass(frozen=True, slots=True)
class ClaimRows:
    """Everything the views hold about one claim."""

    row: int
    claim: Row
    body: Row
    terms: Terms
    standings: tuple[Row, ...]
    statements: tuple[Row, ...]
    articles: tuple[Row, ...]
    links: tuple[Row, ...]


def claim_rows(
    settled: Settled, wordings: Mapping[str, str], taken: Callable[[int], bool] = lambda _row: False
) -> ClaimRows:
    """The rows of one claim; `wordings` by proposition, `taken` says which row numbers are in use."""
    claim = settled.claim
    row = row_number(first_second(changed_on(claim)), claim.id, taken)
    terms = claim_terms(claim)
    articles = sorted({article for position in claim.positions for article in position.articles})
    return ClaimRows(
        row=row,
        claim=(row, *_claim_values(claim, words_of_claim(claim, wordings), len(articles)), pack_terms(terms)),
        body=body_row(settled),
        terms=terms,
        standings=tuple(_standings(settled, row)),
        statements=tuple(sorted(_statements(claim))),
        articles=tuple((article, claim.id) for article in articles),
        links=tuple(sorted({(link.claim, claim.id, link.as_) for link in claim.links})),
    )


def body_row(settled: Settled) -> Row:
    """The claim whole, in the order of BODY_COLUMNS."""
    claim = settled.claim
    return claim.id, encode_claim(claim).decode(), _changes(settled.known), _changes(settled.event)


def changed_on(claim: Claim) -> str | None:
    """When the standing in force began: the last change of its history."""
    dated = [change.since for change in claim.history if change.since]
    return max(dated, key=lambda since: (first_second(since) or 0, since)) if dated else None


def words_of_claim(claim: Claim, wordings: Mapping[str, str]) -> str:
    """What the text filter looks into: the gist, who takes a position, the frame, and every wording as it stands in
    its article. Each wording is there once, however many articles copied it."""
    frame = claim.frame
    names = dict(claim.names)
    holders = {holder for position in claim.positions for holder in position.holders}
    parts = [claim.gist, *sorted(names.get(holder, holder.partition(":")[2]) for holder in holders)]
    parts += [names.get(key, key) for key in (*frame.actors, *frame.targets)] + [frame.place or ""]
    parts += [wordings.get(name, "") for position in claim.positions for name in position.propositions]
    return storable(" · ".join(dict.fromkeys(part for part in parts if part)))


def claim_terms(claim: Claim) -> Terms:
    """The filter values that the claim answers to."""
    names = dict(claim.names)
    label = claim.standing.label
    found = {term("label", part.strip()) for part in (label, *label.split(","))}
    found |= {term("kind", claim.kind), term("digit", str(claim.standing.credibility))}
    for position in claim.positions:
        for holder in position.holders:
            found |= _named("holder", holder, names)
        if position.principal:
            found |= _named("principal", position.principal, names)
        found |= {term("outlet", outlet) for outlet in position.outlets}
    if claim.frame.place:
        found.add(term("place", claim.frame.place, names.get(claim.frame.place)))
    if claim.frame.event:
        found.add(term("event", claim.frame.event))
    if claim.frame.time:
        months = months_of(claim.frame.time.start, claim.frame.time.end, most=_MOST_MONTHS)
        found |= {term("month", month) for month in months or (LONG,)}
    first = {(facet, value): (facet, value, name) for facet, value, name in sorted(found, reverse=True)}
    return tuple(sorted(first.values()))  # "The State" and "the state" are one value


def _named(facet: str, entity: str, names: dict[str, str]) -> set[tuple[str, str, str]]:
    name = names.get(entity) or entity.partition(":")[2] or entity
    return {term(facet, entity, name), term(f"{facet}-name", name)}


def _claim_values(claim: Claim, words: str, articles: int) -> Row:
    standing, numbers, time = claim.standing, claim.numbers, claim.frame.time
    start, end = (time.start, time.end) if time else (None, None)
    return (
        claim.id,
        storable(claim.gist),
        words,
        claim.kind,
        standing.label,
        standing.credibility,
        msgspec.json.encode(standing.reliability).decode(),
        *standing.supporting_lineages,
        *standing.opposing_lineages,
        numbers.measure.what if numbers else None,
        numbers.unit if numbers else None,
        storable(say_figures(numbers)) if numbers else None,
        *((numbers.low, numbers.best, numbers.high) if numbers else (None, None, None)),
        int(numbers.conflict) if numbers else 0,
        int(numbers.tension) if numbers else 0,
        claim.frame.place,
        start,
        end,
        first_second(start),
        last_second(end),
        changed_on(claim),
        len(claim.positions),
        articles,
        len({outlet for position in claim.positions for outlet in position.outlets}),
    )


def _standings(settled: Settled, claim_row: int) -> Iterator[Row]:
    """One row a change and clock; rows of one clock never overlap in time."""
    clocks: tuple[tuple[Clock, tuple[StandingChange, ...]], ...] = (
        ("public", settled.claim.history),
        ("known", settled.known),
        ("event", settled.event),
    )
    for clock, history in clocks:
        moments = [first_second(change.since) or 0 for change in history]
        used: set[int] = set()
        for index, change in enumerate(history):
            until = moments[index + 1] if index + 1 < len(history) else FOREVER
            if until <= moments[index]:
                continue  # two changes at one moment: the last one stands
            key = f"{settled.claim.id}\x1f{clock}\x1f{index}"
            row = row_number(moments[index] or None, key, used.__contains__)
            used.add(row)
            standing, before = change.standing, history[index - 1].standing if index else None
            yield (
                clock,
                row,
                claim_row,
                change.since,
                moments[index],
                until,
                standing.label,
                standing.credibility,
                *standing.supporting_lineages,
                *standing.opposing_lineages,
                before.label if before else None,
                before.credibility if before else None,
            )


def _statements(claim: Claim) -> set[Row]:
    first: dict[str, int] = {}
    for index, position in enumerate(claim.positions):
        for proposition in position.propositions:
            first.setdefault(proposition, index)
    return {(proposition, claim.id, index) for proposition, index in first.items()}


def _changes(history: tuple[StandingChange, ...]) -> str:
    """A history as JSON of the ledger's own (reliability stays pairs), read back by history.py."""
    return msgspec.json.encode(history).decode()

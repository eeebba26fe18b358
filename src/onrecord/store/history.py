"""A claim and a date in, the claim as it stood then out; two dates in, what changed between them out.

The standing as of a date is looked up, never computed here: reconcile wrote each claim's history on all three clocks.
Positions and figures are those that some article had carried by then, on the clock that was asked for:

public   what was published by D
known    what this ledger had recorded by D
event    what happened by D, as it is believed now: nothing of today's evidence is left out
"""

from __future__ import annotations

from dataclasses import replace

import msgspec

from onrecord.formats import decode_claim
from onrecord.record import (
    Claim,
    Clock,
    Figure,
    Numbers,
    Position,
    PositionDependence,
    StandingChange,
    UnknownItem,
)
from onrecord.store.door import Door, named, one
from onrecord.store.moments import first_second, rows_from, span_of
from onrecord.store.questions import cursor_row
from onrecord.store.terms import MOST_ROWS, Change, ChangePage, Settled


class _Change(msgspec.Struct):
    since: str | None
    because: tuple[str, ...]


class _History(msgspec.Struct):
    history: tuple[_Change, ...] = ()


def settled_claim(door: Door, claim: str) -> Settled:
    """The claim as it was settled, with its history on every clock; raises UnknownItem."""
    found = one(door, "SELECT payload, known, event FROM claim_body WHERE id = :claim", {"claim": claim})
    if found is None:
        raise UnknownItem(f"The ledger has no claim {claim!r}. `onrecord claims` lists them.")
    payload, known, event = found
    return Settled(claim=decode_claim(payload), known=_history(known), event=_history(event))


def claim_as_of(door: Door, claim: str, as_of: str, clock: Clock) -> Claim:
    """The claim as it stood on the last second of `as_of`, on that clock; raises UnknownItem where it did not yet."""
    settled = settled_claim(door, claim)
    moment = span_of(as_of)[1]
    history = history_of(settled, clock)
    then = tuple(change for change in history if (first_second(change.since) or 0) <= moment)
    if not then:
        raise UnknownItem(f"Claim {claim} did not stand yet on {as_of} (clock {clock}). Ask for a later date.")
    now = replace(settled.claim, standing=then[-1].standing, history=then)
    if clock == "event":
        return now
    return _evidence_until(now, _seen(door, settled.claim, moment, clock))


def history_of(settled: Settled, clock: Clock) -> tuple[StandingChange, ...]:
    """The claim's history on a clock."""
    return {"public": settled.claim.history, "known": settled.known, "event": settled.event}[clock]


def change_page(
    door: Door, since: str, until: str | None, clock: Clock, *, limit: int, cursor: str | None
) -> ChangePage:
    """What changed standing from `since` to `until` (both included), newest first."""
    first = span_of(since)[0]
    last = span_of(until)[1] if until else None
    most = min(max(limit, 1), MOST_ROWS)
    where = ["s.clock = :clock", "s.row >= :first_row", "s.since_moment >= :first"]
    values: dict[str, object] = {"clock": clock, "first_row": rows_from(first), "first": first, "most": most + 1}
    if last is not None:
        where += ["s.row < :last_row", "s.since_moment <= :last"]
        values |= {"last_row": rows_from(last + 3600), "last": last}
    if cursor is not None:
        where.append("s.row < :cursor")
        values["cursor"] = cursor_row(cursor)
    column = {"public": "b.payload", "known": "b.known", "event": "b.event"}[clock]
    sql = (
        f"SELECT s.row, c.id, c.gist, s.since, s.before_label, s.before_digit, s.label, s.digit, {column} "
        "FROM standing s CROSS JOIN claim c CROSS JOIN claim_body b "
        f"WHERE c.row = s.claim_row AND b.id = c.id AND {' AND '.join(where)} ORDER BY s.row DESC LIMIT :most"
    )
    found = door.rows(sql, values)
    rows = tuple(_change(row[1:], clock) for row in found[:most])
    return ChangePage(rows=rows, next=str(found[most - 1][0]) if len(found) > most else None)


def _change(row: tuple[object, ...], clock: Clock) -> Change:
    claim, gist, since, before_label, before_digit, label, digit, text = row
    before = (str(before_label), int(str(before_digit))) if before_label is not None else None
    return Change(
        claim=str(claim),
        gist=str(gist),
        since=None if since is None else str(since),
        before=before,
        after=(str(label), int(str(digit))),
        because=_because(str(text), None if since is None else str(since), clock),
    )


def _because(text: str, since: str | None, clock: Clock) -> tuple[str, ...]:
    """The propositions behind the change that came at `since`."""
    if clock == "public":
        history = msgspec.json.decode(text, type=_History).history
    else:
        history = msgspec.json.decode(text, type=tuple[_Change, ...])
    return next((change.because for change in reversed(history) if change.since == since), ())


def _history(text: str) -> tuple[StandingChange, ...]:
    return msgspec.json.decode(text, type=tuple[StandingChange, ...])


def _seen(door: Door, claim: Claim, moment: int, clock: Clock) -> tuple[set[str], set[str]]:
    """Of what the claim stands on, the articles and the statements that were there by the moment."""
    articles = {article for position in claim.positions for article in position.articles}
    column = "coalesce(published, taken, recorded)" if clock == "public" else "recorded"
    then = {
        article
        for article, date in named(door, f"SELECT id, {column} FROM article WHERE id", articles)
        if (first_second(date) or 0) <= moment
    }
    names = {name for position in claim.positions for name in position.propositions}
    found: dict[str, str] = dict(named(door, "SELECT id, article FROM statement WHERE id", names))
    return then, {name for name in names if found.get(name) in then}


def _evidence_until(claim: Claim, seen: tuple[set[str], set[str]]) -> Claim:
    """The claim with only the positions and figures that rest on what was there."""
    articles, names = seen
    kept: dict[int, Position] = {}
    for index, position in enumerate(claim.positions):
        there = tuple(article for article in position.articles if article in articles)
        if there:
            said = tuple(name for name in position.propositions if name in names)
            kept[index] = replace(position, articles=there, propositions=said)
    renumbered = {index: place for place, index in enumerate(kept)}
    positions = tuple(
        replace(position, depends_on=_dependences(position.depends_on, renumbered)) for position in kept.values()
    )
    return replace(claim, positions=positions, numbers=claim.numbers and _figures_until(claim.numbers, names))


def _dependences(found: tuple[PositionDependence, ...], renumbered: dict[int, int]) -> tuple[PositionDependence, ...]:
    return tuple(replace(item, position=renumbered[item.position]) for item in found if item.position in renumbered)


def _figures_until(numbers: Numbers, names: set[str]) -> Numbers | None:
    """The figures that had been given; the range is theirs, and the best is left open unless all were there."""
    series = tuple(figure for figure in numbers.series if figure.proposition in names)
    if len(series) == len(numbers.series):
        return numbers
    if not series:
        return None
    there = {figure.proposition for figure in series}
    series = tuple(_still_standing(figure, there) for figure in series)
    counted = [figure for figure in series if figure.superseded_by is None] or list(series)
    lows = [figure.low for figure in counted if figure.low is not None]
    highs = [figure.high for figure in counted if figure.high is not None]
    low, high = min(lows, default=None), max(highs, default=None)
    return replace(numbers, series=series, low=low, high=high, best=None, conflict=False, tension=False)


def _still_standing(figure: Figure, there: set[str]) -> Figure:
    """A figure superseded only later had not been superseded yet."""
    return figure if figure.superseded_by in there else replace(figure, superseded_by=None)

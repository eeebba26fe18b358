"""What a person watches, in; which watches fire, out: only for a new lineage, a changed standing or a new number.

A watch remembers how each of its claims stood when it last fired. Repetition by another outlet, an older statement that
arrives late, or a new spokesman of one who has spoken changes none of that and stays silent.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from onrecord.record import InputError, UnknownItem, content_id
from onrecord.store.door import Door, Row
from onrecord.store.questions import claim_ids
from onrecord.store.terms import ClaimQuery, Fire, Watch

MOST_WATCHED = 10_000  # claims that one watch follows, the ones changed last


class State(msgspec.Struct, frozen=True):
    """How a claim stands, as far as a watch minds."""

    label: str
    digit: int
    supporting: int
    opposing: int
    low: float | None = None
    high: float | None = None


def add_watch(door: Door, watch: Watch) -> Watch:
    """Keep a watch and how its claims stand now; the same watch twice is one."""
    if (watch.claim is None) == (watch.query is None):
        raise InputError("A watch follows either one claim or one query. Give exactly one of them.")
    if watch.claim is not None and not door.rows("SELECT 1 FROM claim WHERE id = :claim", {"claim": watch.claim}):
        raise UnknownItem(f"The ledger has no claim {watch.claim!r}. `onrecord claims` lists them.")
    query = msgspec.json.encode(watch.query).decode() if watch.query else None
    watch_id = content_id("watch", watch.name, watch.claim, query)
    if not door.rows("SELECT 1 FROM watch WHERE id = :id", {"id": watch_id}):
        values = (watch_id, watch.name, watch.claim, query, watch.who, watch.since)
        door.insert("watch", "id, name, claim, query, who, since", [values])
        kept = _watch((watch_id, watch.name, watch.claim, query, watch.who, watch.since))
        _remember(door, watch_id, {claim: state for claim, _, state in _states(door, kept)})
    return next(found for found in list_watches(door) if found.id == watch_id)


def list_watches(door: Door) -> list[Watch]:
    """All watches, oldest first."""
    return [_watch(row) for row in door.rows("SELECT id, name, claim, query, who, since FROM watch ORDER BY since, id")]


def remove_watch(door: Door, watch: str) -> None:
    """Stop watching; raises UnknownItem."""
    if not door.run("DELETE FROM watch WHERE id = :id", {"id": watch}):
        raise UnknownItem(f"There is no watch {watch!r}. `onrecord watch --list` shows them.")
    door.run("DELETE FROM watch_state WHERE watch = :id", {"id": watch})


def find_fires(door: Door) -> tuple[list[Fire], dict[str, dict[str, State]]]:
    """What fires now, and the states that the watches will have seen once it was told."""
    fires: list[Fire] = []
    now: dict[str, dict[str, State]] = {}
    for watch in list_watches(door):
        seen = _seen(door, watch.id)
        now[watch.id] = {}
        for claim, gist, state in _states(door, watch):
            before = seen.get(claim)
            now[watch.id][claim] = state
            why = _why(before, state)
            if why:
                fires.append(_fire(watch, (claim, gist), why, (before, state)))
    return fires, now


def remember(door: Door, now: dict[str, dict[str, State]]) -> None:
    """The watches have seen these states."""
    for watch, states in now.items():
        _remember(door, watch, states)


def _why(before: State | None, now: State) -> tuple[str, ...]:
    """Why a watch fires, in plain words; empty when it does not."""
    if before is None:
        return (f"New claim: {now.label} ({now.digit}).",)
    why = []
    if (now.label, now.digit) != (before.label, before.digit):
        why.append(f"Its standing changed from {before.label} ({before.digit}) to {now.label} ({now.digit}).")
    if now.supporting > before.supporting:
        why.append(f"A new independent source supports it ({before.supporting} before, {now.supporting} now).")
    if now.opposing > before.opposing:
        why.append(f"A new independent source opposes it ({before.opposing} before, {now.opposing} now).")
    if now.low is not None and (before.low is None or now.low < before.low):
        why.append(f"A figure lies below the range known so far: {_figure(now.low)}.")
    if now.high is not None and (before.high is None or now.high > before.high):
        why.append(f"A figure lies above the range known so far: {_figure(now.high)}.")
    return tuple(why)


def _figure(number: float) -> str:
    return f"{number:,.0f}" if number == int(number) else f"{number:,}"


def _fire(watch: Watch, claim: tuple[str, str], why: tuple[str, ...], states: tuple[State | None, State]) -> Fire:
    before, now = states
    return Fire(
        watch=watch.id,
        claim=claim[0],
        gist=claim[1],
        why=why,
        before=(before.label, before.digit) if before else None,
        after=(now.label, now.digit),
    )


def _states(door: Door, watch: Watch) -> Iterator[tuple[str, str, State]]:
    """(claim, gist, state) of each claim that the watch follows."""
    if watch.claim is not None:
        yield from _states_of(door, [watch.claim])
        return
    if watch.query is not None:
        ids = [claim for claim, _ in zip(claim_ids(door, watch.query), range(MOST_WATCHED), strict=False)]
        yield from _states_of(door, ids)


def _states_of(door: Door, claims: list[str]) -> Iterator[tuple[str, str, State]]:
    for start in range(0, len(claims), 500):
        values = {f"id{index}": claim for index, claim in enumerate(claims[start : start + 500])}
        marks = ", ".join(f":{name}" for name in values)
        sql = (
            f"SELECT id, gist, label, digit, supporting_high, opposing_high, low, high FROM claim WHERE id IN ({marks})"
        )
        for row in sorted(door.rows(sql, values)):
            yield row[0], row[1], State(*row[2:])


def _seen(door: Door, watch: str) -> dict[str, State]:
    rows = door.rows("SELECT claim, state FROM watch_state WHERE watch = :id", {"id": watch})
    return {claim: msgspec.json.decode(state, type=State) for claim, state in rows}


def _remember(door: Door, watch: str, states: dict[str, State]) -> None:
    door.run("DELETE FROM watch_state WHERE watch = :id", {"id": watch})
    rows = [(watch, claim, msgspec.json.encode(state).decode()) for claim, state in sorted(states.items())]
    door.insert("watch_state", "watch, claim, state", rows)


def _watch(row: Row) -> Watch:
    query = msgspec.json.decode(row[3], type=ClaimQuery) if row[3] else None
    return Watch(id=row[0], name=row[1], claim=row[2], query=query, who=row[4], since=row[5])

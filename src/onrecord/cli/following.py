"""Feeds in; what is new in them read into a ledger, and where following stands kept in a file beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from onrecord.acquire.feeds import FeedState, follow
from onrecord.acquire.records import fill_in
from onrecord.acquire.web import Web
from onrecord.cli.adding import AddOptions, Intake
from onrecord.cli.console import DONE, SOME_FAILED
from onrecord.pipeline import read_item
from onrecord.record import InputError, Page
from onrecord.store.ledger import open_ledger


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowOptions:
    """How often feeds are asked (seconds), how many times (None: until stopped), and where their state is kept."""

    add: AddOptions
    every: float = 900
    rounds: int | None = None
    state: Path | None = None


def follow_feeds(feeds: Sequence[str], options: FollowOptions) -> int:
    """Poll the feeds; every new article is on disk before the feed's state says that it was seen."""
    path = options.state or _state_path(options.add.ledger)
    states = _load(path)
    current = {url: states.get(url, FeedState(url=url)) for url in feeds}
    inputs = options.add.inputs
    with open_ledger(options.add.ledger, create=True) as ledger, Web(inputs.web, now=inputs.now) as web:
        intake = Intake(ledger, options.add)
        for item in follow(list(current.values()), web, inputs, rounds=options.rounds, every=options.every):
            if isinstance(item, FeedState):
                intake.settle()
                intake.tell_kin()
                states[item.url] = item
                _save(path, states)
                continue
            page = fill_in(item, inputs.given) if isinstance(item, Page) else item
            if not intake.holds(page):
                intake.keep(read_item(page))
        intake.summarise()
    return SOME_FAILED if intake.counts["failed"] else DONE


def _state_path(ledger: str) -> Path:
    if "://" in ledger:
        raise InputError("a ledger on a server needs --state FILE: where to keep how far each feed was read.")
    return Path(ledger + ".feeds.json")


def _load(path: Path) -> dict[str, FeedState]:
    if not path.exists():
        return {}
    try:
        return {state.url: state for state in msgspec.json.decode(path.read_bytes(), type=list[FeedState])}
    except (OSError, msgspec.DecodeError) as err:
        raise InputError(f"{path}: cannot be read as the state of feeds ({err}). Move it away to begin anew.") from err


def _save(path: Path, states: dict[str, FeedState]) -> None:
    """Written beside and put in place at once, so that a stop leaves the old state or the new one."""
    fresh = path.with_suffix(".new")
    fresh.write_bytes(msgspec.json.encode(list(states.values())))
    fresh.replace(path)

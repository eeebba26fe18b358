"""Watches and drift: wishes of a person in, what fires and what changed on the way printed."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import msgspec

from onrecord import phrases
from onrecord.cli.asking import AskOptions
from onrecord.cli.console import DONE
from onrecord.reconcile.drift import Wording, find_drift
from onrecord.record import Claim, InputError, Reading
from onrecord.store.ledger import Ledger, open_ledger
from onrecord.store.terms import ClaimQuery

NO_WATCHES = "Nothing is watched yet. Begin with: onrecord watch --add NAME --claim ID, or --text WORDS"


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchWish:
    """What was typed after `onrecord watch`."""

    add: str | None = None
    claim: str | None = None
    text: str | None = None
    remove: str | None = None
    listing: bool = False
    who: str | None = None


def tend_watches(options: AskOptions, wish: WatchWish) -> int:
    """Begin, end or list watches; without a wish, say what fires."""
    with open_ledger(options.ledger) as ledger:
        if wish.add is not None:
            return _begin(ledger, wish)
        if wish.remove is not None:
            ledger.watch_remove(ledger.find_id(wish.remove, "watch"))
            return DONE
        watches = ledger.watch_list()
        if not watches:
            print(NO_WATCHES, file=sys.stderr)
            return DONE
        if wish.listing:
            for watch in watches:
                print(f"{watch.id}  {watch.name}  {watch.claim or _say_query(watch.query)}")
            return DONE
        fires = ledger.watch_fires()
    for fire in fires:
        if options.form == "jsonl":
            sys.stdout.write(msgspec.json.encode(fire).decode("utf-8") + "\n")
        else:
            print(f"{fire.gist} ({fire.claim})\n  " + "; ".join(fire.why))
    if not fires:
        print("Nothing new on what is watched.", file=sys.stderr)
    return DONE


def _say_query(query: ClaimQuery | None) -> str:
    """What a query asks for, without what it leaves open: "text: combat Kursk"."""
    asked, open_to_all = msgspec.to_builtins(query or ClaimQuery()), msgspec.to_builtins(ClaimQuery())
    return "; ".join(f"{name}: {value}" for name, value in asked.items() if value != open_to_all[name])


def _begin(ledger: Ledger, wish: WatchWish) -> int:
    if (wish.claim is None) == (wish.text is None):
        raise InputError("watch --add NAME: say what to watch, with either --claim ID or --text WORDS.")
    query = ClaimQuery(text=wish.text) if wish.text else None
    since = datetime.now(UTC).isoformat(timespec="seconds")
    claim = ledger.find_id(wish.claim, "claim") if wish.claim else None
    watch = ledger.watch_add(wish.add or "", who=wish.who or "me", since=since, claim=claim, query=query)
    print(watch.id)
    print("Kept. `onrecord watch` says what fires from now on.", file=sys.stderr)
    return DONE


def print_drift(claim_id: str, options: AskOptions) -> int:
    """Every loss of a hedge and every hardening of a figure along the claim's reports."""
    with open_ledger(options.ledger) as ledger:
        found = find_drift(_wordings(ledger, ledger.claim(ledger.find_id(claim_id, "claim"))))
    for drift in found:
        if options.form == "jsonl":
            sys.stdout.write(msgspec.json.encode(drift).decode("utf-8") + "\n")
        else:
            print(f"{drift.change}: {drift.sentence}")
    if not found:
        print("The reports of this claim pass it on as they found it.", file=sys.stderr)
    return DONE


def _wordings(ledger: Ledger, claim: Claim) -> Iterator[Wording]:
    articles = sorted({article for position in claim.positions for article in position.articles})
    wanted = {proposition for position in claim.positions for proposition in position.propositions}
    for article in articles:
        yield from wordings_in(ledger.reading(article), wanted)


def wordings_in(reading: Reading, wanted: set[str]) -> Iterator[Wording]:
    """How this article worded the wanted propositions."""
    attributions = {row.id: row for row in reading.attributions}
    quantities = {quantity.id: quantity for quantity in reading.quantities}
    for proposition in reading.propositions:
        if proposition.id not in wanted:
            continue
        row = attributions.get(proposition.attribution or "")
        figure = next((quantities[q] for q in proposition.quantities if q in quantities), None)
        yield Wording(
            article=reading.article.id,
            outlet=phrases.say_outlet(reading.article.publisher or reading.article.id),
            published=reading.article.published,
            hedges=frozenset(hedge.kind for hedge in row.hedges) if row else frozenset(),
            certainty=proposition.certainty,
            low=figure.low if figure else None,
            high=figure.high if figure else None,
            modifier=figure.modifier if figure else None,
            figure=phrases.squeeze(figure.span.of(reading.article.text)) if figure and figure.where is None else None,
            speaker=row.speakers[0] if row and row.speakers else None,
        )

"""A ledger in; claims that may be one printed, the surest first, with what speaks for and against it and what to type."""

from __future__ import annotations

import sys

import msgspec
from rich.text import Text

from onrecord import phrases
from onrecord.cli.asking import AskOptions, print_lines
from onrecord.cli.console import DONE, make_console
from onrecord.cli.worlds import world_for
from onrecord.reconcile.proposals import Proposal
from onrecord.settling import proposed_merges
from onrecord.store.ledger import Ledger, open_ledger
from onrecord.store.terms import MOST_ROWS, ClaimQuery


def print_proposals(options: AskOptions, world: str | None) -> int:
    """Pairs of claims, of which one changed lately, that are nearly alike enough to be one."""
    with open_ledger(options.ledger) as ledger:
        found = proposed_merges(ledger, world_for(world), ClaimQuery(limit=MOST_ROWS), most=options.limit)
        if options.form == "jsonl":
            print_lines(msgspec.json.encode(one) for one in found.first)
            return DONE
        console = make_console(options.color)
        for one in found.first:
            console.print(_entry(ledger, one))
    rest = found.waiting - len(found.first)
    more = f"{rest:,} more: raise --limit." if rest else ""
    print(more if found.first else "No claims wait for a word on whether they are one.", file=sys.stderr)
    return DONE


def _entry(ledger: Ledger, one: Proposal) -> Text:
    """How surely, both claims with their nearest wordings, the reasons, and the two commands."""
    entry = Text(f"{one.score:.2f}", style="cyan")
    wordings = ledger.statements_of(one.wordings)
    for name, wording in zip(one.claims, one.wordings, strict=True):
        claim = ledger.claim(name)
        entry.append(f"\n  {phrases.shorten(claim.gist)}", style="bold").append(
            f"  {claim.standing.label}", style="dim"
        )
        if (said := wordings.get(wording)) is not None:
            source = phrases.say_outlet(said.publisher or said.article)
            entry.append(f"\n    “{phrases.shorten(said.words, 200)}” {source}", style="not bold")
    for side, names in (("for", one.speaks_for), ("against", one.speaks_against)):
        if names:
            entry.append(f"\n  {side}: ", style="dim").append(", ".join(names), style="not dim")
    for act, meaning in (("merge", "one claim"), ("split", "never one")):
        entry.append(f"\n  {meaning}: ", style="dim")
        entry.append(f"onrecord review {act} {' '.join(one.claims)}", style="not dim")
    return entry

"""Questions to a ledger in, their answers printed: claims, search, changes, the log."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import get_args

import msgspec
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from onrecord import phrases
from onrecord.cli.claim_view import show_claims
from onrecord.cli.console import DONE, make_console
from onrecord.cli.judging import say_value
from onrecord.formats import encode_claim
from onrecord.record import ClaimKind, Clock, InputError
from onrecord.review import latest
from onrecord.store.ledger import open_ledger
from onrecord.store.terms import MOST_ROWS, ClaimQuery, LogEntry, Statement, StatementQuery

MOST_REASONS = 3  # statements named behind a change
CLOCKS: tuple[Clock, ...] = ("public", "known", "event")


@dataclass(frozen=True, slots=True, kw_only=True)
class AskOptions:
    """What every question shares: where, as of when, how it is printed."""

    ledger: str
    as_of: str | None = None
    clock: Clock = "public"
    form: str = "table"
    color: str = "auto"
    limit: int = 50


def clock_of(name: str) -> Clock:
    """The clock of that name; raises InputError."""
    for clock in CLOCKS:
        if clock == name:
            return clock
    raise InputError(f"--clock {name}: unknown. Choose one of: {', '.join(CLOCKS)}.")


def print_claims(options: AskOptions, filters: Mapping[str, str | None]) -> int:
    """The claims that the filters leave, by last change."""
    given = {name: value for name, value in filters.items() if value is not None}
    if (kind := given.get("kind")) is not None and kind not in get_args(ClaimKind):
        raise InputError(f"--kind {kind}: unknown. Choose one of: {', '.join(get_args(ClaimKind))}.")
    with open_ledger(options.ledger) as ledger:
        query = ClaimQuery(**given, as_of=options.as_of, clock=options.clock, limit=options.limit)  # type: ignore[arg-type]
        if options.form == "jsonl":
            print_lines(encode_claim(claim) for claim in ledger.each_claim(query))
            return DONE
        rows = ledger.claims(query).rows
        claims = [ledger.claim(row.id, as_of=options.as_of, clock=options.clock) for row in rows]
        more = ledger.count_claims(query, most=10_000) - len(claims)
    if not claims:
        print(_say_none(given, options), file=sys.stderr)
        return DONE
    console = make_console(options.color)
    console.print(show_claims(claims, width=console.width))
    if more > 0:
        console.print(Text(f"{more} more: raise --limit, or filter with --label, --holder, --place …", style="dim"))
    console.print(Text("What is read less surely waits for a person: onrecord claims --waiting", style="dim"))
    return DONE


def print_waiting(options: AskOptions, filters: Mapping[str, str | None]) -> int:
    """Of the newest statements that the filters leave, those that count for no claim and have no word on them, the surest
    first, as in the desk's queue."""
    refused = sorted(name for name in ("label", "kind") if filters.get(name) is not None)
    if refused:
        raise InputError(f"--waiting lists statements, which have no --{refused[0]}. Leave it out.")
    query = StatementQuery(
        words=filters.get("text"),
        speaker=filters.get("holder"),
        place=filters.get("place"),
        outlet=filters.get("outlet"),
        published_to=options.as_of,
        limit=MOST_ROWS,
    )
    with open_ledger(options.ledger) as ledger:
        judged = {target for _, target in latest(ledger.judgements(anchored=True))}
        rows = [
            row
            for row in ledger.statements(query).rows
            if row.claim is None and row.attribution is not None and not {row.id, row.attribution} & judged
        ]
    rows.sort(key=lambda row: (-row.score, row.id))
    if options.form == "jsonl":
        print_lines(msgspec.json.encode(row) for row in rows[: options.limit])
        return DONE
    console = make_console(options.color)
    for row in rows[: options.limit]:
        console.print(say_found(row))
        console.print(Text(f"  {row.score:.2f} sure  onrecord review accept {row.id}", style="dim"))
    more = len(rows) - options.limit
    print(f"{more:,} more: raise --limit." if more > 0 else "" if rows else "No statement waits.", file=sys.stderr)
    return DONE


def _say_none(given: Mapping[str, str], options: AskOptions) -> str:
    asked = " ".join(f"--{name} {value!r}" for name, value in given.items())
    when = f" on {options.as_of} by the clock {options.clock!r}" if options.as_of else ""
    if asked or when:
        return f"No claim fits {asked}{when}. Without these, `onrecord claims` lists all.".replace("fits  ", "fits ")
    return (
        f"No claims yet in {options.ledger}. Add articles with: onrecord add FILES --ledger {options.ledger}\n"
        "What is read less surely waits for a person: onrecord claims --waiting"
    )


def print_search(words: str, options: AskOptions) -> int:
    """Statements that hold the words, newest first."""
    with open_ledger(options.ledger) as ledger:
        rows = ledger.search(words, limit=options.limit).rows
    if options.form == "jsonl":
        print_lines(msgspec.json.encode(row) for row in rows)
        return DONE
    console = make_console(options.color)
    if not rows:
        print(f"Nothing is said of {words!r} in {options.ledger}.", file=sys.stderr)
    for row in rows:
        console.print(say_found(row))
    return DONE


def print_changes(since: str, until: str | None, options: AskOptions) -> int:
    """Every change of standing in the period, newest first, with the statements behind it."""
    if until is not None and until < since[: len(until)]:
        raise InputError(f"--until {until} lies before --since {since}: nothing can have changed between them.")
    with open_ledger(options.ledger) as ledger:
        page = ledger.changes(since, until, clock=options.clock, limit=options.limit)
        because = ledger.statements_of([name for row in page.rows for name in row.because])
    if options.form == "jsonl":
        print_lines(msgspec.json.encode(row) for row in page.rows)
        return DONE
    console = make_console(options.color)
    if not page.rows:
        print(f"No standing changed since {since}{f' until {until}' if until else ''}.", file=sys.stderr)
    for row in page.rows:
        before = f"{row.before[0]} ({row.before[1]}) → " if row.before and row.before != row.after else ""
        line = Text(f"{(row.since or 'undated')[:16]}  ", style="dim").append(phrases.shorten(row.gist), style="bold")
        after = f"{row.after[0]} ({row.after[1]})"
        how = "first on record: " if row.before is None else "still " if row.before == row.after else ""
        same = "; its sources changed" if row.before == row.after else ""
        line.append(f"\n  {how}{before}{after}{same} · {row.claim}", style="not bold")
        known = [because[name] for name in row.because if name in because]
        for one in known[:MOST_REASONS]:
            line.append(f"\n    {_say_who(one)}: {phrases.shorten(one.words)}", style="dim")
        if len(known) > MOST_REASONS:
            line.append(f"\n    and {len(known) - MOST_REASONS} more statements", style="dim")
        console.print(line)
    return DONE


def _say_who(row: Statement) -> str:
    return ", ".join(name for _, name in row.speakers) or row.publisher or "the article"


def say_found(row: Statement) -> RenderableType:
    """When, who, in which sense, what; under it where it is printed and its claim, whole, to copy."""
    line = Text(_say_who(row), style="cyan")
    line.append(f" {row.stance}: ", style="yellow").append(phrases.shorten(row.words, 200), style="not dim")
    line.append(f"\n{phrases.say_outlet(row.publisher or row.article)} · {row.claim or 'no claim'}", style="dim")
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(style="dim", no_wrap=True, min_width=10)
    table.add_column(overflow="fold")
    table.add_row((row.published or "undated")[:10], line)
    return table


def print_log(options: AskOptions) -> int:
    """Judgements, newest first."""
    with open_ledger(options.ledger) as ledger:
        rows = ledger.log(limit=options.limit).rows
    if options.form == "jsonl":
        print_lines(msgspec.json.encode(row) for row in rows)
        return DONE
    if not rows:
        print("Nobody has judged anything yet. `onrecord review --help` says how.", file=sys.stderr)
        return DONE
    console = make_console(options.color)
    for row in rows:
        console.print(_log_entry(row))
    return DONE


def _log_entry(row: LogEntry) -> Text:
    """Who did what to what, and when; under it the value, the reason, and what took it back. Ids stay whole, to copy."""
    j = row.judgement
    entry = Text(f"{j.when[:16].replace('T', ' ')}  ", style="dim").append(j.who, style="cyan")
    entry.append(f"  {j.act}", style="yellow").append(f"  {j.target}", style="not dim")
    facts = {"value": say_value(j.value), "why": j.why, "undone by": row.undone_by, "id": j.id}
    for name, fact in facts.items():
        if fact:
            entry.append(f"\n  {name}: ", style="dim").append(fact, style="not dim")
    return entry


def print_lines(lines: Iterable[bytes]) -> None:
    """Lines of JSON to standard output."""
    for line in lines:
        sys.stdout.write(line.decode("utf-8") + "\n")

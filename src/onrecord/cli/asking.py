"""Questions to a ledger in, their answers printed: claims, one claim, search, changes, watches, the log."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import msgspec
from rich.text import Text

from onrecord import phrases
from onrecord.cli.claim_view import show_claim, show_claims
from onrecord.cli.console import DONE, make_console
from onrecord.cli.judging import say_value
from onrecord.cli.version_view import encode_step, print_versions, say_kin, steps_of
from onrecord.cli.worlds import world_for
from onrecord.formats import encode_claim, encode_reading
from onrecord.record import Claim, Clock, InputError, Standing, UnknownItem
from onrecord.settings import read_settings
from onrecord.store.ledger import Ledger, open_ledger
from onrecord.store.terms import ClaimQuery, LogEntry, Statement

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
    with open_ledger(options.ledger) as ledger:
        query = ClaimQuery(**given, as_of=options.as_of, clock=options.clock, limit=options.limit)  # type: ignore[arg-type]
        if options.form == "jsonl":
            _print_lines(encode_claim(claim) for claim in ledger.each_claim(query))
            return DONE
        rows = ledger.claims(query).rows
        claims = [ledger.claim(row.id, as_of=options.as_of, clock=options.clock) for row in rows]
        more = ledger.count_claims(query, most=10_000) - len(claims)
    console = make_console(options.color)
    console.print(show_claims(claims, width=console.width))
    if more > 0:
        console.print(Text(f"{more} more: raise --limit, or filter with --label, --holder, --place …", style="dim"))
    return DONE


def print_item(identity: str, options: AskOptions, *, versions: bool, without: str | None) -> int:
    """One claim by its id, or one article's reading."""
    with open_ledger(options.ledger) as ledger:
        claim = _find_claim(ledger, identity, options)
        if claim is None:
            return _print_article(ledger, identity, options, versions=versions)
        if options.form == "jsonl":
            _print_lines([encode_claim(claim)])
            return DONE
        ids = [proposition for position in claim.positions for proposition in position.propositions]
        found = ledger.statements_of(ids)
        wordings = {key: (one.words, _say_source(one)) for key, one in found.items()}
        links = {link.claim: _gist(ledger, link.claim) for link in claim.links}
        removal = _say_removal(ledger, claim, options, without)
    console = make_console(options.color)
    console.print(show_claim(claim, wordings, links, width=console.width))
    if removal is not None:
        console.print(removal)
    return DONE


def _say_source(statement: Statement) -> str:
    """Where words stand: outlet or article, and when it was published."""
    return f"{phrases.say_outlet(statement.publisher or statement.article)}, {(statement.published or 'undated')[:10]}"


def _say_removal(ledger: Ledger, claim: Claim, options: AskOptions, without: str | None) -> Text | None:
    """Without whom the standing would be another; None where nobody asked and nobody decides it alone."""
    from onrecord.settling import bearing

    try:
        world = world_for(read_settings().world)
        rests = bearing(ledger, world, claim.id, as_of=options.as_of, clock=options.clock)
    except UnknownItem:
        if without is not None:
            raise
        return None
    text = Text("what it rests on\n", style="bold")
    before = _say_standing(rests.standing)
    if without is not None:
        text.append(
            f"  now: {before}\n  without {without}: {_say_standing(rests.without(without))}\n", style="not bold"
        )
    names = dict(claim.names)
    for body, left in rests.decisive():
        text.append(f"  decisive: {names.get(body, body)}; without it: {_say_standing(left)}\n", style="not bold")
    return text if len(text) > len("what it rests on\n") else None


def _say_standing(standing: Standing) -> str:
    return f"{standing.label} ({standing.credibility})"


def _gist(ledger: Ledger, claim_id: str) -> str:
    try:
        return ledger.claim(claim_id).gist
    except UnknownItem:
        return claim_id


def _find_claim(ledger: Ledger, identity: str, options: AskOptions) -> Claim | None:
    try:
        return ledger.claim(identity, as_of=options.as_of, clock=options.clock)
    except UnknownItem:
        if identity.startswith("claim-"):
            raise
        return None


def _print_article(ledger: Ledger, identity: str, options: AskOptions, *, versions: bool) -> int:
    from onrecord.cli.reading_view import show_reading

    if versions:
        return _print_versions(ledger, identity, options)
    reading = ledger.reading(identity)
    if options.form == "jsonl":
        _print_lines([encode_reading(reading)])
        return DONE
    console = make_console(options.color)
    console.print(show_reading(reading, width=console.width, colour=console.is_terminal and not console.no_color))
    if kin := say_kin(ledger, identity):
        console.print(kin)
    return DONE


def _print_versions(ledger: Ledger, identity: str, options: AskOptions) -> int:
    ledger.article(identity)
    if options.form == "jsonl":
        _print_lines(encode_step(ledger, step) for step in steps_of(ledger, ledger.versions(identity)))
        return DONE
    print_versions(ledger, identity, make_console(options.color))
    return DONE


def print_search(words: str, options: AskOptions) -> int:
    """Statements that hold the words, newest first."""
    with open_ledger(options.ledger) as ledger:
        rows = ledger.search(words, limit=options.limit).rows
    if options.form == "jsonl":
        _print_lines(msgspec.json.encode(row) for row in rows)
        return DONE
    console = make_console(options.color)
    if not rows:
        print(f"Nothing is said of {words!r} in {options.ledger}.", file=sys.stderr)
    for row in rows:
        console.print(_found(row))
    return DONE


def print_changes(since: str, until: str | None, options: AskOptions) -> int:
    """Every change of standing in the period, newest first, with the statements behind it."""
    with open_ledger(options.ledger) as ledger:
        page = ledger.changes(since, until, clock=options.clock, limit=options.limit)
        because = ledger.statements_of([name for row in page.rows for name in row.because])
    if options.form == "jsonl":
        _print_lines(msgspec.json.encode(row) for row in page.rows)
        return DONE
    console = make_console(options.color)
    if not page.rows:
        print(f"No standing changed since {since}.", file=sys.stderr)
    for row in page.rows:
        before = f"{row.before[1]} {row.before[0]} → " if row.before else "new: "
        line = Text(f"{(row.since or 'undated')[:16]}  ", style="dim").append(phrases.shorten(row.gist), style="bold")
        after = f"{row.after[1]} {row.after[0]}"
        same = ", its sources changed" if row.before == row.after else ""
        line.append(f"\n  {before}{after}{same}  ({row.claim})", style="not bold")
        for name in row.because:
            if name in because:
                line.append(f"\n    because: {phrases.shorten(because[name].words)}", style="dim")
        console.print(line)
    return DONE


def _found(row: Statement) -> Text:
    """When, who, in which sense, what; under it where it is printed and its claim, whole, to copy."""
    who = ", ".join(name for _, name in row.speakers) or row.publisher or "the article"
    line = Text(f"{(row.published or 'undated')[:10]}  ", style="dim").append(who, style="cyan")
    line.append(f" {row.stance}: ", style="yellow").append(phrases.shorten(row.words, 200), style="not dim")
    where = f"{phrases.say_outlet(row.publisher or row.article)} · {row.claim or 'no claim'}"
    return line.append(f"\n            {where}", style="dim")


def print_log(options: AskOptions) -> int:
    """Judgements, newest first."""
    with open_ledger(options.ledger) as ledger:
        rows = ledger.log(limit=options.limit).rows
    if options.form == "jsonl":
        _print_lines(msgspec.json.encode(row) for row in rows)
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


def _print_lines(lines: Iterable[bytes]) -> None:
    for line in lines:
        sys.stdout.write(line.decode("utf-8") + "\n")

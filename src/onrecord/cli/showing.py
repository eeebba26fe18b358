"""The id of something in a ledger in, that thing printed: a claim, an article, a statement, a speaker."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
from rich.text import Text

from onrecord import phrases
from onrecord.cli.asking import AskOptions, print_lines, say_found
from onrecord.cli.claim_view import show_claim
from onrecord.cli.console import DONE, make_console
from onrecord.cli.judging import plain_government
from onrecord.cli.version_view import encode_step, print_versions, say_kin, steps_of
from onrecord.cli.worlds import world_for
from onrecord.formats import encode_claim, encode_reading
from onrecord.reconcile.claims import Bearing
from onrecord.record import Claim, InputError, Standing, UnknownItem
from onrecord.settings import read_settings
from onrecord.settling import bearing
from onrecord.store.ledger import Ledger, open_ledger
from onrecord.store.terms import Statement, StatementQuery


def print_item(typed: str, options: AskOptions, *, versions: bool, without: str | None) -> int:
    """Whatever goes by this id, or alone begins with it."""
    with open_ledger(options.ledger) as ledger:
        identity = ledger.find_id(typed, "claim", "article", "attribution", "proposition", "entity")
        kind = identity.partition(":")[0].partition("-")[0]
        if kind in ("attribution", "proposition") and (article := ledger.article_with(identity)) is not None:
            return _print_rows(_statements_in(ledger, article, identity), options)
        claim = _find_claim(ledger, identity, options)
        if claim is not None:
            return _print_claim(ledger, claim, options, without)
        if without is not None:
            raise InputError(f"show {typed} --without: that is asked of a claim. `onrecord claims` lists them.")
        try:
            return _print_article(ledger, identity, options, versions=versions)
        except UnknownItem as err:
            return _print_speaker(ledger, identity, options, err)


def _find_claim(ledger: Ledger, identity: str, options: AskOptions) -> Claim | None:
    try:
        return ledger.claim(identity, as_of=options.as_of, clock=options.clock)
    except UnknownItem:
        if identity.startswith("claim-"):
            raise
        return None


# --------------------------------------------------------------------------------------------------------- one claim


def _print_claim(ledger: Ledger, claim: Claim, options: AskOptions, without: str | None) -> int:
    if options.form == "jsonl":
        print_lines([encode_claim(claim)])
        return DONE
    found = ledger.statements_of([name for position in claim.positions for name in position.propositions])
    wordings = {key: (one.words, _say_source(one)) for key, one in found.items()}
    links = {link.claim: _gist(ledger, link.claim) for link in claim.links}
    rests = _bearing(ledger, claim, options, needed=without is not None)
    names = dict(claim.names)
    decisive = [(names.get(body, body), left) for body, left in rests.decisive()] if rests else []
    removal = _say_removal(rests, _holder(without, names), names) if rests and without else None
    console = make_console(options.color)
    console.print(show_claim(claim, wordings, links, decisive))
    if removal is not None:
        console.print(removal)
    return DONE


def _say_source(statement: Statement) -> str:
    """Where words stand: outlet or article, and when it was published."""
    return f"{phrases.say_outlet(statement.publisher or statement.article)}, {(statement.published or 'undated')[:10]}"


def _bearing(ledger: Ledger, claim: Claim, options: AskOptions, *, needed: bool) -> Bearing | None:
    """What the claim rests on; None where the ledger has none and nobody asked for it."""
    try:
        return bearing(ledger, world_for(read_settings().world), claim.id, as_of=options.as_of, clock=options.clock)
    except UnknownItem:
        if needed:
            raise
        return None


def _holder(typed: str, names: Mapping[str, str]) -> str:
    """Who of those in the claim goes by this id or alone begins with it; else as typed, which may be a name."""
    typed = plain_government(typed)
    found = [typed] if typed in names else [identity for identity in sorted(names) if identity.startswith(typed)]
    if len(found) > 1:
        raise UnknownItem(f"{typed!r} could be {', '.join(found)}. Give more of the id.")
    return found[0] if found else typed


def _say_removal(rests: Bearing, without: str, names: Mapping[str, str]) -> Text:
    text = Text("if one source is taken away\n", style="bold")
    text.append(f"  now: {_say_standing(rests.standing)}\n", style="not bold")
    return text.append(
        f"  without {names.get(without, without)}: {_say_standing(rests.without(without))}\n", style="not bold"
    )


def _say_standing(standing: Standing) -> str:
    return f"{standing.label} ({standing.credibility})"


def _gist(ledger: Ledger, claim_id: str) -> str:
    try:
        return ledger.claim(claim_id).gist
    except UnknownItem:
        return claim_id


# ------------------------------------------------------------------------------------ an article, a statement, a speaker


def _print_article(ledger: Ledger, identity: str, options: AskOptions, *, versions: bool) -> int:
    from onrecord.cli.reading_view import show_reading

    if versions:
        return _print_versions(ledger, identity, options)
    reading = ledger.reading(identity)
    if options.form == "jsonl":
        print_lines([encode_reading(reading)])
        return DONE
    console = make_console(options.color)
    console.print(show_reading(reading, width=console.width, colour=console.is_terminal and not console.no_color))
    if kin := say_kin(ledger, identity):
        console.print(kin)
    return DONE


def _print_versions(ledger: Ledger, identity: str, options: AskOptions) -> int:
    ledger.article(identity)
    if options.form == "jsonl":
        print_lines(encode_step(ledger, step) for step in steps_of(ledger, ledger.versions(identity)))
        return DONE
    print_versions(ledger, identity, make_console(options.color))
    return DONE


def _statements_in(ledger: Ledger, article: str, identity: str) -> list[Statement]:
    """The statement of this id, or those of the attribution of this id."""
    ids = [one.id for one in ledger.reading(article).propositions if identity in (one.id, one.attribution)]
    return list(ledger.statements_of(ids or [identity]).values())


def _print_speaker(ledger: Ledger, identity: str, options: AskOptions, unknown: UnknownItem) -> int:
    """Who it is, and what it said last; raises `unknown` where no article names anybody of this id."""
    try:
        entity = ledger.entity(identity, as_of=options.as_of)
    except UnknownItem:
        raise UnknownItem(
            f"The ledger has no claim, article, statement or speaker {identity!r}. "
            "`onrecord claims` and `onrecord search WORDS` show ids; the beginning of one is enough."
        ) from unknown
    query = StatementQuery(speaker=identity, published_to=options.as_of, limit=options.limit)
    rows = list(ledger.statements(query).rows)
    if options.form == "table":
        console = make_console(options.color)
        console.print(Text(phrases.say_entity(entity), style="bold").append(f"\n{entity.id}\n", style="not bold dim"))
        if not rows:
            console.print("Nothing that it says itself is on record.")
    return _print_rows(rows, options)


def _print_rows(rows: list[Statement], options: AskOptions) -> int:
    if options.form == "jsonl":
        print_lines(msgspec.json.encode(row) for row in rows)
        return DONE
    console = make_console(options.color)
    for row in rows:
        console.print(say_found(row))
    return DONE

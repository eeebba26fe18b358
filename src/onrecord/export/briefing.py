"""A ledger and what a person wants to be briefed on in; the brief out. The command and the desk both ask here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import islice

from onrecord.export.brief import Address, Brief, make_brief, propositions_of
from onrecord.record import Claim, InputError, UnknownItem
from onrecord.store.ledger import Ledger
from onrecord.store.terms import ClaimQuery

MOST_CLAIMS = 100
"""More is no brief; a table of claims (`export --to csv`) serves better."""
_CLOCKS = {
    "public": "what was public",
    "known": "what this ledger knew",
    "event": "what is now believed to have been so",
}
_FILTERS = {
    "text": "with the words “{}”",
    "label": "that stand as “{}”",
    "holder": "on which {} takes a position",
    "place": "about {}",
    "outlet": "carried by {}",
    "kind": "of the kind {}",
    "happened_from": "happening on or after {}",
    "happened_to": "happening on or before {}",
    "changed_from": "changed on or after {}",
    "changed_to": "changed on or before {}",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefWish:
    """Which claims: those named, or else those that the query finds. `since` is the day of the last brief."""

    title: str = "Brief"
    claims: tuple[str, ...] = ()
    query: ClaimQuery = field(default_factory=ClaimQuery)
    since: str | None = None


def ask_brief(ledger: Ledger, wish: BriefWish) -> Brief:
    """The brief on what was wished for. Raises InputError for a day that is none, UnknownItem for a claim unknown."""
    _check_day(wish.since)
    with ledger.reading_snapshot():
        claims = list(islice(_claims(ledger, wish), MOST_CLAIMS + 1))
        statements = ledger.statements_of(propositions_of(claims))
    asked = say_wish(wish)
    if len(claims) > MOST_CLAIMS:
        claims = claims[:MOST_CLAIMS]
        asked += f" There are more: these are the {MOST_CLAIMS} that changed last."
    return make_brief(claims, statements, title=wish.title, asked=asked, since=wish.since)


def printed_at(brief: Brief, ledger: Ledger) -> Address:
    """The address at which each source was printed, where it is known and one for a browser."""
    rows = ledger.articles_of([source.statement.article for source in brief.sources])

    def address(article: str, _item: str) -> str | None:
        url = rows[article].url if article in rows else None
        return url if url and url.startswith(("http://", "https://")) else None

    return address


def _claims(ledger: Ledger, wish: BriefWish) -> Iterator[Claim]:
    query = wish.query
    if not wish.claims:
        yield from ledger.each_claim(replace(query, cursor=None))
        return
    for name in dict.fromkeys(ledger.find_id(name, "claim") for name in wish.claims):
        try:
            yield ledger.claim(name, as_of=query.as_of, clock=query.clock)
        except UnknownItem:
            if query.as_of is None:
                raise  # with a date, a claim that was not there yet is left out


def say_wish(wish: BriefWish) -> str:
    """Which claims these are, and as of when, in one or two sentences."""
    query = wish.query
    if wish.claims:
        many = len(set(wish.claims))
        which = "One chosen claim" if many == 1 else f"{many} chosen claims"
    else:
        said = [words.format(given) for name, words in _FILTERS.items() if (given := getattr(query, name))]
        which = " ".join(("Claims", ", ".join(said))) if said else "All claims"
    when = f"by {_CLOCKS[query.clock]} on {query.as_of}" if query.as_of else "as of now"
    graded = "Standing grades the evidence; it does not say what is true."
    return f"{which}, {when}. {graded}"


def _check_day(day: str | None) -> None:
    try:
        date.fromisoformat(day or "2000-01-01")
    except ValueError as err:
        raise InputError(f"since {day}: not a date. Write it as 2024-11-12.") from err

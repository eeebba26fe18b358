"""A process that writes into a ledger until it is killed, saying after each write that it was kept."""

from __future__ import annotations

import sys
from itertools import count

from ledger_values import claim_of, reading_of
from onrecord.reconcile.world import World
from onrecord.record import Claim
from onrecord.settling import settle
from onrecord.store.ledger import open_ledger

CLAIMS = 60


def claims_of(generation: int) -> list[Claim]:
    """The claims of one settle; all of them say which."""
    since = f"{2000 + generation // 12 % 100:04d}-{generation % 12 + 1:02d}-01"
    return [
        claim_of(f"claim-{number}", f"Generation {generation} of claim {number}", (since, "single source", 3))
        for number in range(CLAIMS)
    ]


def article_of(number: int) -> str:
    """Id of an article."""
    return f"article {number}"


def write(address: str, what: str) -> None:
    """Add articles, put claims in place of all others, or add articles and settle what they change, for ever."""
    with open_ledger(address, create=True) as ledger:
        first = int(_generation(ledger.claims().rows)) + 1 if what == "settle" else ledger.counts().articles
        for number in count(first):
            if what == "grow":
                said = [f"Vedant Patel: {word} fight in place {number} @Kursk" for word in ("troops", "rebels")]
                ledger.add(reading_of(article_of(number), *said), "2024-11-14T09:00:00+00:00")
                settle(ledger, World(), at="2024-11-14")
            elif what == "add":
                lines = [f"Vedant Patel: sentence {n} of article {number} @Kursk" for n in range(12)]
                ledger.add(reading_of(article_of(number), *lines), "2024-11-14T09:00:00+00:00")
            else:
                ledger.replace_claims(claims_of(number), mark=ledger.mark(), at="2024-11-14")
            print(number, flush=True)


def _generation(rows: tuple[object, ...]) -> str:
    gist = str(getattr(rows[0], "gist", "Generation -1 of")) if rows else "Generation -1 of"
    return gist.split()[1]


if __name__ == "__main__":
    write(sys.argv[1], sys.argv[2])

"""Claims in, one CSV row for each out, for spreadsheets and statistics."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from onrecord.record import Claim

CLAIM_COLUMNS = (
    "id",
    "gist",
    "kind",
    "label",
    "credibility",
    "support",
    "opposition",
    "supporting_low",
    "supporting_high",
    "opposing_low",
    "opposing_high",
    "place",
    "time_start",
    "time_end",
    "number_low",
    "number_best",
    "number_high",
    "number_conflict",
    "holders",
    "articles",
    "since",
)
FORMULA_SIGNS = tuple("=+-@\t\r\n＝＋－＠")


def claims_to_csv(claims: Iterable[Claim]) -> Iterator[str]:
    """A header line, then one line a claim; unknown cells are empty. Several values stand in a cell with "; "."""
    yield csv_line(CLAIM_COLUMNS)
    for claim in claims:
        yield csv_line(_cells(claim))


def _cells(claim: Claim) -> tuple[object, ...]:
    standing, numbers, names = claim.standing, claim.numbers, dict(claim.names)
    time = claim.frame.time
    holders = dict.fromkeys(names.get(holder, holder) for position in claim.positions for holder in position.holders)
    articles = dict.fromkeys(article for position in claim.positions for article in position.articles)
    return (
        claim.id,
        claim.gist,
        claim.kind,
        standing.label,
        standing.credibility,
        standing.support,
        standing.opposition,
        *standing.supporting_lineages,
        *standing.opposing_lineages,
        claim.frame.place,
        time.start if time else None,
        time.end if time else None,
        *((numbers.low, numbers.best, numbers.high, numbers.conflict) if numbers else (None,) * 4),
        "; ".join(holders),
        "; ".join(articles),
        claim.history[-1].since if claim.history else None,
    )


def csv_line(cells: Iterable[object]) -> str:
    """One CSV line; a cell that a spreadsheet would run as a formula gets an apostrophe in front (CWE-1236, OWASP)."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(_safe(cell) for cell in cells)
    return out.getvalue()


def _safe(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in FORMULA_SIGNS else cell

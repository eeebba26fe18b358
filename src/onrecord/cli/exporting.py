"""A ledger and the name of a form in, the export written out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path

from onrecord.cli.console import DONE
from onrecord.cli.reading import open_out
from onrecord.export.cells import coded_csv
from onrecord.export.gold import gold_lines
from onrecord.export.tables import claims_to_csv
from onrecord.formats import encode_claim
from onrecord.record import InputError
from onrecord.settling import evidence_of
from onrecord.store.ledger import Ledger, open_ledger


def _claims(ledger: Ledger) -> Iterator[str]:
    yield from (encode_claim(claim).decode("utf-8") + "\n" for claim in ledger.each_claim())


def _csv(ledger: Ledger) -> Iterator[str]:
    yield from claims_to_csv(ledger.each_claim())


def _gold(ledger: Ledger) -> Iterator[str]:
    yield from (line.decode("utf-8") + "\n" for line in gold_lines(ledger.readings(), ledger.judgements()))


def _events(form: str, ledger: Ledger) -> Iterator[str]:
    readings, judgements = evidence_of(ledger)
    yield from coded_csv(form, ledger.each_claim(), readings, judgements)


FORMS: Mapping[str, Callable[[Ledger], Iterator[str]]] = {
    "jsonl": _claims,
    "csv": _csv,
    "gold": _gold,
    **{form: partial(_events, form) for form in ("ucdp", "acled", "plover")},
}


def export(address: str, form: str, out: Path | None) -> int:
    """Write the whole ledger in this form; raises InputError for an unknown one."""
    if form not in FORMS:
        raise InputError(f"--to {form}: unknown. Choose one of: {', '.join(FORMS)}.")
    with open_ledger(address) as ledger, open_out(out) as stream:
        for text in FORMS[form](ledger):
            stream.write(text)
    return DONE

"""A ledger in; what could not be read and has not been read since, each with its reason, printed."""

from __future__ import annotations

import sys
from collections import Counter

import msgspec
from rich.table import Table
from rich.text import Text

from onrecord.cli.console import DONE, NARROW, make_console
from onrecord.record import Failure
from onrecord.store.ledger import open_ledger


def say_failure(failure: Failure) -> str:
    """One sentence that names the item once."""
    item, why = failure.item, failure.why
    return why if why.startswith(item) else f"{item}: {why}"


def print_failures(ledger: str, form: str, color: str) -> int:
    """Every input whose last word is a failure, oldest first: a table, or JSON lines."""
    with open_ledger(ledger) as opened:
        failures = opened.failures()
    if form == "jsonl":
        for failure in failures:
            sys.stdout.write(msgspec.json.encode(failure).decode("utf-8") + "\n")
        return DONE
    console = make_console(color)
    if not failures:
        print(f"Nothing failed in {ledger}, or all of it was read since.", file=sys.stderr)
        return DONE
    if console.width < NARROW:
        for failure in failures:
            console.print(Text(failure.item, style="bold"), Text(f"  {failure.stage}: {failure.why}"), sep="\n")
    else:
        table = Table(box=None, pad_edge=False, header_style="bold")
        for column, share in (("what failed", 2), ("at", 0), ("why", 3)):
            table.add_column(column, overflow="fold", ratio=share or None)
        for failure in failures:
            why = failure.why.removeprefix(failure.item).lstrip(" :")
            table.add_row(Text(failure.item), failure.stage, Text(why))
        console.print(table)
    counts = Counter(failure.stage for failure in failures)
    said = ", ".join(f"{many} at stage {stage}" for stage, many in sorted(counts.items()))
    console.print(Text(f"{said}. `onrecord add --retry-failed` tries all of them again.", style="dim"))
    return DONE

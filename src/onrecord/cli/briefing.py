"""What was typed after `onrecord brief` in; the cited brief written out."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import msgspec

from onrecord.cli.console import DONE
from onrecord.cli.reading import open_out
from onrecord.export.brief import Brief, brief_to_html, brief_to_markdown
from onrecord.export.briefing import BriefWish, ask_brief, printed_at
from onrecord.record import InputError
from onrecord.store.ledger import Ledger, open_ledger


def _markdown(brief: Brief, ledger: Ledger) -> str:
    return brief_to_markdown(brief, printed_at(brief, ledger))


def _html(brief: Brief, ledger: Ledger) -> str:
    return brief_to_html(brief, printed_at(brief, ledger))


def _json(brief: Brief, _ledger: Ledger) -> str:
    return msgspec.json.encode(brief).decode("utf-8") + "\n"


FORMS: Mapping[str, Callable[[Brief, Ledger], str]] = {"markdown": _markdown, "html": _html, "json": _json}


def print_brief(address: str, wish: BriefWish, form: str, out: Path | None) -> int:
    """Write the brief; raises InputError for an unknown form."""
    if form not in FORMS:
        raise InputError(f"--format {form}: unknown. Choose one of: {', '.join(FORMS)}.")
    with open_ledger(address) as ledger:
        brief = ask_brief(ledger, wish)
        if not brief.sections:
            print("No claim fits: the brief is empty.", file=sys.stderr)
        with open_out(out) as stream:
            stream.write(FORMS[form](brief, ledger))
    return DONE

"""The options that commands share: what a person may type, with its help text; nothing else.

Typer reads them off the commands' signatures, so they are types, named once.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Inputs = Annotated[
    list[str], typer.Argument(help="Files, folders, archives, addresses, feeds, or - for standard input.")
]
LedgerOption = Annotated[
    str | None, typer.Option("--ledger", "-l", help="Where the ledger is: a path or postgresql://… (setting: ledger).")
]
FormatOption = Annotated[str, typer.Option("--format", "-f", help="table (for people) or jsonl (for programs).")]
AsOfOption = Annotated[
    str | None, typer.Option("--as-of", help="Answer as of this ISO date or date-time, e.g. 2024-11-12.")
]
ClockOption = Annotated[
    str,
    typer.Option(
        "--clock",
        help="What --as-of means: public (published by then), known (recorded by then), event (true then, as now believed).",
    ),
]

KindOption = Annotated[
    str | None,
    typer.Option(
        "--kind", help="Take every input for this kind: text, html, jsonl, csv, warc … (default: told by content)."
    ),
]
ColumnsOption = Annotated[
    str | None,
    typer.Option("--columns", help="For tables and JSON: our field = their column, e.g. text=body,published=date."),
]
GivenOption = Annotated[
    list[str] | None,
    typer.Option(
        "--given", help='A field for all inputs where they leave it open, e.g. publisher="The Sample". Repeat.'
    ),
]
EncodingOption = Annotated[
    str | None, typer.Option("--encoding", help="Of text files and tables that are not UTF-8, e.g. windows-1252.")
]
PrivateOption = Annotated[
    bool, typer.Option("--allow-private", help="Fetch addresses on private networks and this machine too.")
]
SetOption = Annotated[
    list[str] | None,
    typer.Option("--set", help="A limit, e.g. interval=5 (seconds between requests to a host), page-mb=50. Repeat."),
]

JobsOption = Annotated[int | None, typer.Option("--jobs", "-j", min=1, help="Processes that read (setting: jobs).")]
ColorOption = Annotated[str | None, typer.Option("--color", help="auto, always or never (setting: color).")]
LimitOption = Annotated[int, typer.Option(min=1, help="At most so many.")]
OutOption = Annotated[Path | None, typer.Option("--out", help="Write to this file instead of standard output.")]
LabelOption = Annotated[str | None, typer.Option(help="Only with this label, or a part of one.")]
HolderOption = Annotated[str | None, typer.Option(help="Only where this speaker takes a position.")]
PlaceOption = Annotated[str | None, typer.Option(help="Only about this place.")]
TextOption = Annotated[str | None, typer.Option(help="Only with all these words.")]

"""A task and a path in, its table printed and its figures written as JSON out."""

from __future__ import annotations

import json
from pathlib import Path

from onrecord.cli.console import DONE
from onrecord.measure.sheet import write_plain
from onrecord.measure.tasks import measure
from onrecord.record import InputError


def print_measure(task: str, path: Path, out: Path | None) -> int:
    """Print the sheet; with `out`, write the figures there as JSON."""
    sheet = measure(task, path)
    print(write_plain(sheet))
    if out is not None:
        try:
            out.write_text(json.dumps(sheet.plain, indent=1, sort_keys=True, default=str) + "\n", encoding="utf-8")
        except OSError as err:
            raise InputError(f"{out}: cannot be written ({err.strerror}).") from err
    return DONE

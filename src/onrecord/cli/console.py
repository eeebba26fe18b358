"""What goes to which stream: results on standard output, everything else on the error stream; exit codes."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from rich.console import Console

DONE, SOME_FAILED, WRONG = 0, 1, 2  # exit codes: done; some inputs failed, each named; wrong usage or nothing readable
NARROW = 90  # columns under which tables become lists


def make_console(color: str = "auto", *, file: TextIO | None = None) -> Console:
    """A rich console on `file` (default: standard output); `color` "always" keeps colour through a pipe, "never" drops it, "auto" asks the terminal.

    NO_COLOR and FORCE_COLOR are respected under "auto" (https://no-color.org).
    """
    from rich.console import Console

    force = {"always": True, "never": False}.get(color)
    return Console(
        file=file or sys.stdout,
        force_terminal=force,
        no_color=color == "never" or None,
        highlight=False,
        soft_wrap=False,
        width=None if _is_sized() else 110,
    )


def _is_sized() -> bool:
    """Whether a terminal tells its width; through a pipe rich would take 80 columns, too few for a table."""
    import os

    return sys.stdout.isatty() or "COLUMNS" in os.environ


def complain(message: str) -> None:
    """One sentence for a person, on the error stream."""
    print(f"onrecord: {message}", file=sys.stderr)

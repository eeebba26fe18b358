"""A ledger in, its claims settled in it, and how far that is shown as a bar on the error stream."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from onrecord.cli.console import make_console
from onrecord.settling import Notice


@contextmanager
def show_settling() -> Iterator[Notice]:
    """A bar for each step of settling, with how many a second and the time left; what Ctrl-C comes to is said."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rate]}"))
    steps: dict[str, TaskID] = {}
    with Progress(*columns, TimeRemainingColumn(), console=make_console(file=sys.stderr), transient=True) as progress:

        def notice(step: str, done: int, most: int) -> None:
            if step not in steps:
                steps[step] = progress.add_task(step, total=most, rate="")
            speed = progress.tasks[steps[step]].speed
            progress.update(steps[step], completed=done, total=most, rate=f"{speed:,.0f}/s" if speed else "")

        try:
            yield notice
        except KeyboardInterrupt:
            raise typer.Abort("Nothing is lost: the ledger is as it was. The next settle begins anew.") from None

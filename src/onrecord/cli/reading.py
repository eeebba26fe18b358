"""Inputs and options in; readings printed for a person, or as JSON lines, and an exit code out. Nothing is stored."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

from onrecord.acquire.inputs import open_inputs
from onrecord.acquire.options import InputOptions
from onrecord.cli.console import DONE, SOME_FAILED, WRONG, complain, make_console
from onrecord.cli.failing import say_failure
from onrecord.cli.reading_view import show_reading
from onrecord.engine import make_engine
from onrecord.formats import encode_reading
from onrecord.pipeline import read_item
from onrecord.record import Failure, InputError, Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOptions:
    """Options of `onrecord read`, as typed."""

    form: str = "table"
    out: Path | None = None
    explain: bool = False
    jobs: int = 1
    inputs: InputOptions = field(default_factory=InputOptions)
    color: str = "auto"


def read_inputs(inputs: Sequence[str], options: ReadOptions) -> int:
    """Read every input and print it; each failure is one line on the error stream.

    Exit code: 0 all read, 1 some failed, 2 nothing was readable at all.
    """
    if options.form not in ("table", "jsonl"):
        raise InputError(f"--format {options.form}: unknown. Choose table or jsonl.")
    read = failed = 0
    with open_out(options.out) as out:
        show = _writer(out, options)
        for result in read_all(inputs, options):
            if isinstance(result, Failure):
                failed += 1
                complain(say_failure(result))
            else:
                read += 1
                show(result)
    return SOME_FAILED if failed and read else WRONG if failed else DONE


def read_all(inputs: Sequence[str], options: ReadOptions) -> Iterator[Reading | Failure]:
    """Readings and failures in the order of the inputs."""
    yield from make_engine(options.jobs).map(read_item, open_inputs(inputs, options.inputs))


@contextmanager
def open_out(path: Path | None) -> Iterator[TextIO]:
    """The file that was asked for, else standard output."""
    if path is None:
        yield sys.stdout
        return
    try:
        with path.open("w", encoding="utf-8", newline="\n") as out:
            yield out
    except OSError as err:
        raise InputError(f"{path}: cannot be written ({err.strerror}). Give --out a path that can be.") from err


def _writer(out: TextIO, options: ReadOptions) -> Callable[[Reading], None]:
    """How one reading is written: a line of JSON, or the view for people."""
    if options.form == "jsonl":
        return lambda reading: _write_line(out, reading)
    console = make_console(options.color, file=out)
    colour = console.is_terminal and not console.no_color

    def show(reading: Reading) -> None:
        console.print(show_reading(reading, width=console.width, colour=colour, explain=options.explain))
        console.rule(style="dim")

    return show


def _write_line(out: TextIO, reading: Reading) -> None:
    out.write(encode_reading(reading).decode("utf-8") + "\n")
    out.flush()

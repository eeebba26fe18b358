"""The command line: words of a person in, results on standard output and an exit code out."""

from __future__ import annotations


def main() -> None:
    """Run the command that the person typed and exit with its code."""
    from onrecord.cli.app import run

    raise SystemExit(run())


__all__ = ["main"]

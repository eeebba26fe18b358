"""The command line: words of a person in, results on standard output and an exit code out."""

from __future__ import annotations

import os


def main() -> None:
    """Run the command that the person typed and exit with its code."""
    # One article is small work for numpy: its threads cost more than they give, and --jobs spreads articles instead.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from onrecord.cli.app import run

    raise SystemExit(run())


__all__ = ["main"]

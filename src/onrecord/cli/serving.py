"""What was typed after `onrecord serve` in, the desk running until stopped out."""

from __future__ import annotations

import sys

from onrecord.cli.console import DONE
from onrecord.cli.worlds import world_for
from onrecord.serve.run import ServeOptions, serve


def serve_desk(ledger: str, options: ServeOptions, *, world: str | None) -> int:
    """Say where the desk is, and serve it."""
    host = f"[{options.host}]" if ":" in options.host else options.host
    where = f"http://{host}:{options.port}/" + (f"?token={options.token}" if options.token else "")

    def say_where() -> None:
        print(f"The desk is at {where} (stop with Ctrl-C).", file=sys.stderr)

    serve(ledger, world_for(world), options, ready=say_where)
    return DONE

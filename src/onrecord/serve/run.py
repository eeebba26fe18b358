"""A ledger's address and options in, a running desk out: checks who may reach it, then serves until stopped."""

from __future__ import annotations

import gc
import socket
from collections.abc import Callable
from dataclasses import dataclass

from starlette.routing import Mount

from onrecord.reconcile.world import World
from onrecord.record import InputError
from onrecord.serve.api.app import PREFIX, make_api
from onrecord.serve.desk import Desk, make_desk
from onrecord.serve.guard import LOCAL, Door, Guard
from onrecord.serve.pages import (
    add,
    article,
    board,
    brief,
    claim,
    interface,
    merges,
    review,
    rows,
    sources,
    speaker,
    watches,
    without,
    wordings,
)
from onrecord.serve.pages import map as places
from onrecord.store.ledger import Ledger, open_ledger

LOCAL_ADDRESSES = ("127.0.0.1", "localhost", "::1")
# a page that is not here is not there
ROOMS = (
    board,
    brief,
    claim,
    without,
    wordings,
    article,
    speaker,
    places,
    review,
    merges,
    rows,
    add,
    sources,
    watches,
    interface,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ServeOptions:
    """Where to listen. `token` is demanded for any address that other machines can reach; `names` they call it by."""

    host: str = "127.0.0.1"
    port: int = 8710
    token: str | None = None
    names: tuple[str, ...] = ()
    who: str = "desk"


def door_of(options: ServeOptions) -> Door:
    """Who may come in; raises InputError where other machines could without a token."""
    if options.host in LOCAL_ADDRESSES:
        return Door(hosts=(*LOCAL, *options.names), token=options.token)
    if not options.token:
        raise InputError(f"--host {options.host}: other machines could reach the desk. Give --token WORD too.")
    return Door(hosts=(*LOCAL, options.host, *options.names), token=options.token)


def build(ledger: Ledger, world: World, options: ServeOptions | None = None) -> Guard:
    """The desk over an open ledger, as an ASGI app."""
    chosen = options or ServeOptions()
    desk = Desk(ledger=ledger, world=world, who=chosen.who)
    routes = [route for room in ROOMS for route in room.routes(desk)]
    return make_desk(desk, [*routes, Mount(PREFIX, make_api(desk))], door_of(chosen))


def collect_seldom() -> None:
    """What a desk holds, tables above all, stays for good; a full collection of it costs 50 ms in the middle of a page."""
    gc.freeze()
    gc.set_threshold(50_000, 50, 100)


def serve(address: str, world: World, options: ServeOptions, *, ready: Callable[[], None] = lambda: None) -> None:
    """Serve until the person stops it (Ctrl-C); `ready` is called once visitors may come.

    Raises InputError where the port is taken, or where other machines could come in without a token.
    """
    import uvicorn

    door_of(options)
    with open_ledger(address, create=True) as ledger, listen(options) as taken:
        ready()
        config = uvicorn.Config(build(ledger, world, options), log_level="warning", server_header=False)
        collect_seldom()
        uvicorn.Server(config).run(sockets=[taken])


def listen(options: ServeOptions) -> socket.socket:
    """The open port; raises InputError where it cannot be had."""
    try:
        family = socket.AF_INET6 if ":" in options.host else socket.AF_INET
        return socket.create_server((options.host, options.port), family=family)
    except OSError as err:
        where = f"port {options.port} on {options.host}"
        raise InputError(f"{where}: {err.strerror or err}. Choose another with --port.") from err

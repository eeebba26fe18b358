"""A ledger in, the desk out: an ASGI app of server-rendered pages, each with its JSON beside it. Opens no address but its own."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Mount
from starlette.staticfiles import StaticFiles

from onrecord import phrases
from onrecord.reconcile.world import World
from onrecord.record import Judgement, LedgerError, OnRecordError, UnknownItem
from onrecord.serve.asked import CLOCK_WORDS, Asked, ask
from onrecord.serve.forms import signed_before
from onrecord.serve.guard import Door, Guard
from onrecord.settling import settle
from onrecord.store.ledger import Ledger
from onrecord.version import VERSION

PAGES = (("/", "Claims"), ("/speakers", "Speakers"), ("/review", "Review"))
CLOCK_CHOICES = (("public", "was public"), ("known", "was known to us"), ("event", "was true, as now believed"))
REFUSALS = {
    404: "There is no such page.",
    405: "This address takes no such request.",
    413: "That is too large: send less at a time.",
}


def make_templates() -> Environment:
    """The pages' templates, escaping everything, failing on a name that is not there."""
    templates = Environment(
        loader=PackageLoader("onrecord.serve"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.filters.update(
        interval=phrases.say_interval, bounds=lambda pair: phrases.say_bounds(*pair), number=phrases.say_number
    )
    return templates


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What every page may use. `who` signs judgements made here; `now` gives the present moment."""

    ledger: Ledger
    world: World
    who: str = "desk"
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    templates: Environment = field(default_factory=make_templates, repr=False)
    turn: threading.Lock = field(default_factory=threading.Lock, repr=False)  # one change at a time

    def show(self, request: Request, template: str, values: Mapping[str, object], *, status: int = 200) -> Response:
        """The page, or with ".json" at the end of the address its values."""
        if request.scope.get("as_json"):
            return Response(
                msgspec.json.encode(values, enc_hook=str), media_type="application/json", status_code=status
            )
        asked = self.asked(request) if status == 200 else Asked()
        frame: dict[str, Any] = {
            "here": request.url.path,
            "pages": PAGES,
            "version": VERSION,
            "csrf": request.state.csrf,
            "who": signed_before(request, self.who),
            "keep": asked.keep(),
            "as_of": asked.as_of,
            "clock_words": CLOCK_WORDS[asked.clock],
            "without_as_of": asked.address(request.url.path, as_of=None, clock=None),
            "ledger_name": f"Ledger: {self.ledger.address}",
            "asked": asked,
            "clocks": CLOCK_CHOICES,
            "kept_in_date_form": [(k, v) for k, v in asked.rest.items() if k != "done"],
            "back": asked.address(request.url.path),
            "q": None,
        }
        return HTMLResponse(self.templates.get_template(template).render(**frame, **values), status_code=status)

    def asked(self, request: Request) -> Asked:
        """What the request asks for; raises InputError."""
        return ask(dict(request.query_params))

    def judge(self, judgement: Judgement) -> None:
        """Keep a judgement and settle, so that every page shows it."""
        with self.turn:
            self.ledger.judge(judgement)
            self.settle()

    def settle(self) -> None:
        """Make the claims anew; the caller holds the turn."""
        settle(self.ledger, self.world, at=self.moment())

    def moment(self) -> str:
        """Now, as records have it."""
        return self.now().isoformat(timespec="seconds")


def make_desk(desk: Desk, routes: list[BaseRoute], door: Door | None = None) -> Guard:
    """The guarded app over these routes."""
    static = Mount("/static", StaticFiles(directory=Path(__file__).parent / "static"))

    def refused(request: Request, err: Exception) -> Response:
        status = 404 if isinstance(err, UnknownItem) else 503 if isinstance(err, LedgerError) else 400
        return desk.show(request, "problem.html", {"what": str(err), "status": status}, status=status)

    def missing(request: Request, err: Exception) -> Response:
        status = err.status_code if isinstance(err, HTTPException) else 404
        detail = err.detail if isinstance(err, HTTPException) else ""
        what = REFUSALS.get(status, detail)
        return desk.show(request, "problem.html", {"what": what, "status": status}, status=status)

    app = Starlette(routes=[static, *routes], exception_handlers={OnRecordError: refused, HTTPException: missing})
    return Guard(JsonBeside(app), door or Door())


class JsonBeside:
    """Every page has its values at the same address with ".json" behind: takes the ending off and says so."""

    def __init__(self, app: Starlette) -> None:
        self.app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Pass on, with `as_json` in the scope."""
        path = scope.get("path", "")
        if scope["type"] == "http" and path.endswith(".json") and not path.startswith(("/static/", "/api/")):
            plain = path.removesuffix(".json")
            scope = {**scope, "path": "/" if plain == "/index" else plain, "as_json": True}
            scope["raw_path"] = scope["path"].encode()
        await self.app(scope, receive, send)

"""A ledger in, the desk out: an ASGI app of server-rendered pages, each with its data beside it. Opens no address but its own.

How a page is made (adding one is a file in `serve/pages`, a template, and a line in `run.ROOMS`; and in PAGES if it is in the menu):

1. `NAME_values(desk, asked, …) -> dict` is the view: what is asked of the ledger in, plain values out. No request, no
   HTML, no side effect; the JSON API calls the same function.
2. The endpoint is `return desk.show(request, "NAME.html", NAME_values(desk, desk.asked(request)))`. The template shows the
   values; the same address with ".json" gives them.
3. A page that shows a list hands it over as `rows=lambda: …` (flat dicts or frozen values; an iterator is streamed): then
   ".csv" and ".jsonl" give the list. `data=` replaces the values in ".json" where these are a format (docs/formats.md).
4. Every template is given `exports`, the (name, address) of these forms, and `keep`, `here`, `asked`, `csrf`, `who` (see
   `Desk.frame`). Ids go into addresses as `{{ id|path }}`: an id may be a path or an address of its own.
5. What changes something is a POST: `Route(…, posted(work), methods=["POST"])` of forms.py, answered with `go(address)`.
6. Values of the ledger are what strangers wrote: templates escape all of it; only svg and lit.py make Markup.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Generic, TypeVar

import msgspec
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Mount
from starlette.staticfiles import StaticFiles

from onrecord import phrases
from onrecord.corrections import Decisions
from onrecord.knowledge.countries import countries
from onrecord.reconcile.world import World
from onrecord.record import Judgement, LedgerError, OnRecordError, UnknownItem
from onrecord.review import latest
from onrecord.serve import signs
from onrecord.serve.asked import CLOCK_WORDS, Asked, ask
from onrecord.serve.beside import LISTS, Beside, path_of, put_beside, rows_as
from onrecord.serve.forms import signed_before
from onrecord.serve.guard import Door, Guard
from onrecord.serve.lit import BIDI
from onrecord.settling import plain_name, settle
from onrecord.store.ledger import Ledger
from onrecord.store.terms import Counts, Seen
from onrecord.version import VERSION

PAGES = (
    ("/", "Claims"),
    ("/map", "Map"),
    ("/speakers", "Speakers"),
    ("/sources", "Sources"),
    ("/review", "Review"),
    ("/watches", "Watches"),
    ("/add", "Add"),
    ("/rows", "Event rows"),
    ("/brief", "Brief"),
)
CLOCK_CHOICES = (("public", "was public"), ("known", "was known to us"), ("event", "was true, as now believed"))
REFUSALS = {
    404: "There is no such page.",
    405: "This address takes no such request.",
    413: "That is too large: send less at a time.",
}
MOST_HEARD = 300
Rows = Callable[[], Iterable[object]]
T = TypeVar("T")


def make_templates() -> Environment:
    """The pages' templates, escaping everything, failing on a name that is not there."""
    templates = Environment(
        loader=PackageLoader("onrecord.serve"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_without_bidi,
    )
    templates.filters.update(
        interval=phrases.say_interval,
        bounds=lambda pair: phrases.say_bounds(*pair),
        figures=phrases.say_figures,
        best=phrases.say_best,
        number=phrases.say_number,
        path=path_of,
        outlet=phrases.say_outlet,
        called=plain_name,
        country=country_name,
    )
    templates.globals.update(signs.FOR_TEMPLATES)
    return templates


def country_name(code: str) -> str:
    """ "KR" -> "South Korea"; a code that no table knows stays itself."""
    found = countries().get(code)
    return found.name if found else code


def _without_bidi(value: object) -> object:
    """Words as shown: controls that would make them read in another order than they have are made visible."""
    return value.translate(BIDI) if isinstance(value, str) and not value.isascii() else value


class Once(Generic[T]):
    """Something worked out from a ledger, anew only when something came into it."""

    def __init__(self, make: Callable[[Ledger], T]) -> None:
        self._make = make
        self._kept: tuple[tuple[int, ...], T] | None = None

    def of(self, ledger: Ledger) -> T:
        """For the ledger as it is now."""
        state, kept = ledger.state(), self._kept
        if kept is None or kept[0] != state:
            kept = self._kept = (state, self._make(ledger))
        return kept[1]


def _decisions(ledger: Ledger) -> Decisions:
    return latest(ledger.judgements(anchored=True))


def _most_heard(ledger: Ledger) -> tuple[Seen, ...]:
    return ledger.speakers(limit=MOST_HEARD)


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What every page may use. `who` signs judgements made here; `now` gives the present moment."""

    ledger: Ledger
    world: World
    who: str = "desk"
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    templates: Environment = field(default_factory=make_templates, repr=False)
    turn: threading.Lock = field(default_factory=threading.Lock, repr=False)  # one change at a time
    decided: Once[Decisions] = field(default_factory=lambda: Once(_decisions), repr=False)
    heard: Once[tuple[Seen, ...]] = field(default_factory=lambda: Once(_most_heard), repr=False)
    counted: Once[Counts] = field(default_factory=lambda: Once(Ledger.counts), repr=False)

    def show(
        self,
        request: Request,
        template: str,
        values: Mapping[str, object],
        *,
        rows: Rows | None = None,
        data: object = None,
        status: int = 200,
    ) -> Response:
        """The page, or what the ending of its address asks for: its values, or its list (see the module's first lines)."""
        form = request.scope.get("form")
        if form == "json":
            given = msgspec.json.encode(values if data is None else data, enc_hook=str)
            return Response(given, media_type="application/json", status_code=status)
        if form in LISTS and status == 200:
            if rows is None:
                raise HTTPException(404)
            return StreamingResponse(rows_as(form, rows()), media_type=LISTS[form])
        forms = ("json", *LISTS) if rows else ("json",)
        frame = self.frame(request, forms) if status == 200 else self.frame(request, (), Asked())
        return HTMLResponse(self.templates.get_template(template).render(**frame, **values), status_code=status)

    def frame(self, request: Request, forms: Iterable[str], asked: Asked | None = None) -> dict[str, Any]:
        """What every template is given beside its own values."""
        asked = asked or self.asked(request)
        here = here_of(request)
        return {
            "here": here,
            "exports": [(name, asked.address(put_beside(here, name), cursor=asked.cursor)) for name in forms],
            "pages": PAGES,
            "version": VERSION,
            "csrf": request.state.csrf,
            "who": signed_before(request, self.who),
            "keep": asked.keep(),
            "as_of": asked.as_of,
            "clock_words": CLOCK_WORDS[asked.clock],
            "without_as_of": asked.address(here, as_of=None, clock=None),
            "ledger_name": f"Ledger: {self.ledger.address}",
            "asked": asked,
            "clocks": CLOCK_CHOICES,
            "kept_in_date_form": [(k, v) for k, v in asked.rest.items() if k != "done"],
            "back": asked.address(here),
            "q": None,
        }

    def asked(self, request: Request) -> Asked:
        """What the request asks for; raises InputError."""
        return ask(dict(request.query_params))

    def decisions(self) -> Decisions:
        """The last word on each question."""
        return self.decided.of(self.ledger)

    def most_heard(self) -> tuple[Seen, ...]:
        """The speakers with most statements, to choose from."""
        return self.heard.of(self.ledger)

    def counts(self) -> Counts:
        """How much the ledger holds; counting a million rows takes longer than the rest of a page."""
        return self.counted.of(self.ledger)

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
        return self.now().isoformat(timespec="milliseconds")  # two words of one second keep their order


def here_of(request: Request) -> str:
    """The page's own path, quoted as it came."""
    raw: bytes = request.scope.get("raw_path") or request.url.path.encode()
    return raw.decode("ascii", "replace")


def make_desk(desk: Desk, routes: list[BaseRoute], door: Door | None = None) -> Guard:
    """The guarded app over these routes."""
    static = Mount("/static", StaticFiles(directory=Path(__file__).parent / "static"))

    def refused(request: Request, err: Exception) -> Response:
        status = status_of(err)
        return desk.show(request, "problem.html", {"what": str(err), "status": status}, status=status)

    def missing(request: Request, err: Exception) -> Response:
        status = err.status_code if isinstance(err, HTTPException) else 404
        detail = err.detail if isinstance(err, HTTPException) else ""
        what = REFUSALS.get(status, detail)
        return desk.show(request, "problem.html", {"what": what, "status": status}, status=status)

    app = Starlette(routes=[static, *routes], exception_handlers={OnRecordError: refused, HTTPException: missing})
    return Guard(Beside(app), door or Door())


def status_of(err: Exception) -> int:
    """The HTTP status that an error of ours means."""
    return 404 if isinstance(err, UnknownItem) else 503 if isinstance(err, LedgerError) else 400

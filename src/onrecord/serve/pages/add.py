"""Adding articles: files, pasted text or addresses in, work in line behind the pages, its progress told as it happens."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import msgspec
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from onrecord.record import InputError
from onrecord.serve import intake
from onrecord.serve.desk import Desk
from onrecord.serve.forms import field, go, posted
from onrecord.serve.intake import Intake, Upload, Work, fetched, pasted, split_addresses, uploaded

GIVEN = ("publisher", "published", "title", "url")
TICK = 0.4  # seconds between two looks at the work
MOST_SHOWN = 100  # failures of earlier times on the page


def routes(desk: Desk) -> list[Route]:
    """/add with its three forms, /add/WORK with the progress, /add/WORK/events that tells it."""
    works = Intake(desk)

    def add_page(request: Request) -> Response:
        return desk.show(request, "add.html", add_values(desk, works))

    def add(_request: Request, form: FormData) -> Response:
        return go(f"/add/{begin(works, form).id}")

    def work_page(request: Request) -> Response:
        return desk.show(request, "adding.html", work_values(find(works, request)))

    async def events(request: Request) -> Response:
        told = tell(find(works, request), request)
        return StreamingResponse(told, media_type="text/event-stream", headers={"cache-control": "no-store"})

    most = intake.MOST_BYTES + 1_000_000  # the form around the files
    return [
        Route("/add", add_page),
        Route("/add", posted(add, most=most, files=intake.MOST_FILES), methods=["POST"]),
        Route("/add/{work}", work_page),
        Route("/add/{work}/events", events),
    ]


def find(works: Intake, request: Request) -> Work:
    """The work that the address names; raises HTTPException 404."""
    work = works.work(request.path_params["work"])
    if work is None:
        raise HTTPException(404)
    return work


def begin(works: Intake, form: FormData) -> Work:
    """The work that the form asks for; raises InputError where it asks for nothing or too much."""
    given = {name: value for name in GIVEN if (value := field(form, name, most=500))}
    files = [one for one in form.getlist("files") if isinstance(one, UploadFile) and one.filename]
    text = field(form, "text", most=intake.MOST_TEXT)
    addresses = field(form, "addresses", most=200_000)
    if files:
        uploads = [Upload(name=one.filename or "file", data=one.file.read()) for one in files]
        what = uploads[0].name if len(uploads) == 1 else f"{len(uploads)} files"
        return works.begin(what, uploaded(uploads, given), total=None)
    if text:
        return works.begin(given.get("title", "pasted text"), pasted(text, given), total=1)
    if addresses:
        found = split_addresses(addresses)
        return works.begin(found[0] if len(found) == 1 else f"{len(found)} addresses", fetched(found), total=len(found))
    raise InputError("There is nothing to add: choose files, paste text or give addresses.")


def add_values(desk: Desk, works: Intake) -> dict[str, object]:
    """The bounds, the works so far, and what could not be read at any time."""
    failures = desk.ledger.failures()
    return {
        "works": [work_values(work) for work in works.works()],
        "failures": failures[-MOST_SHOWN:][::-1],
        "many_failures": len(failures),
        "most_files": intake.MOST_FILES,
        "most_megabytes": intake.MOST_BYTES // 1_000_000,
        "most_addresses": intake.MOST_ADDRESSES,
    }


def work_values(work: Work) -> dict[str, object]:
    """How far it is."""
    return {
        "id": work.id,
        "what": work.what,
        "asked_at": work.asked,
        "state": work.state,
        "words": intake.STATE_WORDS[work.state],
        "over": work.over,
        "why": work.why,
        "total": work.total,
        "done": sum(work.counts.values()),
        "read": work.counts["read"],
        "held": work.counts["held already"],
        "failed": work.counts["failed"],
        "told": tuple(work.told),
    }


async def tell(work: Work, request: Request) -> AsyncIterator[bytes]:
    """Server-sent events: the state whenever it changes, then "over", and nothing more."""
    before = b""
    while not await request.is_disconnected():
        told = work_values(work)
        last = told.pop("told")
        now = msgspec.json.encode({**told, "last": last[-1] if isinstance(last, tuple) and last else None})
        if now != before:
            yield b"data: " + now + b"\n\n"
            before = now
        if work.over:
            yield b"event: over\ndata: {}\n\n"
            return
        await asyncio.sleep(TICK)

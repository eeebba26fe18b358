"""A posted form in, its bounded fields out: a body that is too large is refused before it is read whole."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from urllib.parse import quote, unquote, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from onrecord.record import InputError
from onrecord.serve.guard import counting

SMALL = 64_000
"""Bytes of a form of a few fields: the longest (a span's words, a reason) stay far below."""
MOST_FIELDS = 500  # a split of a claim names its wordings, one field each
WHO_COOKIE = "onrecord_who"
OWN_PAGES = ("/review", "/claim/", "/article/", "/speaker/", "/source/", "/watches", "/brief", "/add")
Work = Callable[[Request, FormData], Response]


def posted(work: Work, *, most: int = SMALL, files: int = 0) -> Callable[[Request], Awaitable[Response]]:
    """An endpoint that reads the form within its bounds and does the work beside the event loop."""

    async def endpoint(request: Request) -> Response:
        async with read_form(request, most=most, files=files) as form:
            return await run_in_threadpool(work, request, form)

    return endpoint


@asynccontextmanager
async def read_form(request: Request, *, most: int, files: int) -> AsyncIterator[FormData]:
    """The form; raises HTTPException 413 as soon as more than `most` bytes come, whatever the sender promised."""
    promised = request.headers.get("content-length")
    if promised is not None and (not promised.isdecimal() or int(promised) > most):
        raise HTTPException(413)
    counted = Request(request.scope, counting(request.receive, most))
    async with counted.form(max_files=files, max_fields=MOST_FIELDS, max_part_size=most) as form:
        yield form


def field(form: FormData, name: str, *, most: int = 500) -> str:
    """The field's words, "" where it is not there; raises InputError where they are too many."""
    value = form.get(name)
    words = value.replace("\r\n", "\n").replace("\x00", "").strip() if isinstance(value, str) else ""
    if len(words) > most:
        raise InputError(f"{name}: at most {most:,} characters, not {len(words):,}.")
    return words.encode("utf-8", "replace").decode()  # a lone surrogate cannot be kept


def fields(form: FormData, name: str) -> tuple[str, ...]:
    """Every value of a field that may be given many times, without empty ones."""
    return tuple(value for value in form.getlist(name) if isinstance(value, str) and value)


def back_to(form: FormData, fallback: str) -> str:
    """The page of the desk to go back to; an address of anywhere else is not followed."""
    wanted = field(form, "back", most=2000)
    split = urlsplit(wanted)
    own = wanted.startswith(OWN_PAGES) and not split.netloc and not split.scheme and "\\" not in wanted
    return wanted if own and wanted.isprintable() else fallback


def go(address: str, *, who: str | None = None) -> Response:
    """See-other, so that loading the page again does not send the form again; remembers who signed it."""
    answer = RedirectResponse(address, status_code=303)
    if who:
        answer.set_cookie(WHO_COOKIE, quote(who), httponly=True, samesite="strict", max_age=31_536_000)
    return answer


def signed_before(request: Request, fallback: str) -> str:
    """Who signed the last form in this browser."""
    return unquote(request.cookies.get(WHO_COOKIE, ""))[:100].strip() or fallback

"""An address that ends in .json, .csv or .jsonl in, the page's own address and the form asked for out; and rows as CSV or JSON lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Any
from urllib.parse import quote

import msgspec
from starlette.types import ASGIApp, Receive, Scope, Send

from onrecord.export.tables import csv_line

LISTS = {"csv": "text/csv; charset=utf-8", "jsonl": "application/jsonl; charset=utf-8"}
FORMS = ("json", *LISTS)
NOT_PAGES = ("/static/", "/api/")


class Beside:
    """ASGI middleware: takes the ending off and puts it into the scope as `form`.

    An ending that belongs to an id is written "%2E" (see `path_of`), so the path is looked at as it came.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, with `form` in the scope."""
        if scope["type"] == "http" and not scope["path"].startswith(NOT_PAGES):
            raw: bytes = scope.get("raw_path") or quote(scope["path"]).encode()
            form = next((form for form in FORMS if raw.endswith(b"." + form.encode())), None)
            if form is not None:
                scope = {**scope, **_without(scope["path"], raw, len(form) + 1), "form": form}
        await self.app(scope, receive, send)


def _without(path: str, raw: bytes, ending: int) -> dict[str, object]:
    path, raw = path[:-ending], raw[:-ending]
    return {"path": "/", "raw_path": b"/"} if path == "/index" else {"path": path, "raw_path": raw}


def put_beside(path: str, form: str) -> str:
    """The address of a page's form: "/claim/x", "csv" -> "/claim/x.csv"; "/" is "/index"."""
    return f"{'/index' if path == '/' else path}.{form}"


def path_of(identity: str) -> str:
    """An id as a part of an address: a path or an address inside it keeps its meaning, and its ending is no form."""
    plain = not any(part in ("", ".", "..") for part in identity.split("/"))
    quoted = quote(identity, safe="/:@," if plain else ":@,", errors="replace")
    ending = next((form for form in FORMS if quoted.endswith("." + form)), None)
    return quoted if ending is None else f"{quoted[: -len(ending) - 1]}%2E{ending}"


def rows_as(form: str, rows: Iterable[object]) -> Iterator[bytes]:
    """One line a row, as CSV under a header or as JSON lines."""
    if form == "jsonl":
        yield from (msgspec.json.encode(row, enc_hook=str) + b"\n" for row in rows)
        return
    plain = (msgspec.to_builtins(row, enc_hook=str) for row in rows)
    first: Mapping[str, Any] | None = next(plain, None)
    if first is None:
        return
    yield csv_line(first).encode()
    for row in chain([first], plain):
        yield csv_line(_cell(row.get(name)) for name in first).encode()


def _cell(value: object) -> object:
    """Several values stand in a cell with "; ", what has parts as JSON."""
    if isinstance(value, list | tuple) and all(isinstance(part, str | int | float) for part in value):
        return "; ".join(str(part) for part in value)
    return msgspec.json.encode(value).decode() if isinstance(value, list | tuple | dict) else value

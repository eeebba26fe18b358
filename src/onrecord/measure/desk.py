"""A folder of ledgers in, how long the desk takes for the first page of each kind out, on the server.

The ledgers are those that `onrecord measure scale` makes (scale-SIZE.db). A page is asked as a browser asks it, through the
guard to the last byte of the answer, in one process and without a network; p50 and p95 are of many calls with other values.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from onrecord.measure.sheet import Sheet
from onrecord.reconcile.worlds import load_world
from onrecord.record import InputError
from onrecord.serve.beside import path_of
from onrecord.serve.run import build, collect_seldom
from onrecord.store.ledger import Ledger, open_ledger
from onrecord.store.terms import ClaimQuery, StatementQuery

ASKED = 60  # calls of each kind
HEADERS = [(b"host", b"127.0.0.1"), (b"cookie", b"onrecord_csrf=measured; onrecord_visit=1763000000/1763000100")]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageTime:
    """Milliseconds of one kind of page: wall p50 and p95, CPU p95 (all threads); and kilobytes of a median answer."""

    p50: float
    p95: float
    cpu_p95: float
    kilobytes: float


def measure_desk(folder: Path, *, asked: int = ASKED) -> Sheet:
    """Every kind of page over every ledger of the folder. Raises InputError where there is none."""
    paths = sorted(folder.glob("scale-*.db"), key=lambda path: path.stat().st_size)
    if not paths:
        raise InputError(f"{folder}: no ledger scale-SIZE.db. `onrecord measure scale {folder}` makes them.")
    results = {path.stem.removeprefix("scale-"): measure_pages(path, asked=asked) for path in paths}
    names = list(next(iter(results.values())))
    rows = [(name, *(_say(found[name]) for found in results.values())) for name in names]
    return Sheet(
        task="desk",
        title="The desk's first pages by number of assertions (milliseconds: p50 / p95, in brackets p95 of CPU time)",
        columns=("", *(f"{int(size):,}" for size in results)),
        rows=tuple(rows),
        plain={size: {name: asdict(found[name]) for name in names} for size, found in results.items()},
    )


def _say(found: PageTime) -> str:
    return f"{found.p50:.1f} / {found.p95:.1f} ({found.cpu_p95:.1f})"


def measure_pages(path: Path, *, asked: int = ASKED) -> dict[str, PageTime]:
    """Every kind of page over one ledger."""
    with open_ledger(str(path)) as ledger:
        app = build(ledger, load_world())
        collect_seldom()  # as `onrecord serve` does
        return {name: asyncio.run(_time(app, found)) for name, found in addresses(ledger, asked).items()}


def addresses(ledger: Ledger, asked: int) -> dict[str, list[str]]:
    """The addresses of each kind of page; what is asked for differs from call to call."""
    chance = random.Random(1)
    rows = ledger.claims(ClaimQuery(limit=1000)).rows
    claims = [path_of(row.id) for row in chance.choices(rows, k=asked)]
    articles = [path_of(row.id) for row in chance.choices(ledger.articles(limit=500).rows, k=asked)]
    speakers = [path_of(seen.id) for seen in chance.choices(ledger.speakers(limit=100), k=asked)]
    printed = [one.words.split() for one in ledger.statements(StatementQuery(limit=asked)).rows]
    words = [quote(chance.choice([word for word in found if word.isalpha()] or ["the"])) for found in printed]
    days = [f"2025-{n % 12 + 1:02d}-{n % 27 + 1:02d}" for n in range(asked)]

    def filtered(name: str, values: Sequence[str]) -> list[str]:
        return [f"/?{name}={quote(value)}" for value in values]

    def of(facet: Any) -> list[str]:
        return chance.choices([value.value for value in ledger.facets(facet, limit=50)], k=asked)

    return {
        "board": ["/"] * asked,
        "board by words": filtered("text", words),
        "board by standing": filtered("label", of("label")),
        "board by credibility": filtered("digit", [str(n % 6 + 1) for n in range(asked)]),
        "board by holder": filtered("holder", of("holder")),
        "board by place": filtered("place", of("place")),
        "board by outlet": filtered("outlet", of("outlet")),
        "board by kind": filtered("kind", of("kind")),
        "board by date of change": filtered("changed_to", days),
        "board of what is watched": ["/?watched=yes"] * asked,
        "board as of a date": filtered("as_of", days),
        "claim": [f"/claim/{name}" for name in claims],
        "claim as of a date": [f"/claim/{name}?as_of=2026-09-01" for name in claims],
        "article": [f"/article/{name}" for name in articles],
        "search": [f"/search?q={word}" for word in words],
        "speakers": ["/speakers"] * asked,
        "speaker": [f"/speaker/{name}" for name in speakers],
        "sources": ["/sources"] * asked,
        "map": ["/map"] * asked,
        "review": ["/review"] * asked,
        "log": ["/review/log"] * asked,
        "brief: choice of claims": ["/brief"] * asked,
        "event rows": ["/rows"] * asked,
        "/api/1/claims": ["/api/1/claims"] * asked,
        "/api/1/claims/ID": [f"/api/1/claims/{name}" for name in claims],
        "/api/1/statements": [f"/api/1/statements?words={word}" for word in words],
    }


async def _time(app: Callable[..., Awaitable[None]], found: Sequence[str]) -> PageTime:
    times, cpus, sizes = [], [], []
    await _ask(app, found[0])  # templates are compiled once a process
    for address in found:
        began, cpu = time.perf_counter(), time.process_time()
        sizes.append(await _ask(app, address))
        times.append((time.perf_counter() - began) * 1000)
        cpus.append((time.process_time() - cpu) * 1000)
    size = _part(sizes, 0.5) / 1000
    return PageTime(p50=_part(times, 0.5), p95=_part(times, 0.95), cpu_p95=_part(cpus, 0.95), kilobytes=size)


async def _ask(app: Callable[..., Awaitable[None]], address: str) -> float:
    """Bytes of the answer. Raises InputError where the page is refused: then there is nothing to measure."""
    split = urlsplit(address)
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": split.path.replace("%20", " "),
        "raw_path": split.path.encode(),
        "query_string": split.query.encode(),
        "root_path": "",
        "headers": HEADERS,
        "server": ("127.0.0.1", 80),
        "client": ("127.0.0.1", 1),
    }
    await app(scope, receive, send)
    if sent[0]["status"] != 200:
        raise InputError(f"{address}: answered {sent[0]['status']}; the ledger is not one of `onrecord measure scale`.")
    return float(sum(len(message.get("body", b"")) for message in sent[1:]))


def _part(values: Sequence[float], share: float) -> float:
    return sorted(values)[min(int(len(values) * share), len(values) - 1)]

"""A ledger in, a picture of every page of the desk out: three widths, light and dark. `make shots`, or
`python tests/serve/shots.py OUT [LEDGER] [PAGE …]`; without a ledger the samples are read into one first."""

from __future__ import annotations

import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from pathlib import Path
from typing import Any, Literal

import uvicorn
from playwright.sync_api import Browser, sync_playwright

from onrecord.reconcile.worlds import load_world
from onrecord.serve.run import build
from onrecord.store.ledger import Ledger, open_ledger
from onrecord.store.terms import ClaimQuery

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
WIDTHS = (1440, 1024, 390)
THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


@contextmanager
def desk_running(ledger: Ledger) -> Iterator[str]:
    """The desk on a free port; its address."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        config = uvicorn.Config(build(ledger, load_world()), log_level="error", server_header=False)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [taken]}, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{taken.getsockname()[1]}"
        server.should_exit = True
        thread.join(10)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, without a window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


def pages_of(ledger: Ledger) -> dict[str, str]:
    """A name and an address for each kind of page, with what the ledger has most of."""
    from onrecord.serve.beside import path_of

    pages = {
        "board": "/",
        "board-past": "/?as_of=2024-11-12",
        "speakers": "/speakers",
        "search": "/search?q=troops",
        "review": "/review",
        "log": "/review/log",
        "map": "/map",
        "sources": "/sources",
        "add": "/add",
        "brief": "/brief",
        "brief-shown": "/brief/show?text=Kursk",
        "rows": "/rows",
        "watches": "/watches",
        "problem": "/claim/claim-0",
    }
    rows = ledger.claims(ClaimQuery(limit=300)).rows
    if rows:
        most = max(rows, key=lambda row: row.positions)
        pages |= {
            "claim": f"/claim/{most.id}",
            "without": f"/claim/{most.id}/without",
            "wordings": f"/claim/{most.id}/wordings",
            "row": f"/claim/{most.id}/row/ucdp",
        }
        counted = max((row for row in rows if row.numbers), key=lambda row: row.positions, default=None)
        if counted:
            pages["claim-numbers"] = f"/claim/{counted.id}"
        article = ledger.claim(most.id).positions[-1].articles[0]
        pages["article"] = f"/article/{path_of(article)}"
        posts = next((kept.article for kept in ledger.readings() if kept.article.embeds), None)
        if posts:
            pages["article-posts"] = f"/article/{path_of(posts.id)}"
        outlet = next(iter(ledger.outlets()), None)
        if outlet:
            pages["source"] = f"/source/{path_of(outlet.value)}"
        pages["speaker"] = f"/speaker/{path_of(ledger.speakers(limit=1)[0].id)}"
    return pages


def top(page: Any, width: int) -> Any:
    """The first screens of a page: enough to judge it by."""
    height = page.evaluate("document.documentElement.scrollHeight")
    return {"x": 0, "y": 0, "width": width, "height": min(height, 2200)}


def take(ledger: Ledger, out: Path, only: tuple[str, ...] = ()) -> list[str]:
    """The pictures, as OUT/PAGE-WIDTH-THEME.png; returns what the browser complained of."""
    out.mkdir(parents=True, exist_ok=True)
    complaints: list[str] = []
    with desk_running(ledger) as address, chromium() as browser:
        for theme, width in product(THEMES, WIDTHS):
            context = browser.new_context(
                viewport={"width": width, "height": 900}, color_scheme=theme, reduced_motion="reduce"
            )
            page = context.new_page()
            page.on("console", lambda said: complaints.append(f"{said.location.get('url')}: {said.text}"))
            page.on("pageerror", lambda error: complaints.append(str(error)))
            for name, path in pages_of(ledger).items():
                if only and name not in only:
                    continue
                page.goto(address + path, wait_until="networkidle")
                wide = page.evaluate("document.documentElement.scrollWidth")
                if wide > width:
                    complaints.append(f"{path} is {wide} wide at {width}")
                page.screenshot(path=out / f"{name}-{width}-{theme}.png", full_page=True, clip=top(page, width))
            context.close()
    return complaints


def main(arguments: list[str]) -> None:
    """See the module's first lines."""
    out = Path(arguments[0] if arguments else tempfile.mkdtemp(prefix="desk-"))
    if len(arguments) > 1:
        with open_ledger(arguments[1]) as ledger:
            complaints = take(ledger, out, tuple(arguments[2:]))
    else:
        path = tempfile.mkdtemp() + "/samples.db"
        subprocess.run(
            [str(Path(sys.executable).with_name("onrecord")), "add", "samples/articles", "--ledger", path], check=True
        )
        with open_ledger(path) as ledger:
            complaints = take(ledger, out)
    print(f"pictures in {out}", *dict.fromkeys(complaints), sep="\n")


if __name__ == "__main__":
    main(sys.argv[1:])

"""Articles are hostile input, and so are requests: what strangers wrote stays text on every page, and nothing asked for is opened."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

import anyio
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import html
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from onrecord.formats import decode_reading, reading_to_dict
from onrecord.reconcile.worlds import load_world
from onrecord.record import Reading
from onrecord.serve.beside import FORMS, put_beside
from onrecord.serve.guard import MOST
from onrecord.serve.run import build
from onrecord.settling import settle
from onrecord.store.ledger import open_ledger
from serve.conftest import Post

NOW = "2026-01-01T00:00:00+00:00"
BASE = "http://127.0.0.1:8710"
EVIL = (
    "=cmd|' /C calc'!A0<script>alert(1)</script><img src=x onerror=alert(1)>\"' onmouseover='alert(1) \u202eevil\u2066"
)
ADDRESS = "javascript:alert(document.cookie)"
SHOWN = (
    "name",
    "title",
    "publisher",
    "byline",
    "agency",
    "deck",
    "section",
    "organisation",
    "gist",
    "noun",
    "author",
    "handle",
)
BIDI = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
MOST_PAGES = 250


def poison(value: Any) -> Any:
    """The same reading with hostile words wherever the words of strangers stand."""
    if isinstance(value, list | tuple):
        return [poison(one) for one in value]
    if not isinstance(value, dict):
        return value
    found = {name: poison(one) for name, one in value.items()}
    found |= {name: EVIL for name in SHOWN if isinstance(found.get(name), str)}
    return found | {name: ADDRESS for name in ("url", "canonical_url") if name in found}


def poisoned(reading: Reading, number: int) -> Reading:
    found: Reading = decode_reading(json.dumps(poison(reading_to_dict(reading))))
    text = EVIL + found.article.text[len(EVIL) :]
    article = replace(found.article, text=text, title=EVIL, publisher=f"{EVIL}{number % 3}", byline=EVIL, url=ADDRESS)
    return replace(found, article=article)


@pytest.fixture(scope="module")
def hostile(sample_readings: list[Reading], tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    path = tmp_path_factory.mktemp("hostile") / "hostile.db"
    with open_ledger(str(path), create=True) as ledger:
        ledger.add_all([poisoned(reading, n) for n, reading in enumerate(sample_readings)], NOW)
        settle(ledger, load_world(), at=NOW)
        yield TestClient(build(ledger, load_world()), base_url=BASE)


@pytest.fixture(scope="module")
def plain(sample_ledger: Path) -> Iterator[TestClient]:
    with open_ledger(str(sample_ledger)) as ledger:
        yield TestClient(build(ledger, load_world()), base_url=BASE)


def crawl(desk: TestClient) -> Iterator[tuple[str, Any]]:
    """Every page that links lead to, one of a kind first, as (address, answer)."""
    waiting, seen, kinds = ["/"], {"/"}, dict[str, int]()
    while waiting and len(seen) < 5000 and sum(kinds.values()) < MOST_PAGES:
        address = waiting.pop(0)
        kind = address.split("?")[0].split("/")[1]
        kinds[kind] = kinds.get(kind, 0) + 1
        if kinds[kind] > 30:
            continue
        answer = desk.get(address)
        yield address, answer
        if not answer.headers.get("content-type", "").startswith("text/html"):
            continue
        page: Any = html.fromstring(answer.text)
        for link in page.iter("a"):
            target = urlsplit(urljoin(BASE + address, link.get("href", address)))
            if target.netloc == urlsplit(BASE).netloc:
                found = target.path + (f"?{target.query}" if target.query else "")
                if found not in seen:
                    seen.add(found)
                    waiting.append(found)


def test_no_link_of_the_desk_is_dead(plain: TestClient) -> None:
    kinds = set()
    for address, answer in crawl(plain):
        assert answer.status_code == 200, f"{address}: {answer.status_code}"
        kinds.add(address.split("?")[0].split("/")[1])
    assert kinds >= {"", "claim", "article", "speaker", "speakers", "review", "brief"}


def test_hostile_words_stay_words_on_every_page(hostile: TestClient) -> None:
    pages = 0
    for address, answer in crawl(hostile):
        assert answer.status_code == 200, f"{address}: {answer.status_code}"
        assert "unsafe" not in answer.headers["content-security-policy"]
        assert answer.headers["x-content-type-options"] == "nosniff"
        if answer.headers["content-type"].startswith("text/html"):
            pages += 1
            check_page(address, answer.text)
    assert pages > 40


def check_page(address: str, text: str) -> None:
    assert not set(BIDI) & set(text), f"{address}: a bidirectional control is on the page"
    page: Any = html.fromstring(text)
    for element in page.iter("*"):
        assert element.tag not in ("style", "iframe", "object", "embed", "base"), f"{address}: {element.tag}"
        if element.tag == "script":
            assert (element.get("src") or "").startswith("/static/"), f"{address}: a script of its own"
            assert not (element.text or "").strip()
        for name, value in element.attrib.items():
            assert not name.startswith("on"), f"{address}: {name}"
            assert name != "style", f"{address}: {element.tag} has a style of its own"
            if name in ("href", "src", "action", "formaction"):
                own = value.startswith(("/", "#", "?", "http://", "https://"))
                assert own, f"{address}: {name}={value}"


def test_no_export_holds_a_formula(hostile: TestClient) -> None:
    lists = ["/", "/speakers", "/review", "/rows", "/search?q=the"]
    ids = [row["id"] for row in hostile.get("/index.json").json()["claims"][:10]]
    for page in [*lists, *(f"/claim/{name}" for name in ids)]:
        path, _, query = page.partition("?")
        answer = hostile.get(f"{put_beside(path, 'csv')}?{query}")
        assert answer.status_code == 200, page
        for row in csv.reader(io.StringIO(answer.text, newline="")):
            assert not [cell for cell in row if cell.startswith(("=", "+", "@", "\t", "\r"))], page


# -------------------------------------------------------------------------------------------------------- bodies


@pytest.mark.parametrize(
    "address", ["/review", "/review/undo", "/review/merges", "/claim/claim-0/merge", "/api/1/judgements"]
)
def test_a_body_without_a_length_is_bounded_too(browser: TestClient, post: Post, address: str) -> None:
    key = browser.get("/api/1/session").json()["csrf"]
    sent = 0

    def endless() -> Iterator[bytes]:
        nonlocal sent
        for _ in range(400):
            sent += 10_000
            yield b"a=" + b"x" * 9_998

    heads = {"x-onrecord-csrf": key, "content-type": "application/x-www-form-urlencoded"}
    answer = browser.post(address, content=endless(), headers=heads)
    assert answer.status_code == 413


@pytest.mark.parametrize("length", [str(MOST + 1), "-1", "x", "1e9"])
def test_a_promise_of_too_much_is_refused_at_once(browser: TestClient, length: str) -> None:
    key = browser.get("/api/1/session").json()["csrf"]
    heads = {"x-onrecord-csrf": key, "content-length": length}
    assert browser.post("/api/1/judgements", content=b"{}", headers=heads).status_code == 413


def test_a_web_socket_is_refused(browser: TestClient) -> None:
    with pytest.raises(WebSocketDisconnect) as refused, browser.websocket_connect("/"):
        pass
    assert refused.value.code == 1008


# ------------------------------------------------------------------------------------------------ files and addresses


class Ear:
    """An audit hook can never be taken away again, so it is asked whether it should listen."""

    def __init__(self) -> None:
        self.listens = False
        self.heard: list[str] = []
        sys.addaudithook(self.hear)

    def hear(self, event: str, args: tuple[object, ...]) -> None:
        if self.listens and event in ("open", "socket.connect", "socket.getaddrinfo", "subprocess.Popen", "os.listdir"):
            self.heard.append(f"{event} {args}")


@pytest.fixture
def opened() -> Iterator[list[str]]:
    ear = Ear()
    ear.listens = True
    yield ear.heard
    ear.listens = False


ASKED = [
    "/etc/hostname",
    "../../../../etc/hostname",
    "http://evil.example/hostname",
    "file:///etc/hostname",
    "\\\\evil\\hostname",
]
PAGES = [
    "/",
    "/search",
    "/speakers",
    "/review",
    "/review/log",
    "/review/merges",
    "/brief",
    "/brief/show",
    "/rows",
    "/map",
    "/sources",
]
NAMES = [
    "q",
    "text",
    "holder",
    "place",
    "outlet",
    "article",
    "item",
    "cursor",
    "done",
    "back",
    "claims",
    "form",
    "name",
    "as_of",
    "who",
]


def test_no_path_or_address_of_a_request_is_opened(browser: TestClient, opened: list[str]) -> None:
    for words in ASKED:
        every = urlencode({name: words for name in NAMES if name not in ("as_of", "cursor")})
        for page in PAGES:
            for query in (every, urlencode({"as_of": words}), urlencode({"cursor": words})):
                browser.get(f"{page}?{query}")
        for kind in ("claim", "article", "speaker", "source", "static", "api/1/articles", "api/1/speakers", "add"):
            browser.get(f"/{kind}/{words}")
            browser.get(f"/{kind}/{words.replace('/', '%2F')}")
    assert not [what for what in opened if "hostname" in what or "evil" in what]


@pytest.mark.parametrize(
    "path",
    [
        "/static/../desk.py",
        "/static/..%2fdesk.py",
        "/static/%2e%2e/desk.py",
        "/static//etc/passwd",
        "/static/..\\desk.py",
        "/static/./../../record.py",
        "/static/",
        "/static",
        "/static/desk.css/../../desk.py",
        "/static/desk.css%00.py",
    ],
)
def test_static_files_are_only_those_of_the_folder(browser: TestClient, path: str) -> None:
    scope_path = path.replace("%2e", ".").replace("%2f", "/").replace("%00", "\x00")
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        return {"type": "http.request", "body": b"", "more_body": False}

    scope = {
        "type": "http",
        "method": "GET",
        "path": scope_path,
        "raw_path": path.encode(),
        "query_string": b"",
        "headers": [(b"host", b"127.0.0.1:8710")],
        "http_version": "1.1",
        "scheme": "http",
        "server": ("127.0.0.1", 8710),
        "client": ("127.0.0.1", 1),
        "root_path": "",
    }
    anyio.run(partial(browser.app, scope, receive, send))  # the client would tidy the path before sending it
    assert sent[0]["status"] in (307, 400, 404, 405)
    assert b"import" not in b"".join(message.get("body", b"") for message in sent)


# ------------------------------------------------------------------------------------------------------------- fuzz

WORDS = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        ["'", '"', '"unclosed', "*", "NEAR(", "a AND", "-", "\x00", "%00", "../", "9" * 40, "2024-13-45", "0"]
    ),
    st.from_regex(r"[0-9-]{1,20}", fullmatch=True),
)


@settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(
    page=st.sampled_from([*PAGES, *(put_beside(page, form) for page in PAGES for form in FORMS)]),
    query=st.dictionaries(
        st.sampled_from([*NAMES, "clock", "digit", "label", "since", "csrf", "zz"]), WORDS, max_size=4
    ),
)
def test_whatever_stands_in_an_address_a_page_is_shown_or_refused(
    plain: TestClient, page: str, query: dict[str, str]
) -> None:
    answer = plain.get(f"{page}?{urlencode(query, errors='replace')}")
    assert answer.status_code < 500, (page, query)


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(
    kind=st.sampled_from(["claim", "article", "speaker", "source", "add", "brief/show", ""]), rest=st.text(max_size=30)
)
def test_whatever_path_is_asked_for_a_page_is_shown_or_refused(plain: TestClient, kind: str, rest: str) -> None:
    assert plain.get(f"/{kind}/{urlencode({'': rest}, errors='replace')[1:]}").status_code < 500

"""Who may come in to the desk, and who may change something."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from onrecord.serve.guard import CSRF_HEADER, Door, Guard, refuse


def client(door: Door | None = None, host: str = "http://127.0.0.1:8000") -> TestClient:
    async def page(request: Request) -> PlainTextResponse:
        return PlainTextResponse(request.state.csrf)

    app = Starlette(routes=[Route("/", page, methods=["GET", "POST"])])
    return TestClient(Guard(app, door or Door()), base_url=host)


def test_a_local_page_is_shown_under_a_strict_policy() -> None:
    answer = client().get("/")
    assert answer.status_code == 200
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "unsafe" not in answer.headers["content-security-policy"]


def test_a_name_bound_to_this_machine_by_a_stranger_is_refused() -> None:
    assert client(host="http://evil.example:8000").get("/").status_code == 421
    assert client().get("/", headers={"host": "127.0.0.1.evil.example:8000"}).status_code == 421


def test_a_change_needs_the_token_of_the_page() -> None:
    browser = client()
    token = browser.get("/").text
    assert browser.post("/").status_code == 403
    assert browser.post("/", headers={CSRF_HEADER: token}).status_code == 200
    assert browser.post(f"/?csrf={token}").status_code == 200


def test_a_token_of_another_visitor_is_refused() -> None:
    door = Door()
    other = client(door).get("/").text
    browser = client(door)
    browser.get("/")
    assert browser.post("/", headers={CSRF_HEADER: other}).status_code == 403


def test_a_change_from_another_origin_is_refused_even_with_the_token() -> None:
    browser = client()
    token = browser.get("/").text
    for header in ({"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}, {"origin": "null"}):
        assert browser.post("/", headers={CSRF_HEADER: token, **header}).status_code == 403
    own = {CSRF_HEADER: token, "origin": "http://127.0.0.1:8000"}
    assert browser.post("/", headers=own).status_code == 200


def test_a_desk_with_a_token_opens_only_to_who_brings_it() -> None:
    door = Door(hosts=("desk.example",), token="s3cret")
    browser = client(door, host="http://desk.example")
    assert browser.get("/").status_code == 401
    assert browser.get("/?token=wrong").status_code == 401
    assert browser.get("/?token=s3cret").status_code == 200
    assert browser.get("/").status_code == 200
    assert (
        client(door, host="http://desk.example").get("/", headers={"authorization": "Bearer s3cret"}).status_code == 200
    )


@pytest.mark.parametrize("path", ["//evil.example/", "/\\evil.example", "/"])
def test_who_brings_the_token_stays_on_the_desk(path: str) -> None:
    answer = refuse(
        {"type": "http", "method": "GET", "path": path, "query_string": b"token=s3cret"},
        Headers({"host": "desk.example"}),
        {},
        Door(hosts=("desk.example",), token="s3cret"),
    )
    assert answer is not None
    assert answer.headers["location"] == "/"


@pytest.mark.parametrize("given", ["", "s3cre", "s3cret ", "S3CRET", "\u00e9", "s3cret\x00"])
def test_only_the_very_token_opens(given: str) -> None:
    browser = client(Door(hosts=("desk.example",), token="s3cret"), host="http://desk.example")
    assert browser.get("/", params={"token": given}).status_code == 401
    assert browser.get("/", headers={"cookie": f"onrecord_token={quote(given)}"}).status_code == 401
    assert browser.get("/", headers={b"authorization": f"Bearer {given}".encode()}).status_code == 401


def test_secrets_are_compared_in_constant_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """What decides is hmac.compare_digest: with one that says no, nothing opens."""
    door = Door(hosts=("desk.example",), token="s3cret")
    monkeypatch.setattr("onrecord.serve.guard.hmac.compare_digest", lambda *_: False)
    browser = client(door, host="http://desk.example")
    assert browser.get("/?token=s3cret").status_code == 401
    assert browser.get("/", headers={"authorization": "Bearer s3cret"}).status_code == 401


def test_another_port_of_this_machine_is_another_origin() -> None:
    browser = client()
    token = browser.get("/").text
    heads = {CSRF_HEADER: token, "origin": "http://127.0.0.1:9999"}
    assert browser.post("/", headers=heads).status_code == 403


def test_only_the_desk_itself_may_be_named_as_host() -> None:
    for host in ("", "localhost.evil.example", "evil.example@127.0.0.1", "127.0.0.1.", "[::1].evil.example", "0.0.0.0"):
        assert client().get("/", headers={"host": host}).status_code == 421
    for host in ("127.0.0.1", "localhost:1", "LOCALHOST", "[::1]", "[::1]:8710"):
        assert client().get("/", headers={"host": host}).status_code == 200

"""A request in, the same request on or a refusal out: what keeps the desk safe on a machine with a browser full of strangers.

- Host must be one this desk was started for: a page elsewhere cannot reach it by re-binding its own name (DNS rebinding).
- A change must come from the desk's own pages (Origin or Sec-Fetch-Site) and carry the token that only they know (CSRF;
  double-submit cookie, OWASP Cross-Site Request Forgery Prevention Cheat Sheet).
- With `token` set (needed for any host but the local ones) every request must bring it once, then a cookie holds it.
- A body that is too large is refused as soon as too much of it came, whatever its sender promised.
- Every answer carries a Content-Security-Policy that runs no script but the desk's own files.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import cookie_parser
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from onrecord.serve.problems import problem

LOCAL = ("127.0.0.1", "localhost", "[::1]")
SAFE = ("GET", "HEAD", "OPTIONS")
CSRF_COOKIE, TOKEN_COOKIE = "onrecord_csrf", "onrecord_token"
CSRF_HEADER = "x-onrecord-csrf"
MOST = 1_000_000
UPLOADS: Mapping[str, int] = {"/add": 64_000_000, "/api/1/add": 64_000_000}
"""Bytes of a body: of any request, and of those that bring articles. Forms of pages set themselves lower bounds."""
TOO_LARGE = "That is too large: send less at a time."
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",  # under "no-referrer" browsers send forms with "Origin: null" (Fetch, 3.2)
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """Who may come in. `hosts`: names without port; `secret`: signs the CSRF token, new with every start."""

    hosts: tuple[str, ...] = LOCAL
    token: str | None = None
    secret: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)


class Guard:
    """ASGI middleware around the desk (see the module's first lines)."""

    def __init__(self, app: ASGIApp, door: Door) -> None:
        self.app = app
        self.door = door

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the request through, or answer it with the reason why not."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})  # the desk has no web sockets
            return
        headers = Headers(scope=scope)
        cookies = cookie_parser(headers.get("cookie", ""))
        refusal = refuse(scope, headers, cookies, self.door)
        if refusal is not None:
            await refusal(scope, receive, _adding(send, {}))
            return
        visitor = cookies.get(CSRF_COOKIE) or secrets.token_urlsafe(16)
        scope.setdefault("state", {})["csrf"] = csrf_token(visitor, self.door)
        fresh = {} if CSRF_COOKIE in cookies else {CSRF_COOKIE: visitor}
        bounded = counting(receive, UPLOADS.get(scope["path"], MOST))
        await self.app(scope, bounded, _adding(send, fresh))


def counting(receive: Receive, most: int) -> Receive:
    """Receives the same body; raises HTTPException 413 as soon as more than `most` bytes came."""
    came = 0

    async def counted() -> Message:
        nonlocal came
        message = await receive()
        came += len(message.get("body", b""))
        if came > most:
            raise HTTPException(413, TOO_LARGE)
        return message

    return counted


def _refusal(scope: Scope, status: int, why: str) -> Response:
    if scope["path"].startswith("/api/"):
        return problem(status, why)
    return PlainTextResponse(why, status_code=status)


def refuse(scope: Scope, headers: Headers, cookies: dict[str, str], door: Door) -> Response | None:
    """The answer to a request that may not pass, None for one that may."""
    if not _known_host(headers.get("host", ""), door.hosts):
        return _refusal(scope, 421, "This desk does not answer to that host name.")
    bearer = _same(headers.get("authorization"), f"Bearer {door.token}") if door.token else False
    if door.token is not None and not bearer and not _same(cookies.get(TOKEN_COOKIE), door.token):
        return _ask_for_token(scope, door.token)
    promised = headers.get("content-length", "0")
    if not promised.isdecimal() or int(promised) > UPLOADS.get(scope["path"], MOST):
        return _refusal(scope, 413, TOO_LARGE)
    if scope["method"] in SAFE or bearer:  # no browser adds a bearer token by itself, so nobody can forge it
        return None
    if not _own_origin(headers):
        return _refusal(scope, 403, "Changes are taken from the desk's own pages only.")
    if not _same(headers.get(CSRF_HEADER) or _form_token(scope), csrf_token(cookies.get(CSRF_COOKIE, ""), door)):
        return _refusal(scope, 403, "The page is too old or not the desk's own: load it again.")
    return None


def csrf_token(visitor: str, door: Door) -> str:
    """The token of a visitor's cookie: only who holds the secret can make it."""
    return hmac.new(door.secret, visitor.encode(), hashlib.sha256).hexdigest()


def _known_host(host: str, hosts: tuple[str, ...]) -> bool:
    name = host[: host.rindex(":")] if ":" in host and not host.endswith("]") else host
    return name.lower() in hosts


def _own_origin(headers: Headers) -> bool:
    origin = headers.get("origin")
    if origin is not None:
        return urlsplit(origin).netloc == headers.get("host")
    return headers.get("sec-fetch-site", "same-origin") in ("same-origin", "none")


def _form_token(scope: Scope) -> str | None:
    """The token of a form without script: it rides in the form's address, since the body is not read here."""
    given = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("csrf")
    return given[0] if given else None


def _ask_for_token(scope: Scope, token: str) -> Response:
    given = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("token", [None])[0]
    if scope["method"] in SAFE and _same(given, token):
        path = scope["path"] if not scope["path"].startswith(("//", "/\\")) else "/"  # never to another site
        answer: Response = RedirectResponse(path or "/", status_code=303)
        answer.set_cookie(TOKEN_COOKIE, token, httponly=True, samesite="strict")
        return answer
    return _refusal(scope, 401, "This desk needs its token: open it as /?token=… once, or send it as a bearer token.")


def _same(given: str | None, expected: str) -> bool:
    return given is not None and hmac.compare_digest(given.encode(), expected.encode())


def _adding(send: Send, cookies: dict[str, str]) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
            for name, value in cookies.items():
                headers.append("set-cookie", f"{name}={value}; Path=/; HttpOnly; SameSite=Strict")
        await send(message)

    return sending

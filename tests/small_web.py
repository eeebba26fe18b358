"""A small server that plays the web, for tests: each path behaves in one way, good or bad."""

from __future__ import annotations

import gzip
import socket
import socketserver
import threading
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler

PAGE = "<html><head><title>Bridge closed</title></head><body><article><p>The bridge was closed on Tuesday, police said.</p></article></body></html>"
Answer = Callable[["Handler"], None]


@dataclass(slots=True)
class SmallWeb:
    """The server's port, what it answers by path, and how often each path was asked for with which headers."""

    port: int = 0
    answers: dict[str, Answer] = field(default_factory=dict)
    asked: Counter[str] = field(default_factory=Counter)
    heads: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def url(self, path: str) -> str:
        """Address of a path."""
        return f"http://127.0.0.1:{self.port}{path}"


class Handler(BaseHTTPRequestHandler):
    """Answers from the SmallWeb; unknown paths are 404, as is robots.txt unless set."""

    protocol_version = "HTTP/1.1"
    web: SmallWeb

    def do_GET(self) -> None:
        """Counts and answers."""
        path = self.path.split("?")[0]
        self.web.asked[path] += 1
        self.web.heads.append((path, {name.lower(): value for name, value in self.headers.items()}))
        self.web.answers.get(path, _not_there)(self)

    def give(self, body: str | bytes, *, status: int = 200, **heads: str) -> None:
        """A whole answer; names of headers with _ for -."""
        data = body.encode() if isinstance(body, str) else body
        self.send_response(status)
        lengths = {"Content_Type": "text/html; charset=utf-8", "Content_Length": str(len(data))}
        for name, value in (lengths | heads).items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(data)

    def raw(self, data: bytes) -> None:
        """Bytes as they are, then the end."""
        self.wfile.write(data)
        self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Nothing is logged."""


class Server(socketserver.ThreadingTCPServer):
    """One thread a connection; clients that hang up early are no fault."""

    daemon_threads = True
    allow_reuse_address = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Nothing."""


@contextmanager
def run_small_web() -> Iterator[SmallWeb]:
    """A server on a free port of the loopback address, stopped at the end."""
    web = SmallWeb(answers=dict(ANSWERS))
    handler = type("BoundHandler", (Handler,), {"web": web})
    with Server(("127.0.0.1", 0), handler) as server:
        web.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield web
        finally:
            server.shutdown()
            thread.join()


def _not_there(handler: Handler) -> None:
    handler.give("no", status=404)


def _endless(handler: Handler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html")
    handler.end_headers()
    for _ in range(100_000):
        handler.wfile.write(b"<p>more</p>" * 10_000)


def _dribble(handler: Handler) -> None:
    """A body of which more is promised than ever comes."""
    handler.raw(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5000\r\n\r\n<p>only this")


def _silent(handler: Handler) -> None:
    handler.connection.shutdown(socket.SHUT_WR)
    handler.connection.recv(1)
    handler.close_connection = True


def _bomb(handler: Handler) -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    body = packer.compress(b" " * 5_000_000) + packer.flush()
    handler.give(body, Content_Encoding="gzip")


def _conditional(handler: Handler) -> None:
    if handler.headers.get("If-None-Match") == '"v1"':
        handler.give("", status=304)
    else:
        handler.give(PAGE, ETag='"v1"', Last_Modified="Tue, 12 Nov 2024 10:00:00 GMT")


ANSWERS: dict[str, Answer] = {
    "/page": lambda handler: handler.give(PAGE),
    "/latin": lambda handler: handler.give(
        "<p>Café</p>".encode("latin-1"), Content_Type="text/html; charset=iso-8859-1"
    ),
    "/wrong-charset": lambda handler: handler.give("<p>Café</p>", Content_Type="text/html; charset=iso-8859-1"),
    "/gzip": lambda handler: handler.give(gzip.compress(PAGE.encode()), Content_Encoding="gzip"),
    "/not-gzip": lambda handler: handler.give(PAGE, Content_Encoding="gzip"),
    "/bomb": _bomb,
    "/endless": _endless,
    "/short": _dribble,
    "/silent": _silent,
    "/garbage": lambda handler: handler.raw(b"\x00\x01 this is no HTTP\r\n\r\n"),
    "/moved": lambda handler: handler.give("", status=301, Location="/page"),
    "/loop": lambda handler: handler.give("", status=302, Location="/loop"),
    "/to-private": lambda handler: handler.give("", status=302, Location="http://10.0.0.1/secret"),
    "/to-file": lambda handler: handler.give("", status=302, Location="file:///etc/passwd"),
    "/consent": lambda handler: handler.give("", status=302, Location="https://consent.example.com/collect"),
    "/gone": lambda handler: handler.give("gone", status=410),
    "/refused": lambda handler: handler.give("no", status=403),
    "/paid": lambda handler: handler.give("pay", status=402),
    "/image": lambda handler: handler.give(b"\x89PNG", Content_Type="image/png"),
    "/busy": lambda handler: handler.give("busy", status=503),
    "/busy-date": lambda handler: handler.give("busy", status=503, Retry_After="Tue, 12 Nov 2024 10:00:30 GMT"),
    "/too-often": lambda handler: handler.give("slow down", status=429, Retry_After="7"),
    "/come-tomorrow": lambda handler: handler.give("slow down", status=429, Retry_After="86400"),
    "/conditional": _conditional,
}

"""Addresses come in, fetched politely; bytes with where and when they were taken go out, or one clear error each."""

from __future__ import annotations

import ssl
import threading
import time
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import cast
from urllib.parse import urljoin, urlsplit
from urllib.robotparser import RobotFileParser

import httpcore

from onrecord.acquire.addresses import PublicBackend, Resolve, check_address, resolve_host
from onrecord.record import InputError

USER_AGENT = "onrecord/0.1 (+https://github.com/onrecord/onrecord)"
_RETRIED = frozenset({429, 500, 502, 503, 504})
_MOVED = frozenset({301, 302, 303, 307, 308})
_MEANINGS = {
    401: "asks for a password", 402: "asks for payment", 403: "refuses access", 404: "is not there",
    410: "was taken away", 429: "asks to come less often", 451: "is withheld for legal reasons",
}  # fmt: skip
_CONSENT_HOSTS = ("consent.", "guce.", "cmp.", "cookie-consent.", "privacy-mgmt.", "myprivacy.")


@dataclass(frozen=True, slots=True, kw_only=True)
class WebOptions:
    """How the web is read. Times in seconds, sizes in bytes; clock and sleep are arguments so that tests need none."""

    user_agent: str = USER_AGENT
    allow_private: bool = False  # private, loopback and link-local addresses
    robots: bool = True  # heed robots.txt
    interval: float = 1.0  # between two requests to one host
    timeout: float = 20.0  # for a connection or the next bytes
    deadline: float = 120.0  # for one whole answer
    tries: int = 3
    backoff: float = 2.0  # before the second try, doubled each time; "Retry-After" counts more
    longest_wait: float = 120.0
    largest: int = 20_000_000  # unpacked; the largest of 181 saved news pages has 2.1 MB
    redirects: int = 8
    hosts_at_once: int = 8
    follow_entries: bool = True  # fetch the articles that a feed points to
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    resolve: Resolve = resolve_host
    tls: ssl.SSLContext | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """What a server gave to ask later whether something changed (RFC 9110, 13.1)."""

    etag: str | None = None
    last_modified: str | None = None


NEVER_ASKED = Validators()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """An answer: `body` is None where nothing changed since the validators."""

    url: str  # after redirects
    body: bytes | None
    content_type: str
    charset: str | None
    taken: str  # ISO 8601, UTC
    validators: Validators = NEVER_ASKED


class _Again(Exception):  # noqa: N818
    """A try that failed in a way that may pass: `wait` is what the server asked for."""

    def __init__(self, why: str, wait: float | None = None) -> None:
        super().__init__(why)
        self.wait = wait


class _Refused(InputError):  # noqa: N818
    """An answer that says no, for good."""

    def __init__(self, why: str, status: int) -> None:
        super().__init__(why)
        self.status = status


@dataclass(slots=True)
class _Host:
    """What is remembered of one host: one connection at a time, when it was last asked, its robots.txt."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    robots_lock: threading.Lock = field(default_factory=threading.Lock)
    asked: float | None = None
    robots: RobotFileParser | None = None


class Web(AbstractContextManager["Web"]):
    """A polite reader of the web, safe to use from several threads; one request at a time goes to each host."""

    def __init__(self, options: WebOptions, *, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._options, self._now = options, now
        backend = PublicBackend(options.resolve, allow_private=options.allow_private)
        tls = options.tls or ssl.create_default_context()
        self._pool = httpcore.ConnectionPool(
            ssl_context=tls, max_connections=64, keepalive_expiry=30, network_backend=backend
        )
        self._ended = threading.Event()
        self._hosts: dict[str, _Host] = {}
        self._lock = threading.Lock()

    def __exit__(
        self, kind: type[BaseException] | None, err: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Closes all connections; a request that is under way closes its own when it ends."""
        self._ended.set()
        self._pool.close()

    def fetch(self, url: str, *, validators: Validators = NEVER_ASKED) -> Fetched:
        """The page at an address, after redirects; raises InputError with a reason that names the address."""
        address = check_address(url)
        for _ in range(self._options.redirects + 1):
            self._check_robots(address)
            answer = self._ask(address, validators)
            if isinstance(answer, Fetched):
                return answer
            address = check_address(urljoin(address, answer))
            if urlsplit(address).netloc.startswith(_CONSENT_HOSTS):
                raise InputError(
                    f"{url} is behind a cookie wall ({urlsplit(address).netloc}); save the page in a browser and give the file"
                )
        raise InputError(f"{url} redirects more than {self._options.redirects} times; check the address")

    def _ask(self, address: str, validators: Validators) -> Fetched | str:
        """An answer, or where the server sends on to; tries again where that may help."""
        wait = self._options.backoff
        for left in reversed(range(self._options.tries)):
            try:
                return self._ask_once(address, validators)
            except _Again as err:
                pause = wait if err.wait is None else err.wait
                if left == 0 or pause > self._options.longest_wait:
                    tail = f" and wants {pause:,.0f} s of patience" if pause > self._options.longest_wait else ""
                    raise InputError(f"{address} {err}{tail}; try again later") from err
                self._options.sleep(pause)
                wait *= 2
        raise AssertionError("the last try returns or raises")

    def _ask_once(self, address: str, validators: Validators) -> Fetched | str:
        host = self._host(address)
        with host.lock:
            self._pause(host)
            try:
                return self._request(address, validators)
            except (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError) as err:
                raise _explain(address, err) from err
            finally:
                host.asked = self._options.clock()

    def _host(self, address: str) -> _Host:
        with self._lock:
            return self._hosts.setdefault(urlsplit(address).netloc, _Host())

    def _pause(self, host: _Host) -> None:
        """Waits until the host may be asked again."""
        if host.asked is not None:
            interval = self._options.interval
            if host.robots is not None and (delay := host.robots.crawl_delay(self._options.user_agent)):
                interval = max(interval, min(float(delay), self._options.longest_wait))
            rest = host.asked + interval - self._options.clock()
            if rest > 0:
                self._options.sleep(rest)

    def _request(self, address: str, validators: Validators) -> Fetched | str:
        headers: dict[bytes | str, bytes | str] = {
            "User-Agent": self._options.user_agent, "Accept-Encoding": "gzip, deflate",
            "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.5", "Accept-Language": "en",
        }  # fmt: skip
        if validators.etag:
            headers["If-None-Match"] = validators.etag
        if validators.last_modified:
            headers["If-Modified-Since"] = validators.last_modified
        limit = self._options.timeout
        extensions = {"timeout": {"connect": limit, "read": limit, "write": limit, "pool": limit}}
        if self._ended.is_set():
            raise InputError(f"{address} is not asked for any more: the reading of the web has ended")
        try:
            with self._pool.stream("GET", address, headers=headers, extensions=extensions) as response:
                return self._take(address, response)
        finally:
            if self._ended.is_set():  # meanwhile, by another thread: what was fetched ahead is not wanted
                self._pool.close()

    def _take(self, address: str, response: httpcore.Response) -> Fetched | str:
        heads = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in response.headers}
        if response.status in _MOVED and "location" in heads:
            return heads["location"]
        if response.status in _RETRIED:
            why = _MEANINGS.get(response.status, f"is out of order (status {response.status})")
            raise _Again(why, _retry_after(heads.get("retry-after"), self._now()))
        if response.status != 304 and not 200 <= response.status < 300:
            meaning = _MEANINGS.get(response.status, "cannot be had")
            raise _Refused(f"{address} {meaning} (status {response.status}); check the address", response.status)
        kind, _, rest = heads.get("content-type", "").partition(";")
        charset = rest.partition("charset=")[2].strip(" \"';") or None
        body = None if response.status == 304 else self._body(address, response, heads)
        return Fetched(
            url=address, body=body, content_type=kind.strip().lower(), charset=charset,
            taken=self._now().isoformat(timespec="seconds"),
            validators=Validators(etag=heads.get("etag"), last_modified=heads.get("last-modified")),
        )  # fmt: skip

    def _body(self, address: str, response: httpcore.Response, heads: Mapping[str, str]) -> bytes:
        """The answer's bytes, unpacked, within limits of time and size."""
        started, parts, size = self._options.clock(), [], 0
        for part in _unpacked(
            cast("Iterable[bytes]", response.stream), heads.get("content-encoding", ""), self._options.largest
        ):
            parts.append(part)
            size += len(part)
            if size > self._options.largest:
                raise InputError(
                    f"{address} is larger than {self._options.largest // 1_000_000} MB, more than one article; it is not read"
                )
            if self._options.clock() - started > self._options.deadline:
                raise InputError(
                    f"{address} takes longer than {self._options.deadline:,.0f} s to send; try again later"
                )
        return b"".join(parts)

    def _check_robots(self, address: str) -> None:
        """Raises InputError where robots.txt forbids the address (RFC 9309: no file means free, no answer means closed)."""
        if not self._options.robots:
            return
        host = self._host(address)
        with host.robots_lock:
            host.robots = host.robots or self._robots(address)
        if not host.robots.can_fetch(self._options.user_agent, address):
            raise InputError(
                f"{address} may not be read by programs (robots.txt of its host); save it in a browser and give the file"
            )

    def _robots(self, address: str) -> RobotFileParser:
        place = urljoin(address, "/robots.txt")
        rules = RobotFileParser(place)
        try:
            body = self._robots_text(place)
        except _Refused as err:
            if err.status >= 500:
                raise
            body = b""
        rules.parse(body[:500_000].decode("utf-8", "replace").splitlines())  # RFC 9309, 2.5: at least 500 KiB
        rules.modified()
        return rules

    def _robots_text(self, place: str) -> bytes:
        for _ in range(5):  # RFC 9309, 2.3.1.2: at least five redirects
            answer = self._ask(place, NEVER_ASKED)
            if isinstance(answer, Fetched):
                return answer.body or b""
            place = check_address(urljoin(place, answer))
        return b""


def _explain(address: str, err: Exception) -> Exception:
    """A fault of the connection as one that may pass, or as a final one with its reason."""
    if isinstance(err, httpcore.TimeoutException):
        return _Again("does not answer in time")
    if "SSL" in str(err) or "certificate" in str(err):
        return InputError(f"{address} has a broken secure connection ({err}); it is not read without one")
    return _Again(f"cannot be reached ({str(err) or type(err).__name__})")


def _unpacked(parts: Iterable[bytes], encoding: str, limit: int) -> Iterator[bytes]:
    """Parts of a body without its content encoding, never much more than the limit at once."""
    name = encoding.strip().lower()
    if name not in ("gzip", "x-gzip", "deflate"):
        yield from parts
        return
    unpacker, done = zlib.decompressobj(47 if "gzip" in name else 15), 0  # 47: gzip or zlib, told by the head
    for part in parts:
        try:
            out = unpacker.decompress(part, limit + 1 - done)
        except zlib.error as err:
            raise InputError(f"the answer is not {name} as it says ({err}); try again later") from err
        done += len(out)
        yield out
        if done > limit or unpacker.eof:
            return
    if not unpacker.eof:
        raise _Again("breaks off in the middle")


def _retry_after(value: str | None, now: datetime) -> float | None:
    """Seconds that "Retry-After" asks for, as a number or a date (RFC 9110, 10.2.3)."""
    if not value:
        return None
    if value.strip().isdigit():
        return float(value)
    try:
        return max(0.0, (parsedate_to_datetime(value) - now).total_seconds())
    except (ValueError, TypeError):
        return None

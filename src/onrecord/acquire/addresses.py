"""A host comes in; a connection to one of its public addresses goes out, never to a private one unless that is allowed."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Iterable, Sequence
from urllib.parse import urlsplit

import httpcore

from onrecord.record import InputError

Resolve = Callable[[str, int], Sequence[str]]
_NAT64 = ipaddress.ip_network("64:ff9b::/96")  # RFC 6052: an IPv4 address in the last 32 bits


def resolve_host(host: str, port: int) -> Sequence[str]:
    """Addresses of a host by the system's resolver; raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[4][0]) for address in found))


def is_public(address: str) -> bool:
    """Whether an IP address is reachable on the open web: not private, loopback, link-local, multicast or reserved."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if ip in _NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
    return ip.is_global and not ip.is_multicast


def check_address(url: str) -> str:
    """The address without user, password and fragment; raises InputError unless it is http or https with a host."""
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname, parts.port
    except ValueError as err:
        raise InputError(f"{url} is no address ({err}); give one such as https://example.org/article") from err
    if parts.scheme.lower() not in ("http", "https"):
        raise InputError(f"{url} is not http or https; only these are fetched")
    if not host:
        raise InputError(f"{url} names no host; give an address such as https://example.org/article")
    name = f"[{host}]" if ":" in host else host.encode("idna").decode("ascii") if not host.isascii() else host
    place = name if port is None else f"{name}:{port}"
    return parts._replace(scheme=parts.scheme.lower(), netloc=place, path=parts.path or "/", fragment="").geturl()


class PublicBackend(httpcore.NetworkBackend):
    """Connects to the very address that was checked: each host is resolved once a connection, so that a name that
    answers differently the second time (DNS rebinding) gains nothing. TLS still checks the name."""

    def __init__(self, resolve: Resolve, *, allow_private: bool) -> None:
        self._resolve, self._allow_private = resolve, allow_private
        self._inner = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """A stream to the first address that answers; raises InputError for a host on a private network."""
        fault: Exception = httpcore.ConnectError(f"{host} has no address")
        for address in self._addresses(host, port):
            try:
                return self._inner.connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as err:
                fault = err
        raise fault

    def _addresses(self, host: str, port: int) -> Sequence[str]:
        try:
            found = self._resolve(host, port)
        except (OSError, UnicodeError) as err:
            raise httpcore.ConnectError(f"no address is known for {host}") from err
        if not self._allow_private and (closed := [address for address in found if not is_public(address)]):
            raise InputError(
                f"{host} leads to {closed[0]}, which is not on the open web; allow private addresses to read it"
            )
        return found

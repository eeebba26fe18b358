"""A host, a credit or a name comes in; the news agency or outlet it belongs to goes out."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from urllib.parse import urlsplit

from onrecord.knowledge.tables import rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """One that publishes news. `run_by`: "state" (a government decides what it says), "public" or None."""

    name: str
    kind: str  # agency, paper, broadcaster, site, magazine, wire (paid releases)
    country: str | None = None
    run_by: str | None = None
    hosts: tuple[str, ...] = ()
    credits: tuple[str, ...] = ()  # as they stand in datelines, bylines and credit lines


@cache
def outlets() -> tuple[Outlet, ...]:
    """All of the table, in its order."""
    return tuple(_outlet(row) for row in rows("outlets.tsv"))


def _outlet(row: tuple[str, ...]) -> Outlet:
    name, kind, country, run_by, hosts, credits_ = (*row, "", "", "", "")[:6]
    return Outlet(
        name=name,
        kind=kind,
        country=country or None,
        run_by=run_by or None,
        hosts=_list(hosts),
        credits=_list(credits_),
    )


def _list(cell: str) -> tuple[str, ...]:
    return tuple(part for part in cell.split("|") if part)


@cache
def _by_host() -> dict[str, Outlet]:
    return {host: outlet for outlet in outlets() for host in outlet.hosts}


@cache
def _by_name() -> dict[str, Outlet]:
    names = {name.casefold(): outlet for outlet in outlets() for name in outlet.credits}
    return names | {outlet.name.casefold().removeprefix("the "): outlet for outlet in outlets()}


def find_outlet_by_host(address: str) -> Outlet | None:
    """The outlet of an address or host: the longest known ending ("uk.news.example.com" -> "example.com")."""
    host = host_of(address)
    labels = host.split(".")
    return next((found for i in range(len(labels) - 1) if (found := _by_host().get(".".join(labels[i:])))), None)


def find_outlet(name: str) -> Outlet | None:
    """The outlet or agency of a name or credit, without regard to case and a leading article."""
    key = " ".join(name.split()).casefold()
    return _by_name().get(key) or _by_name().get(key.removeprefix("the "))


@cache
def agency_credits() -> dict[str, str]:
    """Credits as written -> name, of agencies and of wires for paid releases."""
    return {name: outlet.name for outlet in outlets() if outlet.kind in ("agency", "wire") for name in outlet.credits}


@cache
def all_credits() -> dict[str, str]:
    """Credits as written -> name, of everybody."""
    return {name: outlet.name for outlet in outlets() for name in (*outlet.credits, outlet.name)}


def host_of(address: str) -> str:
    """Host of an address, lower case, without "www."; "" where there is none."""
    try:
        host = urlsplit(address if "//" in address else f"//{address}").hostname or ""
    except ValueError:
        return ""
    return host.lower().removeprefix("www.").removeprefix("m.").removeprefix("amp.")

"""A name, a people's word or a capital comes in; the country it stands for goes out, from `data/countries.csv`.

Look-ups take the words as printed ("the U.S.", "Russians", "Pyongyang"); a leading "the" and a possessive ending do
not matter, typographic and plain apostrophes are one. Case matters for names of up to four letters ("US" is no "us").
A word that could be several countries' ("Congolese", "Dominican") gives the first by `ALIKE`'s order here; ask
`countries_of` for all of them. Whether "Georgia" is the state or the country, a name alone cannot tell: ask the places.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Literal

CountryWord = Literal["name", "demonym", "capital", "metonym"]
ALIKE = ("CD", "DO")
"""Countries that win a word they share with another ("Congolese", "Dominican"), being far oftener in the news."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Country:
    """One country or territory; `metonyms` are words for its government beside the capital ("Kremlin")."""

    iso2: str
    iso3: str
    numeric: int | None
    geonames: int
    name: str
    variants: tuple[str, ...]
    demonyms: tuple[str, ...]
    capital: str | None
    metonyms: tuple[str, ...]
    latitude: float | None
    longitude: float | None


@cache
def countries() -> Mapping[str, Country]:
    """Every country by its ISO 3166-1 alpha-2 code (XK Kosovo; CS the former Yugoslavia)."""
    text = files("onrecord.knowledge").joinpath("data/countries.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))
    return MappingProxyType({row["iso2"]: _country(row) for row in rows})


def country_of(name: str) -> str | None:
    """ISO code of the country of this name or variant ("U.K.", "North Korea", "DPRK"), or None."""
    return _only(name, "name")


def by_demonym(word: str) -> str | None:
    """ISO code of the country whose people or things are called so ("Syrian", "Swedes"), or None."""
    return _only(word, "demonym")


def by_capital(name: str) -> str | None:
    """ISO code of the country whose capital this is ("Washington", "Pyongyang"), or None."""
    return _only(name, "capital")


def by_metonym(name: str) -> str | None:
    """ISO code of the country whose government is called by this place: its capital, or "the Kremlin", or None."""
    return _only(name, "capital") or _only(name, "metonym")


def countries_of(word: str) -> tuple[tuple[str, CountryWord], ...]:
    """Every (ISO code, what the word is to it), names before demonyms before capitals; empty if unknown."""
    key = plain(word)
    found = country_words().get(key)
    if found is None and len(key) > 4 and (key.isupper() or key.islower()):
        found = country_words().get(key.title())
    return found or ()


@cache
def country_words() -> Mapping[str, tuple[tuple[str, CountryWord], ...]]:
    """Every word or phrase of the table, as `plain` leaves it, with the countries it may stand for."""
    table: dict[str, list[tuple[str, CountryWord]]] = {}
    order = sorted(countries().values(), key=lambda country: (country.iso2 not in ALIKE, country.iso2))
    kinds: tuple[CountryWord, ...] = ("name", "demonym", "capital", "metonym")
    for kind in kinds:
        for country in order:
            for word in _words(country, kind):
                entry = table.setdefault(plain(word), [])
                if (country.iso2, kind) not in entry:
                    entry.append((country.iso2, kind))
    return MappingProxyType({word: tuple(entry) for word, entry in table.items()})


def plain(word: str) -> str:
    """The word without a leading article, a possessive ending and outer space, with plain apostrophes."""
    word = " ".join(word.replace("’", "'").split())
    if word[:4].lower() == "the ":
        word = word[4:]
    return word[:-2] if word.endswith("'s") else word.removesuffix("'")


def _only(word: str, kind: CountryWord) -> str | None:
    return next((iso2 for iso2, what in countries_of(word) if what == kind), None)


def _words(country: Country, kind: CountryWord) -> Iterator[str]:
    if kind == "name":
        yield country.name
        yield from country.variants
    elif kind == "demonym":
        yield from country.demonyms
    elif kind == "capital":
        if country.capital:
            yield country.capital
    else:
        yield from country.metonyms


def _country(row: Mapping[str, str]) -> Country:
    return Country(
        iso2=row["iso2"],
        iso3=row["iso3"],
        numeric=int(row["numeric"]) if row["numeric"] else None,
        geonames=int(row["geonames"]),
        name=row["name"],
        variants=_listed(row["variants"]),
        demonyms=_listed(row["demonyms"]),
        capital=row["capital"] or None,
        metonyms=_listed(row["metonyms"]),
        latitude=float(row["latitude"]) if row["latitude"] else None,
        longitude=float(row["longitude"]) if row["longitude"] else None,
    )


def _listed(cell: str) -> tuple[str, ...]:
    return tuple(part for part in (piece.strip() for piece in cell.split("|")) if part)

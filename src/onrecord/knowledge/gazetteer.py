"""A place's name comes in; the places of the world that bear it go out, from one read-only file opened by mmap.

The file (`data/gazetteer.bin`, built by `python -m onrecord.train.gazetteer`) holds countries, first- and second-level
areas, towns over 500 people and hand-made regions, mostly GeoNames (CC BY 4.0, www.geonames.org). Nothing of it is
loaded up front: a look-up touches some pages of a sorted table, and each row is decoded when it is asked for.

Layout, little endian: magic, length and offset table as JSON, then four sections. `keys` sorted 64-bit hashes of folded
names, `posts` the row each key belongs to (two high bits say what kind of name it is), `rows` fixed records, `names`
zero-ended UTF-8. The two bits below say how many people bear the name. Hashing spares storing half a million names; two names of one 64-bit hash are a 1 in 10^8 event.
"""

from __future__ import annotations

import json
import math
import mmap
import struct
import unicodedata
from bisect import bisect_left
from collections.abc import Mapping
from functools import cache, lru_cache
from hashlib import blake2b
from importlib.resources import as_file, files
from pathlib import Path
from typing import Literal, NamedTuple

from onrecord.record import ModelError

MAGIC = b"ONRGAZ3\n"
ROW = struct.Struct("<IiiIHBBHHI")
"""GeoNames id (0: none), latitude and longitude in 1e-5 degrees, people, country, kind, centre, admin1, admin2, name."""
_COLUMNS = [("geonames", "<u4"), ("latitude", "<i4"), ("longitude", "<i4"), ("people", "<u4"), ("country", "<u2"),
            ("kind", "u1"), ("centre", "u1"), ("admin1", "<u2"), ("admin2", "<u2"), ("name", "<u4")]  # fmt: skip
KINDS: tuple[PlaceKind, ...] = ("country", "admin1", "admin2", "city", "region", "other")
CENTRES: tuple[Centre, ...] = ("given", "weighted", "parent")

PlaceKind = Literal["country", "admin1", "admin2", "city", "region", "other"]
Centre = Literal["given", "weighted", "parent"]
NameKind = Literal["name", "short", "other"]

_NAME_KINDS: tuple[NameKind, ...] = ("name", "short", "other")
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ı": "i", "ə": "a", "ǝ": "a", "ħ": "h", "ŧ": "t", "æ": "ae", "œ": "oe", "ð": "d"}
    | {"þ": "th", "-": " ", "–": " ", "—": " ", ".": " ", ",": " ", "/": " "}
    | dict.fromkeys("'’‘ʼʻʿʾ`´ʹ", "")
)
_WORDS = {"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort"}
_ARABIC_ARTICLES = frozenset(("al", "el", "ar", "as", "ash", "at", "ad", "an", "az"))


class GazetteerRow(NamedTuple):
    """One place: `row` is its number in this file; `admin1`, `admin2` are rows; `people` is 0 where not known.

    `centre` says where the coordinates come from: given by the source, the people-weighted centre of the area's towns,
    or that of the area above it.
    """

    row: int
    geonames: int | None
    name: str
    kind: PlaceKind
    country: str | None
    admin1: int | None
    admin2: int | None
    latitude: float
    longitude: float
    people: int
    centre: Centre


class Gazetteer:
    """The opened file. Safe to share between threads; a forked process shares its pages."""

    def __init__(self, path: Path) -> None:
        """Open `path`; a missing or foreign file is a ModelError."""
        try:
            with path.open("rb") as handle:
                self._bytes = mmap.mmap(handle.fileno(), 0, access=mmap.ACCESS_READ)
        except (OSError, ValueError) as err:
            raise ModelError(f"gazetteer {path}: cannot be opened ({err}); reinstall onrecord") from err
        if self._bytes[: len(MAGIC)] != MAGIC:
            raise ModelError(f"gazetteer {path}: not a gazetteer of this version; rebuild it (docs/places.md)")
        (length,) = struct.unpack_from("<I", self._bytes, len(MAGIC))
        head = json.loads(self._bytes[len(MAGIC) + 4 : len(MAGIC) + 4 + length])
        view = memoryview(self._bytes)
        keys, posts, rows, names = head["sections"]
        self._keys = view[keys[0] : keys[1]].cast("Q")
        self._posts = view[posts[0] : posts[1]].cast("I")
        self._rows, self._names = rows[0], names[0]
        self.count: int = (rows[1] - rows[0]) // ROW.size
        self.about: Mapping[str, object] = head["about"]
        self._countries: list[str] = head["countries"]
        self._first_admin1: int = head["first_admin1"]
        self._first_admin2: int = head["first_admin2"]
        self._disputed: dict[int, tuple[str, ...]] = {int(row): tuple(who) for row, who in head["disputed"].items()}
        self._country_rows: dict[str, int] = {iso2: row for row, iso2 in enumerate(head["country_rows"])}
        self.find = lru_cache(maxsize=20_000)(self._find)
        self.row = lru_cache(maxsize=20_000)(self._row)

    def _find(self, key: str) -> tuple[tuple[int, NameKind], ...]:
        """Rows whose name, folded, is `key`, with the kind of that name.

        Names come before short and other ones, each in the file's order:
        countries, regions, areas, towns from the largest down.
        """
        wanted = hash_key(key)
        at = bisect_left(self._keys, wanted)
        found = []
        while at < len(self._keys) and self._keys[at] == wanted:
            post = self._posts[at]
            found.append((post & 0x0FFFFFFF, _NAME_KINDS[post >> 30]))
            at += 1
        return tuple(found)

    def persons(self, key: str) -> int:
        """How many people bear the folded name `key`: 0 hardly any, 1 some, 2 many, 3 very many (US Census 1990)."""
        wanted = hash_key(key)
        at = bisect_left(self._keys, wanted)
        return self._posts[at] >> 28 & 3 if at < len(self._keys) and self._keys[at] == wanted else 0

    def _row(self, number: int) -> GazetteerRow:
        """The place with this row number."""
        if not 0 <= number < self.count:
            raise ModelError(f"gazetteer: no row {number}")
        geonames, lat, lon, people, country, kind, centre, admin1, admin2, name = ROW.unpack_from(
            self._bytes, self._rows + number * ROW.size
        )
        start = self._names + name
        return GazetteerRow(
            number,
            geonames or None,
            self._bytes[start : self._bytes.find(b"\0", start)].decode("utf-8"),
            KINDS[kind],
            self._countries[country] or None,
            self._first_admin1 + admin1 - 1 if admin1 else None,
            self._first_admin2 + admin2 - 1 if admin2 else None,
            lat / 1e5,
            lon / 1e5,
            people,
            CENTRES[centre],
        )

    def look_up(self, name: str) -> tuple[GazetteerRow, ...]:
        """Every place called `name`, whatever its accents, hyphens and apostrophes."""
        return tuple(self.row(number) for number, _ in self.find(fold(name)))

    def country(self, iso2: str) -> GazetteerRow | None:
        """The row of a country by its ISO code."""
        number = self._country_rows.get(iso2)
        return None if number is None else self.row(number)

    def disputed(self, place: GazetteerRow) -> tuple[str, ...]:
        """ISO codes of those who claim the place, or the area it lies in; empty if nobody else does."""
        country = self._country_rows.get(place.country or "")
        for number in (place.row, place.admin2, place.admin1, country):
            if number is not None and number in self._disputed:
                return self._disputed[number]
        return ()

    def contested(self) -> tuple[tuple[GazetteerRow, tuple[str, ...]], ...]:
        """Every place and area marked as disputed, with the ISO codes of its parties."""
        return tuple((self.row(number), parties) for number, parties in sorted(self._disputed.items()))

    def reach(self, area: GazetteerRow) -> float | None:
        """Kilometres from an area's point within which 95 of 100 of its towns lie; None where it has none here."""
        import numpy

        whole = numpy.frombuffer(self._bytes, dtype=_COLUMNS, count=self.count, offset=self._rows)
        if area.kind not in ("admin1", "admin2"):
            return None
        first = self._first_admin1 if area.kind == "admin1" else self._first_admin2
        towns = whole[(whole[area.kind] == area.row - first + 1) & (whole["kind"] == KINDS.index("city"))]
        if not len(towns):
            return None
        north = (towns["latitude"] / 1e5 - area.latitude) * 111.2
        east = (towns["longitude"] / 1e5 - area.longitude) * 111.2 * math.cos(math.radians(area.latitude))
        return float(numpy.percentile(numpy.hypot(north, east), 95))


@cache
def open_gazetteer(path: Path | None = None) -> Gazetteer:
    """The gazetteer of this package, or the one at `path`; opened once a process."""
    if path is not None:
        return Gazetteer(path)
    with as_file(files("onrecord.knowledge").joinpath("data/gazetteer.bin")) as shipped:
        return Gazetteer(shipped)


@lru_cache(maxsize=50_000)
def fold(name: str) -> str:
    """The form in which names are compared: no case, accents, apostrophes or hyphens; "St." is "saint".

    An Arabic article that leads the name is dropped ("al-Raqqah", "Ar Raqqah" -> "raqqah"), if words follow it.
    """
    bare = unicodedata.normalize("NFKD", name.casefold().translate(_LETTERS))
    words = "".join(mark for mark in bare if not unicodedata.combining(mark)).split()
    if len(words) > 1 and words[0] in _ARABIC_ARTICLES:
        words = words[1:]
    return " ".join(_WORDS.get(word, word) for word in words)


def hash_key(key: str) -> int:
    """64 bits of BLAKE2b over a folded name: the same on every machine."""
    return int.from_bytes(blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")

"""Texts with gold toponyms come in (LGL, GeoVirus, or the like); how many a reader found and resolved rightly goes out.

A gold toponym is found when a found place shares characters with it; it is right when the GeoNames ids are the same or
the points lie within 161 km (100 miles, the field's custom: Gritta et al. 2018). Toponyms that the corpus gives neither
id nor point are left out. Precision says nothing on corpora that label only some places; it is printed all the same.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from onrecord.record import Place

NEAR = 161.0
"""Kilometres within which a resolution counts as right."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Toponym:
    """One gold name; `labelled` is False where the corpus marks it without saying which place it is."""

    start: int
    end: int
    geonames: int | None
    latitude: float | None
    longitude: float | None

    @property
    def labelled(self) -> bool:
        """Whether the corpus says which place is meant."""
        return self.geonames is not None or self.latitude is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceScore:
    """Counts over a corpus; shares are properties."""

    gold: int
    found: int
    right: int
    guessed: int
    spurious: int
    same_id: int

    @property
    def found_right(self) -> float:
        """Share of gold toponyms both found and resolved rightly (target .75)."""
        return self.right / self.gold if self.gold else 0.0

    @property
    def accuracy(self) -> float:
        """Share of the found toponyms that are resolved rightly (target .85)."""
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """Share of gold toponyms found at all."""
        return self.found / self.gold if self.gold else 0.0

    @property
    def precision(self) -> float:
        """Share of guessed places that touch any labelled or unlabelled gold toponym."""
        return 1 - self.spurious / self.guessed if self.guessed else 0.0


def read_toponyms(path: Path, *, ids_only: bool) -> Iterator[tuple[str, str, tuple[Toponym, ...]]]:
    """(id, text, gold toponyms) of each article; with `ids_only`, those without an id count as unlabelled."""
    with path.open(encoding="utf-8") as handle:
        for line in handle:
            row = json.loads(line)
            yield row["id"], row["text"], tuple(_toponym(raw, ids_only) for raw in row["toponyms"])


def score_places(
    rows: Iterable[tuple[str, str, Sequence[Toponym]]], read: Callable[[str, str], Sequence[Place]]
) -> PlaceScore:
    """Score `read` (id and text in, places out) on `rows`; demonyms count as the corpus counts them."""
    counts = dict.fromkeys(("gold", "found", "right", "guessed", "spurious", "same_id"), 0)
    for identity, text, gold in rows:
        places = [place for place in read(identity, text) if place.where is None]
        counts["guessed"] += len(places)
        counts["spurious"] += sum(not any(_touch(place, toponym) for toponym in gold) for place in places)
        for toponym in gold:
            if not toponym.labelled:
                continue
            counts["gold"] += 1
            touching = [place for place in places if _touch(place, toponym)]
            counts["found"] += bool(touching)
            counts["right"] += any(is_right(place, toponym) for place in touching)
            counts["same_id"] += any(place.geonames == toponym.geonames for place in touching if place.geonames)
    return PlaceScore(**counts)


def is_right(place: Place, toponym: Toponym) -> bool:
    """Whether the place is the one the corpus names, or within 161 km of it."""
    if place.geonames is not None and place.geonames == toponym.geonames:
        return True
    if None in (place.latitude, place.longitude, toponym.latitude, toponym.longitude):
        return False
    return (
        kilometres((place.latitude or 0.0, place.longitude or 0.0), (toponym.latitude or 0.0, toponym.longitude or 0.0))
        <= NEAR
    )


def kilometres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Great-circle distance (haversine, radius 6371 km)."""
    north1, east1, north2, east2 = map(math.radians, (*one, *other))
    part = math.sin((north2 - north1) / 2) ** 2
    part += math.cos(north1) * math.cos(north2) * math.sin((east2 - east1) / 2) ** 2
    return 2 * 6371.0 * math.asin(min(1.0, math.sqrt(part)))


def mapped_megabytes(name: str) -> float | None:
    """How much of the mapped file of this name lies in memory now; None where the system does not tell (no /proc)."""
    try:
        lines = Path("/proc/self/smaps").read_text(encoding="utf-8").splitlines()
    except OSError:
        return None
    kilobytes, inside = 0, False
    for line in lines:
        if _MAPPING.match(line):
            inside = line.endswith(name)
        elif inside and line.startswith("Rss:"):
            kilobytes += int(line.split()[1])
    return kilobytes / 1024


_MAPPING = re.compile(r"[0-9a-f]+-[0-9a-f]+ ")


def _touch(place: Place, toponym: Toponym) -> bool:
    return place.span.start < toponym.end and place.span.end > toponym.start


def _toponym(raw: Mapping[str, Any], ids_only: bool) -> Toponym:
    identity = int(raw["geonameid"]) if raw["geonameid"] else None
    placed = raw["lat"] not in (None, "") and not (ids_only and identity is None)
    return Toponym(
        start=raw["start"],
        end=raw["end"],
        geonames=identity,
        latitude=float(raw["lat"]) if placed else None,
        longitude=float(raw["lon"]) if placed else None,
    )

"""Nothing comes in; the words that surround places in English news go out, from `data/place_words.toml` and `regions.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Literal

Level = Literal["admin1", "admin2", "city"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceWords:
    """Sets of lower-case words; `people` maps a capitalised people's word to the area it belongs to."""

    level: Mapping[str, Level]
    directions: frozenset[str]
    locative: frozenset[str]
    firm_locative: frozenset[str]
    titles: frozenset[str]
    person_verbs: frozenset[str]
    public: frozenset[str]
    private: frozenset[str]
    government_nouns: frozenset[str]
    government_verbs: frozenset[str]
    saying: frozenset[str]
    people: Mapping[str, str]
    never: frozenset[str]
    postal: Mapping[str, tuple[str, str]]  # "TX" -> ("Texas", "US"); only after a place and a comma


@cache
def place_words() -> PlaceWords:
    """The table, read once a process."""
    table = tomllib.loads(files("onrecord.knowledge").joinpath("data/place_words.toml").read_text(encoding="utf-8"))
    level: dict[str, Level] = {}
    kinds: tuple[Level, ...] = ("admin1", "admin2", "city")
    for kind in kinds:
        level |= dict.fromkeys(table["level"][kind], kind)
    return PlaceWords(
        level=MappingProxyType(level),
        directions=frozenset(table["beside"]["directions"]),
        locative=frozenset(table["beside"]["locative"]),
        firm_locative=frozenset(table["beside"]["firm_locative"]),
        titles=frozenset(table["beside"]["titles"]),
        person_verbs=frozenset(table["beside"]["person_verbs"]),
        public=frozenset(table["institution"]["public"]),
        private=frozenset(table["institution"]["private"]),
        government_nouns=frozenset(table["government"]["nouns"]),
        government_verbs=frozenset(table["government"]["verbs"]),
        saying=frozenset(table["saying"]["verbs"]),
        people=MappingProxyType({word: row["place"] for row in table["people"] for word in row["words"]}),
        never=frozenset(table["never"]["words"]),
        postal=MappingProxyType(dict(_postal())),
    )


def _postal() -> Iterator[tuple[str, tuple[str, str]]]:
    """Postal codes of first-level areas, from `data/regions.toml`; of a shared code ("WA") the United States' wins."""
    table = tomllib.loads(files("onrecord.knowledge").joinpath("data/regions.toml").read_text(encoding="utf-8"))
    for row in sorted(table["area"], key=lambda row: str(row["code"].startswith("US"))):
        if "postal" in row:
            yield row["postal"], (row["name"], row["code"].split(".")[0])

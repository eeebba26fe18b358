"""Words of a clause come in; the classes of acts that they tell of (`data/acts.toml`) go out."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib import resources

from onrecord.knowledge.stems import stem


@lru_cache(maxsize=1)
def _acts() -> tuple[Mapping[str, str], frozenset[str], frozenset[str]]:
    """Stem -> class, the classes that are mutual, and the stems of light words."""
    rows = tomllib.loads(resources.files("onrecord.knowledge").joinpath("data/acts.toml").read_text(encoding="utf-8"))
    found = {stem(word): row["name"] for row in rows["act"] for word in row["words"]}
    mutual = frozenset(row["name"] for row in rows["act"] if row["mutual"])
    return found, mutual, frozenset(stem(word) for word in rows["light"])


def acts_of(stems: Iterable[str]) -> frozenset[str]:
    """The classes of acts that stems of words name."""
    known = _acts()[0]
    return frozenset(known[one] for one in stems if one in known)


def is_light(one: str) -> bool:
    """Whether a stem may stand between whoever does it and the act."""
    return one in _acts()[2]


def is_mutual(act: str) -> bool:
    """Whether those who take part in such an act do it to one another."""
    return act in _acts()[1]

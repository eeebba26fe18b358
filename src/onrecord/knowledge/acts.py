"""Words of a clause come in; the classes of acts that they tell of (`data/acts.toml`) go out."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib import resources

from onrecord.knowledge.stems import stem


@lru_cache(maxsize=1)
def _acts() -> tuple[Mapping[str, str], frozenset[str]]:
    """Stem -> class, and the classes that are mutual."""
    rows = tomllib.loads(resources.files("onrecord.knowledge").joinpath("data/acts.toml").read_text(encoding="utf-8"))
    found = {stem(word): row["name"] for row in rows["act"] for word in row["words"]}
    return found, frozenset(row["name"] for row in rows["act"] if row["mutual"])


def acts_of(stems: Iterable[str]) -> frozenset[str]:
    """The classes of acts that stems of words name."""
    known = _acts()[0]
    return frozenset(known[one] for one in stems if one in known)


def is_mutual(act: str) -> bool:
    """Whether those who take part in such an act do it to one another."""
    return act in _acts()[1]

"""The words of a cue come in; what they do with the statement (stance, certainty, hedges, basis) goes out.

The table is data/cues.toml; every regular inflection of its verbs is made here, irregular ones are listed there.
"""

from __future__ import annotations

import functools
import importlib.resources
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, cast

from onrecord.record import Certainty, Stance

HedgeKind = Literal["reportedly", "unconfirmed", "alleged", "believed", "modal", "other"]
BasisKind = Literal["witness", "imagery", "intercept", "document", "told"]
WordClass = Literal["verb", "noun", "adjective"]


@dataclass(frozen=True, slots=True)
class CueSense:
    """What a cue word does: `weak` ones only say that something was said, `opinion` ones judge rather than report."""

    stance: Stance
    certainty: Certainty = "certain"
    weak: bool = False
    opinion: bool = False
    word_class: WordClass = "verb"


@dataclass(frozen=True, slots=True)
class CueTable:
    """The lexicon, ready for look-up: words are lower case, phrases are tried in order."""

    words: Mapping[str, CueSense]
    phrases: tuple[tuple[re.Pattern[str], CueSense], ...]
    hedges: Mapping[str, tuple[HedgeKind, Certainty]]
    bases: tuple[tuple[BasisKind, re.Pattern[str]], ...]
    basis_words: re.Pattern[str]
    lemmas: Mapping[str, str]


@functools.cache
def load_cues() -> CueTable:
    """The table, read once a process."""
    file = importlib.resources.files("onrecord.knowledge") / "data" / "cues.toml"
    data = tomllib.loads(file.read_text(encoding="utf-8"))
    words: dict[str, CueSense] = {}
    lemmas: dict[str, str] = {}
    irregular = {base: forms.split() for base, forms in data["inflections"].items()}
    for kind, word_class in (("verbs", "verb"), ("nouns", "noun"), ("adjectives", "adjective")):
        for row in data[kind]:
            sense = _sense(row, cast("WordClass", word_class))
            for base in row["words"].split():
                forms = [base, *(irregular.get(base) or inflect(base))] if word_class == "verb" else [base]
                for form in forms:
                    words.setdefault(form, sense)
                    lemmas.setdefault(form, base)
    bases = tuple((cast("BasisKind", row["kind"]), re.compile(p)) for row in data["bases"] for p in row["patterns"])
    return CueTable(
        words=words,
        phrases=tuple((re.compile(p), _sense(row, "verb")) for row in data["phrases"] for p in row["patterns"]),
        hedges={
            word: (cast("HedgeKind", row["kind"]), cast("Certainty", row["certainty"]))
            for row in data["hedges"]
            for word in row["words"].split()
        },
        bases=bases,
        basis_words=re.compile("|".join(pattern.pattern for _, pattern in bases)),
        lemmas=lemmas,
    )


def _sense(row: Mapping[str, Any], word_class: WordClass) -> CueSense:
    return CueSense(
        cast("Stance", row["stance"]),
        cast("Certainty", row.get("certainty", "certain")),
        bool(row.get("weak", False)),
        bool(row.get("opinion", False)),
        word_class,
    )


_VOWELS = "aeiou"


def inflect(base: str) -> list[str]:
    """Third person, past and -ing form of a regular English verb (one final consonant is not doubled: list those)."""
    if base.endswith(("s", "sh", "ch", "x", "z")):
        third = base + "es"
    elif base.endswith("y") and base[-2:-1] not in _VOWELS:
        third = base[:-1] + "ies"
    else:
        third = base + "s"
    if base.endswith("e"):
        return [third, base + "d", base[:-1] + "ing"]
    if base.endswith("y") and base[-2:-1] not in _VOWELS:
        return [third, base[:-1] + "ied", base + "ing"]
    return [third, base + "ed", base + "ing"]


@functools.lru_cache(maxsize=8192)
def phrase_sense(words: str) -> CueSense | None:
    """The sense of the first phrase of the table that occurs in `words` (lower case, single spaces)."""
    for pattern, sense in load_cues().phrases:
        if pattern.search(words):
            return sense
    return None


def word_sense(words: Sequence[str]) -> CueSense | None:
    """The sense of the first strong word, else of the first weak one, else None."""
    table = load_cues().words
    weak: CueSense | None = None
    for word in words:
        sense = table.get(word)
        if sense is None:
            continue
        if not sense.weak:
            return sense
        weak = weak or sense
    return weak

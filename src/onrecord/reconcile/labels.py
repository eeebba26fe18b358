"""The levels of support and opposition come in; digit, label and sentences go out (table: knowledge/data/standing.toml)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import msgspec

from onrecord.record import Support

UNJUDGED = 6  # "cannot be judged": outside the order


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """What doubt from outside the sides does to the digit."""

    adds: int
    up_to: int
    alone: int
    not_in: tuple[Support, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The fixed words that labels are built from."""

    support: Mapping[Support, str]
    instead: Mapping[str, str]
    opposition: Mapping[Support, str]
    denier: Mapping[str, str]
    marks: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """The whole file: what every digit, label and sentence is made from."""

    columns: tuple[Support, ...]
    digits: Mapping[str, tuple[int, ...]]
    doubt: Doubt
    label: Words
    rules: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """What a label says beside the two levels."""

    first_hand: bool = False
    doubted: bool = False
    divided: bool = False
    withdrawn: bool = False
    hearsay_only: bool = False
    both_sides_support: bool = False
    both_sides_deny: bool = False
    accused_denies: bool = False


@cache
def tables() -> Tables:
    """The shipped tables, read once."""
    return msgspec.toml.decode(files("onrecord.knowledge").joinpath("data/standing.toml").read_bytes(), type=Tables)


def find_digit(support: Support, opposition: Support, *, first_hand: bool = False, doubted: bool = False) -> int:
    """Credibility 1 (best) to 5 (worst), or 6: cannot be judged. Admiralty digits, AJP-2.1."""
    table = tables()
    row = "single, first hand" if first_hand and support == "single" else support
    digit = table.digits[row][table.columns.index(opposition)]
    doubt = table.doubt
    if not doubted or support in doubt.not_in:
        return digit
    if support == opposition == "none":
        return doubt.alone
    return min(digit + doubt.adds, doubt.up_to) if digit < doubt.up_to else digit


def make_label(support: Support, opposition: Support, marks: Marks) -> str:
    """The standing in fixed words, e.g. "corroborated (one bloc), denied by the accused"."""
    words = tables().label
    parts = [_support_words(support, marks, words)]
    if marks.first_hand and support not in ("none", "side"):
        parts.append(words.marks["first_hand"])
    if opposition != "none":
        parts.append(_opposition_words(opposition, marks, words))
    parts += [words.marks[mark] for mark in ("doubted", "divided") if getattr(marks, mark)]
    return ", ".join(parts)


def _support_words(support: Support, marks: Marks, words: Words) -> str:
    if support == "none" and marks.withdrawn:
        return words.instead["withdrawn"]
    if support == "none" and marks.hearsay_only:
        return words.instead["hearsay_only"]
    if support == "side" and marks.both_sides_support:
        return words.instead["both_sides"]
    return words.support[support]


def _opposition_words(opposition: Support, marks: Marks, words: Words) -> str:
    if opposition != "side":
        also = f" {words.denier['also_accused']}" if marks.accused_denies else ""
        return words.opposition[opposition] + also
    if marks.accused_denies:
        return words.denier["accused"]
    return words.denier["both_sides"] if marks.both_sides_deny else words.opposition["side"]


def say(rule: str, **words: object) -> str:
    """A rule's sentence with its words filled in."""
    return tables().rules[rule].format(**words)

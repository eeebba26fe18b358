"""A claim in, what a person sees of it first out: why it stands so, who is for and against, and what changed last."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from onrecord import phrases
from onrecord.reconcile.labels import tables
from onrecord.record import Claim, Interval, Position, Stance, Standing, StandingChange

Group = Literal["for", "against", "doubting", "taken back", "neither"]
GROUPS: Mapping[Stance, Group] = {
    "asserts": "for",
    "confirms": "for",
    "denies": "against",
    "doubts": "doubting",
    "retracts": "taken back",
}
_WHY = {"unnamed": "unnamed, so perhaps the same", "same principal": "same body", "agency": "by the agency's credit"}
_MAIN = ("support_", "opposition_", "first_hand", "doubted", "divided", "withdrawn", "taken_back", "hearsay")
"""How the names of those rules begin that say who is for and against; the others say how these were counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """A body, or a holder who speaks for none, on one side of a claim. `positions` are numbered from 1."""

    body: str
    stances: tuple[Stance, ...]
    said: str
    positions: tuple[int, ...]
    rests_on: str | None = None  # "may have it from Ukraine (ally)"; None where it stands by itself


@dataclass(frozen=True, slots=True, kw_only=True)
class Glance:
    """The first lines of a claim; `changed` is the last step of its history, newest first where there are two."""

    why: str
    voices: Mapping[Group, tuple[Voice, ...]]
    sources: str
    changed: tuple[str, ...]


def glance(claim: Claim) -> Glance:
    """What to see first."""
    voices = {group: _voices(claim, group) for group in (*dict.fromkeys(GROUPS.values()), "neither")}
    return Glance(
        why=" ".join(main_rules(claim.standing)),
        voices={group: found for group, found in voices.items() if found or group in ("for", "against")},
        sources=say_sources(claim.standing),
        changed=tuple(_last_changes(claim.history)),
    )


def main_rules(standing: Standing) -> list[str]:
    """The rules that say who is for and against, without those that say how these were counted."""
    return [rule for rule in standing.rules if any(pattern.fullmatch(rule) for pattern in _patterns())]


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    templates = [words for name, words in tables().rules.items() if name.startswith(_MAIN)]
    return tuple(re.compile(".+?".join(map(re.escape, re.split(r"{\w+}", words)))) for words in templates)


def say_sources(standing: Standing) -> str:
    """How many independent lines of evidence there are on each side: "2–4 independent for, none against"."""
    return f"{_say_range(standing.supporting_lineages)} for, {_say_range(standing.opposing_lineages)} against"


def _say_range(lineages: tuple[int, int]) -> str:
    low, high = lineages
    return ("none" if high == 0 else str(low)) if low == high else f"{low}{phrases.DASH}{high}"


def say_reliability(standing: Standing) -> str:
    """The letters of the bodies it rests on; F said in words, which most have at first."""
    letters = "".join(sorted({letter for _, letter in standing.reliability}))
    return "F (no record yet)" if letters == "F" else letters


# ------------------------------------------------------------------------------------------------------ who says what


def _voices(claim: Claim, group: Group) -> tuple[Voice, ...]:
    """The bodies of one side, first to speak first."""
    names = dict(claim.names)
    members: dict[str, list[int]] = {}
    for index, position in enumerate(claim.positions):
        if GROUPS.get(position.stance, "neither") == group:
            members.setdefault(_body(position, names), []).append(index)
    voices = [_voice(claim, body, indexes, names) for body, indexes in members.items()]
    first = {voice.positions: min(_day(claim.positions[n - 1]) for n in voice.positions) for voice in voices}
    return tuple(sorted(voices, key=lambda voice: (first[voice.positions], voice.positions)))


def _voice(claim: Claim, body: str, indexes: Sequence[int], names: Mapping[str, str]) -> Voice:
    positions = [claim.positions[index] for index in indexes]
    said = phrases.say_days(_hull(positions))
    divided = any(position.principal in claim.standing.divided for position in positions)
    rests = "speaks with two voices, counted on neither side" if divided else _rests(claim, body, positions, names)
    return Voice(
        body=body,
        stances=tuple(dict.fromkeys(position.stance for position in positions)),
        said="undated" if said == phrases.DASH else said,
        positions=tuple(index + 1 for index in indexes),
        rests_on=rests,
    )


def _body(position: Position, names: Mapping[str, str]) -> str:
    if position.principal:
        return names.get(position.principal, position.principal)
    return ", ".join(names.get(holder, holder) for holder in position.holders) or "nobody named"


def _hull(positions: Iterable[Position]) -> Interval | None:
    """From the first day to the last; a time known only to lie before a day counts as that day where others do too."""
    said = [position.said for position in positions if position.said is not None]
    if len(said) == 1:
        return said[0]
    days = [day for one in said for day in (one.start, one.end) if day]
    return Interval(start=min(days)[:10], end=max(days)[:10]) if days else None


def _day(position: Position) -> str:
    return (position.said and (position.said.start or position.said.end)) or "9"


def _rests(claim: Claim, body: str, positions: Sequence[Position], names: Mapping[str, str]) -> str | None:
    """From whom a body has it, or may have it; None as soon as one of its positions stands by itself."""
    found: dict[str, tuple[str, bool]] = {}
    for position in positions:
        on = [(_body(claim.positions[one.position], names), one) for one in position.depends_on]
        if not on:
            return None
        found |= {other: (one.why, one.certain) for other, one in on if other != body}
    if not found:
        return None
    sure = all(certain for _, certain in found.values())
    named = ", ".join(f"{other} ({_WHY.get(why, why)})" for other, (why, _) in found.items())
    return f"{'has it from' if sure else 'may have it from'} {named}"


# -------------------------------------------------------------------------------------------------- what changed last


def _last_changes(history: Sequence[StandingChange]) -> Iterator[str]:
    """The last change; and where it changed neither label nor digit, the last one that did."""
    steps = _steps(history)
    if not steps:
        return
    yield _say_step(*steps[-1])
    if not _regraded(*steps[-1]):
        yield from (_say_step(*step) for step in [step for step in steps if _regraded(*step)][-1:])


def stands_since(history: Sequence[StandingChange]) -> str | None:
    """When it came to stand as it does: the day from which label and digit have been those of now."""
    return next((after.since for before, after in reversed(_steps(history)) if _regraded(before, after)), None)


def _steps(history: Sequence[StandingChange]) -> list[tuple[StandingChange | None, StandingChange]]:
    """Each change with the one before it."""
    return [*zip((None, *history), history, strict=False)]


def _regraded(before: StandingChange | None, after: StandingChange) -> bool:
    return before is None or _grade(before.standing) != _grade(after.standing)


def _grade(standing: Standing) -> str:
    return f"{standing.label} ({standing.credibility})"


def _say_step(before: StandingChange | None, after: StandingChange) -> str:
    day, now = (after.since or "undated")[:10], _grade(after.standing)
    if before is None:
        return f"{day} first on record: {now}"
    if _regraded(before, after):
        return f"{day} {_grade(before.standing)} → {now}"
    old, new = say_sources(before.standing), say_sources(after.standing)
    return f"{day} still {now}; " + ("its sources changed" if old == new else f"lineages: {old} → {new}")

"""Lexemes of a text come in; time expressions go out as (lexeme range, type, what they mean without context, modifier).

Each word has a one-letter kind (knowledge/data/time_words.tsv); a rule is a regular expression over those letters. What
an expression means without context is a *partial value*, words separated by spaces (docs/times.md):

    2024-11-05   XXXX-11-12   XXXX-WXX-5   P2W   PRESENT_REF        TIMEX3 as it is, "X" for what is not said
    last XXXX-11   next XXXX-WXX-5   this XXXX-SU                   the one before, after, around the anchor
    at day-1   prev day+1   that year                               so many units from the anchor, from the date before
    ago P2W   ahead P3D   past P2W   coming P3D                     at that distance; the stretch up to or from the anchor
    from -P2D at day-1   nth 1 week XXXX-07                         so far from another day; the first week of July
    … T15:00   … TMO   … Z-05:00                                   part of the day, hour, offset from UTC
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache

from onrecord.extract.lexemes import Lexemes
from onrecord.extract.time_readers import (
    read_calendar,
    read_century,
    read_day_range,
    read_day_until,
    read_decade,
    read_holiday,
    read_near_part,
    read_reference,
    read_season,
    read_short_quarter,
    read_spelled_year,
    read_week_of,
    read_year,
)
from onrecord.extract.time_rules import AFTER_DAY, DAY, RULES, UNLIKELY, Found
from onrecord.extract.time_units import (
    read_ago,
    read_compound,
    read_half,
    read_length,
    read_near_unit,
    read_nth_of,
    read_offset,
    read_quarter,
    read_set,
    read_shifted,
    read_stretch,
    read_the_unit,
    read_units,
)


@cache
def _compiled() -> tuple[re.Pattern[str], tuple[tuple[str, re.Pattern[str]], ...]]:
    """One expression that finds where anything may start, and the rules one by one."""
    likely = UNLIKELY + "(?:" + "|".join(f"(?:{pattern})" for pattern in RULES.values()) + ")"
    anything = re.compile(f"{AFTER_DAY}{DAY}|{likely}")
    return anything, tuple((name, re.compile(pattern)) for name, pattern in RULES.items())


def find_expressions(lexemes: Lexemes) -> list[Found]:
    """Time expressions in order, not overlapping: at each place the longest rule that yields something wins."""
    anything, rules = _compiled()
    kinds = lexemes.kinds
    found: list[Found] = []
    at = 0
    while start := anything.search(kinds, at):
        first = start.start()
        best = _best(lexemes, first, rules)
        if best is None:
            at = first + 1
            continue
        found.append(best)
        at = best.last
    return found


def _best(lexemes: Lexemes, first: int, rules: tuple[tuple[str, re.Pattern[str]], ...]) -> Found | None:
    """The longest expression that starts at lexeme `first` and has a reading."""
    ends = [
        (match.end(), -rank, name)
        for rank, (name, rule) in enumerate(rules)
        if (match := rule.match(lexemes.kinds, first))
    ]
    for last, _, name in sorted(ends, reverse=True):
        read = READERS.get(name, read_calendar)
        found = read(lexemes, first, last)
        if found is not None:
            return found
    return None


READERS: Mapping[str, Callable[[Lexemes, int, int], Found | None]] = {
    "near_part": read_near_part,
    "week_of": read_week_of,
    "day_range": read_day_range,
    "day_until": read_day_until,
    "nth_of": read_nth_of,
    "offset": read_offset,
    "compound": read_compound,
    "set": read_set,
    "quarter": read_quarter,
    "quarter_alone": read_quarter,
    "half": read_half,
    "short_quarter": read_short_quarter,
    "holiday": read_holiday,
    "decade": read_decade,
    "century": read_century,
    "season": read_season,
    "ago": read_ago,
    "shifted": read_shifted,
    "stretch": read_stretch,
    "near_unit": read_near_unit,
    "the_unit": read_the_unit,
    "year": read_year,
    "spelled_year": read_spelled_year,
    "length": read_length,
    "units": read_units,
    "reference": read_reference,
}
"""How each rule is read; those not named here are days, months and hours."""

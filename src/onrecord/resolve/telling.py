"""The times of an article come in; how it tells time goes out: a story of another time, the order of dates in figures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from onrecord.knowledge.calendar import Days
from onrecord.record import TimeExpression

NEAR_DOCUMENT = re.compile(r"at (?:day|week|month)|XXXX-WXX|(?:last|next|this) XXXX-WXX")


def is_story(times: Sequence[TimeExpression], document: date | None) -> bool:
    """Whether the text tells of another time than its own: dates with a year years back, and hardly a "yesterday"."""
    if document is None:
        return False
    values = [time.value for time in times if time.value]
    years = [int(value[:4]) for value in values if re.match(r"\d{4}(?:-|$)", value)]
    recent = sum(year >= document.year for year in years)
    of_today = sum(NEAR_DOCUMENT.match(value) is not None for value in values)
    return len(years) >= 5 and 4 * recent <= len(years) and 5 * of_today <= len(years)


def goes_on(told: Days | None, strayed: Days | None, days: Days) -> bool:
    """Whether a date goes on with a story: one far from it does only where the next is far as well."""
    return told is None or any(
        abs(days.first.year - other.first.year) <= STRAY for other in (told, strayed) if other is not None
    )


STRAY = 10
"""Years beyond which a date is a glance back, or ahead, until a second one agrees with it."""


def says_day_first(text: str, times: Sequence[TimeExpression]) -> bool | None:
    """Whether dates in figures that leave no doubt say the day first; None without such, or where they disagree."""
    if not any(time.value and time.value.startswith("?-") for time in times):
        return None
    firsts = [FIGURES.match(text, time.span.start) for time in times]
    orders = {int(match[1]) > 12 for match in firsts if match and max(int(match[1]), int(match[2])) > 12}
    return orders.pop() if len(orders) == 1 else None


FIGURES = re.compile(r"(\d{1,2})/(\d{1,2})/\d{2,4}")

"""Values in, the short words people read out: dates, intervals, numbers, names. Terminal, desk and briefs say the same."""

from __future__ import annotations

from pathlib import PurePath

from onrecord.record import Article, Entity, Figure, Interval, Numbers, Place, Quantity, Reading, TimeExpression

DASH = "–"
SHORT = 160  # code points of a wording in a table


def say_number(value: float) -> str:
    """10001.0 -> "10,001"; 0.5 -> "0.5"."""
    return f"{int(value):,}" if float(value).is_integer() else f"{value:,g}"


def say_bounds(low: float | None, high: float | None) -> str:
    """Inclusive bounds as people write them: "10,001 or more", "at most 5", "10,000–12,000"; DASH when unknown."""
    if low in (None, 0) and high is None:
        return DASH
    if low is None:
        return f"at most {say_number(high or 0)}"
    if high is None:
        return f"{say_number(low)} or more"
    return say_number(low) if low == high else f"{say_number(low)}{DASH}{say_number(high)}"


def say_quantity(quantity: Quantity, text: str) -> str:
    """The words as they stand, what they count, and the bounds they set where these differ from the words."""
    words = squeeze(quantity.span.of(text))
    bounds = say_bounds(quantity.low, quantity.high)
    return words if bounds in (DASH, words) else f"{words} [{bounds}]"


def say_figure(figure: Figure) -> str:
    """A holder's figure in the words that printed it, "over 10,000"; its bounds where these are not known."""
    return figure.words or say_bounds(figure.low, figure.high)


def say_figures(numbers: Numbers) -> str:
    """The least and the greatest figure that stand, as they were said: "over 10,000 – around 11,000".

    A bound that words imply ("over 10,000": from 10,001 on) is nobody's figure and is not printed as one.
    """
    stand = [figure for figure in numbers.series if figure.superseded_by is None] or list(numbers.series)
    if not stand:
        return say_bounds(numbers.low, numbers.high)
    least = min(stand, key=lambda figure: (stated(figure), figure.words or ""))
    greatest = max(stand, key=lambda figure: (stated(figure), figure.words or ""))
    if stated(least) == stated(greatest):
        return say_figure(least)
    return f"{say_figure(least)} {DASH} {say_figure(greatest)}"


def say_counted(figures: str, what: str) -> str:
    """Figures with what they measure, once: "over 10,000" and "sent", "1,200 casualties"."""
    return figures if what in figures else f"{figures} {what}"


def stated(figure: Figure) -> float:
    """About the number that was said: the middle of its bounds, or the one bound it has."""
    ends = [end for end in (figure.low, figure.high) if end is not None]
    return sum(ends) / len(ends) if ends else 0.0


def say_best(numbers: Numbers) -> str | None:
    """The figure nearest to the best estimate, as it was said; None where all agree, or where no estimate fits all."""
    stand = [figure for figure in numbers.series if figure.superseded_by is None]
    best = numbers.best
    if best is None or len({stated(figure) for figure in stand}) < 2:
        return None
    return say_figure(min(stand, key=lambda figure: (abs(stated(figure) - best), figure.words or "")))


def say_interval(interval: Interval | None) -> str:
    """A closed interval of dates: one date, "2024-10-30 – 2024-11-13", "until …", "from …"; DASH when unknown."""
    if interval is None or (interval.start is None and interval.end is None):
        return DASH
    if interval.start == interval.end and interval.start is not None:
        return interval.start
    if interval.start is None:
        return f"until {interval.end}"
    return f"from {interval.start}" if interval.end is None else f"{interval.start} {DASH} {interval.end}"


def say_days(interval: Interval | None) -> str:
    """A closed interval in days, without hours, for people who skim: "2024-11-13", "by 2024-11-13"."""
    if interval is None:
        return DASH
    days = Interval(start=(interval.start or "")[:10] or None, end=(interval.end or "")[:10] or None)
    return f"by {days.end}" if days.end and days.start is None else say_interval(days)


def say_time(time: TimeExpression) -> str:
    """When a time expression lies: its interval, or its TIMEX3 value when no calendar date is known."""
    known = say_interval(Interval(start=time.start, end=time.end))
    return (time.value or DASH) if known == DASH else known


def say_place(place: Place) -> str:
    """The name as it stands and the country it lies in."""
    return f"{place.name} ({place.country})" if place.country and place.kind != "country" else place.name


def say_entity(entity: Entity) -> str:
    """The name, with the office the text gives: "Vedant Patel, spokesman, US State Department"."""
    role = entity.roles[0] if entity.roles else None
    office = (role.title, role.organisation) if role else ()
    said = entity.name.casefold()
    return ", ".join((entity.name, *(part for part in office if part and part.casefold() not in said)))


def say_outlet(name: str) -> str:
    """An outlet's name; of an article that names none, and so goes by the path of its file, the file's own name."""
    path = PurePath(name)
    return path.name if path.suffix and "://" not in name else name


def say_date(article: Article) -> str:
    """When an article was published, and where that is known from; or since when it can have been."""
    if article.published:
        return f"{article.published} (from: {article.published_from or 'given'})"
    return f"undated, not before {article.not_before}" if article.not_before else "undated"


def name_of(reading: Reading, entity_id: str) -> str:
    """The name of an entity of this reading, or its id when it has none here."""
    return next((entity.name for entity in reading.entities if entity.id == entity_id), entity_id)


def squeeze(text: str) -> str:
    """One line: runs of white space become one space."""
    return " ".join(text.split())


def shorten(text: str, length: int = SHORT) -> str:
    """At most `length` code points, cut at a word, with an ellipsis."""
    line = squeeze(text)
    return line if len(line) <= length else line[: length - 1].rsplit(" ", 1)[0].rstrip(",;: ") + "…"

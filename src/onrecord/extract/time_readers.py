"""Lexemes that a rule matched come in; what days, hours, seasons and references mean without context goes out."""

from __future__ import annotations

import re
from collections.abc import Mapping

from onrecord.extract.lexemes import Lexemes
from onrecord.extract.time_rules import Found, TimeType, time_words
from onrecord.knowledge.calendar import holidays
from onrecord.knowledge.numerals import number_of


def word_value(lexemes: Lexemes, at: int) -> str:
    """The value that the table of time words gives this lexeme."""
    return time_words().get(lexemes.words[at], ("", ""))[1]


def mod_of(lexemes: Lexemes, first: int, last: int) -> str | None:
    """TIMEX3 mod from the words before the core ("early", "more than", "the end of")."""
    for at in range(first, last):
        kind = lexemes.kinds[at]
        if kind in "EBKøjJ^k":
            value = word_value(lexemes, at)
            if kind == "j" and at > first and lexemes.kinds[at - 1] == "0":
                return {"MORE_THAN": "EQUAL_OR_LESS", "LESS_THAN": "EQUAL_OR_MORE"}[value]
            return value or None
        if kind in "el" and at == first and last - first > 1:
            return "START" if kind == "e" else "END"
        if kind in "|" and "*" in lexemes.kinds[at:last]:
            return "APPROX"
    return None


def _clock(lexemes: Lexemes, first: int, last: int) -> tuple[int, int, str | None] | None:
    """Start, end and "T15:00" of an hour among lexemes [first, last); the value is None for a 25th hour."""
    kinds, words = lexemes.kinds, lexemes.words
    for at in range(first, last):
        rest = kinds[at:last]
        if kinds[at] == "#":
            hour, minute = (int(part) for part in re.split(r"[:.]", words[at])[:2])
        elif (
            kinds[at] in "Y?N" and re.match(r"[Y?N](?:[43]*Z|U)", rest) and len(words[at]) == 4 and words[at].isdigit()
        ):
            hour, minute = int(words[at][:2]), int(words[at][2:])
        elif kinds[at] in "dnN" and re.match(r"[dnN](?:P|`|iDT)", rest):
            number = number_of([words[at]])
            if number is None or number != int(number):
                continue
            hour, minute = int(number), 0
        else:
            continue
        half = next((words[i] for i in range(at, min(at + 5, last)) if kinds[i] in "PT"), "")
        if (half[:1] in {"p", "a"} and half[:2] != "af" and hour > 12) or hour > 24 or minute > 59:
            return at, last, None
        if hour < 12 and (half.startswith(("p", "aft", "eve")) or (half == "night" and hour > 5)):
            hour += 12
        elif hour == 12 and half.startswith("a") and not half.startswith("aft"):
            hour = 0
        return at, last, f"T{hour:02d}:{minute:02d}"
    return None


def _zone(lexemes: Lexemes, first: int, last: int) -> str:
    at = lexemes.kinds.find("Z", first, last)
    return "" if at < 0 else f" Z{word_value(lexemes, at)}"


def read_calendar(lexemes: Lexemes, first: int, last: int) -> Found | None:
    """A day, month, year, weekday, hour or part of the day, in any order, with "last", "next", "this" or an owner year."""
    kinds, words = lexemes.kinds, lexemes.words
    year = month = day = weekday = core = direction = base = None
    time = ""
    clock = _clock(lexemes, first, last)
    if clock is not None:
        if clock[2] is None:
            return Found(first, last, "TIME", None, None)
        time = f" {clock[2]}{_zone(lexemes, first, last)}"
    used = range(clock[0], clock[0] + 1) if clock is not None else range(0)
    for at in range(first, last):
        kind = kinds[at]
        if at in used:
            continue
        if kind in "Mm":
            month = word_value(lexemes, at)
        elif kind in "dOq" and not (at + 1 < last and kinds[at + 1] == "2"):
            day = day_number(lexemes, at)
        elif kind in "Y?" and kinds[at + 1 : at + 2] not in ("Z", "4"):
            year = words[at]
        elif kind in "Wb":
            weekday = word_value(lexemes, at)
        elif kind == "R":
            core = word_value(lexemes, at)
        elif kind in "LXHpxCh":
            direction = word_value(lexemes, at) if direction in {None, "this"} or kind != "X" else direction
            direction = "last" if direction == "past" else direction
            if kind == "X" and at > first and kinds[at - 1] == "D":
                direction = "next"
        elif kind == "u":
            base = owner_of(direction or "this", word_value(lexemes, at))
            direction = None
        elif kind in "T9" and clock is None:
            time = f" {word_value(lexemes, at)}"
        elif kind == "!":
            core = words[at].upper().split("T")[0]
            time = f" T{words[at].upper().split('T')[1]}" if "t" in words[at] else time
        elif kind == "\\":
            core = _slashed(words[at])
    if month is not None and year is None:
        year = _spelled(lexemes, first, last)
    if month is not None and day is None and "nn" in kinds[first:last]:
        day = _spelled_day(lexemes, first, last)
    if core is None:
        core = _core(year, month, day, weekday)
    if core is None:
        if not time:
            return None
        core = "XXXX-XX-XX"
    value = core.partition(" T")[0] if clock is not None else core
    if direction is not None and not core.startswith("at "):
        value = f"{direction} {core}"
    elif base is not None:
        value = f"{base} {core}"
    spoken: TimeType = "TIME" if time or " T" in value else "DATE"
    return Found(first, last, spoken, value + time, mod_of(lexemes, first, last))


def _spelled(lexemes: Lexemes, first: int, last: int) -> str | None:
    """The year in "January nineteen ninety-seven"."""
    number = _spelled_number(lexemes, first, last)
    return str(int(number)) if number is not None and 1700 <= number < 2100 else None


def _spelled_day(lexemes: Lexemes, first: int, last: int) -> int | None:
    """The day in "May twenty nine"."""
    number = _spelled_number(lexemes, first, last)
    return int(number) if number is not None and 1 <= number <= 31 else None


def _spelled_number(lexemes: Lexemes, first: int, last: int) -> float | None:
    at = lexemes.kinds.find("nn", first, last)
    return number_of([word for word in lexemes.words[at:last] if word != "-"]) if at >= 0 else None


def day_number(lexemes: Lexemes, at: int) -> int:
    """Day of the month, or number of a quarter, in an ordinal or numeral ("3", "3rd", "third", "twenty-third")."""
    word = lexemes.words[at]
    digits = re.match(r"\d+", word)
    if digits:
        return int(digits.group())
    tens = at - 2 if lexemes.kinds[at - 1 : at] == "-" else at - 1
    more = TENS.get(lexemes.words[tens], 0) if at and lexemes.kinds[at] == "q" else 0
    return more + int(word_value(lexemes, at) or 0)


TENS: Mapping[str, int] = {"twenty": 20, "thirty": 30}
"""First words of ordinals of two words that a day of the month can have."""


def _core(year: str | None, month: str | None, day: int | None, weekday: str | None) -> str | None:
    if month is not None:
        return f"{year or 'XXXX'}-{month}" + (f"-{day:02d}" if day is not None else "")
    if weekday is not None and day is not None:
        return f"day {day} {weekday}" if 1 <= day <= 31 else None
    if weekday is not None:
        return f"XXXX-WXX-{weekday}"
    return year


def _slashed(word: str) -> str:
    """11/25/2024, 25/11/2024, 25.11.2024; "?-" before the month-first date where day and month cannot be told apart."""
    first, second, year = re.split(r"[/.]", word)
    if len(year) == 2:
        year = ("20" if int(year) < 50 else "19") + year
    day, month = int(first), int(second)
    if "/" in word and month > 12 >= day:
        day, month = month, day
    elif "/" in word and day <= 12 and day != month:
        return f"?-{year}-{day:02d}-{month:02d}"
    return f"{year}-{month:02d}-{day:02d}"


def owner_of(direction: str, unit: str) -> str:
    """The unit that owns a date, counted from its anchor ("June last year")."""
    if direction == "that":
        return f"that {NAMES[unit]}"
    if direction == "prev":
        return f"prev {NAMES[unit]}-1"
    return f"at {NAMES[unit]}{ {'last': '-1', 'next': '+1', 'past': '-1'}.get(direction, '+0') }"


NAMES: Mapping[str, str] = {
    "S": "second", "MI": "minute", "H": "hour", "D": "day", "N": "night", "W": "week", "FN": "fortnight", "M": "month",
    "Q": "quarter", "Y": "year", "DE": "decade", "CE": "century", "ML": "millennium", "WE": "weekend",
}  # fmt: skip


def read_near_part(lexemes: Lexemes, first: int, last: int) -> Found | None:
    """ "this morning", "last night", "the next morning", "overnight"; "morning" alone hangs on the date before."""
    kinds = lexemes.kinds
    part = word_value(lexemes, last - 1)
    direction = next((kind for kind in kinds[first:last] if kind in "LXHpxCh"), "")
    definite = "D" in kinds[first:last]
    anchors = {"L": "at day-1", "H": "at day+0", "C": "at day+0", "X": "prev day+1" if definite else "at day+1"}
    anchors |= {"p": "prev day-1", "x": "prev day+1", "h": "prev day+0"}
    if kinds[first] == "9" or direction in anchors:
        return Found(first, last, "TIME", f"{anchors.get(direction, 'at day+0')} {part}", mod_of(lexemes, first, last))
    if lexemes.words[last - 1] in {"noon", "midnight", "midday"} or kinds[first:last] in {"ET", "E-T"}:
        return Found(first, last, "TIME", f"XXXX-XX-XX {part}", mod_of(lexemes, first, last))
    return None


def amount_of(lexemes: Lexemes, first: int, last: int) -> str | None:
    """How many units: "2", "2.5", "X" for a few; None where no number stands there."""
    kinds = lexemes.kinds[first:last]
    words = lexemes.words[first:last]
    split = max(kinds.rfind(">"), kinds.rfind("|"))
    if split > 0 and re.search(r"[dnNY]", kinds[split:]):
        kinds, words = kinds[:split], words[:split]
    figures = [word for word, kind in zip(words, kinds, strict=True) if kind in "dnNYs?"]
    half = 0.5 if re.search(r"[2~]", kinds) else 0.0
    if "v" in kinds:
        value = time_words()[words[kinds.index("v")]][1]
        return "X" if figures else value
    if not figures:
        if half:
            return "0.5" if "&" not in kinds else "1.5"
        return "1" if re.search("[aA]", kinds) else None
    number = number_of(figures)
    return None if number is None else f"{number + half:g}" if number + half < 1e6 else f"{int(number + half)}"


def period_of(amount: str, unit: str) -> str:
    """ISO 8601 duration; fortnights, decades, nights and weekends in the units the standard has."""
    scale = {
        "FN": (2, "W"),
        "DE": (10, "Y"),
        "CE": (100, "Y"),
        "ML": (1000, "Y"),
        "N": (1, "D"),
        "MI": (1, "M"),
        "WE": (1, "WE"),
    }
    factor, letter = scale.get(unit, (1, unit))
    if amount == "X":
        factor, letter = {"DE": (1, "DE"), "CE": (1, "CE")}.get(unit, (1, letter))
    else:
        amount = f"{float(amount) * factor:g}" if factor > 1 else amount
    halves = {"Y": "6M", "H": "30M", "MI": "30S"}
    if amount.endswith(".5") and unit in halves:
        whole = amount.removesuffix(".5")
        return f"P{'T' if unit != 'Y' else ''}{whole + letter if whole != '0' else ''}{halves[unit]}"
    return f"P{'T' if unit in {'S', 'MI', 'H'} else ''}{amount}{letter}"


def unit_at(lexemes: Lexemes, first: int, last: int) -> int | None:
    """The last lexeme that is a unit of time."""
    return next((at for at in range(last - 1, first - 1, -1) if lexemes.kinds[at] in "uUQ"), None)


def decade_of(word: str) -> str:
    """The TIMEX3 value of a decade ("1990s" -> "199")."""
    if word in time_words():
        return time_words()[word][1]
    digits = re.sub(r"\D", "", word)
    return digits[:3] if len(digits) == 4 else f"19{digits[0]}" if int(digits[0]) > 2 else f"20{digits[0]}"


def read_holiday(lexemes: Lexemes, first: int, last: int) -> Found | None:  # noqa: ARG001
    """ "last Thanksgiving", "Christmas Eve 2014": day named by a feast."""
    at = lexemes.kinds.index("I", first)
    for end in range(min(at + 4, len(lexemes.words)), at, -1):
        name = holidays().get(tuple(lexemes.words[at:end]))
        if name is None or not lexemes.text[lexemes.starts[at]].isupper():
            continue
        year = re.match(r",?Y", lexemes.kinds[end:])
        stop = end + (len(year.group()) if year else 0)
        direction = next((f"{word_value(lexemes, i)} " for i in range(first, at) if lexemes.kinds[i] in "LXHpxCh"), "")
        core = f"{lexemes.words[stop - 1] if year else 'XXXX'}-@{name.replace(' ', '_')}"
        return Found(first, stop, "DATE", f"{direction}{core}", None)
    return None


def read_decade(lexemes: Lexemes, first: int, last: int) -> Found | None:
    """ "the late 1990s", "the nineties"."""
    if (
        len(lexemes.words[last - 1]) <= 3
        and "D" not in lexemes.kinds[first:last]
        and lexemes.words[last - 1][0].isdigit()
    ):
        return None  # "in his 30s", "the temperature in the 80s" is rare
    return Found(first, last, "DATE", decade_of(lexemes.words[last - 1]), mod_of(lexemes, first, last))


def read_century(lexemes: Lexemes, first: int, last: int) -> Found | None:
    """ "the 20th century"."""
    unit = unit_at(lexemes, first, last)
    if unit is None or word_value(lexemes, unit) != "CE":
        return None
    number = next(day_number(lexemes, i) for i in range(first, unit) if lexemes.kinds[i] in "Oq")
    return Found(first, unit + 1, "DATE", f"{number - 1:02d}", mod_of(lexemes, first, unit))


def read_season(lexemes: Lexemes, first: int, last: int) -> Found | None:
    """ "last summer", "the winter of 1994"."""
    kinds = lexemes.kinds
    at = kinds.index("S", first, last)
    if lexemes.words[at] in {"fall", "spring"} and kinds[first:last] in {"S"}:
        return None
    if lexemes.words[at] in {"fall"} and kinds[first:at] in {"D"} and last == at + 1:
        return None
    year = (
        next((lexemes.words[i] for i in range(at, last) if kinds[i] == "Y"), None)
        or _spelled(lexemes, at, last)
        or "XXXX"
    )
    owner = next((i for i in range(at, last) if kinds[i] == "u"), None)
    direction = next((word_value(lexemes, i) for i in range(first, at) if kinds[i] in "LXHpxCh"), "")
    if kinds[first:at].endswith("HL"):
        direction = "last"
    prefix = (
        f"{owner_of(word_value(lexemes, owner - 1), 'Y')} "
        if owner is not None
        else f"{direction} "
        if direction
        else ""
    )
    return Found(first, last, "DATE", f"{prefix}{year}-{word_value(lexemes, at)}", mod_of(lexemes, first, at))


AFTER_PAST = frozenset(
    [
        "it",
        "he",
        "she",
        "they",
        "we",
        "that",
        "this",
        "which",
        "who",
        "have",
        "has",
        "had",
        "was",
        "were",
        "is",
        "are",
        "to",
        "for",
        "by",
        "from",
        "with",
        "as",
        "but",
    ]
)
"""Words that cannot belong to what "the past" would otherwise describe ("the past performance")."""


def read_reference(lexemes: Lexemes, first: int, last: int) -> Found | None:
    """ "now", "recently", "the past", "in future", "these days", "at that time"."""
    kinds, word = lexemes.kinds[first:last], lexemes.words[last - 1]
    if kinds[0] == "c":
        return Found(first, last, "DATE", word_value(lexemes, first), None)
    if kinds == "DL":
        after = lexemes.kinds[last : last + 1]
        closed = after in {"", ".", ",", "¶", "&", "|", "i", "@", "7"} or lexemes.words[last] in AFTER_PAST
        return Found(first, last, "DATE", "PAST_REF", None) if word == "past" and closed else None
    if kinds[-1] == "V":
        return Found(first, last, "DATE", "FUTURE_REF", None)
    if word == "present":
        return Found(first, last, "DATE", "PRESENT_REF", None) if lexemes.words[first - 1] == "at" else None
    if kinds in {"C", "HU"}:
        return Found(first, last, "DATE", "PRESENT_REF", None)
    if kinds == "r":
        return None
    return (
        Found(first, last, "DATE", "PAST_REF", None)
        if kinds == "hU" or lexemes.words[first:last] == ["that", "time"]
        else None
    )


def read_week_of(lexemes: Lexemes, first: int, last: int) -> Found | None:
    """ "the week of March 6"."""
    unit = unit_at(lexemes, first, last)
    found = read_calendar(lexemes, (unit or first) + 2, last)
    if unit is None or found is None or found.value is None or word_value(lexemes, unit) != "W":
        return None
    return Found(first, last, "DATE", f"week {found.value}", None)


def read_short_quarter(lexemes: Lexemes, first: int, last: int) -> Found | None:
    """ "Q3 2019", "H1 of this year", "2020 Q1", "Q2": a quarter or half as accounts write it."""
    kinds, words, text = lexemes.kinds, lexemes.words, lexemes.text
    at = kinds.index("5", first)
    letter, number = word_value(lexemes, at), words[at + 1]
    if text[lexemes.starts[at] + 1 : lexemes.ends[at + 1]] != number or text[lexemes.ends[at + 1] :][:1].isalnum():
        return None
    if number not in {"Q": "1234", "H": "12"}[letter] or (letter == "H" and last - first == 2):
        return None
    year = next((words[i] for i in range(first, last) if kinds[i] == "Y"), "XXXX")
    owner = f"{owner_of(word_value(lexemes, last - 2), 'Y')} " if kinds[last - 1] == "u" else ""
    return Found(first, last, "DATE", f"{owner}{year}-{letter}{number}", None)


RANGE_WORDS = frozenset(("till", "until", "through"))


def read_day_range(lexemes: Lexemes, first: int, last: int) -> Found | None:
    """The first day of "10 to 17 April", "between the 3rd and 12th of September 2024"; the second reads by itself."""
    kinds = lexemes.kinds
    day = next(at for at in range(first, last) if kinds[at] in "dOq")
    if kinds[day + 1] == "_" and lexemes.words[day + 1] not in RANGE_WORDS:
        return None
    if kinds[day + 1] == "&" and "between" not in lexemes.words[max(0, first - 1) : first]:
        return None
    month = next(at for at in range(day, last) if kinds[at] in "Mm")
    year = next((lexemes.words[at] for at in range(month, last) if kinds[at] == "Y"), "XXXX")
    value = f"{year}-{word_value(lexemes, month)}-{day_number(lexemes, day):02d}"
    return Found(first, day + 1, "DATE", value, None)


def read_day_until(lexemes: Lexemes, first: int, last: int) -> Found | None:
    """The second day of "April 10-17", "from Oct. 3 to 12, 2024", "between May 3 and 5"."""
    kinds = lexemes.kinds
    day = first - 2
    month = day - 1 if kinds[day - 1] in "Mm" else day - 2
    if kinds[first - 1] == "_" and lexemes.words[first - 1] not in RANGE_WORDS:
        return None
    if kinds[first - 1] in "&>_" and not {"between", "from"} & set(lexemes.words[max(0, month - 1) : month]):
        return None
    if day_number(lexemes, first) <= day_number(lexemes, day):
        return None
    year = lexemes.words[last - 1] if kinds[last - 1] == "Y" else "XXXX"
    value = f"{year}-{word_value(lexemes, month)}-{day_number(lexemes, first):02d}"
    return Found(first, last, "DATE", value, None)


def read_spelled_year(lexemes: Lexemes, first: int, last: int) -> Found | None:
    """ "nineteen ninety-seven", "the year two thousand"."""
    at = lexemes.kinds.index("n", first)
    words = [word for word in lexemes.words[at:last] if word != "-"]
    year = number_of(words)
    if (
        year is None
        or not 1700 <= year < 2100
        or words[0] not in {"seventeen", "eighteen", "nineteen", "twenty", "two"}
    ):
        return None
    if words[0] in {"two", "twenty"} and kinds_before(lexemes, first, at) != "Du":
        return None
    return Found(first, last, "DATE", str(int(year)), mod_of(lexemes, first, at))


def kinds_before(lexemes: Lexemes, first: int, at: int) -> str:
    """Kinds from `first` up to lexeme `at`."""
    return lexemes.kinds[first:at]


def read_year(lexemes: Lexemes, first: int, last: int) -> Found | None:
    """A year in digits, with its modifier; "year 0025" is none."""
    if lexemes.kinds[last - 1] == "?":
        return Found(first, last, "DATE", None, None) if lexemes.words[last - 2] == "year" else None
    return Found(first, last, "DATE", lexemes.words[last - 1], mod_of(lexemes, first, last - 1))

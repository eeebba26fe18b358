"""Lexemes that a rule matched come in; what lengths, distances, units and quarters mean without context goes out."""

from __future__ import annotations

import re

from onrecord.extract.lexemes import Lexemes
from onrecord.extract.time_readers import (
    NAMES,
    amount_of,
    day_number,
    decade_of,
    mod_of,
    owner_of,
    period_of,
    read_calendar,
    unit_at,
    word_value,
)
from onrecord.extract.time_rules import Found


def read_set(lexemes: Lexemes, first: int, last: int) -> Found | None:
    """ "every Monday", "each year", "daily", "every two weeks", "on Tuesdays"."""
    kinds = lexemes.kinds
    kind = kinds[last - 1]
    if kinds[first + 1 : last] == "1u":
        return Found(first, last, "SET", period_of("2", word_value(lexemes, last - 1)), None)
    if kind == "y":
        return Found(first, last, "SET", word_value(lexemes, last - 1), None)
    if kind in "wWbT":
        at = next((i for i in range(first, last) if kinds[i] in "wWb"), None)
        if at is None:
            return Found(first, last, "SET", f"XXXX-XX-XX{word_value(lexemes, last - 1)}", None)
        start = first + 1 if kinds[first] == "i" else first
        part = word_value(lexemes, last - 1) if kind == "T" else ""
        return Found(start, last, "SET", f"XXXX-WXX-{word_value(lexemes, at)}{part}", None)
    if kind in "MS":
        return Found(first, last, "SET", f"XXXX-{word_value(lexemes, last - 1)}", None)
    if lexemes.words[first] == "per":
        return None
    amount = amount_of(lexemes, first + 1, last - 1) or "1"
    if kinds[first + 1] == "q":
        amount = str(day_number(lexemes, first + 1))
    if word_value(lexemes, last - 1) == "WE" and amount == "1":
        return Found(first, last, "SET", "XXXX-WXX-WE", None)
    return Found(first, last, "SET", period_of(amount, word_value(lexemes, last - 1)), None)


def read_length(lexemes: Lexemes, first: int, last: int) -> Found | None:
    """ "two weeks", "a few days", "10-year", "half an hour", "an additional year"."""
    kinds = lexemes.kinds
    unit = next((at for at in range(first, last) if kinds[at] in "uUQ"), None)
    if unit is None:
        return None
    amount = amount_of(lexemes, first, unit)
    if kinds[unit + 1 : last].startswith("&a2"):
        amount = "1.5"
    if amount is None:
        return None
    if kinds[unit + 1 : unit + 3] in {"-e", "-g"} or (
        kinds[unit] in "UQ" and lexemes.words[unit + 1 : unit + 2] == ["of"] and word_value(lexemes, unit) == "Q"
    ):
        return None
    if lexemes.words[unit] in {"quarters", "weekend"} and (kinds[unit - 1] == "-" or kinds[unit] == "u"):
        return None
    if _is_age(lexemes, unit) or (kinds[unit] == "Q" and amount not in "23456789X"):
        return None
    if kinds[first:last] == "au" and _is_rate(lexemes, first):
        return None
    if kinds[first] == "a" and kinds[first + 1] in "nv" and lexemes.words[unit - 1] == "-":
        return None  # "a two-day strike": the article is the strike's
    return Found(first, last, "DURATION", period_of(amount, word_value(lexemes, unit)), mod_of(lexemes, first, last))


ORDER = ("Y", "M", "W", "D", "H", "MI", "S")
"""Units that add up to one length, the longest first."""


def read_compound(lexemes: Lexemes, first: int, last: int) -> Found | None:
    """ "two years and three months", "2 years 1 month 21 days ago": one length in falling units."""
    kinds = lexemes.kinds
    units = [at for at in range(first, last) if kinds[at] in "uU"]
    codes = [word_value(lexemes, at) for at in units]
    if not set(codes) <= set(ORDER) or codes != sorted(set(codes), key=ORDER.index):
        return None
    amounts = [amount_of(lexemes, a, b) for a, b in zip([first, *(at + 1 for at in units)], units, strict=False)]
    if any(amount is None or not amount.isdigit() for amount in amounts):
        return None
    period, clock = "P", ""
    for amount, code in zip(amounts, codes, strict=True):
        if code in {"H", "MI", "S"}:
            clock += f"{amount}{code[0]}"
        else:
            period += f"{amount}{code}"
    period += f"T{clock}" if clock else ""
    mod = mod_of(lexemes, first, units[0])
    shift = {"g": "ago ", "e": "prev -", "l": "prev +"}.get(kinds[last - 1])
    if shift is None:
        return None if _is_age(lexemes, units[-1]) else Found(first, last, "DURATION", period, mod)
    return Found(first, last, "DATE", shift + period, mod)


def read_offset(lexemes: Lexemes, first: int, last: int) -> Found | None:
    """ "two days before yesterday", "three weeks from now": that far from a day."""
    if lexemes.kinds[first] == "u" or lexemes.kinds[first : first + 2] == "Du":
        return _read_day_beside(lexemes, first, last)
    word, base = lexemes.words[last - 2], word_value(lexemes, last - 1)
    sign = {"before": "-", "after": "+", "from": "+"}.get(word)
    length = read_length(lexemes, first, last - 2)
    if sign is None or length is None or base not in {"PRESENT_REF", "at day+0", "at day-1", "at day+1"}:
        return None
    day = "at day+0" if base == "PRESENT_REF" else base
    return Found(first, last, "DATE", f"from {sign}{length.value} {day}", length.mod)


def _read_day_beside(lexemes: Lexemes, first: int, last: int) -> Found | None:
    """ "the day after tomorrow", "the week before last Friday", "the year after next"."""
    unit = first + (lexemes.kinds[first] == "D")
    code, word = word_value(lexemes, unit), lexemes.words[unit + 1]
    sign = {"before": "-", "after": "+"}.get(word)
    if sign is None or code not in {"D", "W", "M", "Y"}:
        return None
    if lexemes.kinds[unit + 2 : last] == "X":
        following = word == "after" and lexemes.words[last - 1] == "next"
        return Found(first, last, "DATE", f"at {NAMES[code]}+2", None) if following else None
    base = read_calendar(lexemes, unit + 2, last)
    if base is None or base.value is None or base.type != "DATE":
        return None
    return Found(first, last, "DATE", f"from {sign}P1{code} {base.value}", None)


def read_nth_of(lexemes: Lexemes, first: int, last: int) -> Found | None:
    """ "the first week of July", "the last month of 2023", "the third day of this month"."""
    kinds = lexemes.kinds
    unit = next(at for at in range(first, last) if kinds[at] == "u")
    number = -1 if kinds[unit - 1] == "L" else day_number(lexemes, unit - 1)
    code, start = word_value(lexemes, unit), unit + 2
    whole = _whole(lexemes, start, last)
    if code not in {"D", "W", "M", "WE"} or whole is None or lexemes.words[unit - 1] in {"past", "latest"}:
        return None
    return Found(first, last, "DATE", f"nth {number} {NAMES[code]} {whole}", None)


def _whole(lexemes: Lexemes, first: int, last: int) -> str | None:
    """What the days are counted in: a month, a year, "last month", "the year"."""
    kinds = lexemes.kinds[first:last]
    if kinds[0] in "Mm" or kinds == "Y":
        found = read_calendar(lexemes, first, last)
    elif re.search(r"[LXHpxCh]u$", kinds):
        found = read_near_unit(lexemes, first, last)
    else:
        found = read_the_unit(lexemes, first, last) if kinds == "Du" else None
    return found.value if found is not None and found.type == "DATE" else None


def _is_rate(lexemes: Lexemes, first: int) -> bool:
    """Whether "a week" says how often: "four flights a week", "$2 million a year", "24 hours a day"."""
    before = lexemes.kinds[max(0, first - 3) : first]
    return before[-1:] in set("nNdYU%") or (
        bool(re.search(r"[nNdvY]_{1,2}$", before)) and lexemes.words[first - 1].endswith("s")
    )


def _is_age(lexemes: Lexemes, unit: int) -> bool:
    after = lexemes.words[unit + 1 : unit + 3]
    return after[:1] == ["old"] or after == ["-", "old"] or after == ["of", "age"] or after[:1] == ["olds"]


def read_units(lexemes: Lexemes, first: int, last: int) -> Found | None:
    """ "weeks", "months or years": some of them."""
    if lexemes.kinds[first - 1 : first] in {"-", "r", "Q"} or _is_age(lexemes, last - 1):
        return None
    if lexemes.words[first] in {"seconds", "minutes", "quarters", "nights", "weekends", "hours"} and last - first == 1:
        return None
    return Found(first, last, "DURATION", period_of("X", word_value(lexemes, first)), None)


def read_ago(lexemes: Lexemes, first: int, last: int) -> Found | None:
    """ "two weeks ago", "several years ago", "years ago"."""
    unit = unit_at(lexemes, first, last)
    if unit is None:
        return None
    amount = amount_of(lexemes, first, unit) or ("X" if lexemes.kinds[unit] == "U" else "1")
    return Found(
        first, last, "DATE", f"ago {period_of(amount, word_value(lexemes, unit))}", mod_of(lexemes, first, last - 1)
    )


def read_shifted(lexemes: Lexemes, first: int, last: int) -> Found | None:
    """ "two days later", "a year earlier", "the day before"."""
    unit = unit_at(lexemes, first, last)
    if unit is None:
        return None
    kinds = lexemes.kinds
    if kinds[last - 1] == "_" and lexemes.words[last - 1] != "after":
        return None
    back = kinds[last - 1] in "e7"
    amount = amount_of(lexemes, first, unit) or ("X" if kinds[unit] == "U" else "1")
    if kinds[last - 1] in "7_" and kinds[last : last + 1] not in {"", ".", ",", "¶", "&", "$"}:
        return None  # "10 days before the murder" hangs on the murder, not on the calendar
    period = period_of(amount, word_value(lexemes, unit))
    sign = "-" if back else "+"
    return Found(first, last, "DATE", f"prev {sign}{period}", mod_of(lexemes, first, unit))


def read_stretch(lexemes: Lexemes, first: int, last: int) -> Found | None:
    """ "the past two weeks", "recent years", "the next few days", "the first nine months"."""
    kinds = lexemes.kinds
    unit = next((at for at in range(first, last) if kinds[at] in "uUQ"), None)
    if unit is None:
        return None
    amount = amount_of(lexemes, first, unit)
    body = kinds[first:unit]
    if amount is None:
        if kinds[unit] == "u" and "r" not in body:
            return None
        amount = "X"
    if _is_age(lexemes, unit):
        return None
    period = period_of(amount, word_value(lexemes, unit))
    if re.search(r"[Lpr8]", body):
        period = f"past {period}"
    elif re.search(r"[Xx]", body) or lexemes.words[last - 1] == "ahead":
        period = f"coming {period}"
    elif last - first == 2 and kinds[first] == "D":
        return None
    return Found(first, last, "DURATION", period, mod_of(lexemes, first, unit))


def read_near_unit(lexemes: Lexemes, first: int, last: int) -> Found | None:
    """ "last week", "this year", "the next month", "the following day", "that year"."""
    kinds = lexemes.kinds
    unit = unit_at(lexemes, first, last)
    at = next((i for i in range(last - 1, first - 1, -1) if kinds[i] in "LXHpxCh"), None)
    if unit is None or at is None:
        return None
    code = word_value(lexemes, unit)
    name = NAMES[code]
    definite = kinds[at - 1 : at] == "D" and at > first
    if code in {"S", "MI"} or (code == "H" and kinds[at] != "L"):
        return None
    if kinds[at] == "h":
        value = f"that {name}"
    elif kinds[at] == "x" or (kinds[at] == "X" and definite and lexemes.words[at] == "next"):
        value = f"prev {name}+1"
    elif kinds[at] == "p":
        value = f"prev {name}-1"
    elif kinds[at] in "HC":
        value = f"at {name}+0"
    elif lexemes.words[at] == "past" or code == "DE" or (definite and code in {"H", "W", "Y", "D"}):
        return Found(
            first, last, "DURATION", f"{'past' if kinds[at] == 'L' else 'coming'} {period_of('1', code)}", None
        )
    else:
        value = f"at {name}{'-1' if kinds[at] == 'L' else '+1'}"
    return Found(first, last, "DATE", value, mod_of(lexemes, first, unit))


def read_the_unit(lexemes: Lexemes, first: int, last: int) -> Found | None:
    """ "the year", "the end of the month", "year-end", "later in the year"."""
    kinds = lexemes.kinds
    if kinds[first:last] in {"Bfu", "DBfu"}:
        code, mod = word_value(lexemes, last - 1), word_value(lexemes, last - 3)
        return Found(first, last, "DATE", f"at {NAMES[code]}+0", mod) if code in {"Y", "M", "W"} else None
    if kinds[last - 1] == "B":
        unit = last - 2 if kinds[last - 2] in "uQ" else last - 3
        if word_value(lexemes, unit) != "Y" or lexemes.words[last - 1] != "end":
            return None
        return Found(first, last, "DATE", "at year+0", "END")
    unit = last - 1
    code = word_value(lexemes, unit)
    if kinds[last : last + 1] == "-":
        return None
    if code == "Y" and lexemes.words[last : last + 1] in (["ended"], ["ending"]):
        return Found(first, last, "DURATION", "P1Y", None)
    if code not in {"Y", "M", "W", "Q", "WE"} and not (
        code in {"D", "DE", "CE"} and kinds[first] in "EBel" + "D" and unit - first > 2
    ):
        return None
    if code == "Q" and "quarter" not in lexemes.words[unit]:
        return None
    return Found(first, last, "DATE", f"the {NAMES[code]}", mod_of(lexemes, first, unit))


def read_quarter(lexemes: Lexemes, first: int, last: int) -> Found | None:
    """ "the third quarter of 1990", "year-earlier quarter", "fiscal 1989's first quarter", "the period"."""
    kinds = lexemes.kinds
    at = max(kinds.rfind("Q", first, last), kinds.rfind("o", first, last))
    number = next((day_number(lexemes, i) for i in range(first, at if at > 0 else last) if kinds[i] in "qO"), None)
    if number is not None and number > 4:
        return None
    year = next((lexemes.words[i] for i in range(first, last) if kinds[i] == "Y"), "XXXX")
    value = f"{year}-Q{number}" if number else (f"{year}-QX" if at >= 0 else "XXXX-QX")
    shift = ""
    for i in range(first, last):
        if kinds[i] == "u" and kinds[i + 1 : i + 2] in ("-", "g", "e") and kinds[i + 1 : i + 3] not in ("-Q",):
            shift = "yearago "
        elif kinds[i] == "u" and i > first and kinds[i - 1] in "LXHpxCh":
            shift = f"{owner_of(word_value(lexemes, i - 1), 'Y')} "
        elif kinds[i] == "u" and kinds[i - 1 : i] == "a":
            shift = "yearago "
    if not shift and kinds[first:last].find("8") >= 0:
        shift = "last "
    elif not shift and re.search(r"[LX]-?(?:Q|[qO])", kinds[first:last]):
        shift = "last " if "L" in kinds[first:last] else "next "
    elif not shift and re.search(r"[HC][F]?-?Q", kinds[first:last]):
        shift = "this "
    return Found(first, last, "DATE", f"{shift}{value}", None)


def read_half(lexemes: Lexemes, first: int, last: int) -> Found | None:
    """ "the first half of 1989", "the second half of the 1980s"."""
    kinds = lexemes.kinds
    year = next((lexemes.words[i] for i in range(first, last) if kinds[i] == "Y"), "XXXX")
    decade = next((lexemes.words[i] for i in range(first, last) if kinds[i] == "="), None)
    half = 1 if any(kinds[i] in "qO" and day_number(lexemes, i) == 1 for i in range(first, last)) else 2
    if decade is not None:
        return Found(first, last, "DATE", decade_of(decade), "START" if half == 1 else "END")
    base = next((i for i in range(first + 1, last) if kinds[i] == "u"), None)
    if base is None and year == "XXXX":
        return None
    shift = ""
    if base is not None and kinds[base - 1] in "LXHpxCh":
        shift = f"{owner_of(word_value(lexemes, base - 1), 'Y')} "
    return Found(first, last, "DATE", f"{shift}{year}-H{half}", None)

"""Lexemes of a text come in; time expressions go out as (lexeme range, type, what they mean without context, modifier).

Each word has a one-letter kind (knowledge/data/time_words.tsv); a rule is a regular expression over those letters. What
an expression means without context is a *partial value*, words separated by spaces (docs/times.md):

    2024-11-05   XXXX-11-12   XXXX-WXX-5   P2W   PRESENT_REF        TIMEX3 as it is, "X" for what is not said
    last XXXX-11   next XXXX-WXX-5   this XXXX-SU                   the one before, after, around the anchor
    at day-1   prev day+1   that year                               so many units from the anchor, from the date before
    ago P2W   ahead P3D   past P2W   coming P3D                     at that distance; the stretch up to or from the anchor
    … T15:00   … TMO   … Z-05:00                                   part of the day, hour, offset from UTC
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Literal, NamedTuple

from onrecord.extract.lexemes import Lexemes
from onrecord.knowledge.calendar import holidays
from onrecord.knowledge.numerals import number_of, number_words
from onrecord.knowledge.tables import rows

TimeType = Literal["DATE", "TIME", "DURATION", "SET"]


class Found(NamedTuple):
    """Lexemes [first, last), TIMEX3 type, partial value (None where no value can be given) and mod."""

    first: int
    last: int
    type: TimeType
    value: str | None
    mod: str | None


@cache
def time_words() -> Mapping[str, tuple[str, str]]:
    """Word -> (kind, value)."""
    return {row[0]: (row[1], row[2] if len(row) > 2 else "") for row in rows("time_words.tsv")}


def kind_of(group: str, word: str) -> str:
    """The kind of one lexeme (see time_words.tsv); numerals and marks have kinds of their own."""
    if group in {"word", "possessive"}:
        if word in number_words():
            return "n"
        return time_words().get(word, ("_", ""))[0]
    if group == "number":
        return _kind_of_digits(word)
    if group == "mark":
        return {"-": "-", "–": "-", "—": "-", ",": ",", "/": "/", "$": "$", "£": "$", "€": "$", "%": "%"}.get(word, ".")
    return {"iso": "!", "slash": "\\", "clock": "#", "decade": "=", "ordinal": "O", "fraction": "~", "halfday": "P"}[
        group
    ]


def _kind_of_digits(word: str) -> str:
    if not word.isdigit():
        return "N"
    if len(word) <= 2:
        return "d" if 1 <= int(word) <= 31 else "N"
    if len(word) == 4:
        return "Y" if 1000 <= int(word) < 2200 else "?"
    return "N"


# ------------------------------------------------------------------------------------------------------- building blocks

NUM = r"(?:(?:a?n(?:-?n|&n){0,8}|d~|[dNYs~?])(?:&a?[2~])?)"
QTY = rf"(?:(?:{NUM}(?:(?:>|\||-|->-){NUM})?|a?vf?|a?vn)j?)"
APX = r"(?:[Kkø]|0?jt|@J|\^>)"
STRICT = r"(?:K|@J)"
DUR = rf"(?:{QTY}-?:?[uUQ](?:\|[uU])?|[aA]:?[uQ](?:&a2|\|(?:n|\*))?|2-?[aD]?u|a2-u)"
DUR_OR_SO = rf"(?:{DUR}(?:\|\*)?)"
MON = r"(?:M|m\.?)"
DAY = r"(?:[dOq])"
DIR = r"[LXHpxCh]"
WEEKDAY = r"(?:W|b\.)"
UK = rf"(?:[Wb]\.?,?)?D?{DAY}f?{MON}(?:(?:,?f?|i)[Y?](?![uU]))?"
US = rf"(?:[Wb]\.?,?)?{MON}D?{DAY}(?![uU%N])(?:,?f?[Y?](?![uU]))?"
FULL = rf"(?:{UK}|{US}|[!\\])"
NEAR = rf"(?:R|(?:D?{DIR}X?)?{WEEKDAY}(?:(?:,|i|f)?{DIR}u)?)"
CLOCK = r"(?:(?:[#dN]|n)P(?:4?3)?,?Z?|#(?:[uU]|4?3|Z)?|[?YN](?:4?3)?Z|[?Y]U|[dn]`|[dn]iDT)"
PLAIN = r"(?:E-?|[el]i?|D?E?Bf|D?[LqO]2f|K)"
MODIFIED = rf"(?:{PLAIN}|{APX})"
YEAR_AGO = r"(?:u-?[ge])"
OF_YEAR = rf"(?:(?:f|i)?(?:D?F?Y|D?F?{DIR}u|DF?u))"
OWNER = rf"(?:(?:{DIR}u|Y)z)"

UNLIKELY = r"(?![_.,¶&tz'`fZPo|*%/$3-])(?![DaAkKø@7HhpxB0JjilLXeEGd>][_.,¶](?!V))"
"""Kinds that begin no rule, alone or before a plain word: tried first, they spare nine tries in ten."""

RULES: Mapping[str, str] = {
    "clock": rf"K?{CLOCK}",
    "clock_date": rf"(?:K?{CLOCK}|E?-?T)(?:,|i|f|if)?(?:{FULL}|{NEAR})",
    "date_clock": rf"(?:E|[el])?(?:{FULL}|{NEAR}),?@?K?{CLOCK}",
    "date_part": rf"(?:E|[el])?(?:{FULL}|{NEAR}),?i?(?:E-?)?[T9]",
    "near_part": rf"(?:[el]i?)?(?:D?{DIR})(?:E-?)?T|9|[KE]?-?T",
    "full": rf"(?:{MODIFIED})?(?:D?{DIR}X?)?{FULL}",
    "week_of": rf"D?uf{FULL}",
    "month_year": rf"(?:{MODIFIED})?{MON}(?:,?f?Y(?![uU])|,?nn(?:-?n)?|,?f?{DIR}u)",
    "month": rf"(?:{MODIFIED})?(?:D?{DIR})?{MON}",
    "near": rf"(?:{PLAIN})?{NEAR}",
    "set": rf"(?:G|i)?w|G(?:{WEEKDAY}|M|S)T?|GT|G(?:A|q|{QTY})?:?[uUQ]|y",
    "quarter": rf"D?{OWNER}?H?(?:Y|F-?|C|8|;|L|X|{YEAR_AGO}){{0,4}}[qO]-?Q(?:{OF_YEAR}|a{YEAR_AGO})?",
    "quarter_alone": rf"(?:D|{OWNER})(?:Y|F|8|;|{YEAR_AGO}|C){{1,4}}(?:Q|o)|{OWNER}Q|{YEAR_AGO}(?:Q|o)?|[DH]Q(?:a{YEAR_AGO})?"
    rf"|D(?:;|h)o(?:{DIR}u)?|(?:D8|C)Q|Y[Qo]",
    "half": rf"D?{OWNER}?(?:[LqO])-?2(?:{OF_YEAR}|fD?=)?",
    "holiday": rf"(?:E-?)?(?:D?{DIR})?I.{{0,3}}?(?=$|[^zu_WI'.])|(?:D?{DIR})?I(?:[zu_W']{{0,3}})(?:,?Y)?",
    "decade": rf"(?:{MODIFIED})?D?(?:[EBL]-?)?=",
    "century": r"(?:E-?)?D?(?:E-?)?[Oq]-?u(?:_)?",
    "season": rf"(?:{MODIFIED})?(?:D?{DIR}L?|HX|D)?(?:E-?)?S(?:f?,?Y|f?{DIR}u|f?nn(?:-?n)?)?",
    "ago": rf"{APX}?(?:{DUR_OR_SO}|[uU]|v[uU])g",
    "shifted": rf"{APX}?(?:{DUR}|U)[el7]|D(?:x|X|p)?[u][7]|Du_?(?:7|x)",
    "stretch": rf"{STRICT}?D?(?:[LXpx8HC]){QTY}-?:?[uUQ](?:\|\*)?|Dq{QTY}[uU]|D8?{YEAR_AGO}?{QTY}U|{STRICT}?D?[rLX][uU](?:&U)?|DU_?l?"
    r"|D(?:E|q)U",
    "near_unit": rf"(?:{PLAIN})?D?{DIR}:?F?(?:u|Q)(?:\|\*)?",
    "the_unit": rf"(?:[el]i?|D?E?Bf|{STRICT})?DC?:?F?(?:u|Q)|(?:K)?u(?:-|z)?B",
    "year": rf"(?:{MODIFIED}|E-?i?|F|Du)?F?Y(?![uU])|D?u[?]",
    "spelled_year": rf"(?:{MODIFIED}|Du)?n(?:n(?:-?n)?|-n)(?![uUn&-])|Dunn(?:&?n){{0,5}}",
    "length": rf"{APX}?{DUR_OR_SO}",
    "units": r"U(?:(?:\||&)U)?",
    "reference": r"c|DL|D_?V|iV|C|r|Hu|HU|hU|h3",
}


# ------------------------------------------------------------------------------------------------------------- matching


@cache
def _compiled() -> tuple[re.Pattern[str], tuple[tuple[str, re.Pattern[str]], ...]]:
    """One expression that finds where anything may start, and the rules one by one."""
    anything = re.compile(UNLIKELY + "(?:" + "|".join(f"(?:{pattern})" for pattern in RULES.values()) + ")")
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
        read = READERS.get(name, _read_calendar)
        found = read(lexemes, first, last)
        if found is not None:
            return found
    return None


# -------------------------------------------------------------------------------------------------------------- meanings


def _value(lexemes: Lexemes, at: int) -> str:
    return time_words().get(lexemes.words[at], ("", ""))[1]


def _mod(lexemes: Lexemes, first: int, last: int) -> str | None:
    """TIMEX3 mod from the words before the core ("early", "more than", "the end of")."""
    for at in range(first, last):
        kind = lexemes.kinds[at]
        if kind in "EBKøjJ^k":
            value = _value(lexemes, at)
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
    return "" if at < 0 else f" Z{_value(lexemes, at)}"


def _read_calendar(lexemes: Lexemes, first: int, last: int) -> Found | None:
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
            month = _value(lexemes, at)
        elif kind in "dOq" and not (at + 1 < last and kinds[at + 1] == "2"):
            day = _day(lexemes, at)
        elif kind in "Y?" and kinds[at + 1 : at + 2] not in ("Z", "4"):
            year = words[at]
        elif kind in "Wb":
            weekday = _value(lexemes, at)
        elif kind == "R":
            core = _value(lexemes, at)
        elif kind in "LXHpxCh":
            direction = _value(lexemes, at) if direction is None or kind != "X" else direction
            if kind == "X" and at > first and kinds[at - 1] == "D":
                direction = "next"
        elif kind == "u":
            base = _base(direction or "this", _value(lexemes, at))
            direction = None
        elif kind in "T9" and clock is None:
            time = f" {_value(lexemes, at)}"
        elif kind == "!":
            core = words[at].upper().split("T")[0]
            time = f" T{words[at].upper().split('T')[1]}" if "t" in words[at] else time
        elif kind == "\\":
            core = _slashed(words[at])
            if core is None:
                return Found(first, last, "DATE", None, None)
    if month is not None and year is None:
        year = _spelled(lexemes, first, last)
    if core is None:
        core = _core(year, month, day, weekday)
    if core is None:
        if not time:
            return None
        core = "XXXX-XX-XX"
    value = core
    if direction is not None and not core.startswith("at "):
        value = f"{direction} {core}"
    elif base is not None:
        value = f"{base} {core}"
    return Found(first, last, "TIME" if time else "DATE", value + time, _mod(lexemes, first, last))


def _spelled(lexemes: Lexemes, first: int, last: int) -> str | None:
    """The year in "January nineteen ninety-seven"."""
    at = lexemes.kinds.find("nn", first, last)
    number = number_of([word for word in lexemes.words[at:last] if word != "-"]) if at >= 0 else None
    return str(int(number)) if number is not None and 1700 <= number < 2100 else None


def _day(lexemes: Lexemes, at: int) -> int:
    word = lexemes.words[at]
    digits = re.match(r"\d+", word)
    return int(digits.group()) if digits else int(_value(lexemes, at) or 0)


def _core(year: str | None, month: str | None, day: int | None, weekday: str | None) -> str | None:
    if month is not None:
        return f"{year or 'XXXX'}-{month}" + (f"-{day:02d}" if day is not None else "")
    if weekday is not None:
        return f"XXXX-WXX-{weekday}"
    return year


def _slashed(word: str) -> str | None:
    """11/25/2024, 25/11/2024, 25.11.2024; None where day and month cannot be told apart."""
    first, second, year = re.split(r"[/.]", word)
    if len(year) == 2:
        year = ("20" if int(year) < 50 else "19") + year
    day, month = int(first), int(second)
    if "/" in word and month > 12 >= day:
        day, month = month, day
    elif "/" in word and day <= 12 and day != month:
        return None
    return f"{year}-{month:02d}-{day:02d}"


def _base(direction: str, unit: str) -> str:
    if direction == "that":
        return f"that {NAMES[unit]}"
    if direction == "prev":
        return f"prev {NAMES[unit]}-1"
    return f"at {NAMES[unit]}{ {'last': '-1', 'next': '+1', 'past': '-1'}.get(direction, '+0') }"


NAMES: Mapping[str, str] = {
    "S": "second", "MI": "minute", "H": "hour", "D": "day", "N": "night", "W": "week", "FN": "fortnight", "M": "month",
    "Q": "quarter", "Y": "year", "DE": "decade", "CE": "century", "ML": "millennium", "WE": "weekend",
}  # fmt: skip


def _read_near_part(lexemes: Lexemes, first: int, last: int) -> Found | None:
    """ "this morning", "last night", "the next morning", "overnight"; "morning" alone hangs on the date before."""
    kinds = lexemes.kinds
    part = _value(lexemes, last - 1)
    direction = next((kind for kind in kinds[first:last] if kind in "LXHpxCh"), "")
    definite = "D" in kinds[first:last]
    anchors = {"L": "at day-1", "H": "at day+0", "C": "at day+0", "X": "prev day+1" if definite else "at day+1"}
    anchors |= {"p": "prev day-1", "x": "prev day+1", "h": "prev day+0"}
    if kinds[first] == "9" or direction in anchors:
        return Found(first, last, "TIME", f"{anchors.get(direction, 'at day+0')} {part}", _mod(lexemes, first, last))
    if lexemes.words[last - 1] in {"noon", "midnight", "midday"} or kinds[first:last] in {"ET", "E-T"}:
        return Found(first, last, "TIME", f"XXXX-XX-XX {part}", _mod(lexemes, first, last))
    return None


def _read_set(lexemes: Lexemes, first: int, last: int) -> Found | None:
    """ "every Monday", "each year", "daily", "every two weeks", "on Tuesdays"."""
    kinds = lexemes.kinds
    kind = kinds[last - 1]
    if kind == "y":
        return Found(first, last, "SET", _value(lexemes, last - 1), None)
    if kind in "wWbT":
        at = next((i for i in range(first, last) if kinds[i] in "wWb"), None)
        if at is None:
            return Found(first, last, "SET", f"XXXX-XX-XX{_value(lexemes, last - 1)}", None)
        start = first + 1 if kinds[first] == "i" else first
        part = _value(lexemes, last - 1) if kind == "T" else ""
        return Found(start, last, "SET", f"XXXX-WXX-{_value(lexemes, at)}{part}", None)
    if kind in "MS":
        return Found(first, last, "SET", f"XXXX-{_value(lexemes, last - 1)}", None)
    if lexemes.words[first] == "per":
        return None
    amount = _amount(lexemes, first + 1, last - 1) or "1"
    if kinds[first + 1] == "q":
        amount = str(_day(lexemes, first + 1))
    return Found(first, last, "SET", _period(amount, _value(lexemes, last - 1)), None)


def _amount(lexemes: Lexemes, first: int, last: int) -> str | None:
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


def _period(amount: str, unit: str) -> str:
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


def _unit_at(lexemes: Lexemes, first: int, last: int) -> int | None:
    return next((at for at in range(last - 1, first - 1, -1) if lexemes.kinds[at] in "uUQ"), None)


def _read_length(lexemes: Lexemes, first: int, last: int) -> Found | None:
    """ "two weeks", "a few days", "10-year", "half an hour", "an additional year"."""
    kinds = lexemes.kinds
    unit = next((at for at in range(first, last) if kinds[at] in "uUQ"), None)
    if unit is None:
        return None
    amount = _amount(lexemes, first, unit)
    if kinds[unit + 1 : last].startswith("&a2"):
        amount = "1.5"
    if amount is None:
        return None
    if kinds[unit + 1 : unit + 3] in {"-e", "-g"} or (
        kinds[unit] in "UQ" and lexemes.words[unit + 1 : unit + 2] == ["of"] and _value(lexemes, unit) == "Q"
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
    return Found(first, last, "DURATION", _period(amount, _value(lexemes, unit)), _mod(lexemes, first, last))


def _is_rate(lexemes: Lexemes, first: int) -> bool:
    """Whether "a week" says how often: "four flights a week", "$2 million a year", "24 hours a day"."""
    before = lexemes.kinds[max(0, first - 3) : first]
    return before[-1:] in set("nNdYU%") or (
        bool(re.search(r"[nNdvY]_{1,2}$", before)) and lexemes.words[first - 1].endswith("s")
    )


def _is_age(lexemes: Lexemes, unit: int) -> bool:
    after = lexemes.words[unit + 1 : unit + 3]
    return after[:1] == ["old"] or after == ["-", "old"] or after == ["of", "age"] or after[:1] == ["olds"]


def _read_units(lexemes: Lexemes, first: int, last: int) -> Found | None:
    """ "weeks", "months or years": some of them."""
    if lexemes.kinds[first - 1 : first] in {"-", "r", "Q"} or _is_age(lexemes, last - 1):
        return None
    if lexemes.words[first] in {"seconds", "minutes", "quarters", "nights", "weekends", "hours"} and last - first == 1:
        return None
    return Found(first, last, "DURATION", _period("X", _value(lexemes, first)), None)


def _read_ago(lexemes: Lexemes, first: int, last: int) -> Found | None:
    """ "two weeks ago", "several years ago", "years ago"."""
    unit = _unit_at(lexemes, first, last)
    if unit is None:
        return None
    amount = _amount(lexemes, first, unit) or ("X" if lexemes.kinds[unit] == "U" else "1")
    return Found(first, last, "DATE", f"ago {_period(amount, _value(lexemes, unit))}", _mod(lexemes, first, last - 1))


def _read_shifted(lexemes: Lexemes, first: int, last: int) -> Found | None:
    """ "two days later", "a year earlier", "the day before"."""
    unit = _unit_at(lexemes, first, last)
    if unit is None:
        return None
    kinds = lexemes.kinds
    if kinds[last - 1] == "_" and lexemes.words[last - 1] != "after":
        return None
    back = kinds[last - 1] in "e7"
    amount = _amount(lexemes, first, unit) or ("X" if kinds[unit] == "U" else "1")
    if kinds[last - 1] in "7_" and kinds[last : last + 1] not in {"", ".", ",", "¶", "&", "$"}:
        return None  # "10 days before the murder" hangs on the murder, not on the calendar
    period = _period(amount, _value(lexemes, unit))
    sign = "-" if back else "+"
    return Found(first, last, "DATE", f"prev {sign}{period}", _mod(lexemes, first, unit))


def _read_stretch(lexemes: Lexemes, first: int, last: int) -> Found | None:
    """ "the past two weeks", "recent years", "the next few days", "the first nine months"."""
    kinds = lexemes.kinds
    unit = next((at for at in range(first, last) if kinds[at] in "uUQ"), None)
    if unit is None:
        return None
    amount = _amount(lexemes, first, unit)
    body = kinds[first:unit]
    if amount is None:
        if kinds[unit] == "u" and "r" not in body:
            return None
        amount = "X"
    period = _period(amount, _value(lexemes, unit))
    if re.search(r"[Lpr8]", body):
        period = f"past {period}"
    elif re.search(r"[Xx]", body) or lexemes.words[last - 1] == "ahead":
        period = f"coming {period}"
    elif last - first == 2 and kinds[first] == "D":
        return None
    return Found(first, last, "DURATION", period, _mod(lexemes, first, unit))


def _read_near_unit(lexemes: Lexemes, first: int, last: int) -> Found | None:
    """ "last week", "this year", "the next month", "the following day", "that year"."""
    kinds = lexemes.kinds
    unit = _unit_at(lexemes, first, last)
    at = next((i for i in range(last - 1, first - 1, -1) if kinds[i] in "LXHpxCh"), None)
    if unit is None or at is None:
        return None
    code = _value(lexemes, unit)
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
        return Found(first, last, "DURATION", f"{'past' if kinds[at] == 'L' else 'coming'} {_period('1', code)}", None)
    else:
        value = f"at {name}{'-1' if kinds[at] == 'L' else '+1'}"
    return Found(first, last, "DATE", value, _mod(lexemes, first, unit))


def _read_the_unit(lexemes: Lexemes, first: int, last: int) -> Found | None:
    """ "the year", "the end of the month", "year-end", "later in the year"."""
    kinds = lexemes.kinds
    if kinds[last - 1] == "B":
        unit = last - 2 if kinds[last - 2] in "uQ" else last - 3
        if _value(lexemes, unit) != "Y" or lexemes.words[last - 1] != "end":
            return None
        return Found(first, last, "DATE", "at year+0", "END")
    unit = last - 1
    code = _value(lexemes, unit)
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
    return Found(first, last, "DATE", f"the {NAMES[code]}", _mod(lexemes, first, unit))


def _read_quarter(lexemes: Lexemes, first: int, last: int) -> Found | None:
    """ "the third quarter of 1990", "year-earlier quarter", "fiscal 1989's first quarter", "the period"."""
    kinds = lexemes.kinds
    at = max(kinds.rfind("Q", first, last), kinds.rfind("o", first, last))
    number = next((_day(lexemes, i) for i in range(first, at if at > 0 else last) if kinds[i] in "qO"), None)
    if number is not None and number > 4:
        return None
    year = next((lexemes.words[i] for i in range(first, last) if kinds[i] == "Y"), "XXXX")
    value = f"{year}-Q{number}" if number else (f"{year}-QX" if at >= 0 else "XXXX-QX")
    shift = ""
    for i in range(first, last):
        if kinds[i] == "u" and kinds[i + 1 : i + 2] in ("-", "g", "e") and kinds[i + 1 : i + 3] not in ("-Q",):
            shift = "yearago "
        elif kinds[i] == "u" and i > first and kinds[i - 1] in "LXHpxCh":
            shift = f"{_base(_value(lexemes, i - 1), 'Y')} "
        elif kinds[i] == "u" and kinds[i - 1 : i] == "a":
            shift = "yearago "
    if not shift and kinds[first:last].find("8") >= 0:
        shift = "last "
    elif not shift and re.search(r"[LX]-?(?:Q|[qO])", kinds[first:last]):
        shift = "last " if "L" in kinds[first:last] else "next "
    elif not shift and re.search(r"[HC][F]?-?Q", kinds[first:last]):
        shift = "this "
    return Found(first, last, "DATE", f"{shift}{value}", None)


def _read_half(lexemes: Lexemes, first: int, last: int) -> Found | None:
    kinds = lexemes.kinds
    year = next((lexemes.words[i] for i in range(first, last) if kinds[i] == "Y"), "XXXX")
    decade = next((lexemes.words[i] for i in range(first, last) if kinds[i] == "="), None)
    half = 1 if any(kinds[i] in "qO" and _day(lexemes, i) == 1 for i in range(first, last)) else 2
    if decade is not None:
        return Found(first, last, "DATE", _decade(decade), "START" if half == 1 else "END")
    base = next((i for i in range(first + 1, last) if kinds[i] == "u"), None)
    if base is None and year == "XXXX":
        return None
    shift = ""
    if base is not None and kinds[base - 1] in "LXHpxCh":
        shift = f"{_base(_value(lexemes, base - 1), 'Y')} "
    return Found(first, last, "DATE", f"{shift}{year}-H{half}", None)


def _decade(word: str) -> str:
    if word in time_words():
        return time_words()[word][1]
    digits = re.sub(r"\D", "", word)
    return digits[:3] if len(digits) == 4 else f"19{digits[0]}" if int(digits[0]) > 2 else f"20{digits[0]}"


def _read_holiday(lexemes: Lexemes, first: int, last: int) -> Found | None:  # noqa: ARG001
    """ "last Thanksgiving", "Christmas Eve 2014": day named by a feast."""
    at = lexemes.kinds.index("I", first)
    for end in range(min(at + 4, len(lexemes.words)), at, -1):
        name = holidays().get(tuple(lexemes.words[at:end]))
        if name is None or not lexemes.text[lexemes.starts[at]].isupper():
            continue
        year = re.match(r",?Y", lexemes.kinds[end:])
        stop = end + (len(year.group()) if year else 0)
        direction = next((f"{_value(lexemes, i)} " for i in range(first, at) if lexemes.kinds[i] in "LXHpxCh"), "")
        core = f"{lexemes.words[stop - 1] if year else 'XXXX'}-@{name.replace(' ', '_')}"
        return Found(first, stop, "DATE", f"{direction}{core}", None)
    return None


def _read_decade(lexemes: Lexemes, first: int, last: int) -> Found | None:
    if (
        len(lexemes.words[last - 1]) <= 3
        and "D" not in lexemes.kinds[first:last]
        and lexemes.words[last - 1][0].isdigit()
    ):
        return None  # "in his 30s", "the temperature in the 80s" is rare
    return Found(first, last, "DATE", _decade(lexemes.words[last - 1]), _mod(lexemes, first, last))


def _read_century(lexemes: Lexemes, first: int, last: int) -> Found | None:
    unit = _unit_at(lexemes, first, last)
    if unit is None or _value(lexemes, unit) != "CE":
        return None
    number = next(_day(lexemes, i) for i in range(first, unit) if lexemes.kinds[i] in "Oq")
    return Found(first, unit + 1, "DATE", f"{number - 1:02d}", _mod(lexemes, first, unit))


def _read_season(lexemes: Lexemes, first: int, last: int) -> Found | None:
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
    direction = next((_value(lexemes, i) for i in range(first, at) if kinds[i] in "LXHpxCh"), "")
    if kinds[first:at].endswith("HL"):
        direction = "last"
    prefix = f"{_base(_value(lexemes, owner - 1), 'Y')} " if owner is not None else f"{direction} " if direction else ""
    return Found(first, last, "DATE", f"{prefix}{year}-{_value(lexemes, at)}", _mod(lexemes, first, at))


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


def _read_reference(lexemes: Lexemes, first: int, last: int) -> Found | None:
    """ "now", "recently", "the past", "in future", "these days", "at that time"."""
    kinds, word = lexemes.kinds[first:last], lexemes.words[last - 1]
    if kinds[0] == "c":
        return Found(first, last, "DATE", _value(lexemes, first), None)
    if kinds == "DL":
        after = lexemes.kinds[last : last + 1]
        closed = after in {"", ".", ",", "¶", "&", "|", "i", "@", "7"} or lexemes.words[last] in AFTER_PAST
        return Found(first, last, "DATE", "PAST_REF", None) if word == "past" and closed else None
    if kinds[-1] == "V":
        return Found(first, last, "DATE", "FUTURE_REF", None)
    if kinds in {"C", "HU"}:
        return Found(first, last, "DATE", "PRESENT_REF", None)
    if kinds == "r":
        return None
    return (
        Found(first, last, "DATE", "PAST_REF", None)
        if kinds == "hU" or lexemes.words[first:last] == ["that", "time"]
        else None
    )


def _read_week_of(lexemes: Lexemes, first: int, last: int) -> Found | None:
    unit = _unit_at(lexemes, first, last)
    found = _read_calendar(lexemes, (unit or first) + 2, last)
    if unit is None or found is None or found.value is None or _value(lexemes, unit) != "W":
        return None
    return Found(first, last, "DATE", f"week {found.value}", None)


def _read_spelled_year(lexemes: Lexemes, first: int, last: int) -> Found | None:
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
    return Found(first, last, "DATE", str(int(year)), _mod(lexemes, first, at))


def kinds_before(lexemes: Lexemes, first: int, at: int) -> str:
    """Kinds from `first` up to lexeme `at`."""
    return lexemes.kinds[first:at]


def _read_year(lexemes: Lexemes, first: int, last: int) -> Found | None:
    if lexemes.kinds[last - 1] == "?":
        return Found(first, last, "DATE", None, None) if lexemes.words[last - 2] == "year" else None
    return Found(first, last, "DATE", lexemes.words[last - 1], _mod(lexemes, first, last - 1))


READERS: Mapping[str, Callable[[Lexemes, int, int], Found | None]] = {
    "near_part": _read_near_part,
    "week_of": _read_week_of,
    "set": _read_set,
    "quarter": _read_quarter,
    "quarter_alone": _read_quarter,
    "half": _read_half,
    "holiday": _read_holiday,
    "decade": _read_decade,
    "century": _read_century,
    "season": _read_season,
    "ago": _read_ago,
    "shifted": _read_shifted,
    "stretch": _read_stretch,
    "near_unit": _read_near_unit,
    "the_unit": _read_the_unit,
    "year": _read_year,
    "spelled_year": _read_spelled_year,
    "length": _read_length,
    "units": _read_units,
    "reference": _read_reference,
}
"""How each rule is read; those not named here are days, months and hours."""

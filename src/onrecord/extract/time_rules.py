"""A word comes in, and its kind goes out; and the rules of the time grammar as expressions over such kinds.

Each word has a one-letter kind (knowledge/data/time_words.tsv); a rule is a regular expression over those letters.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Literal, NamedTuple

from onrecord.knowledge.numerals import number_words
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


NUM = r"(?:(?:a?n(?:-?n|&n){0,8}|d~|[dNYs~?])(?:&a?[2~])?)"
QTY = rf"(?:(?:{NUM}(?:(?:>|\||-|->-){NUM})?|a?vf?|a?vn)j?)"
APX = r"(?:[Kkø]|0?jt|@J|\^>)"
STRICT = r"(?:K|@J)"
DUR = rf"(?:{QTY}-?:?[uUQ](?:\|[uU])?|[aA]:?[uQ](?:&a2|\|(?:n|\*))?|2-?[aD]?u|a2-u)"
DUR_OR_SO = rf"(?:{DUR}(?:\|\*)?)"
MON = r"(?:M|m\.?)"
DAY = r"(?:n-?q|[dOq])"
DIR = r"[LXHpxCh]"
WEEKDAY = r"(?:W|b\.)"
UK = rf"(?:[Wb]\.?,?)?D?{DAY}f?{MON}(?:(?:,?f?|i)[Y?](?![uU]))?"
US = rf"(?:[Wb]\.?,?)?{MON}D?{DAY}(?![uU%N])(?:,?f?[Y?](?![uU]))?"
DASHED = rf"(?:d[-/]{MON}[-/]Y|Y[-/]{MON}[-/]d|{MON}[-/]d[-/]Y|{MON}[-/]Y|{MON}/d)(?![-/uU])"
FULL = rf"(?:{UK}|{US}|[!\\]|{DASHED})"
NEAR = rf"(?:R|(?:D?{DIR}[XL]?)?{WEEKDAY}(?:(?:,|i|f)?{DIR}u)?|{WEEKDAY}(?:D?O|D(?:n-?)?q))"
CLOCK = r"(?:(?:[#dN]|n)P(?:4?3)?,?Z?|#(?:[uU]|4?3|Z)?|[?YN](?:4?3)?Z|[?Y]U|[dn]`|[dn]iDT)"
PLAIN = r"(?:E-?|[el]i?|D?E?Bf|D?[LqO]2f|K)"
MODIFIED = rf"(?:{PLAIN}|{APX})"
YEAR_AGO = r"(?:u-?[ge])"
OF_YEAR = rf"(?:(?:f|i)?(?:D?F?Y|D?F?{DIR}u|DF?u))"
OWNER = rf"(?:(?:{DIR}u|Y)z)"
AFTER_DAY = r"(?:(?<=[Mm][dO][->&_])|(?<=m\.[dO][->&_]))"
"""Behind "April 10-", "Nov. 3 to": a second day of that month."""
UNLIKELY = r"(?![_.,¶&tz'`fZPo|*%/$31-])(?!5[^d])(?![DaAkKø@7HhpxB0JjilLXeEGd>][_.,¶](?!V))"
"""Kinds that begin no rule, alone or before a plain word: tried first, they spare nine tries in ten."""

RULES: Mapping[str, str] = {
    "clock": rf"K?{CLOCK}",
    "clock_date": rf"(?:K?{CLOCK}|E?-?T)(?:,|i|f|if)?(?:{FULL}|{NEAR})",
    "date_clock": rf"(?:E|[el])?(?:{FULL}|{NEAR}),?@?K?{CLOCK}",
    "date_part": rf"(?:E|[el])?(?:{FULL}|{NEAR}),?i?(?:E-?)?[T9]",
    "near_part": rf"(?:[el]i?)?(?:D?{DIR})(?:E-?)?T|9|[KE]?-?T",
    "full": rf"(?:{MODIFIED})?(?:D?{DIR}X?)?{FULL}",
    "week_of": rf"D?uf{FULL}",
    "day_range": rf"D?{DAY}[->&_]D?{DAY}f?{MON}(?:,?f?Y(?![uU]))?",
    "day_until": rf"{AFTER_DAY}{DAY}(?![uU%N])(?:,Y(?![uU]))?",
    "nth_of": rf"D?(?:n-?q|[qOL])uf(?:{MON}(?:,?f?Y(?![uU])|,?f?D?{DIR}u)?|Y(?![uU])|D?{DIR}u|D?u)",
    "offset": rf"{APX}?{DUR}(?:7|_)(?:R|c)|D?u(?:7|_)(?:{FULL}|{NEAR})|Du_X",
    "compound": rf"{APX}?{DUR}(?:,?&?{DUR})+[gel]?",
    "month_year": rf"(?:{MODIFIED})?{MON}(?:,?f?Y(?![uU])|,?nn(?:[-&]?n){{0,3}}|,?f?{DIR}u)",
    "month": rf"(?:{MODIFIED})?(?:D?{DIR})?{MON}",
    "near": rf"(?:{PLAIN})?{NEAR}",
    "set": rf"(?:G|i)?w|G(?:{WEEKDAY}|M|S)T?|GT|G(?:A|q|{QTY})?:?[uUQ]|G1(?:u|{WEEKDAY})|y",
    "quarter": rf"D?{OWNER}?H?(?:Y|F-?|C|8|;|L|X|{YEAR_AGO}){{0,4}}[qO]-?Q(?:{OF_YEAR}|a{YEAR_AGO})?",
    "quarter_alone": rf"(?:D|{OWNER})(?:Y|F|8|;|{YEAR_AGO}|C){{1,4}}(?:Q|o)(?:f?{DIR}u)?|{OWNER}Q|{YEAR_AGO}(?:Q|o)?|[DH]Q(?:a{YEAR_AGO})?"
    rf"|D(?:;|h)o(?:{DIR}u)?|(?:D8|C)Q|Y[Qo]",
    "short_quarter": rf"5d(?:,?f?Y(?![uU])|f?{DIR}u)?|Y-?5d",
    "half": rf"D?{OWNER}?(?:[LqO])-?2(?:{OF_YEAR}|fD?=)?",
    "holiday": rf"(?:E-?)?(?:D?{DIR})?I.{{0,3}}?(?=$|[^zu_WI'.])|(?:D?{DIR})?I(?:[zu_W']{{0,3}})(?:,?Y)?",
    "decade": rf"(?:{MODIFIED})?D?(?:[EBL]-?)?=",
    "century": r"(?:E-?)?D?(?:E-?)?[Oq]-?u(?:_)?",
    "season": rf"(?:{MODIFIED})?(?:D?{DIR}L?|HX|D)?(?:E-?)?S(?:f?,?Y|f?{DIR}u|f?nn(?:-?n)?)?",
    "ago": rf"{APX}?(?:{DUR_OR_SO}|[uU]|v[uU])g",
    "shifted": rf"{APX}?(?:{DUR}|U)[el7]|D(?:x|X|p)?[u][7]|Du_?(?:7|x)",
    "stretch": rf"{STRICT}?D?(?:[LXpx8HC]){QTY}-?:?[uUQ](?:\|\*)?|D?{QTY}[LXp]U|Dq{QTY}[uU]|D8?{YEAR_AGO}?{QTY}U|{STRICT}?D?[rLX][uU](?:&U)?|DU_?l?"
    r"|D(?:E|q)U",
    "near_unit": rf"(?:{PLAIN})?D?{DIR}:?F?(?:u|Q)(?:\|\*)?",
    "the_unit": rf"(?:[el]i?|D?E?Bf|{STRICT})?DC?:?F?(?:u|Q)|(?:K)?u(?:-|z)?B|D?Bfu",
    "year": rf"(?:{MODIFIED}|E-?i?|F|D?F?u)?F?Y(?![uU])|D?u[?]",
    "spelled_year": rf"(?:{MODIFIED}|Du)?n(?:n(?:-?n)?|-n)(?![uUn&-])|Dunn(?:&?n){{0,5}}",
    "length": rf"{APX}?{DUR_OR_SO}",
    "units": r"U(?:(?:\||&)U)?",
    "reference": r"c|DL|D_?V|iV|C|r|Hu|HU|hU|h3",
}

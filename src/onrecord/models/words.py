"""A stretch of text comes in; the spans of its words and punctuation marks go out, split as the Penn Treebank does.

The convention is that of the parser whose trees the syntax heads were taught with (OntoNotes as spaCy reads it):
"don't" -> do n't, "Kyiv's" -> Kyiv 's, hyphens stand alone ("Miami - based"), abbreviations keep their full stop
("U.S.", "Gen."), numbers keep inner points and commas ("1,200.5"), every quotation mark is a word of its own.
"""

from __future__ import annotations

import re

from onrecord.record import Span

_ABBREVIATIONS = """
    mr mrs ms dr prof rev hon pres gov sen rep gen lt col maj capt sgt cpl pvt adm cmdr brig st mt ft jr sr inc corp
    co ltd bros vs etc no nos jan feb mar apr jun jul aug sept sep oct nov dec mon tue tues wed thu thurs fri sat
    ave blvd rd dept univ assn est approx dist ala ariz ark calif colo conn del fla ga ill ind kan ky la md mass mich
    minn miss mo mont neb nev okla ore pa tenn tex va vt wash wis wyo op messrs supt det insp spc pfc hr min
"""
ABBREVIATIONS = frozenset(_ABBREVIATIONS.split())
"""Words, lower case, whose full stop belongs to them when more text follows."""

_MARKS = "\u0300-\u036f\u00ad\u200d"  # combining marks, soft hyphen, joiner: part of the word they stand in
_UNITS = "km|kg|mm|cm|pm|am|bn|mn|m|k|ft|mph|kph|tn|lb|lbs|mi|b"
_CLITICS = "s|re|ve|ll|d|m"

WORD = re.compile(
    rf"""
    (?:https?://|www\.)[^\s<>"“”»)]*[^\s<>"“”»).,;:!?'’]     # addresses on the web
  | [\w.+-]+@[\w-]+(?:\.[\w-]+)+                              # and by mail
  | [@\#]\w+                                                  # handles and hashtags
  | (?:[^\W\d_]\.){{2,}}(?![^\W\d_]{{2}})                     # U.S.  a.m.  J.D.
  | \d+(?:[.,:]\d+)+                                          # 1,200.5  9:30
  | \d+(?=(?i:{_UNITS})\b)                                    # 50km -> 50 km
  | (?i:can)(?=(?i:not)\b)                                    # cannot -> can not
  | [\w{_MARKS}]+?(?=(?i:n['’]t)\b)                           # do|n't
  | (?i:n['’]t)\b
  | (?<=\w)['’](?i:{_CLITICS})\b                              # 's 're 've 'll 'd 'm
  | [\w{_MARKS}]+(?:['’](?!(?i:{_CLITICS})\b)[\w{_MARKS}]+)*  # words, O'Brien
  | \.{{2,}} | -{{2,}} | ``| '' | [!?]{{2,}}
  | [^\s\u200b-\u200f\u2060\ufeff\x00-\x1f\x7f-\x9f]          # any other mark
    """,
    re.VERBOSE,
)


def split_words(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """Spans of the words of `text[start:end]`, in order, not overlapping, none empty and none with white space.

    What is not in a word is white space or invisible (controls, zero-width marks). A full stop goes with the word
    before it where that is a known abbreviation, or a lone capital ("John F. Kennedy").
    """
    stop = len(text) if end is None else end
    found: list[Span] = []
    for match in WORD.finditer(text, start, stop):
        first, last = match.span()
        if (
            last - first == 1
            and text[first] == "."
            and found
            and found[-1][1] == first
            and _keeps_stop(text, found, stop)
        ):
            found[-1] = Span(found[-1][0], last)
        else:
            found.append(Span(first, last))
    return found


def _keeps_stop(text: str, found: list[Span], stop: int) -> bool:
    """Whether the full stop right after the last word found is part of that word."""
    first, last = found[-1]
    word = text[first:last]
    if last - first == 1:
        return word.isupper() and word != "I" and last + 1 < stop
    if word.lower() not in ABBREVIATIONS:
        return False
    if not word[0].isupper() and word.lower() not in {"vs", "etc", "no", "approx"}:
        return False
    return last + 1 < stop and not (word.lower() == "no" and not text[last + 1 : last + 3].strip().isdigit())

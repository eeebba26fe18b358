"""Somebody with a name comes in; what speaks for or against the body beside that name goes out, by name.

"Ann Hill, of Framingham, a board member" has a home and no body; "Platte County Attorney" holds more than its first word.
Whether the body is the right one is another question than whether the speaker is, so it has a chance of its own.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from onrecord.knowledge.countries import countries_of
from onrecord.knowledge.gazetteer import open_gazetteer
from onrecord.knowledge.grammar import Words
from onrecord.knowledge.offices import load_offices
from onrecord.record import Entity, Mention, Span
from onrecord.resolve.held import Scene

NEVER = frozenset(("no name", "placed elsewhere", "a level of no name", "state by office alone"))
"""Where the text names no body ("the board", "the state House"), its own places contradict the country, or only a bare
office tells the state ("Secretary Hill", "chief of staff"), nothing is stated."""
_PLACE = frozenset(("GPE", "LOC", "FAC"))
_JOINS = frozenset(("of", "for", "and", "&", "at"))
_RULES = re.compile(
    r"\b(mayor|council\w*|governor|sheriff|commissioner|ambassador|envoy|consul|representative|senator|mp)\b"
)
"""Offices whose body is a place or its government."""
_LOCAL = re.compile(
    r"\b(mayor|council\w*|sheriff|coroner|superintendent|principal|auditor|trustee|county|city|town|school|attorney)\b"
)
"""Offices that are no state's."""
_NEAR = 60
"""Code points looked at on either side of a name for the country."""
_NAMES = re.compile(r"[A-Z][\w.’'-]*\w\.?")
_FEW = 2
_LEVELS = frozenset("state county city local national regional town former".split())  # noqa: SIM905
"""Before a name or at its end: it is not that body but one of this level."""


def states_body(speaker: Entity) -> bool:
    """Whether the reading says for whom somebody with a name speaks, or of which country he is."""
    stated = speaker.principal or speaker.country or any(one.organisation for one in speaker.roles)
    return speaker.kind not in ("unnamed", "government", "place") and bool(stated)


def body_signs(scene: Scene, speaker: Entity) -> Iterator[tuple[str, float]]:
    """Signs of the bodies that one speaker is said to speak for and to hold offices in; each counts once."""
    yield "constant", 1.0
    yield from ((name, 1.0) for name in sorted(set(_signs(scene, speaker))))


def _signs(scene: Scene, speaker: Entity) -> Iterator[str]:
    mentions = [one for one in scene.mentions if one.entity == speaker.id and one.form != "pronoun"]
    body = scene.entities.get(speaker.principal or "")
    names = {role.organisation for role in speaker.roles if role.organisation}
    yield f"speaker {speaker.kind}"
    if body is None:
        yield "no known body"
    else:
        yield f"body {body.kind}"
        if "@" in body.id:
            yield "body of the article"
        if body.kind == "government":
            yield from _of_state(scene.words, speaker, body, mentions)
        else:
            if not names and not any(_core(body.name) in _beside(scene.words.text, one.span) for one in mentions):
                yield "body from elsewhere"
            names.add(body.name)
    for name in names:
        if _is_known(name, body):
            yield "known"
            continue
        yield from _of_name(name, speaker)
        yield from _of_place(scene.words, speaker, name, mentions)
    if len(names) > 1:
        yield "several bodies"
    if any(role.organisation and not role.title for role in speaker.roles):
        yield "body without office"
    if speaker.country is not None:
        yield from _of_country(scene, speaker, mentions)
        if body is None and not names:
            yield "only a country"
    yield from (f"{kind} unread" for kind in scene.unread.get(speaker.id, ()))


def _of_state(words: Words, speaker: Entity, state: Entity, mentions: Sequence[Mention]) -> Iterator[str]:
    if speaker.by == "table:leaders":
        yield "state by table"
        return
    if speaker.kind == "person" and _LOCAL.search(_titles(speaker)):
        yield "local office of a state"
    beside = " ".join(_beside(words.text, one.span) for one in mentions)
    if state.country not in {iso for name in _phrases(beside) for iso, _ in countries_of(name)}:
        yield "state named elsewhere"
        if speaker.kind == "person":
            yield "state by office alone"


def _of_country(scene: Scene, speaker: Entity, mentions: Sequence[Mention]) -> Iterator[str]:
    """Whether the word that tells the country is a city's, and whether the article's places say that it is another one:
    "the Dublin mayor" of Ohio is no Irishman."""
    said = {word for one in mentions for word in _around(scene.words.text, one.span)}
    telling = [(word, what) for word in said for iso, what in countries_of(word) if iso == speaker.country]
    if any(scene.placed.get(word, speaker.country) != speaker.country for word, _ in telling):
        yield "placed elsewhere"
    if telling and all(what == "capital" for _, what in telling):
        yield "country of a capital"
        if speaker.kind == "person" and (
            _LOCAL.search(_titles(speaker)) or speaker.principal != f"government:{speaker.country}"
        ):
            yield "country of a capital, local"
    elif not telling and speaker.by != "table:leaders":
        yield "country from elsewhere"


def _around(text: str, span: Span) -> list[str]:
    """Words with a capital in and near a mention."""
    return _phrases(_beside(text, span))


def _phrases(text: str) -> list[str]:
    """Every capitalised word of a text, and every two or three in a row ("New Zealand")."""
    found = list(_NAMES.finditer(text))
    runs = [run for size in (1, 2, 3) for run in zip(*(found[k:] for k in range(size)), strict=False)]
    joined = (run for run in runs if all(a.end() + 1 == b.start() for a, b in itertools.pairwise(run)))
    return [text[run[0].start() : run[-1].end()] for run in joined]


def _beside(text: str, span: Span) -> str:
    return text[max(0, span.start - _NEAR) : span.end + _NEAR]


def _is_known(name: str, body: Entity | None) -> bool:
    """Whether a table knows the body by this name, or it is the army of a country that the name tells."""
    if tuple(_core(name).split()) in load_offices().known:
        return True
    if body is None or body.kind != "military" or body.principal != f"government:{body.country}":
        return False
    return any(iso == body.country for word in _phrases(name) for iso, _ in countries_of(word))


def _of_name(name: str, speaker: Entity) -> Iterator[str]:
    core, offices = _core(name), load_offices()
    words = core.lower().split()
    if (
        speaker.kind == "person"
        and speaker.country is None
        and (core == core.lower() or tuple(words) in offices.bodies)
    ):
        yield "no name"
    if any((word,) in offices.offices for word in words):
        yield "an office in the name"
    if words[-1] in _LEVELS:
        yield "ends with a level"
    if words[0] in _LEVELS and core[0].islower():
        yield "a level of no name"
    if open_gazetteer().look_up(core):
        yield "a place by its name"
    if (words[-1],) not in offices.bodies and words[-1].rstrip(".") not in offices.marks["firm"]:
        yield "no noun of a body"
    if core == core.lower():
        yield "common words"
    elif any(word[:1].islower() and word not in _JOINS for word in core.split()):
        yield "common words in the name"
    if " " not in core:
        yield "acronym" if core.isupper() and core.isalpha() else "one word"
    if core[-1:] == "." or not core[:1].isalnum():
        yield "odd end"


def _of_place(words: Words, speaker: Entity, name: str, mentions: Sequence[Mention]) -> Iterator[str]:
    """Signs of the words among which a body stands, where it is nearest to a name of the speaker."""
    core = _core(name)
    found = [at.start() for at in re.finditer(re.escape(core), words.text)]
    if not found:
        yield "not in these words"
        return
    nearest = min(found, key=lambda at: min((abs(at - one.span.start) for one in mentions), default=at))
    numbers = words.between(Span(nearest, nearest + len(core)))
    if not numbers:
        return
    kinds = {words.tokens[n].entity[2:] for n in numbers} - {""}
    if kinds and kinds <= _PLACE:
        yield "a place, its office" if _RULES.search(_titles(speaker)) else "a place"
    elif "ORG" not in kinds:
        yield "no body by its tags"
    bounds = words.bounds(numbers[0])
    if _goes_on_before(words, numbers[0], bounds):
        yield "goes on before"
    if numbers[0] - 1 in bounds and words.lower[numbers[0] - 1] in _LEVELS:
        yield "a level before"
    after = numbers[-1] + 1
    if after in bounds:
        yield from _of_next(words, after, bounds, few=len(core.split()) <= _FEW)


def _goes_on_before(words: Words, first: int, bounds: range) -> bool:
    """ "New Castle" of "Fort New Castle", "Human Services" of "Health and Human Services"."""
    if first - 1 not in bounds:
        return False
    if words.tokens[first - 1].tag == "CD":
        return True  # "Ann Hill's 2004 Democratic presidential campaign"
    joined = words.lower[first - 1] in ("and", "&")
    n = first - 2 if joined else first - 1
    return n in bounds and _is_name(words, n) and (joined or not countries_of(_printed(words, n)))


def _of_next(words: Words, n: int, bounds: range, *, few: bool) -> Iterator[str]:
    low = words.lower[n]
    if words.tokens[n].tag in ("NN", "NNS") and (low,) not in load_offices().offices:
        yield "before a noun"
    if low in ("of", "for") or (low in _JOINS and n + 1 in bounds and _printed(words, n + 1)[:1].isupper()):
        yield "goes on after"
    if _is_name(words, n):
        offices = load_offices()
        if low.rstrip(".") in offices.titles or (low,) in offices.offices:
            yield "before an office"
            if few:
                yield "little before an office"
        else:
            yield "before a name"


def _is_name(words: Words, n: int) -> bool:
    return words.tokens[n].tag.startswith("NNP") and _printed(words, n)[:1].isupper()


def _printed(words: Words, n: int) -> str:
    return words.text[words.tokens[n].start : words.tokens[n].end]


def _titles(speaker: Entity) -> str:
    return " ".join(role.title or "" for role in speaker.roles).lower().strip()


def _core(name: str) -> str:
    return name.removeprefix("the ").removeprefix("The ")

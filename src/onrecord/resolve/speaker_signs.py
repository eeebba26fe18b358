"""A position comes in; what speaks for or against its speaker being the right one goes out, by name.

`DOUBT` counts marks that are each too rare to be weighed alone; they share one weight.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from onrecord.knowledge.first_names import load_first_names
from onrecord.record import Entity
from onrecord.resolve.held import SOURCE, Held

DOUBT = "doubts"
BODIES = frozenset(("organisation", "government", "military", "group", "outlet", "document"))
_ODD_STARTS = frozenset(("RB", "IN", "CC", "CD", "VBG", "VBD"))
_POSSESSIVES = frozenset("his her their my our whose who its".split())  # noqa: SIM905
_LONG = 8
_LONG_NAME = 5
_BY_TAG = 0.9
_FAR = 6
_SINGLE = re.compile(
    r"\b(president|prime minister|king|pope|chancellor|(foreign|defen[cs]e|interior) (minister|secretary))\b"
)
"""Offices that one person holds: unnamed, the article mostly names him elsewhere."""
_SOLDIER = re.compile(r"\b(Cmdr|Col|Lt|Gen|Maj|Capt|Brig|Colonel|Lieutenant|General|Major|Captain|Commander)\b")
_SOME = re.compile(r"(an?|one|two|some|several|former|many)\b")
_NAMED_LAST = re.compile(r"(?:[A-Z][\w’'-]+ )+[A-Z][\w’'-]+$")
_ADJECTIVE = re.compile(r"(based|local|official|latest|hard-line|group) ", re.IGNORECASE)
_LOCAL = re.compile(
    r"\b(mayor|council\w*|sheriff|coroner|superintendent|principal|auditor|trustee|alderman|county|city|town|school|police"
    r"|university|club|church|company|founder|editor|owner|coach|director|manager|attorney|lawyer)\b"
)
"""Offices that are no state's."""
_OF_FIRM = r"(?:,? (?:Inc|Corp|Co|Ltd|LLC|PLC|plc|Group)\b| (?:said|says|announced|added|reported) (?:that )?(?:it|its|it[’']s)\b)"
"""What stands behind the name of a firm, and hardly behind that of a person."""
_INNER_OPEN = re.compile(r"[\s“\"]['‘](?=\w)")
_INNER_CLOSE = re.compile(r"[\w.,?!]['’](?=[\s.,”\"]|$)")
_SMALL = frozenset("of the and for in on at to from by de la le al el el- der den van von du des da do &".split())  # noqa: SIM905
_DEFINITE = re.compile(r"(the|its|his|her|their)\b")


def speaker_signs(held: Held) -> Iterator[tuple[str, float]]:
    """Signs of who speaks."""
    yield "constant", 1.0
    yield "score", log_odds(min((mention.score for mention in held.named), default=0.5))
    forms = {mention.form for mention in held.named}
    yield from ((f"form {form}", 1.0) for form in sorted(forms))
    yield from _of_source(held)
    if len(held.act.speakers) > 1:
        yield "several", 1.0
    if held.scene.plain:
        yield "text without commas", 1.0
        if "name" in forms and any(one.kind == "person" for one in held.speakers):
            yield "person without commas", 1.0
    counts = dict[str, float]()
    for speaker in held.speakers:
        counts.update(_of_entity(held, speaker))
        counts.update(_of_body(held, speaker, held.body(speaker)))
        if forms & {"pronoun", "description"}:
            counts.update(_of_way_back(held, speaker, "pronoun" in forms))
    yield from counts.items()
    if forms & {"pronoun", "description", "title"}:
        yield from _of_last_speaker(held)
    doubts = sum(_doubts(held))
    if doubts:
        yield DOUBT, min(2.0, doubts)


def log_odds(score: float) -> float:
    """A chance as log odds, within reason."""
    clipped = min(0.98, max(0.05, score))
    return math.log(clipped / (1 - clipped))


def _of_source(held: Held) -> Iterator[tuple[str, float]]:
    text, words = held.source_text, held.scene.words
    if not held.named:
        yield "no mention", 1.0
    elif sum(m.span.end - m.span.start for m in held.named) < 0.5 * len(text):
        yield "half covered", 1.0
    if len(held.source) > _LONG:
        yield "long source", 1.0
    before = held.source[0] - 1 if held.source else -1
    if before in words.bounds(held.source[0] if held.source else 0) and words.tokens[before].tag in ("IN", "CC"):
        yield "joined to what stands before", 1.0
    if held.source and words.tokens[held.source[0]].tag in _ODD_STARTS:
        yield "odd start", 1.0
    yield from _of_quotes(held)
    lone = held.speakers[0] if len(held.speakers) == 1 else None
    if lone is not None and lone.kind != "unnamed" and " and " in text and " and " not in lone.name:
        yield "and, one speaker", 1.0


def _of_quotes(held: Held) -> Iterator[tuple[str, float]]:
    """Whether somebody else may have said it: words quoted by whom the speaker quotes, and a quotation that a sentence
    follows in which the speaker says something else."""
    if not held.clause or not held.act.content:
        return
    words, first = held.scene.words, held.clause[0]
    before = words.text[held.act.content[0].start : words.tokens[first].end]
    opened = [found.start() for found in _INNER_OPEN.finditer(before)]
    if opened and not _INNER_CLOSE.search(before, opened[-1] + 1):
        yield "quoted within the quotation", 1.0
    if _goes_on_otherwise(held):
        yield "says something else", 1.0


def _goes_on_otherwise(held: Held) -> bool:
    """Whether the source opens a sentence behind the proposition, and its cue has a content in that sentence too."""
    words = held.scene.words
    if not held.source or not held.cue or held.clause[-1] > held.source[0]:
        return False
    rest = range(held.cue[-1] + 1, words.bounds(held.cue[-1]).stop)
    return held.source[0] == words.bounds(held.source[0]).start and any(n in held.said for n in rest)


def _of_entity(held: Held, speaker: Entity) -> Iterator[tuple[str, float]]:
    yield f"kind {speaker.kind}", 1.0
    yield "mentions", math.log(1 + held.scene.counts.get(speaker.id, 0))
    body, name = held.body(speaker), speaker.name
    if len(name.split()) > _LONG_NAME:
        yield "long name", 1.0
    if speaker.kind != "unnamed" and any(word[:1].islower() and word not in _SMALL for word in name.split()[1:]):
        yield "common words in the name", 1.0
    yield from _of_tags(held, speaker)
    if speaker.kind == "person":
        if "@" in speaker.id:
            yield "one name", 1.0
        if not speaker.roles:
            yield "person without office", 1.0
        elif body is None:
            yield "office without body", 1.0
    if speaker.kind in ("person", "unnamed"):
        yield from ((f"{kind} unread", 1.0) for kind in sorted(held.scene.unread.get(speaker.id, ())))
        yield from _of_roles(speaker)
    if speaker.kind in BODIES:
        core = name.removeprefix("the ").removeprefix("The ")
        if core == core.lower():
            yield "common body", 1.0
        elif core[:1].islower():
            yield "opens low", 1.0
        if "@" in speaker.id:
            yield "body of the article", 1.0
        if speaker.kind == "organisation" and min((one.score for one in held.named), default=1.0) < _BY_TAG:
            yield "body by its tag", 1.0
        if speaker.kind == "organisation" and " " not in core and core != core.upper():
            yield "body of one word", 1.0
        pointed = any(mention.form == "pronoun" for mention in held.named)
        if speaker.kind != "government" and not pointed and core.lower() not in held.source_text.lower():
            yield "name from elsewhere", 1.0
    elif speaker.kind == "unnamed":
        yield from _of_unnamed(speaker, body)
        fuller = rf"[A-Z][\w.’'-]+ {re.escape(name.split()[-1].lower())}\b"
        if body is None and len(name.split()) == 1 and re.search(fuller, held.scene.words.text):
            yield "fuller elsewhere", 1.0


def _of_tags(held: Held, speaker: Entity) -> Iterator[tuple[str, float]]:
    """Whether its name is tagged as one of another kind in the article: "Anheuser" is no person, "Menlo Park" no body."""
    last = speaker.name.lower().split()[-1]
    kinds = {kind: held.scene.tagged.get((last, kind), 0) for kind in ("PERSON", "ORG", "GPE")}
    own, other = {"person": ("PERSON", "ORG"), "organisation": ("ORG", "GPE")}.get(speaker.kind, ("", ""))
    if other and kinds[other]:
        yield ("mostly" if kinds[other] > kinds[own] else "at times") + f" tagged {other}", 1.0
    if speaker.kind == "person" and held.scene.surnames.get(speaker.name.split()[-1], 0) > 1:
        yield "two of that surname", 1.0
    parts = speaker.name.split()
    if speaker.kind == "person":
        known = load_first_names()
        if len(parts) > 2 and parts[1].lower() in known and parts[0].lower() not in known and parts[0].isalpha():
            yield "first name second", 1.0
        if not speaker.name[-1:].isalpha() and speaker.name[-1:] != ".":
            yield "name cut", 1.0
        if held.clause_words[:1] in (["it"], ["its"]) or held.clause_words[:2] == ["their", "own"]:
            yield "it of a person", 1.0
        if re.search(rf"\b{re.escape(speaker.name.split()[-1])}{_OF_FIRM}", held.scene.words.text):
            yield "called as a firm", 1.0


def _of_roles(speaker: Entity) -> Iterator[tuple[str, float]]:
    for role in speaker.roles:
        if role.title is None:
            yield "body without office", 1.0
        if role.organisation and " " not in role.organisation and not role.organisation.isupper():
            yield "office in a body of one word", 1.0


def _of_unnamed(speaker: Entity, body: Entity | None) -> Iterator[tuple[str, float]]:
    name = speaker.name
    if _NAMED_LAST.search(name):
        yield "ends with a name", 1.0
    if name.lower().startswith("the "):
        yield "the unnamed", 1.0
    if " and " in name:
        yield "unnamed and", 1.0
    if name.split()[0].lower() in _POSSESSIVES:
        yield "somebody's", 1.0
    if body is None and speaker.country is None:
        yield "unnamed of no body", 1.0
    if body is None and speaker.roles and speaker.roles[0].organisation:
        yield "body unknown", 1.0
    if name[:1].isupper():
        yield "unnamed with a capital", 1.0


def _of_body(held: Held, speaker: Entity, body: Entity | None) -> Iterator[tuple[str, float]]:
    if body is None:
        return
    if body.kind in ("place", "person"):
        yield "speaks for a place or person", 1.0
    elif body.kind != "government" and " " not in body.name and body.name != body.name.upper():
        yield "speaks for a body of one word", 1.0
    if body.kind == "government":
        yield "speaks for a government", 1.0
        if speaker.kind == "person" and _LOCAL.search(" ".join(role.title or "" for role in speaker.roles).lower()):
            yield "local office of a state", 1.0
        if body.name.lower() not in held.source_text.lower():
            yield "state named elsewhere", 1.0
    elif "@" in body.id or body.name == body.name.lower():
        yield "speaks for a common body", 1.0
    else:
        yield "speaks for a body", 1.0


def _of_way_back(held: Held, speaker: Entity, pronoun: bool) -> Iterator[tuple[str, float]]:
    """How far back the name stands that a pronoun or a description means, and whether others stand between."""
    words = held.scene.words
    fitting = {"person", "unnamed"} if pronoun else {speaker.kind}
    rivals = False
    for mention in held.scene.before(held.act.source[0].start):
        if mention.form == "pronoun":
            continue
        if mention.entity == speaker.id:
            numbers = words.between(mention.span)
            far = words.sentence[held.source[0]] - words.sentence[numbers[0]] if numbers and held.source else _FAR
            yield "sentences back", min(far, _FAR) / 2
            break
        rivals = rivals or held.scene.entities[mention.entity or ""].kind in fitting
    else:
        yield "no name before", 1.0
        return
    if rivals:
        yield "rivals", 1.0


def _of_last_speaker(held: Held) -> Iterator[tuple[str, float]]:
    """Whether who is pointed at spoke last."""
    earlier = held.scene.before(held.act.source[0].start) if held.act.source else ()
    last = next((mention.entity for mention in earlier if mention.by == SOURCE), None)
    if last is not None:
        yield "spoke last" if last in held.act.speakers else "another spoke last", 1.0


def _doubts(held: Held) -> Iterator[bool]:
    source = held.source_text
    yield "former" in source.lower().split()
    yield "-based" in source.lower() and any(one.country or one.principal for one in held.speakers)
    for speaker in held.speakers:
        body, name = held.body(speaker), speaker.name
        titles = {(role.title or "").lower() for role in speaker.roles} - {""}
        if body is None and speaker.country is None:
            yield speaker.rank == "spokesman" or _SOLDIER.search(source) is not None
        if speaker.kind == "unnamed":
            yield bool(titles & held.scene.offices)
            yield bool(_SINGLE.search(name.lower())) and not _SOME.match(source.lower())
        yield speaker.kind == "document" and bool(_DEFINITE.match(name.lower()))
        yield any(_goes_on(source, role.organisation) for role in speaker.roles if role.organisation)
        for one in (speaker, body):
            if one is not None and one.kind in ("organisation", "military", "group"):
                yield bool(_ADJECTIVE.search(one.name)) or re.fullmatch(r"[A-Z]{3,6}", one.name) is not None


def _goes_on(source: str, body: str) -> bool:
    """Whether the source says more of the body than its name holds ("the Ministry", of "of Trade and Industry")."""
    place = source.find(body)
    if place < 0:
        return False
    after = source[place + len(body) :].lstrip(" ’'s")
    return re.match(r"(of|for|and|at|&)\s", after) is not None or re.search(r"\b(and|&) $", source[:place]) is not None

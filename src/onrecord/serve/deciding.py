"""A review form in, the judgement that it means out. What a person types are words, never offsets: they are found in the text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import get_args

from starlette.datastructures import FormData

from onrecord.corrections import correct
from onrecord.extract.names import slug
from onrecord.record import (
    Attribution,
    Claim,
    EntityKind,
    InputError,
    Judgement,
    JudgementAct,
    Reading,
    Span,
    Stance,
    UnknownItem,
)
from onrecord.review import (
    AcceptValue,
    MergeValue,
    SpanValue,
    SpeakerValue,
    SplitValue,
    Value,
    make_judgement,
    one_claim,
)
from onrecord.serve.desk import Desk
from onrecord.serve.forms import field, fields

STANCES: tuple[Stance, ...] = get_args(Stance)
SPEAKER_KINDS: tuple[EntityKind, ...] = (
    "person",
    "organisation",
    "government",
    "military",
    "group",
    "document",
    "outlet",
    "account",
    "unnamed",
)
KNOWN_SPEAKER = re.compile(r"(?P<name>[^\[\]]*)\[(?P<id>[a-z]+:[^\[\]]+)\]")
CLAIM_ID = re.compile(r"claim-[0-9a-f]{16}\b")
BETWEEN = re.compile(r"\s*(?:…|\.\.\.)\s*")  # between the pieces of a role that has several


def decide(desk: Desk, act: JudgementAct, target: str, value: Value, form: FormData) -> Judgement:
    """Keep the judgement, signed and reasoned as the form says, and settle. Raises InputError, UnknownItem."""
    who = field(form, "who", most=100) or desk.who
    why = field(form, "why", most=2000) or None
    judgement = make_judgement(act, target, value, who=who, when=desk.moment(), why=why)
    desk.judge(judgement)
    return judgement


def find_item(desk: Desk, article: str, item: str) -> tuple[Reading, Attribution | None]:
    """The machine's reading, with what people corrected, and the attribution (None: a proposition of the article's own)."""
    reading = desk.ledger.reading(article)
    shown = correct(reading, desk.decisions())
    for one in (shown, reading):  # a rejected item stands in the machine's reading alone
        for attribution in one.attributions:
            if attribution.id == item:
                return one, attribution
        if any(proposition.id == item for proposition in one.propositions):
            return one, None
    raise UnknownItem(f"The article {article!r} has no statement {item!r}; it may have been read again since.")


def item_value(act: str, form: FormData, reading: Reading, item: Attribution | None) -> tuple[JudgementAct, Value]:
    """What the pressed button means for this item; raises InputError."""
    match act:
        case "accept" | "reject":
            return act, AcceptValue(score=_score(reading, item, field(form, "item")))
        case "speaker":
            return "speaker", speaker_value(form)
        case "span":
            return "span", span_value(form, reading, item)
        case _:
            raise InputError(f"act={act}: unknown. Choose one of: accept, reject, speaker, span.")


def speaker_value(form: FormData) -> SpeakerValue:
    """The chosen entities and, where one was typed, a new name; with the stance where the person set it."""
    chosen = fields(form, "speaker")
    name = field(form, "name", most=200)
    names: tuple[tuple[str, str], ...] = ()
    if name:
        identity, called = _named(form, name)
        left_as_found = set(chosen) == set(fields(form, "was"))
        chosen, names = (*(() if left_as_found else chosen), identity), ((identity, called),)
    if not chosen:
        raise InputError("Choose who says it, or type a name.")
    return SpeakerValue(speakers=tuple(dict.fromkeys(chosen)), names=names, stance=_stance(field(form, "stance")))


def _named(form: FormData, name: str) -> tuple[str, str]:
    """(id, name) of a typed speaker: "Ada Okoro [person:ada-okoro]" as the list of known ones has it, or a new one."""
    known = KNOWN_SPEAKER.fullmatch(name)
    if known is not None:
        return known["id"], known["name"].strip() or known["id"]
    kind = field(form, "kind") or "person"
    if kind not in SPEAKER_KINDS:
        raise InputError(f"kind={kind}: unknown. Choose one of: {', '.join(SPEAKER_KINDS)}.")
    return f"{kind}:{slug(name)}", name


def span_value(form: FormData, reading: Reading, item: Attribution | None) -> SpanValue:
    """The roles whose words differ from those that stand; raises InputError where words are not in the article."""
    text = reading.article.text
    if item is None:
        spans = next(p.spans for p in reading.propositions if p.id == field(form, "item"))
        return SpanValue(spans=find_words(text, field(form, "content", most=5000), spans))
    if item.where is not None:
        raise InputError("This stands in the headline or a caption; its words cannot be corrected here.")
    given: dict[str, tuple[Span, ...]] = {}
    for role, spans in (("source", item.source), ("cue", item.cue), ("content", item.content)):
        words = field(form, role, most=5000)
        if words and words != words_of(text, spans):
            given[role] = find_words(text, words, spans or item.content)
    if not given:
        raise InputError("The words are those that stand already: change source, cue or content.")
    return SpanValue(**given)


def words_of(text: str, spans: Sequence[Span]) -> str:
    """The words of a role as a form shows them, pieces joined by an ellipsis."""
    return " … ".join(" ".join(Span(*span).of(text).split()) for span in spans)


def find_words(text: str, words: str, near: Sequence[Span]) -> tuple[Span, ...]:
    """Where these words stand in the text, nearest to where they stood; white space may differ."""
    start = near[0][0] if near else 0
    found = []
    for piece in (piece for piece in BETWEEN.split(words) if piece.strip()):
        pattern = r"\s+".join(re.escape(word) for word in piece.split())
        places = [Span(*match.span()) for match in re.finditer(pattern, text)]
        if not places:
            raise InputError(f"“{piece[:80]}” does not stand in the article: copy the words as they are printed.")
        found.append(min(places, key=lambda place: (abs(place.start - start), place.start)))
        start = found[-1].end
    if not found:
        raise InputError("Give the words: copy them from the article.")
    return tuple(sorted(found))


def merge_value(form: FormData, claim: Claim, other_claim: Callable[[str], Claim]) -> MergeValue:
    """This claim with the one whose id or address was given; `other_claim` finds it."""
    given = CLAIM_ID.search(field(form, "other", most=500))
    if given is None:
        raise InputError("Merge with which claim? Give its id or its address (…/claim/claim-…).")
    if given.group() == claim.id:
        raise InputError("This is the claim itself: give another one.")
    return one_claim((claim, other_claim(given.group())))


def split_value(form: FormData, claim: Claim) -> SplitValue:
    """The ticked wordings on one side, the others on the other."""
    every = tuple(dict.fromkeys(_propositions(claim)))
    ticked = frozenset(fields(form, "apart"))
    apart = tuple(name for name in every if name in ticked)
    rest = tuple(name for name in every if name not in ticked)
    if not apart or not rest:
        raise InputError("Tick the wordings that belong apart: at least one, and not all of them.")
    return SplitValue(groups=(rest, apart), claims=(claim.id,))


def _propositions(claim: Claim) -> Iterator[str]:
    return (name for position in claim.positions for name in position.propositions)


def _score(reading: Reading, item: Attribution | None, name: str) -> float | None:
    if item is not None:
        return item.score
    return next((p.score for p in reading.propositions if p.id == name), None)


def _stance(word: str) -> Stance | None:
    found = next((stance for stance in STANCES if stance == word), None)
    if word and found is None:
        raise InputError(f"stance={word}: unknown. Choose one of: {', '.join(STANCES)}.")
    return found

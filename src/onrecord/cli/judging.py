"""A person's judgement, as typed, in; appended to the ledger and the claims settled anew."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import get_args

import msgspec

from onrecord.cli.console import DONE
from onrecord.cli.worlds import world_for
from onrecord.knowledge.countries import countries
from onrecord.record import Claim, Dependence, EntityKind, InputError, Judgement, JudgementAct, Span, UnknownItem
from onrecord.review import (
    DependValue,
    GradeValue,
    SpanValue,
    SpeakerValue,
    SplitValue,
    Value,
    make_judgement,
    never_one,
    one_claim,
)
from onrecord.settling import settle
from onrecord.store.ledger import Ledger, open_ledger
from onrecord.store.naming import IdKind

_TARGETS: Mapping[JudgementAct, tuple[IdKind, ...]] = {
    "accept": ("attribution", "proposition"),
    "reject": ("attribution", "proposition"),
    "span": ("attribution", "proposition"),
    "speaker": ("attribution",),
    "merge": ("claim",),
    "split": ("claim",),
    "undo": ("judgement",),
}
NAME = re.compile(r"[^\s\"'{}\[\]]+")  # what stands after the kind of an entity's id


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What was typed after `onrecord review`: the act, its words, and the person's name and reason."""

    act: JudgementAct
    target: str
    words: tuple[str, ...] = ()
    who: str
    why: str | None = None
    ledger: str
    world: str | None = None


def judge(decision: Decision) -> int:
    """Append the judgement and settle; prints its id, which `onrecord review undo` takes."""
    when = datetime.now(UTC).isoformat(timespec="seconds")
    with open_ledger(decision.ledger) as ledger:
        target = _whole_target(ledger, decision)
        value = value_of(ledger, decision, target)
        _check_item(ledger, decision.act, target, value)
        judgement = make_judgement(decision.act, target, value, who=decision.who, when=when, why=decision.why)
        ledger.judge(judgement)
        claims = settle(ledger, world_for(decision.world), at=when)
    print(judgement.id)
    print(
        f"{_said(judgement)}. The ledger now has {claims} claims; undo with: onrecord review undo {judgement.id}",
        file=sys.stderr,
    )
    return DONE


def _said(judgement: Judgement) -> str:
    return f"Kept: {judgement.act} {judgement.target} by {judgement.who}"


def _check_item(ledger: Ledger, act: JudgementAct, target: str, value: Value) -> None:
    """A judgement of one statement names one that the ledger has, and spans that lie in its article."""
    if act not in {"accept", "reject", "span", "speaker"}:
        return
    article = ledger.article_with(target)
    if article is None and target in {one.target for one in ledger.judgements()}:
        return  # rejected: no view shows it
    if article is None:
        raise UnknownItem(f"The ledger has no statement {target!r}. `onrecord search WORDS --format jsonl` shows ids.")
    if isinstance(value, SpanValue):
        length = len(ledger.reading(article).article.text)
        spans = [span for part in (value.source, value.cue, value.content, value.spans) for span in part or ()]
        if beyond := next((span for span in spans if span.end > length), None):
            raise InputError(f"{beyond.start}-{beyond.end}: beyond the article, which has {length:,} characters.")


def say_value(value: str | None) -> str:
    """A judgement's value, kept as JSON, in words: "speakers: government:kp"; empty fields are left out."""
    fields: dict[str, object] = msgspec.json.decode(value, type=dict[str, object]) if value else {}
    return "; ".join(f"{name}: {_say_field(field)}" for name, field in fields.items() if field not in (None, [], False))


def _say_field(field: object) -> str:
    if not isinstance(field, list):
        return str(field)
    if len(field) == 2 and all(isinstance(part, int) for part in field):
        return "-".join(map(str, field))  # a span
    return (" | " if any(isinstance(part, list) for part in field) else ", ").join(_say_field(part) for part in field)


def _whole_target(ledger: Ledger, decision: Decision) -> str:
    """The id that the target begins; `undo last` takes back the last judgement that stands, so that it can be said again.

    Ids of people and bodies are taken as typed: one that the ledger does not know yet may be meant.
    """
    if decision.act != "undo" or decision.target != "last":
        return ledger.find_id(plain_government(decision.target), *_TARGETS.get(decision.act, ()))
    standing = ledger.effective_judgements()
    if not standing:
        raise InputError("There is no judgement to undo.")
    return standing[-1].id


def value_of(ledger: Ledger, decision: Decision, target: str) -> Value:
    """The value that the words after the target mean for this act (docs/review.md)."""
    words = decision.words
    match decision.act:
        case "accept" | "reject" | "undo":
            return None
        case "span":
            return _spans(words)
        case "speaker":
            return SpeakerValue(speakers=_entities(_demand(words, "the entity ids that say it, e.g. person:ada-okoro")))
        case "merge":
            others = _demand(words, "the claims to merge it with")
            return one_claim([ledger.claim(name) for name in (target, *_claims(ledger, others))])
        case "split":
            apart = _demand(words, "the propositions that belong apart, or the claims that are not this one")
            if all(word.startswith("claim-") for word in apart):
                return never_one([ledger.claim(name) for name in (target, *_claims(ledger, apart))])
            return _split(ledger.claim(target), tuple(ledger.find_id(name, "proposition") for name in apart))
        case "depend":
            return _dependence(words)
        case "grade":
            return GradeValue(letter=_demand(words, "a letter A–F")[0].upper())
        case _:
            raise InputError(f"review {decision.act}: not a judgement that is typed. See docs/review.md.")


def _demand(words: Sequence[str], what: str) -> tuple[str, ...]:
    if not words:
        raise InputError(f"After the target, give {what}.")
    return tuple(words)


def _entities(words: tuple[str, ...]) -> tuple[str, ...]:
    """Entity ids as typed, checked for their form: a kind, a colon, a name."""
    kinds = get_args(EntityKind)
    words = tuple(map(plain_government, words))
    for word in words:
        kind, _, name = word.partition(":")
        if kind not in kinds or not NAME.fullmatch(name):
            raise InputError(f"{word}: not an entity's id. Write kind:name; the kinds are {', '.join(kinds)}.")
    return words


def plain_government(identity: str) -> str:
    """A government's id as readings have it, whatever its case was typed in: government:kp -> government:KP."""
    kind, _, code = identity.partition(":")
    return f"{kind}:{code.upper()}" if kind == "government" and code.upper() in countries() else identity


def _spans(words: Sequence[str]) -> SpanValue:
    """`source=0-15 cue=16-20 content=21-39,45-60`, or `0-15` for items with spans of one kind."""
    given: dict[str, tuple[Span, ...]] = {}
    for word in _demand(words, "spans, e.g. source=0-15 cue=16-20 content=21-39"):
        role, sign, ranges = word.rpartition("=")
        try:
            given[role if sign else "spans"] = tuple(_span(part) for part in ranges.split(","))
        except ValueError as err:
            raise InputError(f"{word}: not spans. Write them as role=start-end, e.g. cue=16-20.") from err
    try:
        return msgspec.convert(given, SpanValue)
    except msgspec.ValidationError as err:
        raise InputError(f"{' '.join(words)}: {err}. Roles are source, cue and content.") from err


def _span(text: str) -> Span:
    start, end = text.split("-")
    return Span(int(start), int(end))


def _claims(ledger: Ledger, typed: Sequence[str]) -> Iterator[str]:
    return (ledger.find_id(name, "claim") for name in typed)


def _split(claim: Claim, apart: tuple[str, ...]) -> SplitValue:
    every = [proposition for position in claim.positions for proposition in position.propositions]
    strangers = [name for name in apart if name not in every]
    if strangers:
        raise InputError(
            f"{', '.join(strangers)}: not in {claim.id}. `onrecord show {claim.id} --format jsonl` lists them."
        )
    return SplitValue(groups=(tuple(name for name in every if name not in apart), apart), claims=(claim.id,))


def _dependence(words: Sequence[str]) -> DependValue:
    on, *rest = _demand(words, "what it depends on, then why")
    on = plain_government(on)
    if rest == ["independent"]:
        return DependValue(on=on, independent=True)
    why = " ".join(rest) or "quotes"
    for known in get_args(Dependence):
        if known == why:
            return DependValue(on=on, why=known)
    raise InputError(f"depend: {why!r} is no reason. Choose one of: independent, {', '.join(get_args(Dependence))}.")

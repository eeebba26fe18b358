"""Judgements in, those that stand out: what a person may decide, in which form, and what an undo takes back. Pure.

A judgement is appended and never edited. Its `target` is an id that is a hash of what makes the thing itself, so it
finds its target again after a re-reading with a newer model. docs/review.md lists every form.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Any, get_args

import msgspec

from onrecord.record import (
    AttributionRole,
    Certainty,
    Claim,
    Dependence,
    InputError,
    Judgement,
    JudgementAct,
    Polarity,
    Span,
    Stance,
    content_id,
)

ACTS: tuple[JudgementAct, ...] = get_args(JudgementAct)
Spans = tuple[Span, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptValue:
    """`accept`, `reject`: no more is needed; `score` is what the machine gave when the person decided."""

    score: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SpanValue:
    """`span`: the right spans. Of an attribution any of source, cue, content; of anything else `spans`."""

    source: Spans | None = None
    cue: Spans | None = None
    content: Spans | None = None
    spans: Spans | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeakerValue:
    """`speaker`: the entity ids that say it (all of them), and where the person corrects them too, in which sense."""

    speakers: tuple[str, ...]
    names: tuple[tuple[str, str], ...] = ()
    stance: Stance | None = None
    certainty: Certainty | None = None
    polarity: Polarity | None = None
    role: AttributionRole | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeValue:
    """`merge`: propositions that belong to one claim. Claims come and go, so the propositions carry the decision;
    `claims` are the claims as the person saw them."""

    propositions: tuple[str, ...]
    claims: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitValue:
    """`split`: groups of propositions such that no two of different groups may be in one claim."""

    groups: tuple[tuple[str, ...], ...]
    claims: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DependValue:
    """`depend`: target (an entity, outlet or article id) depends on `on`, or, with `independent`, does not."""

    on: str
    why: Dependence = "quotes"
    certain: bool = True
    independent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class GradeValue:
    """`grade`: the reliability letter that the user gives the target (an entity id); None takes the letter back."""

    letter: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WorldValue:
    """`world`: one row of the world; target is its table ("side", "aligned", …). `remove` takes the row out."""

    row: dict[str, Any]
    remove: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CellValue:
    """`cell`: what the coder put in a cell of an event row, and what the draft said then; target is
    "form:proposition/column" (export/cells.py)."""

    value: str | int | float | bool | None
    drafted: str | int | float | bool | None = None


Value = (
    AcceptValue
    | SpanValue
    | SpeakerValue
    | MergeValue
    | SplitValue
    | DependValue
    | GradeValue
    | WorldValue
    | CellValue
    | None
)
_FORMS: dict[str, Any] = {
    "accept": AcceptValue,
    "reject": AcceptValue,
    "span": SpanValue,
    "speaker": SpeakerValue,
    "merge": MergeValue,
    "split": SplitValue,
    "depend": DependValue,
    "grade": GradeValue,
    "world": WorldValue,
    "cell": CellValue,
}


def make_judgement(
    act: JudgementAct, target: str, value: Value = None, *, who: str, when: str, why: str | None = None
) -> Judgement:
    """A judgement with its id. An undo names the judgement it takes back as its target.

    Raises InputError when the value does not fit the act.
    """
    text = None if value is None else _encode(value)
    replaces = target if act == "undo" else None
    judgement = Judgement(
        id=content_id("judgement", act, target, text, who, when, why),
        act=act,
        target=target,
        value=text,
        who=who,
        when=when,
        why=why,
        replaces=replaces,
    )
    check_judgement(judgement)
    return judgement


def value_of(judgement: Judgement) -> Value:
    """The judgement's value in its act's form; raises InputError where it does not fit (docs/review.md)."""
    if judgement.act == "undo":
        return None
    form = _FORMS.get(judgement.act)
    if form is None:
        raise InputError(f"There is no judgement {judgement.act!r}. Choose one of: {', '.join(ACTS)}.")
    text = judgement.value
    if text is None:
        if judgement.act in ("accept", "reject"):
            return AcceptValue()
        raise InputError(f"A {judgement.act} needs a value: {_shape(form)}.")
    try:
        value: Value = msgspec.json.decode(text, type=form)
    except msgspec.DecodeError as err:
        raise InputError(
            f"The value of this {judgement.act} does not fit ({err}). It is an object with: {_shape(form)}."
        ) from err
    return value


def check_judgement(judgement: Judgement) -> Value:
    """The value, after every rule of its act; raises InputError with what is wrong."""
    if not judgement.target.strip():
        raise InputError(f"A {judgement.act} needs a target: the id of what it is about.")
    if not judgement.who.strip():
        raise InputError(f"A {judgement.act} needs to say who decided it.")
    value = value_of(judgement)
    wrong = _wrong(judgement, value)
    if wrong:
        raise InputError(f"The value of this {judgement.act} {wrong}.")
    return value


def effective(judgements: Iterable[Judgement]) -> tuple[Judgement, ...]:
    """The judgements that stand, in order: without those undone, and without the undos themselves.

    An undo of an undo brings the first back. An undo only reaches back: its target must have come before it.
    """
    kept = tuple(judgements)
    place = {judgement.id: index for index, judgement in enumerate(kept)}
    undone: set[str] = set()
    for index in range(len(kept) - 1, -1, -1):
        judgement = kept[index]
        taken_back = judgement.replaces or judgement.target
        if judgement.act == "undo" and judgement.id not in undone and place.get(taken_back, index) < index:
            undone.add(taken_back)
    return tuple(judgement for judgement in kept if judgement.act != "undo" and judgement.id not in undone)


def undone_by(judgements: Iterable[Judgement]) -> dict[str, str]:
    """Id of each judgement that is taken back -> id of the undo that does it."""
    kept = tuple(judgements)
    found: dict[str, str] = {}
    for judgement in reversed(kept):
        if judgement.act == "undo" and judgement.id not in found:
            found.setdefault(judgement.replaces or judgement.target, judgement.id)
    return found


def latest(judgements: Iterable[Judgement]) -> dict[tuple[str, str], Judgement]:
    """(question, target) -> the last word on it, of those that stand.

    accept and reject answer one question ("counts"), so the later of them holds; span, speaker, grade, cell one each.
    A depend is one question for each pair; merge, split and world rows add up and are not here.
    """
    found: dict[tuple[str, str], Judgement] = {}
    for judgement in effective(judgements):
        if judgement.act in ("accept", "reject"):
            found["counts", judgement.target] = judgement
        elif judgement.act in ("span", "speaker", "grade", "cell"):
            found[judgement.act, judgement.target] = judgement
        elif judgement.act == "depend":
            value = value_of(judgement)
            found["depend", f"{judgement.target} {value.on if isinstance(value, DependValue) else ''}"] = judgement
    return found


def one_claim(claims: Sequence[Claim]) -> MergeValue:
    """What a merge of these claims says: the first proposition of each belongs with those of the others."""
    firsts = tuple(next(_propositions(claim)) for claim in claims if claim.positions)
    return MergeValue(propositions=firsts, claims=tuple(claim.id for claim in claims))


def never_one(claims: Sequence[Claim]) -> SplitValue:
    """What keeping these claims apart says: no proposition of one is ever in one claim with one of another."""
    seen: set[str] = set()
    groups = []
    for claim in claims:
        own = tuple(name for name in dict.fromkeys(_propositions(claim)) if name not in seen)
        seen.update(own)
        groups.append(own)
    return SplitValue(groups=tuple(groups), claims=tuple(claim.id for claim in claims))


def _propositions(claim: Claim) -> Iterator[str]:
    return (name for position in claim.positions for name in position.propositions)


def must_link(judgements: Iterable[Judgement]) -> tuple[tuple[str, ...], ...]:
    """Groups of propositions that a person put into one claim."""
    return tuple(value.propositions for value in _values(judgements) if isinstance(value, MergeValue))


def cannot_link(judgements: Iterable[Judgement]) -> tuple[tuple[tuple[str, ...], ...], ...]:
    """For each split, its groups of propositions that a person keeps apart."""
    return tuple(value.groups for value in _values(judgements) if isinstance(value, SplitValue))


def _values(judgements: Iterable[Judgement]) -> Iterable[Value]:
    return (value_of(judgement) for judgement in effective(judgements) if judgement.act in ("merge", "split"))


def _wrong(judgement: Judgement, value: Value) -> str | None:
    """What breaks a rule that the form alone cannot say."""
    if isinstance(value, SpanValue):
        return _wrong_spans(value)
    if isinstance(value, MergeValue) and len(set(value.propositions)) < 2:
        return "must name at least two propositions, one of each claim that is to be merged"
    if isinstance(value, SplitValue) and (len(value.groups) < 2 or not all(value.groups)):
        return "must name at least two groups of propositions, none of them empty"
    if isinstance(value, SplitValue) and len({name for group in value.groups for name in group}) != sum(
        len(set(group)) for group in value.groups
    ):
        return "puts one proposition into two groups"
    if isinstance(value, GradeValue) and value.letter not in (None, *"ABCDEF"):
        return "must be a letter from A to F, or null"
    if isinstance(value, DependValue) and value.on == judgement.target:
        return "makes something depend on itself"
    return None


def _wrong_spans(value: SpanValue) -> str | None:
    given = [spans for spans in (value.source, value.cue, value.content, value.spans) if spans is not None]
    if not given:
        return "must give at least one of source, cue, content, spans"
    if any(start < 0 or end <= start for spans in given for start, end in spans):
        return "holds a span that is empty or backward; a span is [start, end) in characters of the article"
    return None


def _encode(value: Value) -> str:
    """Canonical JSON of the value, without what was left out."""
    plain: dict[str, Any] = msgspec.to_builtins(value)
    kept = {name: item for name, item in plain.items() if item not in (None, [], {}) or name in ("letter", "value")}
    return msgspec.json.encode(kept, order="sorted").decode()


def _shape(form: type[Any]) -> str:
    return ", ".join(item.name for item in fields(form))

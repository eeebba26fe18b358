"""Claims and the statements they rest on come in; a brief goes out, every sentence of it attributed, as Markdown or HTML.

Who says what, how it stands, the numbers with their holders, what changed since the last brief, what is unknown. A brief
adds no word of its own about the world: each sentence says who says it or by which rule it stands, and bears the numbers
of its sources. The same claims give the same bytes; the date of the last brief is an argument.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Literal

from onrecord import phrases
from onrecord.export.glance import stands_since
from onrecord.record import Claim, Figure, Position, Stance
from onrecord.store.terms import Statement

Address = Callable[[str, str], str | None]
SAID: Mapping[Stance, str] = {
    "asserts": "said so",
    "confirms": "confirmed it",
    "denies": "denied it",
    "doubts": "doubted it",
    "unknown": "said that it is not known",
    "declines": "declined to say",
    "predicts": "predicted it",
    "commits": "undertook it",
    "directs": "demanded it",
    "retracts": "took it back",
    "publishes": "published it without endorsing it",
}
NOTHING_UNKNOWN = "Nothing in these claims is marked as unknown."
COUNTED = {"strikes": "Number of strikes", "casualties": "Number of casualties", "money": "Money", "other": "Number"}
"""How a count is headed; that of any other measure is one of those killed, sent, present …"""
OPEN = ("unknown", "declines", "doubts")
"""Stances that say that something is not known."""
STYLE = (
    "body{font:16px/1.5 Georgia,serif;max-width:44em;margin:2em auto;padding:0 1em;color:#111;background:#fff}"
    "h1,h2,h3{font-family:system-ui,sans-serif;line-height:1.25}h2{border-bottom:1px solid #999;margin-top:2em}"
    "section{break-inside:avoid}sup a{text-decoration:none}li{margin:.3em 0}.sources{font-size:.9em}"
    "@media print{a{color:inherit}body{margin:0}}"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A printed wording that sentences refer to by its number."""

    number: int
    statement: Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence with the numbers of its sources; `by` says what it rests on where that is no wording."""

    text: str
    sources: tuple[int, ...] = ()
    by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One claim of the brief."""

    claim: str
    gist: str
    standing: Sentence
    says: tuple[Sentence, ...]
    numbers: tuple[Sentence, ...]
    changed: tuple[Sentence, ...]
    unknown: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """A whole brief. `asked` says in words which claims it holds, and as of when."""

    title: str
    asked: str
    since: str | None
    sections: tuple[Section, ...]
    sources: tuple[Source, ...]


@dataclass(slots=True)
class _Numbering:
    """Numbers sources in the order in which sentences first need them."""

    statements: Mapping[str, Statement]
    found: dict[str, int] = field(default_factory=dict)

    def of(self, propositions: Iterable[str]) -> tuple[int, ...]:
        known = dict.fromkeys(name for name in propositions if name in self.statements)
        return tuple(self.found.setdefault(name, len(self.found) + 1) for name in known)


def make_brief(
    claims: Sequence[Claim], statements: Mapping[str, Statement], *, title: str, asked: str, since: str | None = None
) -> Brief:
    """The brief on these claims, in their order. `statements` by proposition id; `since` is the day of the last brief."""
    numbering = _Numbering(statements)
    sections = tuple(_section(claim, numbering, since) for claim in claims)
    sources = tuple(Source(number=number, statement=statements[name]) for name, number in numbering.found.items())
    return Brief(title=title, asked=asked, since=since, sections=sections, sources=sources)


def propositions_of(claims: Iterable[Claim]) -> list[str]:
    """Every proposition that a brief on these claims may cite."""
    found: dict[str, None] = {}
    for claim in claims:
        found.update(dict.fromkeys(name for position in claim.positions for name in position.propositions))
        found.update(dict.fromkeys(claim.standing.because))
        found.update(dict.fromkeys(name for change in claim.history for name in change.because))
        found.update(dict.fromkeys(figure.proposition for figure in (claim.numbers.series if claim.numbers else ())))
    return list(found)


# ------------------------------------------------------------------------------------------------------- the sentences


def _section(claim: Claim, numbering: _Numbering, since: str | None) -> Section:
    says = tuple(_says(position, claim, numbering) for position in claim.positions)
    return Section(
        claim=claim.id,
        gist=claim.gist,
        standing=_standing(claim, numbering),
        says=says,
        numbers=tuple(_numbers(claim, numbering)),
        changed=tuple(_changed(claim, numbering, since)) if since else (),
        unknown=tuple(_unknown(claim, says)),
    )


def _says(position: Position, claim: Claim, numbering: _Numbering) -> Sentence:
    names = dict(claim.names)
    first = next((numbering.statements[name] for name in position.propositions if name in numbering.statements), None)
    said = phrases.say_days(position.said)
    when = f", {said}" if said != phrases.DASH else ""
    words = f": “{phrases.shorten(first.words)}”" if first else ""
    knows = f" (knows by {position.basis})" if position.basis else ""
    return Sentence(
        text=f"{_who(position, names)} {SAID[position.stance]}{knows}{when}{words}",
        sources=numbering.of(position.propositions),
    )


def _who(position: Position, names: Mapping[str, str]) -> str:
    holders = ", ".join(names.get(holder, holder) for holder in position.holders) or "Somebody who is not named"
    principal = position.principal
    speaks = names.get(principal, principal) if principal and principal not in position.holders else None
    return f"{holders} (for {speaks})" if speaks and speaks != holders else holders


def _standing(claim: Claim, numbering: _Numbering) -> Sentence:
    standing = claim.standing
    since = stands_since(claim.history)
    low, high = standing.supporting_lineages
    many = f"{low}" if low == high else f"{low}–{high}"
    against = standing.opposing_lineages[1]
    text = f"Standing: {standing.label}; credibility {standing.credibility} of 6"
    text += f", since {since[:10]}" if since else ""
    text += f"; independent lineages in support {many}, in opposition {against}"
    rules = [rule.rstrip(".") for rule in standing.rules]
    return Sentence(text=text, sources=numbering.of(standing.because), by="; ".join(rules) or None)


def _numbers(claim: Claim, numbering: _Numbering) -> Iterator[Sentence]:
    numbers = claim.numbers
    if numbers is None:
        return
    names = dict(claim.names)
    what = f"{numbers.measure.what}{f' ({numbers.unit})' if numbers.unit else ''}"
    agree = "the figures conflict" if numbers.conflict else "the figures are in tension" if numbers.tension else None
    nearest = phrases.say_best(numbers)
    best = "no one figure fits all" if numbers.best is None else f"best {nearest}" if nearest else None
    bounds = phrases.say_figures(numbers)
    whole = "; ".join(
        part
        for part in (f"{COUNTED.get(numbers.measure.what, 'Number of those ' + what)}: {bounds}", best, agree)
        if part
    )
    yield Sentence(text=whole, sources=numbering.of(figure.proposition for figure in numbers.series))
    for figure in numbers.series:
        yield Sentence(text=_figure(figure, names), sources=numbering.of((figure.proposition,)))


def _figure(figure: Figure, names: Mapping[str, str]) -> str:
    who = names.get(figure.holder, figure.holder)
    day = figure.said or figure.as_of
    revised = "; later revised by the same" if figure.superseded_by else ""
    return f"{who} gives {phrases.say_figure(figure)}{f', {day[:10]}' if day else ''}{revised}"


def _changed(claim: Claim, numbering: _Numbering, since: str) -> Iterator[Sentence]:
    """Every change of standing on or after the day of the last brief; the day of that brief itself counts as new."""
    before = None
    for change in claim.history:
        now = f"{change.standing.label} ({change.standing.credibility} of 6)"
        if now != before and change.since is not None and change.since[: len(since)] >= since:
            text = f"On {change.since[:10]} it went from {before} to {now}" if before else f"New: {now}"
            yield Sentence(text=text, sources=numbering.of(change.because))
        before = now


def _unknown(claim: Claim, says: Sequence[Sentence]) -> Iterator[Sentence]:
    yield from (says[number] for number, position in enumerate(claim.positions) if position.stance in OPEN)
    standing, numbers = claim.standing, claim.numbers
    if claim.kind == "open-question":
        yield Sentence(text=f"Open question: {claim.gist}", by="nobody in these reports answers it")
    if numbers is not None and numbers.best is None:
        yield Sentence(text=f"How many: no one figure fits all ({numbers.measure.what})", by="the figures above")
    if standing.hearsay_only:
        yield Sentence(text="Nobody says it who could know", by="rule: reported only at second hand")
    elif standing.support != "none" and not standing.first_hand and standing.support != "admitted":
        yield Sentence(text="Nobody is reported to have seen it", by="rule: no position states first-hand knowledge")


# ----------------------------------------------------------------------------------------------------------- as Markdown


def brief_to_markdown(brief: Brief, address: Address = lambda _article, _item: None) -> str:
    """The brief as Markdown; `address` (article, attribution) gives a source's link, where there is one."""
    lines = [f"# {_md(brief.title)}", "", _md(brief.asked), ""]
    if brief.since:
        lines += [f"## What changed since {brief.since}", ""]
        lines += _md_list(chapter(brief, "changed")) or ["No standing changed."]
        lines.append("")
    for number, section in enumerate(brief.sections, 1):
        lines += [f"## {number}. {_md(section.gist)}", "", _md_sentence(section.standing), ""]
        lines += [*_md_list(section.says), ""]
        lines += [*_md_list(section.numbers), ""] if section.numbers else []
    unknown = _md_list(chapter(brief, "unknown"))
    lines += [
        "## What is unknown",
        "",
        *(unknown or [NOTHING_UNKNOWN if brief.sections else "There is no such claim."]),
        "",
    ]
    lines += ["## Sources", ""]
    lines += [f"{source.number}. {_md_source(source, address)}" for source in brief.sources] or ["None."]
    return "\n".join(lines).rstrip() + "\n"


def chapter(brief: Brief, what: Literal["changed", "unknown"]) -> tuple[Sentence, ...]:
    """The sentences of one kind over all claims, led by the numbers of the claims that they hold for."""
    found: dict[tuple[str, str | None, tuple[int, ...]], list[int]] = {}
    for number, section in enumerate(brief.sections, 1):
        for sentence in section.changed if what == "changed" else section.unknown:
            found.setdefault((sentence.text, sentence.by, sentence.sources), []).append(number)
    return tuple(
        Sentence(text=f"Claim{'s' * (len(many) > 1)} {', '.join(map(str, many))}: {text}", sources=sources, by=by)
        for (text, by, sources), many in found.items()
    )


def _md_list(sentences: Iterable[Sentence]) -> list[str]:
    return [f"- {_md_sentence(sentence)}" for sentence in sentences]


def _md_sentence(sentence: Sentence) -> str:
    by = f" (by: {sentence.by})" if sentence.by else ""
    marks = "".join(f" [{number}]" for number in sentence.sources)
    return f"{_md(sentence.text + by)}.{marks}"


def _md_source(source: Source, address: Address) -> str:
    one = source.statement
    link = address(one.article, one.attribution or one.id)
    title = _md(one.title or one.article)
    named = f"[{title}](<{link.replace('>', '%3E')}>)" if link else title
    named += f" ({_md(one.article)})" if one.title and not link else ""
    return f"{_md(one.publisher or 'no publisher')}, {(one.published or 'undated')[:10]}: {named}. “{_md(phrases.squeeze(one.words))}”"


def _md(text: str) -> str:
    """Text that Markdown shows as it is: nothing in it is a heading, a link or HTML."""
    plain = phrases.squeeze(text)
    for sign in "\\`*_[]<>#|":
        plain = plain.replace(sign, "\\" + sign)
    return plain


# --------------------------------------------------------------------------------------------------------------- as HTML


def brief_to_html(brief: Brief, address: Address = lambda _article, _item: None) -> str:
    """The brief as one page that needs nothing else: to read, print or send."""
    parts = [f"<h1>{escape(brief.title)}</h1><p>{escape(brief.asked)}</p>"]
    if brief.since:
        changed = _html_list(chapter(brief, "changed")) or "<p>No standing changed.</p>"
        parts.append(f"<h2>What changed since {escape(brief.since)}</h2>{changed}")
    for number, section in enumerate(brief.sections, 1):
        parts.append(
            f"<section><h2>{number}. {escape(section.gist)}</h2><p>{_html_sentence(section.standing)}</p>"
            f"{_html_list(section.says)}{_html_list(section.numbers)}</section>"
        )
    unknown = _html_list(chapter(brief, "unknown")) or f"<p>{NOTHING_UNKNOWN}</p>"
    parts.append(f"<h2>What is unknown</h2>{unknown}")
    listed = "".join(
        f'<li id="s{source.number}" value="{source.number}">{_html_source(source, address)}</li>'
        for source in brief.sources
    )
    parts.append(f'<h2>Sources</h2><ol class="sources">{listed}</ol>')
    head = f'<meta charset="utf-8"><title>{escape(brief.title)}</title><style>{STYLE}</style>'
    return f'<!doctype html>\n<html lang="en"><head>{head}</head>\n<body>\n' + "\n".join(parts) + "\n</body></html>\n"


def _html_list(sentences: Iterable[Sentence]) -> str:
    items = "".join(f"<li>{_html_sentence(sentence)}</li>" for sentence in sentences)
    return f"<ul>{items}</ul>" if items else ""


def _html_sentence(sentence: Sentence) -> str:
    by = f" (by: {sentence.by})" if sentence.by else ""
    marks = "".join(f'<sup><a href="#s{number}">[{number}]</a></sup>' for number in sentence.sources)
    return f"{escape(sentence.text + by)}.{marks}"


def _html_source(source: Source, address: Address) -> str:
    one = source.statement
    link = address(one.article, one.attribution or one.id)
    title = escape(one.title or one.article)
    named = f'<a href="{escape(link)}">{title}</a>' if link else title
    named += f" ({escape(one.article)})" if one.title and not link else ""
    outlet = escape(one.publisher or "no publisher")
    return f"{outlet}, {escape((one.published or 'undated')[:10])}: {named}. “{escape(phrases.squeeze(one.words))}”"

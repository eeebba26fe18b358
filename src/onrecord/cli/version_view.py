"""An article of a ledger in; what it shares with others that are held goes out in words: copies, versions, what changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import islice, pairwise

import msgspec
from rich.console import Console
from rich.text import Text

from onrecord import phrases
from onrecord.prepare.versions import Change, Kind, Said, SaidChange, compare_statements, compare_versions
from onrecord.store.ledger import Ledger
from onrecord.store.terms import ArticleRow

SIGNS: Mapping[Kind, tuple[str, str]] = {"reworded": ("~", "yellow"), "dropped": ("-", "red"), "added": ("+", "green")}
_MANY = 500  # articles asked for at once


def say_versions(ledger: Ledger, articles: Sequence[str]) -> Iterator[str]:
    """A sentence for each of these articles that is a later version of one held."""
    for article in articles:
        first = ledger.reading(article).article.version_of
        if first is not None:
            what = "has another text than before" if first == article else f"is a later version of {first}"
            yield f"{article} {what}; `onrecord show {article} --versions` compares them."


def say_copies(ledger: Ledger, articles: Sequence[str]) -> Iterator[str]:
    """A sentence for each of these articles that carries the text of another one held, as the last settle found it.

    Of two that are both among them only the later is named; versions of one article are no copies.
    """
    order = {article: number for number, article in enumerate(articles)}
    stream = iter(articles)
    while batch := list(islice(stream, _MANY)):
        ties = ledger.shelf().ties("copy", batch)
        for article in batch:
            met = [(-share, other) for one, other, share in ties if one == article]
            own = {row.id for row in ledger.versions(article)} if met else set()
            found = [pair for pair in met if order.get(pair[1], -1) < order[article] and pair[1] not in own]
            if found:
                share, other = min(found)
                more = f" and {len(found) - 1} more" if len(found) > 1 else ""
                yield f"{article} carries the same text as {other} ({-share:.0%} of the shorter one){more}."


def say_kin(ledger: Ledger, article: str) -> Text | None:
    """Whose text an article carries too, and of what it is a version; None where it stands alone."""
    text = Text()
    ties = sorted(ledger.shelf().ties("copy", [article]), key=lambda tie: (-tie[2], tie[1]))
    rows = ledger.articles_of([other for _, other, _ in ties])
    for _, other, share in ties:
        row = rows.get(other)
        where = f" ({row.publisher or 'unknown outlet'}, {_moment(row)})" if row else ""
        text.append("same text as ", style="bold").append(f"{other}{where}", style="cyan")
        text.append(f": {share:.0%} of the shorter one's wording\n", style="dim")
    first = ledger.reading(article).article.version_of
    if first is not None:
        text.append("later version of ", style="bold").append(f"{first}", style="cyan")
        text.append(f": onrecord show {article} --versions compares them\n", style="dim")
    return text if text else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """From one version to the next: what was said otherwise, and which paragraphs differ."""

    before: ArticleRow
    after: ArticleRow
    statements: tuple[SaidChange, ...]
    paragraphs: tuple[Change, ...]


def steps_of(ledger: Ledger, versions: Sequence[ArticleRow]) -> Iterator[Step]:
    """Each version beside the one before it, oldest first."""
    for before, after in pairwise(versions):
        old, new = ledger.reading(before.id, seq=before.seq), ledger.reading(after.id, seq=after.seq)
        yield Step(
            before=before,
            after=after,
            statements=compare_statements(old, new),
            paragraphs=compare_versions(old.article, new.article),
        )


def encode_step(ledger: Ledger, step: Step) -> bytes:
    """A step as one line of JSON, each statement with the claim it counts for now."""
    claims = _claims_of(ledger, step)

    def said(one: Said | None) -> dict[str, object] | None:
        return asdict(one) | {"claim": claims.get(one.id)} if one else None

    return msgspec.json.encode(
        {
            "before": _row(step.before),
            "after": _row(step.after),
            "statements": [
                {"kind": one.kind, "what": one.what, "before": said(one.before), "after": said(one.after)}
                for one in step.statements
            ],
            "paragraphs": [asdict(one) for one in step.paragraphs],
        }
    )


def print_versions(ledger: Ledger, article: str, console: Console) -> None:
    """Every text kept under the article's id or address, oldest first, and what changed from each to the next."""
    versions = ledger.versions(article)
    title = versions[-1].title or article
    console.print(Text(f"{_count(len(versions), 'version')} of {title}", style="bold"))
    for number, row in enumerate(versions, 1):
        line = Text(f"{number}  {_moment(row)}  ", style="dim").append(row.id, style="cyan")
        line.append(f"  {_count(row.statements, 'statement')}", style="not dim")
        line.append(f", in the ledger since {row.recorded[:16].replace('T', ' ')}", style="dim")
        console.print(line)
    for number, step in enumerate(steps_of(ledger, versions), 1):
        _print_step(ledger, step, number, console)


def _print_step(ledger: Ledger, step: Step, number: int, console: Console) -> None:
    said = Counter(one.kind for one in step.statements)
    counts = ", ".join(f"{said[kind]} {kind}" for kind in SIGNS if said[kind]) or "none changed"
    head = Text(f"\n{number} → {number + 1}", style="bold").append(
        f"  {_moment(step.before)} → {_moment(step.after)}", style="not bold"
    )
    head.append(f"  statements: {counts}; {_count(len(step.paragraphs), 'paragraph')} changed", style="dim not bold")
    console.print(head)
    claims = _claims_of(ledger, step)
    for one in step.statements:
        console.print(_say_change(one, claims))


def _say_change(change: SaidChange, claims: Mapping[str, str | None]) -> Text:
    sign, colour = SIGNS[change.kind]
    first = change.before or change.after
    last = change.after or change.before
    line = Text(f"{sign} ", style=colour)
    if first is not None and last is not None:
        line.append_text(_say(first))
        if change.kind == "reworded":
            line.append("\n  → ", style=colour).append_text(_say(last))
            line.append(f"  ({', '.join(change.what)})", style="dim")
        if claim := claims.get(last.id) or claims.get(first.id):
            line.append(f"  [{claim}]", style="dim")
    return line


def _say(said: Said) -> Text:
    who = ", ".join(said.who) or "the article"
    no = " not" if said.polarity == "negative" else ""
    line = Text(who, style="cyan").append(f" {said.stance}{no}: ", style="yellow")
    return line.append(f"“{phrases.shorten(said.words, 200)}”", style="default")


def _claims_of(ledger: Ledger, step: Step) -> dict[str, str | None]:
    ids = [said.id for one in step.statements for said in (one.before, one.after) if said is not None]
    return {name: found.claim for name, found in ledger.statements_of(ids).items()}


def _row(row: ArticleRow) -> dict[str, object]:
    names = ("id", "seq", "title", "published", "updated", "taken", "recorded", "text_sha256", "statements")
    return {name: getattr(row, name) for name in names}


def _moment(row: ArticleRow) -> str:
    return (row.updated or row.published or row.taken or row.recorded)[:16].replace("T", " ")


def _count(many: int, noun: str) -> str:
    return f"{many:,} {noun}{'' if many == 1 else 's'}"

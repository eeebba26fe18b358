"""Claims in, what a terminal shows of them out: the table of claims, and one claim with its positions and its history."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from onrecord import phrases
from onrecord.cli.console import NARROW
from onrecord.export.glance import Voice, glance, main_rules, say_reliability
from onrecord.record import Claim, ClaimLink, Numbers, Position, Standing, StandingChange

Wordings = Mapping[str, tuple[str, str]]
MOST_VOICES = 8  # bodies named at first sight on one side
LONGEST = 400  # code points of a wording shown whole

# A darker green for better evidence, red for improbable; the digit itself always stands beside the colour.
DIGIT_STYLES = {1: "bold green", 2: "green", 3: "yellow", 4: "dark_orange", 5: "red", 6: "dim"}


def show_claims(claims: Sequence[Claim], *, width: int) -> RenderableType:
    """One line a claim: statement, label, digit and letters, lineages, numbers, last change, id."""
    return _table(claims) if width >= NARROW else Group(*(_block(claim) for claim in claims))


def _table(claims: Sequence[Claim]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 1, 1, 0), expand=True)
    table.add_column("claim", ratio=5, overflow="fold")
    table.add_column("standing", ratio=3, overflow="fold")
    table.add_column("grade", min_width=5, no_wrap=True)
    table.add_column("lineages", min_width=8, no_wrap=True)
    table.add_column("numbers", ratio=2, overflow="fold")
    table.add_column("changed", min_width=10, no_wrap=True)
    for claim in claims:
        grade = Text(say_grade(claim.standing), style=DIGIT_STYLES.get(claim.standing.credibility, ""))
        statement = Text(phrases.shorten(claim.gist)).append(f"\n{claim.id}", style="dim")
        cells = (
            claim.standing.label,
            grade,
            say_lineages(claim.standing),
            say_numbers(claim.numbers),
            last_change(claim),
        )
        table.add_row(statement, *cells)
    return table


def _block(claim: Claim) -> Text:
    block = Text(phrases.shorten(claim.gist), style="bold")
    facts = {
        "standing": claim.standing.label,
        "grade": say_grade(claim.standing),
        "lineages": say_lineages(claim.standing),
        "numbers": say_numbers(claim.numbers),
        "changed": last_change(claim),
        "id": claim.id,
    }
    for name, value in facts.items():
        block.append(f"\n  {name}: ", style="not bold dim").append(value, style="not bold")
    return block.append("\n")


def say_grade(standing: Standing) -> str:
    """The credibility digit with the letters of the bodies it rests on: "3 (F)"."""
    letters = "".join(sorted({letter for _, letter in standing.reliability}))
    return f"{standing.credibility} ({letters})" if letters else str(standing.credibility)


def say_lineages(standing: Standing) -> str:
    """Independent lines of support, as an interval, and those of opposition where there are any: "1–2, against 1"."""
    low, high = standing.supporting_lineages
    against = standing.opposing_lineages[1]
    return _range(low, high) + (f", against {_range(*standing.opposing_lineages)}" if against else "")


def _range(low: int, high: int) -> str:
    return str(low) if low == high else f"{low}{phrases.DASH}{high}"


def say_numbers(numbers: Numbers | None) -> str:
    """The range of the figures, what they count, and whether they conflict."""
    if numbers is None:
        return phrases.DASH
    said, nearest = phrases.say_figures(numbers), phrases.say_best(numbers)
    best = f", best {nearest}" if nearest else ""
    conflict = ", in conflict" if numbers.conflict else ", in tension" if numbers.tension else ""
    return f"{phrases.say_counted(said, numbers.measure.what)}{best}{conflict}"


def last_change(claim: Claim) -> str:
    """The day on which the standing last changed."""
    since = claim.history[-1].since if claim.history else None
    return since[:10] if since else phrases.DASH


def show_claim(
    claim: Claim, wordings: Wordings, links: Mapping[str, str], decisive: Sequence[tuple[str, Standing]] = ()
) -> RenderableType:
    """One claim whole. `wordings`: proposition id -> its words and where they stand; `links`: claim id -> its
    statement; `decisive`: the bodies without whom the label would be another, and how it would stand then."""
    parts: list[RenderableType] = [_heading(claim), Text(), _first(claim, decisive), Text()]
    for title, block in (
        ("who holds what, in every wording", _positions(claim, wordings)),
        ("who says what number", _numbers(claim)),
        ("how the standing came about", _history(claim)),
        ("why it stands so: how that was counted", _rules(claim.standing)),
        ("linked claims", _links(claim.links, links)),
    ):
        if block is not None:
            parts += [Text(title, style="bold"), block, Text()]
    return Group(*parts)


def _heading(claim: Claim) -> Text:
    head = Text(claim.gist, style="bold").append("\n")
    head.append(claim.standing.label, style=DIGIT_STYLES.get(claim.standing.credibility, ""))
    reliability = say_reliability(claim.standing)
    grade = f" · credibility {claim.standing.credibility} of 6 (1 is best)"
    return head.append(grade + (f" · reliability {reliability}" if reliability else ""), style="not bold")


def _first(claim: Claim, decisive: Sequence[tuple[str, Standing]]) -> Table:
    """What to see first: why, who is for and against, how many independently, numbers, the last change."""
    seen = glance(claim)
    rests = [f"{body}: without it {left.label} ({left.credibility})" for body, left in decisive]
    rows: list[tuple[str, Sequence[str | Text]]] = [("why", [seen.why])]
    rows += [(group, _voices(voices)) for group, voices in seen.voices.items()]
    rows += [
        ("independent", [seen.sources]),
        ("numbers", [say_numbers(claim.numbers)] if claim.numbers else []),
        ("last change", seen.changed),
        ("rests on", rests),
        ("about", [" · ".join(_about(claim))]),
    ]
    table = Table.grid(padding=(0, 1, 0, 0))
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    for name, lines in rows:
        for number, line in enumerate(lines):
            table.add_row("" if number else f"  {name}", line)
    return table


def _voices(voices: Sequence[Voice]) -> list[str | Text]:
    lines: list[str | Text] = []
    for voice in voices[:MOST_VOICES]:
        line = Text(voice.body, style="cyan").append(f" {' and '.join(voice.stances)}", style="yellow")
        line.append(f" {voice.said}", style="not dim")
        lines.append(line.append(f"; {voice.rests_on}", style="dim") if voice.rests_on else line)
    more = len(voices) - MOST_VOICES
    return [*lines, *([f"and {more} more below"] if more > 0 else [])] or ["nobody"]


def _about(claim: Claim) -> Iterator[str]:
    yield claim.kind.replace("-", " ")
    if claim.frame.place:
        yield claim.frame.place
    if claim.frame.time and (when := phrases.say_days(claim.frame.time)) != phrases.DASH:
        yield when
    yield claim.id


def _positions(claim: Claim, wordings: Wordings) -> RenderableType:
    names = dict(claim.names)
    lines: list[RenderableType] = []
    for number, position in enumerate(claim.positions):
        said = phrases.say_days(position.said)
        head = Text(f"{number + 1}. {_holders(position, names)} ", style="cyan").append(position.stance, style="yellow")
        head.append(" · undated" if said == phrases.DASH else f" · said {said}", style="dim")
        lines.append(Padding(head, (0, 0, 0, 2), expand=False))
        lines += [Padding(part, (0, 0, 0, 5), expand=False) for part in _under(position, wordings)]
    return Group(*lines)


def _under(position: Position, wordings: Wordings) -> Iterator[Text]:
    """The lines under a position: each wording once with the articles that print it, each position it may rest on."""
    printed: dict[str, list[str]] = {}
    for proposition in position.propositions:
        words, source = wordings.get(proposition, (proposition, "undated"))
        printed.setdefault(phrases.shorten(words, LONGEST), []).append(source)
    for words, sources in printed.items():
        yield Text(f"“{words}”").append(f" — {'; '.join(dict.fromkeys(sources))}", style="dim")
    for dependence in position.depends_on:
        sure = "rests on" if dependence.certain else "may rest on"
        yield Text(f"{sure} {dependence.position + 1}: {dependence.why}", style="dim")


def _holders(position: Position, names: Mapping[str, str]) -> str:
    holders = ", ".join(names.get(holder, holder) for holder in position.holders) or "nobody named"
    body = names.get(position.principal, position.principal) if position.principal else None
    return f"{holders} (for {body})" if body and body != holders else holders


def _numbers(claim: Claim) -> RenderableType | None:
    if claim.numbers is None:
        return None
    names = dict(claim.names)
    block = Text(f"  {say_numbers(claim.numbers)}")
    for figure in claim.numbers.series:
        old = " (superseded)" if figure.superseded_by else ""
        holder = names.get(figure.holder, figure.holder)
        block.append(f"\n  {(figure.said or 'undated')[:10]:<10}  {holder}: {phrases.say_figure(figure)}{old}")
    return block


def _history(claim: Claim) -> RenderableType | None:
    if len(claim.history) < 2:  # said above
        return None
    lines = Text("\n").join(_change(change) for change in claim.history)
    return Padding(lines, (0, 0, 0, 2), expand=False)


def _change(change: StandingChange) -> Text:
    style = DIGIT_STYLES.get(change.standing.credibility, "")
    line = Text(f"{(change.since or 'undated')[:16]:<16}  ").append(str(change.standing.credibility), style=style)
    line.append(f"  {change.standing.label}")
    return line.append(f" · lineages {say_lineages(change.standing)}", style="dim")


def _rules(standing: Standing) -> RenderableType:
    said = main_rules(standing)  # above
    table = Table.grid(padding=(0, 1, 0, 0))
    for rule in (rule for rule in standing.rules if rule not in said):
        table.add_row("  ·", Text(rule))
    return table


def _links(links: Sequence[ClaimLink], statements: Mapping[str, str]) -> RenderableType | None:
    lines = [f"  {link.as_} {statements.get(link.claim, '')} ({link.claim})" for link in links]
    return Text("\n".join(lines)) if lines else None

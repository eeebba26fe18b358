"""A reading in, what a terminal shows of it out: the article with its attributions lit, and a table of them.

With colour: source cyan, cue yellow, content green. Without: [source], {cue}, «content». A number after a cue is the row
of the table.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from onrecord import phrases
from onrecord.cli.console import NARROW
from onrecord.marks import Layer, Run, cut_runs
from onrecord.record import Attribution, Proposition, Quantity, Reading, Span

STYLES = {"source": "bold cyan", "cue": "bold yellow", "content": "green"}
BRACKETS = {"source": "[]", "cue": "{}", "content": "«»"}
COLUMNS = ("#", "speaker", "stance", "what", "said", "where", "numbers")


def show_reading(reading: Reading, *, width: int, colour: bool, explain: bool = False) -> RenderableType:
    """The whole view of one reading, for a terminal of `width` columns."""
    rows = [attribution for attribution in reading.attributions if attribution.where is None]
    parts: list[RenderableType] = [_head(reading), Text()]
    parts += [_paragraph(reading, span, rows, colour) for span in reading.article.paragraphs]
    parts += [Text(), _legend(colour), Text()]
    parts.append(_table(reading, rows) if width >= NARROW else _list(reading, rows))
    parts += [Text(f"! {problem.stage}: {problem.what}", style="dim") for problem in reading.problems]
    if explain:
        from onrecord.cli.explanation_view import explain_reading

        parts += [Text(), explain_reading(reading)]
    return Group(*parts)


def _head(reading: Reading) -> Text:
    article = reading.article
    head = Text(article.title or article.id, style="bold")
    facts = (article.publisher, article.byline, phrases.say_date(article), article.agency, article.kind)
    return head.append("\n" + " · ".join(fact for fact in facts if fact), style="not bold dim")


def _legend(colour: bool) -> Text:
    legend = Text("marked: ", style="dim")
    for role, style in STYLES.items():
        legend.append(role if colour else f"{BRACKETS[role][0]}{role}{BRACKETS[role][1]}", style=style).append("  ")
    return legend


def _paragraph(reading: Reading, within: Span, rows: list[Attribution], colour: bool) -> RenderableType:
    text = reading.article.text
    layers = [Layer(f"{role}:{number}", getattr(row, role)) for number, row in enumerate(rows, 1) for role in STYLES]
    runs = cut_runs(len(text), [layer for layer in layers if layer.spans], within=within)
    shown = Text()
    for before, run, after in _with_neighbours(runs):
        _append_run(shown, text, run, (before, after), colour)
    embedded = any(embed.span.start <= within.start < embed.span.end for embed in reading.article.embeds)
    return Padding(Text("│ ", style="dim").append_text(shown) if embedded else shown, (0, 0, 1, 0))


def _with_neighbours(runs: tuple[Run, ...]) -> Iterator[tuple[Run | None, Run, Run | None]]:
    for index, run in enumerate(runs):
        yield runs[index - 1] if index else None, run, runs[index + 1] if index + 1 < len(runs) else None


def _append_run(shown: Text, text: str, run: Run, neighbours: tuple[Run | None, Run | None], colour: bool) -> None:
    before = set(neighbours[0].names) if neighbours[0] else set()
    after = set(neighbours[1].names) if neighbours[1] else set()
    opened = [name for name in run.names if name not in before]
    closed = [name for name in run.names if name not in after]
    if not colour:
        shown.append("".join(BRACKETS[name.split(":")[0]][0] for name in opened))
    styles = [STYLES[name.split(":")[0]] for name in run.names]
    # the innermost role decides: cue over source over content
    style = next((STYLES[role] for role in ("cue", "source", "content") if STYLES[role] in styles), "")
    shown.append(text[run.start : run.end], style=style if colour else "")
    for name in reversed(closed):
        role, number = name.split(":")
        if not colour:
            shown.append(BRACKETS[role][1])
        if role == "cue":
            shown.append(_superscript(int(number)), style="dim" if colour else "")


def _superscript(number: int) -> str:
    return "".join("⁰¹²³⁴⁵⁶⁷⁸⁹"[int(digit)] for digit in str(number))


def _table(reading: Reading, rows: list[Attribution]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold", show_lines=False, padding=(0, 1, 1, 0))
    ratios = {"speaker": 3, "stance": 0, "what": 6, "said": 0, "where": 2, "numbers": 2}
    for column in COLUMNS:
        table.add_column(column, ratio=ratios.get(column) or None, overflow="fold", min_width=len(column))
    table.expand = True
    for number, row in enumerate(rows, 1):
        table.add_row(str(number), *_cells(reading, row).values())
    return table


def _list(reading: Reading, rows: list[Attribution]) -> Group:
    blocks: list[RenderableType] = []
    for number, row in enumerate(rows, 1):
        block = Text(f"{number}. ", style="bold")
        for name, cell in _cells(reading, row).items():
            block.append(f"\n   {name}: ", style="dim").append(cell)
        blocks.append(block)
    return Group(*blocks)


def _cells(reading: Reading, row: Attribution) -> Mapping[str, str]:
    propositions = [p for p in reading.propositions if p.attribution == row.id]
    quantities = _quantities(reading, row, propositions)
    text = reading.article.text
    return {
        "speaker": speakers_of(reading, row),
        "stance": stance_of(row),
        "what": what_of(reading, row, propositions),
        "said": phrases.say_interval(row.said),
        "where": ", ".join(_places(reading, row, propositions)) or phrases.DASH,
        "numbers": "\n".join(phrases.say_quantity(quantity, text) for quantity in quantities) or phrases.DASH,
    }


def speakers_of(reading: Reading, row: Attribution) -> str:
    """Who says it: the resolved names, else the words of the source, else that nobody is named."""
    known = {entity.id: entity for entity in reading.entities}
    if row.speakers:
        return "; ".join(phrases.say_entity(known[s]) if s in known else s for s in row.speakers)
    words = " … ".join(phrases.squeeze(span.of(reading.article.text)) for span in row.source)
    return words or ("(the article)" if row.role == "narrator" else "(nobody named)")


def stance_of(row: Attribution) -> str:
    """The stance with what qualifies it: role when derived, hedges, certainty when not certain."""
    marks: list[str] = [row.role] if row.role != "evidence" else []
    marks += sorted({hedge.kind for hedge in row.hedges})
    if row.certainty not in ("certain", "unknown"):
        marks.append(row.certainty)
    return f"{row.stance} ({', '.join(marks)})" if marks else row.stance


def what_of(reading: Reading, row: Attribution, propositions: list[Proposition]) -> str:
    """The propositions' gists, one a line; else the words of the content."""
    if propositions:
        return "\n".join(_bullet(proposition, len(propositions) > 1) for proposition in propositions)
    return phrases.shorten(" … ".join(span.of(reading.article.text) for span in row.content)) or phrases.DASH


def _bullet(proposition: Proposition, several: bool) -> str:
    negative = " (negated)" if proposition.polarity == "negative" else ""
    return f"{'• ' if several else ''}{phrases.shorten(proposition.gist)}{negative}"


def _quantities(reading: Reading, row: Attribution, propositions: list[Proposition]) -> list[Quantity]:
    wanted = {quantity for proposition in propositions for quantity in proposition.quantities}
    return [q for q in reading.quantities if q.id in wanted or (not wanted and _inside(q.span, row))]


def _places(reading: Reading, row: Attribution, propositions: list[Proposition]) -> list[str]:
    wanted = {proposition.place for proposition in propositions if proposition.place}
    found = [place for place in reading.places if place.id in wanted]
    if not found:
        found = [p for p in reading.places if p.as_ == "place" and _inside(p.span, row)]
    return list(dict.fromkeys(phrases.say_place(place) for place in found))


def _inside(span: Span, row: Attribution) -> bool:
    return any(start <= span.start and span.end <= end for start, end in row.content)

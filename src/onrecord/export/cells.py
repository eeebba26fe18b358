"""Draft event rows and a coder's judgements in; the rows as coded out, each cell with its draft, its rule and its history.

What a coder decides about a cell is a judgement of act `cell` on "form:proposition/column": the row is a view of a claim,
and claims come and go as articles arrive; the proposition that the claim was founded on stays. So a decision is found
again in whichever claim holds that proposition now. The draft goes on changing beside it, and the page says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from onrecord.corrections import cell_proposition
from onrecord.export.events import CLAIM_COLUMNS, Cell, event_rows, events_to_csv
from onrecord.export.tables import csv_line
from onrecord.knowledge.event_cells import CellRule, cell_rules
from onrecord.record import Claim, InputError, Judgement, Reading
from onrecord.review import CellValue, effective, undone_by, value_of

FIGURES = ("low", "best", "high")
DAYS = ("date_start", "date_end")


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What a coder put into a cell, when the draft said `drafted`; `undone_by` is the judgement that took it back."""

    judgement: str
    value: Cell
    drafted: Cell
    who: str
    when: str
    why: str | None
    undone_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CodedCell:
    """One cell: what the draft says now, what counts (`value`), and everything decided about it, oldest first."""

    column: str
    drafted: Cell
    value: Cell
    rule: CellRule
    decided: Decided | None
    history: tuple[Decided, ...]

    @property
    def moved(self) -> bool:
        """The draft says something else than when the coder decided: worth another look."""
        return self.decided is not None and self.decided.drafted != self.drafted


@dataclass(frozen=True, slots=True, kw_only=True)
class CodedRow:
    """One row of a form, as coded so far. `about` are the columns that say how the claim stands; no coder changes them."""

    form: str
    claim: str
    gist: str
    cells: tuple[CodedCell, ...]
    about: Mapping[str, Cell]

    @property
    def state(self) -> str:
        """draft, "3 of 28 cells decided" or accepted."""
        decided = sum(cell.decided is not None for cell in self.cells)
        if not decided:
            return "draft"
        return "accepted" if decided == len(self.cells) else f"{decided} of {len(self.cells)} cells decided"

    def checks(self) -> tuple[str, ...]:
        """What does not fit together in the values that count, in sentences."""
        values = {cell.column: cell.value for cell in self.cells}
        found = [_check_order(values, FIGURES, "is more than"), _check_order(values, DAYS, "is after")]
        year, day = values.get("year"), values.get("event_date") or values.get("date_start")
        if year is not None and day is not None and str(day)[:4] != str(year):
            found.append([f"year is {year}, the day is {day}"])
        return tuple(sentence for sentences in found for sentence in sentences)


def cell_target(form: str, claim: Claim, column: str) -> str:
    """What a judgement about this cell is about."""
    return f"{form}:{founder_of(claim)}/{column}"


def founder_of(claim: Claim) -> str:
    """The proposition that the claim has its id from, or its first one."""
    held = [name for position in claim.positions for name in position.propositions]
    own = f"proposition-{claim.id.partition('-')[2]}"
    return own if own in held or not held else held[0]


def code_rows(
    form: str, claims: Iterable[Claim], readings: Iterable[Reading], judgements: Sequence[Judgement]
) -> list[CodedRow]:
    """Every draft row of these claims, with what coders decided; raises InputError for an unknown form."""
    kept = tuple(claims)
    by_id = {claim.id: claim for claim in kept}
    found = _decisions(judgements)
    return [_coded(form, by_id[str(row["claim"])], row, found) for row in event_rows(form, kept, readings)]


def plain_row(row: CodedRow) -> dict[str, Cell]:
    """The row as it is exported: the values that count, how the claim stands, and how far it is decided."""
    return {**{cell.column: cell.value for cell in row.cells}, **row.about, "draft": row.state}


def coded_csv(
    form: str, claims: Iterable[Claim], readings: Iterable[Reading], judgements: Sequence[Judgement]
) -> Iterator[str]:
    """A header line, then one line a row, with what coders decided; raises InputError for an unknown form."""
    yield from events_to_csv(form, (), ())  # the header
    yield from (csv_line(plain_row(row).values()) for row in code_rows(form, claims, readings, judgements))


def read_cell(column: str, typed: str) -> Cell:
    """What a coder typed, as a value of the column; raises InputError that says what fits."""
    rule = cell_rules().get(column)
    if rule is None:
        raise InputError(f"There is no column {column!r} that a coder fills in.")
    try:
        return rule.read(typed)
    except ValueError as err:
        raise InputError(f"{column}: {typed!r} does not fit; it takes {rule.expected()}, or nothing.") from err


def _coded(
    form: str, claim: Claim, row: Mapping[str, Cell], found: Mapping[tuple[str, str, str], list[Decided]]
) -> CodedRow:
    names = tuple(dict.fromkeys(name for position in claim.positions for name in position.propositions))
    rules = cell_rules()
    cells = []
    for column, drafted in row.items():
        if column in CLAIM_COLUMNS:
            continue
        said = [one for name in names for one in found.get((form, name, column), ())]
        history = tuple(sorted(said, key=lambda one: (one.when, one.judgement)))
        decided = next((one for one in reversed(history) if one.undone_by is None), None)
        value = drafted if decided is None else decided.value
        rule = rules.get(column) or CellRule(rule="", about="what")
        cells.append(
            CodedCell(column=column, drafted=drafted, value=value, rule=rule, decided=decided, history=history)
        )
    about = {column: row[column] for column in CLAIM_COLUMNS if column in row}
    return CodedRow(form=form, claim=claim.id, gist=claim.gist, cells=tuple(cells), about=about)


def _decisions(judgements: Sequence[Judgement]) -> dict[tuple[str, str, str], list[Decided]]:
    """(form, proposition, column) -> everything decided about it."""
    undone = undone_by(judgements)
    standing = {judgement.id for judgement in effective(judgements)}
    found: dict[tuple[str, str, str], list[Decided]] = {}
    for judgement in judgements:
        name = cell_proposition(judgement)
        if name is None:
            continue
        form, column = judgement.target.partition(":")[0], judgement.target.rpartition("/")[2]
        value = value_of(judgement)
        if isinstance(value, CellValue):
            taken_back = None if judgement.id in standing else undone.get(judgement.id)
            decided = Decided(
                judgement=judgement.id, value=value.value, drafted=value.drafted, who=judgement.who,
                when=judgement.when, why=judgement.why, undone_by=taken_back,
            )  # fmt: skip
            found.setdefault((form, name, column), []).append(decided)
    return found


def _check_order(values: Mapping[str, Cell], columns: Sequence[str], words: str) -> list[str]:
    known = [(column, value) for column in columns if (value := values.get(column)) is not None]
    return [
        f"{one} {words} {other} ({first}, {second})"
        for (one, first), (other, second) in pairwise(known)
        if type(first) is type(second) and first > second  # type: ignore[operator]  # both numbers or both words
    ]

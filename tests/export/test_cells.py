"""A coder's decisions on the cells of draft rows: they count, are undone, and are found again after a re-reading."""

from __future__ import annotations

import csv

import pytest

from export.test_event_rows import story
from onrecord.corrections import anchored
from onrecord.export.cells import cell_target, code_rows, coded_csv, founder_of, plain_row, read_cell
from onrecord.export.events import CLAIM_COLUMNS, event_rows
from onrecord.knowledge.event_cells import cell_rules
from onrecord.record import InputError, Judgement
from onrecord.review import CellValue, make_judgement

CLAIM, READING = story()


def put(column: str, value: str | float | None, *, day: int = 1, drafted: str | float | None = None) -> Judgement:
    when = f"2025-01-0{day}T00:00:00+00:00"
    target = cell_target("ucdp", CLAIM, column)
    return make_judgement("cell", target, CellValue(value=value, drafted=drafted), who="ann", when=when)


def coded(*judgements: Judgement) -> dict[str, object]:
    return dict(plain_row(code_rows("ucdp", [CLAIM], [READING], judgements)[0]))


def test_without_decisions_the_row_is_the_draft() -> None:
    assert coded() == dict(event_rows("ucdp", [CLAIM], [READING])[0])


def test_what_the_coder_put_counts_and_the_later_word_holds() -> None:
    row = code_rows("ucdp", [CLAIM], [READING], [put("best", 12), put("best", 14, day=2, drafted=12)])[0]
    cell = next(cell for cell in row.cells if cell.column == "best")
    assert cell.value == 14
    assert [one.value for one in cell.history] == [12, 14]
    assert row.state == f"1 of {len(row.cells)} cells decided"


def test_a_cell_may_be_emptied() -> None:
    drafted = coded()["country"]
    assert drafted is not None
    assert coded(put("country", None, drafted=str(drafted)))["country"] is None


def test_an_undone_decision_stays_in_the_history_and_does_not_count() -> None:
    made = put("best", 99)
    undo = make_judgement("undo", made.id, who="bo", when="2025-01-03T00:00:00+00:00")
    row = code_rows("ucdp", [CLAIM], [READING], [made, undo])[0]
    cell = next(cell for cell in row.cells if cell.column == "best")
    assert cell.value == cell.drafted
    assert cell.history[0].undone_by == undo.id


def test_it_says_when_the_draft_has_moved_since() -> None:
    row = code_rows("ucdp", [CLAIM], [READING], [put("best", 99, drafted=7)])[0]
    assert next(cell for cell in row.cells if cell.column == "best").moved


def test_a_decision_follows_its_proposition_through_a_re_reading() -> None:
    made = put("best", 99)
    (followed,) = anchored([made], {founder_of(CLAIM): "proposition-new"})
    assert followed.target == "ucdp:proposition-new/best"
    assert followed.id == made.id


def test_whole_rows_are_accepted_cell_by_cell() -> None:
    row = code_rows("ucdp", [CLAIM], [READING], ())[0]
    every = [put(cell.column, cell.drafted) for cell in row.cells]
    assert coded(*every)["draft"] == "accepted"


def test_figures_and_days_out_of_order_are_named() -> None:
    row = code_rows("ucdp", [CLAIM], [READING], [put("low", 90), put("best", 12), put("year", 2001)])[0]
    assert any("low is more than best" in sentence for sentence in row.checks())
    assert any("year is 2001" in sentence for sentence in row.checks())


def test_every_column_of_ucdp_and_acled_has_its_rule() -> None:
    for form in ("ucdp", "acled"):
        row = event_rows(form, [CLAIM], [READING])[0]
        assert {column for column in row if column not in CLAIM_COLUMNS} <= set(cell_rules())


def test_typed_values_are_read_by_the_column() -> None:
    assert read_cell("best", " 12 ") == 12
    assert read_cell("best", "") is None
    assert read_cell("latitude", "51.5") == 51.5
    assert read_cell("date_start", "2024-11-12") == "2024-11-12"
    assert read_cell("side_a", "Government of Syria") == "Government of Syria"


@pytest.mark.parametrize(
    ("column", "typed"),
    [
        ("best", "dozens"),
        ("best", "-1"),
        ("where_prec", "9"),
        ("latitude", "nan"),
        ("date_end", "today"),
        ("claim", "x"),
    ],
)
def test_what_does_not_fit_is_refused(column: str, typed: str) -> None:
    with pytest.raises(InputError, match=column):
        read_cell(column, typed)


def test_the_export_has_what_the_coder_decided() -> None:
    header, line = coded_csv("ucdp", [CLAIM], [READING], [put("best", 77)])
    assert dict(zip(header.strip().split(","), next(csv.reader([line])), strict=True))["best"] == "77"

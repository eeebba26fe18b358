"""How often a holder's first figures were revised, and which way."""

from __future__ import annotations

from onrecord.reconcile.track_record import keep_record
from onrecord.record import Figure


def figure(holder: str, n: float | None, day: int, high: float | None = None) -> Figure:
    return Figure(
        holder=holder,
        principal=None,
        low=n,
        high=n if high is None else high,
        modifier=None,
        as_of=None,
        said=f"2024-11-{day:02d}",
        proposition=f"{holder}{n}{day}",
    )


def test_revisions_are_counted_by_direction() -> None:
    series = [
        [figure("army", 89, 4), figure("army", 63, 2), figure("enemy", 400, 2)],
        [figure("army", 1400, 1), figure("army", 1200, 20)],
        [figure("army", 10, 1)],
        [figure("army", 10, 1), figure("army", 10, 2)],
        [figure("enemy", 5, 1)],
    ]
    record = keep_record(series, "army")
    assert (record.first, record.revised, record.revised_up, record.revised_down) == (4, 2, 1, 1)
    assert record.factor is not None
    assert round(record.factor, 3) == round((89 / 63 + 1200 / 1400) / 2, 3)
    assert not record.tells
    assert keep_record([*series, [figure("army", 1, 1)]], "army").tells


def test_nobody_and_nothing() -> None:
    record = keep_record([], "army")
    assert (record.first, record.factor) == (0, None)
    open_ended = Figure(
        holder="army", principal=None, low=None, high=None, modifier=None, as_of=None, said=None, proposition="p"
    )
    assert keep_record([[open_ended]], "army").first == 0
    assert keep_record([[figure("army", 0, 1), figure("army", 3, 2)]], "army").revised_up == 1
    assert keep_record([[figure("army", 100, 1, 300), figure("army", 150, 2, 250)]], "army").revised == 0

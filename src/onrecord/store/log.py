"""What was judged, how far the views reach, how much there is: the ledger's account of itself."""

from __future__ import annotations

from onrecord.review import undone_by
from onrecord.store.door import Door, number, one
from onrecord.store.evidence import CLEARED, read_judgements
from onrecord.store.questions import cursor_row
from onrecord.store.terms import MOST_ROWS, Counts, LogEntry, LogPage, Mark, Unsettled


def log_page(door: Door, which: tuple[str | None, str | None], *, limit: int, cursor: str | None) -> LogPage:
    """Judgements, newest first; `which` is (target, act), each of which may be None for all."""
    most = min(max(limit, 1), MOST_ROWS)
    where = ["1 = 1"]
    values: dict[str, object] = {}
    for column, wanted in zip(("target", "act"), which, strict=True):
        if wanted is not None:
            where.append(f"{column} = :{column}")
            values[column] = wanted
    if cursor is not None:
        where.append("seq < :cursor")
        values["cursor"] = cursor_row(cursor)
    clause = f"WHERE {' AND '.join(where)} ORDER BY seq DESC LIMIT :most"
    found = read_judgements(door, clause, {**values, "most": most + 1})
    undone = undone_by(judgement for _, judgement in read_judgements(door, "WHERE act = 'undo' ORDER BY seq"))
    rows = tuple(
        LogEntry(seq=seq, judgement=judgement, undone_by=undone.get(judgement.id)) for seq, judgement in found[:most]
    )
    return LogPage(rows=rows, next=str(found[most - 1][0]) if len(found) > most else None)


def mark(door: Door) -> Mark:
    """The last reading and judgement in order of arrival."""
    found = one(
        door, "SELECT (SELECT max(seq) FROM reading) AS r, (SELECT max(seq) FROM judgement) AS j"
    ) or (0, 0)  # fmt: skip
    return Mark(reading=found[0] or 0, judgement=found[1] or 0)


def state(door: Door) -> tuple[int, ...]:
    """The last reading, judgement, failure and settle in order of arrival: equal numbers, equal ledger."""
    parts = (
        f"(SELECT max(seq) FROM {table}) AS {table}" for table in ("reading", "judgement", "failure", "settlement")
    )
    return tuple(last or 0 for last in one(door, f"SELECT {', '.join(parts)}") or ())


def note_settled(door: Door, reached: Mark | None, at: str | None, claims: int) -> None:
    """Note how far the evidence reached that the views now show; without a mark, nothing is noted."""
    if reached is not None:
        values = (at or "", reached.reading, reached.judgement, claims)
        door.insert("settlement", "at, reading, judgement, claims", [values])


def unsettled(door: Door) -> Unsettled:
    """Evidence that arrived after the last settle."""
    last = one(door, "SELECT reading, judgement FROM settlement ORDER BY seq DESC LIMIT 1")
    reading, judgement = last or (0, 0)
    articles = door.rows(
        "SELECT DISTINCT r.article FROM reading r JOIN article a ON a.seq = r.seq WHERE r.seq > :seq ORDER BY r.article",
        {"seq": reading},
    )
    judged = read_judgements(door, "WHERE seq > :seq ORDER BY seq", {"seq": judgement})
    return Unsettled(
        articles=tuple(row[0] for row in articles),
        judgements=tuple(item for _, item in judged),
        whole=last is None,
    )


def counts(door: Door) -> Counts:
    """How much there is."""
    last = one(door, "SELECT at FROM settlement ORDER BY seq DESC LIMIT 1")
    failures = number(
        door,
        "SELECT count(*) FROM failure f WHERE stage <> :cleared AND NOT EXISTS "
        "(SELECT 1 FROM failure l WHERE l.item = f.item AND l.seq > f.seq)",
        {"cleared": CLEARED},
    )
    return Counts(
        articles=number(door, "SELECT count(*) FROM article"),
        readings=number(door, "SELECT count(*) FROM reading"),
        statements=number(door, "SELECT sum(statements) FROM article"),
        claims=number(door, "SELECT count(*) FROM claim"),
        judgements=number(door, "SELECT count(*) FROM judgement"),
        failures=failures,
        settled=last[0] if last else None,
    )

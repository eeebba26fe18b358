"""Readings, failures and judgements in, kept for good; and back out in order of arrival.

Evidence tables are only appended to (the database itself refuses anything else). The view tables over readings
(article, statement, entity_seen, term counts) are brought up to date in the same transaction, so that a reader never
sees an article without its statements.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

import msgspec
import zstandard

from onrecord.corrections import find_again, judged_names
from onrecord.formats import decode_reading, encode_reading
from onrecord.record import Failure, Judgement, LedgerError, MadeBy, Reading, UnknownItem, content_id
from onrecord.store.door import Door, Row, number, one
from onrecord.store.moments import row_number
from onrecord.store.statements import (
    ENTITY_COLUMNS,
    STATEMENT_COLUMNS,
    article_moment,
    entity_rows,
    statement_rows,
    version_key,
)
from onrecord.store.terming import (
    Terms,
    count_terms,
    drop_all_terms,
    drop_terms,
    put_terms,
    storable,
    term,
    uncount_terms,
)
from onrecord.store.terms import Added, AddOutcome, ArticleRow, Kept

ARTICLE_COLUMNS = (
    "row, id, seq, title, publisher, byline, agency, kind, language, published, updated, url, canonical_url, origin, "
    "taken, recorded, text_sha256, maker, statements, version_key, outlet_key"
)
_AGE = "coalesce(a.updated, a.published, a.taken, a.recorded)"  # as _age below
CLEARED = "cleared"  # stage of the row that says: this item was read after all


def maker_id(made_by: MadeBy) -> str:
    """The number of a version and its models."""
    return content_id("maker", _maker_text(made_by))


def add_reading(door: Door, reading: Reading, recorded: str) -> Added:
    """Keep a reading and show it, in the transaction that is open (see `Ledger.add`)."""
    article = reading.article
    maker = maker_id(reading.made_by)
    if has_reading(door, article.id, article.text_sha256, maker):
        return Added(article=article.id, outcome="again")
    counting = _counting(door, article.id)
    outcome = _outcome(reading, counting)
    _keep_maker(door, maker, reading.made_by)
    payload = zstandard.ZstdCompressor(level=6).compress(encode_reading(reading))
    values = (article.id, article.text_sha256, maker, recorded, payload)
    door.insert("reading", "article, text_sha256, maker, recorded, payload", [values])
    if outcome == "newer":
        _keep_anchors(door, reading)
    if outcome != "older":
        seq = number(door, "SELECT max(seq) FROM reading WHERE article = :article", {"article": article.id})
        show_reading(door, reading, seq)
    clear_failures(door, {article.id, article.origin or article.id}, recorded)
    return Added(article=article.id, outcome=outcome)


def _keep_anchors(door: Door, reading: Reading) -> None:
    """Note what the judged items of the former reading are called in the new one, so that judgements find them."""
    names = judged_names(judgement for _, judgement in read_judgements(door))
    if names:
        pairs = find_again(reading_of(door, reading.article.id), reading, names)
        article = reading.article.id
        door.insert("anchor", "former, present, article", ((old, new, article) for old, new in sorted(pairs.items())))


def anchors(door: Door) -> dict[str, str]:
    """What judged items of former readings are called now: former id -> present id, one re-reading a step."""
    return dict(door.rows("SELECT former, present FROM anchor ORDER BY seq"))


def has_reading(door: Door, article: str, text_sha256: str, maker: str) -> bool:
    """The very text was read by the very same version and models."""
    sql = "SELECT 1 FROM reading WHERE article = :article AND text_sha256 = :sha AND maker = :maker"
    return one(door, sql, {"article": article, "sha": text_sha256, "maker": maker}) is not None


def show_reading(door: Door, reading: Reading, seq: int) -> None:
    """Make this the reading that the views show for its article."""
    hide_reading(door, reading.article.id)
    found = list(statement_rows(reading, lambda row: _row_taken(door, "statement", row)))
    door.insert("statement", STATEMENT_COLUMNS, (statement.values for statement in found))
    if door.dialect == "sqlite":
        texts = ((statement.row, statement.values[17], statement.values[16]) for statement in found)
        door.insert("statement_text", "rowid, who, words", texts)
    put_terms(door, "statement_term", ((statement.row, statement.terms) for statement in found))
    door.insert("entity_seen", ENTITY_COLUMNS, entity_rows(reading))
    count_terms(door, [outlet_terms(reading.article.publisher)])
    recorded = first_recorded(door, reading.article.id, reading.article.text_sha256)
    door.insert("article", ARTICLE_COLUMNS, [_article_values(door, reading, seq, (recorded, len(found)))])


def show_again(door: Door, kept: Kept) -> None:
    """Show another form of a reading that counts; nothing happens when it counts no more."""
    values = {"article": kept.reading.article.id, "seq": kept.seq}
    if one(door, "SELECT 1 FROM article WHERE id = :article AND seq = :seq", values):
        show_reading(door, kept.reading, kept.seq)


def outlet_terms(publisher: str | None) -> Terms:
    """The term that counts an outlet's articles."""
    return (term("articles-of", publisher.strip()),) if publisher and publisher.strip() else ()


def first_recorded(door: Door, article: str, text_sha256: str) -> str:
    """When this text of the article first came in."""
    sql = "SELECT recorded FROM reading WHERE article = :article AND text_sha256 = :sha ORDER BY seq LIMIT 1"
    found = one(door, sql, {"article": article, "sha": text_sha256})
    return str(found[0]) if found else ""


def hide_reading(door: Door, article: str) -> None:
    """Take an article out of the views (its evidence stays)."""
    shown = one(door, "SELECT publisher FROM article WHERE id = :article", {"article": article})
    if shown is None:
        return
    uncount_terms(door, outlet_terms(shown[0]))
    values = {"article": article}
    if door.dialect == "sqlite":
        door.run(
            "INSERT INTO statement_text (statement_text, rowid, who, words) "
            "SELECT 'delete', row, who, words FROM statement WHERE article = :article",
            values,
        )
    drop_terms(door, "statement_term", door.rows("SELECT row, terms FROM statement WHERE article = :article", values))
    for table, column in (("statement", "article"), ("entity_seen", "article"), ("article", "id")):
        door.run(f"DELETE FROM {table} WHERE {column} = :article", values)


def rebuild_reading_views(door: Door, kept: Iterable[Kept]) -> None:
    """Make the views over readings anew from these readings, each of which counts for its article."""
    if door.dialect == "sqlite":
        door.run("INSERT INTO statement_text (statement_text) VALUES ('delete-all')")
    drop_all_terms(door, "statement_term")
    for table in ("statement", "entity_seen", "article"):
        door.run(f"DELETE FROM {table}")
    for item in kept:
        show_reading(door, item.reading, item.seq)


def kept_readings(door: Door, *, after: int = 0) -> Iterator[Kept]:
    """The readings that count, in order of arrival, those of later arrival than `after`."""
    sql = (
        "SELECT r.seq, r.payload, r.recorded, a.recorded FROM article a JOIN reading r ON r.seq = a.seq "
        "WHERE r.seq > :after ORDER BY r.seq"
    )
    for seq, payload, recorded, first in door.stream(sql, {"after": after}):
        yield Kept(seq=seq, reading=unpack(payload), recorded=recorded, first_recorded=first)


def kept_of(door: Door, articles: Iterable[str]) -> Iterator[Kept]:
    """The readings that count of these articles, in order of the articles' ids; those that are not there are left out."""
    sql = "SELECT r.seq, r.payload, r.recorded, a.recorded FROM article a JOIN reading r ON r.seq = a.seq WHERE a.id = :id"
    for article in sorted(set(articles)):
        for seq, payload, recorded, first in door.rows(sql, {"id": article}):
            yield Kept(seq=seq, reading=unpack(payload), recorded=recorded, first_recorded=first)


def reading_of(door: Door, article: str, seq: int | None = None) -> Reading:
    """The reading that counts for the article, or the one of number `seq`; raises UnknownItem."""
    if seq is None:
        sql = "SELECT payload FROM reading WHERE seq = (SELECT seq FROM article WHERE id = :article)"
        found = one(door, sql, {"article": article})
    else:
        sql = "SELECT payload FROM reading WHERE seq = :seq AND article = :article"
        found = one(door, sql, {"article": article, "seq": seq})
    if found is None:
        raise UnknownItem(f"The ledger has no article {article!r}. `onrecord search` finds articles by their words.")
    reading = unpack(found[0])
    if seq is not None:
        return reading
    return replace(reading, article=replace(reading.article, version_of=first_version(door, article)))


def first_version(door: Door, article: str) -> str | None:
    """The article that this one is a later version of: the oldest of another text under its address, or its own id
    where an earlier text was kept under that; None where it came first.

    What is a version of what depends on what else is held, so it is told when asked and stands in no reading kept.
    """
    own = one(
        door, f"SELECT {_AGE}, a.text_sha256, a.seq, a.version_key FROM article a WHERE id = :id", {"id": article}
    )
    if own is None:
        return None
    values = {"key": own[3], "sha": own[1], "age": own[0], "seq": own[2], "id": article}
    sql = (
        f"SELECT a.id FROM article a WHERE a.version_key = :key AND a.text_sha256 <> :sha AND ({_AGE} < :age "
        f"OR {_AGE} = :age AND a.seq < :seq) ORDER BY {_AGE}, a.seq LIMIT 1"
    )
    if found := one(door, sql, values):
        return str(found[0])
    sql = "SELECT 1 FROM reading WHERE article = :id AND text_sha256 <> :sha AND seq < :seq LIMIT 1"
    return article if one(door, sql, values) else None


def article_rows(door: Door, where: str, values: dict[str, object]) -> list[ArticleRow]:
    """Articles as the views show them, under a condition on table `article` (alias a)."""
    columns = ", ".join(f"a.{name.strip()}" for name in ARTICLE_COLUMNS.split(","))
    rows = door.rows(f"SELECT {columns}, m.made_by FROM article a JOIN maker m ON m.id = a.maker {where}", values)
    return [article_row(row[1:], row[-1]) for row in rows]


def article_row(row: Row, made_by: str) -> ArticleRow:
    """A row of `article` from its id on, as a value."""
    return ArticleRow(
        id=row[0],
        seq=row[1],
        title=row[2],
        publisher=row[3],
        byline=row[4],
        agency=row[5],
        kind=row[6],
        language=row[7],
        published=row[8],
        updated=row[9],
        url=row[10],
        canonical_url=row[11],
        origin=row[12],
        taken=row[13],
        recorded=row[14],
        text_sha256=row[15],
        made_by=maker_of(made_by),
        statements=row[17],
    )


def versions_of(door: Door, article: str) -> list[ArticleRow]:
    """Every text that was kept under the article's id or address, oldest first, one row a text; see `Ledger.versions`."""
    sql = (
        "SELECT r.seq, r.payload, r.recorded, m.made_by, a.seq FROM reading r JOIN maker m ON m.id = r.maker "
        "LEFT JOIN article a ON a.id = r.article WHERE r.article IN (SELECT id FROM article WHERE id = :article "
        "OR version_key = (SELECT version_key FROM article WHERE id = :article)) ORDER BY r.seq"
    )
    newest: dict[tuple[str, str], ArticleRow] = {}
    for seq, payload, recorded, made_by, counting in door.rows(sql, {"article": article}):
        reading = unpack(payload)
        key = (reading.article.id, reading.article.text_sha256)
        values = _article_values(door, reading, seq, (recorded, len(reading.propositions)))
        row = replace(article_row(values[1:], made_by), counts=seq == counting)
        first = newest.get(key)
        newest[key] = row if first is None or row.counts else replace(first, counts=first.counts)
    return sorted(newest.values(), key=_age)


def add_failure(door: Door, failure: Failure, recorded: str) -> None:
    """Append a failure, unless it is the last word on its item already."""
    values = (storable(failure.item), failure.stage, storable(failure.why), recorded)
    last = "SELECT item, stage, why FROM failure WHERE item = :item ORDER BY seq DESC LIMIT 1"
    if one(door, last, {"item": values[0]}) == values[:3]:
        return
    door.insert("failure", "item, stage, why, recorded", [values])


def clear_failures(door: Door, items: Iterable[str], recorded: str) -> None:
    """Append, for each item whose last word is a failure, that it is no longer one."""
    for item in sorted(set(items)):
        last = one(door, "SELECT stage FROM failure WHERE item = :item ORDER BY seq DESC LIMIT 1", {"item": item})
        if last and last[0] != CLEARED:
            door.insert("failure", "item, stage, why, recorded", [(item, CLEARED, "", recorded)])


def open_failures(door: Door) -> list[Failure]:
    """The items whose last word is a failure, by order of that failure."""
    sql = (
        "SELECT item, stage, why FROM failure f WHERE stage <> :cleared AND NOT EXISTS "
        "(SELECT 1 FROM failure l WHERE l.item = f.item AND l.seq > f.seq) ORDER BY seq"
    )
    return [Failure(item=item, stage=stage, why=why) for item, stage, why in door.rows(sql, {"cleared": CLEARED})]


def append_judgement(door: Door, judgement: Judgement) -> None:
    """Append a judgement that was checked; the same id twice is the same judgement and kept once."""
    if one(door, "SELECT 1 FROM judgement WHERE id = :id", {"id": judgement.id}):
        return
    values = (
        judgement.id,
        judgement.act,
        judgement.target,
        judgement.value,
        judgement.who,
        judgement.when,
        judgement.why,
        judgement.replaces,
    )
    door.insert("judgement", "id, act, target, value, who, at, why, replaces", [values])


def read_judgements(door: Door, where: str = "ORDER BY seq", values: dict[str, object] | None = None) -> list[Row]:
    """(seq, Judgement) pairs in order of arrival, or under another clause."""
    sql = f"SELECT seq, id, act, target, value, who, at, why, replaces FROM judgement {where}"
    return [(row[0], _judgement(row[1:])) for row in door.rows(sql, values or {})]


def unpack(payload: bytes) -> Reading:
    """The reading that was kept."""
    try:
        return decode_reading(zstandard.ZstdDecompressor().decompress(bytes(payload)))
    except zstandard.ZstdError as err:
        raise LedgerError("A reading in the ledger is damaged. Restore the ledger from a copy.") from err


def maker_of(text: str) -> MadeBy:
    """The MadeBy that was kept as JSON."""
    return msgspec.json.decode(text, type=MadeBy)


def _maker_text(made_by: MadeBy) -> str:
    return msgspec.json.encode(replace(made_by, models=tuple(sorted(made_by.models)))).decode()


def _keep_maker(door: Door, maker: str, made_by: MadeBy) -> None:
    if one(door, "SELECT 1 FROM maker WHERE id = :id", {"id": maker}) is None:
        door.insert("maker", "id, made_by", [(maker, _maker_text(made_by))])


def _counting(door: Door, article: str) -> tuple[str, str] | None:
    """Text digest and maker (JSON) of the reading that counts."""
    sql = "SELECT a.text_sha256, m.made_by FROM article a JOIN maker m ON m.id = a.maker WHERE a.id = :article"
    found = one(door, sql, {"article": article})
    return (found[0], found[1]) if found else None


def _outcome(reading: Reading, counting: tuple[str, str] | None) -> AddOutcome:
    if counting is None:
        return "new"
    text_sha256, made_by = counting
    if text_sha256 != reading.article.text_sha256:
        return "changed"
    return "older" if _age_of(reading.made_by) < _age_of(maker_of(made_by)) else "newer"


def _age_of(made_by: MadeBy) -> tuple[int, ...]:
    """The version's numbers; models have no order."""
    return tuple(int(part) for part in re.findall(r"\d+", made_by.onrecord)[:3])


def _row_taken(door: Door, table: str, row: int) -> bool:
    return one(door, f"SELECT 1 FROM {table} WHERE row = :row", {"row": row}) is not None


def _article_values(door: Door, reading: Reading, seq: int, made: tuple[str, int]) -> Row:
    article = reading.article
    recorded, statements = made
    texts = (article.title, article.publisher, article.byline, article.agency)
    return (
        row_number(article_moment(article), article.id, lambda row: _row_taken(door, "article", row)),
        article.id,
        seq,
        *(text and storable(text) for text in texts),
        article.kind,
        article.language,
        article.published,
        article.updated,
        article.url,
        article.canonical_url,
        article.origin,
        article.taken,
        recorded,
        article.text_sha256,
        maker_id(reading.made_by),
        statements,
        version_key(article),
        storable(article.publisher.strip()).casefold() if article.publisher and article.publisher.strip() else None,
    )


def _age(row: ArticleRow) -> tuple[str, int]:
    return row.updated or row.published or row.taken or row.recorded, row.seq


def _judgement(row: Row) -> Judgement:
    return Judgement(
        id=row[0], act=row[1], target=row[2], value=row[3], who=row[4], when=row[5], why=row[6], replaces=row[7]
    )

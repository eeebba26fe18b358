"""JSON lines, a JSON array or a CSV table comes in; one Page a record goes out, one Failure a record that is broken."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO

import msgspec

from onrecord.acquire.blobs import Source, decode_text, digest, read_lines
from onrecord.acquire.options import InputOptions
from onrecord.acquire.records import make_page
from onrecord.record import Failure, InputError, Page

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_BETWEEN = re.compile(r"[\s,]*")
_LISTS = ("articles", "items", "results", "docs", "documents", "data", "response", "entries", "records", "hits")
"""Names under which APIs and exports of newspapers keep their list of articles."""


def read_json_lines(stream: BinaryIO, source: Source, options: InputOptions) -> Iterator[Page | Failure]:
    """One article a line; blank lines are passed over, a broken one is a failure and the next is read."""
    for number, raw in read_lines(stream, source, options):
        line = raw.removeprefix(b"\xef\xbb\xbf") if number == 1 else raw
        if not line.strip():
            continue
        where = f"{source.id}:{number}"
        try:
            yield _page(decode_json(line), where, line, source, options)
        except InputError as err:
            yield Failure(
                item=f"{source.origin}:{number}", stage="acquire", why=f"line {number} of {source.origin} {err}"
            )


def decode_json(data: bytes) -> object:
    """The value of one JSON text; raises InputError with a reason that begins with a verb."""
    try:
        return msgspec.json.decode(data)
    except UnicodeDecodeError as err:
        raise InputError("is not UTF-8; save it as UTF-8") from err
    except RecursionError as err:
        raise InputError("is nested too deeply to be an article; remove it") from err
    except msgspec.DecodeError as err:
        return _decode_leniently(data, err)


def _decode_leniently(data: bytes, err: msgspec.DecodeError) -> object:
    """What Python's own reader makes of it: it allows NaN and raw control characters in strings."""
    try:
        value: object = json.loads(data, strict=False)
    except UnicodeDecodeError as fault:
        raise InputError("is not UTF-8; save it as UTF-8") from fault
    except (ValueError, RecursionError):
        raise InputError(f"is broken JSON ({str(err).rstrip('.')}); mend or remove it") from err
    if _LONE_SURROGATE.search(json.dumps(value, ensure_ascii=False)):
        raise InputError("holds half of a surrogate pair, which is no character; mend or remove it")
    return value


def list_records(value: object) -> list[object] | None:
    """The list of articles in a JSON export: the value itself, or what it keeps under a usual name; else None."""
    if isinstance(value, list):
        return value
    if isinstance(value, dict):
        for name in _LISTS:
            inner = value.get(name)
            if isinstance(inner, list | dict) and (found := list_records(inner)) is not None:
                return found
    return None


def read_json_records(records: list[object], source: Source, options: InputOptions) -> Iterator[Page | Failure]:
    """One article an element of a JSON array."""
    for number, record in enumerate(records, 1):
        where = f"{source.id}:{number}"
        try:
            yield _page(record, where, msgspec.json.encode(record), source, options)
        except InputError as err:
            yield Failure(
                item=f"{source.origin}:{number}", stage="acquire", why=f"article {number} of {source.origin} {err}"
            )


def read_broken_array(text: str, source: Source, options: InputOptions) -> Iterator[Page | Failure]:
    """The articles of a JSON array before the place where it breaks, then a failure that names the place."""
    decoder, position, number = json.JSONDecoder(strict=False), text.find("[") + 1, 0
    while (start := _skip(text, position)) < len(text) and text[start] != "]":
        number += 1
        try:
            record, position = decoder.raw_decode(text, start)
        except (ValueError, RecursionError):
            why = f"article {number} of {source.origin} is broken JSON at character {start:,}; what follows is not read"
            yield Failure(item=f"{source.origin}:{number}", stage="acquire", why=why)
            return
        yield from _renumbered(record, number, source, options)


def _renumbered(record: object, number: int, source: Source, options: InputOptions) -> Iterator[Page | Failure]:
    where = f"{source.id}:{number}"
    try:
        yield _page(record, where, json.dumps(record).encode(), source, options)
    except InputError as err:
        yield Failure(
            item=f"{source.origin}:{number}", stage="acquire", why=f"article {number} of {source.origin} {err}"
        )


def _skip(text: str, position: int) -> int:
    match = _BETWEEN.match(text, position)
    return match.end() if match else position


def _page(record: object, where: str, data: bytes, source: Source, options: InputOptions) -> Page:
    if not isinstance(record, dict):
        raise InputError("is not an article; give an object with “id” and “text”")
    page = make_page(record, id=where, columns=options.columns)
    return replace(page, origin=source.origin, sha256=digest(data))


def read_table(data: bytes, source: Source, options: InputOptions) -> Iterator[Page | Failure]:
    """One article a row of a CSV or TSV table whose first row names the columns."""
    text = decode_text(data, source.origin, options.encoding)
    first = text.split("\n", 1)[0]
    delimiter = max(",\t;|", key=first.count)
    csv.field_size_limit(options.largest_item)
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        yield from _rows(rows, source, options)
    except csv.Error as err:
        why = f"line {rows.line_num} of {source.origin} is a broken table row ({err}); what follows is not read"
        yield Failure(item=f"{source.origin}:{rows.line_num}", stage="acquire", why=why)


def _rows(rows: csv.DictReader[str], source: Source, options: InputOptions) -> Iterator[Page | Failure]:
    for number, row in enumerate(rows, 1):
        where = f"{source.id}:{number}"
        record = {name: value for name, value in row.items() if name is not None and value}
        try:
            page = make_page(record, id=where, columns=options.columns)
            yield replace(page, origin=source.origin, sha256=digest(repr(sorted(record.items())).encode()))
        except InputError as err:
            yield Failure(
                item=f"{source.origin}:{number}", stage="acquire", why=f"row {number} of {source.origin} {err}"
            )

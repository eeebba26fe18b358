"""A web archive (WARC) or a zip comes in; the articles in it go out, each with where and when it was taken."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, BinaryIO, cast

import msgspec

from onrecord.acquire.blobs import Source, decode_text, digest, read_all
from onrecord.acquire.documents import decode_html
from onrecord.acquire.options import MEGABYTE, InputOptions
from onrecord.record import Failure, InputError, Page

if TYPE_CHECKING:
    from fastwarc.warc import WarcRecord

Found = Iterator[Page | Failure]
_FREE = 64 * MEGABYTE
_NO_ARTICLE = re.compile(r"(?:^|/)(?:\.[^/]*|__MACOSX/.*|[^/]*_files/.*|Thumbs\.db)$")
_WARC_MEMBER = re.compile(r"(?:^|/)archive/[^/]+\.warc(?:\.gz)?$")
_PAGES = re.compile(r"(?:^|/)pages/[^/]+\.jsonl$")


def read_warc(stream: BinaryIO, source: Source, options: InputOptions, *, only: frozenset[str] = frozenset()) -> Found:
    """The HTML pages (and texts of WET files) of a web archive that were answered with 200; all else is passed over.

    `only` keeps these addresses (empty: all). Raises OSError where the archive itself is broken or cut off.
    """
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    wanted = WarcRecordType.response | WarcRecordType.resource | WarcRecordType.conversion
    for record in ArchiveIterator(stream, record_types=wanted, auto_decode="all", fsspec_args=False):
        url = (record.headers.get("WARC-Target-URI") or "").strip("<>")
        if not url.startswith("http") or (only and url not in only) or not _is_page(record):
            continue
        try:
            yield _warc_page(record, url, source, options)
        except InputError as err:
            yield Failure(item=f"{source.origin}#{url}", stage="acquire", why=str(err))


def _is_page(record: WarcRecord) -> bool:
    if record.is_http:
        status, kind = record.http_headers.status_code, record.http_content_type or ""
        return status == 200 and kind.lower() in ("text/html", "application/xhtml+xml")
    kind = (record.headers.get("Content-Type") or "").lower()
    return kind.startswith(("text/html", "application/xhtml", "text/plain"))


def _warc_page(record: WarcRecord, url: str, source: Source, options: InputOptions) -> Page:
    data = record.reader.read(options.largest_item + 1)
    if len(data) > options.largest_item:
        raise InputError(
            f"{url} in {source.origin} is larger than {options.largest_item // MEGABYTE} MB; it is not read"
        )
    if len(data) < record.content_length and not _is_encoded(record):
        raise InputError(f"{source.origin} is cut off in the middle of {url}; what stands before it is read")
    taken = (record.headers.get("WARC-Date") or "").strip() or None
    stamp = re.sub(r"\D", "", taken or "")[:14]
    plain = not record.is_http and "plain" in (record.headers.get("Content-Type") or "")
    return Page(
        id=f"{url}@{stamp}" if stamp else url,
        text=decode_text(data, url) if plain else None,
        html=None if plain else decode_html(data, record.http_charset if record.is_http else None),
        url=url,
        origin=source.origin,
        taken=taken,
        sha256=digest(data),
    )


def _is_encoded(record: WarcRecord) -> bool:
    """Whether the page was packed or sent in pieces, so that its length is not that of the record."""
    names = ("Content-Encoding", "Transfer-Encoding")
    return record.is_http and any(record.http_headers.get(name) for name in names)


def read_zip(
    stream: BinaryIO, source: Source, options: InputOptions, open_source: Callable[[Source, InputOptions], Found]
) -> Found:
    """The articles in the files of a zip, by name; of WACZ the pages it lists, of an export its posts."""
    whole = stream if stream.seekable() else io.BytesIO(read_all(stream, source, options))
    with zipfile.ZipFile(whole) as archive:
        members = [
            member for member in archive.infolist() if not member.is_dir() and not _NO_ARTICLE.search(member.filename)
        ]
        if len(members) > options.largest_members:
            raise InputError(f"{source.origin} holds {len(members):,} files; unpack it and give the folder")
        names = sorted(member.filename for member in members)
        if warcs := [name for name in names if _WARC_MEMBER.search(name)]:
            yield from _read_wacz(archive, warcs, names, source, options)
            return
        for name in select_exports(names):
            yield from _read_member(archive, name, source, options, open_source)
    if not names:
        raise InputError(f"{source.origin} holds no files to read")


def _read_member(
    archive: zipfile.ZipFile,
    name: str,
    source: Source,
    options: InputOptions,
    open_source: Callable[[Source, InputOptions], Found],
) -> Found:
    inner = _member(archive, name, source)
    try:
        check_bomb(archive.getinfo(name), inner.origin, options)
        if name.lower().endswith((".zip", ".wacz")):
            raise InputError(f"{inner.origin} is an archive within an archive; unpack the outer one first")
        yield from open_source(inner, options)
    except (InputError, OSError, EOFError, zipfile.BadZipFile, RuntimeError, NotImplementedError) as err:
        # zipfile raises RuntimeError for a locked member and NotImplementedError for a packing that it does not know
        why = str(err) if isinstance(err, InputError) else f"{inner.origin} cannot be unpacked ({err})"
        yield Failure(item=inner.origin, stage="acquire", why=why)


def _member(archive: zipfile.ZipFile, name: str, source: Source) -> Source:
    def beside(other: str) -> bytes | None:
        path = str(PurePosixPath(name).with_name(other))
        return archive.read(path) if path in archive.namelist() else None

    opener = cast("Callable[[], BinaryIO]", partial(archive.open, name))
    return Source(
        id=f"{source.id}/{name}",
        origin=f"{source.origin}/{name}",
        open=opener,
        size=archive.getinfo(name).file_size,
        beside=beside,
    )


def check_bomb(member: zipfile.ZipInfo, name: str, options: InputOptions) -> None:
    """Raises InputError for a member that unpacks to far more than text does."""
    if member.file_size > _FREE and member.file_size > options.largest_ratio * max(1, member.compress_size):
        raise InputError(f"{name} unpacks to more than {options.largest_ratio} times its size; it is not read")


def _read_wacz(
    archive: zipfile.ZipFile, warcs: list[str], names: list[str], source: Source, options: InputOptions
) -> Found:
    """The pages of a WACZ (specs.webrecorder.net/wacz) that its own list names; without a list all of them."""
    only = frozenset(url for name in names if _PAGES.search(name) for url in _listed(archive.read(name)))
    for name in warcs:
        inner = _member(archive, name, source)
        with archive.open(name) as stream:
            yield from read_warc(cast("BinaryIO", stream), inner, options, only=only)


def _listed(data: bytes) -> Iterator[str]:
    for line in data.splitlines():
        try:
            entry = msgspec.json.decode(line)
        except (msgspec.DecodeError, UnicodeDecodeError):
            continue
        if isinstance(entry, dict) and isinstance(entry.get("url"), str):
            yield entry["url"]


_EXPORTS: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = (
    (
        re.compile(r"(?:^|/)data/(?:tweets|tweet)(?:-part\d+)?\.js$"),
        re.compile(r"(?:^|/)data/(?:tweets|tweet)(?:-part\d+)?\.js$"),
    ),
    (re.compile(r"(?:^|/)outbox\.json$"), re.compile(r"(?:^|/)outbox\.json$")),
    (re.compile(r"(?:^|/)result\.json$"), re.compile(r"(?:^|/)result\.json$")),
)
"""X archive, Mastodon archive, Telegram export: a file that shows it is one, and the files that hold its posts."""


def select_exports(names: Sequence[str]) -> list[str]:
    """The files to read of a folder or zip: all of them, but of an export only those with its posts."""
    for sign, wanted in _EXPORTS:
        if any(sign.search(name) for name in names):
            roots = {
                str(PurePosixPath(name).parent.parent if "data/" in name else PurePosixPath(name).parent)
                for name in names
                if sign.search(name)
            }
            return [name for name in names if wanted.search(name) or not any(_is_below(name, root) for root in roots)]
    return list(names)


def _is_below(name: str, root: str) -> bool:
    return root == "." or name.startswith(f"{root}/")

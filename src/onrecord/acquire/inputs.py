"""What a person names (files, folders, globs, "-", addresses) comes in; Pages and Failures go out, lazily and in order."""

from __future__ import annotations

import glob
import hashlib
import os
import sys
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import BinaryIO, cast

from onrecord.acquire import archives, documents, exports, lines
from onrecord.acquire.blobs import PACKED_ERRORS, Source, open_plain, read_all
from onrecord.acquire.feeds import is_json_feed, parse_feed
from onrecord.acquire.items import is_address, item_of
from onrecord.acquire.kinds import is_url_list, tell_kind
from onrecord.acquire.lists import open_addresses, split_list, split_opml
from onrecord.acquire.options import InputOptions
from onrecord.acquire.records import fill_in
from onrecord.record import Failure, InputError, Page

Found = Iterator[Page | Failure]
Reader = Callable[[BinaryIO, Source, InputOptions], Found]
_FAULTS = (InputError, UnicodeError, zipfile.BadZipFile, RecursionError, *PACKED_ERRORS)
"""What broken input raises on its way; anything else is a bug of ours and is not hidden."""


def open_inputs(paths: Sequence[str], options: InputOptions) -> Found:
    """Every article of `paths`, in their order, each as soon as it is there.

    Whatever cannot be read is one Failure with a reason; the others still come out. The second article with an id
    is a Failure too. Raises nothing.
    """
    seen: set[bytes] = set()
    for on_the_web, group in groupby(paths, key=is_address):
        for item in open_addresses(group, options) if on_the_web else _open_all(group, options):
            yield _once(fill_in(item, options.given), seen) if isinstance(item, Page) else item


def open_sources(sources: Iterable[Source], options: InputOptions) -> Found:
    """As `open_inputs`, of sources that are open already: what was uploaded, say."""
    seen: set[bytes] = set()
    for source in sources:
        for item in _guard(source.origin, partial(open_source, source, options)):
            yield _once(fill_in(item, options.given), seen) if isinstance(item, Page) else item


def _open_all(paths: Iterable[str], options: InputOptions) -> Found:
    for path in paths:
        yield from _guard(path, partial(_open_path, path, options))


def _once(page: Page, seen: set[bytes]) -> Page | Failure:
    key = hashlib.blake2b(page.id.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    if key in seen:
        why = f"an article with the id “{page.id}” came before; the first stands, give this one another id"
        return Failure(item=item_of(page), stage="acquire", why=why)
    seen.add(key)
    return page


def _guard(name: str, items: Callable[[], Found]) -> Found:
    """The items, and in place of an expected fault a Failure."""
    try:
        yield from items()
    except _FAULTS as err:
        yield Failure(item=name, stage="acquire", why=_reason(name, err))


def _reason(name: str, err: BaseException) -> str:
    if isinstance(err, InputError):
        return str(err)
    if isinstance(err, FileNotFoundError):
        return f"there is no file or folder {name}; check the path"
    if isinstance(err, PermissionError):
        return f"{name} may not be read; check its permissions"
    if isinstance(err, RecursionError):
        return f"{name} is nested too deeply to be an article; remove it"
    return f"{name} cannot be read ({str(err).rstrip('.') or type(err).__name__}); it is broken or cut off"


def _open_path(path: str, options: InputOptions) -> Found:
    if path == "-":
        stdin = options.stdin or sys.stdin.buffer
        return open_source(Source(id="-", origin="standard input", open=lambda: stdin), options)
    place = Path(path)
    if place.is_dir():
        return _open_folder(place, options)
    if not place.exists() and glob.has_magic(path):
        return _open_glob(path, options)
    return open_source(file_source(place, _file_id(place, options)), options)


def file_source(place: Path, id: str) -> Source:  # noqa: A002
    """A file on disk as a source; raises FileNotFoundError."""
    size = place.stat().st_size
    return Source(id=id, origin=str(place), open=partial(_open_file, place), size=size, beside=partial(_beside, place))


def _open_file(place: Path) -> BinaryIO:
    return place.open("rb")


def _beside(place: Path, name: str) -> bytes | None:
    other = place.with_name(name)
    return other.read_bytes() if other.is_file() else None


def _file_id(place: Path, options: InputOptions) -> str:
    """The path relative to the root where it lies in it, else as given."""
    root = (options.root or Path.cwd()).absolute()
    whole = Path(os.path.normpath(place.absolute()))
    return whole.relative_to(root).as_posix() if whole.is_relative_to(root) else place.as_posix()


def _open_folder(folder: Path, options: InputOptions) -> Found:
    """Every file of the folder and the folders in it, sorted by path; hidden ones and parts of saved pages left out."""
    root = (options.root or Path.cwd()).absolute()
    inside = Path(os.path.normpath(folder.absolute())).is_relative_to(root)
    names = archives.select_exports([place.relative_to(folder).as_posix() for place in list_folder(folder)])
    for name in names:
        place = folder / name
        source_id = _file_id(place, options) if inside else name
        yield from _guard(str(place), partial(_open_file_source, place, source_id, options))
    if not names:
        raise InputError(f"the folder {folder} has no files to read")


def _open_file_source(place: Path, id: str, options: InputOptions) -> Found:  # noqa: A002
    return open_source(file_source(place, id), options)


def list_folder(folder: Path) -> Iterator[Path]:
    """The files below `folder` in the order of their paths, without hidden ones and "…_files" folders of saved pages."""
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        if entry.name.startswith(".") or entry.name == "__MACOSX":
            continue
        if entry.is_dir(follow_symlinks=False):
            if not entry.name.endswith("_files"):
                yield from list_folder(Path(entry.path))
        elif entry.is_file():
            yield Path(entry.path)


def _open_glob(pattern: str, options: InputOptions) -> Found:
    places = sorted(glob.glob(pattern, recursive=True))  # noqa: PTH207  (Path.glob takes no absolute pattern)
    if not places:
        raise InputError(f"no file fits the pattern {pattern}; check it")
    for place in map(Path, places):
        if place.is_file():
            yield from _guard(str(place), partial(_open_path, str(place), options))


def open_source(source: Source, options: InputOptions) -> Found:
    """The articles in one source, by its kind."""
    with open_plain(source, options) as stream:
        head = stream.peek(4096)[:4096]
        if not head:
            raise InputError(f"{source.origin} is empty; there is nothing to read")
        kind = options.kind or tell_kind(source.origin, head)
        if kind.startswith("other"):
            raise InputError(
                f"{source.origin} is {kind[7:]}, not text; give it as text, HTML, JSON lines or a web archive"
            )
        if kind == "text" and is_url_list(head):
            kind = "urls"
        if kind not in READERS:
            raise InputError(f"there is no kind of input called {kind}; choose one of {', '.join(READERS)}")
        yield from READERS[kind](stream, source, options)


def _read_json(stream: BinaryIO, source: Source, options: InputOptions) -> Found:
    data = read_all(stream, source, options).removeprefix(b"\xef\xbb\xbf")
    try:
        value = lines.decode_json(data)
    except InputError as err:
        if data.lstrip()[:1] == b"[":
            return lines.read_broken_array(data.decode("utf-8", "replace"), source, options)
        raise InputError(f"{source.origin} {err}") from err
    if exports.is_telegram(value):
        return exports.read_telegram(cast("dict[str, object]", value), source)
    if exports.is_outbox(value):
        return exports.read_outbox(cast("dict[str, object]", value), source)
    if is_json_feed(value):
        return iter(parse_feed(data, source.origin))
    records = lines.list_records(value)
    return lines.read_json_records([value] if records is None else records, source, options)


def _read_table(stream: BinaryIO, source: Source, options: InputOptions) -> Found:
    return lines.read_table(read_all(stream, source, options), source, options)


def _read_feed(stream: BinaryIO, source: Source, options: InputOptions) -> Found:
    return iter(parse_feed(read_all(stream, source, options), source.origin))


def _read_zip(stream: BinaryIO, source: Source, options: InputOptions) -> Found:
    return archives.read_zip(stream, source, options, open_source)


def _read_warc(stream: BinaryIO, source: Source, options: InputOptions) -> Found:
    """Reads the archive anew where it can be opened again: unpacking record by record is many times as fast."""
    if source.id == "-":
        yield from archives.read_warc(stream, source, options)
        return
    with source.open() as packed:
        yield from archives.read_warc(packed, source, options)


def _read_urls(stream: BinaryIO, source: Source, options: InputOptions) -> Found:
    return open_addresses(split_list(read_all(stream, source, options), source.origin), options)


def _read_opml(stream: BinaryIO, source: Source, options: InputOptions) -> Found:
    return open_addresses(split_opml(read_all(stream, source, options), source.origin), options)


READERS: dict[str, Reader] = {
    "text": documents.read_text_file,
    "html": documents.read_html_file,
    "mhtml": documents.read_mhtml_file,
    "jsonl": lines.read_json_lines,
    "json": _read_json,
    "csv": _read_table,
    "feed": _read_feed,
    "zip": _read_zip,
    "warc": _read_warc,
    "x": exports.read_x,
    "urls": _read_urls,
    "opml": _read_opml,
}
"""How each kind of input is read."""


def count_inputs(paths: Sequence[str], options: InputOptions) -> int | None:
    """How many articles there are, where that is known without reading them (lines are counted); else None."""
    total = 0
    for path in paths:
        count = 1 if is_address(path) else _count_path(Path(path), options)
        if count is None:
            return None
        total += count
    return total


def _count_path(place: Path, options: InputOptions) -> int | None:
    if place.is_dir():
        names = archives.select_exports([inner.relative_to(place).as_posix() for inner in list_folder(place)])
        counts = [_count_path(place / name, options) for name in names]
        return None if None in counts else sum(count or 0 for count in counts)
    if not place.is_file():
        return 1 if not glob.has_magic(str(place)) and str(place) != "-" else None
    try:
        with open_plain(file_source(place, str(place)), options) as stream:
            return _count_stream(stream, tell_kind(str(place), stream.peek(4096)[:4096]), place.stat().st_size)
    except _FAULTS:
        return 1


def _count_stream(stream: BinaryIO, kind: str, size: int) -> int | None:
    """One for a document or a broken file, the lines of JSON lines up to a gigabyte; None where it takes reading."""
    if kind in ("text", "html", "mhtml") or kind.startswith("other"):
        return 1
    if kind == "jsonl" and size < 1_000_000_000:
        return sum(1 for line in stream if line.strip())
    return None

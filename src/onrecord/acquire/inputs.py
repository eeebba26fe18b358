"""What a person names (files, folders, globs, "-", addresses) comes in; Pages and Failures go out, lazily and in order."""

from __future__ import annotations

import glob
import hashlib
import io
import os
import sys
import zipfile
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import BinaryIO

from onrecord.acquire import documents, lines
from onrecord.acquire.blobs import PACKED_ERRORS, Source, open_plain, read_all
from onrecord.acquire.kinds import tell_kind
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
    for path in paths:
        for item in _guard(path, partial(_open_path, path, options)):
            yield _once(fill_in(item, options.given), seen) if isinstance(item, Page) else item


def _once(page: Page, seen: set[bytes]) -> Page | Failure:
    key = hashlib.blake2b(page.id.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    if key in seen:
        why = f"an article with the id “{page.id}” came before; the first stands, give this one another id"
        return Failure(item=page.id, stage="acquire", why=why)
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
    found = 0
    for place in list_folder(folder):
        found += 1
        id_ = _file_id(place, options) if inside else place.relative_to(folder).as_posix()
        yield from _guard(str(place), lambda place=place, id_=id_: open_source(file_source(place, id_), options))  # type: ignore[misc]
    if not found:
        raise InputError(f"the folder {folder} has no files to read")


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
            yield from _guard(str(place), lambda place=place: _open_path(str(place), options))  # type: ignore[misc]


def open_source(source: Source, options: InputOptions) -> Found:
    """The articles in one source, by its kind."""
    with open_plain(source, options) as stream:
        head = stream.peek(4096) if isinstance(stream, io.BufferedReader) else b""
        if not head:
            raise InputError(f"{source.origin} is empty; there is nothing to read")
        kind = options.kind or tell_kind(source.origin, head[:4096])
        if kind.startswith("other"):
            raise InputError(
                f"{source.origin} is {kind[7:]}, not text; give it as text, HTML, JSON lines or a web archive"
            )
        yield from READERS[kind](stream, source, options)


def _read_json(stream: BinaryIO, source: Source, options: InputOptions) -> Found:
    data = read_all(stream, source, options)
    try:
        value = lines.decode_json(data.removeprefix(b"\xef\xbb\xbf"))
    except InputError as err:
        if data.lstrip()[:1] == b"[":
            return lines.read_broken_array(data.decode("utf-8", "replace"), source, options)
        raise InputError(f"{source.origin} {err}") from err
    records = lines.list_records(value)
    return lines.read_json_records([value] if records is None else records, source, options)


def _read_table(stream: BinaryIO, source: Source, options: InputOptions) -> Found:
    return lines.read_table(read_all(stream, source, options), source, options)


READERS: dict[str, Reader] = {
    "text": documents.read_text_file,
    "html": documents.read_html_file,
    "mhtml": documents.read_mhtml_file,
    "jsonl": lines.read_json_lines,
    "json": _read_json,
    "csv": _read_table,
}

"""A path, an archive member or standard input comes in; its bytes go out, unpacked within limits, or one clear error."""

from __future__ import annotations

import gzip
import hashlib
import io
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, Protocol

import zstandard

from onrecord.acquire.options import MEGABYTE, InputOptions
from onrecord.record import InputError

GZIP, ZSTD, ZIP = b"\x1f\x8b", b"\x28\xb5\x2f\xfd", b"PK\x03\x04"
PACKED_ERRORS = (OSError, EOFError, zlib.error, zstandard.ZstdError)
_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe\x00\x00", "utf-32"), (b"\x00\x00\xfe\xff", "utf-32"),
          (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))  # fmt: skip
_FREE = 64 * MEGABYTE  # unpacked bytes before the ratio counts


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Something that can be opened: `id` is what its article will be called, `origin` where it lies.

    `beside` reads a file next to it by name (exports keep the account's name there), or gives None.
    """

    id: str
    origin: str
    open: Callable[[], BinaryIO]
    size: int | None = None
    beside: Callable[[str], bytes | None] = lambda _name: None


class Unpacker(Protocol):
    """What gzip and zstandard give to read unpacked bytes from."""

    def read1(self, size: int, /) -> bytes:
        """At most so many bytes; none at the end."""
        ...

    def close(self) -> None:
        """Let go of it."""
        ...


class Unpacked(io.RawIOBase):
    """A readable stream that stops a bomb: no more than `ratio` bytes out per packed byte in, after the first 64 MB."""

    def __init__(self, packed: BinaryIO, unpack: Callable[[BinaryIO], Unpacker], *, ratio: int, name: str) -> None:
        super().__init__()
        self._packed, self._ratio, self._name = packed, ratio, name
        self._stream, self._out = unpack(packed), 0

    def readable(self) -> bool:
        """Always."""
        return True

    def close(self) -> None:
        """Closes the packed stream too."""
        if not self.closed:
            self._stream.close()
            self._packed.close()
        super().close()

    def readinto(self, buffer: object) -> int:
        """Fill the buffer; raises InputError once the limit is passed."""
        view = memoryview(buffer)  # type: ignore[arg-type]
        data = self._stream.read1(len(view))  # what stands before a broken end comes out, where `read` would lose it
        view[: len(data)] = data
        self._out += len(data)
        if self._out > _FREE and self._out > self._ratio * max(1, self._packed.tell()):
            raise InputError(f"{self._name} unpacks to more than {self._ratio} times its size; it is not read further")
        return len(data)


def open_plain(source: Source, options: InputOptions) -> io.BufferedReader[io.RawIOBase]:
    """The source's bytes as a buffered stream, unpacked when they are gzip or zstd (by content, not by name)."""
    stream = io.BufferedReader(_raw(source.open()), 1 << 16)
    head = stream.peek(4)[:4]
    if head[:2] == GZIP:
        return _unpack(stream, lambda packed: gzip.GzipFile(fileobj=packed, mode="rb"), source, options)
    if head == ZSTD:
        reader = zstandard.ZstdDecompressor(max_window_size=1 << 27)
        return _unpack(stream, lambda packed: reader.stream_reader(packed, read_across_frames=True), source, options)
    return stream


def _raw(stream: BinaryIO) -> io.RawIOBase:
    return stream  # type: ignore[return-value]  # BufferedReader only asks for readinto, which each of ours has


def _unpack(
    packed: BinaryIO, unpack: Callable[[BinaryIO], object], source: Source, options: InputOptions
) -> io.BufferedReader[io.RawIOBase]:
    raw: io.RawIOBase = Unpacked(packed, unpack, ratio=options.largest_ratio, name=source.origin)  # type: ignore[arg-type]
    return io.BufferedReader(raw, 1 << 16)


def read_all(stream: BinaryIO, source: Source, options: InputOptions) -> bytes:
    """All bytes of one article; raises InputError when there are more than `largest_item`."""
    data = stream.read(options.largest_item + 1)
    if len(data) > options.largest_item:
        limit = options.largest_item // MEGABYTE
        raise InputError(f"{source.origin} is larger than {limit} MB, which is more than one article; split it")
    return data


def read_lines(stream: BinaryIO, source: Source, options: InputOptions) -> Iterator[tuple[int, bytes]]:
    """Numbered lines (from 1) without their ends; an over-long line is cut off and named as an empty one."""
    number = 0
    while line := stream.readline(options.largest_item + 1):
        number += 1
        if len(line) > options.largest_item:
            raise InputError(f"line {number} of {source.origin} is longer than {options.largest_item // MEGABYTE} MB")
        yield number, line.rstrip(b"\r\n")


def decode_text(data: bytes, name: str, encoding: str | None = None) -> str:
    """The text of plain-text bytes, unchanged but for a byte-order mark; never a guess.

    Raises InputError for binary data and for bytes that are not in the encoding.
    """
    marked = next((code for mark, code in _MARKS if data.startswith(mark)), None)
    if marked is None and b"\x00" in data:
        raise InputError(f"{name} is binary, not text; give it as text, HTML, JSON lines or a web archive")
    code = encoding or marked or "utf-8"
    try:
        text = data.decode(code)
    except UnicodeDecodeError as err:
        raise InputError(
            f"{name} is not {code} text (byte {data[err.start]:#04x} at {err.start:,}); save it as UTF-8 or name its encoding"
        ) from err
    except LookupError as err:
        raise InputError(f"there is no encoding called {code}; name one such as utf-8 or windows-1252") from err
    return text.removeprefix("\ufeff")


def digest(data: bytes) -> str:
    """Hex sha256 of bytes as taken."""
    return hashlib.sha256(data).hexdigest()

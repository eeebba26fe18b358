"""What a person asks of the inputs comes in as one frozen value; every door of acquire reads it from there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO

from onrecord.acquire.web import WebOptions

MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class InputOptions:
    """How inputs are read.

    `columns` maps a field of the input format to the column or JSON field that holds it ({"text": "body"}).
    `given` fills fields that an input itself leaves open ({"publisher": "The Sample"}); it never replaces one.
    `root` is the folder that ids of files are relative to (None: the current one).
    """

    kind: str | None = None  # a name of acquire.kinds.KINDS; None: told by content and suffix
    columns: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    given: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    encoding: str | None = None  # of text files and CSV; None: UTF-8 or what a byte-order mark says
    root: Path | None = None
    stdin: BinaryIO | None = None  # what "-" reads; None: the process's standard input
    largest_item: int = 64 * MEGABYTE
    """Bytes of one article or one line. The largest of 181 saved news pages has 2.1 MB; beyond this lies no news."""
    largest_ratio: int = 200
    """Unpacked bytes per packed byte after the first 64 MB: JSON lines of news pack 3-20 fold, a bomb 1,000 fold."""
    largest_members: int = 1_000_000
    """Files in one archive or folder."""
    web: WebOptions = field(default_factory=WebOptions)
    now: Callable[[], datetime] = lambda: datetime.now(UTC)

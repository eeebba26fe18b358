"""A page comes in; the name under which people can try it again goes out, and back from that name what is to be opened."""

from __future__ import annotations

import re
from pathlib import Path

from onrecord.record import Page

_NUMBERED = re.compile(r"(?P<file>.+)(?P<number>:\d+)")
_VERSION = re.compile(r"@[0-9a-f]{12}$")  # of an entry of a feed that changed (acquire.feeds)
_SEPARATOR = re.compile(r"[#:/\\]")
STDIN = "standard input"


def is_address(name: str) -> bool:
    """Whether a name is an address on the web."""
    return name.lower().startswith(("http://", "https://"))


def item_of(page: Page) -> str:
    """What a failure of this page is filed under: its address or path, so that it can be opened again.

    Of something inside a file: the file, with ":" and the number of the line or "#" and the id.
    """
    origin = page.origin
    if origin is None or origin == STDIN:
        return page.id
    if is_address(origin):
        return _VERSION.sub("", page.id)
    if origin.endswith(page.id):
        return origin
    numbered = _NUMBERED.fullmatch(page.id)
    if numbered and origin.endswith(numbered["file"]):
        return origin + numbered["number"]
    return f"{origin}#{page.id}"


def openable(item: str) -> str | None:
    """The address, or the file that the item is or lies in; None where there is none any more."""
    if is_address(item) or Path(item).exists():
        return item
    for match in reversed(list(_SEPARATOR.finditer(item))):
        if Path(item[: match.start()]).is_file():
            return item[: match.start()]
    return None

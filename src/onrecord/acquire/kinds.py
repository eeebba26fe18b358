"""The name and first bytes of a file come in; what kind of input it is goes out."""

from __future__ import annotations

import re

from onrecord.acquire.blobs import GZIP, ZIP, ZSTD

KINDS = (
    "text", "html", "jsonl", "json", "csv", "warc", "zip", "mhtml", "feed", "x", "urls", "opml",
)  # fmt: skip
"""Names a person may force with InputOptions.kind. WACZ is read as zip; Telegram, Mastodon and JSON Feed as json."""

_SUFFIXES = {
    ".txt": "text", ".text": "text", ".md": "text", ".html": "html", ".htm": "html", ".xhtml": "html", ".shtml": "html",
    ".jsonl": "jsonl", ".ndjson": "jsonl", ".jl": "jsonl", ".json": "json", ".jsonfeed": "json", ".csv": "csv",
    ".tsv": "csv", ".warc": "warc", ".arc": "warc", ".wacz": "zip", ".zip": "zip", ".mhtml": "mhtml", ".mht": "mhtml",
    ".rss": "feed", ".atom": "feed", ".rdf": "feed", ".urls": "urls",
}  # fmt: skip
_PACKING = re.compile(r"\.(gz|gzip|zst|zstd)$", re.IGNORECASE)
_SUFFIX = re.compile(r"\.[a-z0-9]+$")
_OTHER_FORMATS = (
    (b"%PDF", "a PDF"), (b"\x89PNG", "an image"), (b"\xff\xd8\xff", "an image"), (b"GIF8", "an image"),
    (b"RIFF", "an image or sound"), (b"SQLite format 3", "a database"), (b"\x7fELF", "a program"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"), (b"BZh", "packed with bzip2"), (b"\xfd7zXZ", "packed with xz"),
    (b"7z\xbc\xaf", "packed with 7-zip"), (b"Rar!", "packed with RAR"), (b"PAR1", "a Parquet table"),
)  # fmt: skip
_HTML = re.compile(
    rb"<(?:!doctype html|html|head|body|article|div|p|meta|title|h1|blockquote|section|main|span)\b", re.I
)
_CERTAIN = re.compile(rb"<!doctype html|<html[\s>]|<\?xml|\{\s*\"|\[\s*\{\s*\"", re.IGNORECASE)
"""Beginnings that are markup or JSON even in a file called .txt."""
_FEED = re.compile(rb"<(?:rss|feed|rdf:RDF)\b")
_MHTML = re.compile(
    rb"(?:^|\n)(?:MIME-Version:|Content-Type: multipart/related|Snapshot-Content-Location:)", re.IGNORECASE
)
_X = re.compile(rb"\s*window\.YTD\.(\w+)\.part\d+ *=")
_JSON_LINES = re.compile(rb"\s*\{[^\n]*\}\s*\r?\n\s*\{")
_URL_LINE = re.compile(rb"\s*(?:#[^\n]*\n\s*)*https?://\S+\s*(?:\n|$)")
_BOMS = (b"\xff\xfe", b"\xfe\xff")


def tell_kind(name: str, head: bytes) -> str:
    """The kind of a file by content first where content is plain, else by suffix, else text.

    `head` is the first 4 kB or so, unpacked. Returns a name of KINDS, or "other: …" with what it seems to be.
    """
    bare = _PACKING.sub("", name.lower())
    suffix = match.group() if (match := _SUFFIX.search(bare)) else ""
    by_suffix = _SUFFIXES.get(suffix)
    return _by_magic(head) or _by_content(head, by_suffix) or by_suffix or "text"


def is_packed(head: bytes) -> bool:
    """Whether the bytes are gzip or zstd."""
    return head[:2] == GZIP or head[:4] == ZSTD


def _by_magic(head: bytes) -> str | None:
    if head[:4] == ZIP or head[:4] == b"PK\x05\x06":
        return "zip"
    if head[:5] == b"WARC/":
        return "warc"
    other = next((what for magic, what in _OTHER_FORMATS if head.startswith(magic)), None)
    if other:
        return f"other: {other}"
    if b"\x00" in head and not head.startswith(_BOMS):
        return "other: binary"
    return None


def _by_content(head: bytes, by_suffix: str | None) -> str | None:
    """What the words at the beginning show, where that is surer than the suffix."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if _X.match(start):
        return "x"
    if by_suffix == "text" and not _CERTAIN.match(start):
        return "text"
    if by_suffix in ("html", "mhtml", "jsonl", "csv", "urls", "warc", "feed"):
        return "mhtml" if by_suffix == "html" and _MHTML.match(start) else by_suffix
    if by_suffix == "json":
        return "jsonl" if _JSON_LINES.match(start) else "json"
    if start[:1] == b"<":
        return _by_tags(start)
    if start[:1] in b"{[" and start:
        return "jsonl" if _JSON_LINES.match(start) else "json"
    if _MHTML.search(start[:2000]):
        return "mhtml"
    return None


def _by_tags(start: bytes) -> str | None:
    if _FEED.search(start[:2000]):
        return "feed"
    if b"<opml" in start[:2000]:
        return "opml"
    return "html" if _HTML.search(start) else None


def is_url_list(head: bytes) -> bool:
    """Whether a text file begins with an address on a line of its own: a list of addresses, not an article."""
    return _URL_LINE.match(head) is not None

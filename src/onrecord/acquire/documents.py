"""One file that holds one article comes in (plain text, HTML, MHTML); its Page goes out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import Message
from typing import BinaryIO

from onrecord.acquire.blobs import Source, decode_text, digest, read_all
from onrecord.acquire.bundles import split_bundle
from onrecord.acquire.options import InputOptions
from onrecord.record import Failure, InputError, Page

_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)(\S+)\s*-->")
_SINGLE_FILE = re.compile(r"Page saved with SingleFile\s+url:\s*(\S+)(?:\s+saved date:\s*([^\n]+?)\s*\n)?")
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w:-]+)", re.IGNORECASE)
_XML_ENCODING = re.compile(rb"^\s*<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([\w:-]+)", re.IGNORECASE)
_AS_BROWSERS_READ = {"iso-8859-1": "cp1252", "latin-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252",
                     "ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932", "ks_c_5601-1987": "cp949",
                     "euc-kr": "cp949", "iso-8859-9": "cp1254", "tis-620": "cp874", "windows-31j": "cp932"}  # fmt: skip
"""Labels that browsers read as a larger set (WHATWG Encoding Standard, "Names and labels")."""


def read_text_file(stream: BinaryIO, source: Source, options: InputOptions) -> Iterator[Page | Failure]:
    """The file's text as it is; of a newspaper archive's export each of its articles."""
    data = read_all(stream, source, options)
    text = decode_text(data, source.origin, options.encoding)
    yield from split_bundle(text, source) or [Page(id=source.id, text=text, origin=source.origin, sha256=digest(data))]


def read_html_file(stream: BinaryIO, source: Source, options: InputOptions) -> Iterator[Page | Failure]:
    """A saved page, with the address and time that browsers and SingleFile leave in it."""
    data = read_all(stream, source, options)
    yield html_page(data, id=source.id, origin=source.origin, charset=options.encoding)


def html_page(data: bytes, *, id: str, origin: str, charset: str | None = None) -> Page:  # noqa: A002
    """The page of HTML bytes."""
    html = decode_html(data, charset)
    if not html.strip():
        raise InputError(f"{origin} is empty; there is no page in it")
    url, taken = _saved_from(html[:4000])
    return Page(id=id, html=html, url=url, origin=origin, taken=taken, sha256=digest(data))


def _saved_from(head: str) -> tuple[str | None, str | None]:
    if match := _SAVED_FROM.search(head):
        return match[1], None
    if match := _SINGLE_FILE.search(head):
        return match[1], match[2]
    return None, None


def decode_html(data: bytes, charset: str | None = None) -> str:
    """HTML bytes as text, as browsers do: byte-order mark, what was declared, UTF-8, at last windows-1252."""
    for mark, code in ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if data.startswith(mark):
            return data[len(mark) :].decode(code, "replace")
    try:
        return data.decode("utf-8")  # what is valid UTF-8 by accident is rarer than a wrong declaration
    except UnicodeDecodeError as err:
        if _cut_off(data, err):
            return data.decode("utf-8", "replace")
    declared = _XML_ENCODING.search(data[:1024]) or _CHARSET.search(data[:4096])
    names = (charset, declared[1].decode("ascii") if declared else None)
    for name in filter(None, names):
        text = _try(data, name)
        if text is not None:
            return text
    return data.decode("utf-8", "replace") if b"utf-8" in data[:2000].lower() else data.decode("cp1252", "replace")


def _cut_off(data: bytes, err: UnicodeDecodeError) -> bool:
    """Whether only the last character is broken: a page cut off in the middle."""
    return err.start >= len(data) - 4 and len(data) > 4


def _try(data: bytes, name: str) -> str | None:
    """The text, unless the encoding is unknown or more than one character in a thousand does not fit it."""
    code = _AS_BROWSERS_READ.get(name.lower(), name)
    try:
        text = data.decode(code, "replace")
    except (LookupError, ValueError):
        return None
    return text if text.count("\ufffd") <= len(text) // 1000 + 1 else None


def read_mhtml_file(stream: BinaryIO, source: Source, options: InputOptions) -> Iterator[Page | Failure]:
    """A page saved as MHTML (RFC 2557): its first HTML part, with the address and date of its head."""
    data = read_all(stream, source, options)
    message = message_from_bytes(data, policy=policy.compat32)
    part = next((part for part in message.walk() if part.get_content_type() == "text/html"), None)
    payload = part.get_payload(decode=True) if part is not None else None
    if part is None or not isinstance(payload, bytes) or not payload.strip():
        raise InputError(f"{source.origin} holds no HTML part; save the page again")
    url = _header(message, "Snapshot-Content-Location") or _header(part, "Content-Location")
    yield Page(
        id=source.id,
        html=decode_html(payload, part.get_content_charset()),
        url=url if url and url.startswith("http") else None,
        origin=source.origin,
        taken=_header(message, "Date"),
        sha256=digest(data),
    )


def _header(message: Message, name: str) -> str | None:
    value = message.get(name)
    return str(value).strip() or None if value else None

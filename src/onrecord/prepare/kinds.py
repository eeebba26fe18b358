"""Headline, address, section and first words come in; the kind of article (news, opinion, live …) goes out."""

from __future__ import annotations

import re
from typing import cast, get_args
from urllib.parse import urlsplit

from onrecord.knowledge.furniture import kind_patterns
from onrecord.knowledge.outlets import find_outlet
from onrecord.prepare.body import Body
from onrecord.record import ArticleKind

_TURN = re.compile(r"^\s*(?:[A-Z][A-Z.'’ -]{2,40}|Q|A|QUESTION|MODERATOR)(?:\s*\([^)]{0,60}\))?\s*:\s+\S")


def tell_kind(body: Body, *, title: str | None, publisher: str | None, given: str | None) -> ArticleKind:
    """The kind given, else the first that type, address, section, headline or first paragraphs show, else news."""
    if given and given.lower() in get_args(ArticleKind):
        return cast("ArticleKind", given.lower())
    outlet = find_outlet(publisher) if publisher else None
    if outlet is not None and outlet.kind == "wire":
        return "release"
    folders = urlsplit(body.canonical_url or body.url or "").path.lower().split("/")[1:-1]
    top = [span.of(body.text)[:400] for span in body.paragraphs[:3]]
    for kind, signs in kind_patterns().items():
        if _shows(signs, body, title, folders, top):
            return cast("ArticleKind", kind)
    return "transcript" if _has_turns(body) else "news"


def _shows(
    signs: dict[str, re.Pattern[str]], body: Body, title: str | None, folders: list[str], top: list[str]
) -> bool:
    never = re.compile(r"(?!)")
    return (
        any(signs.get("type", never).fullmatch(name) for name in body.types)
        or (title is not None and signs.get("title", never).match(title.strip()) is not None)
        or (body.section is not None and signs.get("section", never).fullmatch(body.section.strip()) is not None)
        or any(signs.get("path", never).fullmatch(folder) for folder in folders)
        or any(signs.get("text", never).match(line) for line in top)
    )


def _has_turns(body: Body) -> bool:
    """Whether at least eight paragraphs and a third of all open with a speaker's name in capitals and a colon."""
    turns = sum(_TURN.match(span.of(body.text)[:120]) is not None for span in body.paragraphs)
    return turns >= 8 and turns * 3 >= len(body.paragraphs)

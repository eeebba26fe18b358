"""A file of hand labels and the folder of corpora come in; labelled articles with their attributions go out.

Labels refer to articles by corpus file and id and to words by offset; the texts stay where they are.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from onrecord.prepare.sentences import split_lines, split_sentences
from onrecord.record import Analysis, Article, Attribution, InputError, Span, item_id

Analyse = Callable[[Article], Analysis]
_QUOTES = "“\"‘'«`"


@dataclass(frozen=True, slots=True)
class Labelled:
    """One article with its labels and, for each of them, the attribution as the label gives it."""

    article: Article
    labels: tuple[Mapping[str, Any], ...]
    attributions: tuple[Attribution, ...]


def read_labels(labels: Path, corpora: Path) -> Iterator[Labelled]:
    """Labelled articles in order of first mention. Raises InputError for an article that the corpora do not hold."""
    grouped: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for line in labels.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        grouped.setdefault((row["corpus"], row["article"]), []).append(row)
    texts = {corpus: _texts(corpora / corpus) for corpus in sorted({corpus for corpus, _ in grouped})}
    for (corpus, article_id), rows in grouped.items():
        if article_id not in texts[corpus]:
            raise InputError(f"{corpora / corpus}: no article {article_id!r}; the labels belong to another version")
        article = plain_article(article_id, *texts[corpus][article_id])
        yield Labelled(article, tuple(rows), tuple(_attribution(article, row) for row in rows))


def _texts(path: Path) -> dict[str, tuple[str, str | None]]:
    if not path.is_file():
        raise InputError(f"{path}: no such corpus; give the folder that holds attribution/ and streams/")
    rows = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return {row["id"]: (row["text"], row.get("published")) for row in rows}


def plain_article(article_id: str, text: str, published: str | None) -> Article:
    """A text as it stands, paragraph a line: what the labels' offsets count in."""
    paragraphs = tuple(split_lines(text))
    return Article(
        id=article_id,
        text=text,
        text_sha256=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        paragraphs=paragraphs,
        sentences=tuple(split_sentences(text, paragraphs)),
        published=published,
    )


def spans_of(cells: list[list[int]]) -> tuple[Span, ...]:
    """Spans from a label's cells."""
    return tuple(Span(*cell) for cell in cells)


def _attribution(article: Article, row: Mapping[str, Any]) -> Attribution:
    source, cue, content = (spans_of(row[part]) for part in ("source", "cue", "content"))
    opens = bool(content) and article.text[content[0].start : content[0].start + 1] in _QUOTES
    mixed = any(mark in span.of(article.text) for span in content for mark in '“"')
    return Attribution(
        id=item_id("attribution", article.id, *source, *cue, *content),
        source=source,
        cue=cue,
        content=content,
        manner="direct" if opens else "mixed" if mixed else "indirect",
    )

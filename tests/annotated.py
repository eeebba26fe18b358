"""Sentences written by hand with tags come in; an article with its analysis goes out, without any model.

A line is words with optional marks after a slash: word/TAG/dep/head/ENTITY, `head` counted in the sentence from 0.
"The/DT/det/1 army/NN/nsubj/2 shelled/VBD/ROOT/2 Homs/NNP/dobj/2/GPE ././punct/2". Words without marks have none.
"""

from __future__ import annotations

import hashlib

from onrecord.record import Analysis, Article, MadeBy, Place, Reading, Sentence, Span, Token


def annotated(*lines: str, title: str | None = None, url: str | None = None) -> tuple[Article, Analysis]:
    """One sentence a line, each its own paragraph."""
    text = ""
    sentences: list[Sentence] = []
    for line in lines:
        start, tokens = len(text), []
        for part in line.split():
            word, *marks = part.split("|")
            marks += [""] * (4 - len(marks))
            glue = word.startswith("~")
            word = word.removeprefix("~")
            if len(text) > start and not glue and word not in {",", ".", ")", "'s", "’s", "?", "!", ";", ":"}:
                text += " "
            head = int(marks[2]) if marks[2] else -1
            entity = f"B-{marks[3]}" if marks[3] and not marks[3].startswith("I-") else marks[3] or "O"
            tokens.append(Token(len(text), len(text) + len(word), marks[0], head, marks[1], entity))
            text += word
        sentences.append(Sentence(span=Span(start, len(text)), tokens=tuple(tokens), paragraph=len(sentences)))
        text += "\n"
    text = text.rstrip("\n")
    article = Article(
        id="made-up",
        text=text,
        text_sha256=hashlib.sha256(text.encode()).hexdigest(),
        paragraphs=tuple(sentence.span for sentence in sentences),
        sentences=tuple(sentence.span for sentence in sentences),
        title=title,
        url=url,
    )
    return article, Analysis(sentences=tuple(sentences))


def reading_of(article: Article, places: tuple[Place, ...] = ()) -> Reading:
    """A bare reading."""
    return Reading(article=article, made_by=MadeBy(onrecord="0"), places=places)

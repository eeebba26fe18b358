"""Passages with their syntax come in; windows of numbers and labels, and padded batches of them, go out."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from onrecord.models.features import PLACES, Encoded, cut_windows, encode_words
from onrecord.train.corpora import GoldAttribution, Passage
from onrecord.train.teacher import Syntax

IGNORED = -100
ROLES = ("O", "B-source", "I-source", "B-cue", "I-cue", "B-content", "I-content")
CLS, SEP, PAD = 101, 102, 0

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """One passage as numbers, with a label a word for every head (`IGNORED`, or nan, where there is none)."""

    id: str
    corpus: str
    encoded: Encoded
    role: Ints
    attributions: tuple[GoldAttribution, ...]
    has_attributions: bool
    tag: Ints
    head: Ints
    dep: Ints
    entity: Ints
    factuality: npt.NDArray[np.float32]
    trigger: npt.NDArray[np.float32]


def glued(passage: Passage) -> list[bool]:
    """For every word whether it follows the one before it without white space."""
    return [bool(n) and passage.spans[n - 1].end == span.start for n, span in enumerate(passage.spans)]


def role_labels(passage: Passage) -> Ints:
    """BIO numbers of `ROLES`; nothing is known in masked regions or where the corpus has no attributions."""
    size = len(passage.spans)
    if passage.attributions is None:
        return np.full(size, IGNORED, dtype=np.int64)
    labels = np.zeros(size, dtype=np.int64)
    for gold in passage.attributions:
        runs = [(run, 5) for run in gold.content] + ([(gold.source, 1)] if gold.source else []) + [(gold.cue, 3)]
        for (start, end), number in runs:
            labels[start:end] = number + 1
            labels[start] = number
    for start, end in passage.masked:
        labels[start:end] = IGNORED
    return labels


def label_passage(
    passage: Passage, syntax: Syntax, schemes: Mapping[str, Mapping[str, int]], pieces: Callable[[str], tuple[int, ...]]
) -> Labelled:
    """All labels of a passage as numbers of the `schemes` (tag, dep, entity)."""
    size = len(passage.spans)
    factuality = np.full(size, np.nan, dtype=np.float32)
    for number, value in (passage.factuality or {}).items():
        factuality[number] = value
    trigger = np.full(size, np.nan, dtype=np.float32)
    if passage.triggers is not None:
        trigger[:] = 0
        for start, end in passage.triggers:
            trigger[start:end] = 1
    return Labelled(
        id=passage.id,
        corpus=passage.corpus,
        encoded=encode_words(passage.words, glued(passage), passage.sentence, passage.paragraph, pieces=pieces),
        role=role_labels(passage),
        attributions=passage.attributions or (),
        has_attributions=passage.attributions is not None,
        tag=np.array([schemes["tag"].get(label, IGNORED) for label in syntax.tag], dtype=np.int64),
        head=syntax.head.astype(np.int64),
        dep=np.array([schemes["dep"].get(label, IGNORED) for label in syntax.dep], dtype=np.int64),
        entity=np.array([schemes["entity"].get(label, 0) for label in syntax.entity], dtype=np.int64),
        factuality=factuality,
        trigger=trigger,
    )


def is_held_out(identity: str, share: float) -> bool:
    """Whether an article is kept from training for thresholds and calibration: decided by its id alone."""
    return int(hashlib.sha256(identity.encode()).hexdigest()[:8], 16) < share * 2**32


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Words [start, end) of a labelled passage."""

    labelled: Labelled
    start: int
    end: int
    size: int  # pieces, with the two end marks


def windows_of(labelled: Labelled, budget: int) -> Iterator[Window]:
    """Consecutive windows of whole sentences."""
    sizes = [len(word) for word in labelled.encoded.pieces]
    for start, end in cut_windows(sizes, (labelled.encoded.feature % PLACES).tolist(), budget):
        yield Window(labelled=labelled, start=start, end=end, size=sum(sizes[start:end]) + 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Padded windows. Lists of gold relations count words within their window."""

    pieces: Tensor
    feature: Tensor
    mask: Tensor  # added to attention scores
    first: Tensor
    sentence: Tensor  # padding has -1
    real: Tensor  # [batch, words] bool
    labels: Mapping[str, Tensor]
    gold: Sequence[Sequence[GoldAttribution]]
    linked: Tensor  # [batch] bool: relations are known
    wide: Tensor  # [batch] bool: factuality is on UDS-IH2's scale


def collate(windows: Sequence[Window]) -> Batch:
    """Pads windows to one shape."""
    length, words = max(w.size for w in windows), max(w.end - w.start for w in windows)
    pieces = torch.full((len(windows), length), PAD)
    feature = torch.zeros((len(windows), length), dtype=torch.long)
    mask = torch.zeros(len(windows), 1, 1, length)
    first = torch.zeros((len(windows), words), dtype=torch.long)
    sentence = torch.full((len(windows), words), -1)
    labels = {name: torch.full((len(windows), words), IGNORED) for name in ("role", "tag", "head", "dep", "entity")}
    labels |= {name: torch.full((len(windows), words), float("nan")) for name in ("factuality", "trigger")}
    for row, window in enumerate(windows):
        part, count = slice(window.start, window.end), window.end - window.start
        encoded = window.labelled.encoded
        sizes = [len(word) for word in encoded.pieces[part]]
        flat = [CLS, *(piece for word in encoded.pieces[part] for piece in word), SEP]
        pieces[row, : len(flat)] = torch.tensor(flat)
        feature[row, 1 : len(flat) - 1] = torch.from_numpy(np.repeat(encoded.feature[part], sizes))
        mask[row, ..., len(flat) :] = float("-inf")
        first[row, :count] = torch.from_numpy(np.cumsum([1, *sizes[:-1]]))
        sentence[row, :count] = torch.from_numpy(encoded.sentence[part] - encoded.sentence[window.start])
        for name in labels:
            labels[name][row, :count] = torch.from_numpy(getattr(window.labelled, name)[part])
        head = labels["head"][row, :count] - window.start
        labels["head"][row, :count] = torch.where((head >= 0) & (head < count), head, IGNORED)
    return Batch(
        pieces=pieces,
        feature=feature,
        mask=mask,
        first=first,
        sentence=sentence,
        real=sentence >= 0,
        labels=labels,
        gold=[window_gold(w) for w in windows],
        linked=torch.tensor([w.labelled.has_attributions for w in windows]),
        wide=torch.tensor([w.labelled.corpus.startswith("uds") for w in windows]),
    )


def window_gold(window: Window) -> list[GoldAttribution]:
    """Gold relations whose cue stands in the window, cut to it."""

    def cut(run: tuple[int, int]) -> tuple[int, int] | None:
        start, end = max(run[0], window.start) - window.start, min(run[1], window.end) - window.start
        return (start, end) if start < end else None

    found = []
    for gold in window.labelled.attributions:
        cue = cut(gold.cue)
        if cue:
            content = tuple(part for run in gold.content if (part := cut(run)))
            found.append(GoldAttribution(source=cut(gold.source) if gold.source else None, cue=cue, content=content))
    return found


def join(parts: Sequence[Labelled]) -> Labelled:
    """Lone sentences of one corpus as one text, so that windows are filled; each keeps its own paragraph."""
    words = np.cumsum([0, *(len(part.role) for part in parts)])
    sentences = np.cumsum([0, *(int(part.encoded.sentence[-1]) + 1 for part in parts)])
    encoded = Encoded(
        pieces=tuple(word for part in parts for word in part.encoded.pieces),
        feature=np.concatenate([part.encoded.feature for part in parts]),
        sentence=np.concatenate([part.encoded.sentence + n for part, n in zip(parts, sentences, strict=False)]),
        quote=np.concatenate([part.encoded.quote for part in parts]),
    )
    return Labelled(
        id=f"{parts[0].id}+{len(parts) - 1}",
        corpus=parts[0].corpus,
        encoded=encoded,
        attributions=(),
        has_attributions=False,
        head=np.concatenate([part.head + n for part, n in zip(parts, words, strict=False)]),
        **{
            name: np.concatenate([getattr(part, name) for part in parts])
            for name in ("role", "tag", "dep", "entity", "factuality", "trigger")
        },
    )

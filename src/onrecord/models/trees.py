"""Scores of every word as head of every other come in; one tree a sentence goes out. Nothing but numpy."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]


def best_heads(scores: Floats, sentences: Sequence[tuple[int, int]]) -> Ints:
    """Head of every word, a root being its own: one root a sentence, and no circles.

    `scores[w, h]` is that of h as head of w, `scores[w, w]` of w as root. Nearly every sentence's best heads are a
    tree already; only the others are mended.
    """
    heads: Ints = np.asarray(scores.argmax(1), dtype=np.int64)
    for start, end in sentences:
        part = heads[start:end] - start
        if part.min() < 0 or part.max() >= end - start or not is_tree(part):
            heads[start:end] = mended(scores[start:end, start:end]) + start
    return heads


def is_tree(heads: Ints) -> bool:
    """Whether exactly one word is its own head and every other leads to it."""
    places = np.arange(len(heads))
    if (heads == places).sum() != 1:
        return False
    reached = heads
    for _ in range(max(1, len(heads).bit_length())):
        reached = reached[reached]
    return bool((heads[reached] == reached).all())


def mended(scores: Floats) -> Ints:
    """A tree near the best: the best root, then for each circle the cheapest way out of it."""
    size = len(scores)
    root = int(scores.diagonal().argmax())
    scores = scores.copy()
    np.fill_diagonal(scores, -np.inf)
    heads = scores.argmax(1).astype(np.int64) if size > 1 else np.zeros(1, dtype=np.int64)
    heads[root] = root
    while circle := _circle(heads, root):
        inside = set(circle)
        out = [n for n in range(size) if n not in _below(heads, inside)]
        loss, word, head = max((float(scores[w, h] - scores[w, heads[w]]), w, h) for w in circle for h in out)
        del loss
        heads[word] = head
    return heads


def _circle(heads: Ints, root: int) -> list[int]:
    """Words of one circle, or nothing."""
    safe = {root}
    for start in range(len(heads)):
        path: list[int] = []
        word = start
        while word not in safe and word not in path:
            path.append(word)
            word = int(heads[word])
        if word in path:
            return path[path.index(word) :]
        safe.update(path)
    return []


def _below(heads: Ints, inside: set[int]) -> set[int]:
    """The words of a circle and all that hang from it."""
    found = set(inside)
    while more := {n for n in range(len(heads)) if n not in found and int(heads[n]) in found}:
        found |= more
    return found

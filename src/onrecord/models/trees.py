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
    root = int(scores.diagonal().argmax())
    free = scores.copy()
    np.fill_diagonal(free, -np.inf)
    heads: list[int] = free.argmax(1).tolist()
    heads[root] = root
    while circle := _circle(heads, root):
        outside = np.ones(len(heads), dtype=bool)
        outside[_below(heads, circle)] = False
        rows = free[circle]
        loss = np.where(outside, rows, -np.inf) - rows[np.arange(len(circle)), [heads[n] for n in circle]][:, None]
        word, head = divmod(int(loss.argmax()), len(heads))
        heads[circle[word]] = head
    return np.array(heads, dtype=np.int64)


def _circle(heads: list[int], root: int) -> list[int]:
    """Words of one circle, or nothing."""
    safe = {root}
    for start in range(len(heads)):
        path: list[int] = []
        word = start
        while word not in safe and word not in path:
            path.append(word)
            word = heads[word]
        if word in path:
            return path[path.index(word) :]
        safe.update(path)
    return []


def _below(heads: list[int], circle: list[int]) -> list[int]:
    """The words of a circle and all that hang from it."""
    children: dict[int, list[int]] = {}
    for word, head in enumerate(heads):
        children.setdefault(head, []).append(word)
    found, stack = set(circle), list(circle)
    while stack:
        for child in children.get(stack.pop(), ()):
            if child not in found:
                found.add(child)
                stack.append(child)
    return list(found)

"""Raw figures of the syntax heads come in; labels as the treebank names them go out."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from onrecord.record import Token

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]


def named_deps(scores: Floats, heads: Ints, names: Sequence[str]) -> list[str]:
    """Dependency labels: "ROOT" for words that are their own heads, and for no others."""
    scores = scores.copy()
    root = names.index("ROOT")
    own = heads == np.arange(len(heads))
    scores[~own, root] = -np.inf
    found = [names[number] for number in scores.argmax(1).tolist()]
    return ["ROOT" if is_root else name for name, is_root in zip(found, own.tolist(), strict=True)]


def entity_labels(scores: Floats, names: Sequence[str], sentence: Ints) -> list[str]:
    """BIO labels; an I that continues nothing of its kind becomes a B, and none reaches across sentences."""
    found = [names[number] for number in scores.argmax(1).tolist()]
    for number, label in enumerate(found):
        if label[0] == "I":
            before = found[number - 1] if number and sentence[number] == sentence[number - 1] else "O"
            if before[2:] != label[2:]:
                found[number] = "B" + label[1:]
    return found


def joined_halves(tokens: list[Token], sentence: Ints, cuts: Sequence[int]) -> list[Token]:
    """Gives a sentence that was too long for one window one tree: later parts hang from the root of the first.

    `cuts` are the word numbers at which windows begin. Heads count in the article.
    """
    broken = [cut for cut in cuts if 0 < cut < len(tokens) and sentence[cut] == sentence[cut - 1]]
    for cut, stop in pairwise([*broken, len(tokens)]):
        first = int(np.searchsorted(sentence, sentence[cut]))
        root = next(n for n in range(first, cut) if tokens[n].head == n)
        for number in range(cut, stop):
            if sentence[number] != sentence[cut]:
                break
            if tokens[number].head == number:
                tokens[number] = tokens[number]._replace(head=root, dep="dep")
    return tokens

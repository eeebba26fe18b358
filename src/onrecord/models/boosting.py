"""Boosted trees as a table and rows of features come in; a chance for each row goes out, by numpy alone."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from onrecord.record import ModelError

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Trees:
    """Nodes of all trees in one table; `roots` are the places of the trees' first nodes.

    A row goes `left` where its feature is at most the threshold; a leaf is its own left and right. The chance is the
    logistic of `start` plus the `value` of every leaf reached. `names` are the features, in order.
    """

    roots: Ints
    feature: Ints
    threshold: Floats
    left: Ints
    right: Ints
    value: Floats
    start: float
    depth: int
    names: tuple[str, ...]

    def chances(self, rows: npt.NDArray[np.float32]) -> Floats:
        """The chance of each row, between 0 and 1."""
        return np.asarray(1 / (1 + np.exp(-self.margins(rows))))

    def margins(self, rows: npt.NDArray[np.float32]) -> Floats:
        """The sum behind each chance (log odds)."""
        table = np.ascontiguousarray(rows, dtype=np.float64)
        total = np.full(len(table), self.start)
        everyone = np.arange(len(table))
        for root in self.roots:
            node = np.full(len(table), root, dtype=np.int32)
            for _ in range(self.depth):
                goes_left = table[everyone, self.feature[node]] <= self.threshold[node]
                node = np.where(goes_left, self.left[node], self.right[node])
            total += self.value[node]
        return total


def load_trees(path: Path, names: tuple[str, ...]) -> Trees:
    """The trees of an npz file; raises ModelError where it is missing or was made for other features."""
    try:
        with np.load(path) as table:
            found = tuple(table["names"].tobytes().decode().split("\n"))
            trees = Trees(
                roots=table["roots"],
                feature=table["feature"].astype(np.int32),
                threshold=table["threshold"].astype(np.float64),
                left=table["left"],
                right=table["right"],
                value=table["value"].astype(np.float64),
                start=float(table["start"]),
                depth=int(table["depth"]),
                names=found,
            )
    except (OSError, KeyError, ValueError) as err:
        raise ModelError(f"{path} cannot be read: reinstall onrecord, its weights are missing") from err
    if found != names:
        raise ModelError(f"{path} was made for other features: train it again (python -m onrecord.train.pairs)")
    return trees

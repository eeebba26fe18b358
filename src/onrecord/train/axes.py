"""Articles nobody labelled come in; the axes along which the encoder's outputs vary go out, beside its weights.

python -m onrecord.train.axes ../shared/data src/onrecord/models/data

Principal components (Pearson 1901) of all outputs, standardised, averaged over the words of a cue, a source and a clause
and at the clause's ends. What lies along the first `AXES_KEPT` is the *state* of a word; its variance is about 1 on each.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from onrecord.kit import load_kit
from onrecord.measure.position import pages
from onrecord.models.weights import AXES, write_manifest
from onrecord.pipeline import extract, resolve
from onrecord.prepare.article import read_article
from onrecord.record import OnRecordError
from onrecord.resolve.held import find_held

CORPORA = {"attribution/polnear-train.jsonl": 150, "place/lgl.jsonl": 100, "time/aquaint.jsonl": 70}
AXES_KEPT = 64


def main() -> None:
    """Reads the first articles of each corpus below the first argument, writes into the folder of the second."""
    corpora, folder = map(Path, sys.argv[1:3])
    found = np.array(list(pooled(corpora)), dtype=np.float64)
    centre, spread = found.mean(axis=0), found.std(axis=0) + 1e-3
    _, length, axes = np.linalg.svd((found - centre) / spread, full_matrices=False)
    kept = (axes / (length / np.sqrt(len(found)))[:, None])[:AXES_KEPT] / spread
    np.savez(folder / AXES, axes=kept.T.astype(np.float16), centre=centre.astype(np.float32))
    write_manifest(folder)
    print(
        f"{len(found)} pools, {AXES_KEPT} axes, {(length[:AXES_KEPT] ** 2).sum() / (length**2).sum():.2f} of the variance"
    )


def pooled(corpora: Path) -> Iterator[npt.NDArray[np.float32]]:
    """Mean outputs over the words that the parts of each position rest on."""
    kit = load_kit()
    width = sum(one.shape[1] for one in kit.encoder.session.get_outputs()[:2])
    whole, nothing = np.eye(width, dtype=np.float32), np.zeros(width, dtype=np.float32)
    kit.encoder.weights = replace(kit.encoder.weights, axes=whole, centre=nothing)
    for corpus, count in CORPORA.items():
        for page in list(pages(corpora / corpus).values())[:count]:
            try:
                reading, analysis = extract(read_article(page), kit)
            except OnRecordError:
                continue  # a text without prose has no positions
            states = analysis.states
            for held in find_held(resolve(reading, analysis, kit), analysis):
                for words in (held.cue, held.source, held.clause, held.clause[:1], held.clause[-1:]):
                    if words and states is not None:
                        yield states[list(words)].mean(axis=0)


if __name__ == "__main__":
    main()

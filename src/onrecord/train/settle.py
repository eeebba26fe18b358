"""Exported weights and held-out articles come in; the rules of decoding and the calibration that ship go out."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

import numpy as np
import numpy.typing as npt

from onrecord.models.decode import Calibration, Rules, find_cues
from onrecord.models.encoder import Encoder, WindowScores
from onrecord.models.features import encode_words
from onrecord.models.links import link_scores
from onrecord.train.calibrate import HeldOut, Scored, choose_rules
from onrecord.train.corpora import Passage, read_rows
from onrecord.train.windows import glued

Floats = npt.NDArray[np.float32]

LOWEST = Rules(cue=0.08, cue_word=0.2)
"""Cues below this are never tried."""


def held_out_articles(folder: Path, passages: Sequence[Passage], shared: Path) -> list[HeldOut]:
    """The articles as the exported (8-bit) network scores them."""
    encoder = Encoder(folder)
    gold = {row["id"]: row for row in read_rows(shared / "attribution/polnear-train.jsonl")}
    gold |= {row["id"]: row for row in read_rows(shared / "attribution/polnear-dev.jsonl")}
    return [
        HeldOut(text=passage.text, gold=gold[passage.id]["attributions"], windows=scored_windows(encoder, passage))
        for passage in passages
    ]


def scored_windows(encoder: Encoder, passage: Passage) -> list[Scored]:
    """Every window of one article."""
    encoded = encode_words(passage.words, glued(passage), passage.sentence, passage.paragraph, pieces=encoder.pieces)

    def links(window: WindowScores, cues: Sequence[tuple[int, int]]) -> tuple[Floats, Floats]:
        return link_scores(window.links, encoder.weights.links, cues, encoded.sentence[window.start : window.end])

    return [
        Scored(
            words=passage.spans[window.start : window.end],
            role=window.role,
            cues=find_cues(window.role, LOWEST),
            links=partial(links, window),
        )
        for window in encoder.scores(encoded)
    ]


def settle_rules(articles: Sequence[HeldOut]) -> tuple[Rules, Calibration]:
    """What to ship."""
    rules, calibration, _ = choose_rules(articles, Rules(cue=0.2, cue_word=LOWEST.cue_word))
    return rules, calibration

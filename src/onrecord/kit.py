"""Models and tables, loaded once a process: nothing in, one Kit out."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from onrecord.knowledge.gazetteer import Gazetteer, open_gazetteer
from onrecord.models.encoder import Encoder, load_encoder
from onrecord.record import MadeBy
from onrecord.version import VERSION


@dataclass(frozen=True, slots=True, kw_only=True)
class Kit:
    """What reading an article needs beside the article. Loaded in each worker process, never shipped between them."""

    encoder: Encoder
    gazetteer: Gazetteer
    made_by: MadeBy


@cache
def load_kit() -> Kit:
    """The shipped models and tables. Takes about half a second; raises ModelError when a digest does not match."""
    encoder = load_encoder()
    made_by = MadeBy(onrecord=VERSION, models=tuple(sorted(encoder.digests.items())))
    return Kit(encoder=encoder, gazetteer=open_gazetteer(), made_by=made_by)

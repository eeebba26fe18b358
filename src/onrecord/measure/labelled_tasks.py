"""A folder of corpora in, sheets out: measurements against labels made by hand, which name articles of these corpora by
id and offsets (tests/fixtures of the source tree; docs/labelling.md has the guidelines)."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

from onrecord.acquire.inputs import open_inputs
from onrecord.acquire.options import InputOptions
from onrecord.kit import load_kit
from onrecord.measure import certainty, position, proposition, quantity, speaker, stance
from onrecord.measure.sheet import Sheet
from onrecord.pipeline import extract, refer, resolve
from onrecord.prepare.article import read_article
from onrecord.record import Analysis, Article, InputError, Page, Reading

LABELS = Path(__file__).parents[3] / "tests" / "fixtures"


def labels(name: str) -> Path:
    """A file of labels; raises InputError where onrecord runs without its source tree."""
    path = LABELS / name
    if not path.is_file():
        raise InputError(
            f"{path}: the labels made by hand are in the source tree. Run this from a clone of the project."
        )
    return path


def analyse_text(article: Article) -> Analysis:
    """The syntax of an article, as the pipeline makes it."""
    return extract(article, load_kit())[1]


def stance_task(corpora: Path) -> Sheet:
    """Stance of labelled attributions, each class reported."""
    scores = stance.measure_stance(labels("stance_labels.jsonl"), corpora, analyse_text)
    rows = tuple(
        (name, sum(count for (label, _), count in scores.pairs.items() if label == name), scores.f1(name))
        for name in scores.stances
    )
    return Sheet(
        task="stance",
        title=f"Stance ({scores.pairs.total():,} attributions labelled by hand)",
        columns=("stance", "labelled", "F1"),
        rows=(*rows, ("macro", scores.pairs.total(), scores.macro_f1)),
        plain={
            "macro_f1": scores.macro_f1,
            "accuracy": scores.accuracy,
            "f1": {n: scores.f1(n) for n in scores.stances},
        },
        notes=(f"Right {scores.accuracy:.3f}; polarity {_of(scores.polarity)}, certainty {_of(scores.certainty)}.",),
    )


def speaker_task(corpora: Path) -> Sheet:
    """Speakers of labelled attributions, and how sure the wrong ones are."""
    scores = speaker.measure_speakers(labels("speaker_labels.jsonl"), corpora, analyse_text)
    pages = open_inputs([str(LABELS.parents[1] / "samples" / "articles")], InputOptions())
    readings = [read_resolved(page)[0] for page in pages if isinstance(page, Page)]
    samples = speaker.measure_named(labels("sample_speakers.jsonl"), readings)
    return Sheet(
        task="speaker",
        title=f"Speakers ({len(scores.answers):,} attributions labelled by hand)",
        columns=("articles", "attributions", "right", f"wrong with a score above {speaker.SURE}"),
        rows=tuple(
            (name, len(found.answers), found.right, found.wrong_and_sure)
            for name, found in (("streams", scores), ("samples", samples))
        ),
        plain={
            "right": scores.right,
            "wrong_and_sure": scores.wrong_and_sure,
            "answers": len(scores.answers),
            "samples_right": samples.right,
        },
    )


def proposition_task(corpora: Path) -> Sheet:
    """Boundaries of propositions in labelled contents."""
    path = labels("proposition_labels.jsonl")
    scores = proposition.measure_propositions(path, corpora, analyse_text)
    blind = proposition.measure_propositions(path, corpora, analyse_text, part="blind")
    return Sheet(
        task="proposition",
        title=f"Propositions ({scores.counted[1]:,} contents labelled by hand)",
        columns=("contents", "boundary F1", "whole F1", "right number"),
        rows=tuple(
            (name, found.boundary_f1, found.whole_f1, _share(found.counted))
            for name, found in (("all", scores), (f"the {blind.counted[1]} labelled last, on first sight", blind))
        ),
        plain={"boundary_f1": scores.boundary_f1, "whole_f1": scores.whole_f1, "right_number": _share(scores.counted)},
    )


def read_resolved(page: Page) -> tuple[Reading, Analysis]:
    """A page read whole, with the syntax it was read by."""
    kit = load_kit()
    reading, analysis = extract(read_article(page), kit)
    return resolve(reading, analysis, kit), analysis


def read_referred(page: Page) -> tuple[Reading, Analysis]:
    """As `read_resolved`, before anything is scored or left open."""
    kit = load_kit()
    reading, analysis = extract(read_article(page), kit)
    return refer(reading, analysis, kit), analysis


LEVELS = (0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.92, 0.93, 0.94)


def position_task(corpora: Path) -> Sheet:
    """Whole positions judged by hand: speaker, stance and proposition together, by score."""
    scores = position.measure_positions(labels("position_labels.jsonl"), corpora, read_referred)
    rows = []
    for level in (0.0, *LEVELS):
        counts = {half: scores.above(half, level) for half in ("check", "blind", "fit")}
        if level < position.BLIND_FROM:
            counts["blind"] = (0, 0)
        cells = [cell for half in ("check", "blind") for cell in _with_interval(counts[half])]
        rows.append((f"{level:.2f}", *cells, counts["fit"][1], _share(counts["fit"])))
    parts = {half: scores.parts(half) for half in ("check", "fit")}
    bands = "; ".join(f"{low:.1f}: {share:.2f} of {count}" for low, count, _, share in scores.bands("check"))
    return Sheet(
        task="position",
        title=f"Whole positions ({len(scores.judged):,} judged by hand)",
        columns=(
            "score at least",
            *(f"{half}: {name}" for half in ("check", "blind") for name in ("positions", "right", "95% interval")),
            "fit: positions",
            "fit: right",
        ),
        rows=tuple(rows),
        plain={
            "above": {f"{level}": scores.above("check", level) for level in (0.0, *LEVELS)},
            "blind": {f"{level}": scores.above("blind", level) for level in LEVELS if level >= position.BLIND_FROM},
            "bands": scores.bands("check"),
            "parts": parts,
            "gone": scores.gone,
        },
        notes=(
            "Right part by part (check): "
            + ", ".join(f"{name} {share:.3f}" for name, share in parts["check"].items())
            + ".",
            f"Share right by tenth of the score (check): {bands}.",
            f"{scores.gone} judged positions are not counted: the reading no longer says the same there.",
        ),
    )


def _with_interval(counts: tuple[int, int]) -> tuple[int, float | None, str | None]:
    """How many, the share right, and its 95% interval; of none, neither."""
    if not counts[1]:
        return 0, None, None
    low, high = position.wilson(*counts)
    return counts[1], _share(counts), f"{low:.3f}–{high:.3f}".replace("0.", ".")


def quantity_task(corpora: Path) -> Sheet:
    """Numbers: phrases against the table of bounds, and the tolls of whole articles."""
    found = {
        group: quantity.measure_quantity(
            labels("quantity_labels.jsonl"), corpora / "streams", group=group, analyse=analyse_text
        ).report
        for group in quantity.GROUPS
    }
    names = ("labelled", "f1", "exact", "bounds_right", "measure_right")
    rows = tuple((group, *(report.get(name) for name in names)) for group, report in found.items())
    columns = ("labels", "labelled", "found F1", "exact", "bounds right of found", "measure right")
    return Sheet(task="quantity", title="Numbers (labelled by hand)", columns=columns, rows=rows, plain=found)


def certainty_task(path: Path) -> Sheet:
    """Factuality of event words, −3 to 3 (Lee et al. 2015); peers as published with a large model."""
    scores = certainty.measure_certainty(path, certainty.split_scorer(load_kit().encoder))
    return Sheet(
        task="certainty",
        title=f"Factuality of events ({path.name}, {scores.count:,} words)",
        columns=("system", "mean absolute error", "correlation"),
        rows=(("onrecord", scores.error, scores.correlation), ("published, large model", 0.451, 0.828)),
        plain=asdict(scores),
    )


def _share(counts: tuple[int, int]) -> float:
    return counts[0] / counts[1] if counts[1] else 0.0


def _of(counts: tuple[int, int]) -> str:
    return f"{_share(counts):.3f} of {counts[1]}"

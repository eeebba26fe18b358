"""The name of a task and a path in, its sheet of figures out: every measurement that `onrecord measure` offers."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import msgspec

from onrecord.formats import encode_reading
from onrecord.kit import load_kit
from onrecord.measure import (
    attribution,
    claims,
    event_code,
    event_coreference,
    expected,
    extraction,
    intake,
    place,
    scale,
    speed,
    syndication,
    time,
)
from onrecord.measure.labelled_tasks import (
    analyse_text,
    certainty_task,
    labels,
    position_task,
    proposition_task,
    quantity_task,
    speaker_task,
    stance_task,
)
from onrecord.measure.sheet import Sheet, pick
from onrecord.pipeline import extract, read_page
from onrecord.prepare.article import read_article
from onrecord.reconcile.claims import make_claims
from onrecord.reconcile.worlds import load_world
from onrecord.record import Failure, InputError, Page, Place, Reading
from onrecord.resolve.places import resolve_places


def attribution_task(path: Path) -> Sheet:
    """Attribution against gold in the form of PolNeAR, with the peers' published figures beside ours."""
    readings = (json.loads(encode_reading(reading)) for reading in read_rows(path))
    scores = attribution.measure_attribution(path, readings, bootstrap=1000)
    everything, quoted = scores.report["all"], scores.report["quoted"]
    ours = {
        "system": "onrecord",
        "full": everything["full"]["f1"],
        "detect": everything["detect"]["f1"],
        "quoted_full": quoted["full"]["f1"],
        "quoted_detect": quoted["detect"]["f1"],
        "indirect_recall": everything["recall_by_type"]["indirect"]["r"],
        "source_accuracy": everything["source_acc"]["iou50"],
    }
    low, high = everything["full"]["f1_ci95"]
    columns = ("system", "full", "detect", "quotations: full", "quotations: detect", "indirect recall", "source right")
    return Sheet(
        task="attribution",
        title=f"Attribution, F1 ({path.name})",
        columns=columns,
        rows=pick([ours, *attribution.peers()], *ours),
        plain=scores.report,
        notes=(f"Full relation F1, 95% interval by article: {low:.3f}–{high:.3f}.",),
    )


def time_task(path: Path) -> Sheet:
    """Time expressions against TIMEX3 gold; files of WikiWars have spans alone."""
    scores = time.measure_time(path, analyse=analyse_text, spans_only="wikiwars" in path.name)
    report = scores.report
    ours: dict[str, Any] = {"system": "onrecord"} | {
        name: report[name]["f1"] for name in ("relaxed", "strict", "type", "value") if name in report
    }
    rows = [ours, *([] if scores.spans_only else time.peers())]
    return Sheet(
        task="time",
        title=f"Time expressions, F1 ({path.name})",
        columns=("system", "relaxed", "strict", "type", "value"),
        rows=pick(rows, "system", "relaxed", "strict", "type", "value"),
        plain=report,
    )


def place_task(path: Path) -> Sheet:
    """Toponyms in raw text: found with the same id or within 161 km (Lieberman 2010, Gritta 2018)."""
    rows = place.read_toponyms(path, ids_only="lgl" in path.name)
    score = place.score_places(rows, _places_of)
    figures = {"found and right": score.found_right, "found": score.recall, "right of those found": score.accuracy}
    figures |= {"gazetteer in memory, MB": place.mapped_megabytes("gazetteer.bin") or 0.0}
    return Sheet(
        task="place",
        title=f"Places ({path.name}, {score.gold:,} toponyms)",
        columns=("system", *figures),
        rows=(("onrecord, from raw text", *figures.values()),),
        plain=asdict(score) | figures,
    )


def event_coreference_task(path: Path) -> Sheet:
    """Event mentions of many articles that mean one event: CoNLL F1 over gold mentions, no topic partition."""
    result = event_coreference.measure_event_coreference(path)
    rows = (
        ("same lemma", result.same_lemma),
        ("same lemma in one story", result.lemma_in_story),
        ("onrecord", result.ours),
        (f"ceiling of the candidates ({result.pairs_a_mention:.1f} pairs a mention)", result.ceiling),
    )
    return Sheet(
        task="event-coreference",
        title=f"Event coreference ({path.name}, {result.mentions:,} mentions)",
        columns=("system", "MUC", "B3", "CEAFe", "CoNLL F1"),
        rows=tuple((name, score.muc.f1, score.b3.f1, score.ceafe.f1, score.conll) for name, score in rows),
        plain=msgspec.to_builtins(result),
    )


def event_code_task(path: Path) -> Sheet:
    """Root codes of events, given doer and target and from raw text (Zero-Shot-PLOVER)."""
    score = event_code.measure_event_code(path, analyse_text)
    return Sheet(
        task="event-code",
        title=f"Event codes ({path.name}, {score.sentences:,} sentences)",
        columns=("setting", "root right", "macro F1", "found", "doer right", "target right"),
        rows=(
            ("doer and target given", score.given_accuracy, score.given_macro_f1, None, None, None),
            ("from raw text", score.root, None, score.found, score.actor, score.target),
        ),
        plain=asdict(score),
        notes=("On plover-train itself the first row is seen data: five-fold it is 0.81, macro F1 0.78.",),
    )


def claims_task(path: Path) -> Sheet:
    """How one claim bears on another (ClaimDiff); or, given expected claims in TOML, whether ours agree with them."""
    if path.suffix == ".toml":
        return _expected(path)
    score = claims.measure_claims(path)
    return Sheet(
        task="claims",
        title=f"How one claim bears on another ({path.name}, {score.pairs:,} pairs)",
        columns=("system", *score.f1, "macro F1", "accuracy"),
        rows=(
            ("onrecord", *score.f1.values(), score.macro_f1, score.accuracy),
            ("always the commonest", *(None for _ in score.f1), score.majority, None),
        ),
        plain=msgspec.to_builtins(score),
    )


def _expected(path: Path) -> Sheet:
    from onrecord.acquire.inputs import open_inputs
    from onrecord.acquire.options import InputOptions

    pages = [item for item in open_inputs([str(path.parent / "articles")], InputOptions()) if isinstance(item, Page)]
    readings = [read_page(page, load_kit()) for page in pages]
    made = make_claims(readings, load_world())
    agreement = expected.measure_expected(path, readings, made)
    rows = tuple((claim.gist, claim.positions, claim.found, claim.together) for claim in agreement.claims)
    steps = [step for claim in agreement.claims for step in claim.course]
    right = sum(step[1:3] == step[3:5] for step in steps)
    return Sheet(
        task="claims",
        title=f"Claims that a careful reader expects ({path})",
        columns=("claim", "positions", "found", "in one claim"),
        rows=rows,
        plain={
            "precision": agreement.precision,
            "recall": agreement.recall,
            "f1": agreement.f1,
            "steps": [right, len(steps)],
        },
        notes=(
            f"B3 precision {agreement.precision:.3f}, recall {agreement.recall:.3f}, F1 {agreement.f1:.3f}.",
            f"Steps of the standing as expected: {right} of {len(steps)}.",
        ),
    )


def extraction_task(path: Path) -> Sheet:
    """Article bodies of saved pages by the public article-extraction benchmark, beside peers; fields; pages a second."""
    score = extraction.measure_bodies(path)
    fields = extraction.measure_fields(path, labels("extraction_labels.json"))
    speed_of_pages = extraction.measure_pages(path)
    ours: dict[str, Any] = {
        "system": "onrecord",
        "precision": score.precision,
        "recall": score.recall,
        "f1": score.f1,
        "pages_per_second": round(speed_of_pages.rate),
        "source": "this run",
    }
    said = ", ".join(f"{field.field} {field.right} of {field.labelled}" for field in fields)
    return Sheet(
        task="extraction",
        title=f"Article bodies of saved pages ({score.documents} pages)",
        columns=("system", "precision", "recall", "F1", "pages a CPU second", "source"),
        rows=pick([ours, *extraction.peers()], *ours),
        plain=asdict(score)
        | {
            "pages_per_second": speed_of_pages.rate,
            "fields": {field.field: [field.right, field.labelled, *field.wrong] for field in fields},
        },
        notes=(
            f"Fields right on pages labelled by hand: {said}.",
            "Ours a second: from bytes to the whole article (metadata, dates, language, sentences) on one core.",
            "Peers a second: the body alone, on the same machine at another hour (src/onrecord/measure/peer_pages.py).",
        ),
    )


def syndication_task(path: Path) -> Sheet:
    """Synthetic copies: how many dependent articles are called independent."""
    result = syndication.measure_syndication([path])
    rows = tuple((kind, share) for kind, share in sorted(result.missed_by_kind.items()))
    return Sheet(
        task="syndication",
        title=f"Copies called independent ({result.copies:,} copies)",
        columns=("kind of copy", "missed"),
        rows=(*rows, ("all", result.missed)),
        plain=msgspec.to_builtins(result),
        notes=(f"Truly independent pairs kept apart: {result.kept:.3f}.",),
    )


def speed_task(path: Path) -> Sheet:
    """Words a second on one core, memory, and the share of each stage."""
    result = speed.measure_speed(path)
    total = sum(result.seconds.values())
    rows: list[tuple[str, str | float | None]] = [
        ("words a second, one core", f"{result.words_per_second:,.0f}"),
        (
            "spaCy small, whole, same run",
            f"{result.spacy_words_per_second:,.0f}" if result.spacy_words_per_second else None,
        ),
        ("ratio", f"{result.ratio:.2f}" if result.ratio else None),
        ("peak memory, MB", f"{result.peak_mb:,.0f}"),
        ("onrecord --help, seconds", f"{result.help_seconds:.2f}"),
        ("one article, seconds", f"{result.one_article_seconds:.2f}"),
        *((f"share of {name}", f"{seconds / total:.0%}") for name, seconds in result.seconds.items()),
    ]
    return Sheet(
        task="speed",
        title=f"Speed and memory ({path.name}, {result.words:,} words)",
        columns=("measure", "value"),
        rows=tuple(rows),
        plain=asdict(result),
    )


def desk_task(path: Path) -> Sheet:
    """The desk's pages over the ledgers that `scale` left in the folder."""
    from onrecord.measure.desk import measure_desk  # the web server is slow to import

    return measure_desk(path)


TASKS: Mapping[str, Callable[[Path], Sheet]] = {
    "attribution": attribution_task,
    "certainty": certainty_task,
    "stance": stance_task,
    "speaker": speaker_task,
    "proposition": proposition_task,
    "position": position_task,
    "quantity": quantity_task,
    "time": time_task,
    "place": place_task,
    "event-code": event_code_task,
    "event-coreference": event_coreference_task,
    "claims": claims_task,
    "extraction": extraction_task,
    "intake": intake.measure_intake,
    "syndication": syndication_task,
    "speed": speed_task,
    "scale": scale.measure_scale,
    "desk": desk_task,
}


def measure(task: str, path: Path) -> Sheet:
    """Run the task; raises InputError for an unknown one or a path that is not there."""
    if task not in TASKS:
        raise InputError(f"measure {task}: unknown. Choose one of: {', '.join(sorted(TASKS))}.")
    if not path.exists():
        raise InputError(f"{path}: there is no such file or folder.")
    return TASKS[task](path)


def read_rows(path: Path) -> Iterator[Reading]:
    """Readings of a JSON-lines file of articles; one that cannot be read counts as one where nothing was found."""
    from onrecord.pipeline import read_or_fail

    for row in _rows(path):
        result = read_or_fail(Page(id=str(row["id"]), text=str(row["text"])))
        if not isinstance(result, Failure):
            yield result


def _places_of(identity: str, text: str) -> tuple[Place, ...]:
    kit = load_kit()
    reading, analysis = extract(read_article(Page(id=identity, text=text, language="en")), kit)
    return resolve_places(reading, analysis, kit.gazetteer).places


def _rows(path: Path) -> Iterable[Mapping[str, Any]]:
    try:
        return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as err:
        raise InputError(f"{path}: not JSON lines ({err}).") from err

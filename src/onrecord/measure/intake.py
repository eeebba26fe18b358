"""A folder of saved pages in; a web archive and JSON lines of up to 100,000 records made of them, and how fast and in how
much memory they are taken in, out: memory that does not grow with the number of records.

Each size runs in a process of its own (peak memory never falls within one). Times are CPU seconds of that process.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from onrecord.measure.extraction import read_body, read_pages, write_archive
from onrecord.measure.sheet import Sheet
from onrecord.record import InputError

SIZES = (1_000, 10_000, 100_000)
FORMS = ("WARC", "JSON lines")
LENGTH = 1500  # characters of a line's text, so that 100,000 take minutes


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """One input of so many records: how many became articles, records a CPU second, peak resident memory in MB."""

    form: str
    records: int
    articles: int
    rate: float
    peak_mb: float


def measure_intake(folder: Path, sizes: Sequence[int] = SIZES) -> Sheet:
    """Take in archives and JSON lines of each size, until each page or line is an Article (not read further)."""
    with TemporaryDirectory() as place:
        found = [_measure_one(folder, Path(place), form, size) for form in FORMS for size in sizes]
    return intake_sheet(found)


def _measure_one(folder: Path, place: Path, form: str, size: int) -> Taken:
    path = place / ("records.warc.gz" if form == "WARC" else "records.jsonl")
    if form == "WARC":
        write_archive(path, folder, size)
    else:
        write_lines(path, folder, size)
    figures = _take_apart(path)
    path.unlink()
    return Taken(
        form=form,
        records=size,
        articles=int(figures["articles"]),
        rate=size / figures["seconds"],
        peak_mb=figures["peak_mb"],
    )


def write_lines(path: Path, folder: Path, records: int) -> None:
    """JSON lines: beginnings of the pages' bodies over and over, each under an id of its own."""
    texts = [text[:LENGTH] for _, html, _, _ in read_pages(folder) if (text := read_body(html))]
    with path.open("w", encoding="utf-8") as out:
        for number in range(records):
            out.write(json.dumps({"id": f"record {number}", "text": texts[number % len(texts)]}) + "\n")


def _take_apart(path: Path) -> dict[str, float]:
    command = [sys.executable, "-m", "onrecord.measure.intake", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise InputError(f"{path.name}: taking it in failed ({done.stderr.strip().splitlines()[-1:]}).")
    figures: dict[str, float] = json.loads(done.stdout)
    return figures


def take_in(path: str) -> dict[str, float]:
    """Every article of an input, one at a time: how many, CPU seconds, and the peak of this process's memory."""
    import resource
    import time

    from onrecord.acquire.inputs import open_inputs
    from onrecord.acquire.options import InputOptions
    from onrecord.prepare.article import read_article
    from onrecord.record import Page

    articles, began = 0, time.process_time()
    for item in open_inputs([path], InputOptions()):
        if isinstance(item, Page):
            try:
                read_article(item)
            except InputError:
                continue
            articles += 1
    seconds = time.process_time() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"articles": articles, "seconds": seconds, "peak_mb": peak}


def intake_sheet(found: Sequence[Taken]) -> Sheet:
    """The results as a table."""
    rows = tuple((one.form, one.records, one.articles, round(one.rate), round(one.peak_mb)) for one in found)
    return Sheet(
        task="intake",
        title="Taking in archives and lines until each is an article",
        columns=("input", "records", "articles", "records a CPU second", "peak memory, MB"),
        rows=rows,
        plain={"taken": [asdict(one) for one in found]},
        notes=("One record in ten of the archive is a page, the rest is passed over.",),
    )


if __name__ == "__main__":
    print(json.dumps(take_in(sys.argv[1])))

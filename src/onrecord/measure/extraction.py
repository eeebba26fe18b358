"""Saved pages with their true bodies come in; F1 of the bodies read, accuracy of titles, dates and bylines, and speed go out.

The body score is that of the public article-extraction benchmark (Zyte, github.com/scrapinghub/article-extraction-
benchmark, MIT): shingles of four words, counts scaled to one per document, means of precision and recall over the
documents, F1 of these means.
"""

from __future__ import annotations

import csv
import gzip
import json
import re
import resource
import statistics
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from importlib import resources
from pathlib import Path

from onrecord.acquire.documents import decode_html, html_page
from onrecord.acquire.inputs import open_inputs
from onrecord.acquire.options import InputOptions
from onrecord.prepare.article import read_article
from onrecord.prepare.frames import letters_of
from onrecord.prepare.html import read_html
from onrecord.record import InputError

_TOKEN = re.compile(r"\w+")
SHINGLE = 4
SMALL = 60_000  # bytes of a page in the archive of the benchmark, so that 100,000 records fit any disk


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyScore:
    """Mean precision and recall over documents, their F1, and how many documents were counted."""

    precision: float
    recall: float
    f1: float
    documents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldScore:
    """How many of the labelled pages have the field right, of those labelled with a value or with none."""

    field: str
    right: int
    labelled: int
    wrong: tuple[str, ...]  # keys of pages, first 12 digits


def shingles(text: str) -> Counter[tuple[str, ...]]:
    """Counts of the runs of four words; a shorter text is one run."""
    tokens = _TOKEN.findall(text)
    runs = (tuple(tokens[i : i + SHINGLE]) for i in range(max(1, len(tokens) - SHINGLE + 1)))
    return Counter(run for run in runs if run)


def match_shingles(truth: str, found: str) -> tuple[float, float, float]:
    """Shares of runs that are in both, only found, only true; they sum to one unless both texts are empty."""
    true_runs, found_runs = shingles(truth), shingles(found)
    both = (true_runs & found_runs).total()
    extra, missed = found_runs.total() - both, true_runs.total() - both
    whole = both + extra + missed
    return (both / whole, extra / whole, missed / whole) if whole else (0.0, 0.0, 0.0)


def score_bodies(pairs: Sequence[tuple[str, str]]) -> BodyScore:
    """The score of (true, found) bodies."""
    matches = [match_shingles(truth, found) for truth, found in pairs]
    precisions = [_share(both, extra, missed) for both, extra, missed in matches if both + extra > 0]
    recalls = [_share(both, missed, extra) for both, extra, missed in matches if both + missed > 0]
    precision = statistics.mean(precisions) if precisions else 0.0
    recall = statistics.mean(recalls) if recalls else 0.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return BodyScore(precision=precision, recall=recall, f1=f1, documents=len(pairs))


def _share(both: float, wrong: float, other: float) -> float:
    """Precision or recall of one document, as the benchmark defines the corner cases."""
    if wrong == other == 0:
        return 1.0
    return both / (both + wrong) if both + wrong else 0.0


def read_pages(folder: Path) -> Iterator[tuple[str, str, str, str]]:
    """(key, HTML, true body, address) of every page of the benchmark's folder, in the order of their keys."""
    truths = json.loads((folder / "ground-truth.json").read_text("utf-8"))
    for key in sorted(truths):
        html = decode_html(gzip.decompress((folder / "html" / f"{key}.html.gz").read_bytes()))
        yield key, html, truths[key]["articleBody"], truths[key].get("url", "")


def read_body(html: str) -> str:
    """Our body of a page; "" where there is none."""
    try:
        return read_html(html, "page").text
    except InputError:
        return ""


def peers() -> list[dict[str, str]]:
    """What other extractors reach on the same pages, each row with its source (table)."""
    text = resources.files("onrecord.measure").joinpath("data/extraction_peers.tsv").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return list(csv.DictReader(lines, delimiter="\t"))


def measure_fields(folder: Path, labels: Path) -> tuple[FieldScore, ...]:
    """How often title, day of publication and byline are right on the labelled pages (labels: a JSON file with forms
    that count as right). Letters and digits are compared, so that quotation marks and spaces do not count."""
    rows = {row["page"]: row for row in json.loads(labels.read_text("utf-8"))["labels"]}
    faults: dict[str, list[str]] = {"title": [], "published": [], "byline": []}
    for key, html, _, url in read_pages(folder):
        if (row := rows.get(key)) is None:
            continue
        body = read_html(html, key, url=url)
        right = {
            "title": letters_of(body.title or "") == letters_of(row["title"]),
            "published": (body.published or "")[:10] in row["dates"],
            "byline": letters_of(body.byline or "") in [letters_of(form or "") for form in row["bylines"]],
        }
        for name, is_right in right.items():
            faults[name] += [] if is_right else [key[:12]]
    return tuple(
        FieldScore(field=name, right=len(rows) - len(wrong), labelled=len(rows), wrong=tuple(wrong))
        for name, wrong in faults.items()
    )


def measure_bodies(folder: Path) -> BodyScore:
    """The score of our bodies over the folder."""
    return score_bodies([(truth, read_body(html)) for _, html, truth, _ in read_pages(folder)])


def score_file(folder: Path, bodies: Path) -> tuple[str, BodyScore, float]:
    """Name, score and pages a second of what peer_pages wrote."""
    found = json.loads(bodies.read_text("utf-8"))
    pairs = [(truth, found["bodies"].get(key, "")) for key, _, truth, _ in read_pages(folder)]
    return found["system"], score_bodies(pairs), found["pages_per_second"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Speed:
    """Things a second of processor time, and the most memory the process ever held (megabytes)."""

    things: int
    seconds: float
    rate: float
    peak: float


def measure_pages(folder: Path, *, rounds: int = 6) -> Speed:
    """Saved pages from bytes to Article, languages that are set aside included; the best of some rounds over all pages,
    since other work on the machine can only slow them down. Imports are done before."""
    files = [(key, (folder / "html" / f"{key}.html.gz"), url) for key, _, _, url in read_pages(folder)]
    pages = [(key, gzip.decompress(file.read_bytes()), url) for key, file, url in files]
    speeds = [_timed(_read(key, data, url) for key, data, url in pages) for _ in range(rounds + 1)][1:]
    return max(speeds, key=lambda speed: speed.rate)


def measure_archive(archive: Path) -> Speed:
    """Records of a web archive until its pages are handed on (not read)."""
    return _timed(open_inputs([str(archive)], InputOptions()))


def write_archive(archive: Path, folder: Path, records: int) -> None:
    """A web archive for the benchmark: the smaller saved pages over and over, nine of ten records what is passed over."""
    bodies = [data for _, html, _, _ in read_pages(folder) if len(data := html.encode()) < SMALL]
    with gzip.open(archive, "wb", compresslevel=1) as out:
        for number in range(records):
            page = number % 10 == 0
            kind, body = ("text/html", bodies[number // 10 % len(bodies)]) if page else ("image/png", b"x" * 2000)
            http = (
                b"HTTP/1.1 200 OK\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n" % (kind.encode(), len(body)) + body
            )
            head = (
                f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{number:032x}>\r\nWARC-Target-URI: https://example.org/{number}\r\n"
                f"WARC-Date: 2024-11-12T10:00:00Z\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
            )
            out.write(head.encode() + http + b"\r\n\r\n")


def _read(key: str, data: bytes, url: str) -> bool:
    try:
        return bool(read_article(replace(html_page(data, id=key, origin=key), url=url)))
    except InputError:
        return False


def _timed(items: Iterable[object]) -> Speed:
    start = time.process_time()
    things = sum(1 for _ in items)
    seconds = max(time.process_time() - start, 1e-9)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    return Speed(things=things, seconds=seconds, rate=things / seconds, peak=peak)


if __name__ == "__main__":
    for row in sys.argv[2:]:
        name, score, rate = score_file(Path(sys.argv[1]), Path(row))
        print(f"{name}\t{score.precision:.3f}\t{score.recall:.3f}\t{score.f1:.3f}\t{rate:.0f}")

"""Saved pages, a web archive and a feed in; one ledger out, the same whether the runs were interrupted or not."""

from __future__ import annotations

import gzip
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from onrecord.formats import encode_reading
from onrecord.record import LedgerError
from onrecord.store.ledger import open_ledger
from small_web import Handler, SmallWeb, run_small_web

VICTIM = Path(__file__).parents[1] / "intake_victim.py"
GERMAN = "Die Brücke über den Fluss bleibt bis zum Frühjahr gesperrt, sagte die Sprecherin der Behörde am Dienstag in der Stadt. "
QUIET = ("--allow-private", "--set", "interval=0", "--set", "backoff=0", "--set", "tries=1")


def page_of(number: int, words: str = "") -> str:
    """A small page, with a day of its own."""
    words = words or (
        f"The bridge over branch {number} of the river was closed on Tuesday, police said. Repairs will take {number + 2} weeks, "
        f"engineer Ada Bell told reporters. A ferry will run every {number + 10} minutes, the city's transport office said."
    )
    return (
        f"<html><head><title>Bridge {number} closed</title><meta property='article:published_time' content='2024-11-"
        f"{number % 28 + 1:02}T10:00:00Z'></head><body><article><h1>Bridge {number} closed</h1><p>{words}</p></article></body></html>"
    )


def write_archive(path: Path) -> None:
    """Ten pages, one of them in German, an image and a missing page between them; the last record breaks off."""
    records = []
    for number in range(12):
        status, kind = ("404 Not Found" if number == 3 else "200 OK"), ("image/png" if number == 5 else "text/html")
        body = page_of(number, GERMAN * 5 if number == 7 else "")
        http = f"HTTP/1.1 {status}\r\nContent-Type: {kind}; charset=utf-8\r\n\r\n{body}".encode()
        head = (
            f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{number:032x}>\r\nWARC-Target-URI: https://sample.example/"
            f"{number}\r\nWARC-Date: 2024-11-12T10:00:00Z\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
        )
        records.append(gzip.compress(head.encode() + http + b"\r\n\r\n"))
    path.write_bytes(b"".join(records)[:-40])


@dataclass(slots=True)
class Feed:
    """A feed of six entries, the fourth out of order; with `hold`, the third is answered only when `go` is set."""

    web: SmallWeb
    hold: bool = False
    go: threading.Event = field(default_factory=threading.Event)

    def play(self) -> str:
        """Put the feed on the web; its address."""
        links = [self.web.url(f"/entry/{number}") for number in range(6)]
        items = "".join(
            f"<item><title>Bridge {n}</title><link>{link}</link><pubDate>Tue, 12 Nov 2024 10:0{n}:00 GMT</pubDate></item>"
            for n, link in enumerate(links)
        )
        feed = f"<rss version='2.0'><channel><title>Lantern</title>{items}</channel></rss>"
        self.web.answers["/feed"] = lambda handler: handler.give(feed, Content_Type="application/rss+xml")
        for number in range(6):
            self.web.answers[f"/entry/{number}"] = self._answer
        return self.web.url("/feed")

    def _answer(self, handler: Handler) -> None:
        number = int(handler.path.rsplit("/", 1)[1])
        if number == 2 and self.hold:
            self.go.wait(30)
        if number == 3:
            handler.give("busy", status=503)
        else:
            handler.give(page_of(number + 40))


@dataclass(frozen=True, slots=True)
class Place:
    """A folder with the inputs, a reader ("quick" or "whole"), and one ledger."""

    folder: Path
    reader: str
    ledger: str
    feed: Feed

    def start(self, *words: str) -> subprocess.Popen[bytes]:
        """Begin a command in a process of its own."""
        command = [sys.executable, str(VICTIM), self.reader, *words, "--ledger", self.ledger]
        return subprocess.Popen(command, cwd=self.folder, stderr=subprocess.PIPE, env={**os.environ, "COLUMNS": "100"})

    def add(self) -> subprocess.Popen[bytes]:
        """Begin to add the pages and the archive."""
        return self.start("add", "pages", "saved.warc.gz")

    def follow(self) -> subprocess.Popen[bytes]:
        """Begin to follow the feed for one round."""
        return self.start("follow", self.feed.play(), "--times", "1", *QUIET)

    def interrupt(self, process: subprocess.Popen[bytes], sign: signal.Signals, *, at: int) -> None:
        """Stop it as soon as the ledger holds so many articles."""
        while self.held() < at:
            with suppress(subprocess.TimeoutExpired):
                process.wait(0.05)
            assert process.poll() is None, "it was done before it could be interrupted"
        process.send_signal(sign)
        said = process.communicate()[1].decode()
        assert sign is not signal.SIGINT or "the same command goes on from there" in said

    def held(self) -> int:
        """Articles that the ledger holds; 0 while there is none."""
        try:
            with open_ledger(str(self.folder / self.ledger)) as ledger:
                return ledger.counts().articles
        except LedgerError:
            return 0

    def state(self) -> tuple[list[bytes], list[tuple[str, str, str]], dict[str, str]]:
        """Everything that the ledger holds: readings, failures, and the digest of each view."""
        with open_ledger(str(self.folder / self.ledger)) as ledger:
            readings = sorted(encode_reading(reading) for reading in ledger.readings())
            failures = sorted((failure.item, failure.stage, failure.why) for failure in ledger.failures())
            return readings, failures, ledger.views_digest()


def finish(process: subprocess.Popen[bytes], code: int) -> str:
    """Wait for its end; what it said."""
    said = process.communicate()[1].decode()
    assert process.returncode == code, said
    return said


@pytest.fixture
def feed() -> Iterator[Feed]:
    with run_small_web() as web:
        found = Feed(web)
        yield found
        found.go.set()


def prepare(folder: Path, shared: Path, pages: int) -> None:
    """The first pages of the public benchmark as saved pages, and a web archive."""
    (folder / "pages").mkdir()
    for packed in sorted((shared / "data" / "html" / "html").glob("*.gz"))[:pages]:
        (folder / "pages" / packed.name.removesuffix(".gz")[-25:]).write_bytes(gzip.decompress(packed.read_bytes()))
    write_archive(folder / "saved.warc.gz")


@pytest.mark.parametrize(("reader", "pages", "kills"), [("quick", 180, (40, 120)), ("whole", 4, (2,))])
def test_interrupted_and_resumed_is_the_same_as_uninterrupted(
    tmp_path: Path, shared: Path, feed: Feed, reader: str, pages: int, kills: tuple[int, ...]
) -> None:
    prepare(tmp_path, shared, pages)
    whole, broken = Place(tmp_path, reader, "whole.db", feed), Place(tmp_path, reader, "broken.db", feed)
    assert "read" in finish(whole.add(), 1)
    finish(whole.follow(), 1)

    for number, at in enumerate(kills):
        broken.interrupt(broken.add(), (signal.SIGKILL, signal.SIGINT)[number % 2], at=at)
        assert at <= broken.held() < whole.held()
    finish(broken.add(), 1)
    feed.hold = True
    broken.interrupt(broken.follow(), signal.SIGKILL, at=broken.held() + 2)
    feed.hold = False
    feed.go.set()
    said = finish(broken.follow(), 1)
    assert "2 held already" in said

    readings, failures, views = broken.state()
    assert (readings, failures, views) == whole.state()
    assert sum("sample.example" in reading.decode() for reading in readings) >= 8
    assert {stage for _, stage, _ in failures} == {"acquire", "read"}
    assert any("503" in why for _, _, why in failures)
    assert any("language de" in why for _, _, why in failures)
    assert any(item == "saved.warc.gz#https://sample.example/11" for item, _, _ in failures)

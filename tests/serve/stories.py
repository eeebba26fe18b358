"""A desk in, the three stories of the docs told in a browser: `python tests/serve/stories.py OUT` takes a picture of each step.

The tests tell the same stories without pictures. Each begins where the one before it ended, in a ledger that was empty.
"""

from __future__ import annotations

import csv
import json
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import Page, expect

from onrecord.store.ledger import open_ledger
from serve.shots import chromium

Step = Callable[[str], None]
SAMPLES = Path(__file__).parents[2] / "samples/articles"
PATIENCE = 90_000  # milliseconds that reading may take on a busy machine
REPORTS = (
    ("North Voice", "2025-01-18", "The army said on Saturday that its forces had shelled the city of Homs on Friday and killed 40 rebels."),
    ("South Voice", "2025-01-18", "The Free Syrian Army said on Saturday that the Syrian army had shelled the city of Homs on Friday and killed 3 people."),
    ("West Voice", "2025-01-19", "The Syrian army killed 12 people when it shelled the city of Homs on Friday, the Syrian Observatory for Human Rights said on Sunday."),
    ("East Voice", "2025-01-19", "The Syrian army shelled the city of Homs on Friday and killed dozens of people, residents said on Sunday."),
)  # fmt: skip
REVISION = (
    "LONDON, Jan. 25, 2025 — The Syrian Observatory for Human Rights said on Saturday that the Syrian army had killed 15 "
    "people when it shelled the city of Homs on January 17."
)
NEW_TOLL = (
    "SEOUL, Jan. 20, 2025 — South Korea’s National Intelligence Service said on Monday that North Korean forces in "
    "Russia’s Kursk region had suffered at least 5,000 casualties. The agency said the losses were heavy."
)


@contextmanager
def desk_served(ledger: Path) -> Iterator[str]:
    """`onrecord serve` as a person starts it, on a free port; its address once it answers."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "onrecord", "serve", "--ledger", str(ledger), "--port", str(port)]
    env = {**os.environ, "ONRECORD_REVIEWER": "ann"}
    with subprocess.Popen(command, stderr=subprocess.PIPE, env=env) as served:
        try:
            assert served.stderr is not None
            served.stderr.readline()  # "The desk is at …", just before it listens
            address = f"http://127.0.0.1:{port}"
            _answers(address)
            yield address
        finally:
            served.terminate()


def _answers(address: str) -> None:
    for _ in range(500):
        try:
            with urlopen(address + "/static/icon.svg", timeout=5):
                return
        except (URLError, ConnectionError, TimeoutError):
            with socket.socket() as waiting:  # a pause that ends by itself: nobody connects
                waiting.settimeout(0.1)
                waiting.bind(("127.0.0.1", 0))
                waiting.listen()
                try:
                    waiting.accept()
                except TimeoutError:
                    continue
    raise AssertionError("the desk does not answer")


def add_text(page: Page, desk: str, text: str, title: str, publisher: str, published: str) -> None:
    """Paste an article and wait until it is read and joined to the claims."""
    page.goto(f"{desk}/add")
    form = page.locator("form", has=page.get_by_role("button", name="Add the text"))
    form.get_by_label("The article, as it was published").fill(text)
    form.get_by_label("Headline").fill(title)
    form.get_by_label("Publisher").fill(publisher)
    form.get_by_label("Published", exact=True).fill(published)
    form.get_by_role("button", name="Add the text").click()
    wait_until_added(page)


def wait_until_added(page: Page) -> None:
    """Until the articles are read and joined to the claims."""
    expect(page.get_by_role("link", name="See the claims")).to_be_visible(timeout=PATIENCE)
    assert page.locator("[data-words]").inner_text() == "done", page.locator("main").inner_text()


# ------------------------------------------------------------------------------- A: when was it confirmed, and by whom?


def story_a(page: Page, desk: str, step: Step) -> None:
    """An analyst brings a folder of articles and leaves with a cited brief."""
    page.goto(f"{desk}/add")
    page.get_by_label("Choose files").set_input_files(sorted(SAMPLES.iterdir()))
    step("a1-add")
    page.get_by_role("button", name="Add the files").click()
    wait_until_added(page)
    expect(page.locator("[data-count=read]")).to_have_text("16")
    step("a2-added")
    page.get_by_role("link", name="See the claims").click()
    page.get_by_label("Words").fill("combat Kursk")
    page.get_by_role("button", name="Filter").click()
    expect(page.locator("#results a.statement, #results .statement a").first).to_be_visible()
    step("a3-board")
    claim = most_held(page, desk)
    page.goto(f"{desk}/claim/{claim}")
    expect(page.get_by_role("heading", name="How it came to stand so")).to_be_visible()
    expect(page.get_by_text("allies who share intelligence").first).to_be_visible()
    step("a4-claim")
    page.get_by_label("on", exact=True).fill("2024-11-11")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.get_by_text("As it was public on 2024-11-11")).to_be_visible()
    step("a5-as-of")
    page.goto(f"{desk}/claim/{claim}")
    page.locator("blockquote.wording a").first.click()
    expect(page.locator("[data-of]").first).to_be_visible()
    step("a6-article")
    for name in ("Mira Solano", "Jonas Reed"):
        fix_speaker(page, desk, name, step)
    page.goto(f"{desk}/review/log")
    expect(page.get_by_text("speaker corrected")).to_have_count(2)
    step("a8-log")
    page.goto(f"{desk}/brief?text=combat")
    page.get_by_label("Last brief on").fill("2024-11-12")
    page.get_by_role("checkbox").first.check()
    step("a9-pick")
    page.get_by_role("button", name="Write the brief").click()
    expect(page.get_by_role("heading", name="What changed since 2024-11-12")).to_be_visible()
    step("a10-brief")
    with page.expect_download() as download:
        page.get_by_role("link", name="Markdown").click()
    brief = Path(download.value.path()).read_text(encoding="utf-8")
    assert brief.startswith("# Brief")
    assert "[1]" in brief


def most_held(page: Page, desk: str) -> str:
    """The claim about Kursk on which most holders take a position."""
    rows = page.request.get(f"{desk}/index.json?text=Kursk").json()["claims"]
    claims = [page.request.get(f"{desk}/claim/{row['id']}.json").json() for row in rows[:25]]
    return str(max(claims, key=lambda claim: len(claim["positions"]))["id"])


def fix_speaker(page: Page, desk: str, name: str, step: Step) -> None:
    """The first statement of the queue that somebody says gets the speaker it should have."""
    page.goto(f"{desk}/review")
    card = page.locator("[data-item]", has=page.get_by_role("button", name="Fix speaker", include_hidden=True)).first
    card.locator("summary").click()
    card.get_by_label("Or another name").fill(name)
    card.get_by_label("Reason").fill("named in the transcript")
    if name == "Mira Solano":
        step("a7-review")
    card.get_by_role("button", name="Fix speaker").click()
    expect(page.get_by_role("button", name="Undo").first).to_be_visible(timeout=PATIENCE)


# ------------------------------------------------------------------------------------------ B: one row from many reports


def accept_all(page: Page, queue: str, step: Step) -> None:
    """Everything in the queue that waits is accepted, one by one."""
    page.goto(queue)
    step("b0-waiting")
    while page.get_by_role("button", name="Accept", exact=True).count():
        page.get_by_role("button", name="Accept", exact=True).first.click()
        expect(page.get_by_role("button", name="Undo").first).to_be_visible(timeout=PATIENCE)
        page.goto(queue)


def story_b(page: Page, desk: str, step: Step) -> None:
    """A coder accepts and changes the cells of a draft row, and they stay when a source revises its count."""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", prefix="homs-", encoding="utf-8") as reports:
        for publisher, published, text in REPORTS:
            row = {"id": publisher, "publisher": publisher, "published": published, "title": text[:50], "text": text}
            reports.write(json.dumps(row) + "\n")
        reports.flush()
        page.goto(f"{desk}/add")
        page.get_by_label("Choose files").set_input_files(reports.name)
        page.get_by_role("button", name="Add the files").click()
        wait_until_added(page)
    accept_all(page, f"{desk}/review?words=Homs", step)
    page.goto(f"{desk}/rows?text=killed")
    step("b1-rows")
    page.locator("main td.statement a").first.click()
    expect(page.get_by_role("heading", name="UCDP GED row")).to_be_visible()
    step("b2-row")
    address = page.url
    page.get_by_role("button", name="Accept side_a").click()
    expect(page.locator("#cell-side_a")).to_contain_text("accepted by ann")
    for column, value in (("low", "3"), ("best", "12"), ("high", "40"), ("side_b", "Civilians")):
        page.get_by_label(column, exact=True).fill(value)
    page.get_by_label("Reason").fill("the monitor names the dead")
    page.get_by_role("button", name="Keep what I typed").click()
    expect(page.locator("#cell-best")).to_contain_text("ann")
    page.locator("#cell-best").scroll_into_view_if_needed()
    step("b3-coded")
    page.get_by_label("high", exact=True).fill("400")
    page.get_by_role("button", name="Keep what I typed").click()
    expect(page.locator("#cell-high")).to_contain_text("History of high")
    page.get_by_role("button", name="Undo").click()  # a slip of the finger
    expect(page.get_by_label("high", exact=True)).to_have_value("40")
    add_text(page, desk, REVISION, "Monitor revises its count", "West Voice", "2025-01-25")
    page.goto(address)
    expect(page.get_by_label("best", exact=True)).to_have_value("12")
    page.locator("#cell-high summary").click()
    step("b4-history")
    page.goto(f"{desk}/rows")
    with page.expect_download() as download:
        page.get_by_role("link", name="Export as CSV").click()
    with Path(download.value.path()).open(encoding="utf-8", newline="") as table:
        rows = [row for row in csv.DictReader(table) if row["draft"] != "draft"]
    assert [(row["low"], row["best"], row["high"], row["side_b"]) for row in rows] == [("3", "12", "40", "Civilians")]


# -------------------------------------------------------------------------------------- C: who said it, and a rising toll


def story_c(page: Page, desk: str, step: Step) -> None:
    """A fact-checker finds who said it first, watches the toll, and is told when it rises."""
    page.goto(desk)
    page.get_by_label("Search statements").fill("combat operations")
    page.get_by_role("button", name="Search").click()
    expect(page.locator("main").get_by_text("combat operations").first).to_be_visible()
    step("c1-search")
    page.locator("main a[href^='/speaker/']").first.click()
    expect(page.get_by_role("heading", name="Statements")).to_be_visible()
    step("c2-speaker")
    page.goto(desk)
    page.get_by_label("Words").fill("wounded")
    page.get_by_role("button", name="Filter").click()
    page.wait_for_url("**text=wounded*")
    page.get_by_role("button", name="Watch what these filters find").click()
    page.wait_for_url("**/watches")
    expect(page.get_by_text("Nothing new on what is watched.")).to_be_visible()
    add_text(page, desk, NEW_TOLL, "Losses of 5,000", "Third Voice", "2025-01-20")
    page.goto(f"{desk}/watches")
    expect(page.get_by_role("heading", name="What fired")).to_be_visible()
    expect(page.get_by_role("button", name="I have seen these")).to_be_visible()
    step("c3-fired")
    page.locator("main table td.statement a").first.click()
    expect(page.get_by_role("heading", name="To paste")).to_be_visible()
    expect(page.get_by_role("heading", name="Who says what number")).to_be_visible()
    step("c4-number")
    page.goto(f"{desk}/watches")
    page.get_by_role("button", name="I have seen these").click()
    expect(page.get_by_text("Nothing new on what is watched.")).to_be_visible()


STORIES = {"a": story_a, "b": story_b, "c": story_c}


def picture(page: Page, out: Path, name: str) -> None:
    """What the window shows at this step."""
    page.screenshot(path=out / f"desk-story-{name}.png")


def main(out: Path) -> None:
    """Take the pictures of every step."""
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        ledger = Path(folder) / "story.db"
        open_ledger(str(ledger), create=True).close()
        with desk_served(ledger) as desk, chromium() as browser:
            page = browser.new_page(viewport={"width": 1180, "height": 860}, reduced_motion="reduce")
            for story in STORIES.values():
                story(page, desk, partial(picture, page, out))


if __name__ == "__main__":
    main(Path(sys.argv[1]))

"""Adding on the desk: files, text and addresses become articles and claims, faults become sentences, private hosts nothing."""

from __future__ import annotations

import json
import threading
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from onrecord import gathering
from onrecord.engine import LocalEngine
from onrecord.record import InputError
from onrecord.serve import intake
from onrecord.serve.intake import Upload, source_of, split_addresses
from onrecord.store.ledger import Ledger
from serve.conftest import Post
from small_web import run_small_web

STORY = "Mayor Ann Hill said on Tuesday that the old bridge of Port Ellin was closed. Police denied that it was unsafe."


@pytest.fixture(autouse=True)
def read_in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Starting a process of its own for each test would take longer than all of them; the browser tests do it."""
    for room in (intake, gathering):
        monkeypatch.setattr(room, "PoolEngine", lambda _jobs: LocalEngine())


def finish(browser: TestClient, answer: object) -> dict[str, object]:
    """The work that the form began, once it is over."""
    assert answer.status_code == 303, answer.text  # type: ignore[attr-defined]
    address = answer.headers["location"]  # type: ignore[attr-defined]
    for thread in threading.enumerate():
        if thread.name == "onrecord-intake":
            thread.join(60)
    return dict(browser.get(f"{address}.json").json())


def test_pasted_text_becomes_an_article_with_claims(browser: TestClient, post: Post, ledger: Ledger) -> None:
    form = {"text": STORY, "title": "Bridge", "publisher": "The Ellin Echo", "published": "2024-11-12"}
    work = finish(browser, post("/add", form))
    assert (work["state"], work["read"]) == ("done", 1)
    name = work["told"][0]["item"]  # type: ignore[index]
    assert ledger.article(name).publisher == "The Ellin Echo"
    assert ledger.claims_of_article(name)
    assert browser.get(f"/article/{name}").status_code == 200
    again = finish(browser, post("/add", form))
    assert (again["read"], again["held"]) == (0, 1)


def test_files_are_read_and_faults_have_their_reason(browser: TestClient, post: Post, samples: Path) -> None:
    files = [
        ("files", ("../../etc/a story.txt", STORY.encode())),
        ("files", ("empty.txt", b"")),
        ("files", ("picture.png", b"\x89PNG\r\n\x1a\n" + b"\x00" * 50)),
        ("files", ("01.html", (samples / "articles/01-capital-ledger.html").read_bytes())),
    ]
    work = finish(browser, post("/add", files=files))
    assert (work["state"], work["read"], work["failed"]) == ("done", 2, 2)
    whys = [one["why"] for one in work["told"] if one["why"]]  # type: ignore[attr-defined]
    assert any("empty" in why for why in whys)
    page = browser.get("/add").text
    assert "empty.txt" in page


def test_the_name_of_an_upload_opens_nothing() -> None:
    source = source_of(Upload(name="..\\../etc/passwd", data=b"x"))
    assert source.origin == "passwd"
    assert source.open().read() == b"x"
    assert source.id != source_of(Upload(name="passwd", data=b"y")).id


def test_addresses_are_fetched_and_private_ones_refused(browser: TestClient, post: Post) -> None:
    with run_small_web() as web:
        work = finish(browser, post("/add", {"addresses": f"{web.url('/page')}\n# a note\nhttp://localhost/x"}))
        assert web.asked["/page"] == 0
    assert work["failed"] == 2
    assert all("private" in one["why"] or "local" in one["why"] for one in work["told"])  # type: ignore[attr-defined]


@pytest.mark.parametrize("text", ["file:///etc/passwd", "ftp://a.example/b", "just words", ""])
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        split_addresses(text)


def test_too_much_is_refused(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    many = [("files", (f"{n}.txt", b"x")) for n in range(intake.MOST_FILES + 1)]
    assert post("/add", files=many).status_code == 400
    assert post("/add", {}).status_code == 400
    assert post("/add", {"text": "x" * (intake.MOST_TEXT + 1)}).status_code == 400
    with pytest.raises(InputError, match="At most"):
        split_addresses("\n".join(f"https://a.example/{n}" for n in range(intake.MOST_ADDRESSES + 1)))


def test_an_archive_of_too_many_articles_is_cut_off(
    browser: TestClient, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "MOST_ARTICLES", 1)
    lines = "\n".join(json.dumps({"id": f"a{n}", "text": STORY}) for n in range(3))
    work = finish(browser, post("/add", files=[("files", ("three.jsonl", lines.encode()))]))
    assert (work["read"], work["failed"]) == (1, 1)


def test_progress_is_told_until_it_is_over(browser: TestClient, post: Post) -> None:
    answer = post("/add", {"text": STORY})
    told = browser.get(answer.headers["location"] + "/events")
    assert told.headers["content-type"].startswith("text/event-stream")
    assert told.text.endswith("event: over\ndata: {}\n\n")
    assert '"state":"done"' in told.text
    assert browser.get("/add/work-0").status_code == 404

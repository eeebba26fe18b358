"""Inputs and a ledger in; what `add`, `follow`, `failures` and `show --versions` do with them out, as a user sees it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from onrecord.cli.app import run
from onrecord.record import Failure
from onrecord.store.ledger import open_ledger
from small_web import Handler, SmallWeb, run_small_web

SAID = "Officials at the river authority said on Tuesday that the Halden bridge would stay closed until the spring. "
MORE = "Mayor Ada Bell told reporters that repairs would cost 12 million euros, twice what had been planned in the summer. "
REST = "Engineers had found cracks in two of the seven piers, and traffic was being sent over the northern crossing instead."


@pytest.fixture
def ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    return str(tmp_path / "my.db")


@pytest.fixture
def web() -> Iterator[SmallWeb]:
    with run_small_web() as found:
        yield found


def article(name: str, text: str, **fields: str) -> str:
    return json.dumps({"id": name, "text": text, "published": "2024-11-12", **fields}) + "\n"


def failures(ledger: str) -> tuple[Failure, ...]:
    with open_ledger(ledger) as opened:
        return opened.failures()


def test_what_failed_is_listed_and_tried_again(ledger: str, web: SmallWeb, capsys: pytest.CaptureFixture[str]) -> None:
    state = {"busy": True}

    def answer(handler: Handler) -> None:
        handler.give("busy", status=503) if state["busy"] else web.answers["/page"](handler)

    web.answers["/later"] = answer
    add = ["add", web.url("/later"), web.url("/gone"), "--ledger", ledger]
    quick = ["--allow-private", "--set", "interval=0", "--set", "backoff=0", "--set", "tries=2"]
    assert run([*add, *quick]) == 2
    assert web.asked["/later"] == 2
    assert run(["failures", "--ledger", ledger, "--format", "jsonl"]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(row["item"], row["stage"]) for row in rows] == [
        (web.url("/later"), "acquire"),
        (web.url("/gone"), "acquire"),
    ]
    assert "out of order (status 503); try again later" in rows[0]["why"]
    state["busy"] = False
    assert run(["add", "--retry-failed", "--ledger", ledger, *quick]) == 1
    assert "1 read, 1 failed" in capsys.readouterr().err
    assert [failure.item for failure in failures(ledger)] == [web.url("/gone")]
    assert run(["failures", "--ledger", ledger, "--color", "never"]) == 0
    assert "was taken away" in " ".join(capsys.readouterr().out.split())


def test_a_mended_line_is_no_failure_any_more(ledger: str, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    lines = tmp_path / "elsewhere" / "a.jsonl"
    lines.write_text(article("one", SAID) + '{"id": "two", "text": \n', "utf-8")
    assert run(["add", str(tmp_path / "elsewhere"), "--ledger", ledger]) == 1
    assert [failure.item for failure in failures(ledger)] == [f"{lines}:2"]
    lines.write_text(article("one", SAID) + article("two", MORE), "utf-8")
    assert run(["add", "--retry-failed", "--ledger", ledger]) == 0
    assert failures(ledger) == ()


def test_an_item_that_cannot_be_opened_any_more_is_named(
    ledger: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "blank.txt").write_text(" ", "utf-8")
    assert run(["add", "blank.txt", "--ledger", ledger]) == 2
    (tmp_path / "blank.txt").unlink()
    assert run(["add", "--retry-failed", "--ledger", ledger]) == 0
    assert "blank.txt: cannot be opened again by this name" in capsys.readouterr().err


def test_versions_and_copies_are_told_on_arrival_and_shown(
    ledger: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    address = "https://lantern.example/bridge"
    (tmp_path / "a.jsonl").write_text(
        article("first", SAID + MORE + REST, url=address, publisher="Lantern")
        + article("copy", SAID + MORE + REST, publisher="Beacon"),
        "utf-8",
    )
    (tmp_path / "b.jsonl").write_text(
        article(
            "second", SAID + MORE.replace("12", "15"), url=address + "#top", publisher="Lantern", updated="2024-11-14"
        )
        + article("other", "Nothing of this has anything to do with the rest, a spokesman for the museum said."),
        "utf-8",
    )
    assert run(["add", "a.jsonl", "--ledger", ledger]) == 0
    assert "copy carries the same text as first (100% of the shorter one)." in capsys.readouterr().err
    assert run(["add", "b.jsonl", "--ledger", ledger]) == 0
    told = capsys.readouterr().err
    assert "second is a later version of first" in told
    assert "second carries the same text as copy" in told
    assert "other" not in told
    assert run(["show", "copy", "--ledger", ledger, "--color", "never"]) == 0
    shown = capsys.readouterr().out
    assert "same text as first (Lantern, 2024-11-12): 100%" in shown
    assert "same text as second (Lantern, 2024-11-14)" in shown
    assert run(["show", "second", "--ledger", ledger, "--color", "never", "--versions"]) == 0
    shown = capsys.readouterr().out
    assert "2 versions of" in shown
    assert "~ Ada Bell" in shown
    assert "(figures, words)" in " ".join(shown.split())
    assert "- the article asserts" in shown
    assert run(["show", "first", "--ledger", ledger, "--versions", "--format", "jsonl"]) == 0
    (step,) = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert (step["before"]["id"], step["after"]["id"]) == ("first", "second")
    assert {one["kind"] for one in step["statements"]} >= {"reworded", "dropped"}


def test_what_is_given_for_all_fills_only_what_is_open(
    ledger: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.csv").write_text(f'nr;words;paper\n1;"{SAID}";\n2;"{MORE}";The Beacon\n', "cp1252")
    command = ["read", "a.csv", "--format", "jsonl", "--columns", "id=nr,text=words,publisher=paper"]
    assert run([*command, "--given", "publisher=The Sample", "--encoding", "windows-1252", "--kind", "csv"]) == 0
    rows = [json.loads(line)["article"] for line in capsys.readouterr().out.splitlines()]
    assert [(row["id"], row["publisher"]) for row in rows] == [("1", "The Sample"), ("2", "The Beacon")]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["--kind", "pdf"], "Choose one of: text, html"),
        (["--columns", "words"], "expected NAME=VALUE"),
        (["--columns", "texts=body"], "there is no 'texts'"),
        (["--given", "text=all the same"], "there is no 'text'"),
        (["--set", "speed=5"], "there is no 'speed'"),
        (["--set", "tries=none"], "expected a number"),
        (["--set", "tries=0"], "must be 1 or more"),
        (["--set", "robots=perhaps"], "expected yes or no"),
    ],
)
def test_a_wrong_word_about_the_inputs_is_one_sentence(
    words: list[str], expected: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["read", "a.txt", *words]) == 2
    told = capsys.readouterr().err
    assert expected in told
    assert told.count("\n") == 1


def test_limits_reach_the_reader(ledger: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.txt").write_text(SAID * 20, "utf-8")
    assert run(["read", "a.txt", "--set", "item-mb=0.001"]) == 2
    assert "more than one article" in capsys.readouterr().err


def test_following_keeps_where_it_stands(ledger: str, web: SmallWeb, capsys: pytest.CaptureFixture[str]) -> None:
    entry = "<item><title>T</title><link>{}</link><description>{}</description></item>"
    items = [entry.format(web.url("/page"), SAID)]
    web.answers["/feed"] = lambda handler: handler.give(
        f"<rss version='2.0'><channel><title>Lantern</title>{''.join(items)}</channel></rss>",
        Content_Type="application/rss+xml",
    )
    follow = ["follow", web.url("/feed"), "--ledger", ledger, "--times", "1", "--allow-private", "--set", "interval=0"]
    assert run([*follow, "--given", "language=en"]) == 0
    assert "1 read. The ledger" in capsys.readouterr().err
    assert run(follow) == 0
    assert "nothing to read" in capsys.readouterr().err
    items.append(entry.format(web.url("/gzip"), SAID))
    assert run(follow) == 0
    assert "1 read. The ledger" in capsys.readouterr().err

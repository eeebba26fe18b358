"""Whatever is given, a person gets one clear sentence and the right exit code, and every good article still comes out."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from onrecord.cli.app import run

GOOD = "The mayor said on Monday that the bridge would open in May."


def read_lines(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, list[dict[str, object]], str]:
    code = run(["read", "--format", "jsonl", *arguments])
    captured = capsys.readouterr()
    return code, [json.loads(line) for line in captured.out.splitlines()], captured.err


@pytest.mark.parametrize(
    ("name", "content", "named"),
    [
        ("empty.txt", b"", "empty"),
        ("blank.txt", b" \n\t\n \xc2\xa0 ", "blank"),
        ("binary.txt", random.Random(1).randbytes(4000), "binary.txt"),
        ("picture.png", b"\x89PNG\r\n\x1a\n" + bytes(2000), "picture.png"),
        ("latin.txt", "Der Bürgermeister sagte, die Brücke sei geöffnet.".encode("latin-1"), "latin.txt"),
    ],
)
def test_one_bad_file_is_named_and_nothing_was_readable(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, content: bytes, named: str
) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    code, readings, said = read_lines(capsys, str(file))
    assert (code, readings) == (2, [])
    assert named in said
    assert "Traceback" not in said
    assert len(said.strip().splitlines()) == 1


def test_a_bad_file_beside_a_good_one_stops_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.txt").write_bytes(b"")
    (tmp_path / "b.txt").write_text(GOOD, encoding="utf-8")
    code, readings, said = read_lines(capsys, str(tmp_path))
    assert code == 1
    assert len(readings) == 1
    assert "a.txt" in said


def test_broken_lines_are_named_and_the_others_come_out_in_order(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [
        json.dumps({"id": "one", "text": GOOD}),
        '{"id": "two", "text": ',
        json.dumps({"id": "three", "text": None}),
        json.dumps({"id": "four"}),
        json.dumps({"id": "one", "text": GOOD + " Again."}),
        json.dumps({"id": "five", "text": GOOD, "published": "the 40th of May"}),
        json.dumps({"id": "six", "text": "   "}),
        json.dumps(["not", "an", "article"]),
    ]
    file = tmp_path / "articles.jsonl"
    file.write_text("\n".join(rows) + "\n", encoding="utf-8")
    code, readings, said = read_lines(capsys, str(file))
    assert code == 1
    assert [reading["article"]["id"] for reading in readings] == ["one", "five"]  # type: ignore[index]
    assert readings[1]["article"]["published"] is None  # type: ignore[index]
    assert len(said.strip().splitlines()) == 6


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("tags.html", "<html><body>" + "<div>" * 20_000 + f"<p>{GOOD}</p>" + "</div>" * 20_000),
        ("quotes.txt", "“" * 5_000 + " " + GOOD),
        ("line.txt", "word " * 1_000 + "7" * 2_000_000 + " " + GOOD),
        ("arabic.txt", "قال المتحدث إن الجسر سيفتح يوم الاثنين. " * 20),
        ("controls.txt", "\u202e" + GOOD + "\u0000\u0007"),
        ("surrogate.txt", GOOD + " \ufffd\U0001f600"),
    ],
)
@pytest.mark.timeout(120)
def test_hostile_text_is_read_or_refused_in_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, text: str
) -> None:
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    code, readings, said = read_lines(capsys, str(file))
    assert (code, len(readings)) in ((0, 1), (2, 0))
    assert code == 0 or name in said
    for reading in readings:
        article = reading["article"]
        assert all(0 <= s <= e <= len(article["text"]) for a in reading["attributions"] for s, e in a["cue"])  # type: ignore[index,attr-defined]


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["read", "no/such/file.txt"], "no/such/file.txt"),
        (["claims", "--ledger", "no/such/ledger.db"], "no/such/ledger.db"),
        (["claims"], "--ledger"),
        (["read", "--format", "xml", "README.md"], "xml"),
        (["read"], "inputs"),
        (["reed"], "reed"),
        (["claims", "--ledger", "x.db", "--clock", "cuckoo"], "cuckoo"),
        (["review", "praise", "x", "--who", "me", "--ledger", "x.db"], "praise"),
        (["add", "--ledger", "x.db", "--jobs", "0", "README.md"], "jobs"),
    ],
)
def test_wrong_usage_ends_with_code_2_and_one_sentence(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    named: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ONRECORD_LEDGER", raising=False)
    assert run(arguments) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert named.lower() in captured.err.lower()
    assert len(captured.err.strip().splitlines()) == 1


def test_a_file_that_is_no_ledger_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "notes.db"
    file.write_text("these are my notes", encoding="utf-8")
    assert run(["claims", "--ledger", str(file)]) == 2
    assert "notes.db" in capsys.readouterr().err
    assert file.read_text(encoding="utf-8") == "these are my notes"

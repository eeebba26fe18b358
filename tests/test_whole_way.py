"""The whole way through, as a newcomer walks it: samples into a ledger, questions to it, and the seed article read right."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import onrecord
from onrecord.cli.app import run
from onrecord.record import Attribution, Reading


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_reading_the_samples_gives_the_contract_and_nothing_else(
    samples: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["read", str(samples / "articles"), "--format", "jsonl"]) == 0
    readings = lines(capsys)
    assert len(readings) == 16
    assert {reading["format"] for reading in readings} == {"onrecord/reading/1"}
    assert all(reading["attributions"] or "correction" in str(reading["article"]) for reading in readings)


def test_adding_twice_does_nothing_twice(samples: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ledger = str(tmp_path / "my.db")
    assert run(["add", str(samples / "articles"), "--ledger", ledger]) == 0
    assert "16 read" in capsys.readouterr().err
    assert run(["add", str(samples / "articles"), "--ledger", ledger]) == 0
    assert "16 held already" in capsys.readouterr().err
    assert run(["claims", "--ledger", ledger, "--format", "jsonl"]) == 0
    claims = lines(capsys)
    assert {claim["format"] for claim in claims} == {"onrecord/claim/1"}
    assert run(["settle", "--ledger", ledger]) == 0
    capsys.readouterr()
    assert run(["claims", "--ledger", ledger, "--format", "jsonl"]) == 0
    assert lines(capsys) == claims


def test_a_stopped_run_goes_on_where_it_stopped(
    samples: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ledger = tmp_path / "my.db"
    command = [sys.executable, "-m", "onrecord", "add", str(samples / "articles"), "--ledger", str(ledger)]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL, env={**os.environ, "COLUMNS": "80"})
    until = time.monotonic() + 60
    while not ledger.exists() and time.monotonic() < until and process.poll() is None:
        process.poll()
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert run(["add", str(samples / "articles"), "--ledger", str(ledger)]) == 0
    assert "holds 16 articles" in capsys.readouterr().err


def test_the_ledger_answers(sample_ledger: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ledger = ["--ledger", str(sample_ledger)]
    assert run(["claims", *ledger, "--text", "Kursk", "--format", "jsonl"]) == 0
    claim = lines(capsys)[0]
    assert run(["show", str(claim["id"]), *ledger, "--color", "never"]) == 0
    shown = capsys.readouterr().out
    assert "who holds what" in shown
    assert "why it stands so" in shown
    for question in (
        ["search", "Patel"],
        ["changes", "--since", "2024-11-01"],
        ["show", "06-east-strand"],
        ["drift", str(claim["id"])],
    ):
        assert run([*question, *ledger]) == 0
    assert "Patel" in capsys.readouterr().out
    assert run(["claims", *ledger, "--as-of", "2024-11-12", "--format", "jsonl"]) == 0
    assert 0 < len(lines(capsys)) < 60


@pytest.mark.parametrize("width", ["40", "80", "200"])
def test_the_view_stays_readable_at_any_width(
    samples: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], width: str
) -> None:
    monkeypatch.setenv("COLUMNS", width)
    assert run(["read", str(samples / "articles" / "04-halden-wire.txt"), "--color", "never", "--explain"]) == 0
    shown = capsys.readouterr().out
    assert "\x1b[" not in shown
    assert all(len(line) <= int(width) for line in shown.splitlines())
    assert "{said}" in shown.replace("\n", "")


def test_colour_survives_a_pipe_when_asked_for(samples: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["read", str(samples / "articles" / "04-halden-wire.txt"), "--color", "always"]) == 0
    assert "\x1b[" in capsys.readouterr().out


def test_a_judgement_holds_until_it_is_undone(
    sample_ledger: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = tmp_path / "copy.db"
    copy.write_bytes(sample_ledger.read_bytes())
    ledger = ["--ledger", str(copy)]
    run(["claims", *ledger, "--format", "jsonl"])
    before = lines(capsys)
    target = before[0]["positions"][0]["propositions"][0]  # type: ignore[index]
    assert run(["review", "reject", target, "--who", "me", "--why", "a test", *ledger]) == 0
    capsys.readouterr()
    run(["claims", *ledger, "--format", "jsonl"])
    assert lines(capsys) != before
    assert run(["review", "undo", "last", "--who", "me", *ledger]) == 0
    capsys.readouterr()
    run(["claims", *ledger, "--format", "jsonl"])
    assert lines(capsys) == before


def test_three_lines_of_python_and_a_notebook() -> None:
    reading = onrecord.read("The mayor said on Monday that the bridge would open in May.", published="2024-11-13")
    assert [a.cue[0].of(reading.article.text).split()[0] for a in reading.attributions] == ["said"]
    assert 'class="cue"' in reading._repr_html_()


def test_a_blank_text_is_refused() -> None:
    with pytest.raises(onrecord.OnRecordError, match=r"blank|empty|no text"):
        onrecord.read("  \n ")


# ------------------------------------------------------------------------------------------------------ the seed article


@pytest.fixture(scope="module")
def seed(shared: Path) -> Reading:
    return onrecord.read((shared / "seed" / "article.txt").read_text(encoding="utf-8"))


def row(seed: Reading, cue: str, start: str) -> Attribution:
    """The attribution whose cue holds these words, in the paragraph that begins so."""
    text = seed.article.text
    inside = next(span for span in seed.article.paragraphs if span.of(text).startswith(start))
    found = [
        a for a in seed.attributions if any(cue in c.of(text) and inside.start <= c.start < inside.end for c in a.cue)
    ]
    assert found, f"no attribution with the cue {cue!r}"
    return found[0]


def names(seed: Reading, attribution: Attribution) -> set[str]:
    return {entity.name for entity in seed.entities if entity.id in attribution.speakers}


def test_the_seed_leads_are_summaries(seed: Reading) -> None:
    assert row(seed, "claimed", "Troops").role == "summary"
    assert row(seed, "confirmed", "Security").role == "summary"
    assert len(row(seed, "confirmed", "Security").speakers) == 2


def test_the_seed_confirmation_the_following_day_points_back(seed: Reading) -> None:
    confirmed = row(seed, "confirmed", "This was")
    assert (confirmed.stance, confirmed.role) == ("confirms", "evidence")
    assert confirmed.refers_to


def test_the_seed_unconfirmed_reports_are_hedged(seed: Reading) -> None:
    reports = row(seed, "reports", "The confirmation")
    assert "unconfirmed" in {hedge.kind for hedge in reports.hedges}


def test_the_seed_doubts_are_doubts_of_washington(seed: Reading) -> None:
    doubts = row(seed, "According to", "According")
    assert doubts.stance == "doubts"
    assert any(entity.country == "US" for entity in seed.entities if entity.id in doubts.speakers)


def test_the_seed_official_stays_unnamed(seed: Reading) -> None:
    official = row(seed, "said", "“They’re")
    (speaker,) = (entity for entity in seed.entities if entity.id in official.speakers)
    assert speaker.kind == "unnamed"


def test_the_seed_absence_of_knowledge_is_a_record(seed: Reading) -> None:
    assert row(seed, "unknown", "It is unknown").stance == "unknown"


def test_the_seed_hearsay_is_marked(seed: Reading) -> None:
    warned = row(seed, "warned", "Recently")
    assert "reportedly" in {hedge.kind for hedge in warned.hedges}


def test_the_seed_speaker_by_surname_is_the_spokesman(seed: Reading) -> None:
    assert names(seed, row(seed, "said", "“Some")) == names(seed, row(seed, "said", "“Today")) != set()


def test_the_seed_date_is_not_taken_from_the_post(seed: Reading) -> None:
    assert seed.article.published is None
    assert (seed.article.not_before or "") >= "2024-11-05"
    assert [embed.posted for embed in seed.article.embeds] == ["2024-11-05"]


def test_the_seed_numbers_have_their_bounds(seed: Reading) -> None:
    bounds = {(q.low, q.high) for q in seed.quantities}
    assert (10001, None) in bounds
    assert (10000, 12000) in bounds

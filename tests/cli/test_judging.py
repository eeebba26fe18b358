"""`onrecord review` and `onrecord log` as a person types them: what is refused, what is kept, how it reads."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.cli.app import run
from onrecord.store.ledger import open_ledger

ARTICLE = "KORVA, 12 November 2024 - The bridge was destroyed, the mayor of Korva said on Tuesday."


@pytest.fixture
def ledger(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> str:
    page = tmp_path / "bridge.txt"
    page.write_text(ARTICLE, encoding="utf-8")
    path = str(tmp_path / "my.db")
    assert run(["add", "--ledger", path, str(page)]) == 0
    capsys.readouterr()
    return path


def attribution_of(ledger: str) -> str:
    with open_ledger(ledger) as opened:
        return next(one.id for reading in opened.readings() for one in reading.attributions)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("accept", "nonsense"), "no statement 'nonsense'"),
        (("reject", "attribution-0000000000000000"), "no statement"),
        (("speaker", "THIS", '{"speakers": ["person:ada"]}'), "not an entity's id"),
        (("speaker", "THIS", "president:ada"), "the kinds are person, organisation"),
        (("span", "THIS", "content=10-9999"), "beyond the article"),
        (("span", "THIS", "content=90-20"), "backward"),
        (("merge", "claim-0000000000000000", "claim-1111111111111111"), "no claim"),
    ],
)
def test_a_slip_of_the_hand_is_refused_and_nothing_is_kept(
    ledger: str, words: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    typed = [attribution_of(ledger) if word == "THIS" else word for word in words]
    assert run(["review", *typed, "--who", "ann", "--ledger", ledger]) != 0
    assert said in capsys.readouterr().err
    with open_ledger(ledger) as opened:
        assert opened.judgements() == ()


def test_log_says_in_words_what_was_decided_and_keeps_ids_whole(
    ledger: str, capsys: pytest.CaptureFixture[str]
) -> None:
    target = attribution_of(ledger)
    assert (
        run(["review", "speaker", target, "government:kv", "--who", "ann", "--why", "asked", "--ledger", ledger]) == 0
    )
    assert run(["review", "span", target, "content=27-51", "--who", "bo", "--ledger", ledger]) == 0
    capsys.readouterr()
    assert run(["log", "--ledger", ledger]) == 0
    out = capsys.readouterr().out
    assert f"bo  span  {target}\n  value: content: 27-51\n" in out
    assert f"ann  speaker  {target}\n  value: speakers: government:kv\n  why: asked\n" in out


def test_undo_last_goes_back_step_by_step(ledger: str, capsys: pytest.CaptureFixture[str]) -> None:
    target = attribution_of(ledger)
    for act in ("reject", "accept"):
        assert run(["review", act, target, "--who", "ann", "--ledger", ledger]) == 0
    for left in (["reject"], []):
        assert run(["review", "undo", "last", "--who", "ann", "--ledger", ledger]) == 0
        with open_ledger(ledger) as opened:
            assert [one.act for one in opened.effective_judgements()] == left
    assert run(["review", "undo", "last", "--who", "ann", "--ledger", ledger]) == 2
    assert "no judgement to undo" in capsys.readouterr().err

"""docs/standing.md lists every label, digit, tie, rule and law, and its example runs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from onrecord.reconcile.labels import tables
from onrecord.reconcile.origins import CERTAIN, POSSIBLE, explain_dependence

PAGE = (Path(__file__).parents[2] / "docs" / "standing.md").read_text("utf-8")


def test_every_word_of_a_label_is_listed() -> None:
    words = tables().label
    for part in (words.support, words.instead, words.opposition, words.denier, words.marks):
        for name, text in part.items():
            assert f'"{text}"' in PAGE, name


def test_the_digit_table_is_the_one_in_use() -> None:
    for row, digits in tables().digits.items():
        assert f"| {row} | " + " | ".join(map(str, digits)) + " |" in PAGE


def test_every_tie_is_listed_with_the_sentence_people_see() -> None:
    for certain, ties in (("certain", CERTAIN), ("possible", POSSIBLE)):
        for why, tie in ties:
            assert f'| {why} | {certain} | "{explain_dependence(tie)}" |' in PAGE


def test_every_rule_is_listed() -> None:
    for rule in tables().rules.values():
        assert f"- {rule}" in PAGE


def test_every_law_is_listed() -> None:
    laws = (Path(__file__).parent / "test_standing_laws.py").read_text("utf-8")
    for number in range(1, 20):
        assert f"| L{number} | " in PAGE
        assert f"def test_l{number}_" in laws


def test_the_example_runs(capsys: pytest.CaptureFixture[str]) -> None:
    example = re.search(r"```python\n(.*?)```", PAGE, re.DOTALL)
    assert example is not None
    exec(compile(example.group(1), "docs/standing.md", "exec"), {})
    expected = re.findall(r"^print\(.*#\s(.*)$", example.group(1), re.MULTILINE)
    assert capsys.readouterr().out.splitlines() == expected

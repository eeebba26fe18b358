"""How the desk looks: the committed scripts are what their source builds and stay small, every sign is its own, no page
carries a style or script of its own or asks anything of another host."""

from __future__ import annotations

import gzip
import itertools
import re
import subprocess
from pathlib import Path
from typing import get_args

import msgspec
import pytest
from starlette.testclient import TestClient

import onrecord
from onrecord.reconcile.labels import tables
from onrecord.record import Stance
from onrecord.serve.plots import lay_days
from onrecord.serve.signs import SHAPES, STANCE_SHAPES, grade_steps, label_parts, range_bar, said_words

STATIC = Path(onrecord.__file__).parent / "serve" / "static"
TEMPLATES = STATIC.parent / "templates"
SCRIPTS = ("theme.js", "desk.js", "map.js", "plots.js")


def compressed(names: tuple[str, ...]) -> int:
    return sum(len(gzip.compress((STATIC / name).read_bytes(), 9)) for name in names)


def test_the_scripts_are_small() -> None:
    assert compressed(SCRIPTS) < 150_000
    assert compressed(("theme.js", "desk.js")) < 10_000  # what every page loads
    assert compressed(("world.json",)) < 150_000  # only the map does
    assert compressed(("desk.css",)) < 12_000


def test_the_committed_scripts_are_what_the_source_builds(web_copy: Path) -> None:
    out = web_copy / "out"
    out.mkdir()
    subprocess.run(["npm", "run", "--silent", "check"], cwd=web_copy, check=True)
    subprocess.run(["npm", "run", "--silent", "build", "--", str(out)], cwd=web_copy, check=True)
    for name in (*SCRIPTS, "world.json", "licences.txt"):
        assert (out / name).read_bytes() == (STATIC / name).read_bytes(), f"{name}: run `make web` and commit it"


@pytest.mark.parametrize("address", ["/", "/map", "/speakers", "/review", "/review/log", "/search?q=troops", "/brief"])
def test_no_page_carries_style_or_script_or_asks_another_host(browser: TestClient, address: str) -> None:
    page = browser.get(address).text
    assert not re.search(r'\sstyle="|<style|\son[a-z]+="|javascript:', page)
    assert not re.search(r"<script(?![^>]*\ssrc=\"/static/)", page)
    assert not re.search(r'(?:src|href|action)="(?:https?:)?//', page)


def test_every_template_uses_the_frame() -> None:
    for template in TEMPLATES.glob("*.html"):
        text = template.read_text()
        framed = '{% extends "base.html" %}' in text or "{% macro" in text or "{% block" in text or "<form" in text
        assert framed, template.name


def test_every_stance_has_a_shape_of_its_own() -> None:
    assert set(STANCE_SHAPES) == set(get_args(Stance))
    assert len(set(STANCE_SHAPES.values())) == len(STANCE_SHAPES)
    assert set(STANCE_SHAPES.values()) <= set(SHAPES)


def test_every_word_of_a_label_has_a_sign() -> None:
    label = msgspec.to_builtins(tables().label)
    for group in ("support", "instead", "opposition", "denier", "marks"):
        for words in label[group].values():
            if words.startswith("and ") or words in ("unsupported", "hearsay only"):
                continue  # the first is no part by itself; the others say that there is no evidence: a hollow sign
            assert label_parts(words)[0].shape != "hollow", words


def test_a_label_is_shown_in_its_parts() -> None:
    parts = label_parts("corroborated (one bloc), denied by the accused")
    assert [(part.words, part.side) for part in parts] == [
        ("corroborated (one bloc)", "plus"),
        ("denied by the accused", "minus"),
    ]


def test_a_better_grade_has_more_steps() -> None:
    widths = [int(re.findall(r"H(\d+)V", grade_steps(digit))[0]) for digit in range(1, 7)]
    assert widths == sorted(widths, reverse=True)
    assert widths[-1] == 0


def test_an_open_end_is_an_arrow_and_an_exact_number_a_mark() -> None:
    assert "L104 5L98 10Z" in range_bar(10_001, None, None)
    assert "L104 5L98 10Z" not in range_bar(40, 40, 40)
    assert range_bar(None, None, None) == ""


def test_moments_are_short_and_never_sound_like_an_end() -> None:
    assert said_words("until 2024-11-13T06:10:00+00:00") == "by 2024-11-13 06:10"
    assert said_words("it (until 2024-11-13T12:00:00Z; Volga)") == "it (by 2024-11-13 12:00; Volga)"
    assert said_words("2024-11-12") == "2024-11-12"


def test_crowded_days_and_a_later_month_all_have_room() -> None:
    days = [739201, 739202, 739203, 739367]
    places = lay_days(days).places
    gaps = [b - a for a, b in itertools.pairwise(places)]
    assert all(gap > 40 for gap in gaps)
    assert gaps[-1] == max(gaps)
    assert lay_days([5]).place(5) == lay_days([5]).places[0]

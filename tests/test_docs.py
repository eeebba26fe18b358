"""The docs say what there is: every command, option, setting, label and public name, and the README's example runs."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest
import typer.main

import onrecord
from onrecord.cli.app import app
from onrecord.formats import reading_to_dict
from onrecord.record import Reading
from onrecord.settings import Settings

ROOT = Path(__file__).parents[1]
DOCS = {path.name: path.read_text(encoding="utf-8") for path in [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]}


def commands() -> dict[str, object]:
    return dict(typer.main.get_command(app).commands)  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", sorted(commands()))
def test_every_command_and_option_is_documented(name: str) -> None:
    text = DOCS["commands.md"]
    assert re.search(rf"(?m)^## (.* )?{name}( .*)?$", text), f"docs/commands.md has no part on {name}"
    for parameter in commands()[name].params:  # type: ignore[attr-defined]
        for option in parameter.opts:
            if option.startswith("--"):
                assert option in text, f"docs/commands.md does not mention {option} of {name}"


@pytest.mark.parametrize("setting", [field.name for field in fields(Settings)])
def test_every_setting_is_documented(setting: str) -> None:
    assert f"`{setting}`" in DOCS["settings.md"]
    assert f"ONRECORD_{setting.upper()}" in DOCS["settings.md"]


def test_the_readmes_example_runs(capsys: pytest.CaptureFixture[str]) -> None:
    (example,) = re.findall(r"```python\n(.*?)```", DOCS["README.md"], re.DOTALL)
    exec(compile(example, "README.md", "exec"), {})
    assert "bridge would open" in capsys.readouterr().out


def test_links_between_the_docs_lead_somewhere() -> None:
    for name, text in DOCS.items():
        folder = ROOT if (ROOT / name).exists() else ROOT / "docs"
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text):
            assert (folder / target).exists(), f"{name} links to {target}, which is not there"


def test_every_field_of_a_reading_is_documented(sample_readings: list[Reading]) -> None:
    for field in reading_to_dict(sample_readings[0]):
        assert f"`{field}`" in DOCS["formats.md"] or field == "format"


def test_what_is_public_is_sorted_and_there() -> None:
    assert onrecord.__all__ == sorted(onrecord.__all__)
    for name in onrecord.__all__:
        assert getattr(onrecord, name) is not None


def test_the_picture_of_the_house_names_every_room() -> None:
    rooms = {
        p.name + ("" if p.suffix else "/") for p in (ROOT / "src" / "onrecord").iterdir() if not p.name.startswith("_")
    }
    for room in rooms - {"py.typed", "version.py"}:
        assert room in DOCS["ARCHITECTURE.md"], f"ARCHITECTURE.md does not name {room}"


def test_no_path_of_one_machine_stands_in_the_project() -> None:
    wrong = re.compile(r"(?<![\w.])/(work|tmp|home|root)/")
    for path in [
        *ROOT.glob("*.md"),
        *(ROOT / "docs").glob("*.md"),
        *(ROOT / "src").rglob("*.py"),
        *(ROOT / "src").rglob("*.toml"),
    ]:
        found = wrong.search(path.read_text(encoding="utf-8"))
        assert found is None, f"{path.name}: {found and found.group()}"

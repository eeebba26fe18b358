"""Pages and names of failures come in; what is to be opened again goes out."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.acquire.items import item_of, openable
from onrecord.record import Page


@pytest.mark.parametrize(
    ("id_", "origin", "item"),
    [
        ("https://sample.example/a", "https://sample.example/a?b", "https://sample.example/a"),
        ("https://sample.example/a@0123456789ab", "https://sample.example/a", "https://sample.example/a"),
        ("in/a.txt", "in/a.txt", "in/a.txt"),
        ("a.txt", "/far/in/a.txt", "/far/in/a.txt"),
        ("a.jsonl:3", "/far/a.jsonl", "/far/a.jsonl:3"),
        ("x1", "in/a.jsonl", "in/a.jsonl#x1"),
        ("https://sample.example/a@20241112", "in/a.warc.gz", "in/a.warc.gz#https://sample.example/a@20241112"),
        ("a.zip/b.txt", "in/a.zip/b.txt", "in/a.zip/b.txt"),
        ("-", "standard input", "-"),
        ("x1", None, "x1"),
    ],
)
def test_a_failure_is_called_so_that_it_can_be_opened(id_: str, origin: str | None, item: str) -> None:
    assert item_of(Page(id=id_, origin=origin)) == item


def test_what_lies_in_a_file_is_opened_by_the_file(tmp_path: Path) -> None:
    (tmp_path / "a#b.warc").touch()
    place = f"{tmp_path}/a#b.warc"
    for item in (place, f"{place}#https://sample.example/a@2024", f"{place}:12", f"{place}/inner.txt:3"):
        assert openable(item) == place
    assert openable("https://sample.example/a#b:3") == "https://sample.example/a#b:3"
    assert openable(f"{tmp_path}/gone.txt") is None
    assert openable("x1") is None

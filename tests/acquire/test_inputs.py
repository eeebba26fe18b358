"""What a person names comes in; articles and one clear sentence for each fault go out, in order."""

from __future__ import annotations

import gzip
import io
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.acquire.inputs import count_inputs, open_inputs
from onrecord.acquire.options import InputOptions
from onrecord.record import Failure, Page

PROSE = "The ministry said on Monday that two bridges had been closed. Nobody was hurt, it added.\n"


@pytest.fixture
def options(tmp_path: Path) -> InputOptions:
    return InputOptions(root=tmp_path)


def pages(paths: list[str], options: InputOptions) -> list[Page]:
    return [item for item in open_inputs(paths, options) if isinstance(item, Page)]


def failures(paths: list[str], options: InputOptions) -> list[Failure]:
    return [item for item in open_inputs(paths, options) if isinstance(item, Failure)]


def write_lines(path: Path, *records: object) -> str:
    path.write_text(
        "\n".join(record if isinstance(record, str) else json.dumps(record) for record in records) + "\n", "utf-8"
    )
    return str(path)


def test_a_text_file_is_called_by_its_path_and_comes_back_unchanged(tmp_path: Path, options: InputOptions) -> None:
    (tmp_path / "wire").mkdir()
    (tmp_path / "wire" / "a.txt").write_bytes("Kyiv\r\n\r\ncafe\u0301 \u201cx\u201d\n".encode())
    (page,) = pages([str(tmp_path / "wire" / "a.txt")], options)
    assert page.id == "wire/a.txt"
    assert page.text == "Kyiv\r\n\r\ncafe\u0301 \u201cx\u201d\n"


def test_a_folder_gives_its_files_sorted_by_path(tmp_path: Path, options: InputOptions) -> None:
    for name in ("b.txt", "a/z.txt", "a/b/c.txt", ".hidden.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(PROSE, "utf-8")
    assert [page.id for page in pages([str(tmp_path)], options)] == ["a/b/c.txt", "a/z.txt", "b.txt"]


def test_ids_in_a_folder_elsewhere_are_relative_to_it(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(PROSE, "utf-8")
    assert [page.id for page in pages([str(tmp_path)], InputOptions(root=tmp_path / "other"))] == ["a.txt"]


def test_parts_of_a_saved_page_are_no_articles(tmp_path: Path, options: InputOptions) -> None:
    (tmp_path / "page_files").mkdir()
    (tmp_path / "page_files" / "style.css").write_text("p {}", "utf-8")
    (tmp_path / "page.html").write_text(f"<html><body><p>{PROSE}</p></body></html>", "utf-8")
    assert [item.id if isinstance(item, Page) else item.item for item in open_inputs([str(tmp_path)], options)] == [
        "page.html"
    ]


def test_a_glob_gives_what_fits_it(tmp_path: Path, options: InputOptions) -> None:
    for name in ("1.txt", "2.txt", "3.md"):
        (tmp_path / name).write_text(PROSE, "utf-8")
    assert [page.id for page in pages([f"{tmp_path}/*.txt"], options)] == ["1.txt", "2.txt"]


def test_standard_input_is_told_by_its_content(options: InputOptions) -> None:
    for data, kind in (
        (PROSE.encode(), "text"),
        (b"<!doctype html><p>x y z", "html"),
        (b'{"id": "n", "text": "x"}\n', "jsonl"),
    ):
        (page,) = pages(["-"], replace(options, stdin=io.BytesIO(data)))
        assert (page.html is not None) == (kind == "html")
        assert page.id == ("n" if kind == "jsonl" else "-")


@settings(deadline=None)
@given(text=st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_text_of_json_lines_comes_back_unchanged(text: str) -> None:
    line = json.dumps({"id": "x", "text": text}).encode()
    (page,) = pages(["-"], InputOptions(stdin=io.BytesIO(line), kind="jsonl"))
    assert page.text == text


def test_one_broken_line_does_not_hide_the_others(tmp_path: Path, options: InputOptions) -> None:
    path = write_lines(
        tmp_path / "a.jsonl", {"id": "1", "text": "One."}, '{"id": "2", "te', "", {"id": "3", "text": "Three."}
    )
    items = list(open_inputs([path], options))
    assert [item.id if isinstance(item, Page) else item.item for item in items] == ["1", f"{path}:2", "3"]


@pytest.mark.parametrize(
    ("record", "words"),
    [
        ({"id": "x"}, "has no text"),
        ({"id": "x", "text": None}, "has a null text"),
        ({"id": "x", "text": 5}, "a number, not a string"),
        ({"id": "x", "text": ["a"]}, "a list, not a string"),
        ("[1, 2]", "is not an article"),
        ('"only a string"', "is not an article"),
        ('{"id": "x", "text": "a\\ud800b"}', "surrogate"),
        ('{"id": "x", "text": ' + "[" * 5000, "nested too deeply"),
    ],
)
def test_each_fault_of_a_line_is_one_sentence(
    tmp_path: Path, options: InputOptions, record: object, words: str
) -> None:
    (failure,) = failures([write_lines(tmp_path / "a.jsonl", record)], options)
    assert failure.why.startswith(f"line 1 of {tmp_path}/a.jsonl ")
    assert words in failure.why
    assert "\n" not in failure.why


def test_a_line_in_another_encoding_fails_alone(tmp_path: Path, options: InputOptions) -> None:
    (tmp_path / "a.jsonl").write_bytes(b'{"id": "1", "text": "caf\xe9"}\n{"id": "2", "text": "caf\xc3\xa9"}\n')
    items = list(open_inputs([str(tmp_path / "a.jsonl")], options))
    assert isinstance(items[0], Failure)
    assert "UTF-8" in items[0].why
    assert isinstance(items[1], Page)
    assert items[1].text == "café"


def test_the_second_article_with_an_id_fails_and_the_first_stands(tmp_path: Path, options: InputOptions) -> None:
    path = write_lines(tmp_path / "a.jsonl", {"id": "1", "text": "One."}, {"id": "1", "text": "Other."})
    first, second = open_inputs([path], options)
    assert isinstance(first, Page)
    assert first.text == "One."
    assert second == Failure(
        item=f"{path}#1",
        stage="acquire",
        why="an article with the id “1” came before; the first stands, give this one another id",
    )


def test_a_line_without_id_is_called_by_its_place(tmp_path: Path, options: InputOptions) -> None:
    path = write_lines(tmp_path / "a.jsonl", {"text": "One."}, {"id": 7, "text": "Two."})
    assert [page.id for page in pages([path], options)] == ["a.jsonl:1", "7"]


def test_given_fields_are_kept_and_a_date_that_is_none_is_passed_on(tmp_path: Path, options: InputOptions) -> None:
    record = {
        "id": "1",
        "text": "x",
        "published": "the day after",
        "publisher": "The Sample",
        "byline": "Ada Bell",
        "language": "en",
    }
    (page,) = pages([write_lines(tmp_path / "a.jsonl", record)], options)
    assert (page.published, page.publisher, page.byline, page.language) == (
        "the day after",
        "The Sample",
        "Ada Bell",
        "en",
    )


def test_what_is_given_for_all_fills_only_what_is_open(tmp_path: Path, options: InputOptions) -> None:
    path = write_lines(tmp_path / "a.jsonl", {"id": "1", "text": "x", "publisher": "Own"}, {"id": "2", "text": "x"})
    found = pages([path], replace(options, given={"publisher": "The Sample"}))
    assert [page.publisher for page in found] == ["Own", "The Sample"]


def test_columns_map_any_table_or_json_to_the_fields(tmp_path: Path, options: InputOptions) -> None:
    (tmp_path / "a.csv").write_text(
        'nr;words;day\n7;"He said: ""no""; then left.";2024-11-12\n8;;2024-11-13\n', "utf-8"
    )
    mapped = replace(options, columns={"id": "nr", "text": "words", "published": "day"})
    items = list(open_inputs([str(tmp_path / "a.csv")], mapped))
    assert isinstance(items[0], Page)
    assert (items[0].id, items[0].text, items[0].published) == ("7", 'He said: "no"; then left.', "2024-11-12")
    assert isinstance(items[1], Failure)
    assert "row 2" in items[1].why


def test_a_newspaper_export_holds_many_articles(tmp_path: Path, options: InputOptions) -> None:
    export = {
        "status": "ok",
        "response": {"results": [{"id": "a", "body": "One.", "headline": "First"}, {"id": "b", "body": "Two."}]},
    }
    (tmp_path / "export.json").write_text(json.dumps(export, indent=1), "utf-8")
    assert [(page.id, page.text, page.title) for page in pages([str(tmp_path / "export.json")], options)] == [
        ("a", "One.", "First"),
        ("b", "Two.", None),
    ]


def test_an_array_that_breaks_off_gives_what_stands_before(tmp_path: Path, options: InputOptions) -> None:
    (tmp_path / "a.json").write_text(
        '[{"id": "1", "text": "One."}, {"id": "2", "text": "Two."}, {"id": "3", "te', "utf-8"
    )
    items = list(open_inputs([str(tmp_path / "a.json")], options))
    assert [item.id if isinstance(item, Page) else item.item for item in items] == [
        "1",
        "2",
        f"{tmp_path}/a.json:3",
    ]


@pytest.mark.parametrize("pack", [gzip.compress, zstandard.ZstdCompressor().compress])
def test_packed_files_are_unpacked_by_content(tmp_path: Path, options: InputOptions, pack: object) -> None:
    (tmp_path / "a.jsonl.packed").write_bytes(pack(b'{"id": "1", "text": "One."}\n'))  # type: ignore[operator]
    assert [page.id for page in pages([str(tmp_path / "a.jsonl.packed")], options)] == ["1"]


def _zst(data: bytes) -> bytes:
    return zstandard.ZstdCompressor(level=19).compress(data)


@pytest.mark.parametrize(("name", "pack"), [("bomb.jsonl.gz", gzip.compress), ("bomb.jsonl.zst", _zst)])
def test_a_bomb_is_stopped(tmp_path: Path, options: InputOptions, name: str, pack: Callable[[bytes], bytes]) -> None:
    (tmp_path / name).write_bytes(pack((b" " * 999_999 + b"\n") * 72))
    (failure,) = failures([str(tmp_path / name)], options)
    assert "200 times its size" in failure.why


def test_a_file_cut_off_in_the_middle_gives_what_can_be_read(tmp_path: Path, options: InputOptions) -> None:
    lines = b"".join(b'{"id": "%d", "text": "%s"}\n' % (n, str(n * 7919).encode() * 50) for n in range(2000))
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(lines)[:-2000])
    items = list(open_inputs([str(tmp_path / "a.jsonl.gz")], options))
    assert sum(isinstance(item, Page) for item in items) > 100
    assert isinstance(items[-1], Failure)
    assert "broken or cut off" in items[-1].why


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("empty.txt", b"", "is empty"),
        ("binary.txt", b"ab\x00cd", "is binary"),
        ("paper.pdf", b"%PDF-1.7 ...", "is a PDF"),
        ("latin.txt", "Café said".encode("latin-1"), "is not utf-8 text"),
        ("data.sqlite", b"SQLite format 3\x00", "is a database"),
        ("broken.json", b'{"id": ', "broken JSON"),
        ("broken.zip", b"PK\x03\x04 nothing", "cannot be read"),
    ],
)
def test_what_is_no_article_says_so_and_the_next_is_read(
    tmp_path: Path, options: InputOptions, name: str, data: bytes, words: str
) -> None:
    (tmp_path / name).write_bytes(data)
    (tmp_path / "good.txt").write_text(PROSE, "utf-8")
    failure, page = open_inputs([str(tmp_path / name), str(tmp_path / "good.txt")], options)
    assert isinstance(failure, Failure)
    assert words in failure.why
    assert name in failure.why
    assert isinstance(page, Page)


def test_a_missing_path_is_named(options: InputOptions) -> None:
    (failure,) = failures(["/no/such/file.txt"], options)
    assert failure.why == "there is no file or folder /no/such/file.txt; check the path"


def test_an_encoding_that_is_named_is_used(tmp_path: Path, options: InputOptions) -> None:
    (tmp_path / "a.txt").write_bytes("Café".encode("latin-1"))
    (page,) = pages([str(tmp_path / "a.txt")], replace(options, encoding="latin-1"))
    assert page.text == "Café"


def test_utf_16_with_a_mark_is_read(tmp_path: Path, options: InputOptions) -> None:
    (tmp_path / "a.txt").write_bytes("Café".encode("utf-16"))
    assert pages([str(tmp_path / "a.txt")], options)[0].text == "Café"


def test_a_page_is_decoded_as_browsers_do(tmp_path: Path, options: InputOptions) -> None:
    (tmp_path / "a.html").write_bytes(b'<html><meta charset="iso-8859-1"><p>\x93Caf\xe9\x94</p></html>')
    html = pages([str(tmp_path / "a.html")], options)[0].html
    assert html is not None
    assert "“Café”" in html


def test_a_saved_page_keeps_its_address(tmp_path: Path, options: InputOptions) -> None:
    (tmp_path / "a.html").write_text(
        "<!-- saved from url=(0027)https://example.org/news/1 -->\n<html><p>x</p></html>", "utf-8"
    )
    assert pages([str(tmp_path / "a.html")], options)[0].url == "https://example.org/news/1"


def test_mhtml_gives_its_page_address_and_time(tmp_path: Path, options: InputOptions) -> None:
    mail = (
        "From: <Saved>\r\nSnapshot-Content-Location: https://example.org/n/2\r\nDate: Tue, 12 Nov 2024 10:00:00 -0000\r\n"
        'MIME-Version: 1.0\r\nContent-Type: multipart/related; type="text/html"; boundary="x"\r\n\r\n'
        "--x\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
        "<html><p>=E2=80=9CNo,=E2=80=9D she said.</p></html>\r\n--x--\r\n"
    )
    (tmp_path / "a.mhtml").write_text(mail, "utf-8")
    (page,) = pages([str(tmp_path / "a.mhtml")], options)
    assert page.url == "https://example.org/n/2"
    assert page.taken == "Tue, 12 Nov 2024 10:00:00 -0000"
    assert page.html is not None
    assert "“No,” she said." in page.html


def test_inputs_are_counted_where_that_is_cheap(tmp_path: Path, options: InputOptions) -> None:
    path = write_lines(tmp_path / "a.jsonl", {"id": "1", "text": "One."}, "", {"id": "2", "text": "Two."})
    (tmp_path / "b.txt").write_text(PROSE, "utf-8")
    assert count_inputs([path], options) == 2
    assert count_inputs([str(tmp_path)], options) == 3
    assert count_inputs(["-"], options) is None


LEXIS = """1 of 2 DOCUMENTS

HEADLINE: Bridges closed after flood
BYLINE: Ada Bell

BODY:
The river authority said on Tuesday that two bridges would stay closed until the water falls below the mark in the town.
Nobody has been hurt, according to the police.

LOAD-DATE: November 13, 2024

2 of 2 DOCUMENTS

HEADLINE: Road open again

BODY:
The road to the mill is open again, the council said on Friday, after a week of work on the banks of the river and its weirs.

LOAD-DATE: November 16, 2024
"""


def test_a_newspaper_archives_text_export_is_split_into_articles(tmp_path: Path, options: InputOptions) -> None:
    (tmp_path / "lexis.txt").write_text(LEXIS, "utf-8")
    first, second = pages([str(tmp_path / "lexis.txt")], options)
    assert (first.id, first.title, first.byline) == ("lexis.txt:1", "Bridges closed after flood", "Ada Bell")
    assert first.text is not None
    assert first.text.startswith("The river authority")
    assert first.text.endswith("according to the police.")
    assert second.title == "Road open again"


def test_what_lexisnexis_does_not_name_is_known_by_its_place(tmp_path: Path, options: InputOptions) -> None:
    head = "\n\nThe Sample\n\nNovember 12, 2024 Tuesday\nFinal Edition\n\nHEADLINE:"
    (tmp_path / "lexis.txt").write_text(LEXIS.replace("\n\nHEADLINE:", head, 1), "utf-8")
    first, second = pages([str(tmp_path / "lexis.txt")], options)
    assert (first.publisher, first.published) == ("The Sample", "November 12, 2024 Tuesday")
    assert (second.publisher, second.published) == (None, None)


FACTIVA = """HD
Bridges closed
after flood
BY   Ada Bell
WC
40 words
PD
12 November 2024
SN
The Sample
LA
English
LP
The river authority said on Tuesday that two bridges would stay closed until the water falls below the mark in the town.
TD
Nobody has been hurt, according to the police.
AN
Document SAMPLE0020241112ekbc0000a
"""


def test_factivas_codes_are_fields(tmp_path: Path, options: InputOptions) -> None:
    (tmp_path / "factiva.txt").write_text(FACTIVA + FACTIVA.replace("Bridges", "Roads"), "utf-8")
    first, second = pages([str(tmp_path / "factiva.txt")], options)
    assert (first.title, first.byline, first.publisher) == ("Bridges closed after flood", "Ada Bell", "The Sample")
    assert first.published == "12 November 2024"
    assert first.text is not None
    assert first.text.startswith("The river authority")
    assert first.text.endswith("according to the police.")
    assert second.title == "Roads closed after flood"


def test_a_line_of_underscores_alone_splits_nothing(tmp_path: Path, options: InputOptions) -> None:
    (tmp_path / "a.txt").write_text(PROSE + "_" * 60 + "\n" + PROSE + "_" * 60 + "\n", "utf-8")
    assert len(pages([str(tmp_path / "a.txt")], options)) == 1

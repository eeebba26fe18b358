"""Exports, archives and feeds come in; their posts and pages go out with account, time and provenance."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest

from onrecord.acquire.inputs import open_inputs
from onrecord.acquire.options import InputOptions
from onrecord.record import Failure, Page


def read(path: Path) -> list[Page | Failure]:
    return list(open_inputs([str(path)], InputOptions(root=path.parent)))


def pages(path: Path) -> list[Page]:
    return [item for item in read(path) if isinstance(item, Page)]


def test_a_telegram_channel_becomes_posts(tmp_path: Path) -> None:
    export = {
        "name": "Regional Head",
        "type": "public_channel",
        "id": 99,
        "messages": [
            {"id": 1, "type": "service", "date": "2024-11-11T08:00:00", "text": ""},
            {"id": 2, "type": "message", "date": "2024-11-12T09:30:00", "date_unixtime": "1731403800", "from": "Regional Head",
             "text": ["Two drones were ", {"type": "bold", "text": "shot down"}, " at night."]},
            {"id": 3, "type": "message", "date": "2024-11-12T10:00:00", "photo": "photos/1.jpg", "text": ""},
            {"id": 4, "type": "message", "date": "2024-11-12T11:00:00", "from": "Regional Head", "forwarded_from": "Air Command", "text": "All clear."},
        ],
    }  # fmt: skip
    (tmp_path / "result.json").write_text(json.dumps(export), "utf-8")
    first, second = pages(tmp_path / "result.json")
    assert (first.id, first.text, first.kind) == ("telegram:99:2", "Two drones were shot down at night.", "post")
    assert (first.account, first.published) == ("Regional Head", "2024-11-12T09:30:00+00:00")
    assert (second.author, second.account) == ("Air Command", "Regional Head")


def test_pictures_beside_a_telegram_export_are_no_failures(tmp_path: Path) -> None:
    folder = tmp_path / "ChatExport"
    (folder / "photos").mkdir(parents=True)
    (folder / "photos" / "1.jpg").write_bytes(b"\xff\xd8\xff\xe0\x00")
    (folder / "result.json").write_text(
        json.dumps({"name": "C", "id": 1, "messages": [{"id": 1, "text": "A shell fell."}]}), "utf-8"
    )
    assert [item.id for item in read(folder) if isinstance(item, Page)] == ["telegram:1:1"]
    assert not [item for item in read(folder) if isinstance(item, Failure)]


def test_a_mastodon_outbox_becomes_posts_without_boosts(tmp_path: Path) -> None:
    post = {
        "id": "https://social.example/users/ada/statuses/1", "url": "https://social.example/@ada/1", "type": "Note",
        "published": "2024-11-12T10:00:00Z", "attributedTo": "https://social.example/users/ada",
        "content": "<p>The bridge &amp; the road are closed.</p><p>More at <a href='#'>noon</a>.</p>",
    }  # fmt: skip
    outbox = {
        "type": "OrderedCollection",
        "orderedItems": [{"type": "Create", "object": post}, {"type": "Announce", "object": "https://x"}],
    }
    (tmp_path / "outbox.json").write_text(json.dumps(outbox), "utf-8")
    (tmp_path / "actor.json").write_text(json.dumps({"name": "Ada Bell", "preferredUsername": "ada"}), "utf-8")
    (page,) = pages(tmp_path / "outbox.json")
    assert page.text == "The bridge & the road are closed.\n\nMore at noon."
    assert (page.author, page.account, page.kind) == ("Ada Bell", "@ada@social.example", "post")
    assert page.published == "2024-11-12T10:00:00Z"


def test_an_x_archive_becomes_posts(tmp_path: Path) -> None:
    tweet = {
        "tweet": {
            "id_str": "42",
            "full_text": "Talks &amp; tea.",
            "created_at": "Tue Nov 12 20:19:24 +0000 2024",
            "lang": "en",
        }
    }
    other = {
        "tweet": {"id_str": "43", "full_text": "RT @agency: Not mine.", "created_at": "Tue Nov 12 20:20:00 +0000 2024"}
    }
    account = [{"account": {"username": "abell", "accountDisplayName": "Ada Bell"}}]
    with zipfile.ZipFile(tmp_path / "twitter.zip", "w") as archive:
        archive.writestr("data/tweets.js", "window.YTD.tweets.part0 = " + json.dumps([tweet, other]))
        archive.writestr("data/account.js", "window.YTD.account.part0 = " + json.dumps(account))
        archive.writestr("data/tweets_media/1.jpg", b"\xff\xd8\xff\x00")
    own, retweet = pages(tmp_path / "twitter.zip")
    assert (own.id, own.text, own.published) == ("x:42", "Talks & tea.", "2024-11-12T20:19:24+00:00")
    assert (own.author, own.account, own.url) == ("Ada Bell", "@abell", "https://x.com/abell/status/42")
    assert retweet.author == "@agency"


def test_a_zip_gives_its_files_by_name(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("b.txt", "Second.")
        archive.writestr("a.jsonl", '{"id": "1", "text": "First."}\n')
        archive.writestr("c.bin", b"\x00\x01")
    items = read(tmp_path / "a.zip")
    assert [item.id if isinstance(item, Page) else item.item for item in items] == [
        "1",
        "a.zip/b.txt",
        f"{tmp_path}/a.zip/c.bin",
    ]


def test_a_zip_bomb_is_not_unpacked(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb.txt", b" " * 70_000_000)
        archive.writestr("good.txt", "The road is open again.")
    failure, page = read(tmp_path / "a.zip")
    assert isinstance(failure, Failure)
    assert "200 times its size" in failure.why
    assert isinstance(page, Page)


@pytest.fixture
def warc(tmp_path: Path) -> Path:
    from fastwarc.stream_io import GzipWriter  # noqa: F401  (what the archive is written with)

    return write_warc(tmp_path / "a.warc")


def write_warc(path: Path) -> Path:
    """A small archive: two captures of one page, an image, a page that is missing."""
    out = io.BytesIO()
    for number, (url, status, kind, body) in enumerate(
        [
            (
                "https://example.org/1",
                "200 OK",
                "text/html; charset=utf-8",
                "<html><body><p>First words.</p></body></html>",
            ),
            ("https://example.org/i.png", "200 OK", "image/png", "xx"),
            ("https://example.org/404", "404 Not Found", "text/html", "<p>no</p>"),
            (
                "https://example.org/1",
                "200 OK",
                "text/html; charset=utf-8",
                "<html><body><p>Second words.</p></body></html>",
            ),
        ]
    ):
        http = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n{body}"
        head = (
            f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:0000000{number}-0000-4000-8000-000000000000>\r\n"
            f"WARC-Target-URI: {url}\r\nWARC-Date: 2024-11-1{number}T10:00:00Z\r\n"
            f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
        )
        out.write((head + http + "\r\n\r\n").encode())
    path.write_bytes(out.getvalue())
    return path


def test_a_web_archive_gives_its_pages_with_where_and_when(warc: Path) -> None:
    first, second = pages(warc)
    assert (first.url, first.taken, first.id) == (
        "https://example.org/1",
        "2024-11-10T10:00:00Z",
        "https://example.org/1@20241110100000",
    )
    assert first.html is not None
    assert "First words." in first.html
    assert second.id == "https://example.org/1@20241113100000"


def test_a_web_archive_that_breaks_off_is_named_after_its_good_pages(warc: Path) -> None:
    warc.write_bytes(warc.read_bytes()[:-120])
    items = read(warc)
    assert isinstance(items[0], Page)


def test_a_wacz_gives_the_pages_it_lists(tmp_path: Path, warc: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.wacz", "w") as archive:
        archive.write(warc, "archive/data.warc")
        archive.writestr(
            "pages/pages.jsonl", '{"format": "json-pages-1.0"}\n{"url": "https://example.org/1", "ts": "x"}\n'
        )
        archive.writestr("datapackage.json", "{}")
    assert [page.url for page in pages(tmp_path / "a.wacz")] == ["https://example.org/1"] * 2


RSS = """<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>The Sample</title>
<item><title>Bridge &amp;amp; road closed</title><link>https://example.org/b</link><guid isPermaLink="false">g1</guid>
<pubDate>Tue, 12 Nov 2024 10:00:00 GMT</pubDate><dc:creator>Ada Bell</dc:creator>
<source url="https://wire.example/rss">Wire One</source>
<description>Short.</description><content:encoded><![CDATA[<p>The bridge was closed on Tuesday, police said.</p>]]></content:encoded></item>
</channel></rss>"""
ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>The Atom</title>
<entry><title>Talks</title><id>urn:1</id><link href="https://example.org/t"/><updated>2024-11-12T10:00:00Z</updated>
<author><name>C. Dow</name></author><content type="html">&lt;p&gt;Talks began.&lt;/p&gt;</content></entry></feed>"""
JSON_FEED = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "The JSON",
    "items": [
        {
            "id": "1",
            "url": "https://example.org/j",
            "content_text": "Rain fell.",
            "date_published": "2024-11-12T10:00:00Z",
        }
    ],
}


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        (
            "a.rss",
            RSS,
            ("https://example.org/b", "Bridge & road closed", "Ada Bell", "Wire One", "Tue, 12 Nov 2024 10:00:00 GMT"),
        ),
        ("a.xml", ATOM, ("https://example.org/t", "Talks", "C. Dow", "The Atom", "2024-11-12T10:00:00Z")),
        ("a.json", json.dumps(JSON_FEED), ("https://example.org/j", None, None, "The JSON", "2024-11-12T10:00:00Z")),
    ],
)
def test_a_feed_file_gives_its_entries(tmp_path: Path, name: str, data: str, expected: tuple[str | None, ...]) -> None:
    (tmp_path / name).write_text(data, "utf-8")
    (page,) = pages(tmp_path / name)
    assert (page.url, page.title, page.byline, page.publisher, page.published) == expected


def test_a_feed_that_is_none_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.rss").write_text("We are sorry. <b>Come back later", "utf-8")
    (failure,) = read(tmp_path / "a.rss")
    assert isinstance(failure, Failure)
    assert "is no feed" in failure.why

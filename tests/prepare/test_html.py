"""HTML comes in; body, posts, captions and metadata go out, each in its place."""

from __future__ import annotations

import json

import pytest

from onrecord.prepare.article import read_article
from onrecord.prepare.metadata import clean_byline
from onrecord.prepare.versions import compare_versions
from onrecord.record import Article, BlankArticle, InputError, Page

PROSE = [
    "The river authority said on Tuesday that two bridges would stay closed until the water falls below the mark.",
    "“We will open them when it is safe, and not an hour before,” said its head, Ada Bell, in the town of Weir.",
    "Nobody has been hurt, according to the police, who asked people to stay away from the banks of the river.",
]


def page(body: str = "", head: str = "", *, lang: str = "en") -> str:
    prose = "".join(f"<p>{line}</p>" for line in PROSE)
    return (
        f'<!doctype html><html lang="{lang}"><head><title>Bridges closed | The Sample</title>{head}</head><body>'
        f"<nav><a href='/'>Home</a></nav><article><h1>Bridges closed after flood</h1>{prose}{body}</article>"
        "<aside><p>Most read: something else entirely that is long enough to be taken for prose.</p></aside>"
        "<footer><p>Copyright 2024 The Sample. All rights reserved.</p></footer></body></html>"
    )


def read(html: str, *, url: str | None = None, id: str = "p", **fields: str) -> Article:  # noqa: A002
    return read_article(Page(id=id, html=html, url=url, **fields))


def test_the_body_is_the_articles_paragraphs_and_nothing_else() -> None:
    article = read(page())
    assert [span.of(article.text) for span in article.paragraphs] == PROSE
    assert article.title == "Bridges closed after flood"


@pytest.mark.parametrize(
    "line",
    [
        "Advertisement",
        "Sign up for our morning newsletter",
        "Read more: Ten bridges you must see",
        "Share this article",
        "Story continues below",
    ],
)
def test_boilerplate_is_no_part_of_the_body(line: str) -> None:
    assert line not in read(page(f"<p>{line}</p>")).text


def test_metadata_of_open_graph() -> None:
    head = (
        '<meta property="og:site_name" content="The Sample"><meta property="article:published_time" content="2024-11-12T10:00:00Z">'
        '<meta property="article:modified_time" content="2024-11-12T12:00:00Z"><meta name="author" content="By Ada Bell and C. Dow">'
        '<meta property="article:section" content="Region"><link rel="canonical" href="https://sample.example/2024/flood">'
        '<meta property="og:description" content="Two bridges stay closed while the river is high, the authority says.">'
    )
    article = read(page(head=head), url="https://sample.example/2024/flood?utm=1")
    assert (article.published, article.published_from, article.updated) == (
        "2024-11-12T10:00:00+00:00",
        "html",
        "2024-11-12T12:00:00+00:00",
    )
    assert (article.publisher, article.byline, article.section) == ("The Sample", "Ada Bell, C. Dow", "Region")
    assert article.canonical_url == "https://sample.example/2024/flood"
    assert article.url == "https://sample.example/2024/flood?utm=1"
    assert article.deck == "Two bridges stay closed while the river is high, the authority says."


def test_metadata_of_json_ld_in_a_graph() -> None:
    linked = {
        "@context": "https://schema.org",
        "@graph": [
            {"@type": "WebSite", "name": "x"},
            {
                "@type": ["OpinionNewsArticle"],
                "headline": "Bridges closed after flood",
                "datePublished": "2024-11-12T10:00:00+02:00",
                "author": [{"@type": "Person", "name": "Ada Bell"}, {"@type": "Person", "name": "C. Dow"}],
                "publisher": {"name": "The Sample"},
            },
        ],
    }
    article = read(page(head=f'<script type="application/ld+json">{json.dumps(linked)}</script>'))
    assert (article.published, article.byline, article.publisher) == (
        "2024-11-12T10:00:00+02:00",
        "Ada Bell, C. Dow",
        "The Sample",
    )
    assert article.kind == "opinion"


@pytest.mark.parametrize("script", ["{broken", "[" * 3000, '"text"', "null", '{"@type": 5, "author": [1, null]}'])
def test_broken_json_ld_does_no_harm(script: str) -> None:
    assert read(page(head=f'<script type="application/ld+json">{script}</script>')).paragraphs


def test_the_publisher_is_known_by_its_host() -> None:
    assert read(page(), url="https://www.reuters.com/world/1").publisher == "Reuters"
    assert read(page(), url="https://www.reuters.com/world/1").agency == "Reuters"
    assert read(page(), url="https://weir-gazette.example/1").publisher == "weir-gazette.example"


def test_a_day_in_the_address_dates_the_page() -> None:
    assert read(page(), url="https://sample.example/2024/11/12/flood").published == "2024-11-12"


def test_an_embedded_tweet_is_found_with_its_author_date_and_address() -> None:
    tweet = (
        '<blockquote class="twitter-tweet"><p lang="en">Two bridges closed in the flood, more to come tonight.</p>&mdash; River News '
        '(@rivernews) <a href="https://twitter.com/rivernews/status/42?ref=x">November 5, 2024</a></blockquote>'
    )
    article = read(page(tweet))
    (embed,) = article.embeds
    assert (embed.handle, embed.account, embed.posted) == ("@rivernews", "River News", "2024-11-05")
    assert embed.url == "https://twitter.com/rivernews/status/42"
    assert embed.span.of(article.text).startswith("Two bridges closed in the flood")
    assert article.published is None
    assert article.not_before == "2024-11-05"


def test_captions_are_kept_apart() -> None:
    figure = (
        "<figure><img src='x'><figcaption>Water stands at the northern bridge on Monday evening.</figcaption></figure>"
    )
    article = read(page(figure))
    assert article.captions == ("Water stands at the northern bridge on Monday evening.",)
    assert "northern bridge" not in article.text


def test_a_page_in_another_language_is_set_aside() -> None:
    german = "".join(
        f"<p>Der Fluss stieg am Montag weiter, und die Brücken der Stadt blieben geschlossen, wie die Polizei mitteilte. {n}</p>"
        for n in range(9)
    )
    with pytest.raises(InputError, match="set aside: language de"):
        read(f'<html lang="de"><body><article>{german}</article></body></html>')


@pytest.mark.parametrize(
    "html", ["", " ", "<html></html>", "<!-- nothing -->", "<html><body><script>1</script></body></html>"]
)
def test_an_empty_page_is_a_blank_article(html: str) -> None:
    with pytest.raises(BlankArticle):
        read(html)


def test_twenty_thousand_nested_tags_are_refused_in_one_sentence() -> None:
    with pytest.raises(InputError, match="more than 1,000 deep"):
        read("<div>" * 20_000 + "The mayor said so.")


@pytest.mark.parametrize(
    "html",
    [
        "<p>“" + "“" * 5000 + "</p>",
        "<p>" + "word " * 100_000 + "</p>",
        "<p>a\x00b \x0b said the mayor</p>",
        "no tags at all, said the mayor",
    ],
)
def test_odd_pages_are_read(html: str) -> None:
    assert read(html).text


@pytest.mark.parametrize(
    ("words", "byline"),
    [
        ("By Ada Bell and C. Dow", "Ada Bell, C. Dow"),
        ("Ada Bell, Lantern International", "Ada Bell"),
        ("Ada Bell, Reuters", "Ada Bell, Reuters"),
        ("Lantern", None),
        ("REUTERS", "REUTERS"),
        ("KXYZWEB", None),
        ("November 18", None),
        ("Ada Bell Monday, November 18", "Ada Bell"),
        ("Guest", None),
        ("Marie Guest", "Marie Guest"),
        ("A Writer of The Sunday Times", "A Writer of The Sunday Times"),
    ],
)
def test_a_byline_is_names_and_not_the_site_or_the_day(words: str, byline: str | None) -> None:
    assert clean_byline(words, "The Lantern News", "lantern.example") == byline


def test_an_author_is_known_by_the_link_to_his_page() -> None:
    link = "<p>Text and pictures: <a href='/author/ada-bell/'>Ada Bell</a></p>"
    other = "<p>Also on this page: <a href='/author/c-dow/'>C. Dow</a></p>"
    assert read(page(link)).byline == "Ada Bell"
    assert read(page(link + other)).byline is None


def test_what_is_given_with_a_page_wins() -> None:
    article = read(page(), title="Given", published="2024-11-11", byline="Given Name", publisher="Given Paper")
    assert (article.title, article.published, article.published_from) == ("Given", "2024-11-11", "given")
    assert (article.byline, article.publisher) == ("Given Name", "Given Paper")


def test_versions_of_one_article_are_compared_by_paragraph() -> None:
    before = read(page("<p>The road to the mill is open, the council said in the morning.</p>"))
    after = read(
        page(
            "<p>The road to the mill is closed, the council said in the evening.</p><p>Rain is forecast for the whole week, the weather service said.</p>"
        )
    )
    assert [
        (change.kind, change.after.of(after.text)[:8] if change.after else None)
        for change in compare_versions(before, after)
    ] == [
        ("reworded", "The road"),
        ("added", "Rain is "),
    ]
    assert compare_versions(before, before) == ()
    assert [change.kind for change in compare_versions(after, before)] == ["reworded", "dropped"]


@pytest.mark.parametrize(
    "words",
    [
        "We and our 812 partners store and access information on your device.",
        "Please enable JavaScript and cookies to continue",
        "Verify you are human by completing the action below.",
        "Subscribe to continue reading",
    ],
)
def test_a_wall_in_place_of_the_article_is_named(words: str) -> None:
    with pytest.raises(InputError, match="shows a wall"):
        read(f"<html><body><h1>The Sample</h1><div><p>{words}</p><button>OK</button></div></body></html>")


def test_an_article_about_cookies_is_no_wall() -> None:
    assert read(
        page("<p>The ministry wants pages to ask before they accept all cookies, it said on Friday.</p>" * 9)
    ).paragraphs

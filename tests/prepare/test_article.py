"""A page comes in; an article goes out: text that never changes, with everything around the body kept apart."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.prepare.article import read_article
from onrecord.prepare.language import SetAside
from onrecord.record import Article, BlankArticle, InputError, Page

BODY = (
    "The river authority said on Tuesday that two bridges would stay closed until the water falls.\n"
    "“We will open them when it is safe,” said its head, Ada Bell.\n"
    "Nobody has been hurt, according to the police in the town."
)


def read(text: str, **fields: str) -> Article:
    return read_article(Page(id="a", text=text, **fields))


def test_text_is_never_changed() -> None:
    text = "\r\n  The mayor said:\u00a0“No.”\r\n\r\ncafe\u0301 \u2028 x"
    article = read(text)
    assert article.text == text
    assert article.text_sha256 == hashlib.sha256(text.encode()).hexdigest()


def test_a_dateline_is_a_sentence_of_its_own() -> None:
    article = read_article(Page(id="a", text="KYIV, Nov. 12 (Reuters) - The army said it rained. It was cold."))
    sentences = [span.of(article.text) for span in article.sentences]
    assert sentences == ["KYIV, Nov. 12 (Reuters) -", "The army said it rained.", "It was cold."]


def test_each_line_is_a_paragraph_and_sentences_stay_within_one() -> None:
    article = read(BODY)
    assert [span.of(article.text) for span in article.paragraphs] == BODY.split("\n")
    assert all(any(p.start <= s.start and s.end <= p.end for p in article.paragraphs) for s in article.sentences)


def test_lines_broken_to_a_width_are_joined_in_paragraphs() -> None:
    text = (
        "The river authority said on Tuesday that two bridges would stay\nclosed until the water falls, which may take until the\n"
        "weekend if the rain goes on as forecast.\n\nNobody has been hurt, according to the police in the town, who have\n"
        "asked people to stay away from the banks and to heed the signs\nthat were put up at the weekend.\n"
    )
    assert len(read(text).paragraphs) == 2


@pytest.mark.parametrize("text", ["", "   ", "\n\n\t\n", "\u00a0\u2028"])
def test_a_blank_article_is_an_error(text: str) -> None:
    with pytest.raises(BlankArticle, match="has no text to read"):
        read(text)


@settings(deadline=None)  # the first foreign text loads the model that tells languages
@given(text=st.text(max_size=400))
def test_any_text_is_read_or_refused_and_spans_stay_inside(text: str) -> None:
    try:
        article = read(text)
    except InputError:
        return
    spans = [*article.paragraphs, *article.sentences, *article.furniture, *(embed.span for embed in article.embeds)]
    assert all(0 <= span.start < span.end <= len(text) for span in spans)


@pytest.mark.parametrize(
    "text", ["“" * 5000, "word " * 400_000, "(" * 20_000, "— a (@b) " * 3_000, "A, " * 20_000, "KYIV " * 20_000]
)
def test_odd_text_takes_no_longer_than_its_length(text: str) -> None:
    assert read(text + "\nThe mayor said so.").paragraphs


# --------------------------------------------------------------------------------------------------------------- dates


def test_a_given_date_wins() -> None:
    article = read("12 November 2024\n" + BODY, published="2024-11-13T08:00:00+01:00")
    assert (article.published, article.published_from) == ("2024-11-13T08:00:00+01:00", "given")


def test_a_date_that_is_none_is_a_problem_and_the_article_is_read() -> None:
    article = read(BODY, published="the day after")
    assert article.published is None
    assert [problem.what for problem in article.problems] == [
        "the published date given is none: “the day after”; it is left out"
    ]


@pytest.mark.parametrize(
    "given",
    [
        "2024-11-12",
        "12 November 2024",
        "Nov. 12, 2024",
        "Tue, 12 Nov 2024 10:00:00 GMT",
        "2024-11-12 10:00",
        "20241112",
        "2024-11-12T23:00:00Z",
    ],
)
def test_dates_are_read_in_the_forms_people_use(given: str) -> None:
    published = read(BODY, published=given).published
    assert published is not None
    assert published.startswith("2024-11-12")


def test_a_dateline_with_a_year_dates_the_article() -> None:
    article = read("TALLINN, Nov 12, 2024 (AFP) - " + BODY)
    assert (article.published, article.published_from) == ("2024-11-12", "dateline")


def test_a_dateline_without_a_year_takes_it_from_the_update() -> None:
    assert read("TALLINN, Dec 30 (AFP) - " + BODY, updated="2025-01-02").published == "2024-12-30"
    assert read("TALLINN, Dec 30 (AFP) - " + BODY).published is None


def test_a_date_line_at_the_top_dates_the_article() -> None:
    article = read("Bridges closed after flood\nPublished: 12 November 2024 10:31 GMT\n" + BODY)
    assert (article.published, article.published_from) == ("2024-11-12T10:31:00+00:00", "text")
    assert article.title == "Bridges closed after flood"


def test_a_date_in_the_prose_is_not_the_articles_own() -> None:
    assert read("On 12 November 2024 the bridge fell, and talks go on.\n" + BODY).published is None


def test_an_embedded_post_never_dates_the_article_but_bounds_it() -> None:
    article = read(
        BODY + "\nTwo bridges closed in the flood. https://t.co/AbC\n— River News (@rivernews) November 5, 2024"
    )
    assert article.published is None
    assert article.not_before == "2024-11-05"


# ------------------------------------------------------------------------------------------------------ embedded posts


def test_a_signature_line_marks_the_paragraph_before_it_as_a_post() -> None:
    article = read(
        BODY + "\nTwo bridges closed in the flood. https://t.co/AbC\n— River News (@rivernews) November 5, 2024"
    )
    (embed,) = article.embeds
    assert embed.span.of(article.text).startswith("Two bridges closed")
    assert (embed.author, embed.handle, embed.account, embed.posted) == (
        "River News",
        "@rivernews",
        "River News",
        "2024-11-05",
    )
    assert article.furniture[-1].of(article.text) == "— River News (@rivernews) November 5, 2024"


def test_a_post_written_by_one_and_published_by_another_keeps_both() -> None:
    article = read(
        BODY
        + "\nWho pays for the bridges? asks a column, writes @ada_bell\n— River News (@rivernews) 5 November 2024\nMore to come."
    )
    (embed,) = article.embeds
    assert (embed.author, embed.account) == ("@ada_bell", "River News")


def test_a_post_of_several_paragraphs_reaches_back_to_what_introduces_it() -> None:
    post = "The bridges are closed.\nStay away from the banks.\nHelp is on its way."
    article = read(f"{BODY}\nThe mayor wrote in a post on X:\n{post}\n— The Mayor (@mayor) Nov 5, 2024")
    assert article.embeds[0].span.of(article.text).startswith("The bridges are closed.")


def test_hashtags_and_links_belong_to_the_post_and_prose_does_not() -> None:
    article = read(f"{BODY}\n#Flood update 2/2\nBridges closed #flood\n— River News (@rivernews) November 5, 2024")
    assert article.embeds[0].span.of(article.text).startswith("#Flood update")


def test_a_name_and_handle_in_prose_is_no_signature() -> None:
    assert not read("The mayor — Ada Bell (@mayor) on X — said on November 5, 2024 that it was over.").embeds


# ----------------------------------------------------------------------------------------- datelines, bylines, agencies


@pytest.mark.parametrize(
    ("opening", "dateline", "agency"),
    [
        ("TALLINN, Nov 12 (Reuters) - ", "TALLINN, Nov 12 (Reuters)", "Reuters"),
        ("WASHINGTON (AP) — ", "WASHINGTON (AP)", "Associated Press"),
        ("PÄRNU, Estonia — ", "PÄRNU, Estonia", None),
        ("MINSK, November 12. /TASS/. ", "MINSK, November 12. /TASS/.", "TASS"),
        ("SEOUL, Nov. 12 (Yonhap) -- ", "SEOUL, Nov. 12 (Yonhap)", "Yonhap"),
        ("Tallinn (CNN) ", "Tallinn (CNN)", "CNN"),
        ("(Reuters) - ", "(Reuters)", "Reuters"),
        ("RIGA/VILNIUS — ", "RIGA/VILNIUS", None),
        ("SPRINGFIELD, Ill., Sept. 26 (UPI) — ", "SPRINGFIELD, Ill., Sept. 26 (UPI)", "United Press International"),
    ],
)
def test_datelines_are_set_apart(opening: str, dateline: str, agency: str | None) -> None:
    article = read(opening + BODY)
    assert (article.dateline, article.agency) == (dateline, agency)
    assert article.furniture[0].of(article.text).startswith(dateline)
    assert article.text.startswith(opening)


@pytest.mark.parametrize(
    "opening",
    [
        "EXCLUSIVE — ",
        "NATO - the alliance - said ",
        "The agency (the river one) - which ",
        "U.S. - made pumps ",
        "BREAKING: ",
    ],
)
def test_what_only_looks_like_a_dateline_is_prose(opening: str) -> None:
    assert read(opening + BODY).dateline is None


@pytest.mark.parametrize(
    ("line", "byline", "agency"),
    [
        ("By Ada Bell", "Ada Bell", None),
        ("By ADA BELL and C. DOW, Associated Press", "ADA BELL and C. DOW, Associated Press", "Associated Press"),
        ("By Ada Bell in Tallinn", "Ada Bell in Tallinn", None),
    ],
)
def test_a_byline_is_set_apart(line: str, byline: str, agency: str | None) -> None:
    article = read(f"Bridges closed after flood\n{line}\n{BODY}")
    assert (article.byline, article.agency) == (byline, agency)


def test_a_sentence_that_begins_with_by_is_no_byline() -> None:
    assert read("By Friday\n" + BODY).byline is None
    assert read("By the evening the water had fallen.\n" + BODY).byline is None


@pytest.mark.parametrize(
    ("line", "agency"),
    [
        ("(Reporting by Ada Bell; Editing by C. Dow)", None),
        ("Associated Press writer Ada Bell contributed to this report.", "Associated Press"),
        ("Source: Xinhua", "Xinhua"),
        ("(AFP)", "Agence France-Presse"),
        ("Follow Ada Bell on Twitter @abell.", None),
    ],
)
def test_credit_lines_are_no_prose(line: str, agency: str | None) -> None:
    article = read(f"{BODY}\n{line}")
    assert article.furniture[-1].of(article.text) == line
    assert article.agency == agency


# -------------------------------------------------------------------------------------------------- language and kinds


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Der Präsident sagte am Montag, dass die Brücken über den Fluss bis zum Ende der Woche geschlossen bleiben, weil das Wasser noch immer zu hoch steht.", "de"),
        ("Le président a déclaré lundi que les ponts sur le fleuve resteraient fermés jusqu’à la fin de la semaine, car le niveau de l’eau est encore trop haut.", "fr"),
        ("قال الرئيس يوم الاثنين إن الجسور فوق النهر ستبقى مغلقة حتى نهاية الأسبوع لأن الماء لا يزال مرتفعا جدا في المدينة", "ar"),
        ("Президент заявил в понедельник, что мосты через реку останутся закрытыми до конца недели, так как вода ещё слишком высока.", "ru"),
    ],
)  # fmt: skip
def test_other_languages_are_set_aside(text: str, language: str) -> None:
    with pytest.raises(SetAside, match=f"set aside: language {language}"):
        read(text)


def test_english_is_told_and_too_little_text_is_not() -> None:
    assert read(BODY).language == "en"
    assert read("Non! Nein!").language is None


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Opinion: Let the river be", "opinion"),
        ("Flood: live updates as water rises", "live"),
        ("Correction: Flood story", "correction"),
        ("In pictures: the flood", "gallery"),
        ("Full transcript of the mayor’s address", "transcript"),
        ("Flood closes bridges", "news"),
    ],
)
def test_kinds_are_told_by_the_headline(title: str, kind: str) -> None:
    assert read(BODY, title=title).kind == kind


def test_a_paid_release_is_told_by_who_carries_it() -> None:
    assert read(BODY, publisher="PR Newswire").kind == "release"


def test_a_given_kind_stands() -> None:
    assert read(BODY, kind="post", author="Ada Bell", account="@abell").kind == "post"


def test_the_same_page_gives_the_same_article() -> None:
    page = Page(id="a", text="TALLINN, Nov 12 (AFP) - " + BODY)
    assert read_article(page) == read_article(page)

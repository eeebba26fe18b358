"""Names of places in sentences, and names that are none."""

from __future__ import annotations

import pytest

from annotated import annotated
from onrecord.extract.places import find_places
from onrecord.knowledge.gazetteer import open_gazetteer
from onrecord.record import Place


def found(*lines: str, title: str | None = None) -> dict[str, Place]:
    article, analysis = annotated(*lines, title=title)
    places = find_places(article, analysis, open_gazetteer())
    return {place.span.of(article.text if place.where is None else article.title or ""): place for place in places}


def test_a_town_behind_in_happened_there() -> None:
    places = found("Shells fell in Kharkiv|NNP|pobj|2|GPE on Monday .")
    assert places["Kharkiv"].as_ == "place"
    assert places["Kharkiv"].role == "happened"


def test_names_are_found_without_any_tags() -> None:
    assert set(found("The rebels withdrew from Raqqa and moved to Deir ez ~- ~Zor .")) == {"Raqqa", "Deir ez-Zor"}


def test_a_people_is_no_place_but_may_be_a_government() -> None:
    places = found("Syrian|JJ|amod|1|NORP officials met Swedish|JJ|amod|4|NORP tourists .")
    assert (places["Syrian"].as_, places["Syrian"].country) == ("government", "SY")
    assert (places["Swedish"].as_, places["Swedish"].country) == ("people", "SE")


def test_a_capital_that_speaks_or_owns_troops_is_a_government() -> None:
    assert found("Washington|NNP|nsubj|1|GPE said it had doubts .")["Washington"].as_ == "government"
    assert found("They saw Pyongyang|NNP|poss|4|GPE 's troops .")["Pyongyang"].as_ == "government"
    assert found("He was born in Washington|NNP|pobj|3|GPE .")["Washington"].as_ == "place"


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Michael|NNP|compound|1|PERSON Jordan|NNP|nsubj|2|I-PERSON said he would play .", "Jordan"),
        ("Paris|NNP|compound|1|PERSON Hilton|NNP|nsubj|2|I-PERSON sang .", "Paris"),
        ("Mr|NNP|compound|1 Lincoln|NNP|nsubj|2|PERSON said no .", "Lincoln"),
        ("The Washington|NNP|compound|2|ORG Post|NNP|nsubj|3|I-ORG reported it .", "Washington"),
    ],
)
def test_persons_and_papers_are_no_places(line: str, name: str) -> None:
    assert name not in found(line)


def test_a_surname_in_the_article_stays_a_person() -> None:
    places = found("Abraham|NNP|compound|1|PERSON Lincoln|NNP|nsubj|2|I-PERSON spoke .", "Lincoln said so again .")
    assert places == {}


def test_a_dateline_is_where_it_was_said() -> None:
    assert found("BEIRUT|NNP|ROOT|0|GPE ( AP ) — Fighting went on .")["BEIRUT"].role == "said"
    assert found("He told reporters in Brussels|NNP|pobj|3|GPE that it was over .")["Brussels"].role == "said"


def test_title_names_count_if_the_body_bears_them_out() -> None:
    article, analysis = annotated("Shells hit Homs|NNP|dobj|1|GPE .", title="Reading Of Homs In Syria")
    titles = [p for p in find_places(article, analysis, open_gazetteer()) if p.where == "title"]
    assert [place.span.of(article.title or "") for place in titles] == ["Homs", "Syria"]


def test_three_hundred_places_in_one_paragraph() -> None:
    names = " , ".join(["Homs", "Hama", "Idlib"] * 100)
    assert len(annotated(f"They bombed {names} .")[1].sentences) == 1
    article, analysis = annotated(f"They bombed {names} .")
    assert len(find_places(article, analysis, open_gazetteer())) >= 200


def test_nothing_gives_nothing() -> None:
    article, analysis = annotated("nothing here at all")
    assert find_places(article, analysis, open_gazetteer()) == ()

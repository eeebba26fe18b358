"""What is put into a ledger stays, once, and comes out as it was: on every store."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import replace

import pytest

from ledger_values import MADE_BY, NEWER, PATEL, PESKOV, reading_of
from onrecord.record import Failure, InputError, UnknownItem
from onrecord.review import GradeValue, make_judgement
from onrecord.store.ledger import Ledger, open_ledger
from onrecord.store.terms import StatementQuery

NOW = "2024-11-14T09:00:00+00:00"
LATER = "2024-11-20T09:00:00+00:00"


def test_a_reading_comes_back_as_it_went_in(ledger: Ledger) -> None:
    reading = reading_of("a", "Vedant Patel: they have begun combat operations @Kursk", "It is quiet.")
    assert ledger.add(reading, NOW).outcome == "new"
    assert ledger.reading("a") == reading
    assert list(ledger.readings()) == [reading]


def test_the_same_article_is_added_once(ledger: Ledger) -> None:
    reading = reading_of("a", "Vedant Patel: they fight")
    assert not ledger.has("a", reading.article.text_sha256, MADE_BY)
    ledger.add(reading, NOW)
    assert ledger.add(reading, LATER).outcome == "again"
    assert ledger.has("a", reading.article.text_sha256, MADE_BY)
    assert ledger.counts().readings == 1


def test_a_newer_model_supersedes_and_the_former_reading_is_kept(ledger: Ledger) -> None:
    first = reading_of("a", "Vedant Patel: they fight", "Nothing else.")
    second = replace(first, made_by=NEWER, propositions=first.propositions[:1])
    ledger.add(first, NOW)
    assert ledger.add(second, LATER).outcome == "newer"
    assert ledger.reading("a") == second
    assert ledger.reading("a", seq=1) == first
    assert [kept.first_recorded for kept in ledger.kept_readings()] == [NOW]
    assert len(ledger.statements(StatementQuery(article="a")).rows) == 1


def test_an_older_version_does_not_supersede(ledger: Ledger) -> None:
    newer = reading_of("a", "Vedant Patel: they fight", made_by=NEWER)
    ledger.add(newer, NOW)
    assert ledger.add(replace(newer, made_by=MADE_BY), LATER).outcome == "older"
    assert ledger.reading("a") == newer
    assert ledger.counts().readings == 2


def test_versions_of_one_address_stand_side_by_side(ledger: Ledger) -> None:
    ledger.add(reading_of("a", "Ten were killed.", url="https://www.lantern.example/kursk#top"), NOW)
    ledger.add(reading_of("b", "Eleven were killed.", url="http://lantern.example/kursk/", published="2024-11-15"), NOW)
    ledger.add(reading_of("c", "Elsewhere.", url="https://lantern.example/other"), NOW)
    ledger.add(reading_of("d", "Ten were killed.", url="https://lantern.example/kursk", published="2024-11-16"), NOW)
    assert [row.id for row in ledger.versions("b")] == ["a", "b", "d"]
    assert [ledger.reading(name).article.version_of for name in "abcd"] == [None, "a", None, "b"]


def test_another_text_under_the_same_id_is_a_version(ledger: Ledger) -> None:
    ledger.add(reading_of("a", "Ten were killed."), NOW)
    assert ledger.add(reading_of("a", "Eleven were killed."), LATER).outcome == "changed"
    versions = ledger.versions("a")
    assert [ledger.reading("a", seq=row.seq).article.text for row in versions] == [
        "Ten were killed.",
        "Eleven were killed.",
    ]
    assert [row.counts for row in versions] == [False, True]
    assert ledger.reading("a").article.version_of == "a"


def test_what_is_a_version_does_not_depend_on_the_order_of_arrival(ledger: Ledger) -> None:
    ledger.add(reading_of("b", "Eleven were killed.", url="http://lantern.example/kursk/", published="2024-11-15"), NOW)
    ledger.add(reading_of("a", "Ten were killed.", url="https://lantern.example/kursk", published="2024-11-12"), NOW)
    assert [ledger.reading(name).article.version_of for name in "ab"] == [None, "a"]


def test_the_same_failure_twice_is_kept_once(ledger: Ledger) -> None:
    for why in ("It is blank.", "It is blank.", "It is broken."):
        ledger.add_failure(Failure(item="in/a.txt", stage="read", why=why), NOW)
    assert [failure.why for failure in ledger.failures()] == ["It is broken."]
    assert ledger.counts().failures == 1


def test_a_failure_stays_until_the_item_is_read(ledger: Ledger) -> None:
    ledger.add_failure(Failure(item="in/a.txt", stage="read", why="It is blank."), NOW)
    ledger.add_failure(Failure(item="in/b.txt", stage="read", why="It is blank."), NOW)
    assert [failure.item for failure in ledger.failures()] == ["in/a.txt", "in/b.txt"]
    ledger.add(reading_of("a", "They fight."), NOW)
    assert [failure.item for failure in ledger.failures()] == ["in/b.txt"]
    assert ledger.counts().failures == 1


def test_judgements_are_appended_and_undone_by_another(ledger: Ledger) -> None:
    grade = make_judgement("grade", PATEL.id, GradeValue(letter="B"), who="ann", when=NOW, why="good record")
    ledger.judge(grade)
    undo = ledger.judge(make_judgement("undo", grade.id, who="bob", when=LATER))
    assert ledger.judgements() == (grade, undo)
    assert ledger.effective_judgements() == ()
    entries = ledger.log().rows
    assert [(entry.judgement.act, entry.undone_by) for entry in entries] == [("undo", None), ("grade", undo.id)]


def test_an_undo_of_nothing_is_refused(ledger: Ledger) -> None:
    with pytest.raises(UnknownItem, match="no judgement"):
        ledger.judge(make_judgement("undo", "judgement-none", who="ann", when=NOW))


def test_a_judgement_of_wrong_form_is_refused(ledger: Ledger) -> None:
    grade = make_judgement("grade", PATEL.id, GradeValue(letter="B"), who="ann", when=NOW)
    with pytest.raises(InputError, match="letter"):
        ledger.judge(replace(grade, value='{"letter":"Z"}'))
    assert ledger.judgements() == ()


def test_search_finds_words_and_speakers_newest_first(ledger: Ledger) -> None:
    ledger.add(reading_of("old", "Vedant Patel: troops denied the village", published="2024-10-01"), NOW)
    ledger.add(reading_of("new", "Dmitry Peskov: deny it, pure fiction !denies", published="2024-11-11"), NOW)
    assert [row.article for row in ledger.search("deny").rows] == ["new", "old"]
    assert [row.article for row in ledger.search('"pure fiction"').rows] == ["new"]
    assert [row.article for row in ledger.search("patel village").rows] == ["old"]
    assert [row.article for row in ledger.search("vill*").rows] == ["old"]
    assert ledger.search("submarine").rows == ()
    assert {row.article for row in ledger.search("deny", ranked=True).rows} == {"new", "old"}


def test_search_pages_by_cursor(ledger: Ledger) -> None:
    ledger.add_all(
        (reading_of(f"a{day:02d}", "They fight.", published=f"2024-11-{day:02d}") for day in range(1, 8)), NOW
    )
    first = ledger.search("fight", limit=4)
    rest = ledger.search("fight", limit=4, cursor=first.next)
    assert [row.article for row in (*first.rows, *rest.rows)] == [f"a{day:02d}" for day in range(7, 0, -1)]
    assert rest.next is None


@pytest.mark.parametrize(
    "words", ['"', "NEAR(", "AND OR NOT", "who:x", "-x", "x*y", "né", "';--", "{a b}", "^a", "a" * 9999]
)
def test_no_search_is_taken_for_syntax(ledger: Ledger, words: str) -> None:
    ledger.add(reading_of("a", "They fight."), NOW)
    with nullcontext() if any(letter.isalnum() for letter in words) else pytest.raises(InputError, match="word"):
        assert ledger.search(words).rows == ()


def test_statements_by_speaker_stance_place_and_date(ledger: Ledger) -> None:
    ledger.add(reading_of("a", "Vedant Patel: they fight @Kursk", "Dmitry Peskov: they do not @Kursk !denies"), NOW)
    ledger.add(reading_of("b", "Vedant Patel: nothing new @Berlin", published="2024-12-01"), NOW)

    def found(**asked: str) -> list[str]:
        return [f"{row.article} {row.gist}" for row in ledger.statements(StatementQuery(**asked)).rows]  # type: ignore[arg-type]

    assert found(speaker=PATEL.id) == ["b nothing new", "a they fight"]
    assert found(speaker="vedant patel", place="kursk") == ["a they fight"]
    assert found(stance="denies") == ["a they do not"]
    assert found(principal="government:ru", words="they") == ["a they do not"]
    assert found(published_from="2024-11-20") == ["b nothing new"]
    assert found(published_to="2024-11-20", speaker=PATEL.id) == ["a they fight"]
    assert found(outlet="the lantern", speaker=PESKOV.id) == ["a they do not"]
    assert found(speaker="nobody") == []


def test_who_somebody_is_stands_where_it_was_told_last(ledger: Ledger) -> None:
    ledger.add(reading_of("a", "Vedant Patel: they fight", published="2024-11-12"), NOW)
    bare = replace(PATEL, roles=(), principal=None, rank=None, country=None)
    later = reading_of("b", "Vedant Patel: they moved", published="2024-11-20")
    entities = tuple(bare if one.id == PATEL.id else one for one in later.entities)
    ledger.add(replace(later, entities=entities), NOW)
    assert ledger.entity(PATEL.id) == PATEL
    assert ledger.entity_history(PATEL.id)[0] == ("b", bare)


def test_entities_outlets_and_speakers(ledger: Ledger) -> None:
    ledger.add(reading_of("a", "Vedant Patel: they fight", "Vedant Patel: they moved"), NOW)
    ledger.add(reading_of("b", "Dmitry Peskov: no", publisher="Der Kurier", published="2024-11-20"), NOW)
    assert ledger.entity(PATEL.id) == PATEL
    assert [(seen.name, seen.statements) for seen in ledger.speakers()] == [("Vedant Patel", 2), ("Dmitry Peskov", 1)]
    assert [seen.id for seen in ledger.speakers("pesk")] == [PESKOV.id]
    assert [(outlet.name, outlet.count) for outlet in ledger.outlets()] == [("Der Kurier", 1), ("The Lantern", 1)]
    assert [row.id for row in ledger.articles().rows] == ["b", "a"]
    assert [row.id for row in ledger.articles(outlet="der kurier").rows] == ["b"]
    with pytest.raises(UnknownItem):
        ledger.entity("person:nobody")
    with pytest.raises(UnknownItem):
        ledger.article("nowhere")


def test_views_over_readings_do_not_depend_on_the_order_of_arrival(address: str, ledger: Ledger) -> None:
    readings = [
        reading_of(f"a{n}", f"Vedant Patel: statement {n} @Kursk", published=f"2024-11-{n:02d}") for n in range(1, 9)
    ]
    for reading in readings:
        ledger.add(reading, NOW)
    there = ledger.views_digest()
    ledger.rebuild_statements()
    assert ledger.views_digest() == there
    ledger.rebuild_statements(reversed(list(ledger.kept_readings())))
    assert ledger.views_digest() == there


def test_a_corrected_reading_is_shown_unless_it_was_superseded_meanwhile(ledger: Ledger) -> None:
    ledger.add(reading_of("a", "Vedant Patel: they fight"), NOW)
    (kept,) = ledger.kept_readings()
    fixed = replace(kept, reading=replace(kept.reading, propositions=()))
    ledger.show_readings([fixed])
    assert ledger.search("fight").rows == ()
    assert ledger.reading("a") == kept.reading
    ledger.add(reading_of("a", "Vedant Patel: they fight on"), LATER)
    ledger.show_readings([fixed])
    assert [row.gist for row in ledger.search("fight").rows] == ["they fight on"]


def test_text_with_nul_and_right_to_left_is_kept(ledger: Ledger) -> None:
    reading = reading_of("a", "Vedant Patel: a\x00b قال", "שלום \u202e abc")
    ledger.add(reading, NOW)
    assert ledger.reading("a") == reading


def test_what_was_added_is_there_after_opening_again(address: str, ledger: Ledger) -> None:
    ledger.add(reading_of("a", "They fight."), NOW)
    with open_ledger(address) as again:
        assert again.article("a").title == "Troops in Kursk"

"""A clause that says little by itself: whom it begins with, where, how many, and what act it tells of."""

from __future__ import annotations

from dataclasses import replace

import pytest

import onrecord
from claim_readings import NORTH, US, Telling, town
from onrecord.reconcile.claims import bearing_on, make_claims, stand_without
from onrecord.reconcile.measures import compared
from onrecord.reconcile.reports import Report, read_reports
from onrecord.reconcile.world import World
from onrecord.record import Event, Measure, Mention, Quantity, Reading, Span, UnknownItem

SENT = "North Korean soldiers have been sent to Kursk"
FIGHT = "where they are fighting"


def sentence(*clauses: tuple[str, str | None]) -> Reading:
    """One attribution of several clauses; the mention of a clause is its second part."""
    telling = Telling("a1")
    telling.says(US.id, clauses[0][0], place=town("Kursk", 538555))
    for words, _ in clauses[1:]:
        telling.says(US.id, words)
    made = telling.reading()
    first = made.propositions[0].attribution
    mentions = [
        Mention(
            id=f"mention-{number}",
            span=Span(start := item.spans[0].start + words.index(named), start + len(named)),
            form="pronoun" if named == "they" else "description",
            entity=NORTH.id,
        )
        for number, (item, (words, named)) in enumerate(zip(made.propositions, clauses, strict=True))
        if named
    ]
    told = tuple(replace(item, attribution=first) for item in made.propositions)
    return replace(made, propositions=told, attributions=made.attributions[:1], mentions=tuple(mentions))


def last(reading: Reading) -> Report:
    return max(read_reports(reading), key=lambda item: item.proposition.spans)


def test_a_pronoun_says_who_fights_and_where_stands_for_the_place_before() -> None:
    report = last(sentence((SENT, "North Korean soldiers"), (FIGHT, "they")))
    assert NORTH.id in report.subject
    assert report.acts == {"combat"}
    assert report.place is not None
    assert report.place.name == "Kursk"


def test_a_pronoun_that_nobody_resolved_takes_the_subject_before() -> None:
    assert NORTH.id in last(sentence((SENT, "North Korean soldiers"), ("they are fighting", None))).subject


def test_a_whole_clause_takes_over_nothing() -> None:
    report = last(sentence((SENT, "North Korean soldiers"), ("Inflation has slowed", None)))
    assert report.subject == frozenset()
    assert report.place is None


def test_an_act_named_before_anybody_does_it_is_none() -> None:
    words = "The first battles with North Korean soldiers have opened a new chapter"
    assert last(sentence((words, "North Korean soldiers"))).acts == frozenset()


@pytest.mark.parametrize(
    ("words", "acts"),
    [
        ("North Korean soldiers have begun to take part in the fighting", {"combat"}),
        ("North Korean soldiers deployed to Russia are engaged in combat", {"combat"}),
        ("North Korean soldiers were killed while filming the fighting", set()),
        ("North Korean soldiers fighting there have fled", set()),
        ("North Korean soldiers fight has slowed", set()),
    ],
)
def test_an_act_is_what_the_clause_tells_of_whom_it_begins_with(words: str, acts: set[str]) -> None:
    assert last(sentence((words, "North Korean soldiers"))).acts == acts


def quantity(text: str, words: str, what: str, noun: str) -> Quantity:
    start = text.index(words)
    return Quantity(id="q", span=Span(start, start + len(words)), noun=noun, measure=Measure(what=what))


@pytest.mark.parametrize(
    ("text", "words", "what", "measured"),
    [
        ("About 40 soldiers have been killed or wounded.", "About 40 soldiers", "killed", "casualties"),
        ("They suffered 120 casualties.", "120 casualties", "other", "casualties"),
        ("The blast killed 40 soldiers and wounded 12.", "40 soldiers", "killed", "killed"),
        ("40 people were killed and injured 20.", "40 people", "killed", "killed"),
    ],
)
def test_killed_and_wounded_counted_together_are_casualties(text: str, words: str, what: str, measured: str) -> None:
    assert compared(quantity(text, words, what, words.split()[-1]), text).measure.what == measured


def combat(name: str, holder: str, words: str, published: str) -> Reading:
    telling = Telling(name, published=published)
    telling.says(holder, words, head="fighting", place=town("Kursk", 538555), actors=(NORTH.id,))
    return telling.reading()


def test_whom_others_accuse_admits_what_he_says_himself() -> None:
    accusing = combat("a1", US.id, "North Korean troops are fighting in Kursk", "2024-11-12")
    own = combat("a2", NORTH.id, "North Korean troops are fighting in Kursk", "2025-04-28")
    (claim,) = make_claims([accusing, own], World())
    assert claim.standing.support == "admitted"
    (alone,) = make_claims([own], World())
    assert alone.standing.support == "single"


def test_who_fights_beside_the_actor_is_accused_too() -> None:
    accusing = combat("a1", US.id, "North Korean troops are fighting in Kursk", "2024-11-12")
    event: Event = replace(accusing.events[0], allies=("government:RU",))
    beside = replace(accusing, events=(event,))
    own = combat("a2", "government:RU", "North Korean troops are fighting in Kursk", "2025-04-26")
    (claim,) = make_claims([beside, own], World())
    assert claim.standing.support == "admitted"


def test_a_claim_without_one_of_those_who_say_so() -> None:
    both = [
        combat("a1", US.id, "North Korean troops are fighting in Kursk", "2024-11-12"),
        combat(
            "a2",
            "government:south korea",
            "Troops of North Korea have begun fighting in the region of Kursk",
            "2024-11-13",
        ),
    ]
    (claim,) = make_claims(both, World())
    assert claim.standing.support == "independent"
    assert stand_without(both, World(), (), claim.id, US.id).support == "single"
    assert {body for body, _ in bearing_on(both, World(), (), claim.id).decisive()} == {US.id, "government:south korea"}
    with pytest.raises(UnknownItem, match="says nothing on this claim"):
        stand_without(both, World(), (), claim.id, "Nobody")


def test_a_title_sums_up_and_holds_no_position() -> None:
    told = combat("a1", US.id, "North Korean troops are fighting in Kursk", "2024-11-12")
    headline = replace(
        told,
        article=replace(told.article, title="North Korean troops are fighting in Kursk"),
        propositions=tuple(replace(item, where="title") for item in told.propositions),
    )
    assert make_claims([headline], World()) == ()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The Syrian army shelled the city of Homs on Friday and killed 12 people, residents said.", "killed 12"),
        ("The Syrian army killed 12 people when it shelled the city of Homs on Friday, residents said.", "killed 12"),
        ("12 people were killed when the army shelled the city of Homs on Friday, residents said.", "12 people"),
    ],
)
def test_place_and_time_of_the_clause_beside_it_are_those_of_the_toll(text: str, words: str) -> None:
    report = report_of(text, words)
    assert report.place is not None
    assert report.place.name == "Homs"
    assert report.time is not None
    assert report.time.start == "2025-01-17"


def test_another_sort_of_event_is_of_another_time() -> None:
    text = "Maria Haddad was born in Homs on Friday and has supported the army in the war, residents said."
    assert report_of(text, "supported").time is None


def report_of(text: str, words: str) -> Report:
    """The report of the clause with these words, as the text is really read."""
    reports = read_reports(onrecord.read(text, published="2025-01-19"))
    return next(item for item in reports if words in item.proposition.gist)

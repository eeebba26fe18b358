from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.extract.quantities import find_quantities
from onrecord.record import Analysis, Article, Quantity

NOTHING = Analysis(sentences=())
Limits = tuple[float | None, float | None, float | None, float | None]


def find(text: str) -> list[Quantity]:
    return list(find_quantities(Article(id="a", text=text, text_sha256="", paragraphs=()), NOTHING))


def limits(item: Quantity) -> Limits:
    return item.low, item.high, item.soft_low, item.soft_high


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("They sent over 10,000 soldiers.", "over 10,000 soldiers", (10_001, None, 10_001, None)),
        ("There were around 11,000 troops.", "around 11,000 troops", (10_000, 12_000, 10_500, 11_500)),
        ("At least 20 people died.", "At least 20 people", (20, None, 20, None)),
        ("Nearly 8,000 people fled.", "Nearly 8,000 people", (None, 7_999, 7_000, 7_999)),
        ("Fewer than 400 fighters remain.", "Fewer than 400 fighters", (None, 399, None, 399)),
        ("Up to 100,000 people are trapped.", "Up to 100,000 people", (None, 100_000, None, 100_000)),
        ("Between 25,000 and 30,000 women left.", "Between 25,000 and 30,000 women", (25_000, 30_000, 25_000, 30_000)),
        ("A unit of 300 to 500 fighters came.", "300 to 500 fighters", (300, 500, 300, 500)),
        ("Dozens of civilians starved.", "Dozens of civilians", (24, None, 24, 99)),
        ("Tens of thousands of people fled.", "Tens of thousands of people", (20_000, None, 20_000, 99_999)),
        ("Several hundred men came.", "Several hundred men", (300, 999, 300, 999)),
        ("More than a dozen hostages died.", "More than a dozen hostages", (13, None, 13, None)),
        ("Half a million refugees came.", "Half a million refugees", (500_000, 500_000, 500_000, 500_000)),
        ("A hundred and six men came.", "A hundred and six men", (106, 106, 106, 106)),
        ("No casualties were reported.", "No casualties", (0, 0, 0, 0)),
        ("It killed 20 civilians at least.", "20 civilians at least", (20, None, 20, None)),
        ("The toll could exceed 10,000 people.", "exceed 10,000 people", (10_001, None, 10_001, None)),
        ("2 000 people left.", "2 000 people", (2_000, 2_000, 2_000, 2_000)),
    ],
)
def test_bounds_by_the_table(text: str, words: str, expected: Limits) -> None:
    (item,) = find(text)
    assert item.span.of(text) == words
    assert limits(item) == expected


@pytest.mark.parametrize(
    ("text", "low", "unit"),
    [
        ("It cost $1.5m.", 1_500_000, "USD"),
        ("It cost £2.4bn.", 2_400_000_000, "GBP"),
        ("It cost A$60 million.", 60_000_000, "AUD"),
        ("It cost 32 million euros.", 32_000_000, "EUR"),
        ("Some 46% agreed.", None, "%"),
        ("The force has two battalions.", 2, "battalion"),
        ("It lies 1,900km from Perth.", 1_900, "km"),
        ("It lies 300 metres down.", 300, "m"),
    ],
)
def test_units(text: str, low: float | None, unit: str) -> None:
    (item,) = find(text)
    assert item.unit == unit
    assert low is None or item.low == low


@pytest.mark.parametrize(
    ("text", "what", "stock", "status"),
    [
        ("The raid killed 12 soldiers.", "killed", False, "combatant"),
        ("12 people were wounded.", "wounded", False, None),
        ("It left at least 20 dead.", "killed", False, None),
        ("The death toll rose to 130.", "killed", False, None),
        ("Some 160,000 people were displaced.", "displaced", None, None),
        ("Over 10,000 soldiers have been sent to the east.", "sent", False, "combatant"),
        ("The number of troops in the region was around 11,000.", "present", True, "combatant"),
        ("It destroyed over 60 militants.", "killed", False, "combatant"),
        ("It shot down five jets.", "other", None, None),
        ("It killed 13 U.S. soldiers.", "killed", False, "combatant"),
        ("Three people, including a child, had died.", "killed", False, None),
        ("Five drones were shot down.", "other", None, None),
        ("It destroyed 60 tanks.", "other", None, None),
        ("They took five civilians.", "other", None, "civilian"),
    ],
)
def test_what_is_measured(text: str, what: str, stock: bool | None, status: str | None) -> None:
    (item,) = find(text)
    assert (item.measure.what, item.measure.stock, item.measure.status) == (what, stock, status)


def test_each_figure_of_a_toll_has_its_own_measure() -> None:
    found = find("Two people were killed and 15 others were injured, while 30 are missing.")
    assert [(item.low, item.measure.what) for item in found] == [(2, "killed"), (15, "wounded"), (30, "missing")]


def test_an_aside_between_commas_parts_no_toll_from_its_verb() -> None:
    found = find("At least 85 people, including 13 U.S. soldiers, were killed.")
    assert [(item.low, item.measure.what) for item in found] == [(85, "killed"), (13, "killed")]


def test_a_part_names_its_whole() -> None:
    whole, women, children = find("26 people were killed, including 12 women and 3 children.")
    assert women.measure.part_of == whole.id
    assert children.measure.part_of == whole.id
    assert women.measure.what == "killed"


def test_an_earlier_figure_is_a_figure_of_its_own() -> None:
    assert [item.low for item in find("The death toll rose from 16 to 26.")] == [16, 26]
    assert [item.low for item in find("The death toll rose to 130, up from 16.")] == [130, 16]


def test_whose_they_are() -> None:
    (item,) = find("Some 11,000 North Korean troops arrived.")
    assert (item.noun, item.measure.whose) == ("troops", "North Korean")


@pytest.mark.parametrize(
    "text",
    [
        "Patel, 34, met the 47th president aged 12.",
        "F-16s and MH370 flew on Route 66 from 10 Downing Street.",
        "They met on 12 November 2024 at 10:30 for two weeks.",
        "One official said so, one of many.".replace(", one of many", ""),
        "The 25-year-old won 3-1.",
        "Resolution 2118 and Unit 8200 matter.",
        "He called 555-0199.",
        "They had no news and no answers.",
    ],
)
def test_what_only_looks_like_a_quantity(text: str) -> None:
    assert find(text) == []


@pytest.mark.parametrize("text", ["1" + "0" * 30 + " people came.", "Minus five people came."])
def test_what_cannot_be_a_number_of_people_has_no_bounds(text: str) -> None:
    (item,) = find(text)
    assert limits(item) == (None, None, None, None)


@given(st.text(alphabet=st.sampled_from("0123456789.,-$%  abkmno\nthousand"), max_size=200))
def test_any_text_gives_ordered_spans_and_ordered_bounds(text: str) -> None:
    for item in find(text):
        assert 0 <= item.span.start < item.span.end <= len(text)
        if item.low is not None and item.high is not None:
            assert item.low <= item.high


@pytest.mark.parametrize("piece", ["1", "1 ", "hundreds of ", "more than ", "1,111,", "$"])
def test_long_repetition_stays_linear(piece: str) -> None:
    def seconds(count: int) -> float:
        begun = time.process_time()
        find(piece * count)
        return time.process_time() - begun

    seconds(10)
    small, large = max(seconds(500), 0.002), seconds(4_000)
    assert large < 40 * small


def test_a_share_of_a_named_quantity_is_a_number_and_any_other_a_ratio() -> None:
    whole, most = find("They sent 10,000 soldiers, and most of them have moved.")
    assert (most.unit, most.low, most.high, most.soft_low) == (None, 0, 10_000, 5_000)
    assert most.measure.part_of == whole.id
    (half,) = find("Half of the city is rubble, and half of them left.")[:1]
    assert (half.unit, half.low) == ("ratio", 0.5)


ISSUE: list[tuple[str, list[tuple[str, Limits]]]] = [
    ("It fired 2,000 shells.", [("2,000 shells", (2_000,) * 4)]),
    ("It fired 2000 shells.", [("2000 shells", (2_000,) * 4)]),
    ("It fired 2 000 shells.", [("2 000 shells", (2_000,) * 4)]),
    ("It fired two thousand shells.", [("two thousand shells", (2_000,) * 4)]),
    ("They gave 1.5m euros.", [("1.5m euros", (1_500_000,) * 4)]),
    ("They spent $2.4bn.", [("$2.4bn", (2_400_000_000,) * 4)]),
    ("Thousands of men came.", [("Thousands of men", (2_000, None, 2_000, 9_999))]),
    ("10 to 15 men came.", [("10 to 15 men", (10, 15, 10, 15))]),
    ("10–15 men came.", [("10–15 men", (10, 15, 10, 15))]),
    ("Three or four men came.", [("Three or four men", (3, 4, 3, 4))]),
    ("It cost $5m-$7m.", [("$5m-$7m", (5_000_000, 7_000_000, 5_000_000, 7_000_000))]),
    ("Prices rose 12% from May.", [("12%", (12,) * 4)]),
    ("A 10,000-strong contingent came.", [("10,000-strong", (10_000,) * 4)]),
    ("It sent two battalions.", [("two battalions", (2,) * 4)]),
    ("Another six were wounded.", [("six", (6,) * 4)]),
    ("It killed 26, including 12 children.", [("26", (26,) * 4), ("12 children", (12,) * 4)]),
    ("The toll rose to 26, up from 16.", [("26", (26,) * 4), ("16", (16,) * 4)]),
    ("More than two dozen people died.", [("More than two dozen people", (25, None, 25, None))]),
    ("A dozen or so men came.", [("A dozen or so men", (11, 13, 11.5, 12.5))]),
    ("Nearly half of the houses burned.", [("Nearly half of the houses", (0, 0.5, 0.4, 0.5))]),
    ("Nine out of ten houses burned.", [("Nine out of ten houses", (0.9,) * 4)]),
    ("Three-quarters of a million people left.", [("Three-quarters of a million people", (750_000,) * 4)]),
    ("Tens of millions of dollars went.", [("Tens of millions of dollars", (20_000_000, None, 20_000_000, None))]),
    ("Nobody was killed.", [("Nobody", (0,) * 4)]),
    ("Not a single soldier died.", [("Not a single soldier", (0,) * 4)]),
    ("Zero casualties were told.", [("Zero casualties", (0,) * 4)]),
    ("The 47th president, aged 78, met one official over the past two weeks.", []),
    ("T-72 and Su-27 of Resolution 2254 came on 9/11 for the Group of 20.", []),
    ("By a (940) 736-8059 call France 2 said so.", []),
]


@pytest.mark.parametrize(("text", "expected"), ISSUE, ids=[text for text, _ in ISSUE])
def test_kinds_of_number_that_news_knows(text: str, expected: list[tuple[str, Limits]]) -> None:
    found = find(text)
    assert [item.span.of(text) for item in found] == [words for words, _ in expected]
    for item, (_, numbers) in zip(found, expected, strict=True):
        assert limits(item) == pytest.approx(numbers)


@pytest.mark.parametrize(
    ("text", "what", "stock", "status", "whose"),
    [
        ("At least 10,000 North Korean soldiers are now in Kursk.", "present", True, "combatant", "North Korean"),
        ("There are 60,000 people in the camp.", "present", True, None, None),
        ("Russia has 50,000 troops in the region.", "present", True, "combatant", None),
        ("Some 600 soldiers are based in Syria.", "present", True, "combatant", None),
        ("Ten soldiers are in critical condition.", "other", None, "combatant", None),
        ("Four are in custody.", "captured", True, None, None),
        ("They captured 23 soldiers of the Russian army.", "captured", False, "combatant", "Russian"),
        ("Russia’s 3,000 troops were deployed.", "deployed", None, "combatant", "Russia"),
        ("More than 1,000 soldiers were killed or wounded.", "other", False, "combatant", None),
        ("It killed or wounded 40 civilians.", "other", False, "civilian", None),
        ("They suffered 300 casualties.", "other", False, None, None),
        ("It forced 3,000 people out of their homes.", "displaced", None, None, None),
        ("Over 50 terrorists were neutralized.", "killed", False, "combatant", None),
    ],
)
def test_where_men_stand_and_tolls_of_both_kinds(
    text: str, what: str, stock: bool | None, status: str | None, whose: str | None
) -> None:
    (item,) = find(text)
    assert (item.measure.what, item.measure.stock, item.measure.status) == (what, stock, status)
    assert item.measure.whose == whose


def test_the_wounded_are_no_part_of_the_killed() -> None:
    killed, wounded = find("Five civilians including a child were killed and 27 others were injured.")
    assert (killed.measure.what, wounded.measure.what, wounded.measure.part_of) == ("killed", "wounded", None)


def test_a_part_told_by_a_pronoun_has_a_status() -> None:
    _, part = find("Six people died, four of them children.")
    assert (part.measure.status, part.measure.what) == ("civilian", "killed")


def test_two_named_together_are_told_of_together() -> None:
    found = find("Four policemen and 11 soldiers were killed.")
    assert [item.measure.what for item in found] == ["killed", "killed"]


def test_a_power_is_no_number_of_people() -> None:
    (item,) = find("10^30 people came.")
    assert limits(item) == (None, None, None, None)

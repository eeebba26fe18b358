"""What a claim shows first: who is for and against since when, on whom they rest, and what changed last."""

from __future__ import annotations

from dataclasses import replace

from onrecord.export.glance import glance, say_reliability, say_sources, stands_since
from onrecord.record import Claim, Frame, Interval, Position, PositionDependence, Standing, StandingChange
from onrecord.record import Stance as StanceName

BARE = Standing(
    support="bloc",
    first_hand=False,
    opposition="none",
    doubted=False,
    divided=(),
    withdrawn=False,
    hearsay_only=False,
    label="corroborated (one bloc)",
    credibility=2,
    reliability=(("government:US", "F"), ("government:KR", "F")),
    supporting_lineages=(1, 2),
    opposing_lineages=(0, 0),
    because=(),
    rules=(
        "One source outside the sides says so: South Korea.",
        "Support: single; opposition: none; so credibility 3.",
    ),
)
NAMES = (("government:US", "United States"), ("government:KR", "South Korea"), ("person:kim", "Kim"))


def position(holder: str, body: str | None, stance: StanceName, day: str | None, *on: PositionDependence) -> Position:
    return Position(
        holders=(holder,),
        principal=body,
        stance=stance,
        said=Interval(start=day, end=day) if day else None,
        propositions=("p",),
        articles=("a",),
        outlets=("o",),
        depends_on=on,
    )


def claim_of(*positions: Position, history: tuple[StandingChange, ...] = (), standing: Standing = BARE) -> Claim:
    return Claim(
        id="claim-0",
        gist="They fight",
        kind="event",
        frame=Frame(),
        positions=positions,
        standing=standing,
        history=history,
        names=NAMES,
    )


def test_spokesmen_of_one_body_are_one_line_and_rest_on_others_only_if_each_does() -> None:
    ally = PositionDependence(position=0, why="ally", certain=False)
    inside = PositionDependence(position=1, why="same principal", certain=True)
    us = position("government:US", "government:US", "asserts", "2024-11-12")
    nis = position("person:nis", "government:KR", "confirms", "2024-11-13", ally)
    spokesman = position("person:kim", "government:KR", "asserts", "2024-11-14", inside)
    first, second = glance(claim_of(us, nis, spokesman)).voices["for"]
    assert (first.body, first.rests_on, first.said) == ("United States", None, "2024-11-12")
    assert (second.body, second.stances, second.positions) == ("South Korea", ("confirms", "asserts"), (2, 3))
    assert second.said == "2024-11-13 – 2024-11-14"
    assert second.rests_on == "may have it from United States (ally)"
    by_itself = glance(claim_of(us, nis, replace(spokesman, depends_on=()))).voices["for"][1]
    assert by_itself.rests_on is None


def test_who_denies_and_who_does_not_say_stand_apart() -> None:
    said = glance(
        claim_of(
            position("person:kim", None, "denies", "2024-10-23"),
            position("government:US", "government:US", "declines", None),
        )
    )
    assert said.voices["for"] == ()
    assert [voice.body for voice in said.voices["against"]] == ["Kim"]
    assert [(voice.body, voice.said) for voice in said.voices["neither"]] == [("United States", "undated")]


def test_a_body_with_two_voices_is_said_to_be_counted_on_neither_side() -> None:
    divided = replace(BARE, divided=("government:US",))
    said = glance(claim_of(position("person:a", "government:US", "asserts", "2024-11-12"), standing=divided))
    assert said.voices["for"][0].rests_on == "speaks with two voices, counted on neither side"


def test_the_last_change_and_the_last_of_label_or_digit_are_said() -> None:
    one = replace(BARE, label="reported by one source", credibility=3, supporting_lineages=(1, 1))
    more = replace(BARE, supporting_lineages=(1, 3))
    steps = [("2024-11-12", one), ("2024-11-13T09:00:00+09:00", BARE), ("2024-11-20", more)]
    history = tuple(StandingChange(since=since, standing=standing, because=()) for since, standing in steps)
    assert glance(claim_of(history=history)).changed == (
        "2024-11-20 still corroborated (one bloc) (2); lineages: 1–2 for, none against → 1–3 for, none against",
        "2024-11-13 reported by one source (3) → corroborated (one bloc) (2)",
    )
    assert glance(claim_of(history=history[:1])).changed == ("2024-11-12 first on record: reported by one source (3)",)
    assert stands_since(history) == "2024-11-13T09:00:00+09:00"
    assert stands_since(()) is None


def test_sources_and_letters_in_words() -> None:
    assert say_sources(BARE) == "1–2 for, none against"
    assert say_reliability(BARE) == "F (no record yet)"
    assert say_reliability(replace(BARE, reliability=(("a", "B"), ("b", "F")))) == "BF"
    assert glance(claim_of()).why == "One source outside the sides says so: South Korea."

"""A claim about an attack comes in, a draft row in each project's columns goes out."""

from __future__ import annotations

import csv
from dataclasses import replace

import pytest

from annotated import annotated, reading_of
from onrecord.export.events import CLAIM_COLUMNS, event_rows, events_to_csv, root_code
from onrecord.export.evidence import gather, shelve
from onrecord.record import (
    Claim,
    Entity,
    Event,
    Frame,
    InputError,
    Measure,
    Place,
    Position,
    Proposition,
    Quantity,
    Reading,
    Span,
    Standing,
    TimeExpression,
)


def story(trigger: str = "shelled", code: str = "ASSAULT") -> tuple[Claim, Reading]:
    article, _ = annotated(f"On 4 April 2017 the Syrian army {trigger} Homs , killing 12 civilians .")
    whole = Span(0, len(article.text))

    def span(words: str) -> Span:
        start = article.text.index(words)
        return Span(start, start + len(words))

    event = Event(
        id="e",
        span=span(trigger),
        code=code,
        mode="historical",
        actors=("military:SY-military",),
        targets=("u",),
        place="h",
    )
    reading = Reading(
        article=article,
        made_by=reading_of(article).made_by,
        entities=(
            Entity(id="military:SY-military", kind="military", name="Syrian army", country="SY"),
            Entity(id="u", kind="unnamed", name="12 civilians"),
        ),
        propositions=(
            Proposition(
                id="p", attribution=None, spans=(whole,), gist="", event="e", place="h", time="t", quantities=("q",)
            ),
        ),
        times=(
            TimeExpression(
                id="t", span=span("4 April 2017"), type="DATE", start="2017-04-04", end="2017-04-04", precision="day"
            ),
        ),
        places=(
            Place(
                id="h",
                span=span("Homs"),
                name="Homs",
                geonames=169577,
                country="SY",
                kind="city",
                latitude=34.72682,
                longitude=36.72339,
                precision="city",
            ),
        ),
        quantities=(Quantity(id="q", span=span("12 civilians"), low=12, high=12, measure=Measure(what="killed")),),
        events=(event,),
    )
    standing = Standing(
        support="single", first_hand=False, opposition="side", doubted=False, divided=(), withdrawn=False,
        hearsay_only=False, label="reported by one source, denied by the accused", credibility=3, reliability=(),
        supporting_lineages=(1, 1), opposing_lineages=(0, 1), because=(), rules=(),
    )  # fmt: skip
    position = Position(
        holders=("organisation:sohr",), principal=None, stance="asserts", said=None, propositions=("p",),
        articles=(article.id,), outlets=(),
    )  # fmt: skip
    claim = Claim(
        id="c", gist="=the Syrian army shelled Homs", kind="event", frame=Frame(event=code), positions=(position,),
        standing=standing, names=(("organisation:sohr", "Syrian Observatory"),),
    )  # fmt: skip
    return claim, reading


def test_ucdp_has_dates_places_and_deaths_with_their_precision() -> None:
    claim, reading = story()
    (row,) = event_rows("ucdp", [claim], [reading])
    assert (row["date_start"], row["date_end"], row["date_prec"]) == ("2017-04-04", "2017-04-04", 1)
    assert (row["where_coordinates"], row["where_prec"], row["country"]) == ("Homs", 1, "Syria")
    assert (row["low"], row["best"], row["high"]) == (12, 12, 12)
    assert (row["type_of_violence"], row["side_a"], row["side_b"]) == (3, "Government of Syria", "Civilians")


def test_ucdp_points_have_a_grid_cell_and_the_last_possible_day_is_that_of_the_report() -> None:
    claim, reading = story()
    (row,) = event_rows("ucdp", [claim], [reading])
    assert row["geom_wkt"] == "POINT (36.72339 34.72682)"
    assert row["priogrid_gid"] == 249 * 720 + 434
    bare = replace(reading, times=(), article=replace(reading.article, published="2017-04-06T10:00:00+00:00"))
    (row,) = event_rows("ucdp", [claim], [bare])
    assert (row["date_start"], row["date_end"], row["date_prec"]) == (None, "2017-04-06", None)
    (row,) = event_rows("acled", [claim], [bare])
    assert (row["event_date"], row["time_precision"]) == ("2017-04-06", 3)


def test_what_has_not_happened_or_killed_nobody_is_no_ucdp_event() -> None:
    claim, reading = story()
    planned = replace(reading, events=tuple(replace(event, mode="future") for event in reading.events))
    assert event_rows("ucdp", [claim], [planned]) == event_rows("acled", [claim], [planned]) == []
    assert len(event_rows("plover", [claim], [planned])) == 1
    bloodless = replace(reading, quantities=())
    assert event_rows("ucdp", [claim], [bloodless]) == []
    assert len(event_rows("acled", [claim], [bloodless])) == 1


def test_who_claims_it_and_how_it_stands_is_never_lost() -> None:
    claim, reading = story()
    for form in ("ucdp", "acled", "plover"):
        (row,) = event_rows(form, [claim], [reading])
        assert row["claimants"] == "Syrian Observatory (asserts)"
        assert row["standing"] == "reported by one source, denied by the accused"
        assert row["draft"] == "draft"


def test_acled_and_plover_have_their_own_words() -> None:
    claim, reading = story()
    (acled,) = event_rows("acled", [claim], [reading])
    assert (acled["event_type"], acled["civilian_targeting"]) == ("Explosions/Remote violence", "Civilian targeting")
    assert (acled["sub_event_type"], acled["inter1"], acled["inter2"]) == (
        "Shelling/artillery/missile attack",
        "State forces",
        "Civilians",
    )
    (plover,) = event_rows("plover", [claim], [reading])
    assert (plover["event_type"], plover["quad_code"], plover["recipient_sector"]) == ("ASSAULT", 4, "CVL")


def test_yield_is_parted_into_retreat_and_concede() -> None:
    for trigger, code in (("withdrew from", "RETREAT"), ("pardoned", "CONCEDE")):
        claim, reading = story(trigger, "YIELD")
        evidence = gather(claim, shelve([reading]))
        assert evidence is not None
        assert root_code(evidence) == code
        assert event_rows("ucdp", [claim], [reading]) == []


def test_csv_has_a_header_and_runs_no_formula() -> None:
    claim, reading = story()
    for form in ("ucdp", "acled", "plover"):
        header, row = list(csv.reader(events_to_csv(form, [claim], [reading])))
        assert tuple(header[-len(CLAIM_COLUMNS) :]) == CLAIM_COLUMNS
        assert len(header) == len(row)
        assert not any(cell.startswith("=") for cell in row)


def test_a_claim_without_event_gives_no_row_and_an_unknown_form_is_refused() -> None:
    claim, reading = story()
    assert event_rows("plover", [claim], []) == []
    with pytest.raises(InputError, match="ucdp, acled, plover"):
        event_rows("cameo", [claim], [reading])

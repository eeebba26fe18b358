"""Readings and claims survive the way through JSON, under the names of the formats."""

from __future__ import annotations

import json

import pytest

from onrecord.formats import decode_claim, decode_reading, encode_claim, encode_reading
from onrecord.record import (
    Article,
    Attribution,
    Claim,
    ClaimLink,
    Entity,
    Frame,
    InputError,
    Interval,
    MadeBy,
    Place,
    Position,
    Reading,
    Role,
    Span,
    Standing,
    StandingChange,
)

TEXT = "Mayor Ada Okoro said the bridge is open."


def a_reading() -> Reading:
    article = Article(id="a", text=TEXT, text_sha256="0", paragraphs=(Span(0, len(TEXT)),))
    attribution = Attribution(
        id="attribution-1",
        source=(Span(0, 15),),
        cue=(Span(16, 20),),
        content=(Span(21, 39),),
        said=Interval(end="2026-01-02"),
    )
    person = Entity(id="person:ada-okoro", kind="person", name="Ada Okoro", roles=(Role(title="Mayor", start="2020"),))
    place = Place(id="place-1", span=Span(0, 5), name="Mayor", as_="government", where="title")
    made_by = MadeBy(onrecord="0.1.0", models=(("encoder", "sha256:1"),))
    return Reading(article=article, made_by=made_by, entities=(person,), attributions=(attribution,), places=(place,))


def a_claim() -> Claim:
    standing = Standing(
        support="single",
        first_hand=False,
        opposition="none",
        doubted=False,
        divided=(),
        withdrawn=False,
        hearsay_only=False,
        label="one source",
        credibility=3,
        reliability=(("government:XX", "F"),),
        supporting_lineages=(1, 1),
        opposing_lineages=(0, 0),
        because=("proposition-1",),
        rules=("One lineage.",),
    )
    position = Position(
        holders=("person:ada-okoro",),
        principal="government:XX",
        stance="asserts",
        said=None,
        propositions=("proposition-1",),
        articles=("a",),
        outlets=("The Sample",),
    )
    return Claim(
        id="claim-1",
        gist="the bridge is open",
        kind="state",
        frame=Frame(place="XX"),
        positions=(position,),
        standing=standing,
        history=(StandingChange(since="2026-01-02", standing=standing, because=("proposition-1",)),),
        links=(ClaimLink(claim="claim-2", as_="refines"),),
        names=(("person:ada-okoro", "Ada Okoro"),),
    )


def test_a_reading_survives_the_way_through_json() -> None:
    assert decode_reading(encode_reading(a_reading())) == a_reading()


def test_a_claim_survives_the_way_through_json() -> None:
    assert decode_claim(encode_claim(a_claim())) == a_claim()


def test_a_reading_has_the_names_of_the_format() -> None:
    plain = json.loads(encode_reading(a_reading()))
    assert plain["format"] == "onrecord/reading/1"
    assert plain["made_by"] == {"onrecord": "0.1.0", "models": {"encoder": "sha256:1"}}
    assert plain["entities"][0]["roles"][0] == {"title": "Mayor", "organisation": None, "from": "2020", "to": None}
    assert plain["places"][0]["as"] == "government"
    assert plain["places"][0]["in"] == "title"
    assert "in" not in plain["attributions"][0]
    assert plain["attributions"][0]["source"] == [[0, 15]]


def test_a_claim_has_the_names_of_the_format() -> None:
    plain = json.loads(encode_claim(a_claim()))
    assert plain["format"] == "onrecord/claim/1"
    assert plain["standing"]["reliability"] == {"government:XX": "F"}
    assert plain["links"] == [{"claim": "claim-2", "as": "refines"}]


@pytest.mark.parametrize("line", ["", "no json", "[]", '{"format": "other/1"}', '{"format": "onrecord/reading/1"}'])
def test_another_line_is_refused_in_a_sentence(line: str) -> None:
    with pytest.raises(InputError, match="This line"):
        decode_reading(line)

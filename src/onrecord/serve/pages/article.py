"""One article as published, with source, cue and content lit, and a table of who says what in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from onrecord import phrases
from onrecord.corrections import correct
from onrecord.formats import reading_to_dict
from onrecord.record import Attribution, Claim, Reading, Span, UnknownItem
from onrecord.serve.asked import Asked
from onrecord.serve.desk import Desk
from onrecord.serve.lit import light_paragraphs


def routes(desk: Desk) -> list[Route]:
    """/article/ID."""

    def article_page(request: Request) -> Response:
        raw = desk.ledger.reading(request.path_params["article"])
        reading = correct(raw, desk.decisions())
        values = article_values(desk, reading, desk.asked(request))
        rows = [_row(reading, number, row) for number, row in enumerate(reading.attributions, 1)]
        return desk.show(request, "article.html", values, data=reading_to_dict(raw), rows=lambda: rows)

    return [
        Route("/article/{article:path}", article_page),
    ]


def article_values(desk: Desk, reading: Reading, asked: Asked) -> dict[str, object]:
    """Everything the page shows of the article."""
    rows = [row for row in reading.attributions if row.where is None]
    return {
        "article": reading.article,
        "made_by": reading.made_by,
        "date": phrases.say_date(reading.article),
        "paragraphs": light_paragraphs(reading, rows),
        "margin": [_margin(reading, span) for span in reading.article.paragraphs],
        "rows": [_row(reading, number, row) for number, row in enumerate(rows, 1)],
        "claims": [(claim.id, claim.gist, claim.standing) for claim in _claims(desk, reading, asked)],
        "times": [(time.span.of(reading.article.text), phrases.say_time(time)) for time in reading.times],
        "places": [
            (place.name, place.country, place.role, place.geonames) for place in reading.places if place.as_ == "place"
        ],
        "quantities": [phrases.say_quantity(quantity, reading.article.text) for quantity in reading.quantities],
        "problems": reading.problems,
        "versions": desk.ledger.versions(reading.article.id),
    }


def _margin(reading: Reading, par: Span) -> dict[str, list[tuple[str, str]]]:
    """What stands beside a paragraph, as (words, what is meant): who speaks, dates, places, numbers."""
    text = reading.article.text
    rows = [row for row in reading.attributions if row.where is None and _within((*row.source, *row.cue), par)]
    speakers = dict.fromkeys(name for row in rows for name in row.speakers)
    times = [time for time in reading.times if time.where is None and _within([time.span], par)]
    places = [one for one in reading.places if one.where is None and one.as_ == "place" and _within([one.span], par)]
    numbers = [one for one in reading.quantities if one.where is None and _within([one.span], par)]
    return {
        "speakers": [(name, phrases.name_of(reading, name)) for name in speakers],
        "times": [(time.span.of(text), phrases.say_time(time)) for time in times],
        "places": [(one.span.of(text), f"{phrases.say_place(one)}, {one.role}") for one in places],
        "numbers": [(one.span.of(text), phrases.say_quantity(one, text)) for one in numbers],
    }


def _within(spans: Iterable[Span], par: Span) -> bool:
    return any(par.start <= span[0] < par.end for span in spans)


def _claims(desk: Desk, reading: Reading, asked: Asked) -> Iterator[Claim]:
    """The claims it feeds, as they stood on the date asked for; those that did not stand yet are left out."""
    for claim in desk.ledger.claims_of_article(reading.article.id):
        if asked.as_of is None:
            yield claim
            continue
        try:
            yield desk.ledger.claim(claim.id, as_of=asked.as_of, clock=asked.clock)
        except UnknownItem:
            continue


def _row(reading: Reading, number: int, row: Attribution) -> dict[str, object]:
    text = reading.article.text
    gists = [p.gist for p in reading.propositions if p.attribution == row.id]
    return {
        "number": number,
        "id": row.id,
        "speakers": [(speaker, phrases.name_of(reading, speaker)) for speaker in row.speakers],
        "source": " … ".join(span.of(text) for span in row.source),
        "stance": row.stance,
        "role": row.role,
        "hedges": [hedge.kind for hedge in row.hedges],
        "what": gists or [" … ".join(span.of(text) for span in row.content)],
        "said": phrases.say_interval(row.said),
        "score": row.score,
    }

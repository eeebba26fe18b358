"""The review: statements that wait for a person, his word on each, and the log of all words with undo."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from onrecord import phrases
from onrecord.record import Attribution, Judgement, Reading, Span
from onrecord.serve.asked import Asked
from onrecord.serve.deciding import SPEAKER_KINDS, STANCES, decide, find_item, item_value, words_of
from onrecord.serve.desk import Desk
from onrecord.serve.forms import back_to, field, go, posted
from onrecord.serve.lit import light
from onrecord.store.terms import Statement, StatementQuery

FILTERS = ("words", "speaker", "outlet", "article", "stance")
A_PAGE = 12
LOOKED_AT = 250  # newest statements that the queue is made of
ACT_WORDS = {
    "accept": "accepted",
    "reject": "rejected",
    "span": "words corrected",
    "speaker": "speaker corrected",
    "merge": "claims merged",
    "split": "claim split",
    "undo": "taken back",
}


def routes(desk: Desk) -> list[Route]:
    """/review with its form, /review/log, /review/undo."""

    def review_page(request: Request) -> Response:
        values = review_values(desk, desk.asked(request))
        return desk.show(request, "review.html", values, rows=lambda: values["items"])

    def judge(_request: Request, form: FormData) -> Response:
        item = field(form, "item")
        reading, attribution = find_item(desk, field(form, "article", most=1000), item)
        act, value = item_value(field(form, "act"), form, reading, attribution)
        return done_at(form, decide(desk, act, item, value, form))

    def undo(_request: Request, form: FormData) -> Response:
        return done_at(form, decide(desk, "undo", field(form, "judgement"), None, form))

    def log_page(request: Request) -> Response:
        values = log_values(desk, desk.asked(request))
        return desk.show(request, "log.html", values, rows=lambda: values["entries"])

    return [
        Route("/review", review_page),
        Route("/review", posted(judge), methods=["POST"]),
        Route("/review/undo", posted(undo), methods=["POST"]),
        Route("/review/log", log_page),
    ]


def done_at(form: FormData, judgement: Judgement, fallback: str = "/review") -> Response:
    """Back to the page that the form names, which says what was done."""
    back = back_to(form, fallback)
    path, _, query = back.partition("?")
    joined = "&".join(part for part in (query, urlencode({"done": judgement.id})) if part)
    return go(f"{path}?{joined}", who=judgement.who)


def log_values(desk: Desk, asked: Asked) -> dict[str, Any]:
    """A page of the log, newest first."""
    page = desk.ledger.log(limit=100, cursor=asked.cursor)
    return {
        "entries": page.rows,
        "act_words": ACT_WORDS,
        "next": asked.address("/review/log", cursor=page.next) if page.next else None,
    }


def review_values(desk: Desk, asked: Asked) -> dict[str, Any]:
    """The queue, or the one item that the address names."""
    rest = asked.rest
    if rest.get("item"):
        found = [(rest.get("article", ""), rest["item"])]
        waiting = 1
    else:
        rows = unjudged(desk, query_of(asked))
        found = list(dict.fromkeys((row.article, row.attribution or row.id) for row in rows))
        waiting = len(found)
    return {
        "items": [item_values(*find_item(desk, *key), key[1]) for key in found[:A_PAGE]],
        "waiting": waiting,
        "window": LOOKED_AT,
        "one": bool(rest.get("item")),
        "filters": {name: rest.get(name, "") for name in FILTERS},
        "stances": STANCES,
        "kinds": SPEAKER_KINDS,
        "known": [(seen.id, seen.name) for seen in desk.most_heard()],
        "done": last_word(desk, rest.get("done")),
    }


def query_of(asked: Asked) -> StatementQuery:
    """The statements that the filters of the address leave."""
    rest = asked.rest
    return StatementQuery(
        words=rest.get("words"),
        speaker=rest.get("speaker"),
        outlet=rest.get("outlet"),
        article=rest.get("article"),
        stance=rest.get("stance"),
        published_to=asked.as_of,
        limit=LOOKED_AT,
    )


def unjudged(desk: Desk, query: StatementQuery) -> Sequence[Statement]:
    """Of the newest statements that the query finds, those without a word on them: what counts for no claim yet, the surest
    first (a key each, mostly), then what counts, the least sure first."""
    judged = {target for _, target in desk.decisions()}
    rows = desk.ledger.statements(query).rows
    waiting = [row for row in rows if row.id not in judged and row.attribution not in judged]
    least: dict[str, Statement] = {}  # of each attribution, whose statements are one card
    for row in sorted(waiting, key=lambda row: (row.claim is not None, row.score)):
        least.setdefault(row.attribution or row.id, row)

    def place(row: Statement) -> tuple[bool, float, str]:
        one = least[row.attribution or row.id]
        return one.claim is not None, one.score if one.claim else -one.score, row.id

    return sorted(waiting, key=place)


def item_values(reading: Reading, attribution: Attribution | None, item: str) -> dict[str, object]:
    """What a card of the queue shows: the words in their paragraph, who says them, and the fields to correct."""
    own = [p for p in reading.propositions if p.id == item or (attribution and p.attribution == item)]
    shown = attribution or Attribution(id=item, source=(), cue=(), content=own[0].spans, where=own[0].where)
    text = reading.article.text
    speakers = attribution.speakers if attribution else ()
    return {
        "id": item,
        "article": reading.article.id,
        "title": reading.article.title or reading.article.id,
        "publisher": reading.article.publisher,
        "published": reading.article.published,
        "context": [light(text, span, [shown]) for span in paragraphs_of(reading, shown)],
        "gists": [p.gist for p in own],
        "speakers": [(name, phrases.name_of(reading, name)) for name in speakers],
        "stance": shown.stance if attribution else own[0].stance,
        "narrator": attribution is None,
        "score": min((p.score for p in own), default=shown.score),
        "correctable": shown.where is None,
        "words": {role: words_of(text, getattr(shown, role)) for role in ("source", "cue", "content")},
        "entities": _choices(reading, speakers),
    }


def paragraphs_of(reading: Reading, shown: Attribution) -> list[Span]:
    """The paragraphs that any of its words stand in; none where it stands in the headline."""
    if shown.where is not None:
        return []
    spans = (*shown.source, *shown.cue, *shown.content)
    return [par for par in reading.article.paragraphs if any(par.start < e and s < par.end for s, e in spans)]


def _choices(reading: Reading, chosen: Sequence[str]) -> list[tuple[str, str, str, bool]]:
    """(id, name, kind, chosen) of everybody in the article who could speak, those chosen first."""
    found = {e.id: (e.id, e.name, e.kind, e.id in chosen) for e in reading.entities if e.kind in SPEAKER_KINDS}
    return sorted(found.values(), key=lambda row: (not row[3], row[1].casefold(), row[0]))


def last_word(desk: Desk, judgement: str | None) -> Mapping[str, str] | None:
    """What was done last, for the notice with its undo; None where the address names nothing of the log."""
    if judgement is None:
        return None
    entries = [entry for entry in desk.ledger.log(limit=20).rows if entry.judgement.id == judgement]
    if not entries:
        return None
    made = entries[0].judgement
    return {"id": made.id, "what": ACT_WORDS.get(made.act, made.act), "target": made.target, "who": made.who}

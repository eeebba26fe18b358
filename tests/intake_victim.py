"""`onrecord` with a clock that stands still, to be killed: python intake_victim.py quick|whole COMMAND …

With "quick", articles are prepared as ever, but of what they say only the first sentences are taken, without the models:
180 pages then take seconds, and all the rest (inputs, ledger, settling, failures) is what a user runs.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from functools import partial

from onrecord.acquire.options import InputOptions
from onrecord.cli import adding, app, following, inputting
from onrecord.kit import load_kit
from onrecord.pipeline import read_item
from onrecord.prepare.article import read_article
from onrecord.record import Failure, InputError, Page, Proposition, Reading, Span, item_id

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def read_quickly(item: Page | Failure) -> Reading | Failure:
    """The article, and of what it says the first three sentences as its own words."""
    if isinstance(item, Failure):
        return item
    try:
        article = read_article(item)
    except InputError:
        return read_item(item)
    said = tuple(
        Proposition(
            id=item_id("proposition", article.id, span),
            attribution=None,
            spans=(Span(*span),),
            gist=" ".join(span.of(article.text).split()),
        )
        for span in article.sentences[:3]
    )
    return Reading(article=article, made_by=load_kit().made_by, propositions=said)


if __name__ == "__main__":
    setattr(adding, "AddOptions", partial(adding.AddOptions, now=lambda: NOW))  # noqa: B010  (mypy would forbid it)
    setattr(inputting, "InputOptions", partial(InputOptions, now=lambda: NOW))  # noqa: B010
    for room in (adding, following) if sys.argv[1] == "quick" else ():
        setattr(room, "read_item", read_quickly)  # noqa: B010
    sys.exit(app.run(sys.argv[2:]))

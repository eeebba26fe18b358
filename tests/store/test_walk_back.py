"""Every standing that is shown can be walked back: from its label to propositions, to positions, to words of an article."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from onrecord.record import Claim, Reading, Standing
from onrecord.store.ledger import Ledger, open_ledger


def standings_of(ledger: Ledger, claim: Claim) -> Iterator[Standing]:
    """Every standing that is shown of a claim, on every clock."""
    settled = ledger.settled(claim.id)
    yield claim.standing
    yield from (change.standing for course in (claim.history, settled.known, settled.event) for change in course)


def words_behind(ledger: Ledger, proposition: str) -> str:
    """The words of an article that a proposition's spans cover; of an attribution that only points back, its own."""
    statement = ledger.statements_of([proposition]).get(proposition)
    if statement is not None:
        return spans_in(ledger.reading(statement.article), proposition)
    return next((found for one in ledger.readings() if (found := spans_in(one, proposition))), "")


def spans_in(reading: Reading, identity: str) -> str:
    texts = {None: reading.article.text, "title": reading.article.title or ""}
    for item in reading.propositions:
        if item.id == identity:
            return " ".join(span.of(texts.get(item.where, "")) for span in item.spans)
    for pointing in reading.attributions:
        if pointing.id == identity:
            return " ".join(span.of(texts.get(pointing.where, "")) for span in pointing.content or pointing.cue)
    return ""


def test_every_standing_goes_back_to_words(sample_ledger: Path) -> None:
    with open_ledger(str(sample_ledger)) as ledger:
        claims = list(ledger.each_claim())
        assert len(claims) > 15
        for claim in claims:
            held = {name for position in claim.positions for name in position.propositions}
            lent = {link.claim for link in claim.links} | {other for other, _ in ledger.linked_from(claim.id)}
            for other in sorted(lent):
                held |= {name for position in ledger.claim(other).positions for name in position.propositions}
            behind = {name for standing in standings_of(ledger, claim) for name in standing.because}
            assert behind <= held, claim.gist
            if claim.standing.support != "none" or claim.standing.opposition != "none":
                assert claim.standing.because, claim.gist
            assert claim.standing.rules, claim.gist
            for name in sorted(behind | {name for position in claim.positions for name in position.propositions}):
                assert words_behind(ledger, name).strip(), (claim.gist, name)

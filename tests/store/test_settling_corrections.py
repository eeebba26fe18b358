"""Settling shows what people corrected, and shows the machine's finding again once the correction is undone."""

from __future__ import annotations

from pathlib import Path

from ledger_values import PATEL, PESKOV, reading_of
from onrecord.reconcile.world import World
from onrecord.review import SpeakerValue, make_judgement
from onrecord.settling import settle
from onrecord.store.ledger import Ledger, open_ledger

NOW = "2024-11-14T09:00:00+00:00"


def who_says(ledger: Ledger) -> list[str]:
    return [name for row in ledger.search("combat").rows for name, _ in row.speakers]


def test_a_corrected_speaker_is_found_by_search_until_it_is_undone(tmp_path: Path) -> None:
    reading = reading_of("a", "Vedant Patel: North Korean troops have begun combat operations in Kursk")
    with open_ledger(str(tmp_path / "my.db"), create=True) as ledger:
        ledger.add(reading, NOW)
        settle(ledger, World(), at=NOW)
        before = ledger.views_digest()
        wrong = ledger.judge(
            make_judgement(
                "speaker", reading.attributions[0].id, SpeakerValue(speakers=(PESKOV.id,)), who="ann", when=NOW
            )
        )
        settle(ledger, World(), at=NOW)
        assert who_says(ledger) == [PESKOV.id]
        ledger.judge(make_judgement("undo", wrong.id, who="ann", when=NOW))
        settle(ledger, World(), at=NOW)
        assert who_says(ledger) == [PATEL.id]
        assert ledger.views_digest() == before

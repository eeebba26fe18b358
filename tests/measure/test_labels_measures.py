"""The measures over hand labels: floors that the reading must hold, and the arithmetic by itself."""

from collections import Counter
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pytest

from onrecord.extract.attributions import find_attributions
from onrecord.measure.certainty import measure_certainty, split_scorer
from onrecord.measure.proposition import PropositionScores, measure_propositions
from onrecord.measure.speaker import SpeakerScores, measure_speakers
from onrecord.measure.stance import StanceScores, measure_stance
from onrecord.models.encoder import Encoder, load_encoder
from onrecord.record import Analysis, Article, InputError

FIXTURES = Path(__file__).parents[1] / "fixtures"
_known: dict[str, Analysis] = {}


def analyse(article: Article) -> Analysis:
    if article.id not in _known:
        _known[article.id] = find_attributions(article, encoder())[0]
    return _known[article.id]


@cache
def encoder() -> Encoder:
    return load_encoder()


def test_f1_counts_both_kinds_of_error() -> None:
    scores = StanceScores(
        Counter({("denies", "denies"): 3, ("denies", "asserts"): 1, ("asserts", "asserts"): 4}), (1, 1), (1, 1)
    )
    assert scores.f1("denies") == pytest.approx(6 / 7)
    assert scores.macro_f1 == pytest.approx((6 / 7 + 8 / 9) / 2)


def test_bands_show_whether_scores_mean_what_they_say() -> None:
    scores = SpeakerScores(((0.95, True), (0.95, True), (0.85, False), (0.3, False)))
    assert scores.right == 0.5
    assert scores.wrong_and_sure == 0.0
    assert scores.bands()[-1] == (0.9, 1.0, 2, 1.0)


def test_boundaries_are_counted_apart_from_wholes() -> None:
    assert PropositionScores((9, 10, 10), (4, 5, 5), (1, 2)).boundary_f1 == pytest.approx(0.9)


def test_certainty_is_compared_word_by_word(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(
        '{"text": "it may rain", "targets": [{"span1": [2, 3], "label": 1.0}, {"span1": [0, 1], "label": 2.0}]}\n'
    )

    def score(words: Sequence[str]) -> list[float]:
        return [3.0, 0.0, 2.0]

    scores = measure_certainty(path, score)
    assert (scores.error, scores.count) == (1.0, 2)
    assert scores.correlation == pytest.approx(1.0)
    with pytest.raises(InputError, match="no such file"):
        measure_certainty(tmp_path / "absent.jsonl", score)


@pytest.mark.nightly
@pytest.mark.shared
def test_stances_hold_their_floor(shared: Path) -> None:
    scores = measure_stance(FIXTURES / "stance_labels.jsonl", shared / "data", analyse)
    assert scores.macro_f1 >= 0.85, scores.table()


@pytest.mark.shared
def test_speakers_hold_their_floor(shared: Path) -> None:
    scores = measure_speakers(FIXTURES / "speaker_labels.jsonl", shared / "data", analyse)
    assert scores.right >= 0.90, scores.table()
    assert scores.wrong_and_sure < 0.02, scores.table()


@pytest.mark.nightly
@pytest.mark.shared
def test_propositions_hold_their_floor(shared: Path) -> None:
    scores = measure_propositions(FIXTURES / "proposition_labels.jsonl", shared / "data", analyse)
    assert scores.boundary_f1 >= 0.85, scores.table()


@pytest.mark.nightly
@pytest.mark.shared
def test_certainty_holds_its_floor(shared: Path) -> None:
    scores = measure_certainty(shared / "data" / "certainty" / "uw-test.jsonl", split_scorer(encoder()))
    assert scores.error <= 0.50, scores.table()
    assert scores.correlation >= 0.75, scores.table()

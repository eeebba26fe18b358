"""Hand labels of what a content's propositions are come in; how well borders and whole spans agree goes out."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from onrecord.extract.propositions import find_propositions
from onrecord.extract.stance import judge_attributions
from onrecord.knowledge.grammar import Words, lay_out
from onrecord.measure.labels import Analyse, read_labels, spans_of
from onrecord.record import Span

_Spans = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class PropositionScores:
    """(agreed, found, labelled) of borders, of whole propositions by their words; contents with the right number."""

    borders: tuple[int, int, int]
    whole: tuple[int, int, int]
    counted: tuple[int, int]

    @property
    def boundary_f1(self) -> float:
        """F1 of the places where a proposition begins or ends."""
        return _f1(self.borders)

    @property
    def whole_f1(self) -> float:
        """F1 of propositions with exactly the same words."""
        return _f1(self.whole)

    def table(self) -> str:
        """Lines for people."""
        agreed, found, labelled = self.whole
        return (
            f"boundaries F1 {self.boundary_f1:.3f}; whole propositions F1 {self.whole_f1:.3f} "
            f"({agreed} agreed, {found} found, {labelled} labelled); "
            f"number right in {self.counted[0]} of {self.counted[1]} contents"
        )


def _f1(counts: tuple[int, int, int]) -> float:
    agreed, found, labelled = counts
    return 2 * agreed / (found + labelled) if found + labelled else 0.0


def measure_propositions(
    labels: Path, corpora: Path, analyse: Analyse, *, part: str | None = None
) -> PropositionScores:
    """Each labelled content is read by itself, as the content of one attribution; `part` keeps one `set` of the labels."""
    borders, whole, counted = Counter[str](), Counter[str](), Counter[str]()
    for item in read_labels(labels, corpora):
        analysis = analyse(item.article)
        words = lay_out(item.article.text, analysis)
        for label, attribution in zip(item.labels, item.attributions, strict=True):
            if part is not None and label.get("set") != part:
                continue
            judged = judge_attributions(item.article, analysis, (attribution,))
            found = find_propositions(item.article, analysis, judged)
            ours = {_words(words, one.spans) for one in found if one.attribution == attribution.id}
            theirs = {_words(words, spans_of(one)) for one in label["propositions"]}
            _count(whole, Counter(ours), Counter(theirs))
            _count(borders, _edges(ours), _edges(theirs))
            counted["right"] += len(ours) == len(theirs)
            counted["all"] += 1
    return PropositionScores(_triple(borders), _triple(whole), (counted["right"], counted["all"]))


def _words(words: Words, spans: _Spans) -> tuple[int, ...]:
    numbers = {n for span in spans for n in words.between(span) if words.lower[n][:1].isalnum()}
    return tuple(sorted(numbers))


def _edges(propositions: set[tuple[int, ...]]) -> Counter[object]:
    return Counter(edge for one in propositions if one for edge in (("first", one[0]), ("last", one[-1])))


def _count(counts: Counter[str], ours: Counter[object], theirs: Counter[object]) -> None:
    counts["agreed"] += (ours & theirs).total()
    counts["found"] += ours.total()
    counts["labelled"] += theirs.total()


def _triple(counts: Counter[str]) -> tuple[int, int, int]:
    return counts["agreed"], counts["found"], counts["labelled"]

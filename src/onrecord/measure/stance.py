"""Hand labels of what attributions do come in; how often the reading says the same, class by class, goes out."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from onrecord.extract.stance import judge_attributions
from onrecord.measure.labels import Analyse, read_labels


@dataclass(frozen=True, slots=True)
class StanceScores:
    """Counts of (label, found), and of right and labelled polarity and certainty."""

    pairs: Counter[tuple[str, str]]
    polarity: tuple[int, int]
    certainty: tuple[int, int]

    def f1(self, stance: str) -> float:
        """F1 of one stance; 0 where it neither occurs nor was found."""
        labelled = sum(count for (label, _), count in self.pairs.items() if label == stance)
        found = sum(count for (_, answer), count in self.pairs.items() if answer == stance)
        return 2 * self.pairs[(stance, stance)] / (labelled + found) if labelled + found else 0.0

    @property
    def stances(self) -> list[str]:
        """Stances that the labels hold, in alphabetical order."""
        return sorted({label for label, _ in self.pairs})

    @property
    def macro_f1(self) -> float:
        """Mean of F1 over the stances that the labels hold."""
        return sum(map(self.f1, self.stances)) / len(self.stances) if self.pairs else 0.0

    @property
    def accuracy(self) -> float:
        """Share of attributions whose stance is right."""
        return sum(count for (label, answer), count in self.pairs.items() if label == answer) / max(
            1, self.pairs.total()
        )

    def table(self) -> str:
        """Lines for people."""
        rows = [
            f"{stance:10} n {sum(c for (a, _), c in self.pairs.items() if a == stance):4}  F1 {self.f1(stance):.3f}"
            for stance in self.stances
        ]
        tail = [
            f"macro F1 {self.macro_f1:.3f}, right {self.accuracy:.3f} of {self.pairs.total()}",
            f"polarity right {self.polarity[0]} of {self.polarity[1]}, certainty {self.certainty[0]} of {self.certainty[1]}",
        ]
        return "\n".join([*rows, *tail])


def measure_stance(labels: Path, corpora: Path, analyse: Analyse, *, part: str | None = None) -> StanceScores:
    """Judges the labelled attributions as if the tagger had found just them; `part` keeps one `set` of the labels."""
    pairs: Counter[tuple[str, str]] = Counter()
    right = Counter[str]()
    labelled = Counter[str]()
    for item in read_labels(labels, corpora):
        judged = {one.id: one for one in judge_attributions(item.article, analyse(item.article), item.attributions)}
        for label, attribution in zip(item.labels, item.attributions, strict=True):
            if part is not None and label.get("set") != part:
                continue
            answer = judged[attribution.id]
            pairs[(label["stance"], answer.stance)] += 1
            for field, value in (("polarity", answer.polarity), ("certainty", answer.certainty)):
                if label.get(field):
                    labelled[field] += 1
                    right[field] += label[field] == value
    return StanceScores(pairs, (right["polarity"], labelled["polarity"]), (right["certainty"], labelled["certainty"]))

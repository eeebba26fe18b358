"""Positions judged by hand come in; how many are wholly right, by score, and where they fail goes out.

A position is a speaker, a stance and a proposition together. Judgements name an article by corpus and id and what stood
in its reading by offsets (tests/fixtures/position_labels.jsonl, docs/calibration.md); one counts as long as the reading
still says the same there. "fit" was used for weights and mostly for mending ("fresh" rows were judged before), "check" and
"blind" for neither.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from onrecord.record import Analysis, Attribution, Entity, InputError, Page, Proposition, Reading
from onrecord.resolve.sureness import BODY_STATED, Signs, body_chance, chance, load_weights, weighed

Half = Literal["fit", "check", "blind"]
BLIND_FROM = 0.5
TOP_FROM = 0.92
"""Blind positions were drawn at random from `BLIND_FROM`, and more of them ("draw" ends in "top") from here."""
Read = Callable[[Page], tuple[Reading, Analysis]]
PARTS: Mapping[str, str] = {"a": "attribution", "s": "speaker", "t": "stance", "p": "proposition", "n": "polarity"}
WRONG_BODY, LOST_BODY = "b", "m"
"""Letters beside a speaker with a name who is the right one: another body than his is read, or his is not."""
_BANDS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One judged position: its article, half, score, what the models look at, and the letters of its wrong parts.

    `bodies` are the signs of each body beside a name; `stated` tells whether they are sure enough to be stated.
    """

    article: str
    half: Half
    score: float
    signs: Signs
    wrong: str
    bodies: tuple[Mapping[str, float], ...] = ()
    stated: bool = False
    fresh: bool = True  # nobody had mended the reading by this article when it was judged
    top: bool = False  # drawn from the top alone

    @property
    def right(self) -> bool:
        """Whether speaker, stance and proposition are right, and no wrong body is stated beside the speaker's name."""
        return not set(self.wrong) & set(PARTS) and not (self.stated and WRONG_BODY in self.wrong)

    @property
    def whole(self) -> bool:
        """Whether it is right and every body that the text gives its speaker is read: what is left open is not."""
        return not self.wrong


@dataclass(frozen=True, slots=True, kw_only=True)
class PositionScores:
    """All judged positions that the readings still hold, and how many they no longer do."""

    judged: tuple[Judged, ...]
    gone: int

    def of(self, half: Half) -> list[Judged]:
        """The positions of one half."""
        return [one for one in self.judged if one.half == half]

    def parts(self, half: Half) -> dict[str, float]:
        """Share of right values, part by part."""
        found = self.of(half)
        wrong = Counter(letter for one in found for letter in one.wrong)
        return {name: 1 - wrong[letter] / max(1, len(found)) for letter, name in PARTS.items()}

    def above(self, half: Half, score: float) -> tuple[int, int]:
        """(right, all) of the positions with at least this score, those of the top only where all above were drawn alike."""
        found = [one.right for one in self.of(half) if one.score >= score and (score >= TOP_FROM or not one.top)]
        return sum(found), len(found)

    def bodies(self, half: Half) -> tuple[int, int, int]:
        """(right, stated, read) of the bodies beside the names of right speakers."""
        found = [one for one in self.of(half) if one.bodies and "s" not in one.wrong]
        stated = [one for one in found if one.stated]
        return sum(WRONG_BODY not in one.wrong for one in stated), len(stated), len(found)

    def bands(self, *halves: Half) -> list[tuple[float, int, float, float]]:
        """(from, how many, mean score, share right) for tenths of the score: the reliability plot."""
        rows = []
        for tenth in range(_BANDS):
            found = (one for half in halves for one in self.of(half))
            inside = [one for one in found if tenth <= min(one.score * _BANDS, _BANDS - 0.01) < tenth + 1]
            if inside:
                mean = sum(one.score for one in inside) / len(inside)
                rows.append((tenth / _BANDS, len(inside), mean, sum(one.right for one in inside) / len(inside)))
        return rows


def wilson(right: int, count: int) -> tuple[float, float]:
    """95% interval of a share (Wilson 1927)."""
    if not count:
        return 0.0, 1.0
    z, share = 1.96, right / count
    middle = share + z * z / (2 * count)
    spread = z * math.sqrt(share * (1 - share) / count + z * z / (4 * count * count))
    scale = 1 + z * z / count
    return max(0.0, (middle - spread) / scale), min(1.0, (middle + spread) / scale)


def measure_positions(labels: Path, corpora: Path, read: Read, *, half: Half | None = None) -> PositionScores:
    """Reads each judged article anew and finds the judged positions in it; `half` keeps one half."""
    grouped: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for line in labels.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if half not in (None, row["half"]):
            continue
        grouped.setdefault((row["corpus"], row["article"]), []).append(row)
    found_in = {corpus: pages(corpora / corpus) for corpus in sorted({corpus for corpus, _ in grouped})}
    judged: list[Judged] = []
    for (corpus, article), rows in grouped.items():
        if article not in found_in[corpus]:
            raise InputError(f"{corpora / corpus}: no article {article!r}; the judgements belong to another version")
        judged += _find(rows, *read(found_in[corpus][article]))
    return PositionScores(judged=tuple(judged), gone=sum(map(len, grouped.values())) - len(judged))


def pages(path: Path) -> dict[str, Page]:
    """The articles of a corpus by id."""
    if not path.is_file():
        raise InputError(f"{path}: no such corpus; give the folder that holds attribution/ and streams/")
    rows = map(json.loads, filter(None, path.read_text(encoding="utf-8").split("\n")))
    return {page.id: page for page in map(_page, rows)}


def _page(row: Mapping[str, Any]) -> Page:
    """A corpus row as a page; these corpora write "None" for what they do not know."""
    given = {name: row.get(name) for name in ("title", "publisher", "published")}
    kept = {name: value for name, value in given.items() if value not in (None, "None")}
    return Page(id=row.get("id") or row["_id"], text=row["text"], **kept)


def _find(rows: list[Mapping[str, Any]], reading: Reading, analysis: Analysis) -> Iterator[Judged]:
    entities = {one.id: one for one in reading.entities}
    wanted = {_key_of_row(row): row for row in rows}
    weights = load_weights()
    for one in weighed(reading, analysis):
        row = wanted.pop(key_of(one.proposition, one.act, entities), None)
        if row is not None:
            yield Judged(
                article=row["article"],
                half=row["half"],
                score=chance(one.signs, weights),
                signs=one.signs,
                wrong=row.get("wrong", ""),
                bodies=one.bodies,
                stated=bool(one.bodies) and all(body_chance(signs, weights) >= BODY_STATED for signs in one.bodies),
                fresh=row["half"] != "fit" or row.get("fresh", False),
                top=row["half"] == "blind" and row.get("draw", "").endswith("top"),
            )


def key_of(proposition: Proposition, act: Attribution, entities: Mapping[str, Entity]) -> str:
    """What a judgement is about: where the position stands, who has it, in what sense. Equal keys, same judgement."""
    named = json.dumps([[entities[one].name, entities[one].principal] for one in act.speakers if one in entities])
    speakers = hashlib.sha256(named.encode("utf-8")).hexdigest()[:12]  # judgements hold no words of the articles
    spans = [[list(span) for span in part] for part in (act.cue, proposition.spans)]
    return json.dumps([*spans, speakers, proposition.stance, proposition.polarity])


def _key_of_row(row: Mapping[str, Any]) -> str:
    return json.dumps([row["cue"], row["spans"], row["speakers"], row["stance"], row["polarity"]])

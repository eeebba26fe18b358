"""Independent articles come in; copies made of them (trimmed, reordered, re-attributed, lightly reworded) and how often
our lineages call a copy independent, or an independent article a copy, go out.

Copies are made by seeded rules, as desks do it: the first paragraphs kept, sentences dropped and moved, the source line
changed, words exchanged for near ones, and sentences of another article set between. Independent pairs are the hardest there are: of each article, the other articles
most like it in words.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from onrecord.reconcile.copies import Printed, copied_share, find_copies, printed
from onrecord.reconcile.passages import WORD, document_terms, dot
from onrecord.reconcile.reports import Source
from onrecord.record import InputError

SENTENCE = re.compile(r"(?<=[.!?”\"])\s+(?=[A-Z“\"])")
EXCHANGES: Mapping[str, str] = {
    "said": "stated", "killed": "slain", "attack": "assault", "attacks": "assaults", "people": "persons", "city": "town",
    "also": "additionally", "many": "numerous", "help": "aid", "after": "following", "told": "informed", "near": "close to",
    "about": "around", "more": "further", "officials": "authorities", "against": "versus", "began": "started",
    "including": "among them", "however": "yet", "large": "big", "area": "zone", "says": "states", "because": "since",
    "forces": "troops", "soldiers": "servicemen", "government": "administration", "country": "nation", "used": "employed",
    "wounded": "injured", "children": "youngsters", "saying": "stating", "fighting": "combat", "group": "organisation",
}  # fmt: skip
DESKS = ("By our correspondent", "(Agencies)", "News desk", "Special report", "Wire services")
KINDS = ("whole", "trimmed", "reordered", "re-attributed", "reworded", "all", "blended")


@dataclass(frozen=True, slots=True, kw_only=True)
class Syndication:
    """`missed`: share of copies called independent, by kind; `kept`: share of truly independent pairs called so."""

    copies: int
    pairs: int
    missed: float
    missed_by_kind: Mapping[str, float]
    kept: float


def make_copy(text: str, kind: str, rng: random.Random, *, other: str = "") -> str:
    """A copy of the text as a desk of that kind would print it.

    "all" does everything at once; "blended" adds to a reworded half of it a third as much of `other`.
    """
    sentences = SENTENCE.split(text)
    if kind == "blended":
        half = [_reword(sentence, rng) for sentence in sentences[: max(4, len(sentences) // 2)]]
        return " ".join([*half, *SENTENCE.split(other)[: max(1, len(half) // 3)]])
    if kind in {"trimmed", "all"}:
        kept = max(4, round(len(sentences) * rng.uniform(0.35, 0.7)))
        sentences = sentences[:kept]
    if kind in {"reordered", "all"} and len(sentences) > 3:
        rest = sentences[1:]
        for _ in range(max(1, len(rest) // 4)):
            rest.insert(rng.randrange(len(rest)), rest.pop(rng.randrange(len(rest))))
        sentences = sentences[:1] + rest
    if kind in {"reworded", "all"}:
        sentences = [_reword(sentence, rng) for sentence in sentences]
    if kind in {"re-attributed", "all"}:
        sentences = [rng.choice(DESKS), *sentences]
    return " ".join(sentences)


def _reword(sentence: str, rng: random.Random) -> str:
    """Near words for about every second word that has one, and now and then a word dropped."""
    words = []
    for word in sentence.split():
        bare = word.strip(".,;:“”\"'").lower()
        if bare in EXCHANGES and rng.random() < 0.6:
            words.append(EXCHANGES[bare])
        elif not (rng.random() < 0.04 and word.islower()):
            words.append(word)
    return " ".join(words)


def make_source(identity: str, text: str, outlet: str) -> Source:
    """An article as lineages see it, without any credit."""
    return Source(
        id=identity,
        outlet=outlet,
        outlet_id=f"outlet:{outlet}",
        agency=None,
        byline=None,
        published=None,
        taken=None,
        version_of=None,
        words=tuple(word.lower() for word in WORD.findall(text)),
    )


def read_originals(path: Path, *, least_words: int = 120) -> list[Source]:
    """Articles of a JSON lines file that are long enough, without those that are copies of an earlier one."""
    with path.open(encoding="utf-8") as handle:
        try:
            rows = [json.loads(line) for line in handle if line.strip()]
            sources = [make_source(str(row["id"]), row["text"], str(row.get("publisher"))) for row in rows]
        except (ValueError, KeyError, TypeError) as err:
            raise InputError(f"{path}: not articles in JSON lines ({err!r})") from err
    kept: list[tuple[Source, Printed]] = []
    for source in sources:
        own = printed(source)
        if len(source.words) >= least_words and all(copied_share(own, other) < ALREADY for _, other in kept):
            kept.append((source, own))
    return [source for source, _ in kept]


ALREADY = 0.35  # above this share two articles of a stream are themselves syndicated (looked at by eye), and no test


def hard_pairs(sources: Sequence[Source], *, each: int = 3) -> set[tuple[str, str]]:
    """Of every article the `each` others most like it in words, all of them independent."""
    terms = {source.id: document_terms(source.id, source.words).weights for source in sources}
    found = set()
    for source in sources:
        near = sorted((-dot(terms[source.id], terms[other.id]), other.id) for other in sources if other.id != source.id)
        found |= {(min(source.id, other), max(source.id, other)) for _, other in near[:each]}
    return found


def measure_syndication(paths: Iterable[Path], *, seed: int = 7, limit: int = 150) -> Syndication:
    """Make a copy of each kind of up to `limit` articles a file, and see which pairs `find_copies` ties."""
    rng = random.Random(seed)
    originals: list[Source] = []
    texts: dict[str, str] = {}
    for path in paths:
        originals += read_originals(path)[:limit]
        with path.open(encoding="utf-8") as handle:
            texts |= {str(row["id"]): row["text"] for row in map(json.loads, handle)}
    others = [texts[source.id] for source in (*originals[7:], *originals[:7])]
    copies = [
        (
            source.id,
            kind,
            make_source(f"{source.id}~{kind}", make_copy(texts[source.id], kind, rng, other=beside), "copying"),
        )
        for source, beside in zip(originals, others, strict=True)
        for kind in KINDS
    ]
    tied = {(copy.one, copy.other) for copy in find_copies([*originals, *(copy for _, _, copy in copies)])}
    missed = {kind: [(first, copy.id) not in tied for first, own, copy in copies if own == kind] for kind in KINDS}
    pairs = hard_pairs(originals)
    return Syndication(
        copies=len(copies),
        pairs=len(pairs),
        missed=_share([value for values in missed.values() for value in values]),
        missed_by_kind={kind: _share(values) for kind, values in missed.items()},
        kept=_share([pair not in tied for pair in pairs]),
    )


def _share(values: Sequence[bool]) -> float:
    return sum(values) / len(values) if values else 0.0

"""The shared folder of corpora comes in; labelled passages for training, calibration and checks go out.

PolNeAR's development articles are only ever measured on. Of its training articles 6% (by digest of their ids) are kept
from training, to choose the rules of decoding and to calibrate scores. Of the texts that serve for syntax alone, every
25th is kept to see how well the teacher is followed.
"""

from __future__ import annotations

import multiprocessing
import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from onrecord.models.pieces import load_pieces
from onrecord.train.corpora import (
    Passage,
    attribution_passages,
    factuality_passages,
    plain_passages,
    trigger_passages,
)
from onrecord.train.teacher import Syntax, load_teacher, teach
from onrecord.train.windows import Labelled, is_held_out, join, label_passage

HELD_OUT = 0.06
RAREST = 20  # a label seen less often is not learnt
Schemes = dict[str, dict[str, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sets:
    """Everything that training and its checks need."""

    train: tuple[Labelled, ...]
    held_out: tuple[Passage, ...]
    dev: tuple[Passage, ...]
    schemes: Schemes
    checks: dict[str, tuple[Labelled, ...]]


def read_corpora(shared: Path) -> dict[str, list[Passage]]:
    """Passages by set, before the teacher."""
    certainty = shared / "certainty"
    return {
        "polnear": attribution_passages(shared / "attribution/polnear-train.jsonl"),
        "polnear-dev": attribution_passages(shared / "attribution/polnear-dev.jsonl"),
        "plain": list(plain_passages(shared)),
        "ecb": trigger_passages(shared / "events/ecbplus-train.jsonl"),
        "ecb-dev": trigger_passages(shared / "events/ecbplus-dev.jsonl"),
        **{
            f"{corpus}{part}": factuality_passages(certainty / f"{corpus}-{file}.jsonl", f"{corpus}-{file}")
            for corpus in ("uw", "uds-ih2")
            for part, file in (("", "train"), ("-dev", "dev"))
        },
    }


def prepare(shared: Path, tokenizer: Path, *, workers: int = 2) -> Sets:
    """Reads all corpora, has the teacher label their syntax (6 minutes on two cores), and makes the sets."""
    corpora = {name: [p for p in passages if p.spans] for name, passages in read_corpora(shared).items()}
    taught = dict(zip(corpora, taught_all(list(corpora.values()), workers), strict=True))
    learnt = [s for name, found in taught.items() if not name.endswith("-dev") for s in found]
    schemes = make_schemes(learnt)
    pieces = load_pieces(tokenizer)
    labelled = {
        name: [label_passage(p, s, schemes, pieces) for p, s in zip(corpora[name], taught[name], strict=True)]
        for name in corpora
    }
    articles = [one for one in labelled["plain"] if one.corpus != "plover"]
    train = [one for one in labelled["polnear"] if not is_held_out(one.id, HELD_OUT)]
    train += [one for number, one in enumerate(articles) if number % 25 != 7]
    train += joined([one for one in labelled["plain"] if one.corpus == "plover"])
    for name in ("uw", "uds-ih2", "ecb"):
        train += joined(labelled[name])
    return Sets(
        train=tuple(train),
        held_out=tuple(p for p in corpora["polnear"] if is_held_out(p.id, HELD_OUT)),
        dev=tuple(corpora["polnear-dev"]),
        schemes=schemes,
        checks={
            "syntax": tuple(one for number, one in enumerate(articles) if number % 25 == 7),
            **{name: tuple(joined(labelled[name])) for name in ("uw-dev", "uds-ih2-dev", "ecb-dev")},
        },
    )


def joined(sentences: Sequence[Labelled], size: int = 50) -> list[Labelled]:
    """Lone sentences in random order (fixed), fifty a text."""
    mixed = random.Random(5).sample(sentences, len(sentences))
    return [join(mixed[start : start + size]) for start in range(0, len(mixed), size)]


def make_schemes(syntax: Iterable[Syntax]) -> Schemes:
    """Numbers of the labels of each kind, in order of the alphabet; "O" is entity 0."""
    counts: dict[str, Counter[str]] = {kind: Counter() for kind in ("tag", "dep", "entity")}
    for one in syntax:
        counts["tag"].update(one.tag)
        counts["dep"].update(one.dep)
        counts["entity"].update(one.entity)
    names = {
        kind: sorted(label for label, count in found.items() if count >= RAREST and label not in ("_SP", ""))
        for kind, found in counts.items()
    }
    names["entity"] = ["O", *(label for label in names["entity"] if label != "O")]
    return {kind: {label: number for number, label in enumerate(found)} for kind, found in names.items()}


def taught_all(groups: Sequence[Sequence[Passage]], workers: int) -> list[list[Syntax]]:
    """The teacher's labels for every group, with one process a core."""
    flat = [passage for group in groups for passage in group]
    chunks = [flat[start : start + 200] for start in range(0, len(flat), 200)]
    with multiprocessing.get_context("spawn").Pool(workers, initializer=_begin) as pool:
        found = [syntax for chunk in pool.imap(_teach, chunks) for syntax in chunk]
    at = 0
    result = []
    for group in groups:
        result.append(found[at : at + len(group)])
        at += len(group)
    return result


_teacher: list[object] = []


def _begin() -> None:
    import torch

    torch.set_num_threads(1)
    _teacher.append(load_teacher())


def _teach(passages: Sequence[Passage]) -> list[Syntax]:
    return list(teach(_teacher[0], passages))

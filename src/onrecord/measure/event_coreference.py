"""A corpus of gold event mentions (ECB+) comes in; the CoNLL F1 of our clusters and of the lemma baselines goes out.

All mentions of all topics are clustered together: no topic is given, none is used.
"""

from __future__ import annotations

import json
import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

import numpy as np

from onrecord.measure.coreference import Coreference, score_clusters
from onrecord.models.mentions import MentionEncoder, MentionState, load_mention_encoder
from onrecord.reconcile.blocks import Blocks, keys_of
from onrecord.reconcile.clusters import Pair, average_link, cluster_component, connected, ordered, split_large
from onrecord.reconcile.pairs import (
    CLEAR,
    CONNECT,
    MERGE,
    Evidence,
    event_odds,
    judged_table,
    load_scorer,
    weigh_evidence,
)
from onrecord.reconcile.passages import Passage, document_terms, dot, make_passage
from onrecord.reconcile.stories import Stories, tell_stories
from onrecord.record import InputError

SAME_STORY = 0.2  # likeness from which two articles tell one story, for the baseline; best of .08 … .30 on ecbplus-dev


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedArticle:
    """The words of an article and, by mention, the places of its words among them. Used in training: its topic."""

    words: tuple[str, ...]
    events: Mapping[str, tuple[int, ...]]
    topic: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Corpus:
    """Mentions as passages by id, the gold chain of each, and the articles they stand in."""

    passages: Mapping[str, Passage]
    chains: Mapping[str, str]
    articles: tuple[MarkedArticle, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What `measure event-coreference` reports."""

    mentions: int
    ours: Coreference
    same_lemma: Coreference
    lemma_in_story: Coreference
    pairs_a_mention: float
    ceiling: Coreference


def read_corpus(path: Path) -> Corpus:
    """The mentions of a JSON lines file in the form of shared data `events/ecbplus-*`."""
    passages: dict[str, Passage] = {}
    chains: dict[str, str] = {}
    articles: list[MarkedArticle] = []
    with path.open(encoding="utf-8") as handle:
        for number, line in enumerate(handle, start=1):
            try:
                row = json.loads(line)
                found = list(_document(row))
                articles.append(_marked(row, [passage.id for passage, _ in found]))
            except (ValueError, KeyError, TypeError) as err:
                raise InputError(f"{path}, line {number}: not a document of event mentions ({err!r})") from err
            for passage, chain in found:
                passages[passage.id] = passage
                chains[passage.id] = chain
    return Corpus(passages=passages, chains=chains, articles=tuple(articles))


def _marked(row: Mapping[str, object], identities: Sequence[str]) -> MarkedArticle:
    sentences: Sequence[Sequence[str]] = row["sentences"]  # type: ignore[assignment]
    mentions: Sequence[Mapping[str, object]] = row["mentions"]  # type: ignore[assignment]
    numbers: Sequence[int] = row.get("sentence_ids") or range(len(sentences))  # type: ignore[assignment]
    starts = dict(zip(numbers, accumulate((len(sentence) for sentence in sentences), initial=0), strict=False))
    events: dict[str, tuple[int, ...]] = {}
    for identity, mention in zip(identities, mentions, strict=True):
        tokens: Sequence[int] = mention["tokens"]  # type: ignore[assignment]
        events[identity] = tuple(starts[int(str(mention["sentence"]))] + token for token in tokens)
    return MarkedArticle(
        words=tuple(word for sentence in sentences for word in sentence), events=events, topic=str(row.get("topic", ""))
    )


def _document(row: Mapping[str, object]) -> Iterable[tuple[Passage, str]]:
    sentences: Sequence[Sequence[str]] = row["sentences"]  # type: ignore[assignment]
    mentions: Sequence[Mapping[str, object]] = row["mentions"]  # type: ignore[assignment]
    numbers: Sequence[int] = row.get("sentence_ids") or range(len(sentences))  # type: ignore[assignment]
    places = {number: place for place, number in enumerate(numbers)}
    identity = str(row["id"])
    terms = document_terms(identity, (word for sentence in sentences for word in sentence))
    for number, mention in enumerate(mentions):
        sentence = places[int(str(mention["sentence"]))]
        tokens: Sequence[int] = mention["tokens"]  # type: ignore[assignment]
        passage = make_passage(
            f"{identity}#{number:04d}",
            terms,
            sentences[sentence],
            tokens,
            position=sentence / max(1, len(sentences) - 1),
        )
        yield passage, str(mention["chain"])


def candidates(passages: Mapping[str, Passage]) -> list[Pair]:
    """The pairs that are scored at all, in order."""
    blocks = Blocks()
    for identity in sorted(passages):
        blocks.add(passages[identity], keys_of(passages[identity]))
    return sorted({ordered(one, other) for one in passages for other in blocks.neighbours(one)})


def read_states(articles: Iterable[MarkedArticle], encoder: MentionEncoder) -> dict[str, MentionState]:
    """What the network makes of each mention."""
    states: dict[str, MentionState] = {}
    for article in articles:
        if article.events:
            found = encoder.read(article.words, list(article.events.values()))
            states.update(zip(article.events, found, strict=True))
    return states


def gather_evidence(corpus: Corpus, encoder: MentionEncoder, stories: Stories) -> Evidence:
    """What network and stories say of all mentions of a corpus."""
    states = read_states(corpus.articles, encoder)
    names = sorted(states)
    reading = encoder.table([states[name] for name in names]).astype(np.float64)
    return weigh_evidence({name: place for place, name in enumerate(names)}, reading, stories)


def cluster_mentions(corpus: Corpus, pairs: Sequence[Pair]) -> list[tuple[str, ...]]:
    """Our clusters: score the candidates, then average linkage inside the components they form."""
    passages, scorer = corpus.passages, load_scorer()
    told = tell_stories(passage.document for passage in passages.values())
    evidence = gather_evidence(corpus, load_mention_encoder(), told)
    known: dict[Pair, float] = {}

    def score(wanted: Sequence[Pair]) -> list[tuple[float, bool]]:
        missing = [pair for pair in wanted if pair not in known]
        if missing:
            rows = judged_table([(passages[one], passages[other]) for one, other in missing], evidence)
            known.update(zip(missing, event_odds(rows, scorer).tolist(), strict=True))
        return [(known[pair], False) for pair in wanted]

    chances = {pair: 1 / (1 + math.exp(-odds)) for pair, (odds, _) in zip(pairs, score(pairs), strict=True)}
    edges = {pair: chance for pair, chance in chances.items() if chance >= CONNECT}
    return [
        cluster
        for component in connected(passages, edges)
        for part in split_large(component, edges, CONNECT)
        for cluster in cluster_component(part, score, MERGE, unlike=-CLEAR)
    ]


def gold_clusters(corpus: Corpus) -> list[tuple[str, ...]]:
    """The gold chains."""
    return group_by(corpus.passages, lambda passage: corpus.chains[passage.id])


def group_by(passages: Mapping[str, Passage], key: Callable[[Passage], object]) -> list[tuple[str, ...]]:
    """Clusters of equal key."""
    groups: dict[object, list[str]] = defaultdict(list)
    for identity in sorted(passages):
        groups[key(passages[identity])].append(identity)
    return [tuple(group) for group in groups.values()]


def stories_by_words(passages: Mapping[str, Passage]) -> dict[str, int]:
    """The story of each article, for the baseline: average linkage over how alike their weighty words are."""
    terms = {passage.document.id: passage.document.weights for passage in passages.values()}
    names = sorted(terms)
    alike = np.array([[dot(terms[one], terms[other]) for other in names] for one in names])
    groups = average_link(alike, np.zeros(alike.shape, dtype=bool), SAME_STORY)
    return {names[place]: number for number, group in enumerate(groups) for place in group}


def measure_event_coreference(path: Path) -> Result:
    """Score our clusters, the two lemma baselines, and what a perfect scorer could reach on our candidates."""
    corpus = read_corpus(path)
    gold = gold_clusters(corpus)
    story = stories_by_words(corpus.passages)
    pairs = candidates(corpus.passages)
    true_pairs = [pair for pair in pairs if corpus.chains[pair[0]] == corpus.chains[pair[1]]]
    return Result(
        mentions=len(corpus.passages),
        ours=score_clusters(gold, cluster_mentions(corpus, pairs)),
        same_lemma=score_clusters(gold, group_by(corpus.passages, lambda item: item.heads)),
        lemma_in_story=score_clusters(
            gold, group_by(corpus.passages, lambda item: (item.heads, story[item.document.id]))
        ),
        pairs_a_mention=len(pairs) / max(1, len(corpus.passages)),
        ceiling=score_clusters(gold, connected(corpus.passages, true_pairs)),
    )

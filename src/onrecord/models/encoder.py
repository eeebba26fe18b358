"""An article's words come in; syntax, events and attributions that one pass of the shipped network finds go out.

    from onrecord.models.encoder import load_encoder
    from onrecord.prepare.sentences import split_lines, split_sentences

    encoder = load_encoder()                            # checks digests; half a second
    paragraphs = split_lines(text)
    read = encoder.read(text, split_sentences(text, paragraphs), paragraphs)
    read.sentences[0].tokens                            # Token(start, end, tag, head, dep, entity)
    read.factuality[0], read.triggers[0]                # one figure a token
    read.relations                                      # attributions as spans of the text, best guess of each

Windows are read one at a time, so that what is found in an article depends on nothing but that article.
"""

from __future__ import annotations

import hashlib
import json
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from onrecord.models.decode import Relation, find_cues, log_softmax, score_relations
from onrecord.models.features import PLACES, Encoded, cut_windows, encode_words
from onrecord.models.links import LinkStates, link_scores
from onrecord.models.pieces import CLS, SEP, load_pieces
from onrecord.models.syntax import entity_labels, joined_halves, named_deps
from onrecord.models.trees import best_heads
from onrecord.models.weights import check_digests, load_weights, shipped_folder
from onrecord.models.words import split_words
from onrecord.record import Sentence, Span, Token

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]

WINDOW = 224
"""Word pieces a window: the most that training windows held."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundAttribution:
    """One attribution as the network sees it: spans of the text, contents in order, and how likely it is right."""

    source: Span | None
    cue: Span
    content: tuple[Span, ...]
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class EncoderReading:
    """All that one pass gives. `factuality`, `triggers` and `attachment` have one figure for each token of each sentence,
    `states` a row for each token of the article: what the network makes of the word, along the axes of all its outputs.
    """

    sentences: tuple[Sentence, ...]
    factuality: tuple[tuple[float, ...], ...]
    triggers: tuple[tuple[float, ...], ...]
    attachment: tuple[tuple[float, ...], ...]
    relations: tuple[FoundAttribution, ...]
    states: Floats = field(compare=False)  # words x axes


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowScores:
    """The graph's output for words [start, end) of an article."""

    start: int
    end: int
    role: Floats
    links: LinkStates
    tag: Ints
    entity: Floats
    label_word: Floats
    label_head: Floats
    arc: Floats
    label: Floats
    event: Floats
    states: Floats


class Encoder:
    """The shipped network. Reading is pure; the object holds nothing but weights and a memory of word pieces."""

    def __init__(self, folder: Path, *, threads: int = 1) -> None:
        self.folder = folder
        self.manifest = check_digests(folder)
        self.weights = load_weights(folder)
        self.pieces = load_pieces(folder / "tokenizer.json")
        self.threads = threads

    @property
    def digests(self) -> dict[str, str]:
        """Digest of each model, as readings name what made them."""
        whole = hashlib.sha256(json.dumps(self.manifest, sort_keys=True).encode()).hexdigest()
        return dict.fromkeys(("attribution",), f"sha256:{whole}")

    @cached_property
    def session(self) -> Any:
        """onnxruntime's session, made at the first reading."""
        import onnxruntime as ort

        options = ort.SessionOptions()
        options.intra_op_num_threads = self.threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        return ort.InferenceSession(
            str(self.folder / "encoder.onnx"), sess_options=options, providers=["CPUExecutionProvider"]
        )

    def read(self, text: str, sentences: Sequence[Span], paragraphs: Sequence[Span]) -> EncoderReading:
        """What the network finds in `text`. `sentences` lie within `paragraphs`; text outside them is not read.

        Sentences without a word give a Sentence without tokens. Costs about 0.1 ms a word on one core.
        """
        words, number, paragraph = words_of(text, sentences, paragraphs)
        places = [paragraph_of(paragraphs, span.start) for span in sentences]
        if not words:
            empty: tuple[tuple[float, ...], ...] = ((),) * len(sentences)
            bare = tuple(Sentence(span=s, tokens=(), paragraph=p) for s, p in zip(sentences, places, strict=True))
            none = np.zeros((0, self.weights.axes.shape[1]), dtype=np.float32)
            return EncoderReading(
                sentences=bare, factuality=empty, triggers=empty, attachment=empty, states=none, relations=()
            )
        glued = [bool(n) and words[n - 1].end == span.start for n, span in enumerate(words)]
        encoded = encode_words([text[start:end] for start, end in words], glued, number, paragraph, pieces=self.pieces)
        windows = list(self.scores(encoded))
        tokens, factuality, triggers, attachment = self._syntax(words, encoded, windows)
        bounds = np.searchsorted(number, np.arange(len(sentences) + 1))
        found = []
        for n, span in enumerate(sentences):
            first, last = int(bounds[n]), int(bounds[n + 1])
            own = tuple(token._replace(head=token.head - first) for token in tokens[first:last])
            found.append(Sentence(span=span, tokens=own, paragraph=places[n]))
        cut = [(int(a), int(b)) for a, b in pairwise(bounds)]
        return EncoderReading(
            sentences=tuple(found),
            factuality=tuple(tuple(factuality[a:b]) for a, b in cut),
            triggers=tuple(tuple(triggers[a:b]) for a, b in cut),
            attachment=tuple(tuple(attachment[a:b]) for a, b in cut),
            states=np.concatenate([window.states for window in windows]),
            relations=tuple(self._relations(words, encoded, windows)),
        )

    def scores(self, encoded: Encoded) -> Iterator[WindowScores]:
        """The graph's output, window by window."""
        sizes = [len(word) for word in encoded.pieces]
        for start, end in cut_windows(sizes, (encoded.feature % PLACES).tolist(), WINDOW):
            yield self._window(encoded, start, end, sizes[start:end])

    def _window(self, encoded: Encoded, start: int, end: int, sizes: list[int]) -> WindowScores:
        flat = [CLS, *(piece for word in encoded.pieces[start:end] for piece in word), SEP]
        feature = np.zeros(len(flat), dtype=np.int64)
        feature[1:-1] = np.repeat(encoded.feature[start:end], sizes)
        attribution, syntax, arc, label, event = self.session.run(
            None,
            {
                "pieces": np.array(flat, dtype=np.int64),
                "feature": feature,
                "first": np.cumsum([1, *sizes[:-1]]).astype(np.int64),
                "sentence": encoded.sentence[start:end],
            },
        )
        part = self._part
        return WindowScores(
            start=start,
            end=end,
            role=log_softmax(part(attribution, "role")),
            links=LinkStates(
                word=part(attribution, "link_word"),
                cue=part(attribution, "link_cue"),
                word_side=part(attribution, "word_side"),
                cue_side=part(attribution, "cue_side"),
                null=part(attribution, "null"),
            ),
            tag=part(syntax, "tag").argmax(1),
            entity=part(syntax, "entity"),
            label_word=part(syntax, "label_word"),
            label_head=part(syntax, "label_head"),
            arc=arc,
            label=label,
            event=event,
            states=self._states(attribution, syntax),
        )

    def _states(self, attribution: Floats, syntax: Floats) -> Floats:
        """The words along the axes, to three places, so that the last digits of a product do not matter."""
        axes, centre = self.weights.axes, self.weights.centre
        if not axes.size:
            return np.zeros((len(attribution), 0), dtype=np.float32)
        return ((np.hstack((attribution, syntax)) - centre) @ axes).round(3).astype(np.float32, copy=False)

    def _part(self, rows: Floats, name: str) -> Floats:
        """The columns of one head."""
        start, end = self.weights.columns[name]
        return rows[:, start:end]

    def _syntax(
        self, words: Sequence[Span], encoded: Encoded, windows: Sequence[WindowScores]
    ) -> tuple[list[Token], list[float], list[float], list[float]]:
        """Tokens with heads counted in the article; factuality, chance of naming an event, chance of each word's head."""
        weights, tokens, factuality, triggers = self.weights, list[Token](), list[float](), list[float]()
        attachment: list[float] = []
        for window in windows:
            number = encoded.sentence[window.start : window.end]
            edges = [0, *(np.flatnonzero(np.diff(number)) + 1).tolist(), len(number)]
            heads = best_heads(window.arc, list(pairwise(edges)))
            sure = np.exp(log_softmax(window.arc)[np.arange(len(heads)), heads].astype(np.float64))
            attachment += sure.round(3).tolist()
            deps = named_deps(self.label_scores(window, heads), heads, weights.deps)
            entities = entity_labels(window.entity, weights.entities, number)
            for n, (tag, head, dep, entity) in enumerate(
                zip(window.tag.tolist(), heads.tolist(), deps, entities, strict=True), window.start
            ):
                start, end = words[n]
                tokens.append(Token(start, end, weights.tags[tag], head + window.start, dep, entity))
            factuality += np.clip(window.event[:, 0], -3, 3).astype(np.float64).round(3).tolist()
            triggers += (1 / (1 + np.exp(-window.event[:, 1].astype(np.float64)))).round(4).tolist()
        return (
            joined_halves(tokens, encoded.sentence, [window.start for window in windows]),
            factuality,
            triggers,
            attachment,
        )

    def label_scores(self, window: WindowScores, heads: Ints) -> Floats:
        """Scores of each word's labels under its head; the graph gave those under the best head."""
        changed = np.flatnonzero(heads != window.arc.argmax(1))
        if not len(changed):
            return window.label
        scores = window.label.copy()
        hidden = np.maximum(window.label_word[changed] + window.label_head[heads[changed]], 0)
        scores[changed] = hidden @ self.weights.label + self.weights.label_bias
        return scores

    def _relations(
        self, words: Sequence[Span], encoded: Encoded, windows: Sequence[WindowScores]
    ) -> Iterator[FoundAttribution]:
        for window in windows:
            sentence = encoded.sentence[window.start : window.end]
            for relation, score in self.window_relations(window, sentence):
                yield placed(relation, score, words[window.start : window.end])

    def window_relations(self, window: WindowScores, sentence: Ints) -> list[tuple[Relation, float]]:
        """Relations of one window as runs of its words, with calibrated scores."""
        rules = self.weights.rules
        cues = find_cues(window.role, rules)
        if not cues:
            return []
        links, null = link_scores(window.links, self.weights.links, cues, sentence)
        return score_relations(window.role, cues, links, null, rules=rules, calibration=self.weights.calibration)


def placed(relation: Relation, score: float, words: Sequence[Span]) -> FoundAttribution:
    """A relation's runs of words as spans of the text."""

    def span(run: tuple[int, int]) -> Span:
        return Span(words[run[0]].start, words[run[1] - 1].end)

    return FoundAttribution(
        source=span(relation.source) if relation.source else None,
        cue=span(relation.cue),
        content=tuple(map(span, relation.content)),
        score=score,
    )


def words_of(
    text: str, sentences: Sequence[Span], paragraphs: Sequence[Span]
) -> tuple[list[Span], list[int], list[int]]:
    """Words of all sentences, with the number of the sentence and of the paragraph of each."""
    words: list[Span] = []
    number: list[int] = []
    paragraph: list[int] = []
    for n, (start, end) in enumerate(sentences):
        found = split_words(text, start, end)
        words += found
        number += [n] * len(found)
        paragraph += [paragraph_of(paragraphs, start)] * len(found)
    return words, number, paragraph


def paragraph_of(paragraphs: Sequence[Span], place: int) -> int:
    """Number of the paragraph that holds a place (of the last that begins before it)."""
    return max(0, bisect_right(paragraphs, place, key=lambda span: span.start) - 1)


@cache
def load_encoder(folder: Path | None = None, threads: int = 1) -> Encoder:
    """The shipped network, or that of another folder. Raises ModelError when a digest does not match."""
    return Encoder(folder or shipped_folder(), threads=threads)

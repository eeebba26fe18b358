"""Toponym corpora with their analyses come in; the weights by which places are found and resolved go out.

    python -m onrecord.train.places --lgl ../shared/data/place/lgl.jsonl --geovirus ../shared/data/place/geovirus.jsonl
        --out src/onrecord/knowledge/data/place_weights.toml

Two small linear models: detection (is this name a place here?), a logistic regression over the features of
`extract.toponyms`; ranking (which place?), a conditional logit over those of `resolve.candidates` and `resolve.places`,
fitted in turns with the guesses it depends on. Both are learnt with and without the encoder's name tags, so that they
hold where tags are missing or noisier, and pulled towards the weights set by hand. Prints five-fold cross-validated
figures by article.
"""

from __future__ import annotations

import argparse
import json
import sys
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path

import numpy as np
import numpy.typing as npt

from onrecord.extract.places import find_places
from onrecord.extract.toponyms import evidence, match_names, read_line, read_names
from onrecord.knowledge.gazetteer import Gazetteer
from onrecord.measure.place import Toponym, is_right, read_toponyms, score_places
from onrecord.record import Analysis, Article, MadeBy, Page, Place, Reading, Span
from onrecord.resolve.candidates import own_features
from onrecord.resolve.places import (
    Sense,
    context_features,
    find_senses,
    log_odds,
    resolve_places,
    scale_score,
    settle,
    surroundings,
    told_elsewhere,
)

FOLDS = 5
STEPS = 400
LEAST = {"capital": 0.3, "country share": 0.5, "outlet's country": 1.0}
"""Floors: LGL's small-town papers teach that Paris is in Texas, which world news does not bear out."""
RATE = 0.1
PULL = {"detection": 0.002, "ranking": 0.002}
"""Strength of the pull towards the weights set by hand: of 0.0005, 0.002 and 0.01 the middle one held best by fold."""


@dataclass(frozen=True, slots=True)
class Text:
    """One article with gold toponyms and the analysis of its words."""

    article: Article
    analysis: Analysis
    gold: tuple[Toponym, ...]
    demonyms: bool  # whether the corpus labels peoples' words


Row = tuple[Mapping[str, float], bool]
Weights = npt.NDArray[np.float32]


def detection_rows(text: Text, gazetteer: Gazetteer) -> Iterator[Row]:
    """Features and label of every name, once with the tags and once without."""
    for analysis in (text.analysis, untagged(text.analysis)):
        names = read_names(text.article.text, analysis)
        found = [
            (match, evidence(line, match, names, gazetteer), line)
            for sentence in analysis.sentences
            for line in [read_line(text.article.text, sentence)]
            for match in match_names(text.article.text, line, gazetteer)
        ]
        for match, features, line in found:
            if match.people_of:
                continue
            start, end = line.tokens[match.first].start, line.tokens[match.last - 1].end
            label = any(toponym.start < end and toponym.end > start for toponym in text.gold)
            yield dict.fromkeys((*features, "bias"), 1.0), label


def untagged(analysis: Analysis) -> Analysis:
    """The same words without name tags."""
    return replace(
        analysis,
        sentences=tuple(
            replace(s, tokens=tuple(token._replace(entity="O") for token in s.tokens)) for s in analysis.sentences
        ),
    )


def fit_detection(rows: Sequence[Row], start: Mapping[str, float]) -> dict[str, float]:
    """Logistic regression by gradient steps, pulled towards `start`."""
    names = sorted({name for features, _ in rows for name in features} | set(start))
    column = {name: number for number, name in enumerate(names)}
    matrix = np.zeros((len(rows), len(names)), dtype=np.float32)
    for number, (features, _) in enumerate(rows):
        for name, value in features.items():
            matrix[number, column[name]] = value
    labels = np.array([label for _, label in rows], dtype=np.float32)
    home = np.array([start.get(name, 0.0) for name in names], dtype=np.float32)

    def slope(weights: Weights) -> Weights:
        chances = 1.0 / (1.0 + np.exp(-(matrix @ weights)))
        gradient: Weights = matrix.T @ (chances - labels) / len(labels) + PULL["detection"] * (weights - home)
        return gradient

    return dict(zip(names, _descend(slope, home).tolist(), strict=True))


def fit_ranking(
    groups: Sequence[tuple[Sequence[Mapping[str, float]], Sequence[bool], int]], start: Mapping[str, float]
) -> dict[str, float]:
    """Conditional logit: of each group's candidates the right ones together should be likeliest."""
    names = sorted(start)
    column = {name: number for number, name in enumerate(names)}
    sizes = [len(rows) for rows, _, _ in groups]
    matrix = np.zeros((sum(sizes), len(names)), dtype=np.float32)
    number = 0
    for rows, _, _ in groups:
        for features in rows:
            for name, value in features.items():
                if name in column:
                    matrix[number, column[name]] = value
            number += 1
    right = np.array([label for _, labels, _ in groups for label in labels], dtype=np.float32)
    owner = np.repeat(np.arange(len(groups)), sizes)
    weight = np.array([count for _, _, count in groups], dtype=np.float32)
    home = np.array([start[name] for name in names], dtype=np.float32)

    def slope(weights: Weights) -> Weights:
        scores = matrix @ weights
        top = np.full(len(groups), -np.inf, dtype=np.float32)
        np.maximum.at(top, owner, scores)
        parts = np.exp(scores - top[owner])
        chances = parts / np.bincount(owner, parts)[owner]
        hits = parts * right
        wanted = hits / np.maximum(np.bincount(owner, hits)[owner], 1e-9)
        pull = matrix.T @ ((chances - wanted) * weight[owner]) / weight.sum()
        gradient: Weights = pull + PULL["ranking"] * (weights - home)
        return gradient

    least = np.array([LEAST.get(name, -np.inf) for name in names], dtype=np.float32)
    return dict(zip(names, np.maximum(_descend(slope, home), least).tolist(), strict=True))


def _descend(slope: Callable[[Weights], Weights], home: Weights) -> Weights:
    """Adam, from `home`."""
    weights, mean, square = home.copy(), np.zeros_like(home), np.zeros_like(home)
    for step in range(1, STEPS + 1):
        gradient = slope(weights)
        mean = (0.9 * mean + 0.1 * gradient).astype(np.float32)
        square = (0.999 * square + 0.001 * gradient**2).astype(np.float32)
        weights -= RATE * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
    return weights


def ranking_groups(
    text: Text, weights: Mapping[str, float], gazetteer: Gazetteer
) -> Iterator[tuple[list[dict[str, float]], list[bool], int]]:
    """Candidates of each sense that has gold, with features under the guesses that `weights` lead to."""
    places = list(_gold_places(text))
    senses = list(find_senses(text.article, [place for place, _ in places], gazetteer, weights))
    settle(senses, None, weights)
    around, told = surroundings(senses), told_elsewhere(senses)
    for sense in senses:
        toponyms = [places[number][1] for number in sense.mentions if places[number][1].labelled]
        if not toponyms or len(sense.candidates) < 2:
            continue
        rows = [
            dict(own_features(c.row, c.name_kind, sense.hints, gazetteer))
            | dict(context_features(sense, c, around, told, None))
            for c in sense.candidates
        ]
        labels = [is_right(_as_place(sense, number), toponyms[0]) for number in range(len(sense.candidates))]
        if any(labels):
            yield rows, labels, len(toponyms)


def _gold_places(text: Text) -> Iterator[tuple[Place, Toponym]]:
    for toponym in sorted(text.gold, key=lambda gold: gold.start):
        span = Span(toponym.start, toponym.end)
        yield Place(id=str(span), span=span, name=span.of(text.article.text)), toponym


def _as_place(sense: Sense, number: int) -> Place:
    row = sense.candidates[number].row
    return Place(id="", span=Span(0, 0), name="", geonames=row.geonames, latitude=row.latitude, longitude=row.longitude)


def learn_ranking(texts: Sequence[Text], start: Mapping[str, float], gazetteer: Gazetteer) -> dict[str, float]:
    """Three turns of guessing and fitting."""
    weights = dict(start)
    for _ in range(3):
        groups = [group for text in texts for group in ranking_groups(text, weights, gazetteer)]
        weights = fit_ranking(groups, start)
    return weights


def load(path: Path, analyse: Callable[[str, str], tuple[Article, Analysis]], *, lgl: bool) -> list[Text]:
    """The corpus with analyses by `analyse` (id and text in)."""
    return [Text(*analyse(identity, text), gold, lgl) for identity, text, gold in read_toponyms(path, ids_only=lgl)]


def learn(
    texts: Sequence[Text], rows: Sequence[Sequence[Row]], gazetteer: Gazetteer
) -> tuple[dict[str, float], dict[str, float]]:
    """Both tables from these texts, starting from the weights set by hand."""
    table = tomllib.loads(files("onrecord.knowledge").joinpath("data/place_priors.toml").read_text(encoding="utf-8"))
    detection = fit_detection([row for part in rows for row in part], table["detection"])
    ranking = learn_ranking(texts, table["ranking"], gazetteer)
    for kind, learnt in (("detection", detection), ("ranking", ranking)):
        learnt.update({name: table[kind][name] for name in table["kept"][kind]})
    return detection, ranking


def cross_validate(corpora: Sequence[Sequence[Text]], gazetteer: Gazetteer) -> list[tuple[float, bool]]:
    """Score of each place found in an article that its weights have not seen, and whether it is right.

    How many names were found and right goes to standard error, corpus by corpus.
    """
    texts = [text for corpus in corpora for text in corpus]
    rows = [list(detection_rows(text, gazetteer)) for text in texts]
    held: dict[str, tuple[Place, ...]] = {}
    for fold in range(FOLDS):
        seen = [number for number in range(len(texts)) if number % FOLDS != fold]
        detection, ranking = learn([texts[n] for n in seen], [rows[n] for n in seen], gazetteer)
        for text in texts[fold::FOLDS]:
            places = find_places(text.article, text.analysis, gazetteer, detection)
            reading = Reading(article=text.article, made_by=MadeBy(onrecord=""), places=places)
            held[text.article.id] = resolve_places(reading, text.analysis, gazetteer, {**ranking, **PLAIN}).places
    for corpus in corpora:
        score = score_places([(t.article.id, "", t.gold) for t in corpus], lambda identity, _: held[identity])
        sys.stderr.write(
            f"{FOLDS}-fold, {score.gold} names: found and right {score.found_right:.3f}, "
            f"right of those found {score.accuracy:.3f}\n"
        )
    return [point for text in texts for point in _points(text, held[text.article.id])]


PLAIN = {"score slope": 1.0, "score offset": 0.0}


def _points(text: Text, places: Iterable[Place]) -> Iterator[tuple[float, bool]]:
    """Scores of places that the corpus says something of; peoples' words only where it labels them."""
    for place in places:
        if place.where is not None or (place.as_ == "people" and not text.demonyms):
            continue
        touching = [one for one in text.gold if place.span.start < one.end and one.start < place.span.end]
        if not touching or any(one.labelled for one in touching):
            yield place.score, any(is_right(place, one) for one in touching)


DAMPING = 0.01
"""Holds Newton's steps back where most scores lie at the ends."""


def fit_scale(points: Sequence[tuple[float, bool]]) -> dict[str, float]:
    """The logistic curve from plain scores to the share that is right, by Newton steps."""
    odds = np.array([log_odds(score) for score, _ in points])
    right = np.array([hit for _, hit in points], dtype=np.float64)
    features = np.stack([odds, np.ones_like(odds)], axis=1)
    weights = np.array([0.5, 0.0])
    for _ in range(50):
        chances = 1 / (1 + np.exp(-(features @ weights)))
        hessian = features.T @ (features * (chances * (1 - chances))[:, None])
        weights += np.linalg.solve(hessian + DAMPING * len(odds) * np.eye(2), features.T @ (right - chances))
    return {"score slope": float(weights[0]), "score offset": float(weights[1])}


def reliability(points: Sequence[tuple[float, bool]]) -> Iterator[str]:
    """Lines: range of scores, how many, mean score, share right; each half of the points scaled by the other."""
    halves = (points[0::2], points[1::2])
    scaled = []
    for half, other in (halves, halves[::-1]):
        scale = fit_scale(other)
        scaled += [(scale_score(score, scale), hit) for score, hit in half]
    for low, high in ((0.0, 0.5), (0.5, 0.7), (0.7, 0.85), (0.85, 0.95), (0.95, 1.01)):
        inside = [(score, hit) for score, hit in scaled if low <= score < high]
        if inside:
            mean, share = (sum(values) / len(inside) for values in zip(*inside, strict=True))
            yield f"scored {low:.2f}-{min(high, 1):.2f}: {len(inside)} places, mean score {mean:.2f}, right {share:.2f}"


def write(tables: Mapping[str, Mapping[str, float]], out: Path) -> None:
    """The tables as TOML, rounded, with what they are on top."""
    lines = [
        "# Weights in log odds. [detection]: is a name a place here (features of extract/toponyms.py). [ranking]: which place",
        "# is meant (features of resolve/candidates.py and resolve/places.py). First set by hand, then learnt from LGL",
        "# (Lieberman 2010) and GeoVirus (Gritta 2018) by `python -m onrecord.train.places`. Licence: as the project.",
    ]
    for table, weights in tables.items():
        lines += ["", f"[{table}]"]
        lines += [
            f"{json.dumps(name, ensure_ascii=False) if name != 'bias' else name} = {value:.3f}"
            for name, value in sorted(weights.items())
        ]
    out.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> int:
    """Read both corpora with the shipped encoder, learn, write."""
    from onrecord.extract.attributions import find_attributions
    from onrecord.kit import load_kit
    from onrecord.prepare.article import read_article

    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("lgl", "geovirus", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    options = parser.parse_args(arguments)
    kit = load_kit()

    def analyse(identity: str, text: str) -> tuple[Article, Analysis]:
        article = read_article(Page(id=identity, text=text))
        return article, find_attributions(article, kit.encoder)[0]

    corpora = [load(options.lgl, analyse, lgl=True), load(options.geovirus, analyse, lgl=False)]
    points = cross_validate(corpora, kit.gazetteer)
    sys.stderr.write("".join(f"{line}\n" for line in reliability(points)))
    texts = [text for corpus in corpora for text in corpus]
    detection, ranking = learn(texts, [list(detection_rows(text, kit.gazetteer)) for text in texts], kit.gazetteer)
    write({"detection": detection, "ranking": {**ranking, **fit_scale(points)}}, options.out)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

"""Articles with event mentions and their chains come in; a network that reads mentions goes out, as one npz of bytes.

all-mpnet-base-v2 is tuned so that mentions of one event lie near each other (a contrastive loss) and so
that a small comparison of two mentions tells whether they are one event. A batch is a topic, so that what must be told
apart is alike. Word pieces' vectors and the first layers stay as they were: little is known of other topics.
"""

from __future__ import annotations

import random
import zlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812
from torch.nn.utils import parametrize

from onrecord.measure.event_coreference import MarkedArticle
from onrecord.models.mentions import FIRST_PLACE, SPREAD, WINDOW
from onrecord.models.pieces import CLS, SEP, load_pieces
from onrecord.train.mpnet import MASK, PIECES, WIDTH, RelativeEncoder, load_base

ORDINARY = MASK + 1  # the first piece that stands for text
BLOCKED = -1e4
PARTS = 6  # a batch is read in so many parts, each padded to its own longest article
STEP = 0.5  # of the spread of a column: to whole steps of it are large matrices rounded
LARGE = 400_000  # numbers of a matrix that is rounded


@dataclass(frozen=True, slots=True, kw_only=True)
class MentionPlan:
    """How long and how fast to tune. An epoch takes about 150 seconds on one idle core of a 2024 server (AVX-512, bf16)."""

    layers: int = 12  # of the base's twelve
    epochs: int = 10
    rate: float = 5e-5  # of the uppermost layer
    decay: float = 0.9  # of the rate from a layer to the one below
    last_epochs: int = 2  # once more, with the weights rounded as they are stored
    last_rate: float = 2e-5
    head_rate: float = 1e-3  # a fifth of it once more
    frozen: int = 2  # layers left as they were, from below
    dropout: float = 0.1
    hidden: float = 0.2  # at most this share of pieces is masked in a batch
    visitors: int = 4  # articles of another topic in a batch
    negatives: int = 10  # for each mention of a batch, the nearest pairs that are not one event
    contrast: float = 0.1  # weight of the contrastive loss
    sharpness: float = 12.0
    events: int = 192  # width of the vectors that are compared
    seed: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbered:
    """An article as pieces, with the pieces and the chain of each mention."""

    pieces: tuple[int, ...]
    mentions: tuple[tuple[int, ...], ...]
    chains: tuple[str, ...]
    topic: str


def number_articles(articles: Sequence[MarkedArticle], chains: Mapping[str, str], tokenizer: Path) -> list[Numbered]:
    """Articles that have mentions, as the network reads them."""
    look_up = load_pieces(tokenizer)
    found = []
    for article in articles:
        cut = [look_up(word) for word in article.words]
        starts = np.cumsum([1, *(len(pieces) for pieces in cut)]).tolist()
        places = [
            tuple(row for word in words for row in range(starts[word], starts[word + 1]))
            for words in article.events.values()
        ]
        if places:
            found.append(
                Numbered(
                    pieces=(CLS, *(piece for pieces in cut for piece in pieces), SEP),
                    mentions=tuple(places),
                    chains=tuple(chains[name] for name in article.events),
                    topic=article.topic,
                )
            )
    return found


class MentionNetwork(nn.Module):  # type: ignore[misc]
    """The encoder and the comparison of two mentions, as `onrecord.models.mentions` evaluates them."""

    def __init__(self, base: Mapping[str, Tensor], plan: MentionPlan) -> None:
        super().__init__()
        self.encoder = RelativeEncoder(plan.layers, plan.dropout)
        load_base(self.encoder, base)
        self.mixture = nn.Parameter(torch.linspace(-1, 1, plan.layers + 1))
        self.event = nn.Linear(WIDTH, plan.events)
        self.article = nn.Linear(WIDTH, 64)
        self.hidden = nn.Linear(2 * plan.events + 3, 128)
        self.score = nn.Linear(128, 1)
        self.scale = nn.Parameter(torch.tensor([8.0, 0.0]))
        self.dropout = plan.dropout
        own = self.encoder
        for part in (own.word, own.position, own.norm, own.bias, *own.layers[: plan.frozen]):
            part.requires_grad_(False)

    def forward(self, articles: Sequence[Numbered], masked: float = 0.0) -> tuple[Tensor, Tensor]:
        """A state for each mention, and that of its article. Articles of like length should stand together."""
        some = max(1, len(articles) // PARTS)
        parts = [self._part(articles[at : at + some], masked) for at in range(0, len(articles), some)]
        return torch.cat([words for words, _ in parts]), torch.cat([about for _, about in parts])

    def _part(self, articles: Sequence[Numbered], masked: float) -> tuple[Tensor, Tensor]:
        length = max(len(article.pieces) for article in articles)
        pieces = torch.zeros(len(articles), length, dtype=torch.long)
        for row, article in enumerate(articles):
            pieces[row, : len(article.pieces)] = torch.tensor(article.pieces)
        there = (pieces > 0).float()
        hide = (torch.rand(pieces.shape) < masked) & (pieces >= ORDINARY)
        blocked = (1 - there)[:, None, None] * BLOCKED
        states = self.encoder(pieces.masked_fill(hide, MASK), blocked)
        mixed = torch.stack([w * s for w, s in zip(self.mixture.softmax(0), states, strict=True)]).sum(0).float()
        about = (mixed * there[..., None]).sum(1) / there.sum(1, keepdim=True)
        words = [
            mixed[row, list(places)].mean(0) for row, article in enumerate(articles) for places in article.mentions
        ]
        owners = [row for row, article in enumerate(articles) for _ in article.mentions]
        return torch.stack(words), about[owners]

    def compare(self, words: Tensor, about: Tensor, one: Tensor, other: Tensor) -> Tensor:
        """Log odds that the mentions at places `one` and `other` are one event."""
        event = F.normalize(self.event(words), dim=-1)
        article = F.normalize(self.article(about), dim=-1)
        plain = F.normalize(words, dim=-1)
        close = torch.stack([(part[one] * part[other]).sum(-1) for part in (event, article, plain)], -1)
        first, second = event[one], event[other]
        rows = torch.cat([first * second * SPREAD, (first - second).abs() * SPREAD, close * SPREAD / 2], -1)
        hidden = F.dropout(F.gelu(self.hidden(rows)), self.dropout, self.training)
        return cast("Tensor", self.score(hidden)[:, 0] + self.scale[0] * (close[:, 0] - 0.5) + self.scale[1])


def train_mentions(articles: Sequence[Numbered], base: Mapping[str, Tensor], plan: MentionPlan) -> MentionNetwork:
    """The network tuned on these articles; one thread, fixed seeds."""
    torch.manual_seed(plan.seed)
    rng = random.Random(plan.seed)
    network = MentionNetwork(base, plan)
    topics: dict[str, list[Numbered]] = defaultdict(list)
    for article in articles:
        topics[article.topic].append(article)
    tune(network, topics, plan, rng)
    later = replace(plan, epochs=plan.last_epochs, rate=plan.last_rate, head_rate=plan.head_rate / 5)
    matrices = list(rounded_matrices(network))
    for module in matrices:
        parametrize.register_parametrization(module, "weight", Rounded())
    tune(network, topics, later, rng)
    for module in matrices:
        parametrize.remove_parametrizations(module, "weight", leave_parametrized=False)
    network.train(mode=False)
    return network


def tune(
    network: MentionNetwork, topics: Mapping[str, Sequence[Numbered]], plan: MentionPlan, rng: random.Random
) -> None:
    """All topics, as often as the plan says; the rate rises for a tenth of the time and then falls."""
    network.train()
    optimiser = torch.optim.AdamW(list(rated(network, plan)), weight_decay=0.01, fused=True)
    steps = plan.epochs * len(topics)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min(1.0, (step + 1) / (0.1 * steps)) * max(0.02, 1 - step / steps)
    )
    for _ in range(plan.epochs):
        order = sorted(topics)
        rng.shuffle(order)
        for topic in order:
            visitors = topics[rng.choice(order)]
            batch = [*topics[topic], *rng.sample(visitors, min(plan.visitors, len(visitors)))]
            batch.sort(key=lambda article: len(article.pieces))
            chains = [chain for article in batch for chain in article.chains]
            with parametrize.cached(), torch.autocast("cpu", torch.bfloat16):
                words, about = network(batch, rng.random() * plan.hidden)
            optimiser.zero_grad()
            batch_loss(network, words, about, chains, plan).backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            schedule.step()


class Rounded(nn.Module):  # type: ignore[misc]
    """A weight as it will be stored; its gradient goes to what it was rounded from."""

    def forward(self, weight: Tensor) -> Tensor:
        """The rounded weight. Stored columns are rows here, but for the table of words."""
        with torch.no_grad():
            side = 0 if len(weight) == PIECES else 1
            spread = weight.std(side, keepdim=True, unbiased=False) * STEP
            step = torch.maximum(spread, weight.abs().amax(side, keepdim=True) / 127)
            change = (weight / step).round() * step - weight
        return weight + change


def rounded_matrices(network: MentionNetwork) -> Iterator[nn.Module]:
    """The modules whose weights are rounded."""
    yield network.encoder.word
    for layer in network.encoder.layers:
        yield from (layer.qkv, layer.out, layer.up, layer.down)


def rated(network: MentionNetwork, plan: MentionPlan) -> Iterator[dict[str, object]]:
    """Parameters with their rates: the lower a layer, the slower it learns."""
    for number, layer in enumerate(network.encoder.layers[plan.frozen :], start=plan.frozen):
        yield {"params": list(layer.parameters()), "lr": plan.rate * plan.decay ** (plan.layers - 1 - number)}
    own = {id(part) for part in network.encoder.parameters()}
    yield {"params": [part for part in network.parameters() if id(part) not in own], "lr": plan.head_rate}


def batch_loss(
    network: MentionNetwork, words: Tensor, about: Tensor, chains: Sequence[str], plan: MentionPlan
) -> Tensor:
    """Loss of the pairs of one event and of the nearest others, plus that of the vectors' places."""
    numbers = {chain: number for number, chain in enumerate(dict.fromkeys(chains))}
    owner = torch.tensor([numbers[chain] for chain in chains])
    size = len(chains)
    same = owner[:, None] == owner[None]
    event = F.normalize(network.event(words), dim=-1)
    alike = event @ event.T
    one, other = torch.triu_indices(size, size, 1)
    gold = same[one, other]
    nearness = alike.detach()[one, other] + torch.rand(len(one)) * 0.3
    wanted = min(len(one), int(gold.sum()) + plan.negatives * size)
    kept = nearness.masked_fill(gold, 9.0).topk(wanted).indices
    margins = network.compare(words, about, one[kept], other[kept])
    loss = F.binary_cross_entropy_with_logits(margins, gold[kept].float())
    chances = (alike * plan.sharpness + torch.eye(size) * BLOCKED).log_softmax(-1)
    mates = same & ~torch.eye(size, dtype=torch.bool)
    counts = mates.sum(1)
    drawn = -(chances.masked_fill(~mates, 0.0).sum(1) / counts.clamp(min=1))[counts > 0]
    return loss + plan.contrast * drawn.mean() if len(drawn) else loss


def write_weights(network: MentionNetwork, path: Path) -> None:
    """The weights as `models.mentions.load_weights` reads them."""
    np.savez(path, allow_pickle=False, **packed(weights_of(network)))


def weights_of(network: MentionNetwork) -> dict[str, npt.NDArray[np.float32]]:
    """The weights by their names at run-time; products are rows @ weight there."""
    encoder = network.encoder
    found = {
        "word": encoder.word.weight,
        "position": encoder.position.weight[: FIRST_PLACE + WINDOW + 2],
        "near": encoder.bias.weight,
        "mixture": network.mixture.softmax(0),
        "scale": network.scale,
    }
    modules: dict[str, nn.Module] = {"norm": encoder.norm}
    for number, layer in enumerate(encoder.layers):
        for name in ("qkv", "out", "norm1", "up", "down", "norm2"):
            modules[f"{number}.{name}"] = getattr(layer, name)
    for name in ("event", "article", "hidden", "score"):
        modules[name] = getattr(network, name)
    for name, module in modules.items():
        weight = module.get_parameter("weight")
        found[f"{name}.weight"] = weight.T if weight.dim() == 2 else weight
        found[f"{name}.bias"] = module.get_parameter("bias")
    return {name: value.detach().float().numpy().copy() for name, value in found.items()}


def packed(weights: Mapping[str, npt.NDArray[np.float32]]) -> dict[str, npt.NDArray[np.generic]]:
    """Large matrices in steps of half their columns' spread, the rest in half precision.

    Most of the whole numbers are near 0, so that a Huffman code needs three bits for each, and the few large weights keep
    their size.
    """
    stored: dict[str, npt.NDArray[np.generic]] = {}
    for name, values in weights.items():
        if values.ndim == 2 and values.size > LARGE:
            step = np.maximum(values.std(axis=0) * STEP, np.abs(values).max(axis=0) / 127)
            code = zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS, 9, zlib.Z_HUFFMAN_ONLY)
            whole = code.compress(np.round(values / step).astype(np.int8).tobytes()) + code.flush()
            stored[name] = np.frombuffer(whole, dtype=np.uint8)
            stored[name + ".step"] = step.astype(np.float32)
        else:
            stored[name] = values.astype(np.float16 if values.size > 1000 else np.float32)
    return stored

"""Articles with event mentions and their chains come in; a network that reads mentions goes out, as one npz of bytes.

The encoder of all-MiniLM-L6-v2 is tuned so that mentions of one event lie near each other (a contrastive loss) and so
that a small comparison of two mentions tells whether they are one event. A batch is a topic, so that what must be told
apart is alike. Word pieces' vectors and the first layers stay as they were: little is known of other topics.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812

from onrecord.measure.event_coreference import MarkedArticle
from onrecord.models.mentions import SPREAD
from onrecord.models.pieces import CLS, SEP, load_pieces
from onrecord.train.network import Encoder, Network, base_config, load_base

MASK, ORDINARY = 103, 104  # the piece that hides another, and the first piece that stands for text
BLOCKED = -1e4


@dataclass(frozen=True, slots=True, kw_only=True)
class MentionPlan:
    """How long and how fast to tune. An epoch takes about 20 seconds on one idle core of a 2024 server."""

    epochs: int = 10
    rate: float = 2e-4  # of the encoder
    head_rate: float = 1e-3
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

    def __init__(self, base: Path, plan: MentionPlan) -> None:
        super().__init__()
        self.encoder = Encoder(base_config(base), plan.dropout)
        load_base(cast("Network", self), base)
        width = self.encoder.word.weight.shape[1]
        self.mixture = nn.Parameter(torch.linspace(-1, 1, len(self.encoder.layers) + 1))
        self.event = nn.Linear(width, plan.events)
        self.article = nn.Linear(width, 64)
        self.hidden = nn.Linear(2 * plan.events + 3, 128)
        self.score = nn.Linear(128, 1)
        self.scale = nn.Parameter(torch.tensor([8.0, 0.0]))
        self.dropout = plan.dropout
        for part in (self.encoder.word, self.encoder.position, self.encoder.norm, *self.encoder.layers[: plan.frozen]):
            part.requires_grad_(False)
        for part in (self.encoder.shape, self.encoder.quote, self.encoder.place):
            nn.init.zeros_(part.weight)  # words bring no features here
            part.requires_grad_(False)

    def forward(self, articles: Sequence[Numbered], masked: float = 0.0) -> tuple[Tensor, Tensor]:
        """A state for each mention, and that of its article. Articles of like length should stand together."""
        third = max(1, len(articles) // 3)
        parts = [self._part(articles[at : at + third], masked) for at in range(0, len(articles), third)]
        return torch.cat([words for words, _ in parts]), torch.cat([about for _, about in parts])

    def _part(self, articles: Sequence[Numbered], masked: float) -> tuple[Tensor, Tensor]:
        length = max(len(article.pieces) for article in articles)
        pieces = torch.zeros(len(articles), length, dtype=torch.long)
        for row, article in enumerate(articles):
            pieces[row, : len(article.pieces)] = torch.tensor(article.pieces)
        there = (pieces > 0).float()
        hide = (torch.rand(pieces.shape) < masked) & (pieces >= ORDINARY)
        blocked = (1 - there)[:, None, None] * BLOCKED
        states = self.encoder(pieces.masked_fill(hide, MASK), torch.zeros_like(pieces), blocked)
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


def train_mentions(articles: Sequence[Numbered], base: Path, plan: MentionPlan) -> MentionNetwork:
    """The network tuned on these articles; one thread, fixed seeds."""
    torch.manual_seed(plan.seed)
    rng = random.Random(plan.seed)
    network = MentionNetwork(base, plan)
    network.train()
    topics: dict[str, list[Numbered]] = defaultdict(list)
    for article in articles:
        topics[article.topic].append(article)
    own = {id(part) for part in network.encoder.parameters()}
    heads = [part for part in network.parameters() if id(part) not in own]
    encoder = [part for part in network.encoder.parameters() if part.requires_grad]
    groups = [{"params": encoder, "lr": plan.rate}, {"params": heads, "lr": plan.head_rate}]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01)
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
            with torch.autocast("cpu", torch.bfloat16):
                words, about = network(batch, rng.random() * plan.hidden)
            optimiser.zero_grad()
            batch_loss(network, words, about, chains, plan).backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            schedule.step()
    network.train(mode=False)
    return network


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
    """The weights as `models.mentions.load_mention_weights` reads them."""
    np.savez_compressed(path, allow_pickle=False, **packed(weights_of(network)))


def weights_of(network: MentionNetwork) -> dict[str, npt.NDArray[np.float32]]:
    """The weights by their names at run-time; products are rows @ weight there."""
    encoder = network.encoder
    found = {"position": encoder.position.weight, "mixture": network.mixture.softmax(0), "scale": network.scale}
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
    """Matrices as signed bytes with one scale a column, the rest in half precision."""
    stored: dict[str, npt.NDArray[np.generic]] = {}
    for name, values in weights.items():
        if values.ndim == 2 and values.size > 100_000:
            scale = np.abs(values).max(axis=0) / 127
            stored[name] = np.round(values / scale).astype(np.int8)
            stored[name + ".scale"] = scale.astype(np.float32)
        else:
            stored[name] = values.astype(np.float16 if values.size > 1000 else np.float32)
    return stored

"""Batches of windows come in; scores of every head go out: the one network that onrecord ships, in torch.

A six-layer BERT encoder (weights of all-MiniLM-L6-v2, Apache-2.0) reads word pieces plus one feature number a word.
Each group of heads reads its own learnt mixture of the layers, at the first piece of every word:

- attribution tags: BIO over source, cue, content;
- links: for a cue, each word's scores as content, beginning of content, end of content, first and last word of the
  source (the word after the window's last stands for "no source");
- syntax: tag, head (a root is its own head), label, entity; events: factuality and whether a word names an event.
"""

from __future__ import annotations

import json
import math
from functools import cache
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812

from onrecord.models.features import FEATURES, PLACES, QUOTES, SHAPES

CHANNELS = 5  # content, content begins, content ends, source begins, source ends
NEAR, BUCKETS = 8, 29  # distances up to 8 words have a bucket each, then by powers
NOISE = 1 << 23
SENTENCES = 7  # sentence of the word less that of the cue, -3 … 3


def distance_bucket(distance: Tensor) -> Tensor:
    """Bucket number of a signed distance in words: exact up to `NEAR`, then one bucket for every factor of 2^0.75."""
    size = distance.abs().float()
    far = NEAR + torch.log2((size / NEAR).clamp(min=1)).div(0.75).floor().add(1).clamp(max=6)
    bucket = torch.where(size <= NEAR, size, far)
    return (distance.sign() * bucket + BUCKETS // 2).long()


@cache
def _noise(share: float, dtype: torch.dtype) -> Tensor:
    generator = torch.Generator().manual_seed(7)
    kept = torch.rand(NOISE, generator=generator) >= share
    return (kept.float() / (1 - share)).to(dtype)


def dropped(states: Tensor, share: float, training: bool) -> Tensor:
    """Dropout whose mask is cut from one long strip of noise at a random place: drawing it anew took 9% of training."""
    if not training or share == 0:
        return states
    place = int(torch.randint(NOISE - states.numel(), ()))
    return states * _noise(share, states.dtype)[place : place + states.numel()].view_as(states)


class Layer(nn.Module):  # type: ignore[misc]
    """One post-norm transformer layer as in BERT."""

    def __init__(self, width: int, inner: int, heads: int, dropout: float) -> None:
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)
        self.norm1 = nn.LayerNorm(width, eps=1e-12)
        self.up = nn.Linear(width, inner)
        self.down = nn.Linear(inner, width)
        self.norm2 = nn.LayerNorm(width, eps=1e-12)
        self.dropout = dropout

    def forward(self, states: Tensor, mask: Tensor) -> Tensor:
        """States after attention among the pieces that `mask` (added to scores) lets through."""
        batch, length, width = states.shape
        parts = self.qkv(states).view(batch, length, 3, self.heads, width // self.heads).permute(2, 0, 3, 1, 4)
        query = parts[0] * (width // self.heads) ** -0.5
        # by hand: the fused kernel's backward pass takes twice as long on a CPU
        mixed = (query @ parts[1].transpose(-1, -2) + mask.to(query.dtype)).softmax(-1) @ parts[2]
        mixed = mixed.transpose(1, 2).reshape(batch, length, width)
        states = self.norm1(states + dropped(self.out(mixed), self.dropout, self.training))
        inner = self.down(F.gelu(self.up(states)))
        return self.norm2(states + dropped(inner, self.dropout, self.training))


class Encoder(nn.Module):  # type: ignore[misc]
    """BERT's encoder with a table of word features in the place of segment numbers."""

    def __init__(self, config: dict[str, int], dropout: float = 0.1) -> None:
        super().__init__()
        width = config["hidden_size"]
        self.word = nn.Embedding(config["vocab_size"], width)
        self.position = nn.Embedding(config["max_position_embeddings"], width)
        self.shape = nn.Embedding(SHAPES, width)
        self.quote = nn.Embedding(QUOTES, width)
        self.place = nn.Embedding(PLACES, width)
        self.norm = nn.LayerNorm(width, eps=1e-12)
        self.layers = nn.ModuleList(
            Layer(width, config["intermediate_size"], config["num_attention_heads"], dropout)
            for _ in range(config["num_hidden_layers"])
        )
        self.dropout = dropout

    def feature_table(self) -> Tensor:
        """One row for every feature number, as run-time looks it up."""
        numbers = torch.arange(FEATURES)
        return (
            self.shape(numbers // (QUOTES * PLACES))
            + self.quote(numbers // PLACES % QUOTES)
            + self.place(numbers % PLACES)
        )

    def forward(self, pieces: Tensor, feature: Tensor, mask: Tensor) -> list[Tensor]:
        """States after the embedding and after each layer."""
        positions = torch.arange(pieces.shape[1], device=pieces.device)
        states = self.word(pieces) + self.position(positions) + F.embedding(feature, self.feature_table())
        states = dropped(self.norm(states), self.dropout, self.training)
        found = [states]
        for layer in self.layers:
            found.append(layer(found[-1], mask))
        return found


class Mixture(nn.Module):  # type: ignore[misc]
    """A learnt weighted mean of the layers' states."""

    def __init__(self, layers: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.linspace(-2, 2, layers))

    def forward(self, states: list[Tensor]) -> Tensor:
        """The mixture."""
        weights = self.weight.softmax(0)
        return sum((w * s for w, s in zip(weights, states, strict=True)), torch.zeros(()))


class Links(nn.Module):  # type: ignore[misc]
    """Scores of every word for a cue: what is said, and who says it."""

    def __init__(self, width: int, hidden: int = 96, rank: int = 32) -> None:
        super().__init__()
        self.word = nn.Linear(width, hidden)
        self.cue = nn.Linear(width, hidden, bias=False)
        self.distance = nn.Embedding(BUCKETS, hidden)
        self.sentence = nn.Embedding(SENTENCES, hidden)
        self.out = nn.Linear(hidden, CHANNELS)
        self.word_side = nn.Linear(width, CHANNELS * rank)
        self.cue_side = nn.Linear(width, CHANNELS * rank)
        self.direct = nn.Embedding(BUCKETS, CHANNELS)
        self.null_word = nn.Linear(width, 2)
        self.rank = rank
        nn.init.zeros_(self.direct.weight)
        nn.init.normal_(self.distance.weight, std=0.1)
        nn.init.normal_(self.sentence.weight, std=0.1)

    def forward(self, states: Tensor, cues: Tensor, sentence: Tensor, dropout: float) -> tuple[Tensor, Tensor]:
        """([batch, cues, words, channels], [batch, cues, 2] for "no source") of cues [batch, cues, 2], half-open."""
        batch, words, _ = states.shape
        places = torch.arange(words)
        inside = (places >= cues[..., :1]) & (places < cues[..., 1:])
        share = inside.float() / inside.sum(-1, keepdim=True).clamp(min=1)
        distance = torch.where(places < cues[..., :1], places - cues[..., :1], places - cues[..., 1:] + 1)
        bucket = distance_bucket(distance.masked_fill(inside, 0))
        at = sentence.gather(1, cues[..., 0].clamp(max=words - 1))
        apart = (sentence[:, None] - at[..., None]).clamp(-3, 3) + 3
        states = F.dropout(states, dropout, self.training)
        cue_states = share @ states
        hidden = self.word(states)[:, None] + self.cue(cue_states)[:, :, None]
        hidden = F.relu(hidden + self.distance(bucket) + self.sentence(apart))
        left = self.word_side(states).view(batch, words, CHANNELS, self.rank)
        right = self.cue_side(cue_states).view(batch, -1, CHANNELS, self.rank)
        product = torch.einsum("bwkr,bckr->bcwk", left, right) / math.sqrt(self.rank)
        return self.out(hidden) + product + self.direct(bucket), self.null_word(cue_states)


class Syntax(nn.Module):  # type: ignore[misc]
    """Tag, head, label and entity of every word."""

    def __init__(self, width: int, sizes: dict[str, int], arc: int = 128, rank: int = 96) -> None:
        super().__init__()
        self.tag = nn.Linear(width, sizes["tag"])
        self.entity = nn.Linear(width, sizes["entity"])
        self.arc_word = nn.Linear(width, arc)
        self.arc_head = nn.Linear(width, arc)
        self.label_word = nn.Linear(width, rank)
        self.label_head = nn.Linear(width, rank)
        self.label = nn.Linear(rank, sizes["dep"])
        self.near = nn.Embedding(BUCKETS, 1)
        nn.init.zeros_(self.near.weight)
        self.arc = arc

    def arcs(self, states: Tensor, sentence: Tensor) -> Tensor:
        """[batch, words, words]: score of the second as head of the first; other sentences are out of reach."""
        scores = self.arc_word(states) @ self.arc_head(states).transpose(1, 2) / math.sqrt(self.arc)
        places = torch.arange(states.shape[1])
        scores = scores + self.near(distance_bucket(places[None, :] - places[:, None])).squeeze(-1)
        return scores.masked_fill(sentence[:, :, None] != sentence[:, None, :], -1e4)

    def labels(self, states: Tensor, head: Tensor) -> Tensor:
        """[batch, words, labels] given each word's head."""
        heads = self.label_head(states)
        chosen = heads.gather(1, head[..., None].expand(-1, -1, heads.shape[-1]))
        return self.label(F.relu(self.label_word(states) + chosen))


class Network(nn.Module):  # type: ignore[misc]
    """Encoder and heads."""

    def __init__(self, config: dict[str, int], sizes: dict[str, int], dropout: float = 0.1) -> None:
        super().__init__()
        width = config["hidden_size"]
        self.encoder = Encoder(config, dropout)
        layers = config["num_hidden_layers"] + 1
        self.mix_attribution, self.mix_syntax, self.mix_event = Mixture(layers), Mixture(layers), Mixture(layers)
        self.role = nn.Linear(width, 7)
        self.links = Links(width)
        self.syntax = Syntax(width, sizes)
        self.event_hidden = nn.Linear(width, 128)
        self.factuality = nn.Linear(128, 1)
        self.factuality_wide = nn.Linear(128, 1)  # for UDS-IH2, whose annotators used the scale otherwise
        self.trigger = nn.Linear(128, 1)
        self.dropout = dropout

    def states(self, pieces: Tensor, feature: Tensor, first: Tensor, mask: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """States of the words (first pieces) for attribution, syntax and events."""
        found = self.encoder(pieces, feature, mask)
        index = first[..., None].expand(-1, -1, found[0].shape[-1])
        words = [layer.gather(1, index).float() for layer in found]
        return self.mix_attribution(words), self.mix_syntax(words), self.mix_event(words)

    def events(self, states: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Factuality (-3 … 3), the same on UDS-IH2's scale, and the log-odds of naming an event, word by word."""
        hidden = F.relu(self.event_hidden(F.dropout(states, self.dropout, self.training)))
        found = (head(hidden).squeeze(-1) for head in (self.factuality, self.factuality_wide, self.trigger))
        first, second, third = found
        return first, second, third


def load_base(network: Network, folder: Path) -> None:
    """Puts the published weights of the base model into the encoder; feature tables begin at zero."""
    from safetensors.torch import load_file

    raw = load_file(str(folder / "model.safetensors"))
    encoder = network.encoder
    with torch.no_grad():
        encoder.word.weight.copy_(raw["embeddings.word_embeddings.weight"])
        segment = raw["embeddings.token_type_embeddings.weight"][0]
        encoder.position.weight.copy_(raw["embeddings.position_embeddings.weight"] + segment)
        for table in (encoder.shape, encoder.quote, encoder.place):
            nn.init.normal_(table.weight, std=0.01)
        _copy(encoder.norm, raw, "embeddings.LayerNorm")
        for number, layer in enumerate(encoder.layers):
            assert isinstance(layer, Layer)
            root = f"encoder.layer.{number}."
            for kind in ("weight", "bias"):
                parts = [raw[f"{root}attention.self.{name}.{kind}"] for name in ("query", "key", "value")]
                getattr(layer.qkv, kind).copy_(torch.cat(parts))
            _copy(layer.out, raw, root + "attention.output.dense")
            _copy(layer.norm1, raw, root + "attention.output.LayerNorm")
            _copy(layer.up, raw, root + "intermediate.dense")
            _copy(layer.down, raw, root + "output.dense")
            _copy(layer.norm2, raw, root + "output.LayerNorm")


def _copy(module: nn.Module, raw: dict[str, Tensor], name: str) -> None:
    module.get_parameter("weight").copy_(raw[name + ".weight"])
    module.get_parameter("bias").copy_(raw[name + ".bias"])


def base_config(folder: Path) -> dict[str, int]:
    """The base model's sizes."""
    raw = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    return {key: value for key, value in raw.items() if isinstance(value, int)}

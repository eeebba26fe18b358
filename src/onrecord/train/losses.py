"""A batch and the network come in; the loss of every head goes out."""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch import Tensor
from torch.nn import functional as F  # noqa: N812

from onrecord.train.network import Network
from onrecord.train.windows import IGNORED, Batch

WEIGHTS: Mapping[str, float] = {
    "role": 1.0,
    "inside": 1.0,
    "owner": 0.5,
    "edge": 0.3,
    "source": 0.5,
    "tag": 0.25,
    "arc": 0.7,
    "dep": 0.3,
    "entity": 0.5,
    "factuality": 1.0,
    "factuality wide": 0.25,
    "trigger": 0.1,
}
DECOYS = 3
"""Words a window that look most like cues to the network and are none: links must learn to give them nothing."""


def losses(network: Network, batch: Batch) -> dict[str, Tensor]:
    """Mean loss of each head that the batch has labels for."""
    attribution, syntax, event = network.states(batch.pieces, batch.feature, batch.first, batch.mask)
    found = syntax_losses(network, batch, syntax)
    factuality, wide, trigger = network.events(event)
    for name, scores, rows in (("factuality", factuality, ~batch.wide), ("factuality wide", wide, batch.wide)):
        known = ~batch.labels["factuality"].isnan() & rows[:, None]
        if known.any():
            found[name] = F.smooth_l1_loss(scores[known], batch.labels["factuality"][known], beta=0.3)
    known = ~batch.labels["trigger"].isnan()
    if known.any():
        found["trigger"] = F.binary_cross_entropy_with_logits(trigger[known], batch.labels["trigger"][known])
    rows = batch.linked.nonzero().squeeze(-1)
    if len(rows):
        role = network.role(F.dropout(attribution, network.dropout, network.training))
        found["role"] = cross_entropy(role[rows], batch.labels["role"][rows])
        found |= link_losses(network, batch, attribution, role, rows)
    return found


def cross_entropy(scores: Tensor, labels: Tensor) -> Tensor:
    """Mean over labelled words."""
    return F.cross_entropy(scores.flatten(0, -2), labels.flatten(), ignore_index=IGNORED)


def syntax_losses(network: Network, batch: Batch, states: Tensor) -> dict[str, Tensor]:
    """Losses of tag, head, label and entity."""
    states = F.dropout(states, network.dropout, network.training)
    head, syntax = batch.labels["head"], network.syntax
    return {
        "tag": cross_entropy(syntax.tag(states), batch.labels["tag"]),
        "entity": cross_entropy(syntax.entity(states), batch.labels["entity"]),
        "arc": cross_entropy(syntax.arcs(states, batch.sentence), head),
        "dep": cross_entropy(
            syntax.labels(states, head.clamp(min=0)), batch.labels["dep"].masked_fill(head < 0, IGNORED)
        ),
    }


def link_losses(network: Network, batch: Batch, states: Tensor, role: Tensor, rows: Tensor) -> dict[str, Tensor]:
    """Losses of what is said and who says it, for gold cues and for decoys."""
    cues, kind, target, source = link_targets(batch, role.detach(), rows)
    if not (kind == 1).any():
        return {}
    scores, null = network.links(states[rows], cues, batch.sentence[rows], network.dropout)
    words = (batch.real[rows] & (batch.labels["role"][rows] != IGNORED))[:, None]
    used = words & (kind > 0)[..., None]
    gold = (kind == 1)[..., None]
    inside, edges = scores[..., 0], scores[..., 1:3]
    weight = used.float() / words.sum(-1, keepdim=True).clamp(min=1)
    total = (kind > 0).sum().clamp(min=1)
    entropy = F.binary_cross_entropy_with_logits(inside, target[..., 0], reduction="none")
    found = {"inside": (entropy * weight).sum() / total * 4}
    edge = F.binary_cross_entropy_with_logits(edges, target[..., 1:3], reduction="none").sum(-1)
    found["edge"] = (edge * used).sum() / total
    # each word of content belongs to one cue: cues compete for it, with "none here" at zero
    rivals = inside.masked_fill((kind == 0)[..., None], -1e4)
    rivals = torch.cat([torch.zeros_like(rivals[:, :1]), rivals], 1).log_softmax(1)[:, 1:]
    owned = (target[..., 0] > 0) & used & gold
    if owned.any():
        found["owner"] = -rivals[owned].mean()
    real = batch.real[rows][:, None]
    ends = []
    for channel in (0, 1):
        choice = scores[..., 3 + channel].masked_fill(~real, -1e4)
        choice = torch.cat([choice, null[..., channel : channel + 1]], -1)
        ends.append(F.cross_entropy(choice[kind == 1], source[..., channel][kind == 1]))
    found["source"] = (ends[0] + ends[1]) / 2
    return found


def link_targets(batch: Batch, role: Tensor, rows: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Cues [rows, cues, 2], their kind (0 padding, 1 gold, 2 decoy), content targets, and source ends."""
    words = batch.first.shape[1]
    gold = [batch.gold[row] for row in rows.tolist()]
    labels = batch.labels["role"][rows]
    most = max(map(len, gold), default=0) + DECOYS
    cues = torch.zeros((len(gold), most, 2), dtype=torch.long)
    cues[..., 1] = 1
    kind = torch.zeros((len(gold), most), dtype=torch.long)
    target = torch.zeros(len(gold), most, words, 3)
    source = torch.full((len(gold), most, 2), words)
    likely = role[rows].softmax(-1)[..., 3:5].sum(-1).masked_fill((labels < 0) | (labels == 3) | (labels == 4), -1)
    decoys = likely.topk(min(DECOYS, words), dim=-1)
    for row, relations in enumerate(gold):
        for number, relation in enumerate(relations):
            cues[row, number] = torch.tensor(relation.cue)
            masked = bool((labels[row, relation.cue[0] : relation.cue[1]] == IGNORED).any())
            kind[row, number] = 0 if masked else 1
            for start, end in relation.content:
                target[row, number, start:end, 0] = 1
                target[row, number, start, 1] = 1
                target[row, number, end - 1, 2] = 1
            if relation.source:
                source[row, number] = torch.tensor([relation.source[0], relation.source[1] - 1])
        for place, (score, word) in enumerate(zip(decoys.values[row], decoys.indices[row], strict=True)):
            if score > 0.02:
                cues[row, len(relations) + place] = torch.stack([word, word + 1])
                kind[row, len(relations) + place] = 2
    return cues, kind, target, source

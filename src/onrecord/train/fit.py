"""Labelled passages and a network come in; a trained network, saved after every epoch, goes out.

Several single-threaded processes, one a core, each take their share of every batch and average their gradients through
shared memory. On a machine that others use too this is twice as fast as one process with several threads, which meet
after every operator and wait for whichever was held up.
"""

from __future__ import annotations

import json
import math
import multiprocessing
import os
import random
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from onrecord.train.losses import WEIGHTS, losses
from onrecord.train.network import Network
from onrecord.train.windows import Labelled, Window, collate, windows_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How long and how fast to train. Shares are parts of the other corpora's windows seen in one epoch."""

    epochs: int = 9
    batch: int = 1024  # word pieces a worker, padding included
    budget: tuple[int, int] = (120, 224)  # pieces a window, drawn anew every epoch
    encoder_rate: float = 2e-4
    head_rate: float = 1e-3
    layer_decay: float = 0.9
    warmup: float = 0.06
    syntax_share: float = 0.12
    wide_share: float = 0.3  # of UDS-IH2 and ECB+
    average: float = 0.998  # share of the running mean of weights that a step keeps
    seed: int = 1
    workers: int = 2
    minutes: float | None = None  # let the clock, not the steps, lower the rates; not reproducible


def epoch_windows(passages: Sequence[Labelled], plan: Plan, rng: random.Random) -> list[Window]:
    """Windows of one epoch, cut at fresh places: all of PolNeAR and UW, and a share of the rest."""
    chosen: list[Window] = []
    for labelled in passages:
        share = 1.0 if labelled.has_attributions or labelled.corpus.startswith("uw") else plan.syntax_share
        if labelled.corpus.startswith(("uds", "ecb")):
            share = plan.wide_share
        if share == 1.0:
            chosen += windows_of(labelled, rng.randint(*plan.budget))
        else:
            chosen += [w for w in windows_of(labelled, rng.randint(*plan.budget)) if rng.random() < share]
    return chosen


def batches(windows: list[Window], limit: int, rng: random.Random) -> list[list[Window]]:
    """Windows of like length together, at most `limit` pieces a batch with padding, in random order."""
    ordered = sorted(windows, key=lambda w: w.size + rng.random() * 12)
    found: list[list[Window]] = [[]]
    for window in ordered:
        if found[-1] and (len(found[-1]) + 1) * max(window.size, found[-1][-1].size) > limit:
            found.append([])
        found[-1].append(window)
    rng.shuffle(found)
    return found


class Exchange:
    """Averages one flat row of numbers over all workers; every worker calls it once a step."""

    def __init__(self, rank: int, rows: Tensor, barrier: Any) -> None:
        self.rank, self.rows, self.barrier = rank, rows, barrier

    def mean(self, flat: Tensor) -> Tensor:
        """The mean over workers."""
        if len(self.rows) == 1:
            return flat
        self.rows[self.rank].copy_(flat)
        self.barrier.wait()
        found = self.rows.mean(0)
        self.barrier.wait()
        return found

    def mean_of(self, value: float) -> float:
        """The mean of one number over workers."""
        flat = self.rows[self.rank, :1].clone()
        if len(self.rows) == 1:
            return value
        self.rows[self.rank, 0] = value
        self.barrier.wait()
        found = float(self.rows[:, 0].mean())
        self.barrier.wait()
        self.rows[self.rank, :1] = flat
        return found


class Masters:
    """AdamW over float32 copies of the weights, and their running mean; the encoder itself runs in bfloat16."""

    def __init__(self, network: Network, plan: Plan, exchange: Exchange) -> None:
        self.pairs: list[tuple[nn.Parameter, Tensor]] = []
        self.names: list[str] = []
        groups = []
        for name, parameter in network.named_parameters():
            if not parameter.requires_grad:
                continue
            master = parameter.detach().float().clone().requires_grad_()
            self.pairs.append((parameter, master))
            self.names.append(name)
            decay = 0.0 if parameter.ndim == 1 or "norm" in name else 0.01
            top = rate(name, plan)
            groups.append({"params": [master], "lr": top, "top": top, "weight_decay": decay})
        self.optimizer = torch.optim.AdamW(groups, betas=(0.9, 0.98), fused=True)
        self.average = [master.detach().clone() for _, master in self.pairs]
        self.plan, self.exchange, self.steps = plan, exchange, 0

    def step(self, progress: float) -> None:
        """One step along the workers' mean gradient at a rate that `progress` (0 to 1) sets."""
        plan = self.plan
        factor = min(progress / plan.warmup + 0.01, (1 - progress) / (1 - plan.warmup), 1.0)
        for group in self.optimizer.param_groups:
            group["lr"] = group["top"] * max(0.0, factor)
        gradients = [
            torch.zeros_like(master) if parameter.grad is None else parameter.grad.float()
            for parameter, master in self.pairs
        ]
        flat = self.exchange.mean(torch.cat([gradient.flatten() for gradient in gradients]))
        flat *= min(1.0, 1.0 / (float(flat.norm()) + 1e-6))
        place = 0
        for parameter, master in self.pairs:
            master.grad = flat[place : place + master.numel()].view_as(master)
            parameter.grad = None
            place += master.numel()
        self.optimizer.step()
        self.steps += 1
        keep = min(plan.average, (1 + self.steps) / (10 + self.steps))
        with torch.no_grad():
            for (parameter, master), average in zip(self.pairs, self.average, strict=True):
                parameter.copy_(master)
                average.lerp_(master, 1 - keep)

    def state(self, network: Network, *, averaged: bool) -> dict[str, Tensor]:
        """The network's weights in full precision, as they are or as their running mean."""
        values = self.average if averaged else [master.detach() for _, master in self.pairs]
        full = dict(zip(self.names, values, strict=True))
        return {name: full.get(name, value).float().clone() for name, value in network.state_dict().items()}


def rate(name: str, plan: Plan) -> float:
    """Learning rate of a weight: lower the deeper it lies in the encoder."""
    if not name.startswith("encoder."):
        return plan.head_rate
    if name.startswith("encoder.layers."):
        return plan.encoder_rate * plan.layer_decay ** (5 - int(name.split(".")[2]))
    return plan.encoder_rate * plan.layer_decay**6 * (5 if name.split(".")[1] in ("shape", "quote", "place") else 1)


def fit(network: Network, passages: Sequence[Labelled], plan: Plan, out: Path) -> Path:
    """Trains and returns the path of the last weights (their running mean is `mean.pt` beside it).

    `out/log.jsonl` holds the mean losses of each epoch. The same plan gives the same weights on the same machine.
    """
    out.mkdir(parents=True, exist_ok=True)
    network.encoder.to(torch.bfloat16)
    network.encoder.word.weight.requires_grad_(False)
    size = sum(parameter.numel() for parameter in network.parameters() if parameter.requires_grad)
    rows = torch.zeros(plan.workers, size).share_memory_()
    context = multiprocessing.get_context("fork")
    barrier = context.Barrier(plan.workers)
    others = [
        context.Process(target=work, args=(network, passages, plan, out, Exchange(rank, rows, barrier)), daemon=True)
        for rank in range(1, plan.workers)
    ]
    for process in others:
        process.start()
    work(network, passages, plan, out, Exchange(0, rows, barrier))
    for process in others:
        process.join()
    return out / "last.pt"


def work(network: Network, passages: Sequence[Labelled], plan: Plan, out: Path, exchange: Exchange) -> None:
    """One worker's part; the first writes the files."""
    torch.set_num_threads(1)
    torch.set_flush_denormal(True)
    torch.manual_seed(plan.seed + exchange.rank)
    if exchange.rank == 0 and plan.workers > 1:
        os.sched_setaffinity(0, {sorted(os.sched_getaffinity(0))[0]})
    elif plan.workers > 1:
        cores = sorted(os.sched_getaffinity(0))
        os.sched_setaffinity(0, {cores[exchange.rank % len(cores)]})
    rng = random.Random(plan.seed)
    plans = [batches(epoch_windows(passages, plan, rng), plan.batch, rng) for _ in range(math.ceil(plan.epochs))]
    plans = [epoch[: len(epoch) // plan.workers * plan.workers] for epoch in plans]
    steps = sum(map(len, plans)) // plan.workers
    masters, began = Masters(network, plan, exchange), time.perf_counter()
    network.train()
    for epoch, groups in enumerate(plans):
        means: dict[str, list[float]] = {}
        for group in groups[exchange.rank :: plan.workers]:
            found = losses(network, collate(group))
            total = sum((WEIGHTS[name] * value for name, value in found.items()), torch.zeros(()))
            total.backward()
            progress = masters.steps / steps
            if plan.minutes is not None:
                progress = float(exchange.mean_of((time.perf_counter() - began) / 60 / plan.minutes))
            if progress >= 1:
                break
            masters.step(progress)
            for name, value in found.items():
                means.setdefault(name, []).append(value.item())
            if exchange.rank == 0 and masters.steps % 100 == 0:
                print(
                    f"{time.perf_counter() - began:.0f} s step {masters.steps}/{steps} {tell(means, 100)}", flush=True
                )
        if exchange.rank == 0:
            save(network, masters, out, {"epoch": epoch + 1, "seconds": round(time.perf_counter() - began)}, means)


def save(
    network: Network, masters: Masters, out: Path, row: Mapping[str, int], means: Mapping[str, Sequence[float]]
) -> None:
    """Writes the weights, their running mean, and a line of the log."""
    torch.save(masters.state(network, averaged=False), out / "last.pt")
    torch.save(masters.state(network, averaged=True), out / "mean.pt")
    with (out / "log.jsonl").open("a", encoding="utf-8") as handle:
        handle.write(json.dumps({**row, "steps": masters.steps, "loss": averages(means)}) + "\n")


def averages(means: Mapping[str, Sequence[float]]) -> dict[str, float]:
    """Mean of each list."""
    return {name: round(sum(values) / len(values), 4) for name, values in means.items()}


def tell(means: Mapping[str, Sequence[float]], last: int) -> str:
    """The losses of the last steps in words."""
    return " ".join(f"{name} {value:.3f}" for name, value in averages({k: v[-last:] for k, v in means.items()}).items())

